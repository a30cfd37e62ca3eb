//! The tables that screens, papers and reports read, written entry by entry.
//!
//! One function for each kind of entry, and nothing else writes these tables: neither at a commit nor when
//! they are built anew to be compared. Reads nothing but the entry, its place and the tables themselves, so
//! the same entries always lead to the same rows.

mod backup;
mod line;
mod parking;
mod payment;
mod receipt;
mod refund;
mod setting;
mod shift;

pub(super) use setting::settings_renewed;
pub(super) mod tally;
mod training;

use rusqlite::{Connection, Params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::core::entry::{Entry, TrainingEnded};

use super::{JournalError, Rule};

/// A value as JSON, or nothing where nothing is special about it.
fn json_unless(nothing: bool, value: &impl Serialize) -> Result<Option<String>, JournalError> {
    if nothing { Ok(None) } else { word(value).map(Some) }
}

/// Where an entry stands, as its row has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) seq: i64,
    pub(super) at: i64,
    pub(super) register: &'a str,
    pub(super) user: Option<i64>,
}

/// Lets an entry take effect on the tables.
pub(super) fn project(
    tables: &Connection,
    place: &Place<'_>,
    entry: &Entry,
) -> Result<(), JournalError> {
    shift::cash(tables, entry)?;
    // First, because what an entry takes away is still there then; but no report counts itself.
    if !matches!(entry, Entry::ReportRead { .. }) {
        tally::count(tables, place, entry)?;
    }
    match entry {
        Entry::ReceiptOpened { .. }
        | Entry::LineAdded { .. }
        | Entry::LineQuantityChanged { .. }
        | Entry::LineRemoved { .. }
        | Entry::LineRestored { .. }
        | Entry::LinePriced(_)
        | Entry::LineDiscounted(_)
        | Entry::ReceiptDiscounted(_)
        | Entry::TenderAdded { .. }
        | Entry::TenderRemoved { .. }
        | Entry::ReceiptCompleted { .. }
        | Entry::ReceiptCancelled { .. }
        | Entry::PrintQueued { .. }
        | Entry::PrintStarted { .. }
        | Entry::PrintAgain { .. }
        | Entry::PrintReturned { .. }
        | Entry::PrintDropped { .. }
        | Entry::PrintSent { .. }
        | Entry::PrintFailed { .. }
        | Entry::DrawerOpened { .. } => receipt::project(tables, place, entry),

        Entry::PaymentCreated { .. }
        | Entry::PaymentSending { .. }
        | Entry::PaymentSendLost { .. }
        | Entry::PaymentRefused { .. }
        | Entry::PaymentIssued { .. }
        | Entry::PaymentCancelAsked { .. }
        | Entry::PaymentInDoubt { .. }
        | Entry::PaymentHeardAgain { .. }
        | Entry::PaymentPaid { .. }
        | Entry::PaymentAcknowledged { .. }
        | Entry::PaymentConfirmed { .. }
        | Entry::PaymentReceiptRefused(_)
        | Entry::PaymentContradicted { .. }
        | Entry::PaymentEnded { .. }
        | Entry::PaymentReleased { .. }
        | Entry::PaymentSettled(_)
        | Entry::PaymentVerified { .. }
        | Entry::PaymentRefuted { .. }
        | Entry::PaymentNoted(_) => payment::project(tables, place, entry),

        Entry::RefundOwed { .. } | Entry::RefundDropped(_) => refund::project(tables, place, entry),
        _ if entry.refund().is_some() => refund::project(tables, place, entry),

        Entry::ReportRead { period } => {
            tally::reported(tables, place, "x", period)?;
            tally::count(tables, place, entry)
        }
        Entry::ReportClosed { period } => tally::reported(tables, place, "z", period),
        Entry::BackupMade(_) | Entry::JournalRestored(_) => backup::project(tables, place, entry),

        _ => keep(tables, place, entry),
    }
}

