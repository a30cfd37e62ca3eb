//! Pictures of every face of the payment dialog, compared with those in `tests/snapshots/`.
//!
//! The dialog stands on empty ground here, so that a change of the sale view does not touch these.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says so by failing")]

mod payment_situations;
#[allow(dead_code, reason = "only the comparison is used here")]
mod picture;

use std::sync::Arc;

use iced::widget::{container, space};
use iced::{Fill, Size};
use jiff::tz::TimeZone;
use kassa::app::fixture;
use kassa::app::frame::Frame;
use kassa::app::keyboard::Stroke;
use kassa::app::screen::payment::{Action, Message, State};
use kassa::app::theme::{self, Theme};
use kassa::app::widget::{Element, modal};
use kassa::core::entry::{JobId, Paper};
use kassa::core::language::Language;
use kassa::core::money::Amount;
use kassa::core::payment::{Case, Circumstance, Doubt, Outcome, Phase, Refusal, Verdict};
use kassa::core::receipt::Settlement;
use kassa::core::tender::{TenderKind, TenderMeans};
use kassa::language::Texts;
use kassa::till::snapshot::{JobState, JobView, ScanNotice, ScanOutcome, SeqrStatus, Snapshot};

use kassa::core::register::Refused;
use payment_situations::{
    for_real, kr, listing, paid, paying, payment, phase, sale, seconds, seqr_means, tag, taken,
    with_receipt,
};

const SMALL: Size = Size::new(1024.0, 768.0);
const WIDE: Size = Size::new(1366.0, 768.0);

/// Compares the dialog over empty ground with its picture.
fn compare(name: &str, size: Size, theme: Theme, state: &State, snapshot: &Snapshot) {
    let zone = TimeZone::UTC;
    let texts = Texts::of(snapshot.language);
    let frame = Frame { snapshot, texts, size, at: snapshot.at, zone: &zone };
    let ground = container(space()).width(Fill).height(Fill).style(theme::ground);
    look(name, size, theme, modal(ground, Some(state.view(&frame))));
}

fn look<M: 'static>(name: &str, size: Size, theme: Theme, element: Element<'_, M>) {
    let different = picture::compare(&format!("payment-{name}"), size, theme, element);
    assert_eq!(different, None, "it looks different from its picture");
}

/// A face in both languages, after some messages.
fn check(name: &str, snapshot: &Snapshot, messages: &[Message]) {
    for language in Language::ALL {
        let snapshot = fixture::speaking(language, snapshot.clone());
        let state = after(&snapshot, messages);
        compare(&format!("{name}-{}-1024", tag(language)), SMALL, Theme::Light, &state, &snapshot);
    }
}

/// The dialog after some messages.
fn after(snapshot: &Snapshot, messages: &[Message]) -> State {
    let mut state = State::new(snapshot);
    for message in messages {
        let _action = state.update(message.clone(), snapshot);
    }
    state
}

/// Also on a wider screen.
fn check_wide(name: &str, snapshot: &Snapshot, messages: &[Message]) {
    let state = after(snapshot, messages);
    let name = format!("{name}-{}-1366", tag(snapshot.language));
    compare(&name, WIDE, Theme::Light, &state, snapshot);
}

fn tender(kind: TenderKind) -> Message {
    Message::TenderPressed(kind)
}

fn typed(keys: &str) -> Vec<Message> {
    let press = |key| kassa::app::widget::keypad::Press::of(key).unwrap();
    keys.chars().map(|key| Message::KeyPressed(press(key))).collect()
}

fn choose(kind: TenderKind, keys: &str) -> Vec<Message> {
    std::iter::once(tender(kind)).chain(typed(keys)).collect()
}

#[test]
fn choosing_seqr() {
    check("choice-seqr", &sale(), &[]);
    check("choice-seqr-less", &sale(), &choose(TenderKind::Seqr, "100"));
    check("choice-seqr-more", &sale(), &choose(TenderKind::Seqr, "200"));
    check_wide("choice-seqr", &sale(), &[]);
}

