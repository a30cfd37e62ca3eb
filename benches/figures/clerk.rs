//! Sells without a window: the core decides, the journal remembers. Prepares receipts.

use std::path::Path;
use std::time::Instant;

use jiff::Timestamp;
use kassa::core::catalog::Article;
use kassa::core::money::Amount;
use kassa::core::receipt::{Quantity, Receipt};
use kassa::core::register::{Command, Decision, Register};
use kassa::core::time::Now;
use kassa::core::user::Person;
use kassa::journal::{OpenMode, Stamp, Store};

use super::random::Random;

/// See the module.
pub struct Clerk {
    store: Store,
    register: Register,
    articles: Vec<Article>,
    random: Random,
    began: Instant,
}

impl Clerk {
    /// Begins where the journal in a folder stopped.
    pub fn open(folder: &Path) -> Clerk {
        let store = Store::open(folder, OpenMode::Existing).expect("the shop's journal");
        let began = Instant::now();
        let numbers = store.numbers().expect("numbers");
        let mut register = Register::default();
        register.continue_from(numbers.receipt, numbers.receipt_number, numbers.job);
        for (at, entry) in store.unfinished().expect("what is unfinished") {
            register.apply(&entry, Now { at, steady: began.elapsed() });
        }
        let user = store.users().expect("users").first().map(Person::from).expect("a user");
        register.set_user(Some(user));
        let articles = store.articles().expect("articles");
        Clerk { store, register, articles, random: Random::new(4), began }
    }

    pub fn receipt(&self) -> &Receipt {
        self.register.receipt().expect("a receipt")
    }

    pub fn decide(&self, command: &Command) -> Decision {
        self.register.decide(command, self.now()).expect("a command that is allowed")
    }

    /// Writes a decision down: the part of it that a disk takes part in.
    pub fn commit(&mut self, decision: &Decision) {
        let stamp = Stamp {
            at: Timestamp::now(),
            register: "Kassa 1".to_owned(),
            user: self.register.user().map(|user| user.number),
        };
        let _head = self.store.commit(&stamp, &decision.entries).expect("a commit");
    }

    pub fn apply(&mut self, decision: &Decision) {
        let now = self.now();
        decision.entries.iter().for_each(|entry| self.register.apply(entry, now));
    }

    fn carry_out(&mut self, command: &Command) {
        let decision = self.decide(command);
        self.commit(&decision);
        self.apply(&decision);
    }

    /// Rings up so many lines, each of another article.
    pub fn ring_up(&mut self, lines: usize) {
        for _ in 0..lines {
            let article = Box::new(self.random.of(&self.articles).clone());
            let code = article.codes.first().cloned();
            self.carry_out(&Command::AddArticle { article, quantity: Quantity::ONE, code });
        }
    }

    /// The command that pays the receipt in cash and so ends it.
    pub fn cash(&self) -> Command {
        let receipt = self.receipt();
        let amount = receipt.due() + Amount::from_minor(10_000);
        Command::TakeCash { receipt: receipt.id, amount, tender: receipt.next_tender() }
    }

    pub fn take_cash(&mut self) {
        let command = self.cash();
        self.carry_out(&command);
    }

    fn now(&self) -> Now {
        Now { at: Timestamp::now(), steady: self.began.elapsed() }
    }
}
