//! The display goes away in the middle of a payment, and comes back.

use std::time::Instant;

use kassa::journal::SeqrPaymentState;
use kassa::simulator::ledger::CustomerAction;

use crate::display::{Display, key, wait_for};
use crate::frozen::{paying, polls};
use crate::program::Program;
use crate::shop::{Shop, log_in};

#[test]
fn a_payment_goes_on_when_the_window_is_lost() {
    let mut shop = Shop::new(|_settings| {});
    let display = Display::start(1024, 768);
    let name = display.name().to_owned();
    let program = Program::supervised(&display, &shop.data());
    let invoice = paying(&mut shop, &display);
    let before = polls(&shop, &invoice);
    drop(display);
    let lost = Instant::now();
    wait_for("two more questions", || (polls(&shop, &invoice) >= before + 2).then_some(()));
    let seconds = lost.elapsed().as_secs_f64();
    eprintln!("soak: display lost, seconds to the second question = {seconds:.2}");
    assert!(shop.simulator.customer(&invoice, CustomerAction::Confirm).is_ok());
    let _safe = shop.receipt_when(1, "the payment to be safe", |receipt| {
        let state = receipt.payments[0].state;
        [SeqrPaymentState::Acknowledged, SeqrPaymentState::Confirmed].contains(&state)
    });

    let display = Display::again(&name, 1024, 768);
    let _window = display.focus();
    log_in(&display, &shop.journal());
    let _still = display.still_picture();
    display.keys(&[key::ENTER]);
    let _done = shop.receipt_when(1, "the end", |receipt| {
        matches!(receipt.state, kassa::journal::ReceiptState::Completed { .. })
    });
    assert!(program.end());
}
