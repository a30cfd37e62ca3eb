//! The driver: carries the register's decisions out as a till does, or with one of the mistakes
//! that a till could make.

use kassa::core::entry::Entry;
use kassa::core::payment::{
    self, AttemptId, CancelAnswer, Doubt, Event, Refusal, SendAnswer, Status, StatusAnswer,
};
use kassa::core::refund::{self, RefundAnswer, RefundId};
use kassa::core::register::{Decision, Effect};
use kassa::core::tender::TenderMeans;

use crate::chance::Topic;
use crate::figures::Fault;
use crate::flaw::Flaw;
use crate::network::{Heard, Question, subject};
use crate::world::{Happening, Poller, World};

/// How carrying a decision out ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Carried {
    Done,
    NotWritten,
    Died,
}

/// Marks a number that the register must not recognise.
const DISGUISE: char = '~';

impl World {
    /// Hands an event to a payment and carries out what follows.
    pub fn hand_in(&mut self, attempt: AttemptId, event: Event) {
        let now = self.clock();
        let Some(till) = &self.till else { return };
        let heard = matches!(
            event,
            Event::Polled { answer: StatusAnswer::Status { .. }, .. } | Event::Recovered
        );
        let comes_again = matches!(event, Event::Polled { .. } | Event::Tick);
        let again = (!comes_again).then(|| event.clone());
        let decision = till.register.payment_event(attempt, event, now);
        match self.carry_out(decision) {
            Carried::Done if heard => {
                if let Some(till) = &mut self.till {
                    let _before = till.heard.insert(attempt, self.now);
                }
            }
            Carried::NotWritten => {
                let Some(event) = again else { return };
                let (turn, number) = self.last_write_of(attempt);
                let trouble = self.trouble.commit;
                if self.chance.happens(Topic::Forgotten, turn, number, trouble * 5).is_some() {
                    self.figures.count(Fault::AnswerForgotten);
                } else if let Some(till) = &mut self.till {
                    till.held.push(Heard::Payment(attempt, event));
                }
            }
            Carried::Done | Carried::Died => {}
        }
    }

    /// Hands an event to a refund and carries out what follows.
    fn hand_in_refund(&mut self, refund: RefundId, event: refund::Event) {
        let now = self.clock();
        let Some(till) = &self.till else { return };
        let decision = till.register.refund_event(refund, event.clone(), now);
        if self.carry_out(decision) == Carried::NotWritten
            && event != refund::Event::Tick
            && let Some(till) = &mut self.till
        {
            till.held.push(Heard::Refund(refund, event));
        }
    }

    pub fn hear(&mut self, heard: Heard) {
        match heard {
            Heard::Payment(attempt, event) => self.hand_in(attempt, event),
            Heard::Refund(refund, event) => self.hand_in_refund(refund, event),
        }
    }

    /// Hands an event to all refunds that are not final.
    pub fn each_refund(&mut self, event: refund::Event) {
        let Some(till) = &self.till else { return };
        let refunds = till.register.refunds().filter(|refund| !refund.is_final());
        let refunds: Vec<RefundId> = refunds.map(|refund| refund.id()).collect();
        for refund in refunds {
            if self.till.is_some() {
                self.hand_in_refund(refund, event.clone());
            }
        }
    }

    /// The heart of a till: write down, let it take effect, then act.
    pub fn carry_out(&mut self, mut decision: Decision) -> Carried {
        self.spoil(&mut decision);
        let (turn, number) = self.next_write(&decision.entries);
        let early = self.flaw == Flaw::EffectsBeforeCommit;
        if early && !self.run(&decision.effects, turn, number) {
            return Carried::Died;
        }
        if !decision.entries.is_empty() {
            if self.flaw == Flaw::ForgetsWhatWasRefuted {
                decision.entries.retain(|entry| !matches!(entry, Entry::PaymentRefuted { .. }));
            }
            if self.dies(Topic::DeathBefore, Fault::DeathBeforeWrite, turn, number) {
                return Carried::Died;
            }
            if self.disk_refuses(turn, number) {
                return Carried::NotWritten;
            }
            self.write(&decision.entries);
        }
        let now = self.clock();
        if let Some(till) = &mut self.till {
            for entry in &decision.entries {
                till.register.apply(entry, now);
            }
            if let Some(attempt) = decision.attempt {
                till.register.adopt(*attempt);
            }
            if let Some(refund) = decision.refund {
                till.register.adopt_refund(*refund);
            }
        }
        if !decision.entries.is_empty()
            && self.dies(Topic::DeathAfter, Fault::DeathAfterWrite, turn, number)
        {
            if self.flaw == Flaw::LosesTheLastCommit {
                let kept = self.ledger.entries.len() - decision.entries.len();
                self.ledger.entries.truncate(kept);
            }
            return Carried::Died;
        }
        if !early && !self.run(&decision.effects, turn, number) {
            return Carried::Died;
        }
        Carried::Done
    }

