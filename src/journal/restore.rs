//! Puts a backup in the place of the journal: says before what would be lost, keeps what was there, and survives a
//! power cut at any moment.
//!
//! Receipt numbers that may be on paper are not given out again: numbering goes on behind the highest that is known of
//! the journal that is put aside, and an entry says why numbers are missing. Where that journal cannot be read, a
//! person has to say which number was on the last paper.

mod exchange;
mod loss;
mod salvage;

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::core::entry::{Entry, JournalRestored};
use crate::core::receipt::{ReceiptId, ReceiptNumber};

use super::backup::{self, copy};
use super::{FileKeys, Head, JournalError, Numbers, OpenMode, Reader, Stamp, Store, directory};

pub use loss::{Contents, Lost, Present, Relation};

pub(super) use exchange::{finish, is_unfinished};

/// Where a backup is made ready. What is left of it after a power cut is made anew.
const STAGING: &str = "restoring";
/// Receipts that may have been begun but never got a number, where nobody can look: skipped, so that no payment is
/// sent to SEQR under a name that was used before.
const UNNUMBERED: u64 = 1_000;

/// Why a backup was not put in the journal's place. The journal is as it was.
#[derive(Debug, Clone, thiserror::Error)]
pub enum RestoreError {
    /// The backup cannot be used.
    #[error("the backup {} cannot be used", .path.display())]
    Backup {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: JournalError,
    },
    /// Nobody knows which receipt numbers were given out last: somebody has to look at the last paper.
    #[error("the number of the last receipt is not known")]
    LastNumberNeeded,
    /// The data folder cannot be used, or a register runs on it.
    #[error("the data folder cannot be used")]
    Journal(#[from] JournalError),
}

/// What restoring would come to.
#[derive(Debug, Clone)]
pub struct Rehearsal {
    /// What is in the backup.
    pub backup: Contents,
    /// What is in its place now.
    pub present: Present,
    /// Where numbering would go on, as far as is known.
    pub numbers: Numbers,
    /// Whether that is certain; else the number on the last paper has to be named.
    pub numbers_are_certain: bool,
    /// The secrets of the backup that cannot be read with the key in the data folder: it is missing or another one.
    pub unreadable_secrets: Vec<String>,
}

/// A backup that took the journal's place.
#[derive(Debug, Clone)]
pub struct Restored {
    /// The end of the chain.
    pub head: Head,
    /// Where numbering goes on.
    pub numbers: Numbers,
    /// The folder with what was there before, if there was anything.
    pub put_aside: Option<PathBuf>,
    /// What it came to.
    pub rehearsal: Rehearsal,
}

/// Says what restoring a backup would come to. Changes nothing.
///
/// # Errors
/// See [`RestoreError`].
pub fn rehearse(directory: &Path, backup: &Path) -> Result<Rehearsal, RestoreError> {
    let of_backup = |cause| RestoreError::Backup { path: backup.to_owned(), cause };
    let copy = Reader::open_backup(backup).map_err(of_backup)?;
    let _head = backup::sound(&copy).map_err(of_backup)?;
    let contents = Contents::read(&copy).map_err(of_backup)?;
    let key = FileKeys::new(directory.join(directory::KEY));
    let unreadable_secrets = copy.vault_with(Box::new(key)).unreadable().map_err(of_backup)?;
    let present = Present::look(directory, &copy, &contents)?;
    let mut numbers = contents.numbers;
    let certain = match &present {
        Present::Missing => false,
        Present::Unreadable { found, .. } => {
            numbers = highest(numbers, *found);
            false
        }
        Present::Readable { contents, lost } => {
            numbers = highest(numbers, contents.numbers);
            lost.relation != Relation::Another
        }
    };
    Ok(Rehearsal {
        backup: contents,
        present,
        numbers,
        numbers_are_certain: certain,
        unreadable_secrets,
    })
}

fn highest(one: Numbers, other: Numbers) -> Numbers {
    Numbers {
        receipt: one.receipt.max(other.receipt),
        receipt_number: one.receipt_number.max(other.receipt_number),
        job: one.job.max(other.job),
    }
}

impl Rehearsal {
    /// Where numbering goes on, with what a person has read on the last paper.
    fn decided(&self, last_number: Option<u64>) -> Result<Numbers, RestoreError> {
        if self.numbers_are_certain {
            return Ok(self.numbers);
        }
        let last = last_number.ok_or(RestoreError::LastNumberNeeded)?;
        let more = last.saturating_sub(self.numbers.receipt_number);
        Ok(Numbers {
            receipt: self.numbers.receipt.saturating_add(more).saturating_add(UNNUMBERED),
            receipt_number: self.numbers.receipt_number.max(last),
            job: self.numbers.job,
        })
    }

