//! What the till shows of itself: one consistent picture, cheap to clone, complete enough to draw
//! any screen from. Whatever it shows as done has been committed.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::core::catalog::Catalog;
use crate::core::entry::{JobId, Paper};
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::payment::{AttemptId, Circumstance, Phase};
use crate::core::receipt::Receipt;
use crate::core::register::{LastReceipt, Refused};
use crate::core::settings::{Settings, Terminal};
use crate::core::user::Person;
use crate::document::Document;

/// The till at one moment.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Grows with every picture.
    pub revision: u64,
    /// When it was taken.
    pub at: Timestamp,
    /// How the register is set up.
    pub settings: Arc<Settings>,
    /// The language to speak.
    pub language: Language,
    /// Who is logged in.
    pub user: Option<Person>,
    /// How logging in goes.
    pub log_in: LogIn,
    /// Who can log in with which PIN; only in the demonstration, otherwise empty.
    pub demonstration_users: Arc<[DemonstrationUser]>,
    /// All articles.
    pub catalog: Arc<Catalog>,
    /// Whether the articles have been read yet.
    pub catalog_ready: bool,
    /// The receipt being rung up.
    pub receipt: Option<Arc<Receipt>>,
    /// The SEQR payment that the dialog is about: open, or the last one of the present receipt.
    pub payment: Option<PaymentView>,
    /// Set while a fully paid receipt waits for the cashier's word ("Finish").
    pub decision: Option<Circumstance>,
    /// The last completed receipt, until the next is begun.
    pub last: Option<LastReceipt>,
    /// The SEQR service.
    pub seqr: SeqrStatus,
    /// The terminal, once registered.
    pub terminal: Option<Terminal>,
    /// The scanner.
    pub scanner: ScannerStatus,
    /// The printer.
    pub printer: PrinterStatus,
    /// Jobs that are not on paper, oldest first.
    pub jobs: Arc<[JobView]>,
    /// What was printed last, where the printer is a preview.
    pub preview: Option<Arc<Document>>,
    /// How many scans there have been since the till started.
    pub scans: u64,
    /// What the last scan came to, for about three seconds (until dismissed if it needs an answer).
    pub scan: Option<ScanNotice>,
    /// Why the last press did nothing.
    pub refused: Option<RefusedNotice>,
    /// Whether what happens can be written down.
    pub journal: JournalStatus,
    /// The till has ended: the window closes.
    pub ended: bool,
}

impl Snapshot {
    /// Whether lines can be rung up or changed: no payment is open and nothing has been taken.
    pub fn lines_may_change(&self) -> bool {
        self.open_payment().is_none()
            && self.receipt.as_ref().is_none_or(|receipt| receipt.tenders().is_empty())
    }

    /// Whether another picture shows nothing else, down to the minute on its clock.
    pub fn shows_the_same(&self, other: &Snapshot) -> bool {
        let minute = |snapshot: &Snapshot| snapshot.at.as_second() / 60;
        let same_paper = match (&self.preview, &other.preview) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (None, None) => true,
            _ => false,
        };
        minute(self) == minute(other)
            && same_paper
            && Arc::ptr_eq(&self.settings, &other.settings)
            && Arc::ptr_eq(&self.catalog, &other.catalog)
            && self.catalog_ready == other.catalog_ready
            && self.language == other.language
            && self.user == other.user
            && self.log_in == other.log_in
            && self.receipt == other.receipt
            && self.payment == other.payment
            && self.decision == other.decision
            && self.last == other.last
            && self.seqr == other.seqr
            && self.terminal == other.terminal
            && self.scanner == other.scanner
            && self.printer == other.printer
            && self.jobs == other.jobs
            && self.scan == other.scan
            && self.refused == other.refused
            && self.journal == other.journal
            && self.ended == other.ended
    }

    /// The payment that the receipt has to wait for.
    pub fn open_payment(&self) -> Option<&PaymentView> {
        self.payment.as_ref().filter(|payment| payment.open)
    }

    /// What is left to pay.
    pub fn due(&self) -> Amount {
        self.receipt.as_ref().map_or(Amount::ZERO, |receipt| receipt.due())
    }
}

