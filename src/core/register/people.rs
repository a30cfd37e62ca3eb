//! Who is at the register: logged in, locked out, away.

use super::super::administration::Stage;
use super::super::entry::Entry;
use super::super::lock::PinLock;
use super::super::time::Now;
use super::super::user::{Permission, Person, Role, UserNumber};
use super::{Attempt, Decision, Refused, Register};

impl Register {
    /// Who is logged in, also while the screen is locked.
    pub fn user(&self) -> Option<&Person> {
        self.user.as_ref()
    }

    /// Whether the screen is locked: somebody is logged in, payments go on, and nothing else does.
    pub fn is_locked(&self) -> bool {
        self.locked
    }

    /// The wrong PINs that still count.
    pub fn pins(&self) -> &PinLock {
        &self.pins
    }

    /// Someone has shown the right PIN. Their log-in is an entry of its own.
    pub fn set_user(&mut self, user: Option<Person>) {
        self.user = user;
    }

    /// The wrong PINs that a journal remembers.
    pub fn set_pins(&mut self, pins: PinLock) {
        self.pins = pins;
    }

    pub(super) fn apply_to_people(&mut self, entry: &Entry, now: Now) {
        self.pins.apply(entry, now);
        match entry {
            Entry::UserLoggedOut { .. } => {
                self.user = None;
                self.locked = false;
            }
            Entry::ScreenLocked { .. } => self.locked = true,
            Entry::UserLoggedIn { .. } | Entry::ScreenUnlocked { .. } => self.locked = false,
            _ => {}
        }
    }

    pub(super) fn role(&self) -> Result<Role, Refused> {
        match &self.user {
            None => Err(Refused::NobodyLoggedIn),
            Some(_) if self.locked => Err(Refused::ScreenLocked),
            Some(user) => Ok(user.role),
        }
    }

    pub(super) fn allowed(&self, permission: Permission) -> Result<UserNumber, Refused> {
        if !self.role()?.may(permission) {
            return Err(Refused::NotAllowed);
        }
        self.user.as_ref().map(|user| user.number).ok_or(Refused::NobodyLoggedIn)
    }

    /// Takes note of whether somebody is there who can set the register up.
    pub fn set_stage(&mut self, stage: Stage) {
        self.stage = stage;
    }

    /// Whether somebody is there who can set the register up.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Whether whoever is logged in may do something now. A register that is new is set up by whoever is there.
    ///
    /// # Errors
    /// Why not.
    pub fn may(&self, permission: Permission) -> Result<(), Refused> {
        let sets_up = matches!(permission, Permission::Configure | Permission::Articles);
        if self.stage == Stage::New && sets_up && !self.locked {
            return Ok(());
        }
        self.allowed(permission).map(|_user| ())
    }

    /// Nobody has pressed anything for as long as the settings allow: logs off, or locks the screen where a payment
    /// is open or a receipt is unfinished (rule 3). What is locked and has come to its end is logged off the next time.
    pub fn idle(&self) -> Decision {
        let Some(user) = self.user.as_ref().map(|user| user.number) else {
            return Decision::default();
        };
        let open = self.attempts().any(Attempt::is_open) || self.open_refund().is_some();
        let unfinished = self.receipt.is_some() || open;
        match (unfinished, self.locked) {
            (true, true) => Decision::default(),
            (true, false) => Decision::of(vec![Entry::ScreenLocked { user }]),
            (false, _) => Decision::of(vec![Entry::UserLoggedOut { user, idle: true }]),
        }
    }

    /// Somebody has shown the right PIN at the locked screen. Whoever it is must be [set](Register::set_user) as the
    /// user with the decision's entry.
    ///
    /// # Errors
    /// [`Refused::NotAllowed`] for anybody but the same user and managers.
    pub fn unlock(&self, person: &Person) -> Result<Decision, Refused> {
        if !self.locked {
            return Err(Refused::NotOffered);
        }
        let same = self.user.as_ref().is_some_and(|user| user.number == person.number);
        if !same && !person.role.may(Permission::Unlock) {
            return Err(Refused::NotAllowed);
        }
        Ok(Decision::of(vec![Entry::ScreenUnlocked { user: person.number }]))
    }

    pub(super) fn unlock_user(&self, user: UserNumber, now: Now) -> Result<Decision, Refused> {
        let _manager = self.allowed(Permission::Unlock)?;
        if !self.pins.locked(now).any(|locked| locked == user) {
            return Err(Refused::NotOffered);
        }
        Ok(Decision::of(vec![Entry::UserUnlocked { user }]))
    }
}
