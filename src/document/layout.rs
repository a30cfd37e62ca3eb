//! Breaks the rows of a document into lines of a device, by what the device says about widths.
//!
//! Every renderer goes through here, so names wrap and amounts stay whole everywhere alike.

use std::borrow::Cow;

use super::{Align, Document, Row, Style};

/// What a device knows about its letters. Widths are in units of the device's own: columns on a
/// receipt printer, thousandths of a point in a PDF.
pub trait Measure {
    /// The text as the device can show it; control characters are gone already.
    fn prepare<'a>(&self, text: &'a str) -> Cow<'a, str>;
    /// How wide a prepared text is.
    fn width(&self, text: &str, style: Style) -> u32;
    /// How wide the paper is.
    fn page(&self) -> u32;
    /// The smallest distance between columns.
    fn gap(&self) -> u32;
}

/// One line of the device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Laid {
    /// Texts side by side, from left to right.
    Line {
        /// How they look.
        style: Style,
        /// The texts.
        parts: Vec<Part>,
    },
    /// A line across.
    Rule,
    /// Nothing.
    Blank,
    /// A Code 128 bar code.
    Barcode(String),
    /// A QR code.
    Qr(String),
    /// The end of the paper.
    Cut,
}

/// A text at its place on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The text.
    pub text: String,
    /// Where it begins, in units of the device.
    pub left: u32,
}

/// How far the second and later lines of a wrapped left part are indented.
const HANGING: &str = "  ";

/// Lays out a whole document.
pub fn lay_out(document: &Document, measure: &impl Measure) -> Vec<Laid> {
    let mut layout = Layout { measure, lines: Vec::new() };
    for row in document.rows() {
        match row {
            Row::Text { text, align, style } => layout.text(text, *align, *style),
            Row::Pair { left, right, style } => layout.pair(left, right, *style),
            Row::Table { head, body } => layout.table(head, body),
            Row::Rule => layout.lines.push(Laid::Rule),
            Row::Blank => layout.lines.push(Laid::Blank),
            Row::Barcode(code) => layout.lines.push(Laid::Barcode(code.clone())),
            Row::Qr(content) => layout.lines.push(Laid::Qr(content.clone())),
            Row::Cut => layout.lines.push(Laid::Cut),
        }
    }
    layout.lines
}

struct Layout<'a, M> {
    measure: &'a M,
    lines: Vec<Laid>,
}

