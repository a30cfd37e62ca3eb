//! A document as commands for a receipt printer (ESC/POS).
//!
//! Each job sets up everything it relies on, so that nothing an earlier job or the printer's
//! switches left behind changes how it looks.

mod code_page;

use std::borrow::Cow;

use super::code128::Code128;
use super::layout::{Laid, Measure, lay_out};
use super::text::{self, grid_width};
use super::{Document, Size, Style, Weight};

pub use code_page::CodePage;

const ESC: u8 = 0x1b;
const GS: u8 = 0x1d;
/// Dots of one column: Font A is 12 dots wide.
const DOTS_PER_COLUMN: u32 = 12;
/// Dots of one module of a bar code: 0.25 mm, which every scanner reads.
const MODULE: u8 = 2;
/// Height of a bar code in dots: 10 mm.
const BAR_HEIGHT: u8 = 80;
/// Dots that are fed behind the last line, beyond the way to the knife.
const FEED_BEFORE_CUT: u8 = 24;

/// More bytes than any command of a receipt has: its longest is a bar code.
const LONGEST_COMMAND: usize = 64;

/// Letters of one width in a code page.
struct Paper {
    columns: u32,
    page: CodePage,
}

impl Measure for Paper {
    fn prepare<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.page.prepare(text)
    }

    fn width(&self, text: &str, style: Style) -> u32 {
        grid_width(text, style)
    }

    fn page(&self) -> u32 {
        self.columns
    }

    fn gap(&self) -> u32 {
        1
    }
}

/// The commands that print a document on paper of so many columns (32, 42 or 48).
pub fn render(document: &Document, columns: u8, page: CodePage) -> Vec<u8> {
    let mut job = Job { bytes: Vec::with_capacity(4096), page, style: Style::NORMAL };
    job.begin();
    let columns = u32::from(columns);
    for laid in lay_out(document, &Paper { columns, page }) {
        match laid {
            Laid::Line { style, parts } => job.line(&text::line(&parts, style), style),
            Laid::Rule => job.line(&"-".repeat(columns as usize), Style::NORMAL),
            Laid::Blank => job.line("", Style::NORMAL),
            Laid::Barcode(code) => job.bar_code(&code, columns),
            Laid::Qr(content) => job.qr_code(&content),
            Laid::Cut => job.bytes.extend_from_slice(&[GS, b'V', 66, FEED_BEFORE_CUT]),
        }
    }
    job.bytes
}

/// The command that opens a drawer on the printer's first contact: 100 ms on, 500 ms rest.
pub fn drawer_kick() -> Vec<u8> {
    vec![ESC, b'p', 0, 50, 250]
}

/// What goes before a job when the one before it may have stopped anywhere: enough zeros to end
/// any command that was begun, which print nothing by themselves, and a cut, so that what is left
/// of the other paper does not hang on this one.
pub fn fresh_start() -> Vec<u8> {
    let mut bytes = vec![0; LONGEST_COMMAND];
    bytes.extend_from_slice(&[ESC, b'@', GS, b'V', 66, FEED_BEFORE_CUT]);
    bytes
}

struct Job {
    bytes: Vec<u8>,
    page: CodePage,
    style: Style,
}

impl Job {
    fn begin(&mut self) {
        // Initialise; the American set, because the Swedish one has letters in the place of
        // brackets; then the code page.
        self.bytes.extend_from_slice(&[ESC, b'@', ESC, b'R', 0, ESC, b't', self.page.number()]);
    }

    fn line(&mut self, text: &str, style: Style) {
        self.become_style(style);
        let text = text.trim_end_matches(' ');
        self.bytes.extend(text.chars().map(|character| self.page.byte(character)));
        self.bytes.push(b'\n');
    }

    fn become_style(&mut self, style: Style) {
        if style.weight != self.style.weight {
            let bold = u8::from(style.weight == Weight::Bold);
            self.bytes.extend_from_slice(&[ESC, b'E', bold]);
        }
        if style.size != self.style.size {
            let size = match style.size {
                Size::Normal => 0x00,
                Size::Tall => 0x01,
                Size::Double => 0x11,
            };
            self.bytes.extend_from_slice(&[GS, b'!', size]);
        }
        self.style = style;
    }

    fn centered(&mut self, body: impl FnOnce(&mut Vec<u8>)) {
        self.become_style(Style::NORMAL);
        self.bytes.extend_from_slice(&[ESC, b'a', 1]);
        body(&mut self.bytes);
        self.bytes.extend_from_slice(&[ESC, b'a', 0]);
    }

    /// A bar code with its text below; only the text where the paper is too narrow for the bars,
    /// because printers then print nothing at all.
    fn bar_code(&mut self, text: &str, columns: u32) {
        let dots = columns * DOTS_PER_COLUMN;
        let code = Code128::encode(text)
            .filter(|code| code.width() * u32::from(MODULE) <= dots)
            .map(|code| printer_data(&code))
            .and_then(|data| u8::try_from(data.len()).ok().map(|length| (length, data)));
        let Some((length, data)) = code else {
            let page = self.page;
            let text = page.prepare(text).into_owned();
            return self.centered(|bytes| {
                bytes.extend(text.chars().map(|character| page.byte(character)));
                bytes.push(b'\n');
            });
        };
        self.centered(|bytes| {
            bytes.extend_from_slice(&[GS, b'H', 2, GS, b'h', BAR_HEIGHT, GS, b'w', MODULE]);
            bytes.extend_from_slice(&[GS, b'k', 73, length]);
            bytes.extend_from_slice(&data);
        });
    }