    /// Makes one transaction durable.
    pub fn write(&mut self, entries: &[Entry]) {
        let at = self.clock().at;
        let parts = match entries {
            [first @ Entry::PaymentPaid { .. }, rest @ ..]
                if self.flaw == Flaw::BooksInTwoSteps =>
            {
                vec![std::slice::from_ref(first), rest]
            }
            _ => vec![entries],
        };
        for part in parts {
            if let Some(words) = self.story.as_ref().and_then(|_| crate::story::written(part)) {
                self.say(|| words);
            }
            let checked = self.ledger.commit(at, part);
            self.check(checked);
            if let Some(journal) = &mut self.journal {
                let checked = journal.commit(at, part);
                self.check(checked);
            }
        }
        if entries.iter().any(is_not_cancelled) {
            self.figures.count(Fault::NotCancelled);
        }
        self.last_commit = self.now;
        let now = self.now;
        for id in entries.iter().filter_map(subject_of) {
            self.origins.entry(id).or_default().written_at = now;
        }
    }

    /// The name of this write among the occasions.
    fn next_write(&mut self, entries: &[Entry]) -> (u32, u32) {
        match entries.iter().find_map(subject_of) {
            Some(attempt) => {
                let turn = self.turn;
                let origin = self.origins.entry(attempt).or_default();
                if origin.turn == 0 {
                    origin.turn = turn;
                }
                origin.writes += 1;
                (origin.turn, origin.writes)
            }
            None => {
                self.writes_in_turn += 1;
                (self.turn, 100_000 + self.writes_in_turn)
            }
        }
    }

    fn last_write_of(&self, attempt: AttemptId) -> (u32, u32) {
        self.origins.get(&attempt).map_or((0, 0), |origin| (origin.turn, origin.writes))
    }

