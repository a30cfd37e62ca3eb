//! Discounts, deposits, parked receipts and shifts: what the tables hold whatever the code does, and that they are
//! rebuilt from the entries.

use kassa::core::catalog::{Article, Conditions};
use kassa::core::discount::{Asked, Percent, ReceiptDiscount, Share};
use kassa::core::entry::Entry;
use kassa::core::money::Amount;
use kassa::core::parking::Parking;
use kassa::core::receipt::{Line, LineId, Quantity, ReceiptId, Terms};
use kassa::core::register::{Chosen, Command, LineCommand, ParkingCommand, Recorded, ShiftCommand};
use kassa::core::shift::{
    CashMovement, Count, Direction, ShiftClosing, ShiftCount, ShiftNumber, ShiftOpening,
};
use kassa::core::tender::{Tender, TenderId, TenderMeans};
use kassa::journal::{OpenMode, Rule, Verdict};

use crate::support::{CASHIER, Till, article, kronor};

fn ore(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

fn sound(till: &Till) {
    let verdict = till.store.verify(&mut |_, _| {}).unwrap();
    assert!(matches!(verdict, Verdict::Sound(_)), "{verdict:?}");
}

fn refused(till: &mut Till, entries: &[Entry], rule: Rule) {
    let head = till.store.head().unwrap();
    match till.raw(entries) {
        Err(kassa::journal::JournalError::RuleBroken { rule: broken, .. }) => {
            assert_eq!(broken, rule, "{entries:?}");
        }
        other => panic!("{other:?} for {entries:?}"),
    }
    assert_eq!(till.store.head().unwrap(), head);
}

fn percent(whole: u16) -> Option<Asked> {
    Percent::from_hundredths(whole * 100).map(Asked::Percent)
}

fn drink() -> Article {
    let deposit = Some(article("9", 0, 0).number);
    Article {
        conditions: Conditions { deposit, ..Conditions::default() },
        ..article("1", 1_500, 1200)
    }
}

fn add(article: Article, thousandths: i64) -> Command {
    let deposit = article.conditions.deposit.is_some();
    Command::Line(LineCommand::Add {
        article: Box::new(article),
        quantity: Quantity::from_thousandths(thousandths).unwrap(),
        code: None,
        deposit: deposit.then(|| Box::new(self::article("9", 100, 1200))),
        age_checked: false,
    })
}

fn cheese() -> Article {
    let conditions = Conditions { weighed: true, ..Conditions::default() };
    Article { conditions, ..article("2", 8_990, 1200) }
}

/// Three drinks with their deposits and a cheese, all with discounts, paid by card. What was paid for each line.
fn sold_for_less(till: &mut Till) -> Vec<Line> {
    let reason = || "stamkund".to_owned();
    let _added = till.command(add(drink(), 3_000));
    let _added = till.command(add(cheese(), 333));
    let line = LineId(3);
    let discount =
        Command::Line(LineCommand::Discount { line, discount: percent(20), reason: reason() });
    let _given = till.command(discount);
    let line = LineId(1);
    let price = Command::Line(LineCommand::Reprice { line, price: ore(1_333), reason: reason() });
    let _set = till.command(price);
    let receipt = till.register.receipt().unwrap().id;
    let discount = LineCommand::DiscountReceipt { receipt, discount: percent(7), reason: reason() };
    let _given = till.command(Command::Line(discount));
    let sold = till.register.receipt().unwrap();
    let (lines, due) = (sold.lines().to_vec(), sold.due());
    let _paid = till.command(Command::TakeCard { receipt, amount: due, tender: TenderId(1) });
    lines
}

#[test]
fn lines_that_were_sold_for_less_are_read_as_they_were() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let lines = sold_for_less(&mut till);
    let record = till.store.receipt(ReceiptId(1)).unwrap().unwrap();
    assert_eq!(record.lines, lines);
    sound(&till);
}

