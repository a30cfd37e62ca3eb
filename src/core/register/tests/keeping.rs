//! Parked receipts, further tenders, amounts that are asked about, and shifts.

use super::super::super::discount::{Asked, Percent};
use super::super::super::settings::{Settings, ShiftSettings};
use super::super::super::shift::{Count, Direction, ShiftNumber, StillOpen};
use super::super::super::tender::TenderKind;
use super::*;

fn park(bench: &Bench, label: &str) -> Command {
    Command::Parking(ParkingCommand::Park { receipt: bench.id(), label: label.to_owned() })
}

fn recall(receipt: u64) -> Command {
    Command::Parking(ParkingCommand::Recall { receipt: ReceiptId(receipt) })
}

fn labels(bench: &Bench) -> Vec<(u64, &str, i64)> {
    let shown = bench.register.parked();
    shown.map(|parked| (parked.receipt.id.0, &*parked.label, parked.total.minor())).collect()
}

#[test]
fn receipts_are_parked_and_recalled_and_get_their_numbers_at_the_end() {
    let mut bench = Bench::new();
    bench.ring_up(1_000);
    let command = park(&bench, "  Röd jacka ");
    bench.press(command).unwrap();
    assert!(bench.register.receipt().is_none());
    for (price, label) in [(2_000, ""), (3_000, "")] {
        bench.ring_up(price);
        let command = park(&bench, label);
        bench.press(command).unwrap();
    }
    assert_eq!(labels(&bench), [(1, "Röd jacka", 1_000), (2, "1", 2_000), (3, "2", 3_000)]);
    bench.restart();
    assert_eq!(labels(&bench), [(1, "Röd jacka", 1_000), (2, "1", 2_000), (3, "2", 3_000)]);
    bench.register.set_user(Some(person(4, Role::Cashier)));

    bench.press(recall(2)).unwrap();
    assert_eq!(bench.press(recall(2)), Err(Refused::ReceiptOpen), "a double tap");
    bench.ring_up(500);
    let command = bench.cash(2_500);
    bench.press(command).unwrap();
    assert_eq!(bench.completed(), Some((1, 0, 0)), "the first number, though begun second");
    assert_eq!(bench.press(recall(2)), Err(Refused::NotOffered));
    bench.ring_up(700);
    assert_eq!(bench.id(), ReceiptId(4));
    let command = park(&bench, "");
    bench.press(command).unwrap();
    assert_eq!(labels(&bench), [(1, "Röd jacka", 1_000), (3, "2", 3_000), (4, "1", 700)]);
}

#[test]
fn nothing_is_parked_that_money_was_taken_for() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let command = bench.cash(5_000);
    bench.press(command).unwrap();
    assert_eq!(bench.press(park(&bench, "")), Err(Refused::TenderTaken));
    let receipt = bench.id();
    bench.press(Command::RemoveTender { receipt, tender: TenderId(1) }).unwrap();
    let attempt = bench.issued(4_000);
    assert_eq!(bench.press(park(&bench, "")), Err(Refused::PaymentOpen));
    bench.event(paid("e1", None));
    assert!(bench.register.attempt(attempt).unwrap().payment().is_some());
    assert_eq!(bench.press(park(&bench, "")), Err(Refused::PartlyPaid), "rule 15");
}

/// Attempts are counted on through parking: a number that SEQR has seen is not used again.
#[test]
fn attempts_that_came_to_nothing_stay_with_a_parked_receipt() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let command = bench.seqr(10_000);
    bench.press(command).unwrap();
    let refusal = Refusal::NotReached { detail: "no".to_owned() };
    bench.event(Event::Sent { sending: 1, answer: SendAnswer::Refused(refusal) });
    let command = park(&bench, "");
    bench.press(command).unwrap();
    bench.ring_up(500);
    let command = bench.cash(500);
    bench.press(command).unwrap();
    for restarted in [false, true] {
        if restarted {
            bench.restart();
            bench.register.set_user(Some(person(1, Role::Cashier)));
        }
        bench.press(recall(1)).unwrap();
        let next = bench.register.next_attempt().unwrap();
        assert_eq!((next.receipt, next.number), (ReceiptId(1), 2));
        let command = park(&bench, "");
        bench.press(command).unwrap();
    }
}

