//! Whole sales, from the first line to the paper.

use super::*;

fn article(number: &str, price: i64) -> Command {
    let article = Article {
        number: ArticleNumber::new(number).unwrap(),
        name: Name::new("Kaffe", None),
        codes: vec![Code::new("7310865004703").unwrap()],
        price: ore(price),
        vat: VatRate::from_hundredths(1200),
        group: Name::new("Dryck", None),
        kind: ArticleKind::Goods,
        conditions: Conditions::default(),
    };
    Command::AddArticle { article: Box::new(article), quantity: Quantity::ONE, code: None }
}

#[test]
fn the_same_article_again_is_one_more_on_the_last_line() {
    let mut bench = Bench::new();
    for _ in 0..3 {
        bench.press(article("1", 4_990)).unwrap();
    }
    bench.press(article("1", 3_990)).unwrap();
    bench.press(article("2", 3_990)).unwrap();
    let quantities: Vec<String> = bench
        .register
        .receipt()
        .unwrap()
        .lines()
        .iter()
        .map(|line| format!("{} × {}", line.quantity.value(), line.unit_price.minor()))
        .collect();
    assert_eq!(quantities, ["3 × 4990", "1 × 3990", "1 × 3990"]);
    let line = LineId(1);
    bench.press(Command::ChangeQuantity { line, by: -3 }).unwrap();
    assert_eq!(bench.press(Command::RemoveLine { line }), Err(Refused::NoSuchLine));
    assert_eq!(
        bench.press(Command::ChangeQuantity { line: LineId(2), by: 9_999 }),
        Err(Refused::QuantityOutOfRange)
    );
    let quantity = Quantity::pieces(9_999).unwrap();
    bench.press(Command::SetQuantity { line: LineId(3), quantity }).unwrap();
    bench.press(article("2", 3_990)).unwrap();
    assert_eq!(bench.register.receipt().unwrap().lines().len(), 3, "the line is full");
}

#[test]
fn cash_ends_the_sale_with_change_drawer_and_paper() {
    let mut bench = Bench::new();
    bench.ring_up(45_370);
    let command = bench.cash(50_000);
    bench.press(command.clone()).unwrap();
    assert_eq!(bench.completed(), Some((1, 4_600, 30)));
    assert_eq!(bench.effects, [Effect::OpenDrawer, Effect::Print(JobId(1))]);
    let reason = DrawerReason::Sale { receipt: ReceiptId(1) };
    assert!(bench.journal.contains(&Entry::DrawerOpened { reason, approved_by: None }));
    assert_eq!(bench.press(command), Err(Refused::NoReceipt), "a second press");
    assert_eq!(bench.register.last().unwrap().settlement.change, ore(4_600));
    bench.ring_up(100);
    assert!(bench.register.last().is_none());
    let command = bench.card(100);
    bench.press(command).unwrap();
    assert_eq!(bench.completed(), Some((2, 0, 0)));
    assert_eq!(bench.effects, [Effect::Print(JobId(2))]);
}

#[test]
fn a_split_ends_with_the_tender_that_covers_it() {
    let mut bench = Bench::new();
    bench.ring_up(30_000);
    let first = bench.cash(10_000);
    bench.press(first.clone()).unwrap();
    assert_eq!(bench.press(first), Err(Refused::NotOffered), "the same press again");
    let over = bench.card(20_001);
    assert_eq!(bench.press(over), Err(Refused::MoreThanDue { due: ore(20_000) }));
    let card = bench.card(5_000);
    bench.press(card).unwrap();
    assert_eq!(bench.press(free(100)), Err(Refused::TenderTaken));
    assert_eq!(
        bench.press(Command::CancelReceipt { receipt: ReceiptId(1) }),
        Err(Refused::TenderTaken)
    );
    assert_eq!(bench.press(Command::Finish { receipt: ReceiptId(1) }), Err(Refused::StillDue));
    let _id = bench.issued(15_000);
    bench.event(paid("e1", None));
    assert_eq!(bench.completed(), Some((1, 0, 0)));
}

#[test]
fn a_seqr_payment_ends_the_sale_before_it_is_acknowledged() {
    let mut bench = Bench::new();
    bench.ring_up(45_300);
    let _id = bench.issued(45_300);
    let before = bench.journal.len();
    bench.event(paid("e1", Some(45_300)));
    assert!(matches!(
        bench.journal[before..],
        [
            Entry::PaymentPaid { .. },
            Entry::TenderAdded { .. },
            Entry::ReceiptCompleted { .. },
            Entry::PrintQueued { .. }
        ]
    ));
    assert!(matches!(
        bench.effects[..],
        [Effect::Payment(payment::Effect::Poll { version: 3, .. }), Effect::Print(JobId(1))]
    ));
    assert!(bench.register.receipt().is_none());
    // The next sale may begin while the last payment is being acknowledged; quitting may not.
    bench.ring_up(100);
    assert_eq!(bench.press(Command::Quit), Err(Refused::PaymentOpen));
    let id = AttemptId { receipt: ReceiptId(1), number: 1 };
    for event in
        [status(Status::Paid, 3, 3, Some("e1"), None), Event::Submitted(SubmitAnswer::Taken)]
    {
        let decision = bench.register.payment_event(id, event, bench.now());
        bench.commit(decision);
    }
    assert!(bench.register.attempt(id).is_none());
    assert_eq!(bench.press(Command::Quit), Ok(()));
}