/// A weighed line that comes back in parts, each rounded for itself, gave an öre too much: now the last part gives the
/// rest.
#[test]
fn parts_of_a_line_give_back_what_was_paid_and_no_more() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let lines = sold_for_less(&mut till);
    let sale = ReceiptId(1);
    let part = |thousandths| Quantity::from_thousandths(thousandths).unwrap();
    let mut given = [Amount::ZERO; 2];
    for (drinks, cheese) in [(1_000, 167), (1_000, 83), (1_000, 83)] {
        let of = till.store.returnable(sale).unwrap().unwrap();
        let chosen = Chosen::Lines(vec![(LineId(1), part(drinks)), (LineId(3), part(cheese))]);
        let _begun = till.command(Command::BeginReturn { of: Box::new(of), chosen });
        let back = till.register.receipt().unwrap();
        given[0] += back.lines()[0].sum();
        given[1] += back.lines()[2].sum();
        let (receipt, amount) = (back.id, back.to_give_back());
        let give = Command::GiveBackCard { receipt, amount, tender: TenderId(1) };
        let _given = till.command(give);
    }
    assert_eq!(given, [-lines[0].sum(), -lines[2].sum()]);
    let left = till.store.returnable(sale).unwrap().unwrap();
    assert!(left.lines.is_empty(), "the deposits came back with their drinks: {left:?}");
    sound(&till);
}

/// Older programs rounded each part for itself. What they wrote stays sound, and nothing more is given back of it.
#[test]
fn what_an_older_program_gave_back_stays() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let conditions = Conditions { weighed: true, ..Conditions::default() };
    let _added = till.command(add(Article { conditions, ..article("2", 100, 1200) }, 1_020));
    let receipt = ReceiptId(1);
    let _paid = till.command(Command::TakeCard { receipt, amount: ore(102), tender: TenderId(1) });
    let part = |thousandths| {
        Chosen::Lines(vec![(LineId(1), Quantity::from_thousandths(thousandths).unwrap())])
    };
    for _half in 0..2 {
        let of = till.store.returnable(receipt).unwrap().unwrap();
        let begun = Command::BeginReturn { of: Box::new(of), chosen: part(505) };
        let mut decision = till.register.decide(&begun, till.now).unwrap();
        for entry in &mut decision.entries {
            if let Entry::LineAdded { line, .. } = entry {
                line.terms.sold = None;
            }
        }
        let _begun = till.carry_out(decision);
        let back = till.register.receipt().unwrap();
        let (receipt, amount) = (back.id, back.to_give_back());
        assert_eq!(amount, ore(51), "50.5 rounded for itself");
        let _given = till.command(Command::GiveBackCard { receipt, amount, tender: TenderId(1) });
    }
    let of = till.store.returnable(receipt).unwrap().unwrap();
    let _begun =
        till.command(Command::BeginReturn { of: Box::new(of), chosen: Chosen::Everything });
    assert_eq!(till.register.receipt().unwrap().total(), ore(0), "all 1.02 were given back");
    sound(&till);
}

#[test]
fn no_code_can_give_back_more_than_was_paid() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let lines = sold_for_less(&mut till);
    let of = till.store.returnable(ReceiptId(1)).unwrap().unwrap();
    let begun = Command::BeginReturn { of: Box::new(of.clone()), chosen: Chosen::Everything };
    let decision = till.register.decide(&begun, till.now).unwrap();
    let forged = |change: &dyn Fn(&mut Line)| -> Vec<Entry> {
        let mut entries = decision.entries.clone();
        for entry in &mut entries {
            if let Entry::LineAdded { line, .. } = entry
                && line.id == LineId(3)
            {
                change(line);
            }
        }
        entries
    };
    let paid = lines[2].sum();
    let more = |line: &mut Line| {
        if let Some(sold) = &mut line.terms.sold {
            sold.sum = paid + ore(1);
        }
    };
    refused(&mut till, &forged(&more), Rule::ReturnedOnce);
    // As an older program would write it: at the full price.
    let without = |line: &mut Line| line.terms = Terms { weighed: true, ..Terms::default() };
    refused(&mut till, &forged(&without), Rule::ReturnedOnce);
    let _head = till.raw(&forged(&|_| {})).unwrap();
}

