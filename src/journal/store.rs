//! The one writer: opens the database, keeps other Kassas out and commits entries.

use std::io;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, FileControl, OpenFlags, TransactionBehavior, params};

use crate::core::entry::Entry;

use super::chain::{self, Record};
use super::directory::{self, Identity, Lock};
use super::projection::{self, Place};
use super::secret::{SecretChange, Vault};
use super::{Head, JournalError, Reader, Stamp, log, migration, restore};

/// What to do where there is no journal yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// Make the directory and an empty journal.
    Create,
    /// Fail with [`JournalError::Missing`].
    Existing,
}

/// What tidying up the write-ahead log came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checkpoint {
    /// There was little to do, so nothing was done.
    NotNeeded,
    /// The log is in the database; the next commits reuse its space.
    Done,
    /// Someone is reading: the rest waits.
    Partly,
}

/// Statements that are kept ready: more than the projections have.
const STATEMENTS: usize = 128;
/// How long a lock that some other program holds is waited for.
const PATIENCE: Duration = Duration::from_millis(500);
/// Pages in the write-ahead log that are worth a checkpoint when nobody is at the register: 1 MiB.
const WORTH_A_CHECKPOINT: i64 = 256;
/// Pages in the write-ahead log at which a commit makes the checkpoint itself, should the register never rest: 32 MiB.
const FORCED_CHECKPOINT: i64 = 8_192;

/// The journal, opened for writing. It reads as well: see [`Reader`].
pub struct Store {
    reader: Reader,
    /// The files as they were when they were opened.
    files: Vec<(PathBuf, Identity)>,
    _lock: Lock,
}

impl Deref for Store {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Store {
    /// Opens the journal in a directory and keeps every other Kassa out of it until dropped.
    ///
    /// # Errors
    /// One variant for each thing that can be wrong with the directory or the database.
    pub fn open(directory: &Path, mode: OpenMode) -> Result<Store, JournalError> {
        directory::prepare(directory, mode)?;
        let lock = directory::lock(directory)?;
        let _put_aside = restore::finish(directory)?;
        let path = directory::database(directory, mode)?;
        log::check(directory)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = open_file(&path, flags)?;
        let found = migration::schema(&connection, &path)?;
        migration::check_not_newer(found)?;
        // SQLite opens a file that is write-protected for reading, and says so only here.
        if connection.is_readonly("main")? {
            let error = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
            return Err(JournalError::of_file(&path, error));
        }
        configure_writer(&connection)?;
        migration::migrate(&mut connection, &path, found)?;
        let reader = Reader { connection, directory: directory.to_owned() };
        renew_settings(&reader)?;
        Ok(Store { reader, files: files(directory)?, _lock: lock })
    }

    /// Opens the journal for reading only, also while a register writes it.
    ///
    /// # Errors
    /// As for [`Store::open`], but never [`JournalError::InUse`].
    pub fn open_read_only(directory: &Path) -> Result<Reader, JournalError> {
        let path = directory.join(directory::DATABASE);
        if directory.is_dir() && restore::is_unfinished(directory)? {
            return Err(JournalError::RestoreUnfinished { directory: directory.to_owned() });
        }
        match path.try_exists() {
            Ok(true) => {}
            Ok(false) => return Err(JournalError::Missing { directory: directory.to_owned() }),
            Err(error) => return Err(JournalError::of_file(&path, error)),
        }
        log::check_beside_a_writer(directory)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = open_file(&path, flags)?;
        let found = migration::schema(&connection, &path)?;
        migration::check_not_newer(found)?;
        match found {
            0 => Err(JournalError::Missing { directory: directory.to_owned() }),
            _ if found < migration::known() => {
                Err(JournalError::OlderSchema { found, known: migration::known() })
            }
            _ => Ok(Reader { connection, directory: directory.to_owned() }),
        }
    }

    /// Appends entries and lets their projections take effect, in one durable transaction: all or nothing.
    ///
    /// # Errors
    /// Nothing has changed then.
    pub fn commit(&mut self, stamp: &Stamp, entries: &[Entry]) -> Result<Head, JournalError> {
        self.commit_with(stamp, entries, &[])
    }

    /// The same, and keeps or forgets secrets in the same transaction: a password and the entry that says what it is for
    /// cannot be told apart by a power cut.
    ///
    /// # Errors
    /// As for [`Store::commit`], and when the key of the secrets cannot be used.
    pub fn commit_with(
        &mut self,
        stamp: &Stamp,
        entries: &[Entry],
        secrets: &[SecretChange],
    ) -> Result<Head, JournalError> {
        if entries.is_empty() && secrets.is_empty() {
            return self.reader.head();
        }
        self.append_all(stamp, entries, secrets).map_err(|error| self.named(error))
    }

