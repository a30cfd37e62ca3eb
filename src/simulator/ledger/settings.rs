//! How the ledger is set up, and how it reads what SEQR's documents leave open.

use std::time::Duration;

use crate::seqr::message::InvoiceStatus;
use crate::seqr::result_code::ResultCode;
use crate::seqr::secret::Secret;

/// Everything about a ledger that does not change by itself.
#[derive(Debug, Clone)]
pub struct LedgerSettings {
    /// The shops. Without one, nothing can be registered.
    pub resellers: Vec<Reseller>,
    /// Terminals of the first shop that exist from the beginning.
    pub terminals: Vec<ReadyTerminal>,
    /// The one currency of all shops, ISO 4217.
    pub currency: String,
    /// What terminal ids are made from.
    pub seed: u64,
    /// How long things take.
    pub timing: Timing,
    /// What the documents leave open or contradict each other about.
    pub readings: Readings,
}

impl Default for LedgerSettings {
    /// No shop, kronor, SEQR's own times, the likeliest readings.
    fn default() -> Self {
        Self {
            resellers: Vec::new(),
            terminals: Vec::new(),
            currency: "SEK".to_owned(),
            seed: 0,
            timing: Timing::default(),
            readings: Readings::default(),
        }
    }
}

/// A shop as SEQR knows it, with its one user.
#[derive(Debug, Clone)]
pub struct Reseller {
    /// The reseller id.
    pub id: String,
    /// The user's id within the reseller.
    pub user_id: String,
    /// The user's password.
    pub password: Secret,
    /// What customers see as the receiver of their money.
    pub name: String,
}

/// A terminal that needs no registering.
#[derive(Debug, Clone)]
pub struct ReadyTerminal {
    /// The terminal id.
    pub id: String,
    /// Its password.
    pub password: Secret,
    /// What customers see.
    pub name: String,
    /// The sticker that is bound to it, if any.
    pub seqr_id: Option<String>,
}

/// How long things take.
#[derive(Debug, Clone)]
pub struct Timing {
    /// A payment that nobody polls for so long is taken back. SEQR: 20 s.
    pub reversal_after: Duration,
    /// An unpaid invoice ends after so long. SEQR names no time; `None` keeps it for ever.
    pub invoice_expires_after: Option<Duration>,
    /// How long an amount is held where the invoice does not say.
    pub reservation_held_for: Duration,
    /// How long after the end of a period its reports are ready. SEQR: about 3 s.
    pub report_ready_after: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            reversal_after: Duration::from_secs(20),
            invoice_expires_after: Some(Duration::from_secs(15 * 60)),
            reservation_held_for: Duration::from_secs(10 * 60),
            report_ready_after: Duration::from_secs(3),
        }
    }
}

/// How the ledger reads what SEQR's documents leave open, say differently in two places, or
/// leave to the contract with the merchant. The defaults are the likeliest readings.
#[derive(Debug, Clone)]
pub struct Readings {
    /// What makes a payment final.
    pub payment_stands: PaymentStands,
    /// What a payment that was taken back is shown as.
    pub reversed_shown_as: ClosedAs,
    /// What a reservation that was not committed in time is shown as.
    pub lapsed_shown_as: ClosedAs,
    /// Whether a committed reservation has to be polled like any other payment.
    pub committed_payment: CommittedPayment,
    /// Whether the customer's bank can reserve.
    pub bank: Bank,
    /// The answer to cancelling twice: 95, or 55 in the vendor's library.
    pub already_canceled: ResultCode,
    /// Who may end a terminal.
    pub unregister_by: UnregisterBy,
    /// Which fields of an invoice may not be left out.
    pub required_fields: RequiredFields,
    /// Which quantities a row may have.
    pub quantities: Quantities,
    /// What the shop's contract says of refunds.
    pub refunds: RefundPolicy,
    /// Whose reference the answer to a refund carries.
    pub refund_reference: RefundReference,
    /// Where the answer to markTransactionPeriod carries the period.
    pub period_id_in: PeriodIdIn,
    /// How carefully reports are written.
    pub report_style: ReportStyle,
    /// How refunds appear in reports.
    pub refunds_in_reports: RefundsInReports,
}

