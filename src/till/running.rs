//! Starting and stopping the till: what is read from the journal, in which order, and why.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::core::catalog::Catalog;
use crate::core::entry::{Entry, Paper};
use crate::core::lock::PinLock;
use crate::core::register::Register;
use crate::core::settings::Settings;
use crate::core::shift::ShiftNumber;
use crate::core::time::Now;
use crate::core::user::Person;
use crate::device::sound;
use crate::journal::{JournalError, PrintJob, Stamp, Store};

use super::driver::{
    BackingUp, Clock, ClockWatch, Driver, Equipment, Phone, PrintQueue, Reach, Screen, SettingUp,
    Sounds, Training, failing,
};
use super::inbox::{Inbox, Input};
use super::intent::Intent;
use super::poller::Poller;
use super::service::SeqrService;
use super::snapshot::{
    Approval, ClockStatus, DemonstrationUser, JournalStatus, LogIn, PrintedReceipt, PrinterStatus,
    ScannerStatus, SeqrStatus, Snapshot,
};
use super::training::TrainingGround;

/// Pauses between attempts to read the articles: the first, and the longest that they grow to.
const READ_AGAIN: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// What a till is made of.
pub struct Setup {
    /// The folder of the journal, for reading it beside the till.
    pub directory: PathBuf,
    /// The open journal.
    pub store: Store,
    /// SEQR, where it is set up.
    pub service: Option<Arc<dyn SeqrService>>,
    /// Makes sounds; whether they are wanted is a setting.
    pub sounds: Sounds,
    /// The simulated phone of the demonstration.
    pub phone: Option<Phone>,
    /// Who can log in with which PIN, shown at the demonstration only.
    pub demonstration_users: Vec<DemonstrationUser>,
    /// The articles, where they are known; otherwise they are read from the journal.
    pub catalog: Option<Arc<Catalog>>,
    /// Who is logged in from the beginning; usually nobody.
    pub signed_in: Option<Person>,
    /// The wrong PINs that count from the beginning; those of the journal where nothing is said.
    pub pins: Option<PinLock>,
    /// Where trainings take place, if anywhere.
    pub training: Option<Box<dyn TrainingGround>>,
    /// Tells the present moment.
    pub clock: Clock,
    /// The network threads. Dropped with the till.
    pub runtime: Runtime,
}

/// Threads for the network: one that waits is enough for one register; the second keeps polling
/// on time while the first is busy with an encrypted answer.
const NETWORK_THREADS: usize = 2;

/// Network threads of this name, for a till or for the other side of one.
///
/// # Errors
/// When the system gives no more threads.
pub fn network(name: &str) -> io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(NETWORK_THREADS)
        .thread_name(name)
        .enable_all()
        .build()
}

/// Sounds on this machine. Whether they are wanted is a setting, which the till knows.
///
/// # Errors
/// When the system gives no more threads.
pub fn sounds() -> io::Result<Sounds> {
    let sounds = sound::Sounds::start()?;
    Ok(Box::new(move |cue| sounds.play(cue)))
}

/// Why a till cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The journal cannot be read or written.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The system gives no more threads.
    #[error("a thread cannot be started")]
    Thread(#[source] std::io::Error),
}

/// A running till. Dropping it ends it.
pub struct Till {
    inbox: Inbox,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    thread: Option<JoinHandle<()>>,
    runtime: Option<Runtime>,
}

