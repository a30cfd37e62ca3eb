//! What a manager settles: who may, what happens to the receipt, and what stays on the list (rule 14).

use super::super::super::entry::PaymentSettled;
use super::super::super::payment::{Case, Doubt, Verdict};
use super::*;

fn settle(attempt: AttemptId, verdict: Verdict) -> Command {
    Command::SettlePayment { attempt, verdict, reason: "  seen on the phone ".to_owned() }
}

fn note(attempt: AttemptId) -> Command {
    Command::NotePayment { attempt, reason: "the customer came back".to_owned() }
}

fn not_found() -> Event {
    Event::Polled { reference: "R".to_owned(), asked: 0, answer: StatusAnswer::NotFound }
}

/// A receipt of 100 kronor whose payment nobody knows about.
fn in_doubt() -> (Bench, AttemptId) {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let attempt = bench.issued(10_000);
    bench.event(not_found());
    (bench, attempt)
}

fn cases(bench: &Bench) -> Vec<Case> {
    let list = bench.register.unsettled(bench.now());
    list.into_iter().map(|unsettled| unsettled.case).collect()
}

#[test]
fn only_a_manager_with_a_reason_settles() {
    let (mut bench, attempt) = in_doubt();
    let command = settle(attempt, Verdict::Paid);
    assert_eq!(bench.press(command.clone()), Err(Refused::NeedsApproval));
    bench.register.set_user(Some(person(2, Role::Manager)));
    assert_eq!(
        bench.press(command.clone()),
        Err(Refused::NeedsApproval),
        "a PIN is always asked for"
    );
    assert_eq!(bench.approve(&command, Role::Cashier), Err(Refused::NotAllowed));
    let without =
        Command::SettlePayment { attempt, verdict: Verdict::Paid, reason: " ".to_owned() };
    assert_eq!(bench.approve(&without, Role::Manager), Err(Refused::ReasonMissing));
    assert_eq!(bench.approve(&note(attempt), Role::Manager), Err(Refused::NotOffered));
    assert_eq!(bench.approve(&bench.cash(100), Role::Manager), Err(Refused::NotOffered));
    bench.approve(&command, Role::Manager).unwrap();
    assert_eq!(bench.approve(&command, Role::Manager), Err(Refused::NotOffered), "rule 12");
    let written = bench.journal.iter().find_map(|entry| match entry {
        Entry::PaymentSettled(PaymentSettled { by, reason, .. }) => Some((by.0, reason.as_str())),
        _ => None,
    });
    assert_eq!(written, Some((9, "seen on the phone")));
}

#[test]
fn settled_as_paid_ends_the_receipt_with_a_marked_tender() {
    let (mut bench, attempt) = in_doubt();
    bench.approve(&settle(attempt, Verdict::Paid), Role::Manager).unwrap();
    assert!(bench.register.receipt().is_none());
    assert_eq!(bench.completed(), Some((1, 0, 0)));
    let tender = bench.journal.iter().find_map(|entry| match entry {
        Entry::TenderAdded { tender, .. } => Some(tender.clone()),
        _ => None,
    });
    let tender = tender.unwrap();
    assert_eq!(tender.means, TenderMeans::SeqrUnverified { attempt });
    assert!(tender.is_final());
    assert_eq!(cases(&bench), [Case::SettledAsPaid(Doubt::NotFound)]);
    // The next receipt can be paid with SEQR, and the list survives a restart.
    bench.ring_up(500);
    bench.restart();
    bench.register.set_user(Some(person(1, Role::Cashier)));
    assert_eq!(cases(&bench), [Case::SettledAsPaid(Doubt::NotFound)]);
    let next = bench.seqr(500);
    bench.press(next).unwrap();
    // SEQR agrees at last: the money is not booked a second time.
    let decision = bench.register.payment_event(attempt, Event::Tick, bench.now());
    bench.commit(decision);
    bench.seconds += 61;
    let decision = bench.register.payment_event(attempt, Event::Tick, bench.now());
    bench.commit(decision);
    let decision = bench.register.payment_event(attempt, paid("ers", None), bench.now());
    assert!(matches!(decision.entries[..], [Entry::PaymentVerified { .. }]), "{decision:?}");
    bench.commit(decision);
    assert_eq!(cases(&bench), []);
}

