//! SEQR payments: one row for each attempt, which becomes the transaction post, or is settled by a manager.

use rusqlite::{Connection, params};

use crate::core::entry::{Entry, PaymentNoted, PaymentReceiptRefused, PaymentSettled};
use crate::core::payment::{AttemptId, Found, Order, Payment, Refusal};

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
        )
        .and_then(|()| doubtful(tables, place, *attempt)),
        Entry::PaymentPaid { attempt, payment } | Entry::PaymentVerified { attempt, payment } => {
            paid(tables, place, *attempt, payment)
        }
        Entry::PaymentAcknowledged { attempt } => change(
            tables,
            *attempt,
            "UPDATE seqr_payment SET state = ?3 WHERE receipt = ?1 AND number = ?2",
            "acknowledged",
        ),
        Entry::PaymentConfirmed { attempt } => end(tables, place, *attempt, "confirmed", None),
        Entry::PaymentReceiptRefused(PaymentReceiptRefused { attempt, code, detail }) => {
            let why = format!("result code {code}: {detail}");
            end(tables, place, *attempt, "receipt_refused", Some(&why))
        }
        Entry::PaymentContradicted { attempt, status } => {
            end(tables, place, *attempt, "contradicted", Some(status))?;
            doubtful(tables, place, *attempt)
        }
        Entry::PaymentEnded { attempt, outcome } => {
            end(tables, place, *attempt, "ended", Some(&word(outcome)?))
        }
        _ => settling(tables, place, entry),
    }
}

/// What somebody has to look into, what a manager settled, and what became of it (rule 14).
fn settling(tables: &Connection, place: &Place<'_>, entry: &Entry) -> Result<(), JournalError> {
    match entry {
        Entry::PaymentHeardAgain { attempt } => change(
            tables,
            *attempt,
            "UPDATE seqr_payment SET state = ?3, doubtful_since = NULL WHERE receipt = ?1 AND number = ?2",
            "issued",
        ),
        Entry::PaymentReleased { attempt } => {
            end(tables, place, *attempt, "released", None)?;
            doubtful(tables, place, *attempt)
        }
        Entry::PaymentSettled(PaymentSettled { attempt, verdict, by, reason, version }) => run_on_one(
            tables,
            Rule::SomethingThere,
            "UPDATE seqr_payment SET state = 'settled', settled_as = ?3, settled_at = ?4, settled_by = ?5,
                 settled_why = ?6, version = ?7
             WHERE receipt = ?1 AND number = ?2",
            params![
                attempt.receipt.0.cast_signed(),
                attempt.number,
                word(verdict)?,
                place.at,
                by.0,
                reason,
                version,
            ],
        ),
        Entry::PaymentRefuted { attempt, found: Found::NotPaid { status } } => {
            end(tables, place, *attempt, "refuted", Some(status))
        }
        Entry::PaymentRefuted { attempt, found: Found::Paid { payment } } => {
            posted(tables, place, *attempt, payment, "refuted")
        }
        Entry::PaymentNoted(PaymentNoted { attempt, by, reason }) => run_on_one(
            tables,
            Rule::SomethingThere,
            "UPDATE seqr_payment SET noted_at = ?3, noted_by = ?4, noted_why = ?5
             WHERE receipt = ?1 AND number = ?2 AND noted_at IS NULL
                 AND state IN ('settled', 'released', 'contradicted', 'refuted', 'paid',
                     'confirmed', 'receipt_refused')",
            params![attempt.receipt.0.cast_signed(), attempt.number, place.at, by.0, reason],
        ),
        _ => Ok(()),
    }
}

/// Somebody has to look into it from now on, if not before.
fn doubtful(
    tables: &Connection,
    place: &Place<'_>,
    attempt: AttemptId,
) -> Result<(), JournalError> {
    change(
        tables,
        attempt,
        "UPDATE seqr_payment SET doubtful_since = ifnull(doubtful_since, ?3)
         WHERE receipt = ?1 AND number = ?2",
        place.at,
    )
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
    posted(tables, place, attempt, payment, "paid")
}

/// Writes the transaction post.
fn posted(
    tables: &Connection,
    place: &Place<'_>,
    attempt: AttemptId,
    payment: &Payment,
    state: &str,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::SomethingThere,
        "UPDATE seqr_payment SET state = ?9, ers_reference = ?3, paid_amount = ?4, description = ?5,
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
            state,
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

pub(super) fn reason(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotReached { detail } => format!("not reached: {detail}"),
        Refusal::Code { code, detail } => format!("result code {code}: {detail}"),
    }
}
