//! The operations, one method each. What they mean stands at
//! [`Operation`](crate::seqr::message::Operation).
//!
//! Every method fails with [`CallError`] if it brought no answer; an answer with a code other than
//! 0 is not a failure of the call.

use super::{CallError, Client, Credentials, Unknown};
use crate::seqr::message::{
    Context, CustomerToken, Envelope, ExecuteReportAnswer, Invoice, MarkTransactionPeriodAnswer,
    Money, Parameters, PaymentStatusAnswer, PlainAnswer, ReceiptDocument, RegisterTerminalAnswer,
    Request, Response, SendInvoiceAnswer, WrongOperation,
};
use crate::seqr::secret::Secret;

impl Client {
    /// Makes a terminal with a password of the caller's choice, as a reseller's user.
    ///
    /// # Errors
    /// See [`CallError`]. A repetition leaves an unused terminal behind, no more.
    pub async fn register_terminal(
        &self,
        credentials: &Credentials,
        external_terminal_id: &str,
        terminal_password: &Secret,
        name: &str,
    ) -> Result<RegisterTerminalAnswer, CallError> {
        let request = Request::RegisterTerminal {
            external_terminal_id: external_terminal_id.to_owned(),
            password: terminal_password.clone(),
            name: name.to_owned(),
        };
        self.call(Some(credentials), request).await
    }

    /// Ends the terminal that asks.
    ///
    /// # Errors
    /// See [`CallError`]. May be repeated: code 29 then means that it is done.
    pub async fn unregister_terminal(
        &self,
        credentials: &Credentials,
    ) -> Result<PlainAnswer, CallError> {
        self.call(Some(credentials), Request::UnregisterTerminal).await
    }

    /// Binds a sticker to the terminal that asks.
    ///
    /// # Errors
    /// See [`CallError`]. May be repeated.
    pub async fn assign_seqr_id(
        &self,
        credentials: &Credentials,
        seqr_id: &str,
    ) -> Result<PlainAnswer, CallError> {
        self.call(Some(credentials), Request::AssignSeqrId { seqr_id: seqr_id.to_owned() }).await
    }

    /// Demands a payment. Cancels the terminal's previous demand if that is still open.
    ///
    /// # Errors
    /// See [`CallError`]. Whether it may be repeated is a question of payment rule 10.
    pub async fn send_invoice(
        &self,
        credentials: &Credentials,
        invoice: Invoice,
        tokens: Vec<CustomerToken>,
    ) -> Result<SendInvoiceAnswer, CallError> {
        let request = Request::SendInvoice { invoice: Box::new(invoice), tokens };
        self.call(Some(credentials), request).await
    }

    /// Replaces rows and amount of an unpaid demand.
    ///
    /// # Errors
    /// See [`CallError`]. May be repeated with the same content.
    pub async fn update_invoice(
        &self,
        credentials: &Credentials,
        invoice_reference: &str,
        invoice: Invoice,
        tokens: Vec<CustomerToken>,
    ) -> Result<PlainAnswer, CallError> {
        let request = Request::UpdateInvoice {
            invoice_reference: invoice_reference.to_owned(),
            invoice: Box::new(invoice),
            tokens,
        };
        self.call(Some(credentials), request).await
    }

    /// Asks how far a payment has come, and with the version acknowledges what was last answered.
    ///
    /// # Errors
    /// See [`CallError`]. Has to be repeated until the payment is settled.
    pub async fn get_payment_status(
        &self,
        credentials: &Credentials,
        invoice_reference: &str,
        invoice_version: i32,
    ) -> Result<PaymentStatusAnswer, CallError> {
        let invoice_reference = invoice_reference.to_owned();
        let request = Request::GetPaymentStatus { invoice_reference, invoice_version };
        self.call(Some(credentials), request).await
    }

    /// Takes an unpaid demand back.
    ///
    /// # Errors
    /// See [`CallError`]. May be repeated: codes 95 and 50 then tell the truth.
    pub async fn cancel_invoice(
        &self,
        credentials: &Credentials,
        invoice_reference: &str,
    ) -> Result<PlainAnswer, CallError> {
        let invoice_reference = invoice_reference.to_owned();
        self.call(Some(credentials), Request::CancelInvoice { invoice_reference }).await
    }

