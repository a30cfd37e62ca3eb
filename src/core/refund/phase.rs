//! What a refund looks like to the cashier at one moment.

use std::time::Duration;

use super::super::time::Now;
use super::state::{Refund, State};
use super::{Refusal, Verdict};

/// The face of a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundPhase {
    /// It is being sent.
    Sending,
    /// An answer was lost; it is sent again by itself, which cannot give the money back twice.
    SendingAgain {
        /// How often it was sent so far.
        sendings: u32,
        /// In how long it is sent again; zero while it is on its way.
        again_in: Duration,
    },
    /// Nobody knows whether the money goes back, and it cannot be sent again: a manager has to find out.
    InDoubt,
    /// SEQR gives nothing back: give it back by other means.
    Refused(Refusal),
    /// The money goes back.
    Refunded {
        /// SEQR's number of the refund, where it named one.
        ers_reference: Option<String>,
    },
    /// A manager has said what came of it.
    Settled {
        /// What they said.
        verdict: Verdict,
    },
}

impl Refund {
    /// What the cashier shall see at this moment.
    pub fn phase(&self, now: Now) -> RefundPhase {
        match &self.state {
            State::Sending { .. } if self.lost.is_empty() => RefundPhase::Sending,
            State::Sending { sending } => {
                RefundPhase::SendingAgain { sendings: *sending, again_in: Duration::ZERO }
            }
            State::Unknown { sending, again_at } => RefundPhase::SendingAgain {
                sendings: *sending,
                again_in: again_at.saturating_sub(now.steady),
            },
            State::InDoubt { .. } => RefundPhase::InDoubt,
            State::Refused(refusal) => RefundPhase::Refused(refusal.clone()),
            State::Refunded { ers_reference, .. } => {
                RefundPhase::Refunded { ers_reference: ers_reference.clone() }
            }
            State::Settled { verdict } => RefundPhase::Settled { verdict: *verdict },
        }
    }
}