#[test]
fn vouchers_and_accounts_pay_what_is_due_and_no_more() {
    let mut bench = Bench::new();
    bench.ring_up(10_050);
    let take = |bench: &Bench, minor: i64, means: Recorded| {
        let receipt = bench.register.receipt().unwrap();
        let (receipt, tender) = (receipt.id, receipt.next_tender());
        Command::TakeRecorded { receipt, amount: ore(minor), tender, means }
    };
    let voucher = |number: &str| Recorded::Voucher { number: number.to_owned() };
    let account = |customer: &str| Recorded::Account { customer: customer.to_owned() };
    let command = take(&bench, 10_051, voucher(""));
    assert_eq!(bench.press(command), Err(Refused::MoreThanDue { due: ore(10_050) }));
    for customer in ["", "  ", &"x".repeat(61), "a\nb"] {
        let command = take(&bench, 100, account(customer));
        assert_eq!(bench.press(command), Err(Refused::CustomerMissing), "{customer}");
    }
    let command = take(&bench, 5_000, voucher("P-17 "));
    bench.press(command.clone()).unwrap();
    assert_eq!(bench.press(command), Err(Refused::NotOffered), "a double tap");
    let receipt = bench.register.receipt().unwrap();
    let number = Some("P-17".to_owned());
    assert_eq!(receipt.tenders()[0].means, TenderMeans::Voucher { number });
    let command = take(&bench, 5_050, account("Kommunen"));
    bench.press(command).unwrap();
    assert_eq!(bench.completed(), Some((1, 0, 0)));
    assert!(!bench.effects.contains(&Effect::OpenDrawer), "no cash");
    let kinds: Vec<TenderKind> = bench
        .journal
        .iter()
        .filter_map(|entry| match entry {
            Entry::TenderAdded { tender, .. } => Some(tender.kind()),
            _ => None,
        })
        .collect();
    assert_eq!(kinds, [TenderKind::Voucher, TenderKind::Account]);
}

#[test]
fn an_amount_far_above_what_is_due_is_asked_about() {
    let mut bench = Bench::new();
    bench.ring_up(7_000);
    let command = bench.cash(100_000);
    assert!(bench.register.decide(&command, bench.now()).is_ok(), "the largest note");
    let command = bench.cash(700_000);
    let ask = Refused::ConfirmAmount { amount: ore(700_000), due: ore(7_000) };
    assert_eq!(bench.press(bench.seqr(700_000)), Err(ask));
    assert_eq!(bench.press(command.clone()), Err(ask));
    let wrong = Command::Confirmed(Box::new(Command::LogOut));
    assert_eq!(bench.press(wrong), Err(Refused::NotOffered), "nothing asked about it");
    bench.press(Command::Confirmed(Box::new(command))).unwrap();
    assert_eq!(bench.completed(), Some((1, 693_000, 0)));
}

const FIRST: ShiftNumber = ShiftNumber(1);

fn open(shift: u64, minor: i64) -> Command {
    Command::Shift(ShiftCommand::Open { shift: ShiftNumber(shift), float: Count::Sum(ore(minor)) })
}

fn moved(number: u32, direction: Direction, minor: i64) -> Command {
    let (shift, amount, reason) = (FIRST, ore(minor), "växel".to_owned());
    Command::Shift(ShiftCommand::MoveCash { shift, number, direction, amount, reason })
}

fn count(number: u32, minor: i64) -> Command {
    let counted = Count::Sum(ore(minor));
    Command::Shift(ShiftCommand::Count { shift: FIRST, number, counted })
}

fn close(reason: &str) -> Command {
    Command::Shift(ShiftCommand::Close { shift: FIRST, reason: reason.to_owned() })
}

fn expected(bench: &Bench) -> i64 {
    bench.register.shift().unwrap().expected.minor()
}

