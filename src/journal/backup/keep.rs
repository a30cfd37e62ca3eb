//! Which backups a folder has, and which of them are too old to be kept.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use super::super::{JournalError, Reader};
use super::name::BackupName;
use super::{PARTIAL, remove_half};

/// For how long a half copy may still be somebody's work.
const HALF_FOR: SignedDuration = SignedDuration::from_hours(1);

/// A backup in a folder, by its name: it has not been opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Where it is.
    pub path: PathBuf,
    /// What its name says.
    pub name: BackupName,
    /// Its size.
    pub bytes: u64,
}

/// The backups in a folder, of all registers, oldest first.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(folder: &Path) -> Result<Vec<Kept>, JournalError> {
    let failed = |error| JournalError::of_file(folder, error);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_str().and_then(BackupName::of);
        let Some(name) = name else { continue };
        match entry.metadata() {
            Ok(file) if file.is_file() => {
                found.push(Kept { path: entry.path(), name, bytes: file.len() });
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, %name, "a backup cannot be looked at"),
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

impl Reader {
    /// Removes the backups of this very journal from a folder that are older than so many days, but never the newest.
    /// Whatever else lies there, and what cannot be opened, stays. Returns how many went.
    ///
    /// # Errors
    /// When the folder or this journal cannot be read.
    pub fn remove_old_backups(
        &self,
        folder: &Path,
        keep_days: u16,
        now: Timestamp,
    ) -> Result<usize, JournalError> {
        let Some(first) = self.first_hash()? else { return Ok(0) };
        let register = self.settings()?.unwrap_or_default().register;
        let ours = BackupName::new(&register, now, 0).register;
        let mut candidates = list(folder)?;
        candidates.retain(|kept| kept.name.register == ours);
        let newest = candidates.pop();
        let age = SignedDuration::from_hours(24 * i64::from(keep_days));
        let mut removed = 0;
        for kept in candidates.into_iter().filter(|kept| now.duration_since(kept.name.at) > age) {
            // Another shop's register may have the same name.
            match Reader::open_backup(&kept.path).and_then(|backup| backup.first_hash()) {
                Ok(Some(hash)) if hash == first => {}
                Ok(_) => continue,
                Err(error) => {
                    tracing::warn!(%error, name = %kept.name, "an old backup cannot be opened: it stays");
                    continue;
                }
            }
            match fs::remove_file(&kept.path) {
                Ok(()) => {
                    tracing::info!(name = %kept.name, newest = ?newest.as_ref().map(|kept| &kept.path), "an old backup was removed");
                    removed += 1;
                }
                Err(error) => {
                    tracing::warn!(%error, name = %kept.name, "an old backup could not be removed");
                }
            }
        }
        Ok(removed)
    }

    /// The hash of the first entry: no two journals have the same.
    fn first_hash(&self) -> Result<Option<[u8; 32]>, JournalError> {
        let mut query = self.connection.prepare("SELECT hash FROM entry WHERE seq = 1")?;
        let mut rows = query.query([])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }
}

/// Removes what deaths in the middle of a copy have left of the same register.
pub(super) fn remove_partial(folder: &Path, made: &BackupName) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let file = entry.file_name();
        let name = file.to_str().and_then(|file| file.strip_suffix(PARTIAL)?.strip_suffix('.'));
        let Some(name) = name.and_then(BackupName::of) else { continue };
        let is_old = made.at.duration_since(name.at) > HALF_FOR;
        if is_old && name.register == made.register {
            remove_half(&entry.path());
        }
    }
}
