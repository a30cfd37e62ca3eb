//! The faces of keys: label, icon and the F-key that does the same.

use iced::widget::{column, row, space};
use iced::{Center, Fill};

use super::{Element, TouchButton, touch_button};
use crate::app::theme::{self, Icon, Look, Tone, measure};
use std::borrow::Cow;

/// A key with a label: `[Sök F2]`, with an icon if there is one.
pub fn labelled<'a, Message: 'a>(
    icon: Option<Icon>,
    label: impl Into<Cow<'a, str>>,
    hint: Option<&'static str>,
) -> TouchButton<'a, Message> {
    let face = row![
        icon.map(|icon| theme::icon(icon, measure::KEY)),
        theme::strong(label.into()),
        hint.map(theme::note),
    ]
    .spacing(measure::GAP)
    .align_y(Center);
    touch_button(face)
}

/// A key with an icon above its label, for narrow places.
pub fn stacked<'a, Message: 'a>(
    icon: Icon,
    label: impl Into<Cow<'a, str>>,
    hint: Option<&'static str>,
) -> TouchButton<'a, Message> {
    let face = column![
        row![theme::icon(icon, measure::KEY), hint.map(theme::note)]
            .spacing(measure::GAP)
            .align_y(Center),
        theme::note(label.into()),
    ]
    .spacing(measure::TINY)
    .align_x(Center);
    touch_button(face).padding([0.0, measure::TINY])
}

/// A key with a label above its hint, for narrow places.
pub fn two_lines<'a, Message: 'a>(
    label: impl Into<Cow<'a, str>>,
    hint: &'static str,
) -> TouchButton<'a, Message> {
    let face = column![theme::strong(label.into()).line_height(1.2), theme::note(hint)];
    touch_button(face.align_x(Center)).padding([0.0, measure::TINY])
}

/// A key that is only an icon; beside it stands what it is for.
pub fn bare_icon<'a, Message: 'a>(icon: Icon) -> TouchButton<'a, Message> {
    touch_button(theme::icon(icon, measure::KEY)).width(measure::KEY_HEIGHT)
}

/// The way forward out of a card: filled, high, as wide as there is room.
pub fn main<'a, Message: 'a>(
    tone: Tone,
    icon: Icon,
    label: impl Into<Cow<'a, str>>,
    hint: Option<&'static str>,
) -> TouchButton<'a, Message> {
    let face =
        row![theme::icon(icon, measure::KEY), theme::key(label.into()), hint.map(theme::note),]
            .spacing(measure::ROOM)
            .align_y(Center);
    touch_button(face).look(Look::Filled(tone)).width(Fill).height(measure::MAIN_HEIGHT)
}

/// A row of a menu: icon, words, and the F-key at its end.
pub fn menu_row<'a, Message: 'a>(
    icon: Icon,
    label: impl Into<Cow<'a, str>>,
    hint: Option<&'static str>,
) -> TouchButton<'a, Message> {
    let face = row![
        theme::icon(icon, measure::KEY),
        theme::body(label.into()),
        space().width(Fill),
        hint.map(|hint| theme::note(hint).style(theme::muted)),
    ]
    .spacing(measure::ROOM)
    .align_y(Center)
    .width(Fill);
    touch_button(face).width(Fill).padding([0.0, measure::ROOM])
}

/// Keys of one width, filling what there is.
pub fn side_by_side<'a, Message: Clone + PartialEq + 'static>(
    keys: impl IntoIterator<Item = TouchButton<'a, Message>>,
) -> Element<'a, Message> {
    row(keys.into_iter().map(|key| key.width(Fill).into())).spacing(measure::GAP).into()
}
