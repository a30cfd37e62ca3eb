//! Nothing that was written can be changed unnoticed.

use std::path::Path;

use kassa::journal::{Finding, OpenMode, Store, Verdict};
use rusqlite::Connection;

use crate::support::Till;

fn traded(directory: &Path) {
    let mut till = Till::new(directory);
    till.trade();
}

fn verdict(directory: &Path) -> Verdict {
    let reader = Store::open_read_only(directory).unwrap();
    reader.verify(&mut |_, _| {}).unwrap()
}

fn findings(directory: &Path) -> Vec<Finding> {
    match verdict(directory) {
        Verdict::Unsound(findings) => findings,
        Verdict::Sound(verified) => panic!("nothing was found: {verified:?}"),
    }
}

/// Changes the file as someone would who knows SQLite, and puts the triggers back afterwards.
fn tamper(directory: &Path, sql: &str) {
    let connection = Connection::open(directory.join("kassa.db")).unwrap();
    let triggers: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for (name, _) in &triggers {
        connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    connection.execute_batch(sql).unwrap();
    assert!(connection.changes() > 0, "{sql}");
    for (_, trigger) in &triggers {
        connection.execute_batch(trigger).unwrap();
    }
}

#[test]
fn what_was_committed_is_sound() {
    let directory = tempfile::tempdir().unwrap();
    traded(directory.path());
    let mut till = Till::start(directory.path(), OpenMode::Existing);
    till.trade();
    let head = till.store.head().unwrap();
    drop(till);
    let mut heard = Vec::new();
    let reader = Store::open_read_only(directory.path()).unwrap();
    let verdict = reader.verify(&mut |done, of| heard.push((done, of))).unwrap();
    let Verdict::Sound(verified) = verdict else { panic!("{verdict:?}") };
    assert_eq!((verified.entries, verified.head), (head.seq, head));
    assert_eq!(heard.last(), Some(&(head.seq, head.seq)));
}

#[test]
fn a_changed_entry_is_found() {
    for (column, value) in [
        ("body", "replace(body, '2850', '1850')"),
        ("at", "at + 1"),
        ("register", "'Kassa 2'"),
        ("user", "2"),
        ("user", "NULL"),
    ] {
        let directory = tempfile::tempdir().unwrap();
        traded(directory.path());
        tamper(directory.path(), &format!("UPDATE entry SET {column} = {value} WHERE seq = 7"));
        let found = findings(directory.path());
        assert!(found.contains(&Finding::Changed { seq: 7 }), "{column}: {found:?}");
    }
}

#[test]
fn a_changed_entry_with_a_hash_that_fits_breaks_the_chain() {
    let directory = tempfile::tempdir().unwrap();
    traded(directory.path());
    tamper(directory.path(), "UPDATE entry SET hash = randomblob(32) WHERE seq = 7");
    let found = findings(directory.path());
    assert!(found.contains(&Finding::Changed { seq: 7 }), "{found:?}");
    assert!(found.contains(&Finding::NotFollowing { seq: 8 }), "{found:?}");
}

#[test]
fn a_removed_entry_is_found() {
    let directory = tempfile::tempdir().unwrap();
    traded(directory.path());
    tamper(directory.path(), "DELETE FROM entry WHERE seq = 9");
    let found = findings(directory.path());
    assert!(found.contains(&Finding::Gap { expected: 9, found: 10 }), "{found:?}");
}

/// Closing the gap does not help.
#[test]
fn a_removed_entry_is_found_when_the_others_move_up() {
    let directory = tempfile::tempdir().unwrap();
    traded(directory.path());
    tamper(
        directory.path(),
        "DELETE FROM entry WHERE seq = 9;
         UPDATE entry SET seq = -seq WHERE seq > 9;
         UPDATE entry SET seq = -seq - 1 WHERE seq < 0;",
    );
    let found = findings(directory.path());
    assert!(found.contains(&Finding::NotFollowing { seq: 9 }), "{found:?}");
    assert!(found.contains(&Finding::Changed { seq: 9 }), "{found:?}");
}

#[test]
fn exchanged_entries_are_found() {
    let directory = tempfile::tempdir().unwrap();
    traded(directory.path());
    tamper(
        directory.path(),
        "UPDATE entry SET seq = -1 WHERE seq = 8;
         UPDATE entry SET seq = 8 WHERE seq = 9;
         UPDATE entry SET seq = 9 WHERE seq = -1;",
    );
    let found = findings(directory.path());
    assert!(found.contains(&Finding::NotFollowing { seq: 8 }), "{found:?}");
    assert!(found.contains(&Finding::NotFollowing { seq: 9 }), "{found:?}");
}

/// The last entries cut off leave a whole chain, but not tables that follow from it.
#[test]
fn entries_cut_off_are_found_by_the_tables() {
    let directory = tempfile::tempdir().unwrap();
    traded(directory.path());
    tamper(directory.path(), "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)");
    let found = findings(directory.path());
    let Some(Finding::RowDiffers { table, rebuilt: None, stored: Some(_), .. }) = found.first()
    else {
        panic!("{found:?}");
    };
    assert_eq!(table, "drawer_opening");
}

#[test]
fn a_changed_table_is_found_row_by_row() {
    for (sql, table, key) in [
        ("UPDATE receipt SET total = total + 100 WHERE id = 1", "receipt", "id 1"),
        ("UPDATE tender SET amount = 1 WHERE receipt = 1", "tender", "receipt 1, tender 1"),
        (
            "DELETE FROM receipt_line WHERE receipt = 1 AND line = 2",
            "receipt_line",
            "receipt 1, line 2",
        ),
        (
            "INSERT INTO vat_part (receipt, rate, gross, vat, net) VALUES (1, 600, 0, 0, 0)",
            "vat_part",
            "receipt 1, rate 600",
        ),
        (
            "UPDATE seqr_payment SET paid_amount = 1 WHERE receipt = 2",
            "seqr_payment",
            "receipt 2, number 1",
        ),
        ("UPDATE user SET pin = 'x'", "user", "number 1"),
    ] {
        let directory = tempfile::tempdir().unwrap();
        traded(directory.path());
        tamper(directory.path(), sql);
        let found = findings(directory.path());
        let [Finding::RowDiffers { table: in_table, key: of_key, stored, rebuilt }] = &found[..]
        else {
            panic!("{sql}: {found:?}");
        };
        assert_eq!((in_table.as_str(), of_key.as_str()), (table, key));
        match table {
            // A hash of a PIN is not shown.
            "user" => {
                assert_eq!((stored.as_deref(), rebuilt.as_deref()), (Some("pin …"), Some("pin …")))
            }
            _ => assert_ne!(stored, rebuilt),
        }
    }
}

#[test]
fn a_removed_guard_is_found() {
    let directory = tempfile::tempdir().unwrap();
    traded(directory.path());
    let connection = Connection::open(directory.path().join("kassa.db")).unwrap();
    connection.execute_batch("DROP TRIGGER entry_kept; DROP INDEX receipt_open;").unwrap();
    drop(connection);
    let mut found = findings(directory.path());
    found.sort_by_key(ToString::to_string);
    let differs = |name: &str| Finding::SchemaDiffers { name: name.to_owned() };
    assert_eq!(found, [differs("index receipt_open"), differs("trigger entry_kept")]);
}

#[test]
fn an_entry_that_nobody_can_read_is_found() {
    let directory = tempfile::tempdir().unwrap();
    traded(directory.path());
    tamper(directory.path(), "UPDATE entry SET kind = 'receipt.eaten' WHERE seq = 12");
    let found = findings(directory.path());
    assert!(found.contains(&Finding::Changed { seq: 12 }), "{found:?}");
    assert!(
        found.iter().any(|one| matches!(one, Finding::Unreadable { seq: 12, .. })),
        "{found:?}"
    );
}
