//! The machine itself: states, and what each event does to them.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::super::entry::Entry;
use super::super::money::Amount;
use super::super::time::Now;
use super::{
    AttemptId, CANCEL_AGAIN_AFTER, CancelAnswer, Circumstance, DOUBT_AFTER, Doubt, Effect, Event,
    HOLD_AFTER_LOSS, NotOffered, Order, Outcome, Payment, Refusal, SEND_AGAIN_AFTER,
    SEND_AGAIN_FOR, SUBMIT_AGAIN_AFTER, SendAnswer, Status, StatusAnswer, Step,
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
    /// SEQR answered the acknowledgement with another status than PAID: a case for reconciliation. Final.
    Contradicted {
        /// The money as it was booked.
        payment: Payment,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cancelling {
    /// Not asked yet.
    NotAsked,
    /// A request is on its way.
    OnItsWay,
    /// Answered, or not; asked again at that moment unless a status comes first.
    Answered { answer: CancelAnswer, again_at: Duration },
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
    cancelling: Cancelling,
    version: i32,
    recovered: bool,
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
            cancelling: Cancelling::NotAsked,
            version: 0,
            recovered: true,
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

    /// Whether nothing will ever happen to it again.
    pub fn is_final(&self) -> bool {
        !self.is_open() && !matches!(self.state, State::Paid { .. } | State::Acknowledged { .. })
    }

    /// The money, once there is any.
    pub fn payment(&self) -> Option<&Payment> {
        match &self.state {
            State::Paid { payment, .. }
            | State::Acknowledged { payment, .. }
            | State::Confirmed { payment }
            | State::Contradicted { payment } => Some(payment),
            _ => None,
        }
    }

    /// Takes an event and says what follows.
    ///
    /// Answers to questions that are no longer open are dropped without a trace.
    ///
    /// # Errors
    /// [`NotOffered`] for a press that the state does not offer; nothing has changed then.
    pub fn step(&mut self, event: Event, now: Now) -> Result<Step, NotOffered> {
        let mut step = Step::default();
        match event {
            Event::Sent { sending, answer } => self.sent(sending, answer, now, &mut step),
            Event::Polled { reference, asked, answer } => {
                if self.reference() == Some(reference.as_str()) {
                    self.polled(asked, answer, now, &mut step);
                }
            }
            Event::CancelAnswered { reference, answer } => {
                if self.reference() == Some(reference.as_str()) {
                    self.cancel_answered(answer, now, &mut step);
                }
            }
            Event::Submitted { taken } => self.submitted(taken, now, &mut step),
            Event::CancelPressed => self.cancel_pressed(now, &mut step)?,
            Event::WaitPressed => self.wait_pressed(now, &mut step)?,
            Event::ReleasePressed => self.release_pressed(now, &mut step)?,
            Event::Recovered => self.recover(now, &mut step),
            Event::Tick => self.tick(now, &mut step),
        }
        Ok(step)
    }

    /// Repeats what an entry of the journal says has happened to this attempt.
    pub fn apply(&mut self, entry: &Entry, now: Now) {
        match entry {
            Entry::PaymentSending { sending, .. } => {
                let lost = self.losses();
                self.state = State::Sending { sending: *sending, lost };
            }
            Entry::PaymentSendLost { .. } => {
                let first = self.losses().map_or(now.steady, |lost| lost.first);
                self.send_unknown(Loss { first, last: now.steady }, now);
            }
            Entry::PaymentRefused { refusal, .. } => self.state = State::Refused(refusal.clone()),
            Entry::PaymentIssued { reference, .. } => {
                self.heard = now.steady;
                self.waiting_since = now.steady;
                self.state = State::Issued { reference: reference.clone() };
            }
            Entry::PaymentCancelAsked { .. } => self.wish = Wish::Cancel,
            Entry::PaymentInDoubt { doubt, .. } => {
                if let Some(reference) = self.reference().map(str::to_owned) {
                    self.state = State::InDoubt { reference, doubt: *doubt };
                }
            }
            Entry::PaymentHeardAgain { .. } => {
                if let Some(reference) = self.reference().map(str::to_owned) {
                    self.state = State::Issued { reference };
                }
            }
            Entry::PaymentPaid { payment, .. } => {
                if let Some(reference) = self.reference().map(str::to_owned) {
                    self.state = State::Paid { reference, payment: payment.clone() };
                }
            }
            Entry::PaymentAcknowledged { .. } => {
                if let Some(payment) = self.payment().cloned() {
                    self.state = State::Acknowledged { payment, again: None, failures: 0 };
                }
            }
            Entry::PaymentConfirmed { .. } => {
                if let Some(payment) = self.payment().cloned() {
                    self.state = State::Confirmed { payment };
                }
            }
            Entry::PaymentContradicted { .. } => {
                if let Some(payment) = self.payment().cloned() {
                    self.state = State::Contradicted { payment };
                }
            }
            Entry::PaymentEnded { outcome, .. } => self.state = State::Ended(*outcome),
            Entry::PaymentReleased { .. } => self.state = State::Released,
            _ => {}
        }
    }

    /// Writes an entry down and lets it take effect here as it will after a restart.
    fn record(&mut self, entry: Entry, now: Now, step: &mut Step) {
        self.apply(&entry, now);
        step.entries.push(entry);
    }

    pub(super) fn reference(&self) -> Option<&str> {
        match &self.state {
            State::Issued { reference }
            | State::InDoubt { reference, .. }
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

    fn send_unknown(&mut self, lost: Loss, now: Now) {
        let sending = match &self.state {
            State::Sending { sending, .. } | State::SendUnknown { sending, .. } => *sending,
            _ => return,
        };
        let again_at =
            (now.since(lost.first) < SEND_AGAIN_FOR).then(|| now.steady + SEND_AGAIN_AFTER);
        self.state = State::SendUnknown { sending, lost, again_at };
    }

    fn sent(&mut self, answered: u32, answer: SendAnswer, now: Now, step: &mut Step) {
        let State::Sending { sending, lost } = self.state else { return };
        if sending != answered {
            return;
        }
        let attempt = self.id();
        match (answer, lost) {
            (SendAnswer::Created { reference }, _) => {
                let entry = Entry::PaymentIssued { attempt, reference: reference.clone() };
                self.record(entry, now, step);
                step.effects.push(Effect::Poll { attempt, reference, version: self.version });
                if self.wish == Wish::Cancel {
                    self.ask_to_cancel(step);
                }
            }
            (SendAnswer::Refused(refusal), None) => {
                self.record(Entry::PaymentRefused { attempt, refusal }, now, step);
            }
            // The repeat was refused, but an earlier sending may have made an invoice.
            (SendAnswer::Refused(_), Some(lost)) => self.send_unknown(lost, now),
            (SendAnswer::Lost { detail }, _) => {
                self.record(Entry::PaymentSendLost { attempt, sending, detail }, now, step);
            }
        }
    }

    fn polled(&mut self, asked: i32, answer: StatusAnswer, now: Now, step: &mut Step) {
        let attempt = self.id();
        match answer {
            StatusAnswer::Nothing { .. } => {}
            StatusAnswer::NotFound => {
                self.heard = now.steady;
                if matches!(self.state, State::Issued { .. }) {
                    let doubt = Doubt::NotFound;
                    self.record(Entry::PaymentInDoubt { attempt, doubt }, now, step);
                }
            }
            StatusAnswer::Status { status, version, ers_reference, paid } => {
                self.heard = now.steady;
                if let State::Paid { payment, .. } = &self.state {
                    // A poll that was on its way when the payment was written down carried the
                    // old version: it acknowledges nothing.
                    if asked >= payment.version {
                        self.acknowledged(&status, now, step);
                    }
                    return;
                }
                match (status, ers_reference) {
                    (Status::Paid, Some(ers_reference)) => {
                        self.paid(ers_reference, paid, version, now, step);
                    }
                    (Status::Canceled, _) => {
                        let outcome = match self.wish {
                            Wish::Pay => Outcome::CancelledByCustomer,
                            Wish::Cancel => Outcome::CancelledHere,
                        };
                        self.end(outcome, now, step);
                    }
                    (Status::Failed, _) => self.end(Outcome::Failed, now, step),
                    (Status::Expired, _) => self.end(Outcome::Expired, now, step),
                    // Paid without a number cannot be booked: ask on until the number comes.
                    (Status::Paid | Status::Issued | Status::Other(_), _) => {
                        self.still_open(version, now, step);
                    }
                }
            }
        }
    }

    fn paid(
        &mut self,
        ers_reference: String,
        paid: Option<Amount>,
        version: i32,
        now: Now,
        step: &mut Step,
    ) {
        let attempt = self.id();
        let amount = paid.unwrap_or(self.order.amount);
        let circumstance = if amount != self.order.amount {
            Circumstance::OtherAmount
        } else if self.wish == Wish::Cancel {
            Circumstance::AfterCancel
        } else if self.recovered {
            Circumstance::Recovered
        } else {
            Circumstance::Expected
        };
        let payment = Payment { ers_reference, amount, circumstance, version };
        let entry = Entry::PaymentPaid { attempt, payment };
        self.record(entry, now, step);
        self.poll(version, step);
    }

    fn acknowledged(&mut self, status: &Status, now: Now, step: &mut Step) {
        let attempt = self.id();
        let Some(payment) = self.payment().cloned() else { return };
        step.effects.push(Effect::StopPolling { attempt });
        if *status == Status::Paid {
            self.record(Entry::PaymentAcknowledged { attempt }, now, step);
            let ers_reference = payment.ers_reference;
            step.effects.push(Effect::SubmitReceipt { attempt, ers_reference });
        } else {
            let status = format!("{status:?}");
            self.record(Entry::PaymentContradicted { attempt, status }, now, step);
        }
    }

    fn still_open(&mut self, version: i32, now: Now, step: &mut Step) {
        if matches!(self.state, State::InDoubt { .. }) {
            self.record(Entry::PaymentHeardAgain { attempt: self.id() }, now, step);
        }
        if version > self.version {
            self.version = version;
            self.poll(version, step);
        }
    }

    fn end(&mut self, outcome: Outcome, now: Now, step: &mut Step) {
        let attempt = self.id();
        self.record(Entry::PaymentEnded { attempt, outcome }, now, step);
        step.effects.push(Effect::StopPolling { attempt });
    }

    fn poll(&self, version: i32, step: &mut Step) {
        if let Some(reference) = self.reference() {
            step.effects.push(Effect::Poll {
                attempt: self.id(),
                reference: reference.to_owned(),
                version,
            });
        }
    }

    fn ask_to_cancel(&mut self, step: &mut Step) {
        if let Some(reference) = self.reference() {
            step.effects.push(Effect::CancelInvoice {
                attempt: self.id(),
                reference: reference.to_owned(),
            });
            self.cancelling = Cancelling::OnItsWay;
        }
    }

    fn cancel_answered(&mut self, answer: CancelAnswer, now: Now, step: &mut Step) {
        if !self.is_open() {
            return;
        }
        if answer != CancelAnswer::Nothing {
            self.heard = now.steady;
        }
        if answer == CancelAnswer::NotFound && matches!(self.state, State::Issued { .. }) {
            let doubt = Doubt::NotFound;
            self.record(Entry::PaymentInDoubt { attempt: self.id(), doubt }, now, step);
        }
        let again_at = now.steady + CANCEL_AGAIN_AFTER;
        self.cancelling = Cancelling::Answered { answer, again_at };
    }

    pub(super) fn customer_is_confirming(&self) -> bool {
        let confirming = CancelAnswer::Confirming;
        matches!(self.cancelling, Cancelling::Answered { answer, .. } if answer == confirming)
    }

    fn submitted(&mut self, taken: bool, now: Now, step: &mut Step) {
        let attempt = self.order.attempt;
        let State::Acknowledged { again, failures, .. } = &mut self.state else { return };
        if taken {
            self.record(Entry::PaymentConfirmed { attempt }, now, step);
        } else {
            let last = SUBMIT_AGAIN_AFTER.len() - 1;
            let pause = SUBMIT_AGAIN_AFTER[(*failures as usize).min(last)];
            *failures = failures.saturating_add(1);
            *again = Some(Again { at: now.steady + pause });
        }
    }

    fn cancel_pressed(&mut self, now: Now, step: &mut Step) -> Result<(), NotOffered> {
        if !self.is_open() || self.wish == Wish::Cancel {
            return Err(NotOffered);
        }
        self.record(Entry::PaymentCancelAsked { attempt: self.id() }, now, step);
        self.ask_to_cancel(step);
        Ok(())
    }

    fn wait_pressed(&mut self, now: Now, step: &mut Step) -> Result<(), NotOffered> {
        match self.state {
            State::Issued { .. } | State::InDoubt { .. } if self.wish == Wish::Pay => {
                self.waiting_since = now.steady;
                Ok(())
            }
            State::SendUnknown { sending, lost, .. } => {
                let lost = Loss { first: now.steady, ..lost };
                self.state = State::SendUnknown { sending, lost, again_at: None };
                self.send_again(now, step);
                Ok(())
            }
            _ => Err(NotOffered),
        }
    }

    fn release_pressed(&mut self, now: Now, step: &mut Step) -> Result<(), NotOffered> {
        if !self.can_be_released(now) {
            return Err(NotOffered);
        }
        self.record(Entry::PaymentReleased { attempt: self.id() }, now, step);
        Ok(())
    }

    pub(super) fn can_be_released(&self, now: Now) -> bool {
        let State::SendUnknown { lost, .. } = &self.state else { return false };
        now.since(lost.last) >= HOLD_AFTER_LOSS
    }

    fn send_again(&mut self, now: Now, step: &mut Step) {
        let State::SendUnknown { sending, .. } = self.state else { return };
        let attempt = self.id();
        let sending = sending.saturating_add(1);
        self.record(Entry::PaymentSending { attempt, sending }, now, step);
        step.effects.push(Effect::SendInvoice { attempt, sending });
    }

    /// Takes up what a death of the program interrupted (rule 13). Nobody knows how far the last
    /// request came, so each is made again in the way that is safe to repeat.
    fn recover(&mut self, now: Now, step: &mut Step) {
        self.recovered = true;
        self.heard = now.steady;
        self.waiting_since = now.steady;
        match &self.state {
            State::Sending { .. } | State::SendUnknown { .. } => {
                let lost = Loss { first: now.steady, last: now.steady };
                self.send_unknown(lost, now);
                self.send_again(now, step);
            }
            State::Issued { .. } | State::InDoubt { .. } => {
                self.poll(self.version, step);
                if self.wish == Wish::Cancel {
                    self.ask_to_cancel(step);
                }
            }
            State::Paid { payment, .. } => self.poll(payment.version, step),
            State::Acknowledged { payment, .. } => {
                step.effects.push(Effect::SubmitReceipt {
                    attempt: self.id(),
                    ers_reference: payment.ers_reference.clone(),
                });
            }
            _ => {}
        }
    }

    fn tick(&mut self, now: Now, step: &mut Step) {
        let attempt = self.id();
        match &mut self.state {
            State::SendUnknown { again_at: Some(at), .. } if *at <= now.steady => {
                self.send_again(now, step);
            }
            State::SendUnknown { .. } => {
                if self.wish == Wish::Cancel && self.can_be_released(now) {
                    self.record(Entry::PaymentReleased { attempt }, now, step);
                }
            }
            State::Issued { .. } | State::InDoubt { .. } => {
                let silent = now.since(self.heard) >= DOUBT_AFTER;
                if silent && matches!(self.state, State::Issued { .. }) {
                    let doubt = Doubt::Silence;
                    self.record(Entry::PaymentInDoubt { attempt, doubt }, now, step);
                }
                match self.cancelling {
                    Cancelling::Answered { again_at, .. } if again_at <= now.steady => {
                        self.ask_to_cancel(step);
                    }
                    _ => {}
                }
            }
            State::Acknowledged { payment, again, .. } => {
                if again.is_some_and(|again| again.at <= now.steady) {
                    *again = None;
                    let ers_reference = payment.ers_reference.clone();
                    step.effects.push(Effect::SubmitReceipt { attempt, ers_reference });
                }
            }
            _ => {}
        }
    }
}
