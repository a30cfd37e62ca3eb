//! Payments that nobody knows about: what a manager settles through the real till, and what SEQR says afterwards.

use std::path::Path;

use kassa::core::entry::{Entry, PaymentSettled};
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Case, Doubt, Phase, Verdict};
use kassa::core::receipt::ReceiptNumber;
use kassa::core::register::{Command, Refused};
use kassa::core::tender::{TenderId, TenderMeans};
use kassa::core::user::UserNumber;
use kassa::document::text;
use kassa::journal::{ReceiptState, Store};
use kassa::simulator::ledger::CustomerAction;
use kassa::till::intent::Intent;
use kassa::till::snapshot::{Approval, Snapshot};

use super::scripted::{Gate, Script};
use super::shop::{COFFEE, Shop, eventually};

const REASON: &str = "Kunden visade betalningen i telefonen.";

fn settle(attempt: AttemptId, verdict: Verdict, reason: &str) -> Command {
    Command::SettlePayment { attempt, verdict, reason: reason.to_owned() }
}

fn approve(user: u16, pin: &str, command: Command) -> Intent {
    Intent::Approve { user: UserNumber(user), pin: pin.into(), command }
}

fn doubt_of(now: &Snapshot) -> Option<Doubt> {
    match now.payment.as_ref()?.phase {
        Phase::InDoubt { doubt, .. } => Some(doubt),
        _ => None,
    }
}

fn only_case(now: &Snapshot) -> Option<Case> {
    match &now.unsettled[..] {
        [only] => Some(only.case.clone()),
        _ => None,
    }
}

/// A register whose SEQR has forgotten the invoice, as the demonstration's has after a restart.
fn forgotten(folder: &Path) -> (Shop, AttemptId) {
    let shop = Shop::open(folder);
    shop.log_in();
    shop.ring_up(COFFEE);
    let attempt = shop.pay_with_seqr(Amount::from_minor(COFFEE.1));
    shop.until_waiting();
    // Another service answers at the register's next start: it knows the terminal, not the invoice.
    drop(shop);
    let shop = Shop::open(folder);
    shop.log_in();
    let _doubt = shop.until("the doubt", |now| doubt_of(now) == Some(Doubt::NotFound));
    (shop, attempt)
}

fn settled(folder: &Path) -> Vec<Entry> {
    let reader = Store::open_read_only(folder).unwrap();
    let last = reader.head().unwrap().seq;
    let entries = (1..=last).map(|seq| reader.entry(seq).unwrap().unwrap().entry);
    entries.filter(|entry| matches!(entry, Entry::PaymentSettled(_))).collect()
}

/// Sends an approval and waits until it is answered.
fn answered(shop: &Shop, intent: Intent, expected: impl Fn(&Approval) -> bool) {
    shop.send(Intent::ForgetApproval);
    let _idle = shop.until("quiet", |now| now.approval == Approval::Idle);
    shop.send(intent);
    let _answered = shop.until("the approval", |now| expected(&now.approval));
}

#[test]
fn only_a_managers_pin_and_a_reason_settle_a_payment() {
    let folder = tempfile::tempdir().unwrap();
    let (shop, attempt) = forgotten(folder.path());
    let paid = || settle(attempt, Verdict::Paid, REASON);
    answered(&shop, approve(2, "9999", paid()), |a| matches!(a, Approval::Refused { .. }));
    let not_done = |reason| move |a: &Approval| matches!(a, Approval::NotDone { reason: why, .. } if *why == reason);
    answered(&shop, approve(1, "1111", paid()), not_done(Refused::NotAllowed));
    let without = settle(attempt, Verdict::Paid, "  ");
    answered(&shop, approve(2, "2222", without), not_done(Refused::ReasonMissing));
    let other = AttemptId { number: attempt.number + 1, ..attempt };
    let unknown = settle(other, Verdict::Paid, REASON);
    answered(&shop, approve(2, "2222", unknown), not_done(Refused::NotOffered));
    // Without approval nobody settles, whoever is logged in.
    shop.send(Intent::Dismiss);
    shop.command(paid());
    let _refused = shop.until("the refusal", |now| {
        now.refused.is_some_and(|notice| notice.reason == Refused::NeedsApproval)
    });
    assert_eq!(settled(folder.path()), []);
    assert_eq!(doubt_of(&shop.now()), Some(Doubt::NotFound));

    answered(&shop, approve(2, "2222", paid()), |a| matches!(a, Approval::Done { .. }));
    let done = shop.until("the end", |now| now.last.is_some());
    assert_eq!(done.user.as_ref().map(|user| user.number), Some(UserNumber(1)), "she stays");
    assert_eq!(only_case(&done), Some(Case::SettledAsPaid(Doubt::NotFound)));
    assert!(matches!(
        &settled(folder.path())[..],
        [Entry::PaymentSettled(PaymentSettled { by: UserNumber(2), reason, .. })] if reason == REASON
    ));
    let shown = Store::open_read_only(folder.path()).unwrap().show(ReceiptNumber(1)).unwrap();
    let receipt = shown.unwrap().receipt;
    assert!(matches!(receipt.state, ReceiptState::Completed { .. }));
    assert_eq!(receipt.tenders[0].tender.means, TenderMeans::SeqrUnverified { attempt });
    let paper = shop.until("the paper", |now| now.preview.is_some());
    let paper = text::render(paper.preview.as_ref().unwrap(), 42);
    assert!(paper.contains("ej verifierad"), "{paper}");
    // A second press of the same key finds nothing to settle.
    answered(&shop, approve(2, "2222", paid()), not_done(Refused::NotOffered));
    shop.close();
}

