//! Everything that the journal remembers: one variant per kind of event.
//!
//! An entry states a fact that has been decided. It holds all that is needed to repeat its effect,
//! so that every table and every state of the register can be rebuilt from entries alone. The
//! names of kinds and fields are a file format: they are only ever added to.

mod belonging;
mod paper;
mod reason;
mod settling;
mod upkeep;

pub use paper::{JobId, Paper};
pub use reason::{DrawerReason, PinPurpose, TerminalQuestion, TerminalRequest};
pub use settling::{
    PaymentNoted, PaymentReceiptRefused, PaymentSettled, RefundDropped, RefundReceiptRefused,
    RefundSendLost, RefundSendRefused, RefundSettled,
};
pub use upkeep::{BackupMade, JournalRestored, TrainingEnded};

use serde::{Deserialize, Serialize};

use super::catalog::{Article, ArticleNumber};
use super::discount::{LineDiscount, ReceiptDiscount, Repricing};
use super::figures::Period;
use super::money::Amount;
use super::parking::Parking;
use super::payment::{AttemptId, Doubt, Found, Order, Outcome, Payment, Refusal};
use super::receipt::{Line, LineId, Origin, Quantity, ReceiptId, ReceiptNumber, Settlement};
use super::refund::{RefundId, RefundOrder};
use super::settings::{Settings, Terminal};
use super::shift::{CashMovement, ShiftClosing, ShiftCount, ShiftOpening};
use super::tender::{Tender, TenderId};
use super::user::{User, UserNumber};
use super::vat::VatPart;

