//! A register with years of trade behind it: made by the register's own rules, written through the journal's own door,
//! many receipts in one commit.

use std::path::Path;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use kassa::core::catalog::{Article, ArticleKind, ArticleNumber, Conditions, Name};
use kassa::core::entry::{Entry, JobId};
use kassa::core::figures::ReportKind;
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Event, SendAnswer, Status, StatusAnswer, SubmitAnswer};
use kassa::core::receipt::Quantity;
use kassa::core::register::{Command, Decision, Register};
use kassa::core::settings::Terminal;
use kassa::core::time::Now;
use kassa::core::user::{Person, PinHash, Role, User, UserNumber};
use kassa::core::vat::VatRate;
use kassa::journal::{OpenMode, Stamp, Store};

use super::random::Random;

/// How many receipts are written with one commit.
const TOGETHER: usize = 50;
/// How many receipts a day has; then it is closed.
const A_DAY: usize = 1_000;
/// The first day.
const BEGIN: &str = "2024-01-02T07:00:00Z";

struct History {
    store: Store,
    register: Register,
    now: Now,
    waiting: Vec<Entry>,
    articles: Vec<Article>,
    random: Random,
    last_job: u64,
}

/// Makes a journal with so many receipts; the moment of the last one.
pub fn make(folder: &Path, receipts: usize) -> Timestamp {
    let mut history = History::begin(folder);
    for number in 0..receipts {
        history.receipt();
        history.pass(Duration::from_secs(36));
        if number % TOGETHER == TOGETHER - 1 {
            history.write();
        }
        if number % A_DAY == A_DAY - 1 && number + 1 < receipts {
            history.write();
            history.close();
        }
    }
    history.write();
    history.now.at
}

impl History {
    fn begin(folder: &Path) -> History {
        let now = Now { at: BEGIN.parse().expect("a moment"), steady: Duration::ZERO };
        let store = Store::open(folder, OpenMode::Create).expect("a new journal");
        let user = User {
            number: UserNumber(1),
            name: "Åsa Öberg".to_owned(),
            role: Role::Manager,
            pin: PinHash(String::new()),
            active: true,
        };
        let terminal = Terminal {
            id: "T-1".to_owned(),
            external_id: "kassa-1".to_owned(),
            name: "Kassa 1".to_owned(),
            seqr_id: None,
        };
        let person = Person::from(&user);
        let mut history = History {
            store,
            register: Register::default(),
            now,
            waiting: Vec::new(),
            articles: (1..=500).map(article).collect(),
            random: Random::new(6),
            last_job: 0,
        };
        let entries = vec![
            Entry::UserSaved { user },
            Entry::TerminalRegistered { terminal },
            Entry::UserLoggedIn { user: UserNumber(1) },
        ];
        history.take(Decision { entries, ..Decision::default() });
        history.register.set_user(Some(person));
        history.write();
        history
    }

    fn pass(&mut self, time: Duration) {
        self.now.steady += time;
        self.now.at += SignedDuration::try_from(time).expect("a short time");
    }

    /// Lets a decision take effect at once, and be written with the next commit.
    fn take(&mut self, decision: Decision) {
        for entry in &decision.entries {
            self.register.apply(entry, self.now);
            if let Entry::PrintQueued { job, .. } = entry {
                self.last_job = job.0;
            }
        }
        if let Some(attempt) = decision.attempt {
            self.register.adopt(*attempt);
        }
        self.waiting.extend(decision.entries);
    }

    fn command(&mut self, command: &Command) {
        let decision = self.register.decide(command, self.now).expect("allowed");
        self.take(decision);
    }

    fn event(&mut self, attempt: AttemptId, event: Event) {
        let decision = self.register.payment_event(attempt, event, self.now);
        self.take(decision);
    }

    fn write(&mut self) {
        let stamp =
            Stamp { at: self.now.at, register: "Kassa 1".to_owned(), user: Some(UserNumber(1)) };
        let _head = self.store.commit(&stamp, &self.waiting).expect("written");
        self.waiting.clear();
    }

    /// Three lines, and SEQR, cash or a card.
    fn receipt(&mut self) {
        for _line in 0..3 {
            let article = Box::new(self.random.of(&self.articles).clone());
            let quantity = Quantity::ONE;
            self.command(&Command::AddArticle { article, quantity, code: None });
        }
        let open = self.register.receipt().expect("open");
        let (receipt, tender, amount) = (open.id, open.next_tender(), open.due());
        match self.random.below(10) {
            0..4 => self.pay_with_seqr(amount),
            4..7 => {
                let amount = amount.rounded_to_cash().max(Amount::from_minor(100));
                self.command(&Command::TakeCash { receipt, amount, tender });
            }
            _ => self.command(&Command::TakeCard { receipt, amount, tender }),
        }
        let job = JobId(self.last_job);
        let entries = vec![Entry::PrintStarted { job }, Entry::PrintSent { job }];
        self.take(Decision { entries, ..Decision::default() });
    }

    fn pay_with_seqr(&mut self, amount: Amount) {
        let attempt = self.register.next_attempt().expect("a receipt");
        self.command(&Command::PayWithSeqr { attempt, amount });
        let reference = format!("R-{attempt}");
        let answer = SendAnswer::Created { reference: reference.clone() };
        self.event(attempt, Event::Sent { sending: 1, answer });
        for asked in [0, 2] {
            let answer = StatusAnswer::Status {
                status: Status::Paid,
                version: 2,
                ers_reference: Some(format!("20240501000000{:011}", attempt.receipt.0)),
                paid: Some(amount),
            };
            let reference = reference.clone();
            self.event(attempt, Event::Polled { reference, asked, answer });
        }
        self.event(attempt, Event::Submitted(SubmitAnswer::Taken));
    }

    /// The Z report of the day; the next day begins.
    fn close(&mut self) {
        let period = Box::new(self.store.period().expect("figures"));
        self.command(&Command::Report { kind: ReportKind::Z, period });
        let job = JobId(self.last_job);
        let entries = vec![Entry::PrintStarted { job }, Entry::PrintSent { job }];
        self.take(Decision { entries, ..Decision::default() });
        self.write();
        self.pass(Duration::from_secs(14 * 3_600));
    }
}

fn article(number: u32) -> Article {
    let rate = [2_500, 1_200, 600][number as usize % 3];
    Article {
        number: ArticleNumber::new(&number.to_string()).expect("a number"),
        name: Name::new(&format!("Vara {number}"), None),
        codes: Vec::new(),
        price: Amount::from_minor(990 + 100 * i64::from(number % 50)),
        vat: VatRate::from_hundredths(rate),
        group: Name::new(["Mat", "Dryck", "Godis", "Tidningar"][number as usize % 4], None),
        kind: ArticleKind::Goods,
        conditions: Conditions::default(),
    }
}
