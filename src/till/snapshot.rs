//! What the till shows of itself: one consistent picture, cheap to clone, complete enough to draw
//! any screen from. Whatever it shows as done has been committed.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::core::catalog::{Catalog, Name};
use crate::core::entry::{JobId, Paper};
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::payment::{AttemptId, Case, Circumstance, Phase, Unsettled};
use crate::core::receipt::{Receipt, ReceiptId, ReceiptNumber, Returnable};
use crate::core::refund::{RefundId, RefundPhase};
use crate::core::register::{LastReceipt, OwedRefund, Refused};
use crate::core::settings::{Settings, Terminal};
use crate::core::shift::{ShiftNumber, StillOpen};
use crate::core::user::{Person, UserNumber};
use crate::document::Document;
use crate::journal::JournalError;

use super::set_up;

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
    /// Whether the screen is locked: whoever is logged in, or a manager, types their PIN to go on.
    pub locked: bool,
    /// How logging in goes, or going on where the screen is locked.
    pub log_in: LogIn,
    /// How approving a command goes.
    pub approval: Approval,
    /// People who typed so many wrong PINs that no more are taken from them for a while.
    pub locked_people: Arc<[Person]>,
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
    /// The in-doubt list: payments and refunds that nobody knows about or that somebody has to look into, oldest first.
    pub unsettled: Arc<[Unsettled]>,
    /// Set while the receipt is a return.
    pub returning: Option<Returning>,
    /// The present return's last refund through SEQR.
    pub refund: Option<RefundView>,
    /// Refunds that were promised and have not been made.
    pub owed: Arc<[OwedRefund]>,
    /// The receipt that was looked up to be returned, until it is or the notice is put away.
    pub returnable: Option<Arc<Returnable>>,
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
    /// Whether the wall clock can be right.
    pub clock: ClockStatus,
    /// What is being set up.
    pub set_up: Arc<set_up::View>,
    /// Receipts that were put aside, oldest first.
    pub parked: Arc<[ParkedView]>,
    /// The shift that is open.
    pub shift: Option<ShiftView>,
    /// The number that the next shift gets.
    pub next_shift: ShiftNumber,
    /// An article that is rung up once somebody has seen that the customer is old enough.
    pub age_question: Option<AgeQuestion>,
    /// The till has ended: the window closes.
    pub ended: bool,
}

impl Snapshot {
    /// Whether lines can be rung up or changed: no payment or refund is open and nothing has been taken.
    pub fn lines_may_change(&self) -> bool {
        self.open_payment().is_none()
            && self.open_refund().is_none()
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
            && self.locked == other.locked
            && self.log_in == other.log_in
            && self.approval == other.approval
            && self.locked_people == other.locked_people
            && self.receipt == other.receipt
            && self.payment == other.payment
            && self.decision == other.decision
            && self.unsettled == other.unsettled
            && self.returning == other.returning
            && self.refund == other.refund
            && self.owed == other.owed
            && self.returnable == other.returnable
            && self.last == other.last
            && self.seqr == other.seqr
            && self.terminal == other.terminal
            && self.scanner == other.scanner
            && self.printer == other.printer
            && self.jobs == other.jobs
            && self.scan == other.scan
            && self.refused == other.refused
            && self.journal == other.journal
            && self.clock == other.clock
            && self.set_up == other.set_up
            && self.parked == other.parked
            && self.shift == other.shift
            && self.next_shift == other.next_shift
            && self.age_question == other.age_question
            && self.ended == other.ended
    }

    /// The refund that the return has to wait for.
    pub fn open_refund(&self) -> Option<&RefundView> {
        self.refund.as_ref().filter(|refund| refund.open)
    }

    /// The payment that the receipt has to wait for.
    pub fn open_payment(&self) -> Option<&PaymentView> {
        self.payment.as_ref().filter(|payment| payment.open)
    }

    /// Payments that are booked and that SEQR has no money for (any more), and that nobody has looked into.
    pub fn taken_back(&self) -> impl Iterator<Item = &Unsettled> {
        self.unsettled.iter().filter(|payment| {
            matches!(payment.case, Case::TakenBack(_) | Case::NotPaidAfterAll { .. })
        })
    }

    /// Whether a payment of this receipt is booked that only a manager says was made.
    pub fn is_unverified(&self, receipt: ReceiptId) -> bool {
        self.unsettled.iter().any(|payment| {
            let unverified =
                matches!(payment.case, Case::SettledAsPaid(_) | Case::NotPaidAfterAll { .. });
            payment.subject.receipt() == receipt && unverified
        })
    }

    /// What is left to pay.
    pub fn due(&self) -> Amount {
        self.receipt.as_ref().map_or(Amount::ZERO, |receipt| receipt.due())
    }
}

/// A receipt that was put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedView {
    /// Which one.
    pub receipt: ReceiptId,
    /// The name or number that it is found by.
    pub label: String,
    /// What it comes to.
    pub total: Amount,
    /// Since when.
    pub at: Timestamp,
    /// By whom.
    pub by: UserNumber,
}

