//! What a broken or hostile SEQR does instead of answering.

use std::sync::Arc;
use std::time::Duration;

/// One way to misbehave.
#[derive(Clone)]
pub enum Fault {
    /// Reset the connection without having read from it.
    ResetUnread,
    /// Take the request, then reset the connection.
    ResetRead,
    /// Take the request, let SEQR process it, then reset the connection.
    ResetProcessed,
    /// Take the request, then close the connection.
    Close,
    /// Take the connection and never read from it.
    NeverRead,
    /// Take the request and never answer.
    Silence,
    /// Send these bytes, then close the connection.
    Bytes(Vec<u8>),
    /// Send these bytes, then nothing more.
    BytesThenSilence(Vec<u8>),
    /// Send these bytes one by one, each after this time.
    Drip(Vec<u8>, Duration),
    /// Send these bytes, then the piece so many times.
    Flood { head: Vec<u8>, piece: Arc<[u8]>, times: usize },
    /// Let SEQR answer, and send this instead of what it said (the body of its answer).
    Instead(fn(&[u8]) -> Vec<u8>),
    /// Show this certificate in place of the right one.
    Certificate(tokio_rustls::TlsAcceptor),
}

impl Fault {
    /// Whether it strikes before a request is read.
    pub fn strikes_unread(&self) -> bool {
        matches!(self, Fault::ResetUnread | Fault::NeverRead | Fault::Certificate(_))
    }
}

/// Roughly what a hostile answer is long.
pub const HUGE: usize = 50 * 1024 * 1024;
const PIECE: usize = 64 * 1024;

/// An HTTP answer with its head; `headers` are whole lines with their ends.
pub fn http(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A good HTTP answer with XML in it.
pub fn xml(body: impl AsRef<[u8]>) -> Vec<u8> {
    http("200 OK", "Content-Type: text/xml; charset=utf-8\r\n", body.as_ref())
}

/// An answer to an operation with these fields.
pub fn answer(operation: &str, fields: &str) -> String {
    format!(
        "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body>\
         <n:{operation}Response xmlns:n=\"http://external.interfaces.ers.seamless.com/\"><return>{fields}\
         </return></n:{operation}Response></S:Body></S:Envelope>"
    )
}

/// An answer that never ends, or not before [`HUGE`] bytes.
pub fn flood(headers: &str, piece: &[u8]) -> Fault {
    let head = format!("HTTP/1.1 200 OK\r\n{headers}").into_bytes();
    Fault::Flood { head, piece: piece.into(), times: HUGE / piece.len() }
}

/// A piece of chunked encoding.
pub fn chunk() -> Vec<u8> {
    format!("{PIECE:x}\r\n{}\r\n", "x".repeat(PIECE)).into_bytes()
}

/// A piece of text.
pub fn blanks() -> Vec<u8> {
    vec![b' '; PIECE]
}
