//! A form that fills the window: the way back and a heading above, what belongs beside it at the left, cells in two
//! columns, and below them the keys of the form, or the keyboard while a field has the keys.
//!
//! A screen is a table of cells. Where the keyboard leaves no room for all of them, the row with the field that has the
//! keys is among those that are seen.

use std::borrow::Cow;

use iced::Size;
use iced::widget::{column, container, row, space};
use iced::{Center, Fill};

use super::field::Span;
use super::{Element, TouchButton, key};
use crate::app::theme::{self, Icon, Look, Tone, measure};

/// A part of a form.
pub struct Cell<'a, Message> {
    element: Element<'a, Message>,
    span: Span,
    focused: bool,
}

impl<'a, Message> Cell<'a, Message> {
    /// A cell of one column. `focused`: the field in it has the keys.
    pub fn half(element: impl Into<Element<'a, Message>>, focused: bool) -> Self {
        Cell { element: element.into(), span: Span::Half, focused }
    }

    /// A cell of both columns.
    pub fn whole(element: impl Into<Element<'a, Message>>, focused: bool) -> Self {
        Cell { element: element.into(), span: Span::Whole, focused }
    }
}

/// The form and what is around it.
pub struct Sheet<'a, Message> {
    /// Its sign.
    pub icon: Icon,
    /// What it is.
    pub heading: Cow<'a, str>,
    /// The way back: its word, and what a press says.
    pub back: (Cow<'a, str>, Message),
    /// At the end of the heading's line: a state, a badge.
    pub aside: Option<Element<'a, Message>>,
    /// To the left of the form: groups, steps. [`measure::SIDE_WIDTH`] wide.
    pub side: Option<Element<'a, Message>>,
    /// The form itself, as [`cells`] or anything else that is [`room`] high.
    pub body: Element<'a, Message>,
    /// Keys of the form, from the left; the last is the way forward and stands at the right.
    pub foot: Vec<Element<'a, Message>>,
    /// The keyboard ([`super::board::board`]), in the place of the foot.
    pub board: Option<Element<'a, Message>>,
}

/// A key of the foot.
pub fn foot_key<'a, Message: 'a>(
    icon: Icon,
    word: impl Into<Cow<'a, str>>,
    hint: Option<&'static str>,
) -> TouchButton<'a, Message> {
    key::labelled(Some(icon), word, hint).padding([0.0, measure::WIDE])
}

/// The way forward of a form, filled: save, next.
pub fn forward_key<'a, Message: 'a>(
    icon: Icon,
    word: impl Into<Cow<'a, str>>,
    hint: Option<&'static str>,
) -> TouchButton<'a, Message> {
    foot_key(icon, word, hint).look(Look::Filled(Tone::Pay))
}

/// How much height the body has.
pub fn room(size: Size, board: bool) -> f32 {
    let below = if board { measure::BOARD_HEIGHT } else { measure::FOOT_HEIGHT };
    (size.height - measure::HEAD_HEIGHT - 2.0 * measure::ROOM - below).max(measure::CELL_HEIGHT)
}

/// Cells in two columns, as many rows as fit into `room` pixels.
pub fn cells<'a, Message: 'a>(
    cells: impl IntoIterator<Item = Cell<'a, Message>>,
    room: f32,
) -> Element<'a, Message> {
    let rows = arrange(cells);
    let focused = rows.iter().position(|line| line.iter().any(|cell| cell.focused));
    let first = first_row(focused, rows.len(), fitting(room));
    let lines = rows.into_iter().skip(first).take(fitting(room)).map(|line| {
        let alone = line.len() == 1 && line.iter().all(|cell| cell.span == Span::Half);
        let cells = row(line.into_iter().map(|cell| container(cell.element).width(Fill).into()));
        cells.push(alone.then(|| space().width(Fill))).spacing(measure::WIDE).into()
    });
    container(column(lines).spacing(measure::TINY)).height(room).clip(true).into()
}

