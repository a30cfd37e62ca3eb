//! The world's own book-keeping over the journal's entries: it knows nothing of the register and
//! refuses what must never be written.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kassa::core::entry::{Entry, PaymentSettled};
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Circumstance, Doubt, Found, Order, Payment, Verdict};
use kassa::core::receipt::{Line, ReceiptId};
use kassa::core::tender::{Tender, TenderMeans};

use crate::giving_back::Refunds;
use crate::promise::{Broken, Promise};

/// Whether SEQR has heard that a payment is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acknowledgement {
    Owed,
    Given,
    /// SEQR had taken the payment back by then.
    Contradicted,
}

/// What a manager has said, and why it had to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    pub verdict: Verdict,
    pub doubt: Doubt,
}

/// Why no receipt has to wait for an attempt any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    Refused,
    /// Without money.
    Ended,
    Released,
    Settled,
    Paid,
}

#[derive(Debug)]
pub struct Known {
    pub order: Order,
    pub sendings: u32,
    pub send_lost: bool,
    pub reference: Option<String>,
    pub cancel_asked: bool,
    pub doubt: Option<Doubt>,
    pub payment: Option<Payment>,
    pub acknowledgement: Acknowledgement,
    pub settled: Option<Settled>,
    pub refuted: Option<Found>,
    pub noted: bool,
    pub over: Option<Over>,
}

impl Known {
    fn new(order: &Order) -> Self {
        Known {
            order: order.clone(),
            sendings: 0,
            send_lost: false,
            reference: None,
            cancel_asked: false,
            doubt: None,
            payment: None,
            acknowledgement: Acknowledgement::Owed,
            settled: None,
            refuted: None,
            noted: false,
            over: None,
        }
    }

    /// Booked, but SEQR has not heard so.
    pub fn is_owed_a_poll(&self) -> bool {
        self.payment.is_some() && self.acknowledgement == Acknowledgement::Owed
    }

    /// Settled, and SEQR has neither agreed nor disagreed.
    pub fn is_only_settled(&self) -> bool {
        self.over == Some(Over::Settled) && self.refuted.is_none()
    }

    /// Settled as paid, and SEQR has another amount of it.
    pub fn is_of_another_amount(&self) -> bool {
        let settled = self.settled.is_some_and(|settled| settled.verdict == Verdict::Paid);
        let other = self.payment.as_ref().is_some_and(|it| it.amount != self.order.amount);
        settled && other && self.acknowledgement != Acknowledgement::Contradicted
    }

    /// Whether it may belong on the in-doubt list, now or later.
    pub fn is_live(&self) -> bool {
        let finished = self.over == Some(Over::Refused)
            || self.noted
            || self.over == Some(Over::Ended)
            || (self.payment.is_some()
                && self.acknowledgement == Acknowledgement::Given
                && !self.is_of_another_amount());
        !finished
    }
}

/// The journal, and what it says.
#[derive(Debug, Default)]
pub struct Ledger {
    /// With the wall clock of their transaction.
    pub entries: Vec<(Timestamp, Entry)>,
    pub attempts: BTreeMap<AttemptId, Known>,
    /// Attempts that something can still happen to, or that somebody has to look into.
    pub live: BTreeSet<AttemptId>,
    /// The attempt that the receipt has to wait for.
    pub open: Option<AttemptId>,
    pub refunds: Refunds,
    /// Tenders of the receipt that is open.
    pub tenders: Vec<Tender>,
    /// Every transaction post ever, by number.
    pub booked: BTreeMap<String, (AttemptId, Amount)>,
    /// Attempts whose money is on a receipt because a manager said so.
    unverified: BTreeMap<AttemptId, Amount>,
    pub completed: u64,
    pub lines: Vec<Line>,
}

