//! The way to SEQR and back: requests and answers are lost, late, doubled, or say something else.

use kassa::core::money::Amount;
use kassa::core::payment::{
    AttemptId, CancelAnswer, Event, Refusal, SendAnswer, Status, StatusAnswer, SubmitAnswer,
    Verdict,
};
use kassa::core::refund::{self, RefundAnswer, RefundId};
use kassa::seqr::result_code::{InvoiceOutcome, PaymentOutcome, PlainOutcome, ResultCode};

use crate::chance::{Random, Topic};
use crate::figures::{Fault, Operation};
use crate::ledger::Acknowledgement;
use crate::promise::Promise;
use crate::seqr::{self, Quirk};
use crate::world::{Happening, World};

/// Codes with which SEQR refuses an invoice for good.
pub const REFUSALS: [i32; 12] = [10, 11, 12, 20, 21, 29, 33, 37, 49, 64, 91, 92];
/// Codes that say nothing about a payment that exists.
pub const SAYS_NOTHING: [i32; 9] = [20, 21, 29, 33, 37, 90, 91, 93, 94];
/// Codes that leave open whether an invoice was made.
pub const LEAVES_OPEN: [i32; 3] = [90, 93, 94];

/// What comes back, and to which machine.
#[derive(Debug, Clone)]
pub enum Heard {
    Payment(AttemptId, Event),
    Refund(RefundId, refund::Event),
}

/// Codes with which SEQR refuses a refund for good.
pub const REFUND_REFUSALS: [i32; 3] = [seqr::MAY_NOT_REFUND, seqr::TAKES_NO_REFUND, 21];

/// A refund among the attempts whose occasions are counted: its return has no payments.
pub fn subject(refund: RefundId) -> AttemptId {
    AttemptId { receipt: refund.receipt, number: refund.number }
}

/// A request.
#[derive(Debug, Clone)]
pub enum Question {
    Send { attempt: AttemptId, sending: u32 },
    Poll { attempt: AttemptId, reference: String, version: i32 },
    Cancel { attempt: AttemptId, reference: String },
    Submit { attempt: AttemptId, ers_reference: String },
    Refund { refund: RefundId, sending: u32, ers_reference: String, amount: Amount },
    SubmitRefund { refund: RefundId, ers_reference: String },
}

/// A request on its way.
#[derive(Debug, Clone)]
pub struct Request {
    pub process: u32,
    pub id: u64,
    /// Its name among the occasions.
    turn: u32,
    number: u32,
    /// When the client gives up.
    limit: u64,
    pub question: Question,
}

impl Question {
    /// Under which name its occasions are counted.
    pub fn attempt(&self) -> AttemptId {
        match self {
            Question::Send { attempt, .. }
            | Question::Poll { attempt, .. }
            | Question::Cancel { attempt, .. }
            | Question::Submit { attempt, .. } => *attempt,
            Question::Refund { refund, .. } | Question::SubmitRefund { refund, .. } => {
                subject(*refund)
            }
        }
    }

    fn kind(&self) -> usize {
        match self {
            Question::Poll { .. } => 0,
            Question::Send { .. } => 1,
            Question::Cancel { .. } => 2,
            Question::Submit { .. } | Question::SubmitRefund { .. } => 3,
            Question::Refund { .. } => 4,
        }
    }

    /// What the client reports when no answer came, or one that says nothing.
    pub fn unanswered(&self) -> Heard {
        let detail = String::new();
        let event = match self {
            Question::Refund { refund, sending, .. } => {
                let answer = RefundAnswer::Lost { detail };
                return Heard::Refund(*refund, refund::Event::Sent { sending: *sending, answer });
            }
            Question::SubmitRefund { refund, .. } => {
                return Heard::Refund(*refund, refund::Event::Submitted(SubmitAnswer::Nothing));
            }
            Question::Send { sending, .. } => {
                Event::Sent { sending: *sending, answer: SendAnswer::Lost { detail } }
            }
            Question::Poll { reference, version, .. } => {
                let answer = StatusAnswer::Nothing { detail };
                Event::Polled { reference: reference.clone(), asked: *version, answer }
            }
            Question::Cancel { reference, .. } => {
                let (reference, answer) = (reference.clone(), CancelAnswer::Nothing);
                Event::CancelAnswered { reference, answer }
            }
            Question::Submit { .. } => Event::Submitted(SubmitAnswer::Nothing),
        };
        Heard::Payment(self.attempt(), event)
    }