/// How logging in goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogIn {
    /// Nobody has tried.
    #[default]
    Idle,
    /// A PIN is being checked.
    Checking,
    /// Number or PIN was wrong.
    Refused {
        /// Grows with every refusal, so that a second one can be told from the first.
        times: u32,
    },
}

/// Someone who can log in at the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemonstrationUser {
    /// Who.
    pub person: Person,
    /// Their PIN: no secret here.
    pub pin: String,
}

/// A SEQR payment as the dialog shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentView {
    /// Which attempt.
    pub attempt: AttemptId,
    /// What was asked for.
    pub amount: Amount,
    /// Whether the receipt has to wait for it.
    pub open: bool,
    /// Its face at this moment. The till publishes a new picture every second while it is open.
    pub phase: Phase,
}

/// The SEQR service as the status strip shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SeqrStatus {
    /// No address is set.
    #[default]
    NotSetUp,
    /// The terminal is not registered.
    NotRegistered,
    /// Nobody has tried yet.
    Trying,
    /// It answers.
    Reachable,
    /// It does not answer.
    Unreachable {
        /// For how long.
        silent: Duration,
    },
}

/// The scanner as the status strip shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ScannerStatus {
    /// None on a serial port; one that acts as a keyboard may still be there.
    #[default]
    NotSetUp,
    /// Scans arrive.
    Ready,
    /// The port is not there: unplugged. It is looked for again by itself.
    Missing,
    /// Another program has it.
    Taken,
    /// This user may not open it.
    Forbidden,
}

/// The printer as the status strip shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PrinterStatus {
    /// None is set up.
    #[default]
    NotSetUp,
    /// Papers are shown on the screen.
    Preview,
    /// It prints.
    Ready,
    /// The roll is nearly at its end.
    PaperLow,
    /// The roll is empty.
    PaperOut,
    /// The cover is open.
    CoverOpen,
    /// It does not take or answer anything.
    NotAnswering,
    /// It reports a fault of its own.
    Fault,
    /// The port is not there, or the address cannot be reached.
    Missing,
    /// Another program has it.
    Taken,
    /// This user may not open it.
    Forbidden,
}

/// A print job that is not on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobView {
    /// Which one.
    pub id: JobId,
    /// What it prints.
    pub paper: Paper,
    /// Where it is.
    pub state: JobState,
}

/// Where a print job is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobState {
    /// It prints as soon as the printer can.
    Waiting,
    /// It stopped in the middle: somebody has to look at the paper and say "print again".
    Failed {
        /// What went wrong, for support.
        detail: String,
    },
}

/// What a scan came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanNotice {
    /// Grows with every scan.
    pub number: u64,
    /// What happened.
    pub outcome: ScanOutcome,
}

/// What happened to a scanned code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScanOutcome {
    /// An article was rung up.
    Added {
        /// Its code.
        code: String,
    },
    /// No article has this code: search, or a free article.
    Unknown {
        /// The code.
        code: String,
    },
    /// It was not a code: noise, or too long.
    Unreadable {
        /// What arrived, made visible and cut short.
        shown: String,
    },
    /// It came at a moment when nothing can be added.
    Held {
        /// The code.
        code: String,
        /// Why.
        reason: Refused,
    },
}

/// Why the last press did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedNotice {
    /// Grows with every notice.
    pub number: u64,
    /// The reason.
    pub reason: Refused,
}

/// Whether the journal takes entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum JournalStatus {
    /// Yes.
    #[default]
    Fine,
    /// No: nothing can be sold until this is mended.
    Failing {
        /// What went wrong.
        trouble: JournalTrouble,
        /// The details, for support.
        detail: String,
    },
}

/// What a person can do something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalTrouble {
    /// The disk is full.
    DiskFull,
    /// The data folder cannot be written to.
    ReadOnly,
    /// Another program holds the database.
    Locked,
    /// The database is damaged.
    Damaged,
    /// Something else.
    Other,
}
