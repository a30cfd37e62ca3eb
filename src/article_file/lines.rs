//! Which line of a text a byte stands on. The CSV reader's own count is a line behind after
//! empty lines and Windows line ends.

/// Counts lines up to places that only grow.
pub(super) struct Lines<'a> {
    text: &'a [u8],
    place: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    /// Begins on line 1.
    pub(super) fn new(text: &'a str) -> Self {
        Lines { text: text.as_bytes(), place: 0, line: 1 }
    }

    /// The line on which the row stands that begins at `place` or after line ends from there on.
    pub(super) fn of_row(&mut self, place: usize) -> u32 {
        let ends = self.text.iter().skip(place).take_while(|byte| b"\r\n".contains(byte)).count();
        let start = (place + ends).min(self.text.len());
        while self.place < start {
            let next = self.text.get(self.place + 1);
            match self.text[self.place] {
                b'\r' if next == Some(&b'\n') => {}
                b'\r' | b'\n' => self.line = self.line.saturating_add(1),
                _ => {}
            }
            self.place += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lines_and_every_line_end_count() {
        for text in ["a\n\n\nb", "a\r\n\r\n\r\nb", "a\r\r\rb", "a\n\r\n\rb"] {
            let mut lines = Lines::new(text);
            assert_eq!(lines.of_row(0), 1, "{text:?}");
            assert_eq!(lines.of_row(1), 4, "{text:?}");
            assert_eq!(lines.of_row(999), 4, "{text:?}");
        }
    }
}
