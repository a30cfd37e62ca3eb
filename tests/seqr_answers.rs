//! SEQR's answers are read whatever style they are written in, and nothing that is not a whole,
//! unambiguous answer is taken for one.
//!
//! The answers are files under `tests/seqr_answers`, named `<operation>.<style>.xml`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

use std::path::{Path, PathBuf};

use kassa::seqr::message::{
    AcknowledgmentMode, AnswerHead, CustomerToken, ExecuteReportAnswer, Invoice, InvoiceRow,
    InvoiceStatus, MarkTransactionPeriodAnswer, Money, Operation, PaymentMode, PaymentStatusAnswer,
    PlainAnswer, Receipt, RegisterTerminalAnswer, Report, Response, SendInvoiceAnswer, TokenStatus,
};
use kassa::seqr::result_code::ResultCode;
use kassa::seqr::soap::{DecodeError, XmlError, decode_request, decode_response};
use proptest::prelude::*;
use rust_decimal::Decimal;

const STYLES: [&str; 4] = ["jaxws", "default-namespaces", "pretty", "extended"];
const PAYMENT: &str = "2026112114053151201000007";
const PERIOD: &str = "2026112123000000001000001";
const TERMINAL: &str = "0f3c9a6be1d24c5f8a77d0e4b2c61935";
const INVOICE: &str = "20261121000000042";

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seqr_answers")
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(directory().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn head(ers_reference: Option<&str>) -> AnswerHead {
    AnswerHead {
        ers_reference: ers_reference.map(str::to_owned),
        ..AnswerHead::new(ResultCode::SUCCESS)
    }
}

fn sek(minor_units: i64) -> Option<Money> {
    Some(Money::from_minor_units("SEK", minor_units))
}

/// What the recorded answers to an operation say, in every style.
fn recorded(operation: Operation) -> Response {
    let plain = || PlainAnswer { head: head(None) };
    match operation {
        Operation::RegisterTerminal => Response::RegisterTerminal(RegisterTerminalAnswer {
            head: head(None),
            terminal_id: text(TERMINAL),
        }),
        Operation::SendInvoice => Response::SendInvoice(SendInvoiceAnswer {
            head: head(None),
            invoice_qr_code: text("HTTP://SEQR.SE/R20261121000000042"),
            invoice_reference: text(INVOICE),
        }),
        Operation::GetPaymentStatus => Response::GetPaymentStatus(paid("Example Retail")),
        Operation::MarkTransactionPeriod => {
            Response::MarkTransactionPeriod(MarkTransactionPeriodAnswer {
                head: head(None),
                transaction_period_id: text(PERIOD),
            })
        }
        Operation::ExecuteReport => {
            let report = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TransactionDetails>\n \
                <Meta><ResellerId>exampleshop</ResellerId></Meta>\n \
                <Row><SalesAmount>93.31000</SalesAmount></Row>\n</TransactionDetails>\n";
            Response::ExecuteReport(ExecuteReportAnswer {
                head: head(None),
                report: Some(Report {
                    title: text("STD_RECON_003_2026112123000000001000001.xml"),
                    mime_type: text("text/html"),
                    content: Some(report.as_bytes().to_vec()),
                    content_string: text(report),
                }),
            })
        }
        Operation::RefundPayment => {
            let head = head(Some("2026112209000000002000008"));
            Response::RefundPayment(PlainAnswer { head })
        }
        Operation::SubmitPaymentReceipt => {
            Response::SubmitPaymentReceipt(PlainAnswer { head: head(Some(PAYMENT)) })
        }
        Operation::UnregisterTerminal => Response::UnregisterTerminal(plain()),
        Operation::AssignSeqrId => Response::AssignSeqrId(plain()),
        Operation::UpdateInvoice => Response::UpdateInvoice(plain()),
        Operation::CancelInvoice => Response::CancelInvoice(plain()),
        Operation::CommitReservation => Response::CommitReservation(plain()),
        Operation::BenchmarkingNop => Response::BenchmarkingNop(plain()),
    }
}

fn paid(receiver_name: &str) -> PaymentStatusAnswer {
    PaymentStatusAnswer {
        head: head(Some(PAYMENT)),
        status: Some(InvoiceStatus::Paid),
        receipt: Some(Box::new(Receipt {
            terminal_id: text(TERMINAL),
            payment_date: "2026-11-21T14:05:31.512+01:00".parse().ok(),
            client_invoice_id: text("T3-000815"),
            invoice_reference: text(INVOICE),
            payment_reference: text(PAYMENT),
            payer_terminal_id: text("a0b1"),
            receiver_name: text(receiver_name),
            invoice: Some(paid_invoice()),
        })),
        customer_tokens: vec![CustomerToken {
            description: text("Stamp card"),
            id: text("stamps"),
            status: TokenStatus::PENDING,
            value: text("0042"),
        }],
        version: Some(3),
    }
}

fn paid_invoice() -> Invoice {
    let coffee = InvoiceRow {
        description: text("Kaffe & kaka"),
        quantity: Some(Decimal::TWO),
        tax_rate: Some(Decimal::from(12)),
        total_amount: sek(11_980),
        unit_price: sek(5_990),
        ..InvoiceRow::default()
    };
    let cash = InvoiceRow {
        description: text("Kontant"),
        quantity: Some(Decimal::ONE),
        total_amount: sek(-1_980),
        ..InvoiceRow::default()
    };
    Invoice {
        payment_mode: Some(PaymentMode::ImmediateDebit),
        acknowledgment_mode: Some(AcknowledgmentMode::NoAcknowledgment),
        issue_date: "2026-11-21T14:05:09+01:00".parse().ok(),
        title: text("Example Retail, Kassa 3"),
        client_invoice_id: text("T3-000815"),
        rows: vec![coffee, cash],
        total_amount: sek(10_000),
        cashier_id: text("17"),
        footer: text("Tack & hej"),
        ..Invoice::default()
    }
}

#[test]
fn every_answer_is_read_in_every_style() {
    for operation in Operation::ALL {
        for style in STYLES {
            let name = format!("{}.{style}.xml", operation.name());
            let read = decode_response(operation, &file(&name));
            assert_eq!(read, Ok(recorded(operation)), "{name}");
        }
    }
}

fn status(name: &str) -> PaymentStatusAnswer {
    let answer = decode_response(Operation::GetPaymentStatus, &file(name));
    let answer = answer.unwrap_or_else(|error| panic!("{name}: {error}"));
    PaymentStatusAnswer::try_from(answer).unwrap()
}

#[test]
fn the_encoding_does_not_matter() {
    assert_eq!(status("getPaymentStatus.latin1.xml"), paid("Example Återförsäljare"));
    assert_eq!(status("getPaymentStatus.utf16.xml"), paid("Example Återförsäljare"));
    // Latin-1 that says it is UTF-8: a spoilt name must not hide a payment.
    let spoilt = status("getPaymentStatus.wrong-bytes.xml");
    assert_eq!(spoilt, paid("Example \u{FFFD}terf\u{FFFD}rs\u{FFFD}ljare"));
}

#[test]
fn statuses_are_told_apart() {
    for (name, code, expected, version) in [
        ("issued", 0, Some(InvoiceStatus::Issued), Some(1)),
        ("not-found", 54, None, Some(0)),
        ("unknown-word", 0, Some(InvoiceStatus::Other("SETTLING".to_owned())), Some(4)),
        ("partially-paid", 0, Some(InvoiceStatus::PartiallyPaid), Some(4)),
        ("empty-fields", 0, None, None),
        ("spoilt-receipt", 0, Some(InvoiceStatus::Paid), None),
    ] {
        let read = status(&format!("getPaymentStatus.{name}.xml"));
        assert_eq!(read.head.result_code, ResultCode(code), "{name}");
        assert_eq!((read.status, read.version), (expected, version), "{name}");
    }
}

#[test]
fn a_spoilt_receipt_does_not_hide_a_payment() {
    let read = status("getPaymentStatus.spoilt-receipt.xml");
    assert_eq!(read.head.ers_reference.as_deref(), Some("7"));
    let receipt = read.receipt.unwrap();
    assert_eq!(receipt.payment_date, None);
    let expected = Invoice { cashier_id: text("17"), ..Invoice::default() };
    assert_eq!(receipt.invoice, Some(expected), "what cannot be read is left out");
}

#[test]
fn empty_references_are_none() {
    assert_eq!(status("getPaymentStatus.empty-fields.xml").head.ers_reference, None);
}

#[test]
fn refusals_are_answers() {
    for (operation, name, code) in [
        (Operation::SendInvoice, "sendInvoice.refused.xml", 49),
        (Operation::ExecuteReport, "executeReport.not-ready.xml", 2),
    ] {
        let read = decode_response(operation, &file(name)).unwrap();
        assert_eq!(read.head().result_code, ResultCode(code), "{name}");
    }
    let read = decode_response(
        Operation::MarkTransactionPeriod,
        &file("markTransactionPeriod.in-ers-reference.xml"),
    );
    let Ok(Response::MarkTransactionPeriod(read)) = read else { panic!("{read:?}") };
    assert_eq!(read.period(), Some(PERIOD));
}

/// The beginning of each hostile file's refusal.
const REFUSALS: [(&str, &str); 36] = [
    ("billion-laughs.xml", "it has a DOCTYPE"),
    ("blank.xml", "the document is empty"),
    ("code-in-words.xml", "the answer has no result code"),
    ("code-too-large.xml", "the answer has no result code"),
    ("crossed-tags.xml", "it is not well-formed XML at byte"),
    ("doctype-after-comments.xml", "it has a DOCTYPE"),
    ("doctype.xml", "it has a DOCTYPE"),
    ("empty-body.xml", "expected <getPaymentStatusResponse> but found an empty body"),
    ("empty.xml", "the document is empty"),
    ("external-entity.xml", "it has a DOCTYPE"),
    ("fault-1.1.xml", "SEQR answered with a SOAP fault: S:Server: java.lang.NullPointerException"),
    ("fault-1.2.xml", "SEQR answered with a SOAP fault: env:Receiver: Busy"),
    ("fault-and-answer.xml", "SEQR answered with a SOAP fault: S:Server: late"),
    ("json.json", "it is not well-formed XML at byte"),
    ("nil-return.xml", "the answer has no result code"),
    ("no-body.xml", "the answer is not SOAP: its root element is <Envelope>"),
    ("no-code.xml", "the answer has no result code"),
    ("no-return.xml", "the answer has no result code"),
    ("nul-bytes.bin", "it is not well-formed XML at byte"),
    ("other-encoding.xml", "the character encoding cannot be read: IBM037"),
    (
        "other-operation.xml",
        "expected <getPaymentStatusResponse> but found <cancelInvoiceResponse>",
    ),
    ("page-html5.html", "it has a DOCTYPE"),
    ("page.html", "it is not well-formed XML at byte"),
    ("plain.txt", "it is not well-formed XML at byte"),
    ("request-echoed.xml", "expected <getPaymentStatusResponse> but found <getPaymentStatus>"),
    ("second-root.xml", "it is not well-formed XML at byte"),
    ("text-after.xml", "it is not well-formed XML at byte"),
    ("text-before.xml", "it is not well-formed XML at byte"),
    ("truncated.xml", "it is not well-formed XML at byte"),
    ("two-answers.xml", "the answer has two different <Response>"),
    ("two-codes.xml", "the answer has two different <resultCode>"),
    ("two-references.xml", "the answer has two different <ersReference>"),
    ("two-returns.xml", "the answer has two different <return>"),
    ("two-statuses.xml", "the answer has two different <status>"),
    ("undeclared-entity.xml", "it uses an entity that is not declared: &nbsp;"),
    ("xhtml.html", "the answer is not SOAP: its root element is <html>"),
];

#[test]
fn nothing_hostile_is_taken_for_an_answer() {
    for (name, expected) in REFUSALS {
        let bytes = file(&format!("hostile/{name}"));
        let error = decode_response(Operation::GetPaymentStatus, &bytes).expect_err(name);
        assert!(error.to_string().starts_with(expected), "{name}: {error}");
    }
    let files = std::fs::read_dir(directory().join("hostile")).unwrap().count();
    assert_eq!(files, REFUSALS.len(), "a hostile file is not in the table");
}

#[test]
fn answers_are_bounded() {
    let envelope = "<Envelope><Body><getPaymentStatusResponse><return><resultCode>0</resultCode>";
    for (filling, expected) in [
        ("<a>".repeat(100), XmlError::TooDeep),
        ("<a/>".repeat(300_000), XmlError::TooManyElements),
        (" ".repeat(9_000_000), XmlError::TooLarge),
    ] {
        let bytes = format!("{envelope}{filling}").into_bytes();
        let read = decode_response(Operation::GetPaymentStatus, &bytes);
        assert_eq!(read, Err(DecodeError::Xml(expected)));
    }
}

/// A reference is carried in every later question, and stands on receipts: it has to be one.
#[test]
fn a_reference_of_any_length_is_no_reference() {
    for (operation, element) in [
        (Operation::SendInvoice, "invoiceReference"),
        (Operation::GetPaymentStatus, "ersReference"),
    ] {
        let name = operation.name();
        let answer = |length: usize| {
            let reference = "7".repeat(length);
            format!(
                "<Envelope><Body><{name}Response><return><resultCode>0</resultCode>\
                 <{element}>{reference}</{element}></return></{name}Response></Body></Envelope>"
            )
        };
        assert!(decode_response(operation, answer(128).as_bytes()).is_ok());
        let read = decode_response(operation, answer(129).as_bytes());
        assert_eq!(read, Err(DecodeError::LongReference { element }));
    }
}

/// Wherever the connection breaks, half an answer is no answer.
#[test]
fn no_beginning_of_an_answer_is_taken_for_an_answer() {
    for style in STYLES {
        let bytes = file(&format!("getPaymentStatus.{style}.xml"));
        let whole = bytes.trim_ascii_end().len();
        for length in 0..whole {
            let read = decode_response(Operation::GetPaymentStatus, &bytes[..length]);
            assert!(read.is_err(), "{style}, cut at {length} of {whole}: {read:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_readers_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for operation in Operation::ALL {
            prop_assert!(decode_response(operation, &bytes).is_err());
        }
        prop_assert!(decode_request(&bytes).is_err());
    }

    #[test]
    fn no_damage_makes_the_readers_panic(
        style in proptest::sample::select(STYLES.to_vec()),
        damage in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let mut bytes = file(&format!("getPaymentStatus.{style}.xml"));
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        // Either answer is fine; a panic is not.
        let _either = decode_response(Operation::GetPaymentStatus, &bytes);
        let _either = decode_request(&bytes);
    }

    #[test]
    fn no_xml_like_text_makes_the_readers_panic(
        text in "(<|>|/|<a|</a>|<!|<!--|-->|<!\\[CDATA\\[|\\]\\]>|&|;|&#|x|\"|'|=|\\?|<\\?xml|xmlns:a=|å|\\PC){0,60}"
    ) {
        prop_assert!(decode_response(Operation::SendInvoice, text.as_bytes()).is_err());
        prop_assert!(decode_request(text.as_bytes()).is_err());
    }
}
