//! Rule 17, promise by promise.

use super::*;

#[test]
fn the_order_and_every_sending_are_written_before_they_leave() {
    let driven = Driven::whole();
    let order = order(10_000, 10_000);
    assert_eq!(
        driven.entries,
        [Entry::RefundCreated { order }, Entry::RefundSending { refund: ID, sending: 1 }]
    );
    assert_eq!(driven.last.effects, [Effect::Send { refund: ID, sending: 1 }]);
}

#[test]
fn the_whole_remainder_is_sent_again_with_growing_pauses() {
    let mut driven = Driven::whole();
    let mut seconds = 1;
    for (sending, pause) in (1..).zip([2, 5, 15, 60, 300, 300]) {
        let _step = driven.try_step(lost(sending), seconds).unwrap();
        assert!(matches!(
            driven.refund.phase(at(seconds)),
            RefundPhase::SendingAgain { sendings, again_in }
                if sendings == sending && again_in == Duration::from_secs(pause)
        ));
        assert_eq!(*driven.try_step(Event::Tick, seconds + pause - 1).unwrap(), Step::default());
        seconds += pause;
        let _step = driven.try_step(Event::Tick, seconds).unwrap();
        assert_eq!(driven.sends(), 1, "after {pause} s");
    }
}

#[test]
fn more_than_paid_after_a_lost_answer_says_that_the_first_went_through() {
    let driven = Driven::whole().with(&[(1, "lost1"), (3, "tick"), (4, "more2")]);
    assert_eq!(driven.refund.phase(at(4)), RefundPhase::Refunded { ers_reference: None });
    assert!(driven.refund.is_final(), "there is no number to submit a receipt under");
    // Without a loss it is what it says.
    let driven = Driven::whole().with(&[(1, "more1")]);
    assert!(matches!(
        driven.refund.phase(at(1)),
        RefundPhase::Refused(Refusal::Code { code: 98, .. })
    ));
}

#[test]
fn a_part_is_never_sent_twice_whatever_happens() {
    let settled_before =
        Driven::begin(RefundOrder { settled_before: true, ..order(10_000, 10_000) });
    for begun in [Driven::part(), settled_before] {
        let mut driven = begun.with(&[(1, "lost1")]);
        assert_eq!(driven.refund.phase(at(1)), RefundPhase::InDoubt);
        for (seconds, event) in
            [(2, Event::Tick), (400, Event::Tick), (9_000, Event::Recovered), (9_001, lost(1))]
        {
            assert_eq!(*driven.try_step(event, seconds).unwrap(), Step::default());
        }
    }
}

#[test]
fn a_refusal_after_a_loss_is_no_refusal() {
    for code in [10, 20, 23, 97, 99] {
        let mut driven = Driven::whole().with(&[(1, "lost1"), (3, "tick")]);
        let _step = driven.try_step(answer(2, code), 4).unwrap();
        assert!(driven.refund.is_open(), "{code}");
        assert!(!driven.refund.is_given_back(), "{code}");
    }
}

#[test]
fn a_manager_settles_only_what_nobody_knows() {
    for (word, verdict, given_back) in
        [("back", Verdict::GivenBack, true), ("notback", Verdict::NotGivenBack, false)]
    {
        let driven = Driven::part().with(&[(1, "lost1"), (2, word)]);
        assert_eq!(driven.refund.phase(at(2)), RefundPhase::Settled { verdict });
        assert_eq!(driven.refund.is_given_back(), given_back);
        assert!(driven.refund.is_final());
        let reason = "seen in the report".to_owned();
        let entry = Entry::RefundSettled { refund: ID, verdict, by: UserNumber(2), reason };
        assert_eq!(driven.last.entries, [entry]);
    }
}

#[test]
fn the_refunds_own_receipt_is_submitted_until_seqr_says_something() {
    let mut driven = Driven::whole().with(&[(1, "done1")]);
    let submit = Effect::SubmitReceipt { refund: ID, ers_reference: "E".to_owned() };
    assert_eq!(driven.last.effects, std::slice::from_ref(&submit));
    assert!(!driven.refund.is_open(), "nothing waits for it");
    let mut seconds = 2;
    for pause in [2, 10, 60, 300, 300] {
        let _step = driven.try_step(event("untaken"), seconds).unwrap();
        assert_eq!(*driven.try_step(Event::Tick, seconds + pause - 1).unwrap(), Step::default());
        seconds += pause;
        let step = driven.try_step(Event::Tick, seconds).unwrap();
        assert_eq!(step.effects, std::slice::from_ref(&submit), "after {pause} s");
    }
    assert!(driven.clone().with(&[(seconds, "taken")]).refund.is_final());
    assert!(driven.clone().with(&[(seconds, "unwanted")]).refund.is_final());
    // A restart asks again.
    let _step = driven.try_step(Event::Recovered, seconds).unwrap();
    assert_eq!(driven.last.effects, [submit]);
}

#[test]
fn no_state_waits_for_ever_for_an_answer() {
    let mut driven = Driven::whole();
    assert_eq!(*driven.try_step(Event::Tick, 59).unwrap(), Step::default());
    let step = driven.try_step(Event::Tick, 60).unwrap();
    assert!(matches!(step.entries[..], [Entry::RefundSendLost { sending: 1, .. }]));
    let mut driven = Driven::whole().with(&[(1, "done1")]);
    assert_eq!(*driven.try_step(Event::Tick, 60).unwrap(), Step::default());
    let step = driven.try_step(Event::Tick, 61).unwrap();
    assert!(matches!(step.effects[..], [Effect::SubmitReceipt { .. }]));
}
