//! Bookkeeping: a voucher for each day of the shop's calendar on which something was sold.

use jiff::ToSpan;

use crate::document::sie::{self, BookingError, SieFile, SieHead};

use super::range::ends_of;
use super::{Desk, Destination, Problem, Trouble};

impl Desk<'_> {
    /// A SIE 4 file.
    pub(super) fn books(&self, to: &mut Destination) -> Result<(), Trouble> {
        let (from, until) = self.range()?;
        let texts = self.texts();
        let accounts = &self.settings.accounts;
        let last_day = |first: jiff::civil::Date| {
            let year = first.checked_add(1.year()).and_then(jiff::civil::Date::yesterday);
            year.map(|last| (first, last)).map_err(|_beyond| Problem::NoSuchDay)
        };
        let head = SieHead {
            shop: &self.settings.shop,
            made: self.now.date(),
            financial_year: self.arguments.financial_year.map(last_day).transpose()?,
            currency: &self.settings.currency,
            accounts: sie::account_names(accounts, texts),
        };
        let mut file = SieFile::begin(to, &head)?;
        let mut begin = from;
        while begin < until {
            let next = begin.date().tomorrow().and_then(|day| day.to_zoned(self.zone.clone()));
            let end = next.map_err(|_beyond| Problem::NoSuchDay)?.min(until.clone());
            let figures = self.reader.figures(&ends_of(&begin, &end))?;
            let day = (begin.date(), self.settings.register.as_str());
            let voucher = sie::voucher(&figures, accounts, day, texts).map_err(problem)?;
            if !voucher.rows.is_empty() {
                file.voucher(&voucher)?;
            }
            begin = end;
        }
        Ok(file.end()?)
    }
}

fn problem(error: BookingError) -> Problem {
    match error {
        BookingError::NoAccounts { rate } => Problem::NoAccounts { rate },
        BookingError::Unbalanced { date, .. } => Problem::Unbalanced { date },
    }
}