impl Till {
    /// Starts a till: takes up unsettled payments first, then everything else.
    ///
    /// When this returns, the first questions about open payments are on their way (rule 13); the
    /// articles are still being read.
    ///
    /// A journal that can be read but takes no entries at the moment (the disk is full, another program holds it) does
    /// not keep the till from starting: it says so, asks about open payments, and sells as soon as it can.
    ///
    /// # Errors
    /// When the journal cannot be read, or refuses the first entry for good.
    pub fn start(setup: Setup) -> Result<Till, StartError> {
        let Setup { directory, mut store, service, sounds, phone, .. } = setup;
        let (demonstration_users, clock, runtime) =
            (setup.demonstration_users, setup.clock, setup.runtime);
        let catalog_is_known = setup.catalog.is_some();
        let settings = Arc::new(store.settings()?.unwrap_or_default());
        let (inbox, inputs) = mpsc::channel();
        let started = Instant::now();
        let mut register = restore(&store, started)?;
        register.set_rules(&settings);
        setup.pins.into_iter().for_each(|pins| register.set_pins(pins));
        let clock_watch = ClockWatch::new(store.newest_date()?);
        let (journal, unwritten) = begin(&mut store, &settings, clock())?;

        let printing = print_queue(&store, &settings, &inbox)?;
        let (snapshots, shown) = watch::channel(Arc::new(blank(&settings)));
        let handle = runtime.handle().clone();
        let users = store.users()?;
        let backing_up = BackingUp::new(store.last_backups()?);
        let language = settings.language;
        let screen = Screen { language, journal, unwritten, ..Screen::default() };
        let mut driver = Driver {
            poller: Poller::new(handle.clone(), inbox.clone()),
            store,
            users,
            register,
            inbox: inbox.clone(),
            runtime: handle,
            service,
            printing,
            equipment: Equipment::default(),
            sounds,
            phone,
            demonstration_users: demonstration_users.into(),
            catalog: setup.catalog,
            started,
            clock,
            clock_watch,
            snapshots,
            screen,
            held: std::collections::VecDeque::new(),
            held_refunds: std::collections::VecDeque::new(),
            owed_goes_on: false,
            taken_up: std::collections::HashSet::new(),
            reach: Reach::default(),
            last_tidied: Duration::ZERO,
            ending: None,
            last_press: Duration::ZERO,
            setting_up: SettingUp::default(),
            training: Training::new(setup.training),
            backing_up,
            settings: Arc::clone(&settings),
        };
        driver.recover_payments();
        driver.recover_refunds();
        driver.begin_setting_up();
        driver.restart_scanner();
        driver.end_interrupted_training();
        if let Some(person) = setup.signed_in {
            driver.sign_in(person);
        }
        let thread = std::thread::Builder::new()
            .name("till".to_owned())
            .spawn(move || driver.run(&inputs))
            .map_err(StartError::Thread)?;
        if !catalog_is_known {
            read_articles(directory, inbox.clone())?;
        }
        Ok(Till { inbox, snapshots: shown, thread: Some(thread), runtime: Some(runtime) })
    }

    /// The latest picture of the till, and every later one.
    pub fn snapshots(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.clone()
    }

    /// A way to tell the till what is wanted. Telling a till that has ended does nothing.
    pub fn sender(&self) -> impl Fn(Intent) + Send + Sync + Clone + 'static {
        let inbox = self.inbox.clone();
        move |intent| {
            if inbox.send(Input::Intent(intent)).is_err() {
                tracing::debug!("a press came after the till had ended");
            }
        }
    }

    /// A way to wait until everything that was sent before has been taken and is shown in the newest picture. False
    /// when the till has ended.
    pub fn marker(&self) -> impl Fn() -> bool + Send + Sync + Clone + 'static {
        let inbox = self.inbox.clone();
        move || {
            let (answer, answered) = mpsc::sync_channel(1);
            inbox.send(Input::Marker(answer)).is_ok() && answered.recv().is_ok()
        }
    }

    /// A way to end the till in order: as soon as no payment needs it, or after `within`, it publishes
    /// [`Snapshot::ended`]. What it leaves open is in the journal and taken up at the next start.
    pub fn ender(&self) -> impl Fn(Option<Duration>) + Send + Sync + Clone + 'static {
        let inbox = self.inbox.clone();
        move |within| {
            if inbox.send(Input::End { within }).is_err() {
                tracing::debug!("the till has ended already");
            }
        }
    }

    /// Ends the till and waits until everything that was decided is on disk.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        // A till that has ended by itself listens no more: that is what was wanted.
        let _ended = self.inbox.send(Input::Stop);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the till's thread has died");
        }
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Drop for Till {
    fn drop(&mut self) {
        self.end();
    }
}