    /// How many entries the journal has that would be put aside, where that is known.
    fn lost(&self) -> Option<u64> {
        match &self.present {
            Present::Readable { contents, .. } => Some(contents.head.seq),
            Present::Missing | Present::Unreadable { .. } => None,
        }
    }
}

/// Sees that no register runs, and finishes an exchange that a power cut has parted.
///
/// # Errors
/// [`JournalError::InUse`] while a register runs; when the directory cannot be used.
pub fn begin_restore(directory: &Path) -> Result<(), JournalError> {
    directory::prepare(directory, OpenMode::Create)?;
    let _lock = directory::lock(directory)?;
    finish(directory).map(|_put_aside| ())
}

/// Puts a backup in the journal's place. What was there is moved into a folder beside it and never removed.
/// `last_number` is the number on the last receipt's paper, where the rehearsal says that it is needed.
///
/// # Errors
/// [`JournalError::InUse`] while a register runs. The journal is as it was, unless the exchange itself had begun: then the next
/// start of whatever opens the journal finishes it.
pub fn restore(
    directory: &Path,
    backup: &Path,
    last_number: Option<u64>,
    at: Timestamp,
) -> Result<Restored, RestoreError> {
    directory::prepare(directory, OpenMode::Create)?;
    let _lock = directory::lock(directory)?;
    let _earlier = finish(directory)?;
    let rehearsal = rehearse(directory, backup)?;
    let numbers = rehearsal.decided(last_number)?;
    let staging = directory.join(STAGING);
    remove_staging(&staging)?;
    let staged = stage(&staging, backup, &rehearsal, numbers, at);
    let done = staged.and_then(|head| {
        exchange::prepare(directory, &staging, at)?;
        let put_aside = finish(directory)?;
        Ok((head, put_aside))
    });
    if let Err(error) = remove_staging(&staging) {
        tracing::warn!(%error, "what restoring needed for itself could not be removed");
    }
    let (head, put_aside) = done?;
    Ok(Restored { head, numbers, put_aside, rehearsal })
}

/// Makes a copy ready in a folder of its own: of today's schema, verified, and with the entry that says what it is.
fn stage(
    staging: &Path,
    backup: &Path,
    rehearsal: &Rehearsal,
    numbers: Numbers,
    at: Timestamp,
) -> Result<Head, RestoreError> {
    let of_backup = |cause| RestoreError::Backup { path: backup.to_owned(), cause };
    directory::prepare(staging, OpenMode::Create)?;
    let from = Reader::open_backup(backup).map_err(of_backup)?;
    let _bytes = copy(&from.connection, &staging.join(directory::DATABASE))?;
    drop(from);
    let mut store = Store::open(staging, OpenMode::Existing)?;
    let register = store.settings()?.unwrap_or_default().register;
    let restored = Entry::JournalRestored(JournalRestored {
        entries: rehearsal.backup.head.seq,
        lost: rehearsal.lost(),
        last_receipt: ReceiptId(numbers.receipt),
        last_number: ReceiptNumber(numbers.receipt_number),
    });
    let head = store.commit(&Stamp { at, register, user: None }, &[restored])?;
    let _same = backup::sound(&store).map_err(of_backup)?;
    // One file that stands alone.
    store
        .connection
        .pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))
        .map_err(JournalError::from)?;
    Ok(head)
}

fn remove_staging(staging: &Path) -> Result<(), JournalError> {
    match fs::remove_dir_all(staging) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(JournalError::of_file(staging, error))
        }
        _ => Ok(()),
    }
}