    /// What the client reports for a result code that is not success.
    fn coded(&self, code: i32) -> Heard {
        let detail = String::new();
        let event = match self {
            Question::Refund { refund, sending, .. } => {
                let answer = match ResultCode(code).refund_outcome() {
                    PlainOutcome::Refused => RefundAnswer::Refused(Refusal::Code { code, detail }),
                    PlainOutcome::Done | PlainOutcome::Unknown => RefundAnswer::Lost { detail },
                };
                return Heard::Refund(*refund, refund::Event::Sent { sending: *sending, answer });
            }
            Question::SubmitRefund { .. } => return self.unanswered(),
            Question::Send { sending, .. } => {
                let answer = match ResultCode(code).invoice_outcome() {
                    InvoiceOutcome::Refused => SendAnswer::Refused(Refusal::Code { code, detail }),
                    InvoiceOutcome::Made | InvoiceOutcome::Unknown => SendAnswer::Lost { detail },
                };
                Event::Sent { sending: *sending, answer }
            }
            Question::Poll { reference, version, .. } => {
                let answer = match ResultCode(code).payment_outcome() {
                    PaymentOutcome::NotFound => StatusAnswer::NotFound,
                    _ => StatusAnswer::Nothing { detail },
                };
                Event::Polled { reference: reference.clone(), asked: *version, answer }
            }
            Question::Cancel { reference, .. } => {
                let answer = match ResultCode(code).payment_outcome() {
                    PaymentOutcome::Answered | PaymentOutcome::CanceledBefore => {
                        CancelAnswer::Cancelled
                    }
                    PaymentOutcome::Paid => CancelAnswer::AlreadyPaid,
                    PaymentOutcome::InProgress => CancelAnswer::Confirming,
                    PaymentOutcome::NotFound => CancelAnswer::NotFound,
                    PaymentOutcome::Unknown => CancelAnswer::Nothing,
                };
                Event::CancelAnswered { reference: reference.clone(), answer }
            }
            Question::Submit { .. } => Event::Submitted(SubmitAnswer::Nothing),
        };
        Heard::Payment(self.attempt(), event)
    }

    fn not_reached(&self) -> Heard {
        let refusal = Refusal::NotReached { detail: String::new() };
        match self {
            Question::Send { attempt, sending } => {
                let answer = SendAnswer::Refused(refusal);
                Heard::Payment(*attempt, Event::Sent { sending: *sending, answer })
            }
            Question::Refund { refund, sending, .. } => {
                let answer = RefundAnswer::Refused(refusal);
                Heard::Refund(*refund, refund::Event::Sent { sending: *sending, answer })
            }
            _ => self.unanswered(),
        }
    }

    fn time_limit(&self) -> u64 {
        match self {
            Question::Send { .. } | Question::Refund { .. } => 15_000,
            Question::Submit { .. } | Question::SubmitRefund { .. } => 10_000,
            Question::Poll { .. } | Question::Cancel { .. } => 5_000,
        }
    }
}

