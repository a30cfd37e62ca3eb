//! Transaction periods, and the questions for their reports.

use std::collections::HashMap;
use std::ops::Range;
use std::time::Duration;

use super::access::{ResellerIndex, TerminalIndex};
use super::report::{self, Line, Report};
use super::{Ledger, PaymentIndex, PeriodIdIn, RefundsInReports, success};
use crate::seqr::message::{
    Context, ExecuteReportAnswer, MarkTransactionPeriodAnswer, Parameters, Response,
};
use crate::seqr::result_code::ResultCode;

/// Every movement of money in order, and where the periods end in that order.
///
/// The shop's periods and each terminal's are counted apart: ending one does not end the other.
#[derive(Debug, Default)]
pub(super) struct Books {
    postings: Vec<Posting>,
    /// Where the next period begins.
    begins: HashMap<Scope, usize>,
    periods: HashMap<String, Period>,
}

/// Money that moved at a terminal.
#[derive(Debug, Clone, Copy)]
struct Posting {
    terminal: TerminalIndex,
    payment: PaymentIndex,
    kind: Kind,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Sale,
    /// With its place among the payment's refunds.
    Refund(usize),
}

/// Whose postings a period is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Scope {
    Shop(ResellerIndex),
    Terminal(TerminalIndex),
}

#[derive(Debug, Clone)]
struct Period {
    scope: Scope,
    shop: ResellerIndex,
    postings: Range<usize>,
    ended: Duration,
}

impl Books {
    pub(super) fn sale(&mut self, terminal: TerminalIndex, payment: PaymentIndex) {
        self.postings.push(Posting { terminal, payment, kind: Kind::Sale });
    }

    pub(super) fn refund(&mut self, terminal: TerminalIndex, payment: PaymentIndex, number: usize) {
        self.postings.push(Posting { terminal, payment, kind: Kind::Refund(number) });
    }
}

impl Ledger {
    pub(super) fn mark_period(
        &mut self,
        context: Option<&Context>,
        parameters: &Parameters,
    ) -> Result<Response, ResultCode> {
        let shop = self.reseller_asking(context)?;
        let scope = match parameters.get(Parameters::TERMINAL_ID) {
            None => Scope::Shop(shop),
            Some(id) => Scope::Terminal(self.terminal_of_shop(id, shop)?),
        };
        let id = self.references.transaction(self.clock.wall);
        let end = self.books.postings.len();
        let begin = self.books.begins.insert(scope, end).unwrap_or(0);
        let period = Period { scope, shop, postings: begin..end, ended: self.clock.now };
        let _new = self.books.periods.insert(id.clone(), period);

        let mut answer =
            MarkTransactionPeriodAnswer { head: success(), transaction_period_id: None };
        match self.settings.readings.period_id_in {
            PeriodIdIn::TransactionPeriodId => answer.transaction_period_id = Some(id),
            PeriodIdIn::ErsReference => answer.head.ers_reference = Some(id),
        }
        Ok(Response::MarkTransactionPeriod(answer))
    }

    pub(super) fn execute_report(
        &mut self,
        context: Option<&Context>,
        report_id: &str,
        parameters: &Parameters,
    ) -> Result<Response, ResultCode> {
        let shop = self.reseller_asking(context)?;
        // The documents name no code for a report or a period that does not exist.
        let report = Report::from_id(report_id).ok_or(ResultCode::SYSTEM_ERROR)?;
        let period_id =
            parameters.get(Parameters::TRANSACTION_PERIOD_ID).ok_or(ResultCode::SYSTEM_ERROR)?;
        let period = self
            .books
            .periods
            .get(period_id)
            .filter(|period| period.shop == shop)
            .ok_or(ResultCode::SYSTEM_ERROR)?;
        let ready = period.ended + self.settings.timing.report_ready_after;
        let terminal = parameters.get(Parameters::TERMINAL_ID);
        if self.clock.now < ready || (report.is_of_terminal() && !self.is_of(period, terminal)) {
            return Err(ResultCode::REPORT_NOT_READY);
        }
        let heading = report::Heading {
            shop: self.settings.resellers.get(shop.0).map_or("", |reseller| &reseller.id),
            terminal: terminal.filter(|_| report.is_of_terminal()),
            period: period_id,
            generated: self.clock.wall,
        };
        let text = report::write(report, &heading, &self.lines(period), &self.settings.readings);
        Ok(Response::ExecuteReport(ExecuteReportAnswer { head: success(), report: Some(text) }))
    }

    /// Whether a period was marked for this very terminal. A terminal's report of a shop's
    /// period never gets ready.
    fn is_of(&self, period: &Period, terminal: Option<&str>) -> bool {
        match (period.scope, terminal) {
            (Scope::Terminal(index), Some(id)) => &*self.terminal(index).id == id,
            _ => false,
        }
    }

    fn terminal_of_shop(&self, id: &str, shop: ResellerIndex) -> Result<TerminalIndex, ResultCode> {
        self.terminal_by_id
            .get(id)
            .copied()
            .filter(|&index| self.terminal(index).reseller == shop)
            .ok_or(ResultCode::INVALID_INITIATOR_PRINCIPAL_ID)
    }

    /// What a report of the period is about. Payments that were given back since are not in it.
    fn lines(&self, period: &Period) -> Vec<Line<'_>> {
        let postings = self.books.postings.get(period.postings.clone()).unwrap_or_default();
        postings
            .iter()
            .filter(|posting| match period.scope {
                Scope::Shop(shop) => self.terminal(posting.terminal).reseller == shop,
                Scope::Terminal(terminal) => posting.terminal == terminal,
            })
            .filter_map(|posting| self.line(*posting))
            .collect()
    }

    fn line(&self, posting: Posting) -> Option<Line<'_>> {
        let payment = self.at(posting.payment);
        let terminal = &*self.terminal(posting.terminal).id;
        let paid = payment.paid()?;
        match posting.kind {
            Kind::Sale => Some(Line::Sale {
                terminal,
                cashier: payment.invoice.cashier_id.as_deref(),
                amount: paid.amount,
                ers_reference: &paid.ers_reference,
            }),
            Kind::Refund(number) => {
                let refund = payment.refunds.get(number)?;
                if self.settings.readings.refunds_in_reports == RefundsInReports::Absent {
                    return None;
                }
                Some(Line::Refund {
                    terminal,
                    cashier: refund.cashier_id.as_deref(),
                    amount: refund.amount,
                    ers_reference: &refund.ers_reference,
                })
            }
        }
    }
}