#[test]
fn choosing_cash() {
    check("choice-cash", &sale(), &[tender(TenderKind::Cash)]);
    let two_hundred = [tender(TenderKind::Cash), Message::AmountPressed(kr(20_000))];
    check("choice-cash-change", &sale(), &two_hundred);
    check("choice-cash-less", &sale(), &choose(TenderKind::Cash, "50"));
    check("choice-cash-not-whole", &sale(), &choose(TenderKind::Cash, "138,50"));
    check("choice-cash-nothing", &sale(), &choose(TenderKind::Cash, "0"));
    check("choice-cash-three-decimals", &sale(), &choose(TenderKind::Cash, "138,505"));
    check("choice-cash-far-too-much", &sale(), &choose(TenderKind::Cash, "1000000000"));
    check_wide("choice-cash-change", &sale(), &two_hundred);
}

#[test]
fn asking_about_very_much_cash() {
    let snapshot = sale();
    let mut state = after(&snapshot, &choose(TenderKind::Cash, "5000"));
    let _question = state.stroke(Stroke::Enter, &snapshot);
    compare("choice-cash-question-sv-1024", SMALL, Theme::Light, &state, &snapshot);
    let english = fixture::speaking(Language::English, snapshot);
    compare("choice-cash-question-en-1024", SMALL, Theme::Light, &state, &english);
}

#[test]
fn choosing_card() {
    check("choice-card", &sale(), &[tender(TenderKind::Card)]);
    check("choice-card-less", &sale(), &choose(TenderKind::Card, "100"));
    check("choice-card-too-much", &sale(), &choose(TenderKind::Card, "138,31"));
}

#[test]
fn choosing_without_seqr() {
    let without = |seqr| Snapshot { seqr, ..sale() };
    let silent = SeqrStatus::Unreachable { silent: seconds(95) };
    check("choice-seqr-unreachable", &without(silent), &[]);
    check("choice-seqr-not-set-up", &without(SeqrStatus::NotSetUp), &[]);
    check("choice-seqr-not-registered", &Snapshot { terminal: None, ..sale() }, &[]);
}

#[test]
fn choosing_the_next_tender() {
    let cash = taken(sale(), 2_000, TenderMeans::Cash);
    check("choice-split", &cash, &[]);
    check_wide("choice-split", &cash, &[tender(TenderKind::Seqr)]);
    let locked = paid(10_000, 10_000, Circumstance::Expected);
    let more = taken(taken(locked, 500, TenderMeans::Cash), 500, TenderMeans::Card);
    let more = taken(more, 100, TenderMeans::Cash);
    let dismissed = [Message::DismissPressed(payment_situations::attempt(1))];
    check("choice-locked", &more, &dismissed);
}

#[test]
fn choosing_a_very_large_amount() {
    let huge = with_receipt(sale(), |receipt| {
        let mut line = receipt.lines()[0].clone();
        line.id = receipt.next_line();
        line.quantity = kassa::core::receipt::Quantity::ONE;
        line.unit_price = Amount::from_minor(100_000_000_000 - 13_830);
        receipt.add_line(line);
    });
    assert_eq!(huge.due(), kr(100_000_000_000));
    check("choice-huge", &huge, &[]);
    let nothing = with_receipt(sale(), |receipt| {
        for line in receipt.lines().to_vec() {
            receipt.remove_line(line.id);
            receipt.add_line(kassa::core::receipt::Line { unit_price: Amount::ZERO, ..line });
        }
    });
    check("choice-free-of-charge", &nothing, &[]);
}

#[test]
fn on_the_way() {
    check("sending", &phase(Phase::Sending), &[]);
    check("sending-again", &phase(Phase::SendingAgain), &[]);
    check("unreachable-held", &for_real(phase(Phase::Unreachable { held_for: seconds(12) })), &[]);
    check("unreachable", &for_real(phase(Phase::Unreachable { held_for: seconds(0) })), &[]);
}

#[test]
fn waiting() {
    let waiting = phase(Phase::Waiting { heard: seconds(1) });
    check("waiting-demonstration", &waiting, &[]);
    check_wide("waiting-demonstration", &waiting, &[]);
    check("waiting", &for_real(waiting), &[]);
    check("no-contact", &for_real(phase(Phase::NoContact { silent: seconds(7) })), &[]);
}

