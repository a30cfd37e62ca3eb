//! Returns: goods come back, money is given back, and never more than was taken.

use super::super::super::payment::Case;
use super::super::super::receipt::{Line, Origin, RefundablePayment, Terms};
use super::super::super::refund::{MORE_THAN_PAID, RefundAnswer, RefundPhase};
use super::*;

const PAYMENT: AttemptId = AttemptId { receipt: ReceiptId(1), number: 1 };

/// Receipt 1 as it was sold: one of 60,00 and three of 13,33, of which SEQR has paid so much.
fn sold(seqr: i64) -> Returnable {
    let line = |id, minor, quantity| Line {
        id: LineId(id),
        article: None,
        code: None,
        name: Name::new("Fritt", None),
        quantity: Quantity::pieces(quantity).unwrap(),
        unit_price: ore(minor),
        vat: VatRate::from_hundredths(2500),
        group: Name::new("Allt", None),
        kind: ArticleKind::Goods,
        terms: Terms::default(),
    };
    let payments = vec![RefundablePayment {
        attempt: PAYMENT,
        ers_reference: "P".to_owned(),
        remainder: ore(seqr),
        settled_before: false,
    }];
    let origin = Origin { receipt: ReceiptId(1), number: ReceiptNumber(1), payments };
    Returnable { origin, lines: vec![line(1, 6_000, 1), line(2, 1_333, 3)] }
}

fn begin(of: Returnable, chosen: Chosen) -> Command {
    Command::BeginReturn { of: Box::new(of), chosen }
}

fn pieces(count: u32) -> Quantity {
    Quantity::pieces(count).unwrap()
}

impl Bench {
    /// Receipt 1 is sold, and everything on it (99,99) is being returned.
    fn returning(seqr: i64) -> Self {
        let mut bench = Bench::new();
        bench.register.continue_from(1, 1, 1);
        bench.press(begin(sold(seqr), Chosen::Everything)).unwrap();
        bench
    }

    fn refund(&self, minor: i64) -> Command {
        let refund = self.register.next_refund().unwrap();
        Command::RefundWithSeqr { refund, payment: PAYMENT, amount: ore(minor) }
    }

    fn refund_event(&mut self, event: refund::Event) {
        let id = self.register.refunds().last().map(Refund::id).unwrap();
        let decision = self.register.refund_event(id, event, self.now());
        self.commit(decision);
    }

    fn answered(&mut self, code: i32) {
        let answer = match code {
            0 => RefundAnswer::Refunded { ers_reference: Some("E".to_owned()) },
            -1 => RefundAnswer::Lost { detail: String::new() },
            _ => RefundAnswer::Refused(Refusal::Code { code, detail: String::new() }),
        };
        self.refund_event(refund::Event::Sent { sending: 1, answer });
    }

    fn give_cash(&self, minor: i64) -> Command {
        let receipt = self.register.receipt().unwrap();
        let tender = receipt.next_tender();
        Command::GiveBackCash { receipt: receipt.id, amount: ore(minor), tender }
    }

    fn give_card(&self, minor: i64) -> Command {
        let receipt = self.register.receipt().unwrap();
        let tender = receipt.next_tender();
        Command::GiveBackCard { receipt: receipt.id, amount: ore(minor), tender }
    }

    fn to_give_back(&self) -> i64 {
        self.register.receipt().unwrap().to_give_back().minor()
    }
}

fn manager() -> Person {
    person(9, Role::Manager)
}

#[test]
fn a_refund_ends_the_return_with_paper() {
    let mut bench = Bench::returning(9_999);
    let receipt = bench.register.receipt().unwrap();
    assert_eq!((receipt.total().minor(), bench.to_give_back()), (-9_999, 9_999));
    assert_eq!(receipt.vat()[0].vat.minor(), -2_000);
    bench.press(bench.refund(9_999)).unwrap();
    assert_eq!(bench.completed(), None, "no paper before SEQR's answer");
    bench.answered(0);
    assert_eq!(bench.completed(), Some((2, 0, 0)));
    assert!(matches!(bench.effects[..], [Effect::Refund(_), Effect::Print(_)]));
    let tender = bench.journal.iter().find_map(|entry| match entry {
        Entry::TenderAdded { tender, .. } => Some(tender.clone()),
        _ => None,
    });
    let tender = tender.unwrap();
    assert_eq!(tender.amount.minor(), -9_999);
    assert!(tender.is_final());
    assert!(matches!(
        &tender.means,
        TenderMeans::SeqrRefund { payment: PAYMENT, ers_reference: Some(number), .. } if number == "E"
    ));
    // Its receipt is submitted while the next customer is served.
    assert!(bench.register.receipt().is_none());
    bench.ring_up(100);
    bench.refund_event(refund::Event::Submitted(SubmitAnswer::Taken));
    assert_eq!(bench.register.refunds().count(), 0);
}