/// The shift that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftView {
    /// Which one.
    pub number: ShiftNumber,
    /// Since when.
    pub opened_at: Timestamp,
    /// By whom it was begun.
    pub opened_by: UserNumber,
    /// What was in the drawer then.
    pub float: Amount,
    /// How often cash was put in or taken out.
    pub movements: u32,
    /// How often the drawer was counted.
    pub counts: u32,
    /// What should be in the drawer; hidden before the count where it is counted blindly.
    pub expected: Option<Amount>,
    /// What the last count came to; nothing once cash has gone in or out since.
    pub counted: Option<Amount>,
    /// What is not finished.
    pub still_open: Vec<StillOpen>,
}

/// A customer's age is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgeQuestion {
    /// What they want to buy.
    pub article: Name,
    /// The age that they must have.
    pub age: u8,
}

/// Whether the wall clock can be right. Nothing depends on it but the times on receipts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClockStatus {
    /// As far as known.
    #[default]
    Fine,
    /// It is behind the journal: receipts are dated before earlier ones.
    Behind,
    /// It was set far ahead while the register ran.
    Ahead,
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
    /// So many PINs were wrong that there is a pause.
    Waiting {
        /// As for a refusal.
        times: u32,
        /// Whom it is for; everybody if nobody is named.
        user: Option<UserNumber>,
        /// How long it still lasts, in whole seconds, rounded up.
        seconds: u32,
    },
    /// So many PINs were wrong that a manager has to unlock the number, or time has to pass.
    Locked {
        /// As for a refusal.
        times: u32,
        /// Which number.
        user: UserNumber,
        /// How long it still lasts, in whole minutes, rounded up.
        minutes: u32,
    },
    /// The PIN was right, but somebody else's screen is locked, and only they or a manager go on there.
    NotYours {
        /// As for a refusal.
        times: u32,
    },
}

/// How approving a command goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Approval {
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
    /// So many PINs were wrong that there is a pause.
    Waiting {
        /// As for a refusal.
        times: u32,
        /// Whom it is for; everybody if nobody is named.
        user: Option<UserNumber>,
        /// How long it still lasts, in whole seconds, rounded up.
        seconds: u32,
    },
    /// So many PINs were wrong that a manager has to unlock the number, or time has to pass.
    Locked {
        /// As for a refusal.
        times: u32,
        /// Which number.
        user: UserNumber,
        /// How long it still lasts, in whole minutes, rounded up.
        minutes: u32,
    },
    /// The PIN was right, but the command is refused all the same.
    NotDone {
        /// As for a refusal.
        times: u32,
        /// Why.
        reason: Refused,
    },
    /// The command was approved and carried out.
    Done {
        /// Grows with every approval.
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

/// The receipt being made is a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returning {
    /// The receipt whose goods come back.
    pub of: ReceiptId,
    /// Its number on paper.
    pub number: ReceiptNumber,
    /// What is still to be given back.
    pub to_give_back: Amount,
    /// The payments that SEQR can give back, and how much of each.
    pub payments: Vec<(AttemptId, Amount)>,
    /// The id that the next refund through SEQR gets.
    pub next_refund: RefundId,
    /// Why nothing can be given back yet, by whatever means.
    pub waits: Option<Refused>,
}

/// A refund through SEQR as a dialog shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundView {
    /// Which refund.
    pub refund: RefundId,
    /// The payment that is given back.
    pub payment: AttemptId,
    /// How much.
    pub amount: Amount,
    /// The number of the receipt that was paid.
    pub number: ReceiptNumber,
    /// Whether the return has to wait for it.
    pub open: bool,
    /// Its face at this moment. The till publishes a new picture every second while it is open.
    pub phase: RefundPhase,
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
    /// It sends noise; nothing is taken from it until it is quiet.
    Noisy,
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
    /// The receipt it is about, if it is about one.
    pub receipt: Option<PrintedReceipt>,
    /// Where it is.
    pub state: JobState,
}

/// Where a print job is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobState {
    /// It prints as soon as the printer can.
    Waiting,
    /// It cannot be printed, and nothing of it is on paper.
    Failed {
        /// What went wrong, for support.
        detail: String,
    },
    /// It was cut off, or nobody knows: somebody has to look at the paper and say whether it is
    /// whole or shall be printed again.
    CutOff {
        /// What went wrong, for support.
        detail: String,
    },
}

/// What tells one receipt's paper from another's in a person's hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintedReceipt {
    /// Its number.
    pub number: ReceiptNumber,
    /// Sum of its lines.
    pub total: Amount,
}

/// What a scan came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanNotice {
    /// Grows with every scan.
    pub number: u64,
    /// What happened.
    pub outcome: ScanOutcome,
    /// How many others of the same kind came with it, too quickly for a hand; at most
    /// [`ScanNotice::MOST`].
    pub more: u32,
}

impl ScanNotice {
    /// More are not counted: the screen would change with each.
    pub const MOST: u32 = 99;
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
    /// A file of the database was removed or exchanged.
    Gone,
    /// Something else.
    Other,
}

impl From<&JournalError> for JournalTrouble {
    fn from(error: &JournalError) -> Self {
        match error {
            JournalError::DiskFull { .. } => JournalTrouble::DiskFull,
            JournalError::ReadOnly { .. } => JournalTrouble::ReadOnly,
            JournalError::Locked { .. } => JournalTrouble::Locked,
            JournalError::Damaged { .. } | JournalError::Unreadable { .. } => {
                JournalTrouble::Damaged
            }
            JournalError::Gone { .. } => JournalTrouble::Gone,
            _ => JournalTrouble::Other,
        }
    }
}
