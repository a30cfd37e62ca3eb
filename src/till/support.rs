//! What support needs to know about a register, in one text file: versions, settings, devices, the journal's state and
//! newest entries, the log.
//!
//! Without secrets: no PIN, no hash of one, no password. People are numbers in it, and what they wrote as a reason is
//! left out. The same as the log, it is for support and in English.

mod entries;
mod machine;

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::journal::{Reader, Store, Verdict};

/// Entries that are shown.
const ENTRIES: u64 = 500;

/// Support's file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be written", .path.display())]
pub struct SupportError {
    /// Which file.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub cause: io::Error,
}

impl SupportError {
    /// An error at a file.
    pub fn of(path: &Path, cause: io::Error) -> Self {
        SupportError { path: path.to_owned(), cause }
    }
}

/// What the file is called.
pub fn file_name(at: Timestamp) -> String {
    format!("kassa-support-{}.txt", at.strftime("%Y%m%dT%H%M%SZ"))
}

/// Collects everything about the register in a data folder and writes it into a new file, readable only by its owner.
/// `state` is what a running register says of itself. A journal that cannot be read is described as far as it can be.
///
/// # Errors
/// When the file cannot be written. No half file is left.
pub fn write(
    directory: &Path,
    path: &Path,
    state: &[String],
    at: Timestamp,
) -> Result<(), SupportError> {
    let text = collect(directory, state, at);
    let failed = |cause| SupportError::of(path, cause);
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let mut options = OpenOptions::new();
    let written = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&partial)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&partial, path));
    if written.is_err()
        && let Err(error) = fs::remove_file(&partial)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "half a file for support could not be removed");
    }
    written.map_err(failed)
}

/// Everything as one text.
fn collect(directory: &Path, state: &[String], at: Timestamp) -> String {
    let mut text = String::new();
    let local = at.to_zoned(TimeZone::system());
    let mut section = |title: &str, body: String| {
        // Writing to a text cannot fail.
        let _written = write!(text, "== {title} ==\n{}\n\n", body.trim_end());
    };
    section("Kassa", format!("version {}\ncollected {local}", env!("CARGO_PKG_VERSION")));
    section("This machine", machine::described(directory));
    section("Running register", state.join("\n"));
    let secrets = match Store::open_read_only(directory) {
        Ok(journal) => {
            section("Journal", verified(&journal));
            section("Settings", entries::settings(&journal));
            section("People", entries::people(&journal));
            section("Terminal", entries::terminal(&journal));
            section("Newest entries", entries::newest(&journal, ENTRIES));
            secrets(&journal)
        }
        Err(error) => {
            section("Journal", in_full(&error));
            Vec::new()
        }
    };
    section("Log", machine::log(directory));
    without(text, &secrets)
}

fn verified(journal: &Reader) -> String {
    let mut text = String::new();
    let mut line = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    match journal.verify(&mut |_, _| {}) {
        Ok(Verdict::Sound(verified)) => {
            let hash: String =
                verified.head.hash.iter().map(|byte| format!("{byte:02x}")).collect();
            line(format!("sound: {} entries, head {hash}", verified.entries));
        }
        Ok(Verdict::Unsound(findings)) => {
            line("NOT SOUND".to_owned());
            findings.iter().for_each(|finding| line(format!("- {finding}")));
        }
        Err(error) => line(in_full(&error)),
    }
    match journal.numbers() {
        Ok(numbers) => line(format!("{numbers:?}")),
        Err(error) => line(in_full(&error)),
    }
    match journal.last_backups() {
        Ok(last) => line(format!("{last:?}")),
        Err(error) => line(in_full(&error)),
    }
    text
}

/// The secrets that can be read, so that they can be looked for.
fn secrets(journal: &Reader) -> Vec<String> {
    let vault = journal.vault();
    let names = vault.names().unwrap_or_default();
    names
        .iter()
        .filter_map(|name| vault.read(name).ok().flatten())
        .map(|secret| secret.expose().to_owned())
        .collect()
}

/// No secret gets into the log, the settings or the entries; were one there all the same, it does not go on from here.
fn without(mut text: String, secrets: &[String]) -> String {
    for secret in secrets.iter().filter(|secret| secret.len() >= entries::SHORTEST_SECRET) {
        text = text.replace(secret.as_str(), "(secret)");
    }
    text
}

/// An error and all its causes.
fn in_full(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // As above.
        let _written = write!(line, ": {error}");
        cause = error.source();
    }
    line
}
