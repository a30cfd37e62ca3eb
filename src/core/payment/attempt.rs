//! Where an attempt stands, and how an entry of the journal changes that.
//!
//! What an event leads to is decided in `step`; whatever must survive a restart is changed here
//! and nowhere else, by [`Attempt::apply`].

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::entry::Entry;
use super::super::time::Now;
use super::settling::{Found, Look, Verdict};
use super::unsettled::Said;
use super::{
    AttemptId, CancelAnswer, Doubt, Effect, HOLD_AFTER_LOSS, Order, Outcome, Payment, Refusal,
    SEND_AGAIN_AFTER, SEND_AGAIN_FOR, Step,
};

/// Where an attempt stands. Times are on the steady clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// sendInvoice is on its way.
    Sending {
        /// Which sending, counted from 1.
        sending: u32,
        /// The losses before it, if an earlier sending's answer was lost.
        lost: Option<Loss>,
    },
    /// The answer to sendInvoice was lost: an invoice without a known reference may exist.
    SendUnknown {
        /// The last sending.
        sending: u32,
        /// When answers were lost.
        lost: Loss,
        /// When it is sent again, if it is.
        again_at: Option<Duration>,
    },
    /// Definitely not created. Final.
    Refused(Refusal),
    /// SEQR has the invoice and is asked for its status.
    Issued {
        /// The invoice.
        reference: String,
    },
    /// As [`State::Issued`], but nobody knows how it stands. Asking goes on.
    InDoubt {
        /// The invoice.
        reference: String,
        /// Why.
        doubt: Doubt,
    },
    /// Paid and written down; one more poll shall carry the new version.
    Paid {
        /// The invoice.
        reference: String,
        /// The money.
        payment: Payment,
    },
    /// SEQR has heard that we know; the receipt is still to be submitted.
    Acknowledged {
        /// The money.
        payment: Payment,
        /// How often submitting it has failed, and when it is tried again; `None` while it is tried.
        again: Option<Again>,
        /// Failures so far.
        failures: u32,
    },
    /// Everything is done. Final.
    Confirmed {
        /// The money.
        payment: Payment,
    },
    /// Paid and acknowledged, but SEQR does not want the receipt. Final: the payment stays booked.
    ReceiptRefused {
        /// The money.
        payment: Payment,
    },
    /// SEQR answered the acknowledgement with another status than PAID: somebody has to look into it. Final.
    Contradicted {
        /// The money as it was booked.
        payment: Payment,
    },
    /// A manager has said how it stands (rule 14). SEQR goes on being asked.
    Settled {
        /// The invoice.
        reference: String,
        /// Why it was in doubt.
        doubt: Doubt,
        /// What the manager said.
        verdict: Verdict,
        /// How SEQR is asked.
        look: Look,
    },
    /// SEQR knows better than the manager: somebody has to look into it. Final.
    Refuted {
        /// How it stands at SEQR.
        found: Found,
    },
    /// Somebody has looked into it. Final.
    Noted {
        /// The money, if any was booked or found.
        payment: Option<Payment>,
        /// Whether it is booked, and SEQR has not taken it back as far as anybody knows.
        stands: bool,
    },
    /// Over without money. Final.
    Ended(Outcome),
    /// Given up without knowing whether an invoice exists; reconciliation looks for it. Final.
    Released,
}

/// When answers to sendInvoice were lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// From this moment on sendings are repeated for a while.
    pub first: Duration,
    /// The last sending that may have reached SEQR ended then.
    pub last: Duration,
}

/// When something is tried again, on the steady clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Again {
    /// The moment.
    pub at: Duration,
}

/// What the cashier wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// To be paid.
    Pay,
    /// To cancel.
    Cancel,
}

/// How far asking SEQR to cancel has come. Not written down: asking again is harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cancelling {
    /// What SEQR said last, if it has been asked.
    pub(super) answer: Option<CancelAnswer>,
    /// When it is asked next; `None` where it has not been asked yet.
    pub(super) again_at: Option<Duration>,
    /// When it was asked first.
    pub(super) since: Option<Duration>,
}

/// One attempt to be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    pub(super) order: Order,
    pub(super) state: State,
    pub(super) wish: Wish,
    /// When SEQR last said something about this invoice.
    pub(super) heard: Duration,
    /// Since when the customer has been waited for, or since "Wait more".
    pub(super) waiting_since: Duration,
    /// When the request left whose answer the state waits for (sendInvoice, submitPaymentReceipt).
    pub(super) asked: Duration,
    pub(super) cancelling: Cancelling,
    /// The version that polls carry while the attempt is open.
    pub(super) version: i32,
    /// Whether the program was off since the order.
    pub(super) recovered: bool,
    /// The version at which SEQR called it paid without a number that could be booked.
    pub(super) paid_version: Option<i32>,
    /// Since when somebody has to look into it, on the wall clock.
    pub(super) doubtful_since: Option<Timestamp>,
    /// What SEQR said last.
    pub(super) said: Option<Said>,
    /// Whether another amount than SEQR's is booked, because a manager had settled it as paid before SEQR said so.
    pub(super) another_amount: bool,
    /// Whether its receipt still waits for money. Not remembered: whoever hands an event in says so first.
    pub(super) receipt_waits: bool,
}

