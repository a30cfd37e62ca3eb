//! Copies of the journal that can be put in its place: made while the register goes on, named, verified, and removed
//! when they are old.
//!
//! A copy has its name only once it is whole, on the disk and verified; until then it is called `….partial`. Secrets
//! go along encrypted; their key does not.

mod error;
mod keep;
mod name;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::{Head, JournalError, Reader, Verdict, directory, migration};

pub use error::BackupError;
pub use keep::{Kept, list};
pub use name::BackupName;
pub(super) use name::STAMP;

/// How often a busy database is asked again before the copy is given up.
const ATTEMPTS: u32 = 20;
/// Pause between two of those.
const PAUSE: Duration = Duration::from_millis(100);
/// Behind the name of a copy that is not done.
const PARTIAL: &str = "partial";

/// A backup that was made and verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackUp {
    /// The end of the chain in the copy.
    pub head: Head,
    /// Its size.
    pub bytes: u64,
}

impl Reader {
    /// Copies the whole journal into a new file in a folder, under a name that says whose it is and how far it goes.
    ///
    /// # Errors
    /// One variant for each thing that can be wrong with the folder or the journal. Nothing is left behind then.
    pub fn back_up(&self, folder: &Path, at: Timestamp) -> Result<(PathBuf, BackUp), BackupError> {
        error::usable(folder)?;
        let register = self.settings()?.unwrap_or_default().register;
        let name = BackupName::new(&register, at, self.head()?.seq);
        keep::remove_partial(folder, &name);
        let path = folder.join(name.to_string());
        match self.backup_to(&path) {
            Ok(made) => Ok((path, made)),
            Err(error) => Err(error::of_folder(folder, error)),
        }
    }

    /// Copies the whole journal into a new file while the register goes on, and verifies the copy.
    ///
    /// # Errors
    /// [`JournalError::Exists`] when there is a file of that name; [`JournalError::Damaged`] when the copy is not sound;
    /// whatever reading and writing come to. No half copy is left behind.
    pub fn backup_to(&self, path: &Path) -> Result<BackUp, JournalError> {
        let mut head = Head::START;
        let bytes = copy_checked(&self.connection, path, &mut |copy| {
            head = sound(copy)?;
            Ok(())
        })?;
        Ok(BackUp { head, bytes })
    }

    /// Opens a backup, or any other journal that stands alone, for reading. One of an older program is brought up to
    /// date in a temporary copy first.
    ///
    /// # Errors
    /// As for [`Store::open_read_only`](super::Store::open_read_only).
    pub fn open_backup(path: &Path) -> Result<Reader, JournalError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        // SQLite does not say why it cannot open a file.
        drop(File::open(path).map_err(|error| JournalError::of_file(path, error))?);
        let mut connection = Connection::open_with_flags(path, flags)?;
        let found = migration::schema(&connection, path)?;
        migration::check_not_newer(found)?;
        let directory = path.parent().unwrap_or(Path::new("")).to_owned();
        if found == 0 {
            return Err(JournalError::Missing { directory });
        }
        if found < migration::known() {
            // Without a name it is a file that goes away by itself.
            let mut newer = Connection::open("")?;
            pour(&connection, &mut newer)?;
            migration::migrate_copy(&mut newer, found)?;
            connection = newer;
        }
        Ok(Reader { connection, directory })
    }
}

/// The end of a journal's chain, if all of it is sound.
pub(super) fn sound(journal: &Reader) -> Result<Head, JournalError> {
    match journal.verify(&mut |_, _| {})? {
        Verdict::Sound(verified) => Ok(verified.head),
        Verdict::Unsound(findings) => {
            let first = findings.first().map(ToString::to_string).unwrap_or_default();
            Err(JournalError::Damaged { cause: Arc::new(io::Error::other(first)) })
        }
    }
}

/// Copies a database into a new file that stands alone, and returns its size.
pub(super) fn copy(from: &Connection, path: &Path) -> Result<u64, JournalError> {
    copy_checked(from, path, &mut |_| Ok(()))
}

type Check<'a> = &'a mut dyn FnMut(&Reader) -> Result<(), JournalError>;

/// The same; the copy gets its name after it was found to be right.
fn copy_checked(from: &Connection, path: &Path, check: Check<'_>) -> Result<u64, JournalError> {
    refuse_taken(path)?;
    let partial = partial(path);
    let copied = copy_into_new(from, &partial, check).and_then(|bytes| {
        refuse_taken(path)?;
        fs::rename(&partial, path).map_err(|error| JournalError::of_file(path, error))?;
        path.parent().map_or(Ok(()), directory::flush)?;
        Ok(bytes)
    });
    if copied.is_err() {
        remove_half(&partial);
    }
    copied
}

/// What a copy is called while it is being made.
fn partial(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(PARTIAL);
    PathBuf::from(name)
}

fn refuse_taken(path: &Path) -> Result<(), JournalError> {
    match path.symlink_metadata() {
        Ok(_) => Err(JournalError::Exists { path: path.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(JournalError::of_file(path, error)),
    }
}

fn copy_into_new(from: &Connection, partial: &Path, check: Check<'_>) -> Result<u64, JournalError> {
    let failed = |error| JournalError::of_file(partial, error);
    // What a death in the middle has left under the very same name.
    remove_half(partial);
    let mut options = directory::private();
    let _empty = options.write(true).create_new(true).open(partial).map_err(failed)?;
    let mut to = Connection::open(partial)?;
    pour(from, &mut to)?;
    // One file that stands alone, also on a disk that cannot be written to.
    to.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    to.close().map_err(|(_, error)| JournalError::from(error))?;
    let file = File::open(partial).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    let bytes = file.metadata().map_err(failed)?.len();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(partial, flags)?;
    let directory = partial.parent().unwrap_or(Path::new("")).to_owned();
    check(&Reader { connection, directory })?;
    Ok(bytes)
}

/// Copies all pages of a database into another.
fn pour(from: &Connection, to: &mut Connection) -> Result<(), JournalError> {
    let backup = Backup::new(from, to)?;
    let mut left = ATTEMPTS;
    loop {
        match backup.step(-1)? {
            StepResult::Done => return Ok(()),
            // Everything at once is either done, or nothing is because someone holds the database.
            _ if left > 0 => {
                left -= 1;
                std::thread::sleep(PAUSE);
            }
            _ => {
                let cause = Arc::new(io::Error::other("the database stays busy"));
                return Err(JournalError::Locked { cause });
            }
        }
    }
}

/// What SQLite finds wrong with the structure of a database, if anything.
pub(super) fn damage(connection: &Connection) -> Result<Option<String>, JournalError> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    Ok((found != "ok").then_some(found))
}

/// Removes a half copy and what SQLite keeps beside it.
fn remove_half(partial: &Path) {
    for behind in ["", "-journal", "-wal", "-shm"] {
        let mut path = partial.as_os_str().to_owned();
        path.push(behind);
        let path = PathBuf::from(path);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, path = %path.display(), "a half copy could not be removed");
            }
            _ => {}
        }
    }
}
