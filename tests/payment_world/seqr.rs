//! A small model of SEQR: what it keeps, what it takes back, and how it answers.
//!
//! A terminal has one open invoice: sending the next cancels it. A payment that is paid and not polled for
//! 20 seconds is taken back. Whether any poll that is answered "paid" makes a payment stand, or only one that carries the
//! version, the protocol's texts leave open: the model does either.

use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, CancelAnswer, Status, StatusAnswer};

/// After so many milliseconds without a poll a payment is taken back.
pub const REVERSED_AFTER: u64 = 20_000;

/// What makes a payment stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The first poll that is answered with PAID.
    ByAnyPoll,
    /// The first poll that carries the version of PAID. Others put the reversal off.
    ByVersion,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Issued,
    /// The customer has confirmed, the bank is working.
    Confirming,
    Paid,
    Canceled,
    Failed,
    Expired,
    /// Paid, and taken back because nobody asked.
    Reversed,
}

/// What the customer does with an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Confirm,
    Pay,
    Decline,
    Fail,
    Expire,
}

#[derive(Debug)]
pub struct Invoice {
    pub reference: String,
    pub attempt: AttemptId,
    pub asked: Amount,
    pub word: Word,
    pub version: i32,
    pub ers_reference: String,
    pub paid: Amount,
    pub stands: bool,
    last_polled: u64,
}

#[derive(Debug)]
pub struct Seqr {
    pub invoices: Vec<Invoice>,
    pub standing: Standing,
    /// Whether a status names the amount that was paid.
    names_amount: bool,
}

impl Seqr {
    pub fn new(standing: Standing, names_amount: bool) -> Self {
        Seqr { invoices: Vec::new(), standing, names_amount }
    }

    /// Takes back what nobody has asked for. Returns what was taken back.
    pub fn pass_time(&mut self, now: u64) -> Vec<String> {
        let mut reversed = Vec::new();
        // Only the last few invoices can still be waiting.
        for invoice in self.invoices.iter_mut().rev().take(30) {
            let unpolled = now >= invoice.last_polled + REVERSED_AFTER;
            if invoice.word == Word::Paid && !invoice.stands && unpolled {
                invoice.become_word(Word::Reversed);
                reversed.push(invoice.reference.clone());
            }
        }
        reversed
    }

    /// sendInvoice. Returns the place of the new invoice.
    pub fn send(&mut self, attempt: AttemptId, asked: Amount, now: u64) -> usize {
        for earlier in self.invoices.iter_mut().rev().take(30) {
            if earlier.word == Word::Issued {
                earlier.become_word(Word::Canceled);
            }
        }
        let place = self.invoices.len();
        self.invoices.push(Invoice {
            reference: format!("invoice-{place}"),
            attempt,
            asked,
            word: Word::Issued,
            version: 1,
            ers_reference: format!("ers-{place}"),
            paid: asked,
            stands: false,
            last_polled: now,
        });
        place
    }

    /// getPaymentStatus.
    pub fn poll(&mut self, reference: &str, version: i32, now: u64) -> StatusAnswer {
        let (standing, names_amount) = (self.standing, self.names_amount);
        let Some(invoice) = self.invoices.iter_mut().rev().find(|own| own.reference == reference)
        else {
            return StatusAnswer::NotFound;
        };
        invoice.last_polled = now;
        let paid = invoice.word == Word::Paid;
        if paid && (standing == Standing::ByAnyPoll || version >= invoice.version) {
            invoice.stands = true;
        }
        let status = match invoice.word {
            Word::Issued | Word::Confirming => Status::Issued,
            Word::Paid => Status::Paid,
            Word::Canceled | Word::Reversed => Status::Canceled,
            Word::Failed => Status::Failed,
            Word::Expired => Status::Expired,
        };
        StatusAnswer::Status {
            status,
            version: invoice.version,
            ers_reference: paid.then(|| invoice.ers_reference.clone()),
            paid: (paid && (names_amount || invoice.paid != invoice.asked)).then_some(invoice.paid),
        }
    }

    /// cancelInvoice.
    pub fn cancel(&mut self, reference: &str) -> CancelAnswer {
        let Some(invoice) = self.invoices.iter_mut().rev().find(|own| own.reference == reference)
        else {
            return CancelAnswer::NotFound;
        };
        match invoice.word {
            Word::Issued => {
                invoice.become_word(Word::Canceled);
                CancelAnswer::Cancelled
            }
            Word::Confirming => CancelAnswer::Confirming,
            Word::Paid => CancelAnswer::AlreadyPaid,
            Word::Canceled | Word::Reversed | Word::Failed | Word::Expired => {
                CancelAnswer::Cancelled
            }
        }
    }

    /// The customer or the bank acts. Returns whether anything came of it.
    pub fn act(&mut self, place: usize, act: Act, other_amount: Option<Amount>, now: u64) -> bool {
        let invoice = &mut self.invoices[place];
        let next = match (act, invoice.word) {
            (Act::Confirm, Word::Issued) => Word::Confirming,
            (Act::Decline, Word::Issued) => Word::Canceled,
            (Act::Expire, Word::Issued) => Word::Expired,
            (Act::Fail, Word::Issued | Word::Confirming) => Word::Failed,
            (Act::Pay, Word::Issued | Word::Confirming) => Word::Paid,
            _ => return false,
        };
        if next == Word::Paid {
            invoice.paid = other_amount.unwrap_or(invoice.asked);
            invoice.last_polled = now;
        }
        invoice.become_word(next);
        true
    }

    /// Whether nothing will happen any more without the customer or the register.
    pub fn is_quiet(&self) -> bool {
        !self.invoices.iter().any(|invoice| {
            invoice.word == Word::Confirming || (invoice.word == Word::Paid && !invoice.stands)
        })
    }

    /// Whether a poll with this version tells SEQR that the payment was written down.
    pub fn would_acknowledge(&self, reference: &str, version: i32) -> Option<&Invoice> {
        self.invoices.iter().rev().find(|invoice| {
            invoice.reference == reference
                && invoice.word == Word::Paid
                && version >= invoice.version
        })
    }
}

impl Invoice {
    fn become_word(&mut self, word: Word) {
        self.word = word;
        self.version += 1;
    }
}
