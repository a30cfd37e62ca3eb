//! A document as a PDF that looks like the receipt: as narrow as the paper, as long as needed,
//! with text that can be copied.

use std::borrow::Cow;
use std::sync::LazyLock;

use printpdf::{
    Color, Greyscale, Mm, Op, PaintMode, ParsedFont, PdfDocument, PdfFontHandle, PdfPage,
    PdfSaveOptions, PdfWarnMsg, Point, Pt, Rect, TextItem,
};

use super::code128::{Code128, QUIET};
use super::layout::{Laid, Measure, Part, lay_out};
use super::{Document, Size, Style, Weight};

/// Width of the paper, 80 mm, in points.
const PAPER_WIDTH: f32 = 226.8;
/// The margin on every side.
const MARGIN: f32 = 11.4;
/// Size of normal letters in points.
const LETTER: u32 = 9;
/// Distance between lines, in parts of the letters' size.
const LEADING: f32 = 1.25;
/// Where letters stand on their line, measured down from its top, in parts of their size.
const BASELINE: f32 = 0.98;
/// Height of a bar code's bars.
const BAR_HEIGHT: f32 = 28.0;
/// The widest module of a bar code; narrower where the code would not fit.
const BAR_MODULE: f32 = 1.0;
/// The largest module of a QR code.
const QR_MODULE: f32 = 3.0;
/// Readers refuse pages above 14 400 points; a document that is longer goes on to another page.
const LONGEST_PAGE: f32 = 14_000.0;

static FACES: LazyLock<Option<Faces>> = LazyLock::new(Faces::embedded);

/// Why a document cannot become a PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The program was built with a broken font.
    #[error("the built-in font cannot be read")]
    Font,
    /// The PDF library refused something.
    #[error("the PDF could not be written: {0}")]
    Write(String),
}

pub(super) struct Faces {
    regular: ParsedFont,
    bold: ParsedFont,
}

impl Faces {
    fn embedded() -> Option<Self> {
        let read = |bytes: &[u8]| ParsedFont::from_bytes(bytes, 0, &mut Vec::new());
        Some(Faces {
            regular: read(include_bytes!("../../resources/fonts/KassaSans-Regular.ttf"))?,
            bold: read(include_bytes!("../../resources/fonts/KassaSans-Bold.ttf"))?,
        })
    }

