//! Starting and stopping the till: what is read from the journal, in which order, and why.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Instant;

use jiff::Timestamp;
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::core::catalog::Catalog;
use crate::core::entry::Entry;
use crate::core::register::Register;
use crate::core::settings::Settings;
use crate::core::time::Now;
use crate::device::scanner::SerialScanner;
use crate::journal::{JournalError, Reader, Stamp, Store};

use super::driver::{Driver, Phone, PrintQueue, Reach, Screen, Sounds};
use super::inbox::{Inbox, Input};
use super::intent::Intent;
use super::poller::Poller;
use super::service::SeqrService;
use super::snapshot::{
    DemonstrationUser, JournalStatus, LogIn, PrinterStatus, ScannerStatus, SeqrStatus, Snapshot,
};

/// What a till is made of.
pub struct Setup {
    /// The folder of the journal, for reading it beside the till.
    pub directory: PathBuf,
    /// The open journal.
    pub store: Store,
    /// SEQR, where it is set up.
    pub service: Option<Arc<dyn SeqrService>>,
    /// Makes sounds.
    pub sounds: Sounds,
    /// The simulated phone of the demonstration.
    pub phone: Option<Phone>,
    /// Who can log in with which PIN, shown at the demonstration only.
    pub demonstration_users: Vec<DemonstrationUser>,
    /// The network threads. Dropped with the till.
    pub runtime: Runtime,
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
    _scanner: Option<SerialScanner>,
    runtime: Option<Runtime>,
}

impl Till {
    /// Starts a till: takes up unsettled payments first, then everything else.
    ///
    /// When this returns, the first questions about open payments are on their way (rule 13); the
    /// articles are still being read.
    ///
    /// # Errors
    /// When the journal cannot be read, or takes no entries.
    pub fn start(setup: Setup) -> Result<Till, StartError> {
        let Setup { directory, mut store, service, sounds, phone, demonstration_users, runtime } =
            setup;
        let settings = Arc::new(store.settings()?.unwrap_or_default());
        let (inbox, inputs) = mpsc::channel();
        let started = Instant::now();
        let register = restore(&store, started)?;
        let stamp = Stamp { at: Timestamp::now(), register: settings.register.clone(), user: None };
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let _head = store.commit(&stamp, &[Entry::RegisterStarted { version }])?;

        let mut printing = PrintQueue::new(settings.printer.as_ref(), inbox.clone());
        for job in store.pending_jobs()? {
            printing.restore(job.id, job.paper, job.state);
        }
        let (snapshots, shown) = watch::channel(Arc::new(blank(&settings)));
        let handle = runtime.handle().clone();
        let users = store.users()?;
        let reader = Store::open_read_only(&directory)?;
        let screen = Screen { language: settings.language, ..Screen::default() };
        let mut driver = Driver {
            poller: Poller::new(handle.clone(), inbox.clone()),
            store,
            users,
            register,
            inbox: inbox.clone(),
            runtime: handle,
            service,
            printing,
            sounds,
            phone,
            demonstration_users: demonstration_users.into(),
            catalog: None,
            started,
            snapshots,
            screen,
            held: std::collections::VecDeque::new(),
            reach: Reach::default(),
            last_tidied: std::time::Duration::ZERO,
            settings: Arc::clone(&settings),
        };
        driver.recover_payments();
        let thread = std::thread::Builder::new()
            .name("till".to_owned())
            .spawn(move || driver.run(&inputs))
            .map_err(StartError::Thread)?;
        read_articles(reader, inbox.clone())?;
        let scanner = start_scanner(&settings, &inbox);
        Ok(Till {
            inbox,
            snapshots: shown,
            thread: Some(thread),
            _scanner: scanner,
            runtime: Some(runtime),
        })
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
    for (at, entry) in store.unfinished()? {
        register.apply(&entry, Now { at, steady: started.elapsed() });
    }
    Ok(register)
}

fn read_articles(reader: Reader, inbox: Inbox) -> Result<(), StartError> {
    let _detached = std::thread::Builder::new()
        .name("articles".to_owned())
        .spawn(move || {
            let input = match reader.articles() {
                Ok(articles) => Input::CatalogRead(Catalog::new(articles)),
                Err(error) => Input::CatalogFailed(error.to_string()),
            };
            if inbox.send(input).is_err() {
                tracing::debug!("the till ended while the articles were read");
            }
        })
        .map_err(StartError::Thread)?;
    Ok(())
}

fn start_scanner(settings: &Settings, inbox: &Inbox) -> Option<SerialScanner> {
    let scanner = settings.scanner.clone()?;
    let inbox = inbox.clone();
    let report = move |event| {
        if inbox.send(Input::Scanner(event)).is_err() {
            tracing::debug!("a scan came after the till had ended");
        }
    };
    match SerialScanner::start(scanner, report) {
        Ok(scanner) => Some(scanner),
        Err(error) => {
            tracing::error!(%error, "the scanner's thread cannot be started");
            None
        }
    }
}

fn blank(settings: &Arc<Settings>) -> Snapshot {
    Snapshot {
        revision: 0,
        at: Timestamp::now(),
        settings: Arc::clone(settings),
        language: settings.language,
        user: None,
        log_in: LogIn::Idle,
        demonstration_users: Arc::new([]),
        catalog: Arc::new(Catalog::default()),
        catalog_ready: false,
        receipt: None,
        payment: None,
        decision: None,
        last: None,
        seqr: SeqrStatus::NotSetUp,
        terminal: None,
        scanner: ScannerStatus::NotSetUp,
        printer: PrinterStatus::NotSetUp,
        jobs: Arc::new([]),
        preview: None,
        scan: None,
        refused: None,
        journal: JournalStatus::Fine,
        ended: false,
    }
}
