//! Payments that a manager has settled (rule 14): SEQR goes on being asked until it agrees or does not.
//!
//! What was settled as paid is polled on, so that it stands should it be paid after all. What was settled as not
//! paid is cancelled and otherwise left alone: a payment that nobody asks for goes back to the customer. Only
//! when SEQR must have decided is it asked how things stand.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::super::entry::{Entry, PaymentNoted, PaymentSettled};
use super::super::time::Now;
use super::super::user::UserNumber;
use super::attempt::{Attempt, State};
use super::unsettled::{Said, Word};
use super::{
    ANSWER_OVERDUE, CANCEL_AGAIN_AFTER, CancelAnswer, Circumstance, Doubt, Effect, HOLD_AFTER_LOSS,
    LOOK_AGAIN_AFTER, NOTE_AFTER_SILENCE, NotOffered, Outcome, Payment, Status, StatusAnswer, Step,
    WITHDRAW_AGAIN_AFTER,
};

/// What a manager says about a payment that nobody knows about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The customer has paid: shown on the phone, for instance.
    Paid,
    /// The customer has not paid.
    NotPaid,
}

/// How a payment stands that was settled otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum Found {
    /// SEQR keeps the money: it is the customer's, since the receipt was settled without it.
    Paid {
        /// The money.
        payment: Payment,
    },
    /// SEQR has no money for the shop.
    NotPaid {
        /// The status word.
        status: String,
    },
}

/// How SEQR is asked about a settled payment. Times are on the steady clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Once a second, as if it were open.
    Polling,
    /// The invoice is being cancelled; again at this moment.
    Withdrawing {
        /// When.
        again_at: Duration,
    },
    /// Once, at this moment.
    At(Duration),
    /// It has been asked, at this moment.
    Asked(Duration),
}

impl Attempt {
    /// Whether a manager may say how it stands.
    pub fn can_be_settled(&self) -> bool {
        matches!(self.state, State::InDoubt { .. })
    }

    /// Whether it is booked, and SEQR has no money for it.
    pub fn is_booked_without_money(&self) -> bool {
        matches!(
            self.state,
            State::Contradicted { .. } | State::Refuted { found: Found::NotPaid { .. } }
        )
    }

    /// Whether a manager says that it was paid, and SEQR has not said so.
    pub fn is_settled_as_paid(&self) -> bool {
        matches!(self.state, State::Settled { verdict: Verdict::Paid, .. })
    }

    /// Whether it was settled as paid, and SEQR has another amount of it than is booked.
    pub fn is_booked_otherwise(&self) -> bool {
        self.another_amount
            && matches!(
                self.state,
                State::Paid { .. }
                    | State::Acknowledged { .. }
                    | State::Confirmed { .. }
                    | State::ReceiptRefused { .. }
            )
    }

    /// Whether a manager may say that they have looked into it.
    pub fn can_be_noted(&self, now: Now) -> bool {
        match self.state {
            State::Settled { .. }
            | State::Released
            | State::Contradicted { .. }
            | State::Refuted { .. } => true,
            // SEQR may never say a word about it again: its terminal's password is lost, for instance.
            State::Paid { .. } => now.since(self.heard) >= NOTE_AFTER_SILENCE,
            // Before that SEQR is still to hear of it, or to take the receipt.
            State::Confirmed { .. } | State::ReceiptRefused { .. } => self.another_amount,
            _ => false,
        }
    }

    pub(super) fn settle(
        &mut self,
        verdict: Verdict,
        by: UserNumber,
        reason: String,
        now: Now,
        step: &mut Step,
    ) -> Result<(), NotOffered> {
        if !self.can_be_settled() {
            return Err(NotOffered);
        }
        let attempt = self.id();
        // Once it is written down as paid, SEQR may hear so (rule 6).
        let version = match verdict {
            Verdict::Paid => self.paid_version.unwrap_or(self.version).max(self.version),
            Verdict::NotPaid => self.version,
        };
        let entry = Entry::PaymentSettled(PaymentSettled { attempt, verdict, version, by, reason });
        self.record(entry, now, step);
        if verdict == Verdict::NotPaid {
            step.effects.push(Effect::StopPolling { attempt });
        }
        self.take_up_looking(step);
        Ok(())
    }

