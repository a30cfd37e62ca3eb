//! What a backup holds, what is in its place now, and what would be lost.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::params;

use crate::core::payment::AttemptId;
use crate::core::receipt::ReceiptId;

use super::super::{Head, JournalError, Numbers, Reader, Store, chain};
use super::salvage;

/// A journal in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The end of its chain.
    pub head: Head,
    /// When the last entry was written.
    pub last_at: Option<Timestamp>,
    /// The register's designation.
    pub register: String,
    /// Where its numbering stopped.
    pub numbers: Numbers,
    /// SEQR payments and refunds that something can still happen to.
    pub unsettled: Vec<AttemptId>,
    /// The terminal's id at SEQR.
    pub terminal: Option<String>,
}

/// What is in the place where a backup shall go.
#[derive(Debug, Clone)]
pub enum Present {
    /// No journal.
    Missing,
    /// A journal that cannot be read.
    Unreadable {
        /// Why.
        cause: JournalError,
        /// The highest numbers that could be found in its files all the same.
        found: Numbers,
    },
    /// A journal.
    Readable {
        /// What is in it.
        contents: Contents,
        /// What would be lost.
        lost: Lost,
    },
}

/// How the present journal and the backup belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The present journal goes on where the backup ends, or is the same.
    GoesOn,
    /// The backup goes on where the present journal ends.
    Behind,
    /// They are of two registers, or have gone different ways since an earlier restore.
    Another,
}

/// What would be lost: it stays in the journal that is put aside, but not in the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// How the two belong together.
    pub relation: Relation,
    /// Entries.
    pub entries: u64,
    /// Receipts that were completed.
    pub receipts: u64,
    /// SEQR payments that were paid.
    pub payments: u64,
    /// SEQR refunds that were made.
    pub refunds: u64,
    /// Changes of settings, people, articles and the terminal.
    pub changes: u64,
}

impl Contents {
    /// Reads a journal in short.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(journal: &Reader) -> Result<Contents, JournalError> {
        let head = journal.head()?;
        let last_at = journal.entry(head.seq)?.map(|entry| entry.at);
        let unsettled = journal.rows(
            "SELECT receipt, number FROM seqr_payment WHERE unfinished = 1
             UNION SELECT receipt, number FROM seqr_refund WHERE unfinished = 1 ORDER BY 1, 2",
            [],
            |row| {
                let receipt = ReceiptId(row.get::<_, i64>(0)?.cast_unsigned());
                Ok(AttemptId { receipt, number: row.get(1)? })
            },
        )?;
        Ok(Contents {
            head,
            last_at,
            register: journal.settings()?.unwrap_or_default().register,
            numbers: journal.numbers()?,
            unsettled,
            terminal: journal.terminal()?.map(|terminal| terminal.id),
        })
    }
}

impl Present {
    /// Looks what is in a directory. That it cannot be read is an answer; that an exchange was not finished is not.
    pub(super) fn look(
        directory: &Path,
        backup: &Reader,
        contents: &Contents,
    ) -> Result<Present, JournalError> {
        let looked = Store::open_read_only(directory).and_then(|journal| {
            // One that was only just begun, perhaps by a start that failed, knows nothing of what was given out.
            if journal.head()?.seq == 0 {
                return Ok(Present::Missing);
            }
            let lost = Lost::between(backup, contents, &journal)?;
            Ok(Present::Readable { contents: Contents::read(&journal)?, lost })
        });
        match looked {
            Ok(present) => Ok(present),
            Err(error @ JournalError::RestoreUnfinished { .. }) => Err(error),
            Err(JournalError::Missing { .. }) => Ok(Present::Missing),
            Err(cause) => Ok(Present::Unreadable { cause, found: salvage::numbers(directory) }),
        }
    }
}

impl Lost {
    fn between(backup: &Reader, contents: &Contents, now: &Reader) -> Result<Lost, JournalError> {
        let (old, new) = (contents.head, now.head()?);
        let relation = match (now.hash_of(old.seq)?, backup.hash_of(new.seq)?) {
            (Some(hash), _) if hash == old.hash => Relation::GoesOn,
            (_, Some(hash)) if hash == new.hash => Relation::Behind,
            _ => Relation::Another,
        };
        let since = match relation {
            Relation::GoesOn => old.seq,
            Relation::Behind => new.seq,
            Relation::Another => 0,
        };
        let count = |kinds: &str| -> Result<u64, JournalError> {
            let sql = format!("SELECT count(*) FROM entry WHERE seq > ?1 AND kind IN ({kinds})");
            let count: i64 =
                now.connection.query_row(&sql, [since.cast_signed()], |row| row.get(0))?;
            Ok(count.cast_unsigned())
        };
        Ok(Lost {
            relation,
            entries: new.seq - since,
            receipts: count("'receipt.completed'")?,
            payments: count("'payment.paid', 'payment.verified'")?,
            refunds: count("'refund.done'")?,
            changes: count(
                "'settings.saved', 'user.saved', 'article.saved', 'article.removed',
                 'terminal.registered', 'terminal.assigned', 'terminal.unregistered'",
            )?,
        })
    }
}

impl Reader {
    /// The hash of an entry; before the first it is that of an empty chain.
    fn hash_of(&self, seq: u64) -> Result<Option<[u8; 32]>, JournalError> {
        if seq == 0 {
            return Ok(Some(Head::START.hash));
        }
        let sql =
            "SELECT seq, at, register, user, kind, body, prev_hash, hash FROM entry WHERE seq = ?1";
        let found = self.rows(sql, params![seq.cast_signed()], |row| {
            let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
            // What was changed is another entry, whatever hash stands beside it.
            let record = chain::Record {
                seq: row.get(0)?,
                at: row.get(1)?,
                register: text(2)?,
                user: row.get(3)?,
                kind: text(4)?,
                body: text(5)?,
            };
            Ok(chain::hash(&row.get(6)?, &record))
        })?;
        Ok(found.into_iter().next())
    }
}
