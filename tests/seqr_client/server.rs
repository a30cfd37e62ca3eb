//! A server on this machine that does what it is told, connection by connection.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// What to do with the next request, or with the connection it would come on.
#[derive(Debug, Clone)]
pub enum Act {
    /// Answer and close the connection.
    Answer(Vec<u8>),
    /// Answer and wait for the next request on the same connection.
    AnswerAndKeep(Vec<u8>),
    /// Answer and close the connection once this is told, as after a time without use.
    AnswerAndCloseWhen(Vec<u8>, Arc<Closing>),
    /// Answer one byte at a time.
    AnswerSlowly(Vec<u8>),
    /// Answer with a beginning, and then go on for ever.
    AnswerForEver(Vec<u8>),
    /// Answer with the request itself between these two.
    Echo(Vec<u8>, Vec<u8>),
    /// Take the request and reset the connection.
    Reset,
    /// Take the request and close the connection.
    Close,
    /// Take the request and do nothing more.
    Stall,
    /// Reset the connection without having read from it.
    ResetUnread,
    /// Take the connection and never read from it.
    StallUnread,
}

/// When to close a kept connection.
#[derive(Debug, Default)]
pub struct Closing {
    now: Notify,
    done: Notify,
}

impl Closing {
    /// Closes the connection, and lets the client notice.
    pub async fn close(&self) {
        self.now.notify_one();
        self.done.notified().await;
        // The end of the connection has reached the client's socket. Its own task on this same
        // thread has to have its turn.
        for _ in 0..20 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// A server that performs its acts in order, and the last one again and again.
pub struct Server {
    pub address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

/// What the connections share.
#[derive(Clone)]
struct Script {
    acts: Arc<Mutex<VecDeque<Act>>>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub async fn start(acts: Vec<Act>) -> Self {
        Self::listen(acts, None).await
    }

    pub async fn start_encrypted(acts: Vec<Act>, acceptor: TlsAcceptor) -> Self {
        Self::listen(acts, Some(acceptor)).await
    }

    async fn listen(acts: Vec<Act>, acceptor: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let script = Script { acts: Arc::new(Mutex::new(acts.into())), heard: Arc::clone(&heard) };
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (script, acceptor) = (script.clone(), acceptor.clone());
                drop(tokio::spawn(async move {
                    match acceptor {
                        None => script.perform_plain(stream).await,
                        Some(acceptor) => {
                            // A client that refuses our certificate ends the connection here.
                            if let Ok(mut stream) = acceptor.accept(stream).await {
                                script.perform(&mut stream).await;
                            }
                        }
                    }
                }));
            }
        });
        Self { address, heard, task }
    }

    pub fn url(&self) -> String {
        format!("http://{}/service", self.address)
    }

    /// The requests that came in whole.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    /// Stops listening; connections that are open stay.
    pub async fn stop_listening(self) {
        self.task.abort();
        let _cancelled = self.task.await;
    }
}

impl Script {
    fn next(&self) -> Act {
        let mut acts = self.acts.lock().unwrap();
        match acts.len() {
            1 => acts[0].clone(),
            _ => acts.pop_front().unwrap(),
        }
    }

    fn peek(&self) -> Act {
        self.acts.lock().unwrap()[0].clone()
    }

    async fn perform_plain(self, mut stream: TcpStream) {
        match self.peek() {
            Act::ResetUnread => {
                let _act = self.next();
                reset(&stream);
            }
            Act::StallUnread => {
                let _act = self.next();
                std::future::pending::<()>().await;
            }
            _ => self.perform(&mut stream).await,
        }
    }

    async fn perform<S: AsyncRead + AsyncWrite + Unpin + MaybeReset>(self, stream: &mut S) {
        while let Some(request) = read_request(stream).await {
            self.heard.lock().unwrap().push(request.clone());
            match self.next() {
                Act::Answer(bytes) => {
                    let _client_may_be_gone = stream.write_all(&bytes).await;
                    let _client_may_be_gone = stream.shutdown().await;
                    return;
                }
                Act::AnswerAndKeep(bytes) => stream.write_all(&bytes).await.unwrap(),
                Act::AnswerAndCloseWhen(bytes, told) => {
                    stream.write_all(&bytes).await.unwrap();
                    told.now.notified().await;
                    stream.shutdown().await.unwrap();
                    told.done.notify_one();
                    return;
                }
                Act::AnswerSlowly(bytes) => {
                    for byte in bytes {
                        if stream.write_all(&[byte]).await.is_err() {
                            return;
                        }
                        let _client_may_be_gone = stream.flush().await;
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                }
                Act::AnswerForEver(beginning) => {
                    let _client_may_be_gone = stream.write_all(&beginning).await;
                    let piece = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
                    while stream.write_all(piece.as_bytes()).await.is_ok() {}
                    return;
                }
                Act::Echo(before, after) => {
                    let answer = [before.as_slice(), request.as_bytes(), &after].concat();
                    let _client_may_be_gone = stream.write_all(&answer).await;
                    let _client_may_be_gone = stream.shutdown().await;
                    return;
                }
                Act::Reset => return stream.reset(),
                Act::Close => return,
                Act::Stall => std::future::pending().await,
                Act::ResetUnread | Act::StallUnread => unreachable!("for a connection's beginning"),
            }
        }
    }
}

/// Streams that can be cut off without a farewell.
trait MaybeReset {
    fn reset(&self);
}

impl MaybeReset for TcpStream {
    fn reset(&self) {
        reset(self);
    }
}

impl MaybeReset for tokio_rustls::server::TlsStream<TcpStream> {
    fn reset(&self) {
        reset(self.get_ref().0);
    }
}

/// Makes the end of the connection a reset.
fn reset(stream: &TcpStream) {
    stream.set_zero_linger().unwrap();
}

/// Reads one request, if the connection has another.
async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let mut piece = [0; 4096];
        let length = stream.read(&mut piece).await.ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(&piece[..length]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .map(|(_, value)| value.trim().parse::<usize>().unwrap());
        if body.len() >= length.unwrap_or(0) {
            return Some(text.into_owned());
        }
    }
}

/// An HTTP answer with its head; `headers` are whole lines with their ends.
pub fn http(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A good HTTP answer with XML in it.
pub fn xml(body: &[u8]) -> Vec<u8> {
    http("200 OK", "Content-Type: text/xml; charset=utf-8\r\n", body)
}
