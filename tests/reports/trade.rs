//! Trade that is made up: every kind of receipt, payment, refund and correction, at the hours of a shop.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use kassa::core::catalog::{Article, ArticleKind, ArticleNumber, Conditions, Name};
use kassa::core::discount::{Asked, Percent};
use kassa::core::entry::Entry;
use kassa::core::figures::ReportKind;
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Event, Status, StatusAnswer, Verdict};
use kassa::core::receipt::{Quantity, ReceiptId};
use kassa::core::refund::{self, RefundAnswer};
use kassa::core::register::{Chosen, Command, LineCommand, ParkingCommand, Recorded, ShiftCommand};
use kassa::core::shift::{Count, Direction};
use kassa::core::user::{Person, UserNumber};
use kassa::core::vat::VatRate;

use crate::random::Random;
use crate::support::{Till, kronor, user};

/// A register with a shop's day before it.
pub struct Trade {
    pub till: Till,
    pub random: Random,
    articles: Vec<Article>,
    deposit: Article,
    /// Payments in doubt that were settled as paid.
    settled: Vec<AttemptId>,
    completed: Vec<ReceiptId>,
}

impl Trade {
    pub fn new(directory: &Path, at: Timestamp, seed: u64) -> Trade {
        let mut till = Till::new(directory);
        till.now.at = at;
        let articles = (1..=12_i64).map(made_up).collect();
        let deposit = Article { conditions: Conditions::default(), ..made_up(DEPOSIT) };
        let (random, settled) = (Random::new(seed), Vec::new());
        Trade { till, random, articles, deposit, settled, completed: Vec::new() }
    }

    /// Something that happens in a shop, some minutes after what happened before.
    pub fn something(&mut self) {
        let seconds = 20 + self.random.below(1_500);
        self.till.tick(seconds as u64);
        if self.random.below(40) == 0 {
            // Somebody corrects the clock.
            self.till.now.at -= SignedDuration::from_mins(20);
        }
        match self.random.below(22) {
            0 => drop(self.till.command(Command::OpenDrawer)),
            1 => self.give_up(),
            2..=4 => self.take_back(),
            5 => self.doubtful(),
            6 => self.verify_one(),
            7 => self.report(ReportKind::X),
            8 => self.another_cashier(),
            9 | 10 => self.drawer(),
            _ => self.sell(),
        }
    }

    pub fn report(&mut self, kind: ReportKind) {
        let period = Box::new(self.till.store.period().unwrap());
        let _entries = self.till.command(Command::Report { kind, period });
    }

    fn another_cashier(&mut self) {
        let number = UserNumber(1 + self.random.below(3) as u16);
        let mut other = user();
        other.number = number;
        other.name = ["Åsa", "Bo", "Cilla"][usize::from(number.0) - 1].to_owned();
        let person = Person::from(&other);
        let entries = [Entry::UserSaved { user: other }, Entry::UserLoggedIn { user: number }];
        let _head = self.till.raw(&entries).unwrap();
        self.till.register.set_user(Some(person));
    }

    fn ring_up(&mut self) {
        for _line in 0..=self.random.below(4) {
            let article = self.random.of(&self.articles).clone();
            let weighed = article.conditions.weighed;
            let pieces = match weighed {
                true => [500, 1_255][self.random.below(2)],
                false => [1_000, 1_000, 2_000][self.random.below(3)],
            };
            let deposit = article.conditions.deposit.is_some().then(|| self.deposit.clone());
            let _added = self.till.command(Command::Line(LineCommand::Add {
                article: Box::new(article),
                quantity: Quantity::from_thousandths(pieces).unwrap(),
                code: None,
                deposit: deposit.map(Box::new),
                age_checked: false,
            }));
        }
        for _change in 0..self.random.below(3) {
            self.change_a_line();
        }
        if self.random.below(10) == 0 {
            let receipt = self.till.register.receipt().unwrap().id;
            let park = ParkingCommand::Park { receipt, label: String::new() };
            let _parked = self.till.command(Command::Parking(park));
            let _up = self.till.command(Command::Parking(ParkingCommand::Recall { receipt }));
        }
    }

