//! Papers find their way to the printer once, however it behaves.

use std::path::Path;
use std::time::Duration;

use kassa::core::settings::{PrinterLink, PrinterSettings, Settings};
use kassa::device::virtual_port::VirtualPort;
use kassa::journal::{JobState, Store};
use kassa::till::intent::Intent;
use kassa::till::snapshot;

use super::shop::{Shop, eventually};

/// GS V 66: one per paper.
const CUT: [u8; 3] = [0x1d, b'V', 66];

fn with_printer_at(port: &Path) -> impl FnOnce(&mut Settings) {
    let port = port.display().to_string();
    move |settings| {
        let link = PrinterLink::Serial { port, baud: 9_600 };
        settings.printer = Some(PrinterSettings { link, columns: 42 });
    }
}

fn cuts(bytes: &[u8]) -> usize {
    bytes.windows(CUT.len()).filter(|part| *part == CUT).count()
}

#[test]
fn a_dead_printer_holds_nothing_up_and_prints_once_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("printer");
    let data = folder.path().join("data");
    let shop = Shop::open_with(&data, with_printer_at(&port));
    shop.log_in();
    shop.sell_for_cash();
    shop.sell_for_cash();
    let shown = shop.until("the waiting jobs", |now| now.jobs.len() == 2);
    assert!(shown.jobs.iter().all(|job| job.state == snapshot::JobState::Waiting));

    let mut printer = VirtualPort::plugged(&port).unwrap();
    let mut paper = Vec::new();
    until_printed(&shop, &mut printer, &mut paper);
    assert_eq!(cuts(&paper), 2, "each paper once");
    // Nothing comes after that: no job is printed again by itself.
    std::thread::sleep(Duration::from_secs(2));
    paper.extend(printer.read_available().unwrap());
    assert_eq!(cuts(&paper), 2);
    shop.close();
}

fn until_printed(shop: &Shop, printer: &mut VirtualPort, paper: &mut Vec<u8>) {
    eventually("the papers", || {
        paper.extend(printer.read_available().unwrap());
        shop.now().jobs.is_empty().then_some(())
    })
}

#[test]
fn a_paper_that_was_interrupted_waits_for_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("printer");
    let data = folder.path().join("data");
    let shop = Shop::open_with(&data, with_printer_at(&port));
    shop.log_in();
    shop.sell_for_cash();
    // Handed to the printer's thread, which waits for the printer; then the power goes.
    let journal = Store::open_read_only(&data).unwrap();
    eventually("the hand-over", || {
        let jobs = journal.pending_jobs().unwrap();
        matches!(jobs.first()?.state, JobState::Started { .. }).then_some(())
    });
    drop(journal);
    let shop = shop.restarted(&data, |_simulator| {});
    let found = shop.until("the job", |now| now.jobs.len() == 1);
    assert!(matches!(found.jobs[0].state, snapshot::JobState::Failed { .. }));

    let mut printer = VirtualPort::plugged(&port).unwrap();
    shop.send(Intent::PrintAgain(found.jobs[0].id));
    let mut paper = Vec::new();
    until_printed(&shop, &mut printer, &mut paper);
    assert_eq!(cuts(&paper), 1);
    shop.close();
}
