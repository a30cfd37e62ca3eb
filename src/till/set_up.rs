//! What people ask of the till when they set a register up, and what it shows of the work.
//!
//! Everything here needs the permission to configure ([`Permission::Configure`]) but where it is said otherwise; the till checks it.
//! Work that takes time (a question to SEQR, a device that is tried) goes on beside the till, one of each kind at a
//! time, and its outcome stays until the next of its kind begins or [`Request::Forget`] comes.
//!
//! [`Permission::Configure`]: crate::core::user::Permission::Configure

mod causes;
mod words;

pub use words::{say, unanswered, words};

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::core::administration::Stage;
use crate::core::catalog::{Article, ArticleNumber};
use crate::core::register::Refused;
use crate::core::settings::check::Problem;
use crate::core::settings::{PrinterSettings, ScannerSettings, SeqrSettings, Settings};
use crate::core::user::{Person, UserNumber};
use crate::document::set_up_sheet::TestResult;
use crate::secret::Secret;

use super::pin::Pin;
use super::snapshot::JournalTrouble;

/// Something to set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Somebody looks at settings from now on (or no more): devices are listed as they come and go, people are shown.
    Watch(bool),
    /// Scans are shown in [`View::scan`] from now on and ring nothing up (or do again).
    Listen(bool),
    /// Save all settings. They are in force at once. Outcome: [`View::saved`].
    Save(Box<Settings>),
    /// Add somebody, or change somebody's name, role or whether they can log in. Outcome: [`View::saved`].
    Person {
        /// Who, by their number.
        person: Person,
        /// Whether they can log in.
        active: bool,
        /// A new PIN; somebody new needs one, others keep theirs without.
        pin: Option<Pin>,
    },
    /// Add an article, or change the one with its number. A manager may. Outcome: [`View::saved`].
    Article(Box<Article>),
    /// Take an article out of the catalogue. A manager may. Outcome: [`View::saved`].
    RemoveArticle(ArticleNumber),
    /// Read a file of articles and say what it would change. A manager may. Outcome: [`View::import`].
    ReadArticles(PathBuf),
    /// Import what was read. Outcome: [`View::saved`].
    ImportArticles,
    /// Write all articles to a file. A manager may. Outcome: [`View::export`].
    ExportArticles(PathBuf),
    /// Ask whether SEQR answers at an address that need not be saved. Outcome: [`View::reach`].
    Reach(Box<SeqrSettings>),
    /// Register this register with SEQR. Outcome: [`View::registration`].
    Register {
        /// The reseller's login; none: the one that is kept.
        reseller: Option<Reseller>,
        /// The shop's own name for the terminal.
        external_id: String,
        /// What customers see.
        name: String,
    },
    /// Tie the terminal to a sticker, by what was scanned or typed. Outcome: [`View::registration`].
    Assign(String),
    /// End the registration. Outcome: [`View::registration`].
    Unregister {
        /// The reseller's login, where it is the reseller who ends it; none: the one that is kept.
        reseller: Option<Reseller>,
    },
    /// Listen to a scanner that need not be saved; `None` goes back to the saved one. Its scans are in [`View::scan`].
    TryScanner(Option<ScannerSettings>),
    /// Find out at which speed a scanner sends, while somebody scans. Outcome: [`View::baud`].
    FindBaud {
        /// Its port.
        port: String,
    },
    /// Print on, or open the drawer of, a printer that need not be saved. Outcome: [`View::printer`].
    TryPrinter(Box<PrinterSettings>, PrinterTrial),
    /// Print the sheet with what was set up and with these results on the saved printer. Outcome: [`View::sheet`].
    PrintSheet(Vec<TestResult>),
    /// Copy the journal to the folder of the settings, or to another. A manager may. Outcome: [`View::backup`].
    BackUp {
        /// Another folder, such as that of a USB stick.
        folder: Option<PathBuf>,
    },
    /// Collect what support needs in one file, without secrets. A manager may. Outcome: [`View::support`].
    Support {
        /// Where to.
        folder: PathBuf,
    },
    /// All outcomes have been seen.
    Forget,
}

