//! Devices tried before they are saved: seen to come and go, listened to, printed on, and given back.

use std::path::Path;

use kassa::core::register::Refused;
use kassa::core::settings::{PrinterLink, PrinterSettings, ScannerSettings};
use kassa::device::virtual_port::VirtualPort;
use kassa::document::escpos;
use kassa::till::intent::Intent;
use kassa::till::paper;
use kassa::till::set_up::{Access, PrinterTrial, Request, Trouble, View, Work};
use kassa::till::snapshot::{PrinterStatus, ScannerStatus};

use super::line_scanner::LineScanner;
use super::receipt_printer::{NO_PAPER, READY, ReceiptPrinter};
use super::setting_up::{installer, log_in, saved, with};
use super::shop::{COFFEE, Shop, eventually};

fn ask(shop: &Shop, request: Request) {
    shop.send(Intent::SetUp(request));
}

fn scanner_at(port: &Path) -> ScannerSettings {
    ScannerSettings { port: port.display().to_string(), baud: 9_600 }
}

fn printer_at(port: &Path) -> PrinterSettings {
    let link = PrinterLink::Serial { port: port.display().to_string(), baud: 9_600 };
    PrinterSettings { link, columns: 42, answers: true }
}

/// Whether somebody can use a port, as it is shown; nothing while it is not there.
fn access(view: &View, port: &Path) -> Option<Access> {
    let port = port.display().to_string();
    view.ports.iter().find(|shown| shown.path == port).map(|shown| shown.access.clone())
}

#[test]
fn ports_are_seen_to_come_and_go_while_somebody_looks() {
    let folder = tempfile::tempdir().unwrap();
    let mut port = VirtualPort::plugged(folder.path().join("scanner")).unwrap();
    let path = port.path().to_owned();
    let settings = scanner_at(&path);
    let shop = Shop::open_with(&folder.path().join("data"), |to| to.scanner = Some(settings));
    installer(&shop);
    assert!(shop.now().set_up.ports.is_empty(), "nobody looks");
    ask(&shop, Request::Watch(true));
    let shows = |expected: Option<Access>| {
        let _shown = shop.until("the port", |now| access(&now.set_up, &path) == expected);
    };
    shows(Some(Access::Ours));
    port.unplug();
    shows(None);
    port.plug().unwrap();
    shows(Some(Access::Ours));
    // Another program has it first.
    saved(&shop, with(&shop, |to| to.scanner = None));
    let (events, ready) = std::sync::mpsc::channel();
    let _other = kassa::device::scanner::SerialScanner::start(scanner_at(&path), move |event| {
        let _gone = events.send(event);
    })
    .unwrap();
    let _ready = ready.recv().unwrap();
    let settings = scanner_at(&path);
    saved(&shop, with(&shop, |to| to.scanner = Some(settings)));
    shows(Some(Access::Taken));
    ask(&shop, Request::Watch(false));
    let _empty = shop.until("nothing", |now| now.set_up.ports.is_empty());
    shop.close();
}

#[test]
fn a_scanner_on_trial_is_shown_and_the_saved_one_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut own = VirtualPort::plugged(folder.path().join("own")).unwrap();
    let mut other = VirtualPort::plugged(folder.path().join("other")).unwrap();
    let settings = scanner_at(own.path());
    let shop = Shop::open_with(&folder.path().join("data"), |to| to.scanner = Some(settings));
    installer(&shop);
    let _ready = shop.until("its scanner", |now| now.scanner == ScannerStatus::Ready);
    let tried = |status| {
        let _shown = shop.until("the trial", |now| now.set_up.tried_scanner == Some(status));
    };
    ask(&shop, Request::TryScanner(Some(scanner_at(other.path()))));
    tried(ScannerStatus::Ready);
    other.write(b"KASSA-1234\r").unwrap();
    let shown = shop.until("the scan", |now| now.set_up.scan.is_some());
    let scan = shown.set_up.scan.clone().unwrap();
    assert_eq!((scan.text.as_str(), scan.readable), ("KASSA-1234", true));
    other.write(b"\xf8\x00\x80\r").unwrap();
    let shown = shop.until("the noise", |now| {
        now.set_up.scan.as_ref().is_some_and(|next| next.number > scan.number)
    });
    assert!(!shown.set_up.scan.as_ref().unwrap().readable);
    assert!(shown.receipt.is_none() && shown.scan.is_none(), "nothing is rung up");

    // The saved port itself, and one that is not there.
    ask(&shop, Request::TryScanner(Some(scanner_at(own.path()))));
    tried(ScannerStatus::Ready);
    ask(&shop, Request::TryScanner(Some(scanner_at(&folder.path().join("none")))));
    tried(ScannerStatus::Missing);
    ask(&shop, Request::TryScanner(None));
    let _back = shop.until("its own again", |now| {
        now.set_up.tried_scanner.is_none() && now.scanner == ScannerStatus::Ready
    });
    own.write(format!("{}\r", COFFEE.0).as_bytes()).unwrap();
    let _rung = shop.until("the line", |now| now.receipt.is_some());
    shop.close();
}

