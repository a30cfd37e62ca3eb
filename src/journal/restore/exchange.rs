//! Exchanges the journal for one that is ready beside it, in steps that a power cut may part anywhere.
//!
//! As soon as `kassa.db.restored-<time>` is there, it is the journal: whoever opens the directory for writing first
//! moves the old files into `put-aside-<time>` and the new one into their place. Before that, nothing has changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use super::super::backup::STAMP;
use super::super::{JournalError, directory};

const READY: &str = "kassa.db.restored-";
const ASIDE: &str = "put-aside-";

/// One step. Taking it twice is the same as taking it once.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// Make a folder for what was there.
    Make(PathBuf),
    /// Move a file, if it is there.
    Move { from: PathBuf, to: PathBuf },
    /// Make names durable.
    Flush(PathBuf),
}

/// From here on the new journal counts.
pub(super) fn prepare(directory: &Path, staging: &Path, at: Timestamp) -> Result<(), JournalError> {
    let ready = directory.join(format!("{READY}{}", free_stamp(directory, at)));
    let from = staging.join(directory::DATABASE);
    fs::rename(&from, &ready).map_err(|error| JournalError::of_file(&ready, error))?;
    directory::flush(directory)
}

/// The time in the names, a little later where a folder of that time is there: what was put aside is never overwritten.
fn free_stamp(directory: &Path, at: Timestamp) -> String {
    let mut stamps = (0..).map(|seconds| {
        let later = at.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(at);
        later.strftime(STAMP).to_string()
    });
    let free = stamps.find(|stamp| !directory.join(format!("{ASIDE}{stamp}")).exists());
    free.unwrap_or_default()
}

/// Whether an exchange was begun and not finished.
pub(in crate::journal) fn is_unfinished(directory: &Path) -> Result<bool, JournalError> {
    Ok(ready(directory)?.is_some())
}

/// Finishes an exchange that was begun; the folder with what was there before, if there was anything. To be called
/// by whoever has locked the directory.
pub(in crate::journal) fn finish(directory: &Path) -> Result<Option<PathBuf>, JournalError> {
    let Some(ready) = ready(directory)? else { return Ok(None) };
    let aside = aside(directory, &ready);
    for step in steps(directory, &ready, &aside) {
        step.take()?;
    }
    tracing::info!(aside = %aside.display(), "a backup has taken the journal's place");
    Ok(aside.exists().then_some(aside))
}

/// The journal that shall take the old one's place, where there is one.
fn ready(directory: &Path) -> Result<Option<PathBuf>, JournalError> {
    let failed = |error| JournalError::of_file(directory, error);
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let stamp =
            entry.file_name().to_str().and_then(|name| name.strip_prefix(READY)).map(str::len);
        if stamp.is_some_and(|length| length == "20261121T020000Z".len()) {
            found.push(entry.path());
        }
    }
    Ok(found.into_iter().min())
}

fn aside(directory: &Path, ready: &Path) -> PathBuf {
    let name = ready.file_name().unwrap_or_default().to_string_lossy();
    directory.join(format!("{ASIDE}{}", name.strip_prefix(READY).unwrap_or_default()))
}

/// The database goes before its log: should a program that knows nothing of this come in between, it misses
/// the database and says so, rather than read it without its newest commits.
fn steps(directory: &Path, ready: &Path, aside: &Path) -> Vec<Step> {
    let files = ["", "-wal", "-shm"].map(|behind| format!("{}{behind}", directory::DATABASE));
    let mut steps = Vec::new();
    if aside.exists() || files.iter().any(|name| directory.join(name).exists()) {
        steps.push(Step::Make(aside.to_owned()));
        for name in &files {
            steps.push(Step::Move { from: directory.join(name), to: aside.join(name) });
        }
        steps.push(Step::Flush(aside.to_owned()));
        steps.push(Step::Flush(directory.to_owned()));
    }
    steps.push(Step::Move { from: ready.to_owned(), to: directory.join(directory::DATABASE) });
    steps.push(Step::Flush(directory.to_owned()));
    steps
}

impl Step {
    fn take(&self) -> Result<(), JournalError> {
        match self {
            Step::Make(folder) => {
                directory::make(folder).map_err(|error| JournalError::of_file(folder, error))
            }
            Step::Move { from, to } => match fs::rename(from, to) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    Err(JournalError::of_file(from, error))
                }
                // It was moved before the power went.
                _ => Ok(()),
            },
            Step::Flush(folder) => directory::flush(folder),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::entry::Entry;
    use crate::journal::{OpenMode, Stamp, Store};

    fn stamp() -> Stamp {
        let at = "2026-03-01T12:00:00Z".parse().unwrap();
        Stamp { at, register: "Kassa 1".to_owned(), user: None }
    }

    fn started(version: &str) -> Entry {
        Entry::RegisterStarted { version: version.to_owned() }
    }

    /// The version that the last entry speaks of.
    fn last(directory: &Path) -> Entry {
        let reader = Store::open_read_only(directory).unwrap();
        reader.entry(reader.head().unwrap().seq).unwrap().unwrap().entry
    }

    /// An old journal whose newest entry is in its log only, and a new one that is ready.
    fn begun() -> (tempfile::TempDir, PathBuf) {
        let directory = tempfile::tempdir().unwrap();
        let mut old = Store::open(directory.path(), OpenMode::Create).unwrap();
        let _head = old.commit(&stamp(), &[started("old"), started("old")]).unwrap();
        drop(old);
        let staging = tempfile::tempdir_in(directory.path()).unwrap();
        let mut new = Store::open(staging.path(), OpenMode::Create).unwrap();
        let _head = new.commit(&stamp(), &[started("new")]).unwrap();
        new.connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())).unwrap();
        drop(new);
        prepare(directory.path(), staging.path(), stamp().at).unwrap();
        let ready = ready(directory.path()).unwrap().unwrap();
        (directory, ready)
    }

    #[test]
    fn a_power_cut_between_any_two_steps_ends_at_the_new_journal_with_the_old_one_whole() {
        let (directory, ready) = begun();
        let count = steps(directory.path(), &ready, &aside(directory.path(), &ready)).len();
        assert!(count > 5, "{count}");
        for taken in 0..=count {
            let (directory, ready) = begun();
            let path = directory.path();
            let aside = aside(path, &ready);
            for step in &steps(path, &ready, &aside)[..taken] {
                step.take().unwrap();
            }
            let done = !ready.exists();
            let look = Store::open_read_only(path);
            assert_eq!(look.is_ok(), done, "{taken}: reading waits for the end");
            if let Err(error) = look {
                assert!(matches!(error, JournalError::RestoreUnfinished { .. }), "{error:?}");
            }
            // The power comes back, and the register starts.
            drop(Store::open(path, OpenMode::Create).unwrap());
            assert_eq!(last(path), started("new"), "{taken}");
            assert_eq!(last(&aside), started("old"), "{taken}");
            assert!(!ready.exists() && !is_unfinished(path).unwrap());
        }
    }

    #[test]
    fn where_there_was_nothing_nothing_is_put_aside() {
        let (directory, ready) = begun();
        for name in ["kassa.db", "kassa.db-wal", "kassa.db-shm"] {
            let _gone = fs::remove_file(directory.path().join(name));
        }
        assert_eq!(finish(directory.path()).unwrap(), None);
        assert!(!ready.exists());
        assert_eq!(last(directory.path()), started("new"));
    }
}
