//! Who may do what, and what an open payment holds back.

use super::super::super::administration::Stage;
use super::super::super::catalog::Article;
use super::super::super::entry::PinPurpose;
use super::super::super::figures::{
    Figures, GrandTotals, Period, ReportKind, ReportNumber, Standing,
};
use super::super::super::payment::Verdict;
use super::super::super::receipt::Origin;
use super::super::super::shift::{Count, Direction, ShiftNumber};
use super::super::super::user::Permission;
use super::*;

/// One command of each kind. A new kind does not compile until it has its place here, and then says in [`needed`]
/// who may do it.
fn every_command(receipt: ReceiptId, attempt: AttemptId) -> Vec<Command> {
    let (line, tender, amount) = (LineId(1), TenderId(1), ore(100));
    let refund = RefundId { receipt, number: 1 };
    let after = |command: &Command| match command {
        Command::AddArticle { .. } => Some(free(100)),
        Command::AddFree { .. } => Some(Command::ChangeQuantity { line, by: 1 }),
        Command::ChangeQuantity { .. } => {
            Some(Command::SetQuantity { line, quantity: Quantity::ONE })
        }
        Command::SetQuantity { .. } => Some(Command::RemoveLine { line }),
        Command::RemoveLine { .. }
        | Command::Line(_)
        | Command::Parking(_)
        | Command::Shift(_)
        | Command::Confirmed(_)
        | Command::TakeRecorded { .. } => Some(next_about_selling(command, receipt)),
        Command::CancelReceipt { .. } => Some(Command::TakeCash { receipt, amount, tender }),
        Command::TakeCash { .. } => Some(Command::TakeCard { receipt, amount, tender }),
        Command::TakeCard { .. } => Some(Command::RemoveTender { receipt, tender }),
        Command::RemoveTender { .. } => Some(Command::PayWithSeqr { attempt, amount }),
        Command::PayWithSeqr { .. } => Some(Command::CancelPayment { attempt }),
        Command::CancelPayment { .. } => Some(Command::WaitMore { attempt }),
        Command::WaitMore { .. } => Some(Command::ReleasePayment { attempt }),
        Command::ReleasePayment { .. } => {
            let (verdict, reason) = (Verdict::Paid, "seen on the phone".to_owned());
            Some(Command::SettlePayment { attempt, verdict, reason })
        }
        Command::SettlePayment { .. } => {
            Some(Command::NotePayment { attempt, reason: "looked into".to_owned() })
        }
        Command::NotePayment { .. } => Some(Command::Finish { receipt }),
        Command::Finish { .. } => Some(Command::FinishAndRefund { receipt }),
        Command::FinishAndRefund { .. } => Some(Command::BeginReturn {
            of: Box::new(returnable(receipt)),
            chosen: Chosen::Everything,
        }),
        Command::BeginReturn { .. } => {
            Some(Command::RefundWithSeqr { refund, payment: attempt, amount })
        }
        Command::RefundWithSeqr { .. } => Some(Command::GiveBackCash { receipt, amount, tender }),
        Command::GiveBackCash { .. } => Some(Command::GiveBackCard { receipt, amount, tender }),
        Command::GiveBackCard { .. } => {
            let (verdict, reason) = (refund::Verdict::GivenBack, "in the report".to_owned());
            Some(Command::SettleRefund { refund, verdict, reason })
        }
        Command::SettleRefund { .. } => {
            Some(Command::DropOwedRefund { payment: attempt, reason: "given in cash".to_owned() })
        }
        Command::DropOwedRefund { .. } => Some(Command::LogOut),
        Command::LogOut => Some(Command::OpenDrawer),
        Command::OpenDrawer => Some(Command::UnlockUser { user: UserNumber(4) }),
        Command::UnlockUser { .. } => {
            let (kind, period) = (ReportKind::X, Box::new(period()));
            Some(Command::Report { kind, period })
        }
        Command::Report { .. } => Some(Command::CopyReport { number: ReportNumber(1) }),
        Command::CopyReport { .. } => Some(Command::Quit),
        Command::Quit => None,
    };
    std::iter::successors(Some(article()), after).collect()
}

