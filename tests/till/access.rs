//! Who may do what: the till itself refuses, whatever a window shows or hides.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use kassa::core::catalog::{Article, ArticleNumber, Name};
use kassa::core::entry::{DrawerReason, Entry, JobId, PinPurpose};
use kassa::core::figures::{Figures, GrandTotals, Period, ReportKind, ReportNumber, Standing};
use kassa::core::language::Language;
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Verdict};
use kassa::core::receipt::{LineId, Origin, Quantity, ReceiptId, ReceiptNumber, Returnable};
use kassa::core::refund::{self, RefundId};
use kassa::core::register::{
    Chosen, Command, LineCommand, ParkingCommand, Recorded, Refused, ShiftCommand,
};
use kassa::core::shift::{Count, Direction, ShiftNumber};
use kassa::core::tender::TenderId;
use kassa::core::user::{Permission, Role, UserNumber};
use kassa::core::vat::VatRate;
use kassa::demonstration::Demonstration;
use kassa::journal::{OpenMode, Stamp, Store};
use kassa::simulator::Simulator;
use kassa::simulator::demonstration::SimulatorSettings;
use kassa::till::intent::{Intent, PhonePress};
use kassa::till::set_up::Request;
use kassa::till::snapshot::{Approval, LogIn, ScanOutcome, Snapshot};

use super::shop::{COFFEE, Shop, entries, eventually};

const CASHIER: UserNumber = UserNumber(1);
const MANAGER: UserNumber = UserNumber(2);

fn log_in(user: UserNumber, pin: &str) -> Intent {
    Intent::LogIn { user, pin: pin.into() }
}

fn approve(user: UserNumber, pin: &str, command: Command) -> Intent {
    Intent::Approve { user, pin: pin.into(), command }
}

/// Waits for an entry, which stays, unlike what a screen shows for a moment.
fn until_written(folder: &Path, entry: &Entry) {
    eventually("an entry", || entries(folder).contains(entry).then_some(()));
}

/// A day on which nothing happened.
fn period() -> Box<Period> {
    Box::new(Period {
        z: ReportNumber(1),
        x: ReportNumber(1),
        since: None,
        figures: Figures::default(),
        grand: GrandTotals::default(),
        standing: Standing::default(),
    })
}

/// The commands about returns, each behind the one before it.
fn next_about_returns(command: &Command, receipt: ReceiptId) -> Command {
    let (tender, amount) = (TenderId(1), Amount::from_minor(100));
    let attempt = AttemptId { receipt, number: 1 };
    let refund = RefundId { receipt, number: 1 };
    match command {
        Command::Finish { .. } => Command::FinishAndRefund { receipt },
        Command::FinishAndRefund { .. } => Command::BeginReturn {
            of: Box::new(Returnable {
                origin: Origin { receipt, number: ReceiptNumber(1), payments: Vec::new() },
                lines: Vec::new(),
            }),
            chosen: Chosen::Everything,
        },
        Command::BeginReturn { .. } => Command::RefundWithSeqr { refund, payment: attempt, amount },
        Command::RefundWithSeqr { .. } => Command::GiveBackCash { receipt, amount, tender },
        Command::GiveBackCash { .. } => Command::GiveBackCard { receipt, amount, tender },
        Command::GiveBackCard { .. } => {
            let reason = "in the report".to_owned();
            Command::SettleRefund { refund, verdict: refund::Verdict::GivenBack, reason }
        }
        Command::SettleRefund { .. } => {
            Command::DropOwedRefund { payment: attempt, reason: "given in cash".to_owned() }
        }
        _ => Command::LogOut,
    }
}

fn an_article() -> Article {
    Article {
        number: ArticleNumber::new(COFFEE.0).unwrap(),
        name: Name::new("Kaffe", None),
        codes: Vec::new(),
        price: Amount::from_minor(100),
        vat: VatRate::from_hundredths(2500),
        group: Name::new("Allt", None),
        kind: kassa::core::catalog::ArticleKind::Goods,
        conditions: kassa::core::catalog::Conditions::default(),
    }
}