#[test]
fn no_line_of_a_sale_comes_to_less_than_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let _added = till.command(add(article("3", 1_000, 2500), 1_000));
    let _added = till.command(add(article("4", 1_000, 2500), 1_000));
    let receipt = ReceiptId(1);
    let shares = vec![Share { line: LineId(1), off: ore(1_500) }];
    let _head = till
        .raw(&[Entry::ReceiptDiscounted(ReceiptDiscount { receipt, discount: None, shares })])
        .unwrap();
    let means = TenderMeans::Card;
    let tender = Tender { id: TenderId(1), amount: ore(500), means };
    let added = Entry::TenderAdded { receipt, tender };
    let vat =
        kassa::core::vat::split([(kassa::core::vat::VatRate::from_hundredths(2500), ore(500))]);
    let number = kassa::core::receipt::ReceiptNumber(1);
    let settlement =
        kassa::core::receipt::Settlement { change: Amount::ZERO, rounding: Amount::ZERO };
    let total = ore(500);
    let completed =
        Entry::ReceiptCompleted { receipt, number, cashier: CASHIER, total, settlement, vat };
    refused(&mut till, &[added, completed], Rule::SumsAgree);
}

#[test]
fn change_is_given_on_cash_and_seqr_only() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let _added = till.command(add(article("3", 1_000, 2500), 1_000));
    let receipt = ReceiptId(1);
    let means = TenderMeans::Voucher { number: Some("P-1".to_owned()) };
    let tender = Tender { id: TenderId(1), amount: ore(5_000), means };
    let vat =
        kassa::core::vat::split([(kassa::core::vat::VatRate::from_hundredths(2500), ore(1_000))]);
    let completed = Entry::ReceiptCompleted {
        receipt,
        number: kassa::core::receipt::ReceiptNumber(1),
        cashier: CASHIER,
        total: ore(1_000),
        settlement: kassa::core::receipt::Settlement { change: ore(4_000), rounding: Amount::ZERO },
        vat,
    };
    refused(&mut till, &[Entry::TenderAdded { receipt, tender }, completed], Rule::NoChangeForIt);
    let means = Recorded::Account { customer: "Kommunen".to_owned() };
    let amount = ore(1_000);
    let tender = TenderId(1);
    let _paid = till.command(Command::TakeRecorded { receipt, amount, tender, means });
    let record = till.store.receipt(receipt).unwrap().unwrap();
    let customer = "Kommunen".to_owned();
    assert_eq!(record.tenders[0].tender.means, TenderMeans::Account { customer });
    sound(&till);
}

/// A customer who pays more through SEQR than the last öre that a card left: the change is rounded up beyond it.
#[test]
fn change_may_be_rounded_up_beyond_what_seqr_paid() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let _added = till.command(add(article("3", 10_000, 2500), 1_000));
    let receipt = ReceiptId(1);
    let (amount, tender) = (ore(9_990), TenderId(1));
    let _card = till.command(Command::TakeCard { receipt, amount, tender });
    let _paid = till.pay_with_seqr(ore(5_060));
    let last = till.register.last().unwrap();
    assert_eq!((last.settlement.change, last.settlement.rounding), (ore(5_100), ore(-50)));
    sound(&till);
}

/// The change of the receipt that was ended last is shown after a restart, not that of the one begun last.
#[test]
fn the_last_receipt_is_the_one_that_ended_last_also_where_others_were_put_aside() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let park = |receipt| {
        let label = "Anna".to_owned();
        Command::Parking(ParkingCommand::Park { receipt, label })
    };
    let recall = |receipt| Command::Parking(ParkingCommand::Recall { receipt });
    let coffee = || add(article("3", 10_000, 2500), 1_000);
    let _first = till.command(coffee());
    let _aside = till.command(park(ReceiptId(1)));
    let _second = till.command(coffee());
    let _paid = till.cash(kronor(500));
    let _again = till.command(recall(ReceiptId(1)));
    let _paid = till.cash(kronor(200));
    let expected = till.register.last().cloned();
    assert_eq!(expected.as_ref().map(|last| last.settlement.change), Some(kronor(100)));
    drop(till);
    let mut till = Till::start(directory.path(), OpenMode::Existing);
    assert_eq!(till.register.last().cloned(), expected);
    // As soon as another is begun it is over, also where that one is put aside at once.
    let _third = till.command(coffee());
    let _aside = till.command(park(ReceiptId(3)));
    drop(till);
    let till = Till::start(directory.path(), OpenMode::Existing);
    assert_eq!(till.register.last(), None);
}

