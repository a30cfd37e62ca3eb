//! What holds for the list whatever is drawn: nothing is sent without a reason, a number and a PIN, and nothing for a
//! payment that has meanwhile been settled by SEQR.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::app::fixture;
use crate::app::theme::Tone;
use crate::app::widget::keypad;
use crate::app::words::{unsettled_alarm, unsettled_sign};
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::payment::{Case, Circumstance, Doubt, Offer, Payment};
use crate::core::receipt::ReceiptId;
use crate::core::refund::{self, RefundId};
use crate::core::register::Command;
use crate::core::user::UserNumber;
use crate::till::snapshot::Approval;

fn payment() -> Payment {
    let ers_reference = "2026112114050917".to_owned();
    let (amount, circumstance) = (Amount::from_minor(13_830), Circumstance::Expected);
    Payment { ers_reference, amount, circumstance, version: 2 }
}

/// Every case, by name.
fn cases() -> Vec<(&'static str, Case)> {
    vec![
        ("unanswered", Case::Unanswered),
        ("in doubt", Case::InDoubt(Doubt::NotFound)),
        ("unacknowledged", Case::Unacknowledged(payment())),
        ("another amount", Case::AnotherAmount(payment())),
        ("settled as paid", Case::SettledAsPaid(Doubt::Silence)),
        ("settled as not paid", Case::SettledAsNotPaid(Doubt::Silence)),
        ("released", Case::Released),
        ("taken back", Case::TakenBack(payment())),
        ("paid after all", Case::PaidAfterAll(payment())),
        ("not paid after all", Case::NotPaidAfterAll { status: "Canceled".to_owned() }),
        ("refund unanswered", Case::RefundUnanswered),
        ("refund in doubt", Case::RefundInDoubt),
    ]
}

fn offered(case: &Case) -> Offer {
    match case {
        Case::Unanswered | Case::Unacknowledged(_) => Offer::Nothing,
        Case::InDoubt(_) | Case::RefundUnanswered | Case::RefundInDoubt => Offer::Settling,
        _ => Offer::Noting,
    }
}

/// The only payment of the list, in this case.
fn only(case: &Case, offers: Offer) -> Unsettled {
    Unsettled { offers, ..with([case.clone()]).unsettled[0].clone() }
}

/// What a case is about.
fn subject_of(case: &Case, number: u32) -> Subject {
    match case {
        Case::RefundUnanswered | Case::RefundInDoubt => {
            Subject::Refund(RefundId { receipt: ReceiptId(17), number })
        }
        _ => subject(number),
    }
}

fn subject(number: u32) -> Subject {
    Subject::Payment(attempt(number))
}

fn attempt(number: u32) -> AttemptId {
    AttemptId { receipt: ReceiptId(17), number }
}

fn with(cases: impl IntoIterator<Item = Case>) -> Snapshot {
    let snapshot = fixture::two_articles();
    let since = snapshot.at;
    let list = (1..).zip(cases).map(|(number, case)| Unsettled {
        subject: subject_of(&case, number),
        amount: Amount::from_minor(13_830),
        since,
        offers: offered(&case),
        case,
        said: None,
    });
    Snapshot { unsettled: list.collect::<Vec<_>>().into(), ..snapshot }
}

fn doubtful() -> Snapshot {
    with([Case::InDoubt(Doubt::NotFound)])
}

const PAID: Deed = Deed::Settle(Verdict::Paid);

/// Does all these things, of which none says anything.
fn quietly(state: &mut State, snapshot: &Snapshot, messages: impl IntoIterator<Item = Message>) {
    for message in messages {
        assert_eq!(state.update(message.clone(), snapshot), Action::None, "{message:?}");
    }
}

fn digits(text: &str) -> Vec<Message> {
    let press =
        |digit| Message::Approval(approval::Message::KeyPressed(keypad::Press::of(digit).unwrap()));
    text.chars().map(press).collect()
}

fn forward() -> Message {
    Message::Approval(approval::Message::ForwardPressed)
}

