//! Invoices: sent, changed, asked about, cancelled, and reservations taken.

use std::sync::Arc;

use jiff::tz::Offset;

use super::payment::{CanceledBy, Paid, Standing, Viewed};
use super::{
    Ledger, Payment, PaymentIndex, PaymentStands, PaymentState, invoice_check, plain, success,
};
use crate::seqr::message::{
    Context, Invoice, Money, Operation, PaymentStatusAnswer, Receipt, Response, SendInvoiceAnswer,
    WireTime,
};
use crate::seqr::result_code::ResultCode;

/// The phone that all simulated customers have; the number is one that no subscriber gets.
const PAYER: &str = "46701740605";

impl Ledger {
    pub(super) fn send_invoice(
        &mut self,
        context: Option<&Context>,
        invoice: &Invoice,
    ) -> Result<Response, ResultCode> {
        let terminal = self.terminal_asking(context, Operation::SendInvoice)?;
        let demanded = invoice_check::demand(invoice, &self.settings)?;
        self.end_invoice_of(terminal, CanceledBy::Replacement);

        let index = PaymentIndex(self.payments.len());
        let reference: Arc<str> = self.references.invoice(self.clock.wall).into();
        let _new = self.payment_by_invoice.insert(Arc::clone(&reference), index);
        let sender = self.terminal_mut(terminal);
        sender.last_invoice = Some(index);
        let terminal_id = Arc::clone(&sender.id);
        self.payments.push(Payment {
            terminal,
            terminal_id,
            invoice_reference: Arc::clone(&reference),
            invoice: invoice.clone(),
            demanded,
            state: PaymentState::Issued,
            version: 1,
            polls: 0,
            viewed: Viewed::No,
            deadline: None,
            refunds: Vec::new(),
            receipts: 0,
        });
        let deadline = self
            .settings
            .timing
            .invoice_expires_after
            .and_then(|lifetime| self.clock.now.checked_add(lifetime));
        self.change(index, PaymentState::Issued, deadline);
        Ok(Response::SendInvoice(SendInvoiceAnswer {
            head: success(),
            invoice_qr_code: Some(format!("HTTP://SEQR.SE/R{reference}")),
            invoice_reference: Some(reference.to_string()),
        }))
    }

    pub(super) fn update_invoice(
        &mut self,
        context: Option<&Context>,
        invoice_reference: &str,
        invoice: &Invoice,
    ) -> Result<Response, ResultCode> {
        let index = self.own_invoice(context, invoice_reference, Operation::UpdateInvoice)?;
        let reserved = match &self.at(index).state {
            PaymentState::Issued => None,
            PaymentState::Reserved(reserved) => Some(*reserved),
            PaymentState::Confirming => return Err(ResultCode::PAYMENT_IN_PROGRESS),
            PaymentState::Paid(_) => return Err(ResultCode::SYSTEM_ERROR),
            ended => return Err(self.why_ended(ended)),
        };
        let demanded = invoice_check::demand(invoice, &self.settings)?;
        if reserved.is_some_and(|reserved| demanded.value > reserved) {
            return Err(ResultCode::REJECTED_AMOUNT);
        }
        let payment = self.at_mut(index);
        payment.invoice = invoice.clone();
        payment.demanded = demanded;
        Ok(plain(Response::UpdateInvoice))
    }

    pub(super) fn payment_status(
        &mut self,
        context: Option<&Context>,
        invoice_reference: &str,
        acknowledged: i32,
    ) -> Result<Response, ResultCode> {
        let index = self.own_invoice(context, invoice_reference, Operation::GetPaymentStatus)?;
        self.at_mut(index).polls += 1;
        self.poll_counts(index, acknowledged);
        let payment = self.at(index);
        let mut head = success();
        let mut receipt = None;
        if let PaymentState::Paid(paid) = &payment.state {
            head.ers_reference = Some(paid.ers_reference.to_string());
            receipt = Some(Box::new(self.receipt(payment, paid)));
        }
        Ok(Response::GetPaymentStatus(PaymentStatusAnswer {
            head,
            status: Some(payment.state.shown(&self.settings.readings)),
            receipt,
            customer_tokens: Vec::new(),
            version: Some(payment.version),
        }))
    }

