//! How the shop trades: ways to pay, the order of its articles, its accounts, and copies of its journal.

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
}

impl Default for BackupSettings {
    fn default() -> Self {
        BackupSettings { folder: None, hour: 3, keep_days: 30 }
    }
}
