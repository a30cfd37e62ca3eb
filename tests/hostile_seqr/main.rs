//! A hostile or broken SEQR against the real till: whatever it does, the register asks on at its
//! pace, the cashier reads what is the matter in plain words, memory stays bounded, and the
//! payment is booked exactly once when SEQR is itself again.
//!
//! Every test runs the faults of one kind at the same time, each against a shop of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, and so do those that work for it"
)]

mod addresses;
mod answers;
mod certificates;
mod fault;
mod polling;
mod sending;
mod server;
mod shop;
mod watched;
mod words;

use kassa::seqr::message::Operation::{GetPaymentStatus, SendInvoice};
use kassa::seqr::soap::MAX_DOCUMENT;

use fault::Fault;
use polling::{Case, lose_contact, survives_silence};
use shop::{Shop, at_once};

/// What the system keeps in its buffers between two programs, at the very most.
const BUFFERS: usize = 16 * 1024 * 1024;

#[test]
fn broken_connections_while_asking() {
    let cases = answers::broken_connections(GetPaymentStatus);
    std::thread::scope(|scope| {
        let _joined_at_the_end = scope.spawn(|| survives_silence(&cases[..6], true));
        survives_silence(&cases, false);
    });
}

#[test]
fn silence_while_asking() {
    survives_silence(&answers::silences(GetPaymentStatus), false);
}

#[test]
fn hostile_documents_while_asking() {
    survives_silence(&answers::hostile_documents(GetPaymentStatus), false);
}

#[test]
fn refusals_of_http_while_asking() {
    survives_silence(&answers::refusals_of_http(GetPaymentStatus), false);
}

/// Of fifty megabytes no more is taken than an answer may be long.
#[test]
fn floods_while_asking() {
    at_once(&answers::floods(), |case| {
        let shop = Shop::open(case.name, false);
        lose_contact(case.name, &shop, &case.fault);
        let met = shop.server.met();
        assert!(met.struck >= 3, "{}: {met:?}", case.name);
        let most = MAX_DOCUMENT + BUFFERS;
        assert!(met.longest_answer <= most, "{}: {met:?}", case.name);
        shop.pay_and_close();
    });
}

/// Odd clothes of an answer hide nothing, and strange words in it end nothing.
#[test]
fn odd_answers_are_understood() {
    let all: Vec<Case> = answers::oddities().into_iter().chain(answers::strange_words()).collect();
    polling::is_understood(&all);
}

#[test]
fn wrong_certificates_while_asking_and_sending() {
    let count = certificates::wrong(&certificates::Authority::new("counted")).len();
    let ways: Vec<(usize, bool)> = (0..count).flat_map(|at| [(at, true), (at, false)]).collect();
    at_once(&ways, |(place, asking)| {
        let shop = Shop::open("a wrong certificate", true);
        let (name, fault) = certificates::wrong(shop.authority()).remove(*place);
        if *asking {
            lose_contact(name, &shop, &fault);
            assert!(shop.server.met().struck >= 3, "{name}");
            shop.pay_and_close();
        } else {
            sending::is_not_reached(name, shop, |shop| {
                shop.break_with(SendInvoice, &fault);
                shop.forget_connections();
            });
        }
    });
}

#[test]
fn addresses_that_lead_nowhere_while_asking_and_sending() {
    let all = addresses::nowhere();
    let ways: Vec<_> = all.iter().flat_map(|one| [(one, true), (one, false)]).collect();
    at_once(&ways, |((name, nowhere), asking)| {
        let shop = Shop::open(name, true);
        if *asking {
            lose_contact(name, &shop, nowhere.address().as_str());
            shop.pay_and_close();
        } else {
            sending::is_not_reached(name, shop, |shop| shop.lead_to(&nowhere.address()));
        }
    });
}

/// A reset of which nobody knows whether it came in time is told by what the system says of it.
#[test]
fn broken_connections_while_sending() {
    let is_read = |case: &Case| !matches!(case.fault, Fault::ResetUnread);
    let read: Vec<Case> =
        answers::broken_connections(SendInvoice).into_iter().filter(is_read).collect();
    std::thread::scope(|scope| {
        let _joined_at_the_end =
            scope.spawn(|| sending::reset_unread("reset before the request was read"));
        sending::is_lost(&read);
    });
}

#[test]
fn silence_while_sending() {
    sending::is_lost(&answers::silences(SendInvoice));
}

#[test]
fn hostile_documents_while_sending() {
    sending::is_lost(&answers::hostile_documents(SendInvoice));
}

#[test]
fn refusals_of_http_and_floods_while_sending() {
    let refusals = answers::refusals_of_http(SendInvoice);
    sending::is_lost(&refusals.into_iter().chain(answers::floods()).collect::<Vec<_>>());
}

#[test]
fn refusals_in_a_megabyte_of_words() {
    sending::is_refused();
}
