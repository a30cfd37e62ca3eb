//! What can become of a call that brought no answer.

use std::error::Error;
use std::io;
use std::time::Duration;

use rustls::CertificateError;

use super::resolver::NoSuchHost;
use crate::seqr::soap::{EncodeError, Fault, MAX_DOCUMENT};

/// A call brought no answer. What matters first is whether the request can have reached SEQR.
///
/// The causes are kept as text, since the errors beneath can be neither cloned nor compared, and
/// so that passwords can be struck out of what the other side sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// Certainly nothing has reached SEQR: the call had no effect.
    #[error("nothing was sent: {0}")]
    NotSent(#[source] NotSent),
    /// The request may have reached SEQR and may have had its effect.
    #[error("the outcome is unknown: {0}")]
    Unknown(#[source] Unknown),
}

/// Why certainly nothing has reached SEQR.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// The request cannot be written: a mistake in this program or its data.
    #[error("the request cannot be written: {0}")]
    Request(#[source] EncodeError),
    /// The host's name leads nowhere: no network, or a wrong address.
    #[error("the host {host} was not found: {detail}")]
    HostNotFound {
        /// The name.
        host: String,
        /// What the system says.
        detail: String,
    },
    /// There is a machine, but no service.
    #[error("the host refused the connection")]
    Refused,
    /// There is no way to the machine: no network, or a firewall.
    #[error("there is no way to the host: {detail}")]
    Unreachable {
        /// What the system says.
        detail: String,
    },
    /// No connection came about in time.
    #[error("no connection within {} s", .limit.as_secs_f32())]
    ConnectTimedOut {
        /// The time that was allowed.
        limit: Duration,
    },
    /// The other side is not who it should be.
    #[error("the host's certificate was refused: {0}")]
    Certificate(#[source] CertificateProblem),
    /// No encryption could be agreed upon: most often the port of another service.
    #[error("no encrypted connection came about: {detail}")]
    Encryption {
        /// What went wrong.
        detail: String,
    },
    /// The connection did not come about for another reason.
    #[error("no connection came about: {detail}")]
    NoConnection {
        /// What went wrong.
        detail: String,
    },
}

/// What is wrong with the other side's certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateProblem {
    /// It is signed by nobody whom this machine trusts, perhaps by itself.
    #[error("it is signed by nobody trusted here")]
    UnknownIssuer,
    /// Its time is over, or this machine's clock is wrong.
    #[error("it has expired (or the clock is wrong)")]
    Expired,
    /// Its time has not begun, or this machine's clock is wrong.
    #[error("it is not valid yet (or the clock is wrong)")]
    NotYetValid,
    /// It belongs to another host.
    #[error("it belongs to another host{}{}", if .names.is_empty() { "" } else { ": " }, .names.join(", "))]
    OtherHost {
        /// The hosts it belongs to, as far as known.
        names: Vec<String>,
    },
    /// It was revoked.
    #[error("it was revoked")]
    Revoked,
    /// It is unusable for another reason.
    #[error("{detail}")]
    Unusable {
        /// The reason.
        detail: String,
    },
}

/// Why it is unknown whether the request had its effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// No whole answer came in time.
    #[error("no answer within {} s", .limit.as_secs_f32())]
    TimedOut {
        /// The time that was allowed.
        limit: Duration,
    },
    /// The connection broke before the answer was whole.
    #[error("the connection broke: {detail}")]
    ConnectionLost {
        /// How it broke.
        detail: String,
    },
    /// The address leads elsewhere. Not followed, since a password would go along.
    #[error("the address leads elsewhere (HTTP {status}{}{})", if .target.is_some() { " to " } else { "" }, .target.as_deref().unwrap_or_default())]
    Redirected {
        /// The HTTP status.
        status: u16,
        /// Scheme, host and port of where it leads.
        target: Option<String>,
    },
    /// The answer was an HTTP error.
    #[error("HTTP {status}")]
    HttpStatus {
        /// The HTTP status.
        status: u16,
    },
    /// SEQR could not process the request, in its own words.
    #[error("SOAP fault {0}")]
    Fault(#[source] Fault),
    /// The answer is larger than any answer should be.
    #[error("the answer is larger than {MAX_DOCUMENT} bytes")]
    TooLarge,
    /// The answer is a page for people: most often a network's log-in page or a wrong address.
    #[error("the answer is a web page")]
    WebPage,
    /// The answer cannot be read.
    #[error("the answer cannot be read: {detail}")]
    Unreadable {
        /// Why not.
        detail: String,
    },
}

impl CallError {
    /// Reads what happened to a request that brought no beginning of an answer.
    pub(super) fn from_sending(error: &reqwest::Error, connect: Duration, whole: Duration) -> Self {
        // `is_connect` is true only while a connection is being made. A kept connection that turns
        // out to be closed is either replaced before the first byte is written (and failing to
        // replace it is a failure to connect), or reported as an error in sending.
        if error.is_connect() {
            CallError::NotSent(NotSent::from_connecting(error, connect))
        } else if error.is_timeout() {
            CallError::Unknown(Unknown::TimedOut { limit: whole })
        } else if error.is_builder() {
            // The request could not even be put together.
            CallError::NotSent(NotSent::NoConnection { detail: detail(error) })
        } else {
            CallError::Unknown(Unknown::ConnectionLost { detail: detail(error) })
        }
    }

    /// Reads what happened while the answer came in.
    pub(super) fn from_receiving(error: &reqwest::Error, whole: Duration) -> Self {
        if error.is_timeout() {
            CallError::Unknown(Unknown::TimedOut { limit: whole })
        } else {
            CallError::Unknown(Unknown::ConnectionLost { detail: detail(error) })
        }
    }
}

impl NotSent {
    fn from_connecting(error: &reqwest::Error, limit: Duration) -> Self {
        if let Some(NoSuchHost { host, source }) = find(error) {
            return NotSent::HostNotFound { host: host.clone(), detail: source.to_string() };
        }
        if let Some(error) = find::<rustls::Error>(error) {
            return match error {
                rustls::Error::InvalidCertificate(error) => NotSent::Certificate(error.into()),
                other => NotSent::Encryption { detail: other.to_string() },
            };
        }
        let kind = find::<io::Error>(error).map(io::Error::kind);
        match kind {
            Some(io::ErrorKind::ConnectionRefused) => NotSent::Refused,
            Some(
                io::ErrorKind::HostUnreachable
                | io::ErrorKind::NetworkUnreachable
                | io::ErrorKind::NetworkDown
                | io::ErrorKind::AddrNotAvailable,
            ) => NotSent::Unreachable { detail: detail(error) },
            _ if error.is_timeout() => NotSent::ConnectTimedOut { limit },
            _ => NotSent::NoConnection { detail: detail(error) },
        }
    }
}

impl From<&CertificateError> for CertificateProblem {
    fn from(error: &CertificateError) -> Self {
        match error {
            // A bad signature is that of somebody who only bears a trusted one's name.
            CertificateError::UnknownIssuer | CertificateError::BadSignature => {
                CertificateProblem::UnknownIssuer
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                CertificateProblem::Expired
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                CertificateProblem::NotYetValid
            }
            CertificateError::NotValidForName => {
                CertificateProblem::OtherHost { names: Vec::new() }
            }
            CertificateError::NotValidForNameContext { presented, .. } => {
                CertificateProblem::OtherHost { names: presented.iter().take(5).cloned().collect() }
            }
            CertificateError::Revoked => CertificateProblem::Revoked,
            // What the usual ways of signing a certificate with itself lead to: an authority's
            // certificate in a server's place. The library has no variant of its own for it.
            other if format!("{other:?}").contains("CaUsedAsEndEntity") => {
                CertificateProblem::UnknownIssuer
            }
            other => CertificateProblem::Unusable { detail: other.to_string() },
        }
    }
}

/// Finds an error of a type in a chain of causes, also inside `io::Error`, whose own `source`
/// skips what it wraps.
fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if let Some(found) = wrapped.and_then(|wrapped| find(wrapped)) {
            return Some(found);
        }
        next = error.source();
    }
    None
}