    pub(super) fn note(
        &mut self,
        by: UserNumber,
        reason: String,
        now: Now,
        step: &mut Step,
    ) -> Result<(), NotOffered> {
        if !self.can_be_noted(now) {
            return Err(NotOffered);
        }
        let attempt = self.id();
        let asked = matches!(self.state, State::Settled { .. } | State::Paid { .. });
        self.record(Entry::PaymentNoted(PaymentNoted { attempt, by, reason }), now, step);
        if asked {
            step.effects.push(Effect::StopPolling { attempt });
        }
        Ok(())
    }

    /// Repeats what an entry about a settled payment says.
    pub(super) fn apply_what_was_settled(&mut self, entry: &Entry, now: Now) {
        match entry {
            Entry::PaymentSettled(PaymentSettled { verdict, version, .. }) => {
                let State::InDoubt { reference, doubt } = &self.state else { return };
                let look = match (verdict, doubt) {
                    (Verdict::NotPaid, _) => Look::Withdrawing { again_at: now.steady },
                    (Verdict::Paid, Doubt::NotFound) => Look::At(now.steady + LOOK_AGAIN_AFTER),
                    (
                        Verdict::Paid,
                        Doubt::Silence | Doubt::WithoutNumber | Doubt::NotCancelled,
                    ) => Look::Polling,
                };
                let (reference, doubt) = (reference.clone(), *doubt);
                self.version = *version;
                self.state = State::Settled { reference, doubt, verdict: *verdict, look };
            }
            Entry::PaymentRefuted { found, .. } => {
                self.doubtful_since = Some(now.at);
                self.state = State::Refuted { found: found.clone() };
            }
            Entry::PaymentNoted(_) => {
                let stands = matches!(
                    self.state,
                    State::Paid { .. } | State::Confirmed { .. } | State::ReceiptRefused { .. }
                );
                self.state = State::Noted { payment: self.payment().cloned(), stands };
            }
            _ => {}
        }
    }

    /// Begins, or begins again after a restart, to ask SEQR about a settled payment.
    pub(super) fn take_up_looking(&mut self, step: &mut Step) {
        // Whatever is not polled is taken up by the next tick.
        if matches!(self.state, State::Settled { look: Look::Polling, .. }) {
            self.poll(self.version, step);
        }
    }

    pub(super) fn look_again(&mut self, now: Now, step: &mut Step) {
        let State::Settled { look, .. } = self.state else { return };
        match look {
            Look::Withdrawing { again_at } if again_at <= now.steady => {
                self.ask_to_cancel(now, step);
                self.look(Look::Withdrawing { again_at: now.steady + ANSWER_OVERDUE });
            }
            Look::At(at) if at <= now.steady => {
                if let Some(reference) = self.reference().map(str::to_owned) {
                    let (attempt, version) = (self.id(), self.version);
                    step.effects.push(Effect::Ask { attempt, reference, version });
                }
                self.look(Look::Asked(now.steady));
            }
            Look::Asked(at) if now.since(at) >= ANSWER_OVERDUE => self.look(Look::At(now.steady)),
            _ => {}
        }
    }

    fn look(&mut self, next: Look) {
        if let State::Settled { look, .. } = &mut self.state {
            *look = next;
        }
    }

    /// What cancelling the invoice of a payment came to that was settled as not paid.
    pub(super) fn withdrawal_answered(&mut self, answer: CancelAnswer, now: Now) {
        let State::Settled { look: Look::Withdrawing { .. }, .. } = self.state else { return };
        if answer != CancelAnswer::Nothing {
            self.heard = now.steady;
        }
        let withdraw_after = |pause| Look::Withdrawing { again_at: now.steady + pause };
        self.look(match answer {
            CancelAnswer::Cancelled | CancelAnswer::NotFound => Look::At(now.steady),
            // Asking now could make the payment stand: SEQR gives it back if nobody asks.
            CancelAnswer::AlreadyPaid => Look::At(now.steady + HOLD_AFTER_LOSS),
            CancelAnswer::Confirming => withdraw_after(CANCEL_AGAIN_AFTER),
            CancelAnswer::Nothing => withdraw_after(WITHDRAW_AGAIN_AFTER),
        });
    }

