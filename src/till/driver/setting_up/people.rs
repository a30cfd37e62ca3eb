//! Who works at the register: added, changed, let in and shut out. A new PIN is hashed beside the till.

use crate::core::administration;
use crate::core::entry::Entry;
use crate::core::register::Command;
use crate::core::user::{Permission, Person, PinHash, User};

use super::super::super::log_in::{self, FEWEST_DIGITS};
use super::super::super::pin::Pin;
use super::super::super::set_up::{PersonView, Trouble, Work};
use super::Driver;

impl Driver {
    pub(super) fn save_person(&mut self, person: Person, active: bool, pin: Option<Pin>) {
        if self.setting_up.view.saved == Work::Busy {
            tracing::info!("somebody else is being saved");
            return;
        }
        if let Err(trouble) = self.can_save(&person, active, pin.as_ref()) {
            self.show_saved(Err(trouble));
            return;
        }
        let Some(pin) = pin else {
            let outcome = self.person_saved(&person, active, None);
            self.show_saved(outcome);
            return;
        };
        self.setting_up.view.saved = Work::Busy;
        self.beside(
            move || log_in::hash(&pin),
            move |driver, hash| {
                // Decided anew: whoever asked may have been logged off meanwhile.
                let outcome = match hash {
                    Ok(hash) => driver.person_saved(&person, active, Some(hash)),
                    Err(error) => Err(error.into()),
                };
                driver.show_saved(outcome);
            },
        );
    }

    fn can_save(&self, person: &Person, active: bool, pin: Option<&Pin>) -> Result<(), Trouble> {
        self.may_set_up(Permission::Configure)?;
        let objection = administration::objection(&self.users, person, active, pin.is_some());
        if let Some(objection) = objection {
            return Err(objection.into());
        }
        match pin {
            Some(pin) if pin.len() < FEWEST_DIGITS => Err(Trouble::PinTooShort),
            _ => Ok(()),
        }
    }

    fn person_saved(
        &mut self,
        person: &Person,
        active: bool,
        pin: Option<PinHash>,
    ) -> Result<(), Trouble> {
        self.may_set_up(Permission::Configure)?;
        let has_new_pin = pin.is_some();
        let Some(user) = administration::saved(&self.users, person, active, pin)? else {
            return Ok(());
        };
        let now = self.now();
        let mut entries = vec![Entry::UserSaved { user: user.clone() }];
        // Whoever gets a new PIN is not held to the wrong ones before it.
        if has_new_pin && self.register.pins().locked(now).any(|locked| locked == user.number) {
            entries.push(Entry::UserUnlocked { user: user.number });
        }
        let themselves = self.register.user().is_some_and(|here| here.number == user.number);
        if themselves && !user.active {
            // Signed by them, and then they are out: nothing may be open that only they could end.
            let out = self.register.decide(&Command::LogOut, now).map_err(Trouble::Refused)?;
            entries.extend(out.entries);
        }
        if !self.commit(&entries, now) {
            return Err(self.journal_trouble());
        }
        for entry in &entries {
            self.register.apply(entry, now);
        }
        if themselves && user.active {
            self.register.set_user(Some((&user).into()));
        }
        self.know(user);
        Ok(())
    }

    /// From now on the log-in knows somebody like this.
    fn know(&mut self, user: User) {
        match self.users.binary_search_by_key(&user.number, |known| known.number) {
            Ok(place) => self.users[place] = user,
            Err(place) => self.users.insert(place, user),
        }
        self.people_changed();
    }

    /// Shows everybody while somebody looks.
    pub(super) fn show_people(&mut self) {
        let people =
            self.users.iter().map(|user| PersonView { person: user.into(), active: user.active });
        self.setting_up.view.people = match self.setting_up.watched {
            true => people.collect(),
            false => [].into(),
        };
    }
}
