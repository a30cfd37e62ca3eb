//! The time between two Z reports: what an X report shows of it and what a Z report closes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::money::Amount;
use super::{Figures, Sum};

/// The number of a report, counted from 1 without gaps: X and Z reports each by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReportNumber(pub u64);

/// Which of the two reports of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReportKind {
    /// How the day stands. Nothing ends with it.
    X,
    /// How the day ended: the next one begins.
    Z,
}

/// Sums since the register was new. Nothing resets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GrandTotals {
    /// Everything that was sold.
    pub sales: Amount,
    /// Everything that came back; below zero.
    pub returns: Amount,
}

impl GrandTotals {
    /// Sold, less what came back.
    pub fn net(&self) -> Amount {
        self.sales + self.returns
    }
}

/// What was unfinished at the moment of the report: numbers, and amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Standing {
    /// Receipts that are not completed.
    pub unfinished: Sum,
    /// SEQR payments that nobody knows the outcome of.
    pub in_doubt: Sum,
    /// SEQR payments that are booked on a manager's word, and of which SEQR has not said so yet.
    pub unverified: Sum,
    /// Refunds through SEQR that nobody knows the outcome of.
    pub refunds_in_doubt: Sum,
    /// Refunds that were promised and have not been made.
    pub refunds_owed: Sum,
}

/// The time since the last Z report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The number of the Z report that closes it.
    pub z: ReportNumber,
    /// The number of the next X report in it.
    pub x: ReportNumber,
    /// When the last Z report was made; none: since the register was new.
    pub since: Option<Timestamp>,
    /// What happened in it.
    pub figures: Figures,
    /// Sums since the register was new, this time included.
    pub grand: GrandTotals,
    /// What is unfinished.
    pub standing: Standing,
}
