//! The training mode: while it lasts, presses go to another till with a journal of its own, and its pictures are
//! shown. This one goes on with what it has to do by itself: payments that are not settled are still asked about.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::core::entry::{Entry, TrainingEnded};
use crate::core::register::{Command, Refused};
use crate::core::time::Now;

use super::super::inbox::Input;
use super::super::intent::Intent;
use super::super::running::Till;
use super::super::snapshot::Snapshot;
use super::super::training::{LeftBehind, Trainee, TrainingGround};
use super::Driver;

/// What there is to train with.
#[derive(Default)]
pub struct Training {
    ground: Option<Box<dyn TrainingGround>>,
    session: Option<Session>,
    /// Trainings that have ended and whose end is not in the journal yet.
    unwritten: Vec<String>,
}

/// A training that goes on.
struct Session {
    name: String,
    till: Till,
    send: Box<dyn Fn(Intent) + Send>,
    step: Box<dyn Fn() -> bool + Send>,
    pictures: watch::Receiver<Arc<Snapshot>>,
}

impl Training {
    /// With or without a place to train at.
    pub fn new(ground: Option<Box<dyn TrainingGround>>) -> Self {
        Training { ground, session: None, unwritten: Vec::new() }
    }
}

impl Driver {
    /// Whether somebody trains.
    pub(super) fn is_training(&self) -> bool {
        self.training.session.is_some()
    }

    /// Takes what was pressed to the training, where there is one. What is given back is for this till.
    pub(super) fn train_with(&mut self, intent: Intent) -> Option<Intent> {
        let Some(session) = &self.training.session else { return Some(intent) };
        match intent {
            Intent::Train(_) => Some(intent),
            // Nothing of the real register is set up from within a training.
            Intent::SetUp(_) => {
                tracing::info!("nothing is set up during a training");
                None
            }
            Intent::Do(Command::Quit) => {
                // Where the register has to go on, it goes on with its devices and as whoever it belongs to.
                match self.register.decide(&Command::Quit, self.now()) {
                    Ok(_nothing_open) => self.stop_training(),
                    Err(_shown_next) => self.end_training(),
                }
                Some(intent)
            }
            other => {
                (session.send)(other);
                None
            }
        }
    }

    /// Begins a training, or ends it.
    pub(super) fn train(&mut self, begin: bool) {
        if !begin {
            self.end_training();
        } else if !self.is_training() {
            self.begin_training();
        }
    }

