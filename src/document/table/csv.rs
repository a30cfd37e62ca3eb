//! Tables as CSV (RFC 4180), with the separator and the decimal sign that a spreadsheet expects.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::{Cell, Column};
use crate::core::language::Language;
use crate::language::Texts;

/// How a spreadsheet wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvForm {
    /// What stands between cells.
    pub separator: u8,
    /// What stands before decimals.
    pub decimal_sign: char,
}

impl CsvForm {
    /// What spreadsheets in a language expect: `;` and `,` in Swedish, `,` and `.` in English.
    pub fn of(language: Language) -> Self {
        match language {
            Language::Swedish => CsvForm { separator: b';', decimal_sign: ',' },
            Language::English => CsvForm { separator: b',', decimal_sign: '.' },
        }
    }
}

/// A table that is being written.
pub struct CsvTable<W: Write> {
    writer: Writer<W>,
    form: CsvForm,
    zone: TimeZone,
}

impl<W: Write> CsvTable<W> {
    /// Writes the headings.
    ///
    /// # Errors
    /// When they cannot be written; the same holds for every row.
    pub fn begin(
        to: W,
        columns: &[Column],
        (form, language, zone): (CsvForm, Language, TimeZone),
    ) -> io::Result<Self> {
        let mut writer = WriterBuilder::new()
            .delimiter(form.separator)
            .terminator(Terminator::CRLF)
            .flexible(false)
            .from_writer(to);
        let texts = Texts::of(language);
        let headings = columns.iter().map(|column| texts.get(column.heading).into_owned());
        writer.write_record(headings)?;
        Ok(CsvTable { writer, form, zone })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// As above.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for cell in cells {
            self.writer.write_field(self.written(cell))?;
        }
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// As above.
    pub fn end(mut self) -> io::Result<()> {
        self.writer.flush()
    }

    fn written(&self, cell: &Cell) -> String {
        let number = |value: Decimal| {
            value.to_string().replace('.', self.form.decimal_sign.encode_utf8(&mut [0; 4]))
        };
        match cell {
            Cell::Nothing => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Moment(at) => {
                at.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
            }
            Cell::Amount(value) => number(value.to_decimal()),
            Cell::Quantity(thousandths) => number(Decimal::new(*thousandths, 3).normalize()),
            Cell::Count(count) => count.to_string(),
            Cell::Rate(rate) => number(rate.percent()),
        }
    }
}
