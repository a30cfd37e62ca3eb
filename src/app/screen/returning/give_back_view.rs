//! How the money is given back: through SEQR what was paid there, otherwise in cash or by card.

use iced::widget::{column, container, row, space};
use iced::{Center, Fill};

use crate::app::frame::Frame;
use crate::app::keyboard::Stroke;
use crate::app::screen::payment::seal;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, key};
use crate::core::receipt::Receipt;
use crate::core::register::{Command, LastReceipt};
use crate::till::snapshot::Returning;

use super::{Message, parts};

/// A way to give back, with what it sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    pub command: Command,
    means: Means,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    Seqr,
    Cash,
    Card,
}

impl Means {
    fn stroke(self) -> (Stroke, &'static str) {
        match self {
            Means::Seqr => (Stroke::Function(8), "F8"),
            Means::Cash => (Stroke::Function(6), "F6"),
            Means::Card => (Stroke::Function(7), "F7"),
        }
    }

    fn words(self) -> (Icon, &'static str) {
        match self {
            Means::Seqr => (Icon::Smartphone, "returning-seqr"),
            Means::Cash => (Icon::Banknote, "returning-cash"),
            Means::Card => (Icon::CreditCard, "returning-card"),
        }
    }
}

/// What can be pressed: the way that it was paid comes first.
pub(super) fn offers(returning: &Returning, receipt: &Receipt) -> impl Iterator<Item = Offer> {
    let (id, tender, left) = (receipt.id, receipt.next_tender(), receipt.to_give_back());
    let through_seqr = returning.payments.first().map(|(payment, remainder)| {
        let (refund, amount) = (returning.next_refund, left.min(*remainder));
        let command = Command::RefundWithSeqr { refund, payment: *payment, amount };
        Offer { command, means: Means::Seqr }
    });
    let amount = left.rounded_to_cash();
    let cash = Offer {
        command: Command::GiveBackCash { receipt: id, amount, tender },
        means: Means::Cash,
    };
    let card = Offer {
        command: Command::GiveBackCard { receipt: id, amount: left, tender },
        means: Means::Card,
    };
    let there = left.is_positive() && returning.waits.is_none();
    through_seqr.into_iter().chain([cash, card]).filter(move |_| there)
}

/// What a key of the keyboard stands for.
pub(super) fn stroke(returning: &Returning, receipt: &Receipt, stroke: Stroke) -> Option<Message> {
    if stroke == Stroke::Function(9) {
        return receipt.tenders().is_empty().then_some(Message::AbandonPressed(receipt.id));
    }
    let mut offers = offers(returning, receipt);
    let chosen = offers.find(|offer| offer.means.stroke().0 == stroke);
    chosen.map(|offer| Message::GivePressed(offer.command))
}

pub(super) fn view<'a>(
    returning: &'a Returning,
    receipt: &'a Receipt,
    frame: &Frame<'a>,
) -> Element<'a, Message> {
    let number = [("number", returning.number.0.to_string().into())];
    let amount = |offer: &Offer| match &offer.command {
        Command::RefundWithSeqr { amount, .. }
        | Command::GiveBackCash { amount, .. }
        | Command::GiveBackCard { amount, .. } => frame.money(*amount),
        _ => String::new(),
    };
    let keys = offers(returning, receipt).enumerate().map(|(place, offer)| {
        let (icon, words) = offer.means.words();
        let words = frame.with(words, &[("amount", amount(&offer).into())]);
        let look = if place == 0 { Look::Filled(Tone::Danger) } else { Look::Plain };
        key::main(Tone::Danger, icon, words, Some(offer.means.stroke().1))
            .id(offer.means.words().1)
            .look(look)
            .on_press(Message::GivePressed(offer.command))
            .into()
    });
    let abandon = receipt.tenders().is_empty().then(|| {
        key::labelled(Some(Icon::X), frame.text("returning-abandon"), Some("F9"))
            .id("abandon")
            .width(measure::ASIDE_WIDTH)
            .height(measure::MAIN_HEIGHT)
            .on_press(Message::AbandonPressed(receipt.id))
    });
    column![
        parts::head(frame.with("returning-receipt", &number), None),
        match returning.waits {
            Some(reason) => parts::refused(frame, reason),
            None => parts::said(frame, "returning-give-do"),
        },
        container(
            column![
                theme::key(frame.text("returning-to-give")).style(theme::muted),
                theme::total(frame.money(returning.to_give_back)).size(measure::CHANGE),
            ]
            .spacing(measure::GAP)
            .align_x(Center),
        )
        .center_x(Fill)
        .height(measure::CASE_HEIGHT + measure::MAIN_HEIGHT),
        container(column(keys).spacing(measure::ROOM).width(measure::SENTENCE_WIDTH))
            .center_x(Fill),
        space().height(Fill),
        row![abandon],
    ]
    .spacing(measure::ROOM)
    .into()
}

/// The return is complete.
pub(super) fn done<'a>(last: &LastReceipt, frame: &Frame<'a>) -> Element<'a, Message> {
    let number = [("number", last.number.0.to_string().into())];
    let given = -(last.total + last.settlement.rounding);
    let middle = column![
        seal(Icon::CircleCheck, Tone::Pay),
        theme::total(frame.text("returning-done")).style(theme::pay),
        theme::total(frame.money(given)).size(measure::CHANGE),
        theme::body(frame.with("returning-done-number", &number)).style(theme::muted),
    ]
    .spacing(measure::ROOM)
    .align_x(Center);
    column![
        parts::head(frame.text("returning"), None),
        container(middle).center(Fill),
        container(
            key::main(Tone::Pay, Icon::Check, frame.text("payment-done"), Some("Enter"))
                .id("done")
                .width(measure::STEP_WIDTH)
                .on_press(Message::DonePressed(last.id)),
        )
        .center_x(Fill),
    ]
    .spacing(measure::ROOM)
    .into()
}