/// What to try at a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrinterTrial {
    /// A page with letters, widths, a bar code and a cut.
    Page,
    /// Open the drawer.
    Drawer,
}

/// The reseller's login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reseller {
    /// Reseller id.
    pub id: String,
    /// User id.
    pub user: String,
    /// Password.
    pub password: Secret,
}

/// How far something is that takes a while.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Work<T> {
    /// Nobody has asked for it.
    #[default]
    Idle,
    /// It is being done.
    Busy,
    /// It is done.
    Done(T),
    /// It could not be done.
    Failed(Trouble),
}

/// Why something could not be set up. One variant for each thing that a person does about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The register's rules are against it at the moment.
    Refused(Refused),
    /// Some fields have to be mended first.
    Invalid(Vec<Problem>),
    /// The journal takes no entries.
    Journal(JournalTrouble),
    /// A new user needs a PIN.
    PinMissing,
    /// The PIN is too short.
    PinTooShort,
    /// Somebody has to be left who can set registers up.
    LastInstaller,
    /// Somebody has to be left who can decide and close the day.
    LastManager,
    /// A number is from 1 to 9999.
    UserNumber,
    /// A name is missing.
    NameMissing,
    /// The SEQR service has no address yet.
    NoAddress,
    /// The address is no `https` address.
    BadAddress,
    /// The file with certificates cannot be read.
    BadCaFile {
        /// Which file.
        path: String,
    },
    /// The service is not who it should be: its certificate is not trusted, has expired or is for another host.
    NotTrusted {
        /// What is wrong, for support.
        detail: String,
    },
    /// Nothing reached the service: it did nothing.
    Unreachable {
        /// What went wrong, for support.
        detail: String,
    },
    /// The answer was lost: SEQR may have done it or not. What was asked may be repeated.
    AnswerLost {
        /// What went wrong, for support.
        detail: String,
    },
    /// What answered does not speak the protocol: it is the wrong address.
    NotSeqr {
        /// What went wrong, for support.
        detail: String,
    },
    /// SEQR said no.
    SeqrRefused {
        /// The result code.
        code: i32,
        /// SEQR's own words, for support.
        detail: String,
    },
    /// The reseller's login is not complete, and none is kept.
    ResellerMissing,
    /// The register is registered already: unregister it first.
    AlreadyRegistered,
    /// The register is not registered.
    NotRegistered,
    /// The terminal's password cannot be read any more: register again.
    PasswordGone,
    /// A payment is open or in doubt: it has to be settled first.
    PaymentUnsettled,
    /// What was scanned or typed is no SEQR ID.
    NotASeqrId,
    /// The system gave no randomness, thread or the like.
    System {
        /// What went wrong, for support.
        detail: String,
    },
    /// The device is not there.
    DeviceMissing,
    /// Another program has the device.
    DeviceTaken,
    /// This user may not open the device: add them to the group.
    DeviceForbidden {
        /// The group that may, such as `dialout`.
        group: String,
    },
    /// The printer does not answer.
    PrinterSilent,
    /// The printer has no paper.
    PaperOut,
    /// The printer's cover is open.
    CoverOpen,
    /// The device has a fault of its own.
    DeviceFault {
        /// What it says, for support.
        detail: String,
    },
    /// Nothing was scanned in time.
    NothingScanned,
    /// Something was scanned, but at no speed could it be read.
    NoBaudFits,
    /// A file cannot be read or written.
    File {
        /// Which file.
        path: String,
        /// Why, for support.
        detail: String,
    },
    /// A file of articles has mistakes; the first of them.
    ArticleFile {
        /// How many.
        count: usize,
        /// The first ones, each in words of its own.
        first: Vec<String>,
    },
    /// A price is from zero to the largest amount that can be typed.
    Price,
    /// No folder for copies is set.
    NoBackupFolder,
    /// The folder for copies cannot be used.
    BackupFolder {
        /// The folder.
        folder: String,
        /// What is wrong with it.
        fault: FolderFault,
    },
    /// The copy was made but cannot be trusted.
    BackupUnsound {
        /// What was found, for support.
        detail: String,
    },
}

