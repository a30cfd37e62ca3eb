//! What each event leads to: the transitions of the machine.
//!
//! A transition that must survive a restart records an entry; `attempt` lets it take effect.

use super::super::entry::{Entry, PaymentReceiptRefused};
use super::super::money::Amount;
use super::super::time::Now;
use super::attempt::{Again, Attempt, Loss, State, Wish};
use super::{
    ANSWER_OVERDUE, CANCEL_AGAIN_AFTER, CancelAnswer, Circumstance, DOUBT_AFTER, Doubt, Effect,
    Event, NOT_CANCELLED_AFTER, NotOffered, Outcome, Payment, SUBMIT_AGAIN_AFTER, SendAnswer,
    Status, StatusAnswer, Step, SubmitAnswer,
};

impl Attempt {
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
                    self.cancel_answered(answer, now);
                }
            }
            Event::Submitted(answer) => self.submitted(answer, now, &mut step),
            Event::CancelPressed => self.cancel_pressed(now, &mut step)?,
            Event::WaitPressed => self.wait_pressed(now, &mut step)?,
            Event::ReleasePressed => self.release_pressed(now, &mut step)?,
            Event::Settled { verdict, by, reason } => {
                self.settle(verdict, by, reason, now, &mut step)?;
            }
            Event::Noted { by, reason } => self.note(by, reason, now, &mut step)?,
            Event::Recovered => self.recover(now, &mut step),
            Event::Tick => self.tick(now, &mut step),
        }
        Ok(step)
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
                    self.ask_to_cancel(now, step);
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
        self.remember_what_was_said(&answer, now);
        if matches!(self.state, State::Settled { .. }) {
            return self.heard_after_settling(asked, answer, now, step);
        }
        let StatusAnswer::Status { status, version, ers_reference, paid } = answer else {
            if answer == StatusAnswer::NotFound {
                // Of a payment that is booked it says nothing: whether SEQR keeps it stays open.
                if !matches!(self.state, State::Paid { .. }) {
                    self.heard = now.steady;
                }
                self.doubt(Doubt::NotFound, now, step);
            }
            return;
        };
        self.heard = now.steady;
        if matches!(self.state, State::Paid { .. }) {
            return self.acknowledged(asked, version, &status, now, step);
        }
        match (status, ers_reference) {
            (Status::Paid, Some(ers_reference)) => {
                self.paid(ers_reference, paid, version, now, step);
            }
            // Without a number it cannot be booked: ask on until the number comes. The version is
            // not taken over, since carrying it would acknowledge what is not written down (rule 6).
            (Status::Paid, None) => {
                self.paid_version = Some(version);
                self.doubt(Doubt::WithoutNumber, now, step);
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
            (Status::Issued | Status::Other(_), _) => self.still_open(version, now, step),
        }
    }

    /// Puts an invoice in doubt, once for each reason.
    fn doubt(&mut self, doubt: Doubt, now: Now, step: &mut Step) {
        let known = match &self.state {
            State::Issued { .. } => None,
            State::InDoubt { doubt, .. } => Some(*doubt),
            _ => return,
        };
        if known != Some(doubt) {
            self.record(Entry::PaymentInDoubt { attempt: self.id(), doubt }, now, step);
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
        // An amount that is none says nothing about what was paid.
        let amount = paid.filter(|paid| paid.is_positive()).unwrap_or(self.order.amount);
        let circumstance = if amount != self.order.amount {
            Circumstance::OtherAmount
        } else if self.wish == Wish::Cancel {
            Circumstance::AfterCancel
        } else if self.recovered {
            Circumstance::Recovered
        } else {
            Circumstance::Expected
        };
        // Versions only grow: an answer without one must not lead back to an older one.
        let version = version.max(self.version);
        let payment = Payment { ers_reference, amount, circumstance, version };
        self.record(Entry::PaymentPaid { attempt, payment }, now, step);
        self.poll(version, step);
    }

    /// What an answer means once the payment is written down.
    ///
    /// A poll that was on its way then carried the old version and acknowledges nothing, and only a
    /// final word that is no older than the payment contradicts it. Anything else is asked again.
    fn acknowledged(
        &mut self,
        asked: i32,
        version: i32,
        status: &Status,
        now: Now,
        step: &mut Step,
    ) {
        let attempt = self.id();
        let Some(payment) = self.payment().filter(|payment| asked >= payment.version) else {
            return;
        };
        match status {
            Status::Paid => {
                let ers_reference = payment.ers_reference.clone();
                self.record(Entry::PaymentAcknowledged { attempt }, now, step);
                step.effects.push(Effect::StopPolling { attempt });
                step.effects.push(Effect::SubmitReceipt { attempt, ers_reference });
            }
            Status::Canceled | Status::Failed | Status::Expired if version >= payment.version => {
                let status = format!("{status:?}");
                self.record(Entry::PaymentContradicted { attempt, status }, now, step);
                step.effects.push(Effect::StopPolling { attempt });
            }
            _ => {}
        }
    }

    fn still_open(&mut self, version: i32, now: Now, step: &mut Step) {
        // That it is open is the very thing that is doubted of a payment that cannot be cancelled.
        let known = matches!(self.state, State::InDoubt { doubt: Doubt::NotCancelled, .. });
        if matches!(self.state, State::InDoubt { .. }) && !known {
            self.record(Entry::PaymentHeardAgain { attempt: self.id() }, now, step);
        }
        if version > self.version {
            self.version = version;
            self.poll(version, step);
        }
    }

    pub(super) fn end(&mut self, outcome: Outcome, now: Now, step: &mut Step) {
        let attempt = self.id();
        self.record(Entry::PaymentEnded { attempt, outcome }, now, step);
        step.effects.push(Effect::StopPolling { attempt });
    }

    pub(super) fn ask_to_cancel(&mut self, now: Now, step: &mut Step) {
        if let Some(reference) = self.reference() {
            step.effects.push(Effect::CancelInvoice {
                attempt: self.id(),
                reference: reference.to_owned(),
            });
            self.cancelling.again_at = Some(now.steady + ANSWER_OVERDUE);
            let _first = self.cancelling.since.get_or_insert(now.steady);
        }
    }

    /// Whether SEQR has been asked to cancel it for so long that a person has to say how it stands.
    fn is_not_cancelled(&self, now: Now) -> bool {
        self.cancelling.since.is_some_and(|since| now.since(since) >= NOT_CANCELLED_AFTER)
    }

    fn cancel_answered(&mut self, answer: CancelAnswer, now: Now) {
        if matches!(self.state, State::Settled { .. }) {
            return self.withdrawal_answered(answer, now);
        }
        if !self.is_open() {
            return;
        }
        if answer != CancelAnswer::Nothing {
            self.heard = now.steady;
        }
        self.cancelling.answer = Some(answer);
        self.cancelling.again_at = Some(now.steady + CANCEL_AGAIN_AFTER);
    }

    fn submitted(&mut self, answer: SubmitAnswer, now: Now, step: &mut Step) {
        let attempt = self.order.attempt;
        let State::Acknowledged { again, failures, .. } = &mut self.state else { return };
        match answer {
            SubmitAnswer::Taken => self.record(Entry::PaymentConfirmed { attempt }, now, step),
            SubmitAnswer::Refused { code, detail } => {
                self.record(
                    Entry::PaymentReceiptRefused(PaymentReceiptRefused { attempt, code, detail }),
                    now,
                    step,
                );
            }
            SubmitAnswer::Nothing => {
                let last = SUBMIT_AGAIN_AFTER.len() - 1;
                let pause = SUBMIT_AGAIN_AFTER[(*failures as usize).min(last)];
                *failures = failures.saturating_add(1);
                *again = Some(Again { at: now.steady + pause });
            }
        }
    }

    fn cancel_pressed(&mut self, now: Now, step: &mut Step) -> Result<(), NotOffered> {
        if !self.is_open() || self.wish == Wish::Cancel {
            return Err(NotOffered);
        }
        self.record(Entry::PaymentCancelAsked { attempt: self.id() }, now, step);
        self.ask_to_cancel(now, step);
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
                    self.ask_to_cancel(now, step);
                }
            }
            State::Paid { payment, .. } => self.poll(payment.version, step),
            State::Settled { .. } => self.take_up_looking(step),
            State::Acknowledged { .. } => self.submit(now, step),
            _ => {}
        }
    }

    fn tick(&mut self, now: Now, step: &mut Step) {
        match &self.state {
            State::Sending { .. } => self.sending_is_overdue(now, step),
            State::SendUnknown { again_at: Some(at), .. } if *at <= now.steady => {
                self.send_again(now, step);
            }
            State::SendUnknown { .. } if self.wish == Wish::Cancel && self.can_be_released(now) => {
                self.record(Entry::PaymentReleased { attempt: self.id() }, now, step);
            }
            State::Issued { .. } | State::InDoubt { .. } => {
                let issued = matches!(self.state, State::Issued { .. });
                if issued && now.since(self.heard) >= DOUBT_AFTER {
                    self.doubt(Doubt::Silence, now, step);
                } else if issued && self.is_not_cancelled(now) {
                    self.doubt(Doubt::NotCancelled, now, step);
                }
                let due = self.cancelling.again_at.is_none_or(|at| at <= now.steady);
                if self.wish == Wish::Cancel && due {
                    self.ask_to_cancel(now, step);
                }
            }
            State::Settled { .. } => self.look_again(now, step),
            State::Acknowledged { again, .. } => {
                let at = again.map_or(self.asked + ANSWER_OVERDUE, |again| again.at);
                if at <= now.steady {
                    self.submit(now, step);
                }
            }
            _ => {}
        }
    }

    /// The answer was lost inside the register, for instance because the journal could not take it.
    fn sending_is_overdue(&mut self, now: Now, step: &mut Step) {
        let State::Sending { sending, .. } = self.state else { return };
        if now.since(self.asked) >= ANSWER_OVERDUE {
            let detail = format!("no answer for {} s", ANSWER_OVERDUE.as_secs());
            let attempt = self.id();
            self.record(Entry::PaymentSendLost { attempt, sending, detail }, now, step);
        }
    }

    fn submit(&mut self, now: Now, step: &mut Step) {
        let attempt = self.id();
        if let State::Acknowledged { payment, again, .. } = &mut self.state {
            *again = None;
            self.asked = now.steady;
            let ers_reference = payment.ers_reference.clone();
            step.effects.push(Effect::SubmitReceipt { attempt, ers_reference });
        }
    }
}
