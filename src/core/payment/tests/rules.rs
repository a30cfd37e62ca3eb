//! The rules of payment safety, each by its number, and answers that come too late.

use super::*;

fn sends(step: &Step) -> Vec<u32> {
    let sending = |effect: &Effect| match effect {
        Effect::SendInvoice { sending, .. } => Some(*sending),
        _ => None,
    };
    step.effects.iter().filter_map(sending).collect()
}

fn cancels(step: &Step) -> usize {
    step.effects.iter().filter(|effect| matches!(effect, Effect::CancelInvoice { .. })).count()
}

fn polls(step: &Step) -> Option<i32> {
    step.effects.iter().find_map(|effect| match effect {
        Effect::Poll { version, .. } => Some(*version),
        _ => None,
    })
}

#[test]
fn rule_1_the_order_and_every_sending_are_written_before_they_leave() {
    let driven = Driven::begin();
    let attempt = order().attempt;
    assert_eq!(
        driven.entries,
        [Entry::PaymentCreated { order: order() }, Entry::PaymentSending { attempt, sending: 1 }]
    );
    assert_eq!(sends(&driven.last), [1]);
    let mut driven = driven.with(&[(1_000, lost(1))]);
    let step = driven.step(Event::Tick, 3_000);
    assert_eq!(step.entries, [Entry::PaymentSending { attempt, sending: 2 }]);
    assert_eq!(sends(step), [2]);
}

#[test]
fn rule_4_polling_begins_with_the_reference_and_goes_on_through_everything() {
    let mut driven = Driven::begin();
    assert_eq!(polls(driven.step(created(), 200)), Some(0));
    assert_eq!(polls(driven.step(status(Status::Issued, 0, 2), 1_000)), Some(2));
    for event in [
        status(Status::Issued, 2, 2),
        nothing(),
        polled(StatusAnswer::NotFound),
        status(Status::Issued, 2, 2),
        Event::WaitPressed,
        Event::CancelPressed,
        cancel(CancelAnswer::Cancelled),
        cancel(CancelAnswer::AlreadyPaid),
        Event::Tick,
    ] {
        let step = driven.step(event, 100_000);
        assert!(!step.effects.contains(&Effect::StopPolling { attempt: order().attempt }));
        assert!(driven.attempt.is_open());
    }
}

#[test]
fn rule_5_a_definite_refusal_ends_the_first_sending_only() {
    let driven = Driven::begin().with(&[(200, refused(1))]);
    assert!(driven.attempt.is_final());
    // The repeat was refused, but the first may have arrived.
    let driven =
        Driven::begin().with(&[(1_000, lost(1)), (3_000, Event::Tick), (3_500, refused(2))]);
    assert!(matches!(driven.attempt.state(), State::SendUnknown { .. }));
    assert!(driven.attempt.is_open());
}

#[test]
fn rule_6_paid_is_written_before_the_version_that_acknowledges_it_is_carried() {
    let mut driven = issued();
    let step = driven.step(paid(None), 2_000);
    assert!(matches!(step.entries[..], [Entry::PaymentPaid { .. }]));
    assert_eq!(polls(step), Some(3));
    let step = driven.step(status(Status::Paid, 3, 3), 3_000);
    assert!(matches!(step.entries[..], [Entry::PaymentAcknowledged { .. }]));
    assert!(matches!(step.effects[..], [Effect::StopPolling { .. }, Effect::SubmitReceipt { .. }]));
}

#[test]
fn rule_6_paid_without_a_number_is_neither_booked_nor_acknowledged() {
    let mut driven = issued();
    for milliseconds in [1_000, 2_000] {
        assert_eq!(polls(driven.step(without_number(), milliseconds)), None);
    }
    let doubts =
        driven.entries.iter().filter(|entry| matches!(entry, Entry::PaymentInDoubt { .. }));
    assert_eq!(doubts.count(), 1);
    let driven = driven.with(&[(3_000, paid(None))]);
    assert_eq!(driven.name(), "Paid");
}

