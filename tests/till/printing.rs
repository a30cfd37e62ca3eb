//! Papers find their way to the printer once, however it behaves; a paper that was cut off is
//! asked about, and marked when it is printed again.

use std::path::Path;

use kassa::core::entry::JobId;
use kassa::core::receipt::ReceiptNumber;
use kassa::core::register::Refused;
use kassa::core::settings::{PrinterLink, PrinterSettings, Settings};
use kassa::document::text;
use kassa::journal::{JobState, Reader, Store};
use kassa::till::intent::Intent;
use kassa::till::paper;
use kassa::till::snapshot::{self, Snapshot};
use kassa::till::snapshot::{JobView, PrinterStatus};

use super::receipt_printer::{Manner, READY, READY_WITHOUT_MARKS, ReceiptPrinter};
use super::shop::{COFFEE, Shop, eventually};

fn with_printer_at(port: &Path, answers: bool) -> impl FnOnce(&mut Settings) {
    let port = port.display().to_string();
    move |settings| {
        let link = PrinterLink::Serial { port, baud: 9_600 };
        settings.printer = Some(PrinterSettings { link, columns: 42, answers });
    }
}

/// Compares the journal's print jobs with all that ever came out of the printer: each completed
/// receipt whole at least once, unless somebody has put its paper away, and unmarked at most once.
pub fn compare(data: &Path, printer: &ReceiptPrinter) {
    let journal = Store::open_read_only(data).unwrap();
    let settings = journal.settings().unwrap().unwrap();
    for number in 1..=journal.numbers().unwrap().receipt_number {
        let shown = journal.show(ReceiptNumber(number)).unwrap().unwrap();
        let [job] = &shown.jobs[..] else { panic!("one job: {:?}", shown.jobs) };
        let printed = |print| {
            let document =
                paper::printed_receipt(&journal, shown.receipt.id, &settings, print).unwrap();
            printer.count(&paper::for_printer(&document, settings.printer.as_ref().unwrap()))
        };
        assert!(printed(1) <= 1, "receipt {number} is there twice, unmarked");
        let whole: usize = (1..=job.prints).map(printed).sum();
        match job.state {
            JobState::Sent { .. } => assert!(whole >= 1, "receipt {number} is lost: {job:?}"),
            JobState::Dropped { .. } => {}
            _ => panic!("receipt {number} is neither printed nor put away: {job:?}"),
        }
    }
}

fn cut_off(now: &Snapshot) -> Option<&JobView> {
    now.jobs.iter().find(|job| matches!(job.state, snapshot::JobState::CutOff { .. }))
}

fn until_cut_off(shop: &Shop) -> JobView {
    let now = shop.until("the question", |now| cut_off(now).is_some());
    cut_off(&now).unwrap().clone()
}

fn until_printed(shop: &Shop) {
    let _printed = shop.until("the papers", |now| now.jobs.is_empty());
}

fn until_ready(shop: &Shop) {
    let _ready = shop.until("the printer", |now| now.printer == PrinterStatus::Ready);
}

/// A job's state in the journal.
fn recorded(journal: &Reader, job: u64) -> JobState {
    journal.job(JobId(job)).unwrap().unwrap().state
}

#[test]
fn a_dead_printer_holds_nothing_up_and_prints_once_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("printer");
    let data = folder.path().join("data");
    let shop = Shop::open_with(&data, with_printer_at(&port, true));
    shop.log_in();
    shop.sell_for_cash();
    shop.sell_for_cash();
    let shown = shop.until("the waiting jobs", |now| now.jobs.len() == 2);
    assert!(shown.jobs.iter().all(|job| job.state == snapshot::JobState::Waiting));
    // Nobody has to be asked about what no printer has seen, also after a restart.
    let shop = shop.restarted(&data, |_simulator| {});
    let shown = shop.until("the waiting jobs", |now| now.jobs.len() == 2);
    assert!(shown.jobs.iter().all(|job| job.state == snapshot::JobState::Waiting));

    let printer = ReceiptPrinter::at(&port, READY);
    until_printed(&shop);
    shop.close();
    compare(&data, &printer);
}

