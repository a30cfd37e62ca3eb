//! Making and checking PIN hashes: Argon2id with the parameters that its authors recommend
//! (19 MiB, two passes), so that a stolen journal does not give the PINs away cheaply.
//!
//! Slow on purpose: never called on the till's own thread.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::core::user::PinHash;

use super::pin::Pin;

/// The fewest digits of a PIN.
pub const FEWEST_DIGITS: usize = 4;

/// Why a PIN cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// Choose a longer one.
    #[error("a PIN has at least {FEWEST_DIGITS} digits")]
    TooShort,
    /// The hash cannot be made: no memory, or no randomness.
    #[error("the PIN cannot be hashed: {0}")]
    Hashing(String),
}

/// Hashes a new PIN with a salt of its own.
///
/// # Errors
/// See [`PinError`].
pub fn hash(pin: &Pin) -> Result<PinHash, PinError> {
    if pin.len() < FEWEST_DIGITS {
        return Err(PinError::TooShort);
    }
    Argon2::default()
        .hash_password(pin.expose().as_bytes())
        .map(|hash| PinHash(hash.to_string()))
        .map_err(|error| PinError::Hashing(error.to_string()))
}

/// Whether a PIN is the one that was hashed.
///
/// Without a hash (a number that nobody has) the same work is done for nothing, so that the time
/// it takes does not tell which numbers exist.
pub fn is_right(pin: &Pin, hash: Option<&PinHash>) -> bool {
    let parsed = hash.and_then(|hash| match PasswordHash::new(&hash.0) {
        Ok(parsed) => Some(parsed),
        Err(_) => {
            tracing::error!("a stored PIN hash cannot be read; its user cannot log in");
            None
        }
    });
    let Some(parsed) = parsed else {
        let _same_work = Argon2::default().hash_password(pin.expose().as_bytes());
        return false;
    };
    Argon2::default().verify_password(pin.expose().as_bytes(), &parsed).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_pin_is_right() {
        let hashed = hash(&Pin::from("1234")).unwrap();
        assert!(hashed.0.starts_with("$argon2id$"));
        assert!(is_right(&Pin::from("1234"), Some(&hashed)));
        for wrong in ["1235", "12345", "", "123"] {
            assert!(!is_right(&Pin::from(wrong), Some(&hashed)), "{wrong}");
        }
        assert!(!is_right(&Pin::from("1234"), None));
        assert!(!is_right(&Pin::from("1234"), Some(&PinHash("nonsense".to_owned()))));
        assert_ne!(hash(&Pin::from("1234")).unwrap(), hashed, "each hash has a salt of its own");
        assert_eq!(hash(&Pin::from("123")), Err(PinError::TooShort));
    }
}