#[test]
fn an_acknowledgement_that_cannot_help_any_more_does_not_hold_the_program() {
    let mut bench = Bench::new();
    bench.ring_up(100);
    let _id = bench.issued(100);
    bench.event(paid("e1", None));
    bench.seconds += 30;
    assert_eq!(bench.press(Command::Quit), Ok(()));
}

#[test]
fn rule_7_and_15_another_amount_does_not_end_the_sale_by_itself() {
    for (asked, really, due, change) in [
        (10_000, 10_500, -500, Some(500)),
        (10_000, 9_000, 1_000, None),
        (12_000, 10_000, 0, Some(0)),
    ] {
        let mut bench = Bench::new();
        bench.ring_up(10_000);
        let _id = bench.issued(asked);
        bench.event(paid("e1", Some(really)));
        assert_eq!((bench.due(), bench.completed()), (due, None));
        let receipt = bench.id();
        let waits = change.map(|_| Circumstance::OtherAmount);
        assert_eq!(bench.register.awaiting_decision(), waits);
        let locked = if change.is_some() { Refused::AlreadyPaid } else { Refused::PartlyPaid };
        assert_eq!(bench.press(free(100)), Err(locked));
        assert_eq!(bench.press(Command::CancelReceipt { receipt }), Err(locked));
        assert_eq!(bench.press(Command::LogOut), Err(locked));
        assert_eq!(bench.press(Command::Quit), Err(locked));
        let tender = TenderId(1);
        assert_eq!(
            bench.press(Command::RemoveTender { receipt, tender }),
            Err(Refused::PartlyPaid)
        );
        let finish = bench.press(Command::Finish { receipt });
        match change {
            Some(change) => assert_eq!(bench.completed(), Some((1, change, 0))),
            None => {
                assert_eq!(finish, Err(Refused::StillDue));
                let rest = bench.cash(2_000);
                bench.press(rest).unwrap();
                assert_eq!(bench.completed(), Some((1, 1_000, 0)));
            }
        }
    }
}

#[test]
fn rule_15_more_than_is_due_gives_change_and_less_locks_the_receipt() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let _id = bench.issued(20_000);
    bench.event(paid("e1", None));
    assert_eq!(bench.completed(), Some((1, 10_000, 0)));
    assert!(bench.effects.contains(&Effect::OpenDrawer));
    bench.ring_up(10_000);
    let _id = bench.issued(4_000);
    bench.event(paid("e2", None));
    assert_eq!(bench.due(), 6_000);
    assert_eq!(bench.register.awaiting_decision(), None, "something is still due");
    assert_eq!(bench.register.next_attempt().unwrap().number, 2);
    let _id = bench.issued(6_000);
    bench.event(paid("e3", None));
    assert_eq!(bench.completed().unwrap().0, 2);
}

#[test]
fn rule_9_paid_after_cancel_waits_for_the_cashiers_word() {
    let mut bench = Bench::new();
    bench.ring_up(20_000);
    let part = bench.cash(10_000);
    bench.press(part).unwrap();
    let attempt = bench.issued(10_000);
    bench.press(Command::CancelPayment { attempt }).unwrap();
    assert_eq!(bench.press(Command::CancelPayment { attempt }), Err(Refused::NotOffered));
    let answer = CancelAnswer::AlreadyPaid;
    bench.event(Event::CancelAnswered { reference: "R".to_owned(), answer });
    assert!(bench.register.open_attempt().is_some());
    bench.event(paid("e1", None));
    assert_eq!(bench.register.awaiting_decision(), Some(Circumstance::AfterCancel));
    let receipt = bench.id();
    let tender = TenderId(1);
    assert_eq!(bench.press(Command::RemoveTender { receipt, tender }), Err(Refused::AlreadyPaid));
    let again = bench.seqr(10_000);
    assert_eq!(bench.press(again), Err(Refused::NothingDue));
    bench.press(Command::Finish { receipt }).unwrap();
    assert_eq!(bench.completed(), Some((1, 0, 0)));
    assert_eq!(bench.press(Command::Finish { receipt }), Err(Refused::NoReceipt));
}

