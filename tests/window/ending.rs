//! The register in its window is told to end by the system.

use kassa::journal::{ReceiptState, SeqrPaymentState};
use kassa::simulator::ledger::CustomerAction;

use crate::display::{Display, wait_for};
use crate::frozen::{paying, polls};
use crate::program::Program;
use crate::shop::Shop;

/// The payment is carried on first, and is safe at SEQR before the window closes.
#[test]
fn the_window_closes_after_the_payment() {
    let mut shop = Shop::new(|_settings| {});
    let display = Display::start(1024, 768);
    let program = Program::register(&display, &shop.data());
    let invoice = paying(&mut shop, &display);
    let before = polls(&shop, &invoice);
    let customer = {
        let simulator = shop.simulator.clone();
        let invoice = invoice.clone();
        std::thread::spawn(move || {
            let polls = || {
                simulator.with_ledger(|ledger| ledger.payment(&invoice).map(|known| known.polls()))
            };
            wait_for("the payment to be carried on", || (polls()? > before + 2).then_some(()));
            simulator.customer(&invoice, CustomerAction::Confirm).unwrap();
        })
    };
    assert!(program.end());
    customer.join().unwrap();
    let receipt = shop.receipt_when(1, "the receipt", |_receipt| true);
    assert!(matches!(receipt.state, ReceiptState::Completed { .. }));
    let state = receipt.payments[0].state;
    let safe = [SeqrPaymentState::Acknowledged, SeqrPaymentState::Confirmed];
    assert!(safe.contains(&state), "{state:?}");
}

/// A window that hangs does not keep the register from ending.
#[test]
fn a_window_that_hangs_does_not_keep_the_register_from_ending() {
    let mut shop = Shop::new(|_settings| {});
    let display = Display::start(1024, 768);
    let program = Program::register(&display, &shop.data());
    let _window = display.focus();
    crate::shop::log_in(&display, &shop.journal());
    display.freeze();
    let articles = shop.journal().articles().unwrap();
    for _ in 0..3 {
        shop.scan(&articles[4]);
    }
    let _rung = shop.receipt_when(1, "the lines", |receipt| !receipt.lines.is_empty());
    assert!(program.end());
    display.thaw();
}
