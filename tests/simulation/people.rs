//! Who stands at the register: a cashier in turns, and now and then a manager.

use kassa::core::entry::Entry;
use kassa::core::payment::{Attempt, Case, Offer, Unsettled, Verdict};
use kassa::core::refund::{self, RefundId};
use kassa::core::register::{Command, Decision, Refused};
use kassa::core::time::Now;
use kassa::core::user::{Person, Role, UserNumber};

use crate::cashier;
use crate::chance::{Random, Topic};
use crate::figures::Fault;
use crate::flaw::Flaw;
use crate::promise::Promise;
use crate::seqr::Word;
use crate::till::Carried;
use crate::world::{Happening, World};

/// The manager's number.
pub const MANAGER: UserNumber = UserNumber(9);
/// How long a payment may be in doubt, once everything works, before the manager settles it.
const PATIENCE: u64 = 90_000;

impl World {
    /// The cashier's turn.
    pub fn turn(&mut self) {
        self.turn += 1;
        self.writes_in_turn = 0;
        let turn = self.turn;
        let calm = self.calm_since.is_some();
        let pause = match self.chance.happens(Topic::Pause, turn, 0, 800) {
            Some(mut random) if !calm => random.between(200, 8_000),
            _ => 1_000,
        };
        self.later(pause, Happening::Turn);
        if !calm {
            self.weather();
        }
        let now = self.clock();
        let Some(till) = &mut self.till else { return };
        if till.register.user().is_none() {
            let number = UserNumber(turn as u16 % 3 + 1);
            till.register.set_user(Some(person(number, Role::Cashier)));
        }
        match self.calm_since {
            Some(since) => self.finish(now, since),
            None => self.sell(now, turn),
        }
    }

    fn sell(&mut self, now: Now, turn: u32) {
        if let Some(mut random) = self.chance.happens(Topic::Manager, turn, 0, 150) {
            self.manager_comes(now, &mut random);
        }
        let Some(till) = &self.till else { return };
        let stale = self.chance.happens(Topic::Stale, turn, 0, 100);
        let command = match stale {
            Some(mut random) if !self.earlier_presses.is_empty() => {
                self.figures.count(Fault::StalePress);
                Some(random.pick(&self.earlier_presses).clone())
            }
            _ => {
                let press = self.chance.happens(Topic::Press, turn, 0, 920);
                press.and_then(|mut random| {
                    cashier::choose(&till.register, &self.ledger, now, &mut random)
                })
            }
        };
        let Some(command) = command else { return };
        if self.press(&command)
            && self.chance.happens(Topic::Bounce, turn, 0, 300).is_some()
            && self.till.is_some()
        {
            self.figures.count(Fault::DoublePress);
            self.say(|| "The finger bounces: it is pressed twice.".to_owned());
            self.bounces(&command);
        }
        self.earlier_presses.push(command);
        if self.earlier_presses.len() > 8 {
            let _oldest = self.earlier_presses.remove(0);
        }
    }

    /// A finger that bounces, or a second finger.
    fn bounces(&mut self, command: &Command) {
        let mut second = command.clone();
        if self.flaw == Flaw::CountsEveryTap
            && let Some(till) = &self.till
            && let Some(receipt) = till.register.receipt()
            && let Command::TakeCash { tender, .. } | Command::TakeCard { tender, .. } = &mut second
        {
            *tender = receipt.next_tender();
        }
        if self.flaw == Flaw::SecondAttempt
            && let Command::PayWithSeqr { .. } = command
        {
            return self.begins_a_second_attempt();
        }
        if self.press(&second) && cashier::has_one_effect(command) {
            self.breaks(
                Promise::OneEffect.broken(format!("pressed twice, taken twice: {command:?}")),
            );
        }
    }

