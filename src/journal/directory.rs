//! The data directory: made so that only the register's user can read it, and locked so that only one Kassa
//! writes in it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::{JournalError, OpenMode, log};

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
        Ok(found) if found.is_dir() => make_directory_private(directory, &found, mode),
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

/// Takes the rights of everyone else away from a directory that is there already, and from the files in it that
/// are ours. A directory with other things in it is somebody else's to change.
#[cfg(unix)]
fn make_directory_private(
    directory: &Path,
    found: &fs::Metadata,
    mode: OpenMode,
) -> Result<(), JournalError> {
    use std::os::unix::fs::PermissionsExt;
    let unusable = |error| JournalError::of_file(directory, error);
    let names: Vec<_> = fs::read_dir(directory)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.file_name())).collect())
        .map_err(unusable)?;
    let ours = names.is_empty()
        || names.iter().any(|name| {
            // Also where the database itself is gone, and only its log is left.
            name == LOCK || name.to_string_lossy().starts_with(DATABASE)
        });
    let rights = found.permissions().mode();
    if rights & 0o077 != 0 {
        let not_private = || JournalError::NotPrivate { directory: directory.to_owned() };
        match mode {
            // That there is no journal in it is said by whoever looks for one.
            OpenMode::Existing if !ours => return Ok(()),
            _ if !ours => return Err(not_private()),
            _ => {
                let closed = fs::Permissions::from_mode(rights & 0o700);
                match fs::set_permissions(directory, closed) {
                    // It is somebody else's, and we are not the only ones that may write to it.
                    Err(_) if rights & 0o022 != 0 => return Err(not_private()),
                    // Where nothing can be written, that is said by whoever tries.
                    Ok(()) | Err(_) => {}
                }
            }
        }
    }
    for name in names {
        if name == KEY || name.to_string_lossy().starts_with(DATABASE) {
            make_private(&directory.join(name))?;
        }
    }
    Ok(())
}

/// Rights are not kept this way elsewhere.
#[cfg(not(unix))]
fn make_directory_private(
    _directory: &Path,
    _found: &fs::Metadata,
    _mode: OpenMode,
) -> Result<(), JournalError> {
    Ok(())
}

/// Makes a directory that only its owner can look into, if it is not there.
pub(super) fn make(directory: &Path) -> io::Result<()> {
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

/// Whether some Kassa has the journal in a directory open for writing at the moment. Changes nothing.
pub fn is_in_use(directory: &Path) -> bool {
    let Ok(file) = File::open(directory.join(LOCK)) else { return false };
    matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

fn write_pid(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

/// Which file a path means at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity {
    device: u64,
    file: u64,
}

/// Which file a path means; `None` where there is none, or where the system does not say.
pub(super) fn identity(path: &Path) -> Result<Option<Identity>, JournalError> {
    match fs::metadata(path) {
        #[cfg(unix)]
        Ok(found) => {
            use std::os::unix::fs::MetadataExt;
            Ok(Some(Identity { device: found.dev(), file: found.ino() }))
        }
        #[cfg(not(unix))]
        Ok(_) => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(JournalError::of_file(path, error)),
    }
}

/// Why a file system refuses, where it can be asked: an error of input or output does not say so itself.
pub(super) fn refusal(directory: &Path) -> Option<io::ErrorKind> {
    use nix::sys::statvfs::{FsFlags, statvfs};
    let found = match statvfs(directory) {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(%error, "the file system of the data directory cannot be asked");
            return None;
        }
    };
    if found.flags().contains(FsFlags::ST_RDONLY) {
        Some(io::ErrorKind::ReadOnlyFilesystem)
    } else if found.blocks_available() == 0 {
        Some(io::ErrorKind::StorageFull)
    } else {
        None
    }
}

/// Finds the database's file, or makes an empty one.
pub(super) fn database(directory: &Path, mode: OpenMode) -> Result<PathBuf, JournalError> {
    let path = directory.join(DATABASE);
    match (path.try_exists(), mode) {
        (Ok(true), _) => make_private(&path)?,
        // Commits that are in the log only would be thrown away with it.
        (Ok(false), _) if log::is_used(directory)? => return Err(JournalError::Gone { path }),
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
