//! A payment that waits, in large words, for where the dialog cannot be: beside the keys of the log-in screen.

use iced::widget::{column, container, row};
use iced::{Center, Fill};

use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Tone, measure};
use crate::app::widget::Element;
use crate::core::payment::Phase;

use super::words::Words;

/// The face of the payment that waits; `None` if none does. Nothing on it can be pressed: whoever wants to do
/// something logs in first.
pub fn waiting<'a, Message: 'a>(frame: &Frame<'a>) -> Option<Element<'a, Message>> {
    let snapshot = frame.snapshot;
    let payment = snapshot.payment.as_ref().filter(|payment| {
        payment.open || matches!(payment.phase, Phase::Paid(_)) || snapshot.receipt.is_some()
    });
    let Some(payment) = payment else {
        // It ended while nobody was there, and its receipt with it.
        let last = snapshot.last.as_ref().filter(|_| snapshot.locked)?;
        let number = i64::try_from(last.number.0).unwrap_or(i64::MAX);
        let receipt = frame.with("receipt-number", &[("number", number.into())]);
        let head = format!("{receipt}   {}", frame.money(last.total));
        let said = frame.text("sale-done").into_owned();
        return Some(face(head, Icon::CircleCheck, Tone::Pay, said, None));
    };
    let words = Words::of(payment, frame);
    let head = format!("{} {}", frame.text("payment-seqr"), frame.money(payment.amount));
    let detail = words.details.into_iter().next();
    Some(face(head, words.icon, words.tone, words.sentence, detail))
}

fn face<'a, Message: 'a>(
    head: String,
    icon: Icon,
    tone: Tone,
    said: String,
    detail: Option<String>,
) -> Element<'a, Message> {
    let words = column![
        theme::key(head),
        theme::amount(said).style(theme::tone_text(tone)),
        detail.map(|detail| theme::body(detail).style(theme::muted)),
    ]
    .spacing(measure::GAP)
    .width(Fill);
    let inside = row![theme::icon(icon, measure::SIGN).style(theme::tone_text(tone)), words]
        .spacing(measure::APART)
        .align_y(Center);
    container(inside).style(theme::banner(tone)).padding(measure::APART).width(Fill).into()
}
