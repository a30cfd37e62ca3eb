//! The right zone: search, keypad, and Pay.

use iced::widget::{column, row};
use iced::{Center, Fill};

use super::{Message, State, can_pay};
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, key, keypad, touch_button};
use crate::language;

impl State {
    pub(super) fn view_pad<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let ahead = self
            .times
            .map(|times| format!("{} ×", language::quantity(times, frame.texts.language())));
        let search = key::labelled(Some(Icon::Search), frame.text("search"), Some("F2"))
            .width(Fill)
            .on_press(Message::SearchPressed);
        let times =
            key::two_lines(frame.text("times"), "F3").width(Fill).on_press(Message::TimesPressed);
        let look_up = key::two_lines(frame.text("look-up"), "Enter")
            .width(Fill)
            .on_press_maybe((!self.buffer.is_empty()).then_some(Message::LookUpPressed));
        column![
            search,
            keypad::display(&self.buffer, ahead, Some(frame.text("keypad-hint")), frame.texts),
            keypad::keys(frame.texts, Message::KeypadPressed),
            row![times, look_up].spacing(measure::GAP),
            pay(frame),
        ]
        .spacing(measure::GAP)
        .into()
    }
}

fn pay<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    let face = column![theme::amount(frame.text("pay")), theme::body("F12"),].align_x(Center);
    touch_button(face)
        .look(Look::Filled(Tone::Pay))
        .id("pay")
        .width(Fill)
        .height(Fill)
        .on_press_maybe(can_pay(frame.snapshot).then_some(Message::PayPressed))
        .into()
}