#[test]
fn a_printer_that_is_off_when_the_shop_opens_loses_no_receipt() {
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("printer");
    let data = folder.path().join("data");
    let printer = ReceiptPrinter::at(&port, Manner::Off);
    let shop = Shop::open_with(&data, with_printer_at(&port, true));
    let _off = shop.until("the printer", |now| now.printer == PrinterStatus::NotAnswering);
    shop.log_in();
    shop.sell_for_cash();
    shop.sell_for_cash();
    assert_eq!(shop.now().jobs.len(), 2);
    printer.become_manner(READY);
    until_printed(&shop);
    shop.close();
    compare(&data, &printer);
}

#[test]
fn paper_that_ends_in_the_middle_of_a_receipt_is_asked_about_and_the_new_one_is_marked() {
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("printer");
    let data = folder.path().join("data");
    let printer = ReceiptPrinter::at(&port, READY);
    let shop = Shop::open_with(&data, with_printer_at(&port, true));
    until_ready(&shop);
    shop.log_in();
    printer.end_roll_after(300);
    shop.sell_for_cash();
    let asked = until_cut_off(&shop);
    let receipt = asked.receipt.unwrap();
    assert_eq!((receipt.number, receipt.total.minor()), (ReceiptNumber(1), COFFEE.1));
    let _out = shop.until("the cause", |now| now.printer == PrinterStatus::PaperOut);
    // Selling goes on; what comes after it waits for paper, and prints by itself.
    shop.sell_for_cash();
    printer.new_roll();
    let _one = shop.until("the other paper", |now| now.jobs.len() == 1);
    // The question survives a restart, and needs somebody to answer it.
    let shop = shop.restarted(&data, |_simulator| {});
    assert_eq!(until_cut_off(&shop), JobView { state: until_cut_off(&shop).state, ..asked });
    shop.send(Intent::PrintAgain(asked.id));
    let refused = shop.until("the refusal", |now| now.refused.is_some());
    assert_eq!(refused.refused.unwrap().reason, Refused::NobodyLoggedIn);
    shop.log_in();
    shop.send(Intent::PrintAgain(asked.id));
    until_printed(&shop);
    shop.close();
    compare(&data, &printer);

    let journal = Store::open_read_only(&data).unwrap();
    let job = journal.job(asked.id).unwrap().unwrap();
    assert_eq!(job.prints, 2);
    let settings = journal.settings().unwrap().unwrap();
    let id = kassa::core::receipt::ReceiptId(1);
    let again = paper::printed_receipt(&journal, id, &settings, 2).unwrap();
    let words = text::render(&again, 42);
    assert!(words.contains("NY UTSKRIFT 2") && !words.contains("KOPIA"), "{words}");
    let bytes = paper::for_printer(&again, settings.printer.as_ref().unwrap());
    assert_eq!(printer.count(&bytes), 1, "the marked one is whole");
}

#[test]
fn a_paper_that_somebody_finds_whole_is_put_away_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("printer");
    let data = folder.path().join("data");
    let printer = ReceiptPrinter::at(&port, READY);
    let shop = Shop::open_with(&data, with_printer_at(&port, true));
    until_ready(&shop);
    shop.log_in();
    printer.end_roll_after(300);
    shop.sell_for_cash();
    let asked = until_cut_off(&shop);
    shop.send(Intent::PaperIsFine(asked.id));
    until_printed(&shop);
    // Too late, and a press twice: nothing comes of either.
    shop.send(Intent::PrintAgain(asked.id));
    shop.send(Intent::PaperIsFine(asked.id));
    printer.new_roll();
    let shop = shop.restarted(&data, |_simulator| {});
    until_ready(&shop);
    assert!(shop.now().jobs.is_empty());
    shop.close();
    compare(&data, &printer);
    let database = rusqlite::Connection::open(data.join("kassa.db")).unwrap();
    let mut query =
        database.prepare("SELECT user FROM entry WHERE kind = 'print.dropped'").unwrap();
    let said: Vec<Option<u16>> =
        query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(said, [Some(1)], "once, by whoever pressed it");
}

#[test]
fn a_printer_that_is_unplugged_in_the_middle_of_a_receipt_loses_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("printer");
    let data = folder.path().join("data");
    let printer = ReceiptPrinter::at(&port, READY);
    let shop = Shop::open_with(&data, with_printer_at(&port, true));
    until_ready(&shop);
    shop.log_in();
    printer.print_slowly();
    shop.sell_for_cash();
    eventually("the middle of the paper", || (printer.paper().len() > 200).then_some(()));
    printer.unplug();
    let asked = until_cut_off(&shop);
    shop.sell_for_cash();
    printer.plug();
    let _one = shop.until("the other paper", |now| now.jobs.len() == 1);
    shop.send(Intent::PrintAgain(asked.id));
    until_printed(&shop);
    shop.close();
    compare(&data, &printer);
}

