//! A real till on a real journal whose way to SEQR can be broken.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use kassa::core::catalog::ArticleNumber;
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Phase};
use kassa::core::receipt::{Quantity, ReceiptNumber};
use kassa::core::register::Command;
use kassa::core::settings::{SeqrSettings, Terminal};
use kassa::core::user::UserNumber;
use kassa::demonstration::{Demonstration, Kept};
use kassa::journal::{SeqrPaymentState, Store, Verdict};
use kassa::seqr::message::Operation;
use kassa::seqr::secret::Secret;
use kassa::simulator::demonstration::{SimulatorSettings, TERMINAL_ID, TERMINAL_PASSWORD};
use kassa::simulator::{Simulator, SimulatorHandle};
use kassa::till::Till;
use kassa::till::intent::Intent;
use kassa::till::seqr_service::{TerminalService, client};
use kassa::till::snapshot::{SeqrStatus, Snapshot};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::certificates::{Authority, server_params};
use crate::fault::Fault;
use crate::server::Server;
use crate::watched::Watched;

/// How long anything may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// An article of the demonstration shop with its price in öre.
const COFFEE: (&str, i64) = ("1001", 2_995);

/// Everything that is not the till: simulators and the servers before them.
static OTHER_SIDE: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// A shop that each test takes a copy of: making one up hashes PINs, which is slow on purpose.
static TEMPLATE: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let simulator = simulator();
    drop(Demonstration::open(Some(folder.path().to_owned()), simulator.clone()).unwrap());
    simulator.shut_down();
    folder
});

fn simulator() -> SimulatorHandle {
    let settings = SimulatorSettings::with_ready_terminal();
    Simulator::start(OTHER_SIDE.handle(), settings).unwrap()
}

/// Waits for something that no snapshot shows.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub struct Shop {
    name: &'static str,
    folder: TempDir,
    till: Till,
    pub watched: Watched,
    pub simulator: SimulatorHandle,
    pub server: Server,
    /// Set where the way is encrypted.
    authority: Option<Authority>,
    _kept: Kept,
}

impl Shop {
    /// A shop, named for messages of failed tests, whose cashier has logged in.
    pub fn open(name: &'static str, encrypted: bool) -> Shop {
        let simulator = simulator();
        let authority = encrypted.then(|| Authority::new("SEQR's own"));
        let acceptor =
            authority.as_ref().map(|authority| authority.acceptor(&server_params("127.0.0.1")));
        let server = OTHER_SIDE.block_on(Server::start(simulator.address(), acceptor));
        let folder = tempfile::tempdir().unwrap();
        copy(TEMPLATE.path(), folder.path());
        let demonstration =
            Demonstration::open(Some(folder.path().to_owned()), simulator.clone()).unwrap();
        let runtime = Runtime::new().unwrap();
        let (mut setup, kept) = demonstration.into_setup(runtime, Box::new(|_cue| {})).unwrap();
        let address = right_address(&server, authority.as_ref());
        let watched = Watched::new(service(&address, authority.as_ref()));
        setup.service = Some(Arc::new(watched.clone()));
        let till = Till::start(setup).unwrap();
        let shop = Shop { name, folder, till, watched, simulator, server, authority, _kept: kept };
        shop.log_in();
        shop
    }

    /// Whom the register trusts, where the way is encrypted.
    pub fn authority(&self) -> &Authority {
        self.authority.as_ref().unwrap()
    }

    /// From now on an operation meets a fault.
    pub fn break_with(&self, operation: Operation, fault: &Fault) {
        self.server.break_with(operation, fault.clone());
    }

    /// From now on the way leads to another address, with the same authority to trust.
    pub fn lead_to(&self, address: &str) {
        self.watched.lead_to(service(address, self.authority.as_ref()));
    }

    /// Makes sure that the next request needs a connection of its own: one that the server has just
    /// closed might still be used, and its end would be met instead of the fault.
    pub fn forget_connections(&self) {
        self.lead_to(&right_address(&self.server, self.authority.as_ref()));
    }

    /// From now on everything works.
    pub fn mend(&self) {
        self.server.mend();
        self.forget_connections();
    }

    pub fn send(&self, intent: Intent) {
        (self.till.sender())(intent);
    }

    pub fn now(&self) -> Arc<Snapshot> {
        self.till.snapshots().borrow().clone()
    }