#[test]
fn asking_and_cancelling() {
    let asking = phase(Phase::Asking { heard: seconds(0) });
    check("asking-demonstration", &asking, &[]);
    check("asking", &for_real(asking.clone()), &[]);
    check_wide("asking", &for_real(asking), &[]);
    check("cancelling", &for_real(phase(Phase::Cancelling { heard: seconds(1) })), &[]);
    check("confirming", &for_real(phase(Phase::Confirming { heard: seconds(2) })), &[]);
}

#[test]
fn in_doubt() {
    let doubt = |doubt| for_real(phase(Phase::InDoubt { doubt, silent: seconds(64) }));
    check("in-doubt-silence", &doubt(Doubt::Silence), &[]);
    check("in-doubt-not-found", &doubt(Doubt::NotFound), &[]);
    check("in-doubt-without-number", &doubt(Doubt::WithoutNumber), &[]);
    check("in-doubt-not-cancelled", &doubt(Doubt::NotCancelled), &[]);
    check_wide("in-doubt-silence", &doubt(Doubt::Silence), &[]);
}

#[test]
fn paid_but_not_finished() {
    check("paid-after-cancel", &paid(13_830, 13_830, Circumstance::AfterCancel), &[]);
    check("paid-recovered", &paid(13_830, 13_830, Circumstance::Recovered), &[]);
    check("paid-other-more", &paid(13_830, 15_000, Circumstance::OtherAmount), &[]);
    check("paid-other-less", &paid(13_830, 10_000, Circumstance::OtherAmount), &[]);
    check("paid-in-part", &paid(10_000, 10_000, Circumstance::Expected), &[]);
    check("paid-in-part-recovered", &paid(10_000, 10_000, Circumstance::Recovered), &[]);
    check("paid-after-cancel-more", &paid(20_000, 20_000, Circumstance::AfterCancel), &[]);
}

#[test]
fn over_without_money() {
    for (name, outcome) in [
        ("cancelled-by-customer", Outcome::CancelledByCustomer),
        ("cancelled-here", Outcome::CancelledHere),
        ("failed", Outcome::Failed),
        ("expired", Outcome::Expired),
    ] {
        ended(name, &Phase::Ended(outcome));
    }
    ended("released", &Phase::Released);
    let detail = "connection refused (os error 111)".to_owned();
    ended("not-reached", &Phase::Refused(Refusal::NotReached { detail }));
    for (code, detail) in [(10, "REJECTED_AMOUNT"), (29, "INVALID_INITIATOR_PRINCIPAL_ID")] {
        let refusal = Refusal::Code { code, detail: detail.to_owned() };
        ended(&format!("refused-{code}"), &Phase::Refused(refusal));
    }
}

/// SEQR took back what was booked, and a manager has or has not looked into it.
#[test]
fn taken_back() {
    let money = payment(13_830, Circumstance::AfterCancel);
    let booked = taken(sale(), 13_830, seqr_means(1));
    let booked = listing(booked, [Case::TakenBack(money.clone())]);
    let phase = Phase::TakenBack(money);
    check("taken-back", &paying(booked, 13_830, phase.clone()), &[]);
    ended("taken-off", &phase);
}

#[test]
fn settled_by_a_manager() {
    ended("settled-paid", &Phase::Settled(Verdict::Paid));
    ended("settled-not-paid", &Phase::Settled(Verdict::NotPaid));
    check("after-settling", &paid(13_830, 13_830, Circumstance::AfterSettling), &[]);
    let means = TenderMeans::SeqrUnverified { attempt: payment_situations::attempt(1) };
    check("choice-unverified", &taken(sale(), 10_000, means), &[]);
}

/// A payment that came to its end while the dialog was open.
fn ended(name: &str, end: &Phase) {
    for language in Language::ALL {
        let before = fixture::speaking(language, phase(Phase::Waiting { heard: seconds(0) }));
        let mut state = State::new(&before);
        let snapshot = fixture::speaking(language, phase(end.clone()));
        assert_eq!(state.follow(&snapshot), Action::None);
        compare(&format!("{name}-{}-1024", tag(language)), SMALL, Theme::Light, &state, &snapshot);
    }
}

