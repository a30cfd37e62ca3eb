//! The SEQR service as the till uses it: speaks the protocol and says what the answers mean for
//! a payment.
//!
//! The one place where result codes become meanings. Whatever is not a definite answer is unknown
//! (rule 5); only what certainly never left this machine is "not sent".

use std::path::PathBuf;
use std::sync::Arc;

use crate::core::money::Amount;
use crate::core::payment::{CancelAnswer, Refusal, SendAnswer, Status, StatusAnswer, SubmitAnswer};
use crate::core::refund::RefundAnswer;
use crate::core::settings::{SeqrSettings, Terminal};
use crate::journal::{JournalError, Reader};
use crate::seqr::client::{CallError, Client, ClientSettings, Credentials, SetUpError};
use crate::seqr::message::{
    Invoice, InvoiceStatus, PaymentStatusAnswer, PlainAnswer, Principal, ReceiptDocument,
    SendInvoiceAnswer,
};
use crate::seqr::result_code::{InvoiceOutcome, PaymentOutcome, PlainOutcome, ResultCode};
use crate::seqr::secret::Secret;

use super::TERMINAL_PASSWORD_NAME;
use super::service::{Later, SeqrService};

/// The most letters of the other side's words that are kept with a payment.
const LONGEST_DETAIL: usize = 300;

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

/// Why SEQR cannot be used as it is set up.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ServiceError {
    /// The journal, or the password in it, cannot be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The address or the certificates cannot be used.
    #[error(transparent)]
    SetUp(#[from] SetUpError),
}

