//! A sentence above a form: what is to be done, or what has just happened, at a place of its own so that nothing moves.

use iced::Fill;
use iced::widget::{column, container};

use super::Element;
use crate::app::theme::measure;

/// The sentence, and below it what fills the rest of `room` pixels. Without a sentence all of the room is the form's.
pub fn above<'a, Message: 'a>(
    said: Option<Element<'a, Message>>,
    room: f32,
    form: impl FnOnce(f32) -> Element<'a, Message>,
) -> Element<'a, Message> {
    let Some(said) = said else { return form(room) };
    let rest = room - measure::SAID_HEIGHT - measure::ROOM;
    let said = container(said).center_y(measure::SAID_HEIGHT).width(Fill).clip(true);
    column![said, form(rest)].spacing(measure::ROOM).into()
}
