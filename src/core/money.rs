//! Amounts of money: whole öre, never a float.
//!
//! Knows nothing of how amounts are written in a language (`language` does) or on the wire.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// An amount in minor units (öre) of the register's currency.
///
/// A register has one currency, named in its settings. Whatever a person or a file can enter
/// is limited to [`Amount::LARGEST_ENTRY`], a quantity to `receipt::LARGEST_QUANTITY` and a receipt to
/// `receipt::MOST_LINES` lines, so even the largest receipt stays a thousand times below the range of
/// `i64`: plain addition cannot overflow.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Amount(i64);

/// Why a text is not an amount that the register takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// No digits, or characters that do not belong in a number.
    #[error("not an amount")]
    NotANumber,
    /// More than two decimals: there is no coin for it.
    #[error("an amount has at most two decimals")]
    TooManyDecimals,
    /// Beyond [`Amount::LARGEST_ENTRY`].
    #[error("the amount is too large")]
    TooLarge,
    /// Below zero where only a positive amount makes sense.
    #[error("the amount is negative")]
    Negative,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(0);
    /// The largest amount that a person or a file may enter: 999 999,99.
    pub const LARGEST_ENTRY: Amount = Amount(99_999_999);
    /// Minor units in a whole krona.
    const WHOLE: i64 = 100;

    /// An amount of so many öre.
    pub const fn from_minor(minor: i64) -> Self {
        Amount(minor)
    }

    /// The amount in öre.
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// The amount as a decimal number with two decimals, for arithmetic and for the wire.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Reads an exact decimal; refuses what has no exact value in öre.
    pub fn from_decimal(value: Decimal) -> Result<Self, AmountError> {
        let value = value.normalize();
        if value.scale() > 2 {
            return Err(AmountError::TooManyDecimals);
        }
        value
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|minor| minor.to_i64())
            .map(Amount)
            .ok_or(AmountError::TooLarge)
    }

    /// Rounds a decimal number of kronor to öre, halves away from zero.
    ///
    /// Returns `None` beyond what 64 bits of öre can hold.
    pub fn rounded(value: Decimal) -> Option<Self> {
        let minor = value
            .checked_mul(Decimal::ONE_HUNDRED)?
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        minor.to_i64().map(Amount)
    }

    /// Reads what a cashier or a file wrote: `453`, `453,5`, `453.50`, with spaces between thousands.
    ///
    /// # Errors
    /// Anything else, more than two decimals, a negative amount, or one above
    /// [`Amount::LARGEST_ENTRY`].
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        let mut digits = String::with_capacity(text.len());
        for character in text.trim().chars() {
            match character {
                '0'..='9' => digits.push(character),
                ',' | '.' => digits.push('.'),
                ' ' | '\u{a0}' | '\u{202f}' => {}
                '-' | '\u{2212}' => return Err(AmountError::Negative),
                _ => return Err(AmountError::NotANumber),
            }
        }
        if !digits.starts_with(|first: char| first.is_ascii_digit()) || digits.len() > 20 {
            let too_long = digits.len() > 20 && digits.bytes().all(|byte| byte.is_ascii_digit());
            return Err(if too_long { AmountError::TooLarge } else { AmountError::NotANumber });
        }
        let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
        if decimals.contains('.') {
            return Err(AmountError::NotANumber);
        }
        if decimals.len() > 2 {
            return Err(AmountError::TooManyDecimals);
        }
        let number = if decimals.is_empty() { whole } else { digits.as_str() };
        let value: Decimal = number.parse().map_err(|_| AmountError::NotANumber)?;
        let amount = Amount::from_decimal(value)?;
        if amount > Amount::LARGEST_ENTRY {
            return Err(AmountError::TooLarge);
        }
        Ok(amount)
    }

    /// Rounded to the whole krona as cash is in Sweden: 1 to 49 öre down, 50 to 99 öre up.
    ///
    /// Negative amounts (money given back) round by the same distances.
    pub fn rounded_to_cash(self) -> Self {
        let magnitude = (self.0.abs() + Self::WHOLE / 2) / Self::WHOLE * Self::WHOLE;
        Amount(magnitude * self.0.signum())
    }

    /// Whether this is exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether this is more than nothing.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Whether this is less than nothing.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The amount without its sign.
    pub const fn abs(self) -> Self {
        Amount(self.0.abs())
    }

    /// The amount, or nothing if it is negative.
    pub fn or_zero(self) -> Self {
        self.max(Amount::ZERO)
    }
}

