//! Returns and refunds against the simulator, with lost answers and restarts in the middle.

use kassa::core::entry::Entry;
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Refusal, Subject};
use kassa::core::receipt::{LineId, Quantity, ReceiptNumber};
use kassa::core::refund::{RefundPhase, Verdict as Found};
use kassa::core::register::{Chosen, Command, Refused};
use kassa::core::user::UserNumber;
use kassa::document::text;
use kassa::journal::{SeqrRefundState, Store, Verdict};
use kassa::seqr::message::Operation;
use kassa::seqr::result_code::ResultCode;
use kassa::simulator::fault::{Disturbance, Fault, Frequency, Moment, Rule};
use kassa::simulator::ledger::CustomerAction;
use kassa::till::intent::Intent;
use kassa::till::snapshot::{RefundView, SeqrStatus, Snapshot};
use rust_decimal::Decimal;

use super::shop::{COFFEE, JUICE, Shop, eventually};

const SOLD: i64 = COFFEE.1 + JUICE.1;
const FIRST: ReceiptNumber = ReceiptNumber(1);

fn amount(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

impl Shop {
    /// Receipt 1: a coffee and a juice, paid with SEQR.
    fn with_a_sale(folder: &std::path::Path) -> Shop {
        let shop = Shop::open(folder);
        // A manager, who may also say what came of a refund.
        let _ready = shop.until("the articles", |now| now.catalog_ready);
        shop.send(Intent::LogIn { user: UserNumber(2), pin: "2222".into() });
        let _in = shop.until("the log-in", |now| now.user.is_some());
        shop.ring_up(COFFEE);
        shop.ring_up(JUICE);
        let _attempt = shop.pay_with_seqr(shop.now().due());
        shop.until_waiting();
        let _reference = shop.simulator.confirm_newest().unwrap();
        let _done = shop.until("the end", |now| now.last.is_some());
        shop
    }

    fn begin_return(&self, chosen: Chosen) {
        self.send(Intent::BeginReturn { number: FIRST, chosen });
        let _begun = self.until("the return", |now| now.returning.is_some());
    }

    fn refund(&self, of: i64) {
        // A lost answer before this one may have made it look as if SEQR were gone.
        let now = self.until("SEQR", |now| {
            now.seqr == SeqrStatus::Reachable
                && now.returning.as_ref().is_some_and(|returning| returning.waits.is_none())
        });
        let returning = now.returning.as_ref().unwrap();
        let (payment, _) = returning.payments[0];
        let refund = returning.next_refund;
        self.command(Command::RefundWithSeqr { refund, payment, amount: amount(of) });
        let _sent = self.until("the refund", |now| {
            now.refund.as_ref().is_some_and(|known| known.refund == refund)
                || now.last.as_ref().is_some_and(|last| last.id == refund.receipt)
        });
    }

    fn until_phase(&self, what: &str, is: impl Fn(&RefundPhase) -> bool) -> RefundView {
        let now = self.until(what, |now| now.refund.as_ref().is_some_and(|view| is(&view.phase)));
        now.refund.clone().unwrap()
    }

    fn until_returned(&self) -> std::sync::Arc<Snapshot> {
        self.until("the end of the return", |now| {
            now.last.as_ref().is_some_and(|last| last.total.is_negative())
        })
    }

    fn give_cash(&self) {
        let now = self.now();
        let receipt = now.receipt.as_ref().unwrap();
        self.command(Command::GiveBackCash {
            receipt: receipt.id,
            amount: receipt.to_give_back().rounded_to_cash(),
            tender: receipt.next_tender(),
        });
    }

    fn next_refund_goes_wrong(&self, fault: Fault) {
        let operation = Some(Operation::RefundPayment);
        let _rule =
            self.simulator.switch_on(Rule { operation, fault, frequency: Frequency::Next(1) });
    }

    /// What SEQR has given back, refund by refund, in öre.
    fn given_back(&self) -> Vec<i64> {
        self.simulator.with_ledger(|ledger| {
            let refunds = ledger.payments().flat_map(|payment| payment.refunds());
            refunds.map(|refund| minor(refund.amount)).collect()
        })
    }
}

fn minor(amount: Decimal) -> i64 {
    Amount::from_decimal(amount).unwrap().minor()
}

/// The register is killed while SEQR's answer does not come, whether or not SEQR has done what was asked.
fn no_answer(moment: Moment) -> Fault {
    Fault { moment, disturbance: Disturbance::Hang }
}

fn assert_sound(folder: &std::path::Path) {
    let journal = Store::open_read_only(folder).unwrap();
    let verdict = journal.verify(&mut |_, _| {}).unwrap();
    assert!(matches!(verdict, Verdict::Sound(_)), "{verdict:?}");
}

/// Otherwise it would come up again over the sale, or before whoever logs in next.
#[test]
fn a_receipt_that_was_looked_up_is_forgotten_when_a_sale_begins_or_somebody_leaves() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::with_a_sale(folder.path());
    shop.send(Intent::FindReceipt(FIRST));
    let _found = shop.until("the receipt", |now| now.returnable.is_some());
    shop.ring_up(COFFEE);
    assert_eq!(shop.now().returnable, None);
    let receipt = shop.now().receipt.as_ref().unwrap().id;
    shop.command(Command::CancelReceipt { receipt });
    let _gone = shop.until("nothing", |now| now.receipt.is_none());
    shop.send(Intent::FindReceipt(FIRST));
    let _found = shop.until("the receipt", |now| now.returnable.is_some());
    shop.command(Command::LogOut);
    let _left = shop.until("nobody", |now| now.user.is_none() && now.returnable.is_none());
}

