//! Who is at the register: PINs are checked beside the till and slowed down where they are wrong, and whoever has left
//! is logged off.

use std::sync::Arc;
use std::time::Duration;

use crate::core::entry::{Entry, PinPurpose};
use crate::core::lock::Standing;
use crate::core::register::{Command, Decision, Refused};
use crate::core::time::Now;
use crate::core::user::{Permission, Person, UserNumber};
use crate::device::sound::Cue;

use super::super::inbox::Input;
use super::super::intent::Intent;
use super::super::log_in;
use super::super::pin::Pin;
use super::super::snapshot::{Approval, JournalStatus, LogIn};
use super::Driver;

/// How trying a PIN went.
#[derive(Debug, Default)]
pub struct Trial {
    outcome: Outcome,
    /// Grows with every refusal.
    refusals: u32,
    /// Grows with every command that was approved.
    done: u32,
}

#[derive(Debug, Clone, Copy, Default)]
enum Outcome {
    #[default]
    Untried,
    /// It was wrong, or not even looked at because of a pause.
    Wrong(UserNumber),
    /// It was right, but does not help.
    Refused(Refused),
    Done,
}

impl Trial {
    fn refuse(&mut self, outcome: Outcome) {
        self.outcome = outcome;
        self.refusals += 1;
    }
}

/// What a PIN is checked for.
#[derive(Debug)]
pub enum Purpose {
    /// Log in.
    LogIn(UserNumber),
    /// Go on at the locked screen.
    Unlock(UserNumber),
    /// Let a command through.
    Approve(UserNumber, Command),
}

impl Purpose {
    fn user(&self) -> UserNumber {
        match self {
            Purpose::LogIn(user) | Purpose::Unlock(user) | Purpose::Approve(user, _) => *user,
        }
    }

    fn kind(&self) -> PinPurpose {
        match self {
            Purpose::LogIn(_) => PinPurpose::LogIn,
            Purpose::Unlock(_) => PinPurpose::Unlock,
            Purpose::Approve(..) => PinPurpose::Approval,
        }
    }
}

impl Driver {
    pub(super) fn log_in(&mut self, number: UserNumber, pin: Pin) {
        if self.register.is_locked() {
            self.check(Purpose::Unlock(number), pin);
        } else if self.register.user().is_none() {
            self.check(Purpose::LogIn(number), pin);
        }
    }

    pub(super) fn approve(&mut self, number: UserNumber, pin: Pin, command: Command) {
        // Whoever may do nothing may not have anything approved either; that needs no PIN to be tried.
        match self.register.may(Permission::Sell) {
            Ok(()) => self.check(Purpose::Approve(number, command), pin),
            Err(reason) => {
                let now = self.now();
                self.refuse(reason, now);
            }
        }
    }

    pub(super) fn forget_approval(&mut self) {
        self.screen.approval.outcome = Outcome::Untried;
    }

    fn trial(&mut self, purpose: &Purpose) -> &mut Trial {
        match purpose {
            Purpose::LogIn(_) | Purpose::Unlock(_) => &mut self.screen.log_in,
            Purpose::Approve(..) => &mut self.screen.approval,
        }
    }

    /// Has a PIN checked, one at a time, and none during a pause: then it is not even looked at, so that a right one
    /// is answered as a wrong one is.
    fn check(&mut self, purpose: Purpose, pin: Pin) {
        if self.screen.checking.is_some() {
            return;
        }
        let number = purpose.user();
        let now = self.now();
        if self.register.pins().standing(number, now) != Standing::Open {
            self.trial(&purpose).refuse(Outcome::Wrong(number));
            self.sound(Cue::Fault);
            return;
        }
        self.screen.checking = Some(purpose);
        let hash = self
            .users
            .iter()
            .find(|user| user.number == number && user.active)
            .map(|user| user.pin.clone());
        let inbox = self.inbox.clone();
        let _detached = self.runtime.spawn_blocking(move || {
            let right = log_in::is_right(&pin, hash.as_ref());
            if inbox.send(Input::PinChecked { right }).is_err() {
                tracing::debug!("the till ended while a PIN was checked");
            }
        });
    }

