//! Why the register does not do what it was told. The words for people are elsewhere.

use super::super::money::Amount;

/// Why a command was refused. Nothing has changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Log in first.
    #[error("nobody is logged in")]
    NobodyLoggedIn,
    /// Someone with another role has to do it.
    #[error("the user's role does not include this")]
    NotAllowed,
    /// Ring something up first.
    #[error("there is no receipt")]
    NoReceipt,
    /// A SEQR payment is open: it must end first (rules 3 and 11).
    #[error("a SEQR payment is open")]
    PaymentOpen,
    /// SEQR has paid a part: only another tender helps (rule 15).
    #[error("SEQR has paid a part of the receipt")]
    PartlyPaid,
    /// Money has been taken: give it back first.
    #[error("a tender has been taken")]
    TenderTaken,
    /// The receipt is paid in full: finish it.
    #[error("the receipt is paid")]
    AlreadyPaid,
    /// Nothing is left to pay.
    #[error("nothing is due")]
    NothingDue,
    /// Something is left to pay.
    #[error("something is still due")]
    StillDue,
    /// Type an amount.
    #[error("the amount is zero or negative")]
    AmountNotPositive,
    /// Type a smaller amount.
    #[error("the amount is too large")]
    AmountTooLarge {
        /// The most that is taken.
        most: Amount,
    },
    /// A card cannot pay more than is due.
    #[error("more than is due")]
    MoreThanDue {
        /// What is due.
        due: Amount,
    },
    /// An installer has to register the terminal.
    #[error("the terminal is not registered with SEQR")]
    SeqrNotRegistered,
    /// Take another tender until SEQR answers again.
    #[error("SEQR cannot be reached")]
    SeqrUnreachable,
    /// The line has just gone.
    #[error("there is no such line")]
    NoSuchLine,
    /// Begin another receipt.
    #[error("the receipt has as many lines as it can hold")]
    TooManyLines,
    /// Type a smaller quantity.
    #[error("the quantity is out of range")]
    QuantityOutOfRange,
    /// The screen was a moment behind: what was pressed is not offered any more (rule 12).
    #[error("this is not offered any more")]
    NotOffered,
    /// End or cancel the receipt first.
    #[error("a receipt is open")]
    ReceiptOpen,
}
