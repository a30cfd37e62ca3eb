//! Situations of the payment dialog, as pictures of a till.
#![allow(dead_code, reason = "each test file uses its own part")]

pub mod register;

use std::sync::Arc;
use std::time::Duration;

use kassa::app::fixture;
use kassa::core::language::Language;
use kassa::core::money::Amount;
use kassa::core::payment::{
    AttemptId, Case, Circumstance, Doubt, Offer, Payment, Phase, Said, Status, Subject, Unsettled,
    Word,
};
use kassa::core::receipt::{Receipt, ReceiptId};
use kassa::core::refund::RefundId;
use kassa::core::tender::{Tender, TenderId, TenderMeans};
use kassa::till::snapshot::{PaymentView, Snapshot};

pub const RECEIPT: ReceiptId = ReceiptId(17);

pub fn attempt(number: u32) -> AttemptId {
    AttemptId { receipt: RECEIPT, number }
}

pub fn kr(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

pub fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Two articles, 138,30 kr.
pub fn sale() -> Snapshot {
    let snapshot = fixture::two_articles();
    assert_eq!(snapshot.due(), kr(13_830), "the fixture has changed");
    snapshot
}

/// Changes the receipt.
pub fn with_receipt(mut snapshot: Snapshot, change: impl FnOnce(&mut Receipt)) -> Snapshot {
    let mut receipt = snapshot.receipt.as_deref().unwrap().clone();
    change(&mut receipt);
    snapshot.receipt = Some(Arc::new(receipt));
    snapshot
}

/// A tender was taken.
pub fn taken(snapshot: Snapshot, amount: i64, means: TenderMeans) -> Snapshot {
    with_receipt(snapshot, |receipt| {
        let id = receipt.next_tender();
        receipt.add_tender(Tender { id, amount: kr(amount), means });
    })
}

/// What SEQR's tender looks like.
pub fn seqr_means(number: u32) -> TenderMeans {
    TenderMeans::Seqr { attempt: attempt(number), ers_reference: "2026112114050917".to_owned() }
}

/// A tender was given back.
pub fn given_back(snapshot: Snapshot, tender: u32) -> Snapshot {
    with_receipt(snapshot, |receipt| receipt.remove_tender(TenderId(tender)))
}

/// A payment of `amount` in a phase.
pub fn paying(snapshot: Snapshot, amount: i64, phase: Phase) -> Snapshot {
    let open = !matches!(
        phase,
        Phase::Paid(_)
            | Phase::Refused(_)
            | Phase::Ended(_)
            | Phase::Released
            | Phase::TakenBack(_)
            | Phase::Settled(_)
    );
    let payment = Some(PaymentView { attempt: attempt(1), amount: kr(amount), open, phase });
    Snapshot { payment, ..snapshot }
}

/// A payment of everything in a phase.
pub fn phase(phase: Phase) -> Snapshot {
    paying(sale(), 13_830, phase)
}

/// Money that SEQR has taken.
pub fn payment(paid: i64, circumstance: Circumstance) -> Payment {
    Payment {
        ers_reference: "2026112114050917".to_owned(),
        amount: kr(paid),
        circumstance,
        version: 2,
    }
}

/// These payments are on the in-doubt list.
pub fn listing(snapshot: Snapshot, cases: impl IntoIterator<Item = Case>) -> Snapshot {
    let (at, mut list) = (snapshot.at, Vec::new());
    for (number, case) in (1..).zip(cases) {
        let word = match &case {
            Case::Unanswered | Case::Released | Case::RefundUnanswered | Case::RefundInDoubt => {
                None
            }
            Case::TakenBack(_) | Case::SettledAsNotPaid(_) => Some(Word::Status(Status::Canceled)),
            Case::InDoubt(Doubt::NotCancelled) => Some(Word::Status(Status::Issued)),
            Case::PaidAfterAll(_) | Case::AnotherAmount(_) => Some(Word::Status(Status::Paid)),
            Case::NotPaidAfterAll { .. } => Some(Word::Status(Status::Expired)),
            _ => Some(Word::NotFound),
        };
        let offers = offered(&case);
        list.push(Unsettled {
            subject: subject_of(&case, number),
            amount: kr(13_830),
            // The first one since yesterday.
            since: at - jiff::SignedDuration::from_mins(if number == 1 { 1_500 } else { 23 }),
            case,
            offers,
            said: word.map(|word| Said { word, at: at - jiff::SignedDuration::from_mins(2) }),
        });
    }
    Snapshot { unsettled: list.into(), ..snapshot }
}

/// What a case is about.
pub fn subject_of(case: &Case, number: u32) -> Subject {
    match case {
        Case::RefundUnanswered | Case::RefundInDoubt => {
            Subject::Refund(RefundId { receipt: attempt(number).receipt, number })
        }
        _ => Subject::Payment(attempt(number)),
    }
}

/// What a manager may do about a case as soon as it is on the list.
pub fn offered(case: &Case) -> Offer {
    match case {
        Case::Unanswered | Case::Unacknowledged(_) => Offer::Nothing,
        Case::InDoubt(_) | Case::RefundUnanswered | Case::RefundInDoubt => Offer::Settling,
        _ => Offer::Noting,
    }
}

/// SEQR has taken `paid` of `asked`, and it is booked.
pub fn paid(asked: i64, paid: i64, circumstance: Circumstance) -> Snapshot {
    let payment = payment(paid, circumstance);
    let snapshot = taken(sale(), paid, seqr_means(1));
    let decision = (!snapshot.due().is_positive()).then_some(circumstance);
    Snapshot { decision, ..paying(snapshot, asked, Phase::Paid(payment)) }
}

/// Outside the demonstration there is no phone.
pub fn for_real(mut snapshot: Snapshot) -> Snapshot {
    Arc::make_mut(&mut snapshot.settings).demonstration = false;
    snapshot
}

pub fn tag(language: Language) -> &'static str {
    match language {
        Language::Swedish => "sv",
        Language::English => "en",
    }
}
