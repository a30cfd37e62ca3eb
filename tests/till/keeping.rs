//! Deposits, ages, discounts, parked receipts, further tenders and shifts at a running till.

use std::path::Path;

use kassa::core::catalog::{Article, ArticleNumber, Conditions};
use kassa::core::discount::{Asked, Percent};
use kassa::core::entry::Entry;
use kassa::core::money::Amount;
use kassa::core::receipt::{LineId, Quantity, ReceiptId, ReceiptNumber};
use kassa::core::register::{
    Command, LineCommand, ParkingCommand, Recorded, Refused, ShiftCommand,
};
use kassa::core::shift::{Count, ShiftNumber};
use kassa::core::tender::TenderId;
use kassa::core::user::UserNumber;
use kassa::document::text;
use kassa::journal::{OpenMode, Stamp, Store, Verdict};
use kassa::till::intent::Intent;
use kassa::till::snapshot::{Approval, ScanOutcome};

use super::shop::{COFFEE, JUICE, Shop};

fn ore(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

/// The demonstration shop, where some articles have to be seen to.
fn shop(folder: &Path, conditions: &[(&str, Conditions)]) -> Shop {
    let shop = Shop::open(folder);
    shop.log_in();
    let catalog = shop.now().catalog.clone();
    let saved: Vec<Entry> = conditions
        .iter()
        .map(|(number, conditions)| {
            let number = ArticleNumber::new(number).unwrap();
            let article = catalog.by_number(&number).unwrap().clone();
            Entry::ArticleSaved { article: Article { conditions: conditions.clone(), ..article } }
        })
        .collect();
    let directory = folder.to_owned();
    let shop = shop.restarted(folder, move |_| {
        let mut store = Store::open(&directory, OpenMode::Existing).unwrap();
        let stamp =
            Stamp { at: jiff::Timestamp::now(), register: "Kassa 1".to_owned(), user: None };
        let _head = store.commit(&stamp, &saved).unwrap();
    });
    shop.log_in();
    shop
}

fn scan(shop: &Shop, code: &str) {
    shop.send(Intent::Scan { text: code.to_owned(), quantity: Quantity::ONE });
}

fn sound(folder: &Path) {
    let journal = Store::open_read_only(folder).unwrap();
    let verdict = journal.verify(&mut |_, _| {}).unwrap();
    assert!(matches!(verdict, Verdict::Sound(_)), "{verdict:?}");
}

#[test]
fn a_deposit_is_rung_up_and_an_age_is_asked_for_before_anything_else() {
    let folder = tempfile::tempdir().unwrap();
    let deposit = Some(ArticleNumber::new(JUICE.0).unwrap());
    let shop = shop(
        folder.path(),
        &[
            (COFFEE.0, Conditions { deposit, ..Conditions::default() }),
            ("1002", Conditions { age: Some(18), ..Conditions::default() }),
        ],
    );
    scan(&shop, COFFEE.0);
    let both = shop.until("both lines", |now| now.due() == ore(COFFEE.1 + JUICE.1));
    assert_eq!(both.receipt.as_ref().unwrap().lines().len(), 2);

    scan(&shop, "1002");
    let asked = shop.until("the question", |now| now.age_question.is_some());
    assert_eq!(asked.age_question.as_ref().unwrap().age, 18);
    let held = Refused::ConfirmAge { age: 18 };
    assert!(matches!(&asked.scan.as_ref().unwrap().outcome,
        ScanOutcome::Held { reason, .. } if *reason == held));
    scan(&shop, JUICE.0);
    let held_too = shop.until("the other scan", |now| now.scans > asked.scans);
    assert_eq!(held_too.due(), both.due(), "nothing is lost behind the question");
    shop.send(Intent::AnswerAge(false));
    let _answered = shop.until("the answer", |now| now.age_question.is_none());
    assert_eq!(shop.now().due(), both.due());

    scan(&shop, "1002");
    let _asked = shop.until("the question again", |now| now.age_question.is_some());
    shop.send(Intent::AnswerAge(true));
    let sold = shop.until("the line", |now| now.due() > both.due());
    assert_eq!(sold.receipt.as_ref().unwrap().age_checked(), Some(18));
    shop.send(Intent::AnswerAge(true));
    let _nothing = shop.until("the refusal", |now| {
        now.refused.is_some_and(|notice| notice.reason == Refused::NotOffered)
    });
    shop.close();
    sound(folder.path());
}

#[test]
fn a_discount_that_a_manager_approves_stands_on_the_paper_and_on_the_invoice() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path(), &[]);
    shop.ring_up(COFFEE);
    shop.ring_up(JUICE);
    let discount = Percent::from_hundredths(1_000).map(Asked::Percent);
    let reason = "krossad burk".to_owned();
    let command = Command::Line(LineCommand::Discount { line: LineId(1), discount, reason });
    shop.command(command.clone());
    let _asked = shop.until("the refusal", |now| {
        now.refused.is_some_and(|notice| notice.reason == Refused::NeedsApproval)
    });
    shop.send(Intent::Approve { user: UserNumber(2), pin: "2222".into(), command });
    let _given = shop.until("the approval", |now| matches!(now.approval, Approval::Done { .. }));
    // 10 % of 29.95 is 3.00.
    let due = ore(2_695 + JUICE.1);
    assert_eq!(shop.now().due(), due);
    let _attempt = shop.pay_with_seqr(due);
    shop.until_waiting();
    shop.simulator.with_ledger(|ledger| {
        let invoice = ledger.payments().next().unwrap().invoice().clone();
        let of = |row: &kassa::seqr::message::InvoiceRow| row.total_amount.as_ref().unwrap().value;
        let rows: rust_decimal::Decimal = invoice.rows.iter().map(of).sum();
        assert_eq!(rows, due.to_decimal());
        let row = &invoice.rows[0];
        assert_eq!(row.discount.as_ref().unwrap().value, ore(300).to_decimal());
        let price = row.unit_price.as_ref().unwrap().value * row.quantity.unwrap();
        assert_eq!(price - row.discount.as_ref().unwrap().value, of(row));
    });
    let _reference = shop.simulator.confirm_newest().unwrap();
    let done = shop.until("the paper", |now| now.last.is_some() && now.preview.is_some());
    let paper = text::render(done.preview.as_ref().unwrap(), 42).replace('\u{a0}', " ");
    assert!(paper.contains("29,95") && paper.contains("Rabatt 10 %"), "{paper}");
    assert!(paper.contains("-3,00") || paper.contains("\u{2212}3,00"), "{paper}");
    shop.close();
    sound(folder.path());
}

