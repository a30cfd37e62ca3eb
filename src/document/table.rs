//! Tables as files: rows of typed cells, written one by one, so that memory stays flat however many there are.
//!
//! How a cell is written follows from what it is, so that a spreadsheet sums amounts and a person reads them.

mod csv;
mod json;

pub use self::csv::{CsvForm, CsvTable};
pub use json::JsonTable;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::vat::VatRate;
use crate::language::{amount, date_time, decimal, percent};

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in JSON.
    pub name: &'static str,
    /// The key of its heading.
    pub heading: &'static str,
    /// Whether documents for people have it too, and not only files for programs.
    pub shown: bool,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Nothing,
    /// Words, or a number that is a name.
    Text(String),
    /// A moment.
    Moment(Timestamp),
    /// Money.
    Amount(Amount),
    /// A quantity in thousandths.
    Quantity(i64),
    /// A number of things.
    Count(i64),
    /// A tax rate.
    Rate(VatRate),
}

impl Cell {
    /// As a person reads it.
    pub fn shown(&self, language: Language, zone: &TimeZone) -> String {
        match self {
            Cell::Nothing => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Moment(at) => date_time(*at, zone),
            Cell::Amount(value) => amount(*value, language),
            Cell::Quantity(thousandths) => {
                decimal(Decimal::new(*thousandths, 3).normalize(), language)
            }
            Cell::Count(count) => decimal(Decimal::from(*count), language),
            Cell::Rate(rate) => percent(*rate, language),
        }
    }
}
