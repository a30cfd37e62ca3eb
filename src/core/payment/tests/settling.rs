//! Rule 14: what a manager settles, what SEQR says to it afterwards, and what stays on the list.

use super::super::super::entry::PaymentSettled;
use super::*;

fn asks(step: &Step) -> Option<i32> {
    step.effects.iter().find_map(|effect| match effect {
        Effect::Ask { version, .. } => Some(*version),
        _ => None,
    })
}

fn polls(step: &Step) -> Option<i32> {
    step.effects.iter().find_map(|effect| match effect {
        Effect::Poll { version, .. } => Some(*version),
        _ => None,
    })
}

fn cancels(step: &Step) -> bool {
    step.effects.iter().any(|effect| matches!(effect, Effect::CancelInvoice { .. }))
}

fn stops(step: &Step) -> bool {
    step.effects.iter().any(|effect| matches!(effect, Effect::StopPolling { .. }))
}

fn case(driven: &Driven, milliseconds: u64) -> Option<Case> {
    driven.attempt.unsettled(at(milliseconds)).map(|unsettled| unsettled.case)
}

#[test]
fn rule_14_only_what_is_in_doubt_can_be_settled() {
    for driven in every_state() {
        let offered = driven.attempt.can_be_settled();
        assert_eq!(offered, driven.name() == "Doubt");
        let mut tried = driven.clone();
        assert_eq!(tried.try_step(settled(Verdict::Paid), 64_000).is_ok(), offered);
    }
}

#[test]
fn rule_14_settled_as_paid_is_polled_until_seqr_agrees() {
    let mut driven = in_silence();
    let step = driven.step(settled(Verdict::Paid), 62_000);
    assert!(matches!(step.entries[..], [Entry::PaymentSettled(PaymentSettled { version: 2, .. })]));
    assert_eq!(polls(step), Some(2));
    assert!(!driven.attempt.is_open(), "the receipt can end");
    assert_eq!(case(&driven, 62_000), Some(Case::SettledAsPaid(Doubt::Silence)));
    assert!(driven.step(status(Status::Issued, 2, 2), 63_000).entries.is_empty());
    let step = driven.step(paid(None), 64_000);
    assert!(matches!(step.entries[..], [Entry::PaymentVerified { .. }]));
    assert_eq!(polls(step), Some(3), "and is acknowledged as every payment is");
    let circumstance = driven.attempt.payment().map(|payment| payment.circumstance);
    assert_eq!(circumstance, Some(Circumstance::AfterSettling));
    assert_eq!(case(&driven, 64_000), None);
    let _acknowledged = driven.step(status(Status::Paid, 3, 3), 65_000);
    let _confirmed = driven.step(Event::Submitted(SubmitAnswer::Taken), 66_000);
    assert!(driven.attempt.is_done());
}

#[test]
fn rule_14_settled_as_paid_without_a_number_is_acknowledged_once_it_is_written_down() {
    let mut driven = issued().with(&[(1_000, without_number())]);
    let step = driven.step(settled(Verdict::Paid), 2_000);
    assert!(matches!(step.entries[..], [Entry::PaymentSettled(PaymentSettled { version: 3, .. })]));
    assert_eq!(polls(step), Some(3));
    // SEQR has heard, and still names no number: it is asked now and then.
    let answer =
        StatusAnswer::Status { status: Status::Paid, version: 3, ers_reference: None, paid: None };
    let heard = Event::Polled { reference: "R".to_owned(), asked: 3, answer };
    assert!(stops(driven.step(heard, 3_000)));
    assert_eq!(asks(driven.step(Event::Tick, 60_000)), None);
    assert_eq!(asks(driven.step(Event::Tick, 63_000)), Some(3));
    assert_eq!(case(&driven, 63_000), Some(Case::SettledAsPaid(Doubt::WithoutNumber)));
}

#[test]
fn rule_14_settled_as_paid_and_never_paid_waits_for_someone() {
    for (word, shown) in
        [(Status::Canceled, "Canceled"), (Status::Failed, "Failed"), (Status::Expired, "Expired")]
    {
        let mut driven = in_silence().with(&[(62_000, settled(Verdict::Paid))]);
        let step = driven.step(status(word, 2, 3), 63_000);
        assert!(matches!(step.entries[..], [Entry::PaymentRefuted { .. }]));
        assert!(stops(step));
        let status = shown.to_owned();
        assert_eq!(case(&driven, 63_000), Some(Case::NotPaidAfterAll { status }));
        let _noted = driven.step(noted(), 70_000);
        assert_eq!(case(&driven, 70_000), None);
        assert!(driven.attempt.is_done());
    }
}

