//! The in-doubt list: pictures of everything it can show, and hands that press.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says so by failing")]

mod payment_situations;
#[allow(dead_code, reason = "only some sizes are used here")]
mod picture;

use std::sync::Arc;

use iced::widget::{container, space};
use iced::{Fill, Size};
use jiff::tz::TimeZone;
use kassa::app::Message;
use kassa::app::fixture::{self, strokes};
use kassa::app::frame::Frame;
use kassa::app::keyboard::Stroke;
use kassa::app::screen::sale as sale_screen;
use kassa::app::screen::unsettled::{Deed, Message as Said, State};
use kassa::app::theme::{self, Theme};
use kassa::app::widget::modal;
use kassa::core::language::Language;
use kassa::core::payment::{Case, Circumstance, Doubt, Offer, Phase, Subject, Verdict};
use kassa::core::refund;
use kassa::core::register::{Command, Refused};
use kassa::core::user::UserNumber;
use kassa::language::Texts;
use kassa::till::intent::Intent;
use kassa::till::snapshot::{Approval, Snapshot};
use payment_situations::register::{Hand, Register};
use payment_situations::{
    attempt, for_real, listing, paying, payment, phase, sale, seconds, seqr_means, subject_of, tag,
    taken,
};

const SMALL: Size = Size::new(1024.0, 768.0);
const WIDE: Size = Size::new(1366.0, 768.0);

const PAID: Deed = Deed::Settle(Verdict::Paid);

/// Every case, by name.
fn cases() -> Vec<(&'static str, Case)> {
    let money = || payment(13_830, Circumstance::Expected);
    vec![
        ("unanswered", Case::Unanswered),
        ("in-doubt-not-found", Case::InDoubt(Doubt::NotFound)),
        ("in-doubt-silence", Case::InDoubt(Doubt::Silence)),
        ("in-doubt-without-number", Case::InDoubt(Doubt::WithoutNumber)),
        ("in-doubt-not-cancelled", Case::InDoubt(Doubt::NotCancelled)),
        ("unacknowledged", Case::Unacknowledged(money())),
        ("another-amount", Case::AnotherAmount(payment(12_000, Circumstance::AfterSettling))),
        ("settled-paid", Case::SettledAsPaid(Doubt::NotFound)),
        ("settled-not-paid", Case::SettledAsNotPaid(Doubt::Silence)),
        ("released", Case::Released),
        ("taken-back", Case::TakenBack(money())),
        ("paid-after-all", Case::PaidAfterAll(money())),
        ("not-paid-after-all", Case::NotPaidAfterAll { status: "Expired".to_owned() }),
        ("refund-unanswered", Case::RefundUnanswered),
        ("refund-in-doubt", Case::RefundInDoubt),
    ]
}

/// The same list, when a manager may do something else about it.
fn offering(mut snapshot: Snapshot, offers: Offer) -> Snapshot {
    for listed in Arc::make_mut(&mut snapshot.unsettled) {
        listed.offers = offers;
    }
    snapshot
}

fn compare(name: &str, size: Size, theme: Theme, state: &State, snapshot: &Snapshot) {
    let zone = TimeZone::UTC;
    let texts = Texts::of(snapshot.language);
    let frame = Frame { snapshot, texts, size, at: snapshot.at, zone: &zone };
    let ground = container(space()).width(Fill).height(Fill).style(theme::ground);
    let element = modal(ground, Some(state.view(&frame)));
    let different = picture::compare(&format!("unsettled-{name}"), size, theme, element);
    assert_eq!(different, None, "it looks different from its picture");
}

/// In both languages and at both sizes, after some messages.
fn check(name: &str, snapshot: &Snapshot, open: impl Fn() -> State, messages: &[Said]) {
    for language in Language::ALL {
        let snapshot = fixture::speaking(language, snapshot.clone());
        let mut state = open();
        for message in messages {
            let _action = state.update(message.clone(), &snapshot);
        }
        for (width, size) in [("1024", SMALL), ("1366", WIDE)] {
            let name = format!("{name}-{}-{width}", tag(language));
            compare(&name, size, Theme::Light, &state, &snapshot);
        }
    }
}

