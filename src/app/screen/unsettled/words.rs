//! How each unsettled payment stands, in words: what is the matter, what SEQR said, what Kassa does, what to do.

use std::borrow::Cow;
use std::sync::Arc;

use crate::app::frame::Frame;
use crate::core::payment::{Case, Doubt, Offer, Payment, Status, Subject, Unsettled, Word};
use crate::core::receipt::Receipt;
use crate::language::{Texts, date_time};

/// The text that says what is the matter. With "-kassa" and "-do" after it: what Kassa does, what a person does.
pub fn name(case: &Case) -> &'static str {
    match case {
        Case::Unanswered => "unsettled-unanswered",
        Case::InDoubt(_) => "unsettled-in-doubt",
        Case::Unacknowledged(_) => "unsettled-unacknowledged",
        Case::AnotherAmount(_) => "unsettled-another-amount",
        Case::SettledAsPaid(_) => "unsettled-settled-paid",
        Case::SettledAsNotPaid(_) => "unsettled-settled-not-paid",
        Case::Released => "unsettled-released",
        Case::TakenBack(_) => "unsettled-taken-back",
        Case::PaidAfterAll(_) => "unsettled-paid-after-all",
        Case::NotPaidAfterAll { .. } => "unsettled-not-paid-after-all",
        Case::RefundUnanswered => "unsettled-refund-unanswered",
        Case::RefundInDoubt => "unsettled-refund-in-doubt",
    }
}

/// What it is, with its number.
pub fn which(subject: Subject, texts: &'static Texts) -> String {
    let text = match subject {
        Subject::Payment(_) => "unsettled-payment",
        Subject::Refund(_) => "unsettled-refund",
    };
    texts.with(text, &[("number", subject.to_string().into())]).into_owned()
}

/// What Kassa does about it.
pub(super) fn kassa(case: &Case, texts: &'static Texts) -> Cow<'static, str> {
    match case {
        Case::InDoubt(Doubt::NotCancelled) => texts.get("unsettled-not-cancelled-kassa"),
        case => texts.get(&format!("{}-kassa", name(case))),
    }
}

/// What a person does about it, on a screen: while its receipt is still rung up, that can still be paid otherwise.
pub(super) fn to_do_now(payment: &Unsettled, frame: &Frame<'_>) -> Cow<'static, str> {
    let here = |receipt: &Arc<Receipt>| receipt.id == payment.subject.receipt();
    match &payment.case {
        Case::TakenBack(_) | Case::NotPaidAfterAll { .. }
            if frame.snapshot.receipt.as_ref().is_some_and(here) =>
        {
            frame.text("unsettled-taken-back-here")
        }
        _ => to_do(payment, frame.texts),
    }
}

/// What a person does about it.
pub fn to_do(payment: &Unsettled, texts: &'static Texts) -> Cow<'static, str> {
    match (&payment.case, payment.offers) {
        (Case::AnotherAmount(_), Offer::Nothing) => texts.get("unsettled-another-amount-wait"),
        // After so long SEQR may never answer.
        (Case::Unacknowledged(_), Offer::Noting) => texts.get("unsettled-unacknowledged-note-do"),
        (case, _) => texts.get(&format!("{}-do", name(case))),
    }
}

/// Why nobody knows, where that is what is the matter; or what SEQR has instead.
pub(super) fn doubt(payment: &Unsettled, frame: &Frame<'_>) -> Option<Cow<'static, str>> {
    if let Case::AnotherAmount(known) = &payment.case {
        let values = [
            ("paid", frame.money(known.amount).into()),
            ("booked", frame.money(payment.amount).into()),
        ];
        return Some(frame.with("unsettled-another-amount-paid", &values));
    }
    let (Case::InDoubt(doubt) | Case::SettledAsPaid(doubt) | Case::SettledAsNotPaid(doubt)) =
        &payment.case
    else {
        return None;
    };
    Some(frame.text(match doubt {
        Doubt::NotFound => "payment-in-doubt-not-found",
        Doubt::Silence => "unsettled-silence",
        Doubt::WithoutNumber => "payment-in-doubt-without-number",
        Doubt::NotCancelled => "payment-in-doubt-not-cancelled",
    }))
}

/// The payment that SEQR knows about, if it does.
pub(super) fn known(case: &Case) -> Option<&Payment> {
    match case {
        Case::Unacknowledged(payment)
        | Case::AnotherAmount(payment)
        | Case::TakenBack(payment)
        | Case::PaidAfterAll(payment) => Some(payment),
        _ => None,
    }
}

/// What SEQR said last, and when.
pub(super) fn said(payment: &Unsettled, frame: &Frame<'_>) -> Cow<'static, str> {
    let Some(said) = &payment.said else {
        return frame.text(match payment.subject {
            Subject::Payment(_) => "unsettled-said-nothing",
            // It cannot be asked how a refund stands.
            Subject::Refund(_) => "unsettled-said-lost",
        });
    };
    let word = match &said.word {
        Word::NotFound => frame.text("unsettled-said-not-found"),
        Word::Status(status) => match status {
            Status::Paid => frame.text("unsettled-said-paid"),
            Status::Issued => frame.text("unsettled-said-issued"),
            Status::Canceled => frame.text("unsettled-said-canceled"),
            Status::Failed => frame.text("unsettled-said-failed"),
            Status::Expired => frame.text("unsettled-said-expired"),
            Status::Other(word) => {
                let word: String = word.chars().take(LONGEST_WORD).collect();
                frame.with("unsettled-said-other", &[("word", word.into())])
            }
        },
    };
    let time = frame.moment(said.at);
    frame.with("unsettled-said-at", &[("word", word.into_owned().into()), ("time", time.into())])
}

/// The most letters of a status word that nobody knows.
const LONGEST_WORD: usize = 32;

/// Since when, in full.
pub(super) fn since(payment: &Unsettled, frame: &Frame<'_>) -> String {
    date_time(payment.since, frame.zone)
}
