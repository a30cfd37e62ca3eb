//! What is left when the register goes away in the middle.

use kassa::core::entry::Entry;
use kassa::core::payment::Circumstance;
use kassa::core::receipt::Quantity;
use kassa::core::register::Command;
use kassa::core::settings::Settings;
use kassa::demonstration::{Demonstration, DemonstrationError};
use kassa::journal::{JournalError, OpenMode, Stamp, Store};
use kassa::simulator::Simulator;
use kassa::simulator::demonstration::SimulatorSettings;
use kassa::till::intent::Intent;
use kassa::till::snapshot::{JournalStatus, JournalTrouble};

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

#[test]
fn a_demonstration_keeps_away_from_a_real_shop() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(folder.path(), OpenMode::Create).unwrap();
    let settings = Settings { demonstration: false, ..Settings::default() };
    let stamp =
        Stamp { at: jiff::Timestamp::now(), register: settings.register.clone(), user: None };
    let head =
        store.commit(&stamp, &[Entry::SettingsSaved { settings: settings.clone() }]).unwrap();
    drop(store);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let simulator =
        Simulator::start(runtime.handle(), SimulatorSettings::with_ready_terminal()).unwrap();
    let refused = Demonstration::open(Some(folder.path().to_owned()), simulator);
    assert!(matches!(refused, Err(DemonstrationError::NotADemonstration(_))));
    let journal = Store::open_read_only(folder.path()).unwrap();
    assert_eq!(journal.head().unwrap(), head, "nothing was written");
}

/// Another program holds the database: nothing is shown as done, and the register goes on by itself afterwards.
#[test]
fn a_journal_that_takes_no_entries_is_noticed_and_mends_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    let before = shop.now().receipt.clone();
    let other = rusqlite::Connection::open(folder.path().join("kassa.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let number = kassa::core::catalog::ArticleNumber::new(JUICE.0).unwrap();
    shop.send(Intent::RingUp { article: number, quantity: Quantity::ONE });
    let failing = shop.until("the trouble", |now| {
        matches!(now.journal, JournalStatus::Failing { trouble: JournalTrouble::Locked, .. })
    });
    assert_eq!(failing.receipt, before, "what was not saved is not shown");
    other.execute_batch("ROLLBACK").unwrap();
    let _mended = shop.until("the end of it", |now| now.journal == JournalStatus::Fine);
    shop.ring_up(JUICE);
    shop.close();
}
