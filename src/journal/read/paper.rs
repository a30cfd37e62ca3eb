//! What papers are drawn from, and the jobs that print them.

use rusqlite::{Params, Row, params};

use crate::core::entry::{Entry, JobId, Paper};
use crate::core::figures::ReportNumber;
use crate::core::money::Amount;
use crate::core::receipt::{ReceiptId, ReceiptNumber};

use super::super::{JournalError, Rule, chain};
use super::{FinishedReceipt, JobState, PrintJob, Reader, ReceiptState};

impl Reader {
    /// A completed receipt; `None` where it is not completed or not there.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn finished_receipt(
        &self,
        receipt: ReceiptId,
    ) -> Result<Option<FinishedReceipt>, JournalError> {
        let Some(record) = self.receipt(receipt)? else { return Ok(None) };
        let ReceiptState::Completed { at, number, cashier, cashier_name, settlement, vat } =
            record.state
        else {
            return Ok(None);
        };
        let returns = match record.returns {
            Some(of) => self.number_of(of)?,
            None => None,
        };
        Ok(Some(FinishedReceipt {
            returns,
            refunds: record.refunds,
            id: record.id,
            number,
            register: record.register,
            opened_at: record.opened_at,
            completed_at: at,
            cashier,
            cashier_name,
            lines: record.lines,
            total: record.total,
            tenders: record.tenders,
            settlement,
            vat,
            payments: record
                .payments
                .into_iter()
                .filter(|payment| payment.post.is_some())
                .collect(),
        }))
    }

    /// The number and the sum of a completed receipt: what a person knows its paper by.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn completed_figures(
        &self,
        receipt: ReceiptId,
    ) -> Result<Option<(ReceiptNumber, Amount)>, JournalError> {
        let mut query = self.connection.prepare_cached(
            "SELECT number, total FROM receipt WHERE id = ?1 AND state = 'completed'",
        )?;
        let mut rows = query.query(params![receipt.0.cast_signed()])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let number = ReceiptNumber(row.get::<_, i64>(0)?.cast_unsigned());
        Ok(Some((number, Amount::from_minor(row.get(1)?))))
    }

    /// A print job, if there is one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn job(&self, job: JobId) -> Result<Option<PrintJob>, JournalError> {
        let found =
            self.jobs("SELECT * FROM print_job WHERE job = ?1", params![job.0.cast_signed()])?;
        Ok(found.into_iter().next())
    }

    /// The print jobs of a receipt, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn jobs_of(&self, receipt: ReceiptId) -> Result<Vec<PrintJob>, JournalError> {
        let mut jobs = Vec::new();
        for recorded in self.entries_of(receipt)? {
            if let Entry::PrintQueued { job, .. } = recorded.entry {
                jobs.extend(self.job(job)?);
            }
        }
        Ok(jobs)
    }

    pub(super) fn jobs(
        &self,
        sql: &str,
        values: impl Params,
    ) -> Result<Vec<PrintJob>, JournalError> {
        let mut query = self.connection.prepare_cached(sql)?;
        let mut rows = query.query(values)?;
        let mut jobs = Vec::new();
        while let Some(row) = rows.next()? {
            jobs.push(job(row)?);
        }
        Ok(jobs)
    }
}

fn job(row: &Row<'_>) -> Result<PrintJob, JournalError> {
    let at = chain::moment(row.get("changed_at")?);
    let receipt: Option<i64> = row.get("receipt")?;
    let paper: String = row.get("paper")?;
    let report: Option<i64> = row.get("report")?;
    let report = report.map(|number| ReportNumber(number.cast_unsigned()));
    let paper = match (paper.as_str(), receipt, report) {
        ("receipt", Some(receipt), None) => {
            Paper::Receipt { receipt: ReceiptId(receipt.cast_unsigned()) }
        }
        ("x_report", None, Some(report)) => Paper::XReport { report },
        ("z_report", None, Some(report)) => Paper::ZReport { report },
        ("z_report_copy", None, Some(report)) => Paper::ZReportCopy { report },
        ("test_page", None, None) => Paper::TestPage,
        _ => return Err(JournalError::rule(Rule::Shape)),
    };
    let state: String = row.get("state")?;
    Ok(PrintJob {
        id: JobId(row.get::<_, i64>("job")?.cast_unsigned()),
        paper,
        queued_at: chain::moment(row.get("queued_at")?),
        prints: row.get("prints")?,
        state: match state.as_str() {
            "started" => JobState::Started { at },
            "sent" => JobState::Sent { at },
            "dropped" => JobState::Dropped { at },
            "failed" => {
                let detail: Option<String> = row.get("detail")?;
                JobState::Failed { at, detail: detail.unwrap_or_default() }
            }
            _ => JobState::Queued,
        },
    })
}
