//! What is left when the register goes away in the middle.

use kassa::core::payment::Circumstance;
use kassa::core::register::Command;
use kassa::journal::JournalError;

use super::shop::{COFFEE, JUICE, Shop};

#[test]
fn an_unfinished_receipt_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    shop.ring_up(JUICE);
    let before = shop.now().receipt.clone();
    drop(shop);
    let shop = Shop::open(folder.path());
    let after = shop.until("the receipt", |now| now.receipt.is_some());
    assert_eq!(after.receipt, before);
    assert!(after.user.is_none());
    shop.close();
}

#[test]
fn a_second_register_on_the_same_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    let second = kassa::journal::Store::open(folder.path(), kassa::journal::OpenMode::Existing);
    assert!(matches!(second, Err(JournalError::InUse { .. })));
    shop.close();
}

/// The simulator must outlive the till here: it is the other side of the payment.
#[test]
fn a_payment_that_was_open_is_taken_up_before_anybody_logs_in() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    let _attempt = shop.pay_with_seqr(shop.now().due());
    shop.until_waiting();
    let shop = shop.restarted(folder.path(), |simulator| {
        let _reference = simulator.confirm_newest().unwrap();
    });
    let paid = shop.until("the money", |now| now.decision.is_some());
    assert_eq!(paid.decision, Some(Circumstance::Recovered));
    assert!(paid.user.is_none());
    shop.log_in();
    let receipt = paid.receipt.as_ref().unwrap().id;
    shop.command(Command::Finish { receipt });
    let _done = shop.until("the end", |now| now.last.is_some());
    shop.close();
}