#[test]
fn what_seqr_did_not_pay_is_given_back_otherwise() {
    let mut bench = Bench::returning(5_000);
    assert_eq!(
        bench.press(bench.refund(5_001)),
        Err(Refused::MoreThanGivenBack { most: ore(5_000) })
    );
    bench.press(bench.refund(5_000)).unwrap();
    bench.answered(0);
    assert_eq!(bench.to_give_back(), 4_999);
    assert_eq!(
        bench.press(bench.give_card(5_000)),
        Err(Refused::MoreThanGivenBack { most: ore(4_999) })
    );
    bench.press(bench.give_card(2_000)).unwrap();
    assert_eq!(
        bench.press(bench.give_cash(3_100)),
        Err(Refused::MoreThanGivenBack { most: ore(3_000) })
    );
    bench.press(bench.give_cash(3_000)).unwrap();
    assert_eq!(bench.completed(), Some((2, 0, -1)), "the rounding is the shop's öre");
    assert!(bench.effects.contains(&Effect::OpenDrawer));
}

/// By hand, in öre: what is to be given back, the cash, and the rounding if that ends the return.
#[test]
fn cash_given_back_is_the_nearest_krona() {
    for (total, cash, rounding) in [
        (10_000, 10_000, Some(0)),
        (10_049, 10_000, Some(49)),
        (10_050, 10_100, Some(-50)),
        (10_050, 10_000, None),
        (49, 0, Some(49)),
        (50, 100, Some(-50)),
        (10_000, 9_900, None),
    ] {
        let mut bench = Bench::new();
        bench.register.continue_from(1, 1, 1);
        let mut of = sold(0);
        of.lines.truncate(1);
        of.lines[0].unit_price = ore(total);
        bench.press(begin(of, Chosen::Everything)).unwrap();
        bench.press(bench.give_cash(cash)).unwrap();
        assert_eq!(bench.completed().map(|done| done.2), rounding, "{total} with {cash}");
    }
}

#[test]
fn lines_are_chosen_up_to_what_is_left() {
    let mut bench = Bench::new();
    bench.register.continue_from(1, 1, 1);
    let lines = |lines: &[(u32, u32)]| {
        let lines = lines.iter().map(|(line, count)| (LineId(*line), pieces(*count)));
        begin(sold(9_999), Chosen::Lines(lines.collect()))
    };
    for (chosen, refused) in [
        (lines(&[]), Refused::NothingToReturn),
        (lines(&[(3, 1)]), Refused::NoSuchLine),
        (lines(&[(2, 4)]), Refused::MoreThanSold { most: pieces(3) }),
        (lines(&[(2, 1), (2, 1)]), Refused::NotOffered),
    ] {
        assert_eq!(bench.press(chosen), Err(refused));
    }
    bench.press(lines(&[(2, 2)])).unwrap();
    assert_eq!(bench.to_give_back(), 2_666);
    // Less can be taken back than was chosen, never more, and nothing is sold on a return.
    let more = Command::SetQuantity { line: LineId(2), quantity: pieces(3) };
    assert_eq!(bench.press(more), Err(Refused::MoreThanSold { most: pieces(2) }));
    let plus = Command::ChangeQuantity { line: LineId(2), by: 1 };
    assert_eq!(bench.press(plus), Err(Refused::MoreThanSold { most: pieces(2) }));
    bench.press(Command::ChangeQuantity { line: LineId(2), by: -1 }).unwrap();
    assert_eq!(bench.to_give_back(), 1_333);
    assert_eq!(bench.press(free(100)), Err(Refused::ReturnOpen));
    assert_eq!(bench.press(lines(&[(1, 1)])), Err(Refused::ReceiptOpen));
    assert_eq!(bench.press(bench.cash(1_300)), Err(Refused::NothingDue));
    // SEQR gives back no more than what comes back.
    assert_eq!(
        bench.press(bench.refund(1_334)),
        Err(Refused::MoreThanGivenBack { most: ore(1_333) })
    );
    let receipt = bench.id();
    bench.press(Command::CancelReceipt { receipt }).unwrap();
    assert!(bench.register.receipt().is_none());
}

