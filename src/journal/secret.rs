//! Secrets: passwords that have to be sent in clear and so cannot be hashed.
//!
//! They are rows of a table of their own, never entries, encrypted with XChaCha20-Poly1305 under a key that is not in the
//! database. The name goes into the authentication, so that one secret cannot be put in another's place.
//! A copy of the database alone does not show them; a copy of the whole data directory does.

use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rusqlite::{Connection, OptionalExtension, params};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{Cause, JournalError, Reader, directory};
use crate::secret::Secret;

/// The key that secrets are encrypted with: 256 random bits, wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl Key {
    /// A new key from the operating system's randomness.
    ///
    /// # Errors
    /// When the system has none to give.
    pub fn random() -> io::Result<Self> {
        let mut key = Key([0; 32]);
        getrandom::fill(&mut key.0).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(key)
    }

    /// A key that was kept somewhere.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Key(bytes)
    }

    /// The key itself, for whoever keeps it.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(…)")
    }
}

/// Where the key lives.
pub trait KeyStore: Send {
    /// The key, or `None` if none was made yet.
    ///
    /// # Errors
    /// When there is one that cannot be read.
    fn key(&self) -> io::Result<Option<Key>>;

    /// Makes and keeps a key; the one that is there if someone was faster.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn make(&self) -> io::Result<Key>;
}

/// A key in a file that only the register's user can read.
#[derive(Debug, Clone)]
pub struct FileKeys {
    path: PathBuf,
}

impl FileKeys {
    /// The file that holds the key, or will.
    pub fn new(path: PathBuf) -> Self {
        FileKeys { path }
    }
}

impl KeyStore for FileKeys {
    fn key(&self) -> io::Result<Option<Key>> {
        let mut file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        // One byte more than a key has, to notice a file that is too long.
        let mut bytes = Zeroizing::new([0; 33]);
        let mut length = 0;
        while length < bytes.len() {
            match file.read(&mut bytes[length..])? {
                0 => break,
                more => length += more,
            }
        }
        match bytes[..length].try_into() {
            Ok(key) => Ok(Some(Key(key))),
            Err(_) => Err(io::Error::new(
                ErrorKind::InvalidData,
                format!("{} does not hold a key of 32 bytes", self.path.display()),
            )),
        }
    }

    fn make(&self) -> io::Result<Key> {
        let key = Key::random()?;
        let mut options = directory::private();
        // A key that is there is never overwritten.
        let mut file = match options.write(true).create_new(true).open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return self.key()?.ok_or(error);
            }
            Err(error) => return Err(error),
        };
        let written = file.write_all(&key.0).and_then(|()| file.sync_all());
        if let Err(error) = written {
            // Half a key is worse than none: it would be found and not fit.
            std::fs::remove_file(&self.path)?;
            return Err(error);
        }
        if let Some(parent) = self.path.parent() {
            File::open(parent).and_then(|opened| opened.sync_all())?;
        }
        Ok(key)
    }
}

/// The secrets of a journal.
pub struct Vault<'journal> {
    connection: &'journal Connection,
    keys: Box<dyn KeyStore>,
}

impl Reader {
    /// The secrets, with their key in a file of the data directory.
    pub fn vault(&self) -> Vault<'_> {
        self.vault_with(self.keys())
    }

    pub(super) fn keys(&self) -> Box<dyn KeyStore> {
        Box::new(FileKeys::new(self.directory.join(directory::KEY)))
    }

    /// The secrets, with their key elsewhere.
    pub fn vault_with(&self, keys: Box<dyn KeyStore>) -> Vault<'_> {
        Vault { connection: &self.connection, keys }
    }
}

