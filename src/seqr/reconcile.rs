//! The reports that SEQR makes of a transaction period, read tolerantly.
//!
//! The vendor's own examples are not well-formed: end tags with another name than their start
//! tags, a second start tag where the end tag should be, `NULL` for an absent value, five decimals.
//! A report is therefore read as a flat run of rows and fields. Everything that was not as it
//! should be is listed, so that a person can judge, and the caller keeps the raw text.
//!
//! This module reads one report. Comparing it with the register's own journal is done elsewhere.

use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;
use rust_decimal::Decimal;

use super::message::Report;

/// Reports for the whole shop and for one terminal, by the name that executeReport takes.
pub mod report_id {
    /// The whole shop, in sum or by transaction (the documents disagree).
    pub const SHOP: &str = "Reconciliation/Shop.xml";
    /// The whole shop, by transaction.
    pub const SHOP_TRANSACTIONS: &str = "Reconciliation/STD_RECON_003.xml";
    /// One terminal, in sum.
    pub const TERMINAL_SUMMARY: &str = "Reconciliation/STD_RECON_006.xml";
    /// One terminal, by transaction.
    pub const TERMINAL_TRANSACTIONS: &str = "Reconciliation/STD_RECON_007.xml";
}

/// More rows than any shop sells in a period.
const MAX_ROWS: usize = 1_000_000;

/// What a report says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReconciliationReport {
    /// The root element's name, for example `TransactionDetails`.
    pub kind: String,
    /// What the report says about itself: `ResellerId`, `TransactionPeriodId`, `GeneratedAt`, …
    pub about: Vec<(String, String)>,
    /// Its rows, in order.
    pub rows: Vec<ReportRow>,
    /// What was not as it should be, for the log and for a manager.
    pub irregularities: Vec<Irregularity>,
}

impl ReconciliationReport {
    /// One of the things that the report says about itself.
    pub fn about(&self, name: &str) -> Option<&str> {
        let found = self.about.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The period that the report is about.
    pub fn transaction_period_id(&self) -> Option<&str> {
        self.about("TransactionPeriodId")
    }
}

/// A row of a report: one transaction, or one sum. Refunds may be negative amounts; no document
/// shows one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportRow {
    /// The terminal.
    pub terminal_id: Option<String>,
    /// The cashier; absent where the report says `NULL`.
    pub cashier_id: Option<String>,
    /// The transaction's amount.
    pub sales_amount: Option<Decimal>,
    /// The transaction's reference.
    pub ers_reference: Option<String>,
    /// How many transactions are summed up.
    pub sales_count: Option<u64>,
    /// Their sum.
    pub sales_total: Option<Decimal>,
    /// Fields of other names, and those that could not be read as what they should be.
    pub other: Vec<(String, String)>,
}

/// Something in a report was not as it should be; it was read nevertheless.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Irregularity {
    /// The tags do not match: the report is not well-formed XML.
    #[error("the tags do not match: {0}")]
    Tags(String),
    /// A field could not be read as a number.
    #[error("row {row}: {field} is not a number")]
    NotANumber {
        /// The row, counted from 1.
        row: usize,
        /// The field's name.
        field: String,
    },
    /// A field is there twice in a row; the first one counts.
    #[error("row {row}: {field} is there twice")]
    Twice {
        /// The row, counted from 1.
        row: usize,
        /// The field's name.
        field: String,
    },
    /// The two forms of the report are not the same text.
    #[error("the report's two forms differ")]
    FormsDiffer,
    /// The reading ended early.
    #[error("the report could not be read to its end: {0}")]
    CutShort(String),
}

/// Why a report cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    /// Neither of its two forms holds anything.
    #[error("the report is empty")]
    Empty,
    /// It is not XML, not even sloppy XML.
    #[error("the report is not XML: {0}")]
    NotXml(String),
    /// It brings a document type definition, which is never processed.
    #[error("the report has a DOCTYPE, which is refused")]
    Doctype,
    /// It has more rows than a shop can have sold.
    #[error("the report has more than {MAX_ROWS} rows")]
    TooManyRows,
}

/// Reads a report from whichever of its two forms tells more, the text first.
///
/// # Errors
/// If neither form can be read.
pub fn read_report(report: &Report) -> Result<ReconciliationReport, ReportError> {
    let content = report.content.as_deref().map(String::from_utf8_lossy);
    let forms = [report.content_string.as_deref(), content.as_deref()];
    let mut forms = forms.into_iter().flatten().filter(|form| !form.trim().is_empty());
    let first = forms.next().ok_or(ReportError::Empty)?;
    let Some(second) = forms.next() else { return read_text(first) };
    if normal(first) == normal(second) {
        return read_text(first);
    }
    let mut read = match (read_text(first), read_text(second)) {
        (Ok(first), Ok(second)) if second.rows.len() > first.rows.len() => second,
        (Ok(first), _) => first,
        (Err(_), Ok(second)) => second,
        (Err(error), Err(_)) => return Err(error),
    };
    read.irregularities.push(Irregularity::FormsDiffer);
    Ok(read)
}

/// A text without what encodings and line ends may change.
fn normal(text: &str) -> String {
    text.trim_start_matches('\u{FEFF}').split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads one form of a report.
///
/// # Errors
/// If it is not XML, not even sloppy XML, or has a document type definition.
pub fn read_text(text: &str) -> Result<ReconciliationReport, ReportError> {
    let text = text.trim_start_matches('\u{FEFF}').trim();
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
            Err(error) => return rows.break_off(&error.to_string()),
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
            self.report.irregularities.push(irregularity);
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
                self.report.irregularities.extend(fields.set(row, name, value));
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
        self.close_field(None);
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
            "SalesAmount" => put(&mut self.sales_amount, number(&value)),
            "SalesTotal" => put(&mut self.sales_total, number(&value)),
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
                Some(Irregularity::NotANumber { row, field })
            }
            Taken::Twice => {
                self.other.push((field.clone(), value));
                Some(Irregularity::Twice { row, field })
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

/// A number in plain notation; also with a comma for the point, as Swedes write it.
fn number(text: &str) -> Option<Decimal> {
    let text = text.replace(',', ".");
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
    if is_plain { Decimal::from_str_exact(&text).ok() } else { None }
}
