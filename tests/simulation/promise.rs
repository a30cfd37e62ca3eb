//! What is promised, one name each: a story is shortened only as long as the same promise stays broken.

use std::fmt;

/// A promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// A payment that SEQR keeps is in the journal: booked once, with its number and its amount, or named on the
    /// in-doubt list, or settled there by a person.
    KeptIsKnown,
    /// Nothing is booked that SEQR never called paid.
    BookedWasPaid,
    /// What SEQR took back after it was booked is marked as contradicted.
    TakenBackIsMarked,
    /// Where SEQR lets any poll confirm, or where no message is lost and nothing dies, nothing that was booked is
    /// taken back. Elsewhere no register can promise it: it has no way to tell SEQR at the very moment at which it writes.
    BookedStands,
    /// No number of SEQR's is booked twice.
    BookedOnce,
    /// No more is booked than was asked for, unless it is marked as another amount.
    NoMoreThanAsked,
    /// Never more is given back than was paid and has not been given back.
    NoMoreBack,
    /// Nothing is given back before SEQR has heard that the payment is booked: it could take the money back as well.
    StandsBeforeBack,
    /// A part of a payment is never sent back twice, and nothing is given back twice.
    PartOnce,
    /// The journal and SEQR agree on every refund, unless a person has settled it.
    RefundIsKnown,
    /// A payment and its tender are written in one transaction.
    TenderWithPayment,
    /// What counts as refused has no invoice.
    RefusedIsDefinite,
    /// A payment takes only the steps that it can take: it does not end twice, is not sent under the same number again,
    /// and is not refused while an earlier sending may have arrived.
    Steps,
    /// There is never a second open attempt.
    OneOpen,
    /// No receipt ends, nobody logs out and the program does not quit while an attempt is open.
    NothingEndsMeanwhile,
    /// No line and no tender changes while an attempt is open.
    StandsStill,
    /// Receipts add up, are numbered without gaps, and are not given up with money in them.
    Receipts,
    /// No request leaves before its entry is written, and "paid" is written before it is acknowledged.
    WrittenFirst,
    /// While the program runs, every known open invoice is polled, within a second of the start.
    Polled,
    /// Pressing twice has one effect.
    OneEffect,
    /// Whatever is in doubt is on the in-doubt list, and nothing else is.
    List,
    /// Entries alone rebuild the state that the program had when it died.
    RebuiltState,
    /// The real journal takes every transaction, verifies, and restores the same state.
    Journal,
    /// When the faults stop, everything comes to rest.
    Rest,
}

/// A promise that was broken, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub promise: Promise,
    pub how: String,
}

impl Promise {
    pub fn broken(self, how: impl Into<String>) -> Broken {
        Broken { promise: self, how: how.into() }
    }

    /// Fails with this promise unless something holds.
    pub fn unless(self, holds: bool, how: impl FnOnce() -> String) -> Result<(), Broken> {
        if holds { Ok(()) } else { Err(self.broken(how())) }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}: {}", self.promise, self.how)
    }
}
