//! All settings: checked, written down, and in force without a restart.

use std::sync::Arc;

use crate::core::entry::Entry;
use crate::core::register::Refused;
use crate::core::settings::change::Change;
use crate::core::settings::{Settings, check};
use crate::core::user::Permission;
use crate::journal::SecretChange;

use super::super::super::registration::{self, RESELLER};
use super::super::super::seqr_service;
use super::super::super::set_up::Trouble;
use super::Driver;

impl Driver {
    pub(super) fn save_settings(&mut self, settings: Settings) {
        let outcome = self.settings_saved(settings);
        self.show_saved(outcome);
    }

    fn settings_saved(&mut self, mut settings: Settings) -> Result<(), Trouble> {
        self.may_set_up(Permission::Configure)?;
        // What kind of register it is, is not for a settings page to say.
        settings.demonstration = self.settings.demonstration;
        settings.training = self.settings.training;
        // Step by step: what was wrong before is mended in its own time, and keeps nobody from the rest.
        let known = check::problems(&self.settings);
        let mut problems = check::problems(&settings);
        problems.retain(|problem| !known.contains(problem));
        if !problems.is_empty() {
            return Err(Trouble::Invalid(problems));
        }
        let before = Arc::clone(&self.settings);
        let change = Change { before: &before, after: &settings };
        if change.is_none() {
            return Ok(());
        }
        if change.concerns_open_receipt() && self.register.receipt().is_some() {
            return Err(Trouble::Refused(Refused::ReceiptOpen));
        }
        if change.concerns_service() {
            if self.register.is_terminal_asked() {
                return Err(Trouble::Refused(Refused::RegistrationUnderWay));
            }
            registration::nothing_unsettled(&self.store)?;
            if !settings.seqr.address.is_empty() {
                // Before it is saved: what cannot be used is mended now, not when somebody wants to pay.
                let _usable = seqr_service::client(&settings.seqr)?;
            }
        }
        let secrets: Vec<SecretChange> = match settings.seqr.keep_reseller {
            true => Vec::new(),
            false => RESELLER.into_iter().map(SecretChange::Forget).collect(),
        };
        let now = self.now();
        if !self.commit_with(&[Entry::SettingsSaved { settings: settings.clone() }], &secrets, now)
        {
            return Err(self.journal_trouble());
        }
        self.register.set_rules(&settings);
        self.settings = Arc::new(settings.clone());
        self.registration_changed();
        self.put_in_force(Change { before: &before, after: &settings });
        Ok(())
    }

    fn put_in_force(&mut self, change: Change<'_>) {
        if change.concerns_language() {
            self.screen.language = change.after.language;
        }
        if change.concerns_scanner() || change.concerns_printer() {
            self.end_trials();
            self.watch_ports();
        }
        match (change.concerns_scanner(), change.concerns_printer()) {
            (true, true) => {
                // Both are let go first: they may have changed places.
                self.release_devices();
                self.take_devices();
            }
            (true, false) => self.restart_scanner(),
            (false, true) => self.restart_printer(),
            (false, false) => {}
        }
        if change.concerns_service()
            && let Err(trouble) = self.restart_service()
        {
            // The settings stand; what is wrong is the registration's password, and its page says so.
            tracing::error!(?trouble, "SEQR cannot be used until this is mended");
        }
    }
}
