//! Choosing a tender and an amount as a cashier does it: raw fingers, mouse and keys against the
//! whole window, and what is sent to the till.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says so by failing")]

mod payment_situations;

use kassa::app::Message;
use kassa::app::keyboard::Stroke;
use kassa::app::screen::{payment, sale as sale_screen};
use kassa::core::payment::{Circumstance, Phase};
use kassa::core::register::Command;
use kassa::core::tender::{TenderId, TenderKind, TenderMeans};
use kassa::till::intent::Intent;
use kassa::till::snapshot::{SeqrStatus, Snapshot};

use payment_situations::register::{Hand, Register, card, cash, seqr};
use payment_situations::{
    RECEIPT, given_back, kr, paid, phase, sale, seconds, taken, with_receipt,
};

#[test]
fn pay_with_seqr_by_finger_by_mouse_and_by_key() {
    for hand in [Hand::Finger, Hand::Mouse] {
        let mut register = Register::paying(sale());
        register.press("payment-pay", hand);
        assert_eq!(register.sent(), [seqr(1, 13_830)], "{hand:?}");
    }
    let mut register = Register::paying(sale());
    register.stroke(Stroke::Enter);
    assert_eq!(register.sent(), [seqr(1, 13_830)]);
}

#[test]
fn cash_and_card_by_finger_and_by_key() {
    let mut register = Register::paying(sale());
    register.touch("payment-cash");
    register.touch("payment-pay");
    // Cash has no öre: 138,30 is paid by 138.
    assert_eq!(register.sent(), [cash(13_800, 1)]);
    register.stroke(Stroke::Function(3));
    register.stroke(Stroke::Enter);
    assert_eq!(register.sent(), [card(13_830, 1)]);
    register.stroke(Stroke::Function(2));
    register.dialog(payment::Message::AmountPressed(kr(20_000)));
    register.stroke(Stroke::Enter);
    assert_eq!(register.sent(), [cash(20_000, 1)]);
}

#[test]
fn a_double_tap_pays_once() {
    for hand in [Hand::Finger, Hand::Mouse] {
        let mut register = Register::paying(sale());
        let place = register.place("payment-pay").unwrap();
        assert_eq!(register.press_at(place, hand, 2), 2, "both presses reach the dialog");
        assert_eq!(register.sent(), [seqr(1, 13_830)], "{hand:?}");
        // The same finger again, once the till has answered: nothing is offered there any more.
        register.show(phase(Phase::Sending));
        assert_eq!(register.press_at(place, hand, 1), 0);
        register.show(phase(Phase::Waiting { heard: seconds(0) }));
        assert_eq!(register.press_at(place, hand, 1), 0);
        assert_eq!(register.sent(), []);
    }
}

#[test]
fn a_second_press_does_not_pay_the_rest() {
    let mut register = Register::paying(sale());
    register.touch("payment-cash");
    register.type_in("100");
    let place = register.place("payment-pay").unwrap();
    let _pressed = register.press_at(place, Hand::Finger, 1);
    assert_eq!(register.sent(), [cash(10_000, 1)]);
    register.show(taken(sale(), 10_000, TenderMeans::Cash));
    assert_eq!(register.press_at(place, Hand::Finger, 1), 0);
    register.stroke(Stroke::Enter);
    // Drawn before the till had answered.
    let stale = Command::TakeCash { receipt: RECEIPT, amount: kr(10_000), tender: TenderId(1) };
    register.dialog(payment::Message::PayPressed(stale));
    assert_eq!(register.sent(), []);
    // The next tender is chosen on purpose.
    register.touch("payment-seqr");
    register.touch("payment-pay");
    assert_eq!(register.sent(), [seqr(1, 3_830)]);
}

#[test]
fn the_first_digit_replaces_what_is_due_and_a_new_tender_begins_anew() {
    let mut register = Register::paying(sale());
    register.type_in("50,5");
    register.stroke(Stroke::Enter);
    assert_eq!(register.sent(), [seqr(1, 5_050)]);
    register.touch("payment-card");
    register.stroke(Stroke::Enter);
    assert_eq!(register.sent(), [card(13_830, 1)]);
    // The dialog opens with what is due again.
    register.stroke(Stroke::Escape);
    assert!(register.place("payment-pay").is_none());
    register.hear(Message::Sale(sale_screen::Message::PayPressed));
    register.stroke(Stroke::Enter);
    assert_eq!(register.sent(), [seqr(1, 13_830)]);
}

#[test]
fn amounts_that_cannot_be_paid_are_refused_in_words() {
    for (tender, typed, words, taken) in [
        (TenderKind::Seqr, "0", "Skriv ett belopp över noll.", None),
        (TenderKind::Cash, "0,00", "Skriv ett belopp över noll.", None),
        (TenderKind::Cash, "138,5", "Kontanter är hela kronor.", None),
        (TenderKind::Card, "138,31", "Ett kort kan betala högst 138,30\u{a0}kr.", None),
        // What does not fit is not written: what was there before stays.
        (TenderKind::Card, "12,345", "Högst två decimaler", Some(card(1_234, 1))),
        (TenderKind::Cash, "138,505", "Högst två decimaler", None),
        // What stays is far above what is due, and asked about.
        (TenderKind::Seqr, "1000000000", "Högst 999 999,99", None),
    ] {
        let mut register = Register::paying(sale());
        register.dialog(payment::Message::TenderPressed(tender));
        register.type_in(typed);
        assert!(register.sees(words), "{typed}: {words}");
        register.stroke(Stroke::Enter);
        assert_eq!(register.sent(), Vec::from_iter(taken), "{typed}");
    }
    let mut register = Register::paying(sale());
    register.stroke(Stroke::Delete);
    register.stroke(Stroke::Enter);
    assert_eq!(register.sent(), [], "nothing typed");
}