#[test]
fn what_was_settled_is_on_the_list_after_a_restart_until_somebody_has_looked_into_it() {
    let folder = tempfile::tempdir().unwrap();
    let (shop, attempt) = forgotten(folder.path());
    let not_paid = settle(attempt, Verdict::NotPaid, "Kunden gick.");
    answered(&shop, approve(2, "2222", not_paid), |a| matches!(a, Approval::Done { .. }));
    let free = shop.until("the receipt", |now| now.open_payment().is_none());
    assert_eq!(free.due(), Amount::from_minor(COFFEE.1));
    let shop = shop.restarted(folder.path(), |_simulator| {});
    shop.log_in();
    let still = shop.until("the list", |now| !now.unsettled.is_empty());
    assert_eq!(only_case(&still), Some(Case::SettledAsNotPaid(Doubt::NotFound)));
    // The sale goes on, and SEQR can be used again.
    let receipt = still.receipt.as_ref().unwrap().id;
    let amount = still.due().rounded_to_cash();
    shop.command(Command::TakeCash { receipt, amount, tender: TenderId(1) });
    let _done = shop.until("the end", |now| now.last.is_some());
    let note = Command::NotePayment { attempt, reason: "Rapporten visar inget.".to_owned() };
    answered(&shop, approve(2, "2222", note), |a| matches!(a, Approval::Done { .. }));
    let empty = shop.until("an empty list", |now| now.unsettled.is_empty());
    assert!(empty.receipt.is_none());
    shop.close();
}

/// A network that swallows everything for over a minute.
#[test]
fn after_silence_seqr_is_asked_on_and_its_word_verifies_what_the_manager_said() {
    let folder = tempfile::tempdir().unwrap();
    let gate = Gate::open();
    let shop = Shop::open_behind(folder.path(), &gate);
    shop.log_in();
    shop.ring_up(COFFEE);
    let attempt = shop.pay_with_seqr(Amount::from_minor(COFFEE.1));
    shop.until_waiting();
    gate.set(Script::Silence);
    let _doubt = shop.until_at_last("the doubt", |now| doubt_of(now) == Some(Doubt::Silence));
    let paid = settle(attempt, Verdict::Paid, REASON);
    answered(&shop, approve(2, "2222", paid), |a| matches!(a, Approval::Done { .. }));
    let done = shop.until("the end", |now| now.last.is_some());
    assert_eq!(only_case(&done), Some(Case::SettledAsPaid(Doubt::Silence)));
    gate.set(Script::Through);
    let _reference = shop.simulator.customer_newest(CustomerAction::Confirm).unwrap();
    let _verified = shop.until_at_last("SEQR's word", |now| now.unsettled.is_empty());
    let journal = Store::open_read_only(folder.path()).unwrap();
    eventually("the transaction post", || {
        let shown = journal.show(ReceiptNumber(1)).unwrap().unwrap();
        shown.receipt.payments[0]
            .post
            .as_ref()
            .map(|post| assert_eq!(post.amount.minor(), COFFEE.1))
    });
    shop.close();
}

/// SEQR says paid and gives no number: it cannot be booked by itself.
#[test]
fn paid_without_a_number_is_settled_by_a_manager() {
    let folder = tempfile::tempdir().unwrap();
    let gate = Gate::open();
    let shop = Shop::open_behind(folder.path(), &gate);
    shop.log_in();
    shop.ring_up(COFFEE);
    let attempt = shop.pay_with_seqr(Amount::from_minor(COFFEE.1));
    shop.until_waiting();
    gate.set(Script::Numberless);
    let _reference = shop.simulator.customer_newest(CustomerAction::Confirm).unwrap();
    let _doubt = shop.until("the doubt", |now| doubt_of(now) == Some(Doubt::WithoutNumber));
    let paid = settle(attempt, Verdict::Paid, REASON);
    answered(&shop, approve(2, "2222", paid), |a| matches!(a, Approval::Done { .. }));
    let done = shop.until("the end", |now| now.last.is_some());
    assert_eq!(only_case(&done), Some(Case::SettledAsPaid(Doubt::WithoutNumber)));
    gate.set(Script::Through);
    let _verified = shop.until_at_last("SEQR's word", |now| now.unsettled.is_empty());
    shop.close();
}