impl Attempt {
    /// A new attempt: its order is written down and its invoice is sent.
    pub fn begin(order: Order, now: Now) -> (Attempt, Step) {
        let entries = vec![
            Entry::PaymentCreated { order: order.clone() },
            Entry::PaymentSending { attempt: order.attempt, sending: 1 },
        ];
        let effects = vec![Effect::SendInvoice { attempt: order.attempt, sending: 1 }];
        let mut attempt = Attempt::restored(order, now);
        attempt.recovered = false;
        (attempt, Step { entries, effects })
    }

    /// An attempt as its first entry left it. The later ones are told by [`Attempt::apply`].
    pub fn restored(order: Order, now: Now) -> Attempt {
        Attempt {
            order,
            state: State::Sending { sending: 1, lost: None },
            wish: Wish::Pay,
            heard: now.steady,
            waiting_since: now.steady,
            asked: now.steady,
            cancelling: Cancelling::default(),
            version: 0,
            recovered: true,
            paid_version: None,
            doubtful_since: None,
            said: None,
            another_amount: false,
            receipt_waits: false,
        }
    }

    /// Which attempt.
    pub fn id(&self) -> AttemptId {
        self.order.attempt
    }

    /// What was asked for.
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// Where it stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Whether the receipt has to wait for it (rule 3).
    pub fn is_open(&self) -> bool {
        matches!(
            self.state,
            State::Sending { .. }
                | State::SendUnknown { .. }
                | State::Issued { .. }
                | State::InDoubt { .. }
        )
    }

    /// Whether nothing will happen to it any more by itself.
    pub fn is_final(&self) -> bool {
        let goes_on = matches!(
            self.state,
            State::Paid { .. } | State::Acknowledged { .. } | State::Settled { .. }
        );
        !self.is_open() && !goes_on
    }

    /// Whether it is final, and nobody has to look into it either.
    pub fn is_done(&self) -> bool {
        let waits_for_someone = matches!(
            self.state,
            State::Contradicted { .. } | State::Released | State::Refuted { .. }
        ) || self.is_booked_otherwise();
        self.is_final() && !waits_for_someone
    }

    /// The money, once there is any.
    pub fn payment(&self) -> Option<&Payment> {
        match &self.state {
            State::Paid { payment, .. }
            | State::Acknowledged { payment, .. }
            | State::Confirmed { payment }
            | State::ReceiptRefused { payment }
            | State::Contradicted { payment }
            | State::Refuted { found: Found::Paid { payment } }
            | State::Noted { payment: Some(payment), .. } => Some(payment),
            _ => None,
        }
    }

    /// Whether it is booked, and SEQR has not said that it heard so: it may take the money back by itself.
    pub fn is_unacknowledged(&self) -> bool {
        matches!(self.state, State::Paid { .. })
    }

    /// Whether SEQR may take the money back by itself, because it has not heard that anybody keeps it. What was found
    /// after it had been settled as not paid is not kept: SEQR decides within [`HOLD_AFTER_LOSS`].
    pub fn may_be_taken_back(&self, now: Now) -> bool {
        let found = matches!(self.state, State::Refuted { found: Found::Paid { .. } });
        self.is_unacknowledged() || (found && now.since(self.heard) < HOLD_AFTER_LOSS)
    }

    /// Whether SEQR has yet to hear that the payment was written down, and may still take it back
    /// if it does not: the program must go on polling. After [`HOLD_AFTER_LOSS`] without a word SEQR has decided by itself.
    pub fn owes_acknowledgement(&self, now: Now) -> bool {
        self.is_unacknowledged() && now.since(self.heard) < HOLD_AFTER_LOSS
    }

    /// Says whether the receipt still waits for money: what was settled as not paid is booked on it then, should it be
    /// paid after all, instead of being owed to the customer.
    pub fn with_receipt_waiting(mut self, waits: bool) -> Self {
        self.receipt_waits = waits;
        self
    }

