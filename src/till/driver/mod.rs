//! The till's own thread: takes what happens one after another, lets the core decide, commits,
//! and only then lets anything follow.

mod ages;
mod backing_up;
mod beside;
mod clock;
mod ending;
mod equipment;
mod keeping;
mod paying;
mod people;
mod printing;
mod refunding;
mod reporting;
mod scanning;
mod setting_up;
mod training;
mod view;

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::core::catalog::Catalog;
use crate::core::entry::Entry;
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::payment::{AttemptId, Event};
use crate::core::receipt::Returnable;
use crate::core::refund::{self, RefundId};
use crate::core::register::{Command, Decision, Effect, Refused, Register};
use crate::core::settings::Settings;
use crate::core::time::Now;
use crate::core::user::User;
use crate::device::sound::Cue;
use crate::journal::{JournalError, SecretChange, Stamp, Store};

use super::inbox::{Inbox, Input};
use super::intent::{Intent, PhonePress};
use super::poller::Poller;
use super::service::SeqrService;
use super::snapshot::{
    DemonstrationUser, JournalStatus, JournalTrouble, RefusedNotice, ScanNotice, ScannerStatus,
    Snapshot,
};

pub use backing_up::BackingUp;
pub use beside::Continuation;
pub use clock::{Clock, ClockWatch};
pub use ending::Ending;
pub use equipment::Equipment;
pub use printing::PrintQueue;
pub use setting_up::SettingUp;
pub use training::Training;

/// How often time itself is news while a payment is on its way.
const TICK_WHILE_PAYING: Duration = Duration::from_millis(250);
/// How often time is news otherwise: the clock on the screen, notices that fade.
const TICK_WHILE_IDLE: Duration = Duration::from_secs(1);
/// How long a scan's notice stays that needs no answer.
const NOTICE_FOR: Duration = Duration::from_secs(3);
/// How often the journal is tidied while nobody is selling.
const TIDY_EVERY: Duration = Duration::from_secs(30);
/// How often a journal that takes no entries is tried again.
const TRY_JOURNAL_EVERY: Duration = Duration::from_secs(3);
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
    pub(super) equipment: Equipment,
    pub(super) sounds: Sounds,
    pub(super) phone: Option<Phone>,
    pub(super) demonstration_users: Arc<[DemonstrationUser]>,
    pub(super) catalog: Option<Arc<Catalog>>,
    pub(super) started: Instant,
    pub(super) clock: Clock,
    pub(super) clock_watch: ClockWatch,
    pub(super) snapshots: watch::Sender<Arc<Snapshot>>,
    pub(super) screen: Screen,
    /// Payment events whose entries could not be committed: taken up again until they can.
    pub(super) held: VecDeque<(AttemptId, Event)>,
    /// The same for refunds.
    pub(super) held_refunds: VecDeque<(RefundId, refund::Event)>,
    /// Whether the open return sends its promised refund by itself.
    pub(super) owed_goes_on: bool,
    /// Promised refunds that were taken up without being asked for since the till started.
    pub(super) taken_up: HashSet<AttemptId>,
    pub(super) reach: Reach,
    /// When the journal was tidied last, on the steady clock.
    pub(super) last_tidied: Duration,
    /// Set once the till has been told to end in order.
    pub(super) ending: Option<Ending>,
    /// When somebody last pressed or scanned something, on the steady clock.
    pub(super) last_press: Duration,
    /// What is being set up.
    pub(super) setting_up: SettingUp,
    /// What there is to train with, and the training that goes on.
    pub(super) training: Training,
    /// Copies of the journal.
    pub(super) backing_up: BackingUp,
}

/// What is shown besides the facts.
#[derive(Debug, Default)]
pub struct Screen {
    pub(super) language: Language,
    pub(super) log_in: people::Trial,
    pub(super) approval: people::Trial,
    /// What the PIN is for that is being checked.
    pub(super) checking: Option<people::Purpose>,
    pub(super) scanner: ScannerStatus,
    pub(super) scan: Option<(ScanNotice, Duration)>,
    pub(super) refused: Option<(RefusedNotice, Duration)>,
    pub(super) returnable: Option<Arc<Returnable>>,
    /// Scans so far, and refusals so far: each notice has a number of its own.
    pub(super) scans: u64,
    pub(super) refusals: u64,
    /// When the journal was last tried, on the steady clock.
    pub(super) tried_again: Duration,
    pub(super) journal: JournalStatus,
    /// Whether the articles can be read, as far as known.
    pub(super) articles: JournalStatus,
    /// What the start could not write down: it comes before the next entry.
    pub(super) unwritten: Vec<Entry>,
    /// What is rung up once somebody has seen that the customer is old enough.
    pub(super) age_asked: Option<ages::AgeAsked>,
    pub(super) waiting_scans: VecDeque<scanning::Scan>,
    pub(super) ended: bool,
}

