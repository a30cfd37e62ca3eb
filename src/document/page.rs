//! A document as pages of A4: for reports that are filed. A table that goes on to another page begins there with its
//! headings, and every page has its number.

use std::borrow::Cow;

use super::layout::{Laid, Measure, Part, lay_out};
use super::pdf::{self, Drawn, Faces, Mark, PdfError};
use super::{Document, Row, Size, Style};
use crate::language::Texts;

/// Width and height in points.
const WIDTH: f32 = 595.3;
const HEIGHT: f32 = 841.9;
/// The margin on every side; the page's number stands in the lower one.
const MARGIN: f32 = 42.5;
/// Size of normal letters in points.
const LETTER: u32 = 8;
/// Distance between lines, in parts of the letters' size.
const LEADING: f32 = 1.4;
/// The most rows that a table may have here: more make a file that no reader opens quickly.
pub const MOST_ROWS: usize = 20_000;

/// A page as wide as A4, in the letters of the embedded font.
struct Page<'a>(&'a Faces);

impl Measure for Page<'_> {
    fn prepare<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.0.prepare(text)
    }

    fn width(&self, text: &str, style: Style) -> u32 {
        self.0.width_at(text, style, LETTER)
    }

    fn page(&self) -> u32 {
        ((WIDTH - 2.0 * MARGIN) * 1_000.0) as u32
    }

    fn gap(&self) -> u32 {
        LETTER * 750
    }
}

/// Renders a document. The title is what a reader shows for the file.
///
/// # Errors
/// Only if the program itself is broken.
pub fn render(document: &Document, title: &str, texts: &Texts) -> Result<Vec<u8>, PdfError> {
    let faces = pdf::faces()?;
    let page = Page(faces);
    let mut paper = Paper { page: &page, pages: Vec::new(), marks: Vec::new(), depth: MARGIN };
    for row in document.rows() {
        paper.row(row);
    }
    paper.end_page();
    let count = paper.pages.len();
    let drawn = paper.pages.into_iter().zip(1_i64..).map(|(mut marks, number)| {
        let of = i64::try_from(count).unwrap_or(i64::MAX);
        let words = texts.with("report-page", &[("number", number.into()), ("count", of.into())]);
        marks.extend(footer(&page, title, &words));
        Drawn { width: WIDTH, height: HEIGHT, marks }
    });
    pdf::save(title, faces, drawn.collect())
}

fn footer(page: &Page<'_>, title: &str, number: &str) -> [Mark; 2] {
    let at_the_right = page.page().saturating_sub(page.width(number, Style::NORMAL));
    let text = |text: &str, left: u32| Mark::Text {
        weight: super::Weight::Normal,
        size: LETTER as f32,
        squeeze: 100.0,
        left: MARGIN + left as f32 / 1_000.0,
        depth: HEIGHT - MARGIN / 2.0,
        text: text.to_owned(),
    };
    [text(&page.prepare(title), 0), text(number, at_the_right)]
}

struct Paper<'a> {
    page: &'a Page<'a>,
    pages: Vec<Vec<Mark>>,
    marks: Vec<Mark>,
    /// How far down the page the next line begins.
    depth: f32,
}

impl Paper<'_> {
    fn row(&mut self, row: &Row) {
        let mut one = Document::new();
        one.push(row.clone());
        let lines = lay_out(&one, self.page);
        let is_table = matches!(row, Row::Table { body, .. } if lines.len() == body.len() + 1);
        let heading = lines.first().filter(|_| is_table).cloned();
        for (place, line) in lines.into_iter().enumerate() {
            if self.depth + height(&line) > HEIGHT - MARGIN {
                self.end_page();
                if place > 0
                    && let Some(heading) = &heading
                {
                    self.line(heading.clone());
                }
            }
            self.line(line);
        }
    }

    fn line(&mut self, laid: Laid) {
        let height = height(&laid);
        match laid {
            Laid::Line { style, parts } => self.text(parts, style),
            Laid::Rule => {
                let (depth, width) = (self.depth + height / 2.0, WIDTH - 2.0 * MARGIN);
                self.marks.push(Mark::Box { left: MARGIN, depth, width, height: 0.6 });
            }
            // Codes are for receipts; a report has none.
            Laid::Blank | Laid::Barcode(_) | Laid::Qr(_) => {}
            Laid::Cut => return self.end_page(),
        }
        self.depth += height;
    }

    fn text(&mut self, parts: Vec<Part>, style: Style) {
        let (size, squeeze) = match style.size {
            Size::Normal => (LETTER as f32, 100.0),
            Size::Tall | Size::Double => (2.0 * LETTER as f32, squeezed(style.size)),
        };
        for part in parts.into_iter().filter(|part| !part.text.is_empty()) {
            self.marks.push(Mark::Text {
                weight: style.weight,
                size,
                squeeze,
                left: MARGIN + part.left as f32 / 1_000.0,
                depth: self.depth + size,
                text: part.text,
            });
        }
    }

    fn end_page(&mut self) {
        self.depth = MARGIN;
        if !self.marks.is_empty() {
            self.pages.push(std::mem::take(&mut self.marks));
        }
    }
}

fn squeezed(size: Size) -> f32 {
    if size == Size::Tall { 50.0 } else { 100.0 }
}

fn height(laid: &Laid) -> f32 {
    let lines = match laid {
        Laid::Line { style, .. } if style.size != Size::Normal => 2.0,
        Laid::Cut => 0.0,
        _ => 1.0,
    };
    lines * LETTER as f32 * LEADING
}

#[cfg(test)]
mod tests {
    use printpdf::{PdfDocument, PdfParseOptions};

    use super::*;
    use crate::core::language::Language;

    fn pages(document: &Document) -> Vec<String> {
        let texts = Texts::of(Language::English);
        let bytes = render(document, "SEQR payments", texts).unwrap();
        let parsed =
            PdfDocument::parse(&bytes, &PdfParseOptions::default(), &mut Vec::new()).unwrap();
        assert!(parsed.pages.iter().all(|page| (page.media_box.height.0 - HEIGHT).abs() < 1.0));
        parsed.extract_text().into_iter().map(|page| page.join("|")).collect()
    }

    #[test]
    fn a_long_table_goes_on_with_its_headings_and_every_page_is_numbered() {
        let mut document = Document::new();
        document.text("Räksmörgås AB");
        let head = vec!["Tid".to_owned(), "Belopp".to_owned()];
        let body = (0..200).map(|row| vec![format!("row {row}"), "1,00".to_owned()]).collect();
        document.push(Row::Table { head, body });
        document.pair("Summa", "200,00");
        let pages = pages(&document);
        assert!(pages.len() > 2, "{} pages", pages.len());
        for (place, page) in pages.iter().enumerate() {
            let number = format!("Page {} of {}", place + 1, pages.len());
            assert!(page.contains(&number) && page.contains("SEQR payments"), "{page}");
            assert_eq!(page.matches("Belopp").count(), 1, "{page}");
        }
        let whole = pages.join("|");
        for row in 0..200 {
            assert_eq!(whole.matches(&format!("row {row}|")).count(), 1, "row {row}");
        }
        assert!(pages.last().unwrap().contains("200,00") && pages[0].contains("Räksmörgås AB"));
    }
}
