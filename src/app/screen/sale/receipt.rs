//! The left zone: the receipt's lines, the strip for the chosen one, and what is to be paid. After
//! a sale, the change and the paper until the next one begins.

use iced::widget::text::Wrapping;
use iced::widget::{column, container, row, rule, space};
use iced::{Bottom, Center, Fill, Right};

use super::zones::{TOTAL_HEIGHT, Zones};
use super::{Action, Lines, Message, Selection, State, Turn, can_ring_up, cut_off, paper};
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::pager::Page;
use crate::app::widget::{Element, card, key, touch_button};
use crate::core::receipt::Line;
use crate::core::register::LastReceipt;
use crate::language;
use crate::till::snapshot::{ScanOutcome, Snapshot};

impl State {
    /// The line that the keys below the receipt are for.
    pub(super) fn selected<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a Line> {
        let receipt = snapshot.receipt.as_ref()?;
        match self.selection {
            Selection::Last => receipt.lines().last(),
            Selection::Line(id) => receipt.line(id).or_else(|| receipt.lines().last()),
        }
    }

    /// Its place among how many.
    pub(super) fn selected_row(&self, snapshot: &Snapshot) -> Option<(usize, usize)> {
        let id = self.selected(snapshot)?.id;
        let lines = snapshot.receipt.as_ref()?.lines();
        Some((lines.iter().position(|line| line.id == id)?, lines.len()))
    }

    /// Which lines are seen.
    pub(super) fn page(&self, snapshot: &Snapshot, zones: &Zones) -> Page {
        let total = snapshot.receipt.as_ref().map_or(0, |receipt| receipt.lines().len());
        match self.lines {
            Lines::End => Page::end(zones.lines, total),
            Lines::From(row) => Page::from(row, zones.lines, total),
        }
    }

    pub(super) fn turn_lines(&mut self, turn: Turn, snapshot: &Snapshot, zones: &Zones) -> Action {
        let page = self.page(snapshot, zones);
        let row = match turn {
            Turn::Back => page.before(),
            Turn::Further => page.after(),
        };
        if let Some(row) = row {
            self.lines = Lines::From(row);
        }
        Action::None
    }

    pub(super) fn view_receipt<'a>(
        &'a self,
        frame: &Frame<'a>,
        zones: &Zones,
    ) -> Element<'a, Message> {
        let page = self.page(frame.snapshot, zones);
        let inside: Element<'a, Message> = match (&frame.snapshot.receipt, &frame.snapshot.last) {
            (Some(_), _) => self.view_lines(frame, &page),
            (None, Some(last)) => with_question(view_last(last, frame), frame),
            (None, None) => {
                let nothing = card::nothing(Icon::ShoppingCart, frame.text("receipt-empty"));
                with_question(nothing, frame)
            }
        };
        let list = column![
            view_heading(frame, &page),
            rule::horizontal(1),
            container(inside).height(Fill).width(Fill),
        ];
        column![
            container(list).style(theme::surface).padding(measure::EDGE).height(Fill),
            self.view_line_keys(frame),
            view_total(frame),
        ]
        .spacing(measure::GAP)
        .into()
    }

    fn view_lines<'a>(&'a self, frame: &Frame<'a>, page: &Page) -> Element<'a, Message> {
        let lines = frame.snapshot.receipt.as_ref().map_or(&[][..], |receipt| receipt.lines());
        let chosen = self.selected(frame.snapshot).map(|line| line.id);
        let scanned = matches!(
            frame.snapshot.scan.as_ref().map(|scan| &scan.outcome),
            Some(ScanOutcome::Added { .. })
        );
        let last = lines.last().map(|line| line.id);
        let rows = page.rows().filter_map(|row| lines.get(row)).map(|line| {
            let mark = if scanned && last == Some(line.id) {
                Some(Tone::Pay)
            } else {
                (chosen == Some(line.id)).then_some(Tone::Info)
            };
            view_line(line, mark, frame)
        });
        column(rows).into()
    }

    /// Fewer, how many, more, away: for the chosen line.
    fn view_line_keys<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let line = self.selected(frame.snapshot);
        let changing = line.filter(|_| can_ring_up(frame.snapshot)).map(|line| line.id);
        let quantity = line.map_or(String::new(), |line| {
            language::quantity(line.quantity, frame.texts.language())
        });
        let minus = key::bare_icon(Icon::Minus).on_press_maybe(changing.map(Message::FewerPressed));
        let plus = key::bare_icon(Icon::Plus).on_press_maybe(changing.map(Message::MorePressed));
        let pieces = column![
            theme::key(quantity).line_height(1.1),
            line.map(|_| row![theme::note(frame.text("pieces")), theme::note("F3")]
                .spacing(measure::GAP)),
        ];
        let pieces = touch_button(pieces.align_x(Center))
            .width(Fill)
            .padding(0.0)
            .on_press_maybe(changing.map(Message::QuantityPressed));
        let remove = row![theme::icon(Icon::Trash2, measure::KEY), theme::note("F4")];
        let remove = touch_button(remove.spacing(measure::TINY).align_y(Center))
            .width(measure::ICON_AND_HINT_WIDTH)
            .on_press_maybe(changing.map(Message::RemovePressed));
        // What takes a line away stands apart from what is pressed quickly and often.
        row![minus, pieces, plus, space().width(measure::TINY), remove].spacing(measure::GAP).into()
    }
}

