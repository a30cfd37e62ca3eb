//! A scanner that sends anything at all: the till sells on, and rings nothing up that nobody
//! scanned.

use std::path::Path;

use kassa::core::settings::{ScannerSettings, Settings};
use kassa::device::virtual_port::VirtualPort;
use kassa::till::snapshot::{ScanNotice, ScanOutcome, ScannerStatus};

use super::garbage::Garbage;
use super::shop::{COFFEE, JUICE, Shop};

/// What a line of 115 200 baud carries in a minute: ten bits for each byte.
const A_MINUTE: usize = 115_200 / 10 * 60;
const PIECE: usize = 11_520;

fn with_scanner_at(port: &Path) -> impl FnOnce(&mut Settings) {
    let port = port.display().to_string();
    move |settings| settings.scanner = Some(ScannerSettings { port, baud: 115_200 })
}

fn code_of(shop: &Shop, article: (&str, i64)) -> String {
    let now = shop.until("the articles", |now| now.catalog_ready);
    let articles = now.catalog.articles().iter();
    let found = articles.into_iter().find(|known| known.number.as_str() == article.0).unwrap();
    found.codes[0].as_str().to_owned()
}

fn memory_in_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_minute_of_garbage_stops_no_sale_and_rings_nothing_up() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut port = VirtualPort::plugged(folder.path().join("scanner")).unwrap();
    let shop = Shop::open_with(&data, with_scanner_at(port.path()));
    shop.log_in();
    let coffee = code_of(&shop, COFFEE);
    let _ready = shop.until("the scanner", |now| now.scanner == ScannerStatus::Ready);
    // A payment is on its way all the while.
    shop.ring_up(JUICE);
    let _attempt = shop.pay_with_seqr(shop.now().due());
    shop.until_waiting();
    let (scans, memory) = (shop.now().scans, memory_in_kilobytes());

    let sending = std::thread::spawn({
        let codes = [coffee.clone(), COFFEE.0.to_owned(), JUICE.0.to_owned()];
        move || {
            let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
            let mut garbage = Garbage::new(115_200, &codes);
            for _piece in 0..A_MINUTE / PIECE {
                port.write(&garbage.bytes(PIECE)).unwrap();
                // A real line takes a second for each: long enough to tell that it goes on.
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            port
        }
    });
    let _told = shop.until("the noise to be told", |now| now.scanner == ScannerStatus::Noisy);
    let _paid = shop.simulator.confirm_newest().unwrap();
    let done = shop.until("the payment", |now| now.last.is_some());
    assert_eq!(done.last.as_ref().unwrap().total.minor(), JUICE.1);
    for _sale in 0..3 {
        shop.sell_for_cash();
    }
    let mut port = sending.join().unwrap();
    let after = shop.until("the quiet", |now| now.scanner == ScannerStatus::Ready);
    assert!(after.receipt.is_none(), "nobody has scanned anything: {:?}", after.receipt);
    assert!(after.scans - scans <= 2, "{} notices for one noise", after.scans - scans);
    let grown = memory_in_kilobytes().saturating_sub(memory);
    assert!(grown < 64 * 1_024, "{grown} kB more");

    port.write(format!("{coffee}\r").as_bytes()).unwrap();
    let rung = shop.until("the first scan after it", |now| now.receipt.is_some());
    assert_eq!(rung.due().minor(), COFFEE.1);
    shop.close();
}

/// Something else hangs on the port, and sends readable lines without end.
#[test]
fn codes_that_nobody_knows_are_one_notice_however_many_come() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut port = VirtualPort::plugged(folder.path().join("scanner")).unwrap();
    let shop = Shop::open_with(&data, with_scanner_at(port.path()));
    shop.log_in();
    let coffee = code_of(&shop, COFFEE);
    let _ready = shop.until("the scanner", |now| now.scanner == ScannerStatus::Ready);
    let before = shop.now().scans;
    let lines: String = (0..2_000).map(|line| format!("$GPGGA,{line}\r\n")).collect();
    port.write(lines.as_bytes()).unwrap();
    let flooded = shop.until("the notice", |now| {
        now.scan.as_ref().is_some_and(|scan| scan.more == ScanNotice::MOST)
    });
    let notice = flooded.scan.as_ref().unwrap();
    let ScanOutcome::Unknown { code } = &notice.outcome else { panic!("{notice:?}") };
    assert!(code.starts_with("$GPGGA,"), "{code}");
    // A busy machine may pause in the middle of them, never two thousand times.
    assert!(flooded.scans - before < 20, "{} notices", flooded.scans - before);
    shop.sell_for_cash();
    port.write(format!("{coffee}\r\n").as_bytes()).unwrap();
    let rung = shop.until("a scan", |now| now.receipt.is_some());
    assert_eq!(rung.due().minor(), COFFEE.1);
    shop.close();
}

#[test]
fn half_a_code_and_a_pulled_plug_ring_nothing_up() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut port = VirtualPort::plugged(folder.path().join("scanner")).unwrap();
    let shop = Shop::open_with(&data, with_scanner_at(port.path()));
    shop.log_in();
    let (coffee, juice) = (code_of(&shop, COFFEE), code_of(&shop, JUICE));
    let _ready = shop.until("the scanner", |now| now.scanner == ScannerStatus::Ready);
    port.write(format!("{coffee}\r").as_bytes()).unwrap();
    let _rung = shop.until("the first", |now| now.due().minor() == COFFEE.1);
    // An article's number, and the beginning of a code.
    port.write(JUICE.0.as_bytes()).unwrap();
    let refused = shop.until("the refusal", |now| {
        now.scan.as_ref().is_some_and(|scan| matches!(scan.outcome, ScanOutcome::Unreadable { .. }))
    });
    assert_eq!(refused.due().minor(), COFFEE.1);
    port.write(&juice.as_bytes()[..4]).unwrap();
    port.unplug();
    let _gone = shop.until("the loss", |now| now.scanner == ScannerStatus::Missing);
    port.plug().unwrap();
    let _back = shop.until("the return", |now| now.scanner == ScannerStatus::Ready);
    port.write(format!("{juice}\r").as_bytes()).unwrap();
    let rung = shop.until("the whole code", |now| now.due().minor() == COFFEE.1 + JUICE.1);
    assert_eq!(rung.receipt.as_ref().unwrap().lines().len(), 2);
    shop.close();
}
