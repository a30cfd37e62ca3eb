//! Walks the chain from its first entry, and builds the tables anew on the way.

use rusqlite::{Connection, Row};

use super::super::chain::{self, Record};
use super::super::projection::{self, Place};
use super::super::{Head, JournalError};
use super::{Finding, Findings};

/// How many entries lie between two words about progress.
const PACE: u64 = 1_000;

/// Where the walk ended.
pub(super) struct Walked {
    /// The last entry.
    pub(super) head: Head,
    /// Whether the tables could be built to the end.
    pub(super) rebuilt: bool,
}

pub(super) fn walk(
    stored: &Connection,
    tables: &Connection,
    findings: &mut Findings,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Walked, JournalError> {
    let total = Head::read(stored)?.seq;
    let mut walked = Walked { head: Head::START, rebuilt: true };
    let mut query = stored.prepare(
        "SELECT seq, at, register, user, kind, body, prev_hash, hash FROM entry ORDER BY seq",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
        let record = Record {
            seq: row.get(0)?,
            at: row.get(1)?,
            register: text(2)?,
            user: row.get(3)?,
            kind: text(4)?,
            body: text(5)?,
        };
        walked.head = link(walked.head, &record, row, findings)?;
        if walked.rebuilt {
            walked.rebuilt = rebuild(tables, &record, findings)?;
        }
        if findings.full() {
            break;
        }
        if walked.head.seq.is_multiple_of(PACE) {
            progress(walked.head.seq, total);
        }
    }
    progress(walked.head.seq, total);
    Ok(walked)
}

/// Whether an entry is what was committed, behind the one that was before it.
fn link(
    head: Head,
    record: &Record<'_>,
    row: &Row<'_>,
    findings: &mut Findings,
) -> Result<Head, JournalError> {
    let seq = record.seq.cast_unsigned();
    let previous: [u8; 32] = row.get(6)?;
    let hash: [u8; 32] = row.get(7)?;
    if seq != head.seq + 1 {
        findings.add(Finding::Gap { expected: head.seq + 1, found: seq });
    } else if previous != head.hash {
        findings.add(Finding::NotFollowing { seq });
    }
    if hash != chain::hash(&previous, record) {
        findings.add(Finding::Changed { seq });
    }
    Ok(Head { seq, hash })
}

/// Lets an entry take effect on the rebuilt tables; not so if that is impossible.
fn rebuild(
    tables: &Connection,
    record: &Record<'_>,
    findings: &mut Findings,
) -> Result<bool, JournalError> {
    let seq = record.seq.cast_unsigned();
    let entry = match chain::decode(record.kind, record.body) {
        Ok(entry) => entry,
        Err(error) => {
            findings.add(Finding::Unreadable { seq, reason: error.to_string() });
            return Ok(false);
        }
    };
    let place =
        Place { seq: record.seq, at: record.at, register: record.register, user: record.user };
    match projection::project(tables, &place, &entry) {
        Ok(()) => Ok(true),
        Err(JournalError::RuleBroken { rule, .. }) => {
            findings.add(Finding::AgainstRule { seq, rule });
            Ok(false)
        }
        Err(error) => Err(error),
    }
}
