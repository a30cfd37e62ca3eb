//! The driver: carries the register's decisions out as a till does, or with one of the mistakes
//! that a till could make.

use kassa::core::payment::{self, AttemptId, CancelAnswer, Event, Status, StatusAnswer};
use kassa::core::register::{Decision, Effect};

use crate::network::Question;
use crate::world::{Carried, Flaw, Happening, Poller, World};

impl World {
    /// Hands an event to a payment and carries out what follows.
    pub fn hand_in(&mut self, attempt: AttemptId, event: Event) {
        let now = self.clock();
        let Some(till) = &self.till else { return };
        let decision = till.register.payment_event(attempt, event.clone(), now);
        if !decision.entries.is_empty() {
            self.say(|| format!("{attempt}: {event:?}"));
        }
        let again = !matches!(event, Event::Polled { .. } | Event::Tick);
        if self.carry_out(decision) == Carried::NotWritten && again && self.random.per_mille(500) {
            let process = self.process;
            self.later(500, Happening::Answer { process, id: None, attempt, event });
        }
    }

    /// The heart of a till: write down, let it take effect, then act.
    pub fn carry_out(&mut self, decision: Decision) -> Carried {
        if self.flaw == Flaw::EffectsBeforeCommit && !self.run(&decision.effects) {
            return Carried::Died;
        }
        if !decision.entries.is_empty() {
            if self.may_die() {
                return Carried::Died;
            }
            if self.random.per_mille(self.trouble.commit) {
                self.say(|| "the journal does not take it".to_owned());
                return Carried::NotWritten;
            }
            for entry in &decision.entries {
                self.say(|| {
                    format!("    written: {}", serde_json::to_string(entry).unwrap_or_default())
                });
            }
            if let Err(promise) = self.ledger.commit(&decision.entries) {
                self.breaks(promise);
            }
        }
        let now = self.clock();
        if let Some(till) = &mut self.till {
            for entry in &decision.entries {
                till.register.apply(entry, now);
            }
            if let Some(attempt) = decision.attempt {
                till.register.adopt(*attempt);
            }
        }
        if !decision.entries.is_empty() && self.may_die() {
            if self.flaw == Flaw::LosesTheLastCommit {
                let kept = self.ledger.entries.len() - decision.entries.len();
                self.ledger.entries.truncate(kept);
            }
            return Carried::Died;
        }
        if self.flaw != Flaw::EffectsBeforeCommit && !self.run(&decision.effects) {
            return Carried::Died;
        }
        Carried::Done
    }

    fn run(&mut self, effects: &[Effect]) -> bool {
        for effect in effects {
            if let Effect::Payment(effect) = effect {
                self.run_payment(effect);
            }
            if self.may_die() {
                return false;
            }
        }
        true
    }

    fn run_payment(&mut self, effect: &payment::Effect) {
        let question = match effect.clone() {
            payment::Effect::SendInvoice { attempt, sending } => {
                Question::Send { attempt, sending }
            }
            payment::Effect::CancelInvoice { attempt, reference } => {
                Question::Cancel { attempt, reference }
            }
            payment::Effect::SubmitReceipt { attempt, ers_reference } => {
                Question::Submit { attempt, ers_reference }
            }
            payment::Effect::StopPolling { attempt } => {
                if let Some(till) = &mut self.till {
                    let _poller = till.pollers.remove(&attempt);
                }
                return;
            }
            payment::Effect::Poll { attempt, reference, version } => {
                let Some(till) = &mut self.till else { return };
                match till.pollers.get_mut(&attempt).filter(|known| known.reference == reference) {
                    Some(poller) => poller.version = version,
                    None => {
                        let poller = Poller { reference, version, departed: self.now };
                        let _before = till.pollers.insert(attempt, poller);
                        let process = self.process;
                        self.later(0, Happening::Poll { process, attempt });
                    }
                }
                return;
            }
        };
        self.ask(question);
    }

    pub fn poll(&mut self, attempt: AttemptId) {
        let now = self.now;
        let Some(till) = &mut self.till else { return };
        let Some(poller) = till.pollers.get_mut(&attempt) else { return };
        poller.departed = now;
        let (reference, version) = (poller.reference.clone(), poller.version);
        self.ask(Question::Poll { attempt, reference, version });
    }

    pub fn answer(&mut self, id: Option<u64>, attempt: AttemptId, mut event: Event) {
        let Some(till) = &mut self.till else { return };
        if id.is_some_and(|id| !till.pending.remove(&id)) {
            return;
        }
        if let Event::Polled { answer, .. } = &mut event {
            if let Some(poller) = till.pollers.get_mut(&attempt) {
                if let (Flaw::AcknowledgesBeforeCommit, StatusAnswer::Status { version, .. }) =
                    (self.flaw, &*answer)
                {
                    poller.version = *version;
                }
                if id.is_some() {
                    let next = (poller.departed + 1_000).saturating_sub(self.now);
                    let process = self.process;
                    self.later(next, Happening::Poll { process, attempt });
                }
            }
            if self.flaw == Flaw::EndsOnTransportError
                && matches!(answer, StatusAnswer::Nothing { .. })
            {
                *answer = canceled();
            }
        }
        let granted = match &event {
            Event::CancelAnswered { reference, answer }
                if self.flaw == Flaw::TakesCancelForGranted && *answer != CancelAnswer::Nothing =>
            {
                Some(Event::Polled { reference: reference.clone(), asked: 0, answer: canceled() })
            }
            _ => None,
        };
        self.hand_in(attempt, granted.unwrap_or(event));
    }
}

fn canceled() -> StatusAnswer {
    StatusAnswer::Status { status: Status::Canceled, version: 0, ers_reference: None, paid: None }
}