    /// A QR code, model 2, level M; nothing if it is more than such a code can hold.
    fn qr_code(&mut self, content: &str) {
        const MOST_BYTES: usize = 2_331;
        if content.is_empty() || content.len() > MOST_BYTES {
            tracing::error!(length = content.len(), "a QR code cannot hold this");
            return;
        }
        // The store command counts its own three parameters.
        let [low, high] = ((content.len() + 3) as u16).to_le_bytes();
        self.centered(|bytes| {
            bytes.extend_from_slice(&[GS, b'(', b'k', 4, 0, 49, 65, 50, 0]);
            bytes.extend_from_slice(&[GS, b'(', b'k', 3, 0, 49, 67, 6]);
            bytes.extend_from_slice(&[GS, b'(', b'k', 3, 0, 49, 69, 49]);
            bytes.extend_from_slice(&[GS, b'(', b'k', low, high, 49, 80, 48]);
            bytes.extend_from_slice(content.as_bytes());
            bytes.extend_from_slice(&[GS, b'(', b'k', 3, 0, 49, 81, 48]);
        });
    }
}

/// Data of `GS k 73`: the code set, then its characters. A printer adds start, check and stop.
fn printer_data(code: &Code128) -> Vec<u8> {
    let (symbols, pairs) = code.data();
    if pairs {
        return b"{C".iter().chain(symbols).copied().collect();
    }
    let mut data = b"{B".to_vec();
    for symbol in symbols {
        let byte = symbol + 0x20;
        data.push(byte);
        // An opening brace introduces a code set; doubled it is itself.
        if byte == b'{' {
            data.push(byte);
        }
    }
    data
}

#[cfg(test)]
mod tests {
    use super::super::{Align, Row};
    use super::*;

    const BEGIN: &[u8] = b"\x1b@\x1bR\x00\x1bt\x13";

    fn rendered(row: Row, columns: u8) -> Vec<u8> {
        let mut document = Document::new();
        document.push(row);
        let bytes = render(&document, columns, CodePage::Pc858);
        bytes.strip_prefix(BEGIN).unwrap().to_vec()
    }

    fn text(text: &str, style: Style) -> Row {
        Row::Text { text: text.to_owned(), align: Align::Left, style }
    }

    #[test]
    fn letters_styles_and_their_end() {
        assert_eq!(rendered(text("Smör é 5 €", Style::NORMAL), 32), b"Sm\x94r \x82 5 \xd5\n");
        assert_eq!(rendered(text("KOPIA", Style::DOUBLE), 32), b"\x1bE\x01\x1d!\x11KOPIA\n");
        let mut document = Document::new();
        document.styled("A", Align::Left, Style::TALL);
        document.text("B");
        let bytes = render(&document, 32, CodePage::Wpc1252);
        assert_eq!(bytes, b"\x1b@\x1bR\x00\x1bt\x10\x1bE\x01\x1d!\x01A\n\x1bE\x00\x1d!\x00B\n");
    }

    #[test]
    fn amounts_come_out_in_what_the_printer_has() {
        assert_eq!(rendered(text("\u{2212}1\u{a0}234,50", Style::NORMAL), 32), b"-1 234,50\n");
    }

    #[test]
    fn double_letters_count_twice() {
        let row =
            Row::Text { text: "EJ KVITTO".into(), align: Align::Center, style: Style::DOUBLE };
        assert_eq!(rendered(row.clone(), 32), b"\x1bE\x01\x1d!\x11   EJ KVITTO\n");
        assert_eq!(rendered(row, 16), b"\x1bE\x01\x1d!\x11   EJ\n KVITTO\n");
    }

    #[test]
    fn bar_codes() {
        let around = |data: &[u8]| {
            [b"\x1ba\x01\x1dH\x02\x1dh\x50\x1dw\x02\x1dk\x49", data, b"\x1ba\x00"].concat()
        };
        assert_eq!(rendered(Row::Barcode("1024".into()), 32), around(b"\x04{C\x0a\x18"));
        assert_eq!(rendered(Row::Barcode("A{1".into()), 32), around(b"\x06{BA{{1"));
        let wide = "WIDER-THAN-PAPER";
        assert_eq!(rendered(Row::Barcode(wide.into()), 48), around(b"\x12{BWIDER-THAN-PAPER"));
        assert_eq!(
            rendered(Row::Barcode(wide.into()), 32),
            b"\x1ba\x01WIDER-THAN-PAPER\n\x1ba\x00"
        );
        assert_eq!(rendered(Row::Barcode("sm\u{f6}r".into()), 48), b"\x1ba\x01sm\x94r\n\x1ba\x00");
    }

    #[test]
    fn qr_codes_cut_and_drawer() {
        let bytes = rendered(Row::Qr("HTTP://X".into()), 42);
        let store = b"\x1d(k\x0b\x00\x31\x50\x30HTTP://X\x1d(k\x03\x00\x31\x51\x30";
        assert!(bytes.windows(store.len()).any(|part| part == store), "{bytes:x?}");
        assert_eq!(rendered(Row::Cut, 42), [0x1d, b'V', 66, 24]);
        assert_eq!(drawer_kick(), [0x1b, b'p', 0, 50, 250]);
    }
}
