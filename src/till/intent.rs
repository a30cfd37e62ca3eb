//! What people (and whoever speaks for them) can ask of the till.
//!
//! An intent names what was pressed and for which receipt, line, tender or attempt, never a
//! computed result, so that a press on a screen that is a moment behind hits nothing.

use crate::core::catalog::ArticleNumber;
use crate::core::entry::JobId;
use crate::core::figures::{ReportKind, ReportNumber};
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::payment::AttemptId;
use crate::core::receipt::{Quantity, ReceiptId, ReceiptNumber};
use crate::core::register::{Chosen, Command};
use crate::core::user::UserNumber;

use super::pin::Pin;
use super::set_up;

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// Log in, or go on where the screen is locked. Checking a PIN takes a moment; the outcome is in [`super::snapshot::LogIn`].
    LogIn {
        /// The cashier number typed.
        user: UserNumber,
        /// The PIN typed.
        pin: Pin,
    },
    /// Somebody with another role stands beside whoever is logged in and lets one command of theirs through, by
    /// number and PIN. Nobody else is logged in by it. How it goes is in [`super::snapshot::Approval`].
    Approve {
        /// The number typed.
        user: UserNumber,
        /// The PIN typed.
        pin: Pin,
        /// What is approved.
        command: Command,
    },
    /// An approval is no longer wanted, or its outcome has been seen.
    ForgetApproval,
    /// Somebody presses something that the till has no part in: they are there.
    Awake,
    /// Ring up an article that was tapped or chosen in a search.
    RingUp {
        /// Which one.
        article: ArticleNumber,
        /// How many.
        quantity: Quantity,
    },
    /// A code came from a scanner or was typed as a code: the same as a scan by the serial scanner.
    Scan {
        /// Its text.
        text: String,
        /// How many.
        quantity: Quantity,
    },
    /// Everything that needs no look-up.
    Do(Command),
    /// Take money, or ask SEQR for it: only while what is due is what the screen showed, so that a
    /// scan in the same moment does not turn an exact payment into a part of one.
    Take {
        /// What to take.
        command: Command,
        /// What the screen showed as due.
        due: Amount,
    },
    /// Look a receipt up that may be returned: it is shown in the snapshot.
    FindReceipt(ReceiptNumber),
    /// Begin a return.
    BeginReturn {
        /// The number on the receipt's paper.
        number: ReceiptNumber,
        /// What comes back.
        chosen: Chosen,
    },
    /// End a receipt that was paid after Cancel, then return everything and give the SEQR payment back (rule 9).
    FinishAndRefund(ReceiptId),
    /// Give back a payment that was promised to be given back.
    RefundOwed(AttemptId),
    /// Whether the customer is old enough for the article that waits for it.
    AnswerAge(bool),
    /// Speak another language from now on.
    Speak(Language),
    /// Put the scan banner or the notice away.
    Dismiss,
    /// Print a job that failed again, from its beginning.
    PrintAgain(JobId),
    /// Somebody has looked at the paper of a job that was cut off, and it is whole.
    PaperIsFine(JobId),
    /// Make an X or a Z report of the time since the last Z report, and print it.
    Report(ReportKind),
    /// Print a Z report once more, marked as a copy.
    CopyReport(ReportNumber),
    /// Set something up.
    SetUp(set_up::Request),
    /// Begin the training mode, or end it.
    Train(bool),
    /// A press on the simulated phone; only the demonstration has one.
    Phone(PhonePress),
}

/// What the customer does on the simulated phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhonePress {
    /// Confirms the payment.
    Confirm,
    /// Declines it.
    Decline,
}
