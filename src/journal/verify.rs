//! Proves that the journal is what was committed: walks the chain, builds every table anew from the entries
//! and compares.

mod compare;
mod walk;

use rusqlite::Connection;

use super::{Head, JournalError, Reader, Rule, backup, migration, store};

/// A journal in which everything fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// How many entries there are.
    pub entries: u64,
    /// The end of the chain. Written down elsewhere it shows later whether entries were cut off.
    pub head: Head,
}

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// An entry is missing, or stands elsewhere.
    #[error("entry {expected} is missing: entry {found} follows instead")]
    Gap {
        /// The number that should have come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// The entry does not follow the one before it: one of the two was changed or exchanged.
    #[error("entry {seq} does not follow the entry before it")]
    NotFollowing {
        /// Which entry.
        seq: u64,
    },
    /// The entry is not what was committed.
    #[error("entry {seq} was changed after it was written")]
    Changed {
        /// Which entry.
        seq: u64,
    },
    /// The entry cannot be read.
    #[error("entry {seq} cannot be read: {reason}")]
    Unreadable {
        /// Which entry.
        seq: u64,
        /// Why.
        reason: String,
    },
    /// The entry breaks a rule of the entries before it.
    #[error("entry {seq} cannot have been committed: {rule}")]
    AgainstRule {
        /// Which entry.
        seq: u64,
        /// Which rule.
        rule: Rule,
    },
    /// A row differs from what the entries say.
    #[error("table {table}, {key}: the row is {} but should be {}", shown(.stored), shown(.rebuilt))]
    RowDiffers {
        /// Which table.
        table: String,
        /// Which row.
        key: String,
        /// The row in the database; `None` if it is missing.
        stored: Option<String>,
        /// The row that the entries lead to; `None` if there should be none.
        rebuilt: Option<String>,
    },
    /// A table, index or trigger is not the one that Kassa made.
    #[error("{name} is not as Kassa made it")]
    SchemaDiffers {
        /// Its name.
        name: String,
    },
    /// SQLite finds the file damaged.
    #[error("the database file is damaged: {detail}")]
    Damaged {
        /// What SQLite says.
        detail: String,
    },
}

fn shown(row: &Option<String>) -> &str {
    row.as_deref().unwrap_or("missing")
}

/// What verifying came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Everything fits.
    Sound(Verified),
    /// Something does not: the first findings, in the order in which they were met.
    Unsound(Vec<Finding>),
}

impl Reader {
    /// Walks the chain, rebuilds all projections and compares them with the stored ones.
    ///
    /// `progress` hears how many entries of how many have been walked. Memory stays flat however long
    /// the journal is; the rebuilt tables are in a temporary file. The register may go on meanwhile.
    ///
    /// # Errors
    /// Only when the journal cannot be read or the temporary file not be written: what is found is a [`Verdict`].
    pub fn verify(&self, progress: &mut dyn FnMut(u64, u64)) -> Result<Verdict, JournalError> {
        // One moment of the journal, whatever is committed meanwhile.
        let moment = self.connection.unchecked_transaction()?;
        let mut findings = Findings::default();
        match check(&moment, &mut findings, progress) {
            Ok(head) if findings.list.is_empty() => {
                Ok(Verdict::Sound(Verified { entries: head.seq, head }))
            }
            Ok(_) => Ok(Verdict::Unsound(findings.list)),
            // Pages that cannot be read are what verifying is there to find.
            Err(JournalError::Damaged { cause }) => {
                findings.add(Finding::Damaged { detail: cause.to_string() });
                Ok(Verdict::Unsound(findings.list))
            }
            Err(error) => Err(error),
        }
    }
}

/// The first findings. One change can show in a thousand rows: more than a few help nobody.
#[derive(Debug, Default)]
struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    const MOST: usize = 20;

    fn add(&mut self, finding: Finding) {
        if !self.full() {
            self.list.push(finding);
        }
    }

    fn full(&self) -> bool {
        self.list.len() >= Self::MOST
    }
}

fn check(
    stored: &Connection,
    findings: &mut Findings,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Head, JournalError> {
    if let Some(detail) = backup::damage(stored)? {
        findings.add(Finding::Damaged { detail });
    }
    let mut temporary = empty()?;
    let rebuilt = temporary.transaction()?;
    let walked = walk::walk(stored, &rebuilt, findings, progress)?;
    compare::schemas(stored, &rebuilt, findings)?;
    if walked.rebuilt {
        compare::tables(stored, &rebuilt, findings)?;
    }
    Ok(walked.head)
}

/// A database in a temporary file, with all tables and nothing in them.
fn empty() -> Result<Connection, JournalError> {
    let mut connection = Connection::open("")?;
    connection.set_prepared_statement_cache_capacity(128);
    // Nobody needs it after a crash. Pages that are new are not in the journal, so that stays small.
    let _mode = connection
        .pragma_update_and_check(None, "journal_mode", "MEMORY", |row| row.get::<_, String>(0))?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    migration::build(&mut connection)?;
    store::guard(&connection)?;
    Ok(connection)
}
