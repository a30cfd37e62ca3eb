//! Returns and refunds: what can be looked up, what a restart finds, and the rules that the database holds by itself.

use kassa::core::entry::{
    Entry, RefundDropped, RefundReceiptRefused, RefundSendLost, RefundSettled,
};
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Refusal, Status, SubmitAnswer};
use kassa::core::receipt::{
    Line, LineId, Origin, Quantity, ReceiptId, ReceiptNumber, Returnable, Settlement,
};
use kassa::core::refund::{
    Event, RefundAnswer, RefundId, RefundOrder, RefundPhase, Verdict as Found,
};
use kassa::core::register::{Chosen, Command};
use kassa::core::tender::{Tender, TenderId, TenderMeans};
use kassa::core::user::{Person, Role};
use kassa::core::vat;
use kassa::journal::{OpenMode, Rule, SeqrRefundState, Verdict};

use crate::support::{CASHIER, TERMINAL, Till, article, broken, kronor};

const SALE: ReceiptId = ReceiptId(1);
const RETURN: ReceiptId = ReceiptId(2);
const PAYMENT: AttemptId = AttemptId { receipt: SALE, number: 1 };
const REFUND: RefundId = RefundId { receipt: RETURN, number: 1 };

fn pieces(count: u32) -> Quantity {
    Quantity::pieces(count).unwrap()
}

/// A till that has sold three of 20 kronor and one of 40, paid with SEQR.
fn sold() -> (tempfile::TempDir, Till) {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 2_000, 2_500));
    let _set = till.command(Command::SetQuantity { line: LineId(1), quantity: pieces(3) });
    till.ring_up(&article("2", 4_000, 1_200));
    let _attempt = till.pay_with_seqr(kronor(100));
    (directory, till)
}

impl Till {
    fn returnable(&self) -> Returnable {
        self.store.returnable(SALE).unwrap().unwrap()
    }

    fn begin_return(&mut self, chosen: Chosen) {
        let of = Box::new(self.returnable());
        let _begun = self.command(Command::BeginReturn { of, chosen });
    }

    fn refund(&mut self, amount: Amount) -> RefundId {
        let refund = self.register.next_refund().unwrap();
        let _sent = self.command(Command::RefundWithSeqr { refund, payment: PAYMENT, amount });
        refund
    }

    fn refund_event(&mut self, refund: RefundId, event: Event) -> Vec<Entry> {
        let decision = self.register.refund_event(refund, event, self.now);
        self.carry_out(decision)
    }

    fn refund_answered(&mut self, refund: RefundId, answer: RefundAnswer) -> Vec<Entry> {
        self.refund_event(refund, Event::Sent { sending: 1, answer })
    }

    fn give_cash(&mut self) {
        let receipt = self.register.receipt().unwrap();
        let amount = receipt.to_give_back().rounded_to_cash();
        let (receipt, tender) = (receipt.id, receipt.next_tender());
        let _given = self.command(Command::GiveBackCash { receipt, amount, tender });
    }

    fn is_sound(&self) -> bool {
        matches!(self.store.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_))
    }
}

fn refunded(number: Option<&str>) -> RefundAnswer {
    RefundAnswer::Refunded { ers_reference: number.map(str::to_owned) }
}

fn lost() -> RefundAnswer {
    RefundAnswer::Lost { detail: "nothing came".to_owned() }
}

/// What is left of each line, and of the payment.
fn left(till: &Till) -> (Vec<(u32, Quantity)>, Amount) {
    let returnable = till.returnable();
    let lines = returnable.lines.iter().map(|line| (line.id.0, line.quantity)).collect();
    (lines, returnable.origin.payments[0].remainder)
}

