//! Every request is valid by SEQR's schema, whatever is in it; what the strict reader lets through
//! is valid too; and what it reads is what was written.
//!
//! The judge is xmllint, not our own code.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

mod seqr_samples;

use std::path::{Path, PathBuf};
use std::process::Command;

use kassa::seqr::message::{
    AnswerHead, CustomerToken, Envelope, ExecuteReportAnswer, InvoiceStatus, Operation,
    PaymentStatusAnswer, PlainAnswer, Receipt, RegisterTerminalAnswer, Report, Response,
    SendInvoiceAnswer,
};
use kassa::seqr::result_code::ResultCode;
use kassa::seqr::soap::{
    MAX_CHANNEL, MAX_CLIENT_COMMENT, MAX_CLIENT_REFERENCE, decode_request, decode_response,
    encode_request, encode_response,
};
use proptest::collection::vec;
use proptest::prelude::*;
use seqr_samples::arbitrary::{Texts, envelope};

/// What xmllint says about each document: nothing, or what is wrong with it.
fn complaints(documents: &[Vec<u8>]) -> Vec<Option<String>> {
    let directory = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = (0..documents.len())
        .map(|number| directory.path().join(format!("document-{number}.xml")))
        .collect();
    for (path, document) in paths.iter().zip(documents) {
        std::fs::write(path, document).unwrap();
    }
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seqr_envelope.xsd");
    let output = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .arg(schema)
        .args(&paths)
        .output()
        .unwrap_or_else(|error| {
            panic!("xmllint cannot be run ({error}): install Debian's package libxml2-utils")
        });
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    paths
        .iter()
        .map(|path| {
            let path = path.to_str().unwrap();
            let is_valid = said.lines().any(|line| line == format!("{path} validates"));
            let about_it = |line: &&str| line.starts_with(path);
            (!is_valid).then(|| {
                let lines: Vec<&str> = said.lines().filter(about_it).collect();
                format!("{} ({})", lines.join("\n"), output.status)
            })
        })
        .collect()
}

fn encode(envelope: &Envelope) -> Vec<u8> {
    encode_request(envelope).unwrap()
}

fn text(document: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(document)
}

#[test]
fn every_request_is_valid() {
    let samples = seqr_samples::requests();
    for operation in Operation::ALL {
        let covered = samples.iter().any(|(_, sample)| sample.request.operation() == operation);
        assert!(covered, "{operation:?} has no sample");
    }
    let documents: Vec<Vec<u8>> = samples.iter().map(|(_, sample)| encode(sample)).collect();
    for (((name, _), document), complaint) in
        samples.iter().zip(&documents).zip(complaints(&documents))
    {
        assert_eq!(complaint, None, "{name}: {}", text(document));
    }
}

#[test]
fn every_request_is_read_back_as_it_was_written() {
    for (name, sample) in seqr_samples::requests() {
        assert_eq!(decode_request(&encode(&sample)).as_ref(), Ok(&sample), "{name}");
    }
}

/// The judge judges: a request with its children in another order is not valid.
#[test]
fn the_schema_refuses_what_is_wrong() {
    let samples = seqr_samples::requests();
    let document = |wanted: &str| {
        let (_, sample) = samples.iter().find(|(name, _)| *name == wanted).unwrap();
        text(&encode(sample)).into_owned()
    };
    let wrong: Vec<String> = [
        (
            "commitReservation",
            "<currency>SEK</currency><value>42.00</value>",
            "<value>42.00</value><currency>SEK</currency>",
        ),
        ("commitReservation", "42.00", "42,00"),
        ("commitReservation", "42.00", "4.2e1"),
        ("getPaymentStatus", "2147483647", "2147483648"),
        ("getPaymentStatus", "<context>", "<e:context>"),
        ("sendInvoice", "IMMEDIATE_DEBIT", "IMMEDIATE"),
        ("sendInvoice", "2026-11-21T", "2026-11-21 "),
        ("benchmarkingNop", "xmlns:e=\"http://external", "xmlns:e=\"https://external"),
    ]
    .into_iter()
    .map(|(name, from, to)| {
        let document = document(name);
        assert!(document.contains(from), "{name} has no {from}");
        document
            .replace(from, to)
            .replace("</context>", if to == "<e:context>" { "</e:context>" } else { "</context>" })
    })
    .collect();
    let bytes: Vec<Vec<u8>> = wrong.iter().map(|document| document.clone().into_bytes()).collect();
    for (document, complaint) in wrong.iter().zip(complaints(&bytes)) {
        assert!(complaint.is_some(), "xmllint let this pass: {document}");
        assert!(decode_request(document.as_bytes()).is_err(), "we let this pass: {document}");
    }
}

