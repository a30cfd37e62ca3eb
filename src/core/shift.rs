//! The shift: the cash drawer from its float to its count, whoever is at the register meanwhile.
//!
//! Holds state and arithmetic only. What is allowed when is decided in `register`. How much cash should be in the drawer
//! is computed here and nowhere else, from the entries.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::entry::Entry;
use super::money::Amount;
use super::payment::{AttemptId, Subject};
use super::receipt::ReceiptId;
use super::tender::{Tender, TenderMeans};
use super::user::UserNumber;

/// Which shift, counted from 1 without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShiftNumber(pub u64);

/// So many of one note or coin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pieces {
    /// What one is worth.
    pub value: Amount,
    /// How many.
    pub count: u32,
}

/// What was counted: a sum, or notes and coins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// Only the sum is known.
    Sum(Amount),
    /// So many of each.
    Pieces(Vec<Pieces>),
}

impl Count {
    /// What it comes to; `None` for what no drawer holds: less than nothing, or more than
    /// [`Amount::LARGEST_ENTRY`].
    pub fn amount(&self) -> Option<Amount> {
        let sum = match self {
            Count::Sum(amount) => i128::from(amount.minor()),
            Count::Pieces(pieces) => pieces
                .iter()
                .map(|pieces| i128::from(pieces.value.minor()) * i128::from(pieces.count))
                .sum(),
        };
        let most = i128::from(Amount::LARGEST_ENTRY.minor());
        let fits = (0..=most).contains(&sum).then_some(sum)?;
        i64::try_from(fits).ok().map(Amount::from_minor)
    }
}

/// Where cash went that was no payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Into the drawer.
    In,
    /// Out of it.
    Out,
}

/// A shift was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftOpening {
    /// Which one.
    pub shift: ShiftNumber,
    /// What was in the drawer (växelkassa).
    pub float: Count,
    /// By whom.
    pub by: UserNumber,
}

/// Cash was put in or taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashMovement {
    /// In which shift.
    pub shift: ShiftNumber,
    /// Which movement of the shift, counted from 1.
    pub number: u32,
    /// Where to.
    pub direction: Direction,
    /// How much.
    pub amount: Amount,
    /// What for.
    pub reason: String,
    /// By whom.
    pub by: UserNumber,
    /// Who approved it, where that was somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<UserNumber>,
}

/// The drawer was counted. It can be counted again; every count is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftCount {
    /// In which shift.
    pub shift: ShiftNumber,
    /// Which count of the shift, from 1.
    pub number: u32,
    /// What was in the drawer.
    pub counted: Count,
    /// By whom.
    pub by: UserNumber,
}

/// A shift was ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftClosing {
    /// Which one.
    pub shift: ShiftNumber,
    /// What should have been in the drawer.
    pub expected: Amount,
    /// What was in it by the last count.
    pub counted: Amount,
    /// Why the two differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// So many receipts stayed parked.
    pub parked: u32,
    /// So many payments and promised refunds stayed unsettled.
    pub unsettled: u32,
    /// By whom.
    pub by: UserNumber,
}

/// The shift that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Which one.
    pub number: ShiftNumber,
    /// Since when.
    pub opened_at: Timestamp,
    /// By whom it was begun.
    pub opened_by: UserNumber,
    /// What was in the drawer then.
    pub float: Amount,
    /// What should be in the drawer now.
    pub expected: Amount,
    /// How often cash was put in or taken out.
    pub movements: u32,
    /// How often the drawer was counted.
    pub counts: u32,
    /// What the last count came to; `None` once cash has gone in or out since.
    pub counted: Option<Amount>,
}

impl Shift {
    /// A shift that has just begun.
    pub fn new(opening: &ShiftOpening, at: Timestamp) -> Self {
        let float = opening.float.amount().unwrap_or_default();
        Shift {
            number: opening.shift,
            opened_at: at,
            opened_by: opening.by,
            float,
            expected: float,
            movements: 0,
            counts: 0,
            counted: None,
        }
    }

    /// What the last count has more than it should (or less, below zero).
    pub fn difference(&self) -> Option<Amount> {
        self.counted.map(|counted| counted - self.expected)
    }

    /// Lets an entry take effect. `removed` is the tender that a [`Entry::TenderRemoved`] takes away.
    pub fn apply(&mut self, entry: &Entry, removed: Option<&Tender>) {
        let effect = cash_effect(entry, removed);
        self.expected += effect;
        match entry {
            Entry::CashMoved(movement) => {
                self.movements = movement.number;
                self.counted = None;
            }
            Entry::ShiftCounted(count) => {
                self.counts = count.number;
                self.counted = count.counted.amount();
            }
            // A count says what is in the drawer only as long as nothing goes in or out.
            _ if !effect.is_zero() => self.counted = None,
            _ => {}
        }
    }
}

/// By how much an entry makes the cash in the drawer more, or less where it is below zero.
///
/// `removed` is the tender that a [`Entry::TenderRemoved`] takes away: the entry itself only names it.
pub fn cash_effect(entry: &Entry, removed: Option<&Tender>) -> Amount {
    let in_cash = |tender: &Tender| match tender.means {
        TenderMeans::Cash => tender.amount,
        _ => Amount::ZERO,
    };
    match entry {
        Entry::TenderAdded { tender, .. } => in_cash(tender),
        Entry::TenderRemoved { .. } => -removed.map_or(Amount::ZERO, in_cash),
        Entry::ReceiptCompleted { settlement, .. } => -settlement.change,
        Entry::CashMoved(movement) => match movement.direction {
            Direction::In => movement.amount,
            Direction::Out => -movement.amount,
        },
        _ => Amount::ZERO,
    }
}

/// Something that is not finished when a shift is about to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StillOpen {
    /// A receipt is being rung up.
    Receipt(ReceiptId),
    /// A SEQR payment or refund is open.
    Seqr,
    /// A receipt is parked.
    Parked {
        /// Which one.
        receipt: ReceiptId,
        /// Its name or number.
        label: String,
        /// What it comes to.
        total: Amount,
    },
    /// Somebody has to look into a payment or a refund.
    Unsettled(Subject),
    /// A refund was promised and has not been made.
    Owed(AttemptId),
}

impl StillOpen {
    /// Whether it has to be ended before the shift can be; the rest only has to be seen.
    pub fn forbids_closing(&self) -> bool {
        matches!(self, StillOpen::Receipt(_) | StillOpen::Seqr)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ore(minor: i64) -> Amount {
        Amount::from_minor(minor)
    }

    #[test]
    fn counts_come_to_what_a_drawer_can_hold() {
        let pieces = |list: &[(i64, u32)]| {
            let piece = |(value, count): &(i64, u32)| Pieces { value: ore(*value), count: *count };
            Count::Pieces(list.iter().map(piece).collect())
        };
        for (count, amount) in [
            (Count::Sum(ore(0)), Some(0)),
            (Count::Sum(ore(100_000)), Some(100_000)),
            (Count::Sum(ore(-1)), None),
            (Count::Sum(ore(100_000_000)), None),
            (pieces(&[]), Some(0)),
            // 3 × 500 + 7 × 20 + 11 × 1.
            (pieces(&[(50_000, 3), (2_000, 7), (100, 11)]), Some(165_100)),
            (pieces(&[(i64::MAX, u32::MAX), (i64::MAX, u32::MAX)]), None),
            (pieces(&[(-100, 1)]), None),
        ] {
            assert_eq!(count.amount(), amount.map(ore), "{count:?}");
        }
    }
}