    /// Another quantity, another price, less to pay, or a line less.
    fn change_a_line(&mut self) {
        let receipt = self.till.register.receipt().unwrap();
        let (receipt, all) = (receipt.id, receipt.lines().to_vec());
        let sold: Vec<_> =
            all.iter().filter(|line| line.terms.deposit_of.is_none()).cloned().collect();
        let known = self.random.of(&sold).clone();
        let (line, reason) = (known.id, "skadad".to_owned());
        let quantity = Quantity::pieces(1 + self.random.below(3) as u32).unwrap();
        let percent = [333, 1_000, 2_550, 5_000][self.random.below(4)];
        let percent = Percent::from_hundredths(percent).unwrap();
        let off = Amount::from_minor(1 + known.gross().minor() / 7);
        let asked = [Asked::Percent(percent), Asked::Amount(off)][self.random.below(2)];
        let discount = [None, Some(asked), Some(asked)][self.random.below(3)];
        match self.random.below(8) {
            0 | 1 => drop(self.till.command(Command::SetQuantity { line, quantity })),
            2 => {
                let price = Amount::from_minor(known.unit_price.minor() * 3 / 4 + 400);
                let set = LineCommand::Reprice { line, price, reason };
                let _set = self.till.command(Command::Line(set));
            }
            3 => {
                let given = LineCommand::Discount { line, discount, reason };
                let _given = self.till.command(Command::Line(given));
            }
            4 => {
                let given = LineCommand::DiscountReceipt { receipt, discount, reason };
                let _given = self.till.command(Command::Line(given));
            }
            5 if all.len() > 2 => drop(self.till.command(Command::RemoveLine { line })),
            6 if all.len() > 2 => {
                let _gone = self.till.command(Command::RemoveLine { line });
                if self.random.below(2) == 0 {
                    self.another_cashier();
                }
                let _back = self.till.command(Command::Line(LineCommand::Restore { line }));
            }
            _ => {}
        }
    }

    /// A shift begins, goes on or ends. One that cannot end now goes on.
    fn drawer(&mut self) {
        let Some(open) = self.till.register.shift() else {
            let shift = self.till.register.next_shift();
            let float = Count::Sum(kronor(self.random.below(20) as i64 * 100));
            let _open = self.till.command(Command::Shift(ShiftCommand::Open { shift, float }));
            return;
        };
        let (shift, movements, counts) = (open.number, open.movements, open.counts);
        let expected = open.expected;
        let reason = "enligt kvitto".to_owned();
        if self.random.below(2) == 0 {
            let number = movements + 1;
            let direction = [Direction::In, Direction::Out][self.random.below(2)];
            let amount = kronor(1 + self.random.below(300) as i64);
            let moved = ShiftCommand::MoveCash { shift, number, direction, amount, reason };
            let _moved = self.till.command(Command::Shift(moved));
            return;
        }
        let miscounted = [0, 0, 500, -200][self.random.below(4)];
        let counted = Count::Sum((expected + Amount::from_minor(miscounted)).or_zero());
        let count = ShiftCommand::Count { shift, number: counts + 1, counted };
        let Ok(count) = self.till.register.decide(&Command::Shift(count), self.till.now) else {
            return;
        };
        let _counted = self.till.carry_out(count);
        let close = Command::Shift(ShiftCommand::Close { shift, reason });
        let _closed = self.till.command(Command::Confirmed(Box::new(close)));
    }

    fn due(&self) -> Amount {
        self.till.register.receipt().map_or(Amount::ZERO, |receipt| receipt.due())
    }

    fn sell(&mut self) {
        self.ring_up();
        let receipt = self.till.register.receipt().unwrap().id;
        let due = self.due();
        match self.random.below(7) {
            5 => self.record(due, Recorded::Account { customer: "Bygg AB".to_owned() }),
            6 => {
                let part = Amount::from_minor(due.minor() / 2).max(Amount::from_minor(1));
                self.record(part, Recorded::Voucher { number: "17".to_owned() });
                let rest = self.due();
                if self.till.register.receipt().is_some() {
                    match self.random.below(2) {
                        0 => self.card(rest),
                        _ => drop(self.till.cash(rest.rounded_to_cash().max(kronor(1)))),
                    }
                }
            }
            0 => drop(self.till.cash(due.rounded_to_cash().max(kronor(1)))),
            1 => drop(self.till.cash(due + kronor(77))),
            2 => self.card(due),
            3 => drop(self.till.pay_with_seqr(due)),
            _ => {
                let attempt = self.till.seqr(due);
                let _reference = self.till.issued(attempt);
                let _cancelled = self.till.answered(attempt, Status::Canceled, 0, 2);
                let part = Amount::from_minor(due.minor() / 3).max(Amount::from_minor(1));
                let _part = self.till.pay_with_seqr(part);
                let rest = self.due().rounded_to_cash();
                if self.till.register.receipt().is_some() {
                    let _rest = self.till.cash(rest.max(kronor(1)));
                }
            }
        }
        assert!(self.till.register.receipt().is_none(), "a sale ends");
        self.completed.push(receipt);
    }

    fn card(&mut self, amount: Amount) {
        let receipt = self.till.register.receipt().unwrap();
        let (receipt, tender) = (receipt.id, receipt.next_tender());
        let _paid = self.till.command(Command::TakeCard { receipt, amount, tender });
    }

    fn record(&mut self, amount: Amount, means: Recorded) {
        let receipt = self.till.register.receipt().unwrap();
        let (receipt, tender) = (receipt.id, receipt.next_tender());
        let _paid = self.till.command(Command::TakeRecorded { receipt, amount, tender, means });
    }

    fn give_up(&mut self) {
        self.ring_up();
        let receipt = self.till.register.receipt().unwrap().id;
        let _cancelled = self.till.command(Command::CancelReceipt { receipt });
    }