#[test]
fn settled_as_paid_in_part_waits_for_the_rest() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let attempt = bench.issued(6_000);
    bench.event(not_found());
    bench.approve(&settle(attempt, Verdict::Paid), Role::Manager).unwrap();
    assert_eq!(bench.due(), 4_000);
    let receipt = bench.id();
    assert_eq!(bench.press(Command::CancelReceipt { receipt }), Err(Refused::PartlyPaid));
    let cash = bench.cash(4_000);
    bench.press(cash).unwrap();
    assert!(bench.register.receipt().is_none());
}

#[test]
fn settled_as_not_paid_frees_the_receipt() {
    let (mut bench, attempt) = in_doubt();
    bench.approve(&settle(attempt, Verdict::NotPaid), Role::Manager).unwrap();
    assert_eq!(bench.due(), 10_000);
    assert_eq!(cases(&bench), [Case::SettledAsNotPaid(Doubt::NotFound)]);
    let cash = bench.cash(10_000);
    bench.press(cash).unwrap();
    // SEQR has the money after all: it is owed to the customer.
    bench.event(Event::Tick);
    bench.event(Event::CancelAnswered {
        reference: "R".to_owned(),
        answer: CancelAnswer::Cancelled,
    });
    bench.event(Event::Tick);
    bench.event(paid("ers", None));
    assert!(matches!(cases(&bench)[..], [Case::PaidAfterAll(_)]));
    bench.restart();
    bench.register.set_user(Some(person(1, Role::Cashier)));
    assert!(matches!(cases(&bench)[..], [Case::PaidAfterAll(_)]), "it is not forgotten");
    bench.approve(&note(attempt), Role::Manager).unwrap();
    assert_eq!(cases(&bench), []);
    assert_eq!(bench.register.attempts().count(), 0);
}

#[test]
fn settled_as_not_paid_is_booked_while_the_receipt_waits_for_money() {
    let (mut bench, attempt) = in_doubt();
    bench.approve(&settle(attempt, Verdict::NotPaid), Role::Manager).unwrap();
    bench.event(Event::Tick);
    bench.event(Event::CancelAnswered {
        reference: "R".to_owned(),
        answer: CancelAnswer::Cancelled,
    });
    bench.event(Event::Tick);
    bench.event(paid("ers", None));
    assert_eq!(bench.due(), 0);
    assert_eq!(cases(&bench), []);
    let receipt = bench.id();
    bench.press(Command::Finish { receipt }).unwrap();
    assert_eq!(bench.completed(), Some((1, 0, 0)));
    assert!(bench.register.attempt(attempt).is_some(), "it is still to be acknowledged");
}

#[test]
fn what_seqr_took_back_leaves_the_receipt_that_waits() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let attempt = bench.issued(6_000);
    bench.event(paid("ers", None));
    bench.event(status(Status::Canceled, 3, 4, None, None));
    assert!(matches!(cases(&bench)[..], [Case::TakenBack(_)]));
    assert_eq!(bench.due(), 4_000);
    // Money that is not there pays for nothing.
    for refused in [bench.cash(4_000), bench.seqr(4_000), Command::Finish { receipt: bench.id() }] {
        assert_eq!(bench.press(refused.clone()), Err(Refused::TakenBack), "{refused:?}");
    }
    bench.approve(&note(attempt), Role::Manager).unwrap();
    assert_eq!((bench.due(), cases(&bench).len()), (10_000, 0));
    let cash = bench.cash(10_000);
    bench.press(cash).unwrap();
    assert_eq!(bench.completed(), Some((1, 0, 0)));
}

/// Two payments of one receipt: SEQR takes the first back while the second is asked for.
#[test]
fn what_seqr_took_back_leaves_no_receipt_under_a_payment() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let attempt = bench.issued(6_000);
    bench.event(paid("ers", None));
    let _other = bench.issued(4_000);
    let taken_back = status(Status::Canceled, 3, 4, None, None);
    let decision = bench.register.payment_event(attempt, taken_back, bench.now());
    bench.commit(decision);
    assert!(matches!(cases(&bench)[..], [Case::TakenBack(_)]));
    assert_eq!(bench.approve(&note(attempt), Role::Manager), Err(Refused::PaymentOpen));
    assert_eq!(bench.due(), 4_000);
}

/// It was settled as not paid, so the customer pays anew: what comes then belongs to the customer.
#[test]
fn settled_as_not_paid_is_not_booked_under_another_payment() {
    let (mut bench, attempt) = in_doubt();
    bench.approve(&settle(attempt, Verdict::NotPaid), Role::Manager).unwrap();
    bench.event(Event::Tick);
    bench.event(Event::CancelAnswered {
        reference: "R".to_owned(),
        answer: CancelAnswer::Cancelled,
    });
    bench.event(Event::Tick);
    let command = bench.seqr(10_000);
    bench.press(command).unwrap();
    let decision = bench.register.payment_event(attempt, paid("ers", None), bench.now());
    assert!(
        matches!(decision.entries[..], [Entry::PaymentRefuted { .. }]),
        "{:?}",
        decision.entries
    );
}

