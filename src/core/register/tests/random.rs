//! Any sequence of commands keeps what must always be true.

use proptest::prelude::*;

use super::super::super::shift::{Count, Direction, ShiftNumber, cash_effect};
use super::super::super::tender::Tender;
use super::discounts::{article, percent};
use super::*;

/// Turns a number into a command that the present state may or may not offer.
fn command(register: &Register, kind: u8, number: i64) -> Command {
    let receipt = register.receipt().map_or(ReceiptId(1), |known| known.id);
    let lines = register.receipt().map_or(1, |known| known.next_line().0);
    let line = LineId(1 + u32::try_from(number).unwrap() % lines.max(1));
    let reason = "x".to_owned();
    match kind {
        0 | 1 => {
            let rate = [2500, 1200, 600, 0][(number % 4) as usize];
            let weighed = number % 5 == 0;
            let deposit = (number % 3 == 0).then(|| article("P", 200, 1200, Conditions::default()));
            let conditions = Conditions {
                deposit: deposit.as_ref().map(|deposit| deposit.number.clone()),
                age: None,
                weighed,
            };
            let article = article(&(number % 7).to_string(), number % 9_973, rate, conditions);
            let thousandths = if weighed { number % 2_500 + 1 } else { 1_000 };
            let quantity = Quantity::from_thousandths(thousandths).unwrap();
            Command::Line(LineCommand::Add {
                article,
                quantity,
                code: None,
                deposit,
                age_checked: false,
            })
        }
        2 => Command::ChangeQuantity { line, by: (number % 5 - 2) as i32 },
        3 => Command::RemoveLine { line },
        4 => Command::Line(LineCommand::Restore { line }),
        5 => Command::Line(LineCommand::Discount {
            line,
            discount: percent((number % 10_001) as u16),
            reason,
        }),
        6 => Command::Line(LineCommand::DiscountReceipt {
            receipt,
            discount: percent((number % 10_001) as u16),
            reason,
        }),
        7 => {
            let off = number % 3_000;
            let discount = Some(super::super::super::discount::Asked::Amount(ore(off)));
            match number % 2 {
                0 => Command::Line(LineCommand::Discount { line, discount, reason }),
                _ => Command::Line(LineCommand::DiscountReceipt { receipt, discount, reason }),
            }
        }
        8 => Command::Line(LineCommand::Reprice { line, price: ore(number % 10_000), reason }),
        _ => further(register, kind, number),
    }
}

/// The same for what is not about lines.
fn further(register: &Register, kind: u8, number: i64) -> Command {
    let receipt = register.receipt().map_or(ReceiptId(1), |known| known.id);
    let tender = register.receipt().map_or(TenderId(1), Receipt::next_tender);
    let due = register.receipt().map_or(Amount::ZERO, Receipt::due);
    let some = |part: i64| ore(due.minor() * (number % part + 1) / part);
    let reason = "x".to_owned();
    let shift = register.shift().map_or(register.next_shift(), |open| open.number);
    match kind {
        9 => Command::Parking(ParkingCommand::Park { receipt, label: String::new() }),
        10 => {
            let parked =
                register.parked().map(|parked| parked.receipt.id).nth((number % 2) as usize);
            Command::Parking(ParkingCommand::Recall { receipt: parked.unwrap_or(receipt) })
        }
        11 => Command::TakeCash { receipt, amount: (some(2) + ore(99)).rounded_to_cash(), tender },
        12 => Command::TakeCard { receipt, amount: some(3), tender },
        13 => {
            let means = Recorded::Voucher { number: String::new() };
            Command::TakeRecorded { receipt, amount: some(2), tender, means }
        }
        14 => Command::RemoveTender { receipt, tender: TenderId(tender.0.saturating_sub(1)) },
        15 => Command::Finish { receipt },
        16 => Command::CancelReceipt { receipt },
        17 => {
            Command::Shift(ShiftCommand::Open { shift, float: Count::Sum(ore(number % 100_000)) })
        }
        18 => Command::Shift(ShiftCommand::MoveCash {
            shift,
            number: register.shift().map_or(1, |open| open.movements + 1),
            direction: if number % 2 == 0 { Direction::In } else { Direction::Out },
            amount: ore(number % 1_000 + 1),
            reason,
        }),
        19 => Command::Shift(ShiftCommand::Count {
            shift,
            number: register.shift().map_or(1, |open| open.counts + 1),
            counted: Count::Sum(ore(number % 100_000)),
        }),
        _ => Command::Confirmed(Box::new(Command::Shift(ShiftCommand::Close { shift, reason }))),
    }
}

