//! Lines: weights, prices set by hand, discounts, deposits, ages, and what comes back of them.

use super::super::super::catalog::Article;
use super::super::super::discount::{Asked, Percent};
use super::super::super::receipt::{Line, Origin, Sold, Terms};
use super::super::super::settings::{DiscountSettings, Settings};
use super::super::super::vat::VatPart;
use super::*;

pub(super) fn article(number: &str, minor: i64, rate: u16, conditions: Conditions) -> Box<Article> {
    Box::new(Article {
        number: ArticleNumber::new(number).unwrap(),
        name: Name::new(number, None),
        codes: Vec::new(),
        price: ore(minor),
        vat: VatRate::from_hundredths(rate),
        group: Name::new("Allt", None),
        kind: ArticleKind::Goods,
        conditions,
    })
}

pub(super) fn percent(hundredths: u16) -> Option<Asked> {
    Percent::from_hundredths(hundredths).map(Asked::Percent)
}

fn off(minor: i64) -> Option<Asked> {
    Some(Asked::Amount(ore(minor)))
}

fn pant() -> Box<Article> {
    article("P1", 100, 1200, Conditions::default())
}

/// A drink with a deposit.
fn drink() -> Box<Article> {
    let deposit = Some(ArticleNumber::new("P1").unwrap());
    article("L", 1_500, 1200, Conditions { deposit, ..Conditions::default() })
}

fn add(article: Box<Article>, thousandths: i64) -> Command {
    let deposit = article.conditions.deposit.is_some().then(pant);
    Command::Line(LineCommand::Add {
        article,
        quantity: Quantity::from_thousandths(thousandths).unwrap(),
        code: None,
        deposit,
        age_checked: false,
    })
}

fn sell(bench: &mut Bench, minor: i64, rate: u16) {
    let number = format!("{minor}-{rate}");
    bench.press(add(article(&number, minor, rate, Conditions::default()), 1_000)).unwrap();
}

fn on_line(line: u32, discount: Option<Asked>) -> Command {
    let reason = "gammal".to_owned();
    Command::Line(LineCommand::Discount { line: LineId(line), discount, reason })
}

fn on_receipt(bench: &Bench, discount: Option<Asked>) -> Command {
    let (receipt, reason) = (bench.id(), "stamkund".to_owned());
    Command::Line(LineCommand::DiscountReceipt { receipt, discount, reason })
}

fn price(line: u32, minor: i64) -> Command {
    let reason = "skadad".to_owned();
    Command::Line(LineCommand::Reprice { line: LineId(line), price: ore(minor), reason })
}

/// A manager is logged in.
fn managed() -> Bench {
    let mut bench = Bench::new();
    bench.register.set_user(Some(person(2, Role::Manager)));
    bench
}

fn sums(bench: &Bench) -> Vec<i64> {
    bench.register.receipt().unwrap().lines().iter().map(|line| line.sum().minor()).collect()
}

fn parts(bench: &Bench) -> Vec<(u16, i64, i64)> {
    let part = |part: VatPart| (part.rate.hundredths(), part.gross.minor(), part.vat.minor());
    bench.register.receipt().unwrap().vat().into_iter().map(part).collect()
}

