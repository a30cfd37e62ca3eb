//! Pages instead of scrolling: which rows are seen, and the keys to the page before and after.
//! Only the rows that are seen are ever built.

use std::ops::Range;

use iced::widget::row;
use iced::{Center, Fill};

use super::{Element, key};
use crate::app::theme::{self, Icon, measure};

/// Which part of a list is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    first: usize,
    size: usize,
    total: usize,
}

impl Page {
    /// The page of `size` rows that `row` is on.
    pub fn with(row: usize, size: usize, total: usize) -> Self {
        let size = size.max(1);
        let row = row.min(total.saturating_sub(1));
        Page { first: row / size * size, size, total }
    }

    /// As many rows as fit, from `first` on, moved back so that no place is left empty at the end.
    pub fn from(first: usize, size: usize, total: usize) -> Self {
        let size = size.max(1);
        Page { first: first.min(total.saturating_sub(size)), size, total }
    }

    /// The last rows.
    pub fn end(size: usize, total: usize) -> Self {
        Page::from(total, size, total)
    }

    /// The rows that are seen.
    pub fn rows(&self) -> Range<usize> {
        self.first..(self.first + self.size).min(self.total)
    }

    /// The first row of the page before, if there is one.
    pub fn before(&self) -> Option<usize> {
        (self.first > 0).then(|| self.first.saturating_sub(self.size))
    }

    /// The first row of the page after, if there is one.
    pub fn after(&self) -> Option<usize> {
        (self.first + self.size < self.total).then_some(self.first + self.size)
    }

    /// Whether everything is seen at once.
    pub fn is_all(&self) -> bool {
        self.total <= self.size
    }

    /// Which page this is, counted from 1.
    pub fn number(&self) -> usize {
        self.first.div_ceil(self.size) + 1
    }

    /// How many pages there are.
    pub fn count(&self) -> usize {
        self.total.div_ceil(self.size).max(1)
    }
}

/// The keys to the page before and after with a word between them.
pub fn pager<'a, Message: Clone + PartialEq + 'static>(
    page: &Page,
    word: String,
    before: Message,
    after: Message,
) -> Element<'a, Message> {
    row![
        key::bare_icon(Icon::ChevronLeft)
            .height(measure::TARGET)
            .on_press_maybe(page.before().map(|_| before)),
        theme::note(word).style(theme::muted).width(Fill).align_x(Center),
        key::bare_icon(Icon::ChevronRight)
            .height(measure::TARGET)
            .on_press_maybe(page.after().map(|_| after)),
    ]
    .spacing(measure::GAP)
    .align_y(Center)
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_cover_everything_once() {
        for (size, total) in [(10, 0), (10, 1), (10, 10), (10, 11), (9, 500), (1, 3), (0, 2)] {
            let mut seen = Vec::new();
            let mut page = Page::with(0, size, total);
            assert_eq!(page.before(), None);
            loop {
                seen.extend(page.rows());
                let Some(next) = page.after() else { break };
                let number = page.number();
                page = Page::with(next, size, total);
                assert_eq!(page.number(), number + 1);
            }
            assert_eq!(seen, (0..total).collect::<Vec<_>>(), "{size} of {total}");
            assert_eq!(page.number(), page.count(), "{size} of {total}");
        }
    }

    #[test]
    fn the_end_is_full() {
        assert_eq!(Page::end(10, 40).rows(), 30..40);
        assert_eq!(Page::end(10, 43).rows(), 33..43);
        assert_eq!(Page::end(10, 3).rows(), 0..3);
        assert_eq!(Page::from(38, 10, 40).rows(), 30..40);
        assert_eq!(Page::from(33, 10, 43).before(), Some(23));
        assert_eq!(Page::from(3, 10, 43).before(), Some(0));
        assert!(Page::end(10, 10).is_all());
        assert!(!Page::end(10, 11).is_all());
    }
}