#[test]
fn rule_3_an_open_refund_holds_everything_else_back() {
    let mut bench = Bench::returning(9_999);
    bench.press(bench.refund(4_000)).unwrap();
    for lost in [false, true] {
        if lost {
            bench.answered(-1);
        }
        assert!(bench.register.open_refund().is_some());
        let receipt = bench.id();
        for command in [
            bench.refund(1_000),
            bench.give_cash(1_000),
            bench.give_card(1_000),
            Command::CancelReceipt { receipt },
            Command::Finish { receipt },
            Command::RemoveLine { line: LineId(1) },
            Command::LogOut,
            Command::Quit,
        ] {
            assert_eq!(bench.press(command.clone()), Err(Refused::RefundOpen), "{command:?}");
        }
    }
    // A part whose answer was lost waits on the list for a manager with a reason.
    let list = bench.register.unsettled(bench.now());
    assert!(matches!(&list[..], [Unsettled { case: Case::RefundInDoubt, .. }]), "{list:?}");
    let id = bench.register.open_refund().map(Refund::id).unwrap();
    let now = bench.now();
    let settle = |bench: &Bench, reason: &str, approver: &Person| {
        bench.register.settle_refund(id, refund::Verdict::NotGivenBack, reason, approver, now)
    };
    let cashier = person(1, Role::Cashier);
    assert_eq!(settle(&bench, "seen", &cashier).err(), Some(Refused::NotAllowed));
    assert_eq!(settle(&bench, "  ", &manager()).err(), Some(Refused::ReasonMissing));
    let by_the_cashier = Command::SettleRefund {
        refund: id,
        verdict: refund::Verdict::GivenBack,
        reason: "x".to_owned(),
    };
    assert_eq!(bench.press(by_the_cashier), Err(Refused::NeedsApproval));
    let decision = settle(&bench, "seen in the report", &manager()).unwrap();
    bench.commit(decision);
    assert_eq!(bench.to_give_back(), 9_999);
    // From now on nothing is certain, so that not even the whole remainder is sent twice.
    bench.press(bench.refund(9_999)).unwrap();
    assert!(!bench.register.open_refund().unwrap().order().may_be_repeated());
}

#[test]
fn a_refund_that_a_manager_found_is_booked_without_a_number() {
    let mut bench = Bench::returning(9_999);
    bench.press(bench.refund(4_000)).unwrap();
    bench.answered(-1);
    let id = bench.register.open_refund().map(Refund::id).unwrap();
    let decision = bench.register.settle_refund(
        id,
        refund::Verdict::GivenBack,
        "seen",
        &manager(),
        bench.now(),
    );
    bench.commit(decision.unwrap());
    assert_eq!(bench.to_give_back(), 5_999);
    let receipt = bench.id();
    assert_eq!(bench.press(Command::CancelReceipt { receipt }), Err(Refused::PartlyRefunded));
    assert_eq!(bench.press(Command::LogOut), Err(Refused::PartlyRefunded));
    assert_eq!(bench.register.refundable(PAYMENT), Some((ore(5_999), true)));
    bench.press(bench.give_card(5_999)).unwrap();
    assert_eq!(bench.completed(), Some((2, 0, 0)));
}

#[test]
fn a_refused_refund_leaves_the_return_open() {
    let mut bench = Bench::returning(9_999);
    bench.press(bench.refund(9_999)).unwrap();
    bench.answered(97);
    let phase = bench.register.current_refund().unwrap().phase(bench.now());
    assert!(matches!(phase, RefundPhase::Refused(Refusal::Code { code: 97, .. })));
    assert_eq!(bench.register.refundable(PAYMENT), Some((ore(9_999), false)));
    bench.press(bench.give_cash(10_000)).unwrap();
    assert_eq!(bench.completed(), Some((2, 0, -1)));
}