#[test]
fn a_return_is_refunded_through_seqr_with_a_paper_that_names_the_sale() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::with_a_sale(folder.path());
    shop.send(Intent::FindReceipt(FIRST));
    let found = shop.until("the receipt", |now| now.returnable.is_some());
    let found = found.returnable.as_ref().unwrap();
    assert_eq!((found.lines.len(), found.origin.payments[0].remainder), (2, amount(SOLD)));
    shop.begin_return(Chosen::Everything);
    let begun = shop.now();
    assert_eq!(begun.returnable, None);
    let returning = begun.returning.as_ref().unwrap();
    assert_eq!((returning.number, returning.to_give_back), (FIRST, amount(SOLD)));
    assert_eq!(returning.payments, [(found.origin.payments[0].attempt, amount(SOLD))]);
    shop.refund(SOLD);
    let _done = shop.until_returned();
    assert_eq!(shop.given_back(), [SOLD]);

    let journal = Store::open_read_only(folder.path()).unwrap();
    let record = eventually("the confirmation", || {
        let record = journal.show(ReceiptNumber(2)).unwrap().unwrap().receipt;
        (record.refunds[0].state == SeqrRefundState::Confirmed).then_some(record)
    });
    let own = record.refunds[0].refund_reference.clone().unwrap();
    let receipts = shop.simulator.with_ledger(|ledger| {
        ledger
            .payments()
            .flat_map(|payment| payment.refunds())
            .map(|refund| refund.receipts)
            .sum::<u32>()
    });
    assert_eq!(receipts, 1, "SEQR has the refund's own receipt");
    let paper = eventually("the paper", || {
        let paper = shop.now().preview.clone()?;
        let paper = text::render(&paper, 48);
        paper.contains("Returkvitto 2").then_some(paper)
    });
    for expected in ["Avser kvitto 1", "SEQR payment", &own, &record.refunds[0].ers_reference] {
        assert!(paper.contains(expected), "{expected} is missing:\n{paper}");
    }
    shop.send(Intent::BeginReturn { number: FIRST, chosen: Chosen::Everything });
    let refused = shop.until("the refusal", |now| now.refused.is_some());
    assert_eq!(refused.refused.unwrap().reason, Refused::NothingToReturn);
    shop.send(Intent::FindReceipt(ReceiptNumber(2)));
    let _none = shop.until("no return of a return", |now| {
        now.refused.is_some_and(|notice| notice.reason == Refused::NoSuchReceipt)
    });
    shop.close();
    assert_sound(folder.path());
}

#[test]
fn a_whole_refund_whose_answer_was_lost_is_sent_again_and_given_back_once() {
    for (fault, number_known) in [(Fault::lost_answer(), false), (Fault::lost_request(), true)] {
        let folder = tempfile::tempdir().unwrap();
        let shop = Shop::with_a_sale(folder.path());
        shop.begin_return(Chosen::Everything);
        shop.next_refund_goes_wrong(fault);
        shop.refund(SOLD);
        let _done = shop.until_returned();
        assert_eq!(shop.given_back(), [SOLD]);
        let journal = Store::open_read_only(folder.path()).unwrap();
        let record = journal.show(ReceiptNumber(2)).unwrap().unwrap().receipt;
        assert_eq!((record.refunds[0].sendings, record.refunds[0].lost_sendings), (2, 1));
        assert_eq!(record.refunds[0].refund_reference.is_some(), number_known);
        shop.close();
        assert_sound(folder.path());
    }
}