    /// Repeats what an entry of the journal says has happened to this attempt.
    pub fn apply(&mut self, entry: &Entry, now: Now) {
        match entry {
            Entry::PaymentSending { sending, .. } => {
                let lost = self.losses();
                self.asked = now.steady;
                self.state = State::Sending { sending: *sending, lost };
            }
            Entry::PaymentSendLost { .. } => {
                let _since = self.doubtful_since.get_or_insert(now.at);
                let first = self.losses().map_or(now.steady, |lost| lost.first);
                self.send_unknown(Loss { first, last: now.steady }, now);
            }
            Entry::PaymentRefused { refusal, .. } => self.state = State::Refused(refusal.clone()),
            Entry::PaymentIssued { reference, .. } => {
                self.heard = now.steady;
                self.waiting_since = now.steady;
                self.doubtful_since = None;
                self.state = State::Issued { reference: reference.clone() };
            }
            Entry::PaymentCancelAsked { .. } => self.wish = Wish::Cancel,
            Entry::PaymentInDoubt { doubt, .. } => {
                let _since = self.doubtful_since.get_or_insert(now.at);
                if let Some(reference) = self.reference().map(str::to_owned) {
                    self.state = State::InDoubt { reference, doubt: *doubt };
                }
            }
            Entry::PaymentHeardAgain { .. } => {
                self.doubtful_since = None;
                if let Some(reference) = self.reference().map(str::to_owned) {
                    self.state = State::Issued { reference };
                }
            }
            Entry::PaymentPaid { payment, .. } | Entry::PaymentVerified { payment, .. } => {
                self.apply_paid(payment, now);
            }
            Entry::PaymentAcknowledged { .. } => {
                if !self.another_amount {
                    self.doubtful_since = None;
                }
                if let Some(payment) = self.payment().cloned() {
                    self.asked = now.steady;
                    self.state = State::Acknowledged { payment, again: None, failures: 0 };
                }
            }
            Entry::PaymentConfirmed { .. } => {
                if let Some(payment) = self.payment().cloned() {
                    self.state = State::Confirmed { payment };
                }
            }
            Entry::PaymentReceiptRefused(_) => {
                if let Some(payment) = self.payment().cloned() {
                    self.state = State::ReceiptRefused { payment };
                }
            }
            Entry::PaymentContradicted { .. } => {
                self.doubtful_since = Some(now.at);
                if let Some(payment) = self.payment().cloned() {
                    self.state = State::Contradicted { payment };
                }
            }
            Entry::PaymentEnded { outcome, .. } => self.state = State::Ended(*outcome),
            Entry::PaymentReleased { .. } => {
                self.doubtful_since = Some(now.at);
                self.state = State::Released;
            }
            _ => self.apply_what_was_settled(entry, now),
        }
    }

    fn apply_paid(&mut self, payment: &Payment, now: Now) {
        self.another_amount = self.is_settled_as_paid() && payment.amount != self.order.amount;
        // Until SEQR has heard so, it may take the money back.
        self.doubtful_since = Some(now.at);
        if let Some(reference) = self.reference().map(str::to_owned) {
            self.state = State::Paid { reference, payment: payment.clone() };
        }
    }

    /// Writes an entry down and lets it take effect here as it will after a restart.
    pub(super) fn record(&mut self, entry: Entry, now: Now, step: &mut Step) {
        self.apply(&entry, now);
        step.entries.push(entry);
    }

    pub(super) fn reference(&self) -> Option<&str> {
        match &self.state {
            State::Issued { reference }
            | State::InDoubt { reference, .. }
            | State::Settled { reference, .. }
            | State::Paid { reference, .. } => Some(reference),
            _ => None,
        }
    }

    fn losses(&self) -> Option<Loss> {
        match &self.state {
            State::Sending { lost, .. } => *lost,
            State::SendUnknown { lost, .. } => Some(*lost),
            _ => None,
        }
    }

    /// The state after a sending that left nobody the wiser.
    pub(super) fn send_unknown(&mut self, lost: Loss, now: Now) {
        let sending = match &self.state {
            State::Sending { sending, .. } | State::SendUnknown { sending, .. } => *sending,
            _ => return,
        };
        let again_at =
            (now.since(lost.first) < SEND_AGAIN_FOR).then(|| now.steady + SEND_AGAIN_AFTER);
        self.state = State::SendUnknown { sending, lost, again_at };
    }

    pub(super) fn customer_is_confirming(&self) -> bool {
        self.cancelling.answer == Some(CancelAnswer::Confirming)
    }

    pub(super) fn can_be_released(&self, now: Now) -> bool {
        let State::SendUnknown { lost, .. } = &self.state else { return false };
        now.since(lost.last) >= HOLD_AFTER_LOSS
    }

    pub(super) fn poll(&self, version: i32, step: &mut Step) {
        if let Some(reference) = self.reference() {
            step.effects.push(Effect::Poll {
                attempt: self.id(),
                reference: reference.to_owned(),
                version,
            });
        }
    }
}