    fn begin_training(&mut self) {
        let now = self.now();
        let session = now.at.strftime("%Y%m%dT%H%M%S%.3fZ").to_string();
        self.write_down_what_is_left();
        if !self.training.unwritten.is_empty() {
            return self.refuse(Refused::NoTraining, now);
        }
        let decision = match self.register.begin_training(session.clone(), now) {
            Ok(decision) => decision,
            Err(reason) => return self.refuse(reason, now),
        };
        let (Some(person), Some(catalog)) = (self.register.user(), &self.catalog) else {
            return self.refuse(Refused::NotOffered, now);
        };
        // By the training's own clock, which begins now.
        let pins = match self.store.pins(Now { at: now.at, steady: Duration::ZERO }) {
            Ok(pins) => pins,
            Err(error) => {
                tracing::error!(%error, "no training can begin");
                return self.refuse(Refused::NoTraining, now);
            }
        };
        let trainee = Trainee {
            session: session.clone(),
            settings: (*self.settings).clone(),
            users: self.users.clone(),
            catalog: Arc::clone(catalog),
            person: person.clone(),
            pins,
        };
        // The scanner and the printer are the training's as long as it lasts.
        self.release_devices();
        match self.training.ground.as_ref().map(|ground| ground.begin(trainee)) {
            Some(Ok(till)) if self.carry_out(decision, now) => {
                tracing::info!(session, "a training begins");
                self.show_training(session, till);
            }
            Some(Ok(till)) => {
                till.stop();
                self.take_devices();
            }
            None => {
                self.take_devices();
                self.refuse(Refused::NoTraining, now);
            }
            Some(Err(error)) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::error!(%error, ?cause, "no training can begin");
                self.take_devices();
                self.refuse(Refused::NoTraining, now);
            }
        }
    }

    /// Every picture of the training is news here.
    fn show_training(&mut self, name: String, till: Till) {
        let pictures = till.snapshots();
        let (mut news, inbox) = (pictures.clone(), self.inbox.clone());
        let _detached = self.runtime.spawn(async move {
            while news.changed().await.is_ok() {
                if inbox.send(Input::Trained).is_err() {
                    return;
                }
            }
        });
        let (send, step) = (Box::new(till.sender()), Box::new(till.marker()));
        self.training.session = Some(Session { name, till, send, step, pictures });
    }

    /// Ends the training with the till. Whatever was on its receipt is gone with it.
    pub(super) fn stop_training(&mut self) {
        if let Some(session) = self.training.session.take() {
            session.till.stop();
            self.write_down_training(&session.name);
        }
    }

    /// Ends the training and goes on with the real register.
    fn end_training(&mut self) {
        let Some(session) = &self.training.session else { return };
        let trained = session.pictures.borrow().user.as_ref().map(|person| person.number);
        self.stop_training();
        self.take_devices();
        let now = self.now();
        self.last_press = now.steady;
        // Whoever is there now may be somebody else than who began.
        let stays = self.register.user().is_none_or(|user| trained == Some(user.number));
        if !stays && !self.obey(&Command::LogOut) {
            tracing::warn!("whoever began the training is still logged in");
        }
    }

    /// The training that the program did not live to end.
    pub(in crate::till) fn end_interrupted_training(&mut self) {
        match self.store.open_training() {
            Ok(Some(session)) => {
                tracing::warn!(session, "the program ended during this training");
                self.write_down_training(&session);
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "nobody can tell whether a training was ended"),
        }
    }

    /// What cannot be written down now is tried again, at the latest at the next start.
    fn write_down_training(&mut self, session: &str) {
        self.training.unwritten.push(session.to_owned());
        self.write_down_what_is_left();
    }

    /// Writes down how trainings ended that could not be written down before.
    pub(super) fn write_down_what_is_left(&mut self) {
        while let Some(session) = self.training.unwritten.pop() {
            if !self.wrote_down(&session) {
                self.training.unwritten.push(session);
                return;
            }
        }
    }

    /// The end of a training, with the wrong PINs that were typed in it: they count here as well.
    fn wrote_down(&mut self, session: &str) -> bool {
        let Some(ground) = &self.training.ground else { return true };
        let left = ground.left_behind(session).unwrap_or_else(|error| {
            tracing::error!(%error, session, "nobody can tell what happened in this training");
            LeftBehind::default()
        });
        let (trade, mut entries) = (left.trade, left.wrong_pins);
        entries.push(Entry::TrainingEnded(TrainingEnded {
            session: session.to_owned(),
            receipts: trade.receipts,
            total: trade.total,
        }));
        let now = self.now();
        if !self.commit(&entries, now) {
            return false;
        }
        entries.iter().for_each(|entry| self.register.apply(entry, now));
        tracing::info!(session, receipts = trade.receipts, "the training has ended");
        true
    }

    /// The training's picture, as this till shows it.
    pub(super) fn training_picture(&self) -> Option<Snapshot> {
        let session = self.training.session.as_ref()?;
        let mut picture = (**session.pictures.borrow()).clone();
        picture.ended = self.screen.ended;
        Some(picture)
    }

    /// Waits until the training has taken what came before. A training that has died is ended.
    pub(super) fn step_with_training(&mut self) {
        if self.training.session.as_ref().is_some_and(|session| !(session.step)()) {
            self.training_is_news();
        }
    }

    /// The training shows something new, or has died.
    pub(super) fn training_is_news(&mut self) {
        let died = |session: &Session| {
            session.pictures.has_changed().is_err() || session.pictures.borrow().ended
        };
        if self.training.session.as_ref().is_some_and(died) {
            tracing::error!("the training has ended by itself");
            self.end_training();
        }
    }
}
