//! Mistakes that a register could make. The world must notice each of them, or its silence about a
//! good register says nothing.

/// A mistake, and the rule that it breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    None,
    /// Effects run before the entries are on disk (rule 1).
    EffectsBeforeCommit,
    /// A second tap on Pay begins a second attempt (rule 2).
    SecondAttempt,
    /// The program quits while a payment is open (rule 3).
    EndsMeanwhile,
    /// Polling stops while the cashier is asked or cancels (rule 4).
    PollsOnlyWhileWaiting,
    /// A transport error counts as cancelled (rule 5).
    EndsOnTransportError,
    /// The next poll carries whatever version came last, written down or not (rule 6).
    AcknowledgesBeforeCommit,
    /// The tender comes in a transaction of its own (rule 6).
    BooksInTwoSteps,
    /// A repeated number counts as a new payment (rule 6).
    BooksARepeatedNumber,
    /// What was asked for is booked, whatever was paid (rule 7).
    BooksWhatWasAsked,
    /// Whatever cancelInvoice answers, the payment counts as cancelled (rule 8).
    TakesCancelForGranted,
    /// A lost answer to sendInvoice counts as refused (rule 10).
    TakesLostForRefused,
    /// Every press counts, also the second of a double tap (rule 12).
    CountsEveryTap,
    /// Open payments are not taken up at start (rule 13).
    ForgetsAtStart,
    /// What SEQR knows better than the manager is not kept (rule 14).
    ForgetsWhatWasRefuted,
    /// A lost answer to refundPayment counts as refused (rule 17).
    TakesALostRefundForRefused,
    /// Money is given back before SEQR has heard that the payment is booked.
    GivesBackTooEarly,
    /// The last transaction before a death is not on disk.
    LosesTheLastCommit,
}

/// All of them.
pub const FLAWS: [Flaw; 17] = [
    Flaw::EffectsBeforeCommit,
    Flaw::SecondAttempt,
    Flaw::EndsMeanwhile,
    Flaw::PollsOnlyWhileWaiting,
    Flaw::EndsOnTransportError,
    Flaw::AcknowledgesBeforeCommit,
    Flaw::BooksInTwoSteps,
    Flaw::BooksARepeatedNumber,
    Flaw::BooksWhatWasAsked,
    Flaw::TakesCancelForGranted,
    Flaw::TakesLostForRefused,
    Flaw::CountsEveryTap,
    Flaw::ForgetsAtStart,
    Flaw::ForgetsWhatWasRefuted,
    Flaw::TakesALostRefundForRefused,
    Flaw::GivesBackTooEarly,
    Flaw::LosesTheLastCommit,
];
