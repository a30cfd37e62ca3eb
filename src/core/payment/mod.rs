//! One SEQR payment as a state machine without input or output.
//!
//! [`Attempt::step`] takes an event and a moment and says what must be written down and what
//! must be done afterwards. Whoever drives it
//!
//! 1. takes one step at a time, on a copy of the machine;
//! 2. commits all of [`Step::entries`] in one transaction before the first of [`Step::effects`] runs;
//! 3. then puts the copy in the machine's place, also where there are no entries; if the commit
//!    fails, forgets copy and effects. Polls and ticks come again by themselves; an answer to sendInvoice or
//!    submitPaymentReceipt should be handed in again until it is written down (if it is not, it counts as lost
//!    after [`ANSWER_OVERDUE`]);
//! 4. answers every request with exactly one event, a time limit included, and hands in
//!    [`Event::Tick`] about once a second;
//! 5. at start hands [`Event::Recovered`] to every attempt that is not final.
//!
//! ```text
//! Sending ─┬─▶ Refused                      30 s in Issued: the cashier is asked, polling goes on
//!          ├─▶ SendUnknown ─▶ Sending (again, under an id of its own) │ Released
//!          └─▶ Issued ◀──▶ InDoubt
//!                 └─▶ Paid ─▶ Acknowledged ─▶ Confirmed (or ReceiptRefused)
//!                 └─▶ Ended (cancelled, failed, expired)
//! InDoubt ─▶ Settled by a manager ─▶ Paid (verified) │ Ended │ Refuted         (`settling`)
//! Released, Contradicted, Refuted, Settled ─▶ Noted: a manager has seen it      (`unsettled`)
//! Paid, and SEQR has had nothing to say for minutes ─▶ Noted
//! ```
//!
//! Unknown is not failed: only a status word from SEQR ends an attempt that has a reference.
//! Does not know receipts, tenders or printers: `register` joins a payment to its receipt.

mod answer;
mod attempt;
mod phase;
mod settling;
mod step;
#[cfg(test)]
mod tests;
mod unsettled;

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use answer::{CancelAnswer, SendAnswer, Status, StatusAnswer, SubmitAnswer};
pub use attempt::{Attempt, State, Wish};
pub use phase::Phase;
pub use settling::{Found, Look, Verdict};
pub use unsettled::{Case, Offer, Said, Subject, Unsettled, Word};

use super::entry::Entry;
use super::money::Amount;
use super::receipt::ReceiptId;
use super::user::UserNumber;

/// How long the customer is waited for before the cashier is asked whether to go on.
pub const ASK_AFTER: Duration = Duration::from_secs(30);
/// Silence from SEQR that the cashier is told about.
pub const NO_CONTACT_AFTER: Duration = Duration::from_secs(3);
/// Silence after which a payment is in doubt (rule 13).
pub const DOUBT_AFTER: Duration = Duration::from_secs(60);
/// How long SEQR may leave a payment open that it is asked to cancel before the payment is in doubt.
pub const NOT_CANCELLED_AFTER: Duration = Duration::from_secs(60);
/// Pause between two cancelInvoice requests (rule 8: every 2 to 3 seconds).
pub const CANCEL_AGAIN_AFTER: Duration = Duration::from_millis(2_500);
/// Pause before an invoice whose answer was lost is sent again.
pub const SEND_AGAIN_AFTER: Duration = Duration::from_secs(2);
/// How long after the first lost answer invoices are sent again without being asked to.
pub const SEND_AGAIN_FOR: Duration = Duration::from_secs(20);
/// How long other tenders are held after the last sending whose answer was lost (rule 10): SEQR
/// takes a payment back that nobody polls for 20 seconds.
pub const HOLD_AFTER_LOSS: Duration = Duration::from_secs(30);
/// How long a request's answer is waited for before it counts as lost. The client's own time limits are far shorter:
/// this is for an answer that was lost inside the register, and keeps any state from lasting for ever.
pub const ANSWER_OVERDUE: Duration = Duration::from_secs(60);
/// Pauses before submitPaymentReceipt is tried again; the last one repeats.
pub const SUBMIT_AGAIN_AFTER: [Duration; 4] = [
    Duration::from_secs(2),
    Duration::from_secs(10),
    Duration::from_secs(60),
    Duration::from_secs(300),
];
/// Pause before SEQR is asked again about a payment that a manager has settled.
pub const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(60);
/// How long SEQR must have had nothing to say about a booked payment before a manager may note it. Far longer than
/// SEQR needs to decide, so that a network that stumbles has time to come back with SEQR's word.
pub const NOTE_AFTER_SILENCE: Duration = Duration::from_secs(300);
/// Pause before an invoice that was settled as not paid is cancelled again after silence.
pub const WITHDRAW_AGAIN_AFTER: Duration = Duration::from_secs(10);

/// Which attempt to be paid: the receipt, and which attempt on it, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AttemptId {
    /// The receipt.
    pub receipt: ReceiptId,
    /// Which attempt on it.
    pub number: u32,
}

