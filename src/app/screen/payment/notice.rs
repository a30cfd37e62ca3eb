//! Why the last press or scan did nothing, said inside the dialog because it covers everything else.

use crate::app::frame::Frame;
use crate::app::theme::{Icon, Tone};
use crate::core::register::Refused;
use crate::till::snapshot::{JournalStatus, ScanOutcome};

/// A sentence with its sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Notice {
    pub icon: Icon,
    pub tone: Tone,
    pub said: String,
}

impl Notice {
    /// What there is to say, the most important first.
    pub(super) fn of(frame: &Frame<'_>) -> Option<Self> {
        let snapshot = frame.snapshot;
        if let JournalStatus::Failing { .. } = snapshot.journal {
            let said = frame.text("payment-not-saved").into_owned();
            return Some(Notice { icon: Icon::Database, tone: Tone::Danger, said });
        }
        let refused = snapshot.refused.and_then(|notice| refused(notice.reason, frame));
        if let Some(said) = refused {
            return Some(Notice { icon: Icon::Info, tone: Tone::Warn, said });
        }
        let (key, code) = match &snapshot.scan.as_ref()?.outcome {
            ScanOutcome::Added { .. } => return None,
            ScanOutcome::Held { code, .. } => ("payment-scan-held", code),
            ScanOutcome::Unknown { code } => ("payment-scan-unknown", code),
            ScanOutcome::Unreadable { shown } => ("payment-scan-unreadable", shown),
        };
        let code: String = code.chars().take(24).collect();
        let said = frame.with(key, &[("code", code.into())]).into_owned();
        Some(Notice { icon: Icon::ScanBarcode, tone: Tone::Warn, said })
    }
}

/// The words for a refusal; none for a press that came a moment too late, which needs no explanation
/// unless a payment is in doubt: there, nothing else shows that it was heard.
fn refused(reason: Refused, frame: &Frame<'_>) -> Option<String> {
    use crate::core::payment::Phase;
    let doubtful = frame
        .snapshot
        .open_payment()
        .is_some_and(|payment| matches!(payment.phase, Phase::InDoubt { .. }));
    let key = match reason {
        Refused::NotOffered if doubtful => "payment-cancel-asked",
        Refused::NotOffered => return None,
        Refused::NobodyLoggedIn | Refused::ScreenLocked => "payment-refused-log-in",
        Refused::NotAllowed => "payment-refused-not-allowed",
        Refused::PaymentOpen => "payment-refused-open",
        Refused::PartlyPaid => "payment-refused-final",
        Refused::AlreadyPaid | Refused::NothingDue => "payment-refused-paid",
        Refused::StillDue => "payment-refused-due",
        Refused::AmountNotPositive => "payment-amount-missing",
        Refused::AmountTooLarge { most } => {
            let values = [("most", frame.amount(most).into())];
            return Some(frame.with("payment-refused-too-large", &values).into_owned());
        }
        Refused::MoreThanDue { due } => {
            let values = [("due", frame.money(due).into())];
            return Some(frame.with("payment-card-most", &values).into_owned());
        }
        Refused::SeqrNotRegistered => "payment-seqr-not-registered",
        Refused::SeqrUnreachable => "payment-seqr-unreachable",
        Refused::RegistrationUnderWay => "refused-registration-under-way",
        Refused::NeedsApproval => "refused-needs-approval",
        Refused::TakenBack => "refused-taken-back",
        Refused::Unacknowledged => "refused-unacknowledged",
        Refused::ReasonMissing => "refused-reason-missing",
        Refused::NoReceipt
        | Refused::TenderTaken
        | Refused::NoSuchLine
        | Refused::TooManyLines
        | Refused::QuantityOutOfRange
        | Refused::Ending
        | Refused::ReceiptOpen
        | Refused::RefundOpen
        | Refused::PartlyRefunded
        | Refused::NoSuchReceipt
        | Refused::NothingToReturn
        | Refused::MoreThanSold { .. }
        | Refused::MoreThanGivenBack { .. }
        | Refused::ReturnWhole
        | Refused::WholePieces
        | Refused::DepositLine
        | Refused::DepositMissing
        | Refused::ConfirmAge { .. }
        | Refused::DiscountTooLarge { .. }
        | Refused::CustomerMissing
        | Refused::TooManyParked
        | Refused::NoShift
        | Refused::ShiftOpen
        | Refused::CountFirst
        | Refused::ConfirmAmount { .. }
        | Refused::ConfirmClosing { .. }
        | Refused::NoTraining
        | Refused::ReturnOpen => "payment-refused-not-now",
    };
    Some(frame.text(key).into_owned())
}
