//! The page that shows an installer whether a printer is set up right: its letters, its width,
//! its sizes, its bar codes and its knife.

use super::{Align, Document, Row, Style};
use crate::core::language::Language;
use crate::language::Texts;

/// What the bar code of the page says; also proves that a scanner reads it.
pub const CODE: &str = "KASSA-1234";

/// Builds the page for paper of so many columns.
pub fn document(columns: u8, language: Language) -> Document {
    let texts = Texts::of(language);
    let mut page = Document::new();
    page.styled(texts.get("test-page-title"), Align::Center, Style::DOUBLE);
    page.centered(texts.get("test-page-question"));
    page.rule();
    page.pair(texts.get("test-page-letters"), "åäö ÅÄÖ é €");
    page.text(texts.get("test-page-normal"));
    page.styled(texts.get("test-page-bold"), Align::Left, Style::BOLD);
    page.styled(texts.get("test-page-tall"), Align::Left, Style::TALL);
    page.styled(texts.get("test-page-double"), Align::Left, Style::DOUBLE);
    page.rule();
    page.text(texts.with("test-page-width", &[("columns", columns.into())]));
    page.text(ruler(columns));
    page.pair(texts.get("test-page-left"), texts.get("test-page-right"));
    page.pair(texts.get("test-page-long"), "1\u{a0}234\u{a0}567,89");
    page.rule();
    page.centered(texts.get("test-page-bar-code"));
    page.push(Row::Barcode(CODE.to_owned()));
    page.blank();
    page.centered(texts.get("test-page-end"));
    page.push(Row::Cut);
    page
}

/// `1234567890123…`, as long as a line.
fn ruler(columns: u8) -> String {
    "1234567890".chars().cycle().take(usize::from(columns)).collect()
}
