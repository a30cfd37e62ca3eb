//! After the payment: receipts for the customer's phone, and money back.

use std::sync::Arc;

use super::payment::Refund;
use super::{Ledger, PaymentIndex, RefundPolicy, RefundReference, invoice_check, plain, success};
use crate::seqr::message::{Context, Invoice, Operation, PlainAnswer, Response};
use crate::seqr::result_code::ResultCode;

impl Ledger {
    pub(super) fn submit_receipt(
        &mut self,
        context: Option<&Context>,
        ers_reference: &str,
    ) -> Result<Response, ResultCode> {
        let index =
            self.paid_in_this_shop(context, ers_reference, Operation::SubmitPaymentReceipt)?;
        let payment = self.at_mut(index);
        let refund =
            payment.refunds.iter_mut().find(|refund| &*refund.ers_reference == ers_reference);
        match refund {
            Some(refund) => refund.receipts += 1,
            None => payment.receipts += 1,
        }
        self.make_final(index);
        Ok(plain(Response::SubmitPaymentReceipt))
    }

    pub(super) fn refund(
        &mut self,
        context: Option<&Context>,
        ers_reference: &str,
        invoice: &Invoice,
    ) -> Result<Response, ResultCode> {
        let terminal = self.terminal_asking(context, Operation::RefundPayment)?;
        let index = self.paid_in_this_shop(context, ers_reference, Operation::RefundPayment)?;
        let payment = self.at(index);
        if payment.refunds.iter().any(|refund| &*refund.ers_reference == ers_reference) {
            // A refund cannot be refunded.
            return Err(ResultCode::INVALID_ERS_REFERENCE);
        }
        match self.settings.readings.refunds {
            RefundPolicy::Allowed => {}
            RefundPolicy::NotByReseller => {
                return Err(ResultCode::RESELLER_NOT_ALLOWED_TO_DO_REFUND);
            }
            RefundPolicy::NotToAccount => {
                return Err(ResultCode::RECEIVER_ACCOUNT_DOES_NOT_ALLOW_REFUNDS);
            }
        }
        let amount = invoice_check::refund(invoice, &self.settings)?.value;
        if amount > payment.kept() {
            return Err(ResultCode::SUM_OF_REFUNDS_CAN_NOT_BE_MORE_THAN_ORIGINAL_TRANSACTION);
        }

        let at = self.clock.wall;
        let own: Arc<str> = self.references.transaction(at).into();
        let _new = self.payment_by_ers.insert(Arc::clone(&own), index);
        let payment = self.at_mut(index);
        payment.refunds.push(Refund {
            ers_reference: Arc::clone(&own),
            amount,
            at,
            cashier_id: invoice.cashier_id.clone(),
            terminal,
            receipts: 0,
        });
        let number = payment.refunds.len() - 1;
        self.books.refund(terminal, index, number);
        self.make_final(index);

        let mut head = success();
        head.ers_reference = Some(match self.settings.readings.refund_reference {
            RefundReference::OfTheRefund => own.to_string(),
            RefundReference::OfThePayment => ers_reference.to_owned(),
        });
        Ok(Response::RefundPayment(PlainAnswer { head }))
    }

    /// The payment that a reference leads to, if it stands and was made in the shop that asks.
    /// Any register of the shop may ask: goods are returned where there is no queue.
    fn paid_in_this_shop(
        &self,
        context: Option<&Context>,
        ers_reference: &str,
        operation: Operation,
    ) -> Result<PaymentIndex, ResultCode> {
        let terminal = self.terminal_asking(context, operation)?;
        let shop = self.terminal(terminal).reseller;
        self.payment_by_ers
            .get(ers_reference)
            .copied()
            .filter(|&index| {
                let payment = self.at(index);
                payment.paid().is_some() && self.terminal(payment.terminal).reseller == shop
            })
            .ok_or(ResultCode::INVALID_ERS_REFERENCE)
    }
}
