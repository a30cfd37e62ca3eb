//! A payment's faces as a cashier meets them: raw fingers, mouse and keys against the whole window,
//! and what is sent to the till.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says so by failing")]

mod payment_situations;

use std::sync::Arc;
use std::time::{Duration, Instant};

use iced::{Event, Point, window};
use kassa::app::Message;
use kassa::app::fixture;
use kassa::app::keyboard::Stroke;
use kassa::app::screen::{payment, sale as sale_screen, unsettled};
use kassa::core::language::Language;
use kassa::core::payment::{Circumstance, Doubt, Outcome, Phase, Refusal};
use kassa::core::receipt::ReceiptId;
use kassa::core::register::{Command, Refused};
use kassa::core::tender::TenderMeans;
use kassa::till::intent::{Intent, PhonePress};
use kassa::till::snapshot::Snapshot;

use payment_situations::register::{Hand, Register, cash, seqr};
use payment_situations::{
    RECEIPT, attempt, for_real, kr, paid, paying, phase, sale, seconds, seqr_means, taken,
};

/// Phase, way forward, the key aside. (What a payment in doubt offers first is the manager's: see below.)
type Offered = (Phase, Option<Command>, Option<Command>);

fn offered() -> Vec<Offered> {
    let attempt = attempt(1);
    let wait = Some(Command::WaitMore { attempt });
    let cancel = Some(Command::CancelPayment { attempt });
    let release = Some(Command::ReleasePayment { attempt });
    let heard = seconds(1);
    vec![
        (Phase::Sending, None, cancel.clone()),
        (Phase::SendingAgain, None, cancel.clone()),
        (Phase::Unreachable { held_for: seconds(3) }, wait.clone(), None),
        (Phase::Unreachable { held_for: seconds(0) }, wait.clone(), release),
        (Phase::Waiting { heard }, None, cancel.clone()),
        (Phase::NoContact { silent: seconds(5) }, None, cancel.clone()),
        (Phase::Asking { heard }, wait, cancel.clone()),
        (Phase::Cancelling { heard }, None, None),
        (Phase::Confirming { heard }, None, None),
        (Phase::InDoubt { doubt: Doubt::NotFound, silent: heard }, None, cancel),
    ]
}

#[test]
fn an_open_payment_offers_what_its_phase_allows_and_cannot_be_left() {
    for (phase_now, main, aside) in offered() {
        for hand in [Some(Hand::Finger), Some(Hand::Mouse), None] {
            let mut register = Register::showing(phase(phase_now.clone()));
            for (key, stroke, command) in
                [("step-main", Stroke::Enter, &main), ("step-aside", Stroke::Function(9), &aside)]
            {
                let doubt = matches!(phase_now, Phase::InDoubt { .. });
                match hand {
                    _ if doubt && key == "step-main" => {}
                    Some(hand) => {
                        if let Some(place) = register.place(key) {
                            let _presses = register.press_at(place, hand, 2);
                        }
                    }
                    None => register.stroke(stroke),
                }
                let wanted: Vec<Intent> = command.clone().map(Intent::Do).into_iter().collect();
                assert_eq!(register.sent(), wanted, "{phase_now:?} {key} {hand:?}");
            }
            register.stroke(Stroke::Escape);
            assert!(register.is_open(), "{phase_now:?}");
            assert_eq!(register.sent(), []);
        }
    }
}

#[test]
fn a_press_meant_for_another_payment_does_nothing() {
    let mut register = Register::showing(phase(Phase::Asking { heard: seconds(0) }));
    let other = attempt(2);
    for command in [
        Command::CancelPayment { attempt: other },
        Command::WaitMore { attempt: other },
        Command::ReleasePayment { attempt: attempt(1) },
        Command::Finish { receipt: RECEIPT },
        Command::PayWithSeqr { attempt: other, amount: kr(13_830) },
    ] {
        register.dialog(payment::Message::StepPressed(command.clone()));
        register.dialog(payment::Message::PayPressed(command));
    }
    let press = payment::Phone::Confirm;
    register.dialog(payment::Message::PhonePressed { attempt: other, press });
    register.dialog(payment::Message::ClosePressed);
    assert_eq!(register.sent(), []);
    assert!(register.place("step-main").is_some());
}

