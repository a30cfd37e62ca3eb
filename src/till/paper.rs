//! Draws papers from what the journal remembers: the same receipt whenever it is drawn.

use jiff::tz::TimeZone;

use crate::core::receipt::ReceiptId;
use crate::core::settings::{PrinterSettings, Settings};
use crate::document::escpos::CodePage;
use crate::document::receipt::{Marking, Medium, ReceiptPaper};
use crate::document::{Document, escpos, receipt as receipt_document, test_page as page};
use crate::journal::{JournalError, Reader};

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
}

/// The customer's receipt.
///
/// # Errors
/// See [`PaperError`].
pub fn receipt(
    journal: &Reader,
    receipt: ReceiptId,
    settings: &Settings,
) -> Result<Document, PaperError> {
    let finished = journal.finished_receipt(receipt)?.ok_or(PaperError::NoSuchReceipt(receipt))?;
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
        marking: Marking::Original,
        medium: Medium::Paper,
    };
    Ok(receipt_document::document(&paper))
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
