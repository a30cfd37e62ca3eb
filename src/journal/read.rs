//! Reading the journal: the types that reading gives. The queries are split by who asks.

mod look_up;
mod paper;
mod report;
mod restart;
mod returns;
mod shift;

pub(super) use look_up::line;
pub use shift::Voids;
mod training;

pub use training::Trade;

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::core::entry::{Entry, JobId, Paper, TerminalQuestion};
use crate::core::money::Amount;
use crate::core::payment::{AttemptId, Circumstance};
use crate::core::receipt::{Line, ReceiptId, ReceiptNumber, Settlement};
use crate::core::refund::{RefundId, Verdict};
use crate::core::tender::Tender;
use crate::core::user::UserNumber;
use crate::core::vat::VatPart;

use super::JournalError;

pub use report::{Each, RawEntry, ReportRecord, is_whole};

/// The journal, opened for reading.
pub struct Reader {
    pub(super) connection: Connection,
    pub(super) directory: PathBuf,
}

/// Where numbering stopped: zero where there is nothing yet. For `Register::continue_from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// The last receipt that was begun.
    pub receipt: u64,
    /// The last number that a completed receipt got.
    pub receipt_number: u64,
    /// The last print job.
    pub job: u64,
}

/// When the newest copies of the journal were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LastBackups {
    /// In the folder of the settings.
    pub in_folder: Option<Timestamp>,
    /// Elsewhere, such as on a stick.
    pub elsewhere: Option<Timestamp>,
}

impl LastBackups {
    /// The newest of all.
    pub fn newest(&self) -> Option<Timestamp> {
        self.in_folder.max(self.elsewhere)
    }
}

/// How the register came to be registered with SEQR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RegistrationRecord {
    /// Since when the terminal is registered, and who did it.
    pub registered: Option<(Timestamp, Option<UserNumber>)>,
    /// Since when the sticker is assigned, and who did it.
    pub assigned: Option<(Timestamp, Option<UserNumber>)>,
    /// What SEQR was asked last whose answer nobody saw.
    pub unanswered: Option<TerminalQuestion>,
}

/// Log-ins under one user number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LogIns {
    /// How often it was done.
    pub times: u64,
    /// How often it was refused since it was last done.
    pub refused_since: u64,
    /// When it was last done or refused.
    pub last: Option<Timestamp>,
}

/// How far a print job has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobState {
    /// It waits for the printer.
    Queued,
    /// It was being handed to the printer; if nobody is doing so now, nobody knows how far it got.
    Started {
        /// Since when.
        at: Timestamp,
    },
    /// The printer has it.
    Sent {
        /// Since when.
        at: Timestamp,
    },
    /// It could not be printed whole.
    Failed {
        /// When it was last tried.
        at: Timestamp,
        /// What went wrong.
        detail: String,
    },
    /// It was cut off, and somebody has looked at the paper and found it whole.
    Dropped {
        /// When they said so.
        at: Timestamp,
    },
}

/// A print job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintJob {
    /// Which one.
    pub id: JobId,
    /// What it prints.
    pub paper: Paper,
    /// When it was asked for.
    pub queued_at: Timestamp,
    /// How often it has gone to the printer, the present time included.
    pub prints: u32,
    /// How far it has come.
    pub state: JobState,
}

/// A tender, with the moment it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidTender {
    /// The money.
    pub tender: Tender,
    /// When it was taken.
    pub at: Timestamp,
}

/// How a receipt stands, with what only that state has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptState {
    /// Being rung up.
    Open,
    /// Paid in full.
    Completed {
        /// When.
        at: Timestamp,
        /// Its number.
        number: ReceiptNumber,
        /// By whom.
        cashier: UserNumber,
        /// Their name at that moment; empty where the number belonged to nobody.
        cashier_name: String,
        /// Change and rounding.
        settlement: Settlement,
        /// The tax, rate by rate, highest first.
        vat: Vec<VatPart>,
    },
    /// Given up.
    Cancelled {
        /// When.
        at: Timestamp,
        /// By whom, where someone was logged in.
        cashier: Option<UserNumber>,
    },
}

/// A receipt as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRecord {
    /// Which one.
    pub id: ReceiptId,
    /// The register's designation when it was begun.
    pub register: String,
    /// When it was begun.
    pub opened_at: Timestamp,
    /// Who began it.
    pub opened_by: UserNumber,
    /// How it stands.
    pub state: ReceiptState,
    /// The lines in the order in which they were rung up.
    pub lines: Vec<Line>,
    /// Sum of the lines.
    pub total: Amount,
    /// The tenders in the order in which they were taken.
    pub tenders: Vec<PaidTender>,
    /// Every attempt to be paid with SEQR, in order.
    pub payments: Vec<SeqrPayment>,
    /// The receipt whose goods come back, if this is a return.
    pub returns: Option<ReceiptId>,
    /// Every refund through SEQR, in order.
    pub refunds: Vec<SeqrRefund>,
}

