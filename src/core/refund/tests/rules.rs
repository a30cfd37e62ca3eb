//! Rule 17, promise by promise.

use super::super::super::entry::{RefundSendLost, RefundSettled};
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
        let entry =
            Entry::RefundSettled(RefundSettled { refund: ID, verdict, by: UserNumber(2), reason });
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
    assert!(matches!(step.entries[..], [Entry::RefundSendLost(RefundSendLost { sending: 1, .. })]));
    let mut driven = Driven::whole().with(&[(1, "done1")]);
    assert_eq!(*driven.try_step(Event::Tick, 60).unwrap(), Step::default());
    let step = driven.try_step(Event::Tick, 61).unwrap();
    assert!(matches!(step.effects[..], [Effect::SubmitReceipt { .. }]));
}

/// The list of what is not settled (rule 14): a part at its first loss, the whole once answers are lost again and again.
#[test]
fn a_refund_that_nobody_knows_about_is_on_the_list() {
    use super::super::super::payment::{Case, Offer, Subject};
    let listed = |driven: &Driven, seconds: u64| {
        driven.refund.unsettled(at(seconds)).map(|it| {
            assert_eq!(
                (it.subject, it.amount),
                (Subject::Refund(ID), driven.refund.order().amount)
            );
            (it.case, it.offers)
        })
    };
    let lost =
        |sending| Event::Sent { sending, answer: RefundAnswer::Lost { detail: String::new() } };
    let mut part = Driven::part();
    assert_eq!(listed(&part, 0), None);
    let _doubt = part.try_step(lost(1), 1).unwrap();
    assert_eq!(listed(&part, 1), Some((Case::RefundInDoubt, Offer::Settling)));
    let restored = part.restored(9).unsettled(at(9)).map(|it| it.case);
    assert_eq!(restored, Some(Case::RefundInDoubt));
    let verdict = Verdict::NotGivenBack;
    let settled = Event::Settled { verdict, by: UserNumber(2), reason: "seen".to_owned() };
    let _settled = part.try_step(settled, 10).unwrap();
    assert_eq!(listed(&part, 10), None);

    let mut whole = Driven::whole();
    for (sending, seconds, again) in [(1, 1, 3), (2, 4, 9), (3, 10, 25)] {
        assert_eq!(listed(&whole, seconds), None, "it is only sent again");
        let _lost = whole.try_step(lost(sending), seconds).unwrap();
        if sending == 3 {
            assert_eq!(listed(&whole, 10), Some((Case::RefundUnanswered, Offer::Settling)));
        }
        let _again = whole.try_step(Event::Tick, again).unwrap();
        assert_eq!(whole.sends(), 1);
    }
    assert_eq!(listed(&whole, 25), Some((Case::RefundUnanswered, Offer::Nothing)));
    let answer = RefundAnswer::Refunded { ers_reference: Some("E".to_owned()) };
    let _done = whole.try_step(Event::Sent { sending: 4, answer }, 26).unwrap();
    assert_eq!(listed(&whole, 26), None);
}
