//! A till without devices: the core decides, the journal remembers.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use kassa::core::catalog::{Article, ArticleKind, ArticleNumber, Code, Conditions, Name};
use kassa::core::entry::Entry;
use kassa::core::money::Amount;
use kassa::core::payment::{
    AttemptId, Event, SendAnswer, State, Status, StatusAnswer, SubmitAnswer,
};
use kassa::core::receipt::Quantity;
use kassa::core::register::{Command, Decision, Register};
use kassa::core::settings::Terminal;
use kassa::core::time::Now;
use kassa::core::user::{Person, PinHash, Role, User, UserNumber};
use kassa::core::vat::VatRate;
use kassa::journal::{Head, JournalError, OpenMode, Reader, Rule, Stamp, Store};

pub const CASHIER: UserNumber = UserNumber(1);
pub const TERMINAL: &str = "T-1";

pub struct Till {
    pub store: Store,
    pub register: Register,
    pub now: Now,
}

pub fn kronor(kronor: i64) -> Amount {
    Amount::from_minor(kronor * 100)
}

pub fn article(number: &str, price: i64, rate: u16) -> Article {
    Article {
        number: ArticleNumber::new(number).unwrap(),
        name: Name::new(&format!("Vara {number}"), Some("Thing")),
        codes: vec![Code::new(&format!("7310{number:0>4}")).unwrap()],
        price: Amount::from_minor(price),
        vat: VatRate::from_hundredths(rate),
        group: Name::new("Livsmedel", None),
        kind: ArticleKind::Goods,
        conditions: Conditions::default(),
    }
}

pub fn user() -> User {
    User {
        number: CASHIER,
        name: "Åsa Öberg".to_owned(),
        role: Role::Manager,
        pin: PinHash("$argon2id$v=19$secret".to_owned()),
        active: true,
    }
}

pub fn terminal() -> Terminal {
    Terminal {
        id: TERMINAL.to_owned(),
        external_id: "kassa-1".to_owned(),
        name: "Kassa 1".to_owned(),
        seqr_id: None,
    }
}

impl Till {
    /// A new register with one user and a terminal.
    pub fn new(directory: &Path) -> Till {
        let mut till = Till::start(directory, OpenMode::Create);
        let entries = [
            Entry::RegisterStarted { version: "test".to_owned() },
            Entry::UserSaved { user: user() },
            Entry::TerminalRegistered { terminal: terminal() },
            Entry::SeqrIdAssigned { terminal: TERMINAL.to_owned(), seqr_id: "S-1".to_owned() },
            Entry::UserLoggedIn { user: CASHIER },
        ];
        let _head = till.raw(&entries).unwrap();
        entries.iter().for_each(|entry| till.register.apply(entry, till.now));
        till
    }

    /// What a program does when it starts.
    pub fn start(directory: &Path, mode: OpenMode) -> Till {
        Till::over(Store::open(directory, mode).unwrap())
    }

    /// The same with a journal that is open.
    pub fn over(store: Store) -> Till {
        let now =
            Now { at: "2026-03-01T09:00:00.000000001Z".parse().unwrap(), steady: Duration::ZERO };
        let register = restored(&store, now);
        Till { store, register, now }
    }

    pub fn stamp(&self) -> Stamp {
        Stamp { at: self.now.at, register: "Kassa 1".to_owned(), user: Some(CASHIER) }
    }

    /// Commits entries past the core.
    pub fn raw(&mut self, entries: &[Entry]) -> Result<Head, JournalError> {
        let stamp = self.stamp();
        self.store.commit(&stamp, entries)
    }

    /// Commits what a decision comes to and lets it take effect.
    pub fn carry_out(&mut self, decision: Decision) -> Vec<Entry> {
        self.try_carry_out(decision).unwrap()
    }

    /// The same on a disk that may refuse: nothing has happened then.
    pub fn try_carry_out(&mut self, decision: Decision) -> Result<Vec<Entry>, JournalError> {
        self.tick(1);
        let _head = self.raw(&decision.entries)?;
        decision.entries.iter().for_each(|entry| self.register.apply(entry, self.now));
        if let Some(attempt) = decision.attempt {
            self.register.adopt(*attempt);
        }
        if let Some(refund) = decision.refund {
            self.register.adopt_refund(*refund);
        }
        Ok(decision.entries)
    }

    pub fn tick(&mut self, seconds: u64) {
        self.now.steady += Duration::from_secs(seconds);
        self.now.at += Duration::from_secs(seconds);
    }

    pub fn set_clock(&mut self, at: &str) {
        self.now.at = at.parse::<Timestamp>().unwrap();
    }

    pub fn command(&mut self, command: Command) -> Vec<Entry> {
        let decision = self.register.decide(&command, self.now).unwrap();
        self.carry_out(decision)
    }

    pub fn event(&mut self, attempt: AttemptId, event: Event) -> Vec<Entry> {
        let decision = self.register.payment_event(attempt, event, self.now);
        self.carry_out(decision)
    }

