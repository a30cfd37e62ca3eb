//! What becomes of a call to SEQR, told against servers on this machine that break every way a
//! server can break. What matters most: "not sent" is said only when it is certain, and no
//! password is ever said.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, its helpers too")]

mod encryption;
mod outcomes;
mod secrets;
mod server;

use std::time::Duration;

use kassa::seqr::client::{CallError, Client, ClientSettings, Credentials, NotSent, Unknown};
use kassa::seqr::message::{
    AnswerHead, Invoice, Operation, Principal, Response, SendInvoiceAnswer,
};
use kassa::seqr::result_code::ResultCode;
use kassa::seqr::secret::Secret;
use kassa::seqr::soap::encode_response;

/// A password that would show if it got out anywhere. XML writes it in another form.
const PASSWORD: &str = "pl4nted&<secret>'\"";

fn credentials() -> Credentials {
    Credentials {
        principal: Principal::terminal("0f3c9a6be1d24c5f8a77d0e4b2c61935"),
        password: Secret::new(PASSWORD),
    }
}

fn settings(address: &str) -> ClientSettings {
    ClientSettings::new(address, "Example Retail AB", "Kassa test")
}

fn client(address: &str) -> Client {
    Client::new(settings(address)).unwrap()
}

/// A client that gives up soon, for servers that never answer.
fn impatient_client(address: &str) -> Client {
    let mut settings = settings(address);
    settings.time_limits =
        settings.time_limits.with(Operation::SendInvoice, Duration::from_millis(300));
    Client::new(settings).unwrap()
}

/// The call that matters most.
async fn send(client: &Client) -> Result<SendInvoiceAnswer, CallError> {
    client.send_invoice(&credentials(), Invoice::default(), Vec::new()).await
}

/// What a server says that has taken an invoice.
fn accepted() -> Vec<u8> {
    encode_response(&Response::SendInvoice(SendInvoiceAnswer {
        head: AnswerHead::new(ResultCode::SUCCESS),
        invoice_qr_code: None,
        invoice_reference: Some("42".to_owned()),
    }))
}

#[track_caller]
fn assert_unknown(outcome: Result<SendInvoiceAnswer, CallError>) -> Unknown {
    match outcome {
        Err(CallError::Unknown(cause)) => cause,
        other => panic!("expected an unknown outcome, not {other:?}"),
    }
}

#[track_caller]
fn assert_not_sent(outcome: Result<SendInvoiceAnswer, CallError>) -> NotSent {
    match outcome {
        Err(CallError::NotSent(cause)) => cause,
        other => panic!("expected that nothing was sent, not {other:?}"),
    }
}