impl World {
    /// A request leaves the machine.
    pub fn ask(&mut self, question: Question) {
        self.say_of(&question, "leaves");
        self.is_written_down(&question);
        self.asked += 1;
        let (process, id, kind) = (self.process, self.asked, question.kind());
        let origin = self.origins.entry(question.attempt()).or_default();
        origin.requests[kind] += 1;
        let (turn, number) = (origin.turn, kind as u32 * 1_000_000 + origin.requests[kind]);
        if let Some(till) = &mut self.till {
            let _new = till.pending.insert(id);
        }
        let limit = self.now + question.time_limit();
        let request = Request { process, id, turn, number, limit, question };
        let mut way = self.chance.latency(Topic::Request, turn, number);
        let network = self.trouble.network;
        if self.now < self.outage_until {
            if number.is_multiple_of(2) {
                return self.is_lost(request, Fault::RequestLost);
            }
            return self.does_not_reach(request);
        }
        if let Some(mut random) = self.chance.happens(Topic::Request, turn, number, network) {
            match random.below(4) {
                0 => return self.is_lost(request, Fault::RequestLost),
                1 => return self.does_not_reach(request),
                // It arrives after the client has given up, or long after.
                2 => way = random.between(4_000, 40_000),
                _ => way = random.between(500, 4_500),
            }
            self.figures.count(Fault::RequestLate);
            self.say_of(&request.question, "is late");
        }
        if self.now + way >= limit {
            let left = limit - self.now;
            self.later(left, Happening::TimeLimit(request.clone()));
        }
        self.later(way, Happening::Arrive(request));
    }

    fn is_lost(&mut self, request: Request, fault: Fault) {
        self.figures.count(fault);
        let words =
            if fault == Fault::RequestLost { "is lost" } else { "is answered; the answer is lost" };
        self.say_of(&request.question, words);
        if let Some(left) = request.limit.checked_sub(self.now) {
            self.later(left, Happening::TimeLimit(request));
        }
    }

    fn does_not_reach(&mut self, request: Request) {
        self.figures.count(Fault::NotReached);
        self.say_of(&request.question, "does not leave the machine");
        let heard = request.question.not_reached();
        let (process, id) = (request.process, Some(request.id));
        self.later(20, Happening::Answer { process, id, heard });
    }

    /// Rules 1, 6 and 8: no request that moves money leaves before its entry.
    fn is_written_down(&mut self, question: &Question) {
        let known = self.ledger.attempts.get(&question.attempt());
        let settled = |verdict| {
            let settled = known.and_then(|known| known.settled);
            settled.is_some_and(|settled| settled.verdict == verdict)
        };
        let fine = match question {
            Question::Send { sending, .. } => {
                known.is_some_and(|known| known.sendings == *sending && known.over.is_none())
            }
            Question::Cancel { .. } => {
                known.is_some_and(|known| known.cancel_asked) || settled(Verdict::NotPaid)
            }
            Question::Submit { ers_reference, .. } => known.is_some_and(|known| {
                known.acknowledgement == Acknowledgement::Given
                    && known.payment.as_ref().map(|it| &it.ers_reference) == Some(ers_reference)
            }),
            Question::Poll { attempt, reference, version } => {
                let paid = self.seqr.would_acknowledge(reference, *version);
                paid.is_none_or(|invoice| {
                    let booked = self.ledger.booked.get(&invoice.ers_reference);
                    booked.is_some_and(|(of, _)| of == attempt) || settled(Verdict::Paid)
                })
            }
            Question::Refund { refund, sending, .. } => {
                let known = self.ledger.refunds.known.get(refund);
                known.is_some_and(|known| known.sendings == *sending && known.is_open())
            }
            Question::SubmitRefund { refund, ers_reference } => {
                let known = self.ledger.refunds.known.get(refund);
                known.is_some_and(|it| it.ers_reference.as_ref() == Some(ers_reference))
            }
        };
        if !fine {
            self.breaks(Promise::WrittenFirst.broken(format!("{question:?} is not written down")));
        }
    }

