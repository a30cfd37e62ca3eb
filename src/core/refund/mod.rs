//! One refund through SEQR as a state machine without input or output (rule 17).
//!
//! [`Refund::step`] takes an event and a moment and says what must be written down and what must be
//! done afterwards. It is driven as a payment is (see `payment`): entries are committed in one
//! transaction before the first effect runs, every request is answered with exactly one event, and
//! [`Event::Recovered`] comes first after a restart.
//!
//! ```text
//! Sending ─┬─▶ Refused (definite, and no sending before it that may have gone through)
//!          ├─▶ Refunded ─▶ its receipt is submitted to SEQR, which holds up nothing
//!          ├─▶ Unknown ─▶ Sending again (the whole remainder only: SEQR refuses a second one)
//!          └─▶ InDoubt ─▶ Settled by a manager (a part: never sent a second time)
//! ```
//!
//! SEQR cannot be asked how a refund stands. Sending the whole remainder twice is safe, because SEQR refuses to
//! give back more than was paid (98); that refusal then says that the first sending went through. A second
//! part refund would succeed, so a part is sent once, ever.
//!
//! Does not know receipts, tenders or printers: `register` joins a refund to its return receipt.

mod phase;
mod state;
mod step;
#[cfg(test)]
mod tests;
mod unsettled;

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use super::payment::{Refusal, SubmitAnswer};
pub use phase::RefundPhase;
pub use state::{Refund, State, Submission};

use super::entry::Entry;
use super::money::Amount;
use super::payment::AttemptId;
use super::receipt::ReceiptId;
use super::user::UserNumber;

/// SEQR's result code for "more would be given back than was paid".
pub const MORE_THAN_PAID: i32 = 98;
/// Pauses before a refund of the whole remainder whose answer was lost is sent again; the last one repeats.
pub const SEND_AGAIN_AFTER: [Duration; 5] = [
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(15),
    Duration::from_secs(60),
    Duration::from_secs(300),
];

/// Which refund: the return receipt, and which refund on it, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RefundId {
    /// The return receipt.
    pub receipt: ReceiptId,
    /// Which refund on it.
    pub number: u32,
}

impl fmt::Display for RefundId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "R{}-{}", self.receipt.0, self.number)
    }
}

/// What SEQR is asked to give back: written down before anything is sent (rule 1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundOrder {
    /// Which refund.
    pub refund: RefundId,
    /// The payment that is given back.
    pub payment: AttemptId,
    /// SEQR's number of that payment.
    pub ers_reference: String,
    /// How much is given back.
    pub amount: Amount,
    /// What was paid, less what was given back before this refund.
    pub remainder: Amount,
    /// Whether an earlier refund of the same payment was settled by a person. What SEQR has really given back is
    /// not certain then, so that a second sending is not harmless.
    #[serde(default)]
    pub settled_before: bool,
    /// `terminalId` that the refund is sent under.
    pub terminal: String,
    /// Who gives back.
    pub user: UserNumber,
}

impl RefundOrder {
    /// Whether SEQR refuses a second refund like this one after the first, so that sending it again does no harm.
    pub fn may_be_repeated(&self) -> bool {
        self.amount == self.remainder && !self.settled_before
    }
}

/// How refundPayment came to an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundAnswer {
    /// The money goes back.
    Refunded {
        /// SEQR's number of the refund itself, where it names one.
        ers_reference: Option<String>,
    },
    /// This sending definitely gave nothing back.
    Refused(Refusal),
    /// It may or may not have.
    Lost {
        /// What went wrong, for support.
        detail: String,
    },
}

/// What a manager has found out about a refund that nobody knows the outcome of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// SEQR has given the money back.
    GivenBack,
    /// SEQR has not.
    NotGivenBack,
}

/// Something that happened to a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// refundPayment number `sending` came to an end.
    Sent {
        /// Which sending was answered.
        sending: u32,
        /// How.
        answer: RefundAnswer,
    },
    /// submitPaymentReceipt came to an end.
    Submitted(SubmitAnswer),
    /// A manager says what came of it (rule 14).
    Settled {
        /// What they found out.
        verdict: Verdict,
        /// Who.
        by: UserNumber,
        /// How they know.
        reason: String,
    },
    /// The program has started and found this refund in the journal.
    Recovered,
    /// Time has passed.
    Tick,
}

/// Something to be done once the step's entries are on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send the refund; answer with [`Event::Sent`].
    Send {
        /// Which refund.
        refund: RefundId,
        /// Which sending of it.
        sending: u32,
    },
    /// Submit the refund's receipt; answer with [`Event::Submitted`].
    SubmitReceipt {
        /// Which refund.
        refund: RefundId,
        /// The refund's own number.
        ers_reference: String,
    },
}

/// What follows from an event: entries first, in one transaction; then effects, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// What must be in the journal before anything else happens.
    pub entries: Vec<Entry>,
    /// What happens then.
    pub effects: Vec<Effect>,
}
