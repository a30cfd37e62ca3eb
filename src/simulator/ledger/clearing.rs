//! What happens by itself as time passes, and the one place where a payment changes its state.

use std::time::Duration;

use super::payment::Standing;
use super::{Ledger, PaymentIndex, PaymentState};

impl Ledger {
    /// Lets time pass: unpolled payments are given back, invoices and reservations run out.
    /// A `now` before an earlier one is ignored.
    pub fn tick(&mut self, now: Duration) {
        while let Some(&(due, index)) = self.deadlines.first() {
            if due > now {
                break;
            }
            // Whatever is due happens at its own time, not at that of the call.
            self.clock.advance(due);
            self.run_out(index);
        }
        self.clock.advance(now);
    }

    /// When the next thing happens by itself, for a test that leaps through time.
    pub fn next_deadline(&self) -> Option<Duration> {
        self.deadlines.first().map(|&(due, _)| due)
    }

    /// Puts a payment into a state, with the time at which that ends by itself. The version
    /// grows if the status that the register sees has changed.
    pub(super) fn change(
        &mut self,
        index: PaymentIndex,
        state: PaymentState,
        deadline: Option<Duration>,
    ) {
        let before = self.at(index).state.shown(&self.settings.readings);
        let after = state.shown(&self.settings.readings);
        let payment = self.at_mut(index);
        payment.state = state;
        if before != after {
            payment.version = payment.version.saturating_add(1);
        }
        if payment.is_open() {
            let _already = self.open.insert(index);
        } else {
            let _was_open = self.open.remove(&index);
        }
        self.schedule(index, deadline);
    }

    /// Sets when a payment's state ends by itself.
    pub(super) fn schedule(&mut self, index: PaymentIndex, deadline: Option<Duration>) {
        let previous = std::mem::replace(&mut self.at_mut(index).deadline, deadline);
        if let Some(previous) = previous {
            let _was_set = self.deadlines.remove(&(previous, index));
        }
        if let Some(deadline) = deadline {
            let _new = self.deadlines.insert((deadline, index));
        }
    }

    /// The payment is final: it is not given back any more.
    pub(super) fn make_final(&mut self, index: PaymentIndex) {
        if let PaymentState::Paid(paid) = &mut self.at_mut(index).state {
            paid.standing = Standing::Final;
            self.schedule(index, None);
        }
    }

    fn run_out(&mut self, index: PaymentIndex) {
        let end = match &self.at(index).state {
            PaymentState::Issued => PaymentState::Expired,
            PaymentState::Reserved(_) => PaymentState::Lapsed,
            PaymentState::Paid(paid) if paid.standing == Standing::Unconfirmed => {
                PaymentState::Reversed(paid.clone())
            }
            // Nothing else has a deadline; if it had, it would have passed without effect.
            _ => return self.schedule(index, None),
        };
        self.change(index, end, None);
    }
}