/// By hand: lines with their rates, a discount on the first line, one on the receipt; what each line comes to then, and
/// the gross amount and the tax of each rate.
#[test]
fn discounts_to_the_ore() {
    type Row = (
        &'static [(i64, u16)],
        Option<Asked>,
        Option<Asked>,
        &'static [i64],
        &'static [(u16, i64, i64)],
    );
    let rows: [Row; 8] = [
        // 10 % of 29.95 is 2.995, so 3.00; 26.95 × 12/112 = 2.8875.
        (&[(2_995, 1200)], percent(1_000), None, &[2_695], &[(1200, 2_695, 289)]),
        (&[(2_995, 1200)], off(500), None, &[2_495], &[(1200, 2_495, 267)]), // 2.6732
        // 10 % of 149.95 is 14.995, so 15.00: 10.00 and 5.00 (9.9967 → 9 + 4, and two öre by remainders … by hand below).
        (
            &[(10_000, 2500), (4_995, 1200)],
            None,
            percent(1_000),
            // 1500 × 10000/14995 = 1000.33, 1500 × 4995/14995 = 499.67.
            &[9_000, 4_495],
            &[(2500, 9_000, 1_800), (1200, 4_495, 482)], // 481.6
        ),
        // 1.00 off three equal lines.
        (
            &[(1_000, 2500), (1_001, 2500), (999, 2500)],
            None,
            off(100),
            // 33.33, 33.37, 33.30: the second has the largest remainder.
            &[967, 967, 966],
            &[(2500, 2_900, 580)],
        ),
        // On the line first, then on what is left: 20.00 − 10.00, and half of 40.00.
        (
            &[(2_000, 2500), (3_000, 600)],
            percent(5_000),
            percent(5_000),
            &[500, 1_500],
            &[(2500, 500, 100), (600, 1_500, 85)], // 84.9
        ),
        // Everything.
        (&[(999, 2500), (1, 0)], None, percent(10_000), &[0, 0], &[(2500, 0, 0), (0, 0, 0)]),
        (&[(999, 2500)], off(999), None, &[0], &[(2500, 0, 0)]),
        // 0.01 off.
        (&[(1, 2500), (1, 1200)], None, off(1), &[1, 0], &[(2500, 1, 0), (1200, 0, 0)]),
    ];
    for (lines, line, whole, expected, vat) in rows {
        let mut bench = managed();
        for (minor, rate) in lines {
            sell(&mut bench, *minor, *rate);
        }
        if line.is_some() {
            bench.press(on_line(1, line)).unwrap();
        }
        if whole.is_some() {
            let command = on_receipt(&bench, whole);
            bench.press(command).unwrap();
        }
        assert_eq!(sums(&bench), expected, "{lines:?} {line:?} {whole:?}");
        assert_eq!(parts(&bench), vat, "{lines:?} {line:?} {whole:?}");
        let total: i64 = expected.iter().sum();
        assert_eq!(bench.due(), total);
        bench.restart();
        assert_eq!(sums(&bench), expected, "after a restart");
    }
}

#[test]
fn a_discount_on_the_receipt_follows_its_lines() {
    let mut bench = managed();
    sell(&mut bench, 10_000, 2500);
    let command = on_receipt(&bench, percent(1_000));
    bench.press(command).unwrap();
    sell(&mut bench, 2_000, 1200);
    assert_eq!(sums(&bench), [9_000, 1_800]);
    bench
        .press(Command::SetQuantity { line: LineId(1), quantity: Quantity::pieces(2).unwrap() })
        .unwrap();
    assert_eq!(sums(&bench), [18_000, 1_800]);
    bench.press(Command::RemoveLine { line: LineId(1) }).unwrap();
    assert_eq!(sums(&bench), [1_800]);
    bench.press(Command::Line(LineCommand::Restore { line: LineId(1) })).unwrap();
    assert_eq!(sums(&bench), [18_000, 1_800], "where it stood, with its share");
    let command = on_receipt(&bench, None);
    bench.press(command).unwrap();
    assert_eq!(sums(&bench), [20_000, 2_000]);
    // An amount never becomes a larger part than it was given as.
    let command = on_receipt(&bench, off(2_200));
    bench.press(command).unwrap();
    assert_eq!(bench.due(), 19_800);
    bench.press(Command::RemoveLine { line: LineId(1) }).unwrap();
    assert_eq!(bench.due(), 1_800, "a tenth of it, as of the whole");
}

#[test]
fn whoever_may_give_less_asks_somebody_who_may() {
    let mut bench = Bench::new();
    sell(&mut bench, 10_000, 2500);
    let tenth = on_line(1, percent(1_000));
    assert_eq!(bench.press(tenth.clone()), Err(Refused::NeedsApproval), "cashiers give nothing");
    assert_eq!(bench.approve(&tenth, Role::Cashier), Err(Refused::NotAllowed));
    bench.approve(&tenth, Role::Manager).unwrap();
    assert_eq!(bench.due(), 9_000);
    let receipt = bench.register.receipt().unwrap();
    let given = receipt.lines()[0].terms.discount.clone().unwrap();
    assert_eq!((given.by, given.approved_by), (UserNumber(1), Some(UserNumber(9))));
    assert_eq!(bench.press(price(1, 12_000)), Err(Refused::NeedsApproval), "nor prices");

    let discounts = DiscountSettings { cashier: 10, manager: 50 };
    bench.register.set_rules(&Settings { discounts, ..Settings::default() });
    assert_eq!(bench.press(on_line(1, percent(1_001))), Err(Refused::NeedsApproval));
    bench.press(on_line(1, percent(1_000))).unwrap();
    // The price and the discount count together.
    assert_eq!(bench.press(price(1, 9_999)), Err(Refused::NeedsApproval));
    bench.press(on_line(1, None)).unwrap();
    bench.press(price(1, 9_000)).unwrap();
    assert_eq!(bench.press(on_line(1, off(1))), Err(Refused::NeedsApproval));
    assert_eq!(bench.approve(&price(1, 4_999), Role::Manager), Err(Refused::NotAllowed));
    bench.approve(&price(1, 5_000), Role::Manager).unwrap();
    // Back to the usual price: nobody has to be asked.
    bench.press(price(1, 10_000)).unwrap();
    assert!(bench.register.receipt().unwrap().lines()[0].terms.are_usual());
}

