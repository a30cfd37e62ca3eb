//! A small model of SEQR: what it keeps, what it takes back, and how it answers.
//!
//! A terminal has one open invoice: sending the next cancels it. A payment that is paid and not polled for
//! 20 seconds is taken back. Whether any poll that is answered "paid" makes a payment stand, or only one that carries the
//! version, the protocol's texts leave open: the model does either.

use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Status, StatusAnswer};
use kassa::core::refund::RefundId;

/// After so many milliseconds without a poll a payment is taken back.
pub const REVERSED_AFTER: u64 = 20_000;
/// After so many milliseconds nobody can pay an invoice any more.
const EXPIRES_AFTER: u64 = 300_000;
/// Invoices before the last few cannot be waiting any more.
const RECENT: usize = 30;

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

/// How SEQR treats an invoice that it should not treat so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quirk {
    /// From this moment on it says that there is no such invoice (54).
    ForgottenFrom(u64),
    /// Until this moment it calls it paid without naming its number.
    NamelessUntil(u64),
    /// It gives it the number of an earlier payment.
    RepeatedNumber,
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
    pub quirk: Option<Quirk>,
    /// What was given back of it, one for each refund that was made.
    pub refunds: Vec<(RefundId, Amount)>,
    made_at: u64,
    last_polled: u64,
}

/// cancelInvoice's result codes, as far as SEQR means them.
pub const CANCELLED: i32 = 0;
pub const PAID_ALREADY: i32 = 50;
pub const IN_PROGRESS: i32 = 51;
pub const NO_SUCH_INVOICE: i32 = 54;
pub const CANCELLED_BEFORE: i32 = 95;
/// refundPayment's result codes.
pub const NO_SUCH_PAYMENT: i32 = 23;
pub const MAY_NOT_REFUND: i32 = 97;
pub const MORE_THAN_PAID: i32 = 98;
pub const TAKES_NO_REFUND: i32 = 99;

#[derive(Debug)]
pub struct Seqr {
    pub invoices: Vec<Invoice>,
    pub standing: Standing,
    /// Whether a status names the amount that was paid.
    names_amount: bool,
    /// Before this moment nothing changes by itself.
    next_change: u64,
    /// When something last changed by itself.
    pub changed_at: u64,
}

impl Seqr {
    pub fn new(standing: Standing, names_amount: bool) -> Self {
        Seqr { invoices: Vec::new(), standing, names_amount, next_change: u64::MAX, changed_at: 0 }
    }

    /// Takes back what nobody has asked for. Returns the places of what was taken back.
    pub fn pass_time(&mut self, now: u64) -> Option<Vec<usize>> {
        if now < self.next_change {
            return None;
        }
        let mut reversed = None;
        self.next_change = u64::MAX;
        let count = self.invoices.len();
        for (place, invoice) in
            self.invoices.iter_mut().enumerate().skip(count.saturating_sub(RECENT))
        {
            if invoice.changes_at().is_some_and(|at| at <= now) {
                self.changed_at = now;
            }
            match invoice.changes_at() {
                Some(at) if at <= now && invoice.word == Word::Paid => {
                    invoice.become_word(Word::Reversed);
                    reversed.get_or_insert_with(Vec::new).push(place);
                }
                Some(at) if at <= now => invoice.become_word(Word::Expired),
                Some(at) => self.next_change = self.next_change.min(at),
                None => {}
            }
        }
        reversed
    }

    /// sendInvoice. Returns the place of the new invoice.
    pub fn send(&mut self, attempt: AttemptId, asked: Amount, now: u64) -> usize {
        for earlier in self.invoices.iter_mut().rev().take(RECENT) {
            if earlier.word == Word::Issued {
                earlier.become_word(Word::Canceled);
            }
        }
        let place = self.invoices.len();
        self.next_change = self.next_change.min(now + EXPIRES_AFTER);
        self.invoices.push(Invoice {
            reference: format!("invoice-{place}"),
            attempt,
            asked,
            word: Word::Issued,
            version: 1,
            ers_reference: format!("ers-{place}"),
            paid: asked,
            stands: false,
            quirk: None,
            refunds: Vec::new(),
            made_at: now,
            last_polled: now,
        });
        place
    }

    /// Gives an invoice the number of the last payment before it that `known` says yes to.
    pub fn repeat_number(&mut self, place: usize, known: impl Fn(&str) -> bool) {
        let mut earlier = self.invoices[..place].iter().rev();
        let earlier = earlier.find(|it| known(&it.ers_reference));
        if let Some(number) = earlier.map(|it| it.ers_reference.clone()) {
            self.invoices[place].ers_reference = number;
            self.invoices[place].quirk = Some(Quirk::RepeatedNumber);
        }
    }

