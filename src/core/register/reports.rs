//! X and Z reports: who makes them, and when a day can be closed.
//!
//! The figures come from the journal, which counts while trade goes on; it refuses a report whose figures are not its
//! own.

use super::super::entry::{Entry, JobId, Paper};
use super::super::figures::{Period, ReportKind, ReportNumber};
use super::super::user::Permission;
use super::{Decision, Effect, Refused, Register};

impl Register {
    /// An X report can be made at any time. A Z report closes the day, so nothing may be open.
    pub(super) fn report(&self, kind: ReportKind, period: &Period) -> Result<Decision, Refused> {
        let _manager = self.allowed(Permission::Report)?;
        let period = Box::new(period.clone());
        let (x, z) = (period.x, period.z);
        Ok(match kind {
            ReportKind::X => {
                self.printed(vec![Entry::ReportRead { period }], Paper::XReport { report: x })
            }
            ReportKind::Z => {
                self.no_payment_open()?;
                if self.receipt.is_some() {
                    return Err(Refused::ReceiptOpen);
                }
                self.printed(vec![Entry::ReportClosed { period }], Paper::ZReport { report: z })
            }
        })
    }

    pub(super) fn copy_report(&self, number: ReportNumber) -> Result<Decision, Refused> {
        let _manager = self.allowed(Permission::Report)?;
        Ok(self.printed(Vec::new(), Paper::ZReportCopy { report: number }))
    }

    fn printed(&self, mut entries: Vec<Entry>, paper: Paper) -> Decision {
        let job = JobId(self.last_job + 1);
        entries.push(Entry::PrintQueued { job, paper });
        Decision { effects: vec![Effect::Print(job)], ..Decision::of(entries) }
    }
}
