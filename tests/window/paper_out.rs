//! The paper ends in the middle of a receipt, before a cashier's eyes.

use kassa::core::entry::JobId;
use kassa::core::receipt::ReceiptId;
use kassa::core::settings::{PrinterLink, PrinterSettings};
use kassa::journal::{JobState, PrintJob, ReceiptState};
use kassa::till::paper;

use crate::display::{Display, key, wait_for};
use crate::program::Program;
use crate::receipt_printer::{READY, ReceiptPrinter};
use crate::shop::{Album, COLUMNS, Shop, log_in};

fn job_when(shop: &Shop, what: &str, is_so: impl Fn(&PrintJob) -> bool) -> PrintJob {
    let journal = shop.journal();
    wait_for(what, || journal.job(JobId(1)).unwrap().filter(|job| is_so(job)))
}

#[test]
fn paper_that_ends_in_a_receipt_is_asked_about_and_printed_again_marked() {
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("answering-printer");
    let printer = ReceiptPrinter::at(&port, READY);
    let mut shop = Shop::new(|settings| {
        let link = PrinterLink::Serial { port: port.display().to_string(), baud: 9_600 };
        settings.printer = Some(PrinterSettings { link, columns: COLUMNS, answers: true });
    });
    let display = Display::start(1024, 768);
    let program = Program::register(&display, &shop.data());
    let _window = display.focus();
    let mut album = Album::of(&display);
    log_in(&display, &shop.journal());
    printer.end_roll_after(400);
    let articles = shop.journal().articles().unwrap();
    shop.scan(&articles[3]);
    let _rung = shop.receipt_when(1, "the line", |receipt| receipt.lines.len() == 1);
    display.keys(&[key::f(12)]);
    let choice = display.still_picture();
    display.keys(&[key::f(2), key::ENTER]);
    let _done = shop.receipt_when(1, "the end", |receipt| {
        matches!(receipt.state, ReceiptState::Completed { .. })
    });
    let _cut_off = job_when(&shop, "the cut-off", |job| {
        matches!(job.state, JobState::Failed { .. }) && job.prints == 1
    });
    // The dialog says that the money is there; behind it stands the question.
    let paid = display.still_picture_after(Some(&choice));
    album.add("paper-out-paid.png");
    display.keys(&[key::ENTER]);
    let _asked = display.still_picture_after(Some(&paid));
    album.add("paper-out-asked.png");

    printer.new_roll();
    // "Print again", below "complete", in the place of the receipt.
    wait_for("the press", || {
        // Should the dialog have been slow; at the sale, Enter on nothing does nothing.
        display.keys(&[key::ENTER]);
        display.click(170, 301);
        std::thread::sleep(std::time::Duration::from_millis(300));
        let job = shop.journal().job(JobId(1)).unwrap().unwrap();
        (!matches!(job.state, JobState::Failed { .. })).then_some(())
    });
    let printed = job_when(&shop, "the paper", |job| matches!(job.state, JobState::Sent { .. }));
    assert_eq!(printed.prints, 2);
    album.add("paper-out-printed-again.png");

    let journal = shop.journal();
    let settings = journal.settings().unwrap().unwrap();
    let count = |print| {
        let document = paper::printed_receipt(&journal, ReceiptId(1), &settings, print).unwrap();
        printer.count(&paper::for_printer(&document, settings.printer.as_ref().unwrap()))
    };
    assert_eq!(count(2), 1, "whole, and marked");
    assert!(count(1) <= 1, "no second one that is not marked");
    program.kill();
}