    fn face(&self, weight: Weight) -> &ParsedFont {
        match weight {
            Weight::Normal => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

/// Widths are in thousandths of a point.
impl Measure for Faces {
    fn prepare<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let has = |character: char| self.regular.lookup_glyph_index(character.into()).is_some();
        if text.chars().all(has) {
            return Cow::Borrowed(text);
        }
        text.chars().map(|character| if has(character) { character } else { '?' }).collect()
    }

    fn width(&self, text: &str, style: Style) -> u32 {
        self.width_at(text, style, LETTER)
    }

    fn page(&self) -> u32 {
        ((PAPER_WIDTH - 2.0 * MARGIN) * 1_000.0) as u32
    }

    fn gap(&self) -> u32 {
        LETTER * 500
    }
}

impl Faces {
    /// The width of a text in letters of another size.
    pub(super) fn width_at(&self, text: &str, style: Style, letter: u32) -> u32 {
        let face = self.face(style.weight);
        let units: u32 = text
            .chars()
            .filter_map(|character| face.lookup_glyph_index(character.into()))
            .filter_map(|glyph| face.get_glyph_width(glyph))
            .map(u32::from)
            .sum();
        // Tall letters are large ones squeezed to half their width.
        let size = if style.size == Size::Double { 2 * letter } else { letter };
        let thousandths = u64::from(units) * u64::from(size) * 1_000;
        u32::try_from(thousandths / u64::from(face.units_per_em.max(1))).unwrap_or(u32::MAX)
    }
}

/// Renders a document. The title is what a reader shows for the file.
///
/// # Errors
/// Only if the program itself is broken.
pub fn render(document: &Document, title: &str) -> Result<Vec<u8>, PdfError> {
    let faces = faces()?;
    save(title, faces, draw(document, faces))
}

/// The embedded font.
pub(super) fn faces() -> Result<&'static Faces, PdfError> {
    FACES.as_ref().ok_or(PdfError::Font)
}

/// Pages as a file.
pub(super) fn save(title: &str, faces: &Faces, drawn: Vec<Drawn>) -> Result<Vec<u8>, PdfError> {
    let mut pdf = PdfDocument::new(title);
    let fonts = Fonts {
        regular: PdfFontHandle::External(pdf.add_font(&faces.regular)),
        bold: PdfFontHandle::External(pdf.add_font(&faces.bold)),
    };
    let pages: Vec<PdfPage> = drawn.into_iter().map(|page| page.finished(&fonts)).collect();
    let mut warnings: Vec<PdfWarnMsg> = Vec::new();
    let bytes = pdf.with_pages(pages).save(&PdfSaveOptions::default(), &mut warnings);
    for warning in &warnings {
        tracing::warn!(?warning, "while writing a PDF");
    }
    if bytes.starts_with(b"%PDF") {
        Ok(bytes)
    } else {
        Err(PdfError::Write(format!("{warnings:?}")))
    }
}

fn draw(document: &Document, faces: &Faces) -> Vec<Drawn> {
    let mut drawing = Drawing { faces, pages: Vec::new(), marks: Vec::new(), depth: MARGIN };
    for laid in lay_out(document, faces) {
        drawing.draw(laid);
    }
    drawing.end_page();
    drawing.pages
}

/// A page with everything on it.
pub(super) struct Drawn {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) marks: Vec<Mark>,
}

/// The two faces of the font in one file.
struct Fonts {
    regular: PdfFontHandle,
    bold: PdfFontHandle,
}

impl Fonts {
    fn of(&self, weight: Weight) -> PdfFontHandle {
        match weight {
            Weight::Normal => self.regular.clone(),
            Weight::Bold => self.bold.clone(),
        }
    }
}

impl Drawn {
    fn finished(self, fonts: &Fonts) -> PdfPage {
        let mut operations =
            vec![Op::SetFillColor { col: Color::Greyscale(Greyscale::new(0.0, None)) }];
        for mark in self.marks {
            mark.draw(self.height, fonts, &mut operations);
        }
        let (width, height): (Mm, Mm) = (Pt(self.width).into(), Pt(self.height).into());
        PdfPage::new(width, height, operations)
    }
}

/// Something at a depth below the top of the page, whose height is known only at its end.
pub(super) enum Mark {
    Text { weight: Weight, size: f32, squeeze: f32, left: f32, depth: f32, text: String },
    Box { left: f32, depth: f32, width: f32, height: f32 },
}

struct Drawing<'a> {
    faces: &'a Faces,
    pages: Vec<Drawn>,
    marks: Vec<Mark>,
    /// How far down the page the next line begins.
    depth: f32,
}

