//! A till on the demonstration shop, and ways to wait for what it shows.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kassa::core::catalog::ArticleNumber;
use kassa::core::entry::Entry;
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Phase};
use kassa::core::receipt::Quantity;
use kassa::core::register::Command;
use kassa::core::settings::Settings;
use kassa::core::tender::TenderId;
use kassa::core::user::UserNumber;
use kassa::demonstration::{Demonstration, Kept};
use kassa::device::sound::Cue;
use kassa::journal::{OpenMode, Stamp, Store};
use kassa::simulator::demonstration::SimulatorSettings;
use kassa::simulator::{Simulator, SimulatorHandle};
use kassa::till::intent::Intent;
use kassa::till::snapshot::Snapshot;
use kassa::till::{Setup, Till, seqr_service};
use kassa::training::Trainings;
use tokio::runtime::Runtime;
use tokio::sync::watch;

use super::scripted::Gate;

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Articles of the demonstration shop with their prices in öre.
pub const COFFEE: (&str, i64) = ("1001", 2_995);
pub const JUICE: (&str, i64) = ("1003", 2_200);

/// Everything in the journal so far.
pub fn entries(folder: &Path) -> Vec<Entry> {
    let reader = Store::open_read_only(folder).unwrap();
    let last = reader.head().unwrap().seq;
    (1..=last).map(|seq| reader.entry(seq).unwrap().unwrap().entry).collect()
}

/// Waits for something that no snapshot shows.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = std::time::Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(std::time::Instant::now() < end, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub struct Shop {
    till: Option<Till>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    send: Box<dyn Fn(Intent)>,
    pub simulator: SimulatorHandle,
    /// SEQR's side has threads of its own, which live on while the till restarts.
    other_side: Option<Runtime>,
    /// Every sound so far.
    pub heard: Arc<Mutex<Vec<Cue>>>,
    /// Seconds by which the till's wall clock is wrong.
    pub clock_error: Arc<AtomicI64>,
    _kept: Option<Kept>,
}

impl Shop {
    pub fn open(directory: &Path) -> Shop {
        let other_side = Runtime::new().unwrap();
        let settings = SimulatorSettings::with_ready_terminal();
        let simulator = Simulator::start(other_side.handle(), settings).unwrap();
        Shop::against(directory, simulator, other_side)
    }

    /// The same with a gate between the register and SEQR.
    pub fn open_behind(directory: &Path, gate: &Gate) -> Shop {
        let other_side = Runtime::new().unwrap();
        let settings = SimulatorSettings::with_ready_terminal();
        let simulator = Simulator::start(other_side.handle(), settings).unwrap();
        Shop::through(directory, simulator, other_side, Some(gate))
    }

    /// The same with other settings than the demonstration's.
    pub fn open_with(directory: &Path, change: impl FnOnce(&mut Settings)) -> Shop {
        let other_side = Runtime::new().unwrap();
        let settings = SimulatorSettings::with_ready_terminal();
        let simulator = Simulator::start(other_side.handle(), settings).unwrap();
        drop(Demonstration::open(Some(directory.to_owned()), simulator.clone()).unwrap());
        let mut store = Store::open(directory, OpenMode::Existing).unwrap();
        let mut settings = store.settings().unwrap().unwrap();
        change(&mut settings);
        let register = settings.register.clone();
        let stamp = Stamp { at: jiff::Timestamp::now(), register, user: None };
        let _head = store.commit(&stamp, &[Entry::SettingsSaved { settings }]).unwrap();
        drop(store);
        Shop::against(directory, simulator, other_side)
    }

    fn against(directory: &Path, simulator: SimulatorHandle, other_side: Runtime) -> Shop {
        Shop::through(directory, simulator, other_side, None)
    }

    fn through(
        directory: &Path,
        simulator: SimulatorHandle,
        other_side: Runtime,
        gate: Option<&Gate>,
    ) -> Shop {
        let demonstration =
            Demonstration::open(Some(directory.to_owned()), simulator.clone()).unwrap();
        let runtime = Runtime::new().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ears = Arc::clone(&heard);
        let sounds = Box::new(move |cue| ears.lock().unwrap().push(cue));
        let (mut setup, kept) = demonstration.into_setup(runtime, sounds).unwrap();
        let clock_error = Arc::new(AtomicI64::new(0));
        let error = Arc::clone(&clock_error);
        setup.training = Some(Box::new(Trainings::beside(directory)));
        setup.clock = Box::new(move || {
            let by = jiff::SignedDuration::from_secs(error.load(Ordering::SeqCst));
            jiff::Timestamp::now() + by
        });
        if let Some(gate) = gate {
            setup.service = setup.service.map(|service| gate.before(service));
        }
        Shop::started(setup, Some(kept), simulator, other_side, (heard, clock_error))
    }

    /// A register as it comes out of its box: nothing in its journal, nobody who could log in.
    pub fn out_of_the_box(directory: &Path) -> Shop {
        let other_side = Runtime::new().unwrap();
        let settings = SimulatorSettings::with_ready_terminal();
        let simulator = Simulator::start(other_side.handle(), settings).unwrap();
        Shop::as_it_is(directory, simulator, other_side)
    }