    fn append_all(
        &mut self,
        stamp: &Stamp,
        entries: &[Entry],
        secrets: &[SecretChange],
    ) -> Result<Head, JournalError> {
        let keys = self.reader.keys();
        let transaction =
            self.reader.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut head = Head::read(&transaction)?;
        for entry in entries {
            head = append(&transaction, head, stamp, entry)?;
            let place = Place {
                seq: head.seq.cast_signed(),
                at: chain::nanoseconds(stamp.at),
                register: &stamp.register,
                user: stamp.user.map(|user| user.0.into()),
            };
            projection::project(&transaction, &place, entry)?;
        }
        let vault = Vault::of(&transaction, keys);
        secrets.iter().try_for_each(|change| vault.change(change))?;
        // What is written into a removed file is gone with the next start.
        for (path, opened) in &self.files {
            if directory::identity(path)? != Some(*opened) {
                return Err(JournalError::Gone { path: path.clone() });
            }
        }
        transaction.commit()?;
        Ok(head)
    }

    /// Gives an error of input or output the name that a person can do something about.
    fn named(&self, error: JournalError) -> JournalError {
        let JournalError::Database { cause } = error else { return error };
        match directory::refusal(&self.reader.directory) {
            Some(io::ErrorKind::ReadOnlyFilesystem) => JournalError::ReadOnly { cause },
            Some(_) => JournalError::DiskFull { cause },
            None => JournalError::Database { cause },
        }
    }

    /// Moves the write-ahead log into the database, if there is enough of it. To be called when nobody is
    /// at the register, so that no sale waits for it.
    ///
    /// # Errors
    /// As for a commit; nothing is lost then.
    pub fn checkpoint_when_idle(&mut self) -> Result<Checkpoint, JournalError> {
        let connection = &self.reader.connection;
        let (in_log, moved) = checkpoint(connection, "NOOP")?;
        if in_log - moved < WORTH_A_CHECKPOINT {
            return Ok(Checkpoint::NotNeeded);
        }
        let (in_log, moved) = checkpoint(connection, "PASSIVE")?;
        Ok(if moved < in_log { Checkpoint::Partly } else { Checkpoint::Done })
    }
}

/// Settings of an older program get the fields that are new. Where they cannot be written for a reason that passes they
/// stay: they are read with these fields all the same.
fn renew_settings(reader: &Reader) -> Result<(), JournalError> {
    let Some(settings) = reader.settings()? else { return Ok(()) };
    match projection::settings_renewed(&reader.connection, &settings) {
        Err(
            error @ (JournalError::DiskFull { .. }
            | JournalError::ReadOnly { .. }
            | JournalError::Locked { .. }
            | JournalError::Database { .. }),
        ) => {
            tracing::warn!(%error, "the settings stay as an older program wrote them");
            Ok(())
        }
        other => other,
    }
}

/// The files that entries are written into, and which they are.
fn files(directory: &Path) -> Result<Vec<(PathBuf, Identity)>, JournalError> {
    let mut files = Vec::new();
    for name in [directory::DATABASE, log::NAME] {
        let path = directory.join(name);
        if let Some(identity) = directory::identity(&path)? {
            files.push((path, identity));
        }
    }
    Ok(files)
}

/// Pages in the write-ahead log, and how many of them are in the database as well.
fn checkpoint(connection: &Connection, mode: &str) -> Result<(i64, i64), JournalError> {
    let sql = format!("PRAGMA wal_checkpoint({mode})");
    Ok(connection.query_row(&sql, [], |row| Ok((row.get(1)?, row.get(2)?)))?)
}

fn open_file(path: &Path, flags: OpenFlags) -> Result<Connection, JournalError> {
    let connection = Connection::open_with_flags(path, flags).map_err(|error| {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::CannotOpen) => {
                JournalError::Unusable { path: path.to_owned(), cause: Arc::new(error) }
            }
            _ => error.into(),
        }
    })?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn configure_writer(connection: &Connection) -> Result<(), JournalError> {
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        let cause = Arc::new(std::io::Error::other(format!("the journal mode stays {mode}")));
        return Err(JournalError::Database { cause });
    }
    // Every commit is on the disk when it returns.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", FORCED_CHECKPOINT)?;
    // The log keeps its space between checkpoints and from day to day: writing where a file
    // already is spares the file system from writing down its new length, too.
    connection.pragma_update(None, "journal_size_limit", FORCED_CHECKPOINT * 4_096)?;
    let mut persist = 1;
    connection.file_control(Some("main"), FileControl::PersistWal(&mut persist))?;
    guard(connection)
}

