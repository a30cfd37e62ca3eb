//! What holds for all faces at once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use iced::Size;
use jiff::tz::TimeZone;

use super::step::Steps;
use super::words::Words;
use super::*;
use crate::app::fixture;
use crate::core::language::Language;
use crate::core::payment::{
    Case, Circumstance, Doubt, Offer, Outcome, Payment, Refusal, Subject, Unsettled, Verdict,
};
use crate::core::tender::{Tender, TenderMeans};
use crate::language::Texts;

/// One of every phase, by name.
fn phases() -> Vec<(&'static str, Phase)> {
    let heard = Duration::from_secs(1);
    let mut phases = vec![
        ("sending", Phase::Sending),
        ("sending again", Phase::SendingAgain),
        ("unreachable", Phase::Unreachable { held_for: heard }),
        ("waiting", Phase::Waiting { heard }),
        ("no contact", Phase::NoContact { silent: heard }),
        ("asking", Phase::Asking { heard }),
        ("cancelling", Phase::Cancelling { heard }),
        ("confirming", Phase::Confirming { heard }),
        ("in doubt", Phase::InDoubt { doubt: Doubt::Silence, silent: heard }),
        ("not reached", Phase::Refused(Refusal::NotReached { detail: "cause".to_owned() })),
        ("refused", Phase::Refused(Refusal::Code { code: 49, detail: "CAUSE".to_owned() })),
        ("released", Phase::Released),
        ("cancelled by customer", Phase::Ended(Outcome::CancelledByCustomer)),
        ("cancelled here", Phase::Ended(Outcome::CancelledHere)),
        ("failed", Phase::Ended(Outcome::Failed)),
        ("expired", Phase::Ended(Outcome::Expired)),
        ("settled as paid", Phase::Settled(Verdict::Paid)),
        ("settled as not paid", Phase::Settled(Verdict::NotPaid)),
    ];
    for (name, circumstance) in [
        ("paid", Circumstance::Expected),
        ("paid after cancel", Circumstance::AfterCancel),
        ("paid another amount", Circumstance::OtherAmount),
        ("recovered", Circumstance::Recovered),
        ("paid after settling", Circumstance::AfterSettling),
    ] {
        let ers_reference = "2026".to_owned();
        let amount = Amount::from_minor(13_830);
        let payment = Payment { ers_reference, amount, circumstance, version: 2 };
        if circumstance == Circumstance::Expected {
            phases.push(("taken back", Phase::TakenBack(payment.clone())));
        }
        phases.push((name, Phase::Paid(payment)));
    }
    phases
}

fn showing(phase: &Phase) -> Snapshot {
    let mut snapshot = fixture::two_articles();
    let receipt = Arc::make_mut(snapshot.receipt.as_mut().unwrap());
    let attempt = AttemptId { receipt: receipt.id, number: 1 };
    if let Phase::Paid(payment) | Phase::TakenBack(payment) = phase {
        let ers_reference = payment.ers_reference.clone();
        let means = TenderMeans::Seqr { attempt, ers_reference };
        let id = receipt.next_tender();
        receipt.add_tender(Tender { id, amount: payment.amount, means });
    }
    let open = !matches!(
        phase,
        Phase::Paid(_)
            | Phase::Refused(_)
            | Phase::Ended(_)
            | Phase::Released
            | Phase::TakenBack(_)
            | Phase::Settled(_)
    );
    if let Phase::TakenBack(payment) = phase {
        let (case, since) = (Case::TakenBack(payment.clone()), snapshot.at);
        let amount = payment.amount;
        snapshot.unsettled = [Unsettled {
            subject: Subject::Payment(attempt),
            amount,
            since,
            case,
            said: None,
            offers: Offer::Noting,
        }]
        .into();
    }
    let amount = Amount::from_minor(13_830);
    snapshot.payment = Some(PaymentView { attempt, amount, open, phase: phase.clone() });
    snapshot
}

fn words(snapshot: &Snapshot) -> Words {
    let frame = Frame {
        snapshot,
        texts: Texts::of(snapshot.language),
        size: Size::new(1024.0, 768.0),
        at: snapshot.at,
        zone: &TimeZone::UTC,
    };
    Words::of(snapshot.payment.as_ref().unwrap(), &frame)
}

#[test]
fn every_face_has_a_sign_and_a_sentence_of_its_own() {
    for language in Language::ALL {
        let (mut signs, mut sentences) = (BTreeMap::new(), BTreeMap::new());
        for (name, phase) in phases() {
            let words = words(&fixture::speaking(language, showing(&phase)));
            let sign = format!("{:?}", words.icon);
            assert_eq!(signs.insert(sign, name), None, "{name} has another's sign");
            let sentence = words.sentence;
            assert_eq!(sentences.insert(sentence, name), None, "{name} has another's words");
        }
    }
}

#[test]
fn what_is_over_has_a_way_forward_and_what_is_open_never_ends_by_a_press() {
    for (name, phase) in phases() {
        let snapshot = showing(&phase);
        let payment = snapshot.payment.as_ref().unwrap();
        let steps = Steps::of(payment, &snapshot);
        if !payment.open {
            assert!(steps.main.is_some_and(|step| step.message().is_some()), "{name}");
        }
        let dismiss = Message::DismissPressed(payment.attempt);
        let finish = Message::StepPressed(Command::Finish {
            receipt: snapshot.receipt.as_ref().unwrap().id,
        });
        if payment.open {
            assert!(!steps.offer(&dismiss) && !steps.offer(&finish), "{name}");
        }
    }
}

#[test]
fn doubt_and_failure_do_not_look_alike() {
    let doubt = Phase::InDoubt { doubt: Doubt::NotFound, silent: Duration::ZERO };
    let failed = Phase::Ended(Outcome::Failed);
    assert_ne!(words(&showing(&doubt)).tone, words(&showing(&failed)).tone);
}

#[test]
fn somebody_elses_words_are_cut_and_kept_on_one_line() {
    let detail = format!("one\ntwo\t{}", "å".repeat(5_000));
    let phase = Phase::Refused(Refusal::Code { code: 10, detail });
    let code = words(&showing(&phase)).code.unwrap();
    assert!(code.starts_with("Kod 10: one two å"), "{code}");
    assert!(code.chars().count() < 200 && code.ends_with('…'), "{code}");
}

/// Every code that rule 5 calls a refusal has words, and unknown ones do as well.
#[test]
fn every_refusal_has_a_cause_in_words() {
    let sentence = |code| {
        let refusal = Refusal::Code { code, detail: String::new() };
        words(&showing(&Phase::Refused(refusal))).sentence
    };
    let unknown = sentence(-1);
    for code in [10, 11, 12, 20, 21, 29, 33, 37, 49, 64, 91, 92] {
        assert_ne!(sentence(code), unknown, "{code}");
    }
}

#[test]
fn choosing_seqr_first_only_where_it_can_be_used_and_nothing_is_taken() {
    let chosen = |snapshot: &Snapshot| Choice::new(snapshot).tender;
    let mut snapshot = fixture::two_articles();
    assert_eq!(chosen(&snapshot), Some(TenderKind::Seqr));
    snapshot.terminal = None;
    assert_eq!(chosen(&snapshot), None);
    let mut snapshot = fixture::two_articles();
    let receipt = Arc::make_mut(snapshot.receipt.as_mut().unwrap());
    let (id, amount) = (receipt.next_tender(), Amount::from_minor(100));
    receipt.add_tender(Tender { id, amount, means: TenderMeans::Cash });
    assert_eq!(chosen(&snapshot), None);
}