#[test]
fn a_payment_in_doubt_is_the_managers_and_asking_goes_on() {
    let doubt = Phase::InDoubt { doubt: Doubt::Silence, silent: seconds(70) };
    let mut register = Register::showing(for_real(phase(doubt.clone())));
    assert!(register.sees("Vi vet inte om betalningen gick igenom."));
    assert!(register.sees("Ta inte betalt igen. Kalla på ansvarig."));
    assert!(register.sees("Betalning 17-1, 138,30\u{a0}kr"));
    // Whoever waits has nothing to press: only SEQR and a manager end it.
    register.touch("step-main");
    assert_eq!(register.sent(), []);
    assert!(register.place("unsettled").is_some());
    register.hear(Message::Unsettled(unsettled::Message::ClosePressed));
    assert!(register.place("unsettled").is_none());
    // A wish to cancel that SEQR has not answered shows nothing else.
    register.show(fixture::refused(Refused::NotOffered, for_real(phase(doubt))));
    assert!(register.sees("Kassa har bett SEQR att avbryta och väntar på besked."));
}

#[test]
fn the_dialog_opens_by_itself_and_stays_until_the_receipt_is_paid() {
    for snapshot in [
        phase(Phase::Waiting { heard: seconds(0) }),
        paid(13_830, 13_830, Circumstance::Recovered),
        paid(10_000, 10_000, Circumstance::Expected),
        taken(sale(), 10_000, seqr_means(1)),
    ] {
        assert!(payment::is_wanted(&snapshot));
        let mut register = Register::showing(sale());
        assert!(!register.is_open());
        register.show(snapshot);
        assert!(register.is_open());
        register.stroke(Stroke::Escape);
        register.stroke(Stroke::Escape);
        assert!(register.is_open());
        assert!(register.place("payment-back-to-sale").is_none());
    }
    assert!(!payment::is_wanted(&sale()));
    assert!(!payment::is_wanted(&taken(sale(), 100, TenderMeans::Cash)));
}

#[test]
fn a_payment_that_is_over_leads_back_to_choosing_and_the_next_attempt() {
    let ends = [
        Phase::Refused(Refusal::NotReached { detail: String::new() }),
        Phase::Refused(Refusal::Code { code: 49, detail: "x".repeat(5_000) }),
        Phase::Ended(Outcome::CancelledByCustomer),
        Phase::Ended(Outcome::CancelledHere),
        Phase::Ended(Outcome::Failed),
        Phase::Ended(Outcome::Expired),
        Phase::Released,
    ];
    for end in ends {
        let mut register = Register::paying(sale());
        let pay = register.place("payment-pay").unwrap();
        register.stroke(Stroke::Enter);
        register.show(phase(Phase::Sending));
        register.show(phase(end.clone()));
        let _sent = register.sent();
        assert_eq!(register.press_at(pay, Hand::Finger, 1), 0, "a double tap skips no outcome");
        let main = register.place("step-main").unwrap();
        let _presses = register.press_at(main, Hand::Finger, 2);
        assert!(register.place("step-main").is_none(), "{end:?}");
        register.stroke(Stroke::Enter);
        assert_eq!(register.sent(), [], "nothing is chosen yet: {end:?}");
        register.touch("payment-seqr");
        register.touch("payment-pay");
        assert_eq!(register.sent(), [seqr(2, 13_830)], "{end:?}");
        // It is over: whoever opens the dialog again does not see it again.
        register.stroke(Stroke::Escape);
        register.hear(Message::Sale(sale_screen::Message::PayPressed));
        assert!(register.place("payment-pay").is_some(), "{end:?}");
    }
}

