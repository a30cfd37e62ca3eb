//! Amounts, quantities and percentages as a language writes them.
//!
//! Swedish: `1 234,50` with non-breaking spaces, `25 %`. English: `1,234.50`, `25%`. Both write
//! the minus sign U+2212; renderers for devices without it replace it.

use rust_decimal::Decimal;

use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::receipt::Quantity;
use crate::core::vat::VatRate;

/// Keeps what it stands between on one line.
const NO_BREAK_SPACE: char = '\u{a0}';
const MINUS: char = '\u{2212}';

/// An amount with two decimals: `1 234,50`.
pub fn amount(amount: Amount, language: Language) -> String {
    decimal(amount.to_decimal(), language)
}

/// An amount with its currency: `70,56 kr` or `70,56 EUR`; in English `SEK 70.56`.
pub fn money(value: Amount, currency: &str, language: Language) -> String {
    let number = amount(value, language);
    match language {
        Language::Swedish if currency == "SEK" => format!("{number}{NO_BREAK_SPACE}kr"),
        Language::Swedish => format!("{number}{NO_BREAK_SPACE}{currency}"),
        Language::English => format!("{currency}{NO_BREAK_SPACE}{number}"),
    }
}

/// A quantity without needless decimals: `2`, `1,255`.
pub fn quantity(quantity: Quantity, language: Language) -> String {
    decimal(quantity.value().normalize(), language)
}

/// A tax rate: `25 %`, in English `25%`.
pub fn percent(rate: VatRate, language: Language) -> String {
    let number = decimal(rate.percent(), language);
    match language {
        Language::Swedish => format!("{number}{NO_BREAK_SPACE}%"),
        Language::English => format!("{number}%"),
    }
}

/// A number with as many decimals as it carries.
pub fn decimal(value: Decimal, language: Language) -> String {
    let (group, point) = match language {
        Language::Swedish => (NO_BREAK_SPACE, ','),
        Language::English => (',', '.'),
    };
    let plain = value.abs().to_string();
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::with_capacity(plain.len() + 8);
    if value.is_sign_negative() && !value.is_zero() {
        text.push(MINUS);
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !decimals.is_empty() {
        text.push(point);
        text.push_str(decimals);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_both_languages() {
        for (minor, swedish, english) in [
            (0, "0,00", "0.00"),
            (5, "0,05", "0.05"),
            (7_056, "70,56", "70.56"),
            (99_999, "999,99", "999.99"),
            (123_450, "1\u{a0}234,50", "1,234.50"),
            (-784, "\u{2212}7,84", "\u{2212}7.84"),
            (-123_456_789, "\u{2212}1\u{a0}234\u{a0}567,89", "\u{2212}1,234,567.89"),
            (99_999_999, "999\u{a0}999,99", "999,999.99"),
        ] {
            assert_eq!(amount(Amount::from_minor(minor), Language::Swedish), swedish);
            assert_eq!(amount(Amount::from_minor(minor), Language::English), english);
        }
    }

    #[test]
    fn money_names_its_currency() {
        let value = Amount::from_minor(7_056);
        assert_eq!(money(value, "SEK", Language::Swedish), "70,56\u{a0}kr");
        assert_eq!(money(value, "EUR", Language::Swedish), "70,56\u{a0}EUR");
        assert_eq!(money(value, "SEK", Language::English), "SEK\u{a0}70.56");
    }

    #[test]
    fn quantities_and_rates() {
        let two = Quantity::pieces(2).unwrap();
        assert_eq!(quantity(two, Language::Swedish), "2");
        let many = Quantity::pieces(9_999).unwrap();
        assert_eq!(quantity(many, Language::English), "9,999");
        assert_eq!(percent(VatRate::from_hundredths(2500), Language::Swedish), "25\u{a0}%");
        assert_eq!(percent(VatRate::from_hundredths(550), Language::Swedish), "5,5\u{a0}%");
        assert_eq!(percent(VatRate::from_hundredths(0), Language::English), "0%");
        assert_eq!(decimal(Decimal::new(1_255, 3), Language::Swedish), "1,255");
    }
}