    /// Waits until the till shows something.
    #[track_caller]
    pub fn until(&self, what: &str, shows: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
        let end = Instant::now() + PATIENCE;
        loop {
            let now = self.now();
            if shows(&now) {
                return now;
            }
            let payment = &now.payment;
            assert!(Instant::now() < end, "{}: waited in vain for {what}: {payment:?}", self.name);
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until the payment has a face.
    #[track_caller]
    pub fn until_phase(&self, what: &str, shows: impl Fn(&Phase) -> bool) -> Arc<Snapshot> {
        self.until(what, |now| now.payment.as_ref().is_some_and(|payment| shows(&payment.phase)))
    }

    fn log_in(&self) {
        let _ready = self.until("the articles", |now| now.catalog_ready);
        self.send(Intent::LogIn { user: UserNumber(1), pin: "1111".into() });
        let _in = self.until("the log-in", |now| now.user.is_some());
    }

    /// Rings up a coffee and presses Pay.
    pub fn sell(&self) {
        let number = ArticleNumber::new(COFFEE.0).unwrap();
        self.send(Intent::RingUp { article: number, quantity: Quantity::ONE });
        let due = Amount::from_minor(COFFEE.1);
        let _rung = self.until("the line", |now| now.due() == due);
        self.pay();
    }

    /// Presses Pay for what is due.
    pub fn pay(&self) {
        let now = self.now();
        let receipt = now.receipt.as_ref().unwrap().id;
        let number = now.payment.as_ref().map_or(1, |payment| payment.attempt.number + 1);
        let attempt = AttemptId { receipt, number };
        self.send(Intent::Do(Command::PayWithSeqr { attempt, amount: now.due() }));
        let _seen = self.until("the attempt", |now| {
            now.payment.as_ref().is_some_and(|payment| payment.attempt == attempt)
        });
    }

    /// Presses Pay once more, as soon as SEQR is offered again.
    pub fn pay_again(&self) {
        let _offered = self.until("SEQR", |now| now.seqr == SeqrStatus::Reachable);
        self.pay();
    }

    pub fn until_waiting(&self) {
        let _waiting =
            self.until_phase("the phone", |phase| matches!(phase, Phase::Waiting { .. }));
    }

    /// The customer confirms; the receipt ends, with one payment on it that SEQR has as well.
    pub fn pay_and_close(self) {
        let name = self.name;
        let reference = self.simulator.confirm_newest().unwrap();
        let _done = self.until("the end", |now| now.last.is_some());
        let journal = Store::open_read_only(self.folder.path()).unwrap();
        // What follows the payment goes on by itself: the acknowledgement and the receipt.
        let shown = eventually("the confirmation", || {
            let shown = journal.show(ReceiptNumber(1)).unwrap().unwrap();
            let last = shown.receipt.payments.last().unwrap();
            (last.state == SeqrPaymentState::Confirmed).then_some(shown)
        });
        let posts: Vec<_> =
            shown.receipt.payments.iter().filter_map(|payment| payment.post.clone()).collect();
        assert_eq!(posts.len(), 1, "{name}: {posts:?}");
        assert_eq!(posts[0].amount, Amount::from_minor(COFFEE.1), "{name}");
        assert_eq!(journal.show(ReceiptNumber(2)).unwrap(), None, "{name}");
        let kept = self.simulator.with_ledger(|ledger| {
            let paid = ledger.payments().filter_map(|payment| {
                let paid = payment.paid()?;
                Some((payment.invoice_reference().to_owned(), paid.ers_reference.to_string()))
            });
            paid.collect::<Vec<_>>()
        });
        assert_eq!(kept, [(reference, posts[0].ers_reference.clone())], "{name}");
        self.till.stop();
        let verdict = journal.verify(&mut |_, _| {}).unwrap();
        assert!(matches!(verdict, Verdict::Sound(_)), "{name}: {verdict:?}");
        self.simulator.shut_down();
    }
}

/// Does the same for every one of these at the same time.
pub fn at_once<C: Sync>(cases: &[C], run: impl Fn(&C) + Sync) {
    std::thread::scope(|scope| {
        let running: Vec<_> = cases.iter().map(|case| scope.spawn(|| run(case))).collect();
        let failed = running.into_iter().filter_map(|case| case.join().err()).count();
        assert_eq!(failed, 0, "of {} cases; their messages stand above", cases.len());
        // For the table of `make soak`, past the capture of the tests' output. Nobody has to read it.
        let test = std::thread::current().name().unwrap_or("with other doors").replace('_', " ");
        let _told = writeln!(std::io::stderr(), "soak: hostile SEQR, {test} = {}", cases.len());
    });
}

fn right_address(server: &Server, authority: Option<&Authority>) -> String {
    let scheme = if authority.is_some() { "https" } else { "http" };
    format!("{scheme}://{}/soap/merchant/cashregister-2", server.address)
}

/// The till's own service of the demonstration's terminal, at another address.
fn service(address: &str, authority: Option<&Authority>) -> Arc<TerminalService> {
    let settings = SeqrSettings {
        address: address.to_owned(),
        ca_file: authority.map(|authority| authority.file.path().display().to_string()),
        client_id: "Example Retail AB".to_owned(),
        ..SeqrSettings::default()
    };
    let terminal = Terminal {
        id: TERMINAL_ID.to_owned(),
        external_id: "kassa-1".to_owned(),
        name: "Kassa 1".to_owned(),
        seqr_id: None,
    };
    let password = Secret::new(TERMINAL_PASSWORD);
    Arc::new(TerminalService::new(client(&settings).unwrap(), &terminal, password))
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let _bytes = std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
