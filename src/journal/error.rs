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
    /// Everyone on this computer can look into the directory, and it is not for us to change that: there are other
    /// things in it, or it belongs to somebody else.
    #[error(
        "other users of this computer can look into {}, and it is not a folder of Kassa: take their rights away (chmod 700), or name a folder of its own",
        .directory.display()
    )]
    NotPrivate {
        /// The data directory.
        directory: PathBuf,
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
    #[error("the database is damaged: restore a backup (kassa backup restore)")]
    Damaged {
        /// Why.
        #[source]
        cause: Cause,
    },
    /// A file of the journal was removed or exchanged while it was open, or is missing beside its log.
    #[error(
        "{} is gone or is another file than before: put it back, or restore a backup (kassa backup restore)", .path.display()
    )]
    Gone {
        /// The file.
        path: PathBuf,
    },
    /// A backup was being put in the journal's place when the power went: the next register that starts finishes it.
    #[error(
        "a backup was being restored in {} and is not in place yet: start the register once, it finishes that",
        .directory.display()
    )]
    RestoreUnfinished {
        /// The data directory.
        directory: PathBuf,
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
    /// The database has not been brought up to date yet, which only opening it for writing does.
    #[error(
        "the journal has schema {found} and this Kassa reads schema {known}: start the register once, it brings the journal up to date"
    )]
    OlderSchema {
        /// The database's schema.
        found: u32,
        /// The one that this program reads.
        known: u32,
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

/// The rules that the database holds by itself.
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
    /// Only a completed sale is returned.
    #[error("only a completed sale is returned")]
    ReturnOfSale,
    /// No more comes back of a line than was sold, for the price it was sold at.
    #[error("no more comes back of a line than was sold")]
    ReturnedOnce,
    /// A sale takes money and a return gives money back.
    #[error("a sale takes money and a return gives it back")]
    ReturnsGiveBack,
    /// A return neither ends nor changes while a refund is open (rule 3).
    #[error("a return waits for its open refund")]
    RefundOpen,
    /// A refund belongs to the return of the receipt that was paid.
    #[error("a refund belongs to the return of what was paid")]
    RefundOnReturn,
    /// Refunds on a return are counted without gaps.
    #[error("refunds on a return are counted without gaps")]
    RefundsFollow,
    /// A payment, and a return, has one open refund at most.
    #[error("one refund at a time is open")]
    OneOpenRefund,
    /// No more is given back than was paid, less what was given back before (rule 17).
    #[error("no more is given back than was paid")]
    RefundAtMostPaid,
    /// A part refund is sent once (rule 17).
    #[error("a part refund is sent once")]
    RefundSentOnce,
    /// A refund goes through its states in their order, and does not change once it is over.
    #[error("a refund goes through its states in their order")]
    RefundStates,
    /// A refund's tender stands for one refund that was made, with its amount.
    #[error("a refund's tender stands for one refund that was made")]
    TenderOfRefund,
    /// What is put aside stands still, and returns are not put aside.
    #[error("a parked receipt stands still until it is recalled")]
    ReceiptParked,
    /// Change is given on cash and SEQR only.
    #[error("change is given on cash and SEQR only")]
    NoChangeForIt,
    /// Shifts are counted without gaps, one at a time.
    #[error("shifts follow each other without gaps")]
    ShiftsFollow,
    /// What belongs to a shift happens while it is open, counted without gaps.
    #[error("only an open shift goes on")]
    ShiftOpen,
    /// A shift ends by its last count, with a reason where that differs from what should be there.
    #[error("a shift ends by its last count")]
    ShiftCounted,
    /// X and Z reports are each counted without gaps.
    #[error("reports are counted without gaps")]
    ReportsFollow,
    /// A report that was made does not change.
    #[error("a report that was made does not change")]
    ReportsStay,
    /// A report says what the journal counted.
    #[error("a report says what the journal counted")]
    FiguresAgree,
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

impl Rule {
    /// Every rule, with the code that the migrations' triggers raise.
    const CODES: [(Rule, &'static str); 39] = [
        (Rule::EntriesStay, "entries_stay"),
        (Rule::EntriesFollow, "entries_follow"),
        (Rule::ReceiptsStay, "receipts_stay"),
        (Rule::ReceiptsFollow, "receipts_follow"),
        (Rule::OneOpenReceipt, "UNIQUE constraint failed: receipt.register"),
        (Rule::ReceiptNumbersFollow, "receipt_numbers_follow"),
        (Rule::ReceiptOpen, "receipt_open"),
        (Rule::PaymentOpen, "payment_open"),
        (Rule::SumsAgree, "sums_agree"),
        (Rule::TenderTaken, "tender_taken"),
        (Rule::AttemptsFollow, "attempts_follow"),
        (Rule::OneOpenAttempt, "UNIQUE constraint failed: seqr_payment.terminal"),
        (Rule::PaymentStates, "payment_states"),
        (Rule::BookedOnce, "UNIQUE constraint failed: seqr_payment.ers_reference"),
        (Rule::TenderOfPayment, "tender_of_payment"),
        (Rule::SeqrTenderStays, "seqr_tender_stays"),
        (Rule::ReturnOfSale, "return_of_sale"),
        (Rule::ReturnedOnce, "returned_once"),
        (Rule::ReturnsGiveBack, "returns_give_back"),
        (Rule::RefundOpen, "refund_open"),
        (Rule::RefundOnReturn, "refund_on_return"),
        (Rule::RefundsFollow, "refunds_follow"),
        (Rule::OneOpenRefund, "one_open_refund"),
        (Rule::OneOpenRefund, "UNIQUE constraint failed: seqr_refund.receipt"),
        (
            Rule::OneOpenRefund,
            "UNIQUE constraint failed: seqr_refund.payment_receipt, seqr_refund.payment_number",
        ),
        (Rule::RefundAtMostPaid, "refund_at_most_paid"),
        (Rule::RefundSentOnce, "refund_sent_once"),
        (Rule::RefundStates, "refund_states"),
        (Rule::TenderOfRefund, "tender_of_refund"),
        (Rule::ReceiptParked, "receipt_parked"),
        (Rule::NoChangeForIt, "no_change_for_it"),
        (Rule::ShiftsFollow, "shifts_follow"),
        (Rule::ShiftsFollow, "UNIQUE constraint failed: shift.state"),
        (Rule::ShiftOpen, "shift_open"),
        (Rule::ShiftCounted, "shift_counted"),
        (Rule::ReportsFollow, "reports_follow"),
        (Rule::ReportsStay, "reports_stay"),
        (Rule::JobsFollow, "jobs_follow"),
        (Rule::TerminalBusy, "terminal_busy"),
    ];

    /// The rule that a constraint's message is about.
    fn of_message(message: &str) -> Option<Rule> {
        Rule::CODES.iter().find(|(_, code)| *code == message).map(|(rule, _)| *rule)
    }
}

impl From<rusqlite::Error> for JournalError {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return JournalError::Database { cause: Arc::new(error) };
        };
        let code = failure.extended_code;
        let message = message.as_deref().unwrap_or_default();
        if code & 0xff == ffi::SQLITE_CONSTRAINT {
            let rule = Rule::of_message(message).unwrap_or(match code {
                ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Rule::SomethingThere,
                _ => Rule::Shape,
            });
            return JournalError::RuleBroken { rule, cause: Some(Arc::new(error)) };
        }
        let cause = Arc::new(error);
        match code & 0xff {
            ffi::SQLITE_FULL => JournalError::DiskFull { cause },
            // The index of the write-ahead log could not grow: the disk is full there as well.
            ffi::SQLITE_IOERR if code == ffi::SQLITE_IOERR_SHMSIZE => {
                JournalError::DiskFull { cause }
            }
            ffi::SQLITE_READONLY | ffi::SQLITE_PERM => JournalError::ReadOnly { cause },
            ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => JournalError::Locked { cause },
            ffi::SQLITE_CORRUPT | ffi::SQLITE_NOTADB => JournalError::Damaged { cause },
            _ => JournalError::Database { cause },
        }
    }
}