/// The sale ended while the dialog was open.
fn complete(name: &str, change: i64, rounding: i64, jobs: Arc<[JobView]>) {
    for language in Language::ALL {
        let mut state = State::new(&sale());
        let mut snapshot = fixture::speaking(language, fixture::after_sale());
        snapshot.jobs = Arc::clone(&jobs);
        let last = snapshot.last.as_mut().unwrap();
        last.settlement = Settlement { change: kr(change), rounding: kr(rounding) };
        assert_eq!(state.follow(&snapshot), Action::None);
        compare(&format!("{name}-{}-1024", tag(language)), SMALL, Theme::Light, &state, &snapshot);
        if language == Language::Swedish {
            compare(&format!("{name}-sv-1366"), WIDE, Theme::Light, &state, &snapshot);
        }
    }
}

#[test]
fn the_sale_is_complete() {
    complete("success", 0, 0, Arc::from([]));
    complete("success-change", 6_200, -30, Arc::from([]));
    let paper = Paper::Receipt { receipt: payment_situations::RECEIPT };
    let job = JobView { id: JobId(9), paper, receipt: None, state: JobState::Waiting };
    complete("success-no-paper", 6_200, -30, Arc::from([job]));
    for language in Language::ALL {
        let mut state = State::new(&sale());
        let after = listing(fixture::after_sale(), [Case::SettledAsPaid(Doubt::NotFound)]);
        let snapshot = fixture::speaking(language, after);
        assert_eq!(state.follow(&snapshot), Action::None);
        let name = format!("success-unverified-{}-1024", tag(language));
        compare(&name, SMALL, Theme::Light, &state, &snapshot);
    }
}

#[test]
fn notices() {
    let code = "7310865004703".to_owned();
    let outcome = ScanOutcome::Held { code, reason: Refused::PaymentOpen };
    let scan = Some(ScanNotice { number: 1, outcome, more: 0 });
    let waiting = phase(Phase::Waiting { heard: seconds(1) });
    check("waiting-scanned", &Snapshot { scan: scan.clone(), ..waiting }, &[]);
    let cash = taken(sale(), 2_000, TenderMeans::Cash);
    check("choice-scanned", &Snapshot { scan, ..cash }, &[]);
    check("choice-not-allowed", &fixture::refused(Refused::NotAllowed, sale()), &[]);
}

#[test]
fn other_themes() {
    for (theme, name) in [(Theme::Dark, "dark"), (Theme::HighContrast, "contrast")] {
        let cash = taken(sale(), 2_000, TenderMeans::Cash);
        let messages = choose(TenderKind::Cash, "200");
        let state = after(&cash, &messages);
        compare(&format!("choice-{name}-sv-1024"), SMALL, theme, &state, &cash);
        let waiting = phase(Phase::Waiting { heard: seconds(1) });
        compare(&format!("waiting-{name}-sv-1024"), SMALL, theme, &State::new(&waiting), &waiting);
        let doubt = Phase::InDoubt { doubt: Doubt::Silence, silent: seconds(64) };
        let doubt = for_real(phase(doubt));
        compare(&format!("in-doubt-{name}-sv-1024"), SMALL, theme, &State::new(&doubt), &doubt);
    }
}

#[test]
fn the_payment_that_waits_beside_the_log_in() {
    let nobody = |snapshot: Snapshot| Snapshot { user: None, ..snapshot };
    let silent = Phase::NoContact { silent: seconds(7) };
    for language in Language::ALL {
        for (name, snapshot) in [
            ("waiting", phase(Phase::Waiting { heard: seconds(1) })),
            ("no-contact", phase(silent.clone())),
            ("recovered", paid(13_830, 13_830, Circumstance::Recovered)),
        ] {
            let snapshot = nobody(fixture::speaking(language, snapshot));
            let zone = TimeZone::UTC;
            let texts = Texts::of(language);
            let size = Size::new(600.0, 240.0);
            let frame = Frame { snapshot: &snapshot, texts, size, at: snapshot.at, zone: &zone };
            let face = kassa::app::screen::payment::waiting::<()>(&frame).unwrap();
            let ground = container(face).center(Fill).padding(12.0).style(theme::ground);
            let name = format!("beside-log-in-{name}-{}", tag(language));
            look(&name, size, Theme::Light, ground.into());
        }
    }
}