/// What is wrong with a folder for copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderFault {
    /// It is not there: its disk or stick is not plugged in.
    Missing,
    /// Nothing can be written there.
    ReadOnly,
    /// It is full.
    Full,
}

/// Everything that a screen for setting up needs besides the rest of the snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// Whether an installer can log in; on a first start whoever is there sets the register up.
    pub stage: Stage,
    /// Everybody, also who cannot log in; empty unless somebody looks.
    pub people: Arc<[PersonView]>,
    /// What the last change came to; the number grows with every one that was taken, also where nothing was different.
    pub saved: Work<u64>,
    /// How many requests have come to an end, done or not: whoever has sent one waits until it grows, so that an earlier
    /// outcome is not taken for theirs.
    pub answered: u64,
    /// What an import would change.
    pub import: Work<ImportView>,
    /// The file that the articles were written to.
    pub export: Work<PathBuf>,
    /// How long SEQR took to answer.
    pub reach: Work<Duration>,
    /// How the registration goes.
    pub registration: Registration,
    /// The serial ports and printer files of this machine; empty unless somebody looks.
    pub ports: Arc<[PortView]>,
    /// The last scan while scans are listened to.
    pub scan: Option<Scanned>,
    /// How the tried scanner is: `None` when it is the saved one.
    pub tried_scanner: Option<super::snapshot::ScannerStatus>,
    /// At which speed the scanner sends.
    pub baud: Work<u32>,
    /// What the last scan came to while the speed is being found.
    pub heard: Option<Heard>,
    /// How the last trial of a printer went.
    pub printer: Work<PrinterTrial>,
    /// Whether the sheet is on its way to the printer.
    pub sheet: Work<()>,
    /// The last copy of the journal that was asked for.
    pub backup: Work<PathBuf>,
    /// The newest copy that was made, by itself or not.
    pub last_backup: Option<Timestamp>,
    /// Why the copy that was due could not be made, until one can: for managers to see. It is tried again every hour.
    pub backup_trouble: Option<Trouble>,
    /// The file for support.
    pub support: Work<PathBuf>,
}

/// Somebody who works here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonView {
    /// Who.
    pub person: Person,
    /// Whether they can log in.
    pub active: bool,
}

/// What an import would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportView {
    /// Articles that are new.
    pub new: usize,
    /// Articles that would be changed.
    pub changed: usize,
    /// Articles that are the same.
    pub same: usize,
}

/// How the registration with SEQR is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Registration {
    /// Whether a reseller's login is kept.
    pub reseller_kept: bool,
    /// Since when the terminal is registered, and by whom.
    pub registered: Option<(Timestamp, Option<UserNumber>)>,
    /// Since when the sticker is assigned, and by whom.
    pub assigned: Option<(Timestamp, Option<UserNumber>)>,
    /// A request that was sent and whose answer nobody saw, also before the program was started.
    pub unanswered: Option<Asked>,
    /// The request that was made last.
    pub work: Work<Asked>,
}

/// What SEQR is asked about a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// To register the terminal.
    Register,
    /// To assign the sticker.
    Assign,
    /// To end the registration.
    Unregister,
}

/// A port of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortView {
    /// The path to put into the settings: one that always means this device where there is one.
    pub path: String,
    /// What the device calls itself, or the port's name.
    pub name: String,
    /// Whether it takes bytes only (a printer file) and cannot be a scanner's.
    pub printer_only: bool,
    /// Whether it can be used.
    pub access: Access,
}

/// Whether a port can be used, as far as can be told without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// As far as known.
    Free,
    /// This register uses it.
    Ours,
    /// Another program has it.
    Taken,
    /// This user may not open it; the group that may.
    Forbidden {
        /// Such as `dialout`.
        group: String,
    },
}

/// A scan while the scanner's speed is being found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard {
    /// Grows with every scan.
    pub number: u64,
    /// The speed it was listened for at, in bits per second.
    pub baud: u32,
    /// Whether it could be read. That is no proof yet: a higher speed may be the right one, and is tried.
    pub readable: bool,
}

/// A scan that rang nothing up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// Grows with every scan.
    pub number: u64,
    /// What was read, made visible where it is no text.
    pub text: String,
    /// Whether it was readable.
    pub readable: bool,
}