    pub(super) fn cancel_invoice(
        &mut self,
        context: Option<&Context>,
        invoice_reference: &str,
    ) -> Result<Response, ResultCode> {
        let index = self.own_invoice(context, invoice_reference, Operation::CancelInvoice)?;
        match &self.at(index).state {
            PaymentState::Issued | PaymentState::Reserved(_) => {
                self.change(index, PaymentState::Canceled(CanceledBy::Register), None);
                Ok(plain(Response::CancelInvoice))
            }
            PaymentState::Confirming => Err(ResultCode::CANNOT_CANCEL_INVOICE_IN_PROGRESS),
            PaymentState::Paid(_) => Err(ResultCode::CANNOT_CANCEL_PAID_INVOICE),
            ended => Err(self.why_ended(ended)),
        }
    }

    pub(super) fn commit_reservation(
        &mut self,
        context: Option<&Context>,
        amount: Option<&Money>,
        invoice_reference: &str,
    ) -> Result<Response, ResultCode> {
        let index = self.own_invoice(context, invoice_reference, Operation::CommitReservation)?;
        let payment = self.at(index);
        let PaymentState::Reserved(reserved) = payment.state else {
            return Err(ResultCode::INVOICE_STATE_NOT_RESERVED);
        };
        let taken = match amount {
            Some(amount) => invoice_check::amount(amount, &self.settings)?,
            None => payment.demanded.value,
        };
        if taken > reserved {
            return Err(ResultCode::REJECTED_AMOUNT);
        }
        self.take_reserved(index, taken);
        Ok(plain(Response::CommitReservation))
    }

    /// The invoice, if the terminal that asks has sent it.
    fn own_invoice(
        &self,
        context: Option<&Context>,
        invoice_reference: &str,
        operation: Operation,
    ) -> Result<PaymentIndex, ResultCode> {
        let terminal = self.terminal_asking(context, operation)?;
        self.payment_by_invoice
            .get(invoice_reference)
            .copied()
            .filter(|&index| self.at(index).terminal == terminal)
            .ok_or(ResultCode::INVALID_INVOICE_REFERENCE)
    }

    /// A poll keeps a payment from being given back, and may make it final.
    fn poll_counts(&mut self, index: PaymentIndex, acknowledged: i32) {
        let payment = self.at(index);
        match payment.paid() {
            Some(paid) if paid.standing == Standing::Unconfirmed => {}
            _ => return,
        }
        let becomes_final = match self.settings.readings.payment_stands {
            PaymentStands::OncePaidIsAnswered => true,
            PaymentStands::OnceAcknowledged => acknowledged >= payment.version,
            PaymentStands::OnceReceiptSubmitted => false,
        };
        if becomes_final {
            self.make_final(index);
        } else {
            let deadline = self.clock.now + self.settings.timing.reversal_after;
            self.schedule(index, Some(deadline));
        }
    }

    /// What was paid, as the register and the phone are told.
    fn receipt(&self, payment: &Payment, paid: &Paid) -> Receipt {
        let mut invoice = payment.invoice.clone();
        invoice.total_amount = Some(Money::new(payment.demanded.currency.clone(), paid.amount));
        let paid_at = WireTime::new(Offset::UTC.to_datetime(paid.at), Some(Offset::UTC));
        let reseller = self.terminal(payment.terminal).reseller;
        Receipt {
            terminal_id: Some(payment.terminal_id.to_string()),
            // A date outside the calendar of xs:dateTime is left out, as any field may be.
            payment_date: paid_at.ok(),
            client_invoice_id: payment.invoice.client_invoice_id.clone(),
            invoice_reference: Some(payment.invoice_reference.to_string()),
            payment_reference: Some(paid.ers_reference.to_string()),
            payer_terminal_id: Some(PAYER.to_owned()),
            receiver_name: self.settings.resellers.get(reseller.0).map(|shop| shop.name.clone()),
            invoice: Some(invoice),
        }
    }

    /// The code for an invoice that ended without money.
    fn why_ended(&self, state: &PaymentState) -> ResultCode {
        match state {
            PaymentState::Expired | PaymentState::Lapsed => ResultCode::PAYMENT_EXPIRED,
            _ => self.settings.readings.already_canceled,
        }
    }
}