#[test]
fn rule_6_a_second_paid_changes_nothing() {
    let mut driven = issued().with(&[(1_000, paid(None))]);
    let step = driven.step(paid(Some(99_999)), 1_100);
    assert_eq!(*step, Step::default());
    let mut driven = driven.restarted(20_000);
    let step = driven.step(paid(None), 20_100);
    assert_eq!(*step, Step::default(), "the answer to a poll with the old version");
}

#[test]
fn rule_7_what_was_really_paid_is_booked() {
    for (amount, booked, circumstance) in [
        (None, 10_000, Circumstance::Expected),
        (Some(10_000), 10_000, Circumstance::Expected),
        (Some(9_999), 9_999, Circumstance::OtherAmount),
        (Some(10_001), 10_001, Circumstance::OtherAmount),
        (Some(0), 10_000, Circumstance::Expected),
        (Some(-10_000), 10_000, Circumstance::Expected),
    ] {
        let driven = issued().with(&[(1_000, paid(amount))]);
        let payment = driven.attempt.payment().unwrap();
        assert_eq!(payment.amount, Amount::from_minor(booked), "{amount:?}");
        assert_eq!(payment.circumstance, circumstance, "{amount:?}");
        assert_eq!(circumstance.ends_by_itself(), circumstance == Circumstance::Expected);
    }
}

#[test]
fn rule_8_cancel_is_written_first_and_asked_until_a_status_answers() {
    let mut driven = issued();
    let step = driven.step(Event::CancelPressed, 1_000);
    assert_eq!(step.entries, [Entry::PaymentCancelAsked { attempt: order().attempt }]);
    assert_eq!(cancels(step), 1);
    assert_eq!(cancels(driven.step(Event::Tick, 2_000)), 0, "the answer is awaited");
    for (round, answer) in (1u8..).zip([
        CancelAnswer::Nothing,
        CancelAnswer::Confirming,
        CancelAnswer::AlreadyPaid,
        CancelAnswer::Cancelled,
        CancelAnswer::NotFound,
    ]) {
        let begin = u64::from(round) * 10_000;
        assert_eq!(*driven.step(cancel(answer), begin), Step::default());
        assert!(driven.attempt.is_open(), "{answer:?} is not a status");
        assert_eq!(cancels(driven.step(Event::Tick, begin + 2_400)), 0);
        assert_eq!(cancels(driven.step(Event::Tick, begin + 2_500)), 1);
        let confirming = Phase::Confirming { heard: Duration::from_millis(2_500) };
        let phase = driven.attempt.phase(at(begin + 2_500));
        assert_eq!(phase == confirming, answer == CancelAnswer::Confirming, "{phase:?}");
    }
    assert_eq!(cancels(driven.step(Event::Tick, 120_000)), 1, "an answer that was lost inside");
    let driven = driven.with(&[(121_000, status(Status::Canceled, 2, 3))]);
    assert_eq!(driven.attempt.state(), &State::Ended(Outcome::CancelledHere));
}