fn subject(number: u32) -> Subject {
    Subject::Payment(attempt(number))
}

fn first() -> State {
    State::payment(attempt(1))
}

#[test]
fn the_list() {
    let all = listing(sale(), cases().into_iter().map(|(_, case)| case));
    check("list", &all, State::list, &[]);
    check("list-second-page", &all, State::list, &[Said::Turned(5)]);
    check("list-third-page", &all, State::list, &[Said::Turned(10)]);
    check("list-empty", &sale(), State::list, &[]);
    let dark = listing(sale(), cases().into_iter().map(|(_, case)| case));
    compare("list-dark", SMALL, Theme::Dark, &State::list(), &dark);
    compare("list-contrast", SMALL, Theme::HighContrast, &State::list(), &dark);
}

#[test]
fn every_case() {
    for (name, case) in cases() {
        let about = subject_of(&case, 1);
        check(name, &listing(sale(), [case]), State::list, &[Said::RowPressed(about)]);
    }
}

/// After a while a manager can look into what SEQR can never be told of.
#[test]
fn a_booked_payment_that_seqr_never_hears_of() {
    let case = Case::Unacknowledged(payment(13_830, Circumstance::Expected));
    let late = offering(listing(sale(), [case]), Offer::Noting);
    check("unacknowledged-late", &late, first, &[]);
    let asked = [Said::DeedPressed(subject(1), Deed::Note)];
    check("reason-unacknowledged", &late, first, &asked);
}

#[test]
fn the_reason() {
    let doubt = listing(sale(), [Case::InDoubt(Doubt::NotFound)]);
    let asked = [Said::DeedPressed(subject(1), PAID)];
    check("reason-paid", &doubt, first, &asked);
    let not_paid = Deed::Settle(Verdict::NotPaid);
    let chosen = [
        Said::DeedPressed(subject(1), not_paid),
        Said::ReasonPressed("unsettled-because-not-seen"),
    ];
    check("reason-not-paid-chosen", &doubt, first, &chosen);
    let money = payment(13_830, Circumstance::Expected);
    let taken_back = listing(sale(), [Case::TakenBack(money)]);
    let mut typed = vec![Said::DeedPressed(subject(1), Deed::Note)];
    let long = "kunden kom tillbaka och betalade med kort ".repeat(5);
    typed.extend(long.chars().map(Said::Typed));
    check("reason-taken-back-typed", &taken_back, first, &typed);
}

#[test]
fn a_refund_in_doubt() {
    let doubt = listing(sale(), [Case::RefundInDoubt]);
    let about = subject_of(&Case::RefundInDoubt, 1);
    for (name, verdict, reason) in [
        ("given-back", refund::Verdict::GivenBack, "unsettled-because-refund-seen"),
        ("not-given-back", refund::Verdict::NotGivenBack, "unsettled-because-refund-denied"),
    ] {
        let steps = [
            Said::RowPressed(about),
            Said::DeedPressed(about, Deed::SettleRefund(verdict)),
            Said::ReasonPressed(reason),
            Said::ForwardPressed,
        ];
        check(&format!("reason-{name}"), &doubt, State::list, &steps[..3]);
        check(&format!("approval-{name}"), &doubt, State::list, &steps);
    }
    let unanswered = listing(sale(), [Case::RefundUnanswered]);
    let on_its_way = offering(unanswered, Offer::Nothing);
    check("refund-on-its-way", &on_its_way, State::list, &[Said::RowPressed(about)]);
}

#[test]
fn the_approval_says_what_will_happen() {
    let doubt = listing(sale(), [Case::InDoubt(Doubt::NotFound)]);
    let ready = |deed| {
        [
            Said::DeedPressed(subject(1), deed),
            Said::ReasonPressed("unsettled-because-seen"),
            Said::ForwardPressed,
        ]
    };
    check("approval-paid", &doubt, first, &ready(PAID));
    check("approval-not-paid", &doubt, first, &ready(Deed::Settle(Verdict::NotPaid)));
}

