//! One invoice and what became of it.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::access::TerminalIndex;
use super::settings::Readings;
use crate::seqr::message::{Invoice, InvoiceStatus, Money};

/// An invoice, from sendInvoice to its end.
#[derive(Debug)]
pub struct Payment {
    pub(super) terminal: TerminalIndex,
    pub(super) terminal_id: Arc<str>,
    pub(super) invoice_reference: Arc<str>,
    pub(super) invoice: Invoice,
    /// The invoice's total. Kept apart because it has been checked.
    pub(super) demanded: Money,
    pub(super) state: PaymentState,
    pub(super) version: i32,
    pub(super) polls: u32,
    pub(super) viewed: Viewed,
    /// When something happens to it unless somebody acts.
    pub(super) deadline: Option<Duration>,
    pub(super) refunds: Vec<Refund>,
    pub(super) receipts: u32,
}

/// How far a payment has come.
#[derive(Debug, Clone, PartialEq)]
pub enum PaymentState {
    /// Waiting for the customer.
    Issued,
    /// The customer has confirmed, the bank is working. Shown as ISSUED.
    Confirming,
    /// This much is held.
    Reserved(Decimal),
    /// Paid.
    Paid(Paid),
    /// Ended before anything was paid.
    Canceled(CanceledBy),
    /// Paid, and given back because nobody polled.
    Reversed(Paid),
    /// The bank refused.
    Failed,
    /// Nobody paid in time.
    Expired,
    /// Reserved, but not committed in time.
    Lapsed,
}

/// Money that moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Paid {
    /// SEQR's reference of the payment.
    pub ers_reference: Arc<str>,
    /// How much, in major units.
    pub amount: Decimal,
    /// When.
    pub at: Timestamp,
    /// Whether it is final.
    pub standing: Standing,
}

/// Whether a payment is final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is given back unless the register polls.
    Unconfirmed,
    /// It is final.
    Final,
}

/// Who ended an unpaid invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CanceledBy {
    /// The register, with cancelInvoice.
    Register,
    /// The customer, on the phone.
    Customer,
    /// The terminal's next sendInvoice.
    Replacement,
    /// The end of the terminal.
    Unregistration,
}

/// Whether the customer has looked at the invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewed {
    /// Not yet.
    No,
    /// Yes.
    Yes,
}

/// Money given back at the register's wish.
#[derive(Debug, Clone, PartialEq)]
pub struct Refund {
    /// SEQR's reference of the refund.
    pub ers_reference: Arc<str>,
    /// How much, in major units, above zero.
    pub amount: Decimal,
    /// When.
    pub at: Timestamp,
    /// Who gave it back, if the register said so.
    pub cashier_id: Option<String>,
    /// The terminal that asked for it.
    pub(super) terminal: TerminalIndex,
    /// How often a receipt was submitted for it.
    pub receipts: u32,
}

impl Payment {
    /// SEQR's number of the invoice.
    pub fn invoice_reference(&self) -> &str {
        &self.invoice_reference
    }

    /// The terminal that sent the invoice.
    pub fn terminal_id(&self) -> &str {
        &self.terminal_id
    }

    /// The invoice as it was last sent or updated.
    pub fn invoice(&self) -> &Invoice {
        &self.invoice
    }

    /// What is to be paid.
    pub fn demanded(&self) -> &Money {
        &self.demanded
    }

    /// How far it has come.
    pub fn state(&self) -> &PaymentState {
        &self.state
    }

    /// What getPaymentStatus gives as version.
    pub fn version(&self) -> i32 {
        self.version
    }

    /// How often the register has asked.
    pub fn polls(&self) -> u32 {
        self.polls
    }

    /// Whether the customer has looked at it.
    pub fn viewed(&self) -> Viewed {
        self.viewed
    }

    /// The payment, if it was made and not given back.
    pub fn paid(&self) -> Option<&Paid> {
        match &self.state {
            PaymentState::Paid(paid) => Some(paid),
            _ => None,
        }
    }

    /// Every refund, in order.
    pub fn refunds(&self) -> &[Refund] {
        &self.refunds
    }

    /// How much was given back at the register's wish.
    pub fn refunded(&self) -> Decimal {
        self.refunds.iter().map(|refund| refund.amount).sum()
    }

    /// What the shop keeps of it: paid less refunded, zero for anything unpaid or reversed.
    pub fn kept(&self) -> Decimal {
        self.paid().map_or(Decimal::ZERO, |paid| paid.amount - self.refunded())
    }

    /// How often a receipt was submitted for the payment.
    pub fn receipts(&self) -> u32 {
        self.receipts
    }

    /// Whether the customer can still pay or decline.
    pub fn is_open(&self) -> bool {
        matches!(self.state, PaymentState::Issued | PaymentState::Confirming)
    }
}

impl PaymentState {
    /// The status on the wire.
    pub fn shown(&self, readings: &Readings) -> InvoiceStatus {
        match self {
            PaymentState::Issued | PaymentState::Confirming => InvoiceStatus::Issued,
            PaymentState::Reserved(_) => InvoiceStatus::Reserved,
            PaymentState::Paid(_) => InvoiceStatus::Paid,
            PaymentState::Canceled(_) => InvoiceStatus::Canceled,
            PaymentState::Reversed(_) => readings.reversed_shown_as.into(),
            PaymentState::Failed => InvoiceStatus::Failed,
            PaymentState::Expired => InvoiceStatus::Expired,
            PaymentState::Lapsed => readings.lapsed_shown_as.into(),
        }
    }
}
