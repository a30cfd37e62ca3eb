//! When somebody may begin to train. What is sold in a training never comes here: it is another register's, with a
//! journal and numbers of its own.

use super::super::entry::Entry;
use super::super::payment::Attempt;
use super::super::time::Now;
use super::super::user::Permission;
use super::{Decision, Refused, Register};

impl Register {
    /// Begins a training under a name that no other has.
    ///
    /// # Errors
    /// While something is sold or returned here, or money is on its way.
    pub fn begin_training(&self, session: String, now: Now) -> Result<Decision, Refused> {
        let by = self.allowed(Permission::Sell)?;
        // SEQR takes back what it has not heard to be booked: whoever waits for that may still be needed here.
        let needed = |known: &Attempt| known.is_open() || known.owes_acknowledgement(now);
        if self.attempts().any(needed) {
            return Err(Refused::PaymentOpen);
        }
        if self.open_refund().is_some() {
            return Err(Refused::RefundOpen);
        }
        if self.receipt.is_some() {
            return Err(Refused::ReceiptOpen);
        }
        Ok(Decision::of(vec![Entry::TrainingBegun { session, by }]))
    }
}
