//! The till's own thread: takes what happens one after another, lets the core decide, commits,
//! and only then lets anything follow.

mod paying;
mod people;
mod printing;
mod scanning;
mod view;

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::core::catalog::Catalog;
use crate::core::entry::Entry;
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::payment::{AttemptId, Event};
use crate::core::register::{Command, Decision, Effect, Refused, Register};
use crate::core::settings::Settings;
use crate::core::time::Now;
use crate::core::user::User;
use crate::device::sound::Cue;
use crate::journal::{JournalError, Stamp, Store};

use super::inbox::{Inbox, Input};
use super::intent::{Intent, PhonePress};
use super::poller::Poller;
use super::service::SeqrService;
use super::snapshot::{
    DemonstrationUser, JournalStatus, JournalTrouble, LogIn, RefusedNotice, ScanNotice,
    ScannerStatus, Snapshot,
};

pub use printing::PrintQueue;

/// How often time itself is news while a payment is on its way.
const TICK_WHILE_PAYING: Duration = Duration::from_millis(250);
/// How often time is news otherwise: the clock on the screen, notices that fade.
const TICK_WHILE_IDLE: Duration = Duration::from_secs(1);
/// How long a scan's notice stays that needs no answer.
const NOTICE_FOR: Duration = Duration::from_secs(3);
/// How often the journal is tidied while nobody is selling.
const TIDY_EVERY: Duration = Duration::from_secs(30);
/// When SEQR is looked for again after it did not answer, and after it did.
const REACH_AGAIN: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(30));

/// The simulated phone of the demonstration.
pub type Phone = Box<dyn Fn(PhonePress) + Send>;
/// Makes sounds.
pub type Sounds = Box<dyn Fn(Cue) + Send>;

/// What the thread is given to work with.
pub struct Driver {
    pub(super) store: Store,
    pub(super) settings: Arc<Settings>,
    pub(super) users: Vec<User>,
    pub(super) register: Register,
    pub(super) inbox: Inbox,
    pub(super) runtime: Handle,
    pub(super) service: Option<Arc<dyn SeqrService>>,
    pub(super) poller: Poller,
    pub(super) printing: PrintQueue,
    pub(super) sounds: Sounds,
    pub(super) phone: Option<Phone>,
    pub(super) demonstration_users: Arc<[DemonstrationUser]>,
    pub(super) catalog: Option<Arc<Catalog>>,
    pub(super) started: Instant,
    pub(super) snapshots: watch::Sender<Arc<Snapshot>>,
    pub(super) screen: Screen,
    /// Payment events whose entries could not be committed: taken up again until they can.
    pub(super) held: VecDeque<(AttemptId, Event)>,
    pub(super) reach: Reach,
    /// When the journal was tidied last, on the steady clock.
    pub(super) last_tidied: Duration,
}

/// What is shown besides the facts.
#[derive(Debug, Default)]
pub struct Screen {
    pub(super) language: Language,
    pub(super) log_in: LogIn,
    pub(super) log_in_refusals: u32,
    pub(super) scanner: ScannerStatus,
    pub(super) scan: Option<(ScanNotice, Duration)>,
    pub(super) refused: Option<(RefusedNotice, Duration)>,
    pub(super) notices: u64,
    pub(super) journal: JournalStatus,
    pub(super) waiting_scans: VecDeque<scanning::Scan>,
    pub(super) ended: bool,
}

/// When SEQR was looked for, on the steady clock.
#[derive(Debug, Default)]
pub struct Reach {
    pub(super) next: Duration,
    pub(super) asking: bool,
    pub(super) silent_since: Option<Duration>,
}

impl Driver {
    /// Runs until it is told to stop.
    pub fn run(mut self, inputs: &Receiver<Input>) {
        self.publish();
        while !self.screen.ended {
            let wait = if self.poller.is_asking() || self.register.open_attempt().is_some() {
                TICK_WHILE_PAYING
            } else {
                TICK_WHILE_IDLE
            };
            match inputs.recv_timeout(wait) {
                Ok(Input::Stop) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(input) => self.take(input),
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.time_passes();
            self.publish();
        }
    }

    /// The present moment. The steady clock is the machine's own, which no correction moves.
    pub(super) fn now(&self) -> Now {
        Now { at: Timestamp::now(), steady: self.started.elapsed() }
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Intent(intent) => self.take_intent(intent),
            Input::Payment { attempt, event } => self.payment_event(attempt, event),
            Input::Reached(reached) => self.reached(reached),
            Input::PinChecked { user, right } => self.pin_checked(user, right),
            Input::CatalogRead(catalog) => self.catalog_read(catalog),
            Input::CatalogFailed(cause) => {
                tracing::error!(cause, "the articles cannot be read");
                self.catalog_read(Catalog::default());
            }
            Input::Scanner(event) => self.scanner_event(event),
            Input::Printer(event) => self.printer_event(event),
            Input::Stop => self.screen.ended = true,
        }
    }

