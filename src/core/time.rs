//! Time as the core sees it: a value that is handed in, never a clock that is read.

use std::time::Duration;

use jiff::Timestamp;

/// One moment, read from two clocks at once.
///
/// The wall clock can jump (daylight saving, a corrected clock, a bad battery), so it only
/// labels things. Every interval, such as "30 seconds without an answer", is measured on the
/// steady clock, which never runs backwards while the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The wall clock, in UTC.
    pub at: Timestamp,
    /// Time since some fixed moment before the program started its work.
    pub steady: Duration,
}

impl Now {
    /// How long ago `earlier` was on the steady clock; zero if it lies ahead.
    pub fn since(&self, earlier: Duration) -> Duration {
        self.steady.saturating_sub(earlier)
    }
}