    /// A request reaches SEQR.
    pub fn arrive(&mut self, request: Request) {
        let (turn, number) = (request.turn, request.number);
        let network = self.trouble.network;
        let mut way = self.chance.latency(Topic::Answer, turn, number);
        let (heard, lost) = match self.chance.happens(Topic::Answer, turn, number, network) {
            None => (Some(self.answered(&request)), false),
            Some(mut random) => self.answered_strangely(&request, &mut random, &mut way),
        };
        let Some(heard) = heard.filter(|_| !lost) else {
            return self.is_lost(request, Fault::AnswerLost);
        };
        self.say_answer(&heard);
        let in_time = self.now + way < request.limit;
        if !in_time && self.now < request.limit {
            let left = request.limit - self.now;
            self.later(left, Happening::TimeLimit(request.clone()));
        }
        let (process, id) = (request.process, Some(request.id));
        self.later(way, Happening::Answer { process, id, heard });
    }

    /// One of the ways in which an answer can be wrong; and whether it is lost.
    fn answered_strangely(
        &mut self,
        request: &Request,
        random: &mut Random,
        way: &mut u64,
    ) -> (Option<Heard>, bool) {
        let question = &request.question;
        let fault = match random.below(10) {
            0 => Fault::Refused,
            1 => Fault::UnknownCode,
            2 => Fault::UnknownCodeAfterEffect,
            3 => Fault::AnswerLost,
            4 => Fault::AnswerLate,
            5 => Fault::AnswerDoubled,
            6 if matches!(question, Question::Poll { .. } | Question::Cancel { .. }) => {
                Fault::NotFound
            }
            7 if matches!(question, Question::Poll { .. }) => Fault::WithoutNumber,
            8 if matches!(question, Question::Poll { .. }) => Fault::OtherWord,
            9 if matches!(question, Question::Poll { .. }) => Fault::WithoutVersion,
            _ => Fault::AnswerLost,
        };
        if fault != Fault::AnswerLost {
            self.figures.count(fault);
        }
        let heard = match fault {
            Fault::Refused if matches!(question, Question::Send { .. }) => {
                self.coded(question, *random.pick(&REFUSALS))
            }
            Fault::Refused if matches!(question, Question::Refund { .. }) => {
                self.coded(question, *random.pick(&REFUND_REFUSALS))
            }
            Fault::Refused | Fault::UnknownCode => {
                let send = matches!(question, Question::Send { .. } | Question::Refund { .. });
                let codes = if send { &LEAVES_OPEN[..] } else { &SAYS_NOTHING[..] };
                self.coded(question, *random.pick(codes))
            }
            Fault::UnknownCodeAfterEffect => {
                let _unseen = self.answered(request);
                self.coded(question, *random.pick(&LEAVES_OPEN))
            }
            Fault::AnswerLost => {
                let _unseen = self.answered(request);
                return (None, true);
            }
            Fault::NotFound => self.coded(question, seqr::NO_SUCH_INVOICE),
            _ => self.answered(request),
        };
        match fault {
            Fault::AnswerLate => *way = random.between(500, 20_000),
            Fault::AnswerDoubled => {
                let after = *way + random.between(0, 30_000);
                let (process, heard) = (request.process, heard.clone());
                self.later(after, Happening::Answer { process, id: None, heard });
            }
            _ => {}
        }
        (Some(strange(heard, fault)), false)
    }

    fn coded(&mut self, question: &Question, code: i32) -> Heard {
        let operation = match question {
            Question::Send { .. } => Operation::Send,
            Question::Poll { .. } => Operation::Poll,
            Question::Cancel { .. } => Operation::Cancel,
            Question::Refund { .. } => Operation::Refund,
            Question::Submit { .. } | Question::SubmitRefund { .. } => return question.coded(code),
        };
        let _known = self.figures.codes.insert((operation, code));
        question.coded(code)
    }