fn answers() -> Vec<Response> {
    let head =
        || AnswerHead { ers_reference: Some("1".to_owned()), ..AnswerHead::new(ResultCode(0)) };
    let mut answers: Vec<Response> = Operation::ALL
        .into_iter()
        .map(|operation| Response::bare(operation, AnswerHead::new(ResultCode(90))))
        .collect();
    let receipt = Receipt {
        terminal_id: Some("1".to_owned()),
        payment_date: "2026-11-21T14:05:09".parse().ok(),
        client_invoice_id: Some("2".to_owned()),
        invoice_reference: Some("3".to_owned()),
        payment_reference: Some("4".to_owned()),
        payer_terminal_id: Some("5".to_owned()),
        receiver_name: Some("Åsa & <Co>".to_owned()),
        invoice: Some(seqr_samples::full_invoice()),
    };
    answers.extend([
        Response::RegisterTerminal(RegisterTerminalAnswer {
            head: head(),
            terminal_id: Some("a".to_owned()),
        }),
        Response::SendInvoice(SendInvoiceAnswer {
            head: head(),
            invoice_qr_code: Some("HTTP://SEQR.SE/R1".to_owned()),
            invoice_reference: Some("1".to_owned()),
        }),
        Response::GetPaymentStatus(PaymentStatusAnswer {
            head: head(),
            status: Some(InvoiceStatus::Paid),
            receipt: Some(Box::new(receipt)),
            customer_tokens: vec![CustomerToken::default()],
            version: Some(3),
        }),
        Response::RefundPayment(PlainAnswer { head: head() }),
        Response::ExecuteReport(ExecuteReportAnswer {
            head: head(),
            report: Some(Report {
                title: Some(String::new()),
                mime_type: Some("text/html".to_owned()),
                content: Some(b"<a/>".to_vec()),
                content_string: Some("<a/>\r\n".to_owned()),
            }),
        }),
    ]);
    answers
}

#[test]
fn every_answer_is_valid_and_read_back_as_it_was_written() {
    let answers = answers();
    let documents: Vec<Vec<u8>> = answers.iter().map(encode_response).collect();
    for ((answer, document), complaint) in
        answers.iter().zip(&documents).zip(complaints(&documents))
    {
        assert_eq!(complaint, None, "{}", text(document));
        let mut expected = answer.clone();
        if let Response::GetPaymentStatus(status) = &mut expected {
            status.version = Some(status.version.unwrap_or(0));
        }
        assert_eq!(decode_response(answer.operation(), document), Ok(expected));
    }
}

/// What a request becomes when fields that are too long are cut.
fn as_sent(mut envelope: Envelope) -> Envelope {
    let cut = |text: &mut String, most: usize| {
        while text.encode_utf16().count() > most {
            let _last = text.pop();
        }
    };
    if let Some(context) = &mut envelope.context {
        cut(&mut context.channel, MAX_CHANNEL);
        cut(&mut context.client_reference, MAX_CLIENT_REFERENCE);
        if let Some(comment) = &mut context.client_comment {
            cut(comment, MAX_CLIENT_COMMENT);
        }
    }
    envelope
}

/// A document with one change made by chance: pieces swapped, doubled, lost or renamed.
fn damage(document: &str, seed: u64) -> String {
    let mut pieces: Vec<String> = document.split_inclusive('>').map(str::to_owned).collect();
    let count = pieces.len() as u64;
    let pick = |shift: u64| usize::try_from((seed >> shift) % count).unwrap();
    let (one, other) = (pick(3), pick(24));
    match seed % 6 {
        0 => pieces.swap(one, other),
        1 => pieces.insert(one, pieces[other].clone()),
        2 => drop(pieces.remove(one)),
        3 => pieces[one] = pieces[one].replacen('>', " a=\"b\">", 1),
        4 => pieces[one] = pieces[one].replacen("</", "x</", 1),
        _ => {
            // A whole element twice: pieces of the form <a>text</a>.
            let doubled =
                format!("{}{}", pieces[one], pieces.get(one + 1).cloned().unwrap_or_default());
            pieces.insert(one, doubled);
        }
    }
    pieces.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_requests_are_valid(envelopes in vec(envelope(Texts::Wild), 60)) {
        let documents: Vec<Vec<u8>> = envelopes.iter().map(encode).collect();
        for (document, complaint) in documents.iter().zip(complaints(&documents)) {
            prop_assert_eq!(complaint, None, "{}", text(document));
            // Whatever we send, the strict reader takes.
            prop_assert!(decode_request(document).is_ok(), "{:?}", decode_request(document));
        }
    }

    #[test]
    fn what_the_strict_reader_takes_the_schema_takes(
        cases in vec((envelope(Texts::Faithful), any::<u64>()), 80)
    ) {
        let accepted: Vec<Vec<u8>> = cases
            .iter()
            .map(|(envelope, seed)| damage(&text(&encode(envelope)), *seed).into_bytes())
            .filter(|document| decode_request(document).is_ok())
            .collect();
        for (document, complaint) in accepted.iter().zip(complaints(&accepted)) {
            prop_assert_eq!(complaint, None, "{}", text(document));
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_requests_are_read_back(envelope in envelope(Texts::Faithful)) {
        let read = decode_request(&encode(&envelope));
        prop_assert_eq!(read, Ok(as_sent(envelope)));
    }
}