/// SEQR answers every cancel with "not now", and every question with "open".
#[test]
fn rule_8_and_14_what_cannot_be_cancelled_is_in_doubt_after_a_minute_and_asked_on() {
    let open = || status(Status::Issued, 2, 2);
    let mut driven = issued().with(&[(1_000, Event::CancelPressed)]);
    let doubted = |driven: &mut Driven, from: u64| {
        for second in 0..60 {
            let now = from + second * 1_000;
            assert_eq!(driven.step(open(), now).entries, [], "{now}");
            let _asked = driven.step(cancel(CancelAnswer::Confirming), now);
            assert_eq!(driven.step(Event::Tick, now).entries, [], "{now}");
            assert!(!driven.attempt.can_be_settled());
        }
        let step = driven.step(Event::Tick, from + 60_000);
        let expected =
            Entry::PaymentInDoubt { attempt: order().attempt, doubt: Doubt::NotCancelled };
        assert_eq!(step.entries, [expected]);
    };
    doubted(&mut driven, 1_000);
    // It stays so, once and for all: SEQR's "open" is no news, and asking and cancelling go on.
    for second in 62..200 {
        assert_eq!(driven.step(open(), second * 1_000).entries, []);
    }
    assert_eq!(cancels(driven.step(Event::Tick, 200_000)), 1);
    let case = |driven: &Driven| driven.attempt.unsettled(at(200_000)).map(|it| it.case);
    assert_eq!(case(&driven), Some(Case::InDoubt(Doubt::NotCancelled)));
    // SEQR's word is taken whenever it comes.
    for (word, ends) in [
        (status(Status::Canceled, 2, 3), "Ended"),
        (status(Status::Failed, 2, 3), "Ended"),
        (paid(None), "Paid"),
    ] {
        assert_eq!(driven.clone().with(&[(201_000, word)]).name(), ends);
    }
    // So is a manager's, whichever way, and SEQR's after it.
    let not_paid = driven.clone().with(&[(201_000, settled(Verdict::NotPaid))]);
    assert_eq!(cancels(&not_paid.clone().with(&[(201_000, Event::Tick)]).last), 1);
    let was_paid = driven.clone().with(&[(201_000, settled(Verdict::Paid))]);
    assert_eq!(polls(&was_paid.last), Some(2));
    assert_eq!(was_paid.with(&[(202_000, paid(None))]).name(), "Paid");
    // A restart remembers, and another doubt gives way to this one again.
    let mut driven = driven.restarted(201_000);
    assert_eq!(driven.step(open(), 202_000).entries, []);
    assert_eq!(case(&driven), Some(Case::InDoubt(Doubt::NotCancelled)));
    let _unknown = driven.step(polled(StatusAnswer::NotFound), 203_000);
    assert_eq!(case(&driven), Some(Case::InDoubt(Doubt::NotFound)));
    assert!(matches!(driven.step(open(), 204_000).entries[..], [Entry::PaymentHeardAgain { .. }]));
    doubted(&mut issued().with(&[(1_000, Event::CancelPressed)]).restarted(5_000), 5_000);
}

#[test]
fn rule_8_a_cancel_survives_a_restart_at_any_point() {
    let mut sending = Driven::begin();
    let step = sending.step(Event::CancelPressed, 100);
    assert_eq!((step.entries.len(), cancels(step)), (1, 0), "there is no reference yet");
    assert_eq!(
        sending.attempt.phase(at(1_000)),
        Phase::Cancelling { heard: Duration::from_secs(1) }
    );
    let mut sending = sending.restarted(5_000);
    assert_eq!(sends(&sending.last), [2]);
    let answer = SendAnswer::Created { reference: "R".to_owned() };
    assert_eq!(cancels(sending.step(Event::Sent { sending: 2, answer }, 6_000)), 1);
    let pressed = issued().with(&[(1_000, Event::CancelPressed)]);
    let restarted = pressed.restarted(9_000);
    assert_eq!((polls(&restarted.last), cancels(&restarted.last)), (Some(0), 1));
}

#[test]
fn rule_9_paid_after_cancel_is_a_way_of_its_own() {
    let driven = issued().with(&[(1_000, Event::CancelPressed), (2_000, paid(None))]);
    let payment = driven.attempt.payment().unwrap();
    assert_eq!(payment.circumstance, Circumstance::AfterCancel);
    let ended = issued().with(&[(1_000, status(Status::Canceled, 2, 3))]);
    assert_eq!(ended.attempt.state(), &State::Ended(Outcome::CancelledByCustomer));
}

#[test]
fn rule_10_a_lost_sending_is_repeated_for_a_while_then_held_then_released() {
    let mut driven = Driven::begin();
    let mut milliseconds = 1_000;
    for sending in 1..=7 {
        let _step = driven.step(lost(sending), milliseconds);
        assert!(sends(driven.step(Event::Tick, milliseconds + 1_900)).is_empty());
        let again = sends(driven.step(Event::Tick, milliseconds + 2_000));
        assert_eq!(again, if sending < 7 { vec![sending + 1] } else { vec![] });
        milliseconds += 3_500;
    }
    let last = milliseconds - 3_500;
    let held = |driven: &Driven, milliseconds| driven.attempt.phase(at(milliseconds));
    assert_eq!(held(&driven, last), Phase::Unreachable { held_for: HOLD_AFTER_LOSS });
    assert_eq!(driven.try_step(Event::ReleasePressed, last + 29_900), Err(NotOffered));
    assert_eq!(held(&driven, last + 30_000), Phase::Unreachable { held_for: Duration::ZERO });
    // Another try begins the hold anew.
    let mut again = driven.clone().with(&[(last + 30_000, Event::WaitPressed)]);
    assert_eq!(again.try_step(Event::WaitPressed, last + 30_100), Err(NotOffered));
    assert_eq!(again.try_step(Event::ReleasePressed, last + 31_000), Err(NotOffered));
    let _step = again.step(lost(8), last + 40_000);
    assert_eq!(again.try_step(Event::ReleasePressed, last + 69_900), Err(NotOffered));
    let _step = driven.step(Event::ReleasePressed, last + 30_000);
    assert_eq!(driven.attempt.state(), &State::Released);
    let late = SendAnswer::Created { reference: "R".to_owned() };
    assert_eq!(*driven.step(Event::Sent { sending: 7, answer: late }, 100_000), Step::default());
    assert_eq!(*driven.step(paid(None), 101_000), Step::default());
}