impl Default for Readings {
    fn default() -> Self {
        Self {
            payment_stands: PaymentStands::OncePaidIsAnswered,
            reversed_shown_as: ClosedAs::Canceled,
            lapsed_shown_as: ClosedAs::Expired,
            committed_payment: CommittedPayment::Stands,
            bank: Bank::Reserves,
            already_canceled: ResultCode::INVOICE_ALREADY_CANCELED,
            unregister_by: UnregisterBy::Terminal,
            required_fields: RequiredFields::Documented,
            quantities: Quantities::AboveZero,
            refunds: RefundPolicy::Allowed,
            refund_reference: RefundReference::OfTheRefund,
            period_id_in: PeriodIdIn::TransactionPeriodId,
            report_style: ReportStyle::Sloppy,
            refunds_in_reports: RefundsInReports::NegativeRows,
        }
    }
}

/// What makes a payment final, so that it is not taken back any more. A submitted receipt and a
/// refund always do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentStands {
    /// The first answer PAID, whether it arrived or not.
    OncePaidIsAnswered,
    /// A poll that carries the version of the answer PAID. Until then every poll begins the
    /// 20 seconds anew.
    OnceAcknowledged,
    /// submitPaymentReceipt. Until then every poll begins the 20 seconds anew.
    OnceReceiptSubmitted,
}

/// A status that ends an invoice without money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedAs {
    /// `CANCELED`
    Canceled,
    /// `FAILED`
    Failed,
    /// `EXPIRED`
    Expired,
}

impl From<ClosedAs> for InvoiceStatus {
    fn from(closed: ClosedAs) -> Self {
        match closed {
            ClosedAs::Canceled => InvoiceStatus::Canceled,
            ClosedAs::Failed => InvoiceStatus::Failed,
            ClosedAs::Expired => InvoiceStatus::Expired,
        }
    }
}

/// Whether a committed reservation can still be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommittedPayment {
    /// No: the shop has taken it by itself.
    Stands,
    /// Yes, unless it is polled.
    MustBePolled,
}

/// Whether the customer's bank can hold an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bank {
    /// It can.
    Reserves,
    /// It cannot: RESERVATION_DESIRED is paid at once, the stricter modes fail.
    CannotReserve,
}

/// Who may end a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnregisterBy {
    /// Only the terminal itself.
    Terminal,
    /// Also the shop's user, as the certification paper has it. The request cannot say which
    /// terminal is meant; the shop's newest one is ended.
    TerminalOrReseller,
}

/// Which fields of an invoice may not be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequiredFields {
    /// All that the documents call required, and at least one row.
    Documented,
    /// Only what the documents' own examples have: title and total.
    AsInExamples,
}

/// Which quantities a row may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantities {
    /// Anything above zero, weights too.
    AboveZero,
    /// One or more, as one document has it.
    OneOrMore,
}

/// What the shop's contract says of refunds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundPolicy {
    /// They are made.
    Allowed,
    /// The shop may not: code 97.
    NotByReseller,
    /// The customer's account takes none: code 99.
    NotToAccount,
}

/// Whose reference the answer to a refund carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundReference {
    /// One of its own.
    OfTheRefund,
    /// That of the payment.
    OfThePayment,
}

/// Where the answer to markTransactionPeriod carries the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodIdIn {
    /// In `transactionPeriodId`, as the example has it.
    TransactionPeriodId,
    /// In `ersReference`, as the text has it.
    ErsReference,
}

/// How carefully reports are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportStyle {
    /// With the slips of the vendor's examples: end tags that do not fit, five decimals, blank
    /// lines, `NULL` for a missing cashier, a wrong title and a wrong media type.
    Sloppy,
    /// Well-formed XML with two decimals.
    Clean,
}

/// How refunds appear in reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundsInReports {
    /// As rows with a negative amount, counted like sales.
    NegativeRows,
    /// In fields of their own: `RefundAmount`, `RefundCount`, `RefundTotal`.
    OwnFields,
    /// Not at all.
    Absent,
}
