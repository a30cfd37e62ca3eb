//! Setting the register up while it runs: what is asked for is checked, written down and in force at once.

use std::sync::Arc;

use crate::core::entry::Entry;
use crate::core::settings::{Settings, check};
use crate::core::user::Permission;

use super::super::set_up::{Request, Trouble, View, Work};
use super::super::snapshot::JournalStatus;
use super::Driver;

/// What is being set up.
#[derive(Debug, Default)]
pub struct SettingUp {
    /// What is shown of it.
    pub(super) view: View,
    /// Changes that were saved since the till started.
    changes: u64,
}

impl Driver {
    pub(super) fn set_up(&mut self, request: Request) {
        match request {
            Request::Save(settings) => {
                let outcome = self.save_settings(*settings);
                self.setting_up.view.saved = match outcome {
                    Ok(()) => {
                        self.setting_up.changes += 1;
                        Work::Done(self.setting_up.changes)
                    }
                    Err(trouble) => Work::Failed(trouble),
                };
            }
            Request::BackUp { folder } => self.back_up(folder),
            Request::Support { folder } => self.collect_for_support(folder),
            other => tracing::warn!(?other, "this cannot be set up yet"),
        }
    }

    fn save_settings(&mut self, settings: Settings) -> Result<(), Trouble> {
        self.register.may(Permission::Configure).map_err(Trouble::Refused)?;
        let problems = check::problems(&settings);
        if !problems.is_empty() {
            return Err(Trouble::Invalid(problems));
        }
        let now = self.now();
        if !self.commit(&[Entry::SettingsSaved { settings: settings.clone() }], now) {
            return Err(self.journal_trouble());
        }
        self.settings = Arc::new(settings);
        Ok(())
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
}
