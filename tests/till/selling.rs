//! Whole sales.

use kassa::core::money::Amount;
use kassa::core::payment::{Circumstance, Outcome, Phase, Refusal};
use kassa::core::receipt::Quantity;
use kassa::core::receipt::ReceiptNumber;
use kassa::core::register::{Command, Refused};
use kassa::core::tender::{TenderId, TenderMeans};
use kassa::document::text;
use kassa::journal::{ReceiptState, SeqrPaymentState, Store, Verdict};
use kassa::seqr::message::Operation;
use kassa::seqr::result_code::ResultCode;
use kassa::simulator::fault::{Fault, Frequency, Rule};
use kassa::simulator::ledger::CustomerAction;
use kassa::till::intent::Intent;
use kassa::till::snapshot::{ScanOutcome, SeqrStatus};

use super::shop::{COFFEE, JUICE, Shop};

fn amount(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

#[test]
fn a_sale_is_paid_with_seqr_printed_and_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    shop.ring_up(JUICE);
    let due = shop.now().due();
    assert_eq!(due, amount(COFFEE.1 + JUICE.1));
    let _attempt = shop.pay_with_seqr(due);
    shop.until_waiting();
    let _reference = shop.simulator.confirm_newest().unwrap();
    let done = shop.until("the end", |now| now.last.is_some());
    assert!(done.receipt.is_none());
    let paper = shop.until("the paper", |now| now.preview.is_some());
    let paper = text::render(paper.preview.as_ref().unwrap(), 42);
    assert!(paper.contains("SEQR payment"), "{paper}");

    let journal = Store::open_read_only(folder.path()).unwrap();
    let shown = journal.show(ReceiptNumber(1)).unwrap().unwrap();
    assert!(matches!(shown.receipt.state, ReceiptState::Completed { .. }));
    let post = shown.receipt.payments[0].post.clone().unwrap();
    assert_eq!(post.amount, due);
    assert_eq!(post.description, "SEQR payment");
    assert!(paper.contains(&post.ers_reference), "{paper}");
    let kept = shop.simulator.with_ledger(|ledger| {
        ledger.payments().map(|p| p.paid().unwrap().ers_reference.clone()).collect::<Vec<_>>()
    });
    assert_eq!(kept.len(), 1);
    assert_eq!(*kept[0], *post.ers_reference);
    // The payment is acknowledged and its receipt submitted without anybody waiting for it.
    super::shop::eventually("the confirmation", || {
        let shown = journal.show(ReceiptNumber(1)).unwrap().unwrap();
        let confirmed = kassa::journal::SeqrPaymentState::Confirmed;
        (shown.receipt.payments[0].state == confirmed).then_some(())
    });
    shop.close();
    let journal = Store::open_read_only(folder.path()).unwrap();
    assert!(matches!(journal.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}

#[test]
fn cash_is_rounded_and_gives_change() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    let receipt = shop.now().receipt.as_ref().unwrap().id;
    let take = Command::TakeCash { receipt, amount: amount(10_000), tender: TenderId(1) };
    shop.command(take.clone());
    // The second tap of a double tap.
    shop.command(take);
    let done = shop.until("the end", |now| now.last.is_some());
    let last = done.last.as_ref().unwrap();
    assert_eq!(last.settlement.change, amount(7_000));
    assert_eq!(last.settlement.rounding, amount(5));
    shop.close();
    let journal = Store::open_read_only(folder.path()).unwrap();
    assert!(journal.show(ReceiptNumber(2)).unwrap().is_none());
}

#[test]
fn seqr_comes_last_in_a_split() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    let receipt = shop.now().receipt.as_ref().unwrap().id;
    shop.command(Command::TakeCash { receipt, amount: amount(1_000), tender: TenderId(1) });
    let left = shop.until("the cash", |now| now.due() == amount(COFFEE.1 - 1_000)).due();
    let _attempt = shop.pay_with_seqr(left);
    shop.until_waiting();
    shop.simulator.with_ledger(|ledger| {
        let invoice = ledger.payments().next().unwrap().invoice().clone();
        let rows: rust_decimal::Decimal =
            invoice.rows.iter().map(|row| row.total_amount.as_ref().unwrap().value).sum();
        assert_eq!(rows, left.to_decimal());
        assert!(
            invoice
                .rows
                .iter()
                .any(|row| { row.total_amount.as_ref().unwrap().value.is_sign_negative() })
        );
    });
    let _reference = shop.simulator.confirm_newest().unwrap();
    let _done = shop.until("the end", |now| now.last.is_some());
    shop.close();
}

#[test]
fn a_part_paid_receipt_is_locked_until_another_tender_completes_it() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    let _attempt = shop.pay_with_seqr(amount(1_995));
    shop.until_waiting();
    let _reference = shop.simulator.confirm_newest().unwrap();
    let part = shop.until("the part", |now| now.due() == amount(1_000));
    let receipt = part.receipt.as_ref().unwrap().id;
    for refused in [Command::CancelReceipt { receipt }, Command::LogOut, Command::Quit] {
        shop.command(refused);
        let _why = shop.until("the refusal", |now| {
            now.refused.is_some_and(|notice| notice.reason == Refused::PartlyPaid)
        });
        shop.send(Intent::Dismiss);
        let _gone = shop.until("quiet", |now| now.refused.is_none());
    }
    shop.command(Command::TakeCard { receipt, amount: amount(1_000), tender: TenderId(2) });
    let _done = shop.until("the end", |now| now.last.is_some());
    shop.close();
}

