//! Cards in which something is typed: a free article's price, a line's quantity.

use iced::widget::{column, row, space};
use iced::{Center, Fill};

use super::{Free, Message};
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::keypad::{self, Buffer};
use crate::app::widget::{Element, card, key};
use crate::core::receipt::LineId;
use crate::core::vat::VatRate;
use crate::language;

impl Free {
    pub(super) fn view<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let rates = key::side_by_side(VatRate::SWEDISH.map(|rate| {
            let chosen = rate == self.vat;
            key::labelled(None, language::percent(rate, frame.texts.language()), None)
                .look(if chosen { Look::Chosen } else { Look::Plain })
                .padding(0.0)
                .on_press(Message::RatePressed(rate))
        }));
        let code = self.code.as_ref().map(|code| {
            theme::body(frame.with("free-article-code", &[("code", code.as_str().into())]))
                .style(theme::muted)
        });
        let vat = row![
            theme::strong(frame.text("vat-rate")).width(Fill),
            theme::note("Tab").style(theme::muted),
        ]
        .align_y(Center);
        let left = column![
            theme::body(frame.text("free-article-do")).style(theme::muted),
            code,
            theme::strong(frame.text("price")),
            keypad::display(&self.price, None, None, frame.texts),
            vat,
            rates,
            space().height(Fill),
            key::main(Tone::Pay, Icon::Plus, frame.text("add"), Some("Enter"))
                .on_press(Message::Confirmed),
        ];
        beside_keypad(
            frame,
            Icon::Tag,
            frame.text("free-article").into_owned(),
            left.spacing(measure::ROOM),
        )
    }
}

/// How many of a line.
pub(super) fn quantity<'a>(
    line: LineId,
    typed: &'a Buffer,
    frame: &Frame<'a>,
) -> Element<'a, Message> {
    let line = frame.snapshot.receipt.as_ref().and_then(|receipt| receipt.line(line));
    let (name, now) = line.map_or((String::new(), String::new()), |line| {
        let now = language::quantity(line.quantity, frame.texts.language());
        (line.name.in_language(frame.snapshot.language).to_owned(), now)
    });
    let left = column![
        theme::key(name),
        theme::body(frame.with("quantity-now", &[("quantity", now.into())])).style(theme::muted),
        keypad::display(typed, None, None, frame.texts),
        space().height(Fill),
        key::main(Tone::Pay, Icon::Check, frame.text("set-quantity"), Some("Enter"))
            .on_press(Message::Confirmed),
    ];
    beside_keypad(
        frame,
        Icon::Pencil,
        frame.text("quantity").into_owned(),
        left.spacing(measure::ROOM),
    )
}

fn beside_keypad<'a>(
    frame: &Frame<'a>,
    icon: Icon,
    heading: String,
    left: iced::widget::Column<'a, Message, theme::Theme>,
) -> Element<'a, Message> {
    let keys = iced::widget::container(keypad::keys(frame.texts, Message::KeypadPressed))
        .width(measure::PAD_WIDTH);
    let height = 5.0 * measure::DIGIT_HEIGHT + 4.0 * measure::GAP;
    let content = row![left.width(Fill).height(height), keys].spacing(measure::APART);
    card::card(icon, None, heading, Some(Message::Closed), measure::WIDE_CARD_WIDTH, content)
}