#[test]
fn a_receipt_is_parked_over_a_restart_and_paid_with_a_voucher_and_on_account() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path(), &[]);
    shop.ring_up(COFFEE);
    let receipt = shop.now().receipt.as_ref().unwrap().id;
    let label = "Röd jacka".to_owned();
    shop.command(Command::Parking(ParkingCommand::Park { receipt, label }));
    let _parked = shop.until("the parked receipt", |now| !now.parked.is_empty());
    shop.sell_for_cash();
    let shop = shop.restarted(folder.path(), |_| {});
    shop.log_in();
    let parked = shop.now().parked.clone();
    assert_eq!((parked[0].receipt, &*parked[0].label), (receipt, "Röd jacka"));
    shop.command(Command::Parking(ParkingCommand::Recall { receipt }));
    let _back = shop.until("the receipt", |now| now.due() == ore(COFFEE.1));
    let take = |amount: i64, tender: u32, means: Recorded| Intent::Take {
        command: Command::TakeRecorded {
            receipt,
            amount: ore(amount),
            tender: TenderId(tender),
            means,
        },
        due: shop.now().due(),
    };
    shop.send(take(1_000, 1, Recorded::Voucher { number: "P-17".to_owned() }));
    let _rest = shop.until("the rest", |now| now.due() == ore(COFFEE.1 - 1_000));
    shop.send(take(COFFEE.1 - 1_000, 2, Recorded::Account { customer: "Kommunen".to_owned() }));
    let done = shop.until("the paper", |now| now.last.is_some() && now.preview.is_some());
    assert_eq!(done.last.as_ref().unwrap().number, ReceiptNumber(2), "given at the end");
    let paper = shop.until("its paper", |now| {
        let paper = now.preview.as_ref().map(|paper| text::render(paper, 42));
        paper.is_some_and(|paper| paper.contains("Kommunen"))
    });
    let paper = text::render(paper.preview.as_ref().unwrap(), 42);
    assert!(paper.contains("P-17"), "{paper}");
    shop.close();
    sound(folder.path());
}

#[test]
fn a_shift_is_counted_blindly_and_closed_with_what_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open_with(folder.path(), |settings| {
        settings.shift.required = true;
        settings.shift.blind = true;
    });
    shop.log_in();
    let number = ArticleNumber::new(COFFEE.0).unwrap();
    shop.send(Intent::RingUp { article: number, quantity: Quantity::ONE });
    let _refused = shop.until("the refusal", |now| {
        now.refused.is_some_and(|notice| notice.reason == Refused::NoShift)
    });
    let shift = shop.now().next_shift;
    assert_eq!(shift, ShiftNumber(1));
    let float = Count::Sum(ore(50_000));
    shop.command(Command::Shift(ShiftCommand::Open { shift, float }));
    let open = shop.until("the shift", |now| now.shift.is_some());
    assert_eq!(open.shift.as_ref().unwrap().expected, None, "blind");
    shop.sell_for_cash();
    shop.ring_up(JUICE);
    let receipt = shop.now().receipt.as_ref().unwrap().id;
    assert_eq!(receipt, ReceiptId(2));
    let label = String::new();
    shop.command(Command::Parking(ParkingCommand::Park { receipt, label }));
    let _parked = shop.until("the parked receipt", |now| !now.parked.is_empty());
    let counted = Count::Sum(ore(53_000));
    shop.command(Command::Shift(ShiftCommand::Count { shift, number: 1, counted }));
    let counted = shop
        .until("the count", |now| now.shift.as_ref().is_some_and(|shift| shift.counted.is_some()));
    assert_eq!(counted.shift.as_ref().unwrap().expected, Some(ore(53_000)));
    let close = Command::Shift(ShiftCommand::Close { shift, reason: String::new() });
    shop.command(close.clone());
    let ask = Refused::ConfirmClosing { parked: 1, unsettled: 0 };
    let _asked =
        shop.until("the question", |now| now.refused.is_some_and(|notice| notice.reason == ask));
    shop.command(Command::Confirmed(Box::new(close)));
    let _closed = shop.until("the end", |now| now.shift.is_none());
    let shop = shop.restarted(folder.path(), |_| {});
    let _next = shop.until("the next one", |now| now.next_shift == ShiftNumber(2));
    shop.close();
    sound(folder.path());
}
