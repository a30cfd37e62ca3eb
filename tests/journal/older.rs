//! Journals of older programs are opened: their tables are made anew, their entries stay as they are.

use std::path::Path;

use kassa::core::payment::{AttemptId, Status};
use kassa::core::receipt::ReceiptId;
use kassa::journal::{JournalError, OpenMode, Store, Verdict};

use crate::support::Till;

/// A day of trade with an open SEQR payment at its end, written by the program that knew only schema 1.
const SCHEMA_1: &[u8] = include_bytes!("schema-1.db");

fn old_journal(directory: &Path) {
    std::fs::write(directory.join("kassa.db"), SCHEMA_1).unwrap();
}

#[test]
fn an_old_journal_is_taken_over_whole() {
    let directory = tempfile::tempdir().unwrap();
    old_journal(directory.path());
    let refused = Store::open_read_only(directory.path()).map(drop);
    assert!(matches!(refused, Err(JournalError::OlderSchema { found: 1, .. })), "{refused:?}");

    let mut till = Till::start(directory.path(), OpenMode::Existing);
    let verdict = till.store.verify(&mut |_, _| {}).unwrap();
    let Verdict::Sound(verified) = verdict else { panic!("{verdict:?}") };
    assert_eq!(verified.entries, 53, "every entry is still there");
    // The program that wrote it died while the customer held the phone.
    let attempt = AttemptId { receipt: ReceiptId(5), number: 1 };
    assert!(till.register.open_attempt().is_some_and(|open| open.id() == attempt));
    let _paid = till.answered(attempt, Status::Paid, 0, 2);
    assert!(till.register.attempt(attempt).unwrap().payment().is_some());
    let files = std::fs::read_dir(directory.path()).unwrap().map(|file| file.unwrap().file_name());
    let copies = files.filter(|name| name.to_string_lossy().starts_with("kassa.db.before-"));
    assert_eq!(copies.count(), 1, "a copy is kept");
    let kept = std::fs::read_dir(directory.path())
        .unwrap()
        .any(|file| file.unwrap().file_name().to_string_lossy().starts_with("kassa.db.before-"));
    assert!(kept, "a copy is kept");
    // What happened before is counted as if it had been counted from the beginning.
    assert!(till.store.period().unwrap().figures.agree());
}

#[test]
fn an_entry_that_cannot_be_taken_over_leaves_everything_as_it_was() {
    let directory = tempfile::tempdir().unwrap();
    old_journal(directory.path());
    let database = directory.path().join("kassa.db");
    let change = |sql: &str| {
        let connection = rusqlite::Connection::open(&database).unwrap();
        connection.execute_batch(sql).unwrap();
    };
    change(
        "INSERT INTO entry (seq, at, register, kind, body, prev_hash, hash)
         SELECT seq + 1, at, register, 'of.tomorrow', '{}', hash, zeroblob(32) FROM entry
         ORDER BY seq DESC LIMIT 1",
    );
    for _twice in 0..2 {
        let refused = Store::open(directory.path(), OpenMode::Existing).map(drop);
        assert!(
            matches!(&refused, Err(JournalError::Unreadable { what, .. }) if what.contains("of.tomorrow")),
            "{refused:?}"
        );
    }
    let connection = rusqlite::Connection::open(&database).unwrap();
    let version: u32 =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 1);
}
