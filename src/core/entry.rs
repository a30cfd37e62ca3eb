//! Everything that the journal remembers: one variant per kind of event.
//!
//! An entry states a fact that has been decided. It holds all that is needed to repeat its effect,
//! so that every table and every state of the register can be rebuilt from entries alone. The
//! names of kinds and fields are a file format: they are only ever added to.

use serde::{Deserialize, Serialize};

use super::catalog::{Article, ArticleNumber};
use super::money::Amount;
use super::payment::{AttemptId, Doubt, Order, Outcome, Payment, Refusal};
use super::receipt::{Line, LineId, Quantity, ReceiptId, ReceiptNumber, Settlement};
use super::settings::{Settings, Terminal};
use super::tender::{Tender, TenderId};
use super::user::{User, UserNumber};
use super::vat::VatPart;

/// Which print job, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub u64);

/// What a print job prints. The paper is drawn anew from the journal when it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "paper", rename_all = "snake_case")]
pub enum Paper {
    /// The customer's receipt.
    Receipt {
        /// Of which receipt.
        receipt: ReceiptId,
    },
    /// A page that shows whether the printer is set up right.
    TestPage,
}

/// Why the drawer was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum DrawerReason {
    /// Cash was taken or given back for a receipt.
    Sale {
        /// Which receipt.
        receipt: ReceiptId,
    },
    /// Without a sale.
    NoSale,
}

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
    /// The set-up was changed.
    #[serde(rename = "settings.saved")]
    SettingsSaved {
        /// As it is from now on.
        settings: Settings,
    },
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
    },
    /// A log-in was refused.
    #[serde(rename = "user.refused")]
    LogInRefused {
        /// The number that was typed.
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
    /// A receipt was begun.
    #[serde(rename = "receipt.opened")]
    ReceiptOpened {
        /// Which one.
        receipt: ReceiptId,
        /// By whom.
        cashier: UserNumber,
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
    },
}

impl Entry {
    /// The receipt that the entry belongs to, if it belongs to one.
    pub fn receipt(&self) -> Option<ReceiptId> {
        match self {
            Entry::ReceiptOpened { receipt, .. }
            | Entry::LineAdded { receipt, .. }
            | Entry::LineQuantityChanged { receipt, .. }
            | Entry::LineRemoved { receipt, .. }
            | Entry::TenderAdded { receipt, .. }
            | Entry::TenderRemoved { receipt, .. }
            | Entry::ReceiptCompleted { receipt, .. }
            | Entry::ReceiptCancelled { receipt, .. }
            | Entry::PrintQueued { paper: Paper::Receipt { receipt }, .. }
            | Entry::DrawerOpened { reason: DrawerReason::Sale { receipt } } => Some(*receipt),
            _ => self.attempt().map(|attempt| attempt.receipt),
        }
    }

    /// The payment attempt that the entry belongs to, if it belongs to one.
    pub fn attempt(&self) -> Option<AttemptId> {
        match self {
            Entry::PaymentCreated { order } => Some(order.attempt),
            Entry::PaymentSending { attempt, .. }
            | Entry::PaymentSendLost { attempt, .. }
            | Entry::PaymentRefused { attempt, .. }
            | Entry::PaymentIssued { attempt, .. }
            | Entry::PaymentCancelAsked { attempt }
            | Entry::PaymentInDoubt { attempt, .. }
            | Entry::PaymentHeardAgain { attempt }
            | Entry::PaymentPaid { attempt, .. }
            | Entry::PaymentAcknowledged { attempt }
            | Entry::PaymentConfirmed { attempt }
            | Entry::PaymentContradicted { attempt, .. }
            | Entry::PaymentEnded { attempt, .. }
            | Entry::PaymentReleased { attempt } => Some(*attempt),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::receipt::ReceiptId;
    use super::super::tender::TenderMeans;
    use super::*;

    /// The journal's format: changing any of these texts makes old journals unreadable.
    #[test]
    fn entries_keep_their_form() {
        let attempt = AttemptId { receipt: ReceiptId(7), number: 2 };
        let ers_reference = "2026".to_owned();
        let tender = Tender {
            id: TenderId(1),
            amount: Amount::from_minor(45_300),
            means: TenderMeans::Seqr { attempt, ers_reference },
        };
        let paper = Paper::Receipt { receipt: ReceiptId(7) };
        for (entry, text) in [
            (
                Entry::TenderAdded { receipt: ReceiptId(7), tender },
                r#"{"kind":"tender.added","receipt":7,"tender":{"id":1,"amount":45300,"means":{"kind":"seqr","attempt":{"receipt":7,"number":2},"ers_reference":"2026"}}}"#,
            ),
            (
                Entry::PrintQueued { job: JobId(3), paper },
                r#"{"kind":"print.queued","job":3,"paper":"receipt","receipt":7}"#,
            ),
            (
                Entry::DrawerOpened { reason: DrawerReason::NoSale },
                r#"{"kind":"drawer.opened","why":"no_sale"}"#,
            ),
            (
                Entry::PaymentInDoubt { attempt, doubt: Doubt::WithoutNumber },
                r#"{"kind":"payment.in_doubt","attempt":{"receipt":7,"number":2},"doubt":"without_number"}"#,
            ),
            (
                Entry::PaymentRefused {
                    attempt,
                    refusal: Refusal::Code { code: 49, detail: "x".to_owned() },
                },
                r#"{"kind":"payment.refused","attempt":{"receipt":7,"number":2},"refusal":{"cause":"code","code":49,"detail":"x"}}"#,
            ),
            (
                Entry::LineQuantityChanged {
                    receipt: ReceiptId(7),
                    line: LineId(1),
                    quantity: Quantity::ONE,
                },
                r#"{"kind":"line.quantity","receipt":7,"line":1,"quantity":"1"}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&entry).unwrap(), text);
            assert_eq!(serde_json::from_str::<Entry>(text).unwrap(), entry);
        }
    }
}
