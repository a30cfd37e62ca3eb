//! Why the register does not do what it was told. The words for people are elsewhere.

use super::super::money::Amount;
use super::super::receipt::Quantity;

/// Why a command was refused. Nothing has changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Log in first.
    #[error("nobody is logged in")]
    NobodyLoggedIn,
    /// Type the PIN of whoever is logged in, or a manager's.
    #[error("the screen is locked")]
    ScreenLocked,
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
    /// Wait a moment: an installer is changing the registration with SEQR.
    #[error("SEQR is being asked about the registration")]
    RegistrationUnderWay,
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
    /// A manager has to approve it with number and PIN.
    #[error("a manager has to approve it")]
    NeedsApproval,
    /// SEQR took back a payment that is booked on this receipt: a manager takes it off first (rule 14).
    #[error("SEQR took back a payment of this receipt")]
    TakenBack,
    /// SEQR has not heard yet that the payment is booked, and may take it back by itself: wait, or have a manager look
    /// into it before the money is given back.
    #[error("SEQR has not heard that the payment is booked")]
    Unacknowledged,
    /// Type why.
    #[error("a reason is missing")]
    ReasonMissing,
    /// The program is ending: begin nothing new.
    #[error("the register is ending")]
    Ending,
    /// End or cancel the receipt first.
    #[error("a receipt is open")]
    ReceiptOpen,
    /// A SEQR refund is open: it must end first (rules 3 and 17).
    #[error("a SEQR refund is open")]
    RefundOpen,
    /// SEQR has given a part back: give the rest back as well.
    #[error("SEQR has given a part back")]
    PartlyRefunded,
    /// Type another number: there is no completed sale with this one.
    #[error("there is no such completed sale")]
    NoSuchReceipt,
    /// Everything on the receipt has been returned.
    #[error("nothing is left to return")]
    NothingToReturn,
    /// Choose a smaller quantity: more than was sold cannot come back.
    #[error("more than was sold")]
    MoreThanSold {
        /// What can come back.
        most: Quantity,
    },
    /// Type a smaller amount: more cannot be given back this way.
    #[error("more than can be given back")]
    MoreThanGivenBack {
        /// What can be given back.
        most: Amount,
    },
    /// A refund of everything was promised: return everything.
    #[error("everything was promised back")]
    ReturnWhole,
    /// There is nothing to train with at the moment.
    #[error("no training can begin")]
    NoTraining,
    /// Goods are returned: end that first, then sell.
    #[error("a return is open")]
    ReturnOpen,
    /// Pieces cannot be divided: type a whole number.
    #[error("only whole pieces are sold of it")]
    WholePieces,
    /// It goes with its article: change that one.
    #[error("a deposit goes with its article")]
    DepositLine,
    /// The article of the deposit is missing: somebody has to mend the articles.
    #[error("the deposit's article is missing")]
    DepositMissing,
    /// See that the customer is old enough, and say so.
    #[error("the customer's age has to be checked")]
    ConfirmAge {
        /// The age that the customer must have.
        age: u8,
    },
    /// Type a smaller discount: no more can come off.
    #[error("the discount is more than there is")]
    DiscountTooLarge {
        /// The most that can come off.
        most: Amount,
    },
    /// Look at the amount again; if it is right, say so.
    #[error("the amount is far above what is due")]
    ConfirmAmount {
        /// What was typed.
        amount: Amount,
        /// What is due.
        due: Amount,
    },
    /// Type who is invoiced, or the voucher's number, within the length.
    #[error("the customer is missing, or a text is too long")]
    CustomerMissing,
    /// Finish or recall a parked receipt first.
    #[error("too many receipts are parked")]
    TooManyParked,
    /// Open a shift first.
    #[error("no shift is open")]
    NoShift,
    /// Close the shift that is open first.
    #[error("a shift is open")]
    ShiftOpen,
    /// Count the drawer first; a count does not hold after cash has gone in or out.
    #[error("the drawer has not been counted")]
    CountFirst,
    /// Look at what is not finished; if it may stay so, say so.
    #[error("something is not finished")]
    ConfirmClosing {
        /// So many receipts are parked.
        parked: u32,
        /// So many payments and promised refunds are not settled.
        unsettled: u32,
    },
}
