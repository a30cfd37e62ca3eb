//! A backup in the journal's place: what is lost is said before, what was there is kept, and no number is used twice.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use kassa::core::entry::{Entry, JournalRestored};
use kassa::core::receipt::{ReceiptId, ReceiptNumber};
use kassa::journal::{
    JournalError, OpenMode, Present, Reader, Relation, RestoreError, Store, Verdict, rehearse,
    restore,
};

use crate::support::Till;

fn now() -> Timestamp {
    "2026-03-02T12:00:00Z".parse().unwrap()
}

/// A shop that was backed up after some trade, and went on.
struct Shop {
    folder: tempfile::TempDir,
    backup: PathBuf,
    last_number: u64,
}

impl Shop {
    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn new() -> Shop {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        let mut till = Till::new(&data);
        till.trade();
        let (backup, _) = till.store.back_up(folder.path(), now()).unwrap();
        till.trade();
        till.trade();
        let last_number = till.store.numbers().unwrap().receipt_number;
        Shop { folder, backup, last_number }
    }
}

fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // SQLite's index of its log: it follows from the log and is made by whoever looks.
        if path.is_file() && !path.to_string_lossy().ends_with("-shm") {
            found.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

fn assert_sound(store: &Reader) {
    assert!(matches!(store.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}

#[test]
fn a_rehearsal_says_what_would_be_lost_and_changes_nothing() {
    let shop = Shop::new();
    let (reader, backup) =
        (Store::open_read_only(&shop.data()).unwrap(), Reader::open_backup(&shop.backup).unwrap());
    let (head, then) = (reader.head().unwrap(), backup.head().unwrap());
    let numbers = (reader.numbers().unwrap(), backup.numbers().unwrap());
    drop((reader, backup));
    let before = everything(&shop.data());
    let rehearsal = rehearse(&shop.data(), &shop.backup).unwrap();
    let Present::Readable { contents, lost } = &rehearsal.present else { panic!("{rehearsal:?}") };
    assert_eq!((rehearsal.backup.head, contents.head), (then, head));
    assert_eq!((lost.relation, lost.entries), (Relation::GoesOn, head.seq - then.seq));
    assert_eq!(lost.receipts, numbers.0.receipt_number - numbers.1.receipt_number);
    assert!(lost.payments > 0 && lost.changes == 0, "{lost:?}");
    assert!(rehearsal.numbers_are_certain);
    assert_eq!(rehearsal.numbers.receipt_number, shop.last_number);
    assert_eq!(everything(&shop.data()), before);
}

#[test]
fn no_receipt_number_is_given_out_again_and_the_gap_is_written_down() {
    let shop = Shop::new();
    let old_head = Store::open_read_only(&shop.data()).unwrap().head().unwrap();
    let restored = restore(&shop.data(), &shop.backup, None, now()).unwrap();
    assert_eq!(restored.numbers.receipt_number, shop.last_number);
    let aside = restored.put_aside.unwrap();
    assert_eq!(Store::open_read_only(&aside).unwrap().head().unwrap(), old_head, "it is kept");

    let mut till = Till::start(&shop.data(), OpenMode::Existing);
    let entry = till.store.entry(restored.head.seq).unwrap().unwrap().entry;
    assert_eq!(
        entry,
        Entry::JournalRestored(JournalRestored {
            entries: restored.head.seq - 1,
            lost: Some(old_head.seq),
            last_receipt: ReceiptId(restored.numbers.receipt),
            last_number: ReceiptNumber(shop.last_number),
        })
    );
    till.trade();
    for number in 1..=shop.last_number {
        let in_backup = Reader::open_backup(&shop.backup).unwrap();
        let expected = in_backup.show(ReceiptNumber(number)).unwrap().is_some();
        assert_eq!(till.store.show(ReceiptNumber(number)).unwrap().is_some(), expected);
    }
    let next = till.store.show(ReceiptNumber(shop.last_number + 1)).unwrap().unwrap();
    assert!(next.receipt.id.0 > restored.numbers.receipt, "its id was never used either");
    assert_sound(&till.store);
}

/// A start that failed leaves a journal without entries: it knows of no number, and must not be believed.
#[test]
fn a_journal_that_was_only_just_begun_makes_no_number_certain() {
    let shop = Shop::new();
    let fresh = shop.folder.path().join("new machine");
    fs::create_dir(&fresh).unwrap();
    drop(Store::open(&fresh, OpenMode::Create).unwrap());
    let rehearsal = rehearse(&fresh, &shop.backup).unwrap();
    assert!(matches!(rehearsal.present, Present::Missing), "{rehearsal:?}");
    assert!(!rehearsal.numbers_are_certain);
    let asked = restore(&fresh, &shop.backup, None, now());
    assert!(matches!(asked, Err(RestoreError::LastNumberNeeded)), "{asked:?}");
    let restored = restore(&fresh, &shop.backup, Some(shop.last_number), now()).unwrap();
    assert_eq!(restored.numbers.receipt_number, shop.last_number);
}

/// Twice within a second: each folder that was put aside stays what it was.
#[test]
fn what_was_put_aside_is_never_overwritten() {
    let shop = Shop::new();
    let head = Store::open_read_only(&shop.data()).unwrap().head().unwrap();
    let first = restore(&shop.data(), &shop.backup, None, now()).unwrap().put_aside.unwrap();
    let second = restore(&shop.data(), &shop.backup, Some(0), now()).unwrap().put_aside.unwrap();
    assert_ne!(first, second);
    assert_eq!(Store::open_read_only(&first).unwrap().head().unwrap(), head);
    // And it can be put back itself, with what is in its log only.
    let numbers = Store::open_read_only(&first).unwrap().numbers().unwrap();
    let back = restore(&shop.data(), &first.join("kassa.db"), Some(0), now()).unwrap();
    assert_eq!(back.head.seq, head.seq + 1);
    assert!(back.numbers.receipt_number >= numbers.receipt_number);
    assert_sound(&Store::open_read_only(&shop.data()).unwrap());
}

/// The database demands the gap to be as it was written down: no smaller, no larger.
#[test]
fn the_database_itself_holds_the_numbers_after_a_restore() {
    let shop = Shop::new();
    let restored = restore(&shop.data(), &shop.backup, None, now()).unwrap();
    let mut till = Till::start(&shop.data(), OpenMode::Existing);
    for id in [restored.numbers.receipt, restored.numbers.receipt + 2] {
        let opened = Entry::ReceiptOpened {
            receipt: ReceiptId(id),
            cashier: crate::support::CASHIER,
            returns: None,
        };
        let refused = till.raw(&[opened]).unwrap_err();
        assert!(matches!(refused, JournalError::RuleBroken { .. }), "{refused:?}");
    }
}

#[test]
fn what_cannot_be_read_is_kept_and_searched_for_numbers() {
    let shop = Shop::new();
    let path = shop.data().join("kassa.db");
    drop(Store::open(&shop.data(), OpenMode::Existing).unwrap());
    let mut bytes = fs::read(&path).unwrap();
    bytes[..4_096].fill(0xff);
    fs::write(&path, &bytes).unwrap();
    let log = shop.data().join("kassa.db-wal");
    let kept_log = fs::read(&log).unwrap_or_default();

    let rehearsal = rehearse(&shop.data(), &shop.backup).unwrap();
    let Present::Unreadable { found, .. } = &rehearsal.present else { panic!("{rehearsal:?}") };
    assert_eq!(found.receipt_number, shop.last_number);
    assert!(!rehearsal.numbers_are_certain);
    let refused = restore(&shop.data(), &shop.backup, None, now()).unwrap_err();
    assert!(matches!(refused, RestoreError::LastNumberNeeded), "{refused:?}");
    assert_eq!(fs::read(&path).unwrap(), bytes, "nothing was changed");

    // The paper knows less than what was found, and then more.
    let restored = restore(&shop.data(), &shop.backup, Some(1), now()).unwrap();
    assert_eq!(restored.numbers.receipt_number, shop.last_number);
    let aside = restored.put_aside.unwrap();
    assert_eq!(fs::read(aside.join("kassa.db")).unwrap(), bytes);
    assert_eq!(fs::read(aside.join("kassa.db-wal")).unwrap_or_default(), kept_log);
    let mut till = Till::start(&shop.data(), OpenMode::Existing);
    till.trade();
    assert_sound(&till.store);
}

#[test]
fn where_the_journal_is_gone_the_last_paper_says_the_number() {
    let shop = Shop::new();
    fs::remove_dir_all(shop.data()).unwrap();
    assert!(matches!(rehearse(&shop.data(), &shop.backup).unwrap().present, Present::Missing));
    let refused = restore(&shop.data(), &shop.backup, None, now()).unwrap_err();
    assert!(matches!(refused, RestoreError::LastNumberNeeded), "{refused:?}");
    let restored = restore(&shop.data(), &shop.backup, Some(4_711), now()).unwrap();
    assert_eq!((restored.numbers.receipt_number, restored.put_aside), (4_711, None));
    let mut till = Till::start(&shop.data(), OpenMode::Existing);
    till.trade();
    assert!(till.store.show(ReceiptNumber(4_712)).unwrap().is_some());
    assert_sound(&till.store);
}

#[test]
fn a_journal_of_somebody_else_is_told_and_put_aside() {
    let shop = Shop::new();
    let other = Shop::new();
    // Another first entry makes another chain.
    let fresh = other.folder.path().join("fresh");
    let mut store = Store::open(&fresh, OpenMode::Create).unwrap();
    let stamp = kassa::journal::Stamp { at: now(), register: "Kassa 1".to_owned(), user: None };
    let _head =
        store.commit(&stamp, &[Entry::RegisterStarted { version: "x".to_owned() }]).unwrap();
    drop(store);
    let rehearsal = rehearse(&fresh, &shop.backup).unwrap();
    let Present::Readable { lost, .. } = &rehearsal.present else { panic!("{rehearsal:?}") };
    assert_eq!((lost.relation, lost.entries), (Relation::Another, 1));
    assert!(!rehearsal.numbers_are_certain, "there may be paper that neither journal knows");
    // A backup that is newer than the journal loses nothing.
    let early = shop.folder.path().join("early");
    let _restored = restore(&early, &shop.backup, Some(0), now()).unwrap();
    let (later, _) = Store::open(&early, OpenMode::Existing)
        .unwrap()
        .back_up(shop.folder.path(), now())
        .unwrap();
    let again = shop.folder.path().join("again");
    let _copied =
        fs::create_dir(&again).and_then(|()| fs::copy(&shop.backup, again.join("kassa.db")));
    let rehearsal = rehearse(&again, &later).unwrap();
    let Present::Readable { lost, .. } = &rehearsal.present else { panic!("{rehearsal:?}") };
    assert_eq!((lost.relation, lost.entries), (Relation::Behind, 0));
}

#[test]
fn a_register_that_runs_and_a_backup_that_is_damaged_change_nothing() {
    let shop = Shop::new();
    let running = Store::open(&shop.data(), OpenMode::Existing).unwrap();
    let before = everything(&shop.data());
    let refused = restore(&shop.data(), &shop.backup, None, now()).unwrap_err();
    assert!(matches!(refused, RestoreError::Journal(JournalError::InUse { .. })), "{refused:?}");
    assert_eq!(everything(&shop.data()), before);
    drop(running);

    let mut bytes = fs::read(&shop.backup).unwrap();
    let from = bytes.len() / 2;
    bytes[from..from + 4_096].fill(0);
    fs::write(&shop.backup, &bytes).unwrap();
    let before = everything(&shop.data());
    for refused in [
        rehearse(&shop.data(), &shop.backup).map(|_| ()).unwrap_err(),
        restore(&shop.data(), &shop.backup, None, now()).map(|_| ()).unwrap_err(),
    ] {
        assert!(matches!(refused, RestoreError::Backup { .. }), "{refused:?}");
    }
    assert_eq!(everything(&shop.data()), before);
}

/// The passwords come along encrypted; without their key somebody has to know.
#[test]
fn a_missing_key_is_told() {
    let shop = Shop::new();
    let store = Store::open(&shop.data(), OpenMode::Existing).unwrap();
    store.vault().keep("terminal-password", &kassa::journal::Secret::new("hush")).unwrap();
    let (backup, _) = store.back_up(shop.folder.path(), now()).unwrap();
    drop(store);
    assert!(rehearse(&shop.data(), &backup).unwrap().unreadable_secrets.is_empty());
    fs::remove_file(shop.data().join("secret.key")).unwrap();
    assert_eq!(rehearse(&shop.data(), &backup).unwrap().unreadable_secrets, ["terminal-password"]);
}