#[test]
fn a_restart_sends_the_whole_again_and_leaves_a_part_in_doubt() {
    for (amount, sent_again) in [(9_999, true), (4_000, false)] {
        let mut bench = Bench::returning(9_999);
        bench.press(bench.refund(amount)).unwrap();
        let mut register = Register::default();
        register.continue_from(1, 1, 1);
        for entry in &bench.journal {
            register.apply(entry, bench.now());
        }
        bench.register = register;
        bench.refund_event(refund::Event::Recovered);
        let sends =
            matches!(bench.effects[..], [Effect::Refund(refund::Effect::Send { sending: 2, .. })]);
        assert_eq!(sends, sent_again, "{amount}");
        assert!(bench.register.user().is_none());
        if sent_again {
            let refusal = Refusal::Code { code: MORE_THAN_PAID, detail: String::new() };
            let answer = RefundAnswer::Refused(refusal);
            bench.refund_event(refund::Event::Sent { sending: 2, answer });
            assert_eq!(bench.completed(), Some((2, 0, 0)), "ended for whoever asked for it");
        } else {
            let phase = bench.register.current_refund().unwrap().phase(bench.now());
            assert_eq!(phase, RefundPhase::InDoubt);
        }
    }
}

#[test]
fn rule_9_a_promised_refund_is_written_with_the_end_of_the_sale() {
    let mut bench = Bench::new();
    bench.ring_up(9_999);
    let attempt = bench.issued(9_999);
    let receipt = bench.id();
    assert_eq!(bench.press(Command::FinishAndRefund { receipt }), Err(Refused::PaymentOpen));
    bench.press(Command::CancelPayment { attempt }).unwrap();
    bench.event(paid("P", None));
    bench.press(Command::FinishAndRefund { receipt }).unwrap();
    assert_eq!(bench.completed(), Some((1, 0, 0)));
    let owed = OwedRefund { payment: attempt, by: UserNumber(1) };
    assert_eq!(bench.register.owed_refunds().collect::<Vec<_>>(), [&owed]);
    assert_eq!(bench.register.next_owed_step(), None, "the return has not begun");
    let part = Chosen::Lines(vec![(LineId(1), Quantity::ONE)]);
    assert_eq!(bench.press(begin(sold(9_999), part)), Err(Refused::ReturnWhole));
    bench.press(begin(sold(9_999), Chosen::Everything)).unwrap();
    let line = LineId(1);
    assert_eq!(bench.press(Command::RemoveLine { line }), Err(Refused::ReturnWhole));
    assert_eq!(bench.register.next_owed_step(), None, "SEQR has not heard of the sale yet");
    let heard = status(Status::Paid, 3, 3, Some("P"), None);
    let decision = bench.register.payment_event(attempt, heard, bench.now());
    bench.commit(decision);
    let step = bench.register.next_owed_step().unwrap();
    assert_eq!(step, bench.refund(9_999));
    bench.press(step).unwrap();
    assert_eq!(bench.register.next_owed_step(), None);
    bench.answered(0);
    assert_eq!(bench.register.owed_refunds().count(), 0);
}

/// SEQR takes back what it has not heard to be booked: whoever was given the money before that would have it twice.
#[test]
fn nothing_is_given_back_before_seqr_has_heard_that_the_sale_is_booked() {
    let after_the_sale = || {
        let mut bench = Bench::new();
        bench.ring_up(9_999);
        let attempt = bench.issued(9_999);
        bench.event(paid("P", None));
        bench.commit(Decision {
            entries: vec![Entry::RefundOwed { payment: attempt, by: UserNumber(1) }],
            ..Decision::default()
        });
        bench.press(begin(sold(9_999), Chosen::Everything)).unwrap();
        for command in [bench.refund(9_999), bench.give_cash(10_000), bench.give_card(9_999)] {
            assert_eq!(bench.press(command.clone()), Err(Refused::Unacknowledged), "{command:?}");
        }
        assert_eq!(bench.register.return_waits(), Some(Refused::Unacknowledged));
        assert_eq!(bench.register.next_owed_step(), None, "what is owed waits as well");
        bench
    };
    let of_the_sale = |bench: &mut Bench, event: Event| {
        let decision = bench.register.payment_event(PAYMENT, event, bench.now());
        bench.commit(decision);
    };
    // SEQR has heard.
    let mut bench = after_the_sale();
    of_the_sale(&mut bench, status(Status::Paid, 3, 3, Some("P"), None));
    assert_eq!(bench.register.return_waits(), None);
    let step = bench.register.next_owed_step().unwrap();
    bench.press(step).unwrap();
    // So it has when it takes the receipt, and a restart knows as much.
    let mut bench = after_the_sale();
    bench.restart();
    bench.register.set_user(Some(person(1, Role::Cashier)));
    assert_eq!(bench.press(bench.refund(9_999)), Err(Refused::Unacknowledged));
    // SEQR never hears: a manager looks into it, and the money can be given back.
    bench.seconds += 300;
    let note = Command::NotePayment { attempt: PAYMENT, reason: "in the report".to_owned() };
    bench.approve(&note, Role::Manager).unwrap();
    assert_eq!(bench.register.return_waits(), None);
    bench.press(bench.refund(9_999)).unwrap();
    // SEQR takes it back: there is nothing to give, until a manager says what to do.
    let mut bench = after_the_sale();
    of_the_sale(&mut bench, status(Status::Canceled, 3, 4, None, None));
    for command in [bench.refund(9_999), bench.give_cash(10_000), bench.give_card(9_999)] {
        assert_eq!(bench.press(command.clone()), Err(Refused::TakenBack), "{command:?}");
    }
    assert_eq!(bench.register.refundable(PAYMENT), Some((ore(0), false)));
    let receipt = bench.id();
    bench.press(Command::CancelReceipt { receipt }).unwrap();
}

