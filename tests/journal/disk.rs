//! What is wrong with the disk or the file is said, and nothing is half written.

use std::fs;
use std::path::Path;

use kassa::core::entry::Entry;
use kassa::journal::{JournalError, OpenMode, Store, Verdict};
use rusqlite::Connection;

use crate::support::Till;

fn open(directory: &Path) -> Result<(), JournalError> {
    Store::open(directory, OpenMode::Existing).map(drop)
}

#[test]
fn only_the_owner_can_read_what_is_made() {
    use std::os::unix::fs::PermissionsExt;
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("a/data");
    let mut till = Till::new(&directory);
    till.trade();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&directory), 0o700);
    let files: Vec<_> =
        fs::read_dir(&directory).unwrap().map(|found| found.unwrap().path()).collect();
    assert!(files.iter().any(|file| file.ends_with("kassa.db-wal")), "{files:?}");
    for file in &files {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }
    drop(till);
    let database = directory.join("kassa.db");
    fs::set_permissions(&database, fs::Permissions::from_mode(0o644)).unwrap();
    open(&directory).unwrap();
    assert_eq!(mode(&database), 0o600);
}

#[test]
fn a_second_kassa_is_kept_out() {
    let directory = tempfile::tempdir().unwrap();
    let till = Till::new(directory.path());
    let refused = open(directory.path());
    let Err(JournalError::InUse { pid, .. }) = &refused else { panic!("{refused:?}") };
    assert_eq!(*pid, Some(std::process::id()));
    assert!(refused.unwrap_err().to_string().contains("already open in another Kassa (process "));
    let reader = Store::open_read_only(directory.path()).unwrap();
    assert_eq!(reader.head().unwrap(), till.store.head().unwrap());
    drop(till);
    open(directory.path()).unwrap();
}

#[test]
fn nothing_is_made_where_something_should_be() {
    let directory = tempfile::tempdir().unwrap();
    let missing = directory.path().join("not there");
    assert!(matches!(open(&missing), Err(JournalError::Missing { .. })));
    assert!(matches!(Store::open_read_only(&missing).map(drop), Err(JournalError::Missing { .. })));
    assert!(!missing.exists());
    assert!(matches!(open(directory.path()), Err(JournalError::Missing { .. })));
    let file = directory.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(open(&file), Err(JournalError::Unusable { .. })));
}

#[test]
fn a_newer_schema_is_refused_untouched() {
    let directory = tempfile::tempdir().unwrap();
    drop(Till::new(directory.path()));
    let path = directory.path().join("kassa.db");
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 9_000).unwrap();
    connection.pragma_update(None, "journal_mode", "DELETE").unwrap();
    drop(connection);
    let before = fs::read(&path).unwrap();
    let refused = open(directory.path());
    assert!(matches!(refused, Err(JournalError::NewerSchema { found: 9_000, .. })), "{refused:?}");
    let text = refused.unwrap_err().to_string();
    assert!(text.contains("install the newer Kassa"), "{text}");
    assert!(matches!(
        Store::open_read_only(directory.path()).map(drop),
        Err(JournalError::NewerSchema { .. })
    ));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn what_is_no_journal_is_not_taken_for_one() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("kassa.db");
    fs::write(&path, "Receipts of March\n".repeat(500)).unwrap();
    assert!(matches!(open(directory.path()), Err(JournalError::NotAJournal { .. })));
    fs::remove_file(&path).unwrap();
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch("CREATE TABLE photos (name); PRAGMA user_version = 1;").unwrap();
    drop(connection);
    let before = fs::read(&path).unwrap();
    assert!(matches!(open(directory.path()), Err(JournalError::NotAJournal { .. })));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_program_that_holds_the_database_is_waited_for_and_then_named() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    let other = Connection::open(directory.path().join("kassa.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let entry = Entry::RegisterStarted { version: "x".to_owned() };
    let refused = till.raw(std::slice::from_ref(&entry));
    assert!(matches!(refused, Err(JournalError::Locked { .. })), "{refused:?}");
    other.execute_batch("ROLLBACK").unwrap();
    let _head = till.raw(&[entry]).unwrap();
}

/// Overwrites pages of the database, counted from 1, as a dying disk does.
fn destroy(directory: &Path, pages: &[usize]) {
    let path = directory.join("kassa.db");
    let mut bytes = fs::read(&path).unwrap();
    for page in pages {
        bytes[(page - 1) * 4_096..page * 4_096].fill(0x5a);
    }
    fs::write(&path, bytes).unwrap();
    // Everything is in the database by now. A log that was kept would hide the damage.
    let log = directory.join("kassa.db-wal");
    if log.exists() {
        fs::remove_file(log).unwrap();
    }
}

#[test]
fn damage_is_said_and_found() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.trade();
    let stamp = till.stamp();
    drop(till);
    let page: i64 = {
        let other = Connection::open(directory.path().join("kassa.db")).unwrap();
        let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'entry'";
        other.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    destroy(directory.path(), &[usize::try_from(page).unwrap()]);
    let mut store = Store::open(directory.path(), OpenMode::Existing).unwrap();
    let refused = store.commit(&stamp, &[Entry::RegisterStarted { version: "x".to_owned() }]);
    assert!(matches!(refused, Err(JournalError::Damaged { .. })), "{refused:?}");
    let verdict = store.verify(&mut |_, _| {}).unwrap();
    let Verdict::Unsound(findings) = &verdict else { panic!("{verdict:?}") };
    assert!(findings.iter().any(|one| one.to_string().contains("damaged")), "{findings:?}");
}

#[test]
fn damage_that_hides_the_tables_is_said_at_once() {
    let directory = tempfile::tempdir().unwrap();
    drop(Till::new(directory.path()));
    let pages = fs::metadata(directory.path().join("kassa.db")).unwrap().len() / 4_096;
    destroy(directory.path(), &(2..=usize::try_from(pages).unwrap()).collect::<Vec<_>>());
    let refused = open(directory.path());
    assert!(matches!(refused, Err(JournalError::Damaged { .. })), "{refused:?}");
}

/// The super-user may write everywhere, so this runs itself again as somebody else.
#[test]
fn a_read_only_directory_is_said() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    const AGAIN: &str = "KASSA_TEST_READ_ONLY_DIRECTORY";
    let check = |directory: &Path| {
        let refused = Store::open(directory, OpenMode::Create).map(drop);
        assert!(matches!(refused, Err(JournalError::ReadOnly { .. })), "{refused:?}");
        let below = Store::open(&directory.join("below"), OpenMode::Create).map(drop);
        assert!(matches!(below, Err(JournalError::ReadOnly { .. })), "{below:?}");
        let text = refused.unwrap_err().to_string();
        assert!(text.contains("read-only"), "{text}");
    };
    if let Some(directory) = std::env::var_os(AGAIN) {
        return check(Path::new(&directory));
    }
    let directory = tempfile::tempdir().unwrap();
    fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(directory.path().join("probe"), "").is_err() {
        return check(directory.path());
    }
    fs::remove_file(directory.path().join("probe")).unwrap();
    let place = tempfile::tempdir().unwrap();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let program = place.path().join("again");
    let _bytes = fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let output = std::process::Command::new(program)
        .args(["--exact", "disk::a_read_only_directory_is_said"])
        .env(AGAIN, directory.path())
        .current_dir("/")
        .gid(65_534)
        .uid(65_534)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}