/// Rows of one whole or two half cells.
fn arrange<'a, Message>(
    cells: impl IntoIterator<Item = Cell<'a, Message>>,
) -> Vec<Vec<Cell<'a, Message>>> {
    let mut rows: Vec<Vec<Cell<'a, Message>>> = Vec::new();
    for cell in cells {
        match rows.last_mut() {
            Some(last)
                if cell.span == Span::Half && last.len() == 1 && last[0].span == Span::Half =>
            {
                last.push(cell);
            }
            _ => rows.push(vec![cell]),
        }
    }
    rows
}

/// How many rows of cells fit; at least one.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a dozen at most, never below one"
)]
pub fn fitting(room: f32) -> usize {
    (((room + measure::TINY) / (measure::CELL_HEIGHT + measure::TINY)).floor().max(1.0)) as usize
}

/// The first row that is seen: the form stays where it is unless the field with the keys would be below.
fn first_row(focused: Option<usize>, rows: usize, fit: usize) -> usize {
    match focused {
        // One row more than needed is seen, so that one sees what is next.
        Some(row) if row + 1 >= fit => (row + 2).min(rows).saturating_sub(fit).min(row),
        _ => 0,
    }
}

impl<'a, Message: Clone + PartialEq + 'static> Sheet<'a, Message> {
    /// The form in a window.
    pub fn view(self, size: Size) -> Element<'a, Message> {
        let (word, back) = self.back;
        let head = row![
            key::labelled(Some(Icon::ArrowLeft), word, Some("Esc"))
                .look(Look::Bare)
                .height(measure::TARGET)
                .on_press(back),
            theme::icon(self.icon, measure::KEY),
            container(theme::key(self.heading)).width(Fill),
            self.aside,
        ]
        .spacing(measure::ROOM)
        .align_y(Center);
        let head = container(head)
            .style(theme::strip)
            .padding([0.0, measure::ROOM])
            .center_y(measure::HEAD_HEIGHT)
            .width(Fill);
        let room = room(size, self.board.is_some());
        let side = self.side.map(|side| container(side).width(measure::SIDE_WIDTH));
        let body = row![side, container(self.body).width(Fill)].spacing(measure::WIDE).height(room);
        let body = container(body).padding(measure::ROOM);
        let below = self.board.unwrap_or_else(|| foot(self.foot));
        column![head, body, below].width(Fill).height(Fill).into()
    }
}

/// The keys of a form: the last one at the right.
fn foot<'a, Message: 'a>(mut keys: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    let last = keys.pop();
    let keys = row(keys).push(space().width(Fill)).push(last).spacing(measure::ROOM);
    container(keys.align_y(Center))
        .padding([0.0, measure::ROOM])
        .center_y(measure::FOOT_HEIGHT)
        .width(Fill)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_cells_stand_in_pairs_and_whole_ones_alone() {
        let half = || Cell::<()>::half(space(), false);
        let whole = || Cell::<()>::whole(space(), false);
        let rows = arrange([half(), half(), half(), whole(), half(), whole(), whole()]);
        let lengths: Vec<usize> = rows.iter().map(Vec::len).collect();
        assert_eq!(lengths, [2, 1, 1, 1, 1, 1]);
    }

    #[test]
    fn the_row_with_the_keys_is_seen() {
        for rows in 1..9 {
            for focused in 0..rows {
                for fit in 1..6 {
                    let first = first_row(Some(focused), rows, fit);
                    assert!((first..first + fit).contains(&focused), "{focused} {rows} {fit}");
                    assert!(first == 0 || first + fit <= rows, "{focused} {rows} {fit}");
                }
            }
        }
        assert_eq!(first_row(None, 9, 3), 0);
    }

    #[test]
    fn the_smallest_window_has_seven_rows_and_four_above_the_keyboard() {
        assert_eq!(fitting(room(measure::SMALLEST, false)), 7);
        assert_eq!(fitting(room(measure::SMALLEST, true)), 4);
    }
}
