//! When somebody may begin to train. What is sold in a training never comes here: it is another register's, with a
//! journal and numbers of its own.

use super::super::entry::Entry;
use super::super::user::Permission;
use super::{Decision, Refused, Register};

impl Register {
    /// Begins a training under a name that no other has.
    ///
    /// # Errors
    /// While something is sold or returned here, or money is on its way.
    pub fn begin_training(&self, session: String) -> Result<Decision, Refused> {
        let by = self.allowed(Permission::Sell)?;
        if self.open_attempt().is_some() {
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
