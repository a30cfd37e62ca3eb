//! What the cashier finds after the register has died in the middle, and devices that come and go.

use kassa::core::entry::{Entry, PinPurpose};
use kassa::core::settings::PrinterLink;
use kassa::core::tender::TenderMeans;
use kassa::core::user::UserNumber;
use kassa::journal::{Reader, ReceiptState, SeqrPaymentState};
use kassa::simulator::ledger::CustomerAction;

use crate::display::{Display, key, wait_for};
use crate::program::Program;
use crate::shop::{Album, Shop, log_in};

/// A register that was killed while the customer held the phone takes the payment up by itself.
#[test]
fn a_payment_survives_the_death_of_the_register() {
    let mut shop = Shop::new(|_settings| {});
    let display = Display::start(1024, 768);
    let program = Program::register(&display, &shop.data());
    let _window = display.focus();
    log_in(&display, &shop.journal());
    let articles = shop.journal().articles().unwrap();
    shop.scan(&articles[3]);
    let _rung = shop.receipt_when(1, "the line", |receipt| receipt.lines.len() == 1);
    display.keys(&[key::f(12)]);
    let _still = display.still_picture();
    display.keys(&[key::f(1), key::ENTER]);
    let _issued = shop.receipt_when(1, "the invoice", |receipt| {
        receipt.payments.iter().any(|payment| payment.state == SeqrPaymentState::Issued)
    });
    program.kill();
    let _reference = shop.simulator.customer_newest(CustomerAction::Confirm).unwrap();

    let program = Program::register(&display, &shop.data());
    // Nobody has logged in, no key was pressed.
    let paid = shop.receipt_when(1, "the payment", |receipt| receipt.payments[0].post.is_some());
    assert!(matches!(paid.state, ReceiptState::Open), "it waits for the cashier");
    let _window = display.focus();
    let mut album = Album::of(&display);
    album.add("recovered-log-in.png");
    log_in(&display, &shop.journal());
    let _still = display.still_picture();
    album.add("recovered.png");
    display.keys(&[key::ENTER]);
    let _done = shop.receipt_when(1, "the end", |receipt| {
        matches!(receipt.state, ReceiptState::Completed { .. })
    });
    program.kill();
}

/// The demonstration's SEQR is new at every start and knows nothing of the payment: the way out is a manager's.
#[test]
fn a_payment_that_seqr_has_forgotten_is_settled_by_a_manager() {
    let shop = Shop::new(|settings| {
        if let Some(printer) = &mut settings.printer {
            printer.link = PrinterLink::Preview;
        }
    });
    let display = Display::start(1024, 768);
    let (program, _phone) = Program::demonstration(&display, &shop.data());
    let _window = display.focus();
    log_in(&display, &shop.journal());
    let _still = display.still_picture();
    // The first tile of the first page.
    display.click(390, 224);
    let _rung = shop.receipt_when(1, "the line", |receipt| receipt.lines.len() == 1);
    display.keys(&[key::f(12)]);
    let _still = display.still_picture();
    display.keys(&[key::f(1), key::ENTER]);
    let _issued = shop.receipt_when(1, "the invoice", |receipt| {
        receipt.payments.iter().any(|payment| payment.state == SeqrPaymentState::Issued)
    });
    program.kill();

    let (program, _phone) = Program::demonstration(&display, &shop.data());
    let _doubt = shop.receipt_when(1, "the doubt", |receipt| {
        receipt.payments[0].state == SeqrPaymentState::InDoubt
    });
    let _window = display.focus();
    let mut album = Album::of(&display);
    log_in(&display, &shop.journal());
    let _still = display.still_picture();
    album.add("doubt.png");
    display.keys(&[key::ENTER]);
    album.add("doubt-known.png");
    // The customer has paid; the first reason.
    display.keys(&[key::f(8)]);
    album.add("doubt-why.png");
    display.keys(&[key::f(1), key::ENTER]);
    album.add("doubt-who.png");
    // A cashier's PIN settles nothing.
    display.type_text("1");
    display.keys(&[key::ENTER]);
    display.type_text("1111");
    display.keys(&[key::ENTER]);
    wait_for("the refusal", || {
        let purpose = PinPurpose::Approval;
        let shown = Entry::PinShown { user: UserNumber(1), purpose };
        was_written(&shop.journal(), &shown).then_some(())
    });
    let _still = display.still_picture();
    album.add("doubt-not-allowed.png");
    display.keys(&[key::ESCAPE]);
    display.type_text("2");
    display.keys(&[key::ENTER]);
    display.type_text("2222");
    display.keys(&[key::ENTER]);
    let done = shop.receipt_when(1, "the end", |receipt| {
        matches!(receipt.state, ReceiptState::Completed { .. })
    });
    assert!(matches!(done.tenders[0].tender.means, TenderMeans::SeqrUnverified { .. }));
    album.add("doubt-settled.png");
    // The payment stays on the list, marked in the strip; the next customer can be served.
    display.keys(&[key::ENTER]);
    let _still = display.still_picture();
    album.add("doubt-marked.png");
    display.keys(&[key::f(11)]);
    album.add("doubt-list.png");
    program.kill();
}

fn was_written(journal: &Reader, wanted: &Entry) -> bool {
    let last = journal.head().unwrap().seq;
    (1..=last).any(|seq| journal.entry(seq).unwrap().is_some_and(|found| found.entry == *wanted))
}

/// Scans go on after the scanner was pulled out and plugged in again.
#[test]
fn a_scanner_that_was_unplugged_scans_again() {
    let mut shop = Shop::new(|_settings| {});
    let display = Display::start(1024, 768);
    let program = Program::register(&display, &shop.data());
    let _window = display.focus();
    log_in(&display, &shop.journal());
    let articles = shop.journal().articles().unwrap();
    shop.scan(&articles[3]);
    let _rung = shop.receipt_when(1, "the first scan", |receipt| receipt.lines.len() == 1);
    shop.scanner.unplug();
    let log = shop.data().join("log");
    wait_for("the loss to be noticed", || {
        let file = std::fs::read_dir(&log).unwrap().next()?.unwrap().path();
        std::fs::read_to_string(file).unwrap().contains("Missing").then_some(())
    });
    shop.scanner.plug().unwrap();
    wait_for("a scan after that", || {
        shop.scan(&articles[4]);
        std::thread::sleep(std::time::Duration::from_millis(300));
        let receipt = shop.journal().receipt(kassa::core::receipt::ReceiptId(1)).unwrap()?;
        (receipt.lines.len() == 2).then_some(())
    });
    program.kill();
}
