//! Speaking to the person at the terminal: results on standard output, trouble on standard error,
//! both in their language.

use std::error::Error;
use std::io::{self, Write};

use crate::core::language::Language;
use crate::core::settings::Settings;
use crate::demonstration::DemonstrationError;
use crate::journal::JournalError;
use crate::language::{Texts, Value};
use crate::seqr::client::{CallError, SetUpError};
use crate::till::StartError;

/// Why a command did not do what it should. Each variant has its own words in `cli.ftl`.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// There is no folder for the register's data.
    #[error("there is no data folder: name one with --data")]
    NoDataFolder,
    /// The journal cannot be used.
    #[error("the journal cannot be used")]
    Journal(#[from] JournalError),
    /// The register cannot start.
    #[error("the register cannot start")]
    Start(#[from] StartError),
    /// The demonstration cannot be shown.
    #[error("the demonstration cannot be shown")]
    Demonstration(#[from] DemonstrationError),
    /// The window cannot be opened.
    #[error("the window cannot be opened")]
    Window(#[source] Box<dyn Error + Send + Sync>),
    /// There is no display.
    #[error("there is no display")]
    NoDisplay,
    /// A file cannot be read or written.
    #[error("{path} cannot be read or written")]
    File {
        /// Which file.
        path: String,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// Standard output or the terminal does not work.
    #[error("the terminal does not work")]
    Terminal(#[from] io::Error),
    /// A settings file does not say what it should.
    #[error("{path} is not a settings file")]
    SettingsFile {
        /// Which file.
        path: String,
        /// Why.
        #[source]
        cause: Box<dyn Error + Send + Sync>,
    },
    /// The register would log off too soon or too late to be of use.
    #[error("log_off_after is {seconds} seconds")]
    LogOffAfter {
        /// After how many seconds.
        seconds: u32,
    },
    /// A file of articles has mistakes; they have been listed.
    #[error("{path} has {count} mistakes; nothing was imported")]
    ArticleFile {
        /// Which file.
        path: String,
        /// How many.
        count: usize,
    },
    /// The SEQR address or certificate in the settings cannot be used.
    #[error("SEQR is not set up right")]
    SeqrSetUp(#[from] SetUpError),
    /// SEQR has no address in the settings.
    #[error("SEQR has no address")]
    NoSeqrAddress,
    /// SEQR did not answer, or not in a way that could be understood.
    #[error("SEQR did not answer")]
    SeqrCall(#[from] CallError),
    /// SEQR refused.
    #[error("SEQR refused: {code} {description}")]
    SeqrRefused {
        /// The result code.
        code: i32,
        /// SEQR's own words.
        description: String,
    },
    /// The terminal is registered already.
    #[error("the terminal is registered already")]
    AlreadyRegistered,
    /// The terminal is not registered.
    #[error("the terminal is not registered")]
    NotRegistered,
    /// A payment is open: the terminal must stay as it is.
    #[error("a SEQR payment is open")]
    PaymentOpen,
    /// Something needed was left empty.
    #[error("{what} is missing")]
    Missing {
        /// The key of its name in `cli.ftl`.
        what: &'static str,
    },
    /// A SEQR id has other characters than letters and digits.
    #[error("not a SEQR id")]
    NotASeqrId,
    /// There is no such receipt.
    #[error("there is no receipt {0}")]
    NoSuchReceipt(u64),
    /// The journal was tampered with or damaged; what was found has been listed.
    #[error("the journal is not sound")]
    Unsound,
    /// An exported journal was changed or is not whole; what was found has been listed.
    #[error("the exported journal is not sound")]
    UnsoundExport,
    /// There is no such report.
    #[error("the report cannot be made")]
    Report(#[from] super::report::Problem),
    /// A device does not work.
    #[error("the device does not work")]
    Device(#[from] crate::device::list::DeviceError),
    /// The two PINs typed are not the same, or too short.
    #[error("the PIN cannot be used: {0}")]
    Pin(String),
    /// The address to listen on cannot be used.
    #[error("{address} cannot be listened on")]
    Listen {
        /// The address.
        address: String,
        /// Why.
        #[source]
        cause: io::Error,
    },
}

impl Trouble {
    /// Whether opening the register again comes to the same until somebody does something about it.
    pub fn needs_a_person(&self) -> bool {
        match self {
            Trouble::NoDataFolder | Trouble::NoDisplay => true,
            Trouble::Journal(error) | Trouble::Start(StartError::Journal(error)) => matches!(
                error,
                // The other Kassa is there: it is the one to be used.
                JournalError::InUse { .. }
                    | JournalError::Missing { .. }
                    | JournalError::Damaged { .. }
                    | JournalError::NotAJournal { .. }
                    | JournalError::OlderSchema { .. }
                    | JournalError::NewerSchema { .. }
                    | JournalError::Unreadable { .. }
            ),
            _ => false,
        }
    }
}

/// The terminal, in one language.
pub struct Console {
    texts: &'static Texts,
}

impl Console {
    /// Speaks Swedish where the environment does, else English.
    pub fn from_environment() -> Self {
        let wanted = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        let swedish = wanted.is_some_and(|value| value.starts_with("sv"));
        let language = if swedish { Language::Swedish } else { Language::English };
        Console { texts: Texts::of(language) }
    }

    /// The texts in the person's language.
    pub fn texts(&self) -> &'static Texts {
        self.texts
    }

    /// Prints one line.
    pub fn say(&self, key: &str, values: &[(&str, Value<'_>)]) -> Result<(), Trouble> {
        self.line(&self.texts.with(key, values))
    }

    /// Prints one line that is data, not words.
    pub fn line(&self, line: &str) -> Result<(), Trouble> {
        writeln!(io::stdout().lock(), "{line}").map_err(Trouble::Terminal)
    }

    /// Says something that is no result: on standard error, where results are not read.
    pub fn warn(&self, key: &str, values: &[(&str, Value<'_>)]) {
        let line = format!("kassa: {}\n", self.texts.with(key, values));
        // As for trouble: nothing is left to try.
        let _gone = io::stderr().lock().write_all(line.as_bytes());
    }

    /// Says what went wrong and, below it, every cause for support.
    pub fn complain(&self, trouble: &Trouble) {
        let (key, values) = words(trouble);
        let values: Vec<(&str, Value<'_>)> =
            values.iter().map(|(name, value)| (*name, Value::from(value.as_str()))).collect();
        let mut message = format!("kassa: {}\n", self.texts.with(key, &values));
        let mut cause = trouble.source();
        while let Some(error) = cause {
            message.push_str(&format!("  {error}\n"));
            cause = error.source();
        }
        // Nothing is left to try when standard error itself is gone.
        let _gone = io::stderr().lock().write_all(message.as_bytes());
    }
}

fn words(trouble: &Trouble) -> (&'static str, Vec<(&'static str, String)>) {
    let plain = |key| (key, Vec::new());
    match trouble {
        Trouble::NoDataFolder => plain("cli-no-data-folder"),
        Trouble::Journal(error)
        | Trouble::Start(StartError::Journal(error))
        | Trouble::Demonstration(DemonstrationError::Journal(error)) => plain(journal_key(error)),
        Trouble::Start(StartError::Thread(_)) => plain("cli-start-trouble"),
        Trouble::Demonstration(_) => plain("cli-demonstration-trouble"),
        Trouble::Window(_) => plain("cli-window-trouble"),
        Trouble::NoDisplay => plain("cli-no-display"),
        Trouble::File { path, .. } => ("cli-file-trouble", vec![("path", path.clone())]),
        Trouble::Terminal(_) => plain("cli-terminal-trouble"),
        Trouble::SettingsFile { path, .. } => {
            ("cli-settings-file-trouble", vec![("path", path.clone())])
        }
        Trouble::LogOffAfter { seconds } => (
            "cli-log-off-after-trouble",
            vec![
                ("seconds", seconds.to_string()),
                ("least", Settings::LOG_OFF.start().to_string()),
                ("most", Settings::LOG_OFF.end().to_string()),
            ],
        ),
        Trouble::ArticleFile { path, count } => {
            ("cli-article-file-trouble", vec![("path", path.clone()), ("count", count.to_string())])
        }
        Trouble::SeqrSetUp(_) => plain("cli-seqr-set-up-trouble"),
        Trouble::NoSeqrAddress => plain("cli-no-seqr-address"),
        Trouble::SeqrCall(CallError::NotSent(_)) => plain("cli-seqr-not-reached"),
        Trouble::SeqrCall(CallError::Unknown(_)) => plain("cli-seqr-unknown"),
        Trouble::SeqrRefused { code, description } => (
            refusal_key(*code),
            vec![("code", code.to_string()), ("description", description.clone())],
        ),
        Trouble::AlreadyRegistered => plain("cli-already-registered"),
        Trouble::NotRegistered => plain("cli-not-registered"),
        Trouble::PaymentOpen => plain("cli-payment-open"),
        Trouble::Missing { what } => plain(what),
        Trouble::NotASeqrId => plain("cli-not-a-seqr-id"),
        Trouble::NoSuchReceipt(number) => {
            ("cli-no-such-receipt", vec![("number", number.to_string())])
        }
        Trouble::Unsound => plain("cli-unsound"),
        Trouble::UnsoundExport => plain("cli-unsound-export"),
        Trouble::Report(problem) => problem.words(),
        Trouble::Device(_) => plain("cli-device-failed"),
        Trouble::Pin(detail) => ("cli-pin-trouble", vec![("detail", detail.clone())]),
        Trouble::Listen { address, .. } => {
            ("cli-listen-trouble", vec![("address", address.clone())])
        }
    }
}

/// What is wrong with the journal, and what to do about it.
fn journal_key(error: &JournalError) -> &'static str {
    match error {
        JournalError::InUse { .. } => "cli-journal-in-use",
        JournalError::Missing { .. } => "cli-journal-missing",
        JournalError::Unusable { .. } => "cli-journal-unusable",
        JournalError::NotPrivate { .. } => "cli-journal-not-private",
        JournalError::ReadOnly { .. } => "cli-journal-read-only",
        JournalError::DiskFull { .. } => "cli-journal-disk-full",
        JournalError::Locked { .. } => "cli-journal-locked",
        JournalError::Damaged { .. } | JournalError::Unreadable { .. } => "cli-journal-damaged",
        JournalError::Gone { .. } => "cli-journal-gone",
        JournalError::NotAJournal { .. } => "cli-journal-not-ours",
        JournalError::OlderSchema { .. } => "cli-journal-older",
        JournalError::NewerSchema { .. } => "cli-journal-newer",
        JournalError::RuleBroken { .. }
        | JournalError::SecretUnreadable { .. }
        | JournalError::Exists { .. }
        | JournalError::Database { .. } => "cli-journal-trouble",
    }
}

/// The refusals that an installer can do something about have words of their own.
fn refusal_key(code: i32) -> &'static str {
    match code {
        20 | 21 => "cli-seqr-refused-password",
        29 | 37 => "cli-seqr-refused-principal",
        33 => "cli-seqr-refused-blocked",
        53 => "cli-seqr-refused-sticker",
        91 => "cli-seqr-refused-address",
        _ => "cli-seqr-refused",
    }
}
