//! The data directory: made so that only the register's user can read it, and locked so that only one Kassa
//! writes in it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::{JournalError, OpenMode};

/// The database's file.
pub(super) const DATABASE: &str = "kassa.db";
/// The file that is locked while a Kassa has the journal open. It holds the process's number.
pub(super) const LOCK: &str = "kassa.lock";
/// The file with the key of the secrets.
pub(super) const KEY: &str = "secret.key";

/// The lock of a data directory. The operating system takes it away from a process that dies.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Finds the directory, or makes it.
pub(super) fn prepare(directory: &Path, mode: OpenMode) -> Result<(), JournalError> {
    match fs::metadata(directory) {
        Ok(found) if found.is_dir() => Ok(()),
        Ok(_) => {
            let error = io::Error::from(io::ErrorKind::NotADirectory);
            Err(JournalError::of_file(directory, error))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => match mode {
            OpenMode::Existing => Err(JournalError::Missing { directory: directory.to_owned() }),
            OpenMode::Create => {
                make(directory).map_err(|error| JournalError::of_file(directory, error))
            }
        },
        Err(error) => Err(JournalError::of_file(directory, error)),
    }
}

fn make(directory: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    let _builder = builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        let _builder = builder.mode(0o700);
    }
    builder.create(directory)
}

/// How files are opened here: only their owner can read them.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let _options = options.mode(0o600);
    }
    options
}

/// Takes the rights of everyone else away, should a copied file have them.
pub(super) fn make_private(path: &Path) -> Result<(), JournalError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let found = fs::metadata(path).map_err(|error| JournalError::of_file(path, error))?;
        let mode = found.permissions().mode();
        if mode & 0o077 != 0 {
            tracing::warn!(path = %path.display(), "others could read this file: it is made private");
            fs::set_permissions(path, fs::Permissions::from_mode(mode & 0o700))
                .map_err(|error| JournalError::of_file(path, error))?;
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Makes the names of new files in a directory durable.
pub(super) fn flush(directory: &Path) -> Result<(), JournalError> {
    #[cfg(unix)]
    File::open(directory)
        .and_then(|opened| opened.sync_all())
        .map_err(|error| JournalError::of_file(directory, error))?;
    #[cfg(not(unix))]
    let _ = directory;
    Ok(())
}

/// Keeps every other Kassa out of the directory.
pub(super) fn lock(directory: &Path) -> Result<Lock, JournalError> {
    let path = directory.join(LOCK);
    let failed = |error| JournalError::of_file(&path, error);
    let mut options = private();
    let mut file =
        options.read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            // Only to name the process: unreadable is as good as unnamed.
            let _length = file.read_to_string(&mut text);
            let pid = text.trim().parse().ok();
            return Err(JournalError::InUse { directory: directory.to_owned(), pid });
        }
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    if let Err(error) = write_pid(&mut file) {
        // The lock holds without it; on a full disk the register still has to start and say so.
        tracing::warn!(%error, path = %path.display(), "the process could not be named in the lock file");
    }
    Ok(Lock { _file: file })
}

fn write_pid(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

/// Finds the database's file, or makes an empty one.
pub(super) fn database(directory: &Path, mode: OpenMode) -> Result<PathBuf, JournalError> {
    let path = directory.join(DATABASE);
    match (path.try_exists(), mode) {
        (Ok(true), _) => make_private(&path)?,
        (Ok(false), OpenMode::Existing) => {
            return Err(JournalError::Missing { directory: directory.to_owned() });
        }
        (Ok(false), OpenMode::Create) => {
            let mut options = private();
            let _empty = options
                .write(true)
                .create_new(true)
                .open(&path)
                .map_err(|error| JournalError::of_file(&path, error))?;
            flush(directory)?;
        }
        (Err(error), _) => return Err(JournalError::of_file(&path, error)),
    }
    Ok(path)
}