    fn begins_a_second_attempt(&mut self) {
        let now = self.clock();
        let open = self.till.as_ref().and_then(|till| till.register.open_attempt());
        let Some(mut order) = open.map(|open| open.order().clone()) else { return };
        order.attempt.number += 1;
        let (attempt, step) = Attempt::begin(order, now);
        let _done = self.carry_out(Decision {
            entries: step.entries,
            effects: step.effects.into_iter().map(kassa::core::register::Effect::Payment).collect(),
            attempt: Some(Box::new(attempt)),
            refund: None,
        });
    }

    /// Returns whether it was accepted and carried out.
    fn press(&mut self, command: &Command) -> bool {
        // A till looks up what can come back at the moment of the press.
        let mut command = command.clone();
        if let Command::BeginReturn { of, .. } = &mut command {
            let now = self.ledger.returnables().find(|it| it.origin.receipt == of.origin.receipt);
            let Some(now) = now else { return false };
            **of = now;
        }
        self.presses(&command)
    }

    fn presses(&mut self, command: &Command) -> bool {
        let now = self.clock();
        let Some(till) = &self.till else { return false };
        let ends = matches!(command, Command::LogOut | Command::Quit);
        let decided = till.register.decide(command, now);
        let decided = match decided {
            Err(_) if ends && self.flaw == Flaw::EndsMeanwhile => Ok(Decision::default()),
            Err(Refused::Unacknowledged) if self.flaw == Flaw::GivesBackTooEarly => {
                let mut hasty = till.register.clone();
                for id in till.register.attempts().map(Attempt::id) {
                    hasty.apply(&Entry::PaymentAcknowledged { attempt: id }, now);
                }
                hasty.decide(command, now)
            }
            decided => decided,
        };
        let Ok(decision) = decided else { return false };
        self.say(|| crate::story::press(command));
        if let Command::BeginReturn { of, .. } = command
            && let Some(journal) = &self.journal
        {
            let checked = journal.can_return(of);
            self.check(checked);
        }
        if matches!(command, Command::PayWithSeqr { .. }) {
            self.figures.payments += 1;
        }
        let done = self.carry_out(decision) == Carried::Done;
        if ends && done {
            self.ends_the_shift(command);
        }
        done && *command != Command::Quit
    }

    fn ends_the_shift(&mut self, command: &Command) {
        if let Some(open) = self.ledger.open {
            let how = format!("{command:?} while {open} is open");
            self.breaks(Promise::NothingEndsMeanwhile.broken(how));
        }
        if *command == Command::Quit {
            let owed = self.ledger.attempts.values().any(|known| known.is_owed_a_poll());
            if self.was_gentle && owed {
                let how = "the program ends before SEQR knows of a payment";
                self.breaks(Promise::NothingEndsMeanwhile.broken(how));
            }
            self.stop(u64::from(self.turn) * 977 % 60_000);
        }
    }

    /// Everything works again: what is there is finished.
    fn finish(&mut self, now: Now, since: u64) {
        let Some(till) = &self.till else { return };
        let in_doubt = till.register.open_attempt().filter(|open| open.can_be_settled());
        if let Some(open) = in_doubt
            && self.now - since > PATIENCE
        {
            let id = open.id();
            let verdict = if self.was_paid(id) { Verdict::Paid } else { Verdict::NotPaid };
            return self.settles(id, verdict, now);
        }
        let refund = till.register.open_refund();
        if let Some(id) = refund.map(|refund| refund.id())
            && refund.is_some_and(|it| matches!(it.state(), refund::State::InDoubt { .. }))
            && self.now - since > PATIENCE
        {
            return self.settles_refund(id, self.seqr.refunded(id) > 0, now);
        }
        // Money that SEQR took back, or may take back, pays for nothing: a manager looks into it first.
        let present = till.register.receipt().map(|receipt| receipt.id);
        let returned = till.register.receipt().and_then(|receipt| receipt.returns());
        let list = till.register.unsettled(now);
        let holds = list.iter().find(|unsettled| {
            let of = Some(unsettled.subject.receipt());
            match unsettled.case {
                Case::TakenBack(_) | Case::NotPaidAfterAll { .. } => {
                    of == present || of == returned
                }
                Case::Unacknowledged(_) => of == returned && unsettled.offers == Offer::Noting,
                _ => false,
            }
        });
        if let Some(unsettled) = holds.cloned() {
            return self.notes(&unsettled, now);
        }
        if let Some(command) = cashier::finish(&till.register, now) {
            let _done = self.press(&command);
        }
    }