#[test]
fn voids_are_counted_and_those_that_were_put_back_are_not() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let first = till.store.head().unwrap().seq + 1;
    for number in ["3", "4", "5"] {
        let _added = till.command(add(article(number, 1_000, 2500), 1_000));
    }
    for line in [1, 3, 2] {
        let _gone = till.command(Command::RemoveLine { line: LineId(line) });
    }
    let _back = till.command(Command::Line(LineCommand::Restore { line: LineId(3) }));
    let voids = till.store.voids(first, u64::MAX >> 1).unwrap();
    assert_eq!((voids.count, voids.sum), (2, ore(2_000)));
    let shown: Vec<u32> = till
        .store
        .receipt(ReceiptId(1))
        .unwrap()
        .unwrap()
        .lines
        .iter()
        .map(|line| line.id.0)
        .collect();
    assert_eq!(shown, [3]);
    sound(&till);
}

fn park(till: &mut Till, label: &str) {
    let receipt = till.register.receipt().unwrap().id;
    let label = label.to_owned();
    let _parked = till.command(Command::Parking(ParkingCommand::Park { receipt, label }));
}

#[test]
fn parked_receipts_survive_a_restart_and_stand_still() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let _added = till.command(add(drink(), 2_000));
    park(&mut till, "bord 4");
    let _added = till.command(add(article("3", 1_000, 2500), 1_000));
    park(&mut till, "");
    let parked: Vec<_> = till.register.parked().cloned().collect();
    sound(&till);
    drop(till);

    let mut till = Till::start(directory.path(), OpenMode::Existing);
    till.register.set_user(Some((&crate::support::user()).into()));
    assert!(till.register.receipt().is_none());
    assert!(till.register.parked().eq(parked.iter()));
    let line = Line { id: LineId(3), ..parked[0].receipt.lines()[0].clone() };
    let receipt = ReceiptId(1);
    refused(&mut till, &[Entry::LineAdded { receipt, line }], Rule::ReceiptParked);
    let removed = Entry::LineRemoved { receipt, line: LineId(1), sum: ore(3_000) };
    refused(&mut till, &[removed], Rule::ReceiptParked);
    let cancelled = Entry::ReceiptCancelled { receipt, total: ore(3_200) };
    refused(&mut till, &[cancelled], Rule::ReceiptParked);
    let tender = Tender { id: TenderId(1), amount: ore(100), means: TenderMeans::Card };
    refused(&mut till, &[Entry::TenderAdded { receipt, tender }], Rule::ReceiptParked);
    let again = Parking { receipt, label: "x".to_owned(), total: ore(0), by: CASHIER };
    refused(&mut till, &[Entry::ReceiptParked(again)], Rule::ReceiptParked);

    let _back = till.command(Command::Parking(ParkingCommand::Recall { receipt }));
    let twice = Entry::ReceiptRecalled { receipt };
    refused(&mut till, &[twice], Rule::ReceiptParked);
    let other = Entry::ReceiptRecalled { receipt: ReceiptId(2) };
    refused(&mut till, &[other], Rule::OneOpenReceipt);
    let _part = till.command(Command::TakeCard { receipt, amount: ore(200), tender: TenderId(1) });
    let parking = Parking { receipt, label: "x".to_owned(), total: ore(0), by: CASHIER };
    refused(&mut till, &[Entry::ReceiptParked(parking)], Rule::TenderTaken);
    let _rest =
        till.command(Command::TakeCard { receipt, amount: ore(3_000), tender: TenderId(2) });
    sound(&till);
}

const SHIFT: ShiftNumber = ShiftNumber(1);

fn open(till: &mut Till) {
    let float = Count::Sum(kronor(500));
    let _opened = till.command(Command::Shift(ShiftCommand::Open { shift: SHIFT, float }));
}

fn cash(till: &mut Till, price: i64, given: i64) {
    let _added = till.command(add(article("3", price, 2500), 1_000));
    let receipt = till.register.receipt().unwrap().id;
    let _paid =
        till.command(Command::TakeCash { receipt, amount: kronor(given), tender: TenderId(1) });
}

