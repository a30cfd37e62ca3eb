//! Receipts for the phone, and money back.

use super::*;

fn refund_request(ers_reference: &str, kronor: i64) -> Request {
    let refund = Invoice {
        title: Some("Refund".to_owned()),
        cashier_id: Some("17".to_owned()),
        total_amount: Some(sek(kronor)),
        ..Invoice::default()
    };
    Request::RefundPayment { ers_reference: ers_reference.to_owned(), invoice: Box::new(refund) }
}

fn receipt(ers_reference: &str) -> Request {
    Request::SubmitPaymentReceipt {
        ers_reference: ers_reference.to_owned(),
        receipt_document: None,
    }
}

/// What is done to a good refund.
type Change = (&'static str, fn(&mut Invoice));

#[test]
fn parts_are_refunded_until_nothing_is_left() {
    let mut world = World::new();
    let (reference, ers_reference) = world.sell(100);
    let mut references = vec![ers_reference.clone()];
    for (kronor, code) in [(40, 0), (61, 98), (60, 0), (1, 98)] {
        let answer = world.ask(refund_request(&ers_reference, kronor));
        assert_eq!(answer.head().result_code.0, code, "{kronor}");
        references.extend(answer.head().ers_reference.clone());
    }
    references.sort();
    references.dedup();
    assert_eq!(references.len(), 3, "the payment's and one for each refund");
    let payment = world.ledger.payment(&reference).unwrap();
    assert_eq!((payment.refunded(), payment.kept()), (Decimal::from(100), Decimal::ZERO));
    assert_eq!(payment.refunds().len(), 2);
    assert_eq!(world.status(&reference), "PAID", "the payment itself remains");
}

#[test]
fn what_cannot_be_refunded_says_why() {
    let mut world = World::new();
    let (_, ers_reference) = world.sell(100);
    let wrong: [Change; 5] = [
        ("no title", |invoice| invoice.title = None),
        ("no cashier", |invoice| invoice.cashier_id = None),
        ("nothing", |invoice| invoice.total_amount = Some(sek(0))),
        ("negative", |invoice| invoice.total_amount = Some(sek(-5))),
        ("rows that do not add up", |invoice| invoice.total_amount = Some(sek(99))),
    ];
    for (what, change) in wrong {
        let mut refund = invoice(100);
        change(&mut refund);
        let request = Request::RefundPayment {
            ers_reference: ers_reference.clone(),
            invoice: Box::new(refund),
        };
        assert_eq!(world.code(request), 49, "{what}");
    }
    assert_eq!(world.code(refund_request("unknown", 1)), 23);

    for (policy, code) in [(RefundPolicy::NotByReseller, 97), (RefundPolicy::NotToAccount, 99)] {
        world.ledger.readings_mut().refunds = policy;
        assert_eq!(world.code(refund_request(&ers_reference, 1)), code);
    }
    world.ledger.readings_mut().refunds = RefundPolicy::Allowed;
    assert_eq!(world.code(refund_request(&ers_reference, 1)), 0);
}

#[test]
fn a_refund_can_be_read_as_carrying_the_payments_reference() {
    let mut world =
        World::with(|settings| settings.readings.refund_reference = RefundReference::OfThePayment);
    let (_, ers_reference) = world.sell(100);
    let answer = world.ask(refund_request(&ers_reference, 10));
    assert_eq!(answer.head().ers_reference.as_ref(), Some(&ers_reference));
}

#[test]
fn a_refund_is_not_refunded_but_has_receipts() {
    let mut world = World::new();
    let (reference, ers_reference) = world.sell(100);
    let answer = world.ask(refund_request(&ers_reference, 10));
    let refund = answer.head().ers_reference.clone().unwrap();
    assert_eq!(world.code(refund_request(&refund, 5)), 23);
    for _ in 0..2 {
        assert_eq!(world.code(receipt(&refund)), 0);
    }
    assert_eq!(world.code(receipt(&ers_reference)), 0);
    let payment = world.ledger.payment(&reference).unwrap();
    assert_eq!((payment.receipts(), payment.refunds()[0].receipts), (1, 2));
}

#[test]
fn another_register_of_the_shop_may_refund_but_not_another_shop() {
    let mut world = World::new();
    let (_, ers_reference) = world.sell(100);
    world.terminal = OTHER;
    assert_eq!(world.code(refund_request(&ers_reference, 10)), 0);
    assert_eq!(world.code(receipt(&ers_reference)), 0);

    let neighbour = Principal::reseller_user("neighbour", "9900");
    let register = Request::RegisterTerminal {
        external_terminal_id: "1".to_owned(),
        password: Secret::new(PASSWORD),
        name: "Next door".to_owned(),
    };
    let Response::RegisterTerminal(registered) = world.ask_as(neighbour, PASSWORD, register) else {
        panic!("another answer")
    };
    let next_door = Principal::terminal(registered.terminal_id.unwrap());
    for request in [refund_request(&ers_reference, 10), receipt(&ers_reference)] {
        let answer = world.ask_as(next_door.clone(), PASSWORD, request);
        assert_eq!(answer.head().result_code.0, 23);
    }
}

#[test]
fn a_refund_makes_a_payment_final() {
    let mut world = World::with(|settings| {
        settings.readings.payment_stands = PaymentStands::OnceReceiptSubmitted;
    });
    let (reference, ers_reference) = world.sell(100);
    assert_eq!(world.code(refund_request(&ers_reference, 10)), 0);
    world.wait(3600);
    assert_eq!(world.status(&reference), "PAID", "else it would be paid back twice");
    assert_eq!(world.ledger.payment(&reference).unwrap().kept(), Decimal::from(90));
}