fn view_heading<'a>(frame: &Frame<'a>, page: &Page) -> Element<'a, Message> {
    let lines = frame.snapshot.receipt.as_ref().map_or(0, |receipt| receipt.lines().len());
    let word = match (&frame.snapshot.receipt, &frame.snapshot.last) {
        (None, Some(last)) => {
            let number = i64::try_from(last.number.0).unwrap_or(0);
            frame.with("receipt-number", &[("number", number.into())])
        }
        _ => frame.text("receipt"),
    };
    let turn = (!page.is_all()).then(|| {
        let rows = page.rows();
        let seen = format!("{}–{} / {lines}", rows.start + 1, rows.end);
        let turn = |icon, turn, possible: Option<usize>| {
            key::bare_icon(icon)
                .look(Look::Bare)
                .height(measure::TARGET)
                .on_press_maybe(possible.map(|_| Message::LinesTurned(turn)))
        };
        row![
            turn(Icon::ChevronUp, Turn::Back, page.before()),
            theme::note(seen).style(theme::muted),
            turn(Icon::ChevronDown, Turn::Further, page.after()),
        ]
        .align_y(Center)
    });
    let heading = row![theme::strong(word).width(Fill), turn].align_y(Center);
    container(heading).padding([0.0, measure::ROOM]).center_y(measure::TARGET - 1.0).into()
}

fn view_line<'a>(line: &'a Line, mark: Option<Tone>, frame: &Frame<'a>) -> Element<'a, Message> {
    let name = theme::body(line.name.in_language(frame.snapshot.language));
    let each = frame.with(
        "line-each",
        &[
            ("quantity", language::quantity(line.quantity, frame.texts.language()).into()),
            ("price", frame.amount(line.unit_price).into()),
        ],
    );
    let words = column![
        container(name.line_height(1.2).wrapping(Wrapping::None)).clip(true),
        theme::note(each).line_height(1.2).style(theme::muted),
    ]
    .width(Fill);
    let bar = container(space().width(measure::BAR).height(Fill));
    let bar = match mark {
        Some(tone) => bar.style(theme::at_level(tone)),
        None => bar,
    };
    let face = row![
        bar,
        words,
        theme::strong(frame.amount(line.sum())).align_x(Right),
        space().width(measure::TINY),
    ]
    .spacing(measure::GAP)
    .align_y(Center)
    .width(Fill)
    .height(Fill);
    touch_button(face)
        .look(if mark.is_some() { Look::ChosenRow } else { Look::Bare })
        .width(Fill)
        .height(measure::ROW_HEIGHT)
        .padding(0.0)
        .on_press(Message::LinePressed(line.id))
        .into()
}

/// What is to be paid; after a sale what was given back, as large, until the next one begins.
fn view_total<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    let (word, amount, tone) = match (&frame.snapshot.receipt, &frame.snapshot.last) {
        (None, Some(last)) => ("change", last.settlement.change, Some(Tone::Pay)),
        (Some(receipt), _) if !receipt.tenders().is_empty() => {
            ("left-to-pay", frame.snapshot.due(), None)
        }
        _ => ("to-pay", frame.snapshot.due(), None),
    };
    let amount = frame.amount(amount);
    let size = if amount.chars().count() > 9 { 34.0 } else { measure::TOTAL };
    let amount = theme::total(amount).size(size).line_height(1.1);
    let amount = match tone {
        Some(tone) => amount.style(theme::tone_text(tone)),
        None => amount,
    };
    let words = column![
        theme::strong(frame.text(word)),
        theme::note(frame.snapshot.settings.currency.as_str()).style(theme::muted),
    ];
    let inside = row![words, space().width(Fill), amount].align_y(Bottom);
    container(inside)
        .style(theme::surface)
        .padding([measure::ROOM, measure::WIDE])
        .align_y(Bottom)
        .height(TOTAL_HEIGHT)
        .width(Fill)
        .into()
}

/// What stands there while nothing is rung up, below a question about a paper that was cut off.
fn with_question<'a>(below: Element<'a, Message>, frame: &Frame<'a>) -> Element<'a, Message> {
    match cut_off::view(frame) {
        Some(question) => column![question, rule::horizontal(1), below].into(),
        None => below,
    }
}

/// The last receipt: its paper where it is shown on the screen, else its figures.
fn view_last<'a>(last: &'a LastReceipt, frame: &Frame<'a>) -> Element<'a, Message> {
    if let Some(document) = &frame.snapshot.preview {
        return paper::small(document, frame);
    }
    let figure = |word: &str, amount| {
        row![theme::body(frame.text(word)).width(Fill), theme::strong(frame.amount(amount))]
    };
    let rounding = last.settlement.rounding;
    let figures = column![
        card::state(Icon::CircleCheck, Some(Tone::Pay), frame.text("sale-done")),
        figure("total", last.total),
        (!rounding.is_zero()).then(|| figure("rounding", rounding)),
        figure("change", last.settlement.change),
        frame.snapshot.is_unverified(last.id).then(|| {
            let said = frame.text("unsettled-unverified");
            card::state(Icon::TriangleAlert, Some(Tone::Warn), said)
        }),
    ]
    .spacing(measure::ROOM);
    container(figures).padding(measure::WIDE).into()
}