#[test]
fn rule_10_cancelling_an_unreachable_invoice_releases_it_after_the_hold() {
    let mut driven = Driven::begin().with(&[(25_000, lost(1)), (27_000, Event::Tick)]);
    let _step = driven.step(lost(2), 50_000);
    let _step = driven.step(Event::CancelPressed, 51_000);
    assert_eq!(*driven.step(Event::Tick, 79_900), Step::default());
    let step = driven.step(Event::Tick, 80_000);
    assert_eq!(step.entries, [Entry::PaymentReleased { attempt: order().attempt }]);
}

#[test]
fn rule_13_each_state_takes_up_what_a_death_interrupted() {
    for before in every_state() {
        let after = before.restarted(500_000);
        let step = &after.last;
        match before.name() {
            "Sending" | "Unknown" => {
                assert_eq!(sends(step).len(), 1);
                assert!(after.attempt.is_open());
            }
            "Issued" | "Doubt" => {
                assert_eq!(polls(step), Some(0));
                assert_eq!(cancels(step), usize::from(before.attempt.wish == Wish::Cancel));
            }
            "Paid" => assert_eq!(polls(step), Some(3)),
            "SetPaid" => assert_eq!(polls(step), Some(2)),
            "Acked" => assert!(matches!(step.effects[..], [Effect::SubmitReceipt { .. }])),
            _ => assert_eq!(*step, Step::default()),
        }
        assert_eq!(before.attempt.is_final(), after.attempt.is_final());
    }
    let recovered = issued().restarted(500_000).with(&[(501_000, paid(None))]);
    let payment = recovered.attempt.payment().unwrap();
    assert_eq!(payment.circumstance, Circumstance::Recovered);
}

#[test]
fn rule_13_a_minute_of_silence_or_54_is_doubt_and_asking_goes_on() {
    let mut driven = issued();
    assert_eq!(
        driven.attempt.phase(at(4_000)),
        Phase::NoContact { silent: Duration::from_millis(3_500) }
    );
    assert_eq!(*driven.step(Event::Tick, 60_400), Step::default());
    let step = driven.step(Event::Tick, 60_500);
    assert!(matches!(step.entries[..], [Entry::PaymentInDoubt { doubt: Doubt::Silence, .. }]));
    let step = driven.step(polled(StatusAnswer::NotFound), 61_000);
    assert!(matches!(step.entries[..], [Entry::PaymentInDoubt { doubt: Doubt::NotFound, .. }]));
    assert_eq!(*driven.step(polled(StatusAnswer::NotFound), 62_000), Step::default());
    let step = driven.step(status(Status::Issued, 2, 2), 63_000);
    assert!(matches!(step.entries[..], [Entry::PaymentHeardAgain { .. }]));
    assert_eq!(driven.name(), "Issued");
}

#[test]
fn the_wall_clock_may_jump() {
    let mut driven = issued();
    let before: Timestamp = "2020-01-01T00:00:00Z".parse().unwrap();
    for wall in [Timestamp::MAX, before, Timestamp::MIN] {
        let now = Now { at: wall, ..at(5_000) };
        assert_eq!(driven.attempt.step(Event::Tick, now), Ok(Step::default()));
        assert_eq!(driven.attempt.phase(now), driven.attempt.phase(at(5_000)));
    }
}

