//! Refunds through SEQR: one row for each, and those that were promised.

use rusqlite::{Connection, ToSql, params};

use crate::core::entry::{
    Entry, RefundDropped, RefundReceiptRefused, RefundSendLost, RefundSendRefused, RefundSettled,
};
use crate::core::payment::AttemptId;
use crate::core::receipt::ReceiptId;
use crate::core::refund::{RefundId, RefundOrder, Verdict};
use crate::core::user::UserNumber;

use super::super::{JournalError, Rule};
use super::payment::reason;
use super::{Place, run, run_on_one, word};

pub(super) fn project(
    tables: &Connection,
    place: &Place<'_>,
    entry: &Entry,
) -> Result<(), JournalError> {
    match entry {
        Entry::RefundCreated { order } => created(tables, place, order),
        Entry::RefundSending { refund, sending } => {
            change(tables, *refund, "state = 'sending', sendings = ?3", sending)
        }
        Entry::RefundSendLost(RefundSendLost { refund, detail, .. }) => change(
            tables,
            *refund,
            "state = 'unknown', lost_sendings = lost_sendings + 1, detail = ?3",
            detail,
        ),
        // A late answer may come while the last sending is on its way, or once it is in doubt: then only the
        // reason is news.
        Entry::RefundSendRefused(RefundSendRefused { refund, sending, refusal }) => change(
            tables,
            *refund,
            &format!(
                "detail = ?3, state = CASE WHEN state = 'sending' AND sendings = {sending} THEN 'unknown' ELSE state END"
            ),
            reason(refusal),
        ),
        Entry::RefundInDoubt { refund } => change(tables, *refund, "state = ?3", "in_doubt"),
        Entry::RefundRefused { refund, refusal } => {
            end(tables, place, *refund, "state = 'refused', detail = ?3", reason(refusal))
        }
        Entry::RefundDone { refund, ers_reference } => {
            let set = "state = 'refunded', refund_reference = ?3";
            end(tables, place, *refund, set, ers_reference)?;
            made(tables, *refund)
        }
        Entry::RefundConfirmed { refund } => change(tables, *refund, "state = ?3", "confirmed"),
        Entry::RefundReceiptRefused(RefundReceiptRefused { refund, code, detail }) => change(
            tables,
            *refund,
            "state = 'receipt_refused', detail = ?3",
            format!("result code {code}: {detail}"),
        ),
        Entry::RefundSettled(RefundSettled { refund, verdict, by, reason }) => {
            settled(tables, place, *refund, (*verdict, *by, reason))
        }
        Entry::RefundOwed { payment, by } => owed(tables, place, *payment, *by),
        Entry::RefundDropped(RefundDropped { payment, .. }) => run_on_one(
            tables,
            Rule::SomethingThere,
            "DELETE FROM refund_owed WHERE receipt = ?1 AND number = ?2",
            params![payment.receipt.0.cast_signed(), payment.number],
        ),
        _ => Ok(()),
    }
}

fn created(
    tables: &Connection,
    place: &Place<'_>,
    order: &RefundOrder,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO seqr_refund (receipt, number, payment_receipt, payment_number, ers_reference, amount, remainder,
             settled_before, terminal, user, created_at, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'sending')",
        params![
            order.refund.receipt.0.cast_signed(),
            order.refund.number,
            order.payment.receipt.0.cast_signed(),
            order.payment.number,
            order.ers_reference,
            order.amount.minor(),
            order.remainder.minor(),
            order.settled_before,
            order.terminal,
            order.user.0,
            place.at,
        ],
    )
}

/// Changes a refund that has to be there.
fn change(
    tables: &Connection,
    refund: RefundId,
    set: &str,
    value: impl ToSql,
) -> Result<(), JournalError> {
    let sql = format!("UPDATE seqr_refund SET {set} WHERE receipt = ?1 AND number = ?2");
    let values = params![refund.receipt.0.cast_signed(), refund.number, value];
    run_on_one(tables, Rule::SomethingThere, &sql, values)
}

/// The same, where its outcome is known from now on.
fn end(
    tables: &Connection,
    place: &Place<'_>,
    refund: RefundId,
    set: &str,
    value: impl ToSql,
) -> Result<(), JournalError> {
    let sql =
        format!("UPDATE seqr_refund SET {set}, ended_at = ?4 WHERE receipt = ?1 AND number = ?2");
    let values = params![refund.receipt.0.cast_signed(), refund.number, value, place.at];
    run_on_one(tables, Rule::SomethingThere, &sql, values)
}

fn settled(
    tables: &Connection,
    place: &Place<'_>,
    refund: RefundId,
    (verdict, by, reason): (Verdict, UserNumber, &str),
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::SomethingThere,
        "UPDATE seqr_refund SET state = 'settled', verdict = ?3, settled_by = ?4, reason = ?5, ended_at = ?6
         WHERE receipt = ?1 AND number = ?2",
        params![
            refund.receipt.0.cast_signed(),
            refund.number,
            word(&verdict)?,
            by.0,
            reason,
            place.at,
        ],
    )?;
    match verdict {
        Verdict::GivenBack => made(tables, refund),
        Verdict::NotGivenBack => Ok(()),
    }
}

fn owed(
    tables: &Connection,
    place: &Place<'_>,
    payment: AttemptId,
    by: UserNumber,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO refund_owed (receipt, number, user, seq) VALUES (?1, ?2, ?3, ?4)",
        params![payment.receipt.0.cast_signed(), payment.number, by.0, place.seq],
    )
}

/// What was promised is not owed any more once the money goes back …
fn made(tables: &Connection, refund: RefundId) -> Result<(), JournalError> {
    let _rows = run(
        tables,
        "DELETE FROM refund_owed WHERE (receipt, number) = (
             SELECT payment_receipt, payment_number FROM seqr_refund WHERE receipt = ?1 AND number = ?2)",
        params![refund.receipt.0.cast_signed(), refund.number],
    )?;
    Ok(())
}

/// … or once a return of the receipt is complete, by whatever means the money was given back.
pub(super) fn returned(tables: &Connection, receipt: ReceiptId) -> Result<(), JournalError> {
    let _rows = run(
        tables,
        "DELETE FROM refund_owed WHERE receipt = (SELECT returns FROM receipt WHERE id = ?1)",
        params![receipt.0.cast_signed()],
    )?;
    Ok(())
}