#[test]
fn a_promise_ends_with_the_return_or_a_managers_word() {
    let mut bench = Bench::returning(9_999);
    let owed = Entry::RefundOwed { payment: PAYMENT, by: UserNumber(1) };
    bench.commit(Decision { entries: vec![owed.clone()], ..Decision::default() });
    bench.press(bench.refund(9_999)).unwrap();
    bench.answered(99);
    assert_eq!(bench.register.owed_refunds().count(), 1);
    assert_eq!(bench.register.next_owed_step(), None, "SEQR has refused it: it is not asked again");
    bench.press(bench.give_card(9_999)).unwrap();
    assert_eq!(bench.register.owed_refunds().count(), 0);
    bench.commit(Decision { entries: vec![owed], ..Decision::default() });
    let drop = |bench: &Bench, role| {
        bench.register.drop_owed_refund(PAYMENT, "he kept it", &person(9, role))
    };
    assert_eq!(drop(&bench, Role::Cashier).err(), Some(Refused::NotAllowed));
    let decision = drop(&bench, Role::Manager).unwrap();
    bench.commit(decision);
    assert_eq!(drop(&bench, Role::Manager).err(), Some(Refused::NotOffered));
    assert_eq!(bench.register.owed_refunds().count(), 0);
}

mod sums {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is tried in whatever order: SEQR is asked for no more than it took, what is given back is what
        /// comes back, and a return that ended adds up.
        #[test]
        fn never_more_is_given_back_than_came_back(
            seqr in 0..12_000i64,
            presses in proptest::collection::vec((0..3u8, 0..12_000i64, proptest::sample::select(vec![0, -1, 97, 98])), 1..20),
        ) {
            let mut bench = Bench::returning(seqr);
            for (means, amount, code) in presses {
                if bench.register.receipt().is_none() {
                    break;
                }
                let command = match means {
                    0 => bench.refund(amount),
                    1 => bench.give_cash(amount / 100 * 100),
                    _ => bench.give_card(amount),
                };
                if bench.press(command).is_ok() && means == 0 {
                    bench.answered(code);
                }
                if let Some(open) = bench.register.open_refund().map(Refund::id) {
                    let verdict = if amount % 2 == 0 { refund::Verdict::GivenBack } else { refund::Verdict::NotGivenBack };
                    let settled = bench.register.settle_refund(open, verdict, "seen", &manager(), bench.now());
                    bench.commit(settled.unwrap());
                }
            }
            let tenders = || bench.journal.iter().filter_map(|entry| match entry {
                Entry::TenderAdded { tender, .. } => Some(tender),
                _ => None,
            });
            let by_seqr: i64 = tenders().filter(|tender| tender.is_final()).map(|tender| -tender.amount.minor()).sum();
            let given: i64 = tenders().map(|tender| -tender.amount.minor()).sum();
            prop_assert!(by_seqr <= seqr);
            prop_assert!(given <= 9_999 + 50, "{}", given);
            if let Some((_, change, rounding)) = bench.completed() {
                prop_assert_eq!((change, given), (0, 9_999 - rounding));
                prop_assert!(rounding.abs() <= 50);
            }
        }
    }
}
