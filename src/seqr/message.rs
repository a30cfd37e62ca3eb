//! What is said to SEQR and what SEQR answers, as plain data.
//!
//! The names follow SEQR's own. Whether a field is an `Option` follows SEQR's documents, not its
//! schema, which calls nearly everything optional. Only the invoice is as loose as the schema,
//! because the same structure serves as a demand (most fields needed), as a refund (few needed)
//! and as a copy inside a receipt (anything may be missing).
//!
//! Nothing here checks a rule of trade (that rows add up, that an amount is above zero): the
//! register's core does that before, and SEQR after.

mod answer;
mod invoice;
mod wire_time;

pub use answer::{
    AnswerHead, ExecuteReportAnswer, InvoiceStatus, MarkTransactionPeriodAnswer,
    PaymentStatusAnswer, PlainAnswer, Receipt, RegisterTerminalAnswer, Report, Response,
    SendInvoiceAnswer, WrongOperation,
};
pub use invoice::{
    AcknowledgmentMode, CustomerToken, Invoice, InvoiceRow, Money, PaymentMode, ReceiptDocument,
    TokenStatus,
};
pub use wire_time::{NotADateTime, WireTime};

use super::secret::Secret;

/// The operations of the service that a cash register has use for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Makes a new terminal, with a password of the caller's choice.
    RegisterTerminal,
    /// Ends a terminal.
    UnregisterTerminal,
    /// Binds the printed sticker's SEQR id to the terminal.
    AssignSeqrId,
    /// Demands a payment. Cancels the terminal's previous demand.
    SendInvoice,
    /// Replaces rows and amount of an unpaid demand.
    UpdateInvoice,
    /// Asks how far a payment has come; also what makes a payment stand.
    GetPaymentStatus,
    /// Takes an unpaid demand back.
    CancelInvoice,
    /// Takes a reserved amount.
    CommitReservation,
    /// Tells SEQR that the payment was seen, with or without a receipt.
    SubmitPaymentReceipt,
    /// Pays back, wholly or in part.
    RefundPayment,
    /// Ends a transaction period and begins the next.
    MarkTransactionPeriod,
    /// Fetches a report of an ended period.
    ExecuteReport,
    /// Does nothing; answers if the service can be reached. Proves nothing about passwords.
    BenchmarkingNop,
}

impl Operation {
    /// All of them, in the order of SEQR's documents.
    pub const ALL: [Operation; 13] = [
        Operation::RegisterTerminal,
        Operation::UnregisterTerminal,
        Operation::AssignSeqrId,
        Operation::SendInvoice,
        Operation::UpdateInvoice,
        Operation::GetPaymentStatus,
        Operation::CancelInvoice,
        Operation::CommitReservation,
        Operation::SubmitPaymentReceipt,
        Operation::RefundPayment,
        Operation::MarkTransactionPeriod,
        Operation::ExecuteReport,
        Operation::BenchmarkingNop,
    ];

    /// The name on the wire, which is also the request's element.
    pub const fn name(self) -> &'static str {
        match self {
            Operation::RegisterTerminal => "registerTerminal",
            Operation::UnregisterTerminal => "unregisterTerminal",
            Operation::AssignSeqrId => "assignSeqrId",
            Operation::SendInvoice => "sendInvoice",
            Operation::UpdateInvoice => "updateInvoice",
            Operation::GetPaymentStatus => "getPaymentStatus",
            Operation::CancelInvoice => "cancelInvoice",
            Operation::CommitReservation => "commitReservation",
            Operation::SubmitPaymentReceipt => "submitPaymentReceipt",
            Operation::RefundPayment => "refundPayment",
            Operation::MarkTransactionPeriod => "markTransactionPeriod",
            Operation::ExecuteReport => "executeReport",
            Operation::BenchmarkingNop => "benchmarkingNop",
        }
    }

    /// The operation with this name on the wire.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.name() == name)
    }
}

