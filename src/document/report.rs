//! Reports as documents: X and Z reports with every field that the law names (SKVFS 2014:9, 7 kap 2 and 3 §§), the
//! same figures for any other time, and tables.
//!
//! Takes figures that are final and does no arithmetic with money.

mod day;
mod rows;
mod sheet;

pub use day::document;
pub use rows::{
    ARTICLES, CASHIERS, FIGURES, HOURS, SEQR, VAT, article_row, cashier_rows, figure_rows,
    hour_rows, seqr_row, seqr_summary, vat_rows,
};
pub use sheet::{Sheet, Summary};

use jiff::Zoned;

use super::receipt::Marking;
use crate::core::figures::{Figures, GrandTotals, ReportKind, ReportNumber, Standing};
use crate::core::language::Language;
use crate::core::settings::Shop;
use crate::language::{Texts, date_time};

/// What the figures of a report are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// The time since the last Z report.
    Period {
        /// An X or a Z report.
        kind: ReportKind,
        /// Its number; none where it is only looked at.
        number: Option<ReportNumber>,
        /// When the Z report before it was made; none: since the register was new.
        since: Option<Zoned>,
        /// Sums since the register was new.
        grand: GrandTotals,
        /// What is unfinished.
        standing: Standing,
    },
    /// Any time.
    Range {
        /// From this moment.
        from: Zoned,
        /// To this moment, which does not belong to it.
        to: Zoned,
    },
}

/// Everything that stands on an X or Z report, or on the same figures of any other time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportPaper {
    /// The shop.
    pub shop: Shop,
    /// The register's designation.
    pub register: String,
    /// What it is about.
    pub about: About,
    /// When it was made, in the register's time zone.
    pub at: Zoned,
    /// Who made it; empty where nobody was logged in.
    pub by: String,
    /// The figures.
    pub figures: Figures,
    /// ISO 4217 code.
    pub currency: String,
    /// The language.
    pub language: Language,
    /// Whether it is the one original.
    pub marking: Marking,
    /// The beginning of the hash that stands for the journal up to the report; empty where there is none.
    pub journal_mark: String,
}

/// The days or moments between which something happened, as a person reads them: the last day, not the one after.
pub fn range_words(from: &Zoned, to: &Zoned, texts: &Texts) -> String {
    let midnight = |at: &Zoned| at.start_of_day().is_ok_and(|start| start == *at);
    let words = if midnight(from) && midnight(to) {
        let last = to.yesterday().unwrap_or_else(|_| to.clone());
        (from.strftime("%Y-%m-%d").to_string(), last.strftime("%Y-%m-%d").to_string())
    } else {
        let shown = |at: &Zoned| date_time(at.timestamp(), at.time_zone());
        (shown(from), shown(to))
    };
    if words.0 == words.1 {
        return words.0;
    }
    texts
        .with("report-range", &[("from", words.0.as_str().into()), ("to", words.1.as_str().into())])
        .into_owned()
}
