//! Copies of the journal, by themselves once a night and when somebody asks, and the file for support: each made on a
//! thread of its own beside everything else, from a connection of its own.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::core::entry::{BackupMade, Entry};
use crate::core::time::Now;
use crate::journal::{BackUp, BackupError, LastBackups, Store};

use super::super::set_up::{Trouble, Work};
use super::super::snapshot::ClockStatus;
use super::super::support::{self, SupportError};
use super::Driver;

/// When a copy that failed is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(60 * 60);

/// How copies of the journal stand.
#[derive(Debug, Default)]
pub struct BackingUp {
    /// The newest ones.
    last: LastBackups,
    running: Option<Copying>,
    /// What somebody asked for while another copy was being made.
    waiting: Option<PathBuf>,
    failed: Option<Failed>,
}

/// A copy that was made.
struct CopyMade {
    path: PathBuf,
    made: BackUp,
}

/// A copy that is being made.
#[derive(Debug)]
struct Copying {
    folder: PathBuf,
    /// Whether somebody waits for it.
    asked: bool,
}

/// The copy that is due could not be made.
#[derive(Debug)]
struct Failed {
    folder: PathBuf,
    detail: String,
    /// On the steady clock.
    again: Duration,
}

impl BackingUp {
    /// With what the journal says about the newest copies.
    pub fn new(last: LastBackups) -> Self {
        BackingUp { last, ..BackingUp::default() }
    }
}

impl Driver {
    /// Somebody wants a copy, in the folder of the settings or in another.
    pub(super) fn back_up(&mut self, folder: Option<PathBuf>) {
        let Some(folder) = folder.or_else(|| self.set_folder()) else {
            self.setting_up.view.backup = Work::Failed(Trouble::NoBackupFolder);
            return;
        };
        self.setting_up.view.backup = Work::Busy;
        if self.backing_up.running.is_some() {
            self.backing_up.waiting = Some(folder);
        } else {
            self.copy_into(folder, true);
        }
    }

    /// Makes the night's copy, as soon as the register is on after the hour. An open payment comes first.
    pub(super) fn back_up_when_due(&mut self, now: Now) {
        self.setting_up.view.last_backup = self.backing_up.last.newest();
        let folder = self.set_folder();
        if self
            .backing_up
            .failed
            .as_ref()
            .is_some_and(|failed| Some(&failed.folder) != folder.as_ref())
        {
            // It was another folder that could not be used.
            self.backing_up.failed = None;
            self.setting_up.view.backup_trouble = None;
        }
        let Some(folder) = folder else { return };
        let busy = self.poller.is_asking() || self.register.open_attempt().is_some();
        if busy || self.ending.is_some() || self.backing_up.running.is_some() {
            return;
        }
        let settings = &self.settings.backup;
        if !settings.is_due(self.backing_up.last.in_folder, now.at, &TimeZone::system()) {
            return;
        }
        if self.backing_up.failed.as_ref().is_some_and(|failed| now.steady < failed.again) {
            return;
        }
        self.copy_into(folder, false);
    }

    fn set_folder(&self) -> Option<PathBuf> {
        self.settings.backup.folder.as_ref().map(PathBuf::from)
    }

    fn copy_into(&mut self, folder: PathBuf, asked: bool) {
        let now = self.now().at;
        let is_set = self.set_folder().is_some_and(|set| set == folder);
        // By a clock that is wrong every copy could be too old.
        let sure = self.clock_watch.status(now) == ClockStatus::Fine;
        let keep_days = (is_set && sure).then_some(self.settings.backup.keep_days);
        let (journal, into) = (self.store.directory().to_owned(), folder.clone());
        self.backing_up.running = Some(Copying { folder, asked });
        self.beside(move || copy(&journal, &into, keep_days, now), Driver::backed_up);
    }