/// A fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
#[allow(
    clippy::large_enum_variant,
    reason = "entries are few and short-lived; boxing hides the format"
)]
pub enum Entry {
    /// The program has started.
    #[serde(rename = "register.started")]
    RegisterStarted {
        /// Its version.
        version: String,
    },
    /// The journal takes entries again after it could not.
    #[serde(rename = "journal.mended")]
    JournalMended {
        /// What was wrong last.
        detail: String,
    },
    /// This journal is a backup that was put in the place of another journal.
    #[serde(rename = "journal.restored")]
    JournalRestored(JournalRestored),
    /// A copy of the journal was made and found sound.
    #[serde(rename = "backup.made")]
    BackupMade(BackupMade),
    /// The copy of the journal that was due could not be made.
    #[serde(rename = "backup.failed")]
    BackupFailed {
        /// Why, for support.
        detail: String,
    },
    /// The set-up was changed.
    #[serde(rename = "settings.saved")]
    SettingsSaved {
        /// As it is from now on.
        settings: Settings,
    },
    /// Somebody began to train: until they end it, what is sold is no trade, and is kept in a journal of its own.
    #[serde(rename = "training.begun")]
    TrainingBegun {
        /// The name of that journal, which no other has.
        session: String,
        /// Who began.
        by: UserNumber,
    },
    /// The training has ended.
    #[serde(rename = "training.ended")]
    TrainingEnded(TrainingEnded),
    /// A user was added or changed.
    #[serde(rename = "user.saved")]
    UserSaved {
        /// As they are from now on.
        user: User,
    },
    /// Someone logged in.
    #[serde(rename = "user.logged_in")]
    UserLoggedIn {
        /// Who.
        user: UserNumber,
    },
    /// The user logged out.
    #[serde(rename = "user.logged_out")]
    UserLoggedOut {
        /// Who.
        user: UserNumber,
        /// Whether the register did it because nobody had pressed anything for so long.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        idle: bool,
    },
    /// A PIN was wrong, or there is nobody with the number.
    #[serde(rename = "user.refused")]
    LogInRefused {
        /// The number that was typed.
        user: UserNumber,
        /// What for.
        #[serde(default, skip_serializing_if = "PinPurpose::is_log_in")]
        purpose: PinPurpose,
    },
    /// A PIN was right, for something else than a log-in.
    #[serde(rename = "user.pin_shown")]
    PinShown {
        /// Whose.
        user: UserNumber,
        /// What for.
        purpose: PinPurpose,
    },
    /// So many PINs were wrong that no more are taken for a while.
    #[serde(rename = "user.locked")]
    UserLocked {
        /// Under which number.
        user: UserNumber,
    },
    /// A manager lets a number try PINs again.
    #[serde(rename = "user.unlocked")]
    UserUnlocked {
        /// Which number.
        user: UserNumber,
    },
    /// Nobody had pressed anything for so long, but something was unfinished: the screen asks for a PIN.
    #[serde(rename = "user.screen_locked")]
    ScreenLocked {
        /// Who stays logged in.
        user: UserNumber,
    },
    /// Somebody goes on where the screen was locked, and is logged in from then on.
    #[serde(rename = "user.screen_unlocked")]
    ScreenUnlocked {
        /// Who: the same user, or a manager.
        user: UserNumber,
    },
    /// An article was added or changed.
    #[serde(rename = "article.saved")]
    ArticleSaved {
        /// As it is from now on.
        article: Article,
    },
    /// An article cannot be sold any more.
    #[serde(rename = "article.removed")]
    ArticleRemoved {
        /// Which one.
        number: ArticleNumber,
    },
    /// A terminal was registered with SEQR.
    #[serde(rename = "terminal.registered")]
    TerminalRegistered {
        /// As SEQR knows it.
        terminal: Terminal,
    },
    /// The terminal was tied to a sticker.
    #[serde(rename = "terminal.assigned")]
    SeqrIdAssigned {
        /// Which terminal.
        terminal: String,
        /// The sticker.
        seqr_id: String,
    },
    /// The terminal is no longer registered.
    #[serde(rename = "terminal.unregistered")]
    TerminalUnregistered {
        /// Which terminal.
        terminal: String,
    },
    /// SEQR is about to be asked about the registration.
    #[serde(rename = "terminal.asked")]
    TerminalAsked {
        /// What.
        #[serde(flatten)]
        request: TerminalRequest,
    },
    /// SEQR has not done what it was asked about the registration.
    #[serde(rename = "terminal.refused")]
    TerminalRefused {
        /// What it was asked.
        what: TerminalQuestion,
        /// Why.
        refusal: Refusal,
    },
    /// A receipt was begun.
    #[serde(rename = "receipt.opened")]
    ReceiptOpened {
        /// Which one.
        receipt: ReceiptId,
        /// By whom.
        cashier: UserNumber,
        /// The receipt whose goods come back, if this is a return.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        returns: Option<ReceiptId>,
    },
    /// What a return goes back to, right after it was begun.
    #[serde(rename = "return.begun")]
    ReturnBegun {
        /// The return receipt.
        receipt: ReceiptId,
        /// The receipt whose goods come back, and what SEQR paid of it.
        origin: Origin,
    },
    /// A line was rung up.
    #[serde(rename = "line.added")]
    LineAdded {
        /// On which receipt.
        receipt: ReceiptId,
        /// The line.
        line: Line,
    },
    /// A line's quantity was changed.
    #[serde(rename = "line.quantity")]
    LineQuantityChanged {
        /// On which receipt.
        receipt: ReceiptId,
        /// Which line.
        line: LineId,
        /// The quantity from now on.
        quantity: Quantity,
    },
    /// A line was taken away.
    #[serde(rename = "line.removed")]
    LineRemoved {
        /// On which receipt.
        receipt: ReceiptId,
        /// Which line.
        line: LineId,
        /// What it came to.
        sum: Amount,
    },
    /// A line that was taken away was put back.
    #[serde(rename = "line.restored")]
    LineRestored {
        /// On which receipt.
        receipt: ReceiptId,
        /// The line as it was.
        line: Line,
    },
    /// A line's price was set by hand.
    #[serde(rename = "line.priced")]
    LinePriced(Repricing),
    /// A discount on a line was given or taken off.
    #[serde(rename = "line.discounted")]
    LineDiscounted(LineDiscount),
    /// A discount on the receipt was given, spread anew, or taken off.
    #[serde(rename = "receipt.discounted")]
    ReceiptDiscounted(ReceiptDiscount),
    /// Whoever is logged in says that the customer is old enough.
    #[serde(rename = "age.checked")]
    AgeChecked {
        /// On which receipt.
        receipt: ReceiptId,
        /// At least so old.
        age: u8,
    },
    /// A receipt was put aside.
    #[serde(rename = "receipt.parked")]
    ReceiptParked(Parking),
    /// A parked receipt was taken up again.
    #[serde(rename = "receipt.recalled")]
    ReceiptRecalled {
        /// Which one.
        receipt: ReceiptId,
    },
    /// A shift was begun.
    #[serde(rename = "shift.opened")]
    ShiftOpened(ShiftOpening),
    /// Cash was put in or taken out.
    #[serde(rename = "cash.moved")]
    CashMoved(CashMovement),
    /// The drawer was counted.
    #[serde(rename = "shift.counted")]
    ShiftCounted(ShiftCount),
    /// A shift was ended.
    #[serde(rename = "shift.closed")]
    ShiftClosed(ShiftClosing),
    /// Money was taken.
    #[serde(rename = "tender.added")]
    TenderAdded {
        /// For which receipt.
        receipt: ReceiptId,
        /// The money.
        tender: Tender,
    },
    /// Money was given back before the receipt ended.
    #[serde(rename = "tender.removed")]
    TenderRemoved {
        /// For which receipt.
        receipt: ReceiptId,
        /// Which tender.
        tender: TenderId,
    },
    /// A receipt was paid in full and got its number.
    #[serde(rename = "receipt.completed")]
    ReceiptCompleted {
        /// Which one.
        receipt: ReceiptId,
        /// Its number.
        number: ReceiptNumber,
        /// By whom.
        cashier: UserNumber,
        /// Sum of the lines.
        total: Amount,
        /// Change and rounding.
        settlement: Settlement,
        /// The tax, rate by rate.
        vat: Vec<VatPart>,
    },
    /// A receipt was given up before it was paid.
    #[serde(rename = "receipt.cancelled")]
    ReceiptCancelled {
        /// Which one.
        receipt: ReceiptId,
        /// What it came to.
        total: Amount,
    },
    /// An attempt to be paid through SEQR was decided on.
    #[serde(rename = "payment.created")]
    PaymentCreated {
        /// What is asked for.
        order: Order,
    },
    /// sendInvoice is about to leave.
    #[serde(rename = "payment.sending")]
    PaymentSending {
        /// Which attempt.
        attempt: AttemptId,
        /// Which sending.
        sending: u32,
    },
    /// The answer to sendInvoice was lost.
    #[serde(rename = "payment.send_lost")]
    PaymentSendLost {
        /// Which attempt.
        attempt: AttemptId,
        /// Which sending.
        sending: u32,
        /// What went wrong.
        detail: String,
    },
    /// SEQR did not create an invoice.
    #[serde(rename = "payment.refused")]
    PaymentRefused {
        /// Which attempt.
        attempt: AttemptId,
        /// Why.
        refusal: Refusal,
    },
    /// SEQR has the invoice.
    #[serde(rename = "payment.issued")]
    PaymentIssued {
        /// Which attempt.
        attempt: AttemptId,
        /// SEQR's reference.
        reference: String,
    },
    /// The cashier wants to cancel.
    #[serde(rename = "payment.cancel_asked")]
    PaymentCancelAsked {
        /// Which attempt.
        attempt: AttemptId,
    },
    /// Nobody knows how the payment stands.
    #[serde(rename = "payment.in_doubt")]
    PaymentInDoubt {
        /// Which attempt.
        attempt: AttemptId,
        /// Why.
        doubt: Doubt,
    },
    /// SEQR answers again about a payment that was in doubt.
    #[serde(rename = "payment.heard_again")]
    PaymentHeardAgain {
        /// Which attempt.
        attempt: AttemptId,
    },
    /// SEQR has taken the money: the transaction post.
    #[serde(rename = "payment.paid")]
    PaymentPaid {
        /// Which attempt.
        attempt: AttemptId,
        /// The money.
        payment: Payment,
    },
    /// SEQR has heard that we know.
    #[serde(rename = "payment.acknowledged")]
    PaymentAcknowledged {
        /// Which attempt.
        attempt: AttemptId,
    },
    /// SEQR has the receipt.
    #[serde(rename = "payment.confirmed")]
    PaymentConfirmed {
        /// Which attempt.
        attempt: AttemptId,
    },
    /// SEQR does not want the receipt. The payment stays as it is.
    #[serde(rename = "payment.receipt_refused")]
    PaymentReceiptRefused(PaymentReceiptRefused),
    /// SEQR no longer calls a payment paid that it called paid before.
    #[serde(rename = "payment.contradicted")]
    PaymentContradicted {
        /// Which attempt.
        attempt: AttemptId,
        /// What it says now.
        status: String,
    },
    /// The attempt is over without money.
    #[serde(rename = "payment.ended")]
    PaymentEnded {
        /// Which attempt.
        attempt: AttemptId,
        /// How.
        outcome: Outcome,
    },
    /// The attempt was given up while an invoice may exist.
    #[serde(rename = "payment.released")]
    PaymentReleased {
        /// Which attempt.
        attempt: AttemptId,
    },
    /// A manager has said how a payment in doubt stands (rule 14).
    #[serde(rename = "payment.settled")]
    PaymentSettled(PaymentSettled),
    /// A payment that a manager had settled as paid turned out to be paid: the transaction post.
    #[serde(rename = "payment.verified")]
    PaymentVerified {
        /// Which attempt.
        attempt: AttemptId,
        /// The money.
        payment: Payment,
    },
    /// A payment turned out otherwise than a manager had settled it.
    #[serde(rename = "payment.refuted")]
    PaymentRefuted {
        /// Which attempt.
        attempt: AttemptId,
        /// How it stands at SEQR.
        #[serde(flatten)]
        found: Found,
    },
    /// A manager has looked into a payment that was released, taken back, refuted, or settled and never heard of again.
    #[serde(rename = "payment.noted")]
    PaymentNoted(PaymentNoted),
    /// A refund through SEQR was decided on.
    #[serde(rename = "refund.created")]
    RefundCreated {
        /// What shall be given back.
        order: RefundOrder,
    },
    /// refundPayment is about to leave.
    #[serde(rename = "refund.sending")]
    RefundSending {
        /// Which refund.
        refund: RefundId,
        /// Which sending.
        sending: u32,
    },
    /// The answer to refundPayment was lost: nobody knows whether the money goes back.
    #[serde(rename = "refund.send_lost")]
    RefundSendLost(RefundSendLost),
    /// One sending gave nothing back, but another may have.
    #[serde(rename = "refund.send_refused")]
    RefundSendRefused(RefundSendRefused),
    /// SEQR gives nothing back.
    #[serde(rename = "refund.refused")]
    RefundRefused {
        /// Which refund.
        refund: RefundId,
        /// Why.
        refusal: Refusal,
    },
    /// SEQR gives the money back.
    #[serde(rename = "refund.done")]
    RefundDone {
        /// Which refund.
        refund: RefundId,
        /// SEQR's number of the refund, where it named one.
        ers_reference: Option<String>,
    },
    /// Nobody knows whether the money goes back, and sending the refund again could give it back twice.
    #[serde(rename = "refund.in_doubt")]
    RefundInDoubt {
        /// Which refund.
        refund: RefundId,
    },
    /// A manager has said what came of a refund.
    #[serde(rename = "refund.settled")]
    RefundSettled(RefundSettled),
    /// SEQR has the refund's receipt.
    #[serde(rename = "refund.confirmed")]
    RefundConfirmed {
        /// Which refund.
        refund: RefundId,
    },
    /// SEQR does not want the refund's receipt. The refund stays as it is.
    #[serde(rename = "refund.receipt_refused")]
    RefundReceiptRefused(RefundReceiptRefused),
    /// The customer shall get a payment back that came too late: promised when the sale was finished (rule 9).
    #[serde(rename = "refund.owed")]
    RefundOwed {
        /// The payment.
        payment: AttemptId,
        /// Who promised it.
        by: UserNumber,
    },
    /// A manager has decided that a promised refund is not owed any more.
    #[serde(rename = "refund.dropped")]
    RefundDropped(RefundDropped),
    /// An X report was made: how the time since the last Z report stands.
    #[serde(rename = "report.read")]
    ReportRead {
        /// Its figures and its number.
        period: Box<Period>,
    },
    /// A Z report was made: the time since the one before is closed, and the next one begins.
    #[serde(rename = "report.closed")]
    ReportClosed {
        /// Its figures and its number.
        period: Box<Period>,
    },
    /// Something shall be printed.
    #[serde(rename = "print.queued")]
    PrintQueued {
        /// Which job.
        job: JobId,
        /// What.
        #[serde(flatten)]
        paper: Paper,
    },
    /// A job is about to be handed to the printer. If nothing follows, the program died meanwhile,
    /// and nobody knows what is on the paper.
    #[serde(rename = "print.started")]
    PrintStarted {
        /// Which job.
        job: JobId,
    },
    /// Somebody looked at the paper and wants the job printed from its beginning.
    #[serde(rename = "print.again")]
    PrintAgain {
        /// Which job.
        job: JobId,
    },
    /// The printer gave the job back before anything of it was written: it waits as before.
    #[serde(rename = "print.returned")]
    PrintReturned {
        /// Which job.
        job: JobId,
    },
    /// Somebody looked at the paper of a job that was cut off and says that it is whole.
    #[serde(rename = "print.dropped")]
    PrintDropped {
        /// Which job.
        job: JobId,
    },
    /// The printer has it.
    #[serde(rename = "print.sent")]
    PrintSent {
        /// Which job.
        job: JobId,
    },
    /// It could not be printed whole.
    #[serde(rename = "print.failed")]
    PrintFailed {
        /// Which job.
        job: JobId,
        /// What went wrong.
        detail: String,
    },
    /// The drawer was opened.
    #[serde(rename = "drawer.opened")]
    DrawerOpened {
        /// Why.
        #[serde(flatten)]
        reason: DrawerReason,
        /// Who approved it, where whoever is logged in may not do it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approved_by: Option<UserNumber>,
    },
}

#[cfg(test)]
mod tests;
