//! From bytes to characters: which of the encodings XML allows a document is in.
//!
//! Knows UTF-8, UTF-16 and ISO 8859-1; anything else is refused by name.

use std::borrow::Cow;

use super::tree::{Temper, XmlError};

/// Reads the bytes as the encoding that their first bytes or their XML declaration tell.
pub(super) fn decode(bytes: &[u8], temper: Temper) -> Result<Cow<'_, str>, XmlError> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8(rest, temper);
    }
    match bytes {
        [0xFE, 0xFF, rest @ ..] | rest @ [0x00, b'<', ..] => {
            utf16(rest, u16::from_be_bytes, temper)
        }
        [0xFF, 0xFE, rest @ ..] | rest @ [b'<', 0x00, ..] => {
            utf16(rest, u16::from_le_bytes, temper)
        }
        _ => match declared_encoding(bytes) {
            None => utf8(bytes, temper),
            Some(name) => match name.to_ascii_lowercase().as_str() {
                // A document that says UTF-16 in single bytes is not in UTF-16.
                "utf-8" | "utf8" | "us-ascii" | "ascii" | "utf-16" | "utf16" => utf8(bytes, temper),
                "iso-8859-1" | "iso_8859-1" | "latin1" | "latin-1" => {
                    Ok(bytes.iter().map(|byte| char::from(*byte)).collect())
                }
                _ => Err(XmlError::Encoding(name.chars().take(40).collect())),
            },
        },
    }
}

fn utf8(bytes: &[u8], temper: Temper) -> Result<Cow<'_, str>, XmlError> {
    match (std::str::from_utf8(bytes), temper) {
        (Ok(text), _) => Ok(Cow::Borrowed(text)),
        (Err(_), Temper::Strict) => Err(XmlError::Encoding("broken UTF-8".to_owned())),
        // One byte of a description in another encoding must not hide a status.
        (Err(_), Temper::Liberal) => Ok(String::from_utf8_lossy(bytes)),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, temper: Temper) -> Result<Cow<'_, str>, XmlError> {
    let broken = || XmlError::Encoding("broken UTF-16".to_owned());
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(broken());
    }
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .map(|character| match (character, temper) {
            (Ok(character), _) => Ok(character),
            (Err(_), Temper::Liberal) => Ok(char::REPLACEMENT_CHARACTER),
            (Err(_), Temper::Strict) => Err(broken()),
        })
        .collect::<Result<String, XmlError>>()
        .map(Cow::Owned)
}

/// The name behind `encoding=` in the XML declaration, if the bytes begin with one.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    const LONGEST_DECLARATION: usize = 256;
    let bytes = bytes.trim_ascii_start();
    let start = bytes.get(..bytes.len().min(LONGEST_DECLARATION))?;
    let declaration = start.strip_prefix(b"<?xml")?;
    let end = declaration.windows(2).position(|pair| pair == b"?>")?;
    let declaration = String::from_utf8_lossy(declaration.get(..end)?).into_owned();
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    value.split(quote).nth(1).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn reads_each_encoding_it_knows() {
        let text = "<?xml version='1.0'?><a>åäö €</a>";
        let latin = "<?xml version='1.0' encoding = \"ISO-8859-1\" ?><a>åäö</a>";
        let latin_bytes: Vec<u8> = latin.chars().map(|c| u8::try_from(c).unwrap()).collect();
        let with_bom = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
        for (bytes, expected) in [
            (text.as_bytes().to_vec(), text),
            (with_bom, text),
            (utf16_bytes(text, u16::to_le_bytes), text),
            (utf16_bytes(text, u16::to_be_bytes), text),
            (utf16_bytes(&format!("\u{FEFF}{text}"), u16::to_le_bytes), text),
            (utf16_bytes(&format!("\u{FEFF}{text}"), u16::to_be_bytes), text),
            (latin_bytes, latin),
        ] {
            for temper in [Temper::Liberal, Temper::Strict] {
                assert_eq!(decode(&bytes, temper).unwrap(), expected);
            }
        }
    }

    #[test]
    fn refuses_other_encodings_by_name() {
        let bytes = b"<?xml version='1.0' encoding='EBCDIC-CP-SE'?><a/>";
        assert_eq!(
            decode(bytes, Temper::Liberal),
            Err(XmlError::Encoding("EBCDIC-CP-SE".to_owned()))
        );
    }

    #[test]
    fn broken_bytes_are_replaced_or_refused() {
        let bytes = b"<a>caf\xE9</a>";
        assert_eq!(decode(bytes, Temper::Liberal).unwrap(), "<a>caf\u{FFFD}</a>");
        assert!(decode(bytes, Temper::Strict).is_err());
        assert!(decode(b"\xFF\xFE<", Temper::Liberal).is_err(), "half a UTF-16 unit");
        let lone_surrogate = [0xFF, 0xFE, b'<', 0, 0x00, 0xD8, b'>', 0];
        assert_eq!(decode(&lone_surrogate, Temper::Liberal).unwrap(), "<\u{FFFD}>");
        assert!(decode(&lone_surrogate, Temper::Strict).is_err());
    }
}
