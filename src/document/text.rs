//! A document as plain text of a fixed number of columns, for files, terminals and tests.
//!
//! Plain text has one size: what is larger on paper is as large as the rest here.

use std::borrow::Cow;

use super::layout::{Laid, Measure, Part, lay_out};
use super::{Document, Size, Style};

/// Letters of one width, so many on a line. With it a screen can lay a document out as paper has
/// it, and draw each line with [`line`] in its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns(pub u32);

impl Measure for Columns {
    fn prepare<'a>(&self, text: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(text)
    }

    fn width(&self, text: &str, style: Style) -> u32 {
        grid_width(text, style)
    }

    fn page(&self) -> u32 {
        self.0
    }

    fn gap(&self) -> u32 {
        1
    }
}

/// The columns that a text takes on a printer whose letters have one width.
pub(super) fn grid_width(text: &str, style: Style) -> u32 {
    let letters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    match style.size {
        Size::Normal | Size::Tall => letters,
        Size::Double => letters.saturating_mul(2),
    }
}

/// One line of such a printer, with spaces that bring each part to its place.
pub fn line(parts: &[Part], style: Style) -> String {
    let mut text = String::new();
    for part in parts {
        let missing = part.left.saturating_sub(grid_width(&text, style));
        let spaces = missing / grid_width(" ", style);
        text.extend(std::iter::repeat_n(' ', spaces as usize));
        text.push_str(&part.text);
    }
    text
}

/// Renders a document. Every line ends with a line feed and has no spaces at its end.
pub fn render(document: &Document, columns: u8) -> String {
    let columns = u32::from(columns);
    let mut text = String::new();
    for laid in lay_out(document, &Columns(columns)) {
        let row = match laid {
            Laid::Line { style, parts } => line(&parts, style),
            Laid::Rule => "-".repeat(columns as usize),
            Laid::Blank => String::new(),
            Laid::Barcode(code) => centered(&format!("|| {code} ||"), columns),
            Laid::Qr(content) => centered(&content, columns),
            Laid::Cut => continue,
        };
        text.push_str(row.trim_end_matches(' '));
        text.push('\n');
    }
    text
}

fn centered(text: &str, columns: u32) -> String {
    let free = columns.saturating_sub(grid_width(text, Style::NORMAL)) as usize;
    format!("{}{text}", " ".repeat(free / 2))
}