/// A request as it is sent: who asks, and what for.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    /// Who asks. Absent only for [`Request::BenchmarkingNop`], which has no place for it.
    pub context: Option<Context>,
    /// What is asked for.
    pub request: Request,
}

/// Who asks: the first child of every request but one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// `WS` or `ClientWS`; at most 40 characters.
    pub channel: String,
    /// A remark for SEQR's logs; at most 80 characters.
    pub client_comment: Option<String>,
    /// The name of the company that runs the register.
    pub client_id: String,
    /// Name and version of the register; at most 32 characters. SEQR does not check it.
    pub client_reference: String,
    /// Milliseconds, where 0 leaves it to SEQR. Certification demands 0.
    pub client_request_timeout: i64,
    /// In whose name.
    pub principal: Principal,
    /// The principal's password.
    pub password: Secret,
}

/// In whose name a request is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The terminal's id, or the shop's reseller id.
    pub id: String,
    /// Which of the two.
    pub kind: PrincipalKind,
    /// The reseller's user, for example `9900`. Absent for a terminal.
    pub user_id: Option<String>,
}

impl Principal {
    /// A terminal that registerTerminal gave.
    pub fn terminal(terminal_id: impl Into<String>) -> Self {
        Self { id: terminal_id.into(), kind: PrincipalKind::TerminalId, user_id: None }
    }

    /// A user of the shop's reseller.
    pub fn reseller_user(reseller_id: impl Into<String>, user_id: impl Into<String>) -> Self {
        Self {
            id: reseller_id.into(),
            kind: PrincipalKind::ResellerUser,
            user_id: Some(user_id.into()),
        }
    }
}

/// The kinds of principal that a register uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrincipalKind {
    /// `RESELLERUSER`: for registering terminals, periods and reports.
    ResellerUser,
    /// `TERMINALID`: for everything else.
    TerminalId,
    /// Another word: the schema allows any text here.
    Other(String),
}

impl PrincipalKind {
    /// The word on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            PrincipalKind::ResellerUser => "RESELLERUSER",
            PrincipalKind::TerminalId => "TERMINALID",
            PrincipalKind::Other(word) => word,
        }
    }
}

impl From<String> for PrincipalKind {
    fn from(word: String) -> Self {
        match word.as_str() {
            "RESELLERUSER" => PrincipalKind::ResellerUser,
            "TERMINALID" => PrincipalKind::TerminalId,
            _ => PrincipalKind::Other(word),
        }
    }
}

/// What is asked for. The meaning of each stands at [`Operation`].
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// As a reseller's user: makes a terminal.
    RegisterTerminal {
        /// The register's own name for the terminal.
        external_terminal_id: String,
        /// The new terminal's password, 4 characters or more.
        password: Secret,
        /// What the customer sees on the phone.
        name: String,
    },
    /// Ends the terminal that asks.
    UnregisterTerminal,
    /// Binds a sticker to the terminal that asks.
    AssignSeqrId {
        /// ASCII letters and digits.
        seqr_id: String,
    },
    /// Demands a payment.
    SendInvoice {
        /// The demand.
        invoice: Box<Invoice>,
        /// Loyalty only.
        tokens: Vec<CustomerToken>,
    },
    /// Replaces an unpaid demand.
    UpdateInvoice {
        /// As sendInvoice answered.
        invoice_reference: String,
        /// The new demand.
        invoice: Box<Invoice>,
        /// Loyalty only.
        tokens: Vec<CustomerToken>,
    },
    /// Asks how far a payment has come.
    GetPaymentStatus {
        /// As sendInvoice answered.
        invoice_reference: String,
        /// 0 at first, then the last version received: the acknowledgement.
        invoice_version: i32,
    },
    /// Takes an unpaid demand back.
    CancelInvoice {
        /// As sendInvoice answered.
        invoice_reference: String,
    },
    /// Takes a reserved amount.
    CommitReservation {
        /// The final amount, where it differs from the invoice's.
        amount: Option<Money>,
        /// As sendInvoice answered.
        invoice_reference: String,
    },
    /// Tells SEQR that the payment was seen.
    SubmitPaymentReceipt {
        /// The payment's reference, from the status PAID.
        ers_reference: String,
        /// A receipt for the customer's phone.
        receipt_document: Option<ReceiptDocument>,
    },
    /// Pays back.
    RefundPayment {
        /// The reference of the payment to be paid back.
        ers_reference: String,
        /// Title, cashier and amount of the refund.
        invoice: Box<Invoice>,
    },
    /// Ends a transaction period.
    MarkTransactionPeriod {
        /// None for the whole shop; `TERMINALID` for one terminal.
        parameters: Parameters,
    },
    /// Fetches a report.
    ExecuteReport {
        /// For example `Reconciliation/STD_RECON_003.xml`.
        report_id: String,
        /// A language code, where the report has several.
        language: Option<String>,
        /// `transactionPeriodId`, and `TERMINALID` for a terminal's report.
        parameters: Parameters,
    },
    /// Does nothing.
    BenchmarkingNop,
}