#[test]
fn what_is_no_discount_is_refused() {
    let mut bench = managed();
    sell(&mut bench, 10_000, 2500);
    let blank =
        LineCommand::Discount { line: LineId(1), discount: percent(100), reason: " \n".to_owned() };
    assert_eq!(bench.press(Command::Line(blank)), Err(Refused::ReasonMissing));
    let too_large = Refused::DiscountTooLarge { most: ore(10_000) };
    assert_eq!(bench.press(on_line(1, off(10_001))), Err(too_large));
    assert_eq!(bench.press(on_line(1, off(0))), Err(Refused::AmountNotPositive));
    assert_eq!(bench.press(on_line(2, off(1))), Err(Refused::NoSuchLine));
    assert_eq!(bench.press(price(1, -1)), Err(Refused::AmountNotPositive));
    let over = Amount::LARGEST_ENTRY.minor() + 1;
    let most = Amount::LARGEST_ENTRY;
    assert_eq!(bench.press(price(1, over)), Err(Refused::AmountTooLarge { most }));
    let command = bench.cash(1_000);
    bench.press(command).unwrap();
    for command in [on_line(1, off(1)), price(1, 1), on_receipt(&bench, off(1))] {
        assert_eq!(bench.press(command), Err(Refused::TenderTaken));
    }
}

#[test]
fn weighed_goods_have_decimals_and_lines_of_their_own() {
    let mut bench = Bench::new();
    let cheese =
        || article("O", 8_990, 1200, Conditions { weighed: true, ..Conditions::default() });
    bench.press(add(cheese(), 333)).unwrap();
    bench.press(add(cheese(), 250)).unwrap();
    assert_eq!(sums(&bench), [2_994, 2_248]); // 29.9367, 22.475
    let half = Quantity::from_thousandths(500).unwrap();
    bench.press(Command::SetQuantity { line: LineId(1), quantity: half }).unwrap();
    assert_eq!(sums(&bench), [4_495, 2_248]);
    let bottle = article("F", 100, 1200, Conditions::default());
    assert_eq!(bench.press(add(bottle.clone(), 500)), Err(Refused::WholePieces));
    bench.press(add(bottle, 1_000)).unwrap();
    let refused = bench.press(Command::SetQuantity { line: LineId(3), quantity: half });
    assert_eq!(refused, Err(Refused::WholePieces));
}

#[test]
fn a_deposit_goes_with_its_article() {
    let mut bench = managed();
    bench.press(add(drink(), 1_000)).unwrap();
    bench.press(add(drink(), 1_000)).unwrap();
    assert_eq!(sums(&bench), [3_000, 200], "one more of both");
    bench.press(Command::ChangeQuantity { line: LineId(1), by: 1 }).unwrap();
    assert_eq!(sums(&bench), [4_500, 300]);
    for command in [
        Command::ChangeQuantity { line: LineId(2), by: 1 },
        Command::RemoveLine { line: LineId(2) },
        on_line(2, percent(1_000)),
        price(2, 1),
    ] {
        assert_eq!(bench.press(command), Err(Refused::DepositLine));
    }
    let command = on_receipt(&bench, percent(1_000));
    bench.press(command).unwrap();
    assert_eq!(sums(&bench), [4_050, 300], "deposits are not sold for less");
    bench.press(Command::RemoveLine { line: LineId(1) }).unwrap();
    assert_eq!(sums(&bench), [] as [i64; 0]);
    bench.press(Command::Line(LineCommand::Restore { line: LineId(1) })).unwrap();
    assert_eq!(sums(&bench), [4_050, 300]);
    let again = Command::Line(LineCommand::Restore { line: LineId(1) });
    assert_eq!(bench.press(again), Err(Refused::NoSuchLine), "it is back already");

    let alone = Command::AddArticle { article: drink(), quantity: Quantity::ONE, code: None };
    assert_eq!(bench.press(alone), Err(Refused::DepositMissing));
}

