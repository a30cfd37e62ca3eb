//! What is printed.

use serde::{Deserialize, Serialize};

use super::super::figures::ReportNumber;
use super::super::receipt::ReceiptId;

/// Which print job, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub u64);

/// What a print job prints. The paper is drawn anew from the journal when it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "paper", rename_all = "snake_case")]
pub enum Paper {
    /// The customer's receipt.
    Receipt {
        /// Of which receipt.
        receipt: ReceiptId,
    },
    /// An X report.
    XReport {
        /// Which one.
        report: ReportNumber,
    },
    /// A Z report.
    ZReport {
        /// Which one.
        report: ReportNumber,
    },
    /// A Z report once more, marked as a copy.
    ZReportCopy {
        /// Of which one.
        report: ReportNumber,
    },
    /// A page that shows whether the printer is set up right.
    TestPage,
}