impl Ledger {
    /// Takes a transaction, or says which promise it breaks.
    pub fn commit(&mut self, at: Timestamp, entries: &[Entry]) -> Result<(), Broken> {
        let mut money = None;
        for entry in entries {
            self.take(entry)?;
            match entry {
                Entry::PaymentPaid { attempt, payment }
                | Entry::PaymentVerified { attempt, payment } => {
                    money = Some((*attempt, payment.amount));
                }
                Entry::PaymentSettled(PaymentSettled {
                    attempt, verdict: Verdict::Paid, ..
                }) => {
                    let amount = self.attempt(*attempt)?.order.amount;
                    money = Some((*attempt, amount));
                }
                _ => {}
            }
            self.entries.push((at, entry.clone()));
        }
        self.refund_has_tender(entries)?;
        let Some((id, amount)) = money else { return Ok(()) };
        let with_tender = entries.iter().any(|entry| match entry {
            Entry::TenderAdded { tender, .. } => {
                tender.amount == amount
                    && matches!(tender.means, TenderMeans::Seqr { attempt, .. }
                        | TenderMeans::SeqrUnverified { attempt } if attempt == id)
            }
            _ => false,
        });
        Promise::TenderWithPayment.unless(with_tender || self.unverified.contains_key(&id), || {
            format!("{id} counts as paid without a tender in the same transaction")
        })
    }

    fn attempt(&mut self, id: AttemptId) -> Result<&mut Known, Broken> {
        let unknown = || Promise::Steps.broken(format!("{id} was never ordered"));
        self.attempts.get_mut(&id).ok_or_else(unknown)
    }

    fn take(&mut self, entry: &Entry) -> Result<(), Broken> {
        if let Some(refund) = entry.refund() {
            return self.take_refund(refund, entry);
        }
        let Some(id) = entry.attempt() else { return self.take_receipt(entry) };
        match entry {
            Entry::PaymentCreated { order } => self.created(order)?,
            Entry::PaymentPaid { payment, .. } => self.paid(id, payment)?,
            Entry::PaymentVerified { payment, .. } => self.verified(id, payment)?,
            Entry::PaymentRefuted { found, .. } => self.refuted(id, found)?,
            Entry::PaymentSettled(PaymentSettled { verdict, .. }) => {
                let known = self.attempt(id)?;
                let doubt = known.doubt.take();
                let doubt = doubt.ok_or_else(|| {
                    Promise::Steps.broken(format!("{id} is settled and was not in doubt"))
                })?;
                known.settled = Some(Settled { verdict: *verdict, doubt });
                self.over(id, Over::Settled)?;
            }
            Entry::PaymentEnded { .. } => {
                let known = self.attempt(id)?;
                known.doubt = None;
                if known.is_only_settled() {
                    known.over = Some(Over::Ended);
                } else {
                    self.over(id, Over::Ended)?;
                }
            }
            Entry::PaymentReleased { .. } => self.over(id, Over::Released)?,
            Entry::PaymentRefused { .. } => {
                let known = self.attempt(id)?;
                let first = known.sendings == 1;
                Promise::Steps.unless(first, || {
                    format!("{id} counts as refused, but an earlier sending may have arrived")
                })?;
                self.over(id, Over::Refused)?;
            }
            _ => self.goes_on(id, entry)?,
        }
        let _changed = match self.attempts.get(&id) {
            Some(known) if known.is_live() => self.live.insert(id),
            _ => self.live.remove(&id),
        };
        Ok(())
    }

    /// What changes neither money nor whether the receipt waits.
    fn goes_on(&mut self, id: AttemptId, entry: &Entry) -> Result<(), Broken> {
        let known = self.attempt(id)?;
        match entry {
            Entry::PaymentSending { sending, .. } => {
                let next = *sending == known.sendings + 1 && known.over.is_none();
                known.sendings = *sending;
                known.send_lost = false;
                Promise::Steps.unless(next, || format!("{id} is sent as number {sending}"))
            }
            Entry::PaymentSendLost { .. } => {
                known.send_lost = true;
                Ok(())
            }
            Entry::PaymentIssued { reference, .. } => {
                known.reference = Some(reference.clone());
                Ok(())
            }
            Entry::PaymentCancelAsked { .. } => {
                known.cancel_asked = true;
                Ok(())
            }
            Entry::PaymentInDoubt { doubt, .. } => {
                known.doubt = Some(*doubt);
                Promise::Steps
                    .unless(known.over.is_none(), || format!("{id} is in doubt after its end"))
            }
            Entry::PaymentHeardAgain { .. } => {
                known.doubt = None;
                Ok(())
            }
            Entry::PaymentAcknowledged { .. } => {
                known.acknowledgement = Acknowledgement::Given;
                Ok(())
            }
            Entry::PaymentContradicted { .. } => {
                known.acknowledgement = Acknowledgement::Contradicted;
                Ok(())
            }
            Entry::PaymentNoted(_) => {
                let twice = known.noted;
                known.noted = true;
                Promise::Steps.unless(!twice, || format!("{id} is noted twice"))
            }
            _ => Ok(()),
        }
    }

