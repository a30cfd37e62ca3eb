//! One HTTP exchange, and what it came to.

use std::time::{Duration, Instant};

use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::{Response as HttpResponse, StatusCode, Url, redirect, retry};

use super::error::{CallError, NotSent, Unknown, detail};
use super::resolver::Resolver;
use super::scrub::Scrubber;
use super::settings::{Address, ClientSettings, SetUpError, read_certificates};
use super::witness::Witness;
use crate::seqr::message::{Envelope, Operation, Response};
use crate::seqr::soap::{DecodeError, Fault, MAX_DOCUMENT, decode_response, encode_request};

/// A kept connection is not used again after this long without use: routers forget quiet
/// connections, and a request on a forgotten one is only known to be lost when its time is up.
const LONGEST_IDLE: Duration = Duration::from_secs(20);

/// A way to one service.
#[derive(Debug, Clone)]
pub(super) struct Transport {
    http: reqwest::Client,
    url: Url,
    connect_limit: Duration,
    pub(super) witness: Option<Witness>,
}

impl Transport {
    pub(super) fn new(settings: &ClientSettings) -> Result<Self, SetUpError> {
        let address = Address::parse(&settings.address)?;
        let builder = reqwest::Client::builder()
            .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            .http1_only()
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .no_proxy()
            .referer(false)
            .dns_resolver(Resolver)
            .connect_timeout(settings.time_limits.connect)
            .pool_idle_timeout(LONGEST_IDLE)
            .pool_max_idle_per_host(4);
        let builder = match (&address, &settings.ca_file) {
            (_, Some(path)) => builder.tls_certs_only(read_certificates(path)?),
            (Address::Encrypted(_), None) => builder,
            // In clear text no certificate is needed, and reading the system's takes time.
            (Address::Loopback(_), None) => builder.tls_certs_only([]),
        };
        let http = builder.build().map_err(|error| match &settings.ca_file {
            Some(path) => SetUpError::NoCertificate { path: path.clone(), reason: detail(&error) },
            None => SetUpError::SystemCertificates { reason: detail(&error) },
        })?;
        let (url, connect_limit) = (address.url().clone(), settings.time_limits.connect);
        Ok(Self { http, url, connect_limit, witness: None })
    }

    /// Sends a request and reads the answer to it.
    pub(super) async fn call(
        &self,
        envelope: &Envelope,
        limit: Duration,
    ) -> Result<Response, CallError> {
        let operation = envelope.request.operation();
        let began = Instant::now();
        let scrubber = Scrubber::of(envelope);
        if let Some(witness) = &self.witness {
            witness.request(envelope, &scrubber);
        }
        let outcome = self.exchange(envelope, limit, &scrubber).await.map(|mut response| {
            scrubber.scrub_optional(&mut response.head_mut().result_description);
            response
        });
        let milliseconds = began.elapsed().as_millis();
        match &outcome {
            Ok(response) => {
                let code = response.head().result_code.0;
                tracing::debug!(operation = operation.name(), milliseconds, code, "SEQR answered");
            }
            Err(error) => {
                tracing::debug!(operation = operation.name(), milliseconds, %error, "no answer from SEQR");
            }
        }
        outcome
    }

    async fn exchange(
        &self,
        envelope: &Envelope,
        limit: Duration,
        scrubber: &Scrubber,
    ) -> Result<Response, CallError> {
        let began = Instant::now();
        let body = encode_request(envelope)
            .map_err(|error| CallError::NotSent(NotSent::Request(error)))?;
        let operation = envelope.request.operation();
        let request = self
            .http
            .post(self.url.clone())
            .timeout(limit)
            .header(CONTENT_TYPE, "text/xml; charset=utf-8")
            .header("SOAPAction", "\"\"")
            .body(body);
        let sent = request.send().await;
        let answer = sent.map_err(|error| {
            self.unheard(operation, CallError::from_sending(&error, self.connect_limit, limit))
        })?;
        let status = answer.status();
        if status.is_redirection() {
            let error = CallError::Unknown(redirected(&answer, scrubber));
            return Err(self.unheard(operation, error));
        }
        let kind = Kind::of(answer.headers());
        let http_status = || CallError::Unknown(Unknown::HttpStatus { status: status.as_u16() });
        let body = match read_body(answer, limit).await {
            Ok(body) => body,
            // An HTTP error says more than how its explanation broke off.
            Err(_) if !status.is_success() => return Err(self.unheard(operation, http_status())),
            Err(error) => return Err(self.unheard(operation, error)),
        };
        if let Some(witness) = &self.witness {
            witness.answer(operation, status.as_u16(), &body, scrubber);
        }
        let left = limit.saturating_sub(began.elapsed());
        let decoded = decode_within(left, operation, body).await;
        match decoded.ok_or(CallError::Unknown(Unknown::TimedOut { limit }))? {
            Err(DecodeError::Fault(fault)) => Err(CallError::Unknown(Unknown::Fault(Fault {
                code: scrubber.scrub(&fault.code),
                text: scrubber.scrub(&fault.text),
            }))),
            // An answer that comes with an HTTP error is not to be relied upon.
            _ if status != StatusCode::OK => Err(http_status()),
            Ok(response) => Ok(response),
            Err(error) => Err(CallError::Unknown(unreadable(kind, &error, scrubber))),
        }
    }
}