    pub fn invoice(&self, reference: &str) -> Option<&Invoice> {
        self.invoices.iter().rev().find(|own| own.reference == reference)
    }

    fn known(&mut self, reference: &str, now: u64) -> Option<&mut Invoice> {
        let found = self.invoices.iter_mut().rev().find(|own| own.reference == reference)?;
        (!found.is_forgotten(now)).then_some(found)
    }

    /// getPaymentStatus.
    pub fn poll(&mut self, reference: &str, version: i32, now: u64) -> StatusAnswer {
        let (standing, names_amount) = (self.standing, self.names_amount);
        let Some(invoice) = self.known(reference, now) else { return StatusAnswer::NotFound };
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
        let named = paid && !matches!(invoice.quirk, Some(Quirk::NamelessUntil(at)) if now < at);
        StatusAnswer::Status {
            status,
            version: invoice.version,
            ers_reference: named.then(|| invoice.ers_reference.clone()),
            paid: (paid && (names_amount || invoice.paid != invoice.asked)).then_some(invoice.paid),
        }
    }

    /// cancelInvoice. Returns the result code.
    pub fn cancel(&mut self, reference: &str, now: u64) -> i32 {
        let Some(invoice) = self.known(reference, now) else { return NO_SUCH_INVOICE };
        match invoice.word {
            Word::Issued => {
                invoice.become_word(Word::Canceled);
                CANCELLED
            }
            Word::Confirming => IN_PROGRESS,
            Word::Paid => PAID_ALREADY,
            Word::Canceled | Word::Reversed | Word::Failed | Word::Expired => CANCELLED_BEFORE,
        }
    }

    /// refundPayment. Returns the number of the refund, or the result code.
    pub fn refund(
        &mut self,
        ers_reference: &str,
        refund: RefundId,
        amount: Amount,
    ) -> Result<String, i32> {
        let repeated = Some(Quirk::RepeatedNumber);
        let mut invoices = self.invoices.iter_mut().rev();
        let invoice = invoices
            .find(|own| own.ers_reference == ers_reference && own.quirk != repeated)
            .filter(|own| own.word == Word::Paid)
            .ok_or(NO_SUCH_PAYMENT)?;
        let before: Amount = invoice.refunds.iter().map(|(_, amount)| *amount).sum();
        if before + amount > invoice.paid {
            return Err(MORE_THAN_PAID);
        }
        invoice.refunds.push((refund, amount));
        Ok(format!("{ers_reference}-back-{}", invoice.refunds.len()))
    }

    /// How often a refund was made.
    pub fn refunded(&self, refund: RefundId) -> usize {
        let made = self.invoices.iter().flat_map(|invoice| &invoice.refunds);
        made.filter(|(of, _)| *of == refund).count()
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
            self.next_change = self.next_change.min(now + REVERSED_AFTER);
        }
        invoice.become_word(next);
        true
    }

    /// Whether nothing will happen any more without the customer or the register.
    pub fn is_quiet(&self) -> bool {
        !self.invoices.iter().rev().take(RECENT).any(|invoice| {
            invoice.word == Word::Confirming || (invoice.word == Word::Paid && !invoice.stands)
        })
    }

    /// Whether someone may still pay an invoice.
    pub fn is_waiting(&self) -> bool {
        self.invoices.iter().rev().take(RECENT).any(|invoice| invoice.word == Word::Issued)
    }

    /// The payment that a poll with this version would tell SEQR to be written down.
    pub fn would_acknowledge(&self, reference: &str, version: i32) -> Option<&Invoice> {
        self.invoice(reference).filter(|it| it.word == Word::Paid && version >= it.version)
    }
}

impl Invoice {
    pub fn is_forgotten(&self, now: u64) -> bool {
        matches!(self.quirk, Some(Quirk::ForgottenFrom(at)) if now >= at)
    }

    /// When it changes by itself, unless something happens to it before.
    fn changes_at(&self) -> Option<u64> {
        match self.word {
            Word::Paid if !self.stands => Some(self.last_polled + REVERSED_AFTER),
            Word::Issued => Some(self.made_at + EXPIRES_AFTER),
            _ => None,
        }
    }

    fn become_word(&mut self, word: Word) {
        self.word = word;
        self.version += 1;
    }
}