/// Lets the rules hold: foreign keys, and triggers also for rows that another row replaces.
pub(super) fn guard(connection: &Connection) -> Result<(), JournalError> {
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    Ok(())
}

fn append(
    connection: &Connection,
    head: Head,
    stamp: &Stamp,
    entry: &Entry,
) -> Result<Head, JournalError> {
    let (kind, body) = chain::encode(entry).map_err(|error| JournalError::Unreadable {
        what: "an entry that is to be written".to_owned(),
        cause: Arc::new(error),
    })?;
    let seq = head.seq + 1;
    let record = Record {
        seq: seq.cast_signed(),
        at: chain::nanoseconds(stamp.at),
        register: &stamp.register,
        user: stamp.user.map(|user| user.0.into()),
        kind: &kind,
        body: &body,
    };
    let hash = chain::hash(&head.hash, &record);
    let mut insert = connection.prepare_cached(
        "INSERT INTO entry (seq, at, register, user, kind, body, prev_hash, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let _one = insert.execute(params![
        record.seq,
        record.at,
        record.register,
        record.user,
        record.kind,
        record.body,
        head.hash,
        hash,
    ])?;
    Ok(Head { seq, hash })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::catalog::{Article, ArticleKind, ArticleNumber, Conditions, Name};
    use crate::core::money::Amount;
    use crate::core::vat::VatRate;
    use crate::journal::Verdict;

    fn saved(number: u32) -> Entry {
        let article = Article {
            number: ArticleNumber::new(&number.to_string()).unwrap(),
            name: Name::new("Vara", None),
            codes: Vec::new(),
            price: Amount::from_minor(100),
            vat: VatRate::from_hundredths(2500),
            group: Name::new("Varor", None),
            kind: ArticleKind::Goods,
            conditions: Conditions::default(),
        };
        Entry::ArticleSaved { article }
    }

    fn stamp() -> Stamp {
        let at = "2026-03-01T12:00:00Z".parse().unwrap();
        Stamp { at, register: "Kassa 1".to_owned(), user: None }
    }

    #[test]
    fn every_commit_is_made_durable() {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open(directory.path(), OpenMode::Create).unwrap();
        let number = |name: &str| -> i64 {
            store.connection.pragma_query_value(None, name, |row| row.get(0)).unwrap()
        };
        assert_eq!(number("synchronous"), 2, "FULL");
        assert_eq!(number("foreign_keys"), 1);
        assert_eq!(number("recursive_triggers"), 1);
        assert_eq!(number("busy_timeout"), 500);
        let mode: String =
            store.connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "wal");
    }

    #[test]
    fn a_full_disk_is_said_and_leaves_nothing_half() {
        let directory = tempfile::tempdir().unwrap();
        let mut store = Store::open(directory.path(), OpenMode::Create).unwrap();
        let head = store.commit(&stamp(), &[saved(1)]).unwrap();
        let pages: i64 =
            store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        let limit = |store: &Store, pages: i64| {
            store
                .connection
                .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
                .unwrap();
        };
        limit(&store, pages + 2);
        let many: Vec<_> = (1..=2_000).map(saved).collect();
        let refused = store.commit(&stamp(), &many);
        assert!(matches!(refused, Err(JournalError::DiskFull { .. })), "{refused:?}");
        assert_eq!(store.head().unwrap(), head);
        assert_eq!(store.articles().unwrap().len(), 1);
        // There is room again, and everything goes on.
        limit(&store, 1_000_000);
        assert_eq!(store.commit(&stamp(), &many).unwrap().seq, 2_001);
        assert!(matches!(store.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
    }

    #[test]
    fn the_log_is_tidied_up_when_it_is_worth_it() {
        let directory = tempfile::tempdir().unwrap();
        let mut store = Store::open(directory.path(), OpenMode::Create).unwrap();
        let _head = store.commit(&stamp(), &[saved(1)]).unwrap();
        assert_eq!(store.checkpoint_when_idle().unwrap(), Checkpoint::NotNeeded);
        let _head = store.commit(&stamp(), &(1..=8_000).map(saved).collect::<Vec<_>>()).unwrap();
        let reader = Store::open_read_only(directory.path()).unwrap();
        let reading = reader.connection.unchecked_transaction().unwrap();
        let _head = Head::read(&reading).unwrap();
        let _head = store.commit(&stamp(), &(1..=8_000).map(saved).collect::<Vec<_>>()).unwrap();
        assert_eq!(store.checkpoint_when_idle().unwrap(), Checkpoint::Partly);
        drop(reading);
        assert_eq!(store.checkpoint_when_idle().unwrap(), Checkpoint::Done);
        assert_eq!(store.checkpoint_when_idle().unwrap(), Checkpoint::NotNeeded);
    }
}
