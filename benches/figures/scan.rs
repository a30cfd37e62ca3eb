//! From the last byte of a scan to the frame that shows it, with 100 000 articles and at least 200
//! lines on the receipt.
//!
//! Twice: to the till's published picture, and to the changed pixels of the real window.

use std::path::Path;
use std::time::{Duration, Instant};

use kassa::core::catalog::{Article, Code};
use kassa::core::settings::ScannerSettings;
use kassa::demonstration::Demonstration;
use kassa::device::virtual_port::VirtualPort;
use kassa::till::Till;
use kassa::till::intent::Intent;
use kassa::till::snapshot::ScannerStatus;
use tokio::runtime::Runtime;

use super::clerk::Clerk;
use super::display::{Display, wait_for};
use super::measure::{Limit, Table, Unit};
use super::program::Program;
use super::random::Random;
use super::screen::{self, TOTAL, Watcher};
use super::shops::{CASHIER, Shop, Shops, pause};

/// Lines on the receipt when the first scan is measured; each scan adds one.
const LINES: usize = 200;
const SCANS: usize = 300;
/// Scans before it counts.
const WARM_UP: usize = 5;
/// One frame at 60 a second, in milliseconds.
const FRAME: f64 = 16.7;

pub fn measure(shops: &Shops, table: &mut Table) {
    let codes = codes(&shops.articles(Shop::Large));
    let display = Display::start(1024, 768);
    let (port, folder) = prepare(shops, "scan-window");
    let took = to_the_frame(&display, port, &folder, &codes);
    table.add_times(
        "last byte of a scan → changed frame",
        Unit::Milliseconds,
        Limit::P99(FRAME),
        &took,
    );
    screen::measure_watching(&display, table);
    let (port, folder) = prepare(shops, "scan-till");
    let took = to_the_picture(shops, port, &folder, &codes);
    table.add_times("  of that to the till's picture", Unit::Milliseconds, Limit::None, &took);
}

fn codes(articles: &[Article]) -> Vec<Code> {
    articles.iter().filter_map(|article| article.codes.first().cloned()).collect()
}

/// A shop with a long receipt and a scanner.
fn prepare(shops: &Shops, name: &str) -> (VirtualPort, std::path::PathBuf) {
    let port = VirtualPort::plugged(shops.folder().join(format!("{name}-scanner")))
        .expect("a virtual port");
    let path = port.path().to_string_lossy().into_owned();
    let folder = shops.copy(Shop::Large, name, |settings| {
        settings.scanner = Some(ScannerSettings { port: path, baud: 9_600 });
    });
    Clerk::open(&folder).ring_up(LINES);
    (port, folder)
}

fn to_the_frame(
    display: &Display,
    port: VirtualPort,
    folder: &Path,
    codes: &[Code],
) -> Vec<Duration> {
    let _program = Program::start_selling(display, folder);
    let watcher = Watcher::new(display);
    let mut before = watcher.look(TOTAL);
    rounds(port, codes, |scanned| {
        watcher.forget();
        let began = scanned();
        let (at, pixels) = watcher.change(TOTAL, &before);
        before = pixels;
        at - began
    })
}

fn to_the_picture(
    shops: &Shops,
    port: VirtualPort,
    folder: &Path,
    codes: &[Code],
) -> Vec<Duration> {
    let waiting = Runtime::new().expect("threads");
    let shop = Demonstration::open(Some(folder.to_owned()), shops.simulator().clone());
    let runtime = Runtime::new().expect("threads");
    let (setup, _kept) =
        shop.expect("the shop").into_setup(runtime, Box::new(|_cue| {})).expect("a set-up");
    let till = Till::start(setup).expect("a till");
    let mut snapshots = till.snapshots();
    till.sender()(Intent::LogIn { user: CASHIER.0, pin: CASHIER.1.into() });
    wait_for("the log-in, the articles and the scanner", || {
        let now = snapshots.borrow();
        let ready = now.user.is_some() && now.catalog_ready;
        (ready && now.scanner == ScannerStatus::Ready).then_some(())
    });
    let took = rounds(port, codes, |scanned| {
        let due = snapshots.borrow_and_update().due();
        let began = scanned();
        let at = waiting.block_on(async {
            loop {
                snapshots.changed().await.expect("a running till");
                let at = Instant::now();
                if snapshots.borrow_and_update().due() != due {
                    return at;
                }
            }
        });
        at - began
    });
    till.stop();
    took
}

/// Scans one article after another. The last byte goes on its way when the rest of the code has
/// long arrived, as with a scanner at the end of a slow line.
fn rounds(
    mut port: VirtualPort,
    codes: &[Code],
    mut round: impl FnMut(&mut dyn FnMut() -> Instant) -> Duration,
) -> Vec<Duration> {
    let mut random = Random::new(1);
    let mut took = Vec::new();
    for _ in 0..WARM_UP + SCANS {
        let code = random.of(codes).clone();
        pause(&mut random, Duration::from_millis(20), Duration::from_millis(60));
        port.write(code.as_str().as_bytes()).expect("a code");
        pause(&mut random, Duration::from_millis(4), Duration::from_millis(8));
        took.push(round(&mut || {
            let began = Instant::now();
            port.write(b"\r").expect("its last byte");
            began
        }));
    }
    took.split_off(WARM_UP)
}
