//! A sale from the first scan to the paper in the customer's hand.

use kassa::core::money::Amount;
use kassa::core::receipt::{ReceiptId, ReceiptNumber};
use kassa::core::settings::PrinterLink;
use kassa::document::{pdf, text};
use kassa::journal::{ReceiptState, SeqrPaymentState, Verdict};
use kassa::till::paper;
use rust_decimal::Decimal;

use crate::display::{Display, key};
use crate::program::{Program, press_phone};
use crate::receipt_paper::{CUT, printed};
use crate::shop::{Album, COLUMNS, Shop, log_in};

/// Longer than the same code is ignored for.
const DEBOUNCE: std::time::Duration = std::time::Duration::from_millis(200);

#[test]
fn whole_sale_with_seqr_scanner_and_printer() {
    let mut shop = Shop::new(|_settings| {});
    let display = Display::start(1024, 768);
    let (program, phone) = Program::demonstration(&display, &shop.data());
    let _window = display.focus();
    let mut album = Album::of(&display);
    album.add("log-in.png");
    let journal = shop.journal();
    log_in(&display, &journal);

    let articles = journal.articles().unwrap();
    let (first, second) = (&articles[0], &articles[60]);
    // One after another, as a hand does it: the same code twice in a moment counts once.
    for (place, article) in [first, second, second].into_iter().enumerate() {
        shop.scan(article);
        let pieces = Decimal::from(place + 1);
        let _rung = shop.receipt_when(1, "a scan", |receipt| {
            receipt.lines.iter().map(|line| line.quantity.value()).sum::<Decimal>() == pieces
        });
        std::thread::sleep(DEBOUNCE);
    }
    let total = Amount::from_minor(first.price.minor() + 2 * second.price.minor());
    let _rung = shop.receipt_when(1, "the sum", |receipt| receipt.total == total);
    album.add("sale.png");

    display.keys(&[key::f(12)]);
    album.add("choosing.png");
    display.keys(&[key::f(1), key::ENTER]);
    let issued = shop.receipt_when(1, "the invoice", |receipt| {
        receipt.payments.iter().any(|payment| payment.state == SeqrPaymentState::Issued)
    });
    album.add("payment.png");
    let reference = issued.payments[0].reference.clone().unwrap();
    press_phone(&phone, "confirm", &reference);
    let paid = shop.receipt_when(1, "the payment", |receipt| {
        matches!(receipt.state, ReceiptState::Completed { .. })
            && receipt.payments[0].state == SeqrPaymentState::Confirmed
    });
    album.add("paid.png");

    let post = paid.payments[0].post.clone().unwrap();
    assert_eq!(post.amount, total);
    assert_eq!(post.description, "SEQR payment");
    let bytes = printed(&mut shop.printer, &CUT);
    let settings = journal.settings().unwrap().unwrap();
    let document = paper::receipt(&journal, ReceiptId(1), &settings).unwrap();
    let expected = paper::for_printer(&document, settings.printer.as_ref().unwrap());
    assert_eq!(bytes, expected, "what was printed is the receipt, byte for byte");
    let words = text::render(&document, COLUMNS);
    for part in [post.ers_reference.as_str(), "SEQR payment", &settings.shop.name] {
        assert!(words.contains(part), "{part} is missing from\n{words}");
    }
    if let Some(folder) = album.folder() {
        std::fs::write(folder.join("receipt.txt"), &words).unwrap();
        let page = pdf::render(&document, "Kvitto 1").unwrap();
        std::fs::write(folder.join("receipt.pdf"), page).unwrap();
    }
    program.kill();
    assert!(matches!(journal.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}

#[test]
fn a_sale_by_pointer_is_paid_in_cash() {
    let shop = Shop::new(|settings| {
        if let Some(printer) = &mut settings.printer {
            printer.link = PrinterLink::Preview;
        }
    });
    let display = Display::start(1024, 768);
    let program = Program::register(&display, &shop.data());
    let _window = display.focus();
    log_in(&display, &shop.journal());
    let _still = display.still_picture();
    // The first tile of the first page.
    display.click(390, 224);
    let rung = shop.receipt_when(1, "the line", |receipt| receipt.lines.len() == 1);
    // Pay, then cash, then "exact".
    display.keys(&[key::f(12)]);
    let _still = display.still_picture();
    display.keys(&[key::f(2), key::ENTER]);
    let _done = shop.receipt_when(1, "the end", |receipt| {
        matches!(receipt.state, ReceiptState::Completed { .. })
    });
    let shown = shop.journal().show(ReceiptNumber(1)).unwrap().unwrap();
    let taken = shown.receipt.tenders[0].tender.amount;
    assert_eq!(taken, rung.total.rounded_to_cash());
    program.kill();
}
