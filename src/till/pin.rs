//! A PIN on its way from the keys to the check: wiped when dropped, never shown.

use std::fmt;

use zeroize::Zeroizing;

/// The most digits of a PIN.
pub const MOST_DIGITS: usize = 8;

/// Digits that someone typed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Pin(Zeroizing<String>);

impl Pin {
    /// Adds a digit. Anything else, and what is too long, is left out.
    pub fn push(&mut self, digit: char) {
        if digit.is_ascii_digit() && self.0.len() < MOST_DIGITS {
            self.0.push(digit);
        }
    }

    /// Takes the last digit away.
    pub fn pop(&mut self) {
        let _digit = self.0.pop();
    }

    /// How many digits there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The digits, to be hashed.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Pin {
    fn from(text: &str) -> Self {
        let mut pin = Pin(Zeroizing::new(String::with_capacity(MOST_DIGITS)));
        text.chars().for_each(|digit| pin.push(digit));
        pin
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Pin(…)")
    }
}