/// The commands about lines, parked receipts, further tenders and the shift, one after the other.
fn next_about_selling(command: &Command, receipt: ReceiptId) -> Command {
    let (line, tender, amount) = (LineId(1), TenderId(1), ore(100));
    let (shift, number, reason) = (ShiftNumber(1), 1, "old".to_owned());
    match command {
        Command::RemoveLine { .. } => Command::Line(LineCommand::Restore { line }),
        Command::Line(LineCommand::Restore { .. }) => {
            Command::Line(LineCommand::Reprice { line, price: amount, reason })
        }
        Command::Line(LineCommand::Reprice { .. }) => {
            Command::Line(LineCommand::Discount { line, discount: None, reason })
        }
        Command::Line(LineCommand::Discount { .. }) => {
            Command::Line(LineCommand::DiscountReceipt { receipt, discount: None, reason })
        }
        Command::Line(LineCommand::DiscountReceipt { .. }) => Command::Line(LineCommand::Add {
            article: Box::new(an_article()),
            quantity: Quantity::ONE,
            code: None,
            deposit: None,
            age_checked: false,
        }),
        Command::Line(LineCommand::Add { .. }) => {
            Command::Parking(ParkingCommand::Park { receipt, label: String::new() })
        }
        Command::Parking(ParkingCommand::Park { .. }) => {
            Command::Parking(ParkingCommand::Recall { receipt })
        }
        Command::Parking(ParkingCommand::Recall { .. }) => {
            Command::Shift(ShiftCommand::Open { shift, float: Count::Sum(amount) })
        }
        Command::Shift(ShiftCommand::Open { .. }) => {
            let direction = Direction::In;
            Command::Shift(ShiftCommand::MoveCash { shift, number, direction, amount, reason })
        }
        Command::Shift(ShiftCommand::MoveCash { .. }) => {
            Command::Shift(ShiftCommand::Count { shift, number, counted: Count::Sum(amount) })
        }
        Command::Shift(ShiftCommand::Count { .. }) => {
            Command::Shift(ShiftCommand::Close { shift, reason })
        }
        Command::Shift(ShiftCommand::Close { .. }) => {
            Command::Confirmed(Box::new(Command::TakeCash { receipt, amount, tender }))
        }
        Command::Confirmed(_) => {
            let means = Recorded::Voucher { number: String::new() };
            Command::TakeRecorded { receipt, amount, tender, means }
        }
        _ => Command::CancelReceipt { receipt },
    }
}

fn returnable(receipt: ReceiptId) -> Returnable {
    let origin = Origin { receipt, number: ReceiptNumber(1), payments: Vec::new() };
    Returnable { origin, lines: Vec::new() }
}

fn period() -> Period {
    Period {
        z: ReportNumber(1),
        x: ReportNumber(1),
        since: None,
        figures: Figures::default(),
        grand: GrandTotals::default(),
        standing: Standing::default(),
    }
}

fn an_article() -> Article {
    Article {
        number: ArticleNumber::new("1").unwrap(),
        name: Name::new("Kaffe", None),
        codes: Vec::new(),
        price: ore(100),
        vat: VatRate::from_hundredths(1200),
        group: Name::new("Dryck", None),
        kind: ArticleKind::Goods,
        conditions: Conditions::default(),
    }
}

fn article() -> Command {
    let article = Box::new(an_article());
    Command::AddArticle { article, quantity: Quantity::ONE, code: None }
}

/// What a command needs; `None` if the register can be told by anybody.
fn needed(command: &Command) -> Option<Permission> {
    match command {
        Command::Quit => None,
        Command::OpenDrawer => Some(Permission::OpenDrawer),
        Command::UnlockUser { .. } => Some(Permission::Unlock),
        Command::Report { .. } | Command::CopyReport { .. } => Some(Permission::Report),
        _ => Some(Permission::Sell),
    }
}

const ROLES: [Role; 3] = [Role::Cashier, Role::Manager, Role::Installer];

/// Whatever the window shows or hides: every command is refused whose role does not include it.
#[test]
fn every_command_asks_who_it_is_from() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let attempt = AttemptId { receipt: bench.id(), number: 1 };
    for command in every_command(bench.id(), attempt) {
        let Some(needed) = needed(&command) else { continue };
        for role in ROLES {
            bench.register.set_user(Some(person(3, role)));
            let refused = bench.register.decide(&command, bench.now()).err();
            assert_eq!(refused == Some(Refused::NotAllowed), !role.may(needed), "{command:?}");
        }
        bench.register.set_user(None);
        let refused = bench.register.decide(&command, bench.now()).err();
        assert_eq!(refused, Some(Refused::NobodyLoggedIn), "{command:?}");
    }
}