    fn over(&mut self, id: AttemptId, how: Over) -> Result<(), Broken> {
        let earlier = self.attempt(id)?.over.replace(how);
        self.open = self.open.filter(|open| *open != id);
        Promise::Steps.unless(earlier.is_none(), || format!("{id} ends twice"))
    }

    fn created(&mut self, order: &Order) -> Result<(), Broken> {
        let id = order.attempt;
        if let Some(open) = self.open.replace(id) {
            return Err(Promise::OneOpen.broken(format!("{id} begins while {open} is open")));
        }
        let before = self.attempts.insert(id, Known::new(order));
        Promise::Steps.unless(before.is_none(), || format!("{id} is ordered twice"))
    }

    fn paid(&mut self, id: AttemptId, payment: &Payment) -> Result<(), Broken> {
        let known = self.attempt(id)?;
        known.doubt = None;
        known.payment = Some(payment.clone());
        let asked = known.order.amount;
        let fits = payment.amount == asked || payment.circumstance == Circumstance::OtherAmount;
        Promise::NoMoreThanAsked
            .unless(fits, || format!("{id} asked for {asked:?}, {payment:?} is not marked"))?;
        self.over(id, Over::Paid)?;
        self.post(id, payment)
    }

    fn verified(&mut self, id: AttemptId, payment: &Payment) -> Result<(), Broken> {
        let known = self.attempt(id)?;
        let fits = known.is_only_settled() && !known.noted;
        known.payment = Some(payment.clone());
        known.over = Some(Over::Paid);
        let marked = payment.circumstance == Circumstance::AfterSettling;
        Promise::Steps.unless(fits && marked, || {
            format!("{id} is verified and waits for nothing: {payment:?}")
        })?;
        self.post(id, payment)
    }

    fn refuted(&mut self, id: AttemptId, found: &Found) -> Result<(), Broken> {
        let known = self.attempt(id)?;
        let other_way = matches!(
            (known.settled.map(|settled| settled.verdict), found),
            (Some(Verdict::NotPaid), Found::Paid { .. })
                | (Some(Verdict::Paid), Found::NotPaid { .. })
        );
        let fits = known.is_only_settled() && !known.noted && other_way;
        known.refuted = Some(found.clone());
        Promise::Steps.unless(fits, || format!("{id} is refuted as {found:?}"))?;
        match found {
            Found::Paid { payment } => self.post(id, payment),
            Found::NotPaid { .. } => Ok(()),
        }
    }

    fn post(&mut self, id: AttemptId, payment: &Payment) -> Result<(), Broken> {
        let earlier = self.booked.insert(payment.ers_reference.clone(), (id, payment.amount));
        Promise::BookedOnce
            .unless(earlier.is_none(), || format!("{} is booked twice", payment.ers_reference))
    }

    /// Nothing changes under a payment that is asked for (rule 11).
    fn stands_still(&self, entry: &Entry) -> Result<(), Broken> {
        let changes = matches!(
            entry,
            Entry::LineAdded { .. }
                | Entry::LineRemoved { .. }
                | Entry::LineQuantityChanged { .. }
                | Entry::TenderAdded { .. }
                | Entry::TenderRemoved { .. }
        );
        let open = self.open.is_some() || self.refunds.open.is_some();
        Promise::StandsStill.unless(!(changes && open), || {
            format!("{entry:?} while {:?} {:?} is open", self.open, self.refunds.open)
        })
    }

