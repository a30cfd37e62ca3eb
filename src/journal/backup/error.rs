//! Why a backup could not be made: one variant for each thing a person can do about it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::super::{Cause, JournalError, directory};

/// Why a backup could not be made. Nothing was left in the folder, where it could still be reached.
#[derive(Debug, Clone, thiserror::Error)]
pub enum BackupError {
    /// The folder is not there: its disk or stick is not plugged in.
    #[error("the folder {} is not there: plug its disk or stick in", .folder.display())]
    FolderMissing {
        /// The folder.
        folder: PathBuf,
    },
    /// Nothing can be written there.
    #[error("nothing can be written to {}", .folder.display())]
    ReadOnly {
        /// The folder.
        folder: PathBuf,
    },
    /// The disk or stick is full.
    #[error("there is no room in {}", .folder.display())]
    Full {
        /// The folder.
        folder: PathBuf,
    },
    /// The copy was made, but it is not sound: the disk or the journal is damaged.
    #[error("the copy is not sound")]
    Unsound {
        /// What was found.
        #[source]
        cause: Cause,
    },
    /// The journal cannot be copied, or something else went wrong.
    #[error("the journal could not be copied")]
    Journal(#[from] JournalError),
}

/// Whether a folder can hold a copy, as far as can be seen before.
pub(super) fn usable(folder: &Path) -> Result<(), BackupError> {
    // An empty folder under a mount point is there although the stick is not: but it is somebody else's then.
    if folder.is_dir() {
        return Ok(());
    }
    Err(BackupError::FolderMissing { folder: folder.to_owned() })
}

/// What an error at writing a copy into a folder means.
pub(super) fn of_folder(folder: &Path, error: JournalError) -> BackupError {
    let folder = folder.to_owned();
    if fs::read_dir(&folder).is_err() {
        return BackupError::FolderMissing { folder };
    }
    match error {
        JournalError::DiskFull { .. } => return BackupError::Full { folder },
        JournalError::ReadOnly { .. } => return BackupError::ReadOnly { folder },
        JournalError::Damaged { cause } => return BackupError::Unsound { cause },
        _ => {}
    }
    match directory::refusal(&folder) {
        Some(io::ErrorKind::ReadOnlyFilesystem) => BackupError::ReadOnly { folder },
        Some(_) => BackupError::Full { folder },
        None => BackupError::Journal(error),
    }
}

impl BackupError {
    /// The message and all its causes in one line, for the journal and for support.
    pub fn in_full(&self) -> String {
        let mut line = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            line.push_str(": ");
            line.push_str(&error.to_string());
            cause = error.source();
        }
        line
    }
}
