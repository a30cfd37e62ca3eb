//! The paper of the last receipt, drawn from the document that a printer would have got.
//!
//! Only an image of the rows: where they wrap may differ from the paper, what they say does not.

use iced::alignment::Horizontal;
use iced::widget::text::Wrapping;
use iced::widget::{Column, column, container, row, rule, space};
use iced::{Center, Fill, FillPortion, Left, Right};

use super::Message;
use super::card;
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Theme, measure};
use crate::app::widget::{Element, key};
use crate::document::code128::Code128;
use crate::document::{Align, Document, Row, Size, Style, Weight};

/// How large the paper is drawn.
#[derive(Debug, Clone, Copy)]
struct Scale {
    /// Text.
    letter: f32,
    /// About how many letters fit on a line.
    columns: usize,
    /// The narrowest bar of a bar code.
    module: f32,
}

const SMALL: Scale = Scale { letter: measure::PRINT, columns: 40, module: 1.0 };
const LARGE: Scale = Scale { letter: measure::NOTE, columns: 50, module: 2.0 };

/// The height of paper that a card shows.
const PAGE: f32 = 500.0;
const LINE: f32 = 1.3;

/// Beside the receipt's place, cut off where it does not fit, with a key that shows all of it.
pub(super) fn small<'a>(document: &'a Document, frame: &Frame<'a>) -> Element<'a, Message> {
    let paper = container(draw(document.rows(), SMALL))
        .style(theme::paper)
        .padding(measure::ROOM)
        .width(Fill);
    let show = key::labelled(Some(Icon::Eye), frame.text("printed-show"), None)
        .width(Fill)
        .height(measure::TARGET)
        .on_press(Message::PaperPressed);
    column![container(paper).height(Fill).clip(true), show]
        .spacing(measure::GAP)
        .padding(measure::GAP)
        .into()
}

/// In a card, page by page.
pub(super) fn large<'a>(document: &'a Document, page: usize) -> Element<'a, card::Message> {
    let pages = split(document);
    let rows = pages.get(page).or_else(|| pages.last()).copied().unwrap_or(&[]);
    container(draw(rows, LARGE))
        .style(theme::paper)
        .padding(measure::WIDE)
        .width(Fill)
        .height(PAGE + 2.0 * measure::WIDE)
        .clip(true)
        .into()
}

/// How many pages the card has.
pub(super) fn pages(document: &Document) -> usize {
    split(document).len().max(1)
}

/// Rows that fit on a page of the card.
fn split(document: &Document) -> Vec<&[Row]> {
    let mut pages = Vec::new();
    let (mut from, mut used) = (0, 0.0);
    for (place, row) in document.rows().iter().enumerate() {
        let height = height(row, LARGE);
        if used + height > PAGE && place > from {
            pages.push(&document.rows()[from..place]);
            (from, used) = (place, 0.0);
        }
        used += height;
    }
    pages.push(&document.rows()[from..]);
    pages
}

/// About how high a row is.
fn height(row: &Row, scale: Scale) -> f32 {
    let line = scale.letter * LINE;
    let lines = |text: &str, style: Style| {
        let columns = match style.size {
            Size::Normal => scale.columns,
            Size::Tall | Size::Double => scale.columns * 5 / 8,
        };
        let wrapped: usize =
            text.lines().map(|line| line.chars().count().div_ceil(columns).max(1)).sum();
        wrapped.max(1) as f32 * line * factor(style)
    };
    match row {
        Row::Text { text, style, .. } => lines(text, *style),
        Row::Pair { left, right, style } => lines(&format!("{left} {right}"), *style),
        Row::Table { body, .. } => (body.len() + 1) as f32 * line,
        Row::Rule | Row::Blank => line * 0.7,
        Row::Barcode(_) => BAR_HEIGHT + line + measure::GAP,
        Row::Qr(_) => line * 6.0,
        Row::Cut => line,
    }
}

/// How much larger than normal a text is. Twice as high on paper; here enough to be told apart.
fn factor(style: Style) -> f32 {
    match style.size {
        Size::Normal => 1.0,
        Size::Tall | Size::Double => 1.6,
    }
}

const BAR_HEIGHT: f32 = 40.0;

fn draw<'a, M: 'a>(rows: &'a [Row], scale: Scale) -> Column<'a, M, Theme> {
    column(rows.iter().map(|row| draw_row(row, scale)))
}

fn draw_row<'a, M: 'a>(row: &'a Row, scale: Scale) -> Element<'a, M> {
    let line = scale.letter * LINE;
    match row {
        Row::Text { text, align, style } => {
            let align = match align {
                Align::Left => Horizontal::Left,
                Align::Center => Horizontal::Center,
                Align::Right => Horizontal::Right,
            };
            letters(text, *style, scale).width(Fill).align_x(align).into()
        }
        Row::Pair { left, right, style } => {
            row![letters(left, *style, scale).width(Fill), letters(right, *style, scale)]
                .spacing(measure::GAP)
                .into()
        }
        Row::Table { head, body } => draw_table(head, body, scale),
        Row::Rule => {
            container(rule::horizontal(1).style(theme::print_rule)).center_y(line * 0.7).into()
        }
        Row::Blank => space().height(line * 0.7).into(),
        Row::Barcode(code) => draw_bar_code(code, scale),
        Row::Qr(content) => letters(content, Style::NORMAL, scale).width(Fill).into(),
        Row::Cut => container(rule::horizontal(1).style(theme::plain_rule)).center_y(line).into(),
    }
}

fn letters<'a>(text: &'a str, style: Style, scale: Scale) -> iced::widget::Text<'a, Theme> {
    let size = scale.letter * factor(style);
    let text = match style.weight {
        Weight::Normal => theme::note(text),
        Weight::Bold => theme::strong(text),
    };
    text.size(size).line_height(LINE).wrapping(Wrapping::WordOrGlyph)
}

fn draw_table<'a, M: 'a>(
    head: &'a [String],
    body: &'a [Vec<String>],
    scale: Scale,
) -> Element<'a, M> {
    let line = |cells: &'a [String], style: Style| -> Element<'a, M> {
        row(cells.iter().enumerate().map(|(place, cell)| {
            let align = if place == 0 { Left } else { Right };
            letters(cell, style, scale).width(FillPortion(1)).align_x(align).into()
        }))
        .into()
    };
    let head = line(head, Style::BOLD);
    column(std::iter::once(head).chain(body.iter().map(|cells| line(cells, Style::NORMAL)))).into()
}

/// The bars themselves, so that a scanner can read them off the screen.
fn draw_bar_code<'a, M: 'a>(code: &'a str, scale: Scale) -> Element<'a, M> {
    let text = letters(code, Style::NORMAL, scale).width(Fill).align_x(Center);
    let Some(encoded) = Code128::encode(code) else { return text.into() };
    let bars = encoded.bars().into_iter().enumerate().map(|(place, modules)| {
        let bar = container(space().width(f32::from(modules) * scale.module).height(BAR_HEIGHT));
        // Bars and spaces in turn, a bar first.
        if place % 2 == 0 { bar.style(theme::print).into() } else { bar.into() }
    });
    column![container(row(bars)).center_x(Fill), text].padding([measure::TINY, 0.0]).into()
}
