//! The wall clock: notices when it was set. Nothing is decided by it, so a wrong clock stops nothing; but receipts
//! carry its time, so somebody should put it right.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::core::time::Now;

use super::super::snapshot::ClockStatus;
use super::Driver;

/// What the two clocks may differ by before it is called a leap: more than any slow correction makes.
const LEAP: SignedDuration = SignedDuration::from_secs(60);
/// A leap forward that is shown, not only logged: longer than a machine sleeps overnight.
const FAR_AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// Tells the present moment. The system's clock, except in tests.
pub type Clock = Box<dyn Fn() -> Timestamp + Send>;

/// What is known about the clock.
#[derive(Debug)]
pub struct ClockWatch {
    /// The latest moment that anything in the journal is dated.
    newest: Option<Timestamp>,
    /// Where the wall clock stood when the steady one stood at zero, as far as known.
    origin: Option<Timestamp>,
    /// How far it has been set forward since the start.
    ahead: SignedDuration,
}

impl ClockWatch {
    /// Begins with the latest moment in the journal.
    pub fn new(newest: Option<Timestamp>) -> Self {
        ClockWatch { newest, origin: None, ahead: SignedDuration::ZERO }
    }

    /// An entry was dated.
    pub(super) fn dated(&mut self, at: Timestamp) {
        self.newest = self.newest.max(Some(at));
    }

    /// Compares the clocks; the leap since the last look, if there was one.
    fn look(&mut self, now: Now) -> Option<SignedDuration> {
        let steady = SignedDuration::try_from(now.steady).unwrap_or(SignedDuration::MAX);
        let origin = now.at.checked_sub(steady).unwrap_or(now.at);
        let leap = self.origin.map(|before| origin.duration_since(before));
        let leap = leap.filter(|leap| leap.abs() > LEAP);
        if self.origin.is_none() || leap.is_some() {
            self.origin = Some(origin);
        }
        self.ahead = self.ahead.saturating_add(leap.unwrap_or_default());
        leap
    }

    pub(super) fn status(&self, at: Timestamp) -> ClockStatus {
        let behind = self.newest.map(|newest| newest.duration_since(at));
        match behind {
            Some(behind) if behind > LEAP => ClockStatus::Behind,
            _ if self.ahead > FAR_AHEAD => ClockStatus::Ahead,
            _ => ClockStatus::Fine,
        }
    }
}

impl Driver {
    pub(super) fn look_at_the_clock(&mut self, now: Now) {
        let is_first = self.clock_watch.origin.is_none();
        if let Some(leap) = self.clock_watch.look(now) {
            let forward = leap.is_positive();
            let by = Duration::from_secs(leap.unsigned_abs().as_secs());
            tracing::warn!(forward, ?by, "the clock was set, or the machine slept");
        }
        if is_first && self.clock_watch.status(now.at) == ClockStatus::Behind {
            let newest = self.clock_watch.newest;
            tracing::warn!(?newest, "the clock is behind what the journal is dated");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(at: &str, steady: u64) -> Now {
        Now { at: at.parse().unwrap(), steady: Duration::from_secs(steady) }
    }

    #[test]
    fn a_clock_that_was_set_is_noticed_and_one_that_runs_is_not() {
        let mut watch = ClockWatch::new(None);
        assert_eq!(watch.look(now("2026-03-01T12:00:00Z", 0)), None);
        assert_eq!(watch.look(now("2026-03-01T13:00:00Z", 3_600)), None);
        let leap = watch.look(now("2026-02-28T13:00:10Z", 3_610));
        assert_eq!(leap, Some(SignedDuration::from_secs(-24 * 3_600)));
        assert_eq!(watch.look(now("2026-02-28T13:00:30Z", 3_620)), None, "said once");
    }

    #[test]
    fn a_clock_behind_the_journal_or_far_ahead_is_shown_until_it_is_right() {
        let mut watch = ClockWatch::new(Some("2026-03-01T12:00:00Z".parse().unwrap()));
        let at = |text: &str| text.parse().unwrap();
        assert_eq!(watch.status(at("2026-03-01T11:59:30Z")), ClockStatus::Fine);
        assert_eq!(watch.status(at("2026-02-28T12:00:00Z")), ClockStatus::Behind);
        let _first = watch.look(now("2026-03-01T12:00:00Z", 0));
        let _year = watch.look(now("2027-03-01T12:00:00Z", 1));
        assert_eq!(watch.status(at("2027-03-01T12:00:00Z")), ClockStatus::Ahead);
        let _back = watch.look(now("2026-03-01T12:00:02Z", 2));
        assert_eq!(watch.status(at("2026-03-01T12:00:02Z")), ClockStatus::Fine);
    }
}