#[test]
fn a_paid_receipt_that_waits_is_finished() {
    for circumstance in
        [Circumstance::AfterCancel, Circumstance::Recovered, Circumstance::OtherAmount]
    {
        let snapshot = paid(13_830, 13_830, circumstance);
        let finish = [Intent::Do(Command::Finish { receipt: RECEIPT })];
        let mut register = Register::showing(snapshot.clone());
        let place = register.place("step-main").unwrap();
        let _presses = register.press_at(place, Hand::Finger, 2);
        assert_eq!(register.sent(), finish);
        register.show(snapshot);
        register.stroke(Stroke::Enter);
        assert_eq!(register.sent(), finish);
        // It cannot be put away.
        register.dialog(payment::Message::DismissPressed(attempt(1)));
        assert!(register.place("step-main").is_some());
    }
    let mut register = Register::showing(paid(10_000, 10_000, Circumstance::Expected));
    assert!(register.sees("Betalt 100,00\u{a0}kr av 138,30\u{a0}kr."));
    register.touch("step-main");
    assert_eq!(register.sent(), []);
    register.touch("payment-cash");
    register.touch("payment-pay");
    assert_eq!(register.sent(), [cash(3_800, 2)]);
}

/// A picture after the sale, with change.
fn complete() -> Snapshot {
    fixture::after_sale()
}

#[test]
fn the_completed_sale_is_shown_for_two_seconds() {
    let mut register = Register::paying(sale());
    register.show(complete());
    assert!(register.sees("62,00\u{a0}kr"));
    assert!(register.sees("Betalt 200,00\u{a0}kr. Ge kunden 62,00\u{a0}kr tillbaka."));
    let begin = Instant::now();
    let mut simulator = register.simulator();
    let mut redraw = |after: Duration| {
        let now = Event::Window(window::Event::RedrawRequested(begin + after));
        let _statuses = simulator.simulate([now]);
    };
    redraw(Duration::ZERO);
    redraw(Duration::from_millis(1_900));
    redraw(Duration::from_millis(2_000));
    redraw(Duration::from_millis(2_100));
    let messages: Vec<Message> = simulator.into_messages().collect();
    assert!(
        matches!(
            messages.as_slice(),
            [Message::Payment(payment::Message::DonePressed(ReceiptId(17)))]
        ),
        "{messages:?}"
    );
    messages.into_iter().for_each(|message| register.hear(message));
    assert!(!register.is_open());
    assert_eq!(register.sent(), []);
}

#[test]
fn the_completed_sale_goes_at_a_key_a_press_and_the_next_scan() {
    let complete_dialog = || {
        let mut register = Register::paying(sale());
        register.show(complete());
        assert!(register.is_open());
        register
    };
    let mut register = complete_dialog();
    register.stroke(Stroke::Function(5));
    assert!(!register.is_open());
    let mut register = complete_dialog();
    register.touch("step-main");
    assert!(!register.is_open());
    let mut register = complete_dialog();
    let mut next = sale();
    let mut receipt = kassa::core::receipt::Receipt::new(ReceiptId(18), next.at);
    receipt.add_line(sale().receipt.unwrap().lines()[0].clone());
    next.receipt = Some(Arc::new(receipt));
    register.show(next);
    assert!(!register.is_open());
}

#[test]
fn the_customers_phone_is_there_in_the_demonstration_only() {
    let waiting = phase(Phase::Waiting { heard: seconds(0) });
    for (key, press) in [
        ("payment-phone-confirm", PhonePress::Confirm),
        ("payment-phone-decline", PhonePress::Decline),
    ] {
        let mut register = Register::showing(waiting.clone());
        register.touch(key);
        assert_eq!(register.sent(), [Intent::Phone(press)]);
        // Nothing to confirm before SEQR has the invoice.
        register.show(phase(Phase::Sending));
        register.touch(key);
        assert_eq!(register.sent(), []);
        register.show(for_real(waiting.clone()));
        assert!(register.place(key).is_none());
        let press = payment::Phone::Confirm;
        register.dialog(payment::Message::PhonePressed { attempt: attempt(1), press });
        assert_eq!(register.sent(), []);
    }
}

#[test]
fn nothing_below_the_dialog_can_be_touched() {
    for snapshot in [sale(), phase(Phase::Waiting { heard: seconds(0) })] {
        let mut register = Register::paying(snapshot);
        for x in (4..1024).step_by(60) {
            for y in [4, 24, 44, 722, 744, 764] {
                for hand in [Hand::Finger, Hand::Mouse] {
                    let place = Point::new(x as f32, y as f32);
                    assert_eq!(register.press_at(place, hand, 1), 0, "{place:?} {hand:?}");
                }
            }
        }
        assert_eq!(register.sent(), []);
    }
}

