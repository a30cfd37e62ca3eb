//! Tables as JSON: amounts in öre, quantities in thousandths, tax rates in hundredths of a percent, moments in UTC.

use std::io::{self, Write};

use serde_json::{Map, Value};

use super::{Cell, Column};

/// A table that is being written: `{…, "rows": […], …}`.
pub struct JsonTable<W: Write> {
    to: W,
    columns: &'static [Column],
    rows: u64,
}

impl<W: Write> JsonTable<W> {
    /// Writes what stands before the rows.
    ///
    /// # Errors
    /// When it cannot be written; the same holds for every row.
    pub fn begin(
        mut to: W,
        columns: &'static [Column],
        about: &Map<String, Value>,
    ) -> io::Result<Self> {
        to.write_all(b"{")?;
        for (name, value) in about {
            write!(to, "{}:{},", Value::from(name.as_str()), value)?;
        }
        to.write_all(b"\"rows\":[")?;
        Ok(JsonTable { to, columns, rows: 0 })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// As above.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        let fields: Map<String, Value> = self
            .columns
            .iter()
            .zip(cells)
            .map(|(column, cell)| (column.name.to_owned(), written(cell)))
            .collect();
        let between = if self.rows == 0 { "\n" } else { ",\n" };
        self.rows += 1;
        write!(self.to, "{between}{}", Value::Object(fields))
    }

    /// Writes what stands after the rows.
    ///
    /// # Errors
    /// As above.
    pub fn end(mut self) -> io::Result<()> {
        self.to.write_all(b"\n]}\n")?;
        self.to.flush()
    }
}

fn written(cell: &Cell) -> Value {
    match cell {
        Cell::Nothing => Value::Null,
        Cell::Text(text) => Value::from(text.as_str()),
        Cell::Moment(at) => Value::from(at.to_string()),
        Cell::Amount(value) => Value::from(value.minor()),
        Cell::Quantity(number) | Cell::Count(number) => Value::from(*number),
        Cell::Rate(rate) => Value::from(rate.hundredths()),
    }
}
