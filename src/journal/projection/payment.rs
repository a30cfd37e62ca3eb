//! SEQR payments: one row for each attempt, which becomes the transaction post.

use rusqlite::{Connection, params};

use crate::core::entry::Entry;
use crate::core::payment::{AttemptId, Order, Payment, Refusal};

use super::super::{JournalError, Rule};
use super::{Place, run_on_one, word};

/// What the transaction post calls the payment, as the certification asks.
const DESCRIPTION: &str = "SEQR payment";

pub(super) fn project(
    tables: &Connection,
    place: &Place<'_>,
    entry: &Entry,
) -> Result<(), JournalError> {
    match entry {
        Entry::PaymentCreated { order } => created(tables, place, order),
        Entry::PaymentSending { attempt, sending } => change(
            tables,
            *attempt,
            "UPDATE seqr_payment SET state = 'sending', sendings = ?3 WHERE receipt = ?1 AND number = ?2",
            sending,
        ),
        Entry::PaymentSendLost { attempt, detail, .. } => change(
            tables,
            *attempt,
            "UPDATE seqr_payment SET state = 'send_unknown', lost_sendings = lost_sendings + 1, detail = ?3
             WHERE receipt = ?1 AND number = ?2",
            detail,
        ),
        Entry::PaymentRefused { attempt, refusal } => {
            end(tables, place, *attempt, "refused", Some(&reason(refusal)))
        }
        Entry::PaymentIssued { attempt, reference } => change(
            tables,
            *attempt,
            "UPDATE seqr_payment SET state = 'issued', reference = ?3 WHERE receipt = ?1 AND number = ?2",
            reference,
        ),
        Entry::PaymentCancelAsked { attempt } => change(
            tables,
            *attempt,
            "UPDATE seqr_payment SET cancel_asked_at = ?3 WHERE receipt = ?1 AND number = ?2",
            place.at,
        ),
        Entry::PaymentInDoubt { attempt, doubt } => change(
            tables,
            *attempt,
            "UPDATE seqr_payment SET state = 'in_doubt', detail = ?3 WHERE receipt = ?1 AND number = ?2",
            word(doubt)?,
        ),
        Entry::PaymentHeardAgain { attempt } => change(
            tables,
            *attempt,
            "UPDATE seqr_payment SET state = ?3 WHERE receipt = ?1 AND number = ?2",
            "issued",
        ),
        Entry::PaymentPaid { attempt, payment } => paid(tables, place, *attempt, payment),
        Entry::PaymentAcknowledged { attempt } => change(
            tables,
            *attempt,
            "UPDATE seqr_payment SET state = ?3 WHERE receipt = ?1 AND number = ?2",
            "acknowledged",
        ),
        Entry::PaymentConfirmed { attempt } => end(tables, place, *attempt, "confirmed", None),
        Entry::PaymentContradicted { attempt, status } => {
            end(tables, place, *attempt, "contradicted", Some(status))
        }
        Entry::PaymentEnded { attempt, outcome } => {
            end(tables, place, *attempt, "ended", Some(&word(outcome)?))
        }
        Entry::PaymentReleased { attempt } => end(tables, place, *attempt, "released", None),
        _ => Ok(()),
    }
}

fn created(tables: &Connection, place: &Place<'_>, order: &Order) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO seqr_payment (receipt, number, terminal, cashier, amount, fingerprint, created_at, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'sending')",
        params![
            order.attempt.receipt.0.cast_signed(),
            order.attempt.number,
            order.terminal,
            order.cashier.0,
            order.amount.minor(),
            order.fingerprint,
            place.at,
        ],
    )
}

/// Changes an attempt that has to be there.
fn change(
    tables: &Connection,
    attempt: AttemptId,
    sql: &str,
    value: impl rusqlite::ToSql,
) -> Result<(), JournalError> {
    let values = params![attempt.receipt.0.cast_signed(), attempt.number, value];
    run_on_one(tables, Rule::SomethingThere, sql, values)
}

fn paid(
    tables: &Connection,
    place: &Place<'_>,
    attempt: AttemptId,
    payment: &Payment,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::SomethingThere,
        "UPDATE seqr_payment SET state = 'paid', ers_reference = ?3, paid_amount = ?4, description = ?5,
             paid_at = ?6, circumstance = ?7, version = ?8
         WHERE receipt = ?1 AND number = ?2",
        params![
            attempt.receipt.0.cast_signed(),
            attempt.number,
            payment.ers_reference,
            payment.amount.minor(),
            DESCRIPTION,
            place.at,
            word(&payment.circumstance)?,
            payment.version,
        ],
    )
}

fn end(
    tables: &Connection,
    place: &Place<'_>,
    attempt: AttemptId,
    state: &str,
    detail: Option<&str>,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::SomethingThere,
        "UPDATE seqr_payment SET state = ?3, ended_at = ?4, detail = ifnull(?5, detail)
         WHERE receipt = ?1 AND number = ?2",
        params![attempt.receipt.0.cast_signed(), attempt.number, state, place.at, detail],
    )
}

fn reason(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotReached { detail } => format!("not reached: {detail}"),
        Refusal::Code { code, detail } => format!("result code {code}: {detail}"),
    }
}
