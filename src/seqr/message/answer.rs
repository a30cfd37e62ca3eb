//! What SEQR answers.

use super::{CustomerToken, Invoice, Operation, WireTime};
use crate::seqr::result_code::ResultCode;

/// What every answer begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerHead {
    /// SEQR's reference: of the payment in a status PAID, of the refund in a refund's answer.
    /// An opaque text. Other answers may carry one without meaning.
    pub ers_reference: Option<String>,
    /// Whether it worked.
    pub result_code: ResultCode,
    /// SEQR's own words for the code, for support and logs.
    pub result_description: Option<String>,
}

impl AnswerHead {
    /// A head with a code and SEQR's usual words for it.
    pub fn new(result_code: ResultCode) -> Self {
        Self {
            ers_reference: None,
            result_code,
            result_description: Some(result_code.name().to_owned()),
        }
    }
}

/// The answer of the operations that say no more than whether it worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainAnswer {
    /// Whether it worked.
    pub head: AnswerHead,
}

/// The answer to registerTerminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterTerminalAnswer {
    /// Whether it worked.
    pub head: AnswerHead,
    /// The new terminal.
    pub terminal_id: Option<String>,
}

/// The answer to sendInvoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendInvoiceAnswer {
    /// Whether it worked.
    pub head: AnswerHead,
    /// What a web shop shows as a QR code.
    pub invoice_qr_code: Option<String>,
    /// What every later question about this invoice needs. A code 0 without it leaves the
    /// outcome unknown.
    pub invoice_reference: Option<String>,
}

/// The answer to getPaymentStatus.
#[derive(Debug, Clone, PartialEq)]
pub struct PaymentStatusAnswer {
    /// Whether it worked. Its `ers_reference` is the payment's once the status is PAID.
    pub head: AnswerHead,
    /// How far the payment has come. Absent where the code is not 0.
    pub status: Option<InvoiceStatus>,
    /// What was paid, once it was.
    pub receipt: Option<Box<Receipt>>,
    /// Loyalty only.
    pub customer_tokens: Vec<CustomerToken>,
    /// To be sent with the next question. Absent if the answer had none that could be read:
    /// then the last one still stands.
    pub version: Option<i32>,
}

/// The answer to markTransactionPeriod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkTransactionPeriodAnswer {
    /// Whether it worked.
    pub head: AnswerHead,
    /// The period that was ended. SEQR's documents disagree on where it stands; see
    /// [`MarkTransactionPeriodAnswer::period`].
    pub transaction_period_id: Option<String>,
}

impl MarkTransactionPeriodAnswer {
    /// The period that was ended, from its own field or, where that is absent, from
    /// `ersReference`, where SEQR's text (against its example) puts it.
    pub fn period(&self) -> Option<&str> {
        self.transaction_period_id.as_deref().or(self.head.ers_reference.as_deref())
    }
}

/// The answer to executeReport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExecuteReportAnswer {
    /// Whether it worked; code 2 means "not yet".
    pub head: AnswerHead,
    /// The report.
    pub report: Option<Report>,
}

/// How far a payment has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvoiceStatus {
    /// Waiting for the customer or the bank.
    Issued,
    /// The register must answer the customer's loyalty tokens with updateInvoice.
    PendingIssuerAcknowledge,
    /// The amount is held, not taken.
    Reserved,
    /// Paid. The answer's `ers_reference` is the payment's.
    Paid,
    /// Taken back by register, customer, replacement or reversal.
    Canceled,
    /// The payment did not succeed.
    Failed,
    /// The time for it ran out. In no document, but in the vendor's library.
    Expired,
    /// Named in a document, but in no schema. Never to be taken for paid.
    PartiallyPaid,
    /// A word unknown here, as it came.
    Other(String),
}