/// What is put aside, and the drawer.
fn keep(tables: &Connection, place: &Place<'_>, entry: &Entry) -> Result<(), JournalError> {
    match entry {
        Entry::ReceiptParked(_) | Entry::ReceiptRecalled { .. } => {
            parking::project(tables, place, entry)
        }
        Entry::ShiftOpened(_)
        | Entry::CashMoved(_)
        | Entry::ShiftCounted(_)
        | Entry::ShiftClosed(_) => shift::project(tables, place, entry),
        _ => set_up(tables, place, entry),
    }
}

/// How the register is set up, who works at it and what it sells.
fn set_up(tables: &Connection, place: &Place<'_>, entry: &Entry) -> Result<(), JournalError> {
    match entry {
        Entry::SettingsSaved { settings } => setting::settings_saved(tables, settings),
        Entry::UserSaved { user } => setting::user_saved(tables, user),
        Entry::UserLoggedIn { user } => setting::logged_in(tables, place, *user),
        Entry::LogInRefused { user, .. } => setting::log_in_refused(tables, place, *user),
        Entry::PinShown { user, .. }
        | Entry::ScreenUnlocked { user }
        | Entry::UserUnlocked { user } => setting::pins_forgotten(tables, *user),
        Entry::ArticleSaved { article } => setting::article_saved(tables, place, article),
        Entry::ArticleRemoved { number } => setting::article_removed(tables, number),
        Entry::TerminalRegistered { terminal } => {
            setting::terminal_registered(tables, place, terminal)
        }
        Entry::SeqrIdAssigned { terminal, seqr_id } => {
            setting::seqr_id_assigned(tables, place, terminal, seqr_id)
        }
        Entry::TerminalUnregistered { terminal } => {
            setting::terminal_unregistered(tables, terminal)
        }
        Entry::TrainingBegun { session, .. } => training::begun(tables, place, session),
        Entry::TrainingEnded(TrainingEnded { session, receipts, total }) => {
            training::ended(tables, place, session, *receipts, *total)
        }
        Entry::TerminalAsked { request } => {
            setting::terminal_asked(tables, place, request.question())
        }
        Entry::TerminalRefused { .. } => setting::terminal_refused(tables),
        // Nothing reads the others but whoever reads the entries.
        _ => Ok(()),
    }
}

/// Runs a statement, whatever the number of rows it touches.
fn run(tables: &Connection, sql: &str, values: impl Params) -> Result<usize, JournalError> {
    Ok(tables.prepare_cached(sql)?.execute(values)?)
}

/// Runs a statement that has to touch one row, or else the entry breaks a rule.
fn run_on_one(
    tables: &Connection,
    rule: Rule,
    sql: &str,
    values: impl Params,
) -> Result<(), JournalError> {
    if run(tables, sql, values)? == 1 { Ok(()) } else { Err(JournalError::rule(rule)) }
}

/// The word that a value without fields is written as in entries, and other values as JSON: tables use the same.
pub(super) fn word(value: &impl Serialize) -> Result<String, JournalError> {
    let unreadable = |error: serde_json::Error| JournalError::Unreadable {
        what: "a value that is to be written".to_owned(),
        cause: std::sync::Arc::new(error),
    };
    match serde_json::to_value(value).map_err(unreadable)? {
        serde_json::Value::String(word) => Ok(word),
        other => Ok(other.to_string()),
    }
}

/// The value with fields that [`word`] was given.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, JournalError> {
    serde_json::from_str(text).map_err(|error| JournalError::Unreadable {
        what: "a value of several fields".to_owned(),
        cause: std::sync::Arc::new(error),
    })
}

/// The value without fields that [`word`] was given.
pub(super) fn from_word<T: DeserializeOwned>(word: String) -> Result<T, JournalError> {
    let what = format!("the word \"{word}\"");
    serde_json::from_value(serde_json::Value::String(word))
        .map_err(|error| JournalError::Unreadable { what, cause: std::sync::Arc::new(error) })
}
