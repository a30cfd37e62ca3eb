//! How the shop trades: ways to pay, the order of its articles, its accounts, and copies of its journal.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::core::catalog::ArticleNumber;
use crate::core::money::Amount;
use crate::core::vat::VatRate;

/// The ways to pay that this register offers. SEQR is offered as soon as the register is registered with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TenderSettings {
    /// Whether cash is taken.
    pub cash: bool,
    /// Whether payments of a card terminal beside the register are recorded.
    pub card: bool,
    /// Amounts of the quick keys for cash; none: the next notes above what is due.
    pub quick_amounts: Vec<Amount>,
}

impl TenderSettings {
    /// As many quick keys as the payment dialog has room for.
    pub const MOST_QUICK_AMOUNTS: usize = 4;
}

impl Default for TenderSettings {
    fn default() -> Self {
        TenderSettings { cash: true, card: true, quick_amounts: Vec::new() }
    }
}

/// How much less than the usual price somebody may take without asking, in whole percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DiscountSettings {
    /// Cashiers.
    pub cashier: u8,
    /// Managers, and whoever may do what they may.
    pub manager: u8,
}

impl Default for DiscountSettings {
    fn default() -> Self {
        DiscountSettings { cashier: 0, manager: 100 }
    }
}

/// How shifts are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ShiftSettings {
    /// Whether nothing is sold while no shift is open.
    pub required: bool,
    /// Whether the drawer is counted before anybody is shown what should be in it.
    pub blind: bool,
}

/// Which articles come first on the article pages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PageSettings {
    /// Articles on the page before all others.
    pub favourites: Vec<ArticleNumber>,
    /// Groups by their Swedish names, in the order of their pages; the others follow in the order of their articles.
    pub groups: Vec<String>,
}

/// The accounts that a day's trade is booked on, by their numbers in the shop's chart of accounts. The numbers to
/// begin with are those of the Swedish BAS chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Accounts {
    /// Cash in the drawer.
    pub cash: String,
    /// Money on its way from the card acquirer.
    pub card: String,
    /// Money on its way from SEQR: an account of its own.
    pub seqr: String,
    /// What the shop owes for vouchers and gift cards.
    pub voucher: String,
    /// Invoices that are to be paid.
    pub receivable: String,
    /// Öre that cash was rounded by.
    pub rounding: String,
    /// What the drawer has too little or too much.
    pub cash_difference: String,
    /// Sales and the tax on them.
    pub trade: Vec<TradeAccount>,
}

/// The accounts of sales at one tax rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TradeAccount {
    /// The rate.
    pub rate: VatRate,
    /// Sales without tax.
    pub sales: String,
    /// The tax; empty at 0 %.
    pub tax: String,
}

impl Default for Accounts {
    fn default() -> Self {
        let trade = [
            (2500, "3001", "2611"),
            (1200, "3002", "2621"),
            (600, "3003", "2631"),
            (0, "3004", ""),
        ];
        Accounts {
            cash: "1910".to_owned(),
            card: "1580".to_owned(),
            seqr: "1585".to_owned(),
            voucher: "2420".to_owned(),
            receivable: "1510".to_owned(),
            rounding: "3740".to_owned(),
            cash_difference: "7960".to_owned(),
            trade: trade
                .map(|(rate, sales, tax)| TradeAccount {
                    rate: VatRate::from_hundredths(rate),
                    sales: sales.to_owned(),
                    tax: tax.to_owned(),
                })
                .into(),
        }
    }
}

/// Copies of the journal, made once a night and on demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BackupSettings {
    /// The folder, best on another disk; none: no copies by themselves.
    pub folder: Option<String>,
    /// The full hour of the register's zone after which the day's copy is made.
    pub hour: u8,
    /// For how many days a copy is kept. The newest is always kept.
    pub keep_days: u16,
}

impl BackupSettings {
    /// For how many days copies can be kept: a day to ten years.
    pub const KEEP_DAYS: std::ops::RangeInclusive<u16> = 1..=3_660;

    /// Whether a copy is due: none was made since the last time that the hour struck, so also after a night in which
    /// the register was off. Never where there is no folder for copies.
    pub fn is_due(&self, last: Option<Timestamp>, now: Timestamp, zone: &TimeZone) -> bool {
        if self.folder.is_none() {
            return false;
        }
        let Some(last) = last else { return true };
        // A copy from tomorrow was made while the clock was wrong: it says nothing about today.
        if last.duration_since(now) > SignedDuration::from_hours(24) {
            return true;
        }
        self.struck(now, zone).is_some_and(|struck| last < struck)
    }

    /// When the hour struck last, with the clock changes of the zone: an hour that is left out strikes when it would
    /// have ended.
    fn struck(&self, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let hour = i8::try_from(self.hour).ok()?;
        let today = now.to_zoned(zone.clone()).date();
        let days = [Some(today), today.yesterday().ok()];
        let times = days.into_iter().flatten().filter_map(|day| {
            let time = Time::new(hour, 0, 0, 0).ok()?;
            Some(day.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp())
        });
        times.filter(|struck| *struck <= now).max()
    }
}

impl Default for BackupSettings {
    fn default() -> Self {
        BackupSettings { folder: None, hour: 3, keep_days: 30 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_due_once_a_night_and_after_nights_that_were_missed() {
        let zone = TimeZone::get("Europe/Stockholm").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let settings = BackupSettings { folder: Some("/x".to_owned()), hour: 3, keep_days: 30 };
        let none = BackupSettings::default();
        assert!(!none.is_due(None, at("2026-11-21T12:00:00Z"), &zone), "no folder, no copies");
        assert!(settings.is_due(None, at("2026-11-21T12:00:00Z"), &zone), "never made one");
        for (last, now, due) in [
            // 02:59 and 03:00 in Stockholm, the day after.
            ("2026-11-20T02:00:00Z", "2026-11-21T01:59:59Z", false),
            ("2026-11-20T02:00:00Z", "2026-11-21T02:00:00Z", true),
            ("2026-11-21T02:00:00Z", "2026-11-21T23:00:00Z", false),
            // Off for days; on again before the hour, and after it.
            ("2026-11-18T02:00:00Z", "2026-11-21T01:00:00Z", true),
            ("2026-11-18T02:00:00Z", "2026-11-21T08:00:00Z", true),
            // A clock that was a little, and much, ahead.
            ("2026-11-21T12:30:00Z", "2026-11-21T12:00:00Z", false),
            ("2099-01-01T00:00:00Z", "2026-11-21T12:00:00Z", true),
        ] {
            assert_eq!(settings.is_due(Some(at(last)), at(now), &zone), due, "{last} {now}");
        }
        // 02:00 is left out when summer time begins, and comes twice when it ends: still once a night.
        let two = BackupSettings { hour: 2, ..settings };
        let night = |last: &str, now: &str| two.is_due(Some(at(last)), at(now), &zone);
        assert!(!night("2026-03-28T01:00:00Z", "2026-03-29T00:59:59Z"));
        assert!(night("2026-03-28T01:00:00Z", "2026-03-29T01:00:00Z"));
        assert!(night("2026-10-24T00:00:00Z", "2026-10-25T00:00:00Z"));
        assert!(!night("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"));
    }
}
