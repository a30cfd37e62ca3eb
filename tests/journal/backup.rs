//! A backup can be put in the journal's place.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use kassa::core::entry::Entry;
use kassa::journal::{
    BackupError, JournalError, OpenMode, Reader, Store, Verdict, list_backups, restore,
};

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

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|found| found.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn a_backup_has_a_name_that_says_whose_it_is_and_nothing_lies_beside_it() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.trade();
    let folder = tempfile::tempdir().unwrap();
    // Half a copy of a death long ago, one of just now, and somebody else's.
    let old = "kassa-Kassa_1-20260301T100000Z-3.backup.partial";
    let new = "kassa-Kassa_1-20260301T115959Z-3.backup.partial";
    let other = "kassa-Kassa_2-20260301T100000Z-3.backup.partial";
    for name in [old, new, other] {
        fs::write(folder.path().join(name), "half").unwrap();
    }
    let (path, made) = till.store.back_up(folder.path(), at("2026-03-01T12:00:00Z")).unwrap();
    let name = format!("kassa-Kassa_1-20260301T120000Z-{}.backup", made.head.seq);
    assert_eq!(path, folder.path().join(&name));
    let mut left = vec![name, new.to_owned(), other.to_owned()];
    left.sort();
    assert_eq!(names(folder.path()), left);
    let copy = Reader::open_backup(&path).unwrap();
    assert!(matches!(copy.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
    assert_eq!(copy.head().unwrap(), till.store.head().unwrap());
    let listed = list_backups(folder.path()).unwrap();
    assert_eq!((listed.len(), listed[0].bytes), (1, made.bytes));
}

#[test]
fn folders_that_cannot_be_used_are_told_apart_and_left_clean() {
    let directory = tempfile::tempdir().unwrap();
    let till = Till::new(directory.path());
    let nowhere = directory.path().join("stick");
    let now = at("2026-03-01T12:00:00Z");
    assert!(matches!(
        till.store.back_up(&nowhere, now),
        Err(BackupError::FolderMissing { folder }) if folder == nowhere
    ));
    fs::write(&nowhere, "a file, not a folder").unwrap();
    assert!(matches!(till.store.back_up(&nowhere, now), Err(BackupError::FolderMissing { .. })));
}

/// A journal that was changed is not copied as if nothing had happened.
#[test]
fn a_journal_that_is_not_sound_makes_no_backup() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.trade();
    drop(till);
    let changed = rusqlite::Connection::open(directory.path().join("kassa.db")).unwrap();
    let _rows = changed.execute("UPDATE user SET name = 'Mallory'", []).unwrap();
    drop(changed);
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(directory.path(), OpenMode::Existing).unwrap();
    let refused = store.back_up(folder.path(), at("2026-03-01T12:00:00Z")).unwrap_err();
    assert!(matches!(refused, BackupError::Unsound { .. }), "{refused:?}");
    assert!(refused.in_full().contains("table user"), "{}", refused.in_full());
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn old_backups_go_but_never_the_newest_and_never_what_is_not_ours() {
    let directory = tempfile::tempdir().unwrap();
    let till = Till::new(directory.path());
    let folder = tempfile::tempdir().unwrap();
    let made = |day: u32| {
        let (path, _) =
            till.store.back_up(folder.path(), at(&format!("2026-03-{day:02}T02:00:00Z"))).unwrap();
        path.file_name().unwrap().to_string_lossy().into_owned()
    };
    let ours: Vec<_> = (1..=5).map(made).collect();
    // The same name, but another shop's journal; our name, but no journal at all; a folder; anything.
    let fresh = tempfile::tempdir().unwrap();
    let mut other = Store::open(fresh.path(), OpenMode::Create).unwrap();
    let _head =
        other.commit(&till.stamp(), &[Entry::RegisterStarted { version: "x".to_owned() }]).unwrap();
    let _made =
        other.backup_to(&folder.path().join("kassa-Kassa_1-20260101T020000Z-5.backup")).unwrap();
    fs::write(folder.path().join("kassa-Kassa_1-20260102T020000Z-5.backup"), "no journal").unwrap();
    fs::create_dir(folder.path().join("kassa-Kassa_1-20260103T020000Z-5.backup")).unwrap();
    fs::write(folder.path().join("holiday.jpg"), "a beach").unwrap();
    let before = names(folder.path()).len();

    let remove =
        |days, now: &str| till.store.remove_old_backups(folder.path(), days, at(now)).unwrap();
    assert_eq!(remove(30, "2026-03-05T03:00:00Z"), 0);
    assert_eq!(remove(2, "2026-03-05T01:00:00Z"), 2);
    let left = names(folder.path());
    assert_eq!(left.len(), before - 2);
    assert!(!left.contains(&ours[0]) && !left.contains(&ours[1]) && left.contains(&ours[2]));
    // Years later, or with a clock that is years ahead.
    assert_eq!(remove(2, "2036-03-05T03:00:00Z"), 2);
    assert!(names(folder.path()).contains(&ours[4]), "the newest stays");
    assert_eq!(names(folder.path()).len(), before - 4);
}

/// The journal of an older program is checked and restored like any other.
#[test]
fn a_backup_of_an_older_program_can_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("old.backup");
    fs::write(&file, include_bytes!("schema-1.db")).unwrap();
    let before = fs::read(&file).unwrap();
    let copy = Reader::open_backup(&file).unwrap();
    assert!(matches!(copy.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
    let head = copy.head().unwrap();
    let data = folder.path().join("data");
    let restored = restore(&data, &file, Some(0), at("2026-03-01T12:00:00Z")).unwrap();
    assert_eq!(restored.head.seq, head.seq + 1);
    assert_eq!(names(&data), ["kassa.db", "kassa.lock"]);
    assert_eq!(fs::read(&file).unwrap(), before);
}
