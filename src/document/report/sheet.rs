//! A table as a document: what it is about, its rows, what they come to.

use jiff::Zoned;

use super::super::table::{Cell, Column};
use super::super::{Align, Document, Row, Style};
use super::range_words;
use crate::core::figures::Sum;
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::settings::Shop;
use crate::language::{Texts, amount, date_time};

/// What stands above and around a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The shop.
    pub shop: Shop,
    /// The register's designation.
    pub register: String,
    /// The key of its title.
    pub title: &'static str,
    /// From this moment.
    pub from: Zoned,
    /// To this moment, which does not belong to it.
    pub to: Zoned,
    /// When it was made.
    pub at: Zoned,
    /// The language.
    pub language: Language,
    /// The columns.
    pub columns: &'static [Column],
}

/// What stands below a table: words and amounts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    rows: Vec<(String, String, Style)>,
}

impl Summary {
    /// Adds a number of things and their sum.
    pub fn counted(&mut self, words: &str, sum: Sum, texts: &Texts) {
        let count = sum.count.to_string();
        let values = [("what", words.into()), ("count", count.as_str().into())];
        let left = texts.with("report-counted", &values).into_owned();
        self.rows.push((left, amount(sum.amount, texts.language()), Style::NORMAL));
    }

    /// Adds a total.
    pub fn total(&mut self, words: &str, total: Amount, language: Language) {
        self.rows.push((words.to_owned(), amount(total, language), Style::BOLD));
    }
}

impl Sheet {
    /// The whole table as a document.
    pub fn document(&self, rows: &[Vec<Cell>], summary: &Summary) -> Document {
        let texts = Texts::of(self.language);
        let mut document = Document::new();
        document.styled(&self.shop.name, Align::Left, Style::BOLD);
        let organisation = self.shop.organisation_number.as_str();
        let organisation =
            texts.with("receipt-organisation-number", &[("number", organisation.into())]);
        document.text(organisation);
        document.blank();
        document.styled(texts.get(self.title), Align::Left, Style::TALL);
        let at = date_time(self.at.timestamp(), self.at.time_zone());
        let made = texts.with("report-made", &[("at", at.as_str().into())]);
        document.pair(range_words(&self.from, &self.to, texts), made);
        document.text(&self.register);
        document.blank();
        let shown = || self.columns.iter().enumerate().filter(|(_, column)| column.shown);
        if rows.is_empty() {
            document.text(texts.get("report-no-rows"));
        } else {
            let head = shown().map(|(_, column)| texts.get(column.heading).into_owned()).collect();
            let zone = self.at.time_zone();
            let body = rows.iter().map(|row| {
                let cells = shown().filter_map(|(place, _)| row.get(place));
                cells.map(|cell| cell.shown(self.language, zone)).collect()
            });
            document.push(Row::Table { head, body: body.collect() });
        }
        if !summary.rows.is_empty() {
            document.rule();
        }
        for (left, right, style) in &summary.rows {
            document.styled_pair(left, right, *style);
        }
        document
    }
}