impl Drawing<'_> {
    fn draw(&mut self, laid: Laid) {
        if self.depth > LONGEST_PAGE {
            self.end_page();
        }
        match laid {
            Laid::Line { style, parts } => self.line(parts, style),
            Laid::Blank => self.depth += LETTER as f32 * LEADING,
            Laid::Rule => {
                let height = LETTER as f32 * LEADING;
                let (depth, width) = (self.depth + height / 2.0, PAPER_WIDTH - 2.0 * MARGIN);
                self.marks.push(Mark::Box { left: MARGIN, depth, width, height: 0.6 });
                self.depth += height;
            }
            Laid::Barcode(code) => self.bar_code(&code),
            Laid::Qr(content) => self.qr_code(&content),
            Laid::Cut => self.end_page(),
        }
    }

    fn line(&mut self, parts: Vec<Part>, style: Style) {
        let (size, squeeze) = match style.size {
            Size::Normal => (LETTER as f32, 100.0),
            Size::Tall => (2.0 * LETTER as f32, 50.0),
            Size::Double => (2.0 * LETTER as f32, 100.0),
        };
        for part in parts.into_iter().filter(|part| !part.text.is_empty()) {
            self.marks.push(Mark::Text {
                weight: style.weight,
                size,
                squeeze,
                left: MARGIN + part.left as f32 / 1_000.0,
                depth: self.depth + size * BASELINE,
                text: part.text,
            });
        }
        self.depth += size * LEADING;
    }

    fn bar_code(&mut self, text: &str) {
        if let Some(code) = Code128::encode(text) {
            let room = PAPER_WIDTH - 2.0 * MARGIN;
            let module = BAR_MODULE.min(room / code.width() as f32);
            let mut left =
                (PAPER_WIDTH - code.width() as f32 * module) / 2.0 + QUIET as f32 * module;
            for (place, width) in code.bars().into_iter().enumerate() {
                let width = f32::from(width) * module;
                if place % 2 == 0 {
                    self.marks.push(Mark::Box {
                        left,
                        depth: self.depth,
                        width,
                        height: BAR_HEIGHT,
                    });
                }
                left += width;
            }
            self.depth += BAR_HEIGHT;
        }
        let width = self.faces.width(text, Style::NORMAL);
        let left = self.faces.page().saturating_sub(width) / 2;
        self.line(vec![Part { text: text.to_owned(), left }], Style::NORMAL);
    }

    fn qr_code(&mut self, content: &str) {
        let code = match qrcode::QrCode::new(content) {
            Ok(code) => code,
            Err(error) => {
                tracing::error!(%error, "a QR code cannot hold this");
                return;
            }
        };
        // Four light modules on each side belong to the code.
        let across = code.width() + 8;
        let module = QR_MODULE.min((PAPER_WIDTH - 2.0 * MARGIN) / across as f32);
        let left = (PAPER_WIDTH - across as f32 * module) / 2.0 + 4.0 * module;
        let top = self.depth + 4.0 * module;
        for (place, color) in code.to_colors().into_iter().enumerate() {
            if color == qrcode::Color::Dark {
                let (x, y) = (place % code.width(), place / code.width());
                self.marks.push(Mark::Box {
                    left: left + x as f32 * module,
                    depth: top + y as f32 * module,
                    width: module,
                    height: module,
                });
            }
        }
        self.depth += across as f32 * module;
    }

    /// Ends a page if there is anything on it: now its height is known.
    fn end_page(&mut self) {
        let height = self.depth + MARGIN;
        self.depth = MARGIN;
        if self.marks.is_empty() {
            return;
        }
        let marks = std::mem::take(&mut self.marks);
        self.pages.push(Drawn { width: PAPER_WIDTH, height, marks });
    }
}

