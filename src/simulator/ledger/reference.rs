//! The numbers that SEQR gives: counters, written in the lengths that SEQR's have.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::simulator::sequence::Sequence;

/// Gives every number once.
#[derive(Debug)]
pub(super) struct References {
    invoices: u64,
    transactions: u64,
    terminals: Sequence,
}

impl References {
    pub(super) fn new(seed: u64) -> Self {
        Self { invoices: 0, transactions: 0, terminals: Sequence::new(seed) }
    }

    /// An invoice reference: the date and nine digits.
    pub(super) fn invoice(&mut self, at: Timestamp) -> String {
        self.invoices += 1;
        let date = utc(at);
        let (year, month, day) = (date.year(), date.month(), date.day());
        format!("{year:04}{month:02}{day:02}{:09}", self.invoices % 1_000_000_000)
    }

    /// The reference of a payment, a refund or a period: the time to the millisecond and eight
    /// digits.
    pub(super) fn transaction(&mut self, at: Timestamp) -> String {
        self.transactions += 1;
        let time = utc(at);
        format!(
            "{:04}{:02}{:02}{:02}{:02}{:02}{:03}{:08}",
            time.year(),
            time.month(),
            time.day(),
            time.hour(),
            time.minute(),
            time.second(),
            time.millisecond(),
            (1_000_000 + self.transactions) % 100_000_000
        )
    }

    /// A terminal id: 32 hexadecimal digits.
    pub(super) fn terminal(&mut self) -> String {
        format!("{:016x}{:016x}", self.terminals.next(), self.terminals.next())
    }
}

/// Time of day in UTC, within the years that have four digits.
fn utc(at: Timestamp) -> DateTime {
    Offset::UTC.to_datetime(at.max(Timestamp::UNIX_EPOCH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn have_the_lengths_of_the_real_ones() {
        let at = "2026-11-21T14:05:09.042Z".parse().unwrap();
        let mut references = References::new(1);
        assert_eq!(references.invoice(at), "20261121000000001");
        assert_eq!(references.invoice(at), "20261121000000002");
        assert_eq!(references.transaction(at), "2026112114050904201000001");
        assert_eq!(references.transaction(Timestamp::MIN), "1970010100000000001000002");
        let (first, second) = (references.terminal(), references.terminal());
        assert_ne!(first, second);
        for id in [first, second] {
            assert_eq!(id.len(), 32);
            assert!(id.bytes().all(|digit| digit.is_ascii_hexdigit()));
        }
        assert_eq!(References::new(1).terminal(), References::new(1).terminal());
        assert_ne!(References::new(1).terminal(), References::new(2).terminal());
    }
}