    pub(super) fn heard_after_settling(
        &mut self,
        asked: i32,
        answer: StatusAnswer,
        now: Now,
        step: &mut Step,
    ) {
        let State::Settled { verdict, look, .. } = self.state else { return };
        // A poll from before it was settled as not paid says nothing about how it will stand.
        let expected = matches!(look, Look::Polling | Look::Asked(_));
        match answer {
            _ if !expected => {}
            StatusAnswer::Nothing { .. } if look == Look::Polling => {}
            StatusAnswer::Nothing { .. } => {
                self.look(Look::At(now.steady + WITHDRAW_AGAIN_AFTER));
            }
            StatusAnswer::NotFound => {
                self.heard = now.steady;
                self.ask_seldom(now, step);
            }
            StatusAnswer::Status { status, version, ers_reference, paid } => {
                self.heard = now.steady;
                let version = version.max(self.version);
                match (verdict, status, ers_reference) {
                    (_, Status::Paid, Some(ers_reference)) => {
                        let amount = paid.filter(|paid| paid.is_positive());
                        let amount = amount.unwrap_or(self.order.amount);
                        let circumstance = Circumstance::AfterSettling;
                        let payment = Payment { ers_reference, amount, circumstance, version };
                        self.found_paid(verdict, payment, now, step);
                    }
                    (Verdict::Paid, Status::Paid, None) if asked >= version => {
                        self.ask_seldom(now, step);
                    }
                    (Verdict::Paid, Status::Paid | Status::Issued | Status::Other(_), _) => {
                        self.version = version;
                        self.look(Look::Polling);
                        self.poll(version, step);
                    }
                    (Verdict::Paid, status, _) => {
                        let found = Found::NotPaid { status: format!("{status:?}") };
                        self.refuted(found, now, step);
                    }
                    (Verdict::NotPaid, Status::Canceled, _) => {
                        self.end(Outcome::CancelledHere, now, step);
                    }
                    (Verdict::NotPaid, Status::Failed, _) => self.end(Outcome::Failed, now, step),
                    (Verdict::NotPaid, Status::Expired, _) => self.end(Outcome::Expired, now, step),
                    (Verdict::NotPaid, Status::Paid, None) => self.ask_seldom(now, step),
                    (Verdict::NotPaid, Status::Issued | Status::Other(_), _) => {
                        self.look(Look::Withdrawing { again_at: now.steady });
                    }
                }
            }
        }
    }

    fn found_paid(&mut self, verdict: Verdict, payment: Payment, now: Now, step: &mut Step) {
        let attempt = self.id();
        match verdict {
            Verdict::NotPaid if !self.receipt_waits => {
                self.refuted(Found::Paid { payment }, now, step);
            }
            Verdict::Paid | Verdict::NotPaid => {
                let version = payment.version;
                self.record(Entry::PaymentVerified { attempt, payment }, now, step);
                self.poll(version, step);
            }
        }
    }

    fn refuted(&mut self, found: Found, now: Now, step: &mut Step) {
        let attempt = self.id();
        self.record(Entry::PaymentRefuted { attempt, found }, now, step);
        step.effects.push(Effect::StopPolling { attempt });
    }

    /// SEQR has nothing to say: it is asked now and then, until a report or a person ends it.
    fn ask_seldom(&mut self, now: Now, step: &mut Step) {
        self.look(Look::At(now.steady + LOOK_AGAIN_AFTER));
        step.effects.push(Effect::StopPolling { attempt: self.id() });
    }

    pub(super) fn remember_what_was_said(&mut self, answer: &StatusAnswer, now: Now) {
        let word = match answer {
            StatusAnswer::Status { status, .. } => Word::Status(status.clone()),
            StatusAnswer::NotFound => Word::NotFound,
            StatusAnswer::Nothing { .. } => return,
        };
        self.said = Some(Said { word, at: now.at });
    }
}