#[test]
fn rule_14_settled_as_not_paid_is_cancelled_and_asked_for_only_when_seqr_has_decided() {
    let mut driven = in_silence();
    let step = driven.step(settled(Verdict::NotPaid), 62_000);
    assert!(stops(step), "a payment that nobody asks for goes back to the customer");
    assert!(cancels(driven.step(Event::Tick, 62_000)));
    // It had been paid. Asking now could keep it paid.
    let _answered = driven.step(cancel(CancelAnswer::AlreadyPaid), 62_500);
    for moment in [63_000, 80_000, 92_000] {
        assert_eq!(driven.step(Event::Tick, moment), &Step::default());
    }
    assert_eq!(asks(driven.step(Event::Tick, 92_500)), Some(2));
    let step = driven.step(status(Status::Canceled, 2, 5), 93_000);
    assert!(matches!(step.entries[..], [Entry::PaymentEnded { .. }]));
    assert!(driven.attempt.is_done());
}

#[test]
fn rule_14_settled_as_not_paid_and_kept_by_seqr_belongs_to_the_customer() {
    let driven = withdrawn().with(&[(63_000, paid(None))]);
    let Some(Case::PaidAfterAll(payment)) = case(&driven, 63_000) else {
        panic!("{:?}", driven.attempt.state());
    };
    assert_eq!(payment.ers_reference, "ers1");
    // While its receipt waits for money, it is booked there instead.
    let mut driven = withdrawn();
    driven.attempt = driven.attempt.with_receipt_waiting(true);
    let step = driven.step(paid(None), 63_000);
    assert!(matches!(step.entries[..], [Entry::PaymentVerified { .. }]));
}

#[test]
fn rule_14_a_withdrawal_is_repeated_until_it_is_answered() {
    let mut driven =
        in_silence().with(&[(62_000, settled(Verdict::NotPaid)), (62_000, Event::Tick)]);
    let _silence = driven.step(cancel(CancelAnswer::Nothing), 65_000);
    assert!(!cancels(driven.step(Event::Tick, 74_000)));
    assert!(cancels(driven.step(Event::Tick, 75_000)));
    let _busy = driven.step(cancel(CancelAnswer::Confirming), 75_500);
    assert!(cancels(driven.step(Event::Tick, 78_000)));
    // An answer that never comes, and the status that nobody gives.
    assert!(cancels(driven.step(Event::Tick, 138_000)));
    let _done = driven.step(cancel(CancelAnswer::Cancelled), 138_500);
    assert!(asks(driven.step(Event::Tick, 138_500)).is_some());
    let _none = driven.step(nothing(), 139_000);
    assert!(asks(driven.step(Event::Tick, 149_000)).is_some());
    // Still open after all: it is cancelled again.
    let _open = driven.step(status(Status::Issued, 2, 2), 149_500);
    assert!(cancels(driven.step(Event::Tick, 149_500)));
}

#[test]
fn rule_14_and_13_a_restart_goes_on_looking() {
    let mut paid_one = in_silence().with(&[(62_000, settled(Verdict::Paid))]).restarted(70_000);
    assert_eq!(polls(&paid_one.last), Some(2));
    assert!(matches!(
        paid_one.step(paid(None), 71_000).entries[..],
        [Entry::PaymentVerified { .. }]
    ));
    let mut not_paid = withdrawn().restarted(70_000);
    assert!(cancels(not_paid.step(Event::Tick, 70_000)), "nobody knows how far it came");
    let unknown =
        issued().with(&[(1_000, polled(StatusAnswer::NotFound)), (2_000, settled(Verdict::Paid))]);
    let mut unknown = unknown.restarted(70_000);
    assert_eq!(asks(unknown.step(Event::Tick, 130_000)), Some(2));
}

#[test]
fn the_list_says_since_when_and_what_seqr_said_last() {
    let driven = in_silence();
    let unsettled = driven.attempt.unsettled(at(90_000)).unwrap();
    assert_eq!(unsettled.case, Case::InDoubt(Doubt::Silence));
    assert_eq!(unsettled.amount, order().amount);
    assert_eq!(unsettled.said.unwrap().word, Word::Status(Status::Issued));
    let driven = driven.with(&[(91_000, status(Status::Issued, 2, 2))]);
    assert_eq!(driven.attempt.unsettled(at(92_000)), None);
    let booked = issued().with(&[(1_000, paid(None))]);
    assert_eq!(case(&booked, 30_000), None);
    assert!(matches!(case(&booked, 31_000), Some(Case::Unacknowledged(_))));
    let names: Vec<_> = every_state()
        .iter()
        .filter(|driven| driven.attempt.unsettled(at(64_000)).is_some())
        .map(Driven::name)
        .collect();
    assert_eq!(names, ["Doubt", "Paid", "Contrad", "Released", "SetPaid", "SetNot", "Refuted"]);
    // "No such invoice" does not say that SEQR knows.
    let denied = booked.with(&[(20_000, polled(StatusAnswer::NotFound))]);
    assert!(matches!(case(&denied, 31_000), Some(Case::Unacknowledged(_))));
    assert!(!denied.attempt.owes_acknowledgement(at(31_000)));
}

