//! Cards: a heading with an icon, something said, keys below. Shown by [`super::modal`].

use std::borrow::Cow;

use iced::widget::{column, container, row, space};
use iced::{Center, Fill, Length};

use super::{Element, key, shield};
use crate::app::theme::{self, Icon, Look, Tone, measure};

/// A card of a given width with a heading and a key that puts it away.
pub fn card<'a, Message: Clone + PartialEq + 'static>(
    icon: Icon,
    tone: Option<Tone>,
    heading: impl Into<Cow<'a, str>>,
    close: Option<Message>,
    width: f32,
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    let sign = theme::icon(icon, measure::AMOUNT);
    let sign = match tone {
        Some(tone) => sign.style(theme::tone_text(tone)),
        None => sign,
    };
    let head = row![
        sign,
        theme::key(heading.into()).width(Fill),
        close.map(|message| key::bare_icon(Icon::X).look(Look::Bare).on_press(message)),
    ]
    .spacing(measure::ROOM)
    .align_y(Center)
    .height(measure::KEY_HEIGHT);
    shield(
        container(column![head, content.into()].spacing(measure::WIDE))
            .style(theme::card)
            .padding(measure::APART)
            .width(width),
    )
}

/// A banner: a bar of its tone, an icon, a sentence (and a smaller one), keys.
pub fn banner<'a, Message: Clone + PartialEq + 'static>(
    icon: Icon,
    tone: Tone,
    said: impl Into<Cow<'a, str>>,
    detail: Option<Cow<'a, str>>,
    keys: Vec<Element<'a, Message>>,
) -> Element<'a, Message> {
    let words = column![
        theme::strong(said.into()),
        detail.map(|detail| theme::note(detail).style(theme::muted)),
    ]
    .spacing(measure::TINY)
    .width(Fill);
    let inside = row![
        theme::icon(icon, measure::AMOUNT).style(theme::tone_text(tone)),
        words,
        row(keys).spacing(measure::GAP),
    ]
    .spacing(measure::ROOM)
    .align_y(Center);
    shield(container(inside).style(theme::banner(tone)).padding(measure::ROOM).width(Fill))
}

/// Icon and word, in a tone: "all is well", "paper out".
pub fn state<'a, Message: 'a>(
    icon: Icon,
    tone: Option<Tone>,
    word: impl Into<Cow<'a, str>>,
) -> Element<'a, Message> {
    let (sign, word) = (theme::icon(icon, measure::KEY), theme::body(word.into()));
    match tone {
        Some(tone) => row![sign.style(theme::tone_text(tone)), word.style(theme::tone_text(tone))],
        None => row![sign, word],
    }
    .spacing(measure::GAP)
    .align_y(Center)
    .into()
}

/// A word in a filled pill.
pub fn badge<'a, Message: 'a>(
    icon: Icon,
    tone: Tone,
    word: impl Into<Cow<'a, str>>,
) -> Element<'a, Message> {
    let inside = row![theme::icon(icon, measure::BODY), theme::strong(word.into())]
        .spacing(measure::GAP)
        .align_y(Center);
    container(inside).style(theme::badge(tone)).padding([measure::TINY, measure::GAP]).into()
}

/// What is said in the middle of a place where there is nothing else.
pub fn nothing<'a, Message: 'a>(icon: Icon, said: impl Into<Cow<'a, str>>) -> Element<'a, Message> {
    let words = column![
        theme::icon(icon, measure::TOTAL).style(theme::muted),
        theme::body(said.into()).style(theme::muted).align_x(Center),
    ]
    .spacing(measure::ROOM)
    .align_x(Center);
    container(words).center(Fill).padding(measure::APART).into()
}

/// Empty space that keeps its width.
pub fn gap<'a, Message: 'a>(width: impl Into<Length>) -> Element<'a, Message> {
    space().width(width).into()
}
