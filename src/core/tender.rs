//! Tenders: the means by which a receipt is paid.

use serde::{Deserialize, Serialize};

use super::money::Amount;
use super::payment::AttemptId;

/// Which tender on its receipt, counted from 1 and never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TenderId(pub u32);

/// The kinds of tender that a cashier chooses between and reports count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TenderKind {
    /// Notes and coins.
    Cash,
    /// A bank card, taken by a terminal that stands beside the register; only recorded here.
    Card,
    /// A payment by phone through SEQR.
    Seqr,
}

/// How a tender was taken, with what only that kind has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum TenderMeans {
    /// Notes and coins.
    Cash,
    /// A card payment that another terminal took.
    Card,
    /// A SEQR payment; final, it can only be refunded.
    Seqr {
        /// The attempt that was paid.
        attempt: AttemptId,
        /// SEQR's own number of the payment: the transaction post's key.
        ers_reference: String,
    },
}

/// Money that was taken for a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tender {
    /// Which one.
    pub id: TenderId,
    /// What was handed over: for cash the notes given, before change.
    pub amount: Amount,
    /// How.
    pub means: TenderMeans,
}

impl Tender {
    /// The kind that it is counted under.
    pub fn kind(&self) -> TenderKind {
        match self.means {
            TenderMeans::Cash => TenderKind::Cash,
            TenderMeans::Card => TenderKind::Card,
            TenderMeans::Seqr { .. } => TenderKind::Seqr,
        }
    }

    /// Whether a cashier can take it back without a refund (rule 15: SEQR never).
    pub fn is_final(&self) -> bool {
        matches!(self.means, TenderMeans::Seqr { .. })
    }
}
