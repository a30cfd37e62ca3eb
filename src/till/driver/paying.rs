//! Payments: hands events to the machine, and its effects to SEQR.

use std::sync::Arc;

use crate::core::payment::{
    AttemptId, CancelAnswer, Effect, Event, Refusal, SendAnswer, State, StatusAnswer, SubmitAnswer,
};
use crate::core::register::Reachability;
use crate::core::time::Now;
use crate::device::sound::Cue;
use crate::language::Texts;

use super::super::inbox::Input;
use super::super::invoice::invoice_for;
use super::super::service::SeqrService;
use super::{Driver, REACH_AGAIN};

impl Driver {
    /// Takes up every payment that the journal left unsettled (rule 13).
    pub fn recover_payments(&mut self) {
        let attempts: Vec<AttemptId> =
            self.register.attempts().map(|attempt| attempt.id()).collect();
        for attempt in attempts {
            tracing::info!(%attempt, "taking up a payment that was not settled");
            self.payment_event(attempt, Event::Recovered);
        }
    }

    /// Lets a payment's machine take an event.
    pub(super) fn payment_event(&mut self, attempt: AttemptId, event: Event) {
        let now = self.now();
        self.note_contact(&event, now);
        self.recall_booked(&event);
        let was_open = self.register.attempt(attempt).is_some_and(|known| known.is_open());
        let decision = self.register.payment_event(attempt, event.clone(), now);
        let decision_contradicts = decision
            .attempt
            .as_ref()
            .is_some_and(|known| matches!(known.state(), State::Contradicted { .. }));
        if !self.carry_out(decision, now) {
            // A poll is repeated by itself; every other answer comes only once.
            if !matches!(event, Event::Polled { .. } | Event::Tick) {
                self.held.push_back((attempt, event));
            }
            return;
        }
        if was_open {
            self.sound_the_end(attempt);
        }
        if decision_contradicts {
            // Nobody may miss it: SEQR has taken back a payment that is booked. The journal marks it for
            // reconciliation.
            tracing::error!(%attempt, "SEQR no longer calls a booked payment paid");
            self.sound(Cue::Fault);
        }
    }

    /// The register remembers the payments of this run; the journal knows all of them. A number that it has
    /// booked before is not offered to it again: the payment waits in doubt instead (rule 6).
    fn recall_booked(&mut self, event: &Event) {
        let Event::Polled { answer: StatusAnswer::Status { ers_reference, .. }, .. } = event else {
            return;
        };
        let Some(number) = ers_reference else { return };
        match self.store.is_booked(number) {
            Ok(true) => self.register.remember_booked(number.clone()),
            Ok(false) => {}
            // The database refuses a second booking all the same.
            Err(error) => tracing::error!(%error, "the journal cannot be asked for a payment"),
        }
    }

    /// Paid and not paid sound different, so that nobody has to look.
    fn sound_the_end(&self, attempt: AttemptId) {
        match self.register.attempt(attempt) {
            Some(known) if known.is_open() => {}
            Some(known) if known.payment().is_some() => self.sound(Cue::Paid),
            _ => self.sound(Cue::Fault),
        }
    }

    pub(super) fn time_passes_for_payments(&mut self, now: Now) {
        if let Some(service) = &self.service {
            self.poller.revive(service);
        }
        // Each try takes a while where another program holds the database: the journal is tried on its own until it
        // takes entries again.
        let to_retry = if self.takes_entries() { self.held.len() } else { 0 };
        for _ in 0..to_retry {
            if let Some((attempt, event)) = self.held.pop_front() {
                self.payment_event(attempt, event);
            }
        }
        let attempts: Vec<AttemptId> = self
            .register
            .attempts()
            .filter(|attempt| !attempt.is_final())
            .map(|attempt| attempt.id())
            .collect();
        for attempt in attempts {
            let decision = self.register.payment_event(attempt, Event::Tick, now);
            let _tried_again_at_the_next_tick = self.carry_out(decision, now);
        }
    }

    pub(super) fn payment_effect(&mut self, effect: Effect, now: Now) {
        let Some(service) = self.service.clone() else {
            tracing::error!(?effect, "SEQR is not set up: a payment cannot go on");
            self.answer_without_service(effect);
            return;
        };
        match effect {
            Effect::SendInvoice { attempt, sending } => {
                self.send_invoice(&service, attempt, sending, now);
            }
            Effect::Poll { attempt, reference, version } => {
                self.poller.poll(&service, attempt, reference, version);
            }
            Effect::Ask { attempt, reference, version } => {
                let answer = service.status(reference.clone(), version);
                self.later(attempt, async move {
                    Event::Polled { reference, asked: version, answer: answer.await }
                });
            }
            Effect::StopPolling { attempt } => self.poller.stop(attempt),
            Effect::CancelInvoice { attempt, reference } => {
                let answer = service.cancel(reference.clone());
                self.later(attempt, async move {
                    Event::CancelAnswered { reference, answer: answer.await }
                });
            }
            Effect::SubmitReceipt { attempt, ers_reference } => {
                let answer = service.submit_receipt(ers_reference);
                self.later(attempt, async move { Event::Submitted(answer.await) });
            }
        }
    }

