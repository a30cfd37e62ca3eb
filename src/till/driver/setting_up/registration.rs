//! The registration with SEQR, asked for beside the till.

use crate::core::settings::SeqrSettings;
use crate::core::user::Permission;

use super::super::super::registration::{self, Answer, Question};
use super::super::super::set_up::{Asked, Request, Reseller, Trouble, Work};
use super::Driver;

impl Driver {
    pub(super) fn change_registration(&mut self, request: Request) {
        match request {
            Request::Reach(settings) => self.reach_seqr(&settings),
            Request::Register { reseller, external_id, name } => {
                self.ask_seqr(Asked::Register, |driver| {
                    let settings = &driver.settings.seqr;
                    Question::register(&driver.store, settings, reseller, &external_id, &name)
                });
            }
            Request::Assign(typed) => self.ask_seqr(Asked::Assign, |driver| {
                Question::assign(&driver.store, &driver.settings.seqr, &typed)
            }),
            Request::Unregister { reseller } => self.unregister(reseller),
            other => tracing::error!(?other, "this is not about the registration"),
        }
    }

    fn unregister(&mut self, reseller: Option<Reseller>) {
        self.ask_seqr(Asked::Unregister, |driver| {
            Question::unregister(&driver.store, &driver.settings.seqr, reseller)
        });
    }

    /// Asks whether SEQR answers at an address.
    fn reach_seqr(&mut self, settings: &SeqrSettings) {
        if self.setting_up.view.reach == Work::Busy {
            return;
        }
        let client =
            self.may_set_up(Permission::Configure).and_then(|()| registration::client(settings));
        self.setting_up.view.reach = match client {
            Err(trouble) => self.failed(trouble),
            Ok(client) => {
                self.on_the_network(registration::reach(client), |driver, reached| {
                    driver.setting_up.view.answered += 1;
                    driver.setting_up.view.reach = match reached {
                        Ok(took) => Work::Done(took),
                        Err(trouble) => Work::Failed(trouble),
                    };
                });
                Work::Busy
            }
        };
    }

    /// Asks SEQR, one question at a time, as soon as it is written down that it is asked.
    fn ask_seqr(
        &mut self,
        asked: Asked,
        prepare: impl FnOnce(&Driver) -> Result<Question, Trouble>,
    ) {
        if self.register.is_terminal_asked() {
            tracing::info!(?asked, "SEQR is being asked something else");
            return;
        }
        let prepared = self
            .may_set_up(Permission::Configure)
            .and_then(|()| prepare(self))
            .and_then(|question| self.write_down(&question).map(|()| question));
        self.setting_up.view.registration.work = match prepared {
            Err(trouble) => self.failed(trouble),
            Ok(question) => {
                self.register.set_terminal_asked(true);
                self.on_the_network(question.ask(), Driver::seqr_answered);
                Work::Busy
            }
        };
    }

    fn write_down(&mut self, question: &Question) -> Result<(), Trouble> {
        let writing = question.before();
        let now = self.now();
        match self.commit_with(&writing.entries, &writing.secrets, now) {
            true => Ok(()),
            false => Err(self.journal_trouble()),
        }
    }

    /// What SEQR says only once is held until the journal takes it; no payment begins before.
    fn seqr_answered(&mut self, answer: Answer) {
        let now = self.now();
        let writing = answer.after();
        if !self.commit_with(&writing.entries, &writing.secrets, now) {
            let trouble = self.journal_trouble();
            self.setting_up.view.registration.work = self.failed(trouble);
            self.setting_up.held_answer = Some(answer);
            return;
        }
        for entry in &writing.entries {
            self.register.apply(entry, now);
        }
        self.register.set_terminal_asked(false);
        self.registration_changed();
        self.setting_up.view.registration.work = match answer.trouble {
            Some(trouble) => self.failed(trouble),
            None => {
                self.setting_up.view.answered += 1;
                if let Err(trouble) = self.restart_service() {
                    tracing::error!(?trouble, "SEQR cannot be used until this is mended");
                }
                Work::Done(answer.what.into())
            }
        };
    }

    /// Writes down what the journal could not take before.
    pub(in crate::till::driver) fn take_up_answer(&mut self) {
        if let Some(answer) = self.setting_up.held_answer.take() {
            self.seqr_answered(answer);
        }
    }

    /// Shows how the register is registered, as the journal says.
    pub(super) fn registration_changed(&mut self) {
        let read = self
            .store
            .registration()
            .and_then(|record| Ok((record, registration::kept_reseller(&self.store)?.is_some())));
        match read {
            Ok((record, reseller_kept)) => {
                let shown = &mut self.setting_up.view.registration;
                shown.registered = record.registered;
                shown.assigned = record.assigned;
                shown.unanswered = record.unanswered.map(Asked::from);
                shown.reseller_kept = reseller_kept;
            }
            Err(error) => tracing::error!(%error, "how the register is registered cannot be read"),
        }
    }
}
