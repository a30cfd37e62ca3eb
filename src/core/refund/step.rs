//! What each event leads to: the transitions of the machine.
//!
//! A transition that must survive a restart records an entry; `state` lets it take effect.

use super::super::entry::{
    Entry, RefundReceiptRefused, RefundSendLost, RefundSendRefused, RefundSettled,
};
use super::super::payment::{ANSWER_OVERDUE, NotOffered, SUBMIT_AGAIN_AFTER};
use super::super::time::Now;
use super::super::user::UserNumber;
use super::state::{Refund, State, Submission, pause};
use super::{Effect, Event, MORE_THAN_PAID, RefundAnswer, Refusal, Step, SubmitAnswer, Verdict};

impl Refund {
    /// Takes an event and says what follows.
    ///
    /// Answers to questions that are no longer open are dropped without a trace.
    ///
    /// # Errors
    /// [`NotOffered`] for a manager's word that the state does not wait for; nothing has changed then.
    pub fn step(&mut self, event: Event, now: Now) -> Result<Step, NotOffered> {
        let mut step = Step::default();
        match event {
            Event::Sent { sending, answer } => self.sent(sending, answer, now, &mut step),
            Event::Submitted(answer) => self.submit_answered(answer, now, &mut step),
            Event::Settled { verdict, by, reason } => {
                self.settle(verdict, by, reason, now, &mut step)?;
            }
            Event::Recovered => self.recover(now, &mut step),
            Event::Tick => self.tick(now, &mut step),
        }
        Ok(step)
    }

    /// An answer may come after it was given up as lost: it still says what it says, while the outcome is open.
    fn sent(&mut self, answered: u32, answer: RefundAnswer, now: Now, step: &mut Step) {
        let under_way = self.state == (State::Sending { sending: answered });
        if !self.is_open() || (!under_way && !self.lost.contains(&answered)) {
            return;
        }
        match answer {
            RefundAnswer::Refunded { ers_reference } => self.done(ers_reference, now, step),
            RefundAnswer::Lost { .. } if !under_way => {}
            RefundAnswer::Lost { detail } => self.lose(answered, detail, now, step),
            RefundAnswer::Refused(refusal) => self.sending_refused(answered, refusal, now, step),
        }
    }

    fn sending_refused(&mut self, answered: u32, refusal: Refusal, now: Now, step: &mut Step) {
        let refund = self.id();
        let more_than_paid = matches!(refusal, Refusal::Code { code: MORE_THAN_PAID, .. });
        let lost_before = self.lost.iter().any(|lost| *lost < answered);
        if more_than_paid && lost_before && self.order.may_be_repeated() {
            // The one before it went through. Its own number was in the answer that was lost.
            return self.done(None, now, step);
        }
        let other_under_way =
            matches!(self.state, State::Sending { sending } if sending != answered);
        if other_under_way || self.lost.iter().any(|lost| *lost != answered) {
            self.record(
                Entry::RefundSendRefused(RefundSendRefused { refund, sending: answered, refusal }),
                now,
                step,
            );
            if more_than_paid && !matches!(self.state, State::InDoubt { .. }) {
                // More was given back than the journal knows of, or a later sending overtook this one: a further
                // "more than paid" would prove nothing.
                self.record(Entry::RefundInDoubt { refund }, now, step);
            }
        } else {
            self.record(Entry::RefundRefused { refund, refusal }, now, step);
        }
    }

    fn done(&mut self, ers_reference: Option<String>, now: Now, step: &mut Step) {
        let refund = self.id();
        self.record(Entry::RefundDone { refund, ers_reference }, now, step);
        self.submit(now, step);
    }

    /// A part is not sent again: it waits for someone who knows.
    fn lose(&mut self, sending: u32, detail: String, now: Now, step: &mut Step) {
        let refund = self.id();
        self.record(Entry::RefundSendLost(RefundSendLost { refund, sending, detail }), now, step);
        if !self.order.may_be_repeated() {
            self.record(Entry::RefundInDoubt { refund }, now, step);
        }
    }

    fn settle(
        &mut self,
        verdict: Verdict,
        by: UserNumber,
        reason: String,
        now: Now,
        step: &mut Step,
    ) -> Result<(), NotOffered> {
        // While a sending is on its way, its answer knows better.
        if !matches!(self.state, State::Unknown { .. } | State::InDoubt { .. }) {
            return Err(NotOffered);
        }
        let refund = self.id();
        self.record(Entry::RefundSettled(RefundSettled { refund, verdict, by, reason }), now, step);
        Ok(())
    }

    /// Takes up what a death of the program interrupted: nobody knows how far the last request came.
    fn recover(&mut self, now: Now, step: &mut Step) {
        match self.state {
            State::Sending { sending } => {
                let detail = "the program ended before the answer came".to_owned();
                self.lose(sending, detail, now, step);
                self.send_again(now, step);
            }
            State::Unknown { .. } => self.send_again(now, step),
            State::Refunded { submission: Submission::Due { .. }, .. } => self.submit(now, step),
            _ => {}
        }
    }

    fn tick(&mut self, now: Now, step: &mut Step) {
        let overdue = now.since(self.asked) >= ANSWER_OVERDUE;
        match self.state {
            // The answer was lost inside the register, for instance because the journal could not take it.
            State::Sending { sending } if overdue => {
                let detail = format!("no answer for {} s", ANSWER_OVERDUE.as_secs());
                self.lose(sending, detail, now, step);
            }
            State::Unknown { again_at, .. } if again_at <= now.steady => {
                self.send_again(now, step);
            }
            State::Refunded { submission: Submission::Due { again_at, .. }, .. }
                if again_at.map_or(overdue, |at| at <= now.steady) =>
            {
                self.submit(now, step);
            }
            _ => {}
        }
    }

    fn send_again(&mut self, now: Now, step: &mut Step) {
        let State::Unknown { sending, .. } = self.state else { return };
        if !self.order.may_be_repeated() {
            return;
        }
        let refund = self.id();
        let sending = sending.saturating_add(1);
        self.record(Entry::RefundSending { refund, sending }, now, step);
        step.effects.push(Effect::Send { refund, sending });
    }

    fn submit(&mut self, now: Now, step: &mut Step) {
        let refund = self.id();
        if let State::Refunded {
            ers_reference: Some(ers_reference),
            submission: Submission::Due { again_at, .. },
        } = &mut self.state
        {
            *again_at = None;
            self.asked = now.steady;
            let ers_reference = ers_reference.clone();
            step.effects.push(Effect::SubmitReceipt { refund, ers_reference });
        }
    }

    fn submit_answered(&mut self, answer: SubmitAnswer, now: Now, step: &mut Step) {
        let refund = self.id();
        let State::Refunded { submission: Submission::Due { again_at, failures }, .. } =
            &mut self.state
        else {
            return;
        };
        match answer {
            SubmitAnswer::Taken => self.record(Entry::RefundConfirmed { refund }, now, step),
            SubmitAnswer::Refused { code, detail } => {
                self.record(
                    Entry::RefundReceiptRefused(RefundReceiptRefused { refund, code, detail }),
                    now,
                    step,
                );
            }
            SubmitAnswer::Nothing => {
                *again_at = Some(now.steady + pause(&SUBMIT_AGAIN_AFTER, *failures));
                *failures = failures.saturating_add(1);
            }
        }
    }
}
