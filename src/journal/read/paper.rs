//! What papers are drawn from.

use crate::core::entry::JobId;
use crate::core::receipt::ReceiptId;

use super::super::JournalError;
use super::{FinishedReceipt, PrintJob, Reader};

impl Reader {
    /// A completed receipt; `None` where it is not completed or not there.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn finished_receipt(
        &self,
        receipt: ReceiptId,
    ) -> Result<Option<FinishedReceipt>, JournalError> {
        let _ = receipt;
        todo!()
    }

    /// A print job, if there is one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn job(&self, job: JobId) -> Result<Option<PrintJob>, JournalError> {
        let _ = job;
        todo!()
    }

    /// The print jobs of a receipt, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn jobs_of(&self, receipt: ReceiptId) -> Result<Vec<PrintJob>, JournalError> {
        let _ = receipt;
        todo!()
    }
}
