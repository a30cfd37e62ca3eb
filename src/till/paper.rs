//! Draws papers from what the journal remembers: the same receipt whenever it is drawn.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::core::figures::{ReportKind, ReportNumber};
use crate::core::receipt::ReceiptId;
use crate::core::settings::{PrinterSettings, Settings};
use crate::document::escpos::CodePage;
use crate::document::receipt::{Marking, Medium, ReceiptPaper, ReturnOf};
use crate::document::report::{About, ReportPaper};
use crate::document::{
    Document, escpos, receipt as receipt_document, report as report_document, test_page as page,
};
use crate::journal::{JournalError, Reader, ReportRecord};

/// Characters on a line of 80 mm paper, where no printer says otherwise.
pub const USUAL_COLUMNS: u8 = 48;

/// Why a paper cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The journal cannot be read.
    #[error("the journal cannot be read: {0}")]
    Journal(#[from] JournalError),
    /// There is no such completed receipt.
    #[error("there is no completed receipt {}", .0.0)]
    NoSuchReceipt(ReceiptId),
    /// There is no such report.
    #[error("there is no report {}", .0.0)]
    NoSuchReport(ReportNumber),
}

/// A report that was made, as it goes to the printer for the `print`th time, counted from 1: the same figures whenever
/// it is drawn.
///
/// # Errors
/// See [`PaperError`].
pub fn printed_report(
    journal: &Reader,
    (kind, number): (ReportKind, ReportNumber),
    settings: &Settings,
    (is_copy, print): (bool, u32),
) -> Result<Document, PaperError> {
    let made = journal.report(kind, number)?.ok_or(PaperError::NoSuchReport(number))?;
    let marking = match (is_copy, print) {
        (true, _) => Marking::Copy,
        (false, 0 | 1) => Marking::Original,
        (false, print) => Marking::PrintedAgain { print },
    };
    Ok(report_document::document(&report_paper(made, settings, &TimeZone::system(), marking)))
}

/// A report that was made, as its paper has it.
pub fn report_paper(
    made: ReportRecord,
    settings: &Settings,
    zone: &TimeZone,
    marking: Marking,
) -> ReportPaper {
    let zoned = |at: jiff::Timestamp| at.to_zoned(zone.clone());
    let mark = made.hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    ReportPaper {
        shop: settings.shop.clone(),
        register: made.register,
        about: About::Period {
            kind: made.kind,
            number: Some(made.number),
            since: made.period.since.map(zoned),
            grand: made.period.grand,
            standing: made.period.standing,
        },
        at: zoned(made.at),
        by: made.by.map(|by| by.name).unwrap_or_default(),
        figures: made.period.figures,
        currency: settings.currency.clone(),
        language: settings.language,
        marking,
        journal_mark: mark,
    }
}

/// The customer's receipt, as it is printed the first time.
///
/// # Errors
/// See [`PaperError`].
pub fn receipt(
    journal: &Reader,
    receipt: ReceiptId,
    settings: &Settings,
) -> Result<Document, PaperError> {
    printed_receipt(journal, receipt, settings, 1)
}

/// The customer's receipt, as it goes to the printer for the `print`th time, counted from 1. From
/// the second time on it says that the one before was cut off, so that no two papers can pass as
/// originals of one sale.
///
/// # Errors
/// See [`PaperError`].
pub fn printed_receipt(
    journal: &Reader,
    receipt: ReceiptId,
    settings: &Settings,
    print: u32,
) -> Result<Document, PaperError> {
    let finished = journal.finished_receipt(receipt)?.ok_or(PaperError::NoSuchReceipt(receipt))?;
    let references: BTreeMap<_, _> =
        finished.refunds.into_iter().map(|refund| (refund.payment, refund.ers_reference)).collect();
    let references = references.into_iter().collect();
    let paper = ReceiptPaper {
        shop: settings.shop.clone(),
        register: finished.register,
        number: finished.number,
        at: finished.completed_at.to_zoned(TimeZone::system()),
        cashier: finished.cashier_name,
        lines: finished.lines,
        total: finished.total,
        vat: finished.vat,
        tenders: finished.tenders.into_iter().map(|taken| taken.tender).collect(),
        settlement: finished.settlement,
        currency: settings.currency.clone(),
        language: settings.language,
        marking: marking(settings, print),
        medium: Medium::Paper,
        returns: finished.returns.map(|number| ReturnOf { number, references }),
    };
    Ok(receipt_document::document(&paper))
}

/// Nothing from a training passes as a receipt, however often it is printed.
fn marking(settings: &Settings, print: u32) -> Marking {
    match print {
        _ if settings.training => Marking::Training,
        0 | 1 => Marking::Original,
        print => Marking::PrintedAgain { print },
    }
}

/// A page that shows whether the printer is set up right.
pub fn test_page(settings: &Settings) -> Document {
    let columns = settings.printer.as_ref().map_or(USUAL_COLUMNS, |printer| printer.columns);
    page::document(columns, settings.language)
}

/// A paper as a printer's own commands.
pub fn for_printer(document: &Document, printer: &PrinterSettings) -> Vec<u8> {
    escpos::render(document, printer.columns, CodePage::default())
}
