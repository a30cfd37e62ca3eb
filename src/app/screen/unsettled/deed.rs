//! What a manager can do about an unsettled payment: what each case offers, what it comes to, and the reasons at hand.

use crate::core::payment::{AttemptId, Case, Offer, Unsettled, Verdict};
use crate::core::register::Command;
use crate::till::snapshot::Snapshot;

/// Something that needs a manager and a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Saying how a payment in doubt stands.
    Settle(Verdict),
    /// Saying that a payment has been looked into.
    Note,
}

impl Deed {
    /// What a payment offers at this moment.
    pub fn of(payment: &Unsettled) -> &'static [Deed] {
        match payment.offers {
            Offer::Nothing => &[],
            Offer::Settling => &[Deed::Settle(Verdict::Paid), Deed::Settle(Verdict::NotPaid)],
            Offer::Noting => &[Deed::Note],
        }
    }

    /// The command, for a reason.
    pub(super) fn command(self, attempt: AttemptId, reason: String) -> Command {
        match self {
            Deed::Settle(verdict) => Command::SettlePayment { attempt, verdict, reason },
            Deed::Note => Command::NotePayment { attempt, reason },
        }
    }

    /// The text on its key.
    pub(super) fn name(self) -> &'static str {
        match self {
            Deed::Settle(Verdict::Paid) => "unsettled-paid",
            Deed::Settle(Verdict::NotPaid) => "unsettled-not-paid",
            Deed::Note => "unsettled-note",
        }
    }

    /// The question for the reason.
    pub(super) fn question(self) -> &'static str {
        match self {
            Deed::Settle(Verdict::Paid) => "unsettled-why-paid",
            Deed::Settle(Verdict::NotPaid) => "unsettled-why-not-paid",
            Deed::Note => "unsettled-why-note",
        }
    }

    /// The one sentence that says what will happen.
    pub(super) fn consequence(self, payment: &Unsettled, snapshot: &Snapshot) -> &'static str {
        let receipt = snapshot.receipt.as_ref();
        let here = receipt.filter(|receipt| receipt.id == payment.attempt.receipt);
        match (self, &payment.case) {
            (Deed::Settle(Verdict::Paid), _) => match here {
                Some(receipt) if receipt.due() > payment.amount => "unsettled-will-paid-part",
                _ => "unsettled-will-paid",
            },
            (Deed::Settle(Verdict::NotPaid), _) => "unsettled-will-not-paid",
            (
                Deed::Note,
                Case::SettledAsPaid(_) | Case::SettledAsNotPaid(_) | Case::Unacknowledged(_),
            ) => "unsettled-will-note-asked",
            (Deed::Note, Case::TakenBack(_) | Case::NotPaidAfterAll { .. }) if here.is_some() => {
                "unsettled-will-take-off"
            }
            (Deed::Note, Case::TakenBack(_) | Case::NotPaidAfterAll { .. }) => {
                "unsettled-will-keep"
            }
            (Deed::Note, _) => "unsettled-will-note",
        }
    }

    /// Reasons that need no typing.
    pub(super) fn reasons(self, case: &Case) -> [&'static str; 3] {
        match (self, case) {
            (Deed::Settle(Verdict::Paid), _) => [
                "unsettled-because-seen",
                "unsettled-because-confirmed",
                "unsettled-because-account",
            ],
            (Deed::Settle(Verdict::NotPaid), _) => {
                ["unsettled-because-not-seen", "unsettled-because-denied", "unsettled-because-left"]
            }
            (Deed::Note, Case::SettledAsPaid(_)) => [
                "unsettled-because-report-paid",
                "unsettled-because-confirmed",
                "unsettled-because-told",
            ],
            (Deed::Note, Case::AnotherAmount(_)) => [
                "unsettled-because-difference-paid",
                "unsettled-because-difference-returned",
                "unsettled-because-difference-kept",
            ],
            (Deed::Note, Case::Unacknowledged(_)) => [
                "unsettled-because-report-paid",
                "unsettled-because-confirmed",
                "unsettled-because-loss",
            ],
            (Deed::Note, Case::Released) => [
                "unsettled-because-report-none",
                "unsettled-because-returned",
                "unsettled-because-told",
            ],
            (Deed::Note, Case::TakenBack(_) | Case::NotPaidAfterAll { .. }) => {
                ["unsettled-because-other", "unsettled-because-later", "unsettled-because-loss"]
            }
            (Deed::Note, Case::PaidAfterAll(_)) => {
                ["unsettled-because-cash", "unsettled-because-returned", "unsettled-because-kept"]
            }
            (Deed::Note, _) => [
                "unsettled-because-report-none",
                "unsettled-because-denied",
                "unsettled-because-told",
            ],
        }
    }
}
