//! The settings in the place of the sale view, and the wizard and the SEQR terminal in front of both: they open, go on
//! with the till, and close.

use super::Window;
use crate::app::screen::settings;
use crate::core::user::Person;
use crate::till::intent::Intent;
use crate::till::set_up::Request;
use crate::till::snapshot::Snapshot;

impl Window {
    pub(super) fn open_settings(&mut self) {
        self.settings = Some(Box::new(settings::State::new(&self.snapshot)));
        settings::State::opening().into_iter().for_each(|intent| self.send(intent));
    }

    pub(super) fn set_up(&mut self, message: settings::Message) {
        let Some(settings) = &mut self.settings else { return };
        let action = settings.update(message, &self.snapshot);
        self.after_settings(action);
    }

    pub(super) fn after_settings(&mut self, action: settings::Action) {
        match action {
            settings::Action::None => {}
            settings::Action::Terminal => self.open_terminal(),
            settings::Action::Wizard => self.open_wizard(),
            settings::Action::Send(intents) => {
                intents.into_iter().for_each(|intent| self.send(intent));
            }
            settings::Action::Close(intents) => {
                intents.into_iter().for_each(|intent| self.send(intent));
                self.settings = None;
            }
        }
    }

    /// The settings go on with the till, and close when whoever opened them has left. What is in force shows at once.
    pub(super) fn follow_settings(&mut self, before: &Snapshot) {
        if before.settings.look != self.snapshot.settings.look {
            self.rescale();
        }
        let left = |user: &Person| self.snapshot.user.as_ref() != Some(user);
        if before.user.as_ref().is_some_and(left)
            && let Some(mut settings) = self.settings.take()
        {
            let action = settings.leave();
            self.after_settings(action);
        }
        if let Some(settings) = &mut self.settings {
            settings.follow(before, &self.snapshot);
        }
    }

    /// Whether settings, the wizard or the terminal are seen.
    pub(super) fn is_setting_up(&self) -> bool {
        self.settings.is_some() || self.front.is_there()
    }

    pub(super) fn open_wizard(&mut self) {
        let intents = self.front.open_wizard(&self.snapshot);
        self.after_front(intents);
    }

    pub(super) fn open_terminal(&mut self) {
        let intents = self.front.open_terminal(&self.snapshot);
        self.after_front(intents);
    }

    pub(super) fn follow_front(&mut self, before: &Snapshot) {
        let intents = self.front.follow(before, &self.snapshot);
        self.after_front(intents);
    }

    /// What was in front has been put away from the settings: they look on.
    pub(super) fn after_front(&mut self, intents: Vec<Intent>) {
        let away = Intent::SetUp(Request::Watch(false));
        let looks_on = self.settings.is_some() && intents.contains(&away);
        intents.into_iter().for_each(|intent| self.send(intent));
        if looks_on {
            self.send(Intent::SetUp(Request::Watch(true)));
        }
    }
}