    pub(super) fn pin_checked(&mut self, right: bool) {
        let Some(purpose) = self.screen.checking.take() else { return };
        let number = purpose.user();
        let now = self.now();
        let known = self.users.iter().find(|user| user.number == number && user.active);
        let Some(person) = known.filter(|_| right).map(Person::from) else {
            self.wrong_pin(&purpose, now);
            return;
        };
        match purpose {
            Purpose::LogIn(_) => self.logged_in(person, now),
            Purpose::Unlock(_) => self.go_on(person, now),
            Purpose::Approve(_, command) => self.approved(&person, &command, now),
        }
    }

    /// Counted also where it cannot be written down: a full disk is no way round the pauses.
    fn wrong_pin(&mut self, purpose: &Purpose, now: Now) {
        let entries = self.register.pins().wrong(purpose.user(), purpose.kind());
        let _written_or_shown = self.commit(&entries, now);
        for entry in &entries {
            self.register.apply(entry, now);
        }
        if entries.len() > 1 {
            tracing::warn!(user = %purpose.user(), "locked after many wrong PINs");
        }
        let number = purpose.user();
        self.trial(purpose).refuse(Outcome::Wrong(number));
        self.sound(Cue::Fault);
    }

    /// Somebody is logged in who has shown their PIN elsewhere.
    pub(in crate::till) fn sign_in(&mut self, person: Person) {
        let now = self.now();
        self.logged_in(person, now);
    }

    fn logged_in(&mut self, person: Person, now: Now) {
        self.screen.log_in.outcome = Outcome::Untried;
        // Somebody else was faster, or the program goes another way meanwhile.
        if self.register.user().is_some() {
            return;
        }
        let user = person.number;
        let entries = vec![Entry::UserLoggedIn { user }];
        if self.take_over(person, Decision { entries, ..Decision::default() }, now) {
            self.take_up_owed_refunds();
        }
    }

    /// The screen is unlocked by whoever left it, or by a manager, who is logged in from then on.
    fn go_on(&mut self, person: Person, now: Now) {
        match self.register.unlock(&person) {
            Ok(decision) => {
                self.screen.log_in.outcome = Outcome::Untried;
                let _done_or_as_before = self.take_over(person, decision, now);
            }
            Err(reason) => {
                let shown = Entry::PinShown { user: person.number, purpose: PinPurpose::Unlock };
                let _written_or_shown = self.carry_out(decision_of(shown), now);
                self.screen.log_in.refuse(Outcome::Refused(reason));
                self.sound(Cue::Fault);
            }
        }
    }

    /// The entries are signed by whoever comes. Returns whether they are written.
    fn take_over(&mut self, person: Person, decision: Decision, now: Now) -> bool {
        let before = self.register.user().cloned();
        self.register.set_user(Some(person));
        self.last_press = now.steady;
        self.forget_approval();
        let done = self.carry_out(decision, now);
        if !done {
            self.register.set_user(before);
        }
        done
    }

    fn approved(&mut self, person: &Person, command: &Command, now: Now) {
        let shown = Entry::PinShown { user: person.number, purpose: PinPurpose::Approval };
        let refused = match self.register.decide_approved(command, person, now) {
            Ok(mut decision) => {
                // In one transaction: nothing is approved without a trace of by whom.
                decision.entries.insert(0, shown);
                if self.carry_out(decision, now) {
                    self.screen.approval.outcome = Outcome::Done;
                    self.screen.approval.done += 1;
                } else {
                    self.screen.approval.outcome = Outcome::Untried;
                }
                return;
            }
            Err(refused) => refused,
        };
        let _written_or_shown = self.carry_out(decision_of(shown), now);
        self.screen.approval.refuse(Outcome::Refused(refused));
        self.sound(Cue::Fault);
    }

    /// Takes note that somebody is there. What the customer does on the simulated phone is no sign of it.
    pub(super) fn pressed(&mut self, intent: &Intent) {
        if !matches!(intent, Intent::Phone(_)) {
            self.last_press = self.now().steady;
        }
    }