    pub fn ring_up(&mut self, article: &Article) {
        let _entries = self.command(Command::AddArticle {
            article: Box::new(article.clone()),
            quantity: Quantity::ONE,
            code: None,
        });
    }

    /// Takes so much cash for the present receipt.
    pub fn cash(&mut self, amount: Amount) -> Vec<Entry> {
        let receipt = self.register.receipt().unwrap();
        let (receipt, tender) = (receipt.id, receipt.next_tender());
        self.command(Command::TakeCash { receipt, amount, tender })
    }

    /// Asks SEQR for so much.
    pub fn seqr(&mut self, amount: Amount) -> AttemptId {
        let attempt = self.register.next_attempt().unwrap();
        let _entries = self.command(Command::PayWithSeqr { attempt, amount });
        attempt
    }

    /// SEQR has taken the invoice.
    pub fn issued(&mut self, attempt: AttemptId) -> String {
        let reference = format!("R-{attempt}");
        let answer = SendAnswer::Created { reference: reference.clone() };
        let _entries = self.event(attempt, Event::Sent { sending: 1, answer });
        reference
    }

    /// SEQR answers a poll.
    pub fn answered(
        &mut self,
        attempt: AttemptId,
        status: Status,
        asked: i32,
        version: i32,
    ) -> Vec<Entry> {
        let ers_reference = (status == Status::Paid).then(|| format!("ERS-{attempt}"));
        let paid = self.register.attempt(attempt).map(|known| known.order().amount);
        let answer = StatusAnswer::Status { status, version, ers_reference, paid };
        let reference = format!("R-{attempt}");
        self.event(attempt, Event::Polled { reference, asked, answer })
    }

    /// A whole payment, from Pay to the submitted receipt.
    pub fn pay_with_seqr(&mut self, amount: Amount) -> AttemptId {
        let attempt = self.seqr(amount);
        let _reference = self.issued(attempt);
        let _paid = self.answered(attempt, Status::Paid, 0, 2);
        let _acknowledged = self.answered(attempt, Status::Paid, 2, 2);
        let _confirmed = self.event(attempt, Event::Submitted(SubmitAnswer::Taken));
        attempt
    }

    /// A day with every kind of receipt: cash, SEQR, both, cancelled ones, refused and cancelled payments.
    pub fn trade(&mut self) {
        let (bread, milk) = (article("1", 2_850, 1_200), article("2", 1_490, 1_200));
        let bulb = article("3", 4_995, 2_500);
        self.ring_up(&bread);
        self.ring_up(&milk);
        self.ring_up(&milk);
        let _paid = self.cash(kronor(100));
        self.ring_up(&bulb);
        let due = self.register.receipt().unwrap().due();
        let _attempt = self.pay_with_seqr(due);
        self.ring_up(&bulb);
        let line = self.register.receipt().unwrap().lines()[0].id;
        let quantity = Quantity::pieces(7).unwrap();
        let _set = self.command(Command::SetQuantity { line, quantity });
        self.ring_up(&bread);
        let attempt = self.seqr(kronor(50));
        let _reference = self.issued(attempt);
        let _cancelled = self.answered(attempt, Status::Canceled, 0, 2);
        let _paid = self.pay_with_seqr(kronor(300));
        let _rest = self.cash(kronor(500));
        self.ring_up(&milk);
        let line = self.register.receipt().unwrap().lines()[0].id;
        let _gone = self.command(Command::RemoveLine { line });
        let receipt = self.register.receipt().unwrap().id;
        let _given_up = self.command(Command::CancelReceipt { receipt });
        let _opened = self.command(Command::OpenDrawer);
    }
}

/// The register that a journal leads to.
pub fn restored(journal: &Reader, now: Now) -> Register {
    let mut register = Register::default();
    let numbers = journal.numbers().unwrap();
    register.continue_from(numbers.receipt, numbers.receipt_number, numbers.job);
    for (at, entry) in journal.unfinished().unwrap() {
        register.apply(&entry, Now { at, ..now });
    }
    let (last, open) = journal.shift().unwrap();
    register.continue_shift(last, open);
    register.set_user(Some(Person::from(&user())));
    register
}

/// What of a register comes back. Steady clocks, and what follows from them, begin anew.
pub fn essence(register: &Register) -> String {
    let attempts: Vec<_> =
        register.attempts().map(|attempt| (attempt.order(), state(attempt.state()))).collect();
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}",
        register.receipt(),
        attempts,
        register.awaiting_decision(),
        register.last(),
        register.terminal(),
        register.next_attempt(),
    )
}

/// A state without the steady clock's moments in it.
fn state(state: &State) -> String {
    match state {
        State::Sending { sending, .. } => format!("Sending {sending}"),
        State::SendUnknown { sending, .. } => format!("SendUnknown {sending}"),
        other => format!("{other:?}"),
    }
}

/// The rule that an error is about.
pub fn broken<T: std::fmt::Debug>(result: Result<T, JournalError>) -> Rule {
    match result {
        Err(JournalError::RuleBroken { rule, .. }) => rule,
        other => panic!("not a broken rule: {other:?}"),
    }
}
