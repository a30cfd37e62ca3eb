//! What the customer does with the phone.

use std::sync::Arc;
use std::time::Duration;

use rust_decimal::Decimal;

use super::payment::{CanceledBy, Standing, Viewed};
use super::{Bank, CommittedPayment, Ledger, Paid, PaymentIndex, PaymentState};
use crate::seqr::message::{InvoiceStatus, PaymentMode};

/// What the customer, or the customer's bank, does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomerAction {
    /// Scans the code and looks at the invoice.
    View,
    /// Confirms, and the bank takes its time: until it answers, the invoice can be neither
    /// cancelled nor changed. [`CustomerAction::Confirm`] or [`CustomerAction::BankRefuses`]
    /// ends it.
    BeginConfirming,
    /// Confirms, and the bank agrees at once.
    Confirm,
    /// The same for another amount than was asked for, in major units. No real phone offers
    /// this; it is there to see that a register compares.
    ConfirmAmount(Decimal),
    /// Declines.
    Decline,
    /// Confirms, and the bank refuses.
    BankRefuses,
}

/// Why the phone cannot do that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CustomerRefusal {
    /// There is no invoice that could be paid.
    #[error("no invoice is waiting")]
    NothingOpen,
    /// There is no invoice with this reference.
    #[error("there is no such invoice")]
    UnknownInvoice,
    /// The invoice has ended.
    #[error("the invoice is no longer open: it is {}", .0.as_str())]
    NotOpen(InvoiceStatus),
    /// The customer has confirmed already; only the bank can end it now.
    #[error("the bank is already working on it")]
    AlreadyConfirming,
}

impl Ledger {
    /// The customer does something with an invoice.
    ///
    /// # Errors
    /// If there is no such invoice, or it is past that.
    pub fn customer(
        &mut self,
        invoice_reference: &str,
        action: CustomerAction,
        now: Duration,
    ) -> Result<(), CustomerRefusal> {
        self.tick(now);
        let index = *self
            .payment_by_invoice
            .get(invoice_reference)
            .ok_or(CustomerRefusal::UnknownInvoice)?;
        self.act(index, action)
    }

    /// The customer does something with the newest open invoice; gives its reference.
    ///
    /// # Errors
    /// If nothing is open, or it is past that.
    pub fn customer_newest(
        &mut self,
        action: CustomerAction,
        now: Duration,
    ) -> Result<String, CustomerRefusal> {
        self.tick(now);
        let index = *self.open.last().ok_or(CustomerRefusal::NothingOpen)?;
        self.act(index, action)?;
        Ok(self.at(index).invoice_reference.to_string())
    }

    fn act(&mut self, index: PaymentIndex, action: CustomerAction) -> Result<(), CustomerRefusal> {
        let payment = self.at_mut(index);
        let confirming = match payment.state {
            PaymentState::Issued => false,
            PaymentState::Confirming => true,
            _ => {
                let shown = self.at(index).state.shown(&self.settings.readings);
                return Err(CustomerRefusal::NotOpen(shown));
            }
        };
        payment.viewed = Viewed::Yes;
        let demanded = payment.demanded.value;
        match action {
            CustomerAction::View => {}
            CustomerAction::BeginConfirming | CustomerAction::Decline if confirming => {
                return Err(CustomerRefusal::AlreadyConfirming);
            }
            CustomerAction::BeginConfirming => self.change(index, PaymentState::Confirming, None),
            CustomerAction::Decline => {
                self.change(index, PaymentState::Canceled(CanceledBy::Customer), None);
            }
            CustomerAction::BankRefuses => self.change(index, PaymentState::Failed, None),
            CustomerAction::Confirm => self.confirm(index, demanded),
            CustomerAction::ConfirmAmount(amount) => self.confirm(index, amount),
        }
        Ok(())
    }

    /// The bank agrees: the amount is taken or held, as the invoice asks.
    fn confirm(&mut self, index: PaymentIndex, amount: Decimal) {
        let mode = self.at(index).invoice.payment_mode.unwrap_or(PaymentMode::ImmediateDebit);
        match (mode, self.settings.readings.bank) {
            (PaymentMode::ImmediateDebit, _)
            | (PaymentMode::ReservationDesired, Bank::CannotReserve) => {
                let deadline = self.clock.now + self.settings.timing.reversal_after;
                self.pay(index, amount, Standing::Unconfirmed, Some(deadline));
            }
            (_, Bank::CannotReserve) => self.change(index, PaymentState::Failed, None),
            (_, Bank::Reserves) => {
                let held = self
                    .at(index)
                    .invoice
                    .commit_reservation_timeout
                    .and_then(|seconds| u64::try_from(seconds).ok())
                    .map_or(self.settings.timing.reservation_held_for, Duration::from_secs);
                let deadline = self.clock.now.checked_add(held);
                self.change(index, PaymentState::Reserved(amount), deadline);
            }
        }
    }

    /// Takes a reserved amount, wholly or in part.
    pub(super) fn take_reserved(&mut self, index: PaymentIndex, amount: Decimal) {
        match self.settings.readings.committed_payment {
            CommittedPayment::Stands => self.pay(index, amount, Standing::Final, None),
            CommittedPayment::MustBePolled => {
                let deadline = self.clock.now + self.settings.timing.reversal_after;
                self.pay(index, amount, Standing::Unconfirmed, Some(deadline));
            }
        }
    }

    fn pay(
        &mut self,
        index: PaymentIndex,
        amount: Decimal,
        standing: Standing,
        deadline: Option<Duration>,
    ) {
        let at = self.clock.wall;
        let ers_reference: Arc<str> = self.references.transaction(at).into();
        let _new = self.payment_by_ers.insert(Arc::clone(&ers_reference), index);
        self.books.sale(self.at(index).terminal, index);
        self.change(
            index,
            PaymentState::Paid(Paid { ers_reference, amount, at, standing }),
            deadline,
        );
    }
}