#[test]
fn what_was_returned_is_not_returned_again() {
    let (_directory, mut till) = sold();
    assert_eq!(left(&till), (vec![(1, pieces(3)), (2, pieces(1))], kronor(100)));
    assert_eq!(till.store.numbered(ReceiptNumber(1)).unwrap(), Some(SALE));
    assert_eq!(till.store.numbered(ReceiptNumber(2)).unwrap(), None);
    till.begin_return(Chosen::Lines(vec![(LineId(1), pieces(2))]));
    // An open return counts, a cancelled one does not.
    assert_eq!(left(&till), (vec![(1, pieces(1)), (2, pieces(1))], kronor(100)));
    let _given_up = till.command(Command::CancelReceipt { receipt: RETURN });
    assert_eq!(left(&till), (vec![(1, pieces(3)), (2, pieces(1))], kronor(100)));

    till.begin_return(Chosen::Lines(vec![(LineId(1), pieces(2))]));
    let refund = till.refund(kronor(30));
    assert_eq!(left(&till).1, kronor(70), "unknown is not failed");
    let _done = till.refund_answered(refund, refunded(Some("E-1")));
    till.give_cash();
    assert_eq!(left(&till), (vec![(1, pieces(1)), (2, pieces(1))], kronor(70)));

    till.begin_return(Chosen::Everything);
    let refund = till.refund(kronor(60));
    let _done = till.refund_answered(refund, refunded(None));
    assert_eq!(left(&till), (vec![], kronor(10)));
    assert!(till.is_sound());
    // A return is not returned, and its paper knows what it goes back to.
    for receipt in [ReceiptId(3), ReceiptId(4), ReceiptId(9)] {
        assert_eq!(till.store.returnable(receipt).unwrap(), None);
    }
    let paper = till.store.finished_receipt(ReceiptId(3)).unwrap().unwrap();
    assert_eq!((paper.number, paper.returns), (ReceiptNumber(2), Some(ReceiptNumber(1))));
    assert_eq!(paper.total, kronor(-40));
    assert_eq!(paper.vat[0].gross, kronor(-40));
    assert_eq!(paper.tenders.len(), 2);
    let means = TenderMeans::SeqrRefund {
        refund: RefundId { receipt: ReceiptId(3), number: 1 },
        payment: PAYMENT,
        ers_reference: Some("E-1".to_owned()),
    };
    assert_eq!(paper.tenders[0].tender.means, means);
    assert_eq!(paper.refunds[0].ers_reference, "ERS-1-1");
}

#[test]
fn a_restart_takes_an_open_refund_up() {
    let (directory, mut till) = sold();
    till.begin_return(Chosen::Everything);
    let refund = till.refund(kronor(40));
    assert!(till.store.has_unsettled_payment().unwrap());
    let before = till.register.receipt().cloned();
    drop(till);

    let mut till = Till::start(directory.path(), OpenMode::Existing);
    assert_eq!(
        till.register.receipt().map(|receipt| receipt.origin().cloned()),
        before.map(|receipt| receipt.origin().cloned())
    );
    let _doubt = till.refund_event(refund, Event::Recovered);
    assert_eq!(till.register.current_refund().unwrap().phase(till.now), RefundPhase::InDoubt);
    drop(till);

    let mut till = Till::start(directory.path(), OpenMode::Existing);
    assert!(till.refund_event(refund, Event::Recovered).is_empty(), "a part is not sent again");
    let manager = Person { number: CASHIER, name: String::new(), role: Role::Manager };
    let settled =
        till.register.settle_refund(refund, Found::GivenBack, "in the report", &manager, till.now);
    let _entries = till.carry_out(settled.unwrap());
    let record = till.store.receipt(RETURN).unwrap().unwrap();
    assert_eq!(record.refunds[0].state, SeqrRefundState::Settled);
    assert_eq!(record.refunds[0].settled.as_ref().unwrap().verdict, Found::GivenBack);
    assert!(till.returnable().origin.payments[0].settled_before);
    till.give_cash();
    assert!(till.is_sound());
    assert!(!till.store.has_unsettled_payment().unwrap());
}

#[test]
fn a_refund_whose_receipt_is_not_submitted_is_found_after_its_return_has_ended() {
    let (directory, mut till) = sold();
    till.begin_return(Chosen::Everything);
    let refund = till.refund(kronor(100));
    let _done = till.refund_answered(refund, refunded(Some("E")));
    till.ring_up(&article("1", 2_000, 2_500));
    drop(till);
    let mut till = Till::start(directory.path(), OpenMode::Existing);
    assert_eq!(till.register.refunds().map(|refund| refund.id()).collect::<Vec<_>>(), [refund]);
    assert!(till.register.receipt().is_some_and(|receipt| receipt.returns().is_none()));
    let _confirmed = till.refund_event(refund, Event::Submitted(SubmitAnswer::Taken));
    drop(till);
    let till = Till::start(directory.path(), OpenMode::Existing);
    assert_eq!(till.register.refunds().count(), 0);
    assert!(till.is_sound());
}

