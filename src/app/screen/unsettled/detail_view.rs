//! How one payment is drawn: how it stands, what SEQR said, what Kassa does, what to do, and the keys for it.

use std::borrow::Cow;

use iced::widget::{column, container, row, space};
use iced::{Center, Fill};

use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, TouchButton, key};
use crate::app::words::unsettled_sign;
use crate::core::payment::{Unsettled, Verdict};
use crate::core::refund;

use super::list_view::head;
use super::{Deed, Message, stroke_of, words};

pub(super) fn view<'a>(payment: &'a Unsettled, frame: &Frame<'a>) -> Element<'a, Message> {
    let (icon, tone) = unsettled_sign(&payment.case);
    let amount = row![
        theme::total(frame.money(payment.amount)),
        theme::key(frame.text("payment-seqr")).style(theme::seqr),
        space().width(Fill),
        words::known(&payment.case).map(|known| {
            let reference = [("reference", known.ers_reference.as_str().into())];
            theme::note(frame.with("unsettled-reference", &reference)).style(theme::muted)
        }),
    ]
    .spacing(measure::WIDE)
    .align_y(Center);
    let matter = column![
        theme::amount(frame.text(words::name(&payment.case))).style(theme::tone_text(tone)),
        words::doubt(payment, frame).map(|doubt| theme::body(doubt).style(theme::muted)),
    ]
    .spacing(measure::TINY);
    let facts = column![
        fact(frame, "unsettled-since", words::since(payment, frame).into()),
        fact(frame, "unsettled-said", words::said(payment, frame)),
        fact(frame, "unsettled-kassa", words::kassa(&payment.case, frame.texts)),
    ]
    .spacing(measure::ROOM);
    let to_do = row![
        theme::strong(frame.text("unsettled-do")).width(measure::LABEL_WIDTH),
        theme::key(words::to_do_now(payment, frame)).width(Fill),
    ]
    .spacing(measure::ROOM);
    let to_do = container(to_do).style(theme::banner(tone)).padding(measure::ROOM).width(Fill);
    let heading = words::which(payment.subject, frame.texts);
    column![
        head(Some(Message::BackPressed), icon, Some(tone), heading),
        amount,
        matter,
        facts,
        to_do,
        space().height(Fill),
        keys(payment, frame),
    ]
    .spacing(measure::WIDE)
    .into()
}

fn fact<'a>(frame: &Frame<'a>, label: &'static str, value: Cow<'a, str>) -> Element<'a, Message> {
    row![
        theme::body(frame.text(label)).style(theme::muted).width(measure::LABEL_WIDTH),
        theme::body(value).width(Fill),
    ]
    .spacing(measure::ROOM)
    .into()
}

/// Neither answer of two is the next step: a person has to say which is true.
fn keys<'a>(payment: &Unsettled, frame: &Frame<'a>) -> Element<'a, Message> {
    let deeds = Deed::of(payment);
    if deeds.is_empty() {
        return key::main(Tone::Info, Icon::ArrowLeft, frame.text("back"), Some("Enter"))
            .on_press(Message::BackPressed)
            .into();
    }
    let one = |deed: &Deed| -> TouchButton<'a, Message> {
        let (icon, look) = match deed {
            Deed::Settle(Verdict::Paid) | Deed::SettleRefund(refund::Verdict::GivenBack) => {
                (Icon::Check, Look::Outlined(Tone::Pay))
            }
            Deed::Settle(Verdict::NotPaid) | Deed::SettleRefund(refund::Verdict::NotGivenBack) => {
                (Icon::X, Look::Outlined(Tone::Danger))
            }
            Deed::Note => (Icon::Check, Look::Filled(Tone::Info)),
        };
        key::main(Tone::Info, icon, frame.text(deed.name()), Some(stroke_of(*deed).1))
            .id(deed.name())
            .look(look)
            .on_press(Message::DeedPressed(payment.subject, *deed))
    };
    row(deeds.iter().map(|deed| one(deed).into())).spacing(measure::APART).into()
}
