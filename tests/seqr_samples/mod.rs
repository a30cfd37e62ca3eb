//! Requests of every kind, in full and as small as they may be.

#![allow(dead_code, reason = "each test file uses a part of this")]

pub mod arbitrary;

use kassa::seqr::message::{
    AcknowledgmentMode, Context, CustomerToken, Envelope, Invoice, InvoiceRow, Money, Parameters,
    PaymentMode, Principal, ReceiptDocument, Request, TokenStatus,
};
use kassa::seqr::secret::Secret;
use rust_decimal::Decimal;

/// Every request that the register can make, each with a name for messages.
pub fn requests() -> Vec<(&'static str, Envelope)> {
    let mut samples = terminal_requests();
    samples.extend(payment_requests());
    samples.extend(afterwards_requests());
    samples
}

fn terminal_requests() -> Vec<(&'static str, Envelope)> {
    vec![
        (
            "registerTerminal",
            shop(Request::RegisterTerminal {
                external_terminal_id: "till-3".to_owned(),
                password: Secret::new("q7Zk2vB9mT4x"),
                name: "Example Retail, Till 3".to_owned(),
            }),
        ),
        (
            "registerTerminal with empty fields",
            shop(Request::RegisterTerminal {
                external_terminal_id: String::new(),
                password: Secret::default(),
                name: String::new(),
            }),
        ),
        ("unregisterTerminal", terminal(Request::UnregisterTerminal)),
        ("unregisterTerminal as the shop", shop(Request::UnregisterTerminal)),
        (
            "assignSeqrId",
            terminal(Request::AssignSeqrId { seqr_id: "EXAMPLE004610027501".to_owned() }),
        ),
        ("benchmarkingNop", Envelope { context: None, request: Request::BenchmarkingNop }),
    ]
}

fn payment_requests() -> Vec<(&'static str, Envelope)> {
    let reference = || "20261121000000042".to_owned();
    vec![
        ("sendInvoice", terminal(send(full_invoice(), vec![token()]))),
        ("sendInvoice, small", terminal(send(Invoice::default(), vec![]))),
        (
            "sendInvoice with tokens",
            terminal(send(Invoice::default(), vec![token(), <_>::default()])),
        ),
        (
            "updateInvoice",
            terminal(Request::UpdateInvoice {
                invoice_reference: reference(),
                invoice: Box::new(full_invoice()),
                tokens: vec![token(), token()],
            }),
        ),
        (
            "updateInvoice, small",
            terminal(Request::UpdateInvoice {
                invoice_reference: reference(),
                invoice: Box::default(),
                tokens: vec![],
            }),
        ),
        (
            "getPaymentStatus",
            terminal(Request::GetPaymentStatus {
                invoice_reference: reference(),
                invoice_version: i32::MAX,
            }),
        ),
        ("cancelInvoice", terminal(Request::CancelInvoice { invoice_reference: reference() })),
        (
            "commitReservation",
            terminal(Request::CommitReservation {
                amount: Some(Money::from_minor_units("SEK", 4_200)),
                invoice_reference: reference(),
            }),
        ),
        (
            "commitReservation, small",
            terminal(Request::CommitReservation { amount: None, invoice_reference: reference() }),
        ),
    ]
}

fn afterwards_requests() -> Vec<(&'static str, Envelope)> {
    let ers = || "2026112114050912301000042".to_owned();
    let document = ReceiptDocument {
        mime_type: Some("Base64".to_owned()),
        receipt_data: Some(b"Kaffe 25,00\xFF\x00".to_vec()),
        receipt_type: Some("PAYMENT_RECEIPT".to_owned()),
    };
    let receipt = |receipt_document| {
        terminal(Request::SubmitPaymentReceipt { ers_reference: ers(), receipt_document })
    };
    let report = |language, parameters| {
        shop(Request::ExecuteReport {
            report_id: "Reconciliation/STD_RECON_003.xml".to_owned(),
            language,
            parameters,
        })
    };
    let period = |parameters| shop(Request::MarkTransactionPeriod { parameters });
    let parameters = Parameters::default()
        .with(Parameters::TRANSACTION_PERIOD_ID, "2026112123000000001000001")
        .with(Parameters::TERMINAL_ID, "0f3c9a6be1d24c5f8a77d0e4b2c61935");
    let refund = |invoice| {
        terminal(Request::RefundPayment { ers_reference: ers(), invoice: Box::new(invoice) })
    };
    vec![
        ("submitPaymentReceipt", receipt(Some(document))),
        ("submitPaymentReceipt, small document", receipt(Some(ReceiptDocument::default()))),
        ("submitPaymentReceipt, small", receipt(None)),
        ("refundPayment", refund(full_invoice())),
        ("refundPayment, small", refund(small_refund())),
        ("markTransactionPeriod", period(parameters.clone())),
        ("markTransactionPeriod, small", period(Parameters::default())),
        ("executeReport", report(Some("sv".to_owned()), parameters)),
        ("executeReport, small", report(None, Parameters::default())),
    ]
}