#[test]
fn a_locked_screen_refuses_every_command_and_loses_nothing() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let attempt = bench.issued(10_000);
    bench.commit(bench.register.idle());
    assert_eq!(bench.journal.last(), Some(&Entry::ScreenLocked { user: UserNumber(1) }));
    for command in every_command(bench.id(), attempt) {
        let refused = bench.register.decide(&command, bench.now()).err();
        let expected = match command {
            Command::Quit => Refused::PaymentOpen,
            _ => Refused::ScreenLocked,
        };
        assert_eq!(refused, Some(expected), "{command:?}");
    }
    let manager = person(2, Role::Manager);
    let approved = bench.register.decide_approved(&Command::OpenDrawer, &manager, bench.now());
    assert_eq!(approved, Err(Refused::ScreenLocked));
    assert_eq!(bench.register.idle(), Decision::default(), "it is locked already");

    bench.event(paid("e1", None));
    assert_eq!(bench.completed(), Some((1, 0, 0)), "the payment went on");
    assert!(bench.register.is_locked());
    bench.commit(bench.register.idle());
    let gone = Entry::UserLoggedOut { user: UserNumber(1), idle: true };
    assert_eq!(bench.journal.last(), Some(&gone), "nothing holds them any longer");
    assert!(bench.register.user().is_none() && !bench.register.is_locked());
    assert_eq!(bench.register.idle(), Decision::default(), "nobody is there");
}

#[test]
fn whoever_left_or_a_manager_goes_on_at_a_locked_screen() {
    let anna = person(1, Role::Cashier);
    for (who, allowed) in [
        (anna.clone(), true),
        (person(4, Role::Cashier), false),
        (person(2, Role::Manager), true),
        (person(3, Role::Installer), true),
    ] {
        let mut bench = Bench::new();
        assert_eq!(bench.register.unlock(&anna), Err(Refused::NotOffered), "nothing is locked");
        bench.ring_up(100);
        bench.commit(bench.register.idle());
        match bench.register.unlock(&who) {
            Ok(decision) => {
                assert!(allowed, "{who:?}");
                bench.register.set_user(Some(who.clone()));
                bench.commit(decision);
                assert_eq!(bench.register.user(), Some(&who));
                bench.ring_up(100);
                assert_eq!(bench.due(), 200, "the receipt goes on");
            }
            Err(refused) => assert_eq!((refused, allowed), (Refused::NotAllowed, false)),
        }
    }
}

#[test]
fn whoever_has_nothing_unfinished_is_logged_off() {
    let mut bench = Bench::new();
    bench.commit(bench.register.idle());
    assert_eq!(
        bench.journal.last(),
        Some(&Entry::UserLoggedOut { user: UserNumber(1), idle: true })
    );
    assert!(bench.register.user().is_none());
}

/// What counts is what the approver may do; whoever is logged in stays so.
#[test]
fn somebody_else_approves_one_command() {
    let mut bench = Bench::new();
    let drawer = Command::OpenDrawer;
    let decide = |bench: &Bench, role| {
        bench.register.decide_approved(&drawer, &person(2, role), bench.now())
    };
    let nobody = Bench { register: Register::default(), ..Bench::new() };
    assert_eq!(decide(&nobody, Role::Manager), Err(Refused::NobodyLoggedIn));
    assert_eq!(decide(&bench, Role::Cashier), Err(Refused::NotAllowed));
    assert_eq!(bench.press(drawer.clone()), Err(Refused::NotAllowed));
    let decision = decide(&bench, Role::Manager).unwrap();
    let reason = DrawerReason::NoSale;
    let opened = Entry::DrawerOpened { reason, approved_by: Some(UserNumber(2)) };
    assert_eq!((decision.entries, decision.effects), (vec![opened], vec![Effect::OpenDrawer]));
    assert_eq!(bench.register.user().map(|user| user.number), Some(UserNumber(1)));

    bench.ring_up(100);
    let attempt = AttemptId { receipt: bench.id(), number: 1 };
    for command in every_command(bench.id(), attempt) {
        let is_approved = matches!(
            command,
            Command::OpenDrawer
                | Command::Line(
                    LineCommand::Reprice { .. }
                        | LineCommand::Discount { .. }
                        | LineCommand::DiscountReceipt { .. }
                )
                | Command::Shift(ShiftCommand::MoveCash { .. })
        );
        if !is_approved {
            let manager = person(2, Role::Manager);
            let refused = bench.register.decide_approved(&command, &manager, bench.now());
            assert_eq!(refused, Err(Refused::NotOffered), "{command:?}");
        }
    }
}

