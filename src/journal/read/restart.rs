//! What the till needs at its start.

use jiff::Timestamp;

use crate::core::catalog::Article;
use crate::core::entry::Entry;
use crate::core::settings::Settings;
use crate::core::user::{User, UserNumber};

use super::super::{Head, JournalError};
use super::{LogIns, Numbers, PrintJob, Reader};

impl Reader {
    /// The end of the chain.
    ///
    /// # Errors
    /// When the database cannot be read; the same holds for every other question here.
    pub fn head(&self) -> Result<Head, JournalError> {
        todo!()
    }

    /// The entries that `Register::apply` makes the present state from, in order, each with the wall clock of
    /// its commit: the terminal, the open receipt, the payments of other receipts that something can still
    /// happen to, and the last completed receipt until another is begun.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn unfinished(&self) -> Result<Vec<(Timestamp, Entry)>, JournalError> {
        todo!()
    }

    /// Where numbering stopped.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn numbers(&self) -> Result<Numbers, JournalError> {
        todo!()
    }

    /// How the register is set up; `None` before it was set up.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn settings(&self) -> Result<Option<Settings>, JournalError> {
        todo!()
    }

    /// Everyone who works at the register, by number.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn users(&self) -> Result<Vec<User>, JournalError> {
        todo!()
    }

    /// Log-ins under a number.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn log_ins(&self, user: UserNumber) -> Result<LogIns, JournalError> {
        let _ = user;
        todo!()
    }

    /// All articles in the order in which they were first saved.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn articles(&self) -> Result<Vec<Article>, JournalError> {
        todo!()
    }

    /// Print jobs that are not on paper, oldest first.
    ///
    /// # Errors
    /// As for [`Reader::head`].
    pub fn pending_jobs(&self) -> Result<Vec<PrintJob>, JournalError> {
        todo!()
    }
}
