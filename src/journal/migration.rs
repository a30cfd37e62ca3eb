//! Brings a database to the schema that this program knows: numbered steps, each one transaction, with a copy of
//! the database beside it before the first.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::{JournalError, backup, directory};

/// The steps: the schema that each leads to, and its SQL. Only ever added to.
pub(super) const MIGRATIONS: &[(u32, &str)] =
    &[(1, include_str!("../../migrations/0001_journal.sql"))];

/// "Kass": marks a database as ours.
const APPLICATION: u32 = 0x4B61_7373;

/// The newest schema that this program knows.
pub(super) fn known() -> u32 {
    newest(MIGRATIONS)
}

fn newest(steps: &[(u32, &str)]) -> u32 {
    steps.last().map_or(0, |(version, _)| *version)
}

/// The schema of a database: zero for an empty one.
///
/// Reads the database for the first time, so this is where a file that is no database shows.
pub(super) fn schema(connection: &Connection, path: &Path) -> Result<u32, JournalError> {
    let not_ours = |cause| JournalError::NotAJournal { path: path.to_owned(), cause };
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
    let application =
        number("application_id").map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => not_ours(Some(Arc::new(error))),
            Some(ErrorCode::CannotOpen) => {
                JournalError::Unusable { path: path.to_owned(), cause: Arc::new(error) }
            }
            _ => error.into(),
        })?;
    let version = number("user_version")?;
    let tables: u32 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, version, tables) {
        (0, 0, 0) => Ok(0),
        (APPLICATION, 1.., _) => Ok(version),
        _ => Err(not_ours(None)),
    }
}

/// Refuses what a newer program has written.
pub(super) fn check_not_newer(found: u32) -> Result<(), JournalError> {
    let known = known();
    if found > known { Err(JournalError::NewerSchema { found, known }) } else { Ok(()) }
}

/// Takes the steps that a database has not taken yet.
pub(super) fn migrate(
    connection: &mut Connection,
    path: &Path,
    found: u32,
) -> Result<(), JournalError> {
    migrate_by(MIGRATIONS, connection, path, found)
}

fn migrate_by(
    steps: &[(u32, &str)],
    connection: &mut Connection,
    path: &Path,
    found: u32,
) -> Result<(), JournalError> {
    let to = newest(steps);
    if found >= to {
        return Ok(());
    }
    if found > 0 {
        keep_copy(connection, path, to)?;
    }
    for (version, sql) in steps.iter().filter(|(version, _)| *version > found) {
        step(connection, *version, sql)?;
    }
    tracing::info!(from = found, to, "the journal's schema is up to date");
    Ok(())
}

fn step(connection: &mut Connection, version: u32, sql: &str) -> Result<(), JournalError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(sql)?;
    transaction.pragma_update(None, "user_version", version)?;
    Ok(transaction.commit()?)
}

/// Leaves `kassa.db.before-N` behind, in place of one from an earlier attempt that failed.
fn keep_copy(connection: &Connection, path: &Path, to: u32) -> Result<(), JournalError> {
    let mut copy = path.as_os_str().to_owned();
    copy.push(format!(".before-{to}"));
    let copy = std::path::PathBuf::from(copy);
    match fs::remove_file(&copy) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(JournalError::of_file(&copy, error));
        }
        _ => {}
    }
    let _bytes = backup::copy(connection, &copy)?;
    copy.parent().map_or(Ok(()), directory::flush)
}

/// Makes the tables in an empty database that is only for comparing.
pub(super) fn build(connection: &mut Connection) -> Result<(), JournalError> {
    MIGRATIONS.iter().try_for_each(|(version, sql)| step(connection, *version, sql))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: (u32, &str) = (
        1,
        "PRAGMA application_id = 0x4B617373; CREATE TABLE a (b); INSERT INTO a VALUES ('before');",
    );

    fn opened(path: &Path) -> (Connection, u32) {
        let connection = Connection::open(path).unwrap();
        let found = schema(&connection, path).unwrap();
        (connection, found)
    }

    fn text(connection: &Connection) -> String {
        connection.query_row("SELECT b FROM a", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn steps_are_taken_once_and_a_copy_is_kept() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("kassa.db");
        let (mut connection, found) = opened(&path);
        assert_eq!(found, 0);
        migrate_by(&[FIRST], &mut connection, &path, found).unwrap();
        drop(connection);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "no copy of an empty one");

        let two = [FIRST, (2, "UPDATE a SET b = 'after';")];
        let (mut connection, found) = opened(&path);
        assert_eq!(found, 1);
        migrate_by(&two, &mut connection, &path, found).unwrap();
        assert_eq!(schema(&connection, &path).unwrap(), 2);
        assert_eq!(text(&connection), "after");

        let (copy, found) = opened(&directory.path().join("kassa.db.before-2"));
        assert_eq!((found, text(&copy).as_str()), (1, "before"));
    }

    #[test]
    fn a_step_that_fails_leaves_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("kassa.db");
        let (mut connection, _) = opened(&path);
        migrate_by(&[FIRST], &mut connection, &path, 0).unwrap();
        let broken = [FIRST, (2, "UPDATE a SET b = 'after'; CREATE TABLE a (c);")];
        let result = migrate_by(&broken, &mut connection, &path, 1);
        assert!(matches!(result, Err(JournalError::Database { .. })), "{result:?}");
        assert_eq!(schema(&connection, &path).unwrap(), 1);
        assert_eq!(text(&connection), "before");
        let mended = [FIRST, (2, "UPDATE a SET b = 'after';")];
        migrate_by(&mended, &mut connection, &path, 1).unwrap();
        assert_eq!(text(&connection), "after");
    }

    #[test]
    fn other_databases_are_told_apart() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("other.db");
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch("CREATE TABLE a (b);").unwrap();
        assert!(matches!(
            schema(&connection, &path),
            Err(JournalError::NotAJournal { cause: None, .. })
        ));
        fs::write(&path, "This has never been a database, however long it is. ".repeat(40))
            .unwrap();
        let connection = Connection::open(&path).unwrap();
        assert!(matches!(
            schema(&connection, &path),
            Err(JournalError::NotAJournal { cause: Some(_), .. })
        ));
    }
}