impl<M: Measure> Layout<'_, M> {
    fn line(&mut self, style: Style, parts: Vec<Part>) {
        self.lines.push(Laid::Line { style, parts });
    }

    fn text(&mut self, text: &str, align: Align, style: Style) {
        for paragraph in text.split('\n') {
            let text = self.prepared(paragraph);
            let words = text.trim_start_matches(' ');
            let indent = self.measure.width(&text[..text.len() - words.len()], style);
            let room = self.measure.page().saturating_sub(indent);
            for line in self.wrap(words, room, style) {
                let free = room.saturating_sub(self.measure.width(&line, style));
                let left = match align {
                    Align::Left => indent,
                    Align::Center => indent + free / 2,
                    Align::Right => indent + free,
                };
                self.line(style, vec![Part { text: line, left }]);
            }
        }
    }

    fn pair(&mut self, left: &str, right: &str, style: Style) {
        let (page, gap) = (self.measure.page(), self.measure.gap());
        let right = self.prepared(right);
        let right_width = self.measure.width(&right, style);
        // Words squeezed into less than a third of the paper cannot be read.
        if right_width + gap + page / 3 > page {
            let left_fits =
                self.measure.width(&self.prepared(left), style) + gap + right_width <= page;
            if !left_fits {
                self.text(left, Align::Left, style);
                self.text(&right, Align::Right, style);
                return;
            }
        }
        let left = self.prepared(left);
        let words = left.trim_start_matches(' ');
        let indent = self.measure.width(&left[..left.len() - words.len()], style);
        let hanging = indent + self.measure.width(HANGING, style);
        let first_room = page.saturating_sub(right_width + gap + indent);
        let later_room = page.saturating_sub(hanging);
        let mut lines = self.wrap_hanging(words, first_room, later_room, style).into_iter();
        let first = lines.next().unwrap_or_default();
        let at_the_right = Part { left: page.saturating_sub(right_width), text: right };
        self.line(style, vec![Part { text: first, left: indent }, at_the_right]);
        for line in lines {
            self.line(style, vec![Part { text: line, left: hanging }]);
        }
    }

    fn table(&mut self, head: &[String], body: &[Vec<String>]) {
        let Some(widths) = self.column_widths(head, body) else {
            return self.stacked(head, body);
        };
        let (page, gap) = (self.measure.page(), self.measure.gap());
        let natural: u32 =
            widths.iter().sum::<u32>() + gap * (widths.len() as u32).saturating_sub(1);
        if natural > page {
            return self.stacked(head, body);
        }
        let between = (widths.len() as u32).saturating_sub(1).max(1);
        let spread = gap + (page - natural) / between;
        let mut edges = Vec::with_capacity(widths.len());
        let mut edge = 0;
        for (place, width) in widths.iter().enumerate() {
            edge += width + if place == 0 { 0 } else { spread };
            edges.push(edge);
        }
        // What the division left over goes before the last column.
        if let (Some(last), true) = (edges.last_mut(), widths.len() > 1) {
            *last = page;
        }
        self.table_row(head, &edges, Style::BOLD);
        for row in body {
            self.table_row(row, &edges, Style::NORMAL);
        }
    }

    fn table_row(&mut self, cells: &[String], edges: &[u32], style: Style) {
        let parts = cells
            .iter()
            .zip(edges)
            .enumerate()
            .map(|(place, (cell, edge))| {
                let text = self.prepared(cell);
                let width = self.measure.width(&text, style);
                Part { left: if place == 0 { 0 } else { edge.saturating_sub(width) }, text }
            })
            .collect();
        self.line(style, parts);
    }

    /// The widest cell of each column; `None` for a table without columns.
    fn column_widths(&self, head: &[String], body: &[Vec<String>]) -> Option<Vec<u32>> {
        if head.is_empty() {
            return None;
        }
        let mut widths = vec![0; head.len()];
        let rows = std::iter::once((head, Style::BOLD))
            .chain(body.iter().map(|row| (row.as_slice(), Style::NORMAL)));
        for (row, style) in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = self.measure.width(&self.prepared(cell), style).max(*width);
            }
        }
        Some(widths)
    }

    /// The table for narrow paper.
    fn stacked(&mut self, head: &[String], body: &[Vec<String>]) {
        for (place, row) in body.iter().enumerate() {
            // More lines than a glance takes in: where the next one begins must be seen.
            if place > 0 && head.len() > 4 {
                self.lines.push(Laid::Blank);
            }
            for (heading, cell) in head.iter().zip(row) {
                self.pair(heading, cell, Style::NORMAL);
            }
        }
    }

    /// The text as the device can show it, without anything that could be a command to it.
    fn prepared(&self, text: &str) -> String {
        self.measure.prepare(&clean(text)).into_owned()
    }

    fn wrap(&self, text: &str, room: u32, style: Style) -> Vec<String> {
        self.wrap_hanging(text, room, room, style)
    }

    /// Breaks a text at its spaces into lines that fit, with another width for those after the
    /// first. A word that is longer than a line is broken anywhere. At least one line.
    fn wrap_hanging(&self, text: &str, first: u32, later: u32, style: Style) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split(' ') {
            let room_of = |lines: &Vec<String>| if lines.is_empty() { first } else { later };
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.measure.width(&longer, style) <= room_of(&lines) {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for character in word.chars() {
                line.push(character);
                let fits = self.measure.width(&line, style) <= room_of(&lines);
                if !fits && line.chars().count() > 1 {
                    let _last = line.pop();
                    lines.push(std::mem::replace(&mut line, character.to_string()));
                }
            }
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }
}

/// Composes letters with their marks (files from some systems write å as two characters) and
/// removes control characters: a name must not be able to command a printer.
fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' | '\n' | '\r' => cleaned.push(' '),
            '\u{300}'..='\u{36f}' => {
                if let Some(base) = cleaned.pop() {
                    cleaned.push(compose(base, character).unwrap_or(base));
                }
            }
            // Invisible: soft hyphen, zero-width characters, marks of direction.
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => {}
            character if character.is_control() => {}
            character => cleaned.push(character),
        }
    }
    cleaned
}