/// Everything up to the last press.
fn up_to_the_pin(state: &mut State, snapshot: &Snapshot) {
    quietly(
        state,
        snapshot,
        [
            Message::DeedPressed(subject(1), PAID),
            Message::ReasonPressed("unsettled-because-seen"),
            Message::ForwardPressed,
        ],
    );
    quietly(state, snapshot, digits("2"));
    quietly(state, snapshot, [forward()]);
    quietly(state, snapshot, digits("2222"));
}

fn approve(reason: &str) -> Action {
    let command = Command::SettlePayment {
        attempt: attempt(1),
        verdict: Verdict::Paid,
        reason: reason.to_owned(),
    };
    Action::Send(Intent::Approve { user: UserNumber(2), pin: "2222".into(), command })
}

#[test]
fn a_reason_a_number_and_a_pin_settle_a_payment() {
    let mut snapshot = doubtful();
    let mut state = State::payment(attempt(1));
    up_to_the_pin(&mut state, &snapshot);
    assert!(state.takes_pin());
    let sent = state.update(forward(), &snapshot);
    assert_eq!(sent, approve("Kunden visade betalningen i telefonen."));
    assert_eq!(state.update(forward(), &snapshot), Action::None, "the PIN has left");
    snapshot.approval = Approval::Done { times: 1 };
    assert_eq!(state.follow(&snapshot), Action::Close, "the dialog below says what comes next");
}

#[test]
fn nothing_goes_on_without_a_reason() {
    let snapshot = doubtful();
    let mut state = State::payment(attempt(1));
    quietly(
        &mut state,
        &snapshot,
        [Message::DeedPressed(subject(1), PAID), Message::ForwardPressed],
    );
    assert!(!state.takes_pin());
    quietly(&mut state, &snapshot, [Message::Typed(' '), Message::Typed('\n')]);
    assert_eq!(state.stroke(Stroke::Enter, &snapshot), Action::None);
    assert!(!state.takes_pin());
    for character in "ring  SEQR".chars() {
        assert_eq!(state.stroke(Stroke::Character(character), &snapshot), Action::None);
    }
    assert_eq!(state.stroke(Stroke::Enter, &snapshot), Action::None);
    assert!(state.takes_pin());
    let typed = |state: &State| match &state.step {
        Step::Approval { typed, .. } | Step::Reason { typed, .. } => typed.clone(),
        _ => String::new(),
    };
    assert_eq!(typed(&state), "Ring SEQR");
    // Back, and what was typed is still there.
    let back = state.update(Message::Approval(approval::Message::BackPressed), &snapshot);
    assert_eq!(back, Action::Send(Intent::ForgetApproval));
    assert_eq!(typed(&state), "Ring SEQR");
    quietly(&mut state, &snapshot, (0..500).map(|_| Message::Typed('x')));
    assert_eq!(typed(&state).chars().count(), LONGEST_REASON);
}

#[test]
fn a_press_for_what_is_not_offered_any_more_does_nothing() {
    // Another deed, another payment, another face.
    for messages in [
        vec![Message::DeedPressed(subject(1), Deed::Note)],
        vec![Message::DeedPressed(subject(2), PAID)],
        vec![Message::RowPressed(subject(2)), Message::Turned(5)],
        vec![Message::ReasonPressed("unsettled-because-seen"), Message::ForwardPressed],
        vec![Message::Typed('x'), forward()],
    ] {
        let mut state = State::payment(attempt(1));
        quietly(&mut state, &doubtful(), messages);
        assert!(matches!(state.step, Step::Detail(seen) if seen == subject(1)));
        assert_eq!(state.first, 0);
    }
    // A deed that was on the screen while the case changed.
    let mut state = State::payment(attempt(1));
    quietly(&mut state, &with([Case::Unanswered]), [Message::DeedPressed(subject(1), PAID)]);
    assert!(matches!(state.step, Step::Detail(_)));
}

