//! A keyboard for fingers, with the letters of Swedish. What is typed is its owner's.

use std::borrow::Cow;

use iced::Length::FillPortion;
use iced::widget::{column, row};

use super::{Element, TouchButton, touch_button};
use crate::app::theme::{self, Icon, measure};

/// The letters, where Swedish keyboards have them.
const LETTERS: [&str; 4] = ["1234567890", "QWERTYUIOPÅ", "ASDFGHJKLÖÄ", "ZXCVBNM"];

/// What the keys say.
#[derive(Debug, Clone)]
pub struct Typing<Message> {
    /// A small letter, a digit or a space.
    pub typed: fn(char) -> Message,
    /// The last character is taken away.
    pub backspace: Message,
    /// Everything is taken away.
    pub clear: Message,
}

/// The keyboard, with `space` as the word on the space bar and `end` beside it.
pub fn letters<'a, Message: Clone + PartialEq + 'static>(
    typing: Typing<Message>,
    space: Cow<'a, str>,
    end: TouchButton<'a, Message>,
) -> Element<'a, Message> {
    let letter = |letter: char| {
        let lower = letter.to_lowercase().next().unwrap_or(letter);
        key(theme::key(letter.to_string()), 1, (typing.typed)(lower))
    };
    let mut rows = LETTERS.map(|letters| letters.chars().map(letter).collect::<Vec<_>>());
    let [digits, _, _, last] = &mut rows;
    digits.push(key(theme::icon(Icon::Delete, measure::KEY), 1, typing.backspace));
    last.push(key(theme::strong("C").style(theme::danger), 4, typing.clear));
    let end = end.width(FillPortion(6)).height(measure::LETTER_HEIGHT);
    let below = row![key(theme::note(space), 5, (typing.typed)(' ')), end];
    column(rows.map(|keys| row(keys).spacing(measure::LETTER_GAP).into()))
        .push(below.spacing(measure::LETTER_GAP))
        .spacing(measure::LETTER_GAP)
        .into()
}

fn key<'a, Message: Clone + PartialEq + 'static>(
    face: impl Into<Element<'a, Message>>,
    portion: u16,
    message: Message,
) -> Element<'a, Message> {
    touch_button(face)
        .width(FillPortion(portion))
        .height(measure::LETTER_HEIGHT)
        .padding(0.0)
        .on_press(message)
        .into()
}
