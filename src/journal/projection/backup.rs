//! The newest copy of the journal, and where numbering goes on after one was restored.

use rusqlite::{Connection, params};

use crate::core::entry::{BackupMade, Entry, JournalRestored};

use super::super::{JournalError, Rule};
use super::{Place, run, run_on_one};

pub(super) fn project(
    tables: &Connection,
    place: &Place<'_>,
    entry: &Entry,
) -> Result<(), JournalError> {
    match entry {
        Entry::BackupMade(BackupMade { file, entries, bytes, elsewhere }) => {
            let _earlier = run(tables, "DELETE FROM backup WHERE elsewhere = ?1", [elsewhere])?;
            run_on_one(
                tables,
                Rule::Shape,
                "INSERT INTO backup (seq, at, file, entries, bytes, elsewhere) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    place.seq,
                    place.at,
                    file,
                    entries.cast_signed(),
                    bytes.cast_signed(),
                    elsewhere,
                ],
            )
        }
        Entry::JournalRestored(JournalRestored { last_receipt, last_number, .. }) => run_on_one(
            tables,
            Rule::Shape,
            "INSERT INTO journal_restored (seq, last_receipt, last_number) VALUES (?1, ?2, ?3)",
            params![place.seq, last_receipt.0.cast_signed(), last_number.0.cast_signed()],
        ),
        _ => Ok(()),
    }
}
