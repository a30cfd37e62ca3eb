//! Looking receipts and entries up.

use crate::core::payment::AttemptId;
use crate::core::receipt::{ReceiptId, ReceiptNumber};

use super::super::JournalError;
use super::{Reader, ReceiptRecord, RecordedEntry, Shown};

impl Reader {
    /// Everything about the receipt with this number on its paper; `None` where there is none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn show(&self, number: ReceiptNumber) -> Result<Option<Shown>, JournalError> {
        let _ = number;
        todo!()
    }

    /// A receipt in any state; `None` where it was never begun.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn receipt(&self, receipt: ReceiptId) -> Result<Option<ReceiptRecord>, JournalError> {
        let _ = receipt;
        todo!()
    }

    /// The entries of a receipt and its payments, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn entries_of(&self, receipt: ReceiptId) -> Result<Vec<RecordedEntry>, JournalError> {
        let _ = receipt;
        todo!()
    }

    /// The entries of one attempt to be paid, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn entries_of_attempt(
        &self,
        attempt: AttemptId,
    ) -> Result<Vec<RecordedEntry>, JournalError> {
        let _ = attempt;
        todo!()
    }
}
