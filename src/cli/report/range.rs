//! From when to when: days or moments as they are typed, and what is wrong with them.

use std::ops::Range;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::core::vat::VatRate;
use crate::journal::is_whole;

use super::{Desk, Trouble};

/// A day, or a moment of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The whole day.
    Day(Date),
    /// The moment.
    At(DateTime),
}

impl FromStr for Moment {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        match text.parse::<Date>() {
            Ok(day) if text.len() <= 10 => Ok(Moment::Day(day)),
            _ => text.parse().map(Moment::At),
        }
    }
}

impl Moment {
    fn begin(self, zone: &TimeZone) -> Result<Zoned, jiff::Error> {
        match self {
            Moment::Day(day) => day.to_zoned(zone.clone()),
            Moment::At(at) => at.to_zoned(zone.clone()),
        }
    }

    fn end(self, zone: &TimeZone) -> Result<Zoned, jiff::Error> {
        match self {
            Moment::Day(day) => day.tomorrow()?.to_zoned(zone.clone()),
            Moment::At(at) => at.to_zoned(zone.clone()),
        }
    }
}

/// Why there is no such report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Type days that follow each other.
    #[error("the end is not after the beginning")]
    Backwards,
    /// Type a moment at a whole quarter of an hour.
    #[error("figures are kept by the quarter of an hour")]
    NotAQuarter,
    /// The day is beyond what can be calculated with.
    #[error("there is no such day")]
    NoSuchDay,
    /// Type the number of a Z report that was made, or make one first.
    #[error("there is no such Z report")]
    NoSuchReport,
    /// Choose a shorter time, or CSV.
    #[error("there are more than {most} rows")]
    TooLong {
        /// The most rows.
        most: usize,
    },
    /// Name accounts in the settings.
    #[error("there are no accounts for sales with {}% VAT", .rate.percent())]
    NoAccounts {
        /// The rate.
        rate: VatRate,
    },
    /// Verify the journal.
    #[error("the figures of {date} do not balance")]
    Unbalanced {
        /// Of which day.
        date: Date,
    },
    /// Type an ordinary character.
    #[error("cells cannot be separated like this")]
    Separator,
}

impl Problem {
    /// The key of what a person is told, and what it speaks of.
    pub fn words(self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Problem::Backwards => ("cli-report-backwards", Vec::new()),
            Problem::NotAQuarter => ("cli-report-not-a-quarter", Vec::new()),
            Problem::NoSuchDay => ("cli-report-no-such-day", Vec::new()),
            Problem::NoSuchReport => ("cli-report-none", Vec::new()),
            Problem::TooLong { most } => ("cli-report-too-long", vec![("most", most.to_string())]),
            Problem::NoAccounts { rate } => {
                ("cli-report-no-accounts", vec![("rate", rate.percent().to_string())])
            }
            Problem::Unbalanced { date } => {
                ("cli-report-unbalanced", vec![("date", date.to_string())])
            }
            Problem::Separator => ("cli-report-separator", Vec::new()),
        }
    }
}

/// From when to when, where a day that is not named is today: the ends, the second of which does not belong to it.
///
/// # Errors
/// When there is no such time.
pub fn between(
    from: Option<Moment>,
    to: Option<Moment>,
    now: &Zoned,
) -> Result<(Zoned, Zoned), Problem> {
    let zone = now.time_zone();
    let from = from.unwrap_or(Moment::Day(now.date()));
    let to = to.unwrap_or(match from {
        Moment::Day(day) => Moment::Day(day),
        Moment::At(at) => Moment::Day(at.date()),
    });
    let ends = from.begin(zone).and_then(|begin| Ok((begin, to.end(zone)?)));
    let (from, to) = ends.map_err(|_beyond| Problem::NoSuchDay)?;
    if to <= from { Err(Problem::Backwards) } else { Ok((from, to)) }
}

impl Desk<'_> {
    /// The time that was asked for, in whole quarters of an hour.
    pub(super) fn range(&self) -> Result<(Zoned, Zoned), Trouble> {
        let (from, to) = between(self.arguments.from, self.arguments.to, &self.now)?;
        if !is_whole(&ends_of(&from, &to)) {
            return Err(Problem::NotAQuarter.into());
        }
        Ok((from, to))
    }
}

/// The same as moments.
pub(super) fn ends_of(from: &Zoned, to: &Zoned) -> Range<Timestamp> {
    from.timestamp()..to.timestamp()
}
