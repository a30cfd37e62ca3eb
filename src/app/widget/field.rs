//! A field of a form: its name, what has been typed, and below it what is wrong or a hint.
//!
//! It only shows (what is typed is in [`crate::app::form`]), so that a key, a tap and a scan cannot end up in the wrong
//! place, and so that a register without a keyboard can be set up.

use std::borrow::Cow;

use iced::widget::text::Wrapping;
use iced::widget::{column, container, row, space};
use iced::{Center, Fill};

use super::{Element, touch_button};
use crate::app::form::Form;
use crate::app::theme::{self, Icon, Look, measure};
use crate::language::Texts;

/// What stands around a field.
#[derive(Debug, Clone, Default)]
pub struct Face<'a> {
    /// Its name, above it.
    pub label: Cow<'a, str>,
    /// What could be written, or what it is for; below it, while nothing is wrong.
    pub hint: Option<Cow<'a, str>>,
    /// What is wrong with it.
    pub fault: Option<Cow<'a, str>>,
    /// What the number in it counts: `mm`, `kr`.
    pub unit: Option<Cow<'a, str>>,
}

impl<'a> Face<'a> {
    /// A field with a name.
    pub fn new(label: impl Into<Cow<'a, str>>) -> Self {
        Face { label: label.into(), ..Face::default() }
    }

    /// With a hint below it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Cow<'a, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With what is wrong below it.
    #[must_use]
    pub fn fault(mut self, fault: Option<Cow<'a, str>>) -> Self {
        self.fault = fault;
        self
    }

    /// With what its number counts.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<Cow<'a, str>>) -> Self {
        self.unit = Some(unit.into());
        self
    }
}

/// How much of the form's width a cell takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// One of two columns.
    Half,
    /// Both.
    Whole,
}

/// A field of a form. A press says `on_press`, with which the screen gives it the keys ([`Form::focus`]). Its height is
/// [`measure::CELL_HEIGHT`].
pub fn field<'a, Id: Copy + Eq, Message: Clone + PartialEq + 'static>(
    form: &'a Form<Id>,
    id: Id,
    face: Face<'a>,
    span: Span,
    texts: &'static Texts,
    on_press: Message,
) -> Element<'a, Message> {
    let typing = form.focused() == Some(id);
    let refused = form.refusal(id).map(|refusal| refusal.words(texts));
    let fault = refused.or(face.fault);
    let look = match (typing, &fault) {
        (true, _) => Look::Typing,
        (false, Some(_)) => Look::Faulty,
        (false, None) => Look::Plain,
    };
    let shown = form.entry(id).map_or(Cow::Borrowed(""), |entry| entry.shown(texts));
    let most = match span {
        Span::Half => measure::FIELD_CHARACTERS.0,
        Span::Whole => measure::FIELD_CHARACTERS.1,
    };
    let shown = if typing { tail(shown, most) } else { shown };
    let caret = typing.then(|| {
        container(space())
            .style(theme::caret)
            .width(measure::CARET.width)
            .height(measure::CARET.height)
    });
    let written = row![theme::body(shown).wrapping(Wrapping::None), caret]
        .spacing(measure::BORDER)
        .align_y(Center);
    let unit = face.unit.map(|unit| theme::note(unit).style(theme::muted));
    let inside = row![container(written).width(Fill).clip(true), unit]
        .spacing(measure::GAP)
        .align_y(Center)
        .width(Fill);
    let key = touch_button(inside)
        .look(look)
        .width(Fill)
        .height(measure::TARGET)
        .padding([0.0, measure::ROOM])
        .on_press(on_press);
    cell(face.label, key, face.hint, fault)
}

/// A name, something below it, and below that what is wrong or a hint: the same height for all, so that two of them
/// beside each other stand in line.
pub fn cell<'a, Message: 'a>(
    label: Cow<'a, str>,
    inside: impl Into<Element<'a, Message>>,
    hint: Option<Cow<'a, str>>,
    fault: Option<Cow<'a, str>>,
) -> Element<'a, Message> {
    let below: Element<'a, Message> = match (fault, hint) {
        (Some(fault), _) => row![
            theme::icon(Icon::CircleAlert, measure::NOTE).style(theme::danger),
            theme::note(fault).style(theme::danger).wrapping(Wrapping::None),
        ]
        .spacing(measure::TINY)
        .align_y(Center)
        .into(),
        (None, Some(hint)) => theme::note(hint).style(theme::muted).wrapping(Wrapping::None).into(),
        (None, None) => space().into(),
    };
    column![
        container(theme::note(label).wrapping(Wrapping::None))
            .center_y(measure::CELL_LINE)
            .width(Fill)
            .clip(true),
        inside.into(),
        container(below).center_y(measure::CELL_LINE).width(Fill).clip(true),
    ]
    .spacing(measure::BOLD_BORDER)
    .height(measure::CELL_HEIGHT)
    .width(Fill)
    .into()
}

/// The end of a text that is longer than there is room for.
fn tail(text: Cow<'_, str>, most: usize) -> Cow<'_, str> {
    let count = text.chars().count();
    if count <= most {
        return text;
    }
    let end: String = text.chars().skip(count - most).collect();
    Cow::Owned(format!("…{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_long_text_is_seen() {
        assert_eq!(tail("abc".into(), 3), "abc");
        assert_eq!(tail("åäöabc".into(), 4), "…öabc");
    }
}