/// The commands about lines, parked receipts, further tenders and the shift, one after the other.
fn next_about_selling(command: &Command, receipt: ReceiptId) -> Command {
    let (line, tender, amount) = (LineId(1), TenderId(1), Amount::from_minor(100));
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

/// One command of each kind. A new kind does not compile until it has its place here.
fn every_command(receipt: ReceiptId) -> Vec<Command> {
    let (line, tender, amount) = (LineId(1), TenderId(1), Amount::from_minor(100));
    let attempt = AttemptId { receipt, number: 1 };
    let (name, group) = (Name::new("Fritt", None), Name::new("Allt", None));
    let vat = VatRate::from_hundredths(2500);
    let after = |command: &Command| {
        Some(match command {
            Command::AddArticle { .. } => Command::AddFree {
                name: name.clone(),
                group: group.clone(),
                price: amount,
                vat,
                code: None,
            },
            Command::AddFree { .. } => Command::ChangeQuantity { line, by: 1 },
            Command::ChangeQuantity { .. } => {
                Command::SetQuantity { line, quantity: Quantity::ONE }
            }
            Command::SetQuantity { .. } => Command::RemoveLine { line },
            Command::RemoveLine { .. }
            | Command::Line(_)
            | Command::Parking(_)
            | Command::Shift(_)
            | Command::Confirmed(_)
            | Command::TakeRecorded { .. } => next_about_selling(command, receipt),
            Command::CancelReceipt { .. } => Command::TakeCash { receipt, amount, tender },
            Command::TakeCash { .. } => Command::TakeCard { receipt, amount, tender },
            Command::TakeCard { .. } => Command::RemoveTender { receipt, tender },
            Command::RemoveTender { .. } => Command::PayWithSeqr { attempt, amount },
            Command::PayWithSeqr { .. } => Command::CancelPayment { attempt },
            Command::CancelPayment { .. } => Command::WaitMore { attempt },
            Command::WaitMore { .. } => Command::ReleasePayment { attempt },
            Command::ReleasePayment { .. } => {
                let reason = "seen on the phone".to_owned();
                Command::SettlePayment { attempt, verdict: Verdict::Paid, reason }
            }
            Command::SettlePayment { .. } => {
                Command::NotePayment { attempt, reason: "looked into".to_owned() }
            }
            Command::NotePayment { .. } => Command::Finish { receipt },
            Command::Finish { .. }
            | Command::FinishAndRefund { .. }
            | Command::BeginReturn { .. }
            | Command::RefundWithSeqr { .. }
            | Command::GiveBackCash { .. }
            | Command::GiveBackCard { .. }
            | Command::SettleRefund { .. }
            | Command::DropOwedRefund { .. } => next_about_returns(command, receipt),
            Command::LogOut => Command::OpenDrawer,
            Command::OpenDrawer => Command::UnlockUser { user: CASHIER },
            Command::UnlockUser { .. } => Command::Report { kind: ReportKind::X, period: period() },
            Command::Report { .. } => Command::CopyReport { number: ReportNumber(1) },
            Command::CopyReport { .. } => Command::Quit,
            Command::Quit => return None,
        })
    };
    let article = Box::new(an_article());
    let first = Command::AddArticle { article, quantity: Quantity::ONE, code: None };
    std::iter::successors(Some(first), after).collect()
}

/// One intent of each kind, and every command. A new kind does not compile until it has its place here.
fn every_intent(receipt: ReceiptId, due: Amount) -> Vec<Intent> {
    let quantity = Quantity::ONE;
    let after = |intent: &Intent| {
        Some(match intent {
            Intent::RingUp { .. } => Intent::Scan { text: COFFEE.0.to_owned(), quantity },
            Intent::Scan { .. } => {
                let command = Command::TakeCash { receipt, amount: due, tender: TenderId(1) };
                Intent::Take { command, due }
            }
            Intent::Take { .. } => Intent::PrintAgain(JobId(1)),
            Intent::PrintAgain(_) => Intent::PaperIsFine(JobId(1)),
            Intent::PaperIsFine(_) => Intent::Report(ReportKind::X),
            Intent::Report(_) => Intent::CopyReport(ReportNumber(1)),
            Intent::CopyReport(_) => Intent::FindReceipt(ReceiptNumber(1)),
            Intent::FindReceipt(number) => {
                Intent::BeginReturn { number: *number, chosen: Chosen::Everything }
            }
            Intent::BeginReturn { .. } => Intent::FinishAndRefund(receipt),
            Intent::FinishAndRefund(_) => Intent::RefundOwed(AttemptId { receipt, number: 1 }),
            Intent::RefundOwed(_) => approve(MANAGER, "2222", Command::OpenDrawer),
            Intent::Approve { .. } => Intent::ForgetApproval,
            Intent::ForgetApproval => Intent::Awake,
            Intent::Awake => Intent::Speak(Language::English),
            Intent::Speak(_) => Intent::Dismiss,
            Intent::Dismiss => Intent::Phone(PhonePress::Decline),
            // What setting up needs, and how it says no, is tried in `setting_up`.
            Intent::Phone(_) => Intent::SetUp(Request::Forget),
            Intent::SetUp(_) => Intent::AnswerAge(true),
            Intent::AnswerAge(_) => Intent::Train(true),
            Intent::Train(_) => log_in(UserNumber(9), "0000"),
            Intent::LogIn { .. } => Intent::Do(Command::LogOut),
            Intent::Do(_) => return None,
        })
    };
    let number = ArticleNumber::new(COFFEE.0).unwrap();
    let first = Intent::RingUp { article: number, quantity };
    let commands = every_command(receipt).into_iter().map(Intent::Do);
    std::iter::successors(Some(first), after).chain(commands).collect()
}

/// Whether anybody at all can do this: it changes nothing that matters.
fn is_for_everybody(intent: &Intent) -> bool {
    match intent {
        // A PIN of nobody: what comes of it is another test's subject.
        Intent::LogIn { .. } | Intent::Do(Command::Quit) => true,
        Intent::ForgetApproval
        | Intent::Awake
        | Intent::Speak(_)
        | Intent::Dismiss
        | Intent::SetUp(_)
        | Intent::Phone(_) => true,
        Intent::Do(_)
        | Intent::Train(_)
        | Intent::RingUp { .. }
        | Intent::Scan { .. }
        | Intent::Take { .. }
        | Intent::PrintAgain(_)
        | Intent::PaperIsFine(_)
        | Intent::FindReceipt(_)
        | Intent::Report(_)
        | Intent::CopyReport(_)
        | Intent::BeginReturn { .. }
        | Intent::FinishAndRefund(_)
        | Intent::RefundOwed(_)
        | Intent::AnswerAge(_)
        | Intent::Approve { .. } => false,
    }
}

fn why(before: &Snapshot, now: &Snapshot) -> Option<Refused> {
    let scans = before.scan.as_ref().map_or(0, |scan| scan.number);
    let held = now.scan.as_ref().filter(|scan| scan.number > scans);
    match held.map(|scan| &scan.outcome) {
        Some(ScanOutcome::Held { reason, .. }) => Some(*reason),
        _ => now.refused.map(|refused| refused.reason),
    }
}

/// Sends what shall be refused, for one reason, and sees that nothing was written.
fn refused(shop: &Shop, folder: &Path, intent: Intent, reason: Refused) {
    let head = Store::open_read_only(folder).unwrap().head().unwrap();
    // So that an earlier refusal is not taken for this one.
    shop.send(Intent::Dismiss);
    let before = shop.until("quiet", |now| now.refused.is_none());
    let what = format!("{intent:?}");
    shop.send(intent);
    let now = shop.until(&what, |now| why(&before, now).is_some());
    assert_eq!(why(&before, &now), Some(reason), "{what}");
    assert_eq!(Store::open_read_only(folder).unwrap().head().unwrap(), head, "{what}");
}

#[test]
fn nobody_can_do_anything_before_a_log_in() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    shop.command(Command::LogOut);
    let out = shop.until("the log-off", |now| now.user.is_none());
    let receipt = out.receipt.as_ref().unwrap().id;
    for intent in every_intent(receipt, out.due()) {
        if !is_for_everybody(&intent) {
            refused(&shop, folder.path(), intent, Refused::NobodyLoggedIn);
        }
    }
    assert_eq!(shop.now().receipt, out.receipt);
    shop.close();
}

