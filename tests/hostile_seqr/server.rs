//! A way to the simulated SEQR on which anything can go wrong.
//!
//! Requests pass through to the simulator and its answers back, unless a fault is switched on for
//! the operation.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use kassa::seqr::message::Operation;
use kassa::seqr::soap::decode_request;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::fault::Fault;

/// The server. Dropped, it stops listening.
pub struct Server {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    task: tokio::task::JoinHandle<()>,
}

struct Shared {
    /// Where the simulator is.
    behind: SocketAddr,
    encryption: Option<TlsAcceptor>,
    faults: Mutex<HashMap<Operation, Fault>>,
    /// Counts faults that strike before a request is read, and their ends: connections end then, so
    /// that the next request needs a new one.
    changes: watch::Sender<u64>,
    met: Mutex<Met>,
}

/// What the server has seen.
#[derive(Debug, Clone, Default)]
pub struct Met {
    /// How often a fault struck.
    pub struck: usize,
    /// The most bytes that went out as one answer.
    pub longest_answer: usize,
}

/// A connection, encrypted or not.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send {
    fn tcp(&self) -> &TcpStream;
}

impl Wire for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Wire for tokio_rustls::server::TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

impl Server {
    /// Listens on this machine, before the simulator at `behind`.
    pub async fn start(behind: SocketAddr, encryption: Option<TlsAcceptor>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            behind,
            encryption,
            faults: Mutex::default(),
            changes: watch::Sender::new(0),
            met: Mutex::default(),
        });
        let serving = Arc::clone(&shared);
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                drop(tokio::spawn(serve(Arc::clone(&serving), stream)));
            }
        });
        Server { address, shared, task }
    }

    /// From now on an operation meets a fault.
    pub fn break_with(&self, operation: Operation, fault: Fault) {
        let needs_new_connection = fault.strikes_unread();
        let _before = self.shared.faults.lock().unwrap().insert(operation, fault);
        if needs_new_connection {
            self.shared.changes.send_modify(|count| *count += 1);
        }
    }

    /// From now on everything works.
    pub fn mend(&self) {
        let mended = std::mem::take(&mut *self.shared.faults.lock().unwrap());
        if mended.values().any(Fault::strikes_unread) {
            self.shared.changes.send_modify(|count| *count += 1);
        }
    }

    /// What has happened so far.
    pub fn met(&self) -> Met {
        self.shared.met.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    fn fault(&self, operation: Operation) -> Option<Fault> {
        self.faults.lock().unwrap().get(&operation).cloned()
    }

    /// The fault that strikes before anybody knows what is asked.
    fn fault_unread(&self) -> Option<Fault> {
        self.faults.lock().unwrap().values().find(|fault| fault.strikes_unread()).cloned()
    }

    fn struck(&self) {
        self.met.lock().unwrap().struck += 1;
    }

    fn answered(&self, bytes: usize) {
        let mut met = self.met.lock().unwrap();
        met.longest_answer = met.longest_answer.max(bytes);
    }
}

async fn serve(shared: Arc<Shared>, stream: TcpStream) {
    let fault = shared.fault_unread();
    if fault.is_some() {
        shared.struck();
    }
    let acceptor = match fault {
        Some(Fault::ResetUnread) => return stream.set_zero_linger().unwrap(),
        Some(Fault::NeverRead) => {
            // Held until something changes, as by a machine that has died under its sockets.
            let _changed = shared.changes.subscribe().changed().await;
            return;
        }
        Some(Fault::Certificate(wrong)) => Some(wrong),
        _ => shared.encryption.clone(),
    };
    match acceptor {
        None => converse(&shared, Box::new(stream)).await,
        Some(acceptor) => {
            // A client that refuses our certificate ends the connection here.
            if let Ok(stream) = acceptor.accept(stream).await {
                converse(&shared, Box::new(stream)).await;
            }
        }
    }
}

/// Requests on one connection, until it ends or the faults change.
async fn converse(shared: &Shared, mut wire: Box<dyn Wire>) {
    let mut changes = shared.changes.subscribe();
    loop {
        let request = tokio::select! {
            request = read_message(&mut wire) => request,
            _ = changes.changed() => return,
        };
        let Some(request) = request else { return };
        let operation = decode_request(body_of(&request)).unwrap().request.operation();
        let goes_on = match shared.fault(operation) {
            None => {
                let answer = ask(shared.behind, &request).await;
                wire.write_all(&answer).await.is_ok()
            }
            Some(fault) => {
                shared.struck();
                strike(shared, &mut wire, fault, &request).await
            }
        };
        if !goes_on {
            return;
        }
    }
}

/// Lets a fault strike; whether the connection can be used again.
async fn strike(shared: &Shared, wire: &mut Box<dyn Wire>, fault: Fault, request: &[u8]) -> bool {
    match fault {
        Fault::ResetRead => wire.tcp().set_zero_linger().unwrap(),
        Fault::ResetProcessed => {
            let _answer = ask(shared.behind, request).await;
            wire.tcp().set_zero_linger().unwrap();
        }
        Fault::Silence => until_gone(wire).await,
        Fault::Bytes(bytes) => {
            let _client_may_be_gone = wire.write_all(&bytes).await;
            let _client_may_be_gone = wire.shutdown().await;
        }
        Fault::BytesThenSilence(bytes) => {
            let _client_may_be_gone = wire.write_all(&bytes).await;
            until_gone(wire).await;
        }
        Fault::Drip(bytes, each) => {
            for byte in bytes {
                if wire.write_all(&[byte]).await.is_err() || wire.flush().await.is_err() {
                    break;
                }
                tokio::time::sleep(each).await;
            }
        }
        Fault::Flood { head, piece, times } => {
            let mut sent = 0;
            if wire.write_all(&head).await.is_ok() {
                for _ in 0..times {
                    match wire.write(&piece).await {
                        Ok(length) if length == piece.len() => sent += length,
                        // The rest of a piece, so that what is sent stays what it was meant to be.
                        Ok(length) if wire.write_all(&piece[length..]).await.is_ok() => {
                            sent += piece.len();
                        }
                        _ => break,
                    }
                }
            }
            shared.answered(sent);
        }
        Fault::Instead(change) => {
            let answer = ask(shared.behind, request).await;
            let _client_may_be_gone = wire.write_all(&change(body_of(&answer))).await;
            return true;
        }
        // The others strike before a request is read.
        Fault::Close | Fault::ResetUnread | Fault::NeverRead | Fault::Certificate(_) => {}
    }
    false
}

/// Waits until the other side gives up.
async fn until_gone(wire: &mut Box<dyn Wire>) {
    let mut byte = [0];
    while matches!(wire.read(&mut byte).await, Ok(length) if length > 0) {}
}

/// Asks the simulator.
async fn ask(behind: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(behind).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut wire: Box<dyn Wire> = Box::new(stream);
    read_message(&mut wire).await.expect("an answer of the simulator")
}

/// The body of an HTTP message.
fn body_of(message: &[u8]) -> &[u8] {
    let end = message.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    &message[end + 4..]
}

/// Reads one HTTP message with its length in its head, if the connection has another.
async fn read_message(wire: &mut Box<dyn Wire>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let mut piece = [0; 4096];
        let length = wire.read(&mut piece).await.ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(&piece[..length]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, _)) = text.split_once("\r\n\r\n") else { continue };
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .map_or(0, |(_, value)| value.trim().parse::<usize>().unwrap());
        if body_of(&bytes).len() >= length {
            return Some(bytes);
        }
    }
}
