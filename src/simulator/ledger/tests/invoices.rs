//! Which invoices are taken, and how they are changed and asked about.

use super::*;
use crate::seqr::message::InvoiceStatus;

fn update(reference: &str, invoice: Invoice) -> Request {
    Request::UpdateInvoice {
        invoice_reference: reference.to_owned(),
        invoice: Box::new(invoice),
        tokens: Vec::new(),
    }
}

fn row(kronor: &str) -> InvoiceRow {
    InvoiceRow {
        quantity: Some(Decimal::ONE),
        total_amount: Some(Money::new("SEK", kronor.parse().unwrap())),
        ..InvoiceRow::default()
    }
}

/// What is done to a good invoice of 100 kronor, and the code it gets then.
type Case = (&'static str, fn(&mut Invoice), i32);

const CASES: &[Case] = &[
    ("nothing", |_| {}, 0),
    ("no title", |invoice| invoice.title = None, 49),
    ("a blank title", |invoice| invoice.title = Some("  ".to_owned()), 49),
    ("no total", |invoice| invoice.total_amount = None, 49),
    ("no mode", |invoice| invoice.payment_mode = None, 49),
    ("no acknowledgment mode", |invoice| invoice.acknowledgment_mode = None, 49),
    ("no date", |invoice| invoice.issue_date = None, 49),
    ("no own number", |invoice| invoice.client_invoice_id = None, 49),
    ("no cashier", |invoice| invoice.cashier_id = None, 49),
    ("no footer", |invoice| invoice.footer = None, 49),
    ("no rows", |invoice| invoice.rows.clear(), 49),
    ("one row more", |invoice| invoice.rows.push(row("0.01")), 49),
    ("a row too small", |invoice| invoice.rows = vec![row("99.99")], 49),
    ("rows that balance", |invoice| invoice.rows = vec![row("119.80"), row("-19.80")], 0),
    ("euro", |invoice| invoice.total_amount = Some(Money::new("EUR", Decimal::from(100))), 49),
    ("a row in euro", |invoice| invoice.rows = vec![row_in_euro()], 49),
    (
        "three decimals",
        |invoice| {
            invoice.total_amount = Some(Money::new("SEK", "100.001".parse().unwrap()));
            invoice.rows = vec![row("100.001")];
        },
        49,
    ),
    (
        "needless decimals",
        |invoice| {
            invoice.total_amount = Some(Money::new("SEK", "100.0000".parse().unwrap()));
        },
        0,
    ),
    (
        "nothing to pay",
        |invoice| {
            invoice.total_amount = Some(sek(0));
            invoice.rows = vec![row("5"), row("-5")];
        },
        49,
    ),
    (
        "less than nothing",
        |invoice| {
            invoice.total_amount = Some(sek(-5));
            invoice.rows = vec![row("-5")];
        },
        49,
    ),
    (
        "a row without a total",
        |invoice| {
            invoice.rows.push(InvoiceRow { quantity: Some(Decimal::ONE), ..InvoiceRow::default() })
        },
        49,
    ),
    ("no quantity", |invoice| change_row(invoice, |row| row.quantity = None), 49),
    ("none of it", |invoice| change_row(invoice, |row| row.quantity = Some(Decimal::ZERO)), 49),
    (
        "a weight",
        |invoice| {
            change_row(invoice, |row| row.quantity = Some(Decimal::new(255, 3)));
        },
        0,
    ),
    (
        "a negative tax",
        |invoice| {
            change_row(invoice, |row| row.tax_rate = Some(Decimal::from(-25)));
        },
        49,
    ),
    (
        "sums beyond all bounds",
        |invoice| {
            invoice.rows = vec![
                InvoiceRow { total_amount: Some(Money::new("SEK", Decimal::MAX)), ..row("1") },
                InvoiceRow { total_amount: Some(Money::new("SEK", Decimal::MAX)), ..row("1") },
            ]
        },
        49,
    ),
    (
        "a notification by mail",
        |invoice| {
            invoice.notification_url = Some("mailto:me@example.com".to_owned());
        },
        64,
    ),
    (
        "a notification",
        |invoice| {
            invoice.notification_url = Some("https://example.com/a".to_owned());
        },
        0,
    ),
    (
        "a preliminary amount without a time",
        |invoice| {
            invoice.payment_mode = Some(PaymentMode::ReservationRequiredPreliminaryAmount);
        },
        49,
    ),
    (
        "a preliminary amount for no time",
        |invoice| {
            invoice.payment_mode = Some(PaymentMode::ReservationRequiredPreliminaryAmount);
            invoice.commit_reservation_timeout = Some(0);
        },
        49,
    ),
];

fn row_in_euro() -> InvoiceRow {
    InvoiceRow { total_amount: Some(Money::new("EUR", Decimal::from(100))), ..row("100") }
}

fn change_row(invoice: &mut Invoice, change: impl Fn(&mut InvoiceRow)) {
    invoice.rows.iter_mut().for_each(change);
}

#[test]
fn what_is_wrong_with_an_invoice_is_refused_and_leaves_no_trace() {
    for (what, change, code) in CASES {
        let mut world = World::new();
        let earlier = world.send(invoice(1));
        let mut changed = invoice(100);
        change(&mut changed);
        assert_eq!(world.code(send(changed.clone())), *code, "{what}");
        let count = if *code == 0 { 2 } else { 1 };
        assert_eq!(world.ledger.payments().len(), count, "{what}");
        let expected = if *code == 0 { "CANCELED" } else { "ISSUED" };
        assert_eq!(world.status(&earlier), expected, "{what}");

        let mut world = World::new();
        let reference = world.send(invoice(1));
        assert_eq!(world.code(update(&reference, changed)), *code, "{what}, as an update");
        let demanded = world.ledger.payment(&reference).unwrap().demanded().value;
        assert_eq!(demanded == Decimal::ONE, *code != 0, "{what}, as an update");
    }
}

#[test]
fn lenient_readings_take_what_the_documents_show() {
    let bare = Invoice {
        title: Some("Shop".to_owned()),
        total_amount: Some(sek(5)),
        ..Invoice::default()
    };
    let mut world = World::new();
    assert_eq!(world.code(send(bare.clone())), 49);
    world.ledger.readings_mut().required_fields = RequiredFields::AsInExamples;
    let reference = world.send(bare);
    world.customer(CustomerAction::Confirm);
    assert_eq!(world.status(&reference), "PAID");

    let mut weighed = invoice(5);
    change_row(&mut weighed, |row| row.quantity = Some(Decimal::new(5, 1)));
    assert_eq!(world.code(send(weighed.clone())), 0);
    world.ledger.readings_mut().quantities = Quantities::OneOrMore;
    assert_eq!(world.code(send(weighed)), 49);
}

#[test]
fn an_invoice_belongs_to_its_terminal() {
    let mut world = World::new();
    let reference = world.send(invoice(5));
    world.terminal = OTHER;
    for reference in [reference.as_str(), "20261121999999999", ""] {
        let reference = || reference.to_owned();
        for request in [
            Request::GetPaymentStatus { invoice_reference: reference(), invoice_version: 0 },
            Request::CancelInvoice { invoice_reference: reference() },
            Request::CommitReservation { amount: None, invoice_reference: reference() },
            update(&reference(), invoice(5)),
        ] {
            assert_eq!(world.code(request), 54);
        }
    }
    world.terminal = TERMINAL;
    assert_eq!(world.status(&reference), "ISSUED");
}

#[test]
fn the_version_grows_when_the_status_does() {
    let mut world = World::new();
    let reference = world.send(invoice(5));
    assert_eq!(world.poll(&reference, 0).version, Some(1));
    world.customer(CustomerAction::View);
    world.customer(CustomerAction::BeginConfirming);
    let answer = world.poll(&reference, 1);
    assert_eq!((answer.version, answer.status), (Some(1), Some(InvoiceStatus::Issued)));
    assert_eq!(answer.head.ers_reference, None);
    world.customer(CustomerAction::Confirm);
    assert_eq!(world.poll(&reference, 1).version, Some(2));
    assert_eq!(world.poll(&reference, 2).version, Some(2));
}

#[test]
fn a_paid_answer_carries_the_receipt() {
    let mut world = World::new();
    let reference = world.send(invoice(453));
    world.wait(9);
    world.customer(CustomerAction::Confirm);
    let answer = world.poll(&reference, 1);
    let ers_reference = answer.head.ers_reference.clone().unwrap();
    assert!(ers_reference.starts_with("20261121140009000"), "{ers_reference}");
    let receipt = answer.receipt.unwrap();
    assert_eq!(receipt.terminal_id.as_deref(), Some(TERMINAL));
    assert_eq!(receipt.invoice_reference.as_deref(), Some(reference.as_str()));
    assert_eq!(receipt.payment_reference, Some(ers_reference));
    assert_eq!(receipt.client_invoice_id.as_deref(), Some("T1-1"));
    assert_eq!(receipt.receiver_name.as_deref(), Some("The shop"));
    assert_eq!(receipt.payment_date.unwrap().to_string(), "2026-11-21T14:00:09+00:00");
    assert_eq!(receipt.invoice, Some(invoice(453)));
}

#[test]
fn another_amount_than_asked_for_shows_in_the_receipt() {
    let mut world = World::new();
    let reference = world.send(invoice(100));
    world.customer(CustomerAction::ConfirmAmount(Decimal::from(90)));
    let receipt = world.poll(&reference, 1).receipt.unwrap();
    assert_eq!(receipt.invoice.unwrap().total_amount, Some(sek(90)));
    let payment = world.ledger.payment(&reference).unwrap();
    assert_eq!((payment.kept(), payment.demanded()), (Decimal::from(90), &sek(100)));
}

#[test]
fn an_update_counts_until_the_customer_confirms() {
    let mut world = World::new();
    let reference = world.send(invoice(100));
    assert_eq!(world.code(update(&reference, invoice(80))), 0);
    world.customer(CustomerAction::BeginConfirming);
    assert_eq!(world.code(update(&reference, invoice(70))), 48);
    world.customer(CustomerAction::Confirm);
    assert_eq!(world.code(update(&reference, invoice(70))), 90);
    assert_eq!(world.ledger.payment(&reference).unwrap().kept(), Decimal::from(80));

    let reference = world.send(invoice(100));
    assert_eq!(world.cancel(&reference), 0);
    assert_eq!(world.code(update(&reference, invoice(70))), 95);
    let reference = world.send(invoice(100));
    world.wait(15 * 60);
    assert_eq!(world.code(update(&reference, invoice(70))), 58);
}

#[test]
fn an_invoice_that_nobody_pays_expires() {
    let mut world = World::new();
    let reference = world.send(invoice(5));
    world.wait(15 * 60 - 1);
    assert_eq!(world.status(&reference), "ISSUED");
    world.wait(1);
    let answer = world.poll(&reference, 1);
    assert_eq!((answer.version, answer.status), (Some(2), Some(InvoiceStatus::Expired)));
    assert_eq!(world.cancel(&reference), 58);
    assert_eq!(
        world.ledger.customer(&reference, CustomerAction::Confirm, world.now),
        Err(CustomerRefusal::NotOpen(InvoiceStatus::Expired))
    );

    world.ledger.timing_mut().invoice_expires_after = None;
    let reference = world.send(invoice(5));
    world.wait(1_000_000);
    assert_eq!(world.status(&reference), "ISSUED");
}
