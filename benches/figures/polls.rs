//! How evenly SEQR is asked about a payment while everything else goes wrong: a hundred scans a
//! second, and a printer that takes no more bytes in the middle of a job.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use kassa::core::settings::{PrinterLink, PrinterSettings, ScannerSettings};
use kassa::device::virtual_port::VirtualPort;
use kassa::till::POLL_EVERY;

use super::clerk::Clerk;
use super::display::{Display, PATIENCE};
use super::measure::{Limit, Table, Unit};
use super::program::Program;
use super::shops::{Shop, Shops, set};
use super::wire::Wire;

const POLLS: usize = 75;
/// Lines of the receipt that hangs in the printer: far more bytes than its buffer takes.
const LONG: usize = 300;
const SCAN_EVERY: Duration = Duration::from_millis(10);
/// Twenty milliseconds off a second.
const LIMIT: f64 = 20.0;

pub fn measure(shops: &Shops, table: &mut Table) {
    let port =
        |name: &str| VirtualPort::plugged(shops.folder().join(name)).expect("a virtual port");
    let (scanner, mut printer) = (port("polls-scanner"), port("polls-printer"));
    let folder = shops.copy(Shop::Small, "polls", |settings| settings.printer = None);
    let mut clerk = Clerk::open(&folder);
    clerk.ring_up(LONG);
    clerk.take_cash();
    clerk.ring_up(20);
    drop(clerk);
    shops.leave_payment_open(&folder);

    let simulator = shops.simulator().address();
    let wire = Wire::to(simulator);
    set(&folder, |settings| {
        let path = |port: &VirtualPort| port.path().to_string_lossy().into_owned();
        settings.seqr.address = wire.instead_of(&shops.simulator().endpoint(), simulator);
        settings.scanner = Some(ScannerSettings { port: path(&scanner), baud: 9_600 });
        let link = PrinterLink::Serial { port: path(&printer), baud: 115_200 };
        settings.printer = Some(PrinterSettings { link, columns: 48, answers: false });
    });
    let display = Display::start(1024, 768);
    let program = Program::start_selling(&display, &folder);
    let busy = Scanning::start(scanner);
    wire.forget();
    let before = program.processor_time();
    let began = Instant::now();
    let arrivals: Vec<Instant> = (0..POLLS).map(|_| wire.next_poll(PATIENCE)).collect();
    let share = 100.0 * (program.processor_time() - before) / began.elapsed().as_secs_f64();
    drop(busy);
    let hung = printer.read_available().expect("what was printed").len();
    assert!(hung > 1_024, "the printer was given {hung} bytes only: it did not hang");

    let off: Vec<Duration> =
        arrivals.windows(2).map(|pair| (pair[1] - pair[0]).abs_diff(POLL_EVERY)).collect();
    let name = "gap between polls, off from 1 s; window busy, printer hangs";
    table.add_times(name, Unit::Milliseconds, Limit::P99(LIMIT), &off);
    let name = "  processor use meanwhile, of one core";
    table.add(name, Unit::Percent, Limit::None, vec![share]);
}

/// Scans without end.
struct Scanning {
    goes_on: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Scanning {
    fn start(mut port: VirtualPort) -> Scanning {
        let goes_on = Arc::new(AtomicBool::new(true));
        let flag = Arc::clone(&goes_on);
        let thread = thread::spawn(move || {
            let mut next = Instant::now();
            while flag.load(Ordering::Relaxed) {
                port.write(b"2900000010017\r").expect("a scan");
                next += SCAN_EVERY;
                thread::sleep(next.saturating_duration_since(Instant::now()));
            }
        });
        Scanning { goes_on, thread: Some(thread) }
    }
}

impl Drop for Scanning {
    fn drop(&mut self) {
        self.goes_on.store(false, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // What it stumbled over has been said already.
            let _ended = thread.join();
        }
    }
}
