//! An invoice whose sending meets a fault (rules 5 and 10): what certainly never left is refused,
//! what may have left is lost and sent again, and the customer pays once.

use kassa::core::language::Language;
use kassa::core::payment::{Phase, Refusal, SendAnswer};
use kassa::seqr::message::Operation;

use crate::fault::{Fault, answer, xml};
use crate::polling::Case;
use crate::shop::{Shop, at_once, eventually};
use crate::words::{assert_says, opened, texts_of};

/// The most letters of a detail that is kept for support.
const LONGEST_DETAIL: usize = 600;

/// Faults after which an invoice may exist.
pub fn is_lost(cases: &[Case]) {
    at_once(cases, |case| {
        let shop = Shop::open(case.name, false);
        shop.break_with(Operation::SendInvoice, &case.fault);
        shop.sell();
        let answer = first_answer(case.name, &shop);
        let SendAnswer::Lost { detail } = answer else { panic!("{}: {answer:?}", case.name) };
        assert_detail(case.name, &detail);
        let shown = shop.until_phase("sending again", |phase| *phase == Phase::SendingAgain);
        assert!(shown.open_payment().is_some(), "{}", case.name);
        assert_says(case.name, &opened(&shop), &shown, "payment-sending-again", &[], None);
        // It goes on meeting the fault, also where the first sending met the end of a connection.
        eventually(case.name, || (shop.server.met().struck > 0).then_some(()));
        shop.mend();
        shop.until_waiting();
        shop.pay_and_close();
    });
}

/// Opens a shop, lets sending fail before anything left, and then sells all the same.
pub fn is_not_reached(name: &'static str, shop: Shop, break_it: impl FnOnce(&Shop)) {
    break_it(&shop);
    let dialog = opened(&shop);
    shop.sell();
    let answer = first_answer(name, &shop);
    let SendAnswer::Refused(Refusal::NotReached { detail }) = answer else {
        panic!("{name}: {answer:?}")
    };
    assert_detail(name, &detail);
    let shown = shop.until_phase("the refusal", |phase| {
        matches!(phase, Phase::Refused(Refusal::NotReached { .. }))
    });
    assert!(shown.open_payment().is_none(), "{name}: nothing is open");
    assert!(shown.receipt.is_some(), "{name}: the receipt is open again");
    assert_says(name, &dialog, &shown, "payment-not-reached", &[], Some(&detail));
    shop.mend();
    shop.pay_again();
    shop.until_waiting();
    shop.pay_and_close();
}

pub fn first_answer(name: &str, shop: &Shop) -> SendAnswer {
    eventually(name, || shop.watched.sendings.lock().unwrap().first()?.answer.clone())
}

/// What is kept for support is one line that can be read out on the telephone.
pub fn assert_detail(name: &str, detail: &str) {
    assert!(!detail.is_empty(), "{name}");
    assert!(detail.chars().count() <= LONGEST_DETAIL, "{name}: {} letters", detail.len());
    assert!(!detail.chars().any(char::is_control), "{name}: {detail:?}");
    for debug in ["Err(", "Some(", "Error {", "panicked", "stack backtrace"] {
        assert!(!detail.contains(debug), "{name}: {detail}");
    }
}

/// A reset that comes before anything was read may be known to be one or not; it is never more
/// than lost, and never forgotten.
pub fn reset_unread(name: &'static str) {
    let shop = Shop::open(name, false);
    shop.break_with(Operation::SendInvoice, &Fault::ResetUnread);
    shop.sell();
    match first_answer(name, &shop) {
        SendAnswer::Lost { .. } => {
            shop.mend();
            shop.until_waiting();
        }
        SendAnswer::Refused(Refusal::NotReached { .. }) => {
            let _refused = shop.until_phase("the refusal", |phase| {
                matches!(phase, Phase::Refused(Refusal::NotReached { .. }))
            });
            shop.mend();
            shop.pay_again();
            shop.until_waiting();
        }
        other => panic!("{name}: {other:?}"),
    }
    shop.pay_and_close();
}

/// A refusal that comes with far too many words, most of them none.
pub fn is_refused() {
    let words = "\nno\t\u{202e}way&lt;".repeat(1 << 16);
    let fields =
        format!("<resultCode>49</resultCode><resultDescription>{words}</resultDescription>");
    let name = "a megabyte of words";
    let shop = Shop::open(name, false);
    let dialog = opened(&shop);
    shop.break_with(Operation::SendInvoice, &Fault::Bytes(xml(answer("sendInvoice", &fields))));
    shop.sell();
    let answer = first_answer(name, &shop);
    let SendAnswer::Refused(Refusal::Code { code: 49, detail }) = &answer else {
        panic!("{answer:?}")
    };
    assert_detail(name, detail);
    let refused = |phase: &Phase| matches!(phase, Phase::Refused(Refusal::Code { .. }));
    let shown = shop.until_phase("the refusal", refused);
    for language in Language::ALL {
        for text in texts_of(&dialog, &shown, language) {
            assert!(text.chars().count() <= 250 && !text.contains('\n'), "{text}");
        }
    }
    shop.mend();
    shop.pay();
    shop.until_waiting();
    shop.pay_and_close();
}