/// A chain of causes in one line. Says nothing of the request's contents: neither the HTTP
/// library nor the ones beneath it put them into errors.
pub(super) fn detail(error: &reqwest::Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        // Wrappers often repeat what they wrap.
        if !parts.iter().any(|part| part.contains(&text)) {
            parts.push(text);
        }
        next = cause.source();
    }
    if parts.is_empty() { error.to_string() } else { parts.join(": ") }
}

#[cfg(test)]
mod tests {
    use reqwest::dns::{Name, Resolve, Resolving};

    use super::*;

    /// Knows no host.
    struct Nowhere;

    impl Resolve for Nowhere {
        fn resolve(&self, name: Name) -> Resolving {
            let source = io::Error::other("Name or service not known");
            let error = NoSuchHost { host: name.as_str().to_owned(), source };
            Box::pin(std::future::ready(Err(error.into())))
        }
    }

    #[tokio::test]
    async fn a_host_that_is_not_found_means_not_sent() {
        let http = reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .dns_resolver(Nowhere)
            .build()
            .unwrap();
        let error = http.post("https://seqr.example/").send().await.unwrap_err();
        let limit = Duration::from_secs(1);
        let expected = NotSent::HostNotFound {
            host: "seqr.example".to_owned(),
            detail: "Name or service not known".to_owned(),
        };
        assert_eq!(CallError::from_sending(&error, limit, limit), CallError::NotSent(expected));
    }

    /// The names of errors that the HTTP library hides inside `io::Error` are found.
    #[test]
    fn errors_are_found_inside_io_errors() {
        let inner = rustls::Error::InvalidCertificate(CertificateError::Expired);
        let outer = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, inner));
        assert!(matches!(find(&outer), Some(rustls::Error::InvalidCertificate(_))));
        assert!(find::<NoSuchHost>(&outer).is_none());
    }

    #[test]
    fn errors_say_what_they_are() {
        let limit = Duration::from_millis(4500);
        let names = vec!["a.example".to_owned(), "b.example".to_owned()];
        let certificate = NotSent::Certificate(CertificateProblem::OtherHost { names });
        let target = Some("https://b.example".to_owned());
        for (error, expected) in [
            (
                CallError::NotSent(certificate),
                "nothing was sent: the host's certificate was refused: it belongs to another host: a.example, b.example",
            ),
            (
                CallError::Unknown(Unknown::TimedOut { limit }),
                "the outcome is unknown: no answer within 4.5 s",
            ),
            (
                CallError::Unknown(Unknown::Redirected { status: 302, target }),
                "the outcome is unknown: the address leads elsewhere (HTTP 302 to https://b.example)",
            ),
        ] {
            assert_eq!(error.to_string(), expected);
        }
    }
}
