//! Somebody who sees what goes over the wire, to keep it as evidence. Passwords are struck out before.

use std::fmt;
use std::sync::Arc;

use super::scrub::{STRUCK_OUT, Scrubber};
use crate::seqr::message::{Envelope, Operation, Request};
use crate::seqr::secret::Secret;
use crate::seqr::soap::encode_request;

/// One half of an exchange with SEQR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// A request goes out now.
    Request {
        /// What it asks for.
        operation: Operation,
        /// The document, without passwords.
        document: String,
    },
    /// Its answer has come, whatever it may be worth.
    Answer {
        /// What it is the answer to.
        operation: Operation,
        /// The HTTP status.
        status: u16,
        /// What it says, without passwords.
        document: String,
    },
    /// No answer has come, or none that could be received whole.
    NoAnswer {
        /// What was asked.
        operation: Operation,
        /// Why not.
        cause: String,
    },
}

/// Sees every exchange of a client, request and answer in turn. Cheap to clone.
#[derive(Clone)]
pub struct Witness(Arc<dyn Fn(Sight) + Send + Sync>);

impl Witness {
    /// One that is told of everything in the order in which it happens. It must not wait.
    pub fn new(sees: impl Fn(Sight) + Send + Sync + 'static) -> Self {
        Self(Arc::new(sees))
    }

    pub(super) fn request(&self, envelope: &Envelope, scrubber: &Scrubber) {
        // One that cannot be written is never sent; the call says so.
        if let Ok(document) = encode_request(&without_passwords(envelope)) {
            let document = scrubber.scrub(&String::from_utf8_lossy(&document));
            self.0(Sight::Request { operation: envelope.request.operation(), document });
        }
    }

    pub(super) fn answer(
        &self,
        operation: Operation,
        status: u16,
        body: &[u8],
        scrubber: &Scrubber,
    ) {
        let document = scrubber.scrub(&String::from_utf8_lossy(body));
        self.0(Sight::Answer { operation, status, document });
    }

    pub(super) fn no_answer(&self, operation: Operation, cause: &dyn fmt::Display) {
        self.0(Sight::NoAnswer { operation, cause: cause.to_string() });
    }
}

impl fmt::Debug for Witness {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Witness(…)")
    }
}

fn without_passwords(envelope: &Envelope) -> Envelope {
    let mut envelope = envelope.clone();
    if let Some(context) = &mut envelope.context {
        context.password = Secret::new(STRUCK_OUT);
    }
    if let Request::RegisterTerminal { password, .. } = &mut envelope.request {
        *password = Secret::new(STRUCK_OUT);
    }
    envelope
}