    fn take_receipt(&mut self, entry: &Entry) -> Result<(), Broken> {
        self.stands_still(entry)?;
        self.take_return(entry);
        match entry {
            Entry::ReceiptOpened { .. } => {
                self.tenders.clear();
                self.lines.clear();
            }
            Entry::LineAdded { line, .. } => self.lines.push(line.clone()),
            Entry::LineRemoved { line, .. } => self.lines.retain(|own| own.id != *line),
            Entry::LineQuantityChanged { line, quantity, .. } => {
                for own in self.lines.iter_mut().filter(|own| own.id == *line) {
                    own.quantity = *quantity;
                }
            }
            Entry::TenderAdded { tender, .. } => {
                if matches!(tender.means, TenderMeans::Cash | TenderMeans::Card) {
                    self.stands_before_it_goes_back()?;
                }
                self.tenders.push(tender.clone());
                self.takes(tender)?;
                self.takes_refund(tender)?;
            }
            Entry::TenderRemoved { tender, .. } => {
                let place = self.tenders.iter().position(|own| own.id == *tender);
                let gone = place.map(|place| self.tenders.remove(place));
                let stays = match gone.map(|tender| tender.means) {
                    Some(
                        TenderMeans::Cash
                        | TenderMeans::Card
                        | TenderMeans::Voucher { .. }
                        | TenderMeans::Account { .. },
                    ) => false,
                    Some(TenderMeans::Seqr { attempt, .. }) => {
                        let known = self.attempt(attempt)?;
                        known.acknowledgement != Acknowledgement::Contradicted || !known.noted
                    }
                    Some(TenderMeans::SeqrUnverified { attempt }) => !self.attempt(attempt)?.noted,
                    _ => true,
                };
                Promise::Receipts
                    .unless(!stays, || format!("tender {} is taken away", tender.0))?;
            }
            Entry::ReceiptCompleted { receipt, number, total, settlement, .. } => {
                self.ends(*receipt)?;
                self.completed += 1;
                Promise::Receipts.unless(number.0 == self.completed, || {
                    format!("receipt number {} after {}", number.0, self.completed - 1)
                })?;
                let lines: Amount = self.lines.iter().map(Line::sum).sum();
                let taken: Amount = self.tenders.iter().map(|tender| tender.amount).sum();
                let even = taken - settlement.change == *total + settlement.rounding;
                Promise::Receipts.unless(even && *total == lines, || {
                    format!("receipt {} does not add up", receipt.0)
                })?;
            }
            Entry::ReceiptCancelled { receipt, .. } => {
                self.ends(*receipt)?;
                Promise::Receipts.unless(self.tenders.is_empty(), || {
                    format!("receipt {} is given up with money in it", receipt.0)
                })?;
            }
            _ => {}
        }
        Ok(())
    }

    /// No tender names an attempt that was not paid, or that another tender names already.
    fn takes(&mut self, tender: &Tender) -> Result<(), Broken> {
        let (attempt, fits) = match &tender.means {
            TenderMeans::Cash
            | TenderMeans::Card
            | TenderMeans::Voucher { .. }
            | TenderMeans::Account { .. }
            | TenderMeans::SeqrRefund { .. } => return Ok(()),
            TenderMeans::Seqr { attempt, ers_reference } => {
                let booked = self.booked.get(ers_reference);
                (*attempt, booked == Some(&(*attempt, tender.amount)))
            }
            TenderMeans::SeqrUnverified { attempt } => {
                let known = self.attempt(*attempt)?;
                let asked = known.order.amount == tender.amount;
                let settled = known.settled.map(|settled| settled.verdict) == Some(Verdict::Paid);
                let _earlier = self.unverified.insert(*attempt, tender.amount);
                (*attempt, asked && settled)
            }
        };
        let count = self.tenders.iter().filter(|own| match own.means {
            TenderMeans::Seqr { attempt: other, .. }
            | TenderMeans::SeqrUnverified { attempt: other } => other == attempt,
            _ => false,
        });
        let once = count.count() == 1;
        Promise::BookedOnce
            .unless(fits && once, || format!("{attempt} has no such tender to take: {tender:?}"))
    }

    fn ends(&self, receipt: ReceiptId) -> Result<(), Broken> {
        let open = self.open.is_some() || self.refunds.open.is_some();
        Promise::NothingEndsMeanwhile.unless(!open, || {
            format!(
                "receipt {} ends while {:?} {:?} is open",
                receipt.0, self.open, self.refunds.open
            )
        })
    }
}
