//! Goods come back, and somebody trains: in the real window, with a scanner and a printer.

use std::time::Duration;

use kassa::core::entry::Entry;
use kassa::core::receipt::{ReceiptId, ReceiptNumber};
use kassa::document::receipt;
use kassa::journal::{ReceiptState, SeqrRefundState, Store, Verdict};

use crate::display::{Display, key, wait_for};
use crate::program::{Program, press_phone};
use crate::receipt_paper::{CUT, printed};
use crate::shop::{Album, Shop, log_in};

/// How long a scan takes at most to be in the journal; if it takes longer, it is only scanned again.
const LONGER_THAN_A_SCAN: Duration = Duration::from_millis(500);

/// The same for the end of a training, which closes its printer first.
const LONGER_THAN_A_TRAINING_ENDS: Duration = Duration::from_secs(3);

/// The paper's own bar code leads to the return, and the money back to the phone.
#[test]
fn what_was_paid_with_seqr_goes_back_by_the_code_on_the_paper() {
    let mut shop = Shop::new(|_settings| {});
    let display = Display::start(1024, 768);
    let (program, phone) = Program::demonstration(&display, &shop.data());
    let _window = display.focus();
    let mut album = Album::of(&display);
    let journal = shop.journal();
    log_in(&display, &journal);
    let article = journal.articles().unwrap()[0].clone();
    shop.scan(&article);
    let _rung = shop.receipt_when(1, "the line", |receipt| receipt.lines.len() == 1);
    display.keys(&[key::f(12)]);
    let _still = display.still_picture();
    display.keys(&[key::f(1), key::ENTER]);
    let issued = shop.receipt_when(1, "the invoice", |receipt| {
        receipt.payments.first().is_some_and(|payment| payment.reference.is_some())
    });
    press_phone(&phone, "confirm", issued.payments[0].reference.as_ref().unwrap());
    let paid = shop.receipt_when(1, "the payment", |receipt| {
        matches!(receipt.state, ReceiptState::Completed { .. })
    });
    let _paper = printed(&mut shop.printer, &CUT);
    let _put_away = display.still_picture();

    shop.scan_code(&receipt::code(ReceiptNumber(1)));
    wait_for("the return", || {
        let _dialog = display.still_picture();
        display.keys(&[key::f(3), key::ENTER]);
        journal.receipt(ReceiptId(2)).unwrap().map(|_begun| ())
    });
    let _still = display.still_picture();
    album.add("giving-back.png");
    // The keys are missing until SEQR has heard that the sale is booked.
    let returned = wait_for("the refund", || {
        display.keys(&[key::f(8)]);
        let found = journal.receipt(ReceiptId(2)).unwrap()?;
        matches!(found.state, ReceiptState::Completed { .. }).then_some(found)
    });
    assert_eq!(returned.total, -paid.total);
    assert_eq!(returned.refunds.len(), 1);
    assert!(matches!(
        returned.refunds[0].state,
        SeqrRefundState::Refunded | SeqrRefundState::Confirmed
    ));
    let _paper = printed(&mut shop.printer, &CUT);
    program.kill();
    assert!(matches!(journal.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}

/// A whole training by keys: it prints on the real printer, says so on the paper, and leaves the journal alone.
#[test]
fn somebody_trains_and_goes_back_to_work() {
    let mut shop = Shop::new(|_settings| {});
    let display = Display::start(1024, 768);
    let (program, _phone) = Program::demonstration(&display, &shop.data());
    let _window = display.focus();
    let mut album = Album::of(&display);
    let journal = shop.journal();
    log_in(&display, &journal);
    let article = journal.articles().unwrap()[0].clone();
    let _still = display.still_picture();
    display.keys(&[key::f(1)]);
    let _menu = display.still_picture();
    display.type_text("t");
    let session = wait_for("the training", || journal.open_training().unwrap());
    let _still = display.still_picture();
    album.add("training.png");
    // Scanner and printer are the training's now, as soon as it has opened them.
    let folder = shop.data().join("training").join(session);
    wait_for("the training's line", || {
        shop.scan(&article);
        std::thread::sleep(LONGER_THAN_A_SCAN);
        let training = Store::open_read_only(&folder).ok()?;
        training.receipt(ReceiptId(1)).ok()??.lines.first().map(|_rung| ())
    });
    let training = Store::open_read_only(&folder).unwrap();
    let rung = training.receipt(ReceiptId(1)).unwrap().unwrap();
    display.keys(&[key::f(12)]);
    let _dialog = display.still_picture();
    display.keys(&[key::f(2), key::ENTER]);
    let paper = printed(&mut shop.printer, &CUT);
    // As the printer's code page writes it.
    assert!(paper.windows(5).any(|letters| letters == b"VNING"), "the paper says what it is");
    // As soon as what was sold has been put away, by itself after a moment: until then these keys mean nothing, or open
    // the search, which Escape closes.
    let ended = wait_for("the shop", || {
        let _still = display.still_picture();
        display.keys(&[key::ESCAPE, key::f(1)]);
        let _menu = display.still_picture();
        display.type_text("t");
        std::thread::sleep(LONGER_THAN_A_TRAINING_ENDS);
        let last = journal.head().unwrap().seq;
        (1..=last).find_map(|seq| match journal.entry(seq).unwrap()?.entry {
            Entry::TrainingEnded(ended) => Some(ended),
            _ => None,
        })
    });
    assert_eq!((ended.receipts, ended.total), (1, rung.total));
    assert!(journal.show(ReceiptNumber(1)).unwrap().is_none(), "no number was used");
    program.kill();
    assert!(matches!(journal.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}