/// Both devices change places while one of them is being tried.
#[test]
fn settings_that_are_saved_end_the_trial() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = VirtualPort::plugged(folder.path().join("first")).unwrap();
    let second = folder.path().join("second");
    let printer = ReceiptPrinter::at(&second, READY);
    let (scanner_there, printer_here) = (scanner_at(&second), printer_at(first.path()));
    let shop = Shop::open_with(&folder.path().join("data"), |to| {
        to.scanner = Some(scanner_there);
        to.printer = Some(printer_here);
    });
    installer(&shop);
    ask(&shop, Request::TryScanner(Some(scanner_at(first.path()))));
    let _tried =
        shop.until("the trial", |now| now.set_up.tried_scanner == Some(ScannerStatus::Ready));
    let (scanner_here, printer_there) = (scanner_at(first.path()), printer_at(&second));
    saved(
        &shop,
        with(&shop, |to| {
            to.scanner = Some(scanner_here);
            to.printer = Some(printer_there);
        }),
    );
    let _ready = shop.until("both", |now| {
        now.set_up.tried_scanner.is_none()
            && now.scanner == ScannerStatus::Ready
            && now.printer == PrinterStatus::Ready
    });
    first.write(format!("{}\r", COFFEE.0).as_bytes()).unwrap();
    let _rung = shop.until("the line", |now| now.receipt.is_some());
    shop.sell_for_cash();
    let _printed = shop.until("the receipt", |now| now.jobs.is_empty() && now.last.is_some());
    assert!(!printer.paper().is_empty());
    shop.close();
}

#[test]
fn whoever_leaves_ends_the_trial() {
    let folder = tempfile::tempdir().unwrap();
    let mut own = VirtualPort::plugged(folder.path().join("own")).unwrap();
    let settings = scanner_at(own.path());
    let shop = Shop::open_with(&folder.path().join("data"), |to| to.scanner = Some(settings));
    installer(&shop);
    ask(&shop, Request::TryScanner(Some(scanner_at(own.path()))));
    let _tried = shop.until("the trial", |now| now.set_up.tried_scanner.is_some());
    log_in(&shop, 1, "1111");
    let _back = shop.until("the scanner", |now| {
        now.set_up.tried_scanner.is_none() && now.scanner == ScannerStatus::Ready
    });
    own.write(format!("{}\r", COFFEE.0).as_bytes()).unwrap();
    let _rung = shop.until("the line", |now| now.receipt.is_some());
    // A cashier tries nothing.
    ask(&shop, Request::FindBaud { port: own.path().display().to_string() });
    let refused = Work::Failed(Trouble::Refused(Refused::NotAllowed));
    let _no = shop.until("the refusal", |now| now.set_up.baud == refused);
    let printer = Box::new(printer_at(own.path()));
    ask(&shop, Request::TryPrinter(printer, PrinterTrial::Drawer));
    let refused = Work::Failed(Trouble::Refused(Refused::NotAllowed));
    let _no = shop.until("the refusal", |now| now.set_up.printer == refused);
    shop.close();
}

