//! A date and time as XML Schema writes it (`xs:dateTime`).

use std::fmt;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{Span, Zoned};

/// A date and time with an offset to UTC, or without one, as SEQR's samples have it.
///
/// Holds only what `xs:dateTime` can say: years 1 to 9999 and offsets of whole minutes up to
/// fourteen hours. Two values are equal if they would be written alike, so the same moment at
/// two offsets is not equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WireTime {
    local: DateTime,
    offset: Option<Offset>,
}

/// This text is not an `xs:dateTime`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a date and time like 2026-11-21T14:05:09+01:00")]
pub struct NotADateTime;

impl WireTime {
    /// The moment, in the zone's own time. Where the zone's offset cannot be written (a place
    /// and time with seconds in it), the same moment is given in UTC.
    ///
    /// # Errors
    /// If the year is before 1.
    pub fn from_zoned(zoned: &Zoned) -> Result<Self, NotADateTime> {
        Self::new(zoned.datetime(), Some(zoned.offset())).or_else(|NotADateTime| {
            let utc = zoned.with_time_zone(jiff::tz::TimeZone::UTC);
            Self::new(utc.datetime(), Some(Offset::UTC))
        })
    }

    /// A local time, with its offset to UTC where that is known.
    ///
    /// # Errors
    /// If `xs:dateTime` cannot say it: see [`WireTime`].
    pub fn new(local: DateTime, offset: Option<Offset>) -> Result<Self, NotADateTime> {
        const FOURTEEN_HOURS: u32 = 14 * 3600;
        let offset_fits = offset.is_none_or(|offset| {
            offset.seconds() % 60 == 0 && offset.seconds().unsigned_abs() <= FOURTEEN_HOURS
        });
        if local.year() >= 1 && offset_fits {
            Ok(Self { local, offset })
        } else {
            Err(NotADateTime)
        }
    }

    /// Date and time as read on the clock where it was written.
    pub const fn local(&self) -> DateTime {
        self.local
    }

    /// The offset to UTC, where it was written.
    pub const fn offset(&self) -> Option<Offset> {
        self.offset
    }
}

impl fmt::Display for WireTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // jiff writes civil times as xs:dateTime wants them, with a fraction only where there
        // is one. Offsets it would write with seconds; ours have none.
        write!(formatter, "{}", self.local)?;
        let Some(offset) = self.offset else { return Ok(()) };
        let minutes = offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        write!(formatter, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    }
}

impl FromStr for WireTime {
    type Err = NotADateTime;

    /// Reads exactly what `xs:dateTime` allows, without surrounding blanks. Fractions finer than
    /// a nanosecond are cut off.
    fn from_str(text: &str) -> Result<Self, NotADateTime> {
        let (date, rest) = text.split_once('T').ok_or(NotADateTime)?;
        let (clock, offset) = split_offset(rest)?;
        let (whole, fraction) = match clock.split_once('.') {
            Some((whole, fraction)) => (whole, nanoseconds(fraction)?),
            None => (clock, 0),
        };
        let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
        let [hour, minute, second] = numbers(whole, ':', [2, 2, 2])?;
        let small = |number: i16| i8::try_from(number).map_err(|_too_big| NotADateTime);
        // The one way in which xs:dateTime writes midnight twice.
        let ends_the_day = hour == 24 && minute == 0 && second == 0 && fraction == 0;
        let hour = if ends_the_day { 0 } else { hour };
        let mut local = DateTime::new(
            year,
            small(month)?,
            small(day)?,
            small(hour)?,
            small(minute)?,
            small(second)?,
            fraction,
        )
        .map_err(|_out_of_range| NotADateTime)?;
        if ends_the_day {
            local = local.checked_add(Span::new().days(1)).map_err(|_too_late| NotADateTime)?;
        }
        Self::new(local, offset)
    }
}

