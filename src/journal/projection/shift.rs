//! Shifts: their floats, movements, counts and ends. What should be in the drawer is computed by `core::shift`.

use rusqlite::{Connection, params};

use crate::core::entry::Entry;
use crate::core::money::Amount;
use crate::core::receipt::ReceiptId;
use crate::core::shift::{
    CashMovement, Count, ShiftClosing, ShiftCount, ShiftOpening, cash_effect,
};
use crate::core::tender::{Tender, TenderId, TenderMeans};

use super::super::{JournalError, Rule};
use super::{Place, run, run_on_one, word};

pub(super) fn project(
    tables: &Connection,
    place: &Place<'_>,
    entry: &Entry,
) -> Result<(), JournalError> {
    match entry {
        Entry::ShiftOpened(opening) => opened(tables, place, opening),
        Entry::CashMoved(movement) => moved(tables, place, movement),
        Entry::ShiftCounted(count) => counted(tables, place, count),
        Entry::ShiftClosed(closing) => closed(tables, place, closing),
        _ => Ok(()),
    }
}

/// Lets an entry change what should be in the drawer. To be called before the entry changes anything else: what is
/// taken off a receipt is still there then.
pub(super) fn cash(tables: &Connection, entry: &Entry) -> Result<(), JournalError> {
    let removed = match entry {
        Entry::TenderRemoved { receipt, tender } => in_cash(tables, *receipt, *tender)?,
        _ => None,
    };
    let effect = cash_effect(entry, removed.as_ref());
    if !effect.is_zero() {
        let _open = run(
            tables,
            "UPDATE shift SET expected = expected + ?1, counted = NULL WHERE state = 'open'",
            [effect.minor()],
        )?;
    }
    Ok(())
}

/// The tender, if it is one in cash.
fn in_cash(
    tables: &Connection,
    receipt: ReceiptId,
    tender: TenderId,
) -> Result<Option<Tender>, JournalError> {
    let mut query = tables.prepare_cached(
        "SELECT amount FROM tender WHERE receipt = ?1 AND tender = ?2 AND kind = 'cash'",
    )?;
    let mut rows = query.query(params![receipt.0.cast_signed(), tender.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let amount = Amount::from_minor(row.get(0)?);
    Ok(Some(Tender { id: tender, amount, means: TenderMeans::Cash }))
}

fn sum(count: &Count) -> Result<i64, JournalError> {
    count.amount().map(Amount::minor).ok_or_else(|| JournalError::rule(Rule::Shape))
}

fn opened(
    tables: &Connection,
    place: &Place<'_>,
    opening: &ShiftOpening,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO shift (number, register, state, opened_at, opened_by, float, expected)
         VALUES (?1, ?2, 'open', ?3, ?4, ?5, ?5)",
        params![
            opening.shift.0.cast_signed(),
            place.register,
            place.at,
            opening.by.0,
            sum(&opening.float)?
        ],
    )
}

fn moved(
    tables: &Connection,
    place: &Place<'_>,
    movement: &CashMovement,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO cash_movement (shift, number, at, direction, amount, reason, user, approved_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            movement.shift.0.cast_signed(),
            movement.number,
            place.at,
            word(&movement.direction)?,
            movement.amount.minor(),
            movement.reason,
            movement.by.0,
            movement.approved_by.map(|user| user.0),
        ],
    )?;
    run_on_one(
        tables,
        Rule::ShiftOpen,
        "UPDATE shift SET movements = ?2, counted = NULL WHERE number = ?1",
        params![movement.shift.0.cast_signed(), movement.number],
    )
}

fn counted(tables: &Connection, place: &Place<'_>, count: &ShiftCount) -> Result<(), JournalError> {
    let amount = sum(&count.counted)?;
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO shift_count (shift, number, at, user, amount, pieces) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            count.shift.0.cast_signed(),
            count.number,
            place.at,
            count.by.0,
            amount,
            word(&count.counted)?
        ],
    )?;
    run_on_one(
        tables,
        Rule::ShiftOpen,
        "UPDATE shift SET counts = ?2, counted = ?3 WHERE number = ?1",
        params![count.shift.0.cast_signed(), count.number, amount],
    )
}

/// What the entry says of the drawer has to be what the entries before it come to.
fn closed(
    tables: &Connection,
    place: &Place<'_>,
    closing: &ShiftClosing,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::ShiftCounted,
        "UPDATE shift SET state = 'closed', closed_at = ?2, closed_by = ?3, reason = ?4, parked = ?5, unsettled = ?6
         WHERE number = ?1 AND expected = ?7 AND counted = ?8",
        params![
            closing.shift.0.cast_signed(),
            place.at,
            closing.by.0,
            closing.reason,
            closing.parked,
            closing.unsettled,
            closing.expected.minor(),
            closing.counted.minor(),
        ],
    )
}