impl InvoiceStatus {
    /// The word on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            InvoiceStatus::Issued => "ISSUED",
            InvoiceStatus::PendingIssuerAcknowledge => "PENDING_ISSUER_ACKNOWLEDGE",
            InvoiceStatus::Reserved => "RESERVED",
            InvoiceStatus::Paid => "PAID",
            InvoiceStatus::Canceled => "CANCELED",
            InvoiceStatus::Failed => "FAILED",
            InvoiceStatus::Expired => "EXPIRED",
            InvoiceStatus::PartiallyPaid => "PARTIALLY_PAID",
            InvoiceStatus::Other(word) => word,
        }
    }
}

impl From<&str> for InvoiceStatus {
    /// Never fails: an unknown word is kept. Letter case counts, as in the schema: a word that
    /// only resembles `PAID` is not `PAID`.
    fn from(word: &str) -> Self {
        match word {
            "ISSUED" => InvoiceStatus::Issued,
            "PENDING_ISSUER_ACKNOWLEDGE" => InvoiceStatus::PendingIssuerAcknowledge,
            "RESERVED" => InvoiceStatus::Reserved,
            "PAID" => InvoiceStatus::Paid,
            "CANCELED" => InvoiceStatus::Canceled,
            "FAILED" => InvoiceStatus::Failed,
            "EXPIRED" => InvoiceStatus::Expired,
            "PARTIALLY_PAID" => InvoiceStatus::PartiallyPaid,
            other => InvoiceStatus::Other(other.to_owned()),
        }
    }
}

/// What was paid, by whom and when, as SEQR has it. Every field may be missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Receipt {
    /// The terminal that demanded it.
    pub terminal_id: Option<String>,
    /// When it was paid.
    pub payment_date: Option<WireTime>,
    /// The register's number of the invoice.
    pub client_invoice_id: Option<String>,
    /// SEQR's number of the invoice.
    pub invoice_reference: Option<String>,
    /// SEQR's number of the payment.
    pub payment_reference: Option<String>,
    /// The customer's phone.
    pub payer_terminal_id: Option<String>,
    /// Who was paid.
    pub receiver_name: Option<String>,
    /// What was paid for.
    pub invoice: Option<Invoice>,
}

/// A report of a period, in two forms that should be the same text. [`crate::seqr::reconcile`]
/// reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// For example `STD_RECON_003_<period>.xml`; may be empty.
    pub title: Option<String>,
    /// Says `text/html` even for XML.
    pub mime_type: Option<String>,
    /// The report's bytes (base64 on the wire).
    pub content: Option<Vec<u8>>,
    /// The report's text.
    pub content_string: Option<String>,
}

/// The answer to any of the operations.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// To registerTerminal.
    RegisterTerminal(RegisterTerminalAnswer),
    /// To unregisterTerminal.
    UnregisterTerminal(PlainAnswer),
    /// To assignSeqrId.
    AssignSeqrId(PlainAnswer),
    /// To sendInvoice.
    SendInvoice(SendInvoiceAnswer),
    /// To updateInvoice.
    UpdateInvoice(PlainAnswer),
    /// To getPaymentStatus.
    GetPaymentStatus(PaymentStatusAnswer),
    /// To cancelInvoice.
    CancelInvoice(PlainAnswer),
    /// To commitReservation.
    CommitReservation(PlainAnswer),
    /// To submitPaymentReceipt.
    SubmitPaymentReceipt(PlainAnswer),
    /// To refundPayment. The head's `ers_reference` is the refund's own.
    RefundPayment(PlainAnswer),
    /// To markTransactionPeriod.
    MarkTransactionPeriod(MarkTransactionPeriodAnswer),
    /// To executeReport.
    ExecuteReport(ExecuteReportAnswer),
    /// To benchmarkingNop.
    BenchmarkingNop(PlainAnswer),
}