/// Splits `14:05:09+01:00` into the clock and the offset.
fn split_offset(text: &str) -> Result<(&str, Option<Offset>), NotADateTime> {
    if let Some(clock) = text.strip_suffix('Z') {
        return Ok((clock, Some(Offset::UTC)));
    }
    let Some(at) = text.find(['+', '-']) else { return Ok((text, None)) };
    let (clock, offset) = text.split_at(at);
    let [hours, minutes] = numbers(offset.get(1..).unwrap_or_default(), ':', [2, 2])?;
    if minutes > 59 {
        return Err(NotADateTime);
    }
    let seconds = (i32::from(hours) * 60 + i32::from(minutes)) * 60;
    let seconds = if offset.starts_with('-') { -seconds } else { seconds };
    let offset = Offset::from_seconds(seconds).map_err(|_out_of_range| NotADateTime)?;
    Ok((clock, Some(offset)))
}

/// Numbers of fixed lengths between separators.
fn numbers<const N: usize>(
    text: &str,
    separator: char,
    lengths: [usize; N],
) -> Result<[i16; N], NotADateTime> {
    let mut parts = text.split(separator);
    let mut read = [0; N];
    for (slot, length) in read.iter_mut().zip(lengths) {
        let part = parts.next().ok_or(NotADateTime)?;
        if part.len() != length || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotADateTime);
        }
        *slot = part.parse().map_err(|_too_big| NotADateTime)?;
    }
    if parts.next().is_some() { Err(NotADateTime) } else { Ok(read) }
}

/// The digits behind the point as nanoseconds.
fn nanoseconds(digits: &str) -> Result<i32, NotADateTime> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotADateTime);
    }
    let padded: String = digits.chars().chain("000000000".chars()).take(9).collect();
    padded.parse().map_err(|_too_big| NotADateTime)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_what_the_schema_allows() {
        for (text, written) in [
            ("2026-11-21T14:05:09+01:00", "2026-11-21T14:05:09+01:00"),
            ("2026-11-21T14:05:09", "2026-11-21T14:05:09"),
            ("2026-11-21T14:05:09Z", "2026-11-21T14:05:09+00:00"),
            ("2026-11-21T14:05:09.120-09:30", "2026-11-21T14:05:09.12-09:30"),
            ("2026-11-21T14:05:09.1234567891", "2026-11-21T14:05:09.123456789"),
            ("2026-12-31T24:00:00Z", "2027-01-01T00:00:00+00:00"),
            ("0001-01-01T00:00:00-00:30", "0001-01-01T00:00:00-00:30"),
            ("2024-02-29T00:00:00+14:00", "2024-02-29T00:00:00+14:00"),
        ] {
            let time: WireTime = text.parse().unwrap_or_else(|_| panic!("{text} was refused"));
            assert_eq!(time.to_string(), written, "{text}");
            assert_eq!(written.parse(), Ok(time), "{text}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "T",
            "2026-11-21",
            "2026-11-21 14:05:09",
            "2026-11-21T14:05",
            "2026-11-21T14:05:09.",
            "2026-11-21T14:05:09+1:00",
            "2026-11-21T14:05:09+01",
            "2026-11-21T14:05:09+14:01",
            "2026-11-21T14:05:09+01:60",
            "2026-11-21T14:05:09zz",
            "2026-13-21T14:05:09",
            "2026-02-29T14:05:09",
            "2026-11-21T24:00:01",
            "2026-11-21T14:05:60",
            "0000-11-21T14:05:09",
            "-0001-11-21T14:05:09",
            "2026-11-21T+4:05:09",
            "9999-12-31T24:00:00",
            "2026-11-21T14:05:09+å1:00",
            " 2026-11-21T14:05:09",
        ] {
            assert_eq!(text.parse::<WireTime>(), Err(NotADateTime), "{text:?}");
        }
    }

    #[test]
    fn an_offset_with_seconds_becomes_utc() {
        let zoned: Zoned = "1850-01-01T12:00:00[Europe/Stockholm]".parse().unwrap();
        assert_ne!(zoned.offset().seconds() % 60, 0, "the zone's old local mean time");
        let time = WireTime::from_zoned(&zoned).unwrap();
        assert_eq!(time.offset(), Some(Offset::UTC));
        let zoned: Zoned = "2026-11-21T14:05:09[Europe/Stockholm]".parse().unwrap();
        assert_eq!(WireTime::from_zoned(&zoned).unwrap().to_string(), "2026-11-21T14:05:09+01:00");
    }
}