/// The letter with a mark, for what Europe's Latin alphabets write.
fn compose(base: char, mark: char) -> Option<char> {
    let (bases, composed) = match mark {
        '\u{300}' => ("aeiouAEIOU", "àèìòùÀÈÌÒÙ"),
        '\u{301}' => ("aeiouyAEIOUYcnszCNSZ", "áéíóúýÁÉÍÓÚÝćńśźĆŃŚŹ"),
        '\u{302}' => ("aeiouAEIOU", "âêîôûÂÊÎÔÛ"),
        '\u{303}' => ("anoANO", "ãñõÃÑÕ"),
        '\u{308}' => ("aeiouyAEIOU", "äëïöüÿÄËÏÖÜ"),
        '\u{30a}' => ("aAuU", "åÅůŮ"),
        '\u{30b}' => ("ouOU", "őűŐŰ"),
        '\u{30c}' => ("csznreCSZNRE", "čšžňřěČŠŽŇŘĚ"),
        '\u{327}' => ("cCsS", "çÇşŞ"),
        _ => return None,
    };
    let place = bases.chars().position(|letter| letter == base)?;
    composed.chars().nth(place)
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    fn rendered(row: Row, columns: u8) -> Vec<String> {
        let mut document = Document::new();
        document.push(row);
        text::render(&document, columns).lines().map(str::to_owned).collect()
    }

    fn pair(left: &str, right: &str, columns: u8) -> Vec<String> {
        rendered(
            Row::Pair { left: left.into(), right: right.into(), style: Style::NORMAL },
            columns,
        )
    }

    fn plain(text: &str, columns: u8) -> Vec<String> {
        rendered(Row::Text { text: text.into(), align: Align::Left, style: Style::NORMAL }, columns)
    }

    #[test]
    fn texts_wrap_at_spaces_and_long_words_anywhere() {
        assert_eq!(plain("Kaffe mörkrostat", 20), ["Kaffe mörkrostat"]);
        assert_eq!(plain("Kaffe mörkrostat", 10), ["Kaffe", "mörkrostat"]);
        assert_eq!(plain("Kaffe mörkrostat", 9), ["Kaffe", "mörkrosta", "t"]);
        assert_eq!(plain("  Kaffe mörkrostat", 12), ["  Kaffe", "  mörkrostat"]);
        assert_eq!(plain("ett\ntvå", 12), ["ett", "två"]);
        assert_eq!(plain("", 12), [""]);
        assert_eq!(plain("1\u{a0}234,50 kr", 10), ["1\u{a0}234,50", "kr"]);
    }

    #[test]
    fn amounts_stay_whole_beside_any_name() {
        assert_eq!(pair("Te", "24,90", 12), ["Te     24,90"]);
        assert_eq!(pair("Te grönt", "24,90", 12), ["Te     24,90", "  grönt"]);
        assert_eq!(pair("abcdefghijklm", "24,90", 12), ["abcdef 24,90", "  ghijklm"]);
        assert_eq!(
            pair("Summa", "1\u{a0}234\u{a0}567,89", 16),
            ["Summa", "    1\u{a0}234\u{a0}567,89"]
        );
        assert_eq!(pair("", "24,90", 12), ["       24,90"]);
        assert_eq!(pair("Sum", "12345678", 12), ["Sum 12345678"]);
    }

    #[test]
    fn tables_spread_or_stack() {
        let table = |columns| {
            let head = ["Moms", "Netto", "Brutto"].map(str::to_owned).to_vec();
            let body = vec![["25 %", "100,00", "125,00"].map(str::to_owned).to_vec()];
            rendered(Row::Table { head, body }, columns)
        };
        assert_eq!(table(24), ["Moms     Netto    Brutto", "25 %    100,00    125,00"]);
        assert_eq!(table(18), ["Moms  Netto Brutto", "25 % 100,00 125,00"]);
        assert_eq!(table(17), ["Moms         25 %", "Netto      100,00", "Brutto     125,00"]);
    }

    #[test]
    fn nothing_in_a_name_commands_the_printer() {
        assert_eq!(clean("Te\x1b@\x1dV\x00 \u{7f}\u{9b}"), "Te@V ");
        assert_eq!(clean("a\u{30a}a\u{308}o\u{308}e\u{301}q\u{301}\u{feff}"), "åäöéq");
        assert_eq!(clean("\u{301}a\tb"), "a b");
    }
}