/// SEQR took the payment back: there is nothing that it could give back once more.
#[test]
fn what_seqr_took_back_cannot_be_given_back_as_well() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 2_000, 2_500));
    let attempt = till.seqr(kronor(20));
    let _reference = till.issued(attempt);
    let _paid = till.answered(attempt, Status::Paid, 0, 2);
    assert_eq!(till.returnable().origin.payments.len(), 1);
    let _taken_back = till.answered(attempt, Status::Canceled, 2, 3);
    assert_eq!(till.returnable().origin.payments, []);
    let note = Command::NotePayment { attempt, reason: "paid in cash".to_owned() };
    let manager = Person { number: CASHIER, name: String::new(), role: Role::Manager };
    let decision = till.register.decide_approved(&note, &manager, till.now).unwrap();
    let _entries = till.carry_out(decision);
    assert_eq!(till.returnable().origin.payments, [], "noted or not");
}

#[test]
fn a_promise_survives_until_it_is_kept() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.ring_up(&article("1", 2_000, 2_500));
    let attempt = till.seqr(kronor(20));
    let _reference = till.issued(attempt);
    let _cancelling = till.command(Command::CancelPayment { attempt });
    let _paid = till.answered(attempt, Status::Paid, 0, 2);
    let _promised = till.command(Command::FinishAndRefund { receipt: SALE });
    for begun in [false, true] {
        drop(till);
        till = Till::start(directory.path(), OpenMode::Existing);
        let owed: Vec<AttemptId> = till.register.owed_refunds().map(|owed| owed.payment).collect();
        assert_eq!(owed, [PAYMENT], "return begun: {begun}");
        if !begun {
            till.begin_return(Chosen::Everything);
        }
    }
    assert_eq!(till.register.next_owed_step(), None, "SEQR has not heard of the sale yet");
    let _heard = till.answered(attempt, Status::Paid, 2, 2);
    let step = till.register.next_owed_step().unwrap();
    let _sent = till.command(step);
    let _done = till.refund_answered(REFUND, refunded(Some("E")));
    assert!(till.is_sound());
    drop(till);
    let till = Till::start(directory.path(), OpenMode::Existing);
    assert_eq!(till.register.owed_refunds().count(), 0);
}

#[test]
fn a_promise_is_dropped_by_an_entry_or_with_the_money_otherwise_given_back() {
    let (directory, mut till) = sold();
    let owed = Entry::RefundOwed { payment: PAYMENT, by: CASHIER };
    let dropped = Entry::RefundDropped(RefundDropped {
        payment: PAYMENT,
        by: CASHIER,
        reason: "he kept it".to_owned(),
    });
    assert_eq!(broken(till.raw(std::slice::from_ref(&dropped))), Rule::SomethingThere);
    let _head = till.raw(&[owed.clone(), dropped]).unwrap();
    let _head = till.raw(&[owed]).unwrap();
    till.begin_return(Chosen::Everything);
    till.give_cash();
    assert!(till.is_sound());
    drop(till);
    let till = Till::start(directory.path(), OpenMode::Existing);
    assert_eq!(till.register.owed_refunds().count(), 0);
}

// The rules that the database holds whatever the register's code does: each is broken here on purpose.

/// Commits entries that break a rule, and sees that nothing of them is left.
fn refused(till: &mut Till, entries: &[Entry]) -> Rule {
    let head = till.store.head().unwrap();
    let rule = broken(till.raw(entries));
    assert_eq!(till.store.head().unwrap(), head);
    assert!(till.is_sound());
    rule
}

fn opened(receipt: u64, returns: u64) -> Entry {
    let returns = Some(ReceiptId(returns));
    Entry::ReceiptOpened { receipt: ReceiptId(receipt), cashier: CASHIER, returns }
}

fn back(receipt: ReceiptId, id: u32, count: u32, price: i64) -> Entry {
    let article = article("1", price, if id == 1 { 2_500 } else { 1_200 });
    Entry::LineAdded { receipt, line: Line::of(LineId(id), &article, pieces(count)) }
}

