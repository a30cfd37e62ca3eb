//! The register through whole sales, and what it refuses when.

use std::time::Duration;

use jiff::Timestamp;

use super::super::catalog::{Article, ArticleKind, ArticleNumber, Code, Conditions, Name};
use super::super::entry::{DrawerReason, JobId};
use super::super::payment::{
    CancelAnswer, Event, Outcome, Refusal, SendAnswer, State, Status, StatusAnswer, SubmitAnswer,
};
use super::super::receipt::{LineId, Quantity, Returnable};
use super::super::tender::TenderId;
use super::super::tender::TenderMeans;
use super::super::user::{Person, Role, UserNumber};
use super::super::vat::VatRate;
use super::*;

/// A register with the journal that a till would keep for it.
struct Bench {
    register: Register,
    journal: Vec<Entry>,
    effects: Vec<Effect>,
    seconds: u64,
}

fn ore(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

fn person(number: u16, role: Role) -> Person {
    Person { number: UserNumber(number), name: "Ann".to_owned(), role }
}

fn terminal() -> Terminal {
    Terminal {
        id: "t1".to_owned(),
        external_id: "1".to_owned(),
        name: "Kassa 1".to_owned(),
        seqr_id: None,
    }
}

impl Bench {
    /// Someone is logged in and the terminal is registered.
    fn new() -> Self {
        let mut bench = Bench {
            register: Register::default(),
            journal: Vec::new(),
            effects: Vec::new(),
            seconds: 0,
        };
        bench.commit(Decision {
            entries: vec![Entry::TerminalRegistered { terminal: terminal() }],
            ..Decision::default()
        });
        bench.register.set_user(Some(person(1, Role::Cashier)));
        bench
    }

    fn now(&self) -> Now {
        Now { at: Timestamp::UNIX_EPOCH, steady: Duration::from_secs(self.seconds) }
    }

    fn commit(&mut self, decision: Decision) {
        let now = self.now();
        for entry in &decision.entries {
            self.register.apply(entry, now);
        }
        if let Some(attempt) = decision.attempt {
            self.register.adopt(*attempt);
        }
        if let Some(refund) = decision.refund {
            self.register.adopt_refund(*refund);
        }
        self.journal.extend(decision.entries);
        self.effects = decision.effects;
    }

    fn press(&mut self, command: Command) -> Result<(), Refused> {
        let decision = self.register.decide(&command, self.now())?;
        self.commit(decision);
        Ok(())
    }

    fn approve(&mut self, command: &Command, role: Role) -> Result<(), Refused> {
        let decision = self.register.decide_approved(command, &person(9, role), self.now())?;
        self.commit(decision);
        Ok(())
    }

    fn event(&mut self, event: Event) {
        let id = self.register.attempts().last().map(Attempt::id).unwrap();
        let decision = self.register.payment_event(id, event, self.now());
        self.commit(decision);
    }

    fn ring_up(&mut self, minor: i64) {
        self.press(free(minor)).unwrap();
    }

    fn id(&self) -> ReceiptId {
        self.register.receipt().unwrap().id
    }

    fn due(&self) -> i64 {
        self.register.receipt().unwrap().due().minor()
    }

    fn cash(&self, minor: i64) -> Command {
        let receipt = self.register.receipt().unwrap();
        Command::TakeCash { receipt: receipt.id, amount: ore(minor), tender: receipt.next_tender() }
    }

    fn card(&self, minor: i64) -> Command {
        let receipt = self.register.receipt().unwrap();
        Command::TakeCard { receipt: receipt.id, amount: ore(minor), tender: receipt.next_tender() }
    }

    fn seqr(&self, minor: i64) -> Command {
        Command::PayWithSeqr { attempt: self.register.next_attempt().unwrap(), amount: ore(minor) }
    }

    fn issued(&mut self, minor: i64) -> AttemptId {
        let command = self.seqr(minor);
        self.press(command).unwrap();
        self.event(Event::Sent {
            sending: 1,
            answer: SendAnswer::Created { reference: "R".to_owned() },
        });
        self.register.open_attempt().unwrap().id()
    }

    fn restart(&mut self) {
        let mut register = Register::default();
        for entry in &self.journal {
            register.apply(entry, self.now());
        }
        self.register = register;
        for id in self.register.attempts().map(Attempt::id).collect::<Vec<_>>() {
            let decision = self.register.payment_event(id, Event::Recovered, self.now());
            self.commit(decision);
        }
    }

    fn completed(&self) -> Option<(u64, i64, i64)> {
        self.journal.iter().rev().find_map(|entry| match entry {
            Entry::ReceiptCompleted { number, settlement, .. } => {
                Some((number.0, settlement.change.minor(), settlement.rounding.minor()))
            }
            _ => None,
        })
    }
}

fn free(minor: i64) -> Command {
    Command::AddFree {
        name: Name::new("Fritt", None),
        group: Name::new("Allt", None),
        price: ore(minor),
        vat: VatRate::from_hundredths(2500),
        code: None,
    }
}

fn status(status: Status, asked: i32, version: i32, ers: Option<&str>, paid: Option<i64>) -> Event {
    Event::Polled {
        reference: "R".to_owned(),
        asked,
        answer: StatusAnswer::Status {
            status,
            version,
            ers_reference: ers.map(str::to_owned),
            paid: paid.map(ore),
        },
    }
}

fn paid(ers: &str, amount: Option<i64>) -> Event {
    status(Status::Paid, 0, 3, Some(ers), amount)
}

mod discounts;
mod flows;
mod keeping;
mod permissions;
mod random;
mod returns;
mod settling;
