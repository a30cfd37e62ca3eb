//! X and Z reports: the journal counts, the core decides, the print queue prints.

use crate::core::figures::{ReportKind, ReportNumber};
use crate::core::register::{Command, Refused};
use crate::core::user::Permission;

use super::Driver;

impl Driver {
    /// Makes a report of the time since the last Z report.
    pub(super) fn report_day(&mut self, kind: ReportKind) {
        let now = self.now();
        // Whoever may not see the figures needs none looked up.
        if let Err(reason) = self.register.may(Permission::Report) {
            return self.refuse(reason, now);
        }
        match self.store.period() {
            Ok(period) => self.command(&Command::Report { kind, period: Box::new(period) }),
            Err(error) => self.journal_fails(&error, now),
        }
    }

    /// Prints a Z report once more, if there is one with this number.
    pub(super) fn copy_report(&mut self, number: ReportNumber) {
        let now = self.now();
        if let Err(reason) = self.register.may(Permission::Report) {
            return self.refuse(reason, now);
        }
        match self.store.report(ReportKind::Z, number) {
            Ok(Some(_known)) => self.command(&Command::CopyReport { number }),
            Ok(None) => self.refuse(Refused::NotOffered, now),
            Err(error) => self.journal_fails(&error, now),
        }
    }
}