#[test]
fn more_than_due_is_given_back_in_cash() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    let _attempt = shop.pay_with_seqr(amount(12_995));
    shop.until_waiting();
    let _reference = shop.simulator.confirm_newest().unwrap();
    let done = shop.until("the end", |now| now.last.is_some());
    assert_eq!(done.last.as_ref().unwrap().settlement.change, amount(10_000));
    shop.close();
}

#[test]
fn the_customer_may_decline_and_the_cashier_may_cancel() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    let due = shop.now().due();
    let _first = shop.pay_with_seqr(due);
    shop.until_waiting();
    let _reference = shop.simulator.decline_newest().unwrap();
    let ended = |outcome| {
        let face = Phase::Ended(outcome);
        shop.until("the end", |now| now.payment.as_ref().is_some_and(|p| p.phase == face))
    };
    let _declined = ended(Outcome::CancelledByCustomer);
    let second = shop.pay_with_seqr(due);
    shop.until_waiting();
    shop.command(Command::CancelPayment { attempt: second });
    let cancelled = ended(Outcome::CancelledHere);
    assert_eq!(cancelled.due(), due);
    let receipt = cancelled.receipt.as_ref().unwrap();
    assert!(receipt.tenders().is_empty());
    shop.command(Command::CancelReceipt { receipt: receipt.id });
    let _gone = shop.until("no receipt", |now| now.receipt.is_none());
    shop.close();
}

#[test]
fn a_scan_while_a_payment_is_open_adds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    let before = shop.now().receipt.clone();
    let attempt = shop.pay_with_seqr(amount(COFFEE.1));
    shop.until_waiting();
    shop.send(Intent::Scan { text: JUICE.0.to_owned(), quantity: Quantity::ONE });
    let held = shop.until("the notice", |now| now.scan.is_some());
    let outcome = &held.scan.as_ref().unwrap().outcome;
    assert!(
        matches!(outcome, ScanOutcome::Held { reason: Refused::PaymentOpen, .. }),
        "{outcome:?}"
    );
    assert_eq!(held.receipt, before);
    shop.command(Command::CancelPayment { attempt });
    let _ended = shop.until("the end", |now| now.open_payment().is_none());
    shop.close();
}

#[test]
fn an_unknown_code_is_shown_until_it_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.send(Intent::Scan { text: "4711471147114".to_owned(), quantity: Quantity::ONE });
    let shown = shop.until("the banner", |now| now.scan.is_some());
    let code = "4711471147114".to_owned();
    assert_eq!(shown.scan.as_ref().unwrap().outcome, ScanOutcome::Unknown { code });
    assert!(shown.receipt.is_none());
    shop.send(Intent::Dismiss);
    let _gone = shop.until("no banner", |now| now.scan.is_none());
    shop.close();
}

#[test]
fn without_seqr_nothing_is_sent_and_cash_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::open(folder.path());
    shop.log_in();
    let _reached = shop.until("SEQR", |now| now.seqr == SeqrStatus::Reachable);
    shop.ring_up(COFFEE);
    shop.stop_seqr();
    let due = shop.now().due();
    let _attempt = shop.pay_with_seqr(due);
    let refused = shop.until("the refusal", |now| {
        now.payment.as_ref().is_some_and(|payment| {
            matches!(payment.phase, Phase::Refused(Refusal::NotReached { .. }))
        })
    });
    assert!(refused.open_payment().is_none());
    let receipt = refused.receipt.as_ref().unwrap().id;
    shop.command(Command::TakeCash { receipt, amount: amount(3_000), tender: TenderId(1) });
    let _done = shop.until("the end", |now| now.last.is_some());
    shop.close();
}

#[test]
fn a_payment_that_comes_after_cancel_waits_for_the_cashier() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    let attempt = shop.pay_with_seqr(amount(COFFEE.1));
    shop.until_waiting();
    let _reference = shop.simulator.customer_newest(CustomerAction::BeginConfirming).unwrap();
    shop.command(Command::CancelPayment { attempt });
    let _confirming = shop.until("51", |now| {
        now.payment
            .as_ref()
            .is_some_and(|payment| matches!(payment.phase, Phase::Confirming { .. }))
    });
    let _reference = shop.simulator.confirm_newest().unwrap();
    let paid = shop.until("the money", |now| now.decision.is_some());
    assert_eq!(paid.decision, Some(Circumstance::AfterCancel));
    let receipt = paid.receipt.as_ref().unwrap();
    assert!(matches!(receipt.tenders()[0].means, TenderMeans::Seqr { .. }));
    shop.command(Command::Finish { receipt: receipt.id });
    let _done = shop.until("the end", |now| now.last.is_some());
    shop.close();
}

#[test]
fn a_receipt_that_seqr_does_not_want_is_not_offered_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    let fault = Fault::code(ResultCode::INVALID_ERS_REFERENCE);
    let operation = Some(Operation::SubmitPaymentReceipt);
    let _rule = shop.simulator.switch_on(Rule { operation, fault, frequency: Frequency::Next(1) });
    shop.log_in();
    shop.ring_up(COFFEE);
    let _attempt = shop.pay_with_seqr(amount(COFFEE.1));
    shop.until_waiting();
    let _reference = shop.simulator.confirm_newest().unwrap();
    let journal = Store::open_read_only(folder.path()).unwrap();
    let payment = super::shop::eventually("the end", || {
        let shown = journal.show(ReceiptNumber(1)).unwrap()?;
        let payment = shown.receipt.payments[0].clone();
        (payment.state == SeqrPaymentState::ReceiptRefused).then_some(payment)
    });
    assert!(payment.post.is_some(), "the payment stays booked");
    assert!(!journal.has_unsettled_payment().unwrap());
    shop.close();
}
