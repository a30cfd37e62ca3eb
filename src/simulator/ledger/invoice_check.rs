//! Whether an invoice can be paid or refunded as it stands.

use rust_decimal::Decimal;

use super::{LedgerSettings, Quantities, RequiredFields};
use crate::seqr::message::{Invoice, InvoiceRow, Money, PaymentMode};
use crate::seqr::result_code::ResultCode;

/// The total of a demand for payment.
///
/// # Errors
/// 49 if anything in it is wrong or missing, 64 if only the notification address is.
pub(super) fn demand(invoice: &Invoice, settings: &LedgerSettings) -> Result<Money, ResultCode> {
    let total = total(invoice, settings)?;
    if settings.readings.required_fields == RequiredFields::Documented {
        let texts = [&invoice.client_invoice_id, &invoice.cashier_id, &invoice.footer];
        let complete = texts.into_iter().all(has_text)
            && invoice.payment_mode.is_some()
            && invoice.acknowledgment_mode.is_some()
            && invoice.issue_date.is_some()
            && !invoice.rows.is_empty();
        wrong_unless(complete)?;
    }
    let preliminary =
        invoice.payment_mode == Some(PaymentMode::ReservationRequiredPreliminaryAmount);
    wrong_unless(!preliminary || invoice.commit_reservation_timeout.is_some_and(|held| held > 0))?;
    match invoice.notification_url.as_deref() {
        Some(url) if !url.starts_with("http://") && !url.starts_with("https://") => {
            Err(ResultCode::INVALID_NOTIFICATION_URL)
        }
        _ => Ok(total),
    }
}

/// The total of a refund: title, amount and cashier are needed, rows are not.
///
/// # Errors
/// 49 if anything in it is wrong or missing.
pub(super) fn refund(invoice: &Invoice, settings: &LedgerSettings) -> Result<Money, ResultCode> {
    let documented = settings.readings.required_fields == RequiredFields::Documented;
    wrong_unless(!documented || has_text(&invoice.cashier_id))?;
    total(invoice, settings)
}

/// An amount above zero, in the shop's currency, with at most two decimals.
///
/// # Errors
/// 49 if it is not.
pub(super) fn amount(money: &Money, settings: &LedgerSettings) -> Result<Decimal, ResultCode> {
    wrong_unless(is_right(money, settings) && money.value > Decimal::ZERO)?;
    Ok(money.value)
}

/// What every invoice needs: a title, a total above zero, and rows that add up to it.
fn total(invoice: &Invoice, settings: &LedgerSettings) -> Result<Money, ResultCode> {
    wrong_unless(has_text(&invoice.title))?;
    let total = invoice.total_amount.as_ref().ok_or(ResultCode::INVALID_INVOICE_DATA)?;
    let demanded = amount(total, settings)?;
    let mut sum = Decimal::ZERO;
    for row in &invoice.rows {
        let row_total = checked_row(row, settings)?;
        sum = sum.checked_add(row_total).ok_or(ResultCode::INVALID_INVOICE_DATA)?;
    }
    wrong_unless(invoice.rows.is_empty() || sum == demanded)?;
    Ok(total.clone())
}

/// What a row adds to the sum.
fn checked_row(row: &InvoiceRow, settings: &LedgerSettings) -> Result<Decimal, ResultCode> {
    let fewest = match settings.readings.quantities {
        Quantities::AboveZero => Decimal::new(1, 6),
        Quantities::OneOrMore => Decimal::ONE,
    };
    let quantity = row.quantity.ok_or(ResultCode::INVALID_INVOICE_DATA)?;
    wrong_unless(quantity >= fewest)?;
    wrong_unless(row.tax_rate.is_none_or(|rate| !rate.is_sign_negative()))?;
    let total = row.total_amount.as_ref().ok_or(ResultCode::INVALID_INVOICE_DATA)?;
    let amounts = [Some(total), row.discount.as_ref(), row.unit_price.as_ref()];
    wrong_unless(amounts.into_iter().flatten().all(|amount| is_right(amount, settings)))?;
    Ok(total.value)
}

fn is_right(money: &Money, settings: &LedgerSettings) -> bool {
    money.currency == settings.currency && money.value.normalize().scale() <= 2
}

fn has_text(text: &Option<String>) -> bool {
    text.as_deref().is_some_and(|text| !text.trim().is_empty())
}

fn wrong_unless(condition: bool) -> Result<(), ResultCode> {
    if condition { Ok(()) } else { Err(ResultCode::INVALID_INVOICE_DATA) }
}
