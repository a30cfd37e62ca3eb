//! Goods come back: pictures of every face, and hands that press, against the whole window.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says so by failing")]

mod payment_situations;
#[allow(dead_code, reason = "only some of it is used here")]
mod picture;

use std::sync::Arc;
use std::time::Duration;

use iced::Size;
use kassa::app::Message;
use kassa::app::fixture::{self, strokes};
use kassa::app::keyboard::Stroke;
use kassa::app::screen::returning::Message as Said;
use kassa::app::theme::Theme;
use kassa::core::language::Language;
use kassa::core::payment::{AttemptId, Circumstance, Refusal};
use kassa::core::receipt::{
    Line, LineId, Origin, Quantity, Receipt, ReceiptId, ReceiptNumber, RefundablePayment,
    Returnable, Settlement,
};
use kassa::core::refund::{RefundId, RefundPhase, Verdict};
use kassa::core::register::{Chosen, Command, LastReceipt, OwedRefund, Refused};
use kassa::core::tender::{Tender, TenderId, TenderMeans};
use kassa::core::user::UserNumber;
use kassa::till::intent::Intent;
use kassa::till::snapshot::{RefundView, Returning, Snapshot};

use payment_situations::register::{Hand, Register};
use payment_situations::{attempt, kr, paid, tag};

const SOLD: ReceiptNumber = ReceiptNumber(1024);
const RETURN: ReceiptId = ReceiptId(18);

fn sold(count: u32) -> Vec<Line> {
    let snapshot = fixture::many_lines(count as usize);
    let pieces = Quantity::pieces(3).unwrap();
    let lines = snapshot.receipt.as_ref().unwrap().lines();
    let more = |line: &Line| Line { quantity: pieces, ..line.clone() };
    lines.iter().map(|line| if line.id == LineId(1) { more(line) } else { line.clone() }).collect()
}

fn origin(remainder: i64) -> Origin {
    let payment = RefundablePayment {
        attempt: attempt(1),
        ers_reference: "2026112114050917".to_owned(),
        remainder: kr(remainder),
        settled_before: false,
    };
    let payments = if remainder > 0 { vec![payment] } else { Vec::new() };
    Origin { receipt: ReceiptId(17), number: SOLD, payments }
}

/// A receipt was found.
fn found(lines: u32) -> Snapshot {
    let returnable = Returnable { origin: origin(10_000), lines: sold(lines) };
    Snapshot { returnable: Some(Arc::new(returnable)), ..fixture::empty() }
}

/// A return of which so much was paid through SEQR.
fn returning(remainder: i64, tenders: &[Tender]) -> Snapshot {
    let snapshot = fixture::empty();
    let origin = origin(remainder);
    let mut receipt = Receipt::returning(RETURN, snapshot.at, origin.receipt);
    for line in sold(3) {
        receipt.add_line(Line { unit_price: -line.unit_price, ..line });
    }
    for tender in tenders {
        receipt.add_tender(tender.clone());
    }
    let payments = origin.payments.iter().map(|paid| (paid.attempt, paid.remainder)).collect();
    let returning = Returning {
        of: origin.receipt,
        number: origin.number,
        to_give_back: receipt.to_give_back(),
        payments,
        next_refund: RefundId { receipt: RETURN, number: 1 },
        waits: None,
    };
    receipt.set_origin(origin);
    Snapshot { receipt: Some(Arc::new(receipt)), returning: Some(returning), ..snapshot }
}

fn refunding(phase: RefundPhase) -> Snapshot {
    let open = matches!(
        phase,
        RefundPhase::Sending | RefundPhase::SendingAgain { .. } | RefundPhase::InDoubt
    );
    let refund = RefundView {
        refund: RefundId { receipt: RETURN, number: 1 },
        payment: attempt(1),
        amount: kr(10_000),
        number: SOLD,
        open,
        phase,
    };
    Snapshot { refund: Some(refund), ..returning(10_000, &[]) }
}

fn promised() -> Snapshot {
    let owed = OwedRefund { payment: attempt(1), by: UserNumber(1) };
    Snapshot { owed: Arc::new([owed]), ..fixture::empty() }
}

fn done(total: i64) -> Snapshot {
    let settlement = Settlement { change: kr(0), rounding: kr(0) };
    let last =
        LastReceipt { id: RETURN, number: ReceiptNumber(1025), total: kr(total), settlement };
    Snapshot { last: Some(last), ..fixture::empty() }
}

fn open() -> Vec<Message> {
    strokes(&[Stroke::Function(9)])
}

