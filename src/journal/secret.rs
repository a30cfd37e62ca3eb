//! Secrets: passwords that have to be sent in clear and so cannot be hashed.
//!
//! They are rows of a table of their own, encrypted with a key that is not in the database, and never entries.

use std::fmt;
use std::path::PathBuf;

use rusqlite::Connection;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{JournalError, Reader};

/// A text that is wiped when dropped and never shown.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Secret(String);

impl Secret {
    /// Takes a text into custody.
    pub fn new(text: impl Into<String>) -> Self {
        Secret(text.into())
    }

    /// The text, for whoever has to send it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

/// The key that secrets are encrypted with: 256 random bits, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(…)")
    }
}

/// Where the key lives.
pub trait KeyStore {
    /// The key, or `None` if none was made yet.
    ///
    /// # Errors
    /// When there is one that cannot be read.
    fn key(&self) -> Result<Option<Key>, JournalError>;

    /// Makes and keeps a key; the one that is there if another process was faster.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn make(&self) -> Result<Key, JournalError>;
}

/// A key in a file that only the register's user can read.
#[derive(Debug, Clone)]
pub struct FileKeys {
    path: PathBuf,
}

/// The secrets of a journal.
pub struct Vault<'journal> {
    connection: &'journal Connection,
    keys: Box<dyn KeyStore>,
}

impl Reader {
    /// The secrets, with their key in a file of the data directory.
    pub fn vault(&self) -> Vault<'_> {
        todo!()
    }

    /// The secrets, with their key elsewhere.
    pub fn vault_with(&self, keys: Box<dyn KeyStore>) -> Vault<'_> {
        let _ = keys;
        todo!()
    }
}

impl Vault<'_> {
    /// Keeps a secret under a name, in place of an earlier one.
    ///
    /// # Errors
    /// As for a commit; [`JournalError::ReadOnly`] where the journal was opened for reading.
    pub fn keep(&self, name: &str, secret: &Secret) -> Result<(), JournalError> {
        let _ = (name, secret, self.connection, &self.keys);
        todo!()
    }

    /// The secret of this name, if one is kept.
    ///
    /// # Errors
    /// [`JournalError::SecretUnreadable`] when the key is missing or another one.
    pub fn read(&self, name: &str) -> Result<Option<Secret>, JournalError> {
        let _ = name;
        todo!()
    }

    /// Forgets a secret. Forgetting what is not kept is fine.
    ///
    /// # Errors
    /// As for [`Vault::keep`].
    pub fn forget(&self, name: &str) -> Result<(), JournalError> {
        let _ = name;
        todo!()
    }
}