fn created(refund: RefundId, amount: i64, remainder: i64) -> Entry {
    Entry::RefundCreated {
        order: RefundOrder {
            refund,
            payment: PAYMENT,
            ers_reference: "ERS-1-1".to_owned(),
            amount: kronor(amount),
            remainder: kronor(remainder),
            settled_before: false,
            terminal: TERMINAL.to_owned(),
            user: CASHIER,
        },
    }
}

fn sending(sending: u32) -> Entry {
    Entry::RefundSending { refund: REFUND, sending }
}

fn send_lost(sending: u32) -> Entry {
    Entry::RefundSendLost(RefundSendLost { refund: REFUND, sending, detail: String::new() })
}

fn done(number: Option<&str>) -> Entry {
    Entry::RefundDone { refund: REFUND, ers_reference: number.map(str::to_owned) }
}

fn settled(verdict: Found) -> Entry {
    Entry::RefundSettled(RefundSettled {
        refund: REFUND,
        verdict,
        by: CASHIER,
        reason: "seen".to_owned(),
    })
}

fn tender(amount: i64, means: TenderMeans) -> Entry {
    let tender = Tender { id: TenderId(1), amount: kronor(amount), means };
    Entry::TenderAdded { receipt: RETURN, tender }
}

fn seqr(amount: i64, number: Option<&str>) -> Entry {
    let ers_reference = number.map(str::to_owned);
    tender(amount, TenderMeans::SeqrRefund { refund: REFUND, payment: PAYMENT, ers_reference })
}

/// A till with everything (100 kronor) on its way back.
fn returning() -> (tempfile::TempDir, Till) {
    let (directory, mut till) = sold();
    till.begin_return(Chosen::Everything);
    (directory, till)
}

#[test]
fn only_what_was_sold_comes_back_at_its_price() {
    let (_directory, mut till) = sold();
    for of in [2, 9] {
        assert_eq!(refused(&mut till, &[opened(2, of)]), Rule::ReturnOfSale, "{of}");
    }
    for line in [
        back(RETURN, 1, 4, -2_000),
        back(RETURN, 3, 1, -2_000),
        back(RETURN, 1, 1, -2_001),
        back(RETURN, 1, 1, 2_000),
    ] {
        let entries = [opened(2, 1), line];
        assert_eq!(refused(&mut till, &entries), Rule::ReturnedOnce, "{entries:?}");
    }
    let _head = till.raw(&[opened(2, 1), back(RETURN, 1, 2, -2_000)]).unwrap();
    let more = Entry::LineQuantityChanged { receipt: RETURN, line: LineId(1), quantity: pieces(4) };
    assert_eq!(refused(&mut till, &[more]), Rule::ReturnedOnce);
    let all = Entry::LineQuantityChanged { receipt: RETURN, line: LineId(1), quantity: pieces(3) };
    let completed = Entry::ReceiptCompleted {
        receipt: RETURN,
        number: ReceiptNumber(2),
        cashier: CASHIER,
        total: kronor(-60),
        settlement: Settlement { change: Amount::ZERO, rounding: Amount::ZERO },
        vat: vat::split([(article("1", 1, 2_500).vat, kronor(-60))]),
    };
    let _head = till.raw(&[all, tender(-60, TenderMeans::Card), completed]).unwrap();
    // What came back on the first return does not come back on a second one, and a return is not returned.
    let third = [opened(3, 1), back(ReceiptId(3), 1, 1, -2_000)];
    assert_eq!(refused(&mut till, &third), Rule::ReturnedOnce);
    assert_eq!(refused(&mut till, &[opened(3, 2)]), Rule::ReturnOfSale);
}

#[test]
fn a_return_gives_money_and_a_sale_takes_it() {
    let (_directory, mut till) = returning();
    for means in [TenderMeans::Cash, TenderMeans::Card] {
        assert_eq!(refused(&mut till, &[tender(100, means)]), Rule::ReturnsGiveBack);
    }
    let _given = till.command(Command::CancelReceipt { receipt: RETURN });
    till.ring_up(&article("1", 2_000, 2_500));
    let tender = Tender { id: TenderId(1), amount: kronor(-20), means: TenderMeans::Cash };
    let entry = Entry::TenderAdded { receipt: ReceiptId(3), tender };
    assert_eq!(refused(&mut till, &[entry]), Rule::ReturnsGiveBack);
}

