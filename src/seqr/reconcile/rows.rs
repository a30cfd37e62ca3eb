//! The flat run of tags and texts that a report is read as.

use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;

use super::{
    Irregularity, LONGEST_QUOTE, MAX_IRREGULARITIES, MAX_ROWS, ReconciliationReport, ReportError,
    ReportRow,
};
use crate::seqr::soap::lexical::decimal;

/// Reads a report's text.
pub(super) fn read(text: &str) -> Result<ReconciliationReport, ReportError> {
    if text.is_empty() {
        return Err(ReportError::Empty);
    }
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut rows = RowReader::default();
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return rows.finish(),
            Ok(Event::Start(start)) => rows.start(start.local_name().as_ref())?,
            Ok(Event::End(end)) => rows.end(end.local_name().as_ref()),
            Ok(Event::Text(text)) => rows.text(&text.xml10_content()),
            Ok(Event::CData(text)) => rows.text(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => rows.reference(&reference),
            Ok(Event::DocType(_)) => return Err(ReportError::Doctype),
            Ok(Event::Empty(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_)) => {}
            Err(error) => return rows.break_off(&quote(&error.to_string())),
        }
    }
}

/// Where in the report the reader is.
#[derive(Debug, Default)]
enum Place {
    /// Before the root element.
    #[default]
    Outside,
    /// Between rows.
    Root,
    /// In what the report says about itself.
    About,
    /// In a row.
    Row(ReportRow),
}

fn quote(text: &str) -> String {
    text.chars().take(LONGEST_QUOTE).collect()
}

#[derive(Debug, Default)]
struct RowReader {
    report: ReconciliationReport,
    place: Place,
    /// The field being read, with its text so far.
    field: Option<(String, String)>,
}

impl RowReader {
    fn start(&mut self, name: &str) -> Result<(), ReportError> {
        self.close_field(None);
        match &self.place {
            Place::Outside => {
                name.clone_into(&mut self.report.kind);
                self.place = Place::Root;
            }
            _ if name.eq_ignore_ascii_case("Row") => {
                self.close_row("a row begins inside a row");
                if self.report.rows.len() >= MAX_ROWS {
                    return Err(ReportError::TooManyRows);
                }
                self.place = Place::Row(ReportRow::default());
            }
            _ if name.eq_ignore_ascii_case("Meta") => {
                self.close_row("Meta begins inside a row");
                self.place = Place::About;
            }
            // The end of a summary, with the slash forgotten.
            _ if name == self.report.kind => {
                self.close_row("a row is not closed");
                self.irregular("a second start tag where the end tag should be");
                self.place = Place::Root;
            }
            Place::Row(_) | Place::About => self.field = Some((name.to_owned(), String::new())),
            Place::Root => self.irregular("an element between the rows"),
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        if self.field.is_some() {
            self.close_field(Some(name));
        } else if matches!(self.place, Place::Row(_)) {
            if !name.eq_ignore_ascii_case("Row") {
                self.irregular("a row ends with another name");
            }
            self.close_row("");
        } else if matches!(self.place, Place::About) {
            if !name.eq_ignore_ascii_case("Meta") {
                self.irregular("Meta ends with another name");
            }
            self.place = Place::Root;
        } else if name != self.report.kind {
            self.irregular("the report ends with another name than it began with");
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, value)) = &mut self.field {
            value.push_str(text);
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) {
        let character = match reference.as_ref() {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "apos" => Some('\''),
            "quot" => Some('"'),
            _ => reference.resolve_char_ref().ok().flatten(),
        };
        self.text(character.unwrap_or('\u{FFFD}').encode_utf8(&mut [0; 4]));
    }

    fn irregular(&mut self, what: &str) {
        let irregularity = Irregularity::Tags(what.to_owned());
        if !self.report.irregularities.contains(&irregularity) {
            self.list(irregularity);
        }
    }

    fn list(&mut self, irregularity: Irregularity) {
        let listed = &mut self.report.irregularities;
        match listed.len() {
            0..MAX_IRREGULARITIES => listed.push(irregularity),
            MAX_IRREGULARITIES => listed.push(Irregularity::More),
            _ => {}
        }
    }

    /// Ends the field being read, at an end tag or for want of one.
    fn close_field(&mut self, end: Option<&str>) {
        let Some((name, value)) = self.field.take() else { return };
        if end != Some(name.as_str()) {
            self.irregular("a field is closed by another tag than its own");
        }
        let value = value.trim().to_owned();
        let row = self.report.rows.len() + 1;
        match &mut self.place {
            Place::Row(fields) => {
                if let Some(irregularity) = fields.set(row, name, value) {
                    self.list(irregularity);
                }
            }
            Place::About => self.report.about.push((name, value)),
            Place::Root | Place::Outside => {}
        }
    }

    /// Ends the row being read, if any; `problem` says what is wrong with its ending here.
    fn close_row(&mut self, problem: &str) {
        match std::mem::replace(&mut self.place, Place::Root) {
            Place::Row(row) => {
                self.report.rows.push(row);
                if !problem.is_empty() {
                    self.irregular(problem);
                }
            }
            Place::About if !problem.is_empty() => self.irregular("Meta is not closed"),
            Place::About | Place::Root | Place::Outside => {}
        }
    }

    fn finish(mut self) -> Result<ReconciliationReport, ReportError> {
        if matches!(self.place, Place::Outside) {
            return Err(ReportError::NotXml("there is no element in it".to_owned()));
        }
        // Half a number is another number, so a field that the end cuts off is not taken.
        if self.field.take().is_some() {
            self.irregular("the report ends inside a field");
        }
        self.close_row("the report ends inside a row");
        Ok(self.report)
    }

    /// Ends the reading where nothing more can be read.
    fn break_off(self, reason: &str) -> Result<ReconciliationReport, ReportError> {
        if matches!(self.place, Place::Outside) {
            return Err(ReportError::NotXml(reason.to_owned()));
        }
        let mut report = self.finish()?;
        report.irregularities.push(Irregularity::CutShort(reason.to_owned()));
        Ok(report)
    }
}

impl ReportRow {
    /// Takes a field in; gives back what was wrong with it.
    fn set(&mut self, row: usize, field: String, value: String) -> Option<Irregularity> {
        if value.is_empty() || value == "NULL" {
            return None;
        }
        let taken = match field.as_str() {
            "TerminalId" => put(&mut self.terminal_id, Some(value.clone())),
            "CashierId" => put(&mut self.cashier_id, Some(value.clone())),
            "ErsReference" => put(&mut self.ers_reference, Some(value.clone())),
            "SalesAmount" => put(&mut self.sales_amount, decimal(&value)),
            "SalesTotal" => put(&mut self.sales_total, decimal(&value)),
            "SalesCount" => put(&mut self.sales_count, value.parse().ok()),
            _ => {
                self.other.push((field, value));
                return None;
            }
        };
        match taken {
            Taken::Yes => None,
            Taken::NotANumber => {
                self.other.push((field.clone(), value));
                Some(Irregularity::NotANumber { row, field: quote(&field) })
            }
            Taken::Twice => {
                self.other.push((field.clone(), value));
                Some(Irregularity::Twice { row, field: quote(&field) })
            }
        }
    }
}

/// Whether a value found its place.
enum Taken {
    Yes,
    NotANumber,
    Twice,
}

fn put<T>(place: &mut Option<T>, value: Option<T>) -> Taken {
    match (&place, value) {
        (_, None) => Taken::NotANumber,
        (Some(_), Some(_)) => Taken::Twice,
        (None, value) => {
            *place = value;
            Taken::Yes
        }
    }
}
