//! Bytes to text: UTF-8 with or without its mark. What is saved otherwise is recognised and
//! refused, because a guess would put wrong letters on receipts.

use super::problem::{Cause, Problem};

/// What some programs put before UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The text of a file without its mark.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Problem> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(Problem::of_line(1, Cause::Utf16));
    }
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    if let Some(place) = bytes.iter().position(|byte| *byte == 0) {
        return Err(Problem::of_line(line_at(bytes, place), Cause::NotText));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let place = error.valid_up_to();
        Problem::of_line(line_at(bytes, place), cause(bytes, place))
    })
}

/// The line on which a byte stands.
fn line_at(bytes: &[u8], place: usize) -> u32 {
    let ends = bytes[..place].iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(ends).unwrap_or(u32::MAX).saturating_add(1)
}

/// Western text has letters and punctuation and next to no control characters.
fn cause(bytes: &[u8], place: usize) -> Cause {
    let controls = bytes.iter().filter(|byte| **byte < 0x20 && !b"\t\r\n".contains(byte)).count();
    if controls > 0 {
        return Cause::NotText;
    }
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80;
    let before = bytes[..place].iter().rev().take(20).take_while(|byte| inside(byte)).count();
    let word = bytes[place - before..].iter().take(40).take_while(|byte| inside(byte));
    Cause::Windows1252 { word: word.map(|byte| windows_1252(*byte)).collect() }
}

/// The letter of a byte in Windows-1252, which has everything that Latin-1 prints.
fn windows_1252(byte: u8) -> char {
    /// 0x80 to 0x9F; a space where there is no character.
    const UPPER: [char; 32] = [
        '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => UPPER[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_with_and_without_mark() {
        assert_eq!(text("å".as_bytes()), Ok("å"));
        assert_eq!(text("\u{feff}å".as_bytes()), Ok("å"));
        assert_eq!(text(b""), Ok(""));
    }

    #[test]
    fn other_encodings_are_named_with_their_line() {
        let windows = |word: &str| Cause::Windows1252 { word: word.to_owned() };
        let cases: [(&[u8], u32, Cause); 6] = [
            (b"a\nb;Gr\xE4dde;c", 2, windows("Grädde")),
            (b"\xE5", 1, windows("å")),
            (b"a\r\n\r\n\x80uro", 3, windows("€uro")),
            (b"\xFF\xFEa\0b\0", 1, Cause::Utf16),
            (b"a\n\0b", 2, Cause::NotText),
            (b"a\n\x01\xE4", 2, Cause::NotText),
        ];
        for (bytes, line, cause) in cases {
            assert_eq!(text(bytes), Err(Problem::of_line(line, cause)), "{bytes:?}");
        }
    }
}