#[test]
fn seqr_answers_while_the_pin_is_typed() {
    let before = doubtful();
    for after in [with([]), with([Case::SettledAsPaid(Doubt::NotFound)])] {
        let mut from_dialog = State::payment(attempt(1));
        up_to_the_pin(&mut from_dialog, &before);
        assert_eq!(from_dialog.follow(&after), Action::Close);
        let mut from_list = State::list();
        quietly(&mut from_list, &before, [Message::RowPressed(subject(1))]);
        up_to_the_pin(&mut from_list, &before);
        assert_eq!(from_list.follow(&after), Action::Send(Intent::ForgetApproval));
        assert_eq!(from_list.news, Some(News::Changed(subject(1))));
        assert_eq!(from_list.update(forward(), &after), Action::None);
    }
}

#[test]
fn a_wrong_pin_is_typed_anew_and_the_reason_stays() {
    let mut snapshot = doubtful();
    let mut state = State::payment(attempt(1));
    up_to_the_pin(&mut state, &snapshot);
    let _sent = state.update(forward(), &snapshot);
    snapshot.approval = Approval::Refused { times: 1 };
    assert_eq!(state.follow(&snapshot), Action::None);
    quietly(&mut state, &snapshot, digits("2222"));
    let sent = state.update(forward(), &snapshot);
    assert_eq!(sent, approve("Kunden visade betalningen i telefonen."));
}

#[test]
fn it_closes_with_a_log_off_and_under_a_locked_screen() {
    let nobody = Snapshot { user: None, ..doubtful() };
    assert_eq!(State::list().follow(&nobody), Action::Close);
    let locked = Snapshot { locked: true, ..doubtful() };
    assert_eq!(State::list().follow(&locked), Action::Close);
    assert_eq!(State::list().follow(&doubtful()), Action::None);
}

#[test]
fn the_way_back_ends_outside() {
    let snapshot = doubtful();
    let mut state = State::payment(attempt(1));
    quietly(&mut state, &snapshot, [Message::DeedPressed(subject(1), PAID)]);
    for expected in [Action::None, Action::None, Action::Close] {
        assert_eq!(state.stroke(Stroke::Escape, &snapshot), expected);
    }
}

#[test]
fn a_keyboard_is_enough() {
    let snapshot = doubtful();
    let mut state = State::list();
    let pin = "2222".chars().map(Stroke::Character);
    let keys = [Stroke::Character('1'), Stroke::Function(8), Stroke::Function(1), Stroke::Enter]
        .into_iter()
        .chain([Stroke::Character('2'), Stroke::Enter])
        .chain(pin);
    for key in keys {
        assert_eq!(state.stroke(key, &snapshot), Action::None, "{key:?}");
    }
    let sent = state.stroke(Stroke::Enter, &snapshot);
    assert_eq!(sent, approve("Kunden visade betalningen i telefonen."));
}

#[test]
fn every_page_of_a_long_list_can_be_seen_and_a_shorter_one_has_no_empty_page() {
    let snapshot = with((0..12).map(|_| Case::Released));
    let mut state = State::list();
    let mut seen = Vec::new();
    loop {
        seen.extend(state.page(&snapshot).rows());
        let before = state.first;
        assert_eq!(state.stroke(Stroke::PageDown, &snapshot), Action::None);
        if state.first == before {
            break;
        }
    }
    assert_eq!(seen, (0..12).collect::<Vec<_>>());
    assert_eq!(state.page(&with([Case::Released])).rows(), 0..1);
}