    /// A payment of which nobody knows whether it was made, and a manager who says that it was.
    fn doubtful(&mut self) {
        self.ring_up();
        let due = self.due();
        let attempt = self.till.seqr(due);
        let reference = self.till.issued(attempt);
        let answer = StatusAnswer::NotFound;
        let _doubt = self.till.event(attempt, Event::Polled { reference, asked: 0, answer });
        let verdict = if self.random.below(3) == 0 { Verdict::NotPaid } else { Verdict::Paid };
        let reason = "seen on the phone".to_owned();
        let command = Command::SettlePayment { attempt, verdict, reason };
        let manager = Person::from(&user());
        let decision =
            self.till.register.decide_approved(&command, &manager, self.till.now).unwrap();
        let _entries = self.till.carry_out(decision);
        match verdict {
            Verdict::Paid => self.settled.push(attempt),
            Verdict::NotPaid => drop(self.till.cash(due + kronor(1))),
        }
    }

    fn verify_one(&mut self) {
        let Some(attempt) = self.settled.pop() else { return };
        let status = [Status::Paid, Status::Canceled][self.random.below(2)].clone();
        let _said = self.till.answered(attempt, status, 0, 2);
    }

    fn take_back(&mut self) {
        if self.completed.is_empty() {
            return;
        }
        let sold = *self.random.of(&self.completed);
        let Some(of) = self.till.store.returnable(sold).unwrap() else { return };
        if of.lines.is_empty() {
            return;
        }
        let chosen = match self.random.below(2) {
            0 => Chosen::Everything,
            _ => {
                let first = &of.lines[0];
                let some = [first.quantity, first.quantity.min(Quantity::ONE)];
                Chosen::Lines(vec![(first.id, some[self.random.below(2)])])
            }
        };
        let payment = of.origin.payments.first().map(|payment| payment.attempt);
        let _begun = self.till.command(Command::BeginReturn { of: Box::new(of), chosen });
        if let Some(payment) = payment {
            self.refund(payment);
        }
        let Some(receipt) = self.till.register.receipt() else { return };
        let (receipt, tender) = (receipt.id, receipt.next_tender());
        let amount = self.till.register.receipt().unwrap().to_give_back();
        let command = match (amount.rounded_to_cash().is_positive(), self.random.below(2)) {
            (true, 0) => {
                Command::GiveBackCash { receipt, amount: amount.rounded_to_cash(), tender }
            }
            _ => Command::GiveBackCard { receipt, amount, tender },
        };
        let _given = self.till.command(command);
        assert!(self.till.register.receipt().is_none(), "a return ends");
    }

    fn refund(&mut self, payment: AttemptId) {
        let (most, settled_before) = self.till.register.refundable(payment).unwrap();
        let amount = most.min(self.till.register.receipt().unwrap().to_give_back());
        if !amount.is_positive() {
            return;
        }
        let refund = self.till.register.next_refund().unwrap();
        let _sent = self.till.command(Command::RefundWithSeqr { refund, payment, amount });
        let event = |till: &mut Till, event| {
            let decision = till.register.refund_event(refund, event, till.now);
            let _entries = till.carry_out(decision);
        };
        // Only a part, or what was settled before, waits for a manager after a lost answer.
        if (amount < most || settled_before) && self.random.below(2) == 0 {
            let answer = RefundAnswer::Lost { detail: "timeout".to_owned() };
            event(&mut self.till, refund::Event::Sent { sending: 1, answer });
            let reason = "in the report".to_owned();
            let verdict =
                [refund::Verdict::GivenBack, refund::Verdict::NotGivenBack][self.random.below(2)];
            let by = Person::from(&user());
            let decision =
                self.till.register.settle_refund(refund, verdict, &reason, &by, self.till.now);
            let _settled = self.till.carry_out(decision.unwrap());
        } else {
            let answer = RefundAnswer::Refunded { ers_reference: Some(format!("B-{refund}")) };
            event(&mut self.till, refund::Event::Sent { sending: 1, answer });
        }
    }
}

/// The number of the article that others have as their deposit.
const DEPOSIT: i64 = 13;

fn made_up(number: i64) -> Article {
    let deposit = (number % 6 == 5).then(|| ArticleNumber::new(&DEPOSIT.to_string()).unwrap());
    let conditions = Conditions { weighed: number % 4 == 2, deposit, ..Conditions::default() };
    let rate = [2_500, 1_200, 600, 0][(number % 4) as usize];
    let english = (number % 2 == 0).then_some("Thing");
    Article {
        number: ArticleNumber::new(&number.to_string()).unwrap(),
        name: Name::new(&format!("Vara {number}"), english),
        codes: Vec::new(),
        price: Amount::from_minor(1_033 * number + 7),
        vat: VatRate::from_hundredths(rate),
        group: Name::new(["Mat", "Dryck", "Tjänst"][(number % 3) as usize], english),
        kind: if number % 3 == 2 { ArticleKind::Service } else { ArticleKind::Goods },
        conditions,
    }
}