    /// On what the journal says, without a demonstration.
    fn as_it_is(directory: &Path, simulator: SimulatorHandle, other_side: Runtime) -> Shop {
        let store = Store::open(directory, OpenMode::Create).unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ears = Arc::clone(&heard);
        let setup = Setup {
            directory: directory.to_owned(),
            service: seqr_service::of(&store).unwrap(),
            store,
            sounds: Box::new(move |cue| ears.lock().unwrap().push(cue)),
            phone: None,
            demonstration_users: Vec::new(),
            catalog: None,
            signed_in: None,
            pins: None,
            training: None,
            clock: Box::new(jiff::Timestamp::now),
            runtime: Runtime::new().unwrap(),
        };
        let clock_error = Arc::new(AtomicI64::new(0));
        Shop::started(setup, None, simulator, other_side, (heard, clock_error))
    }

    /// Ends the till, lets something happen, and starts it again on what the journal says.
    pub fn started_again(mut self, directory: &Path, meanwhile: impl FnOnce()) -> Shop {
        let simulator = self.simulator.clone();
        let other_side = self.other_side.take().unwrap();
        drop(self);
        meanwhile();
        Shop::as_it_is(directory, simulator, other_side)
    }

    fn started(
        setup: Setup,
        kept: Option<Kept>,
        simulator: SimulatorHandle,
        other_side: Runtime,
        (heard, clock_error): (Arc<Mutex<Vec<Cue>>>, Arc<AtomicI64>),
    ) -> Shop {
        let till = Till::start(setup).unwrap();
        let send = till.sender();
        Shop {
            snapshots: till.snapshots(),
            send: Box::new(send),
            till: Some(till),
            simulator,
            other_side: Some(other_side),
            heard,
            clock_error,
            _kept: kept,
        }
    }

    /// Ends the till, lets something happen on the other side, and starts it again.
    pub fn restarted(mut self, directory: &Path, meanwhile: impl FnOnce(&SimulatorHandle)) -> Shop {
        let simulator = self.simulator.clone();
        let other_side = self.other_side.take().unwrap();
        drop(self);
        meanwhile(&simulator);
        Shop::against(directory, simulator, other_side)
    }

    /// The other side goes away: nothing listens at its address any more.
    pub fn stop_seqr(&mut self) {
        self.other_side.take().unwrap().shutdown_timeout(PATIENCE);
    }

    pub fn send(&self, intent: Intent) {
        (self.send)(intent);
    }

    pub fn command(&self, command: Command) {
        self.send(Intent::Do(command));
    }

    pub fn now(&self) -> Arc<Snapshot> {
        self.snapshots.borrow().clone()
    }

    /// Waits until the till shows something.
    pub fn until(&self, what: &str, shows: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        self.until_within(PATIENCE, what, shows)
    }

    /// Waits for something that the register itself waits more than a minute for.
    pub fn until_at_last(&self, what: &str, shows: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        self.until_within(4 * PATIENCE, what, shows)
    }

    fn until_within(
        &self,
        patience: Duration,
        what: &str,
        shows: impl Fn(&Snapshot) -> bool,
    ) -> Arc<Snapshot> {
        let end = std::time::Instant::now() + patience;
        loop {
            let now = self.now();
            if shows(&now) {
                return now;
            }
            assert!(std::time::Instant::now() < end, "waited in vain for {what}: {now:#?}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn log_in(&self) {
        let _ready = self.until("the articles", |now| now.catalog_ready);
        self.send(Intent::LogIn { user: UserNumber(1), pin: "1111".into() });
        let _in = self.until("the log-in", |now| now.user.is_some());
    }

    pub fn ring_up(&self, article: (&str, i64)) {
        let due = self.now().due() + Amount::from_minor(article.1);
        let number = ArticleNumber::new(article.0).unwrap();
        self.send(Intent::RingUp { article: number, quantity: Quantity::ONE });
        let _rung = self.until("the line", |now| now.due() == due);
    }

    /// Sells one coffee for exact cash in whole kronor.
    pub fn sell_for_cash(&self) {
        self.ring_up(COFFEE);
        let now = self.now();
        let receipt = now.receipt.as_ref().unwrap().id;
        let amount = now.due().rounded_to_cash();
        self.command(Command::TakeCash { receipt, amount, tender: TenderId(1) });
        let _done =
            self.until("the end", |now| now.last.as_ref().is_some_and(|last| last.id == receipt));
    }

    /// Presses Pay for an amount.
    pub fn pay_with_seqr(&self, amount: Amount) -> AttemptId {
        let now = self.now();
        let receipt = now.receipt.as_ref().unwrap().id;
        let number = now.payment.as_ref().map_or(1, |payment| payment.attempt.number + 1);
        let attempt = AttemptId { receipt, number };
        self.command(Command::PayWithSeqr { attempt, amount });
        let _seen = self.until("the attempt", |now| {
            now.payment.as_ref().is_some_and(|payment| payment.attempt == attempt)
        });
        attempt
    }

    pub fn until_waiting(&self) {
        let _waiting = self.until("the phone", |now| {
            now.payment
                .as_ref()
                .is_some_and(|payment| matches!(payment.phase, Phase::Waiting { .. }))
        });
    }

    /// Ends the till as a shop does in the evening.
    pub fn close(mut self) {
        self.till.take().unwrap().stop();
    }
}
