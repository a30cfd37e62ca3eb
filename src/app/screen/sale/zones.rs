//! How the window is divided: three fixed zones whose sizes depend on the window alone, never on
//! what is in them.

use iced::Size;

use crate::app::theme::measure;

/// The narrowest key of an article.
const TILE_WIDTH: f32 = 100.0;
/// The lowest key of an article.
const TILE_HEIGHT: f32 = 92.0;
/// A key of a group.
pub(super) const GROUP_HEIGHT: f32 = 48.0;
/// Rows of groups.
pub(super) const GROUP_ROWS: usize = 2;
/// The line with what is to be paid.
pub(super) const TOTAL_HEIGHT: f32 = 84.0;
/// Rows of the alphabetic keyboard.
const LETTER_ROWS: f32 = 5.0;

/// See the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Zones {
    /// Width of the receipt.
    pub receipt: f32,
    /// Width of the keypad.
    pub pad: f32,
    /// Width of what is between them.
    pub middle: f32,
    /// Keys of articles beside each other; as many groups, and one key of each row for turning.
    pub columns: usize,
    /// Keys of articles below each other.
    pub rows: usize,
    /// Height of such a key.
    pub tile_height: f32,
    /// Lines of the receipt that fit.
    pub lines: usize,
    /// Results of a search that fit.
    pub results: usize,
}

impl Zones {
    /// Divides a window.
    pub(super) fn of(size: Size) -> Self {
        let width = size.width - 2.0 * measure::ROOM;
        let receipt = (size.width * 0.309).clamp(300.0, 400.0).round();
        let pad = (size.width * 0.23).clamp(220.0, 300.0).round();
        let middle = (width - receipt - pad - 2.0 * measure::ROOM).max(TILE_WIDTH);
        let height = size.height - measure::STRIP_HEIGHT - 2.0 * measure::ROOM;
        let groups = GROUP_ROWS as f32 * (GROUP_HEIGHT + measure::GAP) - measure::GAP;
        let tiles = height - groups - measure::KEY_HEIGHT - 2.0 * measure::ROOM;
        let rows = fitting(tiles, TILE_HEIGHT, measure::GAP);
        let gaps = measure::GAP * (rows as f32 - 1.0);
        // The receipt's borders, its heading, the strip for the chosen line, what is to be paid.
        let lines = height
            - 2.0
            - measure::TARGET
            - measure::KEY_HEIGHT
            - 2.0 * measure::GAP
            - TOTAL_HEIGHT;
        let letters = LETTER_ROWS * (measure::LETTER_HEIGHT + measure::LETTER_GAP);
        let results = height - measure::KEY_HEIGHT - letters - measure::TARGET - 3.0 * measure::GAP;
        Zones {
            receipt,
            pad,
            middle,
            columns: fitting(middle, TILE_WIDTH, measure::GAP).max(4),
            rows,
            tile_height: ((tiles - gaps) / rows as f32).floor(),
            lines: fitting(lines, measure::ROW_HEIGHT, 0.0),
            results: fitting(results, measure::ROW_HEIGHT, 0.0),
        }
    }

    /// How many articles are seen at once.
    pub(super) fn tiles(&self) -> usize {
        self.columns * self.rows
    }

    /// How many groups there is room for.
    pub(super) fn groups(&self) -> usize {
        self.columns * GROUP_ROWS
    }
}

/// How many of `each` with `gap` between them fit; at least one.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few dozen at most, never below one"
)]
fn fitting(room: f32, each: f32, gap: f32) -> usize {
    (((room + gap) / (each + gap)).floor().max(1.0)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_window_has_four_by_five_articles_and_nine_lines() {
        let zones = Zones::of(measure::SMALLEST);
        assert_eq!((zones.columns, zones.rows), (4, 5));
        assert!(zones.lines >= 9, "{zones:?}");
        assert!(zones.results >= 6, "{zones:?}");
        let width = zones.receipt + zones.pad + zones.middle + 4.0 * measure::ROOM;
        assert!((width - measure::SMALLEST.width).abs() < 0.5, "{zones:?}");
        let tile = (zones.middle - 3.0 * measure::GAP) / 4.0;
        assert!(tile >= TILE_WIDTH, "{tile}");
    }

    #[test]
    fn larger_windows_show_more() {
        let mut before = Zones::of(measure::SMALLEST);
        for size in [(1280.0, 800.0), (1366.0, 768.0), (1366.0, 900.0), (1920.0, 1080.0)] {
            let zones = Zones::of(Size::from(size));
            assert!(zones.middle >= before.middle && zones.tiles() >= before.tiles(), "{size:?}");
            before = zones;
        }
        assert_eq!(Zones::of(Size::new(1366.0, 768.0)).columns, 5);
    }
}
