//! Trade by the hours of a day, as clocks in a shop show them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Sum;

/// The trade of one hour of the clock, whatever the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hour {
    /// The hour: 0 to 23.
    pub hour: i8,
    /// Completed sales.
    pub sales: Sum,
    /// Completed returns.
    pub returns: Sum,
}

/// Adds pieces of time up by the hour of the clock in a zone. The hour that comes twice when summer time ends is one;
/// where a zone is no whole hours away from UTC, the pieces of an hour still are quarters.
pub fn hours(
    pieces: impl IntoIterator<Item = (Timestamp, Sum, Sum)>,
    zone: &TimeZone,
) -> Vec<Hour> {
    let mut found: BTreeMap<i8, Hour> = BTreeMap::new();
    for (at, sales, returns) in pieces {
        let hour = zone.to_datetime(at).hour();
        let known = found.entry(hour).or_insert(Hour { hour, ..Hour::default() });
        known.sales.add(sales);
        known.returns.add(returns);
    }
    found.into_values().collect()
}
