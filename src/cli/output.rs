//! Speaking to the person at the terminal: results on standard output, trouble on standard error,
//! both in their language.

use std::error::Error;
use std::io::{self, Write};

use super::setup::{ProfileError, SecretError};
use crate::core::language::Language;
use crate::core::settings::Settings;
use crate::demonstration::DemonstrationError;
use crate::device::list::ListError;
use crate::device::trial::TrialError;
use crate::journal::{BackupError, JournalError, RestoreError};
use crate::language::{Texts, Value};
use crate::seqr::client::SetUpError;
use crate::till::seqr_service::ServiceError;
use crate::till::{StartError, set_up};

/// Why a command did not do what it should. Each variant has its own words in `cli.ftl`.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// There is no folder for the register's data.
    #[error("there is no data folder: name one with --data")]
    NoDataFolder,
    /// The journal cannot be used.
    #[error("the journal cannot be used")]
    Journal(#[from] JournalError),
    /// The journal cannot be copied.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// A backup cannot be put in the journal's place.
    #[error(transparent)]
    Restore(#[from] RestoreError),
    /// There is no folder for copies in the settings, and none was named.
    #[error("there is no folder for backups")]
    NoBackupFolder,
    /// A backup is not sound; what was found has been listed.
    #[error("the backup is not sound")]
    BackupUnsound,
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
    /// Settings in a file cannot be used; what is wrong has been listed.
    #[error("{count} settings in {path} cannot be used")]
    SettingsProblems {
        /// Which file.
        path: String,
        /// How many.
        count: usize,
    },
    /// A file has names in it that nothing is called.
    #[error("nothing is called {keys}")]
    UnknownKeys {
        /// Which file.
        path: String,
        /// The names.
        keys: String,
    },
    /// A file that says how a register shall be cannot be used.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// A secret is missing or was lying open.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The register is registered with SEQR, but otherwise than a file says.
    #[error("{what} is {is}, not {wanted}")]
    Different {
        /// What, by its name in the file.
        what: &'static str,
        /// As it is.
        is: String,
        /// As the file says.
        wanted: String,
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
    /// The register is registered, and the certification wants one that is not.
    #[error("the register is registered with the service")]
    RegisteredBeforeCertification,
    /// Not all tests of the certification have passed; which have not was said.
    #[error("not all tests have passed")]
    NotCertified,
    /// Something needed was left empty.
    #[error("{what} is missing")]
    Missing {
        /// The key of its name in `cli.ftl`.
        what: &'static str,
    },
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
    Device(#[from] TrialError),
    /// The ports of this machine cannot be listed.
    #[error("the ports cannot be listed")]
    Ports(#[from] ListError),
    /// Something cannot be set up.
    #[error("this cannot be set up")]
    SetUp(set_up::Trouble),
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

impl From<set_up::Trouble> for Trouble {
    fn from(trouble: set_up::Trouble) -> Self {
        Trouble::SetUp(trouble)
    }
}

impl From<ServiceError> for Trouble {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Journal(error) => Trouble::Journal(error),
            ServiceError::SetUp(error) => Trouble::SeqrSetUp(error),
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

    /// Asks for a line.
    pub fn ask(&self, key: &str) -> Result<String, Trouble> {
        self.say(key, &[])?;
        let mut answer = String::new();
        let _bytes = io::stdin().read_line(&mut answer)?;
        Ok(answer.trim().to_owned())
    }

    /// Says something that is no result: on standard error, where results are not read.
    pub fn warn(&self, key: &str, values: &[(&str, Value<'_>)]) {
        let line = format!("kassa: {}\n", self.texts.with(key, values));
        // As for trouble: nothing is left to try.
        let _gone = io::stderr().lock().write_all(line.as_bytes());
    }

    /// What went wrong, in one sentence.
    pub fn in_words(&self, trouble: &Trouble) -> String {
        let (key, values) = words(trouble);
        self.texts.with(key, &values).into_owned()
    }

    /// Says what went wrong and, below it, every cause for support.
    pub fn complain(&self, trouble: &Trouble) {
        let mut message = format!("kassa: {}\n", self.in_words(trouble));
        let mut cause = trouble.source();
        while let Some(error) = cause {
            message.push_str(&format!("  {error}\n"));
            cause = error.source();
        }
        // Nothing is left to try when standard error itself is gone.
        let _gone = io::stderr().lock().write_all(message.as_bytes());
    }
}

/// The key of a text, and what fills its places.
type Words<'a> = (&'static str, Vec<(&'static str, Value<'a>)>);

fn words(trouble: &Trouble) -> Words<'_> {
    let plain = |key| (key, Vec::new());
    match trouble {
        Trouble::NoDataFolder => plain("cli-no-data-folder"),
        Trouble::Journal(error)
        | Trouble::Start(StartError::Journal(error))
        | Trouble::Demonstration(DemonstrationError::Journal(error)) => plain(journal_key(error)),
        Trouble::Restore(error) => restore_words(error),
        Trouble::Backup(error) => backup_words(error),
        Trouble::NoBackupFolder => plain("cli-no-backup-folder"),
        Trouble::BackupUnsound => plain("cli-backup-copy-unsound"),
        Trouble::Start(StartError::Thread(_)) => plain("cli-start-trouble"),
        Trouble::Demonstration(_) => plain("cli-demonstration-trouble"),
        Trouble::Window(_) => plain("cli-window-trouble"),
        Trouble::NoDisplay => plain("cli-no-display"),
        Trouble::File { path, .. } => ("cli-file-trouble", vec![("path", path.into())]),
        Trouble::Terminal(_) => plain("cli-terminal-trouble"),
        Trouble::SettingsFile { path, .. } => {
            ("cli-settings-file-trouble", vec![("path", path.into())])
        }
        Trouble::LogOffAfter { seconds } => (
            "cli-log-off-after-trouble",
            vec![
                ("seconds", seconds.to_string().into()),
                ("least", Settings::LOG_OFF.start().to_string().into()),
                ("most", Settings::LOG_OFF.end().to_string().into()),
            ],
        ),
        Trouble::SettingsProblems { path, count } => (
            "cli-settings-problems",
            vec![("path", path.into()), ("count", count.to_string().into())],
        ),
        Trouble::UnknownKeys { path, keys } => {
            ("cli-unknown-keys", vec![("path", path.into()), ("keys", keys.into())])
        }
        Trouble::Profile(error) => profile_words(error),
        Trouble::Secret(error) => secret_words(error),
        Trouble::Different { what, is, wanted } => (
            "cli-setup-different",
            vec![("what", (*what).into()), ("is", is.into()), ("wanted", wanted.into())],
        ),
        Trouble::ArticleFile { path, count } => (
            "cli-article-file-trouble",
            vec![("path", path.into()), ("count", count.to_string().into())],
        ),
        Trouble::SeqrSetUp(_) => plain("cli-seqr-set-up-trouble"),
        Trouble::RegisteredBeforeCertification => plain("cli-certify-registered"),
        Trouble::NotCertified => plain("cli-certify-not-passed"),
        Trouble::Missing { what } => plain(what),
        Trouble::NoSuchReceipt(number) => {
            ("cli-no-such-receipt", vec![("number", number.to_string().into())])
        }
        Trouble::Unsound => plain("cli-unsound"),
        Trouble::Device(error) => super::device::words(error),
        Trouble::Ports(_) => plain("cli-ports-trouble"),
        Trouble::SetUp(trouble) => set_up::words(trouble),
        Trouble::Pin(detail) => ("cli-pin-trouble", vec![("detail", detail.into())]),
        Trouble::UnsoundExport => plain("cli-unsound-export"),
        Trouble::Report(problem) => {
            let (key, values) = problem.words();
            (key, values.into_iter().map(|(name, value)| (name, value.into())).collect())
        }
        Trouble::Listen { address, .. } => {
            ("cli-listen-trouble", vec![("address", address.into())])
        }
    }
}

/// Why a backup cannot take the journal's place.
fn restore_words(error: &RestoreError) -> Words<'_> {
    match error {
        RestoreError::Journal(error) => (journal_key(error), Vec::new()),
        RestoreError::LastNumberNeeded => ("cli-last-receipt-needed", Vec::new()),
        RestoreError::Backup { path, cause } => {
            let key = match cause {
                JournalError::NewerSchema { .. } => "cli-backup-newer",
                JournalError::NotAJournal { .. } => "cli-backup-not-ours",
                JournalError::Damaged { .. } | JournalError::Unreadable { .. } => {
                    "cli-backup-unsound"
                }
                _ => "cli-backup-unusable",
            };
            (key, vec![("file", path.display().to_string().into())])
        }
    }
}

/// What is wrong with a file that says how a register shall be.
fn profile_words(error: &ProfileError) -> Words<'_> {
    match error {
        ProfileError::Form { path, .. } => ("cli-setup-form", vec![("path", path.into())]),
        ProfileError::Number { number } => {
            ("cli-setup-number", vec![("number", i64::from(*number).into())])
        }
        ProfileError::Write { path, .. } => ("cli-file-trouble", vec![("path", path.into())]),
    }
}

/// What is wrong with a secret; never what it is.
fn secret_words(error: &SecretError) -> Words<'_> {
    match error {
        SecretError::Missing { name } => ("cli-secret-missing", vec![("name", name.into())]),
        SecretError::Unusable { name } => ("cli-secret-unusable", vec![("name", name.into())]),
        SecretError::Open { path } => ("cli-secret-open", vec![("path", path.into())]),
        SecretError::Form { path } => ("cli-secret-form", vec![("path", path.into())]),
    }
}

/// What is wrong with the folder for a copy.
fn backup_words(error: &BackupError) -> Words<'_> {
    let of = |key, folder: &std::path::Path| {
        (key, vec![("folder", folder.display().to_string().into())])
    };
    match error {
        BackupError::FolderMissing { folder } => of("cli-backup-folder-missing", folder),
        BackupError::ReadOnly { folder } => of("cli-backup-folder-read-only", folder),
        BackupError::Full { folder } => of("cli-backup-folder-full", folder),
        BackupError::Unsound { .. } => ("cli-backup-copy-unsound", Vec::new()),
        BackupError::Journal(error) => (journal_key(error), Vec::new()),
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
        JournalError::RestoreUnfinished { .. } => "cli-journal-restore-unfinished",
        JournalError::OlderSchema { .. } => "cli-journal-older",
        JournalError::NewerSchema { .. } => "cli-journal-newer",
        JournalError::RuleBroken { .. }
        | JournalError::SecretUnreadable { .. }
        | JournalError::Exists { .. }
        | JournalError::Database { .. } => "cli-journal-trouble",
    }
}
