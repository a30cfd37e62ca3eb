//! The file that says how a register shall be: settings, people, articles, terminal. No secrets.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::article_file;
use crate::core::administration::NUMBERS;
use crate::core::catalog::Article;
use crate::core::settings::Settings;
use crate::core::user::{Person, Role, User, UserNumber};
use crate::journal::Store;

use super::super::output::{Console, Trouble};
use super::super::{article, problems};

/// What is wrong with a set-up file itself.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// It does not say what it should.
    #[error("{path} is not a set-up file")]
    Form {
        /// Which file.
        path: String,
        /// Why.
        #[source]
        cause: Box<toml::de::Error>,
    },
    /// Somebody's number is none, or two people have it.
    #[error("the number {number} cannot be used")]
    Number {
        /// The number.
        number: u16,
    },
    /// It cannot be written.
    #[error("{path} cannot be made")]
    Write {
        /// Which file.
        path: String,
        /// Why.
        #[source]
        cause: toml::ser::Error,
    },
}

/// How a register shall be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// A CSV file, beside this one where its path is not absolute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    articles: Option<PathBuf>,
    /// As `kassa settings export` writes them.
    pub settings: Settings,
    /// The registration with SEQR, where there shall be one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terminal: Option<TerminalProfile>,
    /// Who works at the register.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonProfile>,
}

/// A registration with SEQR.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TerminalProfile {
    /// The shop's own name for it; none: the register's designation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// What customers see; none: the shop's name and the designation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The sticker, as its number or the text of its QR code; none: it is assigned some other time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seqr_id: Option<String>,
}

/// Somebody who works at the register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonProfile {
    /// Their number.
    pub number: u16,
    /// Their name on screen and receipts.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether they can log in.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

fn is_yes(value: &bool) -> bool {
    *value
}

impl PersonProfile {
    /// Who it is.
    pub fn person(&self) -> Person {
        Person { number: UserNumber(self.number), name: self.name.clone(), role: self.role }
    }
}

impl From<&User> for PersonProfile {
    fn from(user: &User) -> Self {
        let (number, name, role) = (user.number.0, user.name.clone(), user.role);
        PersonProfile { number, name, role, active: user.active }
    }
}

impl Profile {
    /// Reads a file and lists what is wrong with its settings.
    ///
    /// # Errors
    /// When it cannot be read or used.
    pub fn read(path: &Path, console: &Console) -> Result<Profile, Trouble> {
        let shown = path.display().to_string();
        let text = fs::read_to_string(path)
            .map_err(|cause| Trouble::File { path: shown.clone(), cause })?;
        let form = |cause| ProfileError::Form { path: shown.clone(), cause: Box::new(cause) };
        let given: toml::Table = toml::from_str(&text).map_err(form)?;
        let profile: Profile = toml::from_str(&text).map_err(form)?;
        problems::refuse_unknown(&given, &profile.as_table(&shown)?, path)?;
        problems::refuse_problems(&profile.settings, path, console)?;
        let mut numbers = HashSet::new();
        for person in &profile.people {
            let number = person.number;
            if !NUMBERS.contains(&number) || !numbers.insert(number) {
                return Err(ProfileError::Number { number }.into());
            }
        }
        Ok(profile)
    }

    fn as_table(&self, path: &str) -> Result<toml::Table, ProfileError> {
        toml::Table::try_from(self)
            .map_err(|cause| ProfileError::Write { path: path.to_owned(), cause })
    }

    /// The articles of the file that it names; none where it names none.
    ///
    /// # Errors
    /// When that file cannot be read, or has mistakes, which are listed.
    pub fn articles(
        &self,
        profile: &Path,
        console: &Console,
    ) -> Result<Option<Vec<Article>>, Trouble> {
        let Some(file) = &self.articles else { return Ok(None) };
        let beside = profile.parent().unwrap_or(Path::new("")).join(file);
        article::read(&beside, console).map(Some)
    }

    /// The shop's own name for the terminal, and what customers see.
    pub fn terminal_names(&self, terminal: &TerminalProfile) -> (String, String) {
        let register = &self.settings.register;
        let external_id = terminal.external_id.clone().unwrap_or_else(|| register.clone());
        let name = terminal.name.clone();
        let name = name.unwrap_or_else(|| format!("{}, {register}", self.settings.shop.name));
        (external_id, name)
    }
}

/// Writes how a register is set up.
pub fn export(
    directory: &Path,
    file: &Path,
    articles: Option<PathBuf>,
    console: &Console,
) -> Result<(), Trouble> {
    let journal = Store::open_read_only(directory)?;
    let shown = file.display().to_string();
    if let Some(csv) = &articles {
        let text = article_file::write(&journal.articles()?);
        fs::write(csv, text)
            .map_err(|cause| Trouble::File { path: csv.display().to_string(), cause })?;
    }
    let profile = Profile {
        // So that the set-up file finds it wherever the command is run.
        articles: articles.map(|csv| csv.canonicalize().unwrap_or(csv)),
        settings: journal.settings()?.unwrap_or_default(),
        terminal: journal.terminal()?.map(|terminal| TerminalProfile {
            external_id: Some(terminal.external_id),
            name: Some(terminal.name),
            seqr_id: terminal.seqr_id,
        }),
        people: journal.users()?.iter().map(PersonProfile::from).collect(),
    };
    let text = toml::to_string_pretty(&profile)
        .map_err(|cause| ProfileError::Write { path: shown.clone(), cause })?;
    if file.as_os_str() == "-" {
        return console.line(text.trim_end());
    }
    fs::write(file, text).map_err(|cause| Trouble::File { path: shown, cause })
}
