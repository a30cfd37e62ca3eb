//! Ending in order: nothing new is begun, payments are carried on until they are settled, and what
//! takes longer than there is time for stays in the journal for the next start.

use std::time::Duration;

use crate::core::payment::Attempt;
use crate::core::register::Command;
use crate::core::time::Now;

use super::super::intent::Intent;
use super::Driver;

/// The till has been told to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// When it ends whatever is open, on the steady clock; never where nothing is said.
    pub(super) at_the_latest: Option<Duration>,
}

impl Driver {
    /// Ends as soon as no payment needs the register. Told twice, it keeps the earlier limit.
    pub(super) fn end_within(&mut self, within: Option<Duration>) {
        let now = self.now();
        let limit = within.map(|within| now.steady + within);
        let known = self.ending.and_then(|ending| ending.at_the_latest);
        let at_the_latest = match (known, limit) {
            (Some(known), Some(limit)) => Some(known.min(limit)),
            (known, limit) => known.or(limit),
        };
        self.ending = Some(Ending { at_the_latest });
        for attempt in self.register.attempts().filter(|known| needs_the_register(known, now)) {
            tracing::info!(attempt = %attempt.id(), "the register ends when this payment is settled");
        }
    }

    /// While the till ends, payments that are open can be carried on, cancelled and finished; nothing else begins.
    pub(super) fn begins_something_new(&self, intent: &Intent) -> bool {
        let carries_on = match intent {
            Intent::Do(command) => matches!(
                command,
                Command::CancelPayment { .. }
                    | Command::WaitMore { .. }
                    | Command::ReleasePayment { .. }
                    | Command::Finish { .. }
                    | Command::LogOut
                    | Command::Quit
            ),
            Intent::RingUp { .. }
            | Intent::Take { .. }
            | Intent::BeginReturn { .. }
            | Intent::FinishAndRefund(_)
            | Intent::AnswerAge(true)
            | Intent::RefundOwed(_) => false,
            // A scan is held with a sound and a notice of its own.
            _ => true,
        };
        self.ending.is_some() && !carries_on
    }

    pub(super) fn end_when_settled(&mut self, now: Now) {
        let Some(Ending { at_the_latest }) = self.ending else { return };
        let mut open =
            self.register.attempts().filter(|known| needs_the_register(known, now)).peekable();
        let time_is_up = at_the_latest.is_some_and(|limit| now.steady >= limit);
        // The answer to a refund that is on its way says what nobody can ask for later (rule 17).
        let refund = self.register.refunds().find(|known| known.is_on_its_way());
        // Nor what became of the registration.
        let asked = self.register.is_terminal_asked();
        if (open.peek().is_some() || refund.is_some() || asked) && !time_is_up {
            return;
        }
        if let Some(refund) = refund {
            tracing::warn!(refund = %refund.id(), "left without its answer: the next start takes it up");
        }
        for attempt in open {
            let state = attempt.state();
            tracing::warn!(attempt = %attempt.id(), ?state, "left open: the next start takes it up");
        }
        tracing::info!("the register has ended in order");
        self.screen.ended = true;
    }
}

/// Whether harm would come of ending now: it is not settled, or SEQR takes it back unless it is asked once more.
fn needs_the_register(attempt: &Attempt, now: Now) -> bool {
    attempt.is_open() || attempt.owes_acknowledgement(now)
}