/// When SEQR was looked for, on the steady clock.
#[derive(Debug, Default)]
pub struct Reach {
    pub(super) next: Duration,
    pub(super) asking: bool,
    /// Which service it is about, counted by how often there was another one.
    pub(super) of: u64,
    pub(super) silent_since: Option<Duration>,
}

impl Driver {
    /// Runs until it is told to stop.
    pub fn run(mut self, inputs: &Receiver<Input>) {
        self.publish();
        while !self.screen.ended {
            let open = self.register.open_attempt().is_some();
            let open = open || self.register.open_refund().is_some();
            let busy = self.poller.is_asking() || open || self.counts_down();
            let wait = if busy { TICK_WHILE_PAYING } else { TICK_WHILE_IDLE };
            match inputs.recv_timeout(wait) {
                Ok(Input::Stop) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(input) => self.take(input),
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.time_passes();
            self.publish();
        }
        self.stop_training();
        self.finish_printing(inputs);
    }

    /// The present moment. The steady clock is the machine's own, which no correction moves.
    pub(super) fn now(&self) -> Now {
        Now { at: (self.clock)(), steady: self.started.elapsed() }
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Intent(intent) => self.take_intent(intent),
            Input::Payment { attempt, event } => self.payment_event(attempt, event),
            Input::Refund { refund, event } => self.refund_event(refund, event),
            Input::Reached { of, reached } => self.reached(of, reached),
            Input::PinChecked { right } => self.pin_checked(right),
            Input::CatalogRead(catalog) => self.catalog_read(catalog),
            Input::CatalogFailed(error) => {
                // An empty shop would be a lie: the articles stay unread, and the screen says what is wrong.
                tracing::error!(%error, "the articles cannot be read");
                self.screen.articles = failing(&error);
            }
            Input::Trained => self.training_is_news(),
            Input::Scanner { of, event } => self.scanner_spoke(of, event),
            Input::Printer { of, event } => self.printer_spoke(of, event),
            Input::PrinterLeft { of } => self.printer_left(of),
            Input::Then(work) => work.go_on(self),
            Input::Marker(answer) => {
                self.step_with_training();
                self.publish();
                if answer.send(()).is_err() {
                    tracing::debug!("whoever wanted to be in step has gone");
                }
            }
            Input::End { within } => self.end_within(within),
            Input::Stop => self.screen.ended = true,
        }
    }

    fn take_intent(&mut self, intent: Intent) {
        let Some(intent) = self.train_with(intent) else { return };
        self.screen.refused = None;
        if self.begins_something_new(&intent) {
            let now = self.now();
            self.refuse(Refused::Ending, now);
            return;
        }
        self.pressed(&intent);
        match intent {
            Intent::LogIn { user, pin } => self.log_in(user, pin),
            Intent::Approve { user, pin, command } => self.approve(user, pin, command),
            Intent::ForgetApproval => self.forget_approval(),
            Intent::Awake => {}
            Intent::RingUp { article, quantity } => self.ring_up(&article, quantity),
            Intent::Scan { text, quantity } => {
                self.scanned(scanning::Scan { text, quantity });
            }
            Intent::Do(command) => self.command(&command),
            Intent::Take { command, due } => self.take_money(&command, due),
            Intent::AnswerAge(old_enough) => self.answer_age(old_enough),
            Intent::Speak(language) => self.screen.language = language,
            Intent::FindReceipt(number) => self.find_receipt(number),
            Intent::BeginReturn { number, chosen } => self.begin_return(number, chosen),
            Intent::FinishAndRefund(receipt) => self.finish_and_refund(receipt),
            Intent::RefundOwed(payment) => self.refund_owed(payment),
            Intent::Dismiss => {
                self.screen.scan = None;
                self.screen.returnable = None;
                self.screen.age_asked = None;
            }
            Intent::PrintAgain(job) => self.print_again(job),
            Intent::PaperIsFine(job) => self.paper_is_fine(job),
            Intent::Report(kind) => self.report_day(kind),
            Intent::CopyReport(number) => self.copy_report(number),
            Intent::SetUp(request) => self.set_up(request),
            Intent::Train(begin) => self.train(begin),
            Intent::Phone(press) => {
                if let Some(phone) = &self.phone {
                    phone(press);
                }
            }
        }
    }

    /// Carries a command out, or shows why not.
    pub(super) fn command(&mut self, command: &Command) {
        let _done_or_shown = self.obey(command);
    }

