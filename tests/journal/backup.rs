//! A backup can be put in the journal's place.

use std::fs;

use kassa::journal::{JournalError, OpenMode, Store, Verdict};

use crate::support::Till;

#[test]
fn a_backup_takes_the_place_of_what_was_lost() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.trade();
    let copy = directory.path().join("copy.db");
    let made = till.store.backup_to(&copy).unwrap();
    assert_eq!(made.head, till.store.head().unwrap());
    assert_eq!(made.bytes, fs::metadata(&copy).unwrap().len());
    till.trade();
    assert_ne!(made.head, till.store.head().unwrap());
    let names: Vec<_> =
        fs::read_dir(directory.path()).unwrap().map(|found| found.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().starts_with("copy.db-")), "{names:?}");

    let other = tempfile::tempdir().unwrap();
    let _bytes = fs::copy(&copy, other.path().join("kassa.db")).unwrap();
    let mut restored = Till::start(other.path(), OpenMode::Existing);
    assert_eq!(restored.store.head().unwrap(), made.head);
    restored.trade();
    assert!(matches!(restored.store.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}

/// Also while the register has the journal open, from another program.
#[test]
fn a_backup_is_made_beside_the_register() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.trade();
    let reader = Store::open_read_only(directory.path()).unwrap();
    let made = reader.backup_to(&directory.path().join("copy.db")).unwrap();
    assert_eq!(made.head, till.store.head().unwrap());
    till.trade();
}

#[test]
fn a_backup_overwrites_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let till = Till::new(directory.path());
    let taken = directory.path().join("taken");
    fs::write(&taken, "mine").unwrap();
    assert!(matches!(till.store.backup_to(&taken), Err(JournalError::Exists { .. })));
    assert_eq!(fs::read_to_string(&taken).unwrap(), "mine");
    let nowhere = directory.path().join("no/such/directory");
    assert!(matches!(till.store.backup_to(&nowhere), Err(JournalError::Unusable { .. })));
}
