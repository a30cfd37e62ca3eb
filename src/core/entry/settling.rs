//! What entries say about payments and refunds that did not go the usual way: what SEQR refused, what a person decided.

use serde::{Deserialize, Serialize};

use super::super::payment::{self, AttemptId, Refusal};
use super::super::refund::{self, RefundId};
use super::super::user::UserNumber;

/// SEQR does not want the receipt. The payment stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReceiptRefused {
    /// Which attempt.
    pub attempt: AttemptId,
    /// SEQR's result code.
    pub code: i32,
    /// SEQR's own words, for support.
    pub detail: String,
}

/// A manager has said how a payment in doubt stands (rule 14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentSettled {
    /// Which attempt.
    pub attempt: AttemptId,
    /// How.
    pub verdict: payment::Verdict,
    /// The version that later questions carry: for a payment it acknowledges what SEQR may have said without
    /// naming a number.
    pub version: i32,
    /// The manager.
    pub by: UserNumber,
    /// Why they believe so.
    pub reason: String,
}

/// A manager has looked into a payment that was released, taken back, refuted, or settled and never heard of again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentNoted {
    /// Which attempt.
    pub attempt: AttemptId,
    /// The manager.
    pub by: UserNumber,
    /// What was done.
    pub reason: String,
}

/// The answer to refundPayment was lost: nobody knows whether the money goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundSendLost {
    /// Which refund.
    pub refund: RefundId,
    /// Which sending.
    pub sending: u32,
    /// What went wrong.
    pub detail: String,
}

/// One sending gave nothing back, but another may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundSendRefused {
    /// Which refund.
    pub refund: RefundId,
    /// Which sending.
    pub sending: u32,
    /// Why.
    pub refusal: Refusal,
}

/// A manager has said what came of a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundSettled {
    /// Which refund.
    pub refund: RefundId,
    /// What they found out.
    pub verdict: refund::Verdict,
    /// Who.
    pub by: UserNumber,
    /// How they know.
    pub reason: String,
}

/// SEQR does not want the refund's receipt. The refund stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundReceiptRefused {
    /// Which refund.
    pub refund: RefundId,
    /// SEQR's result code.
    pub code: i32,
    /// SEQR's own words, for support.
    pub detail: String,
}

/// A manager has decided that a promised refund is not owed any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundDropped {
    /// The payment.
    pub payment: AttemptId,
    /// Who.
    pub by: UserNumber,
    /// Why.
    pub reason: String,
}
