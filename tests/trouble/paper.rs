//! Printer and drawer while the journal takes no entries, or while the printer is away.

use std::path::Path;
use std::time::Duration;

use kassa::core::settings::{PrinterLink, PrinterSettings, Settings};
use kassa::device::virtual_port::VirtualPort;
use kassa::journal::{JobState, Store, Verdict};
use kassa::till::snapshot::JournalStatus;

use crate::disk::Disk;
use crate::folder;
use crate::receipt_printer::{READY, ReceiptPrinter};
use crate::shop::{Shop, eventually};

/// GS V 66: one per paper.
const CUT: &[u8] = &[0x1d, b'V', 66];
/// ESC p: the drawer.
const KICK: &[u8] = &[0x1b, b'p'];

fn with_printer_at(port: &Path) -> impl FnOnce(&mut Settings) {
    let port = port.display().to_string();
    move |settings| {
        let link = PrinterLink::Serial { port, baud: 9_600 };
        settings.printer = Some(PrinterSettings { link, columns: 42, answers: false });
    }
}

fn count(bytes: &[u8], what: &[u8]) -> usize {
    bytes.windows(what.len()).filter(|part| *part == what).count()
}

/// Reads until so many papers have come.
fn papers(printer: &mut VirtualPort, paper: &mut Vec<u8>, number: usize) {
    eventually("the papers", || {
        paper.extend(printer.read_available().unwrap());
        (count(paper, CUT) == number).then_some(())
    });
}

#[test]
fn a_paper_that_was_printed_while_the_disk_was_full_is_written_down_later_and_not_printed_again() {
    let place = folder();
    let (port, data) = (place.path().join("printer"), place.path().join("data"));
    std::fs::create_dir(&data).unwrap();
    let disk = Disk::watch(&data);
    let printer = ReceiptPrinter::at(&port, READY);
    printer.hold();
    let shop = Shop::open_with(&data, |settings| {
        with_printer_at(&port)(settings);
        settings.printer.as_mut().unwrap().answers = true;
    });
    shop.log_in();
    shop.sell_for_cash();
    let journal = Store::open_read_only(&data).unwrap();
    eventually("the hand-over", || {
        let jobs = journal.pending_jobs().unwrap();
        matches!(jobs.first()?.state, JobState::Started { .. }).then_some(())
    });
    disk.full_after(0);
    printer.go_on();
    eventually("the paper", || (printer.count(CUT) == 1).then_some(()));
    let full = shop.until("the trouble", |now| now.journal != JournalStatus::Fine);
    assert_eq!(full.jobs.len(), 1, "nothing says yet that it is on paper");
    assert!(disk.mend());
    let _mended = shop.until("the end of it", |now| now.jobs.is_empty());
    assert!(journal.pending_jobs().unwrap().is_empty());
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(printer.count(CUT), 1, "once");
    assert!(matches!(journal.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
    shop.close();
}

#[test]
fn a_drawer_that_could_not_open_at_the_sale_does_not_open_by_itself_later() {
    let place = folder();
    let (port, data) = (place.path().join("printer"), place.path().join("data"));
    let shop = Shop::open_with(&data, with_printer_at(&port));
    shop.log_in();
    shop.sell_for_cash();
    let _waits = shop.until("the job", |now| now.jobs.len() == 1);
    // Somebody mends the printer when the customer has left.
    std::thread::sleep(Duration::from_secs(4));
    let mut printer = VirtualPort::plugged(&port).unwrap();
    let mut paper = Vec::new();
    papers(&mut printer, &mut paper, 1);
    assert_eq!(count(&paper, KICK), 0, "minutes after the money was taken");
    let _printed = shop.until("the end of the job", |now| now.jobs.is_empty());
    // With the printer there it does open.
    shop.sell_for_cash();
    papers(&mut printer, &mut paper, 2);
    eventually("the drawer", || {
        paper.extend(printer.read_available().unwrap());
        (count(&paper, KICK) == 1).then_some(())
    });
    shop.close();
}
