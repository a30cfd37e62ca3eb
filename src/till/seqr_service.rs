//! The SEQR service as the till uses it: speaks the protocol and says what the answers mean for
//! a payment.
//!
//! The one place where result codes become meanings. Whatever is not a definite answer is unknown
//! (rule 5); only what certainly never left this machine is "not sent".

use std::path::PathBuf;
use std::sync::Arc;

use crate::core::money::Amount;
use crate::core::payment::{CancelAnswer, Refusal, SendAnswer, Status, StatusAnswer};
use crate::core::settings::{SeqrSettings, Terminal};
use crate::seqr::client::{CallError, Client, ClientSettings, Credentials, SetUpError};
use crate::seqr::message::{
    Invoice, InvoiceStatus, PaymentStatusAnswer, PlainAnswer, Principal, ReceiptDocument,
    SendInvoiceAnswer,
};
use crate::seqr::result_code::{InvoiceOutcome, PaymentOutcome, ResultCode};
use crate::seqr::secret::Secret;

use super::service::{Later, SeqrService};

/// Prepares a client from the settings. Connects to nothing.
///
/// # Errors
/// If the address or the certificates cannot be used.
pub fn client(settings: &SeqrSettings) -> Result<Client, SetUpError> {
    let mut client = ClientSettings::new(
        settings.address.clone(),
        settings.client_id.clone(),
        settings.client_reference.clone(),
    );
    client.ca_file = settings.ca_file.as_ref().map(PathBuf::from);
    Client::new(client)
}

/// A registered terminal's view of SEQR.
pub struct TerminalService {
    client: Client,
    credentials: Arc<Credentials>,
}

impl TerminalService {
    /// The service for a terminal and its password.
    pub fn new(client: Client, terminal: &Terminal, password: Secret) -> Self {
        let principal = Principal::terminal(terminal.id.clone());
        TerminalService { client, credentials: Arc::new(Credentials { principal, password }) }
    }
}

impl SeqrService for TerminalService {
    fn send_invoice(&self, invoice: Invoice) -> Later<SendAnswer> {
        let (client, credentials) = (self.client.clone(), Arc::clone(&self.credentials));
        Box::pin(async move { sent(client.send_invoice(&credentials, invoice, Vec::new()).await) })
    }

    fn status(&self, reference: String, version: i32) -> Later<StatusAnswer> {
        let (client, credentials) = (self.client.clone(), Arc::clone(&self.credentials));
        Box::pin(async move {
            status(client.get_payment_status(&credentials, &reference, version).await)
        })
    }

    fn cancel(&self, reference: String) -> Later<CancelAnswer> {
        let (client, credentials) = (self.client.clone(), Arc::clone(&self.credentials));
        Box::pin(async move { cancelled(client.cancel_invoice(&credentials, &reference).await) })
    }

    fn submit_receipt(&self, ers_reference: String) -> Later<bool> {
        let (client, credentials) = (self.client.clone(), Arc::clone(&self.credentials));
        let document = ReceiptDocument {
            mime_type: Some("Base64".to_owned()),
            receipt_data: Some(Vec::new()),
            receipt_type: Some("PAYMENT_RECEIPT".to_owned()),
        };
        Box::pin(async move {
            let answer =
                client.submit_payment_receipt(&credentials, &ers_reference, Some(document)).await;
            submitted(&answer)
        })
    }

    fn reach(&self) -> Later<bool> {
        let client = self.client.clone();
        Box::pin(async move {
            match client.benchmarking_nop().await {
                Ok(answer) => answer.head.result_code.is_success(),
                Err(error) => {
                    tracing::info!(%error, "SEQR was looked for and did not answer");
                    false
                }
            }
        })
    }
}

fn detail(error: &CallError) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        words.push_str(": ");
        words.push_str(&error.to_string());
        cause = error.source();
    }
    words
}

fn sent(answer: Result<SendInvoiceAnswer, CallError>) -> SendAnswer {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error @ CallError::NotSent(_)) => {
            return SendAnswer::Refused(Refusal::NotReached { detail: detail(&error) });
        }
        Err(error @ CallError::Unknown(_)) => return SendAnswer::Lost { detail: detail(&error) },
    };
    let code = answer.head.result_code;
    let words = answer.head.result_description.unwrap_or_default();
    match (code.invoice_outcome(), answer.invoice_reference) {
        (InvoiceOutcome::Made, Some(reference)) if !reference.is_empty() => {
            SendAnswer::Created { reference }
        }
        (InvoiceOutcome::Refused, _) => {
            SendAnswer::Refused(Refusal::Code { code: code.0, detail: words })
        }
        // Success without a reference, or a code that leaves it open: an invoice may exist.
        _ => SendAnswer::Lost { detail: format!("{code} {words}") },
    }
}

fn status(answer: Result<PaymentStatusAnswer, CallError>) -> StatusAnswer {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => return StatusAnswer::Nothing { detail: detail(&error) },
    };
    let code = answer.head.result_code;
    match (code.payment_outcome(), &answer.status) {
        (PaymentOutcome::NotFound, _) => StatusAnswer::NotFound,
        (_, Some(word)) if code == ResultCode::SUCCESS => StatusAnswer::Status {
            status: meaning(word),
            // A missing version cannot be acknowledged: the one we have stays.
            version: answer.version.unwrap_or(0),
            ers_reference: answer.head.ers_reference.clone().filter(|text| !text.is_empty()),
            paid: paid_amount(&answer),
        },
        _ => StatusAnswer::Nothing { detail: code.to_string() },
    }
}

fn meaning(word: &InvoiceStatus) -> Status {
    match word {
        InvoiceStatus::Issued => Status::Issued,
        InvoiceStatus::Paid => Status::Paid,
        InvoiceStatus::Canceled => Status::Canceled,
        InvoiceStatus::Failed => Status::Failed,
        InvoiceStatus::Expired => Status::Expired,
        other => Status::Other(other.as_str().to_owned()),
    }
}

/// The amount of the status's receipt, where it has one that can be read exactly (rule 7).
fn paid_amount(answer: &PaymentStatusAnswer) -> Option<Amount> {
    let total = answer.receipt.as_ref()?.invoice.as_ref()?.total_amount.as_ref()?;
    match Amount::from_decimal(total.value) {
        Ok(amount) => Some(amount),
        Err(error) => {
            tracing::warn!(value = %total.value, %error, "the paid amount cannot be read");
            None
        }
    }
}

fn cancelled(answer: Result<PlainAnswer, CallError>) -> CancelAnswer {
    match answer {
        Ok(answer) => match answer.head.result_code.payment_outcome() {
            PaymentOutcome::Answered | PaymentOutcome::CanceledBefore => CancelAnswer::Cancelled,
            PaymentOutcome::Paid => CancelAnswer::AlreadyPaid,
            PaymentOutcome::InProgress => CancelAnswer::Confirming,
            PaymentOutcome::NotFound => CancelAnswer::NotFound,
            _ => CancelAnswer::Nothing,
        },
        Err(error) => {
            tracing::info!(%error, "cancelInvoice went unanswered");
            CancelAnswer::Nothing
        }
    }
}

fn submitted(answer: &Result<PlainAnswer, CallError>) -> bool {
    match answer {
        Ok(answer) if answer.head.result_code.is_success() => true,
        Ok(answer) => {
            tracing::warn!(code = %answer.head.result_code, "SEQR did not take a receipt");
            false
        }
        Err(error) => {
            tracing::info!(%error, "submitPaymentReceipt went unanswered");
            false
        }
    }
}
