//! How XML Schema writes single values, and which characters XML can carry at all.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rust_decimal::Decimal;

/// Whether XML 1.0 can carry this character, written plainly or as a reference.
pub(super) const fn is_allowed(character: char) -> bool {
    matches!(character,
        '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// The same text with U+FFFD in place of what XML cannot carry. Also what keeps control
/// characters in an answer from reaching a printer.
pub(super) fn allowed(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_allowed) {
        return Cow::Borrowed(text);
    }
    let replace = |character| if is_allowed(character) { character } else { '\u{FFFD}' };
    Cow::Owned(text.chars().map(replace).collect())
}

/// The blanks of XML Schema's `collapse`, which all types but strings have around them.
pub(super) fn collapse(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\n', '\r'])
}

/// An `xs:decimal` exactly: no exponent, no grouping, and no more digits than can be kept.
pub(in crate::seqr) fn decimal(text: &str) -> Option<Decimal> {
    let text = collapse(text);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = unsigned.bytes().filter(u8::is_ascii_digit).count();
    let points = unsigned.bytes().filter(|byte| *byte == b'.').count();
    if digits == 0 || points > 1 || digits + points != unsigned.len() {
        return None;
    }
    let canonical = match unsigned.split_once('.') {
        Some((whole, fraction)) => {
            let fraction = fraction.trim_end_matches('0');
            format!("{}.{fraction}", whole.trim_start_matches('0'))
        }
        None => unsigned.trim_start_matches('0').to_owned(),
    };
    let canonical = canonical.trim_end_matches('.');
    let canonical = match canonical {
        "" => "0".to_owned(),
        _ if canonical.starts_with('.') => format!("0{canonical}"),
        _ => canonical.to_owned(),
    };
    let value = Decimal::from_str_exact(&canonical).ok()?;
    Some(if text.starts_with('-') { -value } else { value })
}

/// An amount with at least two decimals and otherwise as few as it needs.
pub(super) fn amount(value: Decimal) -> String {
    let mut text = value.normalize().to_string();
    let decimals = text.split_once('.').map(|(_, fraction)| fraction.len());
    match decimals {
        None => text.push_str(".00"),
        Some(1) => text.push('0'),
        Some(_) => {}
    }
    text
}

/// A quantity or a rate: no more digits than it needs, so that 25 is an integer.
pub(super) fn number(value: Decimal) -> String {
    value.normalize().to_string()
}

/// An `xs:int`.
pub(super) fn int(text: &str) -> Option<i32> {
    integer_digits(text)?.parse().ok()
}

/// An `xs:long`.
pub(super) fn long(text: &str) -> Option<i64> {
    integer_digits(text)?.parse().ok()
}

/// The collapsed text, if it has the form of an integer.
fn integer_digits(text: &str) -> Option<&str> {
    let text = collapse(text);
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

/// Bytes as `xs:base64Binary`.
pub(super) fn to_base64(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// An `xs:base64Binary`, in which blanks may stand anywhere.
pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let packed: Vec<u8> = text.bytes().filter(|byte| !b" \t\r\n".contains(byte)).collect();
    BASE64.decode(packed).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_as_the_schema_has_them() {
        for (text, expected) in [
            ("0", Some("0")),
            ("-0", Some("0")),
            ("1", Some("1")),
            ("+1.50", Some("1.5")),
            ("-19.80", Some("-19.8")),
            (".5", Some("0.5")),
            ("5.", Some("5")),
            ("000.00", Some("0")),
            ("007", Some("7")),
            (" 12.3\n", Some("12.3")),
            ("93.31000", Some("93.31")),
            ("79228162514264337593543950335", Some("79228162514264337593543950335")),
            ("0.00000000000000000000000000000000000", Some("0")),
            ("", None),
            (".", None),
            ("-", None),
            ("1e3", None),
            ("1_000", None),
            ("1 000", None),
            ("1,5", None),
            ("1.2.3", None),
            ("--1", None),
            ("NaN", None),
            ("٣", None),
            ("79228162514264337593543950336", None),
            ("0.00000000000000000000000000001", None),
        ] {
            let read = decimal(text).map(|value| value.normalize().to_string());
            assert_eq!(read.as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn amounts_have_two_decimals() {
        for (value, expected) in [
            (Decimal::new(0, 0), "0.00"),
            (Decimal::new(-0, 5), "0.00"),
            (Decimal::new(453, 0), "453.00"),
            (Decimal::new(4530, 2), "45.30"),
            (Decimal::new(-1, 2), "-0.01"),
            (Decimal::new(45_300_000, 5), "453.00"),
            (Decimal::new(1005, 3), "1.005"),
            (Decimal::MAX, "79228162514264337593543950335.00"),
        ] {
            assert_eq!(amount(value), expected);
        }
        assert_eq!(number(Decimal::new(2500, 2)), "25");
        assert_eq!(number(Decimal::new(255, 1)), "25.5");
    }

    #[test]
    fn integers_as_the_schema_has_them() {
        assert_eq!(int(" +7 "), Some(7));
        assert_eq!(int("-2147483648"), Some(i32::MIN));
        assert_eq!(long("9223372036854775807"), Some(i64::MAX));
        for text in ["", "+", "1.0", "0x1", "2147483648", "1 2", "٣"] {
            assert_eq!(int(text), None, "{text:?}");
        }
    }

    #[test]
    fn base64_with_blanks_in_it() {
        assert_eq!(from_base64("YW Jj\r\n\tZA= ="), Some(b"abcd".to_vec()));
        assert_eq!(from_base64(""), Some(Vec::new()));
        assert_eq!(from_base64("YWJjZA"), None);
        assert_eq!(from_base64("****"), None);
        assert_eq!(to_base64(b"abcd"), "YWJjZA==");
    }

    #[test]
    fn what_xml_cannot_carry_is_replaced() {
        assert_eq!(allowed("a\u{0}\u{1b}\u{FFFE}\t\r\nå😀"), "a\u{FFFD}\u{FFFD}\u{FFFD}\t\r\nå😀");
        assert!(matches!(allowed("plain"), Cow::Borrowed("plain")));
    }
}