    fn run(&mut self, effects: &[Effect], turn: u32, number: u32) -> bool {
        for (place, effect) in effects.iter().enumerate() {
            match effect {
                Effect::Payment(effect) => self.run_payment(effect),
                Effect::Refund(effect) => self.run_refund(effect),
                Effect::Print(_) | Effect::OpenDrawer => {}
            }
            let occasion = number * 8 + place as u32;
            if self.dies(Topic::DeathAmid, Fault::DeathAmidEffects, turn, occasion) {
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
            payment::Effect::Ask { attempt, reference, version } => {
                Question::Poll { attempt, reference, version }
            }
            payment::Effect::StopPolling { attempt } => {
                if let Some(till) = &mut self.till {
                    let _poller = till.pollers.remove(&attempt);
                }
                return;
            }
            payment::Effect::Poll { attempt, reference, version } => {
                return self.begin_polling(attempt, reference, version);
            }
        };
        self.ask(question);
    }

    fn run_refund(&mut self, effect: &refund::Effect) {
        let Some(till) = &self.till else { return };
        let question = match effect.clone() {
            refund::Effect::Send { refund, sending } => {
                let Some(known) = till.register.refund(refund) else { return };
                let order = known.order();
                let (ers_reference, amount) = (order.ers_reference.clone(), order.amount);
                Question::Refund { refund, sending, ers_reference, amount }
            }
            refund::Effect::SubmitReceipt { refund, ers_reference } => {
                Question::SubmitRefund { refund, ers_reference }
            }
        };
        self.ask(question);
    }

    fn begin_polling(&mut self, attempt: AttemptId, reference: String, version: i32) {
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
    }

    pub fn poll(&mut self, attempt: AttemptId) {
        let now = self.now;
        let Some(till) = &mut self.till else { return };
        let Some(poller) = till.pollers.get_mut(&attempt) else { return };
        poller.departed = now;
        let (reference, version) = (poller.reference.clone(), poller.version);
        self.ask(Question::Poll { attempt, reference, version });
    }

    pub fn answer(&mut self, id: Option<u64>, heard: Heard) {
        let Some(till) = &mut self.till else { return };
        if id.is_some_and(|id| !till.pending.remove(&id)) {
            return;
        }
        let (attempt, mut event) = match heard {
            Heard::Payment(attempt, event) => (attempt, event),
            Heard::Refund(refund, mut event) => {
                if self.flaw == Flaw::TakesALostRefundForRefused
                    && let refund::Event::Sent { answer, .. } = &mut event
                    && matches!(answer, RefundAnswer::Lost { .. })
                {
                    let detail = String::new();
                    *answer = RefundAnswer::Refused(Refusal::NotReached { detail });
                }
                return self.hand_in_refund(refund, event);
            }
        };
        if let Event::Polled { answer, .. } = &event
            && let Some(poller) = till.pollers.get_mut(&attempt)
        {
            if let (Flaw::AcknowledgesBeforeCommit, StatusAnswer::Status { version, .. }) =
                (self.flaw, answer)
            {
                poller.version = *version;
            }
            if id.is_some() {
                let next = (poller.departed + 1_000).saturating_sub(self.now);
                let process = self.process;
                self.later(next, Happening::Poll { process, attempt });
            }
        }
        if self.flaw != Flaw::None {
            self.misunderstand(&mut event);
        }
        self.hand_in(attempt, event);
    }

    /// What a register with a flaw takes an answer for.
    fn misunderstand(&self, event: &mut Event) {
        match (self.flaw, event) {
            (Flaw::EndsOnTransportError, Event::Polled { answer, .. })
                if matches!(answer, StatusAnswer::Nothing { .. }) =>
            {
                *answer = canceled();
            }
            (
                Flaw::BooksWhatWasAsked,
                Event::Polled { answer: StatusAnswer::Status { paid, .. }, .. },
            ) => *paid = None,
            (
                Flaw::BooksARepeatedNumber,
                Event::Polled {
                    answer: StatusAnswer::Status { ers_reference: Some(number), .. },
                    ..
                },
            ) if self.ledger.booked.contains_key(number) => number.push(DISGUISE),
            (Flaw::TakesLostForRefused, Event::Sent { answer, .. }) => {
                if let SendAnswer::Lost { detail } = answer {
                    let refusal = Refusal::NotReached { detail: detail.clone() };
                    *answer = SendAnswer::Refused(refusal);
                }
            }
            (Flaw::TakesCancelForGranted, event @ Event::CancelAnswered { .. }) => {
                let Event::CancelAnswered { reference, answer } = &event else { return };
                if *answer != CancelAnswer::Nothing {
                    let reference = reference.clone();
                    *event = Event::Polled { reference, asked: 0, answer: canceled() };
                }
            }
            _ => {}
        }
    }

    /// What a register with a flaw writes.
    fn spoil(&self, decision: &mut Decision) {
        if self.flaw != Flaw::BooksARepeatedNumber {
            return;
        }
        for entry in &mut decision.entries {
            let number = match entry {
                Entry::PaymentPaid { payment, .. } => &mut payment.ers_reference,
                Entry::TenderAdded { tender, .. } => match &mut tender.means {
                    TenderMeans::Seqr { ers_reference, .. } => ers_reference,
                    _ => continue,
                },
                _ => continue,
            };
            *number = number.trim_end_matches(DISGUISE).to_owned();
        }
    }
}

/// The payment or refund that an entry belongs to.
fn subject_of(entry: &Entry) -> Option<AttemptId> {
    entry.attempt().or_else(|| entry.refund().map(subject))
}

fn is_not_cancelled(entry: &Entry) -> bool {
    matches!(entry, Entry::PaymentInDoubt { doubt: Doubt::NotCancelled, .. })
}

fn canceled() -> StatusAnswer {
    StatusAnswer::Status { status: Status::Canceled, version: 0, ers_reference: None, paid: None }
}