fn send(invoice: Invoice, tokens: Vec<CustomerToken>) -> Request {
    Request::SendInvoice { invoice: Box::new(invoice), tokens }
}

fn small_refund() -> Invoice {
    Invoice {
        title: Some("Example Retail".to_owned()),
        cashier_id: Some("17".to_owned()),
        total_amount: Some(Money::from_minor_units("SEK", 1)),
        ..Invoice::default()
    }
}

/// An invoice with every field: two coffees, of which a part was paid in cash.
pub fn full_invoice() -> Invoice {
    Invoice {
        payment_mode: Some(PaymentMode::ImmediateDebit),
        acknowledgment_mode: Some(AcknowledgmentMode::NoAcknowledgment),
        issue_date: "2026-11-21T14:05:09+01:00".parse().ok(),
        title: Some("Example Retail, Till 3".to_owned()),
        client_invoice_id: Some("T3-000815".to_owned()),
        rows: vec![full_row(), cash_row(), InvoiceRow::default()],
        total_amount: Some(Money::from_minor_units("SEK", 10_000)),
        cashier_id: Some("17".to_owned()),
        footer: Some("Org.nr 550000-0000 & tack <3".to_owned()),
        back_url: Some("https://example.com/back?a=1&b=2".to_owned()),
        notification_url: Some("https://example.com/notify".to_owned()),
        commit_reservation_timeout: Some(600),
    }
}

fn full_row() -> InvoiceRow {
    InvoiceRow {
        description: Some("Kaffe 500 g, mörkrostat €".to_owned()),
        discount: Some(Money::from_minor_units("SEK", 0)),
        ean: Some("7300000000017".to_owned()),
        quantity: Some(Decimal::new(2_000, 3)),
        sku: Some("4711".to_owned()),
        tax_rate: Some(Decimal::new(1_200, 2)),
        total_amount: Some(Money::from_minor_units("SEK", 11_980)),
        unit: Some("EA".to_owned()),
        unit_price: Some(Money::from_minor_units("SEK", 5_990)),
    }
}

fn cash_row() -> InvoiceRow {
    InvoiceRow {
        description: Some("Kontant".to_owned()),
        quantity: Some(Decimal::ONE),
        total_amount: Some(Money::from_minor_units("SEK", -1_980)),
        ..InvoiceRow::default()
    }
}

fn token() -> CustomerToken {
    CustomerToken {
        description: Some("Stamp card".to_owned()),
        id: Some("stamps".to_owned()),
        status: TokenStatus::BLOCKED,
        value: Some("0042".to_owned()),
    }
}

/// As the terminal asks.
pub fn terminal(request: Request) -> Envelope {
    let principal = Principal::terminal("0f3c9a6be1d24c5f8a77d0e4b2c61935");
    Envelope { context: Some(context(None, principal)), request }
}

/// As the shop asks.
pub fn shop(request: Request) -> Envelope {
    let principal = Principal::reseller_user("exampleshop", "9900");
    Envelope { context: Some(context(Some("closing".to_owned()), principal)), request }
}

fn context(client_comment: Option<String>, principal: Principal) -> Context {
    Context {
        channel: "WS".to_owned(),
        client_comment,
        client_id: "Example Retail AB".to_owned(),
        client_reference: "Kassa 0.1".to_owned(),
        client_request_timeout: 0,
        principal,
        password: Secret::new("s3cret & <b>"),
    }
}