#[test]
fn a_part_refund_whose_answer_was_lost_waits_for_a_manager() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::with_a_sale(folder.path());
    shop.begin_return(Chosen::Lines(vec![(LineId(1), Quantity::ONE)]));
    shop.next_refund_goes_wrong(Fault::lost_answer());
    shop.refund(COFFEE.1);
    let view = shop.until_phase("the doubt", |phase| *phase == RefundPhase::InDoubt);
    assert!(view.open);
    let listed = |now: &Snapshot| now.unsettled.iter().map(|it| it.subject).collect::<Vec<_>>();
    assert_eq!(listed(&shop.now()), [Subject::Refund(view.refund)]);
    shop.command(Command::LogOut);
    let refused = shop.until("the refusal", |now| now.refused.is_some());
    assert_eq!(refused.refused.unwrap().reason, Refused::RefundOpen);
    let command = Command::SettleRefund {
        refund: view.refund,
        verdict: Found::GivenBack,
        reason: "the customer shows it".to_owned(),
    };
    shop.send(Intent::Approve { user: UserNumber(2), pin: "2222".into(), command });
    let done = shop.until_returned();
    assert_eq!(listed(&done), []);
    assert_eq!(shop.given_back(), [COFFEE.1]);
    // The rest can still be returned, but nothing of it is sent twice any more.
    shop.begin_return(Chosen::Everything);
    shop.next_refund_goes_wrong(Fault::lost_answer());
    shop.refund(JUICE.1);
    let _doubt = shop.until_phase("the doubt", |phase| *phase == RefundPhase::InDoubt);
    assert_eq!(shop.given_back(), [COFFEE.1, JUICE.1]);
    drop(shop);
    assert_sound(folder.path());
}

#[test]
fn a_refused_refund_is_given_back_in_cash() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::with_a_sale(folder.path());
    shop.begin_return(Chosen::Everything);
    shop.next_refund_goes_wrong(Fault::code(ResultCode::RESELLER_NOT_ALLOWED_TO_DO_REFUND));
    shop.refund(SOLD);
    let view = shop.until_phase("the refusal", |phase| {
        matches!(phase, RefundPhase::Refused(Refusal::Code { code: 97, .. }))
    });
    assert!(!view.open);
    shop.give_cash();
    let done = shop.until_returned();
    assert_eq!(done.last.as_ref().unwrap().settlement.rounding, amount(-5));
    assert_eq!(shop.given_back(), [0; 0]);
    shop.close();
    assert_sound(folder.path());
}

#[test]
fn a_register_that_dies_in_the_middle_of_a_whole_refund_finishes_it_by_itself() {
    for moment in [Moment::BeforeProcessing, Moment::AfterProcessing] {
        let folder = tempfile::tempdir().unwrap();
        let shop = Shop::with_a_sale(folder.path());
        shop.begin_return(Chosen::Everything);
        shop.next_refund_goes_wrong(no_answer(moment));
        shop.refund(SOLD);
        let arrived = usize::from(moment == Moment::AfterProcessing);
        eventually("SEQR", || (shop.given_back().len() == arrived).then_some(()));
        let shop = shop.restarted(folder.path(), |_simulator| {});
        let done = shop.until_returned();
        assert!(done.user.is_none(), "nobody had to log in for it");
        assert_eq!(shop.given_back(), [SOLD], "{moment:?}");
        shop.close();
        assert_sound(folder.path());
    }
}

