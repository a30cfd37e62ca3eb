//! Secrets are readable with their key only.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use kassa::journal::{JournalError, OpenMode, Secret, Store, Verdict};

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

#[test]
fn secrets_are_not_shown() {
    assert_eq!(format!("{:?}", Secret::new(PASSWORD)), "Secret(…)");
}
