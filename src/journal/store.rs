//! The one writer: opens the database, keeps other Kassas out and commits entries.

use std::ops::Deref;
use std::path::Path;

use crate::core::entry::Entry;

use super::{Head, JournalError, Reader, Stamp};

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

/// The journal, opened for writing. It reads as well: see [`Reader`].
pub struct Store {
    reader: Reader,
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
        let _ = (directory, mode);
        todo!()
    }

    /// Opens the journal for reading only, also while a register writes it.
    ///
    /// # Errors
    /// As for [`Store::open`], but never [`JournalError::InUse`].
    pub fn open_read_only(directory: &Path) -> Result<Reader, JournalError> {
        let _ = directory;
        todo!()
    }

    /// Appends entries and lets their projections take effect, in one durable transaction: all or nothing.
    ///
    /// # Errors
    /// Nothing has changed then.
    pub fn commit(&mut self, stamp: &Stamp, entries: &[Entry]) -> Result<Head, JournalError> {
        let _ = (stamp, entries);
        todo!()
    }

    /// Moves the write-ahead log into the database, if there is enough of it. To be called when nobody is
    /// at the register, so that no sale waits for it.
    ///
    /// # Errors
    /// As for a commit; nothing is lost then.
    pub fn checkpoint_when_idle(&mut self) -> Result<Checkpoint, JournalError> {
        todo!()
    }
}
