//! Writing and reading SEQR's messages.

use std::hint::black_box;
use std::time::Instant;

use kassa::seqr::message::{
    AcknowledgmentMode, AnswerHead, Context, Envelope, Invoice, InvoiceRow, InvoiceStatus, Money,
    Operation, PaymentMode, PaymentStatusAnswer, Principal, Receipt, Request, Response,
    SendInvoiceAnswer,
};
use kassa::seqr::result_code::ResultCode;
use kassa::seqr::secret::Secret;
use kassa::seqr::soap::{decode_response, encode_request, encode_response};
use rust_decimal::Decimal;

use super::measure::{Limit, Table, Unit};
use super::shops::Shops;

const ROUNDS: usize = 500;
/// Messages in one sample: one alone is too short to be timed.
const BATCH: u32 = 10;
const ROWS: usize = 10;
/// A hundredth of the second between two polls, in microseconds.
const LIMIT: f64 = 1_000.0;

pub fn measure(_shops: &Shops, table: &mut Table) {
    let send = envelope(Request::SendInvoice { invoice: Box::new(invoice()), tokens: Vec::new() });
    let ask = envelope(Request::GetPaymentStatus {
        invoice_reference: "000000123".to_owned(),
        invoice_version: 1,
    });
    for (name, request) in
        [("encode sendInvoice, 10 rows", &send), ("encode getPaymentStatus", &ask)]
    {
        let samples = samples(|| encode_request(black_box(request)).expect("a request").len());
        table.add(name, Unit::Microseconds, Limit::P99(LIMIT), samples);
    }
    let answers = [
        ("decode sendInvoice's answer", Operation::SendInvoice, sent()),
        ("decode getPaymentStatus' answer, ISSUED", Operation::GetPaymentStatus, issued()),
        ("decode getPaymentStatus' answer, PAID, 10 rows", Operation::GetPaymentStatus, paid()),
    ];
    for (name, operation, answer) in answers {
        let bytes = encode_response(&answer);
        assert_eq!(decode_response(operation, &bytes).expect("an answer"), answer);
        let samples = samples(|| decode_response(operation, black_box(&bytes)).is_ok());
        table.add(name, Unit::Microseconds, Limit::P99(LIMIT), samples);
    }
}

/// Microseconds for one.
fn samples<T>(mut act: impl FnMut() -> T) -> Vec<f64> {
    (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            for _ in 0..BATCH {
                let _made = black_box(act());
            }
            (began.elapsed() / BATCH).as_secs_f64() * 1e6
        })
        .collect()
}

fn envelope(request: Request) -> Envelope {
    Envelope {
        context: Some(Context {
            channel: "WS".to_owned(),
            client_comment: None,
            client_id: "Demobutiken".to_owned(),
            client_reference: "Kassa".to_owned(),
            client_request_timeout: 0,
            principal: Principal::terminal("de300000000000000000000000000001"),
            password: Secret::new("a password"),
        }),
        request,
    }
}

fn invoice() -> Invoice {
    let money = |minor| Some(Money::from_minor_units("SEK", minor));
    let row = |number: usize| InvoiceRow {
        description: Some(format!("Köttbullar & potatismos {number}")),
        ean: Some("7310865004703".to_owned()),
        quantity: Some(Decimal::ONE),
        sku: Some(format!("A{number:06}")),
        tax_rate: Some(Decimal::from(12)),
        total_amount: money(4_530),
        unit: Some("st".to_owned()),
        unit_price: money(4_530),
        ..InvoiceRow::default()
    };
    Invoice {
        payment_mode: Some(PaymentMode::ImmediateDebit),
        acknowledgment_mode: Some(AcknowledgmentMode::NoAcknowledgment),
        title: Some("Demobutiken, Kassa 1".to_owned()),
        client_invoice_id: Some("Kassa 1-7-1-1".to_owned()),
        rows: (0..ROWS).map(row).collect(),
        total_amount: money(45_300),
        cashier_id: Some("1".to_owned()),
        footer: Some("Välkommen åter".to_owned()),
        ..Invoice::default()
    }
}

fn sent() -> Response {
    Response::SendInvoice(SendInvoiceAnswer {
        head: AnswerHead::new(ResultCode::SUCCESS),
        invoice_qr_code: None,
        invoice_reference: Some("000000123".to_owned()),
    })
}

fn issued() -> Response {
    Response::GetPaymentStatus(status(InvoiceStatus::Issued, None))
}

fn paid() -> Response {
    let receipt = Receipt {
        terminal_id: Some("de300000000000000000000000000001".to_owned()),
        payment_reference: Some("2026030112345678901234567".to_owned()),
        receiver_name: Some("Demobutiken".to_owned()),
        invoice: Some(invoice()),
        ..Receipt::default()
    };
    Response::GetPaymentStatus(status(InvoiceStatus::Paid, Some(Box::new(receipt))))
}

fn status(status: InvoiceStatus, receipt: Option<Box<Receipt>>) -> PaymentStatusAnswer {
    PaymentStatusAnswer {
        head: AnswerHead::new(ResultCode::SUCCESS),
        status: Some(status),
        receipt,
        customer_tokens: Vec::new(),
        version: Some(1),
    }
}
