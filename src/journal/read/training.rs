//! What the till asks about training: which one was not ended, and what was sold in it.

use crate::core::money::Amount;

use super::super::JournalError;
use super::Reader;

/// What was sold in one journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trade {
    /// Receipts that were completed, returns among them.
    pub receipts: u64,
    /// The sum of those that were sales.
    pub total: Amount,
}

impl Reader {
    /// The training that was begun and has not been ended, if there is one.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn open_training(&self) -> Result<Option<String>, JournalError> {
        let mut query =
            self.connection.prepare("SELECT session FROM training WHERE ended_seq IS NULL")?;
        let mut sessions = query.query_map([], |row| row.get(0))?;
        Ok(sessions.next().transpose()?)
    }

    /// What was sold in the whole of this journal: meant for one of a training, which is short.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn trade(&self) -> Result<Trade, JournalError> {
        let sql = "SELECT count(*), ifnull(sum(total) FILTER (WHERE returns IS NULL), 0)
                   FROM receipt WHERE state = 'completed'";
        Ok(self.connection.query_row(sql, [], |row| {
            Ok(Trade {
                receipts: row.get::<_, i64>(0)?.cast_unsigned(),
                total: Amount::from_minor(row.get(1)?),
            })
        })?)
    }
}
