//! Which receipt: its number is typed or its code scanned; what was promised is offered beside.

use iced::Fill;
use iced::Length::FillPortion;
use iced::widget::{column, container, row, space};

use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, key, keypad};
use crate::core::register::OwedRefund;

use super::{Message, State, parts};

/// Promises that are seen: there is hardly ever one.
const PROMISES: usize = 4;

impl State {
    pub(super) fn view_find<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let hint = frame.text("returning-number");
        let pad = column![
            keypad::display(&self.typed, None, Some(hint), frame.texts),
            keypad::digit_keys(Message::KeyPressed),
            key::main(Tone::Info, Icon::Search, frame.text("returning-find"), Some("Enter"))
                .id("find")
                .on_press(Message::FindPressed),
        ]
        .spacing(measure::GAP)
        .width(FillPortion(4));
        let heading = frame.text("returning");
        column![
            parts::head(heading, Some((Icon::X, Message::BackPressed))),
            parts::said(frame, "returning-find-do"),
            row![pad, container(self.view_owed(frame)).width(FillPortion(5)).height(Fill)]
                .spacing(measure::APART),
        ]
        .spacing(measure::ROOM)
        .into()
    }

    fn view_owed<'a>(&self, frame: &Frame<'a>) -> Element<'a, Message> {
        let owed = &frame.snapshot.owed;
        if owed.is_empty() {
            return column![
                theme::strong(frame.text("returning-how")),
                theme::body(frame.text("returning-how-scan")),
                theme::body(frame.text("returning-how-type")),
                theme::body(frame.text("returning-how-choose")),
            ]
            .spacing(measure::ROOM)
            .into();
        }
        let promised = |owed: &OwedRefund| {
            let attempt = [("attempt", owed.payment.to_string().into())];
            key::menu_row(Icon::HandCoins, frame.with("returning-owed", &attempt), None)
                .look(Look::Outlined(Tone::Danger))
                .height(measure::MAIN_HEIGHT)
                .on_press(Message::OwedPressed(owed.payment))
                .into()
        };
        column![
            theme::strong(frame.text("returning-promised")),
            theme::body(frame.text("returning-promised-do")),
            column(owed.iter().take(PROMISES).map(promised)).spacing(measure::GAP),
            space().height(Fill),
        ]
        .spacing(measure::ROOM)
        .into()
    }
}