impl Response {
    /// An answer with nothing but its head: what SEQR says when it refuses.
    pub fn bare(operation: Operation, head: AnswerHead) -> Self {
        match operation {
            Operation::RegisterTerminal => {
                Response::RegisterTerminal(RegisterTerminalAnswer { head, terminal_id: None })
            }
            Operation::UnregisterTerminal => Response::UnregisterTerminal(PlainAnswer { head }),
            Operation::AssignSeqrId => Response::AssignSeqrId(PlainAnswer { head }),
            Operation::SendInvoice => Response::SendInvoice(SendInvoiceAnswer {
                head,
                invoice_qr_code: None,
                invoice_reference: None,
            }),
            Operation::UpdateInvoice => Response::UpdateInvoice(PlainAnswer { head }),
            Operation::GetPaymentStatus => Response::GetPaymentStatus(PaymentStatusAnswer {
                head,
                status: None,
                receipt: None,
                customer_tokens: Vec::new(),
                version: None,
            }),
            Operation::CancelInvoice => Response::CancelInvoice(PlainAnswer { head }),
            Operation::CommitReservation => Response::CommitReservation(PlainAnswer { head }),
            Operation::SubmitPaymentReceipt => Response::SubmitPaymentReceipt(PlainAnswer { head }),
            Operation::RefundPayment => Response::RefundPayment(PlainAnswer { head }),
            Operation::MarkTransactionPeriod => {
                Response::MarkTransactionPeriod(MarkTransactionPeriodAnswer {
                    head,
                    transaction_period_id: None,
                })
            }
            Operation::ExecuteReport => {
                Response::ExecuteReport(ExecuteReportAnswer { head, report: None })
            }
            Operation::BenchmarkingNop => Response::BenchmarkingNop(PlainAnswer { head }),
        }
    }

    /// Which operation this is the answer to.
    pub const fn operation(&self) -> Operation {
        match self {
            Response::RegisterTerminal(_) => Operation::RegisterTerminal,
            Response::UnregisterTerminal(_) => Operation::UnregisterTerminal,
            Response::AssignSeqrId(_) => Operation::AssignSeqrId,
            Response::SendInvoice(_) => Operation::SendInvoice,
            Response::UpdateInvoice(_) => Operation::UpdateInvoice,
            Response::GetPaymentStatus(_) => Operation::GetPaymentStatus,
            Response::CancelInvoice(_) => Operation::CancelInvoice,
            Response::CommitReservation(_) => Operation::CommitReservation,
            Response::SubmitPaymentReceipt(_) => Operation::SubmitPaymentReceipt,
            Response::RefundPayment(_) => Operation::RefundPayment,
            Response::MarkTransactionPeriod(_) => Operation::MarkTransactionPeriod,
            Response::ExecuteReport(_) => Operation::ExecuteReport,
            Response::BenchmarkingNop(_) => Operation::BenchmarkingNop,
        }
    }

    /// What the answer begins with.
    pub const fn head(&self) -> &AnswerHead {
        match self {
            Response::RegisterTerminal(answer) => &answer.head,
            Response::SendInvoice(answer) => &answer.head,
            Response::GetPaymentStatus(answer) => &answer.head,
            Response::MarkTransactionPeriod(answer) => &answer.head,
            Response::ExecuteReport(answer) => &answer.head,
            Response::UnregisterTerminal(answer)
            | Response::AssignSeqrId(answer)
            | Response::UpdateInvoice(answer)
            | Response::CancelInvoice(answer)
            | Response::CommitReservation(answer)
            | Response::SubmitPaymentReceipt(answer)
            | Response::RefundPayment(answer)
            | Response::BenchmarkingNop(answer) => &answer.head,
        }
    }

    /// What the answer begins with, to be changed.
    pub const fn head_mut(&mut self) -> &mut AnswerHead {
        match self {
            Response::RegisterTerminal(answer) => &mut answer.head,
            Response::SendInvoice(answer) => &mut answer.head,
            Response::GetPaymentStatus(answer) => &mut answer.head,
            Response::MarkTransactionPeriod(answer) => &mut answer.head,
            Response::ExecuteReport(answer) => &mut answer.head,
            Response::UnregisterTerminal(answer)
            | Response::AssignSeqrId(answer)
            | Response::UpdateInvoice(answer)
            | Response::CancelInvoice(answer)
            | Response::CommitReservation(answer)
            | Response::SubmitPaymentReceipt(answer)
            | Response::RefundPayment(answer)
            | Response::BenchmarkingNop(answer) => &mut answer.head,
        }
    }
}