impl fmt::Display for AttemptId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{}", self.receipt.0, self.number)
    }
}

/// What SEQR is asked for: written down before anything is sent (rule 1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Which attempt.
    pub attempt: AttemptId,
    /// How much the customer shall pay.
    pub amount: Amount,
    /// Fingerprint of the receipt's lines and tenders at that moment.
    pub fingerprint: String,
    /// `terminalId` that the invoice is sent under.
    pub terminal: String,
    /// The cashier.
    pub cashier: UserNumber,
}

/// Why no invoice exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum Refusal {
    /// SEQR could not be reached; nothing left this machine.
    NotReached {
        /// What went wrong, for support.
        detail: String,
    },
    /// SEQR answered with a code that means "not created".
    Code {
        /// The result code.
        code: i32,
        /// SEQR's own words, for support.
        detail: String,
    },
}

/// How an attempt ended without money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Cancelled without the cashier having asked: by the customer, or (after the register was out
    /// of contact) by SEQR, which took an unconfirmed payment back.
    CancelledByCustomer,
    /// Cancelled as the cashier asked.
    CancelledHere,
    /// The payment failed at the customer's bank.
    Failed,
    /// Nobody paid in time.
    Expired,
}

/// Why nobody knows how a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// SEQR says that it has no such invoice (54).
    NotFound,
    /// SEQR has been silent for [`DOUBT_AFTER`].
    Silence,
    /// SEQR calls it paid, but under no number, or under that of an earlier payment: it cannot be booked (rule 6).
    WithoutNumber,
    /// SEQR has been asked to cancel it for [`NOT_CANCELLED_AFTER`], and leaves it open. It goes on being asked.
    NotCancelled,
}

/// Under which circumstances the money came: whether the receipt may end by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Circumstance {
    /// While the cashier waited for it.
    Expected,
    /// After Cancel was pressed (rule 9).
    AfterCancel,
    /// Another amount than was asked for (rule 7).
    OtherAmount,
    /// After the register was off (rule 13).
    Recovered,
    /// After a manager had settled it (rule 14).
    AfterSettling,
}

/// Money that SEQR has taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// SEQR's number of the payment.
    pub ers_reference: String,
    /// How much was really paid.
    pub amount: Amount,
    /// How it came.
    pub circumstance: Circumstance,
    /// The invoice version that acknowledges it.
    pub version: i32,
}

/// Something that happened to an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// sendInvoice number `sending` came to an end.
    Sent {
        /// Which sending was answered.
        sending: u32,
        /// How.
        answer: SendAnswer,
    },
    /// getPaymentStatus came to an end.
    Polled {
        /// The invoice that was asked for.
        reference: String,
        /// The version that the request carried.
        asked: i32,
        /// What came back.
        answer: StatusAnswer,
    },
    /// cancelInvoice came to an end.
    CancelAnswered {
        /// The invoice that was to be cancelled.
        reference: String,
        /// What came back.
        answer: CancelAnswer,
    },
    /// submitPaymentReceipt came to an end.
    Submitted(SubmitAnswer),
    /// The cashier pressed Cancel.
    CancelPressed,
    /// The cashier pressed "Wait more" or "Try again".
    WaitPressed,
    /// The cashier wants another tender although an invoice may exist (rule 10).
    ReleasePressed,
    /// A manager says how a payment in doubt stands (rule 14).
    Settled {
        /// How.
        verdict: Verdict,
        /// The manager.
        by: UserNumber,
        /// Why they believe so.
        reason: String,
    },
    /// A manager has looked into a payment that nothing more is done about.
    Noted {
        /// The manager.
        by: UserNumber,
        /// What was done.
        reason: String,
    },
    /// The program has started and found this attempt in the journal.
    Recovered,
    /// Time has passed.
    Tick,
}

/// Something to be done once the step's entries are on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send the invoice; answer with [`Event::Sent`].
    SendInvoice {
        /// Which attempt.
        attempt: AttemptId,
        /// Which sending of it; part of `clientInvoiceId`.
        sending: u32,
    },
    /// Ask for the status once a second from now on, carrying this version.
    Poll {
        /// Which attempt.
        attempt: AttemptId,
        /// The invoice.
        reference: String,
        /// The version to carry.
        version: i32,
    },
    /// Ask for the status once, carrying this version.
    Ask {
        /// Which attempt.
        attempt: AttemptId,
        /// The invoice.
        reference: String,
        /// The version to carry.
        version: i32,
    },
    /// Stop asking.
    StopPolling {
        /// Which attempt.
        attempt: AttemptId,
    },
    /// Cancel the invoice; answer with [`Event::CancelAnswered`].
    CancelInvoice {
        /// Which attempt.
        attempt: AttemptId,
        /// The invoice.
        reference: String,
    },
    /// Submit the payment's receipt; answer with [`Event::Submitted`].
    SubmitReceipt {
        /// Which attempt.
        attempt: AttemptId,
        /// The payment.
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

/// A press that the present state does not offer (rule 12): it does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the payment is not in a state that offers this")]
pub struct NotOffered;