/// SEQR as a register may use it: by its settings, its registration and its password. Nothing while it is not set up.
///
/// # Errors
/// See [`ServiceError`].
pub fn of(journal: &Reader) -> Result<Option<Arc<dyn SeqrService>>, ServiceError> {
    let settings = journal.settings()?.unwrap_or_default().seqr;
    let (Some(terminal), false) = (journal.terminal()?, settings.address.is_empty()) else {
        return Ok(None);
    };
    let Some(password) = journal.vault().read(TERMINAL_PASSWORD_NAME)? else {
        tracing::error!("the terminal's password is gone: it must be registered again");
        return Ok(None);
    };
    let client = client(&settings)?;
    Ok(Some(Arc::new(TerminalService::new(client, &terminal, password))))
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

    fn submit_receipt(&self, ers_reference: String) -> Later<SubmitAnswer> {
        let (client, credentials) = (self.client.clone(), Arc::clone(&self.credentials));
        let document = ReceiptDocument {
            mime_type: Some("Base64".to_owned()),
            receipt_data: Some(Vec::new()),
            receipt_type: Some("PAYMENT_RECEIPT".to_owned()),
        };
        Box::pin(async move {
            let answer =
                client.submit_payment_receipt(&credentials, &ers_reference, Some(document)).await;
            submitted(answer)
        })
    }

    fn refund(&self, ers_reference: String, invoice: Invoice) -> Later<RefundAnswer> {
        let (client, credentials) = (self.client.clone(), Arc::clone(&self.credentials));
        Box::pin(async move {
            refunded(client.refund_payment(&credentials, &ers_reference, invoice).await)
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

/// What went wrong, for support.
fn detail(error: &CallError) -> String {
    // An error's own words hold those of its causes.
    one_line(&error.to_string())
}

/// Words of the other side as they are kept and shown: it may send anything, up to megabytes of
/// line ends and marks that turn the direction of a text around.
pub(super) fn one_line(words: &str) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in words.split(|letter: char| letter.is_whitespace() || is_invisible(letter)) {
        if word.is_empty() {
            continue;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        for letter in word.chars() {
            if length >= LONGEST_DETAIL {
                line.push('…');
                return line;
            }
            line.push(letter);
            length += 1;
        }
    }
    line
}

/// Control characters, marks of direction, and blanks without width.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
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
    let words = one_line(&answer.head.result_description.unwrap_or_default());
    match (code.invoice_outcome(), answer.invoice_reference) {
        (InvoiceOutcome::Made, Some(reference)) if !reference.is_empty() => {
            SendAnswer::Created { reference }
        }
        (InvoiceOutcome::Refused, _) => {
            SendAnswer::Refused(Refusal::Code { code: code.0, detail: words })
        }
        // Success without a reference, or a code that leaves it open: an invoice may exist.
        _ => SendAnswer::Lost { detail: format!("{code} {words}").trim_end().to_owned() },
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

fn submitted(answer: Result<PlainAnswer, CallError>) -> SubmitAnswer {
    let head = match answer {
        Ok(answer) => answer.head,
        Err(error) => {
            tracing::info!(%error, "submitPaymentReceipt went unanswered");
            return SubmitAnswer::Nothing;
        }
    };
    let code = head.result_code;
    match code.plain_outcome() {
        PlainOutcome::Done => SubmitAnswer::Taken,
        PlainOutcome::Refused => {
            tracing::warn!(%code, "SEQR does not want a receipt");
            let detail = one_line(&head.result_description.unwrap_or_default());
            SubmitAnswer::Refused { code: code.0, detail }
        }
        PlainOutcome::Unknown => {
            tracing::warn!(%code, "SEQR did not take a receipt; it is tried again");
            SubmitAnswer::Nothing
        }
    }
}

fn refunded(answer: Result<PlainAnswer, CallError>) -> RefundAnswer {
    let head = match answer {
        Ok(answer) => answer.head,
        Err(error @ CallError::NotSent(_)) => {
            return RefundAnswer::Refused(Refusal::NotReached { detail: detail(&error) });
        }
        Err(error @ CallError::Unknown(_)) => return RefundAnswer::Lost { detail: detail(&error) },
    };
    let code = head.result_code;
    let words = one_line(&head.result_description.unwrap_or_default());
    match code.refund_outcome() {
        PlainOutcome::Done => RefundAnswer::Refunded {
            ers_reference: head.ers_reference.filter(|number| !number.is_empty()),
        },
        PlainOutcome::Refused => {
            RefundAnswer::Refused(Refusal::Code { code: code.0, detail: words })
        }
        PlainOutcome::Unknown => RefundAnswer::Lost { detail: format!("{code} {words}") },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seqr::client::Unknown;
    use crate::seqr::message::AnswerHead;

    #[test]
    fn somebody_elses_words_become_one_short_line() {
        let words = "one\r\n\ttwo\0three \u{202e}four\u{200b}";
        assert_eq!(one_line(words), "one two three four");
        assert_eq!(one_line(" \u{2028}\n"), "");
        let long = one_line(&"\u{e5}\n".repeat(1 << 20));
        assert_eq!(long.chars().count(), LONGEST_DETAIL + 1);
        assert!(long.ends_with('…'));
        let fits = "x".repeat(LONGEST_DETAIL);
        assert_eq!(one_line(&fits), fits);
    }

    /// What the other side says goes into the journal only cut to size.
    #[test]
    fn descriptions_and_causes_are_cut() {
        let long = "line\n".repeat(1 << 20);
        let mut head = AnswerHead::new(ResultCode::INVALID_INVOICE_DATA);
        head.result_description = Some(long.clone());
        let answer = SendInvoiceAnswer { head, invoice_qr_code: None, invoice_reference: None };
        let SendAnswer::Refused(Refusal::Code { code: 49, detail }) = sent(Ok(answer)) else {
            panic!("49 is a refusal")
        };
        assert!(detail.chars().count() <= LONGEST_DETAIL + 2 && !detail.contains('\n'));
        let error = CallError::Unknown(Unknown::ConnectionLost { detail: long });
        let StatusAnswer::Nothing { detail } = status(Err(error)) else { panic!("no answer") };
        assert!(detail.starts_with("the outcome is unknown: the connection broke: line line"));
        assert!(detail.chars().count() <= LONGEST_DETAIL + 2 && !detail.contains('\n'));
    }
}