    /// Logs off, or locks the screen, when nobody has pressed anything for as long as the settings allow. While
    /// nothing can be written down it waits: nothing can be sold then either.
    pub(super) fn log_off_when_idle(&mut self, now: Now) {
        // A training logs off by itself, and whoever goes on in it is known when it ends.
        let Some(seconds) = self.settings.log_off_after.filter(|_| !self.is_training()) else {
            return;
        };
        let limit = Duration::from_secs(seconds.into());
        let fine = self.screen.journal == JournalStatus::Fine;
        if !fine || self.register.user().is_none() || now.since(self.last_press) < limit {
            return;
        }
        // What is locked now is logged off as long again after its end.
        self.last_press = now.steady;
        let decision = self.register.idle();
        if !decision.entries.is_empty() && self.carry_out(decision, now) {
            self.screen.log_in.outcome = Outcome::Untried;
            self.forget_approval();
            tracing::info!(locked = self.register.is_locked(), "nobody is at the register");
        }
    }

    /// Whether a pause is shown, whose seconds are news.
    pub(super) fn counts_down(&self) -> bool {
        let now = self.now();
        let counts = |trial: &Trial| match trial.outcome {
            Outcome::Wrong(user) => self.register.pins().standing(user, now) != Standing::Open,
            _ => false,
        };
        counts(&self.screen.log_in) || counts(&self.screen.approval)
    }

    pub(super) fn log_in_shown(&self, now: Now) -> LogIn {
        if matches!(self.screen.checking, Some(Purpose::LogIn(_) | Purpose::Unlock(_))) {
            return LogIn::Checking;
        }
        let times = self.screen.log_in.refusals;
        match self.screen.log_in.outcome {
            Outcome::Untried | Outcome::Done => LogIn::Idle,
            Outcome::Refused(_) => LogIn::NotYours { times },
            Outcome::Wrong(user) => match self.register.pins().standing(user, now) {
                Standing::Open => LogIn::Refused { times },
                Standing::Pause { everybody, left } => LogIn::Waiting {
                    times,
                    user: (!everybody).then_some(user),
                    seconds: seconds(left),
                },
                Standing::Locked { left } => LogIn::Locked { times, user, minutes: minutes(left) },
            },
        }
    }

    pub(super) fn approval_shown(&self, now: Now) -> Approval {
        if matches!(self.screen.checking, Some(Purpose::Approve(..))) {
            return Approval::Checking;
        }
        let Trial { outcome, refusals: times, done } = &self.screen.approval;
        let times = *times;
        match *outcome {
            Outcome::Untried => Approval::Idle,
            Outcome::Done => Approval::Done { times: *done },
            Outcome::Refused(reason) => Approval::NotDone { times, reason },
            Outcome::Wrong(user) => match self.register.pins().standing(user, now) {
                Standing::Open => Approval::Refused { times },
                Standing::Pause { everybody, left } => Approval::Waiting {
                    times,
                    user: (!everybody).then_some(user),
                    seconds: seconds(left),
                },
                Standing::Locked { left } => {
                    Approval::Locked { times, user, minutes: minutes(left) }
                }
            },
        }
    }

    /// Only numbers that somebody has: which those are is no news to a manager, who alone is shown them.
    pub(super) fn locked_people(&self, now: Now, before: &Arc<[Person]>) -> Arc<[Person]> {
        let people: Vec<Person> = self
            .register
            .pins()
            .locked(now)
            .filter_map(|number| self.users.iter().find(|user| user.number == number))
            .map(Person::from)
            .collect();
        if people[..] == before[..] { Arc::clone(before) } else { people.into() }
    }
}

fn decision_of(entry: Entry) -> Decision {
    Decision { entries: vec![entry], ..Decision::default() }
}

fn seconds(left: Duration) -> u32 {
    u32::try_from(left.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX)
}

fn minutes(left: Duration) -> u32 {
    seconds(left).div_ceil(60)
}
