//! The way to SEQR and back: requests and answers are lost, late, doubled, or refused with a code.

use kassa::core::payment::{AttemptId, CancelAnswer, Event, Refusal, SendAnswer, StatusAnswer};

use crate::ledger::Acknowledgement;
use crate::world::{Happening, World};

/// A request.
#[derive(Debug, Clone)]
pub enum Question {
    Send { attempt: AttemptId, sending: u32 },
    Poll { attempt: AttemptId, reference: String, version: i32 },
    Cancel { attempt: AttemptId, reference: String },
    Submit { attempt: AttemptId, ers_reference: String },
}

impl Question {
    pub fn attempt(&self) -> AttemptId {
        match self {
            Question::Send { attempt, .. }
            | Question::Poll { attempt, .. }
            | Question::Cancel { attempt, .. }
            | Question::Submit { attempt, .. } => *attempt,
        }
    }

    /// What the client reports when no answer came, or one that says nothing.
    pub fn unanswered(&self) -> Event {
        let detail = String::new();
        match self.clone() {
            Question::Send { sending, .. } => {
                Event::Sent { sending, answer: SendAnswer::Lost { detail } }
            }
            Question::Poll { reference, version, .. } => {
                let answer = StatusAnswer::Nothing { detail };
                Event::Polled { reference, asked: version, answer }
            }
            Question::Cancel { reference, .. } => {
                Event::CancelAnswered { reference, answer: CancelAnswer::Nothing }
            }
            Question::Submit { .. } => Event::Submitted { taken: false },
        }
    }

    /// What the client reports when the request certainly had no effect.
    fn refused(&self, refusal: Refusal) -> Event {
        match self {
            Question::Send { sending, .. } => {
                Event::Sent { sending: *sending, answer: SendAnswer::Refused(refusal) }
            }
            _ => self.unanswered(),
        }
    }

    fn time_limit(&self) -> u64 {
        match self {
            Question::Send { .. } => 15_000,
            Question::Submit { .. } => 10_000,
            Question::Poll { .. } | Question::Cancel { .. } => 5_000,
        }
    }
}

impl World {
    /// A request leaves the machine.
    pub fn ask(&mut self, question: Question) {
        self.is_written_down(&question);
        let (process, id) = (self.process, self.random.between(1, u64::MAX - 1));
        if let Some(till) = &mut self.till {
            let _new = till.pending.insert(id);
        }
        let limit = question.time_limit();
        self.later(limit, Happening::TimeLimit { process, id, question: question.clone() });
        if !matches!(question, Question::Poll { .. }) {
            self.say(|| format!("    asks: {question:?}"));
        }
        let fate =
            if self.random.per_mille(self.trouble.network) { self.random.below(5) } else { 9 };
        let way = match fate {
            0 => return,
            1 => {
                let refusal = Refusal::NotReached { detail: String::new() };
                let (attempt, event) = (question.attempt(), question.refused(refusal));
                let answer = Happening::Answer { process, id: Some(id), attempt, event };
                return self.later(20, answer);
            }
            // It arrives after the client has given up, or long after.
            2 => self.random.between(4_000, 40_000),
            3 => self.random.between(500, 4_500),
            _ => self.random.between(10, 200),
        };
        self.later(way, Happening::Arrive { process, id, question });
    }

    /// Rules 1, 6 and 8: no request that moves money leaves before its entry.
    fn is_written_down(&mut self, question: &Question) {
        let known = self.ledger.attempts.get(&question.attempt());
        let fine = match question {
            Question::Send { sending, .. } => {
                known.is_some_and(|known| known.sendings == *sending && !known.over)
            }
            Question::Cancel { .. } => known.is_some_and(|known| known.cancel_asked),
            Question::Submit { ers_reference, .. } => known.is_some_and(|known| {
                known.acknowledgement == Acknowledgement::Given
                    && known.payment.as_ref().map(|it| &it.ers_reference) == Some(ers_reference)
            }),
            Question::Poll { reference, version, .. } => {
                let acknowledged = self.seqr.would_acknowledge(reference, *version);
                acknowledged
                    .is_none_or(|invoice| self.ledger.booked.contains_key(&invoice.ers_reference))
            }
        };
        if !fine {
            self.breaks(format!("it is not written down: {question:?}"));
        }
    }

    /// A request reaches SEQR.
    pub fn arrive(&mut self, process: u32, id: u64, question: Question) {
        let trouble = self.random.per_mille(self.trouble.network);
        let fate = if trouble { self.random.below(7) } else { 9 };
        let attempt = question.attempt();
        let event = match fate {
            0 => question.refused(Refusal::Code { code: 49, detail: String::new() }),
            1 => question.unanswered(),
            5 | 6 => strange(self.answered(&question), fate == 5),
            _ => self.answered(&question),
        };
        if !matches!(question, Question::Poll { .. }) {
            self.say(|| format!("    SEQR: {event:?}"));
        }
        let way = match fate {
            2 => return,
            3 => self.random.between(500, 20_000),
            _ => self.random.between(10, 200),
        };
        if fate == 4 {
            let after = way + self.random.between(0, 30_000);
            let event = event.clone();
            self.later(after, Happening::Answer { process, id: None, attempt, event });
        }
        self.later(way, Happening::Answer { process, id: Some(id), attempt, event });
    }

    fn answered(&mut self, question: &Question) -> Event {
        match question.clone() {
            Question::Send { attempt, sending } => {
                Event::Sent { sending, answer: self.sent(attempt) }
            }
            Question::Poll { reference, version, .. } => {
                let answer = self.seqr.poll(&reference, version, self.now);
                Event::Polled { reference, asked: version, answer }
            }
            Question::Cancel { reference, .. } => {
                let answer = self.seqr.cancel(&reference);
                Event::CancelAnswered { reference, answer }
            }
            Question::Submit { .. } => Event::Submitted { taken: true },
        }
    }
}

/// An answer that SEQR should not give: "no such invoice" (54), or a payment without its number.
fn strange(mut event: Event, not_found: bool) -> Event {
    if let Event::Polled { answer, .. } = &mut event {
        match answer {
            StatusAnswer::Status { ers_reference, .. } if !not_found => *ers_reference = None,
            _ => *answer = StatusAnswer::NotFound,
        }
    }
    event
}