fn said(messages: impl IntoIterator<Item = Said>) -> Vec<Message> {
    messages.into_iter().map(Message::Returning).collect()
}

/// In both languages, where no other size changes anything.
fn check_small(name: &str, snapshot: &Snapshot, messages: &[Message]) {
    let size = Size::new(1024.0, 768.0);
    for language in Language::ALL {
        let window = picture::window(fixture::speaking(language, snapshot.clone()), size, messages);
        let name = format!("returning-{name}-{}-1024", tag(language));
        assert_eq!(picture::compare(&name, size, window.theme(), window.view()), None, "{name}");
    }
}

#[test]
fn which_receipt() {
    picture::check("returning-find", &fixture::empty(), &open());
    let typed: Vec<Message> =
        open().into_iter().chain(strokes(&[Stroke::Character('7')])).collect();
    let unknown = fixture::refused(Refused::NoSuchReceipt, fixture::empty());
    check_small("find-unknown", &unknown, &typed);
    check_small("find-promised", &promised(), &open());
}

#[test]
fn what_comes_back() {
    check_small("choose", &found(4), &[]);
    let some = said([Said::LinePressed(LineId(2)), Said::MorePressed(LineId(1))]);
    picture::check("returning-choose-some", &found(4), &some);
    check_small("choose-pages", &found(20), &said([Said::AllPressed, Said::Turned(6)]));
    check_small("choose-nothing", &found(0), &[]);
    let some = said([Said::AllPressed]);
    for (name, theme) in [("dark", Theme::Dark), ("contrast", Theme::HighContrast)] {
        let size = Size::new(1024.0, 768.0);
        let window = picture::window(found(4), size, &some).with_theme(theme);
        let name = format!("returning-choose-{name}");
        assert_eq!(picture::compare(&name, size, theme, window.view()), None);
    }
}

#[test]
fn how_the_money_is_given_back() {
    picture::check("returning-give-seqr", &returning(10_000, &[]), &[]);
    check_small("give-cash", &returning(0, &[]), &[]);
    let given = Tender { id: TenderId(1), amount: kr(-1_000), means: TenderMeans::Card };
    check_small("give-rest", &returning(0, &[given]), &[]);
    let mut waits = returning(10_000, &[]);
    waits.returning.as_mut().unwrap().waits = Some(Refused::Unacknowledged);
    check_small("give-too-early", &waits, &[]);
}

#[test]
fn every_face_of_a_refund() {
    let again_in = Duration::from_secs(4);
    let detail = "AMOUNT_EXCEEDS".to_owned();
    for (name, phase) in [
        ("sending", RefundPhase::Sending),
        ("again", RefundPhase::SendingAgain { sendings: 2, again_in }),
        ("in-doubt", RefundPhase::InDoubt),
        ("refused", RefundPhase::Refused(Refusal::Code { code: 49, detail })),
        ("settled", RefundPhase::Settled { verdict: Verdict::NotGivenBack }),
    ] {
        check_small(name, &refunding(phase), &[]);
    }
}

#[test]
fn a_receipt_is_found_by_its_number_and_never_by_nothing() {
    let mut register = Register::showing(fixture::empty());
    register.stroke(Stroke::Function(9));
    register.stroke(Stroke::Enter);
    assert_eq!(register.sent(), [], "nothing was typed");
    for digit in "1024".chars() {
        register.hear(Message::Returning(Said::KeyPressed(
            kassa::app::widget::keypad::Press::of(digit).unwrap(),
        )));
    }
    register.touch("find");
    assert_eq!(register.sent(), [Intent::FindReceipt(SOLD)]);
}

#[test]
fn goods_are_chosen_by_finger_by_mouse_and_by_key() {
    for hand in [Hand::Finger, Hand::Mouse] {
        let mut register = Register::showing(found(4));
        register.press("begin", hand);
        assert_eq!(register.sent(), [], "nothing is chosen");
        register.press("all", hand);
        register.press("begin", hand);
        let everything = Intent::BeginReturn { number: SOLD, chosen: Chosen::Everything };
        assert_eq!(register.sent(), [everything], "{hand:?}");
    }
    let mut register = Register::showing(found(4));
    register.hear(Message::Returning(Said::MorePressed(LineId(1))));
    register.hear(Message::Returning(Said::MorePressed(LineId(1))));
    register.stroke(Stroke::Enter);
    let chosen = Chosen::Lines(vec![(LineId(1), Quantity::pieces(2).unwrap())]);
    assert_eq!(register.sent(), [Intent::BeginReturn { number: SOLD, chosen }]);
    // Never more than there is.
    for _ in 0..5 {
        register.hear(Message::Returning(Said::MorePressed(LineId(1))));
    }
    register.stroke(Stroke::Enter);
    let chosen = Chosen::Lines(vec![(LineId(1), Quantity::pieces(3).unwrap())]);
    assert_eq!(register.sent(), [Intent::BeginReturn { number: SOLD, chosen }]);
}