#[test]
fn what_seqr_took_back_stays_on_the_list_when_the_receipt_has_ended() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let attempt = bench.issued(10_000);
    bench.event(paid("ers", None));
    bench.event(status(Status::Canceled, 3, 4, None, None));
    bench.ring_up(100);
    bench.restart();
    assert_eq!(bench.approve(&note(attempt), Role::Manager), Err(Refused::NobodyLoggedIn));
    bench.register.set_user(Some(person(1, Role::Cashier)));
    assert!(matches!(cases(&bench)[..], [Case::TakenBack(_)]));
    bench.approve(&note(attempt), Role::Installer).unwrap();
    assert_eq!(cases(&bench), []);
}

/// What a manager settled as paid, and SEQR has no money for, must not end a receipt either.
#[test]
fn what_was_settled_as_paid_and_was_not_leaves_the_receipt() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let attempt = bench.issued(6_000);
    bench.event(Event::Polled {
        reference: "R".to_owned(),
        asked: 0,
        answer: StatusAnswer::Status {
            status: Status::Paid,
            version: 2,
            ers_reference: None,
            paid: None,
        },
    });
    bench.approve(&settle(attempt, Verdict::Paid), Role::Manager).unwrap();
    assert_eq!(bench.due(), 4_000);
    bench.event(status(Status::Canceled, 2, 3, None, None));
    assert!(matches!(cases(&bench)[..], [Case::NotPaidAfterAll { .. }]));
    let cash = bench.cash(4_000);
    assert_eq!(bench.press(cash), Err(Refused::TakenBack));
    assert_eq!(bench.register.shown_attempt().map(Attempt::id), Some(attempt));
    bench.approve(&note(attempt), Role::Manager).unwrap();
    assert_eq!((bench.due(), cases(&bench).len()), (10_000, 0));
    let cash = bench.cash(10_000);
    bench.press(cash).unwrap();
    assert_eq!(bench.completed(), Some((1, 0, 0)));
}

/// The first payment is taken back while the second is asked for: what comes then does not end the receipt.
#[test]
fn a_payment_does_not_end_a_receipt_that_seqr_took_another_back_from() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let first = bench.issued(6_000);
    bench.event(paid("e1", None));
    let second = bench.issued(4_000);
    let taken_back = status(Status::Canceled, 3, 4, None, None);
    let decision = bench.register.payment_event(first, taken_back, bench.now());
    bench.commit(decision);
    bench.event(paid("e2", None));
    assert_eq!(bench.completed(), None);
    assert_eq!(bench.register.shown_attempt().map(Attempt::id), Some(first));
    bench.approve(&note(first), Role::Manager).unwrap();
    assert_eq!(bench.due(), 6_000);
    assert_eq!(bench.register.shown_attempt().map(Attempt::id), Some(second));
}

/// Settled as paid while another payment of the receipt was taken back, and verified: the cashier finishes it. There is
/// no tender that SEQR could give back, so no refund is promised with it.
#[test]
fn a_verified_payment_waits_for_the_cashier_and_promises_nothing() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let first = bench.issued(6_000);
    bench.event(paid("e1", None));
    let second = bench.issued(10_000);
    let taken_back = status(Status::Canceled, 3, 4, None, None);
    let decision = bench.register.payment_event(first, taken_back, bench.now());
    bench.commit(decision);
    bench.event(not_found());
    bench.approve(&settle(second, Verdict::Paid), Role::Manager).unwrap();
    assert_eq!(bench.completed(), None);
    bench.approve(&note(first), Role::Manager).unwrap();
    assert_eq!((bench.due(), bench.register.awaiting_decision()), (0, None));
    bench.seconds += 61;
    bench.event(Event::Tick);
    bench.event(paid("e2", None));
    assert_eq!(bench.register.awaiting_decision(), Some(Circumstance::AfterSettling));
    let receipt = bench.id();
    assert_eq!(bench.press(Command::FinishAndRefund { receipt }), Err(Refused::NotOffered));
    bench.press(Command::Finish { receipt }).unwrap();
    assert_eq!(bench.completed(), Some((1, 0, 0)));
}