/// Everything that the paper of a completed receipt needs of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinishedReceipt {
    /// Which one.
    pub id: ReceiptId,
    /// Its number.
    pub number: ReceiptNumber,
    /// The register's designation.
    pub register: String,
    /// When it was begun.
    pub opened_at: Timestamp,
    /// When it was completed.
    pub completed_at: Timestamp,
    /// Who completed it.
    pub cashier: UserNumber,
    /// Their name at that moment; empty where the number belonged to nobody.
    pub cashier_name: String,
    /// The lines in the order in which they were rung up.
    pub lines: Vec<Line>,
    /// Sum of the lines.
    pub total: Amount,
    /// The tenders in the order in which they were taken.
    pub tenders: Vec<PaidTender>,
    /// Change and rounding.
    pub settlement: Settlement,
    /// The tax, rate by rate, highest first.
    pub vat: Vec<VatPart>,
    /// The transaction posts: SEQR payments that were paid.
    pub payments: Vec<SeqrPayment>,
    /// The number of the receipt whose goods came back, if this is a return.
    pub returns: Option<ReceiptNumber>,
    /// Every refund through SEQR, in order.
    pub refunds: Vec<SeqrRefund>,
}

/// Where an attempt to be paid stands, as the journal knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeqrPaymentState {
    /// sendInvoice is on its way.
    Sending,
    /// Its answer was lost.
    SendUnknown,
    /// SEQR did not create the invoice.
    Refused,
    /// SEQR has the invoice.
    Issued,
    /// Nobody knows how it stands.
    InDoubt,
    /// Paid.
    Paid,
    /// Paid, and SEQR knows that we know.
    Acknowledged,
    /// Paid, and SEQR has the receipt.
    Confirmed,
    /// Paid, but SEQR does not want the receipt.
    ReceiptRefused,
    /// Booked as paid, but SEQR says something else since.
    Contradicted,
    /// Over without money.
    Ended,
    /// Given up while an invoice may exist.
    Released,
    /// A manager has said how it stands.
    Settled,
    /// It turned out otherwise than a manager had settled it.
    Refuted,
}

/// The money of a paid attempt: the transaction post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionPost {
    /// SEQR's number of the payment.
    pub ers_reference: String,
    /// How much was really paid.
    pub amount: Amount,
    /// "SEQR payment".
    pub description: String,
    /// When it was written down.
    pub at: Timestamp,
    /// How it came.
    pub circumstance: Circumstance,
}

/// One attempt to be paid with SEQR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeqrPayment {
    /// Which one.
    pub attempt: AttemptId,
    /// The terminal it was sent under.
    pub terminal: String,
    /// Who asked for it.
    pub cashier: UserNumber,
    /// What was asked for.
    pub amount: Amount,
    /// When it was decided on.
    pub created_at: Timestamp,
    /// Where it stands.
    pub state: SeqrPaymentState,
    /// SEQR's reference of the invoice, where one is known.
    pub reference: Option<String>,
    /// How often it was sent.
    pub sendings: u32,
    /// How many of those answers were lost: for each of them an invoice without a known reference may have been made.
    pub lost_sendings: u32,
    /// Why it ended or is in doubt, for support.
    pub detail: Option<String>,
    /// The money, once there is any.
    pub post: Option<TransactionPost>,
}

/// Where a refund stands, as the journal knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeqrRefundState {
    /// refundPayment is on its way.
    Sending,
    /// Its answer was lost; it is sent again.
    Unknown,
    /// Nobody knows what came of it.
    InDoubt,
    /// SEQR gives nothing back.
    Refused,
    /// The money goes back.
    Refunded,
    /// The money goes back, and SEQR has the receipt.
    Confirmed,
    /// The money goes back, but SEQR does not want the receipt.
    ReceiptRefused,
    /// A manager has said what came of it.
    Settled,
}

/// What a manager has said about a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settling {
    /// What they found out.
    pub verdict: Verdict,
    /// Who.
    pub by: UserNumber,
    /// How they know.
    pub reason: String,
}

/// One refund through SEQR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeqrRefund {
    /// Which one.
    pub refund: RefundId,
    /// The payment that is given back.
    pub payment: AttemptId,
    /// SEQR's number of that payment.
    pub ers_reference: String,
    /// How much.
    pub amount: Amount,
    /// What could be given back before it.
    pub remainder: Amount,
    /// The terminal it was sent under.
    pub terminal: String,
    /// Who gave back.
    pub user: UserNumber,
    /// When it was decided on.
    pub created_at: Timestamp,
    /// Where it stands.
    pub state: SeqrRefundState,
    /// How often it was sent.
    pub sendings: u32,
    /// How many of those answers were lost.
    pub lost_sendings: u32,
    /// Why it ended or is in doubt, for support.
    pub detail: Option<String>,
    /// SEQR's number of the refund itself.
    pub refund_reference: Option<String>,
    /// What a manager has said, where one had to.
    pub settled: Option<Settling>,
}

/// An entry as it stands in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedEntry {
    /// Its place.
    pub seq: u64,
    /// The wall clock then.
    pub at: Timestamp,
    /// The register's designation then.
    pub register: String,
    /// Who was logged in.
    pub user: Option<UserNumber>,
    /// The entry.
    pub entry: Entry,
}

/// Everything about one receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The receipt with its lines, tenders and payments.
    pub receipt: ReceiptRecord,
    /// Its print jobs.
    pub jobs: Vec<PrintJob>,
    /// Its entries, in order.
    pub entries: Vec<RecordedEntry>,
}

fn unreadable(what: &str, error: impl Error + Send + Sync + 'static) -> JournalError {
    JournalError::Unreadable { what: what.to_owned(), cause: Arc::new(error) }
}
