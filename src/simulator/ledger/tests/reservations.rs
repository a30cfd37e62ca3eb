//! Amounts that are held first and taken later.

use super::*;

fn reservation(mode: PaymentMode, kronor: i64, seconds: Option<i64>) -> Invoice {
    Invoice { payment_mode: Some(mode), commit_reservation_timeout: seconds, ..invoice(kronor) }
}

fn reserved(world: &mut World) -> String {
    let mode = PaymentMode::ReservationRequiredPreliminaryAmount;
    let reference = world.send(reservation(mode, 100, Some(60)));
    world.customer(CustomerAction::Confirm);
    assert_eq!(world.status(&reference), "RESERVED");
    reference
}

fn commit(reference: &str, amount: Option<Money>) -> Request {
    Request::CommitReservation { amount, invoice_reference: reference.to_owned() }
}

#[test]
fn the_mode_and_the_bank_decide_what_confirming_does() {
    for (mode, reserves, cannot) in [
        (PaymentMode::ImmediateDebit, "PAID", "PAID"),
        (PaymentMode::ReservationDesired, "RESERVED", "PAID"),
        (PaymentMode::ReservationRequired, "RESERVED", "FAILED"),
        (PaymentMode::ReservationRequiredPreliminaryAmount, "RESERVED", "FAILED"),
    ] {
        for (bank, status) in [(Bank::Reserves, reserves), (Bank::CannotReserve, cannot)] {
            let mut world = World::with(|settings| settings.readings.bank = bank);
            let reference = world.send(reservation(mode, 100, Some(60)));
            world.customer(CustomerAction::Confirm);
            assert_eq!(world.status(&reference), status, "{mode:?}, {bank:?}");
        }
    }
}

#[test]
fn a_reservation_is_taken_once_wholly_or_in_part() {
    for (amount, code, taken) in [
        (None, 0, 100),
        (Some(sek(42)), 0, 42),
        (Some(sek(100)), 0, 100),
        (Some(sek(101)), 11, 0),
        (Some(sek(0)), 49, 0),
        (Some(sek(-1)), 49, 0),
        (Some(Money::new("EUR", Decimal::ONE)), 49, 0),
    ] {
        let mut world = World::new();
        let reference = reserved(&mut world);
        assert_eq!(world.code(commit(&reference, amount.clone())), code, "{amount:?}");
        let payment = world.ledger.payment(&reference).unwrap();
        assert_eq!(payment.kept(), Decimal::from(taken), "{amount:?}");
        if code == 0 {
            assert_eq!(world.status(&reference), "PAID");
            assert_eq!(world.code(commit(&reference, amount)), 96, "not twice");
            let receipt = world.poll(&reference, 3).receipt.unwrap();
            assert_eq!(receipt.invoice.unwrap().total_amount, Some(sek(taken)));
        } else {
            assert_eq!(world.status(&reference), "RESERVED");
        }
    }
}

#[test]
fn an_update_says_what_was_taken_but_not_more_than_is_held() {
    let mut world = World::new();
    let reference = reserved(&mut world);
    let update = |kronor| Request::UpdateInvoice {
        invoice_reference: reference.clone(),
        invoice: Box::new(reservation(PaymentMode::ReservationRequired, kronor, None)),
        tokens: Vec::new(),
    };
    assert_eq!(world.code(update(101)), 11);
    assert_eq!(world.code(update(42)), 0);
    assert_eq!(world.code(commit(&reference, None)), 0);
    assert_eq!(world.ledger.payment(&reference).unwrap().kept(), Decimal::from(42));
}

#[test]
fn a_hold_lapses_after_its_time_and_without_one_after_ten_minutes() {
    for (seconds, held) in [(Some(60), 60), (Some(1), 1), (None, 600), (Some(-5), 600)] {
        for (shown_as, status) in [(ClosedAs::Expired, "EXPIRED"), (ClosedAs::Canceled, "CANCELED")]
        {
            let mut world = World::with(|settings| settings.readings.lapsed_shown_as = shown_as);
            let mode = PaymentMode::ReservationRequired;
            let reference = world.send(reservation(mode, 100, seconds));
            world.customer(CustomerAction::Confirm);
            world.wait(held - 1);
            assert_eq!(world.status(&reference), "RESERVED", "{seconds:?}");
            world.wait(1);
            assert_eq!(world.status(&reference), status, "{seconds:?}");
            assert_eq!(world.code(commit(&reference, None)), 96);
            assert_eq!(world.cancel(&reference), 58);
        }
    }
}

#[test]
fn a_hold_of_endless_time_never_lapses() {
    let mut world = World::new();
    let mode = PaymentMode::ReservationRequired;
    let reference = world.send(reservation(mode, 100, Some(i64::MAX)));
    world.customer(CustomerAction::Confirm);
    world.wait(1_000_000_000);
    assert_eq!(world.status(&reference), "RESERVED");
}

#[test]
fn a_hold_is_released_by_cancelling_or_a_new_invoice() {
    let mut world = World::new();
    let reference = reserved(&mut world);
    assert_eq!(world.cancel(&reference), 0);
    assert_eq!(world.status(&reference), "CANCELED");
    assert_eq!(world.code(commit(&reference, None)), 96);

    let reference = reserved(&mut world);
    let _next = world.send(invoice(1));
    assert_eq!(world.status(&reference), "CANCELED");
}

#[test]
fn only_what_is_reserved_can_be_committed() {
    for action in [None, Some(CustomerAction::Confirm), Some(CustomerAction::Decline)] {
        let mut world = World::new();
        let reference = world.send(invoice(100));
        if let Some(action) = action {
            world.customer(action);
        }
        assert_eq!(world.code(commit(&reference, None)), 96, "{action:?}");
    }
}

#[test]
fn whether_a_committed_payment_must_be_polled_can_be_read_both_ways() {
    for (committed, status) in
        [(CommittedPayment::Stands, "PAID"), (CommittedPayment::MustBePolled, "CANCELED")]
    {
        let mut world = World::with(|settings| settings.readings.committed_payment = committed);
        let reference = reserved(&mut world);
        assert_eq!(world.code(commit(&reference, None)), 0);
        world.wait(20);
        assert_eq!(world.status(&reference), status, "{committed:?}");
    }
}
