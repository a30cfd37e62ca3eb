//! How the reason is asked for: what will happen, sentences at hand, and letters for one's own.

use iced::widget::{column, container, row};
use iced::{Center, Fill};

use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::letters::{Typing, letters};
use crate::app::widget::{Element, key, touch_button};
use crate::app::words::unsettled_sign;
use crate::core::payment::Unsettled;

use super::list_view::head;
use super::{Deed, Message};

/// The keys of the keyboard that do the same.
const HINTS: [&str; 3] = ["F1", "F2", "F3"];

/// What does not fit on two lines of ordinary text.
const LONG: usize = 150;

pub(super) fn view<'a>(
    payment: &Unsettled,
    deed: Deed,
    typed: &'a str,
    frame: &Frame<'a>,
) -> Element<'a, Message> {
    let (_, tone) = unsettled_sign(&payment.case);
    let at_hand = deed.reasons(&payment.case).into_iter().zip(HINTS).map(|(text, hint)| {
        let sentence = frame.text(text);
        let chosen = sentence == typed;
        let face = row![
            theme::icon(if chosen { Icon::Check } else { Icon::Circle }, measure::KEY),
            theme::body(sentence).width(Fill),
            theme::note(hint).style(theme::muted),
        ]
        .spacing(measure::ROOM)
        .align_y(Center);
        touch_button(face)
            .id(text)
            .look(if chosen { Look::Chosen } else { Look::Plain })
            .width(Fill)
            .height(measure::ROW_HEIGHT)
            .padding([0.0, measure::ROOM])
            .on_press(Message::ReasonPressed(text))
            .into()
    });
    let said: Element<'a, Message> = if typed.is_empty() {
        theme::body(frame.text("unsettled-typed")).style(theme::muted).into()
    } else if typed.chars().count() > LONG {
        theme::note(typed).into()
    } else {
        theme::body(typed).into()
    };
    let field = row![theme::icon(Icon::Pencil, measure::KEY), container(said).width(Fill)]
        .spacing(measure::ROOM)
        .align_y(Center);
    let forward =
        key::labelled(Some(Icon::KeyRound), frame.text("unsettled-forward"), Some("Enter"))
            .id("unsettled-forward")
            .look(Look::Filled(Tone::Info))
            .on_press_maybe((!typed.trim().is_empty()).then_some(Message::ForwardPressed));
    let typing =
        Typing { typed: Message::Typed, backspace: Message::Backspace, clear: Message::Cleared };
    column![
        head(Some(Message::BackPressed), Icon::Pencil, Some(tone), frame.text(deed.question())),
        theme::strong(frame.text(deed.consequence(payment, frame.snapshot))),
        column(at_hand).spacing(measure::GAP),
        container(field)
            .style(theme::field)
            .padding([0.0, measure::ROOM])
            .center_y(measure::MAIN_HEIGHT)
            .width(Fill)
            .clip(true),
        letters(typing, frame.text("search-space"), forward),
    ]
    .spacing(measure::ROOM)
    .into()
}