    fn take_intent(&mut self, intent: Intent) {
        self.screen.refused = None;
        match intent {
            Intent::LogIn { user, pin } => self.log_in(user, pin),
            Intent::RingUp { article, quantity } => self.ring_up(&article, quantity),
            Intent::Scan { text, quantity } => {
                self.scanned(scanning::Scan { text, quantity });
            }
            Intent::Do(command) => self.command(&command),
            Intent::Take { command, due } => self.take_money(&command, due),
            Intent::Speak(language) => self.screen.language = language,
            Intent::Dismiss => self.screen.scan = None,
            Intent::PrintAgain(job) => self.print_again(job),
            Intent::Phone(press) => {
                if let Some(phone) = &self.phone {
                    phone(press);
                }
            }
        }
    }

    /// Carries a command out, or shows why not.
    pub(super) fn command(&mut self, command: &Command) {
        let now = self.now();
        match self.register.decide(command, now) {
            Ok(decision) => {
                let done = self.carry_out(decision, now);
                if done && *command == Command::Quit {
                    self.screen.ended = true;
                }
            }
            Err(reason) => self.refuse(reason, now),
        }
    }

    fn take_money(&mut self, command: &Command, due: Amount) {
        if self.register.receipt().is_some_and(|receipt| receipt.due() == due) {
            self.command(command);
        } else {
            let now = self.now();
            self.refuse(Refused::NotOffered, now);
        }
    }

    /// Shows why a press does nothing.
    pub(super) fn refuse(&mut self, reason: Refused, now: Now) {
        self.screen.notices += 1;
        let notice = RefusedNotice { number: self.screen.notices, reason };
        self.screen.refused = Some((notice, now.steady));
    }

    /// Commits a decision and lets its effects follow; whether it was committed.
    pub(super) fn carry_out(&mut self, decision: Decision, now: Now) -> bool {
        if !self.commit(&decision.entries, now) {
            return false;
        }
        for entry in &decision.entries {
            self.register.apply(entry, now);
            self.printing.apply(entry);
        }
        if let Some(attempt) = decision.attempt {
            self.register.adopt(*attempt);
        }
        for effect in decision.effects {
            match effect {
                Effect::Payment(effect) => self.payment_effect(effect, now),
                Effect::Print(_job) => self.print_next(),
                Effect::OpenDrawer => self.printing.open_drawer(),
            }
        }
        true
    }

    /// Writes entries down; whether they are on disk.
    pub(super) fn commit(&mut self, entries: &[Entry], now: Now) -> bool {
        if entries.is_empty() {
            return true;
        }
        let stamp = Stamp {
            at: now.at,
            register: self.settings.register.clone(),
            user: self.register.user().map(|user| user.number),
        };
        match self.store.commit(&stamp, entries) {
            Ok(_head) => {
                self.screen.journal = JournalStatus::Fine;
                true
            }
            Err(error) => {
                tracing::error!(%error, "entries could not be written");
                self.screen.journal =
                    JournalStatus::Failing { trouble: trouble(&error), detail: error.to_string() };
                (self.sounds)(Cue::Fault);
                false
            }
        }
    }

    fn time_passes(&mut self) {
        let now = self.now();
        self.time_passes_for_payments(now);
        self.look_for_seqr(now);
        let old = |since: Duration| now.since(since) >= NOTICE_FOR;
        if self
            .screen
            .scan
            .as_ref()
            .is_some_and(|(notice, since)| old(*since) && !view::needs_an_answer(&notice.outcome))
        {
            self.screen.scan = None;
        }
        if self.screen.refused.as_ref().is_some_and(|(_, since)| old(*since)) {
            self.screen.refused = None;
        }
        self.print_next();
        self.tidy_journal(now);
    }

    /// Moves the journal's log into the database while nobody waits for anything.
    fn tidy_journal(&mut self, now: Now) {
        let busy = self.register.receipt().is_some() || self.poller.is_asking();
        if busy || now.since(self.last_tidied) < TIDY_EVERY {
            return;
        }
        self.last_tidied = now.steady;
        match self.store.checkpoint_when_idle() {
            Ok(checkpoint) => tracing::debug!(?checkpoint, "the journal was tidied"),
            // Nothing is lost: the log stays as long as it is, and the next commit says what is wrong.
            Err(error) => tracing::warn!(%error, "the journal's log stays as it is"),
        }
    }
}

fn trouble(error: &JournalError) -> JournalTrouble {
    match error {
        JournalError::DiskFull { .. } => JournalTrouble::DiskFull,
        JournalError::ReadOnly { .. } => JournalTrouble::ReadOnly,
        JournalError::Locked { .. } => JournalTrouble::Locked,
        JournalError::Damaged { .. } => JournalTrouble::Damaged,
        _ => JournalTrouble::Other,
    }
}