#[test]
fn a_locked_screen_takes_nothing_but_a_pin() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open_with(folder.path(), |settings| settings.log_off_after = Some(1));
    shop.log_in();
    shop.ring_up(COFFEE);
    let locked = shop.until("the lock", |now| now.locked);
    let receipt = locked.receipt.as_ref().unwrap().id;
    for intent in every_intent(receipt, locked.due()) {
        if !is_for_everybody(&intent) {
            refused(&shop, folder.path(), intent, Refused::ScreenLocked);
        }
    }
    let now = shop.now();
    assert_eq!((&now.receipt, now.locked), (&locked.receipt, true));
    shop.close();
}

#[test]
fn every_role_is_refused_what_it_does_not_include() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    let _ready = shop.until("the articles", |now| now.catalog_ready);
    for (user, pin, role) in
        [(1, "1111", Role::Cashier), (2, "2222", Role::Manager), (3, "3333", Role::Installer)]
    {
        shop.send(log_in(UserNumber(user), pin));
        let now = shop.until("the log-in", |now| now.user.is_some());
        assert_eq!(now.user.as_ref().unwrap().role, role);
        for command in every_command(ReceiptId(1)) {
            let needed = match command {
                Command::OpenDrawer => Permission::OpenDrawer,
                Command::UnlockUser { .. } => Permission::Unlock,
                // Whoever may log in may sell.
                _ => Permission::Sell,
            };
            if !role.may(needed) {
                refused(&shop, folder.path(), Intent::Do(command), Refused::NotAllowed);
            } else if needed == Permission::OpenDrawer {
                shop.command(command);
            }
        }
        shop.command(Command::LogOut);
        let _out = shop.until("the log-off", |now| now.user.is_none());
    }
    let opened = Entry::DrawerOpened { reason: DrawerReason::NoSale, approved_by: None };
    let times = entries(folder.path()).iter().filter(|entry| **entry == opened).count();
    assert_eq!(times, 2, "a manager and an installer");
    shop.close();
}

