//! Trials of devices whose settings are not saved: what each failure is called.

use std::io::Read;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use kassa::core::language::Language;
use kassa::core::settings::{PrinterLink, PrinterSettings, ScannerSettings};
use kassa::device::printer::PrinterTrouble;
use kassa::device::scanner::SerialScanner;
use kassa::device::trial::{self, TrialError};
use kassa::device::virtual_port::VirtualPort;
use kassa::document::escpos::{self, CodePage};
use kassa::document::test_page;

use super::receipt_printer::{COVER_OPEN, Manner, NO_PAPER, READY, ReceiptPrinter};
use super::{LIMIT, until};

fn serial(path: &Path) -> PrinterSettings {
    let link = PrinterLink::Serial { port: path.display().to_string(), baud: 38_400 };
    PrinterSettings { link, columns: 42, answers: true }
}

fn page() -> Vec<u8> {
    escpos::render(&test_page::document(42, Language::Swedish), 42, CodePage::default())
}

#[test]
fn a_page_and_the_drawer_come_out_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let printer = ReceiptPrinter::at(&path, READY);
    let _state = trial::print(serial(&path), page(), LIMIT).unwrap();
    assert_eq!(printer.paper(), page());
    printer.tear_off();
    let _state = trial::print(serial(&path), escpos::drawer_kick(), LIMIT).unwrap();
    assert_eq!(printer.paper(), escpos::drawer_kick());
}

#[test]
fn what_keeps_a_printer_from_printing_is_told_apart() {
    for (manner, fits) in [
        (NO_PAPER, (|error| matches!(error, TrialError::PaperOut)) as fn(&TrialError) -> bool),
        (COVER_OPEN, |error| matches!(error, TrialError::CoverOpen)),
        (Manner::Mute, |error| matches!(error, TrialError::Silent)),
        (Manner::Off, |error| matches!(error, TrialError::Silent)),
        (Manner::Answers([0x1a, 0x12, 0x12, 0x12]), |error| {
            matches!(error, TrialError::Fault(PrinterTrouble::Offline))
        }),
        (Manner::Answers([0x1a, 0x52, 0x1a, 0x12]), |error| {
            matches!(error, TrialError::Fault(PrinterTrouble::Cutter))
        }),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("printer");
        let printer = ReceiptPrinter::at(&path, manner);
        let error = trial::print(serial(&path), page(), LIMIT).unwrap_err();
        assert!(fits(&error), "{error:?}");
        assert!(printer.paper().is_empty(), "nothing is sent to one that cannot print");
        // The port is let go, and what was not printed is forgotten.
        printer.become_manner(READY);
        let _state = trial::print(serial(&path), b"again\n".to_vec(), LIMIT).unwrap();
        assert_eq!(printer.paper(), b"again\n");
    }
}

/// Opening the port switches some printers off and on again.
#[test]
fn a_printer_that_wakes_up_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let printer = ReceiptPrinter::at(&path, Manner::Mute);
    let settings = serial(&path);
    let trial = std::thread::spawn(move || trial::print(settings, b"awake\n".to_vec(), LIMIT));
    until("it is asked", || printer.was_asked());
    // Longer than one answer may take.
    std::thread::sleep(Duration::from_millis(600));
    printer.become_manner(READY);
    let _state = trial.join().unwrap().unwrap();
    assert_eq!(printer.paper(), b"awake\n");
}

#[test]
fn a_port_that_another_has_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("port");
    let _port = VirtualPort::plugged(&path).unwrap();
    let settings = ScannerSettings { port: path.display().to_string(), baud: 9_600 };
    let (ready, is_ready) = std::sync::mpsc::channel();
    let _scanner = SerialScanner::start(settings.clone(), move |event| {
        let _gone = ready.send(event);
    })
    .unwrap();
    let _first = is_ready.recv_timeout(LIMIT).unwrap();
    let error = trial::print(serial(&path), page(), LIMIT).unwrap_err();
    assert!(matches!(error, TrialError::Taken), "{error:?}");
    let error = trial::first_scan(settings, LIMIT).unwrap_err();
    assert!(matches!(error, TrialError::Taken), "{error:?}");
}

#[test]
fn a_network_printer_is_found_by_its_address() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let printed = std::thread::spawn(move || {
        let (mut stream, _from) = listener.accept().unwrap();
        let mut paper = Vec::new();
        let _bytes = stream.read_to_end(&mut paper).unwrap();
        paper
    });
    let link = PrinterLink::Network { address };
    let settings = PrinterSettings { link, columns: 42, answers: false };
    let _state = trial::print(settings.clone(), page(), LIMIT).unwrap();
    assert_eq!(printed.join().unwrap(), page());
    let error = trial::print(settings, page(), LIMIT).unwrap_err();
    assert!(
        matches!(error, TrialError::Missing { .. }),
        "nothing listens there any more: {error:?}"
    );
}

#[test]
fn a_scan_and_its_absence() {
    let folder = tempfile::tempdir().unwrap();
    let mut port = VirtualPort::plugged(folder.path().join("scanner")).unwrap();
    let settings = ScannerSettings { port: port.path().display().to_string(), baud: 9_600 };
    port.write(b"KASSA-1234\r").unwrap();
    assert_eq!(trial::first_scan(settings.clone(), LIMIT).unwrap(), test_page::CODE);
    let error = trial::first_scan(settings.clone(), Duration::from_millis(300)).unwrap_err();
    assert!(matches!(error, TrialError::NothingScanned), "{error:?}");
    port.write(b"\xff\x00\x81\r").unwrap();
    let error = trial::first_scan(settings, LIMIT).unwrap_err();
    assert!(matches!(error, TrialError::Unreadable(_)), "{error:?}");
    until("the port is let go", || port.read_available().is_ok());
}
