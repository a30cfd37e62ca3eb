//! Receipts that are put aside and taken up again on the same register.
//!
//! Holds state only. What may be parked is decided in `register`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::money::Amount;
use super::receipt::{Receipt, ReceiptId};
use super::user::UserNumber;

/// The most receipts that are parked at a time.
pub const MOST_PARKED: usize = 200;
/// The longest name of a parked receipt, in characters.
pub const LONGEST_LABEL: usize = 40;

/// A receipt was put aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parking {
    /// Which one.
    pub receipt: ReceiptId,
    /// The name or number that it is found by.
    pub label: String,
    /// What it came to.
    pub total: Amount,
    /// By whom.
    pub by: UserNumber,
}

/// A receipt that was put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parked {
    /// The receipt as it was.
    pub receipt: Receipt,
    /// The name or number that it is found by.
    pub label: String,
    /// What it comes to.
    pub total: Amount,
    /// Since when.
    pub at: Timestamp,
    /// By whom.
    pub by: UserNumber,
}
