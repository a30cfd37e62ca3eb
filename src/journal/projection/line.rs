//! The lines of receipts. What a line comes to is computed by `core`: a row is read, changed and written whole.

use rusqlite::{Connection, params};
use rust_decimal::Decimal;

use crate::core::discount::ReceiptDiscount;
use crate::core::money::Amount;
use crate::core::receipt::{Line, LineId, Quantity, ReceiptId};

use super::super::{JournalError, Rule, read};
use super::receipt::id;
use super::{Place, json_unless, run, run_on_one, word};

/// A quantity in thousandths; finer ones do not exist.
fn thousandths(quantity: Quantity) -> Result<i64, JournalError> {
    let thousandths = quantity.thousandths();
    let exact = Decimal::new(thousandths, 3) == quantity.value();
    if exact { Ok(thousandths) } else { Err(JournalError::rule(Rule::Shape)) }
}

/// What a line is sold for less than usual by its price, its discount and its share of the receipt's. Nothing of what
/// comes back: that is in what was sold.
fn offs(line: &Line) -> [Amount; 3] {
    if line.terms.sold.is_some() {
        return [Amount::ZERO; 3];
    }
    [line.regular() - line.gross(), line.discount(), line.terms.share]
}

pub(super) fn added(
    tables: &Connection,
    receipt: ReceiptId,
    line: &Line,
) -> Result<(), JournalError> {
    let (name_sv, name_en) = super::setting::names(&line.name);
    let (group_sv, group_en) = super::setting::names(&line.group);
    let [price_off, discount_off, share] = offs(line);
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO receipt_line (receipt, line, article, code, name_sv, name_en, quantity, unit_price, sum,
             vat_rate, group_sv, group_en, kind, price_off, discount_off, share, sold_sum, terms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        params![
            id(receipt),
            line.id.0,
            line.article.as_ref().map(|number| number.as_str()),
            line.code.as_ref().map(|code| code.as_str()),
            name_sv,
            name_en,
            thousandths(line.quantity)?,
            line.unit_price.minor(),
            line.sum().minor(),
            line.vat.hundredths(),
            group_sv,
            group_en,
            word(&line.kind)?,
            price_off.minor(),
            discount_off.minor(),
            share.minor(),
            line.terms.sold.map(|sold| sold.sum.minor()),
            json_unless(line.terms.are_usual(), &line.terms)?,
        ],
    )
}

/// Changes a line's quantity or terms; the rest of it stays as it was rung up.
pub(super) fn changed(
    tables: &Connection,
    receipt: ReceiptId,
    line: LineId,
    change: impl FnOnce(&mut Line),
) -> Result<(), JournalError> {
    let mut known = known(tables, receipt, line)?;
    change(&mut known);
    let [price_off, discount_off, share] = offs(&known);
    run_on_one(
        tables,
        Rule::SomethingThere,
        "UPDATE receipt_line SET quantity = ?3, unit_price = ?4, sum = ?5, price_off = ?6, discount_off = ?7,
             share = ?8, terms = ?9
         WHERE receipt = ?1 AND line = ?2",
        params![
            id(receipt),
            line.0,
            thousandths(known.quantity)?,
            known.unit_price.minor(),
            known.sum().minor(),
            price_off.minor(),
            discount_off.minor(),
            share.minor(),
            json_unless(known.terms.are_usual(), &known.terms)?,
        ],
    )
}

fn known(tables: &Connection, receipt: ReceiptId, line: LineId) -> Result<Line, JournalError> {
    let mut query =
        tables.prepare_cached("SELECT * FROM receipt_line WHERE receipt = ?1 AND line = ?2")?;
    let mut rows = query.query(params![id(receipt), line.0])?;
    let row = rows.next()?.ok_or_else(|| JournalError::rule(Rule::SomethingThere))?;
    read::line(row)
}

pub(super) fn removed(
    tables: &Connection,
    place: &Place<'_>,
    receipt: ReceiptId,
    line: LineId,
    sum: Amount,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::SomethingThere,
        "DELETE FROM receipt_line WHERE receipt = ?1 AND line = ?2",
        params![id(receipt), line.0],
    )?;
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO voided_line (seq, at, user, receipt, line, sum) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![place.seq, place.at, place.user, id(receipt), line.0, sum.minor()],
    )
}

pub(super) fn restored(
    tables: &Connection,
    receipt: ReceiptId,
    line: &Line,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::SomethingThere,
        "UPDATE voided_line SET restored = 1 WHERE receipt = ?1 AND line = ?2 AND restored = 0",
        params![id(receipt), line.id.0],
    )?;
    added(tables, receipt, line)
}

pub(super) fn receipt_discounted(
    tables: &Connection,
    discounted: &ReceiptDiscount,
) -> Result<(), JournalError> {
    let discount = discounted.discount.as_ref().map(word).transpose()?;
    let touched = run(
        tables,
        "UPDATE receipt SET discount = ?2 WHERE id = ?1",
        params![id(discounted.receipt), discount],
    )?;
    if touched != 1 {
        return Err(JournalError::rule(Rule::ReceiptOpen));
    }
    discounted.shares.iter().try_for_each(|share| {
        changed(tables, discounted.receipt, share.line, |line| line.terms.share = share.off)
    })
}
