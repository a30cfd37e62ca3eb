//! One line about the open payment, for where the dialog cannot be: the log-in screen.

use crate::app::frame::Frame;
use crate::app::widget::{Element, card};
use crate::core::payment::Phase;

use super::step::Help;
use super::words::Words;

/// The face of the payment that waits, as a banner; `None` if none does. Nothing on it can be
/// pressed: whoever wants to do something logs in first.
pub fn banner<'a, Message: Clone + PartialEq + 'static>(
    frame: &Frame<'a>,
) -> Option<Element<'a, Message>> {
    let snapshot = frame.snapshot;
    let payment = snapshot.payment.as_ref().filter(|payment| {
        payment.open || matches!(payment.phase, Phase::Paid(_)) || snapshot.receipt.is_some()
    })?;
    let words = Words::of(payment, frame, Help::NotCalled);
    let name = frame.text("payment-seqr");
    let said = format!("{name} {}: {}", frame.money(payment.amount), words.sentence);
    let detail = words.details.into_iter().next().map(Into::into);
    Some(card::banner(words.icon, words.tone, said, detail, Vec::new()))
}