#[test]
fn no_more_goes_back_than_was_paid() {
    let (_directory, mut till) = returning();
    assert_eq!(refused(&mut till, &[created(REFUND, 101, 101)]), Rule::RefundAtMostPaid);
    // The remainder is what it is: whether a refund may be repeated hangs on it.
    for remainder in [40, 99] {
        let entries = [created(REFUND, 40, remainder)];
        assert_eq!(refused(&mut till, &entries), Rule::RefundAtMostPaid, "{remainder}");
    }
    assert_eq!(refused(&mut till, &[created(REFUND, 101, 100)]), Rule::Shape);
    let second = RefundId { number: 2, ..REFUND };
    assert_eq!(refused(&mut till, &[created(second, 40, 100)]), Rule::RefundsFollow);
    let on_the_sale = RefundId { receipt: SALE, number: 1 };
    assert_eq!(refused(&mut till, &[created(on_the_sale, 40, 100)]), Rule::ReceiptOpen);
    let first = [created(REFUND, 40, 100), sending(1)];
    let two = [&first[..], &[created(second, 60, 60)]].concat();
    assert_eq!(refused(&mut till, &two), Rule::OneOpenRefund);
    let made = [&first[..], &[done(Some("E")), seqr(-40, Some("E"))]].concat();
    for (amount, remainder) in [(61, 100), (60, 100), (61, 61)] {
        let entries = [&made[..], &[created(second, amount, remainder)]].concat();
        assert_eq!(refused(&mut till, &entries), Rule::RefundAtMostPaid, "{amount}");
    }
    let found = [&first[..], &[send_lost(1), settled(Found::NotGivenBack)]].concat();
    let as_if_certain = [&found[..], &[created(second, 100, 100)]].concat();
    assert_eq!(refused(&mut till, &as_if_certain), Rule::RefundAtMostPaid);
    let _head = till.raw(&[&made[..], &[created(second, 60, 60)]].concat()).unwrap();
}

#[test]
fn refunds_belong_to_the_return_of_what_was_paid() {
    let (_directory, mut till) = sold();
    till.ring_up(&article("1", 2_000, 2_500));
    let refund = RefundId { receipt: RETURN, number: 1 };
    assert_eq!(refused(&mut till, &[created(refund, 20, 100)]), Rule::RefundOnReturn);
}

#[test]
fn a_part_is_sent_once() {
    let (_directory, mut till) = returning();
    let part = [created(REFUND, 40, 100), sending(1)];
    for then in [vec![sending(2)], vec![send_lost(1), sending(2)]] {
        let entries = [&part[..], &then].concat();
        assert_eq!(refused(&mut till, &entries), Rule::RefundSentOnce, "{then:?}");
    }
    let whole = [created(REFUND, 100, 100), sending(1)];
    for then in [vec![sending(1)], vec![sending(2)], vec![send_lost(1), sending(3)]] {
        let entries = [&whole[..], &then].concat();
        assert_eq!(refused(&mut till, &entries), Rule::RefundSentOnce, "{then:?}");
    }
    let in_doubt = Entry::RefundInDoubt { refund: REFUND };
    let doubtful = [&whole[..], &[send_lost(1), in_doubt, sending(2)]].concat();
    assert_eq!(refused(&mut till, &doubtful), Rule::RefundSentOnce);
    let _head = till.raw(&[&whole[..], &[send_lost(1), sending(2)]].concat()).unwrap();
}