/// Rebuilds the register from what the journal says is unfinished.
fn restore(store: &Store, started: Instant) -> Result<Register, StartError> {
    let numbers = store.numbers()?;
    let mut register = Register::default();
    register.continue_from(numbers.receipt, numbers.receipt_number, numbers.job);
    register.set_pins(store.pins(Now { at: Timestamp::now(), steady: started.elapsed() })?);
    for (at, entry) in store.unfinished()? {
        register.apply(&entry, Now { at, steady: started.elapsed() });
    }
    // What has been taken for the open receipt is counted in it already.
    let (last, open) = store.shift()?;
    register.continue_shift(last, open);
    Ok(register)
}

/// The print queue, with the jobs that are not on paper.
fn print_queue(
    store: &Store,
    settings: &Settings,
    inbox: &Inbox,
) -> Result<PrintQueue, StartError> {
    let mut printing = PrintQueue::new(settings.printer.as_ref(), inbox.clone());
    for job in store.pending_jobs()? {
        let receipt = printed_receipt(store, &job)?;
        printing.restore(job, receipt);
    }
    Ok(printing)
}

/// What a job's paper is known by.
fn printed_receipt(store: &Store, job: &PrintJob) -> Result<Option<PrintedReceipt>, StartError> {
    let Paper::Receipt { receipt } = job.paper else { return Ok(None) };
    let figures = store.completed_figures(receipt)?;
    Ok(figures.map(|(number, total)| PrintedReceipt { number, total }))
}

/// Writes down that the register has started, and how the journal took it. What it could not take for a reason that
/// passes is given back, to be written before anything else.
fn begin(
    store: &mut Store,
    settings: &Settings,
    at: Timestamp,
) -> Result<(JournalStatus, Vec<Entry>), StartError> {
    let stamp = Stamp { at, register: settings.register.clone(), user: None };
    let started = [Entry::RegisterStarted { version: env!("CARGO_PKG_VERSION").to_owned() }];
    match store.commit(&stamp, &started) {
        Ok(_head) => Ok((JournalStatus::Fine, Vec::new())),
        Err(
            error @ (JournalError::DiskFull { .. }
            | JournalError::ReadOnly { .. }
            | JournalError::Locked { .. }
            | JournalError::Database { .. }),
        ) => {
            tracing::error!(%error, "the register starts, but cannot write anything down");
            Ok((failing(&error), started.into()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Reads the articles beside everything else, until it succeeds or the till has ended.
fn read_articles(directory: PathBuf, inbox: Inbox) -> Result<(), StartError> {
    let _detached = std::thread::Builder::new()
        .name("articles".to_owned())
        .spawn(move || {
            let mut pause = READ_AGAIN.0;
            loop {
                let read = Store::open_read_only(&directory).and_then(|journal| journal.articles());
                let (input, is_last) = match read {
                    Ok(articles) => (Input::CatalogRead(Catalog::new(articles)), true),
                    Err(error) => (Input::CatalogFailed(error), false),
                };
                if inbox.send(input).is_err() {
                    tracing::debug!("the till ended while the articles were read");
                    return;
                }
                if is_last {
                    return;
                }
                std::thread::sleep(pause);
                pause = (pause * 2).min(READ_AGAIN.1);
            }
        })
        .map_err(StartError::Thread)?;
    Ok(())
}

fn blank(settings: &Arc<Settings>) -> Snapshot {
    Snapshot {
        revision: 0,
        at: Timestamp::now(),
        settings: Arc::clone(settings),
        language: settings.language,
        user: None,
        locked: false,
        log_in: LogIn::Idle,
        approval: Approval::Idle,
        locked_people: Arc::new([]),
        demonstration_users: Arc::new([]),
        catalog: Arc::new(Catalog::default()),
        catalog_ready: false,
        receipt: None,
        payment: None,
        decision: None,
        unsettled: Arc::new([]),
        returning: None,
        refund: None,
        owed: Arc::new([]),
        returnable: None,
        last: None,
        seqr: SeqrStatus::NotSetUp,
        terminal: None,
        scanner: ScannerStatus::NotSetUp,
        printer: PrinterStatus::NotSetUp,
        jobs: Arc::new([]),
        preview: None,
        scans: 0,
        scan: None,
        refused: None,
        journal: JournalStatus::Fine,
        clock: ClockStatus::Fine,
        set_up: Arc::default(),
        parked: Arc::new([]),
        shift: None,
        next_shift: ShiftNumber(1),
        age_question: None,
        ended: false,
    }
}
