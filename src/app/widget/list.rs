//! A list on pages, never a scroll: rows that can be pressed, and the keys to the page before and after.

use std::borrow::Cow;
use std::ops::Range;

use iced::widget::text::Wrapping;
use iced::widget::{column, container, row};
use iced::{Center, Fill};

use super::pager::{Page, pager};
use super::{Element, touch_button};
use crate::app::theme::{self, Icon, Look, measure};
use crate::language::Texts;

/// A row: a sign, what it is, what else is known of it, something at its end.
#[derive(Debug, Clone)]
pub struct Row<'a, Message> {
    /// At its beginning.
    pub icon: Icon,
    /// What it is.
    pub title: Cow<'a, str>,
    /// What else is known, smaller, after it.
    pub detail: Option<Cow<'a, str>>,
    /// At its end: a price, a state.
    pub end: Option<Cow<'a, str>>,
    /// Whether it is the one that is chosen.
    pub chosen: bool,
    /// What a press says; without it the row cannot be pressed.
    pub on_press: Option<Message>,
}

/// How many rows of `each` with `gap` between them fit into `room`, less the place of the pager where `total` do not.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few dozen at most, never below one"
)]
pub fn fitting(room: f32, each: f32, gap: f32, total: usize) -> usize {
    let fit = |room: f32| ((room + gap) / (each + gap)).floor().max(1.0) as usize;
    if total > fit(room) { fit(room - measure::TARGET - gap) } else { fit(room) }
}

/// The rows of the page that begins at `first`. `row` builds one; only those that are seen are built. `turn` is said
/// with the first row of another page.
pub fn list<'a, Message: Clone + PartialEq + 'static>(
    first: usize,
    total: usize,
    room: f32,
    texts: &'static Texts,
    row: impl Fn(usize) -> Row<'a, Message>,
    turn: impl Fn(usize) -> Message,
) -> Element<'a, Message> {
    let fit = fitting(room, measure::ROW_HEIGHT, measure::TINY, total);
    let page = Page::with(first, fit, total);
    let seen: Range<usize> = page.rows();
    let rows = column(seen.map(|place| view(row(place)))).spacing(measure::TINY);
    let keys = (!page.is_all()).then(|| {
        let [number, count] =
            [page.number(), page.count()].map(|number| i64::try_from(number).unwrap_or(i64::MAX));
        let word = texts.with("form-page", &[("page", number.into()), ("pages", count.into())]);
        let before = turn(page.before().unwrap_or(first));
        let after = turn(page.after().unwrap_or(first));
        pager(&page, word.into_owned(), before, after)
    });
    column![container(rows).height(Fill), keys].spacing(measure::TINY).height(room).into()
}

fn view<'a, Message: Clone + PartialEq + 'static>(line: Row<'a, Message>) -> Element<'a, Message> {
    let detail = line.detail.map(|detail| {
        container(theme::note(detail).style(theme::muted).wrapping(Wrapping::None)).clip(true)
    });
    let words = row![theme::body(line.title).wrapping(Wrapping::None), detail]
        .spacing(measure::ROOM)
        .align_y(Center);
    let inside = row![
        theme::icon(line.icon, measure::KEY),
        container(words).width(Fill).clip(true),
        line.end.map(theme::strong),
    ]
    .spacing(measure::ROOM)
    .align_y(Center)
    .width(Fill);
    touch_button(inside)
        .look(if line.chosen { Look::Chosen } else { Look::Plain })
        .width(Fill)
        .height(measure::ROW_HEIGHT)
        .padding([0.0, measure::ROOM])
        .on_press_maybe(line.on_press)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pager_takes_a_row_only_where_it_is_needed() {
        let ten = 10.0 * measure::ROW_HEIGHT + 9.0 * measure::TINY;
        let fit = |room, total| fitting(room, measure::ROW_HEIGHT, measure::TINY, total);
        assert_eq!(fit(ten, 10), 10);
        assert_eq!(fit(ten, 11), 9);
        assert_eq!(fit(0.0, 5), 1);
    }
}
