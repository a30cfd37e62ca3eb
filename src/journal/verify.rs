//! Proves that the journal is what was committed: walks the chain, builds every table anew from the entries
//! and compares.

use super::{Head, JournalError, Reader, Rule};

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
        let _ = progress;
        todo!()
    }
}
