//! What SEQR knows, and what it answers.
//!
//! Pure and deterministic: the time is handed in, numbers come from counters, nothing is read or
//! sent. The same calls give the same answers, so a test can run millions of payments in
//! simulated time. Loyalty tokens are accepted and ignored.
//!
//! What the documents leave open is a setting; see [`Readings`].

mod access;
mod clearing;
mod customer;
mod invoice_check;
mod invoicing;
mod payment;
mod period;
mod reference;
mod refund;
mod report;
mod settings;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::seqr::message::{AnswerHead, Context, Envelope, Operation, PlainAnswer};
use crate::seqr::message::{Request, Response};
use crate::seqr::result_code::ResultCode;

use access::{Terminal, TerminalIndex};
use period::Books;
use reference::References;

pub use customer::{CustomerAction, CustomerRefusal};
pub use payment::{CanceledBy, Paid, Payment, PaymentState, Refund, Standing, Viewed};
pub use settings::{
    Bank, ClosedAs, CommittedPayment, LedgerSettings, PaymentStands, PeriodIdIn, Quantities,
    Readings, ReadyTerminal, RefundPolicy, RefundReference, RefundsInReports, ReportStyle,
    RequiredFields, Reseller, Timing, UnregisterBy,
};

/// Where a payment stands in the list of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct PaymentIndex(usize);

/// A whole SEQR service without its network.
#[derive(Debug)]
pub struct Ledger {
    settings: LedgerSettings,
    references: References,
    clock: Clock,
    terminals: Vec<Terminal>,
    /// Looked up only, never walked through: the order of a hash map is not the same twice.
    terminal_by_id: HashMap<Arc<str>, TerminalIndex>,
    terminal_by_seqr_id: HashMap<String, TerminalIndex>,
    payments: Vec<Payment>,
    payment_by_invoice: HashMap<Arc<str>, PaymentIndex>,
    /// References of payments and of refunds. The latter lead to their payment, too.
    payment_by_ers: HashMap<Arc<str>, PaymentIndex>,
    /// Payments that wait for the customer, oldest first.
    open: BTreeSet<PaymentIndex>,
    /// What happens by itself, soonest first.
    deadlines: BTreeSet<(Duration, PaymentIndex)>,
    books: Books,
}

/// The latest time the ledger was told, on both clocks.
#[derive(Debug, Clone, Copy)]
struct Clock {
    now: Duration,
    wall: Timestamp,
}

impl Clock {
    /// Never runs backwards, so that a late caller does no harm.
    fn advance(&mut self, now: Duration) {
        if let Some(passed) = now.checked_sub(self.now) {
            self.wall = self.wall.checked_add(passed).unwrap_or(self.wall);
            self.now = now;
        }
    }
}

impl Ledger {
    /// A service at its first moment.
    pub fn new(settings: LedgerSettings) -> Self {
        let mut ledger = Self {
            references: References::new(settings.seed),
            clock: Clock { now: Duration::ZERO, wall: Timestamp::UNIX_EPOCH },
            terminals: Vec::new(),
            terminal_by_id: HashMap::new(),
            terminal_by_seqr_id: HashMap::new(),
            payments: Vec::new(),
            payment_by_invoice: HashMap::new(),
            payment_by_ers: HashMap::new(),
            open: BTreeSet::new(),
            deadlines: BTreeSet::new(),
            books: Books::default(),
            settings,
        };
        ledger.add_ready_terminals();
        ledger
    }

    /// Answers a request that arrives `now` (since the service began), at `wall` on the
    /// calendar. What was due before happens first.
    pub fn handle(&mut self, request: &Envelope, now: Duration, wall: Timestamp) -> Response {
        self.tick(now);
        self.clock.wall = wall;
        let operation = request.request.operation();
        match self.answer(request.context.as_ref(), &request.request) {
            Ok(response) => response,
            Err(code) => Response::bare(operation, AnswerHead::new(code)),
        }
    }

    /// Every invoice ever sent, in order.
    pub fn payments(&self) -> impl DoubleEndedIterator<Item = &Payment> + ExactSizeIterator {
        self.payments.iter()
    }

    /// The invoice with this reference.
    pub fn payment(&self, invoice_reference: &str) -> Option<&Payment> {
        self.payment_by_invoice.get(invoice_reference).map(|&index| self.at(index))
    }

    /// The newest invoice that a customer can pay or decline.
    pub fn newest_open(&self) -> Option<&Payment> {
        self.open.last().map(|&index| self.at(index))
    }

    /// The newest invoice, whatever became of it.
    pub fn newest(&self) -> Option<&Payment> {
        self.payments.last()
    }

    /// How the ledger is set up.
    pub fn settings(&self) -> &LedgerSettings {
        &self.settings
    }

    /// Changes how the ledger reads its documents, from the next request on.
    pub fn readings_mut(&mut self) -> &mut Readings {
        &mut self.settings.readings
    }

    /// Changes how long things take. Deadlines that are set already stay.
    pub fn timing_mut(&mut self) -> &mut Timing {
        &mut self.settings.timing
    }

    fn answer(
        &mut self,
        context: Option<&Context>,
        request: &Request,
    ) -> Result<Response, ResultCode> {
        match request {
            Request::RegisterTerminal { password, name, external_terminal_id: _ } => {
                self.register_terminal(context, password, name)
            }
            Request::UnregisterTerminal => self.unregister_terminal(context),
            Request::AssignSeqrId { seqr_id } => self.assign_seqr_id(context, seqr_id),
            Request::SendInvoice { invoice, tokens: _ } => self.send_invoice(context, invoice),
            Request::UpdateInvoice { invoice_reference, invoice, tokens: _ } => {
                self.update_invoice(context, invoice_reference, invoice)
            }
            Request::GetPaymentStatus { invoice_reference, invoice_version } => {
                self.payment_status(context, invoice_reference, *invoice_version)
            }
            Request::CancelInvoice { invoice_reference } => {
                self.cancel_invoice(context, invoice_reference)
            }
            Request::CommitReservation { amount, invoice_reference } => {
                self.commit_reservation(context, amount.as_ref(), invoice_reference)
            }
            Request::SubmitPaymentReceipt { ers_reference, receipt_document: _ } => {
                self.submit_receipt(context, ers_reference)
            }
            Request::RefundPayment { ers_reference, invoice } => {
                self.refund(context, ers_reference, invoice)
            }
            Request::MarkTransactionPeriod { parameters } => self.mark_period(context, parameters),
            Request::ExecuteReport { report_id, language: _, parameters } => {
                self.execute_report(context, report_id, parameters)
            }
            Request::BenchmarkingNop => Ok(plain(Response::BenchmarkingNop)),
        }
    }

    /// Indices are only made for payments that exist, and payments never go away.
    #[allow(clippy::indexing_slicing, reason = "see above")]
    fn at(&self, index: PaymentIndex) -> &Payment {
        &self.payments[index.0]
    }

    /// See [`Ledger::at`].
    #[allow(clippy::indexing_slicing, reason = "see Ledger::at")]
    fn at_mut(&mut self, index: PaymentIndex) -> &mut Payment {
        &mut self.payments[index.0]
    }
}

/// The head of an answer that says it worked.
fn success() -> AnswerHead {
    AnswerHead::new(ResultCode::SUCCESS)
}

/// An answer that says no more than that it worked.
fn plain(answer: fn(PlainAnswer) -> Response) -> Response {
    answer(PlainAnswer { head: success() })
}

/// The operations that a terminal with a password under four characters is refused.
const fn wants_a_real_password(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::UnregisterTerminal | Operation::SendInvoice | Operation::GetPaymentStatus
    )
}