#[test]
fn somebody_with_another_role_lets_one_command_through() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    let drawer = || Command::OpenDrawer;
    shop.send(approve(MANAGER, "1234", drawer()));
    let _wrong = shop.until("a refusal", |now| now.approval == Approval::Refused { times: 1 });
    shop.send(approve(CASHIER, "1111", drawer()));
    let not_allowed = Approval::NotDone { times: 2, reason: Refused::NotAllowed };
    let _no = shop.until("another refusal", |now| now.approval == not_allowed);
    shop.send(approve(MANAGER, "2222", Command::LogOut));
    let not_offered = Approval::NotDone { times: 3, reason: Refused::NotOffered };
    let _no = shop.until("a third", |now| now.approval == not_offered);
    shop.send(approve(MANAGER, "2222", drawer()));
    let done = shop.until("the approval", |now| now.approval == Approval::Done { times: 1 });
    assert_eq!(done.user.as_ref().map(|user| user.number), Some(CASHIER));
    shop.send(Intent::ForgetApproval);
    let _idle = shop.until("the end", |now| now.approval == Approval::Idle);

    let purpose = PinPurpose::Approval;
    let written = entries(folder.path());
    let end = &written[written.len() - 5..];
    let opened = Entry::DrawerOpened { reason: DrawerReason::NoSale, approved_by: Some(MANAGER) };
    let expected = [
        Entry::LogInRefused { user: MANAGER, purpose },
        Entry::PinShown { user: CASHIER, purpose },
        Entry::PinShown { user: MANAGER, purpose },
        Entry::PinShown { user: MANAGER, purpose },
        opened,
    ];
    assert_eq!(end, expected);
    shop.close();
}

#[test]
fn wrong_pins_bring_a_pause_that_counts_down_and_is_the_same_for_numbers_of_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    for user in [UserNumber(77), CASHIER] {
        let before = match shop.now().log_in {
            LogIn::Refused { times } => times,
            _ => 0,
        };
        for wrong in 1..=2 {
            shop.send(log_in(user, "9876"));
            let refused = LogIn::Refused { times: before + wrong };
            let _refused = shop.until("a refusal", |now| now.log_in == refused);
        }
        shop.send(log_in(user, "9876"));
        let waiting = |seconds| LogIn::Waiting { times: before + 3, user: Some(user), seconds };
        let _pause = shop.until("a pause", |now| now.log_in == waiting(5));
        let _later = shop.until("a second", |now| now.log_in == waiting(4));
        // A right PIN is not even looked at meanwhile.
        shop.send(log_in(user, "1111"));
        let _still = shop.until(
            "the pause",
            |now| matches!(now.log_in, LogIn::Waiting { times, .. } if times == before + 4),
        );
        let refused = LogIn::Refused { times: before + 4 };
        let over = shop.until("the end of the pause", |now| now.log_in == refused);
        assert!(over.user.is_none());
    }
    shop.send(log_in(CASHIER, "1111"));
    let _in = shop.until("the log-in", |now| now.user.is_some());
    let refusals = entries(folder.path())
        .iter()
        .filter(|entry| matches!(entry, Entry::LogInRefused { .. }))
        .count();
    assert_eq!(refusals, 6, "one entry for each PIN that was looked at");
    shop.close();
}

