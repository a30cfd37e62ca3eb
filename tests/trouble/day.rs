//! A day at the register, step by step: each step is one commit, and can be taken again if the disk refused it.

use kassa::core::entry::Entry;
use kassa::core::payment::{AttemptId, Event, SendAnswer, Status, StatusAnswer, SubmitAnswer};
use kassa::core::receipt::Quantity;
use kassa::core::register::{Command, Decision};
use kassa::journal::JournalError;

use crate::support::{CASHIER, TERMINAL, Till, article, kronor, terminal, user};

#[derive(Debug, Clone)]
pub enum Step {
    /// What a new register is given.
    SetUp,
    RingUp(&'static str),
    Cash(i64),
    PayWithSeqr(i64),
    SendingLost,
    Recovered,
    Issued(u32),
    Answered(Status, i32, i32),
    CancelAsked,
    Submitted,
    RemoveLine,
    CancelReceipt,
    OpenDrawer,
}

use Step::*;

/// Every kind of receipt and of payment.
pub const DAY: &[Step] = &[
    SetUp,
    RingUp("1"),
    RingUp("2"),
    RingUp("1"),
    Cash(200),
    RingUp("3"),
    PayWithSeqr(20),
    Issued(1),
    Answered(Status::Paid, 0, 2),
    Cash(50),
    Answered(Status::Paid, 2, 2),
    Submitted,
    RingUp("2"),
    RingUp("3"),
    RemoveLine,
    PayWithSeqr(20),
    SendingLost,
    Recovered,
    Issued(2),
    Answered(Status::Canceled, 0, 2),
    PayWithSeqr(20),
    Issued(1),
    CancelAsked,
    Answered(Status::Paid, 0, 2),
    Answered(Status::Paid, 2, 2),
    Submitted,
    Cash(100),
    RingUp("1"),
    CancelReceipt,
    OpenDrawer,
    RingUp("3"),
    Cash(100),
];

impl Step {
    /// Takes the step, or leaves everything as it was.
    pub fn take(&self, till: &mut Till) -> Result<(), JournalError> {
        if let SetUp = self {
            let entries = [
                Entry::RegisterStarted { version: "test".to_owned() },
                Entry::UserSaved { user: user() },
                Entry::TerminalRegistered { terminal: terminal() },
                Entry::SeqrIdAssigned { terminal: TERMINAL.to_owned(), seqr_id: "S-1".to_owned() },
                Entry::UserLoggedIn { user: CASHIER },
            ];
            let _head = till.raw(&entries)?;
            entries.iter().for_each(|entry| till.register.apply(entry, till.now));
            return Ok(());
        }
        let decision = self.decision(till);
        assert!(!decision.entries.is_empty(), "{self:?} comes to nothing");
        till.try_carry_out(decision).map(drop)
    }

    fn decision(&self, till: &Till) -> Decision {
        let receipt = till.register.receipt();
        let receipt_id = receipt.map(|receipt| receipt.id);
        let command = match self {
            RingUp(number) => Command::AddArticle {
                article: Box::new(article(number, 4_495, 1_200)),
                quantity: Quantity::ONE,
                code: None,
            },
            Cash(amount) => {
                let (receipt, tender) = receipt.map(|open| (open.id, open.next_tender())).unwrap();
                Command::TakeCash { receipt, amount: kronor(*amount), tender }
            }
            PayWithSeqr(amount) => {
                let attempt = till.register.next_attempt().unwrap();
                Command::PayWithSeqr { attempt, amount: kronor(*amount) }
            }
            CancelAsked => Command::CancelPayment { attempt: attempt(till) },
            RemoveLine => Command::RemoveLine { line: receipt.unwrap().lines()[0].id },
            CancelReceipt => Command::CancelReceipt { receipt: receipt_id.unwrap() },
            OpenDrawer => Command::OpenDrawer,
            SetUp | SendingLost | Recovered | Issued(_) | Answered(..) | Submitted => {
                let attempt = attempt(till);
                return till.register.payment_event(attempt, self.event(till, attempt), till.now);
            }
        };
        till.register.decide(&command, till.now).unwrap_or_else(|why| panic!("{self:?}: {why:?}"))
    }

    fn event(&self, till: &Till, attempt: AttemptId) -> Event {
        let reference = format!("R-{attempt}");
        match self {
            SendingLost => {
                Event::Sent { sending: 1, answer: SendAnswer::Lost { detail: "cut".to_owned() } }
            }
            Issued(sending) => {
                Event::Sent { sending: *sending, answer: SendAnswer::Created { reference } }
            }
            Answered(status, asked, version) => {
                let ers_reference = (*status == Status::Paid).then(|| format!("ERS-{attempt}"));
                let paid = till.register.attempt(attempt).map(|known| known.order().amount);
                let (status, version) = (status.clone(), *version);
                let answer = StatusAnswer::Status { status, version, ers_reference, paid };
                Event::Polled { reference, asked: *asked, answer }
            }
            Submitted => Event::Submitted(SubmitAnswer::Taken),
            _ => Event::Recovered,
        }
    }
}

/// The last attempt.
fn attempt(till: &Till) -> AttemptId {
    till.register.attempts().last().unwrap().id()
}
