//! The keyboard of a form, for registers without one: letters with å ä ö, signs, and digits alone for numbers. It
//! stands at the bottom of the window while a field has the keys.

use std::borrow::Cow;

use iced::Length::FillPortion;
use iced::widget::{column, container, row};
use iced::{Center, Fill};

use super::{Element, TouchButton, key, keypad, touch_button};
use crate::app::form::{Form, Kind, Layer, Press};
use crate::app::keyboard::Stroke;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::language::Texts;

/// Letters where Swedish keyboards have them, with the signs of paths and addresses.
const LETTERS: [&str; 4] = ["1234567890-", "QWERTYUIOPÅ", "ASDFGHJKLÖÄ", "ZXCVBNM.,"];
/// What is rarer.
const SIGNS: [&str; 4] = ["1234567890-", "!\"#%&/()=?+", "@€$£*'^~\\|§", "ÉÈÜØÆ;<>"];
/// The signs that are always there, below.
const BELOW: &str = ":/@_";

/// The keys for the field that has them, at the bottom of the window and [`measure::BOARD_HEIGHT`] high; nothing while
/// no field has them.
pub fn board<'a, Id: Copy + Eq, Message: Clone + PartialEq + 'static>(
    form: &Form<Id>,
    texts: &'static Texts,
    on_press: impl Fn(Press) -> Message + Copy,
) -> Option<Element<'a, Message>> {
    let keys = match form.kind()? {
        Kind::Words | Kind::Plain => letters(form.layer(), form.is_last(), texts, on_press),
        kind @ (Kind::Digits | Kind::Decimal) => digits(kind, form.is_last(), texts, on_press),
    };
    let board = container(keys)
        .style(theme::board)
        .padding(measure::ROOM)
        .width(Fill)
        .height(measure::BOARD_HEIGHT);
    Some(super::shield(board))
}

fn letters<'a, Message: Clone + PartialEq + 'static>(
    layer: Layer,
    last: bool,
    texts: &'static Texts,
    on_press: impl Fn(Press) -> Message + Copy,
) -> Element<'a, Message> {
    let rows = if layer == Layer::Signs { SIGNS } else { LETTERS };
    let character = |character: char| {
        let character = match layer {
            Layer::Capital => character,
            Layer::Small | Layer::Signs => character.to_lowercase().next().unwrap_or(character),
        };
        let press = on_press(Press::Stroke(Stroke::Character(character)));
        small(theme::key(character.to_string()), 2).on_press(press)
    };
    let mut rows = rows.map(|keys| keys.chars().map(character).collect::<Vec<_>>());
    let [first, _, _, fourth] = &mut rows;
    let backspace = small(theme::icon(Icon::Delete, measure::KEY), 3)
        .on_press(on_press(Press::Stroke(Stroke::Backspace)));
    first.push(backspace);
    let (other, look) = match layer {
        Layer::Small => (Layer::Capital, Look::Plain),
        Layer::Capital => (Layer::Small, Look::Chosen),
        Layer::Signs => (Layer::Capital, Look::Plain),
    };
    let shift = small(theme::icon(Icon::ChevronUp, measure::KEY), 3)
        .look(look)
        .on_press(on_press(Press::Layer(other)));
    fourth.insert(0, shift);
    fourth.push(clear(texts, on_press, 3));
    let (word, other) = match layer {
        Layer::Signs => ("form-letters", Layer::Small),
        Layer::Small | Layer::Capital => ("form-signs", Layer::Signs),
    };
    let mut below = vec![
        hide(texts, on_press, 3),
        small(theme::strong(texts.get(word)), 3).on_press(on_press(Press::Layer(other))),
    ];
    below.extend(BELOW.chars().map(character));
    let space = on_press(Press::Stroke(Stroke::Character(' ')));
    below.push(small(theme::note(texts.get("form-space")), 6).on_press(space));
    below.push(forward(last, texts, on_press).width(FillPortion(5)).height(Fill));
    let line = |keys: Vec<TouchButton<'a, Message>>| -> Element<'a, Message> {
        row(keys.into_iter().map(Into::into)).spacing(measure::LETTER_GAP).height(Fill).into()
    };
    let mut lines: Vec<Element<'a, Message>> = rows.into_iter().map(line).collect();
    lines.push(line(below));
    column(lines).spacing(measure::LETTER_GAP).into()
}

fn digits<'a, Message: Clone + PartialEq + 'static>(
    kind: Kind,
    last: bool,
    texts: &'static Texts,
    on_press: impl Fn(Press) -> Message + Copy,
) -> Element<'a, Message> {
    let pressed = move |press| {
        on_press(Press::Stroke(match press {
            keypad::Press::Digit(digit) => Stroke::Character(char::from(b'0' + digit.min(9))),
            keypad::Press::DoubleZero => Stroke::Character('0'),
            keypad::Press::Comma => Stroke::Character(','),
            keypad::Press::Backspace => Stroke::Backspace,
            keypad::Press::Clear => Stroke::Delete,
        }))
    };
    let comma = (kind == Kind::Decimal).then(|| {
        let sign = keypad::decimal_sign(texts);
        touch_button(theme::amount(sign))
            .width(Fill)
            .height(measure::DIGIT_HEIGHT)
            .on_press(pressed(keypad::Press::Comma))
    });
    let side = column![
        forward(last, texts, on_press).width(Fill).height(measure::DIGIT_HEIGHT),
        comma,
        hide(texts, on_press, 1).height(measure::DIGIT_HEIGHT),
    ]
    .spacing(measure::GAP)
    .width(measure::BOARD_SIDE_WIDTH);
    let keys = row![container(keypad::digit_keys(pressed)).width(measure::BOARD_PAD_WIDTH), side]
        .spacing(measure::GAP);
    container(keys).center_x(Fill).into()
}

fn small<'a, Message: 'a>(
    face: impl Into<Element<'a, Message>>,
    portion: u16,
) -> TouchButton<'a, Message> {
    touch_button(face).width(FillPortion(portion)).height(Fill).padding(0.0)
}

fn clear<'a, Message: 'a>(
    texts: &'static Texts,
    on_press: impl Fn(Press) -> Message,
    portion: u16,
) -> TouchButton<'a, Message> {
    small(theme::note(texts.get("form-clear")).style(theme::danger), portion)
        .on_press(on_press(Press::Stroke(Stroke::Delete)))
}

fn hide<'a, Message: 'a>(
    texts: &'static Texts,
    on_press: impl Fn(Press) -> Message,
    portion: u16,
) -> TouchButton<'a, Message> {
    let face =
        row![theme::icon(Icon::ChevronDown, measure::BODY), theme::note(texts.get("form-hide"))]
            .spacing(measure::TINY)
            .align_y(Center);
    small(face, portion).on_press(on_press(Press::Hide))
}

/// To the next field, or out of the last one.
fn forward<'a, Message: 'a>(
    last: bool,
    texts: &'static Texts,
    on_press: impl Fn(Press) -> Message,
) -> TouchButton<'a, Message> {
    let (icon, word): (Icon, Cow<'a, str>) = if last {
        (Icon::Check, texts.get("form-done"))
    } else {
        (Icon::ArrowRight, texts.get("form-next"))
    };
    key::labelled(Some(icon), word, Some("Enter"))
        .look(Look::Filled(Tone::Info))
        .on_press(on_press(Press::Stroke(Stroke::Enter)))
}