#[test]
fn an_age_is_asked_for_once_a_receipt() {
    let mut bench = Bench::new();
    let of =
        |age| article("T", 7_000, 2500, Conditions { age: Some(age), ..Conditions::default() });
    let seen = |article, age_checked| {
        let quantity = Quantity::ONE;
        Command::Line(LineCommand::Add {
            article,
            quantity,
            code: None,
            deposit: None,
            age_checked,
        })
    };
    assert_eq!(bench.press(seen(of(18), false)), Err(Refused::ConfirmAge { age: 18 }));
    assert!(bench.register.receipt().is_none());
    bench.press(seen(of(18), true)).unwrap();
    let receipt = bench.id();
    assert!(bench.journal.contains(&Entry::AgeChecked { receipt, age: 18 }));
    bench.press(seen(of(15), false)).unwrap();
    assert_eq!(bench.press(seen(of(20), false)), Err(Refused::ConfirmAge { age: 20 }));
    bench.restart();
    bench.register.set_user(Some(person(1, Role::Cashier)));
    bench.press(seen(of(18), false)).unwrap();
    bench.press(Command::CancelReceipt { receipt }).unwrap();
    assert_eq!(
        bench.press(seen(of(18), false)),
        Err(Refused::ConfirmAge { age: 18 }),
        "another one"
    );
    bench.register.set_user(None);
    assert_eq!(bench.press(seen(of(18), false)), Err(Refused::NobodyLoggedIn));
}

/// What a journal would offer of these lines, of which so much came back before.
fn returnable(lines: &[Line], back: &[(u32, i64, i64)]) -> Returnable {
    let lines = lines.iter().filter_map(|line| {
        let back = back.iter().find(|(id, _, _)| *id == line.id.0);
        let quantity =
            back.map(|(_, thousandths, _)| Quantity::from_thousandths(*thousandths).unwrap());
        let given_back = back.map_or(Amount::ZERO, |(_, _, given)| ore(*given));
        let sold = Sold { quantity: line.quantity, sum: line.sum(), back: quantity, given_back };
        let left = quantity.map_or(Some(line.quantity), |back| line.quantity.less(back))?;
        let terms = Terms { sold: Some(sold), ..line.terms.clone() };
        Some(Line { quantity: left, terms, ..line.clone() })
    });
    let origin = Origin { receipt: ReceiptId(1), number: ReceiptNumber(1), payments: Vec::new() };
    Returnable { origin, lines: lines.collect() }
}

#[test]
fn what_was_sold_for_less_comes_back_for_less() {
    let mut bench = managed();
    bench.press(add(drink(), 3_000)).unwrap();
    sell(&mut bench, 10_000, 2500);
    bench.press(on_line(1, percent(3_333))).unwrap(); // 45.00 − 15.00
    let command = on_receipt(&bench, off(1_000)); // of 130.00: 2.31 and 7.69
    bench.press(command).unwrap();
    assert_eq!(sums(&bench), [2_769, 300, 9_231]);
    let lines = bench.register.receipt().unwrap().lines().to_vec();
    let command = bench.card(12_300);
    bench.press(command).unwrap();

    let begin = |of, chosen| Command::BeginReturn { of: Box::new(of), chosen };
    let one = |id| Chosen::Lines(vec![(LineId(id), Quantity::ONE)]);
    bench.press(begin(returnable(&lines, &[]), one(1))).unwrap();
    assert_eq!(sums(&bench), [-923, -100], "a third, and its deposit");
    let receipt = bench.id();
    assert_eq!(bench.press(on_line(1, percent(100))), Err(Refused::ReturnOpen));
    bench.press(Command::CancelReceipt { receipt }).unwrap();
    bench
        .press(begin(returnable(&lines, &[(1, 1_000, 923), (2, 1_000, 100)]), Chosen::Everything))
        .unwrap();
    assert_eq!(sums(&bench), [-1_846, -200, -9_231]);
    // Less of it, and all of it again only as far as it was chosen.
    bench.press(Command::ChangeQuantity { line: LineId(1), by: -1 }).unwrap();
    assert_eq!(sums(&bench), [-923, -100, -9_231]);
    bench.restart();
    assert_eq!(sums(&bench), [-923, -100, -9_231]);
    let receipt = bench.id();
    bench.register.set_user(Some(person(2, Role::Manager)));
    bench.press(Command::CancelReceipt { receipt }).unwrap();
    // A deposit alone.
    bench.press(begin(returnable(&lines, &[]), one(2))).unwrap();
    assert_eq!(sums(&bench), [-100]);
}