#[test]
fn every_case_has_a_sign_words_and_reasons_of_its_own() {
    for language in Language::ALL {
        let texts = Texts::of(language);
        let (mut signs, mut words) = (BTreeMap::new(), BTreeMap::new());
        for (named, case) in cases() {
            let sign = format!("{:?}", unsettled_sign(&case).0);
            assert_eq!(signs.insert(sign, named), None, "{named} has another's sign");
            let text = texts.get(name(&case)).into_owned();
            assert_eq!(words.insert(text, named), None, "{named} has another's words");
            for offers in [Offer::Nothing, offered(&case), Offer::Noting] {
                let payment = only(&case, offers);
                for text in [words::kassa(&case, texts), to_do(&payment, texts)] {
                    assert!(text.ends_with('.'), "{named}: {text}");
                }
            }
            let offered = [offered(&case), Offer::Noting].map(|offers| only(&case, offers));
            for deed in offered.iter().flat_map(Deed::of) {
                let reasons = deed.reasons(&case);
                let texts: Vec<_> = reasons.iter().map(|text| texts.get(text)).collect();
                assert!(texts.iter().all(|text| text.ends_with('.')), "{named}");
                let different = texts.iter().collect::<std::collections::BTreeSet<_>>().len();
                assert_eq!(different, texts.len(), "{named}");
            }
        }
    }
}

#[test]
fn what_is_offered_is_what_the_register_would_take() {
    for (named, case) in cases() {
        for offers in [Offer::Nothing, Offer::Settling, Offer::Noting] {
            let payment = only(&case, offers);
            let deeds = Deed::of(&payment);
            let settles = match payment.subject {
                Subject::Payment(_) => PAID,
                Subject::Refund(_) => Deed::SettleRefund(refund::Verdict::GivenBack),
            };
            assert_eq!(deeds.contains(&Deed::Note), offers == Offer::Noting, "{named}");
            assert_eq!(deeds.contains(&settles), offers == Offer::Settling, "{named}");
        }
    }
}

#[test]
fn missing_money_is_red_and_doubt_is_not() {
    assert_eq!(unsettled_alarm(&with([])), None);
    assert_eq!(unsettled_alarm(&doubtful()), Some(Tone::Warn));
    let both = with([Case::InDoubt(Doubt::Silence), Case::TakenBack(payment())]);
    assert_eq!(unsettled_alarm(&both), Some(Tone::Danger));
}

#[test]
fn the_one_sentence_says_what_will_happen_to_this_receipt() {
    let sentence =
        |snapshot: &Snapshot, deed: Deed| deed.consequence(&snapshot.unsettled[0], snapshot);
    let doubt = doubtful();
    assert_eq!(sentence(&doubt, PAID), "unsettled-will-paid");
    let mut part = doubtful();
    Arc::make_mut(&mut part.unsettled)[0].amount = Amount::from_minor(10_000);
    assert_eq!(sentence(&part, PAID), "unsettled-will-paid-part");
    let taken_back = with([Case::TakenBack(payment())]);
    assert_eq!(sentence(&taken_back, Deed::Note), "unsettled-will-take-off");
    let ended = Snapshot { receipt: None, ..taken_back };
    assert_eq!(sentence(&ended, Deed::Note), "unsettled-will-keep");
}

#[test]
fn a_refund_in_doubt_is_settled_as_a_payment_is() {
    let snapshot = with([Case::RefundInDoubt]);
    let id = subject_of(&Case::RefundInDoubt, 1);
    let mut state = State::list();
    let not_given_back = Deed::SettleRefund(refund::Verdict::NotGivenBack);
    quietly(
        &mut state,
        &snapshot,
        [
            Message::RowPressed(id),
            // What belongs to payments is not offered for it.
            Message::DeedPressed(id, PAID),
            Message::DeedPressed(id, Deed::Note),
            Message::DeedPressed(id, not_given_back),
            Message::ReasonPressed("unsettled-because-refund-denied"),
            Message::ForwardPressed,
        ],
    );
    quietly(&mut state, &snapshot, digits("2"));
    quietly(&mut state, &snapshot, [forward()]);
    quietly(&mut state, &snapshot, digits("2222"));
    let command = Command::SettleRefund {
        refund: RefundId { receipt: ReceiptId(17), number: 1 },
        verdict: refund::Verdict::NotGivenBack,
        reason: "SEQR:s kundtjänst hittar ingen återbetalning.".to_owned(),
    };
    let expected =
        Action::Send(Intent::Approve { user: UserNumber(2), pin: "2222".into(), command });
    assert_eq!(state.update(forward(), &snapshot), expected);
}