/// A shop whose cashier typed so many wrong PINs, so long before now.
fn after_wrong_pins(folder: &Path, times: usize, ago: SignedDuration) -> Shop {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let simulator =
        Simulator::start(runtime.handle(), SimulatorSettings::with_ready_terminal()).unwrap();
    drop(Demonstration::open(Some(folder.to_owned()), simulator).unwrap());
    let mut store = Store::open(folder, OpenMode::Existing).unwrap();
    let wrong = Entry::LogInRefused { user: CASHIER, purpose: PinPurpose::LogIn };
    let stamp = Stamp { at: Timestamp::now() - ago, register: "Kassa 1".to_owned(), user: None };
    let _head = store.commit(&stamp, &vec![wrong; times]).unwrap();
    drop(store);
    Shop::open(folder)
}

#[test]
fn many_wrong_pins_lock_a_number_until_a_manager_unlocks_it() {
    let folder = tempfile::tempdir().unwrap();
    let shop = after_wrong_pins(folder.path(), 9, SignedDuration::from_hours(1));
    let locked = |now: &Snapshot| matches!(now.log_in, LogIn::Locked { user: CASHIER, .. });
    shop.send(log_in(CASHIER, "9876"));
    let _locked = shop.until("the lock", locked);
    assert_eq!(entries(folder.path()).last(), Some(&Entry::UserLocked { user: CASHIER }));
    // Ending the program changes nothing about it.
    let shop = shop.restarted(folder.path(), |_simulator| {});
    shop.send(log_in(CASHIER, "1111"));
    let still = shop.until("the same lock", locked);
    assert!(still.user.is_none());
    assert_eq!(still.locked_people.iter().map(|one| one.number).collect::<Vec<_>>(), [CASHIER]);

    shop.send(log_in(MANAGER, "2222"));
    let _in = shop.until("the manager", |now| now.user.is_some());
    shop.command(Command::UnlockUser { user: CASHIER });
    let _open = shop.until("the unlocking", |now| now.locked_people.is_empty());
    shop.command(Command::LogOut);
    let _out = shop.until("the log-off", |now| now.user.is_none());
    shop.log_in();
    shop.close();
}

/// The clock stands a day before the last wrong PIN: nothing is older for it.
#[test]
fn a_clock_that_was_set_back_unlocks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let shop = after_wrong_pins(folder.path(), 10, SignedDuration::from_hours(-24));
    shop.send(log_in(CASHIER, "1111"));
    let now = shop.until("the lock", |now| matches!(now.log_in, LogIn::Locked { .. }));
    let LogIn::Locked { minutes, .. } = now.log_in else { panic!("{:?}", now.log_in) };
    assert_eq!(minutes, 15);
    shop.close();
}

#[test]
fn whoever_leaves_nothing_unfinished_is_logged_off() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open_with(folder.path(), |settings| settings.log_off_after = Some(1));
    shop.log_in();
    let _out = shop.until("the log-off", |now| now.user.is_none());
    until_written(folder.path(), &Entry::UserLoggedOut { user: CASHIER, idle: true });
    shop.close();
}

#[test]
fn an_open_payment_goes_on_behind_a_locked_screen() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open_with(folder.path(), |settings| settings.log_off_after = Some(1));
    shop.log_in();
    shop.ring_up(COFFEE);
    let _attempt = shop.pay_with_seqr(shop.now().due());
    shop.until_waiting();
    let locked = shop.until("the lock", |now| now.locked);
    assert!(locked.open_payment().is_some(), "it is still shown");
    let _reference = shop.simulator.confirm_newest().unwrap();
    let paid = shop.until("the money", |now| now.last.is_some());
    assert!(paid.receipt.is_none());
    // Nothing is unfinished any more.
    let _out = shop.until("the log-off", |now| now.user.is_none());
    shop.close();
}

#[test]
fn whoever_left_or_a_manager_goes_on_where_the_screen_is_locked() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open_with(folder.path(), |settings| settings.log_off_after = Some(1));
    shop.log_in();
    shop.ring_up(COFFEE);
    let receipt = shop.until("the lock", |now| now.locked).receipt.clone();
    shop.send(log_in(CASHIER, "1111"));
    until_written(folder.path(), &Entry::ScreenUnlocked { user: CASHIER });
    let _again = shop.until("the lock", |now| now.locked);
    shop.send(log_in(MANAGER, "2222"));
    until_written(folder.path(), &Entry::ScreenUnlocked { user: MANAGER });
    let now = shop
        .until("the manager", |now| now.user.as_ref().is_some_and(|user| user.number == MANAGER));
    assert_eq!(now.receipt, receipt, "nothing is lost");
    shop.close();
}