impl Transport {
    /// Tells the witness that no answer came that could be kept.
    fn unheard(&self, operation: Operation, error: CallError) -> CallError {
        if let Some(witness) = &self.witness {
            witness.no_answer(operation, &error);
        }
        error
    }
}

/// Decodes an answer beside everything else; nothing if that takes too long. A large answer, made
/// to be slow to read, must not hold up the next question.
async fn decode_within(
    limit: Duration,
    operation: Operation,
    body: Vec<u8>,
) -> Option<Result<Response, DecodeError>> {
    let decoding = tokio::task::spawn_blocking(move || decode_response(operation, &body));
    match tokio::time::timeout(limit, decoding).await {
        Ok(Ok(decoded)) => Some(decoded),
        // It fell over, which only a fault in the program makes it do: no answer, either.
        Ok(Err(error)) => {
            tracing::error!(%error, "an answer of SEQR could not be decoded");
            None
        }
        Err(_too_late) => None,
    }
}

/// What the answer says it is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// XML, something else, or nothing said.
    Document,
    /// A page for people.
    WebPage,
    /// Packed, though that was not asked for.
    Packed,
}

impl Kind {
    fn of(headers: &HeaderMap) -> Self {
        let starts_with = |name, beginning: &str| {
            let value = headers.get(name).and_then(|value| value.to_str().ok());
            let start = value.and_then(|value| value.trim_start().get(..beginning.len()));
            start.is_some_and(|start| start.eq_ignore_ascii_case(beginning))
        };
        let is_plain =
            !headers.contains_key(CONTENT_ENCODING) || starts_with(CONTENT_ENCODING, "identity");
        if !is_plain {
            Kind::Packed
        } else if starts_with(CONTENT_TYPE, "text/html") {
            Kind::WebPage
        } else {
            Kind::Document
        }
    }
}

fn unreadable(kind: Kind, error: &DecodeError, scrubber: &Scrubber) -> Unknown {
    match kind {
        Kind::WebPage => Unknown::WebPage,
        Kind::Packed => Unknown::Unreadable { detail: "it is compressed".to_owned() },
        Kind::Document => Unknown::Unreadable { detail: scrubber.scrub(&error.to_string()) },
    }
}

/// Where a redirect leads, as far as scheme, host and port: the rest may quote the request.
fn redirected(answer: &HttpResponse, scrubber: &Scrubber) -> Unknown {
    let location = answer.headers().get(LOCATION).and_then(|location| location.to_str().ok());
    let target = location.and_then(|location| answer.url().join(location).ok());
    let target = target.map(|target| target.origin().ascii_serialization());
    Unknown::Redirected {
        status: answer.status().as_u16(),
        target: target.map(|target| scrubber.scrub(&target)),
    }
}

/// Reads the body, as far as it may be long.
async fn read_body(mut answer: HttpResponse, limit: Duration) -> Result<Vec<u8>, CallError> {
    let too_large = || CallError::Unknown(Unknown::TooLarge);
    let most = u64::try_from(MAX_DOCUMENT).unwrap_or(u64::MAX);
    if answer.content_length().is_some_and(|length| length > most) {
        return Err(too_large());
    }
    let mut body = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > MAX_DOCUMENT => return Err(too_large()),
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) => return Err(CallError::from_receiving(&error, limit)),
        }
    }
}
