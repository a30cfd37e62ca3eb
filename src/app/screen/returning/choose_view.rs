//! What comes back: the lines of the receipt with what has not been returned of each.

use iced::widget::text::Wrapping;
use iced::widget::{column, container, row};
use iced::{Center, Fill, Right};

use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::pager::{Page, pager};
use crate::app::widget::{Element, card, key, touch_button};
use crate::core::receipt::{Line, Quantity, Returnable};
use crate::language;

use super::{Message, ROWS, State, parts};

impl State {
    /// Which lines are seen.
    pub(super) fn page(&self, of: &Returnable) -> Page {
        Page::with(self.first, ROWS, of.lines.len())
    }

    pub(super) fn view_choice<'a>(
        &'a self,
        of: &'a Returnable,
        frame: &Frame<'a>,
    ) -> Element<'a, Message> {
        let number = [("number", of.origin.number.0.to_string().into())];
        let page = self.page(of);
        let lines = page.rows().filter_map(|place| of.lines.get(place)).zip(1..);
        let rows = column(lines.map(|(line, place)| self.view_line(line, place, frame)));
        let shown: Element<'a, Message> = if of.lines.is_empty() {
            card::nothing(Icon::CircleCheck, frame.text("refused-nothing-to-return"))
        } else {
            rows.spacing(measure::GAP).into()
        };
        let turn = (!page.is_all()).then(|| {
            let count = |number| i64::try_from(number).unwrap_or(i64::MAX).into();
            let values = [("page", count(page.number())), ("count", count(page.count()))];
            let word = frame.with("page-of", &values).into_owned();
            let turned = |first: Option<usize>| Message::Turned(first.unwrap_or_default());
            pager(&page, word, turned(page.before()), turned(page.after()))
        });
        column![
            parts::head(
                frame.with("returning-receipt", &number),
                Some((Icon::ArrowLeft, Message::BackPressed))
            ),
            parts::said(frame, "returning-choose-do"),
            container(shown).height(Fill).width(Fill),
            turn,
            self.view_keys(of, frame),
        ]
        .spacing(measure::ROOM)
        .into()
    }

    fn view_keys<'a>(&self, of: &Returnable, frame: &Frame<'a>) -> Element<'a, Message> {
        let all = key::labelled(Some(Icon::Check), frame.text("returning-all"), Some("F3"))
            .id("all")
            .width(measure::ASIDE_WIDTH)
            .height(measure::MAIN_HEIGHT)
            .on_press_maybe((!of.lines.is_empty()).then_some(Message::AllPressed));
        let sum = [("amount", frame.money(self.sum(of)).into())];
        let main = frame.with("returning-begin", &sum);
        let begin = self.offer(of).map(|(number, chosen)| Message::BeginPressed(number, chosen));
        row![
            all,
            key::main(Tone::Danger, Icon::Undo2, main, Some("Enter"))
                .id("begin")
                .on_press_maybe(begin),
        ]
        .spacing(measure::APART)
        .into()
    }

    fn view_line<'a>(&self, line: &'a Line, place: u8, frame: &Frame<'a>) -> Element<'a, Message> {
        let chosen = self.chosen.get(&line.id);
        let of = |quantity| language::quantity(quantity, frame.texts.language());
        let words = frame.with(
            "returning-line",
            &[
                ("chosen", chosen.map_or("0".to_owned(), |chosen| of(*chosen)).into()),
                ("sold", of(line.quantity).into()),
                ("price", frame.amount(line.unit_price).into()),
            ],
        );
        let name = container(
            theme::strong(line.name.in_language(frame.texts.language())).wrapping(Wrapping::None),
        );
        let sum = chosen.map(|quantity| Line { quantity: *quantity, ..line.clone() }.sum());
        let face = row![
            theme::icon(
                if chosen.is_some() { Icon::CircleCheck } else { Icon::Circle },
                measure::AMOUNT
            ),
            column![name.clip(true).width(Fill), theme::note(words).style(theme::muted)]
                .width(Fill),
            sum.map(|sum| theme::key(frame.amount(sum)).align_x(Right)),
            theme::note(place.to_string()).style(theme::muted),
        ]
        .spacing(measure::ROOM)
        .align_y(Center)
        .width(Fill);
        let toggle = touch_button(face)
            .look(if chosen.is_some() { Look::Chosen } else { Look::Plain })
            .width(Fill)
            .height(measure::KEY_HEIGHT)
            .padding([0.0, measure::ROOM])
            .on_press(Message::LinePressed(line.id));
        let pieces = line.quantity.whole().filter(|pieces| *pieces > 1);
        let step = |icon, message, there: bool| {
            key::bare_icon(icon)
                .height(measure::KEY_HEIGHT)
                .on_press_maybe(there.then_some(message))
        };
        let steps = pieces.map(|_| {
            let fewer = chosen.is_some();
            let more = chosen.is_none_or(|chosen: &Quantity| *chosen < line.quantity);
            row![
                step(Icon::Minus, Message::FewerPressed(line.id), fewer),
                step(Icon::Plus, Message::MorePressed(line.id), more),
            ]
            .spacing(measure::GAP)
        });
        row![toggle, steps].spacing(measure::GAP).into()
    }
}
