//! What a manager settles, as the journal keeps it (rule 14).

use kassa::core::entry::{Entry, PaymentNoted, PaymentSettled};
use kassa::core::payment::{
    AttemptId, Case, Circumstance, Doubt, Event, Found, Offer, Payment, Status, StatusAnswer,
    Verdict,
};
use kassa::core::receipt::ReceiptId;
use kassa::core::register::Command;
use kassa::core::tender::{Tender, TenderId, TenderMeans};
use kassa::core::user::Person;
use kassa::journal::{self, OpenMode, ReceiptState, Rule, SeqrPaymentState};

use crate::support::{CASHIER, Till, article, broken, kronor, user};

const RECEIPT: ReceiptId = ReceiptId(1);
const ATTEMPT: AttemptId = AttemptId { receipt: RECEIPT, number: 1 };

/// A receipt of 100 kronor whose payment SEQR does not know.
fn in_doubt() -> (tempfile::TempDir, Till) {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 10_000, 2_500));
    let attempt = till.seqr(kronor(100));
    let reference = till.issued(attempt);
    let answer = StatusAnswer::NotFound;
    let _doubt = till.event(attempt, Event::Polled { reference, asked: 0, answer });
    (directory, till)
}

fn approve(till: &mut Till, command: &Command) {
    let manager = Person::from(&user());
    let decision = till.register.decide_approved(command, &manager, till.now).unwrap();
    let _entries = till.carry_out(decision);
}

fn settle(till: &mut Till, verdict: Verdict) {
    let reason = "seen on the phone".to_owned();
    approve(till, &Command::SettlePayment { attempt: ATTEMPT, verdict, reason });
}

fn restarted(directory: &tempfile::TempDir, till: Till) -> Till {
    drop(till);
    Till::start(directory.path(), OpenMode::Existing)
}

fn cases(till: &Till) -> Vec<Case> {
    till.register.unsettled(till.now).into_iter().map(|unsettled| unsettled.case).collect()
}

fn payment(till: &Till) -> journal::SeqrPayment {
    till.store.receipt(RECEIPT).unwrap().unwrap().payments.remove(0)
}

fn sound(till: &Till) {
    let verdict = till.store.verify(&mut |_, _| {}).unwrap();
    assert!(matches!(verdict, journal::Verdict::Sound(_)), "{verdict:?}");
}

#[test]
fn what_was_settled_survives_a_restart_with_its_tender() {
    let (directory, mut till) = in_doubt();
    settle(&mut till, Verdict::Paid);
    let receipt = till.store.receipt(RECEIPT).unwrap().unwrap();
    assert!(matches!(receipt.state, ReceiptState::Completed { .. }));
    assert_eq!(receipt.tenders[0].tender.means, TenderMeans::SeqrUnverified { attempt: ATTEMPT });
    assert_eq!(payment(&till).state, SeqrPaymentState::Settled);
    let before = till.register.unsettled(till.now);
    let mut till = restarted(&directory, till);
    let after = till.register.unsettled(till.now);
    assert_eq!(after[0].case, Case::SettledAsPaid(Doubt::NotFound));
    // What was decided is written down a moment later.
    let second = std::time::Duration::from_secs(1);
    assert_eq!(after[0].since, before[0].since + second);
    assert!(till.store.has_unsettled_payment().unwrap(), "the terminal has to stay");
    till.ring_up(&article("2", 500, 1_200));
    // SEQR agrees: it becomes the transaction post.
    let _asked = till.event(ATTEMPT, Event::Recovered);
    till.tick(70);
    let _asked = till.event(ATTEMPT, Event::Tick);
    let _verified = till.answered(ATTEMPT, Status::Paid, 0, 2);
    assert_eq!(payment(&till).post.unwrap().circumstance, Circumstance::AfterSettling);
    let _acknowledged = till.answered(ATTEMPT, Status::Paid, 2, 2);
    assert_eq!(cases(&till), []);
    sound(&till);
}

