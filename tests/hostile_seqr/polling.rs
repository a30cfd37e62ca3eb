//! An open payment whose questions meet a fault: asked on at the same pace, shown as "no contact",
//! and booked once when SEQR is itself again.

use std::time::Duration;

use kassa::core::payment::{Phase, StatusAnswer};
use kassa::seqr::message::Operation;

use crate::fault::Fault;
use crate::shop::{Shop, at_once, eventually};
use crate::watched::{Call, assert_cadence};
use crate::words::{assert_says, opened};

/// A fault with its name.
pub struct Case {
    pub name: &'static str,
    pub fault: Fault,
}

pub fn case(name: &'static str, fault: Fault) -> Case {
    Case { name, fault }
}

/// So many questions go unanswered before SEQR is itself again.
const UNANSWERED: usize = 3;

/// How a payment's way to SEQR is broken.
pub trait Break {
    fn on(&self, shop: &Shop);
}

impl Break for Fault {
    fn on(&self, shop: &Shop) {
        shop.break_with(Operation::GetPaymentStatus, self);
    }
}

/// An address that leads nowhere.
impl Break for str {
    fn on(&self, shop: &Shop) {
        shop.lead_to(self);
    }
}

/// Faults that leave the register without contact.
pub fn survives_silence(cases: &[Case], encrypted: bool) {
    at_once(cases, |case| {
        let shop = Shop::open(case.name, encrypted);
        lose_contact(case.name, &shop, &case.fault);
        let struck = shop.server.met().struck;
        assert!(struck >= UNANSWERED, "{}: only {struck} questions met the fault", case.name);
        shop.pay_and_close();
    });
}

/// Opens a payment and breaks its way to SEQR until the cashier has read so; then mends it.
pub fn lose_contact(name: &str, shop: &Shop, fault: &(impl Break + ?Sized)) {
    shop.sell();
    shop.until_waiting();
    fault.on(shop);
    let broken_from = asked(shop).len();
    let shown = shop.until_phase("no contact", |phase| matches!(phase, Phase::NoContact { .. }));
    let Phase::NoContact { silent } = shown.payment.as_ref().unwrap().phase else { unreachable!() };
    assert!(silent >= Duration::from_secs(3), "{name}: {silent:?}");
    let seconds = ("seconds", i64::try_from(silent.as_secs()).unwrap().into());
    assert_says(name, &opened(shop), &shown, "payment-no-contact", &[seconds], None);
    eventually(name, || {
        let ended = |calls: &[Call<_>]| calls.iter().filter(|call| call.ended.is_some()).count();
        (ended(asked(shop).get(broken_from..)?) >= UNANSWERED).then_some(())
    });
    let now = shop.now();
    assert!(now.open_payment().is_some(), "{name}: {:?}", now.payment);
    for call in asked(shop).iter().skip(broken_from) {
        if let Some(answer) = &call.answer {
            let nothing = matches!(answer, StatusAnswer::Nothing { .. });
            assert!(nothing, "{name}: {answer:?}");
        }
    }
    shop.mend();
    let _heard = shop.until_phase("contact", |phase| {
        matches!(phase, Phase::Waiting { .. } | Phase::Asking { .. })
    });
    assert_cadence(name, &asked(shop));
}

pub fn asked(shop: &Shop) -> Vec<Call<StatusAnswer>> {
    shop.watched.statuses.lock().unwrap().clone()
}

/// Odd answers that say something all the same: contact is never lost over them, and the payment
/// is booked from one.
pub fn is_understood(cases: &[Case]) {
    at_once(cases, |case| {
        let shop = Shop::open(case.name, false);
        shop.sell();
        shop.until_waiting();
        case.fault.on(&shop);
        let from = asked(&shop).len();
        let answered = eventually(case.name, || {
            let answers: Vec<_> =
                asked(&shop).into_iter().skip(from).filter_map(|call| call.answer).collect();
            // One may have been on its way when the fault began.
            (answers.len() > UNANSWERED).then_some(answers)
        });
        for answer in answered {
            let understood = matches!(answer, StatusAnswer::Status { .. });
            assert!(understood, "{}: {answer:?}", case.name);
        }
        shop.until_waiting();
        assert_cadence(case.name, &asked(&shop));
        assert!(shop.server.met().struck >= UNANSWERED, "{}", case.name);
        // An answer that was only changed on its way tells of the payment as well.
        if !matches!(case.fault, Fault::Instead(_)) {
            shop.mend();
        }
        shop.pay_and_close();
    });
}
