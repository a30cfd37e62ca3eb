//! The world's own book-keeping over the journal's entries: it knows nothing of the register and
//! refuses what must never be written.

use std::collections::BTreeMap;

use kassa::core::entry::Entry;
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Order, Payment};
use kassa::core::receipt::{Line, ReceiptId};
use kassa::core::tender::{Tender, TenderMeans};

/// Whether SEQR has heard that a payment is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acknowledgement {
    Owed,
    Given,
    /// SEQR had taken the payment back by then.
    Contradicted,
}

#[derive(Debug)]
pub struct Known {
    pub order: Order,
    pub sendings: u32,
    pub reference: Option<String>,
    pub cancel_asked: bool,
    pub payment: Option<Payment>,
    pub acknowledgement: Acknowledgement,
    pub over: bool,
}

impl Known {
    /// Booked, but SEQR has not heard so.
    pub fn is_owed_a_poll(&self) -> bool {
        self.payment.is_some() && self.acknowledgement == Acknowledgement::Owed
    }
}

/// The journal, and what it says.
#[derive(Debug, Default)]
pub struct Ledger {
    pub entries: Vec<Entry>,
    pub attempts: BTreeMap<AttemptId, Known>,
    /// Tenders of the receipt that is open.
    tenders: Vec<Tender>,
    /// Every SEQR tender ever, by number.
    pub booked: BTreeMap<String, (AttemptId, Amount)>,
    pub completed: u64,
    lines: Vec<Line>,
}

impl Ledger {
    /// Takes a transaction, or says which promise it breaks.
    pub fn commit(&mut self, entries: &[Entry]) -> Result<(), String> {
        for entry in entries {
            self.take(entry)?;
            self.entries.push(entry.clone());
        }
        for (id, known) in self.attempts.iter().rev().take(3) {
            let booked = known.payment.as_ref().map(|payment| {
                self.booked.get(&payment.ers_reference) == Some(&(*id, payment.amount))
            });
            if booked == Some(false) {
                return Err(format!("{id} is paid without a tender in the same transaction"));
            }
        }
        Ok(())
    }

    pub fn open(&self) -> impl Iterator<Item = (&AttemptId, &Known)> {
        self.attempts.iter().rev().filter(|(_, known)| !known.over)
    }

    fn attempt(&mut self, id: AttemptId) -> Result<&mut Known, String> {
        self.attempts.get_mut(&id).ok_or(format!("{id} was never ordered"))
    }

    fn take(&mut self, entry: &Entry) -> Result<(), String> {
        match entry {
            Entry::PaymentCreated { order } => self.created(order),
            Entry::PaymentSending { attempt, sending } => {
                let known = self.attempt(*attempt)?;
                if *sending != known.sendings + 1 {
                    return Err(format!("{attempt} is sent as number {sending} once more"));
                }
                known.sendings = *sending;
                Ok(())
            }
            Entry::PaymentIssued { attempt, reference } => {
                self.attempt(*attempt)?.reference = Some(reference.clone());
                Ok(())
            }
            Entry::PaymentCancelAsked { attempt } => {
                self.attempt(*attempt)?.cancel_asked = true;
                Ok(())
            }
            Entry::PaymentPaid { attempt, payment } => self.paid(*attempt, payment),
            Entry::PaymentAcknowledged { attempt } => {
                self.attempt(*attempt)?.acknowledgement = Acknowledgement::Given;
                Ok(())
            }
            Entry::PaymentContradicted { attempt, .. } => {
                self.attempt(*attempt)?.acknowledgement = Acknowledgement::Contradicted;
                Ok(())
            }
            Entry::PaymentRefused { attempt, .. } if self.attempt(*attempt)?.sendings > 1 => {
                Err(format!("{attempt} counts as refused, but an earlier sending may have arrived"))
            }
            Entry::PaymentRefused { attempt, .. }
            | Entry::PaymentEnded { attempt, .. }
            | Entry::PaymentReleased { attempt } => {
                let known = self.attempt(*attempt)?;
                if known.over {
                    return Err(format!("{attempt} ends twice"));
                }
                known.over = true;
                Ok(())
            }
            _ => self.take_receipt(entry),
        }
    }

    fn created(&mut self, order: &Order) -> Result<(), String> {
        if let Some((open, _)) = self.open().next() {
            return Err(format!("{} begins while {open} is open", order.attempt));
        }
        let known = Known {
            order: order.clone(),
            sendings: 0,
            reference: None,
            cancel_asked: false,
            payment: None,
            acknowledgement: Acknowledgement::Owed,
            over: false,
        };
        match self.attempts.insert(order.attempt, known) {
            None => Ok(()),
            Some(_) => Err(format!("{} is ordered twice", order.attempt)),
        }
    }

    fn paid(&mut self, attempt: AttemptId, payment: &Payment) -> Result<(), String> {
        let known = self.attempt(attempt)?;
        if known.over {
            return Err(format!("{attempt} is paid after its end"));
        }
        known.over = true;
        known.payment = Some(payment.clone());
        Ok(())
    }

    fn take_receipt(&mut self, entry: &Entry) -> Result<(), String> {
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
                self.tenders.push(tender.clone());
                if let TenderMeans::Seqr { attempt, ers_reference } = &tender.means {
                    let value = (*attempt, tender.amount);
                    if self.booked.insert(ers_reference.clone(), value).is_some() {
                        return Err(format!("{ers_reference} is booked twice"));
                    }
                }
            }
            Entry::TenderRemoved { tender, .. } => self.tenders.retain(|own| own.id != *tender),
            Entry::ReceiptCompleted { receipt, number, total, settlement, .. } => {
                self.ends(*receipt)?;
                self.completed += 1;
                if number.0 != self.completed {
                    return Err(format!(
                        "receipt number {} after {}",
                        number.0,
                        self.completed - 1
                    ));
                }
                let lines: Amount = self.lines.iter().map(Line::sum).sum();
                let taken: Amount = self.tenders.iter().map(|tender| tender.amount).sum();
                if taken - settlement.change != *total + settlement.rounding || *total != lines {
                    return Err(format!("receipt {} does not add up", receipt.0));
                }
            }
            Entry::ReceiptCancelled { receipt, .. } => {
                self.ends(*receipt)?;
                if !self.tenders.is_empty() {
                    return Err(format!("receipt {} is given up with money in it", receipt.0));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn ends(&self, receipt: ReceiptId) -> Result<(), String> {
        match self.open().next() {
            Some((open, _)) => Err(format!("receipt {} ends while {open} is open", receipt.0)),
            None => Ok(()),
        }
    }
}
