//! Who may do what, and what an open payment holds back.

use super::*;

fn every_command(receipt: ReceiptId, attempt: AttemptId) -> Vec<Command> {
    let (line, tender, amount) = (LineId(1), TenderId(1), ore(100));
    vec![
        free(100),
        Command::ChangeQuantity { line, by: 1 },
        Command::SetQuantity { line, quantity: Quantity::ONE },
        Command::RemoveLine { line },
        Command::CancelReceipt { receipt },
        Command::TakeCash { receipt, amount, tender },
        Command::TakeCard { receipt, amount, tender },
        Command::RemoveTender { receipt, tender },
        Command::PayWithSeqr { attempt, amount },
        Command::Finish { receipt },
        Command::CancelPayment { attempt },
        Command::WaitMore { attempt },
        Command::ReleasePayment { attempt },
        Command::LogOut,
        Command::OpenDrawer,
        Command::Quit,
    ]
}

#[test]
fn rule_3_and_11_an_open_payment_holds_everything_else_back() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let attempt = bench.issued(10_000);
    let receipt = bench.id();
    for command in every_command(receipt, attempt) {
        let refused = bench.register.decide(&command, bench.now()).err();
        let expected = match command {
            Command::CancelPayment { .. } | Command::WaitMore { .. } => None,
            Command::ReleasePayment { .. } => Some(Refused::NotOffered),
            Command::OpenDrawer => Some(Refused::NotAllowed),
            _ => Some(Refused::PaymentOpen),
        };
        assert_eq!(refused, expected, "{command:?}");
    }
    let total = bench.register.receipt().unwrap().total();
    assert_eq!(total, ore(10_000), "a refused command changes nothing");
}

#[test]
fn nobody_does_nothing_but_the_payment_goes_on() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let attempt = bench.issued(10_000);
    let receipt = bench.id();
    bench.register.set_user(None);
    for command in every_command(receipt, attempt) {
        let refused = bench.register.decide(&command, bench.now()).err();
        let expected = match command {
            Command::Quit => Refused::PaymentOpen,
            _ => Refused::NobodyLoggedIn,
        };
        assert_eq!(refused, Some(expected), "{command:?}");
    }
    bench.event(paid("e1", None));
    let by_whom = bench.journal.iter().find_map(|entry| match entry {
        Entry::ReceiptCompleted { cashier, .. } => Some(*cashier),
        _ => None,
    });
    assert_eq!(by_whom, Some(UserNumber(1)), "whoever asked for the payment");
}

#[test]
fn only_managers_open_the_drawer_without_a_sale() {
    for (role, allowed) in [(Role::Cashier, false), (Role::Manager, true), (Role::Installer, true)]
    {
        let mut bench = Bench::new();
        bench.register.set_user(Some(person(3, role)));
        assert_eq!(bench.press(Command::OpenDrawer).is_ok(), allowed, "{role:?}");
    }
}

#[test]
fn amounts_that_are_none_and_receipts_that_are_gone() {
    let mut bench = Bench::new();
    let most = Amount::LARGEST_ENTRY;
    for (amount, refused) in [
        (0, Refused::AmountNotPositive),
        (-100, Refused::AmountNotPositive),
        (i64::MAX, Refused::AmountTooLarge { most }),
    ] {
        assert_eq!(bench.press(free(amount)), Err(refused));
        bench.ring_up(100);
        for command in [bench.cash(amount), bench.card(amount), bench.seqr(amount)] {
            assert_eq!(bench.press(command), Err(refused));
        }
        let receipt = bench.id();
        bench.press(Command::CancelReceipt { receipt }).unwrap();
        let tender = TenderId(1);
        let late = Command::TakeCash { receipt, amount: ore(100), tender };
        assert_eq!(bench.press(late.clone()), Err(Refused::NoReceipt));
        bench.ring_up(100);
        assert_eq!(bench.press(late), Err(Refused::NotOffered), "meant for another receipt");
        let receipt = bench.id();
        bench.press(Command::CancelReceipt { receipt }).unwrap();
    }
}

#[test]
fn seqr_is_offered_only_where_it_can_work() {
    let mut bench = Bench::new();
    bench.ring_up(100);
    bench.register.set_reachability(Reachability::Unreachable);
    let pay = bench.seqr(100);
    assert_eq!(bench.press(pay.clone()), Err(Refused::SeqrUnreachable));
    bench.register.set_reachability(Reachability::Reachable);
    let gone = Entry::TerminalUnregistered { terminal: "t1".to_owned() };
    bench.register.apply(&gone, bench.now());
    assert_eq!(bench.press(pay.clone()), Err(Refused::SeqrNotRegistered));
    bench.register.apply(&Entry::TerminalRegistered { terminal: terminal() }, bench.now());
    bench.press(pay.clone()).unwrap();
    assert_eq!(bench.press(pay), Err(Refused::PaymentOpen), "a double press");
}

#[test]
fn a_receipt_holds_so_many_lines() {
    let mut bench = Bench::new();
    for _ in 0..super::super::super::receipt::MOST_LINES {
        bench.ring_up(100);
    }
    assert_eq!(bench.press(free(100)), Err(Refused::TooManyLines));
}

#[test]
fn logging_out_is_written_down() {
    let mut bench = Bench::new();
    bench.press(Command::LogOut).unwrap();
    assert!(bench.register.user().is_none());
    assert_eq!(bench.journal.last(), Some(&Entry::UserLoggedOut { user: UserNumber(1) }));
    assert_eq!(bench.press(Command::LogOut), Err(Refused::NobodyLoggedIn));
}