    /// The same, and says whether it was done.
    pub(super) fn obey(&mut self, command: &Command) -> bool {
        let now = self.now();
        match self.register.decide(command, now) {
            Ok(decision) => {
                let done = self.carry_out(decision, now);
                if done && *command == Command::Quit {
                    self.screen.ended = true;
                }
                done
            }
            Err(reason) => {
                self.note_age(command, reason);
                self.refuse(reason, now);
                false
            }
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
        self.screen.refusals += 1;
        let notice = RefusedNotice { number: self.screen.refusals, reason };
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
            // What was looked up to be returned is nobody's any more.
            if matches!(entry, Entry::ReceiptOpened { .. } | Entry::UserLoggedOut { .. }) {
                self.screen.returnable = None;
            }
            if matches!(entry, Entry::ReceiptCompleted { .. }) {
                self.sold();
            }
        }
        if let Some(attempt) = decision.attempt {
            self.register.adopt(*attempt);
        }
        if let Some(refund) = decision.refund {
            self.register.adopt_refund(*refund);
        }
        for effect in decision.effects {
            match effect {
                Effect::Payment(effect) => self.payment_effect(effect, now),
                Effect::Refund(effect) => self.refund_effect(effect, now),
                Effect::Print(_job) => self.print_next(),
                // The money in the drawer is real.
                Effect::OpenDrawer if self.settings.training => {
                    tracing::info!("the drawer stays shut during a training");
                }
                Effect::OpenDrawer => self.printing.open_drawer(),
            }
        }
        true
    }

    /// Writes entries down; whether they are on disk.
    pub(super) fn commit(&mut self, entries: &[Entry], now: Now) -> bool {
        self.commit_with(entries, &[], now)
    }

    /// Writes entries down and keeps or forgets secrets with them, all of it or nothing; whether it is on disk.
    pub(super) fn commit_with(
        &mut self,
        entries: &[Entry],
        secrets: &[SecretChange],
        now: Now,
    ) -> bool {
        if entries.is_empty() {
            return true;
        }
        let stamp = Stamp {
            at: now.at,
            register: self.settings.register.clone(),
            user: self.register.user().map(|user| user.number),
        };
        let earlier = &self.screen.unwritten;
        let outcome = if earlier.is_empty() {
            self.store.commit_with(&stamp, entries, secrets)
        } else {
            self.store.commit_with(&stamp, &[earlier.as_slice(), entries].concat(), secrets)
        };
        match outcome {
            Ok(_head) => {
                self.screen.unwritten.clear();
                self.clock_watch.dated(now.at);
                self.screen.journal = JournalStatus::Fine;
                true
            }
            Err(error) => {
                self.journal_fails(&error, now);
                false
            }
        }
    }

    /// Shows that the journal cannot be used; it is tried again by itself.
    fn journal_fails(&mut self, error: &JournalError, now: Now) {
        if self.screen.journal == JournalStatus::Fine {
            tracing::error!(%error, "the journal cannot be used");
            self.sound(Cue::Fault);
            self.screen.tried_again = now.steady;
        }
        self.screen.journal = failing(error);
    }

    fn time_passes(&mut self) {
        let now = self.now();
        self.look_at_the_clock(now);
        self.try_the_journal_again(now);
        self.time_passes_for_payments(now);
        self.time_passes_for_refunds(now);
        self.look_for_seqr(now);
        self.log_off_when_idle(now);
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
        if self.takes_entries() {
            self.write_down_what_is_left();
            self.record_the_rest();
            self.take_up_answer();
            self.print_next();
        }
        self.tidy_journal(now);
        self.back_up_when_due(now);
        self.end_when_settled(now);
    }

    /// Whether the last entry could be written.
    pub(super) fn takes_entries(&self) -> bool {
        self.screen.journal == JournalStatus::Fine
    }

    /// While the journal takes no entries nothing can be sold; it is tried now and then whether it does again, by
    /// an entry that says for how long it did not.
    fn try_the_journal_again(&mut self, now: Now) {
        let JournalStatus::Failing { detail, .. } = &self.screen.journal else { return };
        if now.since(self.screen.tried_again) < TRY_JOURNAL_EVERY {
            return;
        }
        self.screen.tried_again = now.steady;
        let detail = detail.clone();
        if self.commit(&[Entry::JournalMended { detail }], now) {
            tracing::info!("the journal takes entries again");
        }
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

/// What an error of the journal's comes to on the screen.
pub(super) fn failing(error: &JournalError) -> JournalStatus {
    JournalStatus::Failing { trouble: error.into(), detail: error.to_string() }
}