#[test]
fn rule_13_what_came_while_the_register_was_off_is_booked_and_shown() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let _id = bench.issued(10_000);
    bench.restart();
    assert!(bench.register.user().is_none());
    assert!(matches!(
        bench.effects[..],
        [Effect::Payment(payment::Effect::Poll { version: 0, .. })]
    ));
    bench.event(paid("e1", None));
    assert_eq!(bench.register.awaiting_decision(), Some(Circumstance::Recovered));
    bench.restart();
    assert_eq!(bench.register.awaiting_decision(), Some(Circumstance::Recovered));
    assert!(matches!(
        bench.effects[..],
        [Effect::Payment(payment::Effect::Poll { version: 3, .. })]
    ));
    let receipt = bench.id();
    assert_eq!(bench.press(Command::Finish { receipt }), Err(Refused::NobodyLoggedIn));
    bench.register.set_user(Some(person(2, Role::Cashier)));
    bench.press(Command::Finish { receipt }).unwrap();
    assert!(
        bench
            .journal
            .iter()
            .any(|entry| matches!(entry, Entry::ReceiptCompleted { cashier: UserNumber(2), .. }))
    );
}

#[test]
fn rule_6_a_number_that_is_booked_is_not_booked_again() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let _id = bench.issued(4_000);
    bench.event(paid("e1", None));
    bench.register.remember_booked("long ago".to_owned());
    let _id = bench.issued(6_000);
    for known in ["e1", "long ago"] {
        bench.event(paid(known, None));
        assert_eq!(bench.due(), 6_000, "{known}");
        assert!(matches!(bench.register.open_attempt().unwrap().state(), State::InDoubt { .. }));
    }
    bench.event(paid("e2", None));
    let numbers: Vec<String> = bench
        .journal
        .iter()
        .filter_map(|entry| match entry {
            Entry::TenderAdded { tender, .. } => match &tender.means {
                TenderMeans::Seqr { ers_reference, .. } => Some(ers_reference.clone()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    assert_eq!(numbers, ["e1", "e2"]);
}

#[test]
fn a_payment_that_came_to_nothing_leaves_the_receipt_open() {
    for (word, outcome) in [
        (Status::Canceled, Outcome::CancelledByCustomer),
        (Status::Failed, Outcome::Failed),
        (Status::Expired, Outcome::Expired),
    ] {
        let mut bench = Bench::new();
        bench.ring_up(10_000);
        let _id = bench.issued(10_000);
        bench.event(status(word, 0, 2, None, None));
        let ended = bench.register.current_attempt().unwrap();
        assert_eq!(ended.state(), &State::Ended(outcome));
        bench.ring_up(100);
        let cash = bench.cash(10_100);
        bench.press(cash).unwrap();
        assert_eq!(bench.completed(), Some((1, 0, 0)));
    }
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let first = bench.seqr(10_000);
    bench.press(first.clone()).unwrap();
    let refusal = Refusal::Code { code: 49, detail: String::new() };
    bench.event(Event::Sent { sending: 1, answer: SendAnswer::Refused(refusal) });
    assert_eq!(bench.press(first), Err(Refused::NotOffered), "the press of the attempt before");
    let second = bench.seqr(10_000);
    bench.press(second).unwrap();
}

#[test]
fn rule_10_other_tenders_are_held_and_then_offered() {
    let mut bench = Bench::new();
    bench.ring_up(10_000);
    let pay = bench.seqr(10_000);
    bench.press(pay).unwrap();
    let attempt = bench.register.open_attempt().unwrap().id();
    let lost =
        |sending| Event::Sent { sending, answer: SendAnswer::Lost { detail: String::new() } };
    bench.event(lost(1));
    bench.seconds = 2;
    bench.event(Event::Tick);
    bench.seconds = 25;
    bench.event(lost(2));
    bench.seconds = 54;
    let cash = bench.cash(10_000);
    assert_eq!(bench.press(cash.clone()), Err(Refused::PaymentOpen));
    assert_eq!(bench.press(Command::ReleasePayment { attempt }), Err(Refused::NotOffered));
    bench.seconds = 55;
    bench.press(Command::ReleasePayment { attempt }).unwrap();
    bench.press(cash).unwrap();
    assert_eq!(bench.completed(), Some((1, 0, 0)));
}

#[test]
fn things_that_are_given_away_need_no_tender() {
    let mut bench = Bench::new();
    bench.press(article("1", 0)).unwrap();
    let receipt = bench.id();
    let nothing = bench.cash(100);
    assert_eq!(bench.press(nothing), Err(Refused::NothingDue));
    bench.press(Command::Finish { receipt }).unwrap();
    assert_eq!(bench.completed(), Some((1, 0, 0)));
    bench.ring_up(100);
    bench.press(Command::RemoveLine { line: LineId(1) }).unwrap();
    let empty = bench.id();
    assert_eq!(bench.press(Command::Finish { receipt: empty }), Err(Refused::StillDue));
    bench.press(Command::CancelReceipt { receipt: empty }).unwrap();
    bench.press(article("2", -500)).unwrap();
    let negative = bench.id();
    assert_eq!(bench.press(Command::Finish { receipt: negative }), Err(Refused::StillDue));
}
