//! The ledger over HTTP, as strict as SEQR's schema, and the faults as they look on the wire.

use std::io;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use super::fault::{Disturbance, Fault, Moment};
use super::handle::Service;
use super::line::{Line, LineListener};
use super::{fault_page, phone};
use crate::seqr::message::{self, AnswerHead, Envelope};
use crate::seqr::result_code::ResultCode;
use crate::seqr::soap::{self, MAX_DOCUMENT};

/// Where the service is, as at SEQR.
pub const SERVICE_PATH: &str = "/soap/merchant/cashregister-2";

/// How often time passes in the ledger when nobody asks anything.
const TICK: Duration = Duration::from_millis(200);

/// How long connections have to end by themselves when the service ends.
const FAREWELL: Duration = Duration::from_secs(2);

const XML: &str = "text/xml; charset=utf-8";

/// What the handlers of requests share.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub(super) service: Service,
    running: watch::Receiver<bool>,
}

impl Site {
    /// Waits, or returns earlier when the service ends.
    async fn wait(&self, delay: Duration) {
        tokio::select! {
            () = tokio::time::sleep(delay) => {}
            () = self.until_stopped() => {}
        }
    }

    async fn until_stopped(&self) {
        let mut running = self.running.clone();
        // An error means that the sender is gone, which is an end, too.
        let _stopped = running.wait_for(|running| !running).await;
    }
}

/// Answers requests on a loopback address until `shutdown` is ready.
///
/// # Errors
/// If the address is not a loopback address (there is no protection here: anyone who can reach
/// the simulator can pay and refund), or cannot be read.
pub async fn serve(
    listener: TcpListener,
    service: Service,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    if !listener.local_addr()?.ip().is_loopback() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "the simulator listens on loopback addresses only, such as 127.0.0.1",
        ));
    }
    let (stop, running) = watch::channel(true);
    let site = Site { service, running };
    let app = router(site.clone()).into_make_service_with_connect_info::<Line>();
    let server = axum::serve(LineListener(listener), app).with_graceful_shutdown(async move {
        shutdown.await;
        let _was_running = stop.send_replace(false);
    });
    let too_long = async {
        site.until_stopped().await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        ended = server => ended,
        () = too_long => Ok(()),
        () = ticking(&site.service) => Ok(()),
    }
}

/// Lets time pass in the ledger. Never ends.
async fn ticking(service: &Service) {
    let mut beat = tokio::time::interval(TICK);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let _moment = beat.tick().await;
        service.tick();
    }
}

fn router(site: Site) -> Router {
    Router::new()
        .route(SERVICE_PATH, post(answer))
        .merge(phone::routes())
        .merge(fault_page::routes())
        .layer(DefaultBodyLimit::max(MAX_DOCUMENT))
        .with_state(site)
}

/// Answers one SOAP request.
async fn answer(
    State(site): State<Site>,
    ConnectInfo(line): ConnectInfo<Line>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Err(refusal) = check_content_type(&headers) {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, refusal).into_response();
    }
    let request = match soap::decode_request(&body) {
        Ok(request) => request,
        Err(error) => {
            tracing::debug!(%error, "the simulator refuses a request");
            return soap_fault("s:Client", error.to_string());
        }
    };
    match site.service.decide(request.request.operation()) {
        None => answered(&site.service.handle(&request)),
        Some(fault) => disturbed(&site, &line, request, fault).await,
    }
}

/// SOAP 1.1 travels as `text/xml`, and this service reads UTF-8 only.
fn check_content_type(headers: &HeaderMap) -> Result<(), &'static str> {
    const REFUSAL: &str = "Content-Type must be text/xml; charset=utf-8\n";
    let value =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).ok_or(REFUSAL)?;
    let mut parts = value.split(';').map(str::trim);
    let is_xml = parts.next().is_some_and(|media| media.eq_ignore_ascii_case("text/xml"));
    let other_charset = parts
        .filter_map(|parameter| parameter.split_once('='))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .any(|(_, charset)| !charset.trim().trim_matches('"').eq_ignore_ascii_case("utf-8"));
    if is_xml && !other_charset { Ok(()) } else { Err(REFUSAL) }
}

/// Carries out a fault.
async fn disturbed(site: &Site, line: &Line, request: Envelope, fault: Fault) -> Response {
    let operation = request.request.operation();
    tracing::debug!(operation = operation.name(), ?fault, "the simulator misbehaves as told");
    let done = match fault.moment {
        Moment::AfterProcessing => Some(site.service.handle(&request)),
        Moment::BeforeProcessing => None,
    };
    match fault.disturbance {
        Disturbance::Late(delay) => match done {
            Some(response) => {
                site.wait(delay).await;
                answered(&response)
            }
            None => late(site.clone(), request, delay).await,
        },
        Disturbance::Code(code) => {
            answered(&message::Response::bare(operation, AnswerHead::new(code)))
        }
        Disturbance::SoapFault => soap_fault("s:Server", "The simulator was told to fail.".into()),
        Disturbance::Garbage => (xml(), GARBAGE.to_vec()).into_response(),
        Disturbance::Html => {
            ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], PROXY_PAGE).into_response()
        }
        Disturbance::Half => {
            let success =
                || message::Response::bare(operation, AnswerHead::new(ResultCode::SUCCESS));
            line.say_instead(half(&soap::encode_response(&done.unwrap_or_else(success))));
            StatusCode::OK.into_response()
        }
        Disturbance::Lost => {
            line.say_instead(Vec::new());
            StatusCode::OK.into_response()
        }
        Disturbance::Hang => {
            site.until_stopped().await;
            line.say_instead(Vec::new());
            StatusCode::OK.into_response()
        }
    }
}

/// Does what is asked after a delay, also if the register has given up by then.
async fn late(site: Site, request: Envelope, delay: Duration) -> Response {
    let work = tokio::spawn(async move {
        site.wait(delay).await;
        site.service.handle(&request)
    });
    match work.await {
        Ok(response) => answered(&response),
        Err(error) => soap_fault("s:Server", error.to_string()),
    }
}

fn answered(response: &message::Response) -> Response {
    (xml(), soap::encode_response(response)).into_response()
}

fn soap_fault(code: &str, text: String) -> Response {
    let fault = soap::encode_fault(&soap::Fault { code: code.to_owned(), text });
    (StatusCode::INTERNAL_SERVER_ERROR, xml(), fault).into_response()
}

const fn xml() -> [(header::HeaderName, &'static str); 1] {
    [(header::CONTENT_TYPE, XML)]
}

/// An answer that promises all of the document and ends after half of it.
fn half(document: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {XML}\r\nContent-Length: {}\r\n\r\n",
        document.len()
    );
    let mut bytes = head.into_bytes();
    bytes.extend(document.iter().take(document.len() / 2));
    bytes
}

/// Neither XML nor UTF-8.
const GARBAGE: &[u8] = b"\x00\xff\xfe<<PAID>>\x80resultCode=0\x00";

/// What something in between shows instead of SEQR. It holds a word that must not be believed.
const PROXY_PAGE: &str = "<!DOCTYPE html><html><head><title>PAID Wi-Fi</title></head>\
    <body><h1>Sign in</h1><p>Accept the terms to go on.<br></body></html>";
