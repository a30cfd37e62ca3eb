//! The register as a whole: who is logged in, the receipt being rung up, the payments, and which
//! command is allowed when.
//!
//! [`Register::decide`], [`Register::payment_event`] and [`Register::refund_event`] only decide: they return the
//! entries to be committed and the effects to be carried out after that. [`Register::apply`] is the
//! one place where state changes, both when an entry has just been committed and when the journal is read at
//! start, so the two cannot disagree.

mod command;
mod decide;
mod lines;
mod parking;
mod people;
mod refusal;
mod reports;
mod returns;
mod settle;
mod shift;
mod tenders;
#[cfg(test)]
mod tests;
mod training;

use std::collections::{BTreeMap, HashSet};

use super::administration::Stage;
use super::entry::{Entry, JobId, RefundDropped};
use super::lock::PinLock;
use super::money::Amount;
use super::parking::Parked;
use super::payment::{self, Attempt, AttemptId, Circumstance, Found, Unsettled};
use super::receipt::{Receipt, ReceiptId, ReceiptNumber, Settlement};
use super::refund::{self, Refund, RefundId};
use super::settings::Terminal;
use super::shift::Shift;
use super::time::Now;
use super::user::{Person, UserNumber};

pub use command::{Chosen, Command};
pub use lines::LineCommand;
pub use parking::ParkingCommand;
pub use refusal::Refused;
pub use returns::returned_lines;
pub use settle::LONGEST_REASON;
pub use shift::ShiftCommand;
pub use tenders::{Recorded, is_far_above};

/// Something to be done once the entries are on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Carry a payment on.
    Payment(payment::Effect),
    /// Carry a refund on.
    Refund(refund::Effect),
    /// Hand a job to the printer.
    Print(JobId),
    /// Open the drawer.
    OpenDrawer,
}

/// What a command comes to: entries first, in one transaction; then effects, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// What must be in the journal before anything else happens.
    pub entries: Vec<Entry>,
    /// What happens then.
    pub effects: Vec<Effect>,
    /// The payment machine as it is once the entries are committed.
    pub attempt: Option<Box<Attempt>>,
    /// The refund machine as it is once the entries are committed.
    pub refund: Option<Box<Refund>>,
}

/// Whether SEQR can be used at this moment, as far as anyone can tell before trying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reachability {
    /// It answered lately.
    Reachable,
    /// It did not answer the last time.
    Unreachable,
    /// Nobody has tried yet.
    #[default]
    NotTried,
}

/// The last receipt that was completed: its change stays on the screen until the next sale begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastReceipt {
    /// Which one.
    pub id: ReceiptId,
    /// Its number.
    pub number: ReceiptNumber,
    /// Sum of its lines.
    pub total: Amount,
    /// Change and rounding.
    pub settlement: Settlement,
}

/// A refund that was promised and has not been made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwedRefund {
    /// The payment that shall be given back.
    pub payment: AttemptId,
    /// Who promised it.
    pub by: UserNumber,
}

/// The register's state.
#[derive(Debug, Clone, Default)]
pub struct Register {
    user: Option<Person>,
    /// Whether the screen is locked: the user stays logged in, but nobody can do anything.
    locked: bool,
    pins: PinLock,
    receipt: Option<Receipt>,
    parked: BTreeMap<ReceiptId, Parked>,
    shift: Option<Shift>,
    last_shift: u64,
    rules: shift::Rules,
    /// Attempts that are open, or paid and not yet confirmed, or that somebody has to look into, or that belong to the
    /// receipt being rung up or to parked ones.
    attempts: BTreeMap<AttemptId, Attempt>,
    /// Refunds that are open, or done and not yet confirmed, or belong to the return being made.
    refunds: BTreeMap<RefundId, Refund>,
    /// Refunds that were promised.
    owed: BTreeMap<AttemptId, OwedRefund>,
    /// SEQR's numbers of the payments that are booked: none is booked twice (rule 6).
    booked: HashSet<String>,
    last: Option<LastReceipt>,
    terminal: Option<Terminal>,
    reachability: Reachability,
    stage: Stage,
    /// Whether SEQR is being asked about the registration at this moment.
    terminal_asked: bool,
    last_receipt_id: u64,
    last_receipt_number: u64,
    last_job: u64,
}

impl Register {
    /// The receipt being rung up.
    pub fn receipt(&self) -> Option<&Receipt> {
        self.receipt.as_ref()
    }

    /// Whether a receipt was ever completed here.
    pub fn has_sold(&self) -> bool {
        self.last_receipt_number > 0
    }

    /// The last completed receipt, until the next one is begun.
    pub fn last(&self) -> Option<&LastReceipt> {
        self.last.as_ref()
    }