#[test]
fn very_much_cash_is_asked_about_once() {
    let mut register = Register::paying(sale());
    register.touch("payment-cash");
    register.type_in("2000");
    register.touch("payment-pay");
    assert!(register.sees("2\u{a0}000,00\u{a0}kr är mycket mer än 138,30\u{a0}kr. Stämmer det?"));
    assert_eq!(register.sent(), []);
    // Enter is the careful answer.
    register.stroke(Stroke::Enter);
    assert_eq!(register.sent(), []);
    register.stroke(Stroke::Enter);
    register.touch("payment-cash-large-yes");
    let Intent::Do(take) = cash(200_000, 1) else { panic!("no command") };
    assert_eq!(register.sent(), [Intent::Do(Command::Confirmed(Box::new(take)))]);
    // Neither 1 000 kr nor ten times what is due is much.
    for (due, typed) in [(sale(), "1383"), (sale(), "1000")] {
        let mut register = Register::paying(due);
        register.touch("payment-cash");
        register.type_in(typed);
        register.touch("payment-pay");
        assert_eq!(register.sent().len(), 1, "{typed}");
    }
}

#[test]
fn seqr_is_only_offered_where_it_can_be_used() {
    let silent = SeqrStatus::Unreachable { silent: seconds(9) };
    for (snapshot, why) in [
        (Snapshot { seqr: silent, ..sale() }, "Går inte att nå. Ta betalt på annat sätt."),
        (
            Snapshot { seqr: SeqrStatus::NotSetUp, ..sale() },
            "Inte inställt. Kalla på installatören.",
        ),
        (
            Snapshot { seqr: SeqrStatus::NotRegistered, ..sale() },
            "Inte registrerad. Kalla på installatören.",
        ),
        (Snapshot { terminal: None, ..sale() }, "Inte registrerad. Kalla på installatören."),
    ] {
        let mut register = Register::paying(snapshot);
        assert!(register.sees(why), "{why}");
        register.touch("payment-seqr");
        register.stroke(Stroke::Function(1));
        register.stroke(Stroke::Enter);
        assert_eq!(register.sent(), [], "{why}");
        // The others stay.
        register.touch("payment-cash");
        register.touch("payment-pay");
        assert_eq!(register.sent(), [cash(13_800, 1)], "{why}");
    }
    let mut register = Register::paying(Snapshot { seqr: SeqrStatus::Trying, ..sale() });
    register.stroke(Stroke::Enter);
    assert_eq!(register.sent(), [seqr(1, 13_830)], "nobody knows before somebody tries");
    // It goes while the dialog is open.
    register.show(Snapshot { seqr: silent, ..sale() });
    register.stroke(Stroke::Enter);
    assert_eq!(register.sent(), []);
    assert!(register.sees("SEQR går inte att nå. Ta betalt på annat sätt."));
}

#[test]
fn what_is_given_away_is_finished_without_a_tender() {
    let free = with_receipt(sale(), |receipt| {
        for line in receipt.lines().to_vec() {
            receipt.remove_line(line.id);
            receipt.add_line(kassa::core::receipt::Line { unit_price: kr(0), ..line });
        }
    });
    let mut register = Register::paying(sale());
    register.show(free);
    for key in ["payment-seqr", "payment-cash", "payment-card"] {
        register.touch(key);
    }
    assert_eq!(register.sent(), []);
    register.touch("step-main");
    assert_eq!(register.sent(), [Intent::Do(Command::Finish { receipt: RECEIPT })]);
}

#[test]
fn what_seqr_says_of_more_and_less() {
    for (typed, words) in [
        ("100", "Kvittot låses tills resten, 38,30\u{a0}kr, är betald på annat sätt."),
        ("200", "Kunden får 62,00\u{a0}kr tillbaka kontant."),
        ("138,30", "Kunden betalar hela beloppet i telefonen."),
    ] {
        let mut register = Register::paying(sale());
        register.type_in(typed);
        assert!(register.sees(words), "{words}");
    }
}

#[test]
fn a_tender_is_given_back_but_not_seqrs() {
    let split = taken(taken(sale(), 2_000, TenderMeans::Cash), 1_000, TenderMeans::Card);
    let back =
        |tender| Intent::Do(Command::RemoveTender { receipt: RECEIPT, tender: TenderId(tender) });
    let mut register = Register::paying(split.clone());
    register.touch("payment-remove");
    assert_eq!(register.sent(), [back(2)], "the newest is on top");
    register.show(given_back(split, 2));
    register.stroke(Stroke::Function(6));
    assert_eq!(register.sent(), [back(1)]);
    register.show(paid(10_000, 10_000, Circumstance::Expected));
    register.touch("step-main");
    assert!(register.sees("Kan inte tas bort"));
    assert!(register.place("payment-remove").is_none());
    register.stroke(Stroke::Function(6));
    assert_eq!(register.sent(), []);
}