#[test]
fn a_shift_counts_the_cash_of_everybody_at_the_register() {
    let mut bench = Bench::new();
    bench.press(open(1, 50_000)).unwrap();
    assert_eq!(bench.press(open(2, 0)), Err(Refused::ShiftOpen));
    bench.ring_up(10_049);
    let command = bench.cash(20_000);
    bench.press(command).unwrap(); // 100.00 back, 0.49 rounded away
    assert_eq!(expected(&bench), 60_000);
    bench.register.set_user(Some(person(4, Role::Cashier)));
    bench.ring_up(3_000);
    let command = bench.cash(1_000);
    bench.press(command).unwrap();
    assert_eq!(expected(&bench), 61_000, "as soon as it is in the drawer");
    let receipt = bench.id();
    bench.press(Command::RemoveTender { receipt, tender: TenderId(1) }).unwrap();
    assert_eq!(expected(&bench), 60_000);
    let command = bench.card(3_000);
    bench.press(command).unwrap();
    assert_eq!(expected(&bench), 60_000);

    let out = moved(1, Direction::Out, 20_000);
    assert_eq!(bench.press(out.clone()), Err(Refused::NeedsApproval));
    assert_eq!(bench.approve(&out, Role::Cashier), Err(Refused::NotAllowed));
    bench.approve(&out, Role::Manager).unwrap();
    assert!(bench.effects.contains(&Effect::OpenDrawer));
    assert_eq!(bench.approve(&out, Role::Manager), Err(Refused::NotOffered), "a double tap");
    bench.approve(&moved(2, Direction::In, 500), Role::Manager).unwrap();
    assert_eq!(expected(&bench), 40_500);

    assert_eq!(bench.press(close("")), Err(Refused::CountFirst));
    bench.press(count(1, 40_000)).unwrap();
    assert_eq!(bench.register.shift().unwrap().difference(), Some(ore(-500)));
    assert_eq!(bench.press(close("")), Err(Refused::ReasonMissing), "5.00 are missing");
    bench.ring_up(100);
    let command = bench.cash(100);
    bench.press(command).unwrap();
    assert_eq!(bench.press(close("fel växel")), Err(Refused::CountFirst), "cash has come in since");
    bench.press(count(2, 40_600)).unwrap();
    bench.press(close("")).unwrap();
    let Some(Entry::ShiftClosed(closing)) = bench.journal.last() else { panic!("not closed") };
    assert_eq!((closing.expected, closing.counted), (ore(40_600), ore(40_600)));
    assert!(bench.register.shift().is_none());
    assert_eq!(bench.press(open(1, 0)), Err(Refused::NotOffered), "that one is over");
    bench.press(open(2, 0)).unwrap();
}

#[test]
fn what_is_open_holds_a_shift_and_what_is_left_is_asked_about() {
    let mut bench = Bench::new();
    bench.press(open(1, 10_000)).unwrap();
    bench.ring_up(5_000);
    assert_eq!(bench.press(count(1, 10_000)), Err(Refused::ReceiptOpen));
    let command = park(&bench, "bord 4");
    bench.press(command).unwrap();
    bench.ring_up(3_000);
    let _attempt = bench.issued(3_000);
    assert_eq!(bench.press(count(1, 10_000)), Err(Refused::PaymentOpen));
    let open_now = bench.register.still_open(bench.now());
    assert!(open_now[0].forbids_closing() && open_now[1] == StillOpen::Seqr, "{open_now:?}");
    bench.event(paid("e1", None));
    bench.seconds += 1;
    bench.event(status(Status::Paid, 3, 3, Some("e1"), None));
    bench.event(Event::Submitted(SubmitAnswer::Taken));
    bench.press(count(1, 10_000)).unwrap();
    let ask = Refused::ConfirmClosing { parked: 1, unsettled: 0 };
    assert_eq!(bench.press(close("")), Err(ask));
    bench.press(Command::Confirmed(Box::new(close("")))).unwrap();
    assert_eq!(labels(&bench), [(1, "bord 4", 5_000)], "it stays parked");
}

#[test]
fn a_shop_can_ask_for_a_shift_before_anything_is_sold() {
    let mut bench = Bench::new();
    let shift = ShiftSettings { required: true, blind: false };
    bench.register.set_rules(&Settings { shift, ..Settings::default() });
    assert_eq!(bench.press(free(100)), Err(Refused::NoShift));
    bench.press(open(1, 0)).unwrap();
    bench.ring_up(100);
    let command = Command::Line(LineCommand::DiscountReceipt {
        receipt: bench.id(),
        discount: Percent::from_hundredths(100).map(Asked::Percent),
        reason: "x".to_owned(),
    });
    assert_eq!(bench.press(command), Err(Refused::NeedsApproval));
}
