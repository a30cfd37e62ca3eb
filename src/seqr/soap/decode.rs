//! SEQR's answers from XML, read liberally.
//!
//! Prefixes, order, comments, CDATA, unknown elements and attributes do not matter. What does
//! matter is that nothing is guessed where money hangs on it: an answer without a result code, or
//! with two different ones, is unreadable, and an unreadable answer leaves the outcome unknown.

use super::decode_parts::{Answer, read_receipt, read_report, read_tokens};
use super::lexical;
use super::tree::{Element, Namespace, Temper, XmlError, parse};
use crate::seqr::message::{
    AnswerHead, ExecuteReportAnswer, InvoiceStatus, MarkTransactionPeriodAnswer, Operation,
    PaymentStatusAnswer, PlainAnswer, RegisterTerminalAnswer, Response, SendInvoiceAnswer,
};
use crate::seqr::result_code::ResultCode;

/// Texts from outside that go into an error are cut to this many characters.
const LONGEST_QUOTE: usize = 500;

/// References have up to 25 digits. A longer one would be carried in every later request and stand
/// on receipts, in the journal and in bar codes.
pub(super) const MAX_REFERENCE: usize = 128;

/// Why an answer could not be read. Whatever it is, the outcome of the request is unknown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// It is not XML, or not within bounds.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// It is XML, but not a SOAP envelope with a body.
    #[error("the answer is not SOAP: its root element is <{root}>")]
    NotSoap {
        /// The root element's name.
        root: String,
    },
    /// SEQR reports that it could not process the request.
    #[error("SEQR answered with a SOAP fault: {0}")]
    Fault(Fault),
    /// It is an answer to another operation, or none.
    #[error("expected <{expected}Response> but found {found}")]
    OtherAnswer {
        /// The operation that was called.
        expected: &'static str,
        /// What stood in its place.
        found: String,
    },
    /// There is no result code in it that could be read.
    #[error("the answer has no result code")]
    NoResultCode,
    /// An element that decides about money is there twice, with different contents.
    #[error("the answer has two different <{element}>")]
    Contradiction {
        /// The element's name.
        element: &'static str,
    },
    /// A reference is longer than any that SEQR gives.
    #[error("the answer's <{element}> is longer than {MAX_REFERENCE} characters")]
    LongReference {
        /// The element's name.
        element: &'static str,
    },
}

/// SOAP's own report of an error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {text}")]
pub struct Fault {
    /// Whose fault, for example `s:Server`.
    pub code: String,
    /// What happened, in the service's words.
    pub text: String,
}

/// Reads the answer to an operation.
///
/// # Errors
/// If it is anything but a readable answer to this operation. Never panics, whatever the bytes.
pub fn decode_response(operation: Operation, bytes: &[u8]) -> Result<Response, DecodeError> {
    let root = parse(bytes, Temper::Liberal)?;
    let wrapper = find_wrapper(operation, &root)?;
    let home = match &wrapper.namespace {
        Namespace::Uri(uri) => uri,
        Namespace::Absent | Namespace::Undeclared => "",
    };
    let wrapper = Answer::new(wrapper, home);
    let Some(answer) = wrapper.only("return")? else { return Err(DecodeError::NoResultCode) };
    let head = read_head(answer)?;
    read_rest(operation, head, answer)
}

fn quote(text: &str) -> String {
    text.chars().take(LONGEST_QUOTE).collect()
}

/// Finds the one element of the body that matters.
fn find_wrapper(operation: Operation, root: &Element) -> Result<&Element, DecodeError> {
    let not_soap = || DecodeError::NotSoap { root: quote(&root.name) };
    if root.name != "Envelope" {
        return Err(not_soap());
    }
    let body = root.children.iter().find(|child| child.name == "Body").ok_or_else(not_soap)?;
    if let Some(fault) = body.children.iter().find(|child| child.name == "Fault") {
        return Err(DecodeError::Fault(read_fault(fault)));
    }
    let expected = operation.name();
    let is_wanted = |child: &&Element| child.name.strip_suffix("Response") == Some(expected);
    let mut wanted = body.children.iter().filter(is_wanted);
    match (wanted.next(), wanted.next()) {
        (Some(wrapper), None) => Ok(wrapper),
        (Some(wrapper), Some(second)) if wrapper == second => Ok(wrapper),
        (Some(_), Some(_)) => Err(DecodeError::Contradiction { element: "Response" }),
        (None, _) => {
            let found = match body.children.first() {
                Some(other) => format!("<{}>", quote(&other.name)),
                None => "an empty body".to_owned(),
            };
            Err(DecodeError::OtherAnswer { expected, found })
        }
    }
}