#[test]
fn a_register_that_dies_in_the_middle_of_a_part_refund_does_not_send_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::with_a_sale(folder.path());
    shop.begin_return(Chosen::Everything);
    shop.next_refund_goes_wrong(no_answer(Moment::AfterProcessing));
    shop.refund(1_000);
    eventually("SEQR", || (shop.given_back() == [1_000]).then_some(()));
    let shop = shop.restarted(folder.path(), |_simulator| {});
    let view = shop.until_phase("the doubt", |phase| *phase == RefundPhase::InDoubt);
    assert_eq!((view.amount, view.open), (amount(1_000), true));
    assert_eq!(shop.now().returning.as_ref().unwrap().payments[0].1, amount(SOLD - 1_000));
    let shop = shop.restarted(folder.path(), |_simulator| {});
    let _doubt = shop.until_phase("the doubt", |phase| *phase == RefundPhase::InDoubt);
    drop(shop);
    let journal = Store::open_read_only(folder.path()).unwrap();
    let sent = |recorded: &&kassa::journal::RecordedEntry| {
        matches!(recorded.entry, Entry::RefundSending { .. })
    };
    let entries = journal.entries_of(view.refund.receipt).unwrap();
    assert_eq!(entries.iter().filter(sent).count(), 1);
    assert_sound(folder.path());
}

/// Paid in the moment of Cancel; the cashier has the register finish the sale and give the money back (rule 9).
fn paid_after_cancel(folder: &std::path::Path) -> (Shop, AttemptId) {
    let shop = Shop::open(folder);
    shop.log_in();
    shop.ring_up(COFFEE);
    let attempt = shop.pay_with_seqr(amount(COFFEE.1));
    shop.until_waiting();
    let _reference = shop.simulator.customer_newest(CustomerAction::BeginConfirming).unwrap();
    shop.command(Command::CancelPayment { attempt });
    let _cancelling = shop.until("51", |now| {
        now.payment.as_ref().is_some_and(|payment| {
            matches!(payment.phase, kassa::core::payment::Phase::Confirming { .. })
        })
    });
    let _reference = shop.simulator.confirm_newest().unwrap();
    let _paid = shop.until("the money", |now| now.decision.is_some());
    (shop, attempt)
}

#[test]
fn finish_and_refund_gives_the_late_payment_back() {
    let folder = tempfile::tempdir().unwrap();
    let (shop, attempt) = paid_after_cancel(folder.path());
    shop.send(Intent::FinishAndRefund(attempt.receipt));
    let done = shop.until_returned();
    assert!(done.owed.is_empty());
    assert_eq!(done.last.as_ref().unwrap().number, ReceiptNumber(2));
    assert_eq!(shop.given_back(), [COFFEE.1]);
    shop.close();
    assert_sound(folder.path());
}

#[test]
fn a_promised_refund_outlives_the_register_that_promised_it() {
    let folder = tempfile::tempdir().unwrap();
    let (shop, attempt) = paid_after_cancel(folder.path());
    // The bare command: what a death right after its commit leaves.
    shop.command(Command::FinishAndRefund { receipt: attempt.receipt });
    let promised = shop.until("the promise", |now| !now.owed.is_empty());
    assert_eq!(promised.owed[0].payment, attempt);
    assert!(promised.receipt.is_none() && promised.returning.is_none());
    let shop = shop.restarted(folder.path(), |_simulator| {});
    let shown = shop.until("the promise", |now| now.owed.len() == 1);
    assert!(shown.user.is_none(), "shown before anybody logs in");
    shop.log_in();
    let done = shop.until_returned();
    assert!(done.owed.is_empty());
    assert_eq!(shop.given_back(), [COFFEE.1]);
    shop.close();
    assert_sound(folder.path());
}

#[test]
fn a_promised_refund_that_seqr_refuses_is_kept_until_it_is_given_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let (shop, attempt) = paid_after_cancel(folder.path());
    shop.next_refund_goes_wrong(Fault::code(ResultCode::RECEIVER_ACCOUNT_DOES_NOT_ALLOW_REFUNDS));
    shop.send(Intent::FinishAndRefund(attempt.receipt));
    let _refused =
        shop.until_phase("the refusal", |phase| matches!(phase, RefundPhase::Refused(_)));
    assert_eq!(shop.now().owed.len(), 1);
    // The cashier gives the return up: what was promised stays, and is taken up again when asked for.
    let receipt = shop.now().receipt.as_ref().unwrap().id;
    shop.command(Command::CancelReceipt { receipt });
    let left = shop.until("no receipt", |now| now.receipt.is_none());
    assert_eq!(left.owed.len(), 1);
    shop.send(Intent::RefundOwed(attempt));
    let done = shop.until_returned();
    assert!(done.owed.is_empty());
    assert_eq!(shop.given_back(), [COFFEE.1]);
    shop.close();
    assert_sound(folder.path());
}
