//! Why the journal could not do what it was told: one variant for each thing a person can do about it.
//!
//! Whatever the error, the transaction it happened in has left nothing behind.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::ffi;

/// The error underneath, for support.
pub type Cause = Arc<dyn Error + Send + Sync>;

/// Why the journal could not do what it was told.
#[derive(Debug, Clone, thiserror::Error)]
pub enum JournalError {
    /// A second Kassa was started on the same data directory.
    #[error("{} is already open in another Kassa{}", .directory.display(), process(.pid))]
    InUse {
        /// The data directory.
        directory: PathBuf,
        /// The other Kassa's process, where it has written it down.
        pid: Option<u32>,
    },
    /// There is no journal where one was expected.
    #[error("there is no journal in {}", .directory.display())]
    Missing {
        /// The data directory.
        directory: PathBuf,
    },
    /// The data directory or a file in it cannot be read or made.
    #[error("{} cannot be used", .path.display())]
    Unusable {
        /// What cannot be used.
        path: PathBuf,
        /// Why.
        #[source]
        cause: Cause,
    },
    /// The data directory or the database cannot be written to.
    #[error("the data directory is read-only: make it writable for the register's user")]
    ReadOnly {
        /// Why.
        #[source]
        cause: Cause,
    },
    /// The disk is full.
    #[error("the disk is full: nothing can be written down until there is room on it")]
    DiskFull {
        /// Why.
        #[source]
        cause: Cause,
    },
    /// Another program (not a Kassa) holds the database.
    #[error("another program has locked the database: close it and try again")]
    Locked {
        /// Why.
        #[source]
        cause: Cause,
    },
    /// The database is damaged.
    #[error("the database is damaged: restore a backup")]
    Damaged {
        /// Why.
        #[source]
        cause: Cause,
    },
    /// The file is no database, or another program's.
    #[error("{} is not a journal of Kassa", .path.display())]
    NotAJournal {
        /// The file.
        path: PathBuf,
        /// Why, where SQLite said so.
        #[source]
        cause: Option<Cause>,
    },
    /// A newer Kassa has written the database.
    #[error(
        "the journal has schema {found} but this Kassa knows schemas up to {known} only: install the newer Kassa"
    )]
    NewerSchema {
        /// The database's schema.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// The database refused what would break a rule.
    #[error("the journal refused an entry: {rule}")]
    RuleBroken {
        /// Which one.
        rule: Rule,
        /// What SQLite said, where it was SQLite that noticed.
        #[source]
        cause: Option<Cause>,
    },
    /// An entry or a row cannot be read: it is damaged, or of a kind that this program does not know.
    #[error("{what} cannot be read")]
    Unreadable {
        /// Which entry or row.
        what: String,
        /// Why.
        #[source]
        cause: Cause,
    },
    /// A secret cannot be decrypted: the key is not the one it was encrypted with, or gone.
    #[error(
        "the secret \"{name}\" cannot be read with the key in this data directory: register the terminal again"
    )]
    SecretUnreadable {
        /// Its name.
        name: String,
        /// Why.
        #[source]
        cause: Option<Cause>,
    },
    /// A backup would overwrite a file.
    #[error("{} exists already: choose another name", .path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Something else that SQLite says.
    #[error("the database failed")]
    Database {
        /// What it says.
        #[source]
        cause: Cause,
    },
}

fn process(pid: &Option<u32>) -> String {
    pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
}

/// The rules that the database holds by itself. Names in the migrations are [`Rule::code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Rule {
    /// Entries are never changed or removed.
    #[error("entries are never changed or removed")]
    EntriesStay,
    /// Entries follow each other without gaps, each carrying the hash of the one before.
    #[error("entries follow each other without gaps")]
    EntriesFollow,
    /// Receipts are never removed.
    #[error("receipts are never removed")]
    ReceiptsStay,
    /// Receipts are counted without gaps.
    #[error("receipts are counted without gaps")]
    ReceiptsFollow,
    /// A register has one open receipt at most.
    #[error("a register has one open receipt at most")]
    OneOpenReceipt,
    /// Receipt numbers ascend without gaps.
    #[error("receipt numbers ascend without gaps")]
    ReceiptNumbersFollow,
    /// A receipt that has ended, or was never begun, does not change.
    #[error("only an open receipt changes")]
    ReceiptOpen,
    /// A receipt neither ends nor changes while a payment is open (rules 3 and 11 of payment safety).
    #[error("a receipt waits for its open payment")]
    PaymentOpen,
    /// What was taken less the change is the total and its rounding; lines and tax add up to the total.
    #[error("the sums of a receipt agree when it is completed")]
    SumsAgree,
    /// A receipt with money on it cannot be cancelled.
    #[error("a receipt is not cancelled with money on it")]
    TenderTaken,
    /// Attempts on a receipt are counted without gaps.
    #[error("attempts on a receipt are counted without gaps")]
    AttemptsFollow,
    /// A terminal has one open attempt at most (rule 2).
    #[error("a terminal has one open payment at most")]
    OneOpenAttempt,
    /// A payment goes through its states in their order, and does not change once it is over.
    #[error("a payment goes through its states in their order")]
    PaymentStates,
    /// An ersReference is booked once.
    #[error("an ersReference is booked once")]
    BookedOnce,
    /// A SEQR tender stands for a paid attempt, with its amount and ersReference, once.
    #[error("a SEQR tender stands for one paid attempt")]
    TenderOfPayment,
    /// A SEQR tender is never taken away.
    #[error("a SEQR tender is never taken away")]
    SeqrTenderStays,
    /// Print jobs are counted without gaps.
    #[error("print jobs are counted without gaps")]
    JobsFollow,
    /// A terminal with an open payment stays registered.
    #[error("a terminal with an open payment stays registered")]
    TerminalBusy,
    /// An entry speaks of something that is there.
    #[error("it speaks of something that is not there")]
    SomethingThere,
    /// Whatever else a table demands of its rows.
    #[error("a table demands something else")]
    Shape,
}
