//! Receipts that are put aside.

use rusqlite::{Connection, params};

use crate::core::entry::Entry;

use super::super::{JournalError, Rule};
use super::{Place, run_on_one};

pub(super) fn project(
    tables: &Connection,
    place: &Place<'_>,
    entry: &Entry,
) -> Result<(), JournalError> {
    match entry {
        Entry::ReceiptParked(parked) => {
            let receipt = parked.receipt.0.cast_signed();
            run_on_one(
                tables,
                Rule::ReceiptOpen,
                "UPDATE receipt SET parked = 1 WHERE id = ?1",
                [receipt],
            )?;
            run_on_one(
                tables,
                Rule::Shape,
                "INSERT INTO parked_receipt (receipt, label, total, at, user) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![receipt, parked.label, parked.total.minor(), place.at, parked.by.0],
            )
        }
        Entry::ReceiptRecalled { receipt } => {
            let receipt = receipt.0.cast_signed();
            run_on_one(
                tables,
                Rule::ReceiptParked,
                "DELETE FROM parked_receipt WHERE receipt = ?1",
                [receipt],
            )?;
            run_on_one(
                tables,
                Rule::ReceiptParked,
                "UPDATE receipt SET parked = 0 WHERE id = ?1 AND parked = 1",
                [receipt],
            )
        }
        _ => Ok(()),
    }
}
