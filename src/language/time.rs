//! Moments as a person reads them, in the register's time zone: `2026-11-21 14:05`.
//!
//! The form is the same in both languages: it is Sweden's own, and nobody misreads it.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Date and time of day to the minute.
pub fn date_time(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The date.
pub fn date(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d").to_string()
}

/// The time of day to the minute.
pub fn clock(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_the_zone_of_the_register() {
        let stockholm = TimeZone::get("Europe/Stockholm").unwrap();
        for (utc, text) in [
            ("2026-11-21T13:05:59Z", "2026-11-21 14:05"),
            ("2026-07-01T22:30:00Z", "2026-07-02 00:30"),
            // The hour that comes twice when summer time ends.
            ("2026-10-25T00:30:00Z", "2026-10-25 02:30"),
            ("2026-10-25T01:30:00Z", "2026-10-25 02:30"),
        ] {
            assert_eq!(date_time(utc.parse().unwrap(), &stockholm), text, "{utc}");
        }
        let at = "2026-07-01T22:30:00Z".parse().unwrap();
        assert_eq!(date(at, &stockholm), "2026-07-02");
        assert_eq!(clock(at, &stockholm), "00:30");
    }
}
