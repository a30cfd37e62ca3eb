//! Reports that are tables. For programs their rows are written one by one, so that memory stays flat; for people they
//! are pages, which have an end.

use std::io::{self, Write};
use std::ops::Range;

use jiff::{Timestamp, Zoned};
use serde_json::{Map, Value};

use crate::core::figures::{SeqrTotals, hours};
use crate::core::money::Amount;
use crate::document::report::{self, Sheet, Summary};
use crate::document::table::{Cell, Column, CsvForm, CsvTable, JsonTable};
use crate::document::{page, text};

use super::range::ends_of;
use super::{Desk, Destination, Format, Kind, Problem, Trouble};

/// Characters on a line of text, where nobody says otherwise.
const TABLE_COLUMNS: u8 = 100;

/// Takes a row.
type Take<'a> = &'a mut dyn FnMut(&[Cell]) -> Result<(), Trouble>;

impl Desk<'_> {
    /// The table that was asked for.
    pub(super) fn table(&self, to: &mut Destination) -> Result<(), Trouble> {
        let (from, until) = self.range()?;
        let range = ends_of(&from, &until);
        let columns = columns(self.arguments.kind);
        match self.arguments.format {
            Format::Csv => {
                let mut table = self.csv(to, columns)?;
                let _summary = self.rows(&range, &mut |row| Ok(table.row(row)?))?;
                Ok(table.end()?)
            }
            Format::Json => {
                let mut table = JsonTable::begin(to, columns, &self.about(&range))?;
                let _summary = self.rows(&range, &mut |row| Ok(table.row(row)?))?;
                Ok(table.end()?)
            }
            Format::Text | Format::Pdf => self.sheet((from, until), columns, to),
        }
    }

    fn sheet(
        &self,
        (from, until): (Zoned, Zoned),
        columns: &'static [Column],
        to: &mut Destination,
    ) -> Result<(), Trouble> {
        let most = page::MOST_ROWS;
        let mut rows = Vec::new();
        let summary = self.rows(&ends_of(&from, &until), &mut |row| {
            if rows.len() == most {
                return Err(Problem::TooLong { most }.into());
            }
            rows.push(row.to_vec());
            Ok(())
        })?;
        let sheet = Sheet {
            shop: self.settings.shop.clone(),
            register: self.settings.register.clone(),
            title: title(self.arguments.kind),
            from,
            to: until,
            at: self.now.clone(),
            language: self.settings.language,
            columns,
        };
        let document = sheet.document(&rows, &summary);
        if self.arguments.format == Format::Text {
            let columns = self.arguments.columns.unwrap_or(TABLE_COLUMNS);
            return Ok(to.write_all(text::render(&document, columns).as_bytes())?);
        }
        let name = self.texts().get(sheet.title);
        let bytes = page::render(&document, &name, self.texts()).map_err(unwritable)?;
        Ok(to.write_all(&bytes)?)
    }

    /// Makes the rows, and says what they come to.
    fn rows(&self, range: &Range<Timestamp>, take: Take<'_>) -> Result<Summary, Trouble> {
        let language = self.settings.language;
        let total = |amount: Amount| {
            let mut summary = Summary::default();
            summary.total(&self.texts().get("report-total"), amount, language);
            summary
        };
        match self.arguments.kind {
            Kind::Seqr => self.seqr(range, take),
            Kind::Articles => {
                let mut sum = Amount::ZERO;
                self.reader.article_sales(range, &mut |sold| {
                    sum += sold.amount;
                    take(&report::article_row(&sold, language))
                })?;
                Ok(total(sum))
            }
            Kind::Hours => {
                let hours = hours(self.reader.quarters(range)?, &self.zone);
                report::hour_rows(&hours).iter().try_for_each(|row| take(row))?;
                Ok(total(hours.iter().map(|hour| hour.sales.amount + hour.returns.amount).sum()))
            }
            kind => {
                let figures = self.reader.figures(range)?;
                let rows = match kind {
                    Kind::Cashiers => report::cashier_rows(&figures),
                    _ => report::vat_rows(&figures),
                };
                rows.iter().try_for_each(|row| take(row))?;
                Ok(total(figures.net()))
            }
        }
    }

    fn seqr(&self, range: &Range<Timestamp>, take: Take<'_>) -> Result<Summary, Trouble> {
        let mut totals = SeqrTotals::default();
        self.reader.seqr_posts(range, &mut |post| {
            totals.add(&post);
            take(&report::seqr_row(&post, self.texts()))
        })?;
        Ok(report::seqr_summary(&totals, &self.settings.accounts.seqr, self.texts()))
    }

    /// A table for spreadsheets.
    pub(super) fn csv<'a>(
        &self,
        to: &'a mut Destination,
        columns: &[Column],
    ) -> Result<CsvTable<&'a mut Destination>, Trouble> {
        let mut form = CsvForm::of(self.settings.language);
        if let Some(separator) = self.arguments.separator {
            let usable = |byte: &u8| matches!(byte, b',' | b';' | b'\t' | b'|' | b':');
            form.separator =
                u8::try_from(separator).ok().filter(usable).ok_or(Problem::Separator)?;
        }
        form.decimal_sign = self.arguments.decimal_sign.unwrap_or(form.decimal_sign);
        let setting = (form, self.settings.language, self.zone.clone());
        Ok(CsvTable::begin(to, columns, setting)?)
    }

    fn about(&self, range: &Range<Timestamp>) -> Map<String, Value> {
        let fields = [
            ("report", file_title(self.arguments.kind).to_owned()),
            ("register", self.settings.register.clone()),
            ("from", range.start.to_string()),
            ("to", range.end.to_string()),
            ("made", self.now.timestamp().to_string()),
        ];
        fields.into_iter().map(|(name, value)| (name.to_owned(), Value::from(value))).collect()
    }
}

fn columns(kind: Kind) -> &'static [Column] {
    match kind {
        Kind::Seqr => report::SEQR,
        Kind::Articles => report::ARTICLES,
        Kind::Cashiers => report::CASHIERS,
        Kind::Hours => report::HOURS,
        _ => report::VAT,
    }
}

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Seqr => "report-title-seqr",
        Kind::Articles => "report-title-articles",
        Kind::Cashiers => "report-title-cashiers",
        Kind::Hours => "report-title-hours",
        _ => "report-title-vat",
    }
}

/// A report's name for programs.
pub(super) fn file_title(kind: Kind) -> &'static str {
    match kind {
        Kind::Seqr => "seqr",
        Kind::X => "x",
        Kind::Z => "z",
        Kind::Day => "day",
        Kind::Vat => "vat",
        Kind::Articles => "articles",
        Kind::Cashiers => "cashiers",
        Kind::Hours => "hours",
        Kind::Sie => "sie",
    }
}

/// A PDF that could not be made.
pub(super) fn unwritable(cause: impl std::error::Error + Send + Sync + 'static) -> Trouble {
    Trouble::Terminal(io::Error::other(cause))
}

/// JSON that could not be made.
pub(super) fn json_trouble(cause: serde_json::Error) -> Trouble {
    Trouble::Terminal(io::Error::other(cause))
}
