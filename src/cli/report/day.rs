//! Reports of all figures: X, Z, and those of any days.

use std::io::Write;

use serde_json::{Value, json};

use crate::core::figures::{Figures, ReportKind, ReportNumber};
use crate::document::receipt::Marking;
use crate::document::report::{self, About, ReportPaper};
use crate::document::{pdf, text};
use crate::till::paper::{USUAL_COLUMNS, report_paper};

use super::range::ends_of;
use super::tables::{self, json_trouble, unwritable};
use super::{Desk, Destination, Format, Problem, Trouble};

impl Desk<'_> {
    /// How the time since the last Z report stands. Nothing is written into the journal by looking.
    pub(super) fn period(&self, to: &mut Destination) -> Result<(), Trouble> {
        let period = self.reader.period()?;
        let about = About::Period {
            kind: ReportKind::X,
            number: None,
            since: period.since.map(|since| since.to_zoned(self.zone.clone())),
            grand: period.grand,
            standing: period.standing,
        };
        let json =
            json!({ "report": "x", "made": self.now.timestamp().to_string(), "period": period });
        self.figures(&self.paper(about, period.figures), &json, to)
    }

    /// A report that was made: the paper says that it is a copy.
    pub(super) fn report(&self, kind: ReportKind, to: &mut Destination) -> Result<(), Trouble> {
        let number = match self.arguments.number {
            Some(number) => ReportNumber(number),
            None => self.reader.last_report(kind)?.ok_or(Problem::NoSuchReport)?,
        };
        let made = self.reader.report(kind, number)?.ok_or(Problem::NoSuchReport)?;
        let json = json!({
            "report": kind,
            "number": number,
            "made": made.at.to_string(),
            "register": made.register,
            "by": made.by,
            "period": made.period,
        });
        let paper = report_paper(made, &self.settings, &self.zone, Marking::Copy);
        self.figures(&paper, &json, to)
    }

    /// All figures of the time that was asked for.
    pub(super) fn day(&self, to: &mut Destination) -> Result<(), Trouble> {
        let (from, until) = self.range()?;
        let figures = self.reader.figures(&ends_of(&from, &until))?;
        let json = json!({
            "report": "day",
            "from": from.timestamp().to_string(),
            "to": until.timestamp().to_string(),
            "register": self.settings.register,
            "figures": figures,
        });
        self.figures(&self.paper(About::Range { from, to: until }, figures), &json, to)
    }

    fn paper(&self, about: About, figures: Figures) -> ReportPaper {
        ReportPaper {
            shop: self.settings.shop.clone(),
            register: self.settings.register.clone(),
            about,
            at: self.now.clone(),
            by: String::new(),
            figures,
            currency: self.settings.currency.clone(),
            language: self.settings.language,
            marking: Marking::Original,
            journal_mark: String::new(),
        }
    }

    fn figures(
        &self,
        paper: &ReportPaper,
        json: &Value,
        to: &mut Destination,
    ) -> Result<(), Trouble> {
        match self.arguments.format {
            Format::Json => {
                let text = serde_json::to_string_pretty(json).map_err(json_trouble)?;
                Ok(writeln!(to, "{text}")?)
            }
            Format::Csv => {
                let mut table = self.csv(to, report::FIGURES)?;
                for row in report::figure_rows(&paper.figures, self.texts()) {
                    table.row(&row)?;
                }
                Ok(table.end()?)
            }
            Format::Text => {
                let columns = self.arguments.columns.unwrap_or(USUAL_COLUMNS);
                Ok(to.write_all(text::render(&report::document(paper), columns).as_bytes())?)
            }
            Format::Pdf => {
                let title = tables::file_title(self.arguments.kind);
                let bytes = pdf::render(&report::document(paper), title).map_err(unwritable)?;
                Ok(to.write_all(&bytes)?)
            }
        }
    }
}
