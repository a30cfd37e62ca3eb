//! Both sides' books beside each other: what SEQR keeps, and what the registers' journals say.

use std::collections::BTreeMap;
use std::process::Command;

use kassa::core::money::Amount;
use kassa::core::receipt::ReceiptId;
use kassa::core::tender::TenderMeans;
use kassa::journal::{ReceiptRecord, ReceiptState, SeqrPayment, SeqrPaymentState, SeqrRefund};
use kassa::simulator::SimulatorHandle;
use kassa::simulator::ledger::{Payment, PaymentState, Standing};

use super::returns::{is_at_rest, is_given_back};
use super::street::Shop;

/// Money under one ersReference.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Post {
    terminal: String,
    amount: Amount,
    /// For a refund: the payment's number.
    of: Option<String>,
}

/// The books of one side: payments and refunds by their ersReference.
#[derive(Debug, Default)]
struct Books {
    payments: BTreeMap<String, Post>,
    refunds: BTreeMap<String, Post>,
    /// Refunds that are booked without a number of their own: it was in an answer that was lost.
    numberless: Vec<Post>,
    /// Booked, and marked by the journal as taken back by SEQR since.
    contradicted: BTreeMap<String, Post>,
}

/// What was compared.
#[derive(Debug, Default)]
pub struct Figures {
    pub paid: usize,
    pub contradicted: usize,
    /// Paid, and taken back by SEQR because nobody asked.
    pub taken_back: usize,
    pub attempts: usize,
    /// Given back, all in all.
    pub refunds: usize,
    /// Of them booked without SEQR's number.
    pub numberless: usize,
    pub receipts: u64,
}

/// Compares everything; the differences are sentences.
pub fn compare(simulator: &SimulatorHandle, shops: &[Shop]) -> (Figures, Vec<String>) {
    let mut differences = Vec::new();
    let mut figures = Figures::default();
    let mut seqr = of_seqr(simulator, &mut differences);
    figures.taken_back = simulator.with_ledger(|ledger| {
        let reversed = |payment: &&Payment| matches!(payment.state(), PaymentState::Reversed(_));
        ledger.payments().filter(reversed).count()
    });
    let mut ours = Books::default();
    for shop in shops {
        of_journal(shop, &mut ours, &mut figures, &mut differences);
        verify(shop, &mut differences);
    }
    figures.paid = ours.payments.len();
    figures.contradicted = ours.contradicted.len();
    beside("payment", &seqr.payments, &ours.payments, &mut differences);
    figures.refunds = ours.refunds.len() + ours.numberless.len();
    figures.numberless = ours.numberless.len();
    match_numberless(&ours, &mut seqr.refunds, &mut differences);
    beside("refund", &seqr.refunds, &ours.refunds, &mut differences);
    for number in ours.contradicted.keys().filter(|number| seqr.payments.contains_key(*number)) {
        differences.push(format!("payment {number} is marked as taken back, but SEQR keeps it"));
    }
    (figures, differences)
}

fn beside(
    what: &str,
    seqr: &BTreeMap<String, Post>,
    ours: &BTreeMap<String, Post>,
    differences: &mut Vec<String>,
) {
    for (number, post) in seqr {
        match ours.get(number) {
            None => differences.push(format!("{what} {number} is in no journal: {post:?}")),
            Some(booked) if booked != post => {
                differences.push(format!("{what} {number}: SEQR {post:?}, the journal {booked:?}"));
            }
            Some(_) => {}
        }
    }
    for (number, post) in ours.iter().filter(|(number, _)| !seqr.contains_key(*number)) {
        differences.push(format!("{what} {number} is booked, but SEQR keeps none: {post:?}"));
    }
}

/// Finds for each refund that is booked without a number one of the same payment and amount that nothing else is
/// booked for, and takes it off SEQR's list.
fn match_numberless(
    ours: &Books,
    seqr: &mut BTreeMap<String, Post>,
    differences: &mut Vec<String>,
) {
    for booked in &ours.numberless {
        let found = seqr
            .iter()
            .find(|(number, post)| *post == booked && !ours.refunds.contains_key(*number))
            .map(|(number, _)| number.clone());
        match found {
            Some(number) => {
                let _matched = seqr.remove(&number);
            }
            None => differences.push(format!(
                "refund without a number is booked, but SEQR keeps none: {booked:?}"
            )),
        }
    }
}

fn of_seqr(simulator: &SimulatorHandle, differences: &mut Vec<String>) -> Books {
    let mut books = Books::default();
    simulator.with_ledger(|ledger| {
        for payment in ledger.payments() {
            let Some(paid) = payment.paid() else { continue };
            if paid.standing != Standing::Final {
                differences.push(format!("payment {} is not final at SEQR", paid.ers_reference));
            }
            let terminal = payment.terminal_id().to_owned();
            let post = |amount, of| Post {
                terminal: terminal.clone(),
                amount: Amount::from_decimal(amount).unwrap(),
                of,
            };
            let paid_number = paid.ers_reference.to_string();
            for refund in payment.refunds() {
                let number = refund.ers_reference.to_string();
                let of = Some(paid_number.clone());
                let _new = books.refunds.insert(number, post(refund.amount, of));
            }
            let _new = books.payments.insert(paid_number, post(paid.amount, None));
        }
    });
    books
}