    fn answered(&mut self, request: &Request) -> Heard {
        let event = match &request.question {
            Question::Refund { refund, sending, ers_reference, amount } => {
                return match self.seqr.refund(ers_reference, *refund, *amount) {
                    Ok(number) => {
                        let ers_reference = (!request.number.is_multiple_of(7)).then_some(number);
                        let answer = RefundAnswer::Refunded { ers_reference };
                        let sending = *sending;
                        Heard::Refund(*refund, refund::Event::Sent { sending, answer })
                    }
                    Err(code) => self.coded(&request.question, code),
                };
            }
            Question::SubmitRefund { refund, .. } => {
                return Heard::Refund(*refund, refund::Event::Submitted(SubmitAnswer::Taken));
            }
            Question::Send { attempt, sending } => {
                let answer = self.sent(*attempt, *sending, request.turn);
                Event::Sent { sending: *sending, answer }
            }
            Question::Poll { reference, version, .. } => {
                let answer = self.seqr.poll(reference, *version, self.now);
                Event::Polled { reference: reference.clone(), asked: *version, answer }
            }
            Question::Cancel { reference, .. } => {
                let code = self.seqr.cancel(reference, self.now);
                // Both numbers say the same.
                let code = match code {
                    seqr::CANCELLED_BEFORE if request.number.is_multiple_of(2) => 55,
                    seqr::IN_PROGRESS if request.number.is_multiple_of(3) => 48,
                    code => code,
                };
                return self.coded(&request.question, code);
            }
            Question::Submit { .. } => Event::Submitted(SubmitAnswer::Taken),
        };
        Heard::Payment(request.question.attempt(), event)
    }

    fn sent(&mut self, attempt: AttemptId, sending: u32, turn: u32) -> SendAnswer {
        let known = self.ledger.attempts.get(&attempt);
        let asked = known.map(|known| known.order.amount).unwrap_or_default();
        let place = self.seqr.send(attempt, asked, self.now);
        if let Some(mut random) =
            self.chance.happens(Topic::Quirk, turn, sending, self.trouble.quirk)
        {
            self.is_treated_strangely(place, &mut random);
        }
        self.expect_customer(place, asked, turn, sending);
        SendAnswer::Created { reference: self.seqr.invoices[place].reference.clone() }
    }

    fn is_treated_strangely(&mut self, place: usize, random: &mut Random) {
        let soon = self.now + random.between(0, 60_000);
        let quirk = match random.below(4) {
            0 => Quirk::ForgottenFrom(soon),
            1 => Quirk::NamelessUntil(soon),
            2 => Quirk::NamelessUntil(u64::MAX),
            _ => {
                // Of a number that the register has not heard yet it could not say that it is repeated.
                let booked = &self.ledger.booked;
                self.seqr.repeat_number(place, |number| booked.contains_key(number));
                if self.seqr.invoices[place].quirk.is_some() {
                    self.figures.count(Fault::RepeatedNumber);
                    self.say(|| {
                        format!("SEQR gives invoice-{place} the number of another payment.")
                    });
                }
                return;
            }
        };
        self.seqr.invoices[place].quirk = Some(quirk);
        self.figures.count(match quirk {
            Quirk::ForgottenFrom(_) => Fault::Forgotten,
            _ => Fault::Nameless,
        });
        self.say(|| crate::story::quirk(place, quirk));
    }

    fn say_of(&mut self, question: &Question, what: &str) {
        if let Some(story) = &mut self.story
            && self.broken.is_none()
        {
            story.say_of(self.now, question, what);
        }
    }

    fn say_answer(&mut self, heard: &Heard) {
        if let Some(story) = &mut self.story
            && self.broken.is_none()
        {
            story.say_answer(self.now, heard);
        }
    }
}

/// An answer to a poll that leaves out something, or uses another word.
fn strange(mut heard: Heard, fault: Fault) -> Heard {
    if let Heard::Payment(_, Event::Polled { answer, .. }) = &mut heard
        && let StatusAnswer::Status { status, version, ers_reference, .. } = answer
    {
        match fault {
            Fault::WithoutNumber => *ers_reference = None,
            Fault::OtherWord if *status == Status::Issued => {
                *status = Status::Other("PENDING_ISSUER_ACKNOWLEDGE".to_owned());
            }
            Fault::WithoutVersion if *status == Status::Issued => *version = 0,
            _ => {}
        }
    }
    heard
}