#[test]
fn a_stale_press_gives_nothing_back() {
    let mut register = Register::showing(returning(10_000, &[]));
    let refund = RefundId { receipt: RETURN, number: 1 };
    let command = Command::RefundWithSeqr { refund, payment: attempt(1), amount: kr(10_000) };
    register.touch("returning-seqr");
    assert_eq!(register.sent(), [Intent::Do(command.clone())]);
    // The refund is on its way: the same key, drawn before, comes too late.
    register.show(refunding(RefundPhase::Sending));
    register.hear(Message::Returning(Said::GivePressed(command)));
    register.hear(Message::Returning(Said::BackPressed));
    register.stroke(Stroke::Escape);
    register.stroke(Stroke::Function(9));
    assert_eq!(register.sent(), []);
}

#[test]
fn nothing_is_given_back_before_seqr_has_heard_of_the_sale() {
    let mut waits = returning(10_000, &[]);
    waits.returning.as_mut().unwrap().waits = Some(Refused::Unacknowledged);
    let mut register = Register::showing(waits);
    for stroke in [6, 7, 8] {
        register.stroke(Stroke::Function(stroke));
    }
    assert_eq!(register.sent(), []);
    assert!(register.place("returning-seqr").is_none());
}

#[test]
fn a_return_can_be_given_up_only_before_money_was_given() {
    let mut register = Register::showing(returning(0, &[]));
    register.touch("abandon");
    assert_eq!(register.sent(), [Intent::Do(Command::CancelReceipt { receipt: RETURN })]);
    let given = Tender { id: TenderId(1), amount: kr(-1_000), means: TenderMeans::Card };
    let mut register = Register::showing(returning(0, &[given]));
    register.stroke(Stroke::Function(9));
    register.stroke(Stroke::Escape);
    assert_eq!(register.sent(), []);
    assert!(register.place("abandon").is_none());
}

#[test]
fn a_refund_in_doubt_leads_to_the_manager() {
    let mut register = Register::showing(refunding(RefundPhase::InDoubt));
    register.touch("step-main");
    assert_eq!(register.sent(), []);
    assert!(register.place("unsettled").is_some(), "the list lies above");
}

#[test]
fn what_was_promised_is_given() {
    let mut register = Register::showing(promised());
    register.stroke(Stroke::Function(9));
    register.hear(Message::Returning(Said::OwedPressed(attempt(1))));
    assert_eq!(register.sent(), [Intent::RefundOwed(attempt(1))]);
    let nobody = AttemptId { receipt: ReceiptId(99), number: 1 };
    register.hear(Message::Returning(Said::OwedPressed(nobody)));
    assert_eq!(register.sent(), []);
}

#[test]
fn the_end_is_told_and_put_away() {
    let mut register = Register::showing(returning(0, &[]));
    register.show(done(-13_830));
    assert!(register.place("done").is_some());
    check_end();
    register.touch("done");
    assert!(register.place("returning").is_none());
}

fn check_end() {
    let size = Size::new(1024.0, 768.0);
    let after = kassa::app::link::Arrival::Snapshot(Arc::new(done(-13_830)));
    let window = picture::window(returning(0, &[]), size, &[Message::Arrived(after)]);
    let name = "returning-done-sv-1024";
    assert_eq!(picture::compare(name, size, window.theme(), window.view()), None);
}

/// Rule 9: the sale ends as it was paid, and the money goes back.
#[test]
fn a_payment_that_came_after_cancel_is_finished_and_refunded() {
    for hand in [Hand::Finger, Hand::Mouse] {
        let mut register = Register::showing(paid(13_830, 13_830, Circumstance::AfterCancel));
        register.press("step-aside", hand);
        assert_eq!(register.sent(), [Intent::FinishAndRefund(ReceiptId(17))], "{hand:?}");
    }
    let mut register = Register::showing(paid(13_830, 13_830, Circumstance::Expected));
    register.stroke(Stroke::Function(9));
    assert_eq!(register.sent(), [], "what was wanted is not refunded by mistake");
}
