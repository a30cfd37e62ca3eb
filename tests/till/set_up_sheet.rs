//! The set-up sheet comes out of the saved printer, or it is said why it does not; and a new register is saved step by
//! step, whatever is still missing.

use jiff::Timestamp;
use kassa::core::language::Language;
use kassa::core::settings::check::{Fault, Field};
use kassa::core::settings::{PrinterLink, PrinterSettings};
use kassa::document::set_up_sheet::{Outcome, Test, TestResult};
use kassa::till::intent::Intent;
use kassa::till::set_up::{Request, Trouble, Work};
use kassa::till::snapshot::PrinterStatus;

use super::receipt_printer::{Manner, NO_PAPER, READY, ReceiptPrinter};
use super::setting_up::{installer, log_in, not_saved, saved, with};
use super::shop::Shop;

fn results() -> Vec<TestResult> {
    let at = Timestamp::now();
    vec![
        TestResult { test: Test::Scan, at, outcome: Outcome::Passed },
        TestResult {
            test: Test::Drawer,
            at,
            outcome: Outcome::Failed("Den sitter fast.".to_owned()),
        },
    ]
}

/// Asks for the sheet and waits for what comes of it.
fn sheet(shop: &Shop) -> Work<()> {
    shop.send(Intent::SetUp(Request::Forget));
    let _forgotten = shop.until("nothing", |now| now.set_up.sheet == Work::Idle);
    let before = shop.now().set_up.answered;
    shop.send(Intent::SetUp(Request::PrintSheet(results())));
    shop.until("the sheet", |now| now.set_up.answered > before).set_up.sheet.clone()
}

#[test]
fn the_sheet_is_printed_once_and_is_no_job_of_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let port = folder.path().join("printer");
    let printer = ReceiptPrinter::at(&port, READY);
    let link = PrinterLink::Serial { port: port.display().to_string(), baud: 9_600 };
    let shop = Shop::open_with(&data, |to| {
        to.printer = Some(PrinterSettings { link, columns: 42, answers: true });
    });
    let _ready = shop.until("the printer", |now| now.printer == PrinterStatus::Ready);
    log_in(&shop, 1, "1111");
    let not_allowed = sheet(&shop);
    assert!(matches!(not_allowed, Work::Failed(Trouble::Refused(_))), "{not_allowed:?}");
    installer(&shop);
    assert_eq!(sheet(&shop), Work::Done(()));
    for words in ["Installationsblad", "Den sitter fast."] {
        assert_eq!(printer.count(words.as_bytes()), 1, "{words}");
    }
    printer.become_manner(NO_PAPER);
    let _out = shop.until("the status", |now| now.printer == PrinterStatus::PaperOut);
    assert_eq!(sheet(&shop), Work::Failed(Trouble::PaperOut));
    printer.become_manner(READY);
    let _ready = shop.until("the printer", |now| now.printer == PrinterStatus::Ready);
    assert_eq!(printer.count("Installationsblad".as_bytes()), 1, "nobody asked for it again");
    assert!(shop.now().jobs.is_empty());
    // Receipts go on being printed after it.
    shop.sell_for_cash();
    let _printed = shop.until("the receipt", |now| now.jobs.is_empty());
    shop.close();
}

#[test]
fn without_a_printer_it_is_said_and_on_the_screen_it_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    installer(&shop);
    assert_eq!(sheet(&shop), Work::Done(()), "the demonstration has a preview");
    assert!(shop.now().preview.is_some());
    saved(&shop, with(&shop, |to| to.printer = None));
    assert_eq!(sheet(&shop), Work::Failed(Trouble::DeviceMissing));
    let port = folder.path().join("off");
    let _off = ReceiptPrinter::at(&port, Manner::Off);
    let link = PrinterLink::Serial { port: port.display().to_string(), baud: 9_600 };
    let printer = PrinterSettings { link, columns: 42, answers: true };
    saved(&shop, with(&shop, |to| to.printer = Some(printer)));
    assert_eq!(sheet(&shop), Work::Failed(Trouble::PrinterSilent));
    shop.close();
}

/// The first step is saved while the others have nothing to save yet; what was fine must not become wrong.
#[test]
fn a_new_register_is_saved_step_by_step() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::out_of_the_box(folder.path());
    saved(&shop, with(&shop, |to| to.language = Language::English));
    saved(&shop, with(&shop, |to| to.register = "Kassa 2".to_owned()));
    let wrong = with(&shop, |to| to.currency = "kr".to_owned());
    let Trouble::Invalid(problems) = not_saved(&shop, wrong) else { panic!("a wrong currency") };
    let [problem] = &problems[..] else { panic!("only what is new: {problems:?}") };
    assert_eq!((problem.field, problem.fault), (Field::Currency, Fault::Form));
    // Instead of missing it is wrong now: another problem.
    let wrong = with(&shop, |to| to.shop.organisation_number = "556000-0002".to_owned());
    assert!(matches!(not_saved(&shop, wrong), Trouble::Invalid(_)));
    let shop = shop.started_again(folder.path(), || {});
    let settings = shop.until("it", |now| now.catalog_ready).settings.clone();
    assert_eq!((settings.language, settings.register.as_str()), (Language::English, "Kassa 2"));
    shop.close();
}