/// Reads a fault of SOAP 1.1, and as much as possible of one of SOAP 1.2.
fn read_fault(fault: &Element) -> Fault {
    let child = |element: &Element, name: &str| {
        element.children.iter().find(|child| child.name == name).cloned()
    };
    let text = |element: Option<Element>| {
        element.map(|element| quote(lexical::collapse(&element.text))).unwrap_or_default()
    };
    let nested = |outer: &str, inner: &str| child(fault, outer).and_then(|it| child(&it, inner));
    Fault {
        code: text(child(fault, "faultcode").or_else(|| nested("Code", "Value"))),
        text: text(child(fault, "faultstring").or_else(|| nested("Reason", "Text"))),
    }
}

fn read_head(answer: Answer<'_>) -> Result<AnswerHead, DecodeError> {
    let code = answer.only("resultCode")?.and_then(|code| lexical::int(&code.element.text));
    Ok(AnswerHead {
        ers_reference: answer.reference("ersReference")?,
        result_code: code.map(ResultCode).ok_or(DecodeError::NoResultCode)?,
        result_description: answer.text("resultDescription"),
    })
}

fn read_rest(
    operation: Operation,
    head: AnswerHead,
    answer: Answer<'_>,
) -> Result<Response, DecodeError> {
    let response = match operation {
        Operation::RegisterTerminal => Response::RegisterTerminal(RegisterTerminalAnswer {
            head,
            terminal_id: answer.reference("terminalId")?,
        }),
        Operation::SendInvoice => Response::SendInvoice(SendInvoiceAnswer {
            head,
            invoice_qr_code: answer.text("invoiceQRCode"),
            invoice_reference: answer.reference("invoiceReference")?,
        }),
        Operation::GetPaymentStatus => {
            Response::GetPaymentStatus(read_payment_status(head, answer)?)
        }
        Operation::MarkTransactionPeriod => {
            Response::MarkTransactionPeriod(MarkTransactionPeriodAnswer {
                head,
                transaction_period_id: answer.reference("transactionPeriodId")?,
            })
        }
        Operation::ExecuteReport => Response::ExecuteReport(ExecuteReportAnswer {
            head,
            report: answer.first("report").map(read_report),
        }),
        Operation::UnregisterTerminal => Response::UnregisterTerminal(PlainAnswer { head }),
        Operation::AssignSeqrId => Response::AssignSeqrId(PlainAnswer { head }),
        Operation::UpdateInvoice => Response::UpdateInvoice(PlainAnswer { head }),
        Operation::CancelInvoice => Response::CancelInvoice(PlainAnswer { head }),
        Operation::CommitReservation => Response::CommitReservation(PlainAnswer { head }),
        Operation::SubmitPaymentReceipt => Response::SubmitPaymentReceipt(PlainAnswer { head }),
        Operation::RefundPayment => Response::RefundPayment(PlainAnswer { head }),
        Operation::BenchmarkingNop => Response::BenchmarkingNop(PlainAnswer { head }),
    };
    Ok(response)
}

fn read_payment_status(
    head: AnswerHead,
    answer: Answer<'_>,
) -> Result<PaymentStatusAnswer, DecodeError> {
    let status = answer.only("status")?.map(|status| lexical::collapse(&status.element.text));
    Ok(PaymentStatusAnswer {
        head,
        status: status.filter(|word| !word.is_empty()).map(InvoiceStatus::from),
        receipt: answer.first("receipt").map(|receipt| Box::new(read_receipt(receipt))),
        customer_tokens: answer.first("customerTokens").map(read_tokens).unwrap_or_default(),
        version: answer.value("version", lexical::int),
    })
}