/// A printer that takes a paper and does not get on with it. The end of the register does not
/// wait for it for ever, and the next start asks.
#[test]
fn a_paper_that_was_interrupted_waits_for_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("printer");
    let data = folder.path().join("data");
    let printer = ReceiptPrinter::at(&port, READY);
    let shop = Shop::open_with(&data, with_printer_at(&port, true));
    until_ready(&shop);
    shop.log_in();
    shop.sell_for_cash();
    until_printed(&shop);
    printer.hold();
    shop.sell_for_cash();
    let journal = Store::open_read_only(&data).unwrap();
    eventually("the hand-over", || {
        matches!(recorded(&journal, 2), JobState::Started { .. }).then_some(())
    });
    // The till goes on.
    for _sale in 0..3 {
        shop.sell_for_cash();
    }
    let shop = shop.restarted(&data, |_simulator| {});
    let asked = until_cut_off(&shop);
    assert_eq!(asked.receipt.unwrap().number, ReceiptNumber(2));
    printer.go_on();
    shop.log_in();
    shop.send(Intent::PrintAgain(asked.id));
    until_printed(&shop);
    shop.close();
    compare(&data, &printer);
}

/// One that cannot answer is declared so; one that takes nothing either holds nothing up.
#[test]
fn a_printer_that_is_declared_mute_is_trusted_with_what_its_port_takes() {
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("printer");
    let data = folder.path().join("data");
    let printer = ReceiptPrinter::at(&port, Manner::Dead);
    let shop = Shop::open_with(&data, with_printer_at(&port, false));
    until_ready(&shop);
    shop.log_in();
    for _sale in 0..5 {
        shop.sell_for_cash();
    }
    printer.become_manner(Manner::Mute);
    until_printed(&shop);
    shop.close();
    eventually("all of it on paper", || (printer.count(&[0x1d, b'V', 66]) == 5).then_some(()));
    compare(&data, &printer);
}

#[test]
fn an_orderly_end_waits_for_the_paper_that_is_being_printed() {
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("printer");
    let data = folder.path().join("data");
    // It is watched for some seconds before its paper counts as printed.
    let printer = ReceiptPrinter::at(&port, READY_WITHOUT_MARKS);
    let shop = Shop::open_with(&data, with_printer_at(&port, true));
    until_ready(&shop);
    shop.log_in();
    shop.sell_for_cash();
    let journal = Store::open_read_only(&data).unwrap();
    eventually("the hand-over", || {
        matches!(recorded(&journal, 1), JobState::Started { .. }).then_some(())
    });
    shop.close();
    assert!(matches!(recorded(&journal, 1), JobState::Sent { .. }), "{:?}", recorded(&journal, 1));
    compare(&data, &printer);
}

#[test]
fn a_receipt_that_no_printer_was_there_for_is_printed_later_unmarked() {
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("printer");
    let data = folder.path().join("data");
    let shop = Shop::open_with(&data, |settings| settings.printer = None);
    shop.log_in();
    shop.sell_for_cash();
    let shown = shop.until("the job", |now| now.jobs.len() == 1);
    assert!(matches!(shown.jobs[0].state, snapshot::JobState::Failed { .. }), "{shown:?}");
    // Nothing of it can be complete.
    shop.send(Intent::PaperIsFine(shown.jobs[0].id));
    shop.sell_for_cash();
    assert_eq!(shop.now().jobs.len(), 2);
    shop.close();
    let printer = ReceiptPrinter::at(&port, READY);
    let shop = Shop::open_with(&data, with_printer_at(&port, true));
    shop.log_in();
    for job in shop.now().jobs.iter() {
        shop.send(Intent::PrintAgain(job.id));
    }
    until_printed(&shop);
    shop.close();
    compare(&data, &printer);
    let journal = Store::open_read_only(&data).unwrap();
    assert_eq!(journal.job(JobId(1)).unwrap().unwrap().prints, 1);
}
