//! Cancelling against paying, replacing, and the 20 seconds in which a payment must be polled.

use super::*;
use crate::seqr::message::InvoiceStatus;

#[test]
fn cancelling_tells_the_truth() {
    for (action, code, status, again) in [
        (None, 0, "CANCELED", 95),
        (Some(CustomerAction::View), 0, "CANCELED", 95),
        (Some(CustomerAction::BeginConfirming), 51, "ISSUED", 51),
        (Some(CustomerAction::Confirm), 50, "PAID", 50),
        (Some(CustomerAction::Decline), 95, "CANCELED", 95),
        (Some(CustomerAction::BankRefuses), 95, "FAILED", 95),
    ] {
        let mut world = World::new();
        let reference = world.send(invoice(100));
        if let Some(action) = action {
            world.customer(action);
        }
        assert_eq!(world.cancel(&reference), code, "{action:?}");
        assert_eq!(world.status(&reference), status, "{action:?}");
        assert_eq!(world.cancel(&reference), again, "{action:?}");
    }
}

#[test]
fn while_the_bank_works_only_the_bank_decides() {
    for (end, status, cancel) in
        [(CustomerAction::Confirm, "PAID", 50), (CustomerAction::BankRefuses, "FAILED", 95)]
    {
        let mut world = World::new();
        let reference = world.send(invoice(100));
        world.customer(CustomerAction::BeginConfirming);
        for action in [CustomerAction::Decline, CustomerAction::BeginConfirming] {
            assert_eq!(
                world.ledger.customer_newest(action, world.now),
                Err(CustomerRefusal::AlreadyConfirming)
            );
        }
        world.wait(3600);
        assert_eq!(world.status(&reference), "ISSUED", "it does not expire either");
        assert_eq!(world.cancel(&reference), 51);
        world.customer(end);
        assert_eq!(world.status(&reference), status);
        assert_eq!(world.cancel(&reference), cancel);
    }
}

#[test]
fn the_older_code_for_cancelling_twice_can_be_chosen() {
    let mut world = World::new();
    world.ledger.readings_mut().already_canceled = ResultCode::PAYMENT_ALREADY_CANCELED;
    let reference = world.send(invoice(100));
    assert_eq!(world.cancel(&reference), 0);
    assert_eq!(world.cancel(&reference), 55);
}

#[test]
fn the_phone_can_do_nothing_with_what_is_over() {
    let mut world = World::new();
    assert_eq!(
        world.ledger.customer_newest(CustomerAction::Confirm, world.now),
        Err(CustomerRefusal::NothingOpen)
    );
    let unknown = world.ledger.customer("1", CustomerAction::Confirm, world.now);
    assert_eq!(unknown, Err(CustomerRefusal::UnknownInvoice));
    let reference = world.send(invoice(100));
    assert_eq!(world.cancel(&reference), 0);
    for action in [CustomerAction::View, CustomerAction::Confirm, CustomerAction::Decline] {
        let refused = world.ledger.customer(&reference, action, world.now);
        assert_eq!(refused, Err(CustomerRefusal::NotOpen(InvoiceStatus::Canceled)));
    }
}

#[test]
fn a_new_invoice_replaces_the_terminals_last_one() {
    let mut world = World::new();
    let first = world.send(invoice(1));
    world.terminal = OTHER;
    let of_another = world.send(invoice(2));
    world.terminal = TERMINAL;
    let second = world.send(invoice(3));
    assert_eq!(world.status(&first), "CANCELED");
    assert_eq!(world.status(&second), "ISSUED");
    assert_eq!(world.ledger.newest_open().unwrap().invoice_reference(), second);
    assert_eq!(world.cancel(&first), 95);
    let state = |reference: &str| world.ledger.payment(reference).unwrap().state().clone();
    assert_eq!(state(&first), PaymentState::Canceled(CanceledBy::Replacement));
    assert_eq!(state(&of_another), PaymentState::Issued, "other terminals are left alone");
}

