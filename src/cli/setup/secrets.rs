//! Secrets of a set-up: from the environment, or from a file that only its owner can read. They are never arguments.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use nix::unistd::geteuid;
use zeroize::Zeroizing;

use crate::secret::Secret;
use crate::till::pin::Pin;
use crate::till::set_up::Reseller;

use super::super::output::Trouble;
use super::super::terminal::RESELLER_VARIABLES;

/// Why a secret cannot be used. What it is, is never said.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// It is neither in the environment nor in a file.
    #[error("{name} is missing")]
    Missing {
        /// Its name.
        name: String,
    },
    /// It does not look as it has to.
    #[error("{name} cannot be used")]
    Unusable {
        /// Its name.
        name: String,
    },
    /// Others can read the file, or it belongs to somebody else.
    #[error("others can read {path}")]
    Open {
        /// Which file.
        path: String,
    },
    /// The file cannot be understood.
    #[error("{path} does not hold one NAME = \"value\" on each line")]
    Form {
        /// Which file.
        path: String,
    },
}

/// Everything that was named in a file; the environment comes first.
#[derive(Default)]
pub struct Secrets {
    named: BTreeMap<String, Secret>,
}

impl Secrets {
    /// Reads a file of secrets, if one is named.
    ///
    /// # Errors
    /// When it cannot be read, or others than its owner could.
    pub fn read(path: Option<&Path>) -> Result<Secrets, Trouble> {
        let Some(path) = path else { return Ok(Secrets::default()) };
        let shown = path.display().to_string();
        let failed = |cause| Trouble::File { path: shown.clone(), cause };
        let mut file = File::open(path).map_err(failed)?;
        // Of the file that was opened: the path may mean another one by now.
        let found = file.metadata().map_err(failed)?;
        let ours = found.uid() == geteuid().as_raw() || found.uid() == 0;
        if !found.is_file() || !ours || found.mode() & 0o077 != 0 {
            return Err(SecretError::Open { path: shown }.into());
        }
        let mut text = Zeroizing::new(String::new());
        match file.read_to_string(&mut text) {
            Ok(_length) => {}
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(SecretError::Form { path: shown }.into());
            }
            Err(cause) => return Err(failed(cause)),
        }
        // The parser's own words would quote the line, and with it the secret.
        let named: BTreeMap<String, String> =
            toml::from_str(&text).map_err(|_quotes| SecretError::Form { path: shown })?;
        let named = named.into_iter().map(|(name, value)| (name, Secret::new(value))).collect();
        Ok(Secrets { named })
    }

    fn find(&self, name: &str) -> Option<Secret> {
        let environment = std::env::var(name).ok().filter(|value| !value.is_empty());
        let named = || self.named.get(name).filter(|value| !value.is_empty()).cloned();
        environment.map(Secret::new).or_else(named)
    }

    /// The PIN of somebody who is new.
    ///
    /// # Errors
    /// When it is missing, or is not 4 to 8 digits.
    pub fn pin(&self, number: u16) -> Result<Pin, SecretError> {
        let name = format!("KASSA_PIN_{number}");
        let Some(secret) = self.find(&name) else { return Err(SecretError::Missing { name }) };
        let pin = Pin::from(secret.expose());
        let fits =
            pin.expose() == secret.expose() && pin.len() >= crate::till::log_in::FEWEST_DIGITS;
        if fits { Ok(pin) } else { Err(SecretError::Unusable { name }) }
    }

    /// The reseller's login; nothing where no part of it is named.
    ///
    /// # Errors
    /// When only a part of it is.
    pub fn reseller(&self) -> Result<Option<Reseller>, SecretError> {
        let names = RESELLER_VARIABLES;
        match names.map(|name| self.find(name)) {
            [None, None, None] => Ok(None),
            [Some(id), Some(user), Some(password)] => Ok(Some(Reseller {
                id: id.expose().to_owned(),
                user: user.expose().to_owned(),
                password,
            })),
            parts => {
                let missing = names.iter().zip(parts).find(|(_, part)| part.is_none());
                let name = missing.map(|(name, _)| (*name).to_owned()).unwrap_or_default();
                Err(SecretError::Missing { name })
            }
        }
    }
}
