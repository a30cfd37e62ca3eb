//! Logging in: the check runs beside the till, its outcome is an entry.

use crate::core::entry::Entry;
use crate::core::user::{Person, UserNumber};
use crate::device::sound::Cue;

use super::super::inbox::Input;
use super::super::log_in;
use super::super::pin::Pin;
use super::super::snapshot::LogIn;
use super::Driver;

impl Driver {
    pub(super) fn log_in(&mut self, number: UserNumber, pin: Pin) {
        if self.screen.log_in == LogIn::Checking || self.register.user().is_some() {
            return;
        }
        self.screen.log_in = LogIn::Checking;
        let hash = self
            .users
            .iter()
            .find(|user| user.number == number && user.active)
            .map(|user| user.pin.clone());
        let inbox = self.inbox.clone();
        let _detached = self.runtime.spawn_blocking(move || {
            let right = log_in::is_right(&pin, hash.as_ref());
            if inbox.send(Input::PinChecked { user: number, right }).is_err() {
                tracing::debug!("the till ended while a PIN was checked");
            }
        });
    }

    pub(super) fn pin_checked(&mut self, number: UserNumber, right: bool) {
        let now = self.now();
        let known = self.users.iter().find(|user| user.number == number && user.active);
        let person = known.filter(|_| right).map(Person::from);
        let Some(person) = person else {
            let _written_or_shown = self.commit(&[Entry::LogInRefused { user: number }], now);
            self.screen.log_in_refusals += 1;
            self.screen.log_in = LogIn::Refused { times: self.screen.log_in_refusals };
            (self.sounds)(Cue::Fault);
            return;
        };
        self.screen.log_in = LogIn::Idle;
        // The entry is signed by whoever logs in.
        self.register.set_user(Some(person));
        if !self.commit(&[Entry::UserLoggedIn { user: number }], now) {
            self.register.set_user(None);
        }
    }
}