/// An answer was asked for as one to another operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is an answer to {}", .0.name())]
pub struct WrongOperation(pub Operation);

impl TryFrom<Response> for PlainAnswer {
    type Error = WrongOperation;

    fn try_from(response: Response) -> Result<Self, WrongOperation> {
        match response {
            Response::UnregisterTerminal(answer)
            | Response::AssignSeqrId(answer)
            | Response::UpdateInvoice(answer)
            | Response::CancelInvoice(answer)
            | Response::CommitReservation(answer)
            | Response::SubmitPaymentReceipt(answer)
            | Response::RefundPayment(answer)
            | Response::BenchmarkingNop(answer) => Ok(answer),
            other => Err(WrongOperation(other.operation())),
        }
    }
}

/// Each of the other answers belongs to one operation.
macro_rules! answers_of_their_own {
    ($($variant:ident => $answer:ty),+ $(,)?) => {$(
        impl TryFrom<Response> for $answer {
            type Error = WrongOperation;

            fn try_from(response: Response) -> Result<Self, WrongOperation> {
                match response {
                    Response::$variant(answer) => Ok(answer),
                    other => Err(WrongOperation(other.operation())),
                }
            }
        }
    )+};
}

answers_of_their_own! {
    RegisterTerminal => RegisterTerminalAnswer,
    SendInvoice => SendInvoiceAnswer,
    GetPaymentStatus => PaymentStatusAnswer,
    MarkTransactionPeriod => MarkTransactionPeriodAnswer,
    ExecuteReport => ExecuteReportAnswer,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_answer_is_one_to_its_operation() {
        for operation in Operation::ALL {
            let mut response = Response::bare(operation, AnswerHead::new(ResultCode(90)));
            assert_eq!(response.operation(), operation);
            assert_eq!(response.head().result_code, ResultCode(90));
            response.head_mut().ers_reference = Some("1".to_owned());
            assert_eq!(response.head().ers_reference.as_deref(), Some("1"));
        }
    }

    #[test]
    fn an_answer_is_not_taken_for_another() {
        let response = Response::bare(Operation::CancelInvoice, AnswerHead::new(ResultCode(0)));
        assert!(PlainAnswer::try_from(response.clone()).is_ok());
        assert_eq!(
            SendInvoiceAnswer::try_from(response),
            Err(WrongOperation(Operation::CancelInvoice))
        );
    }

    #[test]
    fn statuses_lead_back_and_unknown_words_are_kept() {
        for word in [
            "ISSUED",
            "PENDING_ISSUER_ACKNOWLEDGE",
            "RESERVED",
            "PAID",
            "CANCELED",
            "FAILED",
            "EXPIRED",
            "PARTIALLY_PAID",
        ] {
            let status = InvoiceStatus::from(word);
            assert_eq!(status.as_str(), word);
            assert!(!matches!(status, InvoiceStatus::Other(_)), "{word}");
        }
        for word in ["paid", "PAID ", "", "0"] {
            assert_eq!(InvoiceStatus::from(word), InvoiceStatus::Other(word.to_owned()));
        }
    }

    #[test]
    fn the_period_is_found_in_either_place() {
        let mut answer = MarkTransactionPeriodAnswer {
            head: AnswerHead {
                ers_reference: Some("a".to_owned()),
                ..AnswerHead::new(ResultCode(0))
            },
            transaction_period_id: None,
        };
        assert_eq!(answer.period(), Some("a"));
        answer.transaction_period_id = Some("b".to_owned());
        assert_eq!(answer.period(), Some("b"));
    }
}