#[test]
fn what_somebody_has_to_look_into_is_remembered_until_they_did() {
    let (directory, mut till) = in_doubt();
    settle(&mut till, Verdict::NotPaid);
    let _cash = till.cash(kronor(100));
    let payment = Payment {
        ers_reference: "E-1".to_owned(),
        amount: kronor(100),
        circumstance: Circumstance::AfterSettling,
        version: 2,
    };
    let found = Found::Paid { payment };
    let _head = till.raw(&[Entry::PaymentRefuted { attempt: ATTEMPT, found }]).unwrap();
    let mut till = restarted(&directory, till);
    assert!(matches!(cases(&till)[..], [Case::PaidAfterAll(_)]));
    assert!(till.store.is_booked("E-1").unwrap());
    approve(&mut till, &Command::NotePayment { attempt: ATTEMPT, reason: "given back".to_owned() });
    let till = restarted(&directory, till);
    assert_eq!(cases(&till), []);
    assert!(!till.store.has_unsettled_payment().unwrap());
    sound(&till);
}

#[test]
fn the_database_refuses_what_was_never_settled() {
    let (_directory, mut till) = in_doubt();
    let means = TenderMeans::SeqrUnverified { attempt: ATTEMPT };
    let tender = |amount| Entry::TenderAdded {
        receipt: RECEIPT,
        tender: Tender { id: TenderId(1), amount, means: means.clone() },
    };
    let settled = |verdict| {
        Entry::PaymentSettled(PaymentSettled {
            attempt: ATTEMPT,
            verdict,
            version: 0,
            by: CASHIER,
            reason: "why".to_owned(),
        })
    };
    let noted = || {
        Entry::PaymentNoted(PaymentNoted {
            attempt: ATTEMPT,
            by: CASHIER,
            reason: "why".to_owned(),
        })
    };
    let not_paid = Found::NotPaid { status: "Canceled".to_owned() };
    let refuted = || Entry::PaymentRefuted { attempt: ATTEMPT, found: not_paid.clone() };
    for (entries, rule) in [
        (vec![tender(kronor(100))], Rule::PaymentOpen),
        (vec![settled(Verdict::NotPaid), tender(kronor(100))], Rule::TenderOfPayment),
        (vec![settled(Verdict::Paid), tender(kronor(99))], Rule::TenderOfPayment),
        (vec![settled(Verdict::Paid), settled(Verdict::Paid)], Rule::PaymentStates),
        (vec![refuted()], Rule::PaymentStates),
        (vec![noted()], Rule::SomethingThere),
        (vec![settled(Verdict::Paid), noted(), noted()], Rule::SomethingThere),
    ] {
        assert_eq!(broken(till.raw(&entries)), rule, "{entries:?}");
    }
    let _head = till.raw(&[settled(Verdict::Paid), tender(kronor(100))]).unwrap();
    let again = TenderMeans::SeqrUnverified { attempt: ATTEMPT };
    let tender = Tender { id: TenderId(2), amount: kronor(100), means: again };
    let twice = Entry::TenderAdded { receipt: RECEIPT, tender };
    assert_eq!(broken(till.raw(&[twice])), Rule::TenderOfPayment);
    let removed = Entry::TenderRemoved { receipt: RECEIPT, tender: TenderId(1) };
    assert_eq!(broken(till.raw(&[removed])), Rule::SeqrTenderStays);
}

#[test]
fn what_seqr_took_back_can_leave_its_receipt() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 10_000, 2_500));
    let attempt = till.seqr(kronor(60));
    let _reference = till.issued(attempt);
    let _paid = till.answered(attempt, Status::Paid, 0, 2);
    let removed = || Entry::TenderRemoved { receipt: RECEIPT, tender: TenderId(1) };
    assert_eq!(broken(till.raw(&[removed()])), Rule::SeqrTenderStays);
    let _taken_back = till.answered(attempt, Status::Canceled, 2, 3);
    let mut till = restarted(&directory, till);
    assert!(matches!(cases(&till)[..], [Case::TakenBack(_)]));
    assert_eq!(broken(till.raw(&[removed()])), Rule::SeqrTenderStays, "nobody has looked yet");
    approve(&mut till, &Command::NotePayment { attempt, reason: "asked SEQR".to_owned() });
    assert_eq!(till.register.receipt().unwrap().due(), kronor(100));
    let _cash = till.cash(kronor(100));
    sound(&till);
}

