//! Tenders: the means by which a receipt is paid.

use serde::{Deserialize, Serialize};

use super::money::Amount;
use super::payment::AttemptId;
use super::refund::RefundId;

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
    /// A voucher or a gift card of paper.
    Voucher,
    /// An invoice that the shop sends later.
    Account,
}

impl TenderKind {
    /// Every kind, in the order in which reports list them.
    pub const ALL: [TenderKind; 5] = [
        TenderKind::Cash,
        TenderKind::Card,
        TenderKind::Seqr,
        TenderKind::Voucher,
        TenderKind::Account,
    ];
}

/// How a tender was taken, with what only that kind has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TenderMeans {
    /// Notes and coins.
    Cash,
    /// A card payment that another terminal took.
    Card,
    /// A voucher that was handed in.
    Voucher {
        /// Its number, where it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        number: Option<String>,
    },
    /// Bought on account: the shop sends an invoice.
    Account {
        /// Who is invoiced: a customer's name or number.
        customer: String,
    },
    /// A SEQR payment; final, it can only be refunded.
    Seqr {
        /// The attempt that was paid.
        attempt: AttemptId,
        /// SEQR's own number of the payment: the transaction post's key.
        ers_reference: String,
    },
    /// A SEQR payment that a manager says was made (rule 14): final, and marked wherever it is counted until SEQR
    /// says so too.
    SeqrUnverified {
        /// The attempt that was settled as paid.
        attempt: AttemptId,
    },
    /// Money that SEQR gives back; final. The amount is below zero.
    #[serde(rename = "seqr_refund")]
    SeqrRefund {
        /// The refund.
        refund: RefundId,
        /// The payment that it gives back.
        payment: AttemptId,
        /// SEQR's own number of the refund. Without one nobody but a manager, or SEQR's refusal to give back
        /// more, says that the money goes back.
        ers_reference: Option<String>,
    },
}

/// Money that was taken for a receipt, or given back on a return: then its amount is below zero.
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
            TenderMeans::Voucher { .. } => TenderKind::Voucher,
            TenderMeans::Account { .. } => TenderKind::Account,
            TenderMeans::Seqr { .. }
            | TenderMeans::SeqrUnverified { .. }
            | TenderMeans::SeqrRefund { .. } => TenderKind::Seqr,
        }
    }

    /// The payment through SEQR that it was taken by, whether SEQR says so or only a manager.
    pub fn attempt(&self) -> Option<AttemptId> {
        match &self.means {
            TenderMeans::Seqr { attempt, .. } | TenderMeans::SeqrUnverified { attempt } => {
                Some(*attempt)
            }
            TenderMeans::Cash
            | TenderMeans::Card
            | TenderMeans::Voucher { .. }
            | TenderMeans::Account { .. }
            | TenderMeans::SeqrRefund { .. } => None,
        }
    }

    /// Whether a cashier can take it back without a refund (rule 15: SEQR never).
    pub fn is_final(&self) -> bool {
        self.kind() == TenderKind::Seqr
    }
}