    fn manager_comes(&mut self, now: Now, random: &mut Random) {
        let Some(till) = &self.till else { return };
        if let Some(refund) = till.register.open_refund().map(|refund| refund.id()) {
            let given_back = (self.seqr.refunded(refund) > 0) != random.per_mille(300);
            return self.settles_refund(refund, given_back, now);
        }
        let owed = till.register.owed_refunds().next().map(|owed| owed.payment);
        if let Some(payment) = owed
            && random.per_mille(200)
        {
            let reason = "the customer does not want it".to_owned();
            let _dropped = self.approves(&Command::DropOwedRefund { payment, reason }, now);
            return;
        }
        let list = till.register.unsettled(now);
        if list.is_empty() {
            return;
        }
        let unsettled = random.pick(&list);
        match unsettled.offers {
            Offer::Settling => {
                let Some(attempt) = unsettled.subject.payment() else { return };
                let paid = self.was_paid(attempt) != random.per_mille(300);
                let verdict = if paid { Verdict::Paid } else { Verdict::NotPaid };
                self.settles(attempt, verdict, now);
            }
            Offer::Noting if random.per_mille(300) => self.notes(unsettled, now),
            Offer::Noting | Offer::Nothing => {}
        }
    }

    fn notes(&mut self, unsettled: &Unsettled, now: Now) {
        let Some(attempt) = unsettled.subject.payment() else { return };
        let reason = "seen to".to_owned();
        if self.approves(&Command::NotePayment { attempt, reason }, now) {
            self.figures.count(match unsettled.case {
                Case::Unacknowledged(_) => Fault::NotedUnacknowledged,
                _ => Fault::Noted,
            });
        }
    }

    fn settles(&mut self, attempt: kassa::core::payment::AttemptId, verdict: Verdict, now: Now) {
        let rightly = self.was_paid(attempt) == (verdict == Verdict::Paid);
        let reason = "seen on the phone".to_owned();
        if self.approves(&Command::SettlePayment { attempt, verdict, reason }, now) {
            let fault = if rightly { Fault::SettledRightly } else { Fault::SettledWrongly };
            self.figures.count(fault);
        }
    }

    fn settles_refund(&mut self, refund: RefundId, given_back: bool, now: Now) {
        let rightly = (self.seqr.refunded(refund) > 0) == given_back;
        let verdict = match given_back {
            true => refund::Verdict::GivenBack,
            false => refund::Verdict::NotGivenBack,
        };
        let reason = "as SEQR's report says".to_owned();
        if self.approves(&Command::SettleRefund { refund, verdict, reason }, now) {
            self.figures.count(match rightly {
                true => Fault::RefundSettledRightly,
                false => Fault::RefundSettledWrongly,
            });
        }
    }

    fn approves(&mut self, command: &Command, now: Now) -> bool {
        let Some(till) = &self.till else { return false };
        let manager = person(MANAGER, Role::Manager);
        let Ok(decision) = till.register.decide_approved(command, &manager, now) else {
            return false;
        };
        self.say(|| crate::story::press(command));
        self.carry_out(decision) == Carried::Done
    }

    /// What the customer's phone shows.
    fn was_paid(&self, attempt: kassa::core::payment::AttemptId) -> bool {
        let reference = self.ledger.attempts.get(&attempt).and_then(|it| it.reference.as_ref());
        let invoice = reference.and_then(|reference| self.seqr.invoice(reference));
        invoice.is_some_and(|invoice| invoice.word == Word::Paid)
    }
}

fn person(number: UserNumber, role: Role) -> Person {
    Person { number, name: "K".to_owned(), role }
}
