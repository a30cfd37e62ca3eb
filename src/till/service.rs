//! What the till asks of SEQR, in the payment machine's own terms.
//!
//! A trait, so that tests can script the other side; `seqr_service` is the one that speaks the
//! protocol. Decides nothing: an answer says what happened, the machine what it means.

use std::future::Future;
use std::pin::Pin;

use crate::core::payment::{CancelAnswer, SendAnswer, StatusAnswer, SubmitAnswer};
use crate::core::refund::RefundAnswer;
use crate::seqr::message::Invoice;

/// An answer that comes later.
pub type Later<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The questions of a payment. Every future ends by itself, within a time limit of the service.
pub trait SeqrService: Send + Sync + 'static {
    /// sendInvoice.
    fn send_invoice(&self, invoice: Invoice) -> Later<SendAnswer>;
    /// getPaymentStatus, carrying the last version that was written down or heard.
    fn status(&self, reference: String, version: i32) -> Later<StatusAnswer>;
    /// cancelInvoice.
    fn cancel(&self, reference: String) -> Later<CancelAnswer>;
    /// submitPaymentReceipt, for a payment or a refund.
    fn submit_receipt(&self, ers_reference: String) -> Later<SubmitAnswer>;
    /// refundPayment of the payment with this number.
    fn refund(&self, ers_reference: String, invoice: Invoice) -> Later<RefundAnswer>;
    /// benchmarkingNop; whether SEQR answered.
    fn reach(&self) -> Later<bool>;
}
