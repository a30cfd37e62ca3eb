//! Setting the register up while it runs: what is asked for is checked, written down and in force at once.
//!
//! One module for each subject. A request that is refused, or that fails, says why in the [`View`] and has changed nothing.

mod articles;
mod copies;
mod listening;
mod people;
mod registration;
mod settings;
mod sheet;
mod trials;

use std::sync::Arc;

use crate::core::administration::Stage;
use crate::core::catalog::Article;
use crate::core::register::Refused;
use crate::core::user::Permission;

use super::super::registration::Answer;
use super::super::set_up::{Request, Trouble, View, Work};
use super::super::snapshot::JournalStatus;
use super::Driver;
use trials::Trials;

pub(super) use sheet::Handed;

/// What is being set up.
#[derive(Debug, Default)]
pub struct SettingUp {
    /// What is shown of it.
    pub(super) view: View,
    /// Changes that were saved since the till started.
    changes: u64,
    /// Whether somebody looks at settings.
    watched: bool,
    /// Whether scans are shown instead of rung up.
    listening: bool,
    /// Scans that were shown.
    scans: u64,
    /// Devices on trial, and the ports that they can be at.
    trials: Trials,
    /// Whether articles are being changed: one change at a time.
    articles_change: bool,
    /// The articles of a file that was read and may be imported.
    file: Option<Vec<Article>>,
    /// What SEQR has answered and the journal could not take yet.
    held_answer: Option<Answer>,
}

impl Driver {
    pub(super) fn set_up(&mut self, request: Request) {
        match request {
            Request::Watch(watched) => self.watch(watched),
            Request::Listen(listening) => self.listen(listening),
            Request::Save(settings) => self.save_settings(*settings),
            Request::Person { person, active, pin } => self.save_person(person, active, pin),
            Request::Article(_)
            | Request::RemoveArticle(_)
            | Request::ReadArticles(_)
            | Request::ImportArticles
            | Request::ExportArticles(_) => self.change_articles(request),
            Request::Reach(_)
            | Request::Register { .. }
            | Request::Assign(_)
            | Request::Unregister { .. } => self.change_registration(request),
            Request::TryScanner(_) | Request::FindBaud { .. } | Request::TryPrinter(..) => {
                self.try_devices(request)
            }
            Request::PrintSheet(results) => self.print_sheet(results),
            Request::BackUp { .. } | Request::Support { .. } => self.keep_copies(request),
            Request::Forget => self.forget_outcomes(),
        }
    }

    /// At the start of the till, with what the journal says.
    pub(in crate::till) fn begin_setting_up(&mut self) {
        self.people_changed();
        self.registration_changed();
    }

    /// Whether whoever is there may set something up.
    fn may_set_up(&self, permission: Permission) -> Result<(), Trouble> {
        if self.ending.is_some() {
            return Err(Trouble::Refused(Refused::Ending));
        }
        self.register.may(permission).map_err(Trouble::Refused)
    }

    /// Somebody looks at settings, or no more.
    fn watch(&mut self, watched: bool) {
        self.setting_up.watched = watched && self.may_set_up(Permission::Configure).is_ok();
        self.show_people();
        self.watch_ports();
        if !self.setting_up.watched {
            self.end_trials();
        }
    }

    fn forget_outcomes(&mut self) {
        let view = &mut self.setting_up.view;
        forget(&mut view.saved);
        if !matches!(view.import, Work::Busy) {
            self.setting_up.file = None;
        }
        forget(&mut view.import);
        forget(&mut view.export);
        forget(&mut view.reach);
        forget(&mut view.registration.work);
        forget(&mut view.baud);
        forget(&mut view.printer);
        forget(&mut view.sheet);
        forget(&mut view.backup);
        forget(&mut view.support);
    }

    /// Shows what became of a change.
    fn show_saved(&mut self, outcome: Result<(), Trouble>) {
        self.setting_up.view.saved = match outcome {
            Ok(()) => {
                self.setting_up.view.answered += 1;
                self.setting_up.changes += 1;
                Work::Done(self.setting_up.changes)
            }
            Err(trouble) => self.failed(trouble),
        };
    }

    /// A request has come to an end without being done.
    fn failed<T>(&mut self, trouble: Trouble) -> Work<T> {
        self.setting_up.view.answered += 1;
        Work::Failed(trouble)
    }

    fn journal_trouble(&self) -> Trouble {
        match &self.screen.journal {
            JournalStatus::Failing { trouble, .. } => Trouble::Journal(*trouble),
            JournalStatus::Fine => Trouble::Journal(super::JournalTrouble::Other),
        }
    }

    /// What is shown of it: the same picture as before where nothing is new.
    pub(super) fn set_up_view(&self, last: &Arc<View>) -> Arc<View> {
        if **last == self.setting_up.view {
            Arc::clone(last)
        } else {
            Arc::new(self.setting_up.view.clone())
        }
    }

    /// Whoever was looking has left: nothing more is shown to the next.
    pub(super) fn leave_settings(&mut self) {
        let may = |permission| self.register.may(permission).is_ok();
        let (configures, has_articles) = (may(Permission::Configure), may(Permission::Articles));
        if self.setting_up.watched && !configures {
            self.watch(false);
        }
        if self.setting_up.listening && !has_articles {
            self.listen(false);
        }
        if !configures {
            self.end_trials();
        }
    }

    /// Something was sold: a register in use is set up by installers only.
    pub(super) fn sold(&mut self) {
        if self.setting_up.view.stage == Stage::New {
            self.people_changed();
        }
    }

    /// People have changed, and with them who may set the register up.
    fn people_changed(&mut self) {
        let stage = Stage::of(&self.users, self.register.has_sold());
        self.register.set_stage(stage);
        self.setting_up.view.stage = stage;
        self.show_people();
    }
}

/// Forgets an outcome; what is being done goes on.
fn forget<T>(work: &mut Work<T>) {
    if !matches!(work, Work::Busy) {
        *work = Work::Idle;
    }
}
