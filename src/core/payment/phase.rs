//! What a payment looks like to the cashier at one moment.

use std::time::Duration;

use super::super::time::Now;
use super::attempt::{Attempt, State, Wish};
use super::settling::{Found, Verdict};
use super::{
    ASK_AFTER, Circumstance, Doubt, HOLD_AFTER_LOSS, NO_CONTACT_AFTER, Outcome, Payment, Refusal,
};

/// The face of a payment: one screen each, with the words of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// The invoice is being sent.
    Sending,
    /// The answer was lost; it is sent again by itself.
    SendingAgain,
    /// The answer was lost and sending it again does not help.
    Unreachable {
        /// How long other tenders are still held; zero when they are offered.
        held_for: Duration,
    },
    /// Waiting for the customer's phone.
    Waiting {
        /// How long ago SEQR was last heard.
        heard: Duration,
    },
    /// SEQR has been silent for a while.
    NoContact {
        /// For how long.
        silent: Duration,
    },
    /// Nobody has paid for [`ASK_AFTER`]: wait more or cancel?
    Asking {
        /// How long ago SEQR was last heard.
        heard: Duration,
    },
    /// The cashier has cancelled; SEQR has not confirmed it.
    Cancelling {
        /// How long ago SEQR was last heard.
        heard: Duration,
    },
    /// Cancelled here, but the customer is confirming at this moment.
    Confirming {
        /// How long ago SEQR was last heard.
        heard: Duration,
    },
    /// Nobody knows how it stands.
    InDoubt {
        /// Why.
        doubt: Doubt,
        /// How long ago SEQR was last heard.
        silent: Duration,
    },
    /// Paid.
    Paid(Payment),
    /// SEQR did not take the invoice.
    Refused(Refusal),
    /// Over without money.
    Ended(Outcome),
    /// Given up; an invoice may exist that nobody will keep paid.
    Released,
    /// It was booked, and SEQR took it back: the customer has not paid.
    TakenBack(Payment),
    /// A manager had said that it was paid, and SEQR has no money: the customer has not paid.
    NotPaidAfterAll,
    /// A manager has said how it stands.
    Settled(Verdict),
}

impl Attempt {
    /// What the cashier shall see at this moment.
    pub fn phase(&self, now: Now) -> Phase {
        let heard = now.since(self.heard);
        match &self.state {
            State::Sending { .. } | State::SendUnknown { again_at: Some(_), .. }
                if self.wish == Wish::Cancel =>
            {
                Phase::Cancelling { heard }
            }
            State::Sending { lost: None, .. } => Phase::Sending,
            State::Sending { .. } | State::SendUnknown { again_at: Some(_), .. } => {
                Phase::SendingAgain
            }
            State::SendUnknown { lost, .. } => Phase::Unreachable {
                held_for: HOLD_AFTER_LOSS.saturating_sub(now.since(lost.last)),
            },
            State::InDoubt { doubt, .. } => Phase::InDoubt { doubt: *doubt, silent: heard },
            State::Issued { .. } => self.phase_of_issued(heard, now),
            State::Paid { payment, .. }
            | State::Acknowledged { payment, .. }
            | State::Confirmed { payment }
            | State::ReceiptRefused { payment }
            | State::Noted { payment: Some(payment), stands: true } => Phase::Paid(payment.clone()),
            State::Contradicted { payment } | State::Noted { payment: Some(payment), .. } => {
                Phase::TakenBack(payment.clone())
            }
            State::Settled { verdict, .. } => Phase::Settled(*verdict),
            State::Refuted { found: Found::Paid { .. } } => Phase::Settled(Verdict::NotPaid),
            State::Refuted { found: Found::NotPaid { .. } } => Phase::NotPaidAfterAll,
            State::Refused(refusal) => Phase::Refused(refusal.clone()),
            State::Ended(outcome) => Phase::Ended(*outcome),
            State::Released | State::Noted { payment: None, .. } => Phase::Released,
        }
    }

    fn phase_of_issued(&self, heard: Duration, now: Now) -> Phase {
        if self.wish == Wish::Cancel {
            if self.customer_is_confirming() {
                Phase::Confirming { heard }
            } else {
                Phase::Cancelling { heard }
            }
        } else if heard >= NO_CONTACT_AFTER {
            Phase::NoContact { silent: heard }
        } else if now.since(self.waiting_since) >= ASK_AFTER {
            Phase::Asking { heard }
        } else {
            Phase::Waiting { heard }
        }
    }
}

impl Circumstance {
    /// Whether a fully paid receipt ends by itself, or only when the cashier says so.
    pub fn ends_by_itself(self) -> bool {
        self == Circumstance::Expected
    }
}
