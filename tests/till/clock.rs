//! A wall clock that is set while the register runs and while it is off: sales and payments go on, receipts keep
//! their numbers, and somebody is told.

use std::sync::atomic::Ordering;
use std::time::Duration;

use kassa::core::money::Amount;
use kassa::core::receipt::ReceiptNumber;
use kassa::device::sound::Cue;
use kassa::journal::{Store, Verdict};
use kassa::seqr::message::Operation;
use kassa::simulator::fault::{Fault, Frequency, Rule};
use kassa::simulator::ledger::PaymentStands;
use kassa::till::snapshot::ClockStatus;

use super::shop::{COFFEE, Shop};

const DAY: i64 = 24 * 3_600;

#[test]
fn a_clock_that_is_set_stops_nothing_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.sell_for_cash();
    assert_eq!(shop.now().clock, ClockStatus::Fine);
    // In the middle of a payment, a day back.
    shop.ring_up(COFFEE);
    let _attempt = shop.pay_with_seqr(Amount::from_minor(COFFEE.1));
    shop.until_waiting();
    shop.clock_error.store(-DAY, Ordering::SeqCst);
    let _told = shop.until("the sign", |now| now.clock == ClockStatus::Behind);
    let _reference = shop.simulator.confirm_newest().unwrap();
    let _paid = shop.until("the end", |now| now.last.as_ref().is_some_and(|one| one.number.0 == 2));
    // Put right again, and then a year ahead.
    shop.clock_error.store(0, Ordering::SeqCst);
    let _right = shop.until("the sign's end", |now| now.clock == ClockStatus::Fine);
    shop.clock_error.store(365 * DAY, Ordering::SeqCst);
    let _told = shop.until("the sign", |now| now.clock == ClockStatus::Ahead);
    shop.sell_for_cash();
    // The machine's clock is put right while the register is off: it is behind its own journal now.
    let shop = shop.restarted(folder.path(), |_simulator| {});
    let _told = shop.until("the sign", |now| now.clock == ClockStatus::Behind);
    shop.log_in();
    shop.sell_for_cash();
    shop.close();

    let journal = Store::open_read_only(folder.path()).unwrap();
    let at = |number| journal.show(ReceiptNumber(number)).unwrap().unwrap().receipt.opened_at;
    assert_eq!(journal.numbers().unwrap().receipt_number, 4);
    assert!(at(3) > at(2) && at(4) < at(3), "times are what the clock said");
    assert!(matches!(journal.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}

/// SEQR has heard nothing for 20 s after it said "paid": it gives the money back, and nobody may miss that.
#[test]
fn a_payment_that_is_taken_back_after_it_was_booked_is_heard_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    let attempt = shop.pay_with_seqr(shop.now().due());
    shop.until_waiting();
    shop.simulator.with_ledger(|ledger| {
        ledger.readings_mut().payment_stands = PaymentStands::OnceAcknowledged;
    });
    // Every question takes its time to arrive.
    let fault = Fault::slow(Duration::from_secs(3));
    let operation = Some(Operation::GetPaymentStatus);
    let _rule = shop.simulator.switch_on(Rule { operation, fault, frequency: Frequency::Always });
    let _reference = shop.simulator.confirm_newest().unwrap();
    let journal = Store::open_read_only(folder.path()).unwrap();
    let post = || journal.receipt(attempt.receipt).unwrap().unwrap().payments[0].post.clone();
    let _booked = super::shop::eventually("the booking", post);
    shop.simulator.leap(Duration::from_secs(30));
    shop.simulator.clear_faults();
    let told = shop.until("the list", |now| !now.unsettled.is_empty());
    assert_eq!(told.unsettled.len(), 1);
    super::shop::eventually("the sound", || {
        shop.heard.lock().unwrap().contains(&Cue::Fault).then_some(())
    });
    assert!(post().is_some(), "what was booked stays booked until somebody looks into it");
    shop.close();
}