#[test]
fn a_new_invoice_leaves_what_is_being_paid() {
    for action in [CustomerAction::Confirm, CustomerAction::BeginConfirming] {
        let mut world = World::new();
        let first = world.send(invoice(1));
        world.customer(action);
        let _second = world.send(invoice(2));
        if action == CustomerAction::BeginConfirming {
            world.ledger.customer(&first, CustomerAction::Confirm, world.now).unwrap();
        }
        let paid = world.ledger.payment(&first).unwrap();
        assert_eq!(paid.kept(), Decimal::ONE, "paid at first, {action:?}");
        world.wait(20);
        assert_eq!(world.status(&first), "CANCELED", "and given back unpolled, {action:?}");
    }
}

#[test]
fn a_payment_that_nobody_polls_is_given_back_after_20_seconds() {
    for (seconds, status) in [(19, "PAID"), (20, "CANCELED"), (21, "CANCELED"), (5000, "CANCELED")]
    {
        let mut world = World::new();
        let reference = world.send(invoice(100));
        assert_eq!(world.status(&reference), "ISSUED", "earlier polls do not count");
        world.customer(CustomerAction::Confirm);
        world.wait(seconds);
        assert_eq!(world.status(&reference), status, "after {seconds} s");
        world.wait(5000);
        assert_eq!(world.status(&reference), status, "for ever, after {seconds} s");
    }
}

#[test]
fn what_was_given_back_is_unpaid_in_every_respect() {
    for (shown_as, status) in [
        (ClosedAs::Canceled, "CANCELED"),
        (ClosedAs::Failed, "FAILED"),
        (ClosedAs::Expired, "EXPIRED"),
    ] {
        let mut world = World::with(|settings| settings.readings.reversed_shown_as = shown_as);
        let reference = world.send(invoice(100));
        world.customer(CustomerAction::Confirm);
        let ers_reference =
            world.ledger.payment(&reference).unwrap().paid().unwrap().ers_reference.to_string();
        assert_eq!(world.ledger.next_deadline(), Some(Duration::from_secs(20)));
        world.wait(20);
        world.ledger.tick(world.now);
        let payment = world.ledger.payment(&reference).unwrap();
        assert!(matches!(payment.state(), PaymentState::Reversed(_)));
        assert_eq!((payment.paid(), payment.kept()), (None, Decimal::ZERO));
        assert_eq!(payment.version(), 3, "issued, paid, given back");
        let answer = world.poll(&reference, 2);
        assert_eq!(answer.status.unwrap().as_str(), status);
        assert_eq!((answer.head.ers_reference, answer.receipt), (None, None));
        assert_eq!(world.cancel(&reference), 95);
        let receipt = Request::SubmitPaymentReceipt { ers_reference, receipt_document: None };
        assert_eq!(world.code(receipt), 23);
    }
}

/// Polls each 5 s with this version for a minute, then leaves the payment alone.
fn after_a_minute_of(stands: PaymentStands, version: i32) -> String {
    let mut world = World::with(|settings| settings.readings.payment_stands = stands);
    let reference = world.send(invoice(100));
    world.customer(CustomerAction::Confirm);
    for _ in 0..12 {
        world.wait(5);
        assert_eq!(world.poll(&reference, version).status, Some(InvoiceStatus::Paid));
    }
    world.wait(20);
    world.status(&reference)
}

#[test]
fn what_makes_a_payment_final_can_be_read_in_three_ways() {
    for (stands, version, status) in [
        (PaymentStands::OncePaidIsAnswered, 0, "PAID"),
        (PaymentStands::OnceAcknowledged, 0, "CANCELED"),
        (PaymentStands::OnceAcknowledged, 1, "CANCELED"),
        (PaymentStands::OnceAcknowledged, 2, "PAID"),
        (PaymentStands::OnceReceiptSubmitted, 2, "CANCELED"),
    ] {
        assert_eq!(after_a_minute_of(stands, version), status, "{stands:?}, version {version}");
    }
}

#[test]
fn a_receipt_makes_a_payment_final_in_every_reading() {
    for stands in [PaymentStands::OnceAcknowledged, PaymentStands::OnceReceiptSubmitted] {
        let mut world = World::with(|settings| settings.readings.payment_stands = stands);
        let (reference, ers_reference) = world.sell(100);
        let receipt = Request::SubmitPaymentReceipt { ers_reference, receipt_document: None };
        assert_eq!(world.code(receipt), 0);
        world.wait(3600);
        assert_eq!(world.status(&reference), "PAID");
    }
}