#[test]
fn a_manager_unlocks_a_number_once() {
    let mut bench = Bench::new();
    let user = UserNumber(4);
    let unlock = Command::UnlockUser { user };
    bench.register.set_user(Some(person(2, Role::Manager)));
    assert_eq!(bench.press(unlock.clone()), Err(Refused::NotOffered), "it is not locked");
    for _ in 0..10 {
        let entries = bench.register.pins().wrong(user, PinPurpose::LogIn);
        bench.commit(Decision { entries, ..Decision::default() });
    }
    bench.press(unlock.clone()).unwrap();
    assert_eq!(bench.journal.last(), Some(&Entry::UserUnlocked { user }));
    assert_eq!(bench.press(unlock), Err(Refused::NotOffered), "a second press");
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
            Command::OpenDrawer
            | Command::UnlockUser { .. }
            | Command::Report { .. }
            | Command::CopyReport { .. } => Some(Refused::NotAllowed),
            Command::SettlePayment { .. }
            | Command::NotePayment { .. }
            | Command::SettleRefund { .. }
            | Command::DropOwedRefund { .. }
            | Command::Shift(ShiftCommand::MoveCash { .. }) => Some(Refused::NeedsApproval),
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

/// A payment that began while the terminal may be ending would be asked about under one that is gone.
#[test]
fn no_payment_begins_while_seqr_is_asked_about_the_registration() {
    let mut bench = Bench::new();
    bench.ring_up(100);
    bench.register.set_terminal_asked(true);
    let pay = bench.seqr(100);
    assert_eq!(bench.press(pay.clone()), Err(Refused::RegistrationUnderWay));
    bench.register.set_terminal_asked(false);
    bench.press(pay).unwrap();
}

#[test]
fn whoever_is_at_a_new_register_sets_it_up_and_does_nothing_else() {
    let everything = [
        Permission::Sell,
        Permission::Return,
        Permission::OpenDrawer,
        Permission::Settle,
        Permission::Unlock,
        Permission::Articles,
        Permission::BackUp,
        Permission::Configure,
    ];
    let allowed = |register: &Register| -> Vec<Permission> {
        everything.into_iter().filter(|permission| register.may(*permission).is_ok()).collect()
    };
    let mut register = Register::default();
    assert_eq!(allowed(&register), []);
    register.set_stage(Stage::New);
    assert_eq!(allowed(&register), [Permission::Articles, Permission::Configure]);
    // Somebody who sells there can do both.
    let mut bench = Bench::new();
    bench.register.set_stage(Stage::New);
    let both = [Permission::Sell, Permission::Return, Permission::Articles, Permission::Configure];
    assert_eq!(allowed(&bench.register), both);
    // But nobody in front of a locked screen.
    bench.register.apply(&Entry::ScreenLocked { user: UserNumber(1) }, bench.now());
    assert_eq!(bench.register.may(Permission::Configure), Err(Refused::ScreenLocked));
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
    assert_eq!(
        bench.journal.last(),
        Some(&Entry::UserLoggedOut { user: UserNumber(1), idle: false })
    );
    assert_eq!(bench.press(Command::LogOut), Err(Refused::NobodyLoggedIn));
}

/// A day is closed when nothing is open; how it stands can be seen at any time.
#[test]
fn a_day_with_something_open_is_not_closed() {
    let mut bench = Bench::new();
    bench.register.set_user(Some(person(2, Role::Manager)));
    let report = |bench: &Bench, kind| {
        let command = Command::Report { kind, period: Box::new(period()) };
        bench.register.decide(&command, bench.now())
    };
    bench.ring_up(10_000);
    assert_eq!(report(&bench, ReportKind::Z), Err(Refused::ReceiptOpen));
    let _issued = bench.issued(10_000);
    assert_eq!(report(&bench, ReportKind::Z), Err(Refused::PaymentOpen));
    let read = report(&bench, ReportKind::X).unwrap();
    assert!(matches!(read.entries[0], Entry::ReportRead { .. }), "{read:?}");

    let mut bench = Bench::new();
    bench.register.set_user(Some(person(2, Role::Manager)));
    let closed = report(&bench, ReportKind::Z).unwrap();
    let printed = Entry::PrintQueued {
        job: crate::core::entry::JobId(1),
        paper: crate::core::entry::Paper::ZReport { report: ReportNumber(1) },
    };
    assert_eq!(closed.entries[1], printed);
}
