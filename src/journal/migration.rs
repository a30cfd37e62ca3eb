//! Brings a database to the schema that this program knows: numbered steps, all in one transaction, with a copy of
//! the database beside it before the first.
//!
//! A step that makes the tables anew that follow from the entries fills them from the entries, with the same
//! code that fills them at a commit: nothing has to be converted, and nothing can be converted wrongly.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::projection::{self, Place};
use super::{JournalError, backup, chain, directory};

/// The steps: the schema that each leads to, and its SQL. Only ever added to.
pub(super) const MIGRATIONS: &[Step] = &[
    Step { to: 1, sql: include_str!("../../migrations/0001_journal.sql"), tables: Tables::Kept },
    Step {
        to: 2,
        sql: include_str!("../../migrations/0002_projections.sql"),
        tables: Tables::MadeAnew,
    },
    Step {
        to: 3,
        sql: include_str!("../../migrations/0003_terminal_requests.sql"),
        tables: Tables::Kept,
    },
    Step {
        to: 4,
        sql: include_str!("../../migrations/0004_another_amount.sql"),
        tables: Tables::Kept,
    },
    Step { to: 5, sql: include_str!("../../migrations/0005_backup.sql"), tables: Tables::Kept },
    Step {
        to: 6,
        sql: include_str!("../../migrations/0006_reports.sql"),
        tables: Tables::Refilled,
    },
    Step {
        to: 7,
        sql: include_str!("../../migrations/0007_receipts.sql"),
        tables: Tables::Refilled,
    },
];

/// One step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// The schema that it leads to.
    to: u32,
    pub(super) sql: &'static str,
    tables: Tables,
}

/// What a step does with the tables that follow from the entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tables {
    /// Leaves their rows to its SQL.
    Kept,
    /// Makes them anew and empty: they are filled from the entries.
    MadeAnew,
    /// Changes them or adds to them: all of them are emptied and filled from the entries.
    Refilled,
}

/// "Kass": marks a database as ours.
const APPLICATION: u32 = 0x4B61_7373;

/// The newest schema that this program knows.
pub(super) fn known() -> u32 {
    newest(MIGRATIONS)
}

fn newest(steps: &[Step]) -> u32 {
    steps.last().map_or(0, |step| step.to)
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
    steps: &[Step],
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
    take_from(steps, connection, found)?;
    tracing::info!(from = found, to, "the journal's schema is up to date");
    Ok(())
}

fn take_from(steps: &[Step], connection: &mut Connection, found: u32) -> Result<(), JournalError> {
    let untaken: Vec<&Step> = steps.iter().filter(|step| step.to > found).collect();
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    untaken.iter().try_for_each(|step| transaction.execute_batch(step.sql))?;
    // Once, behind the last step: this program's projections need this program's tables.
    if untaken.iter().any(|step| step.tables != Tables::Kept) {
        empty_tables(&transaction)?;
        fill_tables(&transaction)?;
    }
    transaction.pragma_update(None, "user_version", newest(steps))?;
    Ok(transaction.commit()?)
}

/// Makes every table that follows from the entries anew, as it is but empty: what guards them would refuse to let
/// their rows go one by one.
fn empty_tables(tables: &Connection) -> Result<(), JournalError> {
    let mut query = tables.prepare(
        "SELECT type, name, sql FROM sqlite_schema
         WHERE tbl_name NOT IN ('entry', 'secret') AND tbl_name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql IS NOT NULL
         ORDER BY CASE type WHEN 'table' THEN 0 ELSE 1 END, rowid",
    )?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let made: Vec<(String, String, String)> = rows.collect::<Result<_, _>>()?;
    // Tables that speak of others were made after them.
    for (_, name, _) in made.iter().rev().filter(|(kind, _, _)| kind == "table") {
        tables.execute_batch(&format!("DROP TABLE \"{name}\""))?;
    }
    made.iter().try_for_each(|(_, _, sql)| Ok(tables.execute_batch(sql)?))
}

/// Lets every entry take effect on tables that are empty.
///
/// An entry that breaks a rule of today's tables stops the step, and everything stays as it was: the program that
/// wrote it can still be used, and `kassa journal verify` says which entry it is.
fn fill_tables(tables: &Connection) -> Result<(), JournalError> {
    let mut query =
        tables.prepare("SELECT seq, at, register, user, kind, body FROM entry ORDER BY seq")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let register: String = row.get(2)?;
        let place =
            Place { seq: row.get(0)?, at: row.get(1)?, register: &register, user: row.get(3)? };
        let (kind, body): (String, String) = (row.get(4)?, row.get(5)?);
        let entry = chain::decode_at(place.seq, &kind, &body)?;
        projection::project(tables, &place, &entry)?;
    }
    Ok(())
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

/// Brings a copy that nobody needs afterwards up to date: no further copy is kept of it.
pub(super) fn migrate_copy(connection: &mut Connection, found: u32) -> Result<(), JournalError> {
    take_from(MIGRATIONS, connection, found)
}

/// Makes the tables in an empty database that is only for comparing.
pub(super) fn build(connection: &mut Connection) -> Result<(), JournalError> {
    MIGRATIONS.iter().try_for_each(|step| connection.execute_batch(step.sql))?;
    connection.pragma_update(None, "user_version", known())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Step = step(
        1,
        "PRAGMA application_id = 0x4B617373; CREATE TABLE a (b); INSERT INTO a VALUES ('before');",
    );

    const fn step(to: u32, sql: &'static str) -> Step {
        Step { to, sql, tables: Tables::Kept }
    }

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

        let two = [FIRST, step(2, "UPDATE a SET b = 'after';")];
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
        let broken = [FIRST, step(2, "UPDATE a SET b = 'after'; CREATE TABLE a (c);")];
        let result = migrate_by(&broken, &mut connection, &path, 1);
        assert!(matches!(result, Err(JournalError::Database { .. })), "{result:?}");
        assert_eq!(schema(&connection, &path).unwrap(), 1);
        assert_eq!(text(&connection), "before");
        let mended = [FIRST, step(2, "UPDATE a SET b = 'after';")];
        migrate_by(&mended, &mut connection, &path, 1).unwrap();
        assert_eq!(text(&connection), "after");
    }

    /// All steps or none: tables that were made anew are never left empty by a later step that fails.
    #[test]
    fn steps_are_taken_together() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("kassa.db");
        let (mut connection, _) = opened(&path);
        migrate_by(&[FIRST], &mut connection, &path, 0).unwrap();
        let good = step(2, "UPDATE a SET b = 'after';");
        let broken = [FIRST, good, step(3, "CREATE TABLE a (c);")];
        let result = migrate_by(&broken, &mut connection, &path, 1);
        assert!(matches!(result, Err(JournalError::Database { .. })), "{result:?}");
        assert_eq!(schema(&connection, &path).unwrap(), 1);
        assert_eq!(text(&connection), "before");
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