#[test]
fn stale_answers_change_nothing() {
    let mut driven = Driven::begin().with(&[(1_000, lost(1)), (3_000, Event::Tick)]);
    assert_eq!(*driven.step(created(), 3_100), Step::default(), "of the sending before");
    let mut driven = issued();
    let stranger = |answer| Event::Polled { reference: "Q".to_owned(), asked: 9, answer };
    let Event::Polled { answer, .. } = paid(None) else { panic!("a poll") };
    assert_eq!(*driven.step(stranger(answer), 1_000), Step::default(), "of another invoice");
    let answer = CancelAnswer::Cancelled;
    let other = Event::CancelAnswered { reference: "Q".to_owned(), answer };
    assert_eq!(*driven.step(other, 1_000), Step::default());
    assert_eq!(polls(driven.step(status(Status::Issued, 0, 1), 1_000)), None, "an older version");
    let mut driven = driven.with(&[(2_000, paid(None))]);
    for (asked, version, word) in [
        (2, 2, Status::Issued),
        (2, 4, Status::Canceled),
        (3, 2, Status::Canceled),
        (3, 3, Status::Issued),
        (3, 4, Status::Other("?".to_owned())),
    ] {
        assert_eq!(*driven.step(status(word, asked, version), 2_500), Step::default());
    }
    assert_eq!(driven.name(), "Paid");
}

#[test]
fn an_answer_without_a_version_does_not_lead_back() {
    let mut driven = issued();
    assert_eq!(polls(driven.step(status(Status::Paid, 2, 0), 1_000)), Some(2));
    assert_eq!(driven.with(&[(2_000, status(Status::Paid, 2, 0))]).name(), "Acked");
}

#[test]
fn no_state_waits_for_ever_for_an_answer() {
    let mut sending = Driven::begin();
    assert_eq!(*sending.step(Event::Tick, 59_900), Step::default());
    let step = sending.step(Event::Tick, 60_000);
    assert!(matches!(step.entries[..], [Entry::PaymentSendLost { sending: 1, .. }]));
    let mut submitting = acknowledged();
    assert_eq!(*submitting.step(Event::Tick, 61_900), Step::default());
    assert!(matches!(
        submitting.step(Event::Tick, 62_000).effects[..],
        [Effect::SubmitReceipt { .. }]
    ));
}

#[test]
fn submitting_is_tried_until_it_is_taken() {
    let mut driven = acknowledged();
    let mut milliseconds = 3_000;
    for pause in [2_000, 10_000, 60_000, 300_000, 300_000] {
        assert_eq!(
            *driven.step(Event::Submitted(SubmitAnswer::Nothing), milliseconds),
            Step::default()
        );
        assert_eq!(*driven.step(Event::Tick, milliseconds + pause - 500), Step::default());
        assert_eq!(
            driven.step(Event::Tick, milliseconds + pause).effects.len(),
            1,
            "after {pause} s"
        );
        milliseconds += pause + 1_000;
    }
    let driven = driven.with(&[(milliseconds, Event::Submitted(SubmitAnswer::Taken))]);
    assert!(driven.attempt.is_final());
}

#[test]
fn the_acknowledgement_is_owed_only_while_it_can_help() {
    let driven = issued().with(&[(1_000, paid(None))]);
    assert!(driven.attempt.owes_acknowledgement(at(30_900)));
    assert!(!driven.attempt.owes_acknowledgement(at(31_000)));
    assert!(!acknowledged().attempt.owes_acknowledgement(at(2_000)));
}

#[test]
fn the_faces_of_waiting() {
    let driven = issued().with(&[(29_500, status(Status::Issued, 2, 2))]);
    let heard = Duration::from_millis(500);
    assert_eq!(driven.attempt.phase(at(30_000)), Phase::Waiting { heard });
    let driven = driven.with(&[(30_000, status(Status::Issued, 2, 2))]);
    assert_eq!(driven.attempt.phase(at(30_500)), Phase::Asking { heard });
    let driven = driven.with(&[(30_500, Event::WaitPressed)]);
    assert_eq!(driven.attempt.phase(at(30_500)), Phase::Waiting { heard });
}