#[test]
fn whoever_logs_out_or_is_not_there_sees_a_banner_instead() {
    let open = phase(Phase::Waiting { heard: seconds(0) });
    let nobody = Snapshot { user: None, ..open.clone() };
    let register = Register::showing(nobody.clone());
    assert!(!register.is_open());
    let mut register = Register::showing(open);
    register.show(nobody);
    assert!(!register.is_open());
}

/// A picture, and words that stand on its face.
fn faces() -> Vec<(Snapshot, &'static str, &'static str)> {
    let heard = seconds(1);
    let code = |code| Refusal::Code { code, detail: "WORDS".to_owned() };
    vec![
        (phase(Phase::Sending), "Skickar till SEQR …", "Sending to SEQR …"),
        (
            phase(Phase::Waiting { heard }),
            "Be kunden skanna koden och godkänna\u{a0}i\u{a0}telefonen.",
            "Ask the customer to scan the code and approve on the phone.",
        ),
        (
            phase(Phase::Waiting { heard }),
            "Hörde från SEQR för 1 s sedan",
            "Heard from SEQR 1 s ago",
        ),
        (
            phase(Phase::NoContact { silent: seconds(7) }),
            "Ingen kontakt med SEQR på 7 s.",
            "No contact with SEQR for 7 s.",
        ),
        (phase(Phase::Asking { heard }), "Vänta mer", "Wait more"),
        (phase(Phase::Cancelling { heard }), "Avbryter …", "Cancelling …"),
        (
            paid(13_830, 13_830, Circumstance::AfterCancel),
            "Slutför köpet, eller slutför och återbetala.",
            "Finish the sale, or finish and refund.",
        ),
        (paid(13_830, 13_830, Circumstance::AfterCancel), "Slutför", "Finish"),
        (paid(13_830, 13_830, Circumstance::Recovered), "Skriv ut", "Print"),
        (paid(10_000, 10_000, Circumstance::Expected), "Fortsätt", "Continue"),
        (
            paid(13_830, 15_000, Circumstance::OtherAmount),
            "Ge kunden 12,00\u{a0}kr tillbaka.",
            "Give the customer SEK\u{a0}12.00 back.",
        ),
        (
            ended(Phase::Ended(Outcome::CancelledByCustomer)),
            "Kunden avbröt i telefonen.",
            "The customer cancelled on the phone.",
        ),
        (ended(Phase::Ended(Outcome::CancelledHere)), "Avbruten.", "Cancelled."),
        (ended(Phase::Ended(Outcome::Failed)), "Banken nekade.", "The bank refused."),
        (ended(Phase::Ended(Outcome::Expired)), "Tiden gick ut.", "The time ran out."),
        (
            ended(Phase::Refused(Refusal::NotReached { detail: String::new() })),
            "SEQR går inte att nå.",
            "SEQR cannot be reached.",
        ),
        (
            ended(Phase::Refused(code(49))),
            "SEQR tog inte emot betalningen: uppgifterna godtogs inte.",
            "SEQR did not accept the payment: the details were not accepted.",
        ),
        (ended(Phase::Refused(code(49))), "Kod 49: WORDS", "Code 49: WORDS"),
        (ended(Phase::Refused(code(20))), "Annat betalsätt", "Other tender"),
    ]
}

#[test]
fn every_face_says_its_words_in_both_languages() {
    for (snapshot, swedish, english) in faces() {
        for (language, words) in [(Language::Swedish, swedish), (Language::English, english)] {
            let mut register = Register::paying(fixture::speaking(language, before(&snapshot)));
            register.show(fixture::speaking(language, snapshot.clone()));
            assert!(register.sees(words), "{words}");
        }
    }
}

fn ended(end: Phase) -> Snapshot {
    paying(sale(), 13_830, end)
}

/// The picture before a payment came to what it is.
fn before(snapshot: &Snapshot) -> Snapshot {
    Snapshot { payment: None, decision: None, ..sale_like(snapshot) }
}

fn sale_like(snapshot: &Snapshot) -> Snapshot {
    Snapshot { language: snapshot.language, ..sale() }
}
