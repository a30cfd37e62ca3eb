//! What the register is asked to do.

use super::super::catalog::{Article, Code, Name};
use super::super::figures::{Period, ReportKind, ReportNumber};
use super::super::money::Amount;
use super::super::payment::{self, AttemptId};
use super::super::receipt::{LineId, Quantity, ReceiptId, Returnable};
use super::super::refund::{self, RefundId};
use super::super::tender::TenderId;
use super::super::user::UserNumber;
use super::super::vat::VatRate;
use super::{LineCommand, ParkingCommand, Recorded, ShiftCommand};

/// Something that someone wants the register to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Ring an article up. Begins a receipt if there is none.
    AddArticle {
        /// The article as it is now.
        article: Box<Article>,
        /// How many.
        quantity: Quantity,
        /// The bar code it was scanned by.
        code: Option<Code>,
    },
    /// Ring up an amount without an article.
    AddFree {
        /// What the receipt calls it.
        name: Name,
        /// The group it is reported in.
        group: Name,
        /// The price, tax included.
        price: Amount,
        /// The tax contained in the price.
        vat: VatRate,
        /// The unknown bar code it stands for.
        code: Option<Code>,
    },
    /// Add pieces to a line, or take them from it. Taking the last one removes the line.
    ChangeQuantity {
        /// Which line.
        line: LineId,
        /// How many more (or fewer).
        by: i32,
    },
    /// Set a line's quantity.
    SetQuantity {
        /// Which line.
        line: LineId,
        /// How many.
        quantity: Quantity,
    },
    /// Take a line away.
    RemoveLine {
        /// Which line.
        line: LineId,
    },
    /// Prices, discounts, articles with a deposit or an age, and lines that are put back.
    Line(LineCommand),
    /// Put the receipt aside, or take one up again.
    Parking(ParkingCommand),
    /// Open, count and close the shift, and move cash.
    Shift(ShiftCommand),
    /// The same command once more: somebody has looked at what made the register ask
    /// ([`Refused::ConfirmAmount`], [`Refused::ConfirmClosing`]), and wants it.
    Confirmed(Box<Command>),
    /// Give the receipt up.
    CancelReceipt {
        /// Which receipt the cashier was looking at.
        receipt: ReceiptId,
    },
    /// Take cash.
    TakeCash {
        /// For which receipt.
        receipt: ReceiptId,
        /// The notes and coins that were handed over.
        amount: Amount,
        /// The tender that this becomes, so that a second press of the same key finds it taken.
        tender: TenderId,
    },
    /// Record a card payment that the terminal beside the register took.
    TakeCard {
        /// For which receipt.
        receipt: ReceiptId,
        /// The amount on the card terminal's slip.
        amount: Amount,
        /// As for cash.
        tender: TenderId,
    },
    /// Record a tender that is neither cash, card nor SEQR.
    TakeRecorded {
        /// For which receipt.
        receipt: ReceiptId,
        /// How much; never more than what is due.
        amount: Amount,
        /// As for cash.
        tender: TenderId,
        /// What it is.
        means: Recorded,
    },
    /// Give a tender back before the receipt ends.
    RemoveTender {
        /// For which receipt.
        receipt: ReceiptId,
        /// Which tender.
        tender: TenderId,
    },
    /// Ask to be paid through SEQR.
    PayWithSeqr {
        /// Which attempt this becomes.
        attempt: AttemptId,
        /// How much the customer shall pay.
        amount: Amount,
    },
    /// Cancel the SEQR payment.
    CancelPayment {
        /// Which attempt.
        attempt: AttemptId,
    },
    /// Wait longer for the customer, or send a lost invoice again.
    WaitMore {
        /// Which attempt.
        attempt: AttemptId,
    },
    /// Take another tender although an invoice may exist (rule 10).
    ReleasePayment {
        /// Which attempt.
        attempt: AttemptId,
    },
    /// Say how a payment in doubt stands (rule 14). Needs a manager's approval.
    SettlePayment {
        /// Which attempt.
        attempt: AttemptId,
        /// How it stands.
        verdict: payment::Verdict,
        /// Why the manager believes so.
        reason: String,
    },
    /// Take a payment off the in-doubt list that somebody has looked into. Needs a manager's approval.
    NotePayment {
        /// Which attempt.
        attempt: AttemptId,
        /// What was done.
        reason: String,
    },
    /// End a receipt that is paid in full but waits for the cashier.
    Finish {
        /// Which receipt.
        receipt: ReceiptId,
    },
    /// End a receipt that was paid after Cancel, and promise that the payment is given back (rule 9).
    FinishAndRefund {
        /// Which receipt.
        receipt: ReceiptId,
    },
    /// Begin a return.
    BeginReturn {
        /// The receipt as it can be returned now.
        of: Box<Returnable>,
        /// What comes back.
        chosen: Chosen,
    },
    /// Give a payment back through SEQR.
    RefundWithSeqr {
        /// Which refund this becomes.
        refund: RefundId,
        /// Which payment is given back.
        payment: AttemptId,
        /// How much of it.
        amount: Amount,
    },
    /// Give cash back.
    GiveBackCash {
        /// For which return.
        receipt: ReceiptId,
        /// The notes and coins that are handed out.
        amount: Amount,
        /// The tender that this becomes, so that a second press of the same key finds it given.
        tender: TenderId,
    },
    /// Record that the card terminal beside the register has given money back.
    GiveBackCard {
        /// For which return.
        receipt: ReceiptId,
        /// The amount on the card terminal's slip.
        amount: Amount,
        /// As for cash.
        tender: TenderId,
    },
    /// Say what came of a refund that nobody knows the outcome of (rule 14).
    SettleRefund {
        /// Which refund.
        refund: RefundId,
        /// What was found out.
        verdict: refund::Verdict,
        /// How it is known.
        reason: String,
    },
    /// Decide that a promised refund is not owed any more.
    DropOwedRefund {
        /// The payment that was to be given back.
        payment: AttemptId,
        /// Why.
        reason: String,
    },
    /// Log out.
    LogOut,
    /// Open the drawer without a sale.
    OpenDrawer,
    /// Let a number try PINs again that is slowed down or locked.
    UnlockUser {
        /// Which number.
        user: UserNumber,
    },
    /// Make an X or a Z report.
    Report {
        /// Which.
        kind: ReportKind,
        /// The time since the last Z report, as the journal has it now.
        period: Box<Period>,
    },
    /// Print a Z report once more, marked as a copy.
    CopyReport {
        /// Which one.
        number: ReportNumber,
    },
    /// End the program.
    Quit,
}

/// What comes back of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// Everything that has not been returned yet.
    Everything,
    /// So much of these lines.
    Lines(Vec<(LineId, Quantity)>),
}