    /// A copy was made, or could not be.
    fn backed_up(&mut self, outcome: Result<CopyMade, BackupError>) {
        let Some(Copying { folder, asked }) = self.backing_up.running.take() else { return };
        let is_set = self.set_folder().is_some_and(|set| set == folder);
        let shown = match outcome {
            Ok(copy) => {
                self.copy_made(&copy, is_set);
                Work::Done(copy.path)
            }
            Err(error) => {
                tracing::error!(error = error.in_full(), "the journal could not be copied");
                let trouble = Trouble::from(&error);
                if is_set {
                    self.copy_failed(folder, &error, trouble.clone());
                }
                Work::Failed(trouble)
            }
        };
        if asked {
            self.setting_up.view.backup = shown;
        }
        if let Some(folder) = self.backing_up.waiting.take() {
            self.copy_into(folder, true);
        }
    }

    fn copy_made(&mut self, copy: &CopyMade, is_set: bool) {
        let now = self.now();
        let file = copy.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        tracing::info!(file, "the journal was copied and the copy is sound");
        let last = &mut self.backing_up.last;
        if is_set {
            last.in_folder = Some(now.at);
            self.backing_up.failed = None;
            self.setting_up.view.backup_trouble = None;
        } else {
            last.elsewhere = Some(now.at);
        }
        let made = copy.made;
        // That it cannot be written down is shown; the copy is there all the same.
        let _written = self.commit(
            &[Entry::BackupMade(BackupMade {
                file,
                entries: made.head.seq,
                bytes: made.bytes,
                elsewhere: !is_set,
            })],
            now,
        );
    }

    /// Written down once for each reason, however often it is tried.
    fn copy_failed(&mut self, folder: PathBuf, error: &BackupError, trouble: Trouble) {
        let now = self.now();
        let detail = error.in_full();
        let known = self.backing_up.failed.as_ref();
        let is_news = known.is_none_or(|failed| failed.detail != detail);
        let again = now.steady + TRY_AGAIN;
        self.backing_up.failed = Some(Failed { folder, detail: detail.clone(), again });
        self.setting_up.view.backup_trouble = Some(trouble);
        if is_news {
            // As above: the log has it as well.
            let _written = self.commit(&[Entry::BackupFailed { detail }], now);
        }
    }

    /// Somebody wants what support needs.
    pub(super) fn collect_for_support(&mut self, folder: PathBuf) {
        if self.setting_up.view.support == Work::Busy {
            return;
        }
        self.setting_up.view.support = Work::Busy;
        let state = self.state_for_support();
        let directory = self.store.directory().to_owned();
        let now = self.now().at;
        let write = move || {
            let path = folder.join(support::file_name(now));
            support::write(&directory, &path, &state, now).map(|()| path)
        };
        self.beside(write, Driver::support_collected);
    }

    /// The running register's own view of things, one line each.
    fn state_for_support(&self) -> Vec<String> {
        let picture = self.picture();
        vec![
            format!("scanner: {:?}", picture.scanner),
            format!("printer: {:?}", picture.printer),
            format!("papers waiting: {}", picture.jobs.len()),
            format!("SEQR: {:?}", picture.seqr),
            format!("journal: {:?}", picture.journal),
            format!("clock: {:?}", picture.clock),
            format!("unsettled payments: {}", picture.unsettled.len()),
            format!("newest backup: {:?}", picture.set_up.last_backup),
            format!("running for {} s", self.now().steady.as_secs()),
        ]
    }

    /// Support's file was written, or could not be.
    fn support_collected(&mut self, outcome: Result<PathBuf, SupportError>) {
        self.setting_up.view.support = match outcome {
            Ok(path) => Work::Done(path),
            Err(error) => {
                tracing::error!(%error, "support's file could not be written");
                let SupportError { path, cause } = error;
                let path = path.display().to_string();
                Work::Failed(Trouble::File { path, detail: cause.to_string() })
            }
        };
    }
}

/// Copies, and removes what is too old: that it could not be removed spoils no copy.
fn copy(
    journal: &Path,
    folder: &Path,
    keep_days: Option<u16>,
    now: Timestamp,
) -> Result<CopyMade, BackupError> {
    let journal = Store::open_read_only(journal)?;
    let (path, made) = journal.back_up(folder, now)?;
    if let Some(days) = keep_days
        && let Err(error) = journal.remove_old_backups(folder, days, now)
    {
        tracing::warn!(%error, "old backups could not be looked for");
    }
    Ok(CopyMade { path, made })
}
