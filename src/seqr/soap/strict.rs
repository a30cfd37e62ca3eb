//! Requests from XML, read as strictly as SEQR's schema and documents together have them.
//!
//! SEQR itself reads requests leniently and silently drops what it does not expect. A service to
//! test against has to be stricter than that, or it would hide our mistakes: everything that
//! SEQR might ignore is an error here, with the element and the reason.

use super::strict_parts::{
    Sequence, read_invoice, read_money, read_parameters, read_receipt_document, read_tokens,
};
use super::tree::{Element, Namespace, Temper, XmlError, parse};
use super::{
    ENVELOPE_NAMESPACE, MAX_CHANNEL, MAX_CLIENT_COMMENT, MAX_CLIENT_REFERENCE, SERVICE_NAMESPACE,
    lexical,
};
use crate::seqr::message::{Context, Envelope, Operation, Principal, PrincipalKind, Request};
use crate::seqr::secret::Secret;

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// It is not XML, or not within bounds.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// It is XML, but not a SOAP 1.1 envelope with one operation in its body.
    #[error("not a SOAP 1.1 envelope with one operation in its body: {0}")]
    NotSoap(&'static str),
    /// The body holds an operation that this service does not have.
    #[error("there is no operation <{0}>")]
    UnknownOperation(String),
    /// An element is not as it has to be.
    #[error("<{element}>: {problem}")]
    Element {
        /// The element, with those around it: `sendInvoice/invoice/totalAmount`.
        element: String,
        /// What is wrong with it.
        problem: Problem,
    },
}

/// What is wrong with an element of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It must be there.
    #[error("is missing")]
    Missing,
    /// Its parent has no such child.
    #[error("is not known here")]
    Unknown,
    /// Its parent has such a child, but not here, or not twice.
    #[error("stands in the wrong place or is there twice")]
    OutOfPlace,
    /// Only the operation element is in a namespace.
    #[error("must not be in a namespace")]
    InANamespace,
    /// It has an attribute, and none is foreseen.
    #[error("has an attribute that is not foreseen")]
    Attribute,
    /// It has elements where only text is allowed.
    #[error("may hold text only")]
    TextOnly,
    /// It has text where only elements are allowed.
    #[error("may hold elements only")]
    ElementsOnly,
    /// Its text cannot be read as the schema's type.
    #[error("is not a valid {0}")]
    NotA(&'static str),
    /// Its text is longer than SEQR takes.
    #[error("is longer than {0} characters")]
    TooLong(usize),
}

/// Reads a request.
///
/// # Errors
/// If anything in it departs from the schema, or is missing though SEQR's documents demand it.
pub fn decode_request(bytes: &[u8]) -> Result<Envelope, RequestError> {
    let root = parse(bytes, Temper::Strict)?;
    let wrapper = find_wrapper(&root)?;
    let unknown = || RequestError::UnknownOperation(wrapper.name.chars().take(60).collect());
    if !wrapper.namespace.is(SERVICE_NAMESPACE) {
        return Err(unknown());
    }
    let operation = Operation::from_name(&wrapper.name).ok_or_else(unknown)?;
    let mut children = Sequence::open(wrapper, operation.name().to_owned())?;
    let context = match operation {
        Operation::BenchmarkingNop => None,
        _ => Some(read_context(&mut children)?),
    };
    let request = read_request(operation, &mut children)?;
    children.finish()?;
    Ok(Envelope { context, request })
}

fn find_wrapper(root: &Element) -> Result<&Element, RequestError> {
    let is_soap = |element: &Element, name: &str| {
        element.name == name && element.namespace.is(ENVELOPE_NAMESPACE)
    };
    if !is_soap(root, "Envelope") {
        return Err(RequestError::NotSoap("the root element is not SOAP 1.1's Envelope"));
    }
    let body = match root.children.as_slice() {
        [body] => body,
        [header, body] if is_soap(header, "Header") => body,
        _ => {
            return Err(RequestError::NotSoap(
                "the envelope needs one body, after at most one header",
            ));
        }
    };
    if !is_soap(body, "Body") {
        return Err(RequestError::NotSoap("the envelope has no body"));
    }
    if !lexical::collapse(&root.text).is_empty() || !lexical::collapse(&body.text).is_empty() {
        return Err(RequestError::NotSoap("there is text between the elements"));
    }
    // SOAP's own attributes, and those of extensions, have a namespace.
    let mut attributes = root.attributes.iter().chain(&body.attributes);
    if attributes.any(|attribute| matches!(attribute.namespace, Namespace::Absent)) {
        return Err(RequestError::NotSoap("there is an attribute without a namespace"));
    }
    match body.children.as_slice() {
        [wrapper] => Ok(wrapper),
        [] => Err(RequestError::NotSoap("the body is empty")),
        _ => Err(RequestError::NotSoap("the body holds more than one element")),
    }
}