impl Add for Amount {
    type Output = Amount;
    fn add(self, other: Amount) -> Amount {
        Amount(self.0 + other.0)
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Amount) {
        self.0 += other.0;
    }
}

impl Sub for Amount {
    type Output = Amount;
    fn sub(self, other: Amount) -> Amount {
        Amount(self.0 - other.0)
    }
}

impl SubAssign for Amount {
    fn sub_assign(&mut self, other: Amount) {
        self.0 -= other.0;
    }
}

impl Neg for Amount {
    type Output = Amount;
    fn neg(self) -> Amount {
        Amount(-self.0)
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(amounts: I) -> Amount {
        amounts.fold(Amount::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (text, minor) in [
            ("0", 0),
            ("453", 45_300),
            ("453,00", 45_300),
            ("453.5", 45_350),
            ("1 234,50", 123_450),
            ("1\u{a0}234,50", 123_450),
            ("453,", 45_300),
            ("0,01", 1),
            ("999999,99", 99_999_999),
        ] {
            assert_eq!(Amount::parse(text), Ok(Amount::from_minor(minor)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_amount() {
        for (text, error) in [
            ("", AmountError::NotANumber),
            (",50", AmountError::NotANumber),
            ("abc", AmountError::NotANumber),
            ("1,2,3", AmountError::NotANumber),
            ("1,2,", AmountError::NotANumber),
            ("1,,", AmountError::NotANumber),
            ("12,345", AmountError::TooManyDecimals),
            ("12,300", AmountError::TooManyDecimals),
            ("-1", AmountError::Negative),
            ("\u{2212}1", AmountError::Negative),
            ("1000000000", AmountError::TooLarge),
            ("1000000", AmountError::TooLarge),
            ("99999999999999999999999999999999", AmountError::TooLarge),
        ] {
            assert_eq!(Amount::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn cash_rounds_to_the_krona() {
        for (minor, rounded) in [
            (0, 0),
            (49, 0),
            (50, 100),
            (99, 100),
            (7_049, 7_000),
            (7_050, 7_100),
            (7_056, 7_100),
            (-49, 0),
            (-50, -100),
            (-7_056, -7_100),
        ] {
            assert_eq!(
                Amount::from_minor(minor).rounded_to_cash(),
                Amount::from_minor(rounded),
                "{minor}"
            );
        }
    }

    #[test]
    fn decimals_survive_the_way_there_and_back() {
        for minor in [-100_001, -1, 0, 1, 99, 100, 12_345_678] {
            let amount = Amount::from_minor(minor);
            assert_eq!(Amount::from_decimal(amount.to_decimal()), Ok(amount));
        }
        assert_eq!(
            Amount::from_decimal(Decimal::new(12_345, 3)),
            Err(AmountError::TooManyDecimals)
        );
        for endless in [Decimal::MAX, Decimal::MIN] {
            assert_eq!(Amount::from_decimal(endless), Err(AmountError::TooLarge));
            assert_eq!(Amount::rounded(endless), None);
        }
        assert_eq!(Amount::rounded(Decimal::new(12_345, 3)), Some(Amount::from_minor(1_235)));
        assert_eq!(Amount::rounded(Decimal::new(-12_345, 3)), Some(Amount::from_minor(-1_235)));
    }
}
