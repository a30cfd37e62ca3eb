//! Words for states and refusals that several screens speak of.

use std::borrow::Cow;

use super::frame::Frame;
use super::theme::{Icon, Tone};
use crate::core::payment::Case;
use crate::core::register::Refused;
use crate::core::user::Role;
use crate::language;
use crate::till::snapshot::{JournalTrouble, PrinterStatus, ScannerStatus, SeqrStatus, Snapshot};

/// How something is: an icon, a tone, a word or two, and what to do about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Health {
    /// The icon: a different one for every kind of state.
    pub icon: Icon,
    /// The tone, if it is not simply "not used here".
    pub tone: Option<Tone>,
    /// The word.
    pub word: Cow<'static, str>,
    /// What it means and what to do.
    pub advice: Cow<'static, str>,
}

fn health(frame: &Frame<'_>, icon: Icon, tone: Option<Tone>, key: &str) -> Health {
    Health { icon, tone, word: frame.text(key), advice: frame.text(&format!("{key}-do")) }
}

const GOOD: (Icon, Option<Tone>) = (Icon::CircleCheck, Some(Tone::Pay));
const UNUSED: (Icon, Option<Tone>) = (Icon::Circle, None);
const CARE: (Icon, Option<Tone>) = (Icon::TriangleAlert, Some(Tone::Warn));
const BAD: (Icon, Option<Tone>) = (Icon::CircleX, Some(Tone::Danger));

/// The SEQR service.
pub fn seqr(frame: &Frame<'_>, status: SeqrStatus) -> Health {
    let ((icon, tone), key) = match status {
        SeqrStatus::NotSetUp => (UNUSED, "seqr-not-set-up"),
        SeqrStatus::NotRegistered => (CARE, "seqr-not-registered"),
        SeqrStatus::Trying => ((Icon::Hourglass, Some(Tone::Info)), "seqr-trying"),
        SeqrStatus::Reachable => (GOOD, "seqr-reachable"),
        SeqrStatus::Unreachable { .. } => ((Icon::WifiOff, Some(Tone::Danger)), "seqr-unreachable"),
    };
    let SeqrStatus::Unreachable { silent } = status else {
        return health(frame, icon, tone, key);
    };
    let seconds = i64::try_from(silent.as_secs()).unwrap_or(i64::MAX);
    let advice = frame.with("seqr-unreachable-do", &[("seconds", seconds.into())]);
    Health { icon, tone, word: frame.text(key), advice }
}

/// The printer.
pub fn printer(frame: &Frame<'_>, status: PrinterStatus) -> Health {
    let ((icon, tone), key) = match status {
        PrinterStatus::NotSetUp => (UNUSED, "printer-not-set-up"),
        PrinterStatus::Preview => ((Icon::Eye, Some(Tone::Pay)), "printer-preview"),
        PrinterStatus::Ready => (GOOD, "printer-ready"),
        PrinterStatus::PaperLow => (CARE, "printer-paper-low"),
        PrinterStatus::PaperOut => (BAD, "printer-paper-out"),
        PrinterStatus::CoverOpen => (BAD, "printer-cover-open"),
        PrinterStatus::NotAnswering => (BAD, "printer-not-answering"),
        PrinterStatus::Fault => (BAD, "printer-fault"),
        PrinterStatus::Missing => (BAD, "printer-missing"),
        PrinterStatus::Taken => ((Icon::Lock, Some(Tone::Danger)), "printer-taken"),
        PrinterStatus::Forbidden => ((Icon::Lock, Some(Tone::Danger)), "printer-forbidden"),
    };
    health(frame, icon, tone, key)
}

/// The scanner.
pub fn scanner(frame: &Frame<'_>, status: ScannerStatus) -> Health {
    let ((icon, tone), key) = match status {
        ScannerStatus::NotSetUp => (UNUSED, "scanner-not-set-up"),
        ScannerStatus::Ready => (GOOD, "scanner-ready"),
        ScannerStatus::Noisy => (CARE, "scanner-noisy"),
        ScannerStatus::Missing => (BAD, "scanner-missing"),
        ScannerStatus::Taken => ((Icon::Lock, Some(Tone::Danger)), "scanner-taken"),
        ScannerStatus::Forbidden => ((Icon::Lock, Some(Tone::Danger)), "scanner-forbidden"),
    };
    health(frame, icon, tone, key)
}

/// The sign and the colour of an unsettled payment: red where money is missing or is somebody else's.
pub fn unsettled_sign(case: &Case) -> (Icon, Tone) {
    match case {
        Case::Unanswered => (Icon::WifiOff, Tone::Warn),
        Case::InDoubt(_) => (Icon::CircleHelp, Tone::Warn),
        Case::Unacknowledged(_) => (Icon::Hourglass, Tone::Warn),
        Case::AnotherAmount(_) => (Icon::Receipt, Tone::Danger),
        Case::SettledAsPaid(_) => (Icon::User, Tone::Warn),
        Case::SettledAsNotPaid(_) => (Icon::Ban, Tone::Warn),
        Case::Released => (Icon::Wallet, Tone::Warn),
        Case::TakenBack(_) => (Icon::Undo2, Tone::Danger),
        Case::PaidAfterAll(_) => (Icon::HandCoins, Tone::Danger),
        Case::NotPaidAfterAll { .. } => (Icon::CircleX, Tone::Danger),
        Case::RefundUnanswered => (Icon::RefreshCw, Tone::Warn),
        Case::RefundInDoubt => (Icon::CircleAlert, Tone::Warn),
    }
}

/// How bad the list of unsettled payments is: `None` while it is empty.
pub fn unsettled_alarm(snapshot: &Snapshot) -> Option<Tone> {
    let mut tones = snapshot.unsettled.iter().map(|payment| unsettled_sign(&payment.case).1);
    let first = tones.next()?;
    let worse = first == Tone::Danger || tones.any(|tone| tone == Tone::Danger);
    Some(if worse { Tone::Danger } else { Tone::Warn })
}

/// Why the last press did nothing, and what to do.
pub fn refused(frame: &Frame<'_>, refused: Refused) -> Cow<'static, str> {
    language::refusal(frame.texts, &frame.snapshot.settings.currency, refused)
}

/// The name of a role's text.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Cashier => "role-cashier",
        Role::Manager => "role-manager",
        Role::Installer => "role-installer",
    }
}

/// Why nothing can be written down, and what to do.
pub fn journal(
    frame: &Frame<'_>,
    trouble: JournalTrouble,
) -> (Cow<'static, str>, Cow<'static, str>) {
    let key = match trouble {
        JournalTrouble::DiskFull => "journal-disk-full",
        JournalTrouble::ReadOnly => "journal-read-only",
        JournalTrouble::Locked => "journal-locked",
        JournalTrouble::Damaged => "journal-damaged",
        JournalTrouble::Gone => "journal-gone",
        JournalTrouble::Other => "journal-other",
    };
    (frame.text(key), frame.text(&format!("{key}-do")))
}