#[test]
fn the_speed_of_a_scanner_is_found_while_somebody_scans() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scanner");
    let mut scanner = LineScanner::at(&path, 38_400);
    let settings = scanner_at(&path);
    let shop = Shop::open_with(&folder.path().join("data"), |to| to.scanner = Some(settings));
    installer(&shop);
    ask(&shop, Request::FindBaud { port: path.display().to_string() });
    let _busy = shop.until("the search", |now| now.set_up.baud == Work::Busy);
    let mut shown = None;
    eventually("the speed", || {
        // A scan that came while the port was being tuned is lost: a person scans again.
        scanner.scan("7310865004703");
        for _moment in 0..100 {
            let now = shop.now();
            if now.set_up.baud != Work::Busy {
                return Some(());
            }
            if now.set_up.heard != shown {
                shown = now.set_up.heard;
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        None
    });
    assert!(shown.is_some_and(|heard| heard.baud != 38_400), "others were tried first: {shown:?}");
    assert_eq!(shop.now().set_up.baud, Work::Done(38_400));
    let _back = shop.until("the saved one", |now| now.scanner == ScannerStatus::Ready);

    ask(&shop, Request::FindBaud { port: folder.path().join("none").display().to_string() });
    let missing = Work::Failed(Trouble::DeviceMissing);
    let _no = shop.until("the failure", |now| now.set_up.baud == missing);
    ask(&shop, Request::Forget);
    let _idle = shop.until("nothing", |now| now.set_up.baud == Work::Idle);
    shop.close();
}

#[test]
fn a_printer_is_tried_before_it_is_saved_and_the_saved_one_prints_on() {
    let folder = tempfile::tempdir().unwrap();
    let (own, other) = (folder.path().join("own"), folder.path().join("other"));
    let saved_printer = ReceiptPrinter::at(&own, READY);
    let tried = ReceiptPrinter::at(&other, READY);
    let printer = printer_at(&own);
    let shop = Shop::open_with(&folder.path().join("data"), |to| to.printer = Some(printer));
    installer(&shop);
    let _ready = shop.until("the printer", |now| now.printer == PrinterStatus::Ready);
    let outcome = |printer: PrinterSettings, trial| {
        ask(&shop, Request::Forget);
        let _idle = shop.until("nothing", |now| now.set_up.printer == Work::Idle);
        ask(&shop, Request::TryPrinter(Box::new(printer), trial));
        let done = shop.until("the outcome", |now| {
            matches!(now.set_up.printer, Work::Done(_) | Work::Failed(_))
        });
        done.set_up.printer.clone()
    };
    let page = || {
        let mut settings = (*shop.now().settings).clone();
        settings.printer = Some(printer_at(&other));
        paper::for_printer(&paper::test_page(&settings), &printer_at(&other))
    };
    let expected = page();
    assert_eq!(outcome(printer_at(&other), PrinterTrial::Page), Work::Done(PrinterTrial::Page));
    assert_eq!(tried.paper(), expected);
    tried.tear_off();
    let drawer = outcome(printer_at(&other), PrinterTrial::Drawer);
    assert_eq!(drawer, Work::Done(PrinterTrial::Drawer));
    assert_eq!(tried.paper(), escpos::drawer_kick());

    // The saved one's own port, which the register has open.
    assert_eq!(outcome(printer_at(&own), PrinterTrial::Page), Work::Done(PrinterTrial::Page));
    assert_eq!(saved_printer.paper(), expected);
    let _back = shop.until("the printer", |now| now.printer == PrinterStatus::Ready);

    tried.become_manner(NO_PAPER);
    let failed = outcome(printer_at(&other), PrinterTrial::Page);
    assert_eq!(failed, Work::Failed(Trouble::PaperOut));
    let failed = outcome(printer_at(&folder.path().join("none")), PrinterTrial::Page);
    assert_eq!(failed, Work::Failed(Trouble::DeviceMissing));
    let link = PrinterLink::Network { address: "127.0.0.1:9".to_owned() };
    let network = PrinterSettings { link, columns: 48, answers: true };
    assert_eq!(outcome(network, PrinterTrial::Page), Work::Failed(Trouble::DeviceMissing));

    saved_printer.tear_off();
    shop.sell_for_cash();
    let _printed = shop.until("the receipt", |now| now.jobs.is_empty() && now.last.is_some());
    assert!(!saved_printer.paper().is_empty());
    shop.close();
}