/// Booked, and SEQR cannot be told so: it stays with the register until a manager has looked into it, and not before SEQR
/// must have decided long ago.
#[test]
fn rule_14_what_seqr_can_never_be_told_of_is_noted_after_a_while() {
    for silence in [nothing(), polled(StatusAnswer::NotFound)] {
        let mut driven = issued().with(&[(1_000, paid(None)), (200_000, silence)]);
        let unsettled = driven.attempt.unsettled(at(300_999)).unwrap();
        assert!(matches!(unsettled.case, Case::Unacknowledged(_)));
        assert_eq!(unsettled.offers, Offer::Nothing);
        assert!(driven.try_step(noted(), 300_999).is_err());
        let offers = driven.attempt.unsettled(at(301_000)).map(|unsettled| unsettled.offers);
        assert_eq!(offers, Some(Offer::Noting));
        let step = driven.step(noted(), 301_000);
        assert!(matches!(step.entries[..], [Entry::PaymentNoted(_)]));
        assert!(stops(step));
        assert!(driven.attempt.is_done());
        assert_eq!(case(&driven, 301_000), None);
        // It stays booked, also for whoever reads the journal.
        for attempt in [driven.attempt.clone(), driven.restored(301_000)] {
            assert!(matches!(attempt.phase(at(301_000)), Phase::Paid(_)));
            assert!(attempt.payment().is_some() && !attempt.is_booked_without_money());
        }
    }
    // SEQR's word, and a restart, begin the wait anew.
    let heard = status(Status::Issued, 3, 3);
    let mut driven = issued().with(&[(1_000, paid(None)), (200_000, heard)]);
    assert!(driven.try_step(noted(), 499_999).is_err());
    assert!(driven.restarted(499_999).try_step(noted(), 501_000).is_err());
    assert!(driven.try_step(noted(), 500_000).is_ok());
}

/// The receipt has ended with what the manager named: somebody has to see to the difference.
#[test]
fn rule_7_and_14_another_amount_than_was_settled_stays_on_the_list_until_it_is_noted() {
    for taken in [Event::Submitted(SubmitAnswer::Taken), receipt_refused()] {
        let mut driven = in_silence().with(&[(62_000, settled(Verdict::Paid))]);
        let listed = |driven: &Driven, now: u64| {
            let listed = driven.attempt.unsettled(at(now));
            listed.map(|it| match it.case {
                Case::AnotherAmount(payment) => (payment.amount.minor(), it.amount, it.offers),
                other => panic!("{other:?}"),
            })
        };
        let waits = Some((9_000, order().amount, Offer::Nothing));
        let _verified = driven.step(paid(Some(9_000)), 63_000);
        assert_eq!(listed(&driven, 63_000), waits);
        let _acknowledged = driven.step(status(Status::Paid, 3, 3), 64_000);
        assert_eq!(listed(&driven, 64_000), waits, "first SEQR gets the receipt");
        assert!(driven.try_step(noted(), 64_000).is_err());
        let _final = driven.step(taken, 65_000);
        let noting = Some((9_000, order().amount, Offer::Noting));
        assert_eq!(listed(&driven, 65_000), noting);
        assert!(driven.attempt.is_final() && !driven.attempt.is_done());
        // A restart knows as much, since when included.
        let since = driven.attempt.unsettled(at(65_000)).map(|it| it.since);
        let restored = driven.restored(65_000);
        assert_eq!(
            restored.unsettled(at(65_000)).map(|it| (it.since, it.offers)),
            since.map(|since| (since, Offer::Noting))
        );
        assert!(!restored.is_done());
        let step = driven.step(noted(), 70_000);
        assert!(matches!(step.entries[..], [Entry::PaymentNoted(_)]));
        assert_eq!(listed(&driven, 70_000), None);
        assert!(driven.attempt.is_done());
        assert!(matches!(driven.attempt.phase(at(70_000)), Phase::Paid(_)));
    }
    // What SEQR takes back after all is told as that, and the right amount as nothing.
    let mut driven =
        in_silence().with(&[(62_000, settled(Verdict::Paid)), (63_000, paid(Some(9_000)))]);
    let _taken_back = driven.step(status(Status::Canceled, 3, 4), 64_000);
    assert!(matches!(case(&driven, 64_000), Some(Case::TakenBack(_))));
    let right = in_silence().with(&[(62_000, settled(Verdict::Paid)), (63_000, paid(None))]);
    assert_eq!(case(&right, 63_000), None);
    // Settled as not paid and booked after all: what was really paid is booked.
    let mut booked = withdrawn();
    booked.attempt = booked.attempt.with_receipt_waiting(true);
    assert_eq!(case(&booked.with(&[(63_000, paid(Some(9_000)))]), 63_000), None);
}