/// One journal's part.
fn of_journal(
    shop: &Shop,
    books: &mut Books,
    figures: &mut Figures,
    differences: &mut Vec<String>,
) {
    let journal = shop.journal();
    let mut numbers = Vec::new();
    for receipt in 1..=journal.numbers().unwrap().receipt {
        let receipt = journal.receipt(ReceiptId(receipt)).unwrap().unwrap();
        figures.receipts += 1;
        figures.attempts += receipt.payments.len();
        for payment in &receipt.payments {
            book(shop, payment, books, differences);
        }
        for refund in &receipt.refunds {
            book_refund(shop, refund, books, differences);
        }
        if let ReceiptState::Completed { number, .. } = &receipt.state {
            numbers.push(number.0);
            if let Some(wrong) = wrong_sum(&receipt) {
                differences.push(format!("shop {}, receipt {}: {wrong}", shop.number, number.0));
            }
        }
    }
    if !numbers.iter().copied().eq(1..=numbers.len() as u64) {
        differences.push(format!("shop {}: receipt numbers {numbers:?}", shop.number));
    }
}

fn book(shop: &Shop, payment: &SeqrPayment, books: &mut Books, differences: &mut Vec<String>) {
    let at_rest = matches!(
        payment.state,
        SeqrPaymentState::Refused
            | SeqrPaymentState::Confirmed
            | SeqrPaymentState::Contradicted
            | SeqrPaymentState::Ended
            | SeqrPaymentState::Released
    );
    if !at_rest {
        let (attempt, state) = (payment.attempt, payment.state);
        differences.push(format!("shop {}, attempt {attempt} is still {state:?}", shop.number));
    }
    let Some(post) = &payment.post else { return };
    let number = post.ers_reference.clone();
    let money = Post { terminal: shop.terminal.clone(), amount: post.amount, of: None };
    let place = match payment.state {
        SeqrPaymentState::Contradicted => &mut books.contradicted,
        _ => &mut books.payments,
    };
    if place.insert(number, money).is_some() {
        differences.push(format!("ersReference {} is booked twice", post.ers_reference));
    }
}

fn book_refund(shop: &Shop, refund: &SeqrRefund, books: &mut Books, differences: &mut Vec<String>) {
    if !is_at_rest(refund) {
        let (id, state) = (refund.refund, refund.state);
        differences.push(format!("shop {}, refund {id} is still {state:?}", shop.number));
    }
    if !is_given_back(refund) {
        return;
    }
    let (amount, of) = (refund.amount, Some(refund.ers_reference.clone()));
    let money = Post { terminal: shop.terminal.clone(), amount, of };
    match &refund.refund_reference {
        None => books.numberless.push(money),
        Some(number) => {
            if books.refunds.insert(number.clone(), money).is_some() {
                differences.push(format!("ersReference {number} is booked twice"));
            }
        }
    }
}

/// What does not add up in a completed receipt.
fn wrong_sum(receipt: &ReceiptRecord) -> Option<String> {
    let ReceiptState::Completed { settlement, .. } = &receipt.state else { return None };
    let lines: Amount = receipt.lines.iter().map(|line| line.sum()).sum();
    let taken: Amount = receipt.tenders.iter().map(|paid| paid.tender.amount).sum();
    if lines != receipt.total {
        return Some(format!("lines {lines:?}, total {:?}", receipt.total));
    }
    if taken - settlement.change != receipt.total + settlement.rounding {
        return Some(format!("taken {taken:?}, total {:?}, {settlement:?}", receipt.total));
    }
    let tender_without_post = receipt.tenders.iter().any(|paid| match &paid.tender.means {
        TenderMeans::Seqr { attempt, ers_reference } => !receipt.payments.iter().any(|payment| {
            payment.attempt == *attempt
                && payment.post.as_ref().is_some_and(|post| {
                    post.ers_reference == *ers_reference && post.amount == paid.tender.amount
                })
        }),
        TenderMeans::SeqrRefund { refund, payment, ers_reference } => {
            !receipt.refunds.iter().any(|known| {
                known.refund == *refund
                    && known.payment == *payment
                    && known.refund_reference == *ers_reference
                    && known.amount == -paid.tender.amount
                    && is_given_back(known)
            })
        }
        TenderMeans::Cash
        | TenderMeans::Card
        | TenderMeans::Voucher { .. }
        | TenderMeans::Account { .. }
        | TenderMeans::SeqrUnverified { .. } => false,
    });
    tender_without_post.then(|| "a SEQR tender without its payment or refund".to_owned())
}

/// `kassa journal verify`, as anybody would run it.
fn verify(shop: &Shop, differences: &mut Vec<String>) {
    let output = Command::new(env!("CARGO_BIN_EXE_kassa"))
        .args(["journal", "verify", "--data"])
        .arg(&shop.data)
        .output()
        .unwrap();
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        differences.push(format!("shop {}: the journal is not sound: {said}", shop.number));
    }
}