    fn send_invoice(
        &mut self,
        service: &Arc<dyn SeqrService>,
        attempt: AttemptId,
        sending: u32,
        now: Now,
    ) {
        let order = self.register.attempt(attempt).map(|known| known.order().clone());
        let receipt = self.register.receipt().filter(|receipt| receipt.id == attempt.receipt);
        let (Some(order), Some(receipt)) = (order, receipt) else {
            tracing::error!(%attempt, "an invoice without its receipt is not sent");
            return;
        };
        let texts = Texts::of(self.settings.language);
        let invoice = invoice_for(receipt, &order, sending, &self.settings, texts, now);
        let answer = service.send_invoice(invoice);
        self.later(attempt, async move { Event::Sent { sending, answer: answer.await } });
    }

    /// Runs a question on the network threads; its answer comes back through the inbox.
    fn later(&self, attempt: AttemptId, question: impl Future<Output = Event> + Send + 'static) {
        let inbox = self.inbox.clone();
        let _detached = self.runtime.spawn(async move {
            let event = question.await;
            if inbox.send(Input::Payment { attempt, event }).is_err() {
                tracing::info!(%attempt, "an answer came after the till had ended");
            }
        });
    }

    /// Without a service every question goes unanswered at once, so that the machine goes on.
    fn answer_without_service(&mut self, effect: Effect) {
        let detail = "SEQR is not set up".to_owned();
        let (attempt, event) = match effect {
            Effect::SendInvoice { attempt, sending } => {
                let answer = SendAnswer::Refused(Refusal::NotReached { detail });
                (attempt, Event::Sent { sending, answer })
            }
            Effect::CancelInvoice { attempt, reference } => {
                (attempt, Event::CancelAnswered { reference, answer: CancelAnswer::Nothing })
            }
            Effect::SubmitReceipt { attempt, .. } => {
                (attempt, Event::Submitted(SubmitAnswer::Nothing))
            }
            Effect::Ask { attempt, reference, version } => {
                let answer = StatusAnswer::Nothing { detail };
                (attempt, Event::Polled { reference, asked: version, answer })
            }
            Effect::Poll { .. } | Effect::StopPolling { .. } => return,
        };
        self.held.push_back((attempt, event));
    }

    /// Whether SEQR answers is also learned from payments.
    fn note_contact(&mut self, event: &Event, now: Now) {
        match event {
            Event::Polled { answer: StatusAnswer::Nothing { .. }, .. }
            | Event::Sent {
                answer: SendAnswer::Lost { .. } | SendAnswer::Refused(Refusal::NotReached { .. }),
                ..
            } => self.silent(now),
            Event::Polled { .. } | Event::Sent { answer: SendAnswer::Created { .. }, .. } => {
                self.heard(now);
            }
            _ => {}
        }
    }

    pub(super) fn heard(&mut self, now: Now) {
        self.reach.silent_since = None;
        self.reach.next = now.steady + REACH_AGAIN.1;
        self.register.set_reachability(Reachability::Reachable);
    }

    pub(super) fn silent(&mut self, now: Now) {
        let _since = self.reach.silent_since.get_or_insert(now.steady);
        self.reach.next = now.steady + REACH_AGAIN.0;
        self.register.set_reachability(Reachability::Unreachable);
    }

    pub(super) fn reached(&mut self, of: u64, reached: bool) {
        if of != self.reach.of {
            return;
        }
        self.reach.asking = false;
        let now = self.now();
        if reached { self.heard(now) } else { self.silent(now) }
    }

    /// Looks for SEQR now and then, so that a cashier learns before a customer stands there that it cannot be used.
    pub(super) fn look_for_seqr(&mut self, now: Now) {
        let Some(service) = &self.service else { return };
        if self.reach.asking || self.poller.is_asking() || now.steady < self.reach.next {
            return;
        }
        self.reach.asking = true;
        let answer = service.reach();
        let (inbox, of) = (self.inbox.clone(), self.reach.of);
        let _detached = self.runtime.spawn(async move {
            if inbox.send(Input::Reached { of, reached: answer.await }).is_err() {
                tracing::debug!("the till ended while SEQR was looked for");
            }
        });
    }
}
