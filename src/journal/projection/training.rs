//! When somebody trained, and what came of it.

use rusqlite::{Connection, params};

use crate::core::money::Amount;

use super::super::{JournalError, Rule};
use super::{Place, run_on_one};

pub(super) fn begun(
    tables: &Connection,
    place: &Place<'_>,
    session: &str,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::Shape,
        "INSERT INTO training (session, begun_seq) VALUES (?1, ?2)",
        params![session, place.seq],
    )
}

pub(super) fn ended(
    tables: &Connection,
    place: &Place<'_>,
    session: &str,
    receipts: u64,
    total: Amount,
) -> Result<(), JournalError> {
    run_on_one(
        tables,
        Rule::SomethingThere,
        "UPDATE training SET ended_seq = ?2, receipts = ?3, total = ?4
         WHERE session = ?1 AND ended_seq IS NULL",
        params![session, place.seq, receipts.cast_signed(), total.minor()],
    )
}
