//! What a client needs to know, and what is refused before anything is sent.

use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Certificate, Url};

use crate::seqr::message::Operation;

/// Where SEQR is, whom to trust, and how the register presents itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientSettings {
    /// The service's address: `https://…`, or `http://` on this machine itself.
    pub address: String,
    /// The certificates (PEM) of the only authorities to trust, instead of the system's.
    pub ca_file: Option<PathBuf>,
    /// `WS`, unless SEQR says otherwise.
    pub channel: String,
    /// A remark for SEQR's logs.
    pub client_comment: Option<String>,
    /// The name of the company that runs the register.
    pub client_id: String,
    /// Name and version of the register, at most 32 characters.
    pub client_reference: String,
    /// How long to wait.
    pub time_limits: TimeLimits,
}

impl ClientSettings {
    /// Settings with the usual channel, the system's certificates and the usual time limits.
    pub fn new(
        address: impl Into<String>,
        client_id: impl Into<String>,
        client_reference: impl Into<String>,
    ) -> Self {
        Self {
            address: address.into(),
            ca_file: None,
            channel: "WS".to_owned(),
            client_comment: None,
            client_id: client_id.into(),
            client_reference: client_reference.into(),
            time_limits: TimeLimits::default(),
        }
    }
}

/// How long to wait for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeLimits {
    /// For finding the host, connecting and agreeing on encryption. While it is shorter than the
    /// operation's limit, a host that does not answer is known not to have got anything.
    pub connect: Duration,
    /// For the whole of a call, by operation, in the order of [`Operation::ALL`].
    calls: [Duration; Operation::ALL.len()],
}

impl TimeLimits {
    /// The limit for the whole of a call.
    pub const fn of(&self, operation: Operation) -> Duration {
        self.calls[operation as usize]
    }

    /// The same with another limit for one operation.
    #[must_use]
    pub const fn with(mut self, operation: Operation, limit: Duration) -> Self {
        self.calls[operation as usize] = limit;
        self
    }
}

impl Default for TimeLimits {
    /// 3 s to connect; 4 s for getPaymentStatus, so that several questions fit into the 20 s after
    /// which SEQR reverses a payment nobody asks about; 30 s for executeReport; else 10 s.
    fn default() -> Self {
        const USUAL: Duration = Duration::from_secs(10);
        Self { connect: Duration::from_secs(3), calls: [USUAL; Operation::ALL.len()] }
            .with(Operation::GetPaymentStatus, Duration::from_secs(4))
            .with(Operation::ExecuteReport, Duration::from_secs(30))
    }
}

/// Why a client cannot be prepared. Each is something an installer can put right.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SetUpError {
    /// The address is not one.
    #[error("SEQR's address is not an address like https://host/path: {reason}")]
    Address {
        /// What is wrong with it.
        reason: String,
    },
    /// Passwords would travel in clear text.
    #[error(
        "SEQR's address must begin with https:// because passwords travel in every request ({host} is not this machine)"
    )]
    NotEncrypted {
        /// The address's host.
        host: String,
    },
    /// A user name or password stands in the address, where logs would show it.
    #[error("SEQR's address must not hold a user name or password")]
    CredentialsInAddress,
    /// The certificate file cannot be read.
    #[error("the certificate file {} cannot be read", path.display())]
    CertificateFile {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: Arc<io::Error>,
    },
    /// The certificate file holds no certificate, or a broken one.
    #[error("the certificate file {} holds no usable certificate (PEM): {reason}", path.display())]
    NoCertificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The system's own certificates cannot be used.
    #[error(
        "the system's certificates cannot be used (is the package ca-certificates installed?): {reason}"
    )]
    SystemCertificates {
        /// Why not.
        reason: String,
    },
}

/// A service's address that may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// Any host, encrypted.
    Encrypted(Url),
    /// This machine, in clear text.
    Loopback(Url),
}

impl Address {
    pub(super) const fn url(&self) -> &Url {
        match self {
            Address::Encrypted(url) | Address::Loopback(url) => url,
        }
    }

    pub(super) fn parse(text: &str) -> Result<Self, SetUpError> {
        let address = |reason: &str| SetUpError::Address { reason: reason.to_owned() };
        let url = Url::parse(text.trim()).map_err(|error| address(&error.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(SetUpError::CredentialsInAddress);
        }
        let host = url.host_str().ok_or_else(|| address("it has no host"))?;
        match url.scheme() {
            "https" => Ok(Address::Encrypted(url)),
            "http" if is_loopback(host) => Ok(Address::Loopback(url)),
            "http" => Err(SetUpError::NotEncrypted { host: host.to_owned() }),
            _ => Err(address("it begins with neither https:// nor http://")),
        }
    }
}

/// Whether this host can only be this machine. `localhost` counts, because our resolver gives it
/// no other meaning.
fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Reads the certificates of authorities from a PEM file.
pub(super) fn read_certificates(path: &Path) -> Result<Vec<Certificate>, SetUpError> {
    let pem = std::fs::read(path).map_err(|source| SetUpError::CertificateFile {
        path: path.to_owned(),
        source: Arc::new(source),
    })?;
    let no_certificate =
        |reason: String| SetUpError::NoCertificate { path: path.to_owned(), reason };
    let certificates = Certificate::from_pem_bundle(&pem)
        .map_err(|error| no_certificate(super::error::detail(&error)))?;
    if certificates.is_empty() {
        return Err(no_certificate("there is no BEGIN CERTIFICATE in it".to_owned()));
    }
    Ok(certificates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_spoken_to_in_clear_text() {
        for address in [
            "https://extdev.seqr.com/soap/merchant/cashregister-2",
            "http://127.0.0.1:8080/",
            "http://127.8.9.1/",
            "http://[::1]:8080/x",
            "http://localhost:8080",
            "HTTP://LOCALHOST/",
            " https://host/ ",
        ] {
            assert!(Address::parse(address).is_ok(), "{address}");
        }
        for address in [
            "http://extdev.seqr.com/",
            "http://128.0.0.1/",
            "http://0.0.0.0/",
            "http://localhost.example.com/",
            "http://localhost./",
            "http://127.0.0.1.example.com/",
            "http://[::ffff:10.0.0.1]/",
        ] {
            assert!(
                matches!(Address::parse(address), Err(SetUpError::NotEncrypted { .. })),
                "{address}"
            );
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for address in
            ["", "extdev.seqr.com", "ftp://host/", "https://", "file:///etc/passwd", "//x"]
        {
            assert!(
                matches!(Address::parse(address), Err(SetUpError::Address { .. })),
                "{address}"
            );
        }
        for address in
            ["https://user@host/", "https://user:secret@host/", "http://:secret@localhost/"]
        {
            let error = Address::parse(address).unwrap_err();
            assert!(matches!(error, SetUpError::CredentialsInAddress), "{address}");
            assert!(!format!("{error} {error:?}").contains("secret"));
        }
    }

    #[test]
    fn each_operation_has_its_limit() {
        let limits = TimeLimits::default().with(Operation::SendInvoice, Duration::from_secs(7));
        for operation in Operation::ALL {
            let expected = match operation {
                Operation::GetPaymentStatus => 4,
                Operation::SendInvoice => 7,
                Operation::ExecuteReport => 30,
                _ => 10,
            };
            assert_eq!(limits.of(operation), Duration::from_secs(expected), "{operation:?}");
        }
    }
}
