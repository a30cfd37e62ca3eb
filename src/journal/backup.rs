//! A copy of the journal that can be put in its place.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::{Head, JournalError, Reader, directory, migration};

/// How often a busy database is asked again before the copy is given up.
const ATTEMPTS: u32 = 20;
/// Pause between two of those.
const PAUSE: Duration = Duration::from_millis(100);

/// A backup that was made and opened again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackUp {
    /// The end of the chain in the copy.
    pub head: Head,
    /// Its size.
    pub bytes: u64,
}

impl Reader {
    /// Copies the whole journal into a new file while the register goes on, and opens the copy to see
    /// that it is whole. Secrets go along encrypted; their key does not.
    ///
    /// # Errors
    /// [`JournalError::Exists`] when there is a file of that name; whatever reading and writing come to.
    /// No half copy is left behind.
    pub fn backup_to(&self, path: &Path) -> Result<BackUp, JournalError> {
        let bytes = copy(&self.connection, path)?;
        let made = check(path).map(|head| BackUp { head, bytes });
        if made.is_err() {
            remove(path);
        }
        made
    }
}

/// Copies a database into a new file that stands alone, and returns its size.
pub(super) fn copy(from: &Connection, path: &Path) -> Result<u64, JournalError> {
    let mut options = directory::private();
    let _empty = options.write(true).create_new(true).open(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            JournalError::Exists { path: path.to_owned() }
        } else {
            JournalError::of_file(path, error)
        }
    })?;
    let copied = copy_into(from, path)
        .and_then(|()| path.parent().map_or(Ok(()), directory::flush))
        .and_then(|()| fs::metadata(path).map_err(|error| JournalError::of_file(path, error)));
    if copied.is_err() {
        remove(path);
    }
    copied.map(|file| file.len())
}

fn copy_into(from: &Connection, path: &Path) -> Result<(), JournalError> {
    let mut to = Connection::open(path)?;
    let backup = Backup::new(from, &mut to)?;
    let mut left = ATTEMPTS;
    loop {
        match backup.step(-1)? {
            StepResult::Done => break,
            // Everything at once is either done, or nothing is because someone holds the database.
            _ if left > 0 => {
                left -= 1;
                std::thread::sleep(PAUSE);
            }
            _ => {
                let cause = Arc::new(std::io::Error::other("the database stays busy"));
                return Err(JournalError::Locked { cause });
            }
        }
    }
    drop(backup);
    // One file that stands alone, also on a disk that cannot be written to.
    to.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    to.close().map_err(|(_, error)| error.into())
}

/// Opens a copy and reads all of it.
fn check(path: &Path) -> Result<Head, JournalError> {
    let copy = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let _schema = migration::schema(&copy, path)?;
    match damage(&copy)? {
        None => Head::read(&copy),
        Some(detail) => {
            Err(JournalError::Damaged { cause: Arc::new(std::io::Error::other(detail)) })
        }
    }
}

/// What SQLite finds wrong with the structure of a database, if anything.
pub(super) fn damage(connection: &Connection) -> Result<Option<String>, JournalError> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    Ok((found != "ok").then_some(found))
}

fn remove(path: &Path) {
    if let Err(error) = fs::remove_file(path) {
        tracing::warn!(%error, path = %path.display(), "a half copy could not be removed");
    }
}
