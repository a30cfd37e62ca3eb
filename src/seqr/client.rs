//! SEQR over HTTPS: one method per operation.
//!
//! The client sends, waits, reads, and reports as exactly as it can what became of a call. It
//! never repeats a request, follows no redirect, uses no proxy and trusts no certificate it was
//! not told to trust. What to do about an unknown outcome is not decided here.
//!
//! Passwords go into the request and nowhere else: not into logs, errors or `Debug`, even if the
//! other side sends them back.

mod error;
mod operations;
mod resolver;
mod scrub;
mod settings;
mod transport;
mod witness;

pub use error::{CallError, CertificateProblem, NotSent, Unknown};
pub use settings::{ClientSettings, SetUpError, TimeLimits};
pub use witness::{Sight, Witness};

use super::message::{Operation, Principal};
use super::secret::Secret;
use transport::Transport;

/// Whether a service's address may be used: `https://`, or `http://` on this machine itself. Connects to nothing.
///
/// # Errors
/// Why not.
pub fn check_address(address: &str) -> Result<(), SetUpError> {
    settings::Address::parse(address).map(|_usable| ())
}

/// In whose name a call is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// A terminal or a reseller's user.
    pub principal: Principal,
    /// The principal's password.
    pub password: Secret,
}

/// A client of one SEQR service. Cheap to clone; the clones share connections.
#[derive(Debug, Clone)]
pub struct Client {
    transport: Transport,
    channel: String,
    client_comment: Option<String>,
    client_id: String,
    client_reference: String,
    time_limits: TimeLimits,
}

impl Client {
    /// Prepares a client. Reads the certificates it will trust, but connects to nothing.
    ///
    /// # Errors
    /// If the address cannot be used safely or the certificates cannot be read.
    pub fn new(settings: ClientSettings) -> Result<Self, SetUpError> {
        let transport = Transport::new(&settings)?;
        let ClientSettings {
            channel,
            client_comment,
            client_id,
            client_reference,
            time_limits,
            ..
        } = settings;
        Ok(Self { transport, channel, client_comment, client_id, client_reference, time_limits })
    }

    /// The same client, with somebody who sees its exchanges.
    #[must_use]
    pub fn witnessed_by(mut self, witness: Witness) -> Self {
        self.transport.witness = Some(witness);
        self
    }

    /// The longest that a call of this operation takes.
    pub fn time_limit(&self, operation: Operation) -> std::time::Duration {
        self.time_limits.of(operation)
    }
}