#[test]
fn a_shift_goes_on_after_a_restart_with_what_is_in_the_drawer() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    cash(&mut till, 10_000, 100);
    open(&mut till);
    cash(&mut till, 12_345, 200); // 123.00: 77 back
    let reason = "bank".to_owned();
    let (direction, amount) = (Direction::Out, kronor(300));
    let moved = ShiftCommand::MoveCash { shift: SHIFT, number: 1, direction, amount, reason };
    let _moved = till.command(Command::Shift(moved));
    // Some of a receipt is paid in cash when the power goes.
    let _added = till.command(add(article("4", 9_000, 2500), 1_000));
    let receipt = till.register.receipt().unwrap().id;
    let _part =
        till.command(Command::TakeCash { receipt, amount: kronor(50), tender: TenderId(1) });
    let before = till.register.shift().cloned().unwrap();
    assert_eq!(before.expected, kronor(500 + 123 - 300 + 50));
    drop(till);

    let mut till = Till::start(directory.path(), OpenMode::Existing);
    till.register.set_user(Some((&crate::support::user()).into()));
    assert_eq!(till.register.shift(), Some(&before));
    let _back = till.command(Command::RemoveTender { receipt, tender: TenderId(1) });
    let _card =
        till.command(Command::TakeCard { receipt, amount: kronor(90), tender: TenderId(2) });
    let expected = kronor(323);
    let count = ShiftCommand::Count { shift: SHIFT, number: 1, counted: Count::Sum(expected) };
    let _counted = till.command(Command::Shift(count));
    let close = ShiftCommand::Close { shift: SHIFT, reason: String::new() };
    let _closed = till.command(Command::Shift(close));
    assert_eq!(till.store.shift().unwrap(), (SHIFT, None));
    sound(&till);
}

#[test]
fn no_code_can_end_a_shift_otherwise_than_by_its_count() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let float = Count::Sum(ore(0));
    let opening = |number| {
        Entry::ShiftOpened(ShiftOpening {
            shift: ShiftNumber(number),
            float: float.clone(),
            by: CASHIER,
        })
    };
    refused(&mut till, &[opening(2)], Rule::ShiftsFollow);
    open(&mut till);
    refused(&mut till, &[opening(2)], Rule::ShiftsFollow);
    let closing = |expected: i64, counted: i64, reason: &str| {
        Entry::ShiftClosed(ShiftClosing {
            shift: SHIFT,
            expected: ore(expected),
            counted: ore(counted),
            reason: Some(reason.to_owned()),
            parked: 0,
            unsettled: 0,
            by: CASHIER,
        })
    };
    refused(&mut till, &[closing(50_000, 50_000, "")], Rule::ShiftCounted);
    let count = |number, minor| {
        let counted = Count::Sum(ore(minor));
        Entry::ShiftCounted(ShiftCount { shift: SHIFT, number, counted, by: CASHIER })
    };
    refused(&mut till, &[count(2, 0)], Rule::ShiftOpen);
    let _head = till.raw(&[count(1, 49_000)]).unwrap();
    refused(&mut till, &[closing(49_000, 49_000, "")], Rule::ShiftCounted);
    refused(&mut till, &[closing(50_000, 49_000, "")], Rule::ShiftCounted);
    let movement = |number| {
        let (direction, amount, reason) = (Direction::In, ore(100), "x".to_owned());
        let (shift, by, approved_by) = (SHIFT, CASHIER, None);
        Entry::CashMoved(CashMovement { shift, number, direction, amount, reason, by, approved_by })
    };
    refused(&mut till, &[movement(2)], Rule::ShiftOpen);
    let _added = till.command(add(article("3", 1_000, 2500), 1_000));
    refused(&mut till, &[closing(50_000, 49_000, "fel växel")], Rule::ReceiptOpen);
    park(&mut till, "");
    let _head = till.raw(&[closing(50_000, 49_000, "fel växel")]).unwrap();
    refused(&mut till, &[movement(1)], Rule::ShiftOpen);
    sound(&till);
}
