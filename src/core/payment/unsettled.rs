//! The in-doubt list (rule 14): payments and refunds that nobody knows about, or that somebody has to look into.
//!
//! Says how each stands. The words for people, and what is to be done, are the screen's.

use std::fmt;

use jiff::Timestamp;

use super::super::money::Amount;
use super::super::receipt::ReceiptId;
use super::super::refund::RefundId;
use super::super::time::Now;
use super::attempt::{Attempt, State};
use super::settling::{Found, Verdict};
use super::{AttemptId, Doubt, HOLD_AFTER_LOSS, Payment, Status};

/// A payment or a refund that is not settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettled {
    /// Which one.
    pub subject: Subject,
    /// What was asked for.
    pub amount: Amount,
    /// Since when, on the wall clock.
    pub since: Timestamp,
    /// How it stands.
    pub case: Case,
    /// What SEQR said last, if it has said anything since the program started.
    pub said: Option<Said>,
    /// What a manager may do about it at this moment.
    pub offers: Offer,
}

/// What is on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A payment.
    Payment(AttemptId),
    /// Money that goes back.
    Refund(RefundId),
}

impl Subject {
    /// The receipt that it belongs to: the sale, or the return.
    pub fn receipt(self) -> ReceiptId {
        match self {
            Subject::Payment(attempt) => attempt.receipt,
            Subject::Refund(refund) => refund.receipt,
        }
    }

    /// The payment, if it is one.
    pub fn payment(self) -> Option<AttemptId> {
        match self {
            Subject::Payment(attempt) => Some(attempt),
            Subject::Refund(_) => None,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Payment(attempt) => attempt.fmt(formatter),
            Subject::Refund(refund) => refund.fmt(formatter),
        }
    }
}

/// What a manager may do about something on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// Nothing yet: it goes on by itself, or the cashier goes on with it.
    Nothing,
    /// To say how it stands.
    Settling,
    /// To say that it has been looked into.
    Noting,
}

/// How an unsettled payment or refund stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Case {
    /// The answer to sendInvoice was lost, and sending it again did not help so far.
    Unanswered,
    /// Nobody knows whether it was paid. It is asked on; a manager may settle it.
    InDoubt(Doubt),
    /// It is booked, and SEQR could not be told so: it may take the money back.
    Unacknowledged(Payment),
    /// Settled as paid, and SEQR has this of it: another amount than is booked.
    AnotherAmount(Payment),
    /// A manager says that it was paid. SEQR has not said so.
    SettledAsPaid(Doubt),
    /// A manager says that it was not paid. SEQR has not said so.
    SettledAsNotPaid(Doubt),
    /// Another tender was taken while an invoice may exist. SEQR takes back what is paid for it.
    Released,
    /// SEQR took back a payment that is booked: the customer has not paid.
    TakenBack(Payment),
    /// Settled as not paid, and SEQR has the money: it belongs to the customer.
    PaidAfterAll(Payment),
    /// Settled as paid, and SEQR has no money.
    NotPaidAfterAll {
        /// The status word.
        status: String,
    },
    /// The answers to a whole refund are lost again and again. It is sent again, which cannot give the money back twice.
    RefundUnanswered,
    /// Nobody knows whether a refund went through, and sending it again could give the money back twice.
    RefundInDoubt,
}

/// Something that SEQR said about a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What.
    pub word: Word,
    /// When, on the wall clock.
    pub at: Timestamp,
}

/// What SEQR can say about a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// A status.
    Status(Status),
    /// That it has no such invoice.
    NotFound,
}

impl Attempt {
    /// How it stands, if it belongs on the list.
    pub fn unsettled(&self, now: Now) -> Option<Unsettled> {
        let case = match &self.state {
            State::SendUnknown { again_at: None, .. } => Case::Unanswered,
            State::InDoubt { doubt, .. } => Case::InDoubt(*doubt),
            State::Paid { payment, .. } if now.since(self.heard) >= HOLD_AFTER_LOSS => {
                Case::Unacknowledged(payment.clone())
            }
            State::Paid { payment, .. }
            | State::Acknowledged { payment, .. }
            | State::Confirmed { payment }
            | State::ReceiptRefused { payment }
                if self.is_booked_otherwise() =>
            {
                Case::AnotherAmount(payment.clone())
            }
            State::Settled { doubt, verdict: Verdict::Paid, .. } => Case::SettledAsPaid(*doubt),
            State::Settled { doubt, verdict: Verdict::NotPaid, .. } => {
                Case::SettledAsNotPaid(*doubt)
            }
            State::Released => Case::Released,
            State::Contradicted { payment } => Case::TakenBack(payment.clone()),
            State::Refuted { found: Found::Paid { payment } } => {
                Case::PaidAfterAll(payment.clone())
            }
            State::Refuted { found: Found::NotPaid { status } } => {
                Case::NotPaidAfterAll { status: status.clone() }
            }
            _ => return None,
        };
        let offers = if self.can_be_settled() {
            Offer::Settling
        } else if self.can_be_noted(now) {
            Offer::Noting
        } else {
            Offer::Nothing
        };
        Some(Unsettled {
            subject: Subject::Payment(self.id()),
            amount: self.order.amount,
            since: self.doubtful_since.unwrap_or(now.at),
            case,
            said: self.said.clone(),
            offers,
        })
    }
}