impl JournalError {
    /// What a failure of the file system comes to.
    pub(super) fn of_file(path: &Path, error: io::Error) -> Self {
        let kind = error.kind();
        let cause = Arc::new(io::Error::new(kind, format!("{}: {error}", path.display())));
        match kind {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                JournalError::DiskFull { cause }
            }
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
                JournalError::ReadOnly { cause }
            }
            _ => JournalError::Unusable { path: path.to_owned(), cause: Arc::new(error) },
        }
    }

    /// An entry that breaks a rule which this program checks before the database does.
    pub(super) fn rule(rule: Rule) -> Self {
        JournalError::RuleBroken { rule, cause: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(extended_code: i32, message: &str) -> rusqlite::Error {
        rusqlite::Error::SqliteFailure(ffi::Error::new(extended_code), Some(message.to_owned()))
    }

    #[test]
    fn each_failure_has_its_variant() {
        let name =
            |error: JournalError| format!("{error:?}").split([' ', '(']).next().map(str::to_owned);
        for (code, variant) in [
            (ffi::SQLITE_FULL, "DiskFull"),
            (ffi::SQLITE_IOERR_SHMSIZE, "DiskFull"),
            (ffi::SQLITE_IOERR_WRITE, "Database"),
            (ffi::SQLITE_READONLY_DIRECTORY, "ReadOnly"),
            (ffi::SQLITE_BUSY_SNAPSHOT, "Locked"),
            (ffi::SQLITE_CORRUPT_VTAB, "Damaged"),
            (ffi::SQLITE_CONSTRAINT_CHECK, "RuleBroken"),
        ] {
            assert_eq!(name(failure(code, "").into()).as_deref(), Some(variant), "{code}");
        }
        for (kind, variant) in [
            (io::ErrorKind::StorageFull, "DiskFull"),
            (io::ErrorKind::PermissionDenied, "ReadOnly"),
            (io::ErrorKind::NotADirectory, "Unusable"),
        ] {
            let error = JournalError::of_file(Path::new("/x"), kind.into());
            assert_eq!(name(error).as_deref(), Some(variant));
        }
    }

    #[test]
    fn constraints_name_their_rule() {
        for (code, message, rule) in [
            (ffi::SQLITE_CONSTRAINT_TRIGGER, "payment_open", Rule::PaymentOpen),
            (
                ffi::SQLITE_CONSTRAINT_UNIQUE,
                "UNIQUE constraint failed: seqr_payment.terminal",
                Rule::OneOpenAttempt,
            ),
            (
                ffi::SQLITE_CONSTRAINT_FOREIGNKEY,
                "FOREIGN KEY constraint failed",
                Rule::SomethingThere,
            ),
            (ffi::SQLITE_CONSTRAINT_CHECK, "CHECK constraint failed: x", Rule::Shape),
        ] {
            let error = JournalError::from(failure(code, message));
            assert!(
                matches!(error, JournalError::RuleBroken { rule: broken, cause: Some(_) } if broken == rule),
                "{error:?}"
            );
        }
    }

    /// Every code that a migration raises is known here.
    #[test]
    fn raised_codes_are_rules() {
        for step in super::super::migration::MIGRATIONS {
            let sql = step.sql;
            for raised in sql.split("RAISE(ABORT, '").skip(1) {
                let code = raised.split('\'').next().unwrap_or_default();
                assert!(Rule::of_message(code).is_some(), "{code}");
            }
        }
    }
}
