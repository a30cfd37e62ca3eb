//! Putting a receipt aside and taking it up again.
//!
//! What SEQR has paid a part of, and what any money was taken for, is not put aside (rule 15). A parked receipt has no
//! number on paper: it gets one when it is completed, as every other.

use super::super::entry::Entry;
use super::super::parking::{LONGEST_LABEL, MOST_PARKED, Parked, Parking};
use super::super::receipt::{Receipt, ReceiptId};
use super::super::time::Now;
use super::super::user::Permission;
use super::{Decision, Refused, Register};

/// Something to do with parked receipts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParkingCommand {
    /// Put the receipt aside.
    Park {
        /// Which receipt the cashier was looking at.
        receipt: ReceiptId,
        /// A name or number; if it is blank, the smallest number that no other has.
        label: String,
    },
    /// Take a receipt up again.
    Recall {
        /// Which one.
        receipt: ReceiptId,
    },
}

impl Register {
    /// The receipts that were put aside, the oldest first.
    pub fn parked(&self) -> impl Iterator<Item = &Parked> {
        self.parked.values()
    }

    pub(super) fn park_or_recall(&self, command: &ParkingCommand) -> Result<Decision, Refused> {
        match command {
            ParkingCommand::Park { receipt, label } => self.park(*receipt, label),
            ParkingCommand::Recall { receipt } => self.recall(*receipt),
        }
    }

    fn park(&self, receipt: ReceiptId, label: &str) -> Result<Decision, Refused> {
        let by = self.allowed(Permission::Sell)?;
        let known = self.seller_receipt(Some(receipt))?;
        self.lines_may_change()?;
        self.nothing_taken_back(receipt)?;
        if known.returns().is_some() {
            return Err(Refused::ReturnOpen);
        }
        if known.lines().is_empty() {
            return Err(Refused::NoReceipt);
        }
        if self.parked.len() >= MOST_PARKED {
            return Err(Refused::TooManyParked);
        }
        let label: String = label.trim().chars().take(LONGEST_LABEL).collect();
        let label = if label.is_empty() { self.free_number() } else { label };
        let total = known.total();
        Ok(Decision::of(vec![Entry::ReceiptParked(Parking { receipt, label, total, by })]))
    }

    fn free_number(&self) -> String {
        let mut numbers = (1_u32..).map(|number| number.to_string());
        let is_free = |number: &String| self.parked().all(|parked| parked.label != *number);
        numbers.find(is_free).unwrap_or_default()
    }

    fn recall(&self, receipt: ReceiptId) -> Result<Decision, Refused> {
        let _cashier = self.allowed(Permission::Sell)?;
        self.shift_open_if_needed()?;
        self.no_payment_open()?;
        if self.receipt.is_some() {
            return Err(Refused::ReceiptOpen);
        }
        if !self.parked.contains_key(&receipt) {
            return Err(Refused::NotOffered);
        }
        Ok(Decision::of(vec![Entry::ReceiptRecalled { receipt }]))
    }

    pub(super) fn apply_to_parking(&mut self, entry: &Entry, now: Now) {
        match entry {
            Entry::ReceiptParked(Parking { receipt, label, total, by }) => {
                let present = self.receipt.take_if(|known: &mut Receipt| known.id == *receipt);
                let parked = present.map(|receipt| Parked {
                    receipt,
                    label: label.clone(),
                    total: *total,
                    at: now.at,
                    by: *by,
                });
                self.parked.extend(parked.map(|parked| (*receipt, parked)));
            }
            Entry::ReceiptRecalled { receipt } => {
                self.last = None;
                self.receipt = self.parked.remove(receipt).map(|parked| parked.receipt);
            }
            _ => {}
        }
    }
}