/// What becomes of a secret together with entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretChange {
    /// It is kept under a name, in place of an earlier one.
    Keep(&'static str, Secret),
    /// What is kept under a name is forgotten.
    Forget(&'static str),
}

impl<'journal> Vault<'journal> {
    pub(super) fn of(connection: &'journal Connection, keys: Box<dyn KeyStore>) -> Self {
        Vault { connection, keys }
    }

    pub(super) fn change(&self, change: &SecretChange) -> Result<(), JournalError> {
        match change {
            SecretChange::Keep(name, secret) => self.keep(name, secret),
            SecretChange::Forget(name) => self.forget(name),
        }
    }
}

impl Vault<'_> {
    /// Keeps a secret under a name, in place of an earlier one.
    ///
    /// # Errors
    /// As for a commit; [`JournalError::ReadOnly`] where the journal was opened for reading.
    pub fn keep(&self, name: &str, secret: &Secret) -> Result<(), JournalError> {
        let unusable = |cause: Cause| JournalError::Unusable { path: directory::KEY.into(), cause };
        let key = match self.keys.key() {
            // A key that cannot be read opens nothing: but what is wrong with it is for a person to see.
            Err(error) => return Err(unusable(Arc::new(error))),
            Ok(Some(key)) => key,
            Ok(None) => self.keys.make().map_err(|error| match error.kind() {
                ErrorKind::StorageFull => JournalError::DiskFull { cause: Arc::new(error) },
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                    JournalError::ReadOnly { cause: Arc::new(error) }
                }
                _ => unusable(Arc::new(error)),
            })?,
        };
        let mut nonce = [0; 24];
        getrandom::fill(&mut nonce)
            .map_err(|error| unusable(Arc::new(io::Error::other(error.to_string()))))?;
        let payload = Payload { msg: secret.expose().as_bytes(), aad: name.as_bytes() };
        let ciphertext = XChaCha20Poly1305::new(&key.0.into())
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|error| unusable(Arc::new(io::Error::other(error.to_string()))))?;
        let _one = self.connection.execute(
            "INSERT INTO secret (name, nonce, ciphertext) VALUES (?1, ?2, ?3)
             ON CONFLICT (name) DO UPDATE SET nonce = ?2, ciphertext = ?3",
            params![name, nonce, ciphertext],
        )?;
        Ok(())
    }

    /// The secret of this name, if one is kept.
    ///
    /// # Errors
    /// [`JournalError::SecretUnreadable`] when the key is missing or another one.
    pub fn read(&self, name: &str) -> Result<Option<Secret>, JournalError> {
        let found = self
            .connection
            .query_row("SELECT nonce, ciphertext FROM secret WHERE name = ?1", [name], |row| {
                Ok((row.get::<_, [u8; 24]>(0)?, row.get::<_, Vec<u8>>(1)?))
            })
            .optional()?;
        let Some((nonce, ciphertext)) = found else { return Ok(None) };
        let unreadable =
            |cause: Option<Cause>| JournalError::SecretUnreadable { name: name.to_owned(), cause };
        let key = match self.keys.key() {
            Ok(Some(key)) => key,
            Ok(None) => return Err(unreadable(None)),
            Err(error) => return Err(unreadable(Some(Arc::new(error)))),
        };
        let payload = Payload { msg: &ciphertext, aad: name.as_bytes() };
        let text = XChaCha20Poly1305::new(&key.0.into())
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_another_key| unreadable(None))?;
        String::from_utf8(text).map(|text| Some(Secret::new(text))).map_err(|error| {
            let mut bytes = error.into_bytes();
            bytes.zeroize();
            unreadable(None)
        })
    }

    /// The names of the secrets that are kept but cannot be read, because the key is missing or another one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn unreadable(&self) -> Result<Vec<String>, JournalError> {
        let mut unreadable = self.names()?;
        let mut first = None;
        unreadable.retain(|name| match self.read(name) {
            Ok(_) => false,
            Err(JournalError::SecretUnreadable { .. }) => true,
            Err(error) => {
                first = Some(error);
                true
            }
        });
        first.map_or(Ok(unreadable), Err)
    }

    /// The names of the secrets that are kept.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn names(&self) -> Result<Vec<String>, JournalError> {
        let mut query = self.connection.prepare("SELECT name FROM secret ORDER BY name")?;
        let names = query.query_map([], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    /// Forgets a secret. Forgetting what is not kept is fine.
    ///
    /// # Errors
    /// As for [`Vault::keep`].
    pub fn forget(&self, name: &str) -> Result<(), JournalError> {
        let _rows = self.connection.execute("DELETE FROM secret WHERE name = ?1", [name])?;
        Ok(())
    }
}
