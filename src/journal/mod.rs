//! The journal: what the register remembers, in one SQLite database.
//!
//! The truth is one append-only list of entries, each carrying the hash of the one before it. The tables that
//! screens, papers and reports read are projections of that list, written in the same
//! transaction by the same code that rebuilds them for [`Reader::verify`]. Rules about money that
//! must not depend on the register's code being right are unique indexes and triggers
//! (`migrations/`); what they refuse comes back as [`JournalError::RuleBroken`] and has changed nothing.
//!
//! Decides nothing: entries come decided from `core`. Knows no network, device or window.

mod backup;
mod chain;
mod directory;
mod error;
mod log;
mod migration;
mod projection;
mod read;
mod restore;
mod secret;
mod store;
mod verify;

pub use crate::secret::Secret;
pub use backup::{BackUp, BackupError, BackupName, Kept, list as list_backups};
pub use chain::{Head, Stamp};
pub use directory::is_in_use;
pub use error::{Cause, JournalError, Rule};
pub use read::{
    Each, FinishedReceipt, JobState, LastBackups, LogIns, Numbers, PaidTender, PrintJob, RawEntry,
    Reader, ReceiptRecord, ReceiptState, RecordedEntry, RegistrationRecord, ReportRecord,
    SeqrPayment, SeqrPaymentState, SeqrRefund, SeqrRefundState, Settling, Shown, Trade,
    TransactionPost, Voids, is_whole,
};
pub use restore::{
    Contents, Lost, Present, Rehearsal, Relation, RestoreError, Restored, begin_restore, rehearse,
    restore,
};
pub use secret::{FileKeys, Key, KeyStore, SecretChange, Vault};
pub use store::{Checkpoint, OpenMode, Store};
pub use verify::{Finding, Verdict, Verified};
