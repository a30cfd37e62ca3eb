//! The reports that SEQR makes of a transaction period, read tolerantly.
//!
//! The vendor's own examples are not well-formed: end tags with another name than their start
//! tags, a second start tag where the end tag should be, `NULL` for an absent value, five decimals.
//! A report is therefore read as a flat run of rows and fields. Everything that was not as it
//! should be is listed, so that a person can judge, and the caller keeps the raw text.
//!
//! This module reads one report. Comparing it with the register's own journal is done elsewhere.

mod rows;

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
const MAX_ROWS: usize = 200_000;

/// This many irregularities are listed: whoever reads them has seen enough, and a report made of
/// nothing else must not take for ever.
const MAX_IRREGULARITIES: usize = 100;

/// Names and reasons that come from the report are cut to this many characters in irregularities
/// and errors.
const LONGEST_QUOTE: usize = 200;

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
    /// There is more that is not as it should be; it is not listed.
    #[error("and more that is not listed")]
    More,
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
    rows::read(text.trim_start_matches('\u{FEFF}').trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERIOD: &str = "2026112123000000001000001";

    fn transaction(amount: Decimal, ers_reference: &str) -> ReportRow {
        ReportRow {
            terminal_id: Some("0f3c".to_owned()),
            cashier_id: Some("17".to_owned()),
            sales_amount: Some(amount),
            ers_reference: Some(ers_reference.to_owned()),
            ..ReportRow::default()
        }
    }

    fn summary(count: u64, total: Decimal) -> ReportRow {
        ReportRow { sales_count: Some(count), sales_total: Some(total), ..ReportRow::default() }
    }

    fn report(kind: &str, end: &str, rows: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\n<{kind}>\n <Meta>\n  \
             <ResellerId>exampleshop</ResellerId>\n  <TransactionPeriodId>{PERIOD}</TransactionPeriodId>\n  \
             <GeneratedAt>2026-11-21 23:00</GeneratedAt>\n </Meta>\n\n{rows}\n{end}\n"
        )
    }

    fn row(amount: &str, ers_reference: &str) -> String {
        format!(
            " <Row>\n  <TerminalId>0f3c</TerminalId>\n\n  <CashierId>17</CashierId>\n  \
             <SalesAmount>{amount}</SalesAmount>\n  <ErsReference>{ers_reference}</ErsReference>\n </Row>\n"
        )
    }

    #[test]
    fn reads_a_report_as_described() {
        let rows = row("93.31000", "A1") + &row("-19.80", "A2");
        let read =
            read_text(&report("TransactionDetails", "</TransactionDetails>", &rows)).unwrap();
        assert_eq!(read.kind, "TransactionDetails");
        assert_eq!(read.transaction_period_id(), Some(PERIOD));
        assert_eq!(read.about("generatedat"), Some("2026-11-21 23:00"));
        let amounts = (Decimal::new(9_331, 2), Decimal::new(-1_980, 2));
        assert_eq!(read.rows, [transaction(amounts.0, "A1"), transaction(amounts.1, "A2")]);
        assert_eq!(read.irregularities, []);
    }

    /// The endings that the vendor's own examples have.
    #[test]
    fn a_report_may_end_as_it_likes() {
        let rows = " <Row><SalesCount>2</SalesCount><SalesTotal>140.00000</SalesTotal></Row>";
        let kind = "TerminalTransactionSummary";
        for end in ["</TransactionDetails>", "<TerminalTransactionSummary>", "", "</Row>"] {
            let read = read_text(&report(kind, end, rows)).unwrap();
            assert_eq!(read.rows, [summary(2, Decimal::from(140))], "{end}");
            assert_eq!(read.irregularities.is_empty(), end.is_empty(), "{end}");
        }
    }

    #[test]
    fn a_missing_cashier_is_none() {
        let rows =
            "<Row><CashierId>NULL</CashierId><TerminalId/><SalesAmount> 1 </SalesAmount></Row>";
        let read = read_text(&report("TransactionDetails", "</TransactionDetails>", rows)).unwrap();
        let expected = ReportRow { sales_amount: Some(Decimal::ONE), ..ReportRow::default() };
        assert_eq!(read.rows, [expected]);
        assert_eq!(read.irregularities, []);
    }

    #[test]
    fn spoilt_fields_are_kept_and_told() {
        let rows = "<Row><SalesAmount>1,234</SalesAmount><ErsReference>A1</ErsReference>\
            <ErsReference>A2</ErsReference><SalesCount>-1</SalesCount><Kind>REFUND &amp; &#x41;</Kind></Row>";
        let read = read_text(&report("TransactionDetails", "</TransactionDetails>", rows)).unwrap();
        let [row] = read.rows.as_slice() else { panic!("{:?}", read.rows) };
        assert_eq!(row.sales_amount, None, "a thousand, or one and a bit? Nobody knows");
        assert_eq!(row.ers_reference.as_deref(), Some("A1"));
        let other: Vec<(&str, &str)> =
            row.other.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let expected = [
            ("SalesAmount", "1,234"),
            ("ErsReference", "A2"),
            ("SalesCount", "-1"),
            ("Kind", "REFUND & A"),
        ];
        assert_eq!(other, expected);
        let told: Vec<String> = read.irregularities.iter().map(ToString::to_string).collect();
        let expected = [
            "row 1: SalesAmount is not a number",
            "row 1: ErsReference is there twice",
            "row 1: SalesCount is not a number",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn rows_and_fields_that_are_not_closed_are_read() {
        for rows in [
            "<Row><SalesCount>1</SalesCount><SalesTotal>2</SalesTotal><Row><SalesCount>3</SalesCount><SalesTotal>4</SalesTotal></Row>",
            "<Row><SalesCount>1<SalesTotal>2</Row></Row><Row><SalesCount>3</Count><SalesTotal>4</SalesTotal></Row>",
        ] {
            let read = read_text(&report("S", "</S>", rows)).unwrap();
            let expected = [summary(1, Decimal::TWO), summary(3, Decimal::from(4))];
            assert_eq!(read.rows, expected, "{rows}");
            assert!(!read.irregularities.is_empty(), "{rows}");
        }
    }

    #[test]
    fn what_breaks_off_keeps_its_rows() {
        let whole = report("T", "</T>", &(row("1", "A1") + &row("2", "A2")));
        let cut = whole.find("<ErsReference>A2").unwrap() + 5;
        let read = read_text(&whole[..cut]).unwrap();
        assert_eq!(read.rows.len(), 2);
        assert_eq!(read.rows[0], transaction(Decimal::ONE, "A1"));
        assert_eq!(read.rows[1].ers_reference, None);
        assert!(matches!(read.irregularities.last(), Some(Irregularity::CutShort(_))));
        let half_a_number = whole.replace(">2<", ">2.50<");
        let cut = half_a_number.find("2.50").unwrap() + 1;
        let read = read_text(&half_a_number[..cut]).unwrap();
        assert_eq!(read.rows[1].sales_amount, None);
        assert!(!read.irregularities.is_empty());
    }

    #[test]
    fn what_is_no_report_is_refused() {
        for (text, expected) in [
            ("", ReportError::Empty),
            (" \n", ReportError::Empty),
            ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", ReportError::Doctype),
            ("no report", ReportError::NotXml("there is no element in it".to_owned())),
        ] {
            assert_eq!(read_text(text), Err(expected), "{text}");
        }
        assert!(matches!(read_text("<!broken"), Err(ReportError::NotXml(_))));
    }

    /// Reading takes as long as the report is, not the square of it.
    #[test]
    fn a_report_of_nothing_but_irregularities_is_read_to_its_end() {
        let wrong = "<SalesAmount>x</SalesAmount>".repeat(50_000);
        let open = "<a>".repeat(500_000);
        let read = read_text(&format!("<T><Row>{wrong}{open}</Row><Row/></T>")).unwrap();
        assert_eq!(read.irregularities.len(), MAX_IRREGULARITIES + 1);
        assert_eq!(read.irregularities.last(), Some(&Irregularity::More));
        assert_eq!(read.rows.len(), 2);
    }

    #[test]
    fn irregularities_are_short() {
        let name = "b".repeat(100_000);
        for text in [format!("<T><{name}"), format!("<T></{name}"), format!("<{name}")] {
            if let Ok(read) = read_text(&text) {
                assert!(read.irregularities.iter().all(|it| it.to_string().len() < 1_000));
            }
        }
    }

    #[test]
    fn the_form_that_tells_more_is_read() {
        let full = report("T", "</T>", &row("1", "A1"));
        let empty = report("T", "</T>", "");
        let form = |content: Option<&str>, content_string: Option<&str>| Report {
            content: content.map(|text| text.as_bytes().to_vec()),
            content_string: content_string.map(str::to_owned),
            ..Report::default()
        };
        let with_line_ends = format!("\u{FEFF}{}", full.replace('\n', "\r\n"));
        for (report, rows, differ) in [
            (form(None, Some(&full)), 1, false),
            (form(Some(&full), None), 1, false),
            (form(Some(&full), Some(" ")), 1, false),
            (form(Some(&with_line_ends), Some(&full)), 1, false),
            (form(Some(&full), Some(&empty)), 1, true),
            (form(Some(&empty), Some(&full)), 1, true),
            (form(Some("not XML"), Some(&full)), 1, true),
            (form(Some(&full), Some("not XML")), 1, true),
        ] {
            let read = read_report(&report).unwrap();
            assert_eq!(read.rows.len(), rows);
            assert_eq!(read.irregularities.contains(&Irregularity::FormsDiffer), differ);
        }
        assert_eq!(read_report(&Report::default()), Err(ReportError::Empty));
        assert!(read_report(&form(Some("x"), Some("y"))).is_err());
    }
}
