//! SEQR's answers as far as they matter to a payment, without the protocol's form.

use super::super::money::Amount;
use super::Refusal;

/// How sendInvoice came to an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendAnswer {
    /// The invoice exists.
    Created {
        /// SEQR's reference of it.
        reference: String,
    },
    /// It was definitely not created.
    Refused(Refusal),
    /// It may or may not exist (rule 10).
    Lost {
        /// What went wrong, for support.
        detail: String,
    },
}

/// A status word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Waiting for the customer or the bank.
    Issued,
    /// Money moved.
    Paid,
    /// No money.
    Canceled,
    /// No money.
    Failed,
    /// No money.
    Expired,
    /// A word that ends nothing in an immediate payment: RESERVED, PARTIALLY_PAID,
    /// PENDING_ISSUER_ACKNOWLEDGE, or one that nobody knows.
    Other(String),
}

/// How getPaymentStatus came to an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusAnswer {
    /// SEQR knows the invoice.
    Status {
        /// How it stands.
        status: Status,
        /// The version to carry from now on.
        version: i32,
        /// The payment's number; only with PAID.
        ers_reference: Option<String>,
        /// The amount in the status's receipt, where there was one.
        paid: Option<Amount>,
    },
    /// SEQR says that it has no such invoice (54).
    NotFound,
    /// No answer, or one that says nothing about the payment (rule 5).
    Nothing {
        /// What went wrong, for support.
        detail: String,
    },
}

/// How cancelInvoice came to an end. None of these ends the attempt: a status does (rule 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CancelAnswer {
    /// Cancelled now or before (0, 95, 55).
    Cancelled,
    /// It was paid first (50).
    AlreadyPaid,
    /// The customer is confirming at this moment (51, 48).
    Confirming,
    /// No such invoice (54).
    NotFound,
    /// No answer, or one that says nothing.
    Nothing,
}

/// How submitPaymentReceipt came to an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubmitAnswer {
    /// SEQR has the receipt.
    Taken,
    /// SEQR does not want it, and would not the next time either.
    Refused {
        /// The result code.
        code: i32,
        /// SEQR's own words, for support.
        detail: String,
    },
    /// No answer, or one that says nothing: it is tried again.
    Nothing,
}
