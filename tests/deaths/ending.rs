//! Told to end by a signal: in order, with the payment first.

use std::time::{Duration, Instant};

use kassa::core::receipt::ReceiptId;
use kassa::journal::{ReceiptState, SeqrPaymentState};
use kassa::simulator::ledger::CustomerAction;
use nix::sys::signal::Signal;

use super::program::{Program, wait_for};
use super::street::{CODES, Shop, Street};

/// A register with an open payment; gives the invoice.
pub fn paying(program: &mut Program, shop: &Shop) -> String {
    program.log_in().unwrap();
    program.done(&format!("scan {}", CODES[0])).unwrap();
    program.done("seqr").unwrap();
    program
        .until_view("the invoice", |view| {
            view.payment.as_ref().is_some_and(|(_, phase)| phase == "waiting")
        })
        .unwrap();
    shop.open_invoice().unwrap()
}

#[test]
fn with_nothing_open_a_signal_ends_the_register_like_quit() {
    let street = Street::of(1);
    for signal in [Signal::SIGTERM, Signal::SIGINT] {
        let mut program = Program::register(&street.shops[0].data);
        program.log_in().unwrap();
        program.done(&format!("scan {}", CODES[0])).unwrap();
        program.signal(signal);
        let _event = program.until("the end", |event| event["event"] == "ended").unwrap();
        assert!(program.ended().success());
    }
    // The receipt that was begun is there again.
    let mut program = Program::register(&street.shops[0].data);
    program.until_view("the receipt", |view| view.due.as_deref() == Some("59.90")).unwrap();
}

#[test]
fn a_signal_lets_an_open_payment_end_first() {
    let street = Street::of(1);
    let shop = &street.shops[0];
    let mut program = Program::register(&shop.data);
    let invoice = paying(&mut program, shop);
    program.signal(Signal::SIGTERM);
    wait_for("the end to begin", || {
        let refused = program.command(&format!("scan {}", CODES[1])).unwrap();
        (refused.as_deref() == Some("ending")).then_some(())
    });
    shop.next_poll(&invoice, shop.polls(&invoice) + 1);
    assert!(shop.customer(CustomerAction::Confirm));
    let _event = program.until("the receipt", |event| event["event"] == "completed").unwrap();
    let _event = program.until("the end", |event| event["event"] == "ended").unwrap();
    assert!(program.ended().success());
    // SEQR has heard that it was written down: it will not take the money back.
    let receipt = shop.journal().receipt(ReceiptId(1)).unwrap().unwrap();
    assert!(matches!(receipt.state, ReceiptState::Completed { .. }));
    let state = receipt.payments[0].state;
    assert!(
        matches!(state, SeqrPaymentState::Acknowledged | SeqrPaymentState::Confirmed),
        "{state:?}"
    );
}

#[test]
fn what_a_signal_leaves_open_is_taken_up_at_the_next_start() {
    let street = Street::of(1);
    let shop = &street.shops[0];
    let mut program = Program::register(&shop.data);
    let invoice = paying(&mut program, shop);
    let before = shop.polls(&invoice);
    let told = Instant::now();
    program.signal(Signal::SIGTERM);
    // Twice shortens nothing.
    program.signal(Signal::SIGTERM);
    assert!(program.ended().success());
    let asked = shop.polls(&invoice) - before;
    let seconds = told.elapsed().as_secs_f64();
    eprintln!("soak: told to end while paying, seconds to the end = {seconds:.2}");
    eprintln!("soak: told to end while paying, questions to SEQR meanwhile = {asked}");
    assert!(asked >= 3, "the payment was carried on for a while: {asked}");
    assert!(shop.open_invoice().is_some());
    let log = std::fs::read_dir(shop.data.join("log")).unwrap().next().unwrap().unwrap().path();
    assert!(std::fs::read_to_string(log).unwrap().contains("left open"));

    let mut program = Program::register(&shop.data);
    shop.next_poll(&invoice, before + asked);
    assert!(shop.customer(CustomerAction::Confirm));
    program.until_view("the money", |view| view.waiting).unwrap();
    program.log_in().unwrap();
    program.done("finish").unwrap();
    std::thread::sleep(Duration::from_millis(10));
    program.say("quit");
}