#[test]
fn what_just_happened() {
    let before = listing(sale(), [Case::InDoubt(Doubt::NotFound)]);
    let after = listing(sale(), [Case::Released]);
    let mut state = State::list();
    let messages = [
        Said::RowPressed(subject(1)),
        Said::DeedPressed(subject(1), PAID),
        Said::ReasonPressed("unsettled-because-seen"),
        Said::ForwardPressed,
    ];
    for message in messages {
        let _action = state.update(message, &before);
    }
    let saved = Snapshot { approval: Approval::Done { times: 1 }, ..after };
    let _action = state.follow(&saved);
    compare("list-saved-sv-1024", SMALL, Theme::Light, &state, &saved);
    let english = fixture::speaking(Language::English, saved);
    compare("list-saved-en-1024", SMALL, Theme::Light, &state, &english);
}

#[test]
fn the_sale_view_reminds() {
    let doubt = listing(sale(), [Case::Released, Case::SettledAsPaid(Doubt::NotFound)]);
    picture::check("sale-unsettled", &doubt, &[]);
    let failing = listing(fixture::devices_failing(), [Case::Released]);
    picture::check("sale-unsettled-devices-failing", &failing, &[]);
    let money = payment(13_830, Circumstance::Expected);
    let taken_back = listing(fixture::empty(), [Case::TakenBack(money)]);
    picture::check("sale-taken-back", &taken_back, &[]);
    picture::check("card-menu-unsettled", &doubt, &strokes(&[Stroke::Function(1)]));
    let after = listing(fixture::after_sale(), [Case::SettledAsPaid(Doubt::NotFound)]);
    picture::check("sale-after-unverified", &after, &[]);
}

fn in_doubt() -> Snapshot {
    let face = Phase::InDoubt { doubt: Doubt::NotFound, silent: seconds(2) };
    listing(for_real(phase(face)), [Case::InDoubt(Doubt::NotFound)])
}

/// Digits, and Enter after them.
fn type_in(register: &mut Register, digits: &str) {
    for stroke in strokes(&digits.chars().map(Stroke::Character).collect::<Vec<_>>()) {
        register.hear(stroke);
    }
    strokes(&[Stroke::Enter]).into_iter().for_each(|enter| register.hear(enter));
}

fn approval(verdict: Verdict, reason: &str) -> Intent {
    let reason = reason.to_owned();
    let command = Command::SettlePayment { attempt: attempt(1), verdict, reason };
    Intent::Approve { user: UserNumber(2), pin: "2222".into(), command }
}

#[test]
fn a_finger_settles_a_payment() {
    let mut register = Register::showing(in_doubt());
    register.touch("step-main");
    register.touch("unsettled-not-paid");
    register.touch("unsettled-because-left");
    register.touch("unsettled-forward");
    assert_eq!(register.sent(), []);
    type_in(&mut register, "2");
    assert_eq!(register.sent(), []);
    type_in(&mut register, "2222");
    let expected = approval(Verdict::NotPaid, "Kunden gick utan att godkänna.");
    assert_eq!(register.sent(), [expected]);
}

/// A double tap, by finger and by mouse, is one press; and none lands on what comes next.
#[test]
fn a_double_tap_goes_one_step() {
    for hand in [Hand::Finger, Hand::Mouse] {
        let mut register = Register::showing(in_doubt());
        register.press("step-main", hand);
        let paid = register.place("unsettled-paid").unwrap();
        let _messages = register.press_at(paid, hand, 2);
        assert!(register.place("unsettled-because-seen").is_some(), "the reason is asked for");
        assert!(register.place("unsettled-forward").is_some());
        let forward = register.place("unsettled-forward").unwrap();
        let _messages = register.press_at(forward, hand, 2);
        assert!(register.place("unsettled-forward").is_some(), "there is no reason yet");
        assert_eq!(register.sent(), []);
    }
}