#[test]
fn refunds_go_through_their_states() {
    let (_directory, mut till) = returning();
    let begun = [created(REFUND, 100, 100), sending(1)];
    let after = |entries: &[Entry]| [&begun[..], entries].concat();
    let refusal = Refusal::Code { code: 97, detail: String::new() };
    let refused_by_seqr = Entry::RefundRefused { refund: REFUND, refusal };
    let confirmed = Entry::RefundConfirmed { refund: REFUND };
    let unwanted = Entry::RefundReceiptRefused(RefundReceiptRefused {
        refund: REFUND,
        code: 23,
        detail: String::new(),
    });
    for early in [&confirmed, &unwanted, &settled(Found::GivenBack)] {
        let entries = after(std::slice::from_ref(early));
        assert_eq!(refused(&mut till, &entries), Rule::RefundStates, "{early:?}");
    }
    let ends = [refused_by_seqr, done(Some("E"))];
    for end in &ends {
        for entry in [&ends[0], &ends[1], &send_lost(1), &settled(Found::GivenBack)] {
            let entries = after(&[end.clone(), entry.clone()]);
            assert_eq!(refused(&mut till, &entries), Rule::RefundStates, "{end:?} {entry:?}");
        }
    }
    let twice = after(&[done(Some("E")), confirmed.clone(), unwanted]);
    assert_eq!(refused(&mut till, &twice), Rule::RefundStates);
    let _head = till.raw(&after(&[done(Some("E")), confirmed])).unwrap();
}

#[test]
fn a_return_waits_for_its_refund_and_books_it() {
    let (_directory, mut till) = returning();
    let _head = till.raw(&[created(REFUND, 100, 100), sending(1)]).unwrap();
    let completed = Entry::ReceiptCompleted {
        receipt: RETURN,
        number: ReceiptNumber(2),
        cashier: CASHIER,
        total: kronor(-100),
        settlement: Settlement { change: Amount::ZERO, rounding: Amount::ZERO },
        vat: vat::split([
            (article("1", 1, 2_500).vat, kronor(-60)),
            (article("1", 1, 1_200).vat, kronor(-40)),
        ]),
    };
    let cancelled = Entry::ReceiptCancelled { receipt: RETURN, total: kronor(-100) };
    let removed = Entry::LineRemoved { receipt: RETURN, line: LineId(1), sum: kronor(-60) };
    for entry in [&completed, &cancelled, &removed, &tender(-100, TenderMeans::Cash)] {
        let rule = refused(&mut till, std::slice::from_ref(entry));
        assert_eq!(rule, Rule::RefundOpen, "{entry:?}");
    }
    let left = Entry::TerminalUnregistered { terminal: TERMINAL.to_owned() };
    assert_eq!(refused(&mut till, &[left]), Rule::TerminalBusy);
    for wrong in [seqr(-99, Some("E")), seqr(-100, None), seqr(-100, Some("F"))] {
        let entries = [done(Some("E")), wrong];
        assert_eq!(refused(&mut till, &entries), Rule::TenderOfRefund, "{entries:?}");
    }
    // What went back cannot be left out, taken away, or booked twice.
    for entry in [&completed, &cancelled] {
        let entries = [done(Some("E")), entry.clone()];
        assert_eq!(refused(&mut till, &entries), Rule::TenderOfRefund, "{entry:?}");
    }
    let made = [done(Some("E")), seqr(-100, Some("E"))];
    let mut again = seqr(-100, Some("E"));
    if let Entry::TenderAdded { tender, .. } = &mut again {
        tender.id = TenderId(2);
    }
    assert_eq!(refused(&mut till, &[&made[..], &[again]].concat()), Rule::TenderOfRefund);
    let removed = Entry::TenderRemoved { receipt: RETURN, tender: TenderId(1) };
    assert_eq!(refused(&mut till, &[&made[..], &[removed]].concat()), Rule::SeqrTenderStays);
    let entries = [&made[..], &[cancelled]].concat();
    assert_eq!(refused(&mut till, &entries), Rule::TenderTaken);
    let _head = till.raw(&[&made[..], &[completed]].concat()).unwrap();
    assert!(till.is_sound());
}

#[test]
fn an_answer_that_was_lost_stays_lost_for_whoever_looks() {
    let (_directory, mut till) = returning();
    let refund = till.refund(kronor(100));
    let _unknown = till.refund_answered(refund, lost());
    let record = till.store.receipt(RETURN).unwrap().unwrap();
    let known = &record.refunds[0];
    assert_eq!(
        (known.state, known.sendings, known.lost_sendings),
        (SeqrRefundState::Unknown, 1, 1)
    );
    assert_eq!(known.detail.as_deref(), Some("nothing came"));
    let origin = till.returnable().origin;
    assert_eq!(
        origin,
        Origin { payments: origin.payments.clone(), receipt: SALE, number: ReceiptNumber(1) }
    );
    assert_eq!(origin.payments[0].remainder, Amount::ZERO);
}