impl Request {
    /// Which operation this is a request for.
    pub const fn operation(&self) -> Operation {
        match self {
            Request::RegisterTerminal { .. } => Operation::RegisterTerminal,
            Request::UnregisterTerminal => Operation::UnregisterTerminal,
            Request::AssignSeqrId { .. } => Operation::AssignSeqrId,
            Request::SendInvoice { .. } => Operation::SendInvoice,
            Request::UpdateInvoice { .. } => Operation::UpdateInvoice,
            Request::GetPaymentStatus { .. } => Operation::GetPaymentStatus,
            Request::CancelInvoice { .. } => Operation::CancelInvoice,
            Request::CommitReservation { .. } => Operation::CommitReservation,
            Request::SubmitPaymentReceipt { .. } => Operation::SubmitPaymentReceipt,
            Request::RefundPayment { .. } => Operation::RefundPayment,
            Request::MarkTransactionPeriod { .. } => Operation::MarkTransactionPeriod,
            Request::ExecuteReport { .. } => Operation::ExecuteReport,
            Request::BenchmarkingNop => Operation::BenchmarkingNop,
        }
    }
}

/// Names and values, in order: SEQR's `parameters/parameter/entry*`. Empty means that the
/// element is left out altogether.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters(pub Vec<(String, String)>);

impl Parameters {
    /// The name of the entry that narrows a period or a report to one terminal.
    pub const TERMINAL_ID: &'static str = "TERMINALID";
    /// The name of the entry that says which period a report is about.
    pub const TRANSACTION_PERIOD_ID: &'static str = "transactionPeriodId";

    /// The first value under this name.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The same with one more entry.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.push((key.into(), value.into()));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_found_by_their_names() {
        for operation in Operation::ALL {
            assert_eq!(Operation::from_name(operation.name()), Some(operation));
        }
        assert_eq!(Operation::from_name("unRegisterTerminal"), None);
    }

    #[test]
    fn passwords_do_not_show_in_debug() {
        let envelope = Envelope {
            context: Some(Context {
                channel: "WS".to_owned(),
                client_comment: None,
                client_id: "Shop".to_owned(),
                client_reference: "Register".to_owned(),
                client_request_timeout: 0,
                principal: Principal::reseller_user("shop", "9900"),
                password: Secret::new("planted-one"),
            }),
            request: Request::RegisterTerminal {
                external_terminal_id: "1".to_owned(),
                password: Secret::new("planted-two"),
                name: "Till".to_owned(),
            },
        };
        assert!(!format!("{envelope:?} {envelope:#?}").contains("planted"));
    }

    #[test]
    fn parameters_are_found_by_name() {
        let parameters = Parameters::default().with("a", "1").with("b", "2").with("a", "3");
        assert_eq!(parameters.get("a"), Some("1"));
        assert_eq!(parameters.get("b"), Some("2"));
        assert_eq!(parameters.get("A"), None);
    }
}