/// A terminal whose password is lost: SEQR can never be told that the payment is booked.
#[test]
fn what_seqr_can_never_be_told_of_holds_the_terminal_until_it_is_noted() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 10_000, 2_500));
    let attempt = till.seqr(kronor(100));
    let _reference = till.issued(attempt);
    let _paid = till.answered(attempt, Status::Paid, 0, 2);
    let mut till = restarted(&directory, till);
    let _asked = till.event(attempt, Event::Recovered);
    till.tick(301);
    assert!(matches!(cases(&till)[..], [Case::Unacknowledged(_)]));
    assert!(till.store.needs_its_terminal().unwrap());
    approve(&mut till, &Command::NotePayment { attempt, reason: "in SEQR's report".to_owned() });
    assert!(!till.store.needs_its_terminal().unwrap());
    assert!(!till.store.has_unsettled_payment().unwrap());
    assert!(till.store.is_booked("ERS-1-1").unwrap(), "it stays booked");
    let till = restarted(&directory, till);
    assert_eq!((cases(&till).len(), till.register.attempts().count()), (0, 0));
    sound(&till);
}

/// Its money is certain, only the receipt has not been taken: that must not hold another terminal up.
#[test]
fn a_receipt_that_seqr_has_not_taken_does_not_hold_the_terminal() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 10_000, 2_500));
    let attempt = till.seqr(kronor(100));
    let _reference = till.issued(attempt);
    assert!(till.store.needs_its_terminal().unwrap());
    let _paid = till.answered(attempt, Status::Paid, 0, 2);
    let _acknowledged = till.answered(attempt, Status::Paid, 2, 2);
    assert!(till.store.has_unsettled_payment().unwrap());
    assert!(!till.store.needs_its_terminal().unwrap());
}

/// SEQR knows of 90 kronor where a manager had said 100.
#[test]
fn another_amount_than_was_settled_is_remembered_until_somebody_has_looked_into_it() {
    let (directory, mut till) = in_doubt();
    settle(&mut till, Verdict::Paid);
    till.ring_up(&article("2", 500, 1_200));
    let payment = Payment {
        ers_reference: "E-1".to_owned(),
        amount: kronor(90),
        circumstance: Circumstance::AfterSettling,
        version: 2,
    };
    let listed = |till: &Till| {
        let list = till.register.unsettled(till.now);
        list.into_iter().map(|it| (it.case, it.offers)).collect::<Vec<_>>()
    };
    let case = Case::AnotherAmount(payment.clone());
    let _head = till.raw(&[Entry::PaymentVerified { attempt: ATTEMPT, payment }]).unwrap();
    let mut till = restarted(&directory, till);
    assert_eq!(listed(&till), [(case.clone(), Offer::Nothing)]);
    let (acknowledged, confirmed) = (
        Entry::PaymentAcknowledged { attempt: ATTEMPT },
        Entry::PaymentConfirmed { attempt: ATTEMPT },
    );
    let _head = till.raw(&[acknowledged, confirmed]).unwrap();
    let mut till = restarted(&directory, till);
    assert_eq!(listed(&till), [(case, Offer::Noting)]);
    assert!(!till.store.needs_its_terminal().unwrap(), "nothing more is asked of SEQR");
    approve(&mut till, &Command::NotePayment { attempt: ATTEMPT, reason: "10 in cash".to_owned() });
    assert_eq!(listed(&till), []);
    let till = restarted(&directory, till);
    assert_eq!((listed(&till), till.register.attempts().count()), (vec![], 0));
    sound(&till);
}
