//! A register that does not die but stands still is as dead to its customers.

use std::time::{Duration, Instant};

use kassa::core::receipt::ReceiptId;
use kassa::simulator::ledger::{CustomerAction, PaymentState};
use nix::sys::signal::Signal;

use super::ending::paying;
use super::program::{Program, View, process_in, send_signal};
use super::street::Street;

/// The customer pays a register that has stopped; it is killed and restarted before SEQR takes the money back.
#[test]
fn a_register_that_stands_still_is_killed_and_its_payment_goes_on() {
    let street = Street::of(1);
    let shop = &street.shops[0];
    let mut program = Program::start(&["supervise", "--without-window"], &shop.data);
    let invoice = paying(&mut program, shop);
    let register = process_in(&shop.data).unwrap();
    send_signal(register, Signal::SIGSTOP);
    let stopped = Instant::now();
    // A question that was on its way still arrives.
    let quiet = Duration::from_millis(1_500);
    let mut asked = u32::MAX;
    while asked != shop.polls(&invoice) {
        asked = shop.polls(&invoice);
        std::thread::sleep(quiet);
    }
    assert!(shop.customer(CustomerAction::Confirm));
    shop.next_poll(&invoice, shop.polls(&invoice));
    let seconds = stopped.elapsed().as_secs_f64();
    eprintln!("soak: register stood still, seconds to the next question = {seconds:.2}");
    assert_ne!(process_in(&shop.data), Some(register));
    program.view = View::default();
    program.until_view("the money", |view| view.waiting).unwrap();
    program.log_in().unwrap();
    program.done("finish").unwrap();
    let receipt = shop.journal().receipt(ReceiptId(1)).unwrap().unwrap();
    assert!(receipt.payments[0].post.is_some());
    street.simulator.with_ledger(|ledger| {
        let payment = ledger.payment(&invoice).unwrap();
        assert!(matches!(payment.state(), PaymentState::Paid(_)), "{:?}", payment.state());
    });
    program.signal(Signal::SIGTERM);
    assert!(program.ended().success());
}
