//! A password that has to be kept or sent in clear and so cannot be hashed.
//!
//! SEQR wants the password of the terminal or of the reseller's user inside every request, in
//! clear text. This type keeps it from travelling anywhere else: it has no `Display`, its
//! `Debug` shows nothing, and its memory is wiped when it is dropped. It does not encrypt
//! anything; how passwords are stored is the journal's business.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

/// A text that must not be shown, logged or left behind in memory.
#[derive(Clone, Default, Zeroize, ZeroizeOnDrop)]
pub struct Secret(String);

impl Secret {
    /// Takes a text into custody.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that has to write it: the request on the wire or the
    /// encrypted store. Never format the result.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// Compares without stopping at the first difference, so that the time taken does not tell how
/// much of a guess was right.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.0.as_bytes(), other.0.as_bytes());
        let differences = mine.iter().zip(theirs).fold(0, |found, (a, b)| found | (a ^ b));
        mine.len() == theirs.len() && std::hint::black_box(differences) == 0
    }
}

impl Eq for Secret {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_text() {
        let secret = Secret::new("q7Zk2vB9mT4x");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(format!("{:#?}", Some(&secret)), "Some(\n    Secret(…),\n)");
    }

    #[test]
    fn equal_only_to_the_same_text() {
        for (mine, theirs, equal) in [
            ("", "", true),
            ("a", "a", true),
            ("a", "b", false),
            ("a", "ab", false),
            ("ab", "a", false),
        ] {
            assert_eq!(Secret::new(mine) == Secret::new(theirs), equal, "{mine:?} and {theirs:?}");
        }
    }

    #[test]
    fn gives_the_text_to_who_asks_for_it() {
        assert_eq!(Secret::new("abc").expose(), "abc");
        assert!(Secret::default().is_empty());
        assert!(!Secret::from("x".to_owned()).is_empty());
    }
}