    /// Takes a reserved amount; the invoice's own where none is given.
    ///
    /// # Errors
    /// See [`CallError`]. May be repeated only after asking for the status.
    pub async fn commit_reservation(
        &self,
        credentials: &Credentials,
        amount: Option<Money>,
        invoice_reference: &str,
    ) -> Result<PlainAnswer, CallError> {
        let invoice_reference = invoice_reference.to_owned();
        self.call(Some(credentials), Request::CommitReservation { amount, invoice_reference }).await
    }

    /// Tells SEQR that the payment was seen.
    ///
    /// # Errors
    /// See [`CallError`]. May be repeated.
    pub async fn submit_payment_receipt(
        &self,
        credentials: &Credentials,
        ers_reference: &str,
        receipt_document: Option<ReceiptDocument>,
    ) -> Result<PlainAnswer, CallError> {
        let ers_reference = ers_reference.to_owned();
        let request = Request::SubmitPaymentReceipt { ers_reference, receipt_document };
        self.call(Some(credentials), request).await
    }

    /// Pays back, wholly or in part. The answer's `ers_reference` is the refund's own.
    ///
    /// # Errors
    /// See [`CallError`]. Must not be repeated blindly: see payment rule 17.
    pub async fn refund_payment(
        &self,
        credentials: &Credentials,
        ers_reference: &str,
        invoice: Invoice,
    ) -> Result<PlainAnswer, CallError> {
        let ers_reference = ers_reference.to_owned();
        let request = Request::RefundPayment { ers_reference, invoice: Box::new(invoice) };
        self.call(Some(credentials), request).await
    }

    /// Ends a transaction period, as a reseller's user.
    ///
    /// # Errors
    /// See [`CallError`]. A repetition ends the next, empty period instead.
    pub async fn mark_transaction_period(
        &self,
        credentials: &Credentials,
        parameters: Parameters,
    ) -> Result<MarkTransactionPeriodAnswer, CallError> {
        self.call(Some(credentials), Request::MarkTransactionPeriod { parameters }).await
    }

    /// Fetches a report of an ended period, as a reseller's user. Code 2 means "not yet".
    ///
    /// # Errors
    /// See [`CallError`]. May be repeated.
    pub async fn execute_report(
        &self,
        credentials: &Credentials,
        report_id: &str,
        language: Option<&str>,
        parameters: Parameters,
    ) -> Result<ExecuteReportAnswer, CallError> {
        let request = Request::ExecuteReport {
            report_id: report_id.to_owned(),
            language: language.map(str::to_owned),
            parameters,
        };
        self.call(Some(credentials), request).await
    }

    /// Asks whether the service can be reached. Proves nothing about passwords.
    ///
    /// # Errors
    /// See [`CallError`]. May be repeated.
    pub async fn benchmarking_nop(&self) -> Result<PlainAnswer, CallError> {
        self.call(None, Request::BenchmarkingNop).await
    }

    async fn call<Answer>(
        &self,
        credentials: Option<&Credentials>,
        request: Request,
    ) -> Result<Answer, CallError>
    where
        Answer: TryFrom<Response, Error = WrongOperation>,
    {
        let limit = self.time_limit(request.operation());
        let context = credentials.map(|credentials| self.context(credentials));
        let response = self.transport.call(&Envelope { context, request }, limit).await?;
        // The reader has matched answer and operation already; this only gives the answer its type.
        Answer::try_from(response)
            .map_err(|error| CallError::Unknown(Unknown::Unreadable { detail: error.to_string() }))
    }

    fn context(&self, credentials: &Credentials) -> Context {
        Context {
            channel: self.channel.clone(),
            client_comment: self.client_comment.clone(),
            client_id: self.client_id.clone(),
            client_reference: self.client_reference.clone(),
            client_request_timeout: 0,
            principal: credentials.principal.clone(),
            password: credentials.password.clone(),
        }
    }
}