/// The state as somebody outside would count it together.
#[derive(Default)]
struct Books {
    shift: Option<(ShiftNumber, Amount)>,
    tenders: Vec<(ReceiptId, Tender)>,
    numbers: u64,
}

impl Books {
    fn take(&mut self, entry: &Entry, register: &Register) {
        let removed = match entry {
            Entry::TenderRemoved { receipt, tender } => {
                let own = |(of, known): &&(ReceiptId, Tender)| of == receipt && known.id == *tender;
                self.tenders.iter().find(own).map(|(_, tender)| tender.clone())
            }
            _ => None,
        };
        if let Some((_, expected)) = &mut self.shift {
            *expected += cash_effect(entry, removed.as_ref());
        }
        match entry {
            Entry::TenderAdded { receipt, tender } => self.tenders.push((*receipt, tender.clone())),
            Entry::TenderRemoved { receipt, tender } => {
                self.tenders.retain(|(of, known)| of != receipt || known.id != *tender);
            }
            Entry::ShiftOpened(opening) => {
                self.shift = Some((opening.shift, opening.float.amount().unwrap()));
            }
            Entry::ShiftClosed(closing) => {
                assert_eq!(self.shift.take(), Some((closing.shift, closing.expected)));
            }
            Entry::ReceiptCompleted { receipt, number, total, settlement, vat, .. } => {
                self.numbers += 1;
                assert_eq!(number.0, self.numbers, "numbers have no gaps");
                let known = register.receipt().unwrap();
                let taken = self.tenders.iter().filter(|(of, _)| of == receipt);
                let taken: Amount = taken.map(|(_, tender)| tender.amount).sum();
                assert_eq!(taken - settlement.change, *total + settlement.rounding);
                let lines: Amount = known.lines().iter().map(|line| line.sum()).sum();
                assert_eq!(lines, *total);
                assert_eq!(vat.iter().map(|part| part.gross).sum::<Amount>(), *total);
                assert_eq!(vat.iter().map(|part| part.net + part.vat).sum::<Amount>(), *total);
            }
            Entry::ReceiptParked(parked) => {
                assert!(self.tenders.iter().all(|(of, _)| *of != parked.receipt));
            }
            _ => {}
        }
    }
}

fn lines_are_in_order(register: &Register) {
    let present = register.receipt().into_iter();
    for receipt in present.chain(register.parked().map(|parked| &parked.receipt)) {
        let mut ids = receipt.lines().iter().map(|line| line.id);
        assert!(ids.clone().is_sorted(), "{:?}", ids.collect::<Vec<_>>());
        assert!(ids.all(|id| id < receipt.next_line()));
        for line in receipt.lines() {
            assert!(!line.sum().is_negative() && line.sum() <= line.gross(), "{line:?}");
            if let Some(article) = line.terms.deposit_of {
                let article = receipt.line(article).expect("a deposit goes with its article");
                assert_eq!((article.quantity, line.terms.share), (line.quantity, Amount::ZERO));
            }
        }
        let shares: Amount = receipt.lines().iter().map(|line| line.terms.share).sum();
        let off = receipt.discount().map(|discount| discount.cut.from(receipt.discountable()));
        assert_eq!(shares, off.unwrap_or_default());
    }
}

proptest! {
    #[test]
    fn any_sequence_of_commands_keeps_the_books(
        presses in proptest::collection::vec((0..=20u8, 0..1_000_000i64), 1..120)
    ) {
        let mut bench = Bench::new();
        bench.register.set_user(Some(person(2, Role::Manager)));
        let mut books = Books::default();
        for (kind, number) in presses {
            let command = command(&bench.register, kind, number);
            let Ok(decision) = bench.register.decide(&command, bench.now()) else { continue };
            let now = bench.now();
            for entry in &decision.entries {
                books.take(entry, &bench.register);
                bench.register.apply(entry, now);
            }
            bench.journal.extend(decision.entries);
            lines_are_in_order(&bench.register);
            let shift = bench.register.shift().map(|open| (open.number, open.expected));
            prop_assert_eq!(shift, books.shift);
        }
        // The entries alone lead to the same state.
        let before = bench.register.clone();
        bench.restart();
        prop_assert_eq!(before.receipt(), bench.register.receipt());
        prop_assert!(before.parked().eq(bench.register.parked()));
        prop_assert_eq!(before.shift(), bench.register.shift());
    }
}