    /// The terminal as SEQR knows it.
    pub fn terminal(&self) -> Option<&Terminal> {
        self.terminal.as_ref()
    }

    /// The terminal, where something can be asked in its name.
    fn usable_terminal(&self) -> Result<&Terminal, Refused> {
        if self.terminal_asked {
            return Err(Refused::RegistrationUnderWay);
        }
        self.terminal.as_ref().ok_or(Refused::SeqrNotRegistered)
    }

    /// All payments that something can still happen to, and those of the present receipt.
    pub fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        self.attempts.values()
    }

    /// One payment.
    pub fn attempt(&self, id: AttemptId) -> Option<&Attempt> {
        self.attempts.get(&id)
    }

    /// The payment that the receipt has to wait for.
    pub fn open_attempt(&self) -> Option<&Attempt> {
        self.attempts.values().find(|attempt| attempt.is_open())
    }

    /// The present receipt's last payment.
    pub fn current_attempt(&self) -> Option<&Attempt> {
        let receipt = self.receipt.as_ref()?.id;
        self.attempts.values().rev().find(|attempt| attempt.id().receipt == receipt)
    }

    /// The present receipt's payment that a person has to see: the open one; else one that SEQR has no money for, which
    /// holds everything else; else the last.
    pub fn shown_attempt(&self) -> Option<&Attempt> {
        let receipt = self.receipt.as_ref()?.id;
        let last = self.current_attempt();
        match last {
            Some(attempt) if attempt.is_open() => last,
            _ => self.taken_back(receipt).or(last),
        }
    }

    /// Under which circumstance a fully paid receipt waits for the cashier's word.
    pub fn awaiting_decision(&self) -> Option<Circumstance> {
        let receipt = self.receipt.as_ref()?;
        if receipt.due().is_positive() {
            return None;
        }
        // What SEQR took back, and a manager took off, is no reason to wait.
        let is_here = |known: &&Attempt| {
            receipt.tenders().iter().any(|tender| tender.attempt() == Some(known.id()))
        };
        let here = self.attempts.values().rev().filter(is_here);
        here.filter_map(Attempt::payment).map(|payment| payment.circumstance).next()
    }

    /// The in-doubt list (rule 14), oldest first.
    pub fn unsettled(&self, now: Now) -> Vec<Unsettled> {
        let payments = self.attempts.values().filter_map(|attempt| attempt.unsettled(now));
        let refunds = self.refunds.values().filter_map(|refund| refund.unsettled(now));
        let mut list: Vec<Unsettled> = payments.chain(refunds).collect();
        list.sort_by_key(|unsettled| unsettled.since);
        list
    }

    /// The id that the next attempt on the present receipt gets.
    pub fn next_attempt(&self) -> Option<AttemptId> {
        let receipt = self.receipt.as_ref()?.id;
        let last = self.current_attempt().map_or(0, |attempt| attempt.id().number);
        Some(AttemptId { receipt, number: last + 1 })
    }

    /// All refunds that something can still happen to, and those of the present return.
    pub fn refunds(&self) -> impl Iterator<Item = &Refund> {
        self.refunds.values()
    }

    /// One refund.
    pub fn refund(&self, id: RefundId) -> Option<&Refund> {
        self.refunds.get(&id)
    }

    /// The refund that the return has to wait for.
    pub fn open_refund(&self) -> Option<&Refund> {
        self.refunds.values().find(|refund| refund.is_open())
    }

    /// The present return's last refund.
    pub fn current_refund(&self) -> Option<&Refund> {
        let receipt = self.receipt.as_ref()?.id;
        self.refunds.values().rev().find(|refund| refund.id().receipt == receipt)
    }

    /// The id that the next refund on the present return gets.
    pub fn next_refund(&self) -> Option<RefundId> {
        let receipt = self.receipt.as_ref().filter(|receipt| receipt.returns().is_some())?.id;
        let last = self.current_refund().map_or(0, |refund| refund.id().number);
        Some(RefundId { receipt, number: last + 1 })
    }

    /// Refunds that were promised and have not been made.
    pub fn owed_refunds(&self) -> impl Iterator<Item = &OwedRefund> {
        self.owed.values()
    }

    /// Whether SEQR can be used, as far as known.
    pub fn reachability(&self) -> Reachability {
        self.reachability
    }

    /// Takes note of whether SEQR answers.
    pub fn set_reachability(&mut self, reachability: Reachability) {
        self.reachability = reachability;
    }

    /// Takes note of whether SEQR is being asked about the registration: no payment begins under a terminal that may be
    /// gone a moment later.
    pub fn set_terminal_asked(&mut self, asked: bool) {
        self.terminal_asked = asked;
    }

    /// Whether SEQR is being asked about the registration at this moment.
    pub fn is_terminal_asked(&self) -> bool {
        self.terminal_asked
    }

    /// Continues numbering where the journal stopped.
    pub fn continue_from(&mut self, receipt_id: u64, receipt_number: u64, job: u64) {
        self.last_receipt_id = receipt_id;
        self.last_receipt_number = receipt_number;
        self.last_job = job;
    }

    /// A payment that was booked before the entries that this register is rebuilt from, so that it is not booked again.
    pub fn remember_booked(&mut self, ers_reference: String) {
        let _new = self.booked.insert(ers_reference);
    }

    /// Lets a committed entry take effect. The machine of a payment that this program drives
    /// comes with the [`Decision`] and is [adopted](Register::adopt) after its entries; entries alone restore
    /// it after a restart, then with the wall clock of the entry and the steady clock of this moment.
    pub fn apply(&mut self, entry: &Entry, now: Now) {
        self.apply_to_shift(entry, now);
        self.apply_to_parking(entry, now);
        match entry {
            Entry::ReceiptOpened { receipt, returns, .. } => {
                self.last_receipt_id = self.last_receipt_id.max(receipt.0);
                self.last = None;
                self.end_receipt();
                self.receipt = Some(match returns {
                    Some(of) => Receipt::returning(*receipt, now.at, *of),
                    None => Receipt::new(*receipt, now.at),
                });
            }
            Entry::ReceiptCompleted { receipt, number, total, settlement, .. } => {
                self.returned(*receipt);
                self.last_receipt_number = self.last_receipt_number.max(number.0);
                self.last = Some(LastReceipt {
                    id: *receipt,
                    number: *number,
                    total: *total,
                    settlement: *settlement,
                });
                self.end_receipt();
            }
            Entry::ReceiptCancelled { .. } => self.end_receipt(),
            Entry::PaymentCreated { order } => {
                let attempt = Attempt::restored(order.clone(), now);
                let _earlier = self.attempts.insert(order.attempt, attempt);
            }
            Entry::RefundCreated { order } => {
                let refund = Refund::restored(order.clone(), now);
                let _earlier = self.refunds.insert(order.refund, refund);
            }
            Entry::RefundOwed { payment, by } => {
                let owed = OwedRefund { payment: *payment, by: *by };
                let _earlier = self.owed.insert(*payment, owed);
            }
            Entry::RefundDropped(RefundDropped { payment, .. }) => {
                let _owed = self.owed.remove(payment);
            }
            Entry::TerminalRegistered { terminal } => self.terminal = Some(terminal.clone()),
            Entry::SeqrIdAssigned { terminal, seqr_id } => {
                if let Some(known) = self.terminal.as_mut().filter(|known| known.id == *terminal) {
                    known.seqr_id = Some(seqr_id.clone());
                }
            }
            Entry::TerminalUnregistered { .. } => self.terminal = None,
            Entry::PrintQueued { job, .. } => self.last_job = self.last_job.max(job.0),
            _ => {
                self.apply_to_people(entry, now);
                self.apply_to_receipt_and_payment(entry, now);
            }
        }
    }

    fn apply_to_receipt_and_payment(&mut self, entry: &Entry, now: Now) {
        self.apply_to_refund(entry, now);
        if let Some(attempt) = entry.attempt().and_then(|id| self.attempts.get_mut(&id)) {
            attempt.apply(entry, now);
            let id = attempt.id();
            self.forget_if_done(id);
        }
        if let Entry::PaymentPaid { payment, .. }
        | Entry::PaymentVerified { payment, .. }
        | Entry::PaymentRefuted { found: Found::Paid { payment }, .. } = entry
        {
            self.remember_booked(payment.ers_reference.clone());
        }
        let Some(receipt) = self.receipt.as_mut() else { return };
        if entry.receipt() != Some(receipt.id) {
            return;
        }
        lines::apply(receipt, entry);
    }

    fn end_receipt(&mut self) {
        self.receipt = None;
        let parked = &self.parked;
        self.attempts.retain(|id, known| !known.is_done() || parked.contains_key(&id.receipt));
        self.refunds.retain(|_, refund| !refund.is_final());
    }

    /// Takes over a payment machine whose entries are committed.
    pub fn adopt(&mut self, attempt: Attempt) {
        let id = attempt.id();
        let _before = self.attempts.insert(id, attempt);
        self.forget_if_done(id);
    }

    /// A payment is done with once nobody has to look into it and its receipt is neither rung up nor parked.
    fn forget_if_done(&mut self, id: AttemptId) {
        let present = self.receipt.as_ref().is_some_and(|receipt| receipt.id == id.receipt)
            || self.parked.contains_key(&id.receipt);
        if !present && self.attempts.get(&id).is_some_and(Attempt::is_done) {
            let _done = self.attempts.remove(&id);
        }
    }
}
