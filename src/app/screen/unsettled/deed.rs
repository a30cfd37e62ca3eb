//! What a manager can do about an unsettled payment or refund: what each case offers, what it comes to, and the reasons at hand.

use crate::core::payment::{Case, Offer, Subject, Unsettled, Verdict};
use crate::core::refund;
use crate::core::register::Command;
use crate::till::snapshot::Snapshot;

/// Something that needs a manager and a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Saying how a payment in doubt stands.
    Settle(Verdict),
    /// Saying what came of a refund in doubt.
    SettleRefund(refund::Verdict),
    /// Saying that a payment has been looked into.
    Note,
}

impl Deed {
    /// What a payment offers at this moment.
    pub fn of(payment: &Unsettled) -> &'static [Deed] {
        match (payment.offers, payment.subject) {
            (Offer::Nothing, _) => &[],
            (Offer::Settling, Subject::Payment(_)) => {
                &[Deed::Settle(Verdict::Paid), Deed::Settle(Verdict::NotPaid)]
            }
            (Offer::Settling, Subject::Refund(_)) => &[
                Deed::SettleRefund(refund::Verdict::GivenBack),
                Deed::SettleRefund(refund::Verdict::NotGivenBack),
            ],
            (Offer::Noting, _) => &[Deed::Note],
        }
    }

    /// The command, for a reason. `None` for what this cannot be done about.
    pub(super) fn command(self, subject: Subject, reason: String) -> Option<Command> {
        Some(match (self, subject) {
            (Deed::Settle(verdict), Subject::Payment(attempt)) => {
                Command::SettlePayment { attempt, verdict, reason }
            }
            (Deed::SettleRefund(verdict), Subject::Refund(refund)) => {
                Command::SettleRefund { refund, verdict, reason }
            }
            (Deed::Note, Subject::Payment(attempt)) => Command::NotePayment { attempt, reason },
            (Deed::Settle(_) | Deed::Note, Subject::Refund(_))
            | (Deed::SettleRefund(_), Subject::Payment(_)) => return None,
        })
    }

    /// The text on its key.
    pub(super) fn name(self) -> &'static str {
        match self {
            Deed::Settle(Verdict::Paid) => "unsettled-paid",
            Deed::Settle(Verdict::NotPaid) => "unsettled-not-paid",
            Deed::SettleRefund(refund::Verdict::GivenBack) => "unsettled-given-back",
            Deed::SettleRefund(refund::Verdict::NotGivenBack) => "unsettled-not-given-back",
            Deed::Note => "unsettled-note",
        }
    }

    /// The question for the reason.
    pub(super) fn question(self) -> &'static str {
        match self {
            Deed::Settle(Verdict::Paid) => "unsettled-why-paid",
            Deed::Settle(Verdict::NotPaid) => "unsettled-why-not-paid",
            Deed::SettleRefund(refund::Verdict::GivenBack) => "unsettled-why-given-back",
            Deed::SettleRefund(refund::Verdict::NotGivenBack) => "unsettled-why-not-given-back",
            Deed::Note => "unsettled-why-note",
        }
    }

    /// The one sentence that says what will happen.
    pub(super) fn consequence(self, payment: &Unsettled, snapshot: &Snapshot) -> &'static str {
        let receipt = snapshot.receipt.as_ref();
        let here = receipt.filter(|receipt| receipt.id == payment.subject.receipt());
        match (self, &payment.case) {
            (Deed::Settle(Verdict::Paid), _) => match here {
                Some(receipt) if receipt.due() > payment.amount => "unsettled-will-paid-part",
                _ => "unsettled-will-paid",
            },
            (Deed::Settle(Verdict::NotPaid), _) => "unsettled-will-not-paid",
            (Deed::SettleRefund(refund::Verdict::GivenBack), _) => "unsettled-will-given-back",
            (Deed::SettleRefund(refund::Verdict::NotGivenBack), _) => {
                "unsettled-will-not-given-back"
            }
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
            (Deed::SettleRefund(refund::Verdict::GivenBack), _) => [
                "unsettled-because-refund-seen",
                "unsettled-because-refund-confirmed",
                "unsettled-because-refund-report",
            ],
            (Deed::SettleRefund(refund::Verdict::NotGivenBack), _) => [
                "unsettled-because-refund-not-seen",
                "unsettled-because-refund-denied",
                "unsettled-because-refund-not-in-report",
            ],
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
