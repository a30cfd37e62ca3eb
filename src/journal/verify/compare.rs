//! Compares the stored tables with the rebuilt ones, row by row in the order of their keys.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, Rows};

use super::super::JournalError;
use super::{Finding, Findings};

/// A table and its columns, the key's first.
struct Table {
    name: String,
    columns: Vec<String>,
    key: usize,
}

/// Whether all tables, indexes and triggers are as the migrations make them.
pub(super) fn schemas(
    stored: &Connection,
    rebuilt: &Connection,
    findings: &mut Findings,
) -> Result<(), JournalError> {
    let (stored, rebuilt) = (schema(stored)?, schema(rebuilt)?);
    for (name, sql) in &rebuilt {
        if stored.get(name) != Some(sql) {
            findings.add(Finding::SchemaDiffers { name: name.clone() });
        }
    }
    for name in stored.keys().filter(|name| !rebuilt.contains_key(*name)) {
        findings.add(Finding::SchemaDiffers { name: name.clone() });
    }
    Ok(())
}

fn schema(connection: &Connection) -> Result<BTreeMap<String, Option<String>>, JournalError> {
    let mut query = connection.prepare(
        "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether the rows of all projections are the same.
pub(super) fn tables(
    stored: &Connection,
    rebuilt: &Connection,
    findings: &mut Findings,
) -> Result<(), JournalError> {
    for table in projections(rebuilt)? {
        if findings.full() {
            break;
        }
        table.compare(stored, rebuilt, findings)?;
    }
    Ok(())
}

/// Every table but the entries themselves and the secrets, which are no entries.
fn projections(rebuilt: &Connection) -> Result<Vec<Table>, JournalError> {
    let mut query = rebuilt.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
         AND name NOT IN ('entry', 'secret') ORDER BY name",
    )?;
    let names = query.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    names.into_iter().map(|name| Table::read(rebuilt, name)).collect()
}

impl Table {
    fn read(connection: &Connection, name: String) -> Result<Table, JournalError> {
        // Columns that are calculated from others are hidden ones of kind 2 and 3.
        let mut query = connection.prepare(
            "SELECT name, pk FROM pragma_table_xinfo(?1) WHERE hidden = 0
             ORDER BY pk = 0, pk, cid",
        )?;
        let columns = query
            .query_map([&name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?
            .collect::<Result<Vec<_>, _>>()?;
        let key = columns.iter().filter(|(_, place)| *place > 0).count();
        let columns = columns.into_iter().map(|(column, _)| column).collect();
        Ok(Table { name, columns, key })
    }

    fn sql(&self) -> String {
        let quoted: Vec<_> = self.columns.iter().map(|column| format!("\"{column}\"")).collect();
        let key = quoted[..self.key].join(", ");
        format!("SELECT {} FROM \"{}\" ORDER BY {key}", quoted.join(", "), self.name)
    }

    fn compare(
        &self,
        stored: &Connection,
        rebuilt: &Connection,
        findings: &mut Findings,
    ) -> Result<(), JournalError> {
        let sql = self.sql();
        let (mut stored, mut rebuilt) = (stored.prepare(&sql)?, rebuilt.prepare(&sql)?);
        let (mut stored, mut rebuilt) = (stored.query([])?, rebuilt.query([])?);
        let (mut left, mut right) = (self.next(&mut stored)?, self.next(&mut rebuilt)?);
        while !findings.full() {
            let order = match (&left, &right) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(left), Some(right)) => self.order(left, right),
            };
            if left != right {
                let row_left = left.as_ref().filter(|_| order != Ordering::Greater);
                let row_right = right.as_ref().filter(|_| order != Ordering::Less);
                findings.add(self.finding(row_left, row_right));
            }
            if order != Ordering::Greater {
                left = self.next(&mut stored)?;
            }
            if order != Ordering::Less {
                right = self.next(&mut rebuilt)?;
            }
        }
        Ok(())
    }

    fn next(&self, rows: &mut Rows<'_>) -> Result<Option<Vec<Value>>, JournalError> {
        let Some(row) = rows.next()? else { return Ok(None) };
        let values = (0..self.columns.len()).map(|column| row.get(column));
        Ok(Some(values.collect::<Result<_, _>>()?))
    }

    fn order(&self, left: &[Value], right: &[Value]) -> Ordering {
        left.iter()
            .zip(right)
            .take(self.key)
            .map(|pair| match pair {
                (Value::Integer(left), Value::Integer(right)) => left.cmp(right),
                (Value::Text(left), Value::Text(right)) => left.cmp(right),
                // The keys of all tables are numbers and texts: the tables are strict.
                _ => Ordering::Equal,
            })
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }

    /// Names the row by its key, and of both rows what differs.
    fn finding(&self, stored: Option<&Vec<Value>>, rebuilt: Option<&Vec<Value>>) -> Finding {
        let either = stored.or(rebuilt).map_or(&[][..], Vec::as_slice);
        let differs = |place: usize| match (stored, rebuilt) {
            (Some(stored), Some(rebuilt)) => stored[place] != rebuilt[place],
            _ => place >= self.key,
        };
        let written = |row: &[Value], wanted: &dyn Fn(usize) -> bool| {
            let columns = self.columns.iter().zip(row).enumerate();
            let wanted = columns.filter(|(place, _)| wanted(*place));
            wanted.map(|(_, (name, value))| shown(name, value)).collect::<Vec<_>>().join(", ")
        };
        Finding::RowDiffers {
            table: self.name.clone(),
            key: written(either, &|place| place < self.key),
            stored: stored.map(|row| written(row, &differs)),
            rebuilt: rebuilt.map(|row| written(row, &differs)),
        }
    }
}

fn shown(column: &str, value: &Value) -> String {
    match value {
        // A hash of a PIN with four digits is as good as the PIN.
        _ if column == "pin" => "pin …".to_owned(),
        Value::Null => format!("{column} empty"),
        Value::Integer(number) => format!("{column} {number}"),
        Value::Real(number) => format!("{column} {number}"),
        Value::Text(text) => format!("{column} \"{text}\""),
        Value::Blob(bytes) => format!("{column} of {} bytes", bytes.len()),
    }
}