impl Mark {
    fn draw(self, page_height: f32, fonts: &Fonts, operations: &mut Vec<Op>) {
        match self {
            Mark::Text { weight, size, squeeze, left, depth, text } => operations.extend([
                Op::StartTextSection,
                Op::SetFont { font: fonts.of(weight), size: Pt(size) },
                Op::SetHorizontalScaling { percent: squeeze },
                Op::SetTextCursor { pos: Point { x: Pt(left), y: Pt(page_height - depth) } },
                Op::ShowText { items: vec![TextItem::Text(text)] },
                Op::EndTextSection,
            ]),
            Mark::Box { left, depth, width, height } => {
                let mut rectangle = Rect::from_xywh(
                    Pt(left),
                    Pt(page_height - depth - height),
                    Pt(width),
                    Pt(height),
                );
                rectangle.mode = Some(PaintMode::Fill);
                operations.push(Op::DrawRectangle { rectangle });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use printpdf::PdfParseOptions;

    use super::super::{Align, Row};
    use super::*;

    fn parsed(document: &Document) -> PdfDocument {
        let bytes = render(document, "Kvitto").unwrap();
        PdfDocument::parse(&bytes, &PdfParseOptions::default(), &mut Vec::new()).unwrap()
    }

    #[test]
    fn digits_of_both_weights_have_one_width() {
        let faces = FACES.as_ref().unwrap();
        for style in [Style::NORMAL, Style::BOLD, Style::TALL, Style::DOUBLE] {
            let widths: std::collections::BTreeSet<u32> =
                "0123456789".chars().map(|digit| faces.width(&digit.to_string(), style)).collect();
            assert_eq!(widths.len(), 1, "{style:?}");
        }
        assert_eq!(faces.width("Te", Style::DOUBLE) / 10, faces.width("Te", Style::BOLD) / 5);
        assert_eq!(faces.width("Te", Style::TALL), faces.width("Te", Style::BOLD));
    }

    #[test]
    fn the_font_has_what_receipts_need() {
        let faces = FACES.as_ref().unwrap();
        let text = "ÅÄÖåäöÉé €£§ − × à 1\u{a0}234,50 % – “” ’ … Łódź Ελλάδα Київ";
        assert_eq!(faces.prepare(text), text);
        assert_eq!(faces.prepare("茶 a"), "? a");
        for character in text.chars() {
            assert!(faces.bold.lookup_glyph_index(character.into()).is_some(), "{character}");
        }
    }

    #[test]
    fn each_piece_of_paper_is_a_page_as_long_as_its_text() {
        let mut document = Document::new();
        document.text("first");
        document.push(Row::Cut);
        document.text("second");
        document.blank();
        document.text("third");
        document.push(Row::Cut);
        let pages = parsed(&document).pages;
        assert_eq!(pages.len(), 2);
        let height = |page: &PdfPage| page.media_box.height.0;
        assert!((height(&pages[0]) - (2.0 * MARGIN + 11.25)).abs() < 0.1, "{}", height(&pages[0]));
        assert!((height(&pages[1]) - (2.0 * MARGIN + 33.75)).abs() < 0.1, "{}", height(&pages[1]));
    }

    #[test]
    fn an_endless_document_goes_on_to_another_page() {
        let mut document = Document::new();
        for line in 0..2_000 {
            document.pair(format!("row {line}"), "1,00");
        }
        let pages = parsed(&document).pages;
        assert_eq!(pages.len(), 2);
        assert!(pages.iter().all(|page| page.media_box.height.0 < 14_400.0));
    }

    #[test]
    fn codes_are_drawn() {
        let mut document = Document::new();
        document.push(Row::Barcode("KV00001024".into()));
        document.push(Row::Qr("https://example.com/kvitto".into()));
        document.styled("KOPIA", Align::Center, Style::DOUBLE);
        let bars = Code128::encode("KV00001024").unwrap().bars().len().div_ceil(2);
        let pages = draw(&document, faces().unwrap());
        let boxes: Vec<[f32; 4]> = pages[0]
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Box { left, depth, width, height } => Some([*left, *depth, *width, *height]),
                Mark::Text { .. } => None,
            })
            .collect();
        assert!(boxes.len() > bars + 200, "{} boxes", boxes.len());
        for [left, depth, width, height] in boxes {
            assert!(left >= MARGIN && left + width <= PAPER_WIDTH - MARGIN);
            assert!(depth >= 0.0 && depth + height <= pages[0].height);
        }
    }

    #[test]
    fn text_can_be_copied_again() {
        let mut document = Document::new();
        document.pair("2 × Räksmörgås", "1\u{a0}234,50 €");
        let text = parsed(&document).extract_text().concat().join("|");
        assert!(text.contains("2 × Räksmörgås"), "{text:?}");
        assert!(text.contains("1\u{a0}234,50 €"), "{text:?}");
    }
}
