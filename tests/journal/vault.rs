//! Secrets are readable with their key only.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use kassa::core::entry::Entry;
use kassa::journal::{JournalError, OpenMode, Secret, SecretChange, Stamp, Store, Verdict};

use crate::support::terminal;

const PASSWORD: &str = "kF3!correct horse";

#[test]
fn secrets_come_back_and_are_nowhere_in_clear() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(directory.path(), OpenMode::Create).unwrap();
    let vault = store.vault();
    assert_eq!(vault.read("terminal/1").unwrap(), None);
    assert!(!directory.path().join("secret.key").exists(), "reading makes no key");
    vault.keep("terminal/1", &Secret::new("an earlier one")).unwrap();
    vault.keep("terminal/1", &Secret::new(PASSWORD)).unwrap();
    vault.keep("reseller", &Secret::new("")).unwrap();
    drop(store);

    let key = directory.path().join("secret.key");
    let found = fs::metadata(&key).unwrap();
    assert_eq!((found.len(), found.permissions().mode() & 0o777), (32, 0o600));
    for file in fs::read_dir(directory.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let clear = bytes.windows(PASSWORD.len()).any(|part| part == PASSWORD.as_bytes());
        assert!(!clear, "the password is on the disk in clear");
    }
    let reader = Store::open_read_only(directory.path()).unwrap();
    let vault = reader.vault();
    assert_eq!(vault.read("terminal/1").unwrap().unwrap().expose(), PASSWORD);
    assert_eq!(vault.read("reseller").unwrap(), Some(Secret::new("")));
    assert!(matches!(
        vault.keep("terminal/1", &Secret::new("x")),
        Err(JournalError::ReadOnly { .. })
    ));
    assert!(matches!(reader.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
    drop(reader);
    let store = Store::open(directory.path(), OpenMode::Existing).unwrap();
    store.vault().forget("terminal/1").unwrap();
    store.vault().forget("terminal/1").unwrap();
    assert_eq!(store.vault().read("terminal/1").unwrap(), None);
}

#[test]
fn another_key_or_none_is_said() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(directory.path(), OpenMode::Create).unwrap();
    store.vault().keep("terminal/1", &Secret::new(PASSWORD)).unwrap();
    let key = directory.path().join("secret.key");
    for content in [Some(vec![7; 32]), Some(vec![7; 31]), Some(vec![7; 33]), None] {
        match &content {
            Some(bytes) => fs::write(&key, bytes).unwrap(),
            None => fs::remove_file(&key).unwrap(),
        }
        let read = store.vault().read("terminal/1");
        let Err(JournalError::SecretUnreadable { name, .. }) = &read else { panic!("{read:?}") };
        assert_eq!(name, "terminal/1");
        let text = read.unwrap_err().to_string();
        assert!(text.contains("register the terminal again"), "{text}");
    }
    // Registering again makes a new key.
    store.vault().keep("terminal/1", &Secret::new("new")).unwrap();
    assert_eq!(store.vault().read("terminal/1").unwrap(), Some(Secret::new("new")));
}

#[test]
fn one_secret_cannot_stand_in_for_another() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(directory.path(), OpenMode::Create).unwrap();
    store.vault().keep("terminal/1", &Secret::new(PASSWORD)).unwrap();
    let connection = rusqlite::Connection::open(directory.path().join("kassa.db")).unwrap();
    let moved = connection.execute("UPDATE secret SET name = 'terminal/2'", []).unwrap();
    assert_eq!(moved, 1);
    assert!(matches!(store.vault().read("terminal/2"), Err(JournalError::SecretUnreadable { .. })));
}

/// A password and the entry that says what it is for are one transaction.
#[test]
fn secrets_are_kept_and_forgotten_with_their_entries_or_not_at_all() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = Store::open(directory.path(), OpenMode::Create).unwrap();
    let stamp = Stamp { at: jiff::Timestamp::now(), register: "Kassa 1".to_owned(), user: None };
    let keep = |secret: &str| SecretChange::Keep("terminal", Secret::new(secret));
    let registered = [Entry::TerminalRegistered { terminal: terminal() }];
    let head = store.commit_with(&stamp, &registered, &[keep("works")]).unwrap();
    let kept = |store: &Store| store.vault().read("terminal").unwrap();
    assert_eq!(kept(&store), Some(Secret::new("works")));
    // An entry about a terminal that nobody knows: nothing of it is done.
    let gone = [Entry::TerminalUnregistered { terminal: "T-9".to_owned() }];
    for change in [keep("another"), SecretChange::Forget("terminal")] {
        let refused = store.commit_with(&stamp, &gone, &[change]);
        assert!(matches!(refused, Err(JournalError::RuleBroken { .. })), "{refused:?}");
        assert_eq!((store.head().unwrap(), kept(&store)), (head, Some(Secret::new("works"))));
    }
    // A secret that cannot be kept keeps its entry out.
    std::fs::write(directory.path().join("secret.key"), "half a key").unwrap();
    let ended = [Entry::TerminalUnregistered { terminal: terminal().id }];
    let refused = store.commit_with(&stamp, &ended, &[keep("another")]);
    assert!(matches!(refused, Err(JournalError::Unusable { .. })), "{refused:?}");
    assert_eq!(store.head().unwrap(), head);
    let _head = store.commit_with(&stamp, &ended, &[SecretChange::Forget("terminal")]).unwrap();
    assert_eq!(kept(&store), None);
}

#[test]
fn secrets_are_not_shown() {
    assert_eq!(format!("{:?}", Secret::new(PASSWORD)), "Secret(…)");
}
