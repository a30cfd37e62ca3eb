//! Makes the SEQR invoice of a receipt: what the customer sees on the phone.
//!
//! The rows always sum to the invoice's amount (SEQR refuses anything else): what was already
//! paid otherwise, and the part that stays due, are rows below zero; money to be given back is a
//! row above it.

use jiff::tz::TimeZone;

use crate::core::money::Amount;
use crate::core::payment::Order;
use crate::core::receipt::{Line, Receipt};
use crate::core::refund::RefundOrder;
use crate::core::settings::Settings;
use crate::core::tender::TenderKind;
use crate::core::time::Now;
use crate::language::Texts;
use crate::seqr::message::{AcknowledgmentMode, Invoice, InvoiceRow, Money, PaymentMode, WireTime};

/// The invoice for one sending of an attempt.
///
/// `clientInvoiceId` tells register, receipt, attempt and sending apart, so that an invoice whose
/// answer was lost can be told from its repeat (rule 10).
pub fn invoice_for(
    receipt: &Receipt,
    order: &Order,
    sending: u32,
    settings: &Settings,
    texts: &Texts,
    now: Now,
) -> Invoice {
    let money = |amount: Amount| Money::new(settings.currency.clone(), amount.to_decimal());
    let mut rows: Vec<InvoiceRow> =
        receipt.lines().iter().map(|line| line_row(line, texts, &money)).collect();
    for tender in receipt.tenders() {
        let key = match tender.kind() {
            TenderKind::Cash => "invoice-paid-in-cash",
            TenderKind::Card => "invoice-paid-by-card",
            TenderKind::Voucher => "invoice-paid-by-voucher",
            TenderKind::Account => "invoice-paid-on-account",
            TenderKind::Seqr => "invoice-paid-with-seqr",
        };
        rows.push(plain_row(&texts.get(key), money(-tender.amount)));
    }
    let over = order.amount - receipt.due();
    if over.is_positive() {
        rows.push(plain_row(&texts.get("invoice-cash-back"), money(over)));
    } else if over.is_negative() {
        rows.push(plain_row(&texts.get("invoice-paid-otherwise"), money(over)));
    }
    let shop = &settings.shop;
    Invoice {
        payment_mode: Some(PaymentMode::ImmediateDebit),
        acknowledgment_mode: Some(AcknowledgmentMode::NoAcknowledgment),
        // Every time of this age can be written; were it not, SEQR does without.
        issue_date: WireTime::from_zoned(&now.at.to_zoned(TimeZone::system())).ok(),
        title: Some(format!("{}, {}", shop.name, settings.register)),
        client_invoice_id: Some(format!("{}-{}-{sending}", settings.register, order.attempt)),
        rows,
        total_amount: Some(money(order.amount)),
        cashier_id: Some(order.cashier.to_string()),
        footer: Some(footer(settings)),
        ..Invoice::default()
    }
}

/// What SEQR is told of one sending of a refund. The amount is above zero.
///
/// `clientInvoiceId` tells register, return receipt, refund and sending apart.
pub fn refund_invoice(
    receipt: &Receipt,
    order: &RefundOrder,
    sending: u32,
    settings: &Settings,
    texts: &Texts,
    now: Now,
) -> Invoice {
    let amount = Money::new(settings.currency.clone(), order.amount.to_decimal());
    let number = receipt.origin().map_or(order.payment.receipt.0, |origin| origin.number.0);
    let row = texts.with("invoice-refund", &[("number", number.to_string().into())]);
    let shop = &settings.shop;
    Invoice {
        payment_mode: Some(PaymentMode::ImmediateDebit),
        acknowledgment_mode: Some(AcknowledgmentMode::NoAcknowledgment),
        // As for a payment: SEQR does without.
        issue_date: WireTime::from_zoned(&now.at.to_zoned(TimeZone::system())).ok(),
        title: Some(format!("{}, {}", shop.name, settings.register)),
        client_invoice_id: Some(format!("{}-{}-{sending}", settings.register, order.refund)),
        rows: vec![plain_row(&row, amount.clone())],
        total_amount: Some(amount),
        cashier_id: Some(order.user.to_string()),
        footer: Some(footer(settings)),
        ..Invoice::default()
    }
}

fn footer(settings: &Settings) -> String {
    let shop = &settings.shop;
    let number = (!shop.organisation_number.is_empty()).then_some(&shop.organisation_number);
    let lines: Vec<&str> = number.into_iter().chain(&shop.footer).map(String::as_str).collect();
    lines.join(" · ")
}

fn line_row(line: &Line, texts: &Texts, money: &impl Fn(Amount) -> Money) -> InvoiceRow {
    let name = line.name.in_language(texts.language());
    let quantity = line.quantity.value();
    let row = InvoiceRow {
        description: Some(name.to_owned()),
        ean: line.code.as_ref().map(|code| code.as_str().to_owned()),
        sku: line.article.as_ref().map(|number| number.as_str().to_owned()),
        tax_rate: Some(line.vat.percent()),
        total_amount: Some(money(line.sum())),
        ..InvoiceRow::default()
    };
    // SEQR documents quantities as "1 or more": weighed goods go as one with their sum.
    if quantity.is_integer() {
        // Quantity times price less discount is the total.
        let discount = line.gross() - line.sum();
        InvoiceRow {
            quantity: Some(quantity),
            unit: Some(texts.get("invoice-unit").into_owned()),
            unit_price: Some(money(line.unit_price)),
            discount: (!discount.is_zero()).then(|| money(discount)),
            ..row
        }
    } else {
        InvoiceRow { quantity: Some(rust_decimal::Decimal::ONE), ..row }
    }
}

fn plain_row(description: &str, total: Money) -> InvoiceRow {
    InvoiceRow {
        description: Some(description.to_owned()),
        quantity: Some(rust_decimal::Decimal::ONE),
        total_amount: Some(total),
        ..InvoiceRow::default()
    }
}
