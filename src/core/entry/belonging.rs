//! Which receipt, payment or refund an entry belongs to.

use super::super::payment::AttemptId;
use super::super::receipt::ReceiptId;
use super::super::refund::RefundId;
use super::{
    DrawerReason, Entry, Paper, PaymentNoted, PaymentReceiptRefused, PaymentSettled, RefundDropped,
    RefundReceiptRefused, RefundSendLost, RefundSendRefused, RefundSettled,
};

impl Entry {
    /// The receipt that the entry belongs to, if it belongs to one.
    pub fn receipt(&self) -> Option<ReceiptId> {
        match self {
            Entry::ReceiptOpened { receipt, .. }
            | Entry::ReturnBegun { receipt, .. }
            | Entry::LineAdded { receipt, .. }
            | Entry::LineQuantityChanged { receipt, .. }
            | Entry::LineRemoved { receipt, .. }
            | Entry::LineRestored { receipt, .. }
            | Entry::AgeChecked { receipt, .. }
            | Entry::ReceiptRecalled { receipt }
            | Entry::TenderAdded { receipt, .. }
            | Entry::TenderRemoved { receipt, .. }
            | Entry::ReceiptCompleted { receipt, .. }
            | Entry::ReceiptCancelled { receipt, .. }
            | Entry::PrintQueued { paper: Paper::Receipt { receipt }, .. }
            | Entry::DrawerOpened { reason: DrawerReason::Sale { receipt }, .. } => Some(*receipt),
            Entry::LinePriced(priced) => Some(priced.receipt),
            Entry::LineDiscounted(discounted) => Some(discounted.receipt),
            Entry::ReceiptDiscounted(discounted) => Some(discounted.receipt),
            Entry::ReceiptParked(parked) => Some(parked.receipt),
            Entry::RefundOwed { payment, .. }
            | Entry::RefundDropped(RefundDropped { payment, .. }) => Some(payment.receipt),
            _ => self
                .attempt()
                .map(|attempt| attempt.receipt)
                .or_else(|| self.refund().map(|refund| refund.receipt)),
        }
    }

    /// The refund that the entry belongs to, if it belongs to one.
    pub fn refund(&self) -> Option<RefundId> {
        match self {
            Entry::RefundCreated { order } => Some(order.refund),
            Entry::RefundSending { refund, .. }
            | Entry::RefundSendLost(RefundSendLost { refund, .. })
            | Entry::RefundSendRefused(RefundSendRefused { refund, .. })
            | Entry::RefundRefused { refund, .. }
            | Entry::RefundDone { refund, .. }
            | Entry::RefundInDoubt { refund }
            | Entry::RefundSettled(RefundSettled { refund, .. })
            | Entry::RefundConfirmed { refund }
            | Entry::RefundReceiptRefused(RefundReceiptRefused { refund, .. }) => Some(*refund),
            _ => None,
        }
    }

    /// The payment attempt that the entry belongs to, if it belongs to one.
    pub fn attempt(&self) -> Option<AttemptId> {
        match self {
            Entry::PaymentCreated { order } => Some(order.attempt),
            Entry::PaymentSending { attempt, .. }
            | Entry::PaymentSendLost { attempt, .. }
            | Entry::PaymentRefused { attempt, .. }
            | Entry::PaymentIssued { attempt, .. }
            | Entry::PaymentCancelAsked { attempt }
            | Entry::PaymentInDoubt { attempt, .. }
            | Entry::PaymentHeardAgain { attempt }
            | Entry::PaymentPaid { attempt, .. }
            | Entry::PaymentAcknowledged { attempt }
            | Entry::PaymentConfirmed { attempt }
            | Entry::PaymentReceiptRefused(PaymentReceiptRefused { attempt, .. })
            | Entry::PaymentContradicted { attempt, .. }
            | Entry::PaymentEnded { attempt, .. }
            | Entry::PaymentSettled(PaymentSettled { attempt, .. })
            | Entry::PaymentVerified { attempt, .. }
            | Entry::PaymentRefuted { attempt, .. }
            | Entry::PaymentNoted(PaymentNoted { attempt, .. })
            | Entry::PaymentReleased { attempt } => Some(*attempt),
            _ => None,
        }
    }
}