fn read_context(parent: &mut Sequence<'_>) -> Result<Context, RequestError> {
    let mut children = parent.required_sequence("context")?;
    let context = Context {
        channel: children.required_text_within("channel", MAX_CHANNEL)?,
        client_comment: children.optional_text_within("clientComment", MAX_CLIENT_COMMENT)?,
        client_id: children.required_text("clientId")?,
        client_reference: children.required_text_within("clientReference", MAX_CLIENT_REFERENCE)?,
        client_request_timeout: children.required(
            "clientRequestTimeout",
            "xs:long",
            lexical::long,
        )?,
        principal: read_principal(&mut children)?,
        password: Secret::new(children.required_text("password")?),
    };
    children.finish()?;
    Ok(context)
}

fn read_principal(parent: &mut Sequence<'_>) -> Result<Principal, RequestError> {
    let mut children = parent.required_sequence("initiatorPrincipalId")?;
    let principal = Principal {
        id: children.required_text("id")?,
        kind: PrincipalKind::from(children.required_text("type")?),
        user_id: children.optional_text("userId")?,
    };
    children.finish()?;
    Ok(principal)
}

fn read_request(
    operation: Operation,
    children: &mut Sequence<'_>,
) -> Result<Request, RequestError> {
    let request = match operation {
        Operation::RegisterTerminal => Request::RegisterTerminal {
            external_terminal_id: children.required_text("externalTerminalId")?,
            password: Secret::new(children.required_text("password")?),
            name: children.required_text("name")?,
        },
        Operation::UnregisterTerminal => Request::UnregisterTerminal,
        Operation::AssignSeqrId => {
            Request::AssignSeqrId { seqr_id: children.required_text("seqrId")? }
        }
        Operation::SendInvoice => Request::SendInvoice {
            invoice: Box::new(read_invoice(children)?),
            tokens: read_tokens(children)?,
        },
        Operation::UpdateInvoice => Request::UpdateInvoice {
            invoice_reference: children.required_text("invoiceReference")?,
            invoice: Box::new(read_invoice(children)?),
            tokens: read_tokens(children)?,
        },
        Operation::GetPaymentStatus => Request::GetPaymentStatus {
            invoice_reference: children.required_text("invoiceReference")?,
            invoice_version: children.required("invoiceVersion", "xs:int", lexical::int)?,
        },
        Operation::CancelInvoice => Request::CancelInvoice {
            invoice_reference: children.required_text("invoiceReference")?,
        },
        Operation::CommitReservation => Request::CommitReservation {
            amount: read_money(children, "amount")?,
            invoice_reference: children.required_text("invoiceReference")?,
        },
        Operation::SubmitPaymentReceipt => Request::SubmitPaymentReceipt {
            ers_reference: children.required_text("ersReference")?,
            receipt_document: read_receipt_document(children)?,
        },
        Operation::RefundPayment => Request::RefundPayment {
            ers_reference: children.required_text("ersReference")?,
            invoice: Box::new(read_invoice(children)?),
        },
        Operation::MarkTransactionPeriod => {
            Request::MarkTransactionPeriod { parameters: read_parameters(children)? }
        }
        Operation::ExecuteReport => Request::ExecuteReport {
            report_id: children.required_text("reportId")?,
            language: children.optional_text("language")?,
            parameters: read_parameters(children)?,
        },
        Operation::BenchmarkingNop => Request::BenchmarkingNop,
    };
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A request with this operation element in its body.
    fn refused(operation: &str) -> RequestError {
        let document = format!(
            r#"<s:Envelope xmlns:s="{ENVELOPE_NAMESPACE}" xmlns:e="{SERVICE_NAMESPACE}"><s:Body>{operation}</s:Body></s:Envelope>"#
        );
        decode_request(document.as_bytes()).expect_err(&document)
    }

    /// A request with these children behind a proper context.
    fn refused_behind_context(operation: &str, children: &str) -> String {
        let context = "<context><channel>WS</channel><clientId>a</clientId><clientReference>b</clientReference>\
            <clientRequestTimeout>0</clientRequestTimeout><initiatorPrincipalId><id>c</id>\
            <type>TERMINALID</type></initiatorPrincipalId><password>d</password></context>";
        refused(&format!("<e:{operation}>{context}{children}</e:{operation}>")).to_string()
    }

    /// Operation, children behind the context, and what is said of them.
    const REFUSALS: &[(&str, &str, &str)] = &[
        (
            "getPaymentStatus",
            "<invoiceReference>1</invoiceReference>",
            "<getPaymentStatus/invoiceVersion>: is missing",
        ),
        (
            "getPaymentStatus",
            "<invoiceVersion>1</invoiceVersion><invoiceReference>1</invoiceReference>",
            "<getPaymentStatus/invoiceReference>: is missing",
        ),
        (
            "getPaymentStatus",
            "<invoiceReference>1</invoiceReference><invoiceVersion>1.0</invoiceVersion>",
            "<getPaymentStatus/invoiceVersion>: is not a valid xs:int",
        ),
        (
            "cancelInvoice",
            "<invoiceReference>1</invoiceReference><hello/>",
            "<cancelInvoice/hello>: is not known here",
        ),
        (
            "cancelInvoice",
            "<invoiceReference>1</invoiceReference><invoiceReference>1</invoiceReference>",
            "<cancelInvoice/invoiceReference>: stands in the wrong place or is there twice",
        ),
        (
            "cancelInvoice",
            "<e:invoiceReference>1</e:invoiceReference>",
            "<cancelInvoice/invoiceReference>: must not be in a namespace",
        ),
        (
            "cancelInvoice",
            "<invoiceReference a='b'>1</invoiceReference>",
            "<cancelInvoice/invoiceReference>: has an attribute that is not foreseen",
        ),
        (
            "cancelInvoice",
            "<invoiceReference><b/></invoiceReference>",
            "<cancelInvoice/invoiceReference>: may hold text only",
        ),
        (
            "cancelInvoice",
            "text<invoiceReference>1</invoiceReference>",
            "<cancelInvoice>: may hold elements only",
        ),
        (
            "sendInvoice",
            "<invoice><paymentMode>IMMEDIATE</paymentMode></invoice>",
            "<sendInvoice/invoice/paymentMode>: is not a valid paymentMode",
        ),
        (
            "sendInvoice",
            "<invoice><totalAmount><value>1.00</value><currency>SEK</currency></totalAmount></invoice>",
            "<sendInvoice/invoice/totalAmount/currency>: is missing",
        ),
        (
            "sendInvoice",
            "<invoice><totalAmount><currency>SEK</currency><value>1e2</value></totalAmount></invoice>",
            "<sendInvoice/invoice/totalAmount/value>: is not a valid xs:decimal",
        ),
        (
            "sendInvoice",
            "<invoice><issueDate>today</issueDate></invoice>",
            "<sendInvoice/invoice/issueDate>: is not a valid xs:dateTime",
        ),
        (
            "sendInvoice",
            "<invoice><title>a</title><issueDate>2026-11-21T14:05:09</issueDate></invoice>",
            "<sendInvoice/invoice/issueDate>: stands in the wrong place or is there twice",
        ),
        (
            "markTransactionPeriod",
            "<parameters><entry><key>a</key><value>b</value></entry></parameters>",
            "<markTransactionPeriod/parameters/entry>: is not known here",
        ),
        (
            "submitPaymentReceipt",
            "<ersReference>1</ersReference><receiptDocument><receiptData>*</receiptData></receiptDocument>",
            "<submitPaymentReceipt/receiptDocument/receiptData>: is not a valid xs:base64Binary",
        ),
    ];

    #[test]
    fn says_which_element_and_why() {
        for (operation, children, expected) in REFUSALS {
            assert_eq!(refused_behind_context(operation, children), *expected);
        }
    }

    #[test]
    fn says_what_is_wrong_around_the_operation() {
        for (operation, expected) in [
            ("", "the body is empty"),
            ("<e:benchmarkingNop/><e:benchmarkingNop/>", "the body holds more than one element"),
            ("<benchmarkingNop/>", "there is no operation <benchmarkingNop>"),
            ("<e:requestTopup/>", "there is no operation <requestTopup>"),
            ("<e:unregisterTerminal/>", "<unregisterTerminal/context>: is missing"),
            (
                "<e:benchmarkingNop><context/></e:benchmarkingNop>",
                "<benchmarkingNop/context>: is not known here",
            ),
        ] {
            let error = refused(operation).to_string();
            assert!(error.ends_with(expected), "{error}");
        }
        assert!(matches!(decode_request(b"<a/>"), Err(RequestError::NotSoap(_))));
        assert!(matches!(
            decode_request(b"<!DOCTYPE a><a/>"),
            Err(RequestError::Xml(XmlError::Doctype))
        ));
    }

    #[test]
    fn a_missing_password_is_not_an_empty_one() {
        let context = "<context><channel>WS</channel><clientId>a</clientId><clientReference>b</clientReference>\
            <clientRequestTimeout>0</clientRequestTimeout><initiatorPrincipalId><id>c</id><type>t</type>\
            </initiatorPrincipalId></context>";
        let error = refused(&format!("<e:unregisterTerminal>{context}</e:unregisterTerminal>"));
        assert_eq!(error.to_string(), "<unregisterTerminal/context/password>: is missing");
    }

    #[test]
    fn long_fields_are_refused() {
        let context = format!("<context><channel>{}</channel></context>", "x".repeat(41));
        let error = refused(&format!("<e:unregisterTerminal>{context}</e:unregisterTerminal>"));
        assert_eq!(
            error.to_string(),
            "<unregisterTerminal/context/channel>: is longer than 40 characters"
        );
    }
}