/// The list was on the screen while SEQR answered: what was pressed last means nothing any more.
#[test]
fn a_stale_press_does_nothing() {
    let mut register = Register::showing(in_doubt());
    register.touch("step-main");
    register.show(listing(for_real(phase(Phase::Waiting { heard: seconds(0) })), []));
    assert!(register.place("unsettled").is_none(), "the dialog below says how it stands");
    assert!(register.is_open());
    register.hear(Message::Unsettled(Said::DeedPressed(subject(1), PAID)));
    register.hear(Message::Unsettled(Said::ForwardPressed));
    assert_eq!(register.sent(), []);
    // From the list: it says that something has changed.
    let mut register = Register::showing(listing(sale(), [Case::Released]));
    register.touch("unsettled");
    register.hear(Message::Unsettled(Said::RowPressed(subject(1))));
    register.hear(Message::Unsettled(Said::DeedPressed(subject(1), Deed::Note)));
    register.show(sale());
    assert!(register.sees("Betalning 17-1: SEQR har svarat. Läget är nytt."));
    register.hear(Message::Unsettled(Said::DeedPressed(subject(1), Deed::Note)));
    assert!(register.place("unsettled-forward").is_none());
}

#[test]
fn keys_and_scans_do_not_reach_what_lies_below() {
    let mut register = Register::showing(in_doubt());
    register.touch("step-main");
    // Cancel, in the dialog below.
    register.stroke(Stroke::Function(9));
    assert_eq!(register.sent(), [], "here it says that the customer has not paid");
    assert!(register.place("unsettled-because-left").is_some());
}

#[test]
fn the_marker_is_there_as_long_as_anything_is_unsettled_and_opens_the_list() {
    let mut register = Register::showing(sale());
    assert!(register.place("unsettled").is_none());
    register.show(listing(sale(), [Case::Released]));
    assert!(register.sees("1 oklar"));
    register.touch("unsettled");
    assert!(register.sees("Oklara betalningar"));
    register.stroke(Stroke::Escape);
    assert!(!register.sees("Oklara betalningar"));
    register.stroke(Stroke::Function(11));
    assert!(register.sees("Oklara betalningar"));
}

/// It comes back after every sale until somebody has looked into it.
#[test]
fn the_reminder_of_a_payment_taken_back_cannot_be_put_away_for_good() {
    let money = payment(13_830, Circumstance::Expected);
    let taken_back = |snapshot| listing(snapshot, [Case::TakenBack(money.clone())]);
    let words =
        "SEQR har tagit tillbaka 138,30\u{a0}kr: kunden har inte betalat. Kalla på ansvarig.";
    let mut register = Register::showing(taken_back(fixture::empty()));
    assert!(register.sees(words));
    register.hear(Message::Sale(sale_screen::Message::ReminderDismissed));
    assert!(!register.sees(words));
    register.show(taken_back(sale()));
    assert!(!register.sees(words));
    register.show(taken_back(fixture::after_sale()));
    assert!(register.sees(words));
    register.show(fixture::empty());
    assert!(!register.sees(words));
}

#[test]
fn a_receipt_with_a_payment_taken_back_waits_for_a_manager() {
    let money = payment(13_830, Circumstance::AfterCancel);
    let booked = taken(sale(), 13_830, seqr_means(1));
    let listed = listing(booked, [Case::TakenBack(money.clone())]);
    let mut register = Register::showing(paying(listed, 13_830, Phase::TakenBack(money.clone())));
    register.touch("step-main");
    assert!(register.place("unsettled-note").is_some());
    register.stroke(Stroke::Escape);
    register.stroke(Stroke::Escape);
    register.stroke(Stroke::Enter);
    assert_eq!(register.sent(), [], "nothing ends this receipt but a manager");
    // The manager has taken it off.
    register.show(paying(sale(), 13_830, Phase::TakenBack(money)));
    assert!(register.sees("Betalningen är borttagen från kvittot."));
    register.touch("step-main");
    assert!(register.place("payment-cash").is_some(), "another tender can be taken");
}

#[test]
fn a_cashiers_pin_is_refused_in_words() {
    let mut register = Register::showing(in_doubt());
    register.touch("step-main");
    register.touch("unsettled-paid");
    register.touch("unsettled-because-seen");
    register.touch("unsettled-forward");
    type_in(&mut register, "1");
    type_in(&mut register, "1111");
    assert_eq!(register.sent().len(), 1);
    let approval = Approval::NotDone { times: 1, reason: Refused::NotAllowed };
    register.show(Snapshot { approval, ..in_doubt() });
    assert!(register.sees("Det kräver en annan behörighet. Kalla på ansvarig."));
}
