//! A connection that can be told to say something else than the answer, and to close then.
//!
//! This is how an answer gets lost or breaks off half way: the web server writes a whole answer
//! as always, and what stands here goes out in its place.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// The end of a connection that a request's handler holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    instead: Arc<Mutex<Option<Vec<u8>>>>,
}

impl Line {
    /// Replaces the next answer by these bytes, head and all, and closes the connection after
    /// them. No bytes: it just closes.
    pub(super) fn say_instead(&self, bytes: Vec<u8>) {
        *self.instead.lock().unwrap_or_else(PoisonError::into_inner) = Some(bytes);
    }

    fn take(&self) -> Option<Vec<u8>> {
        self.instead.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Connected<IncomingStream<'_, LineListener>> for Line {
    fn connect_info(stream: IncomingStream<'_, LineListener>) -> Self {
        stream.io().line.clone()
    }
}

/// Listens for connections that have a [`Line`].
#[derive(Debug)]
pub(super) struct LineListener(pub(super) TcpListener);

impl Listener for LineListener {
    type Io = LineStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (LineStream, SocketAddr) {
        // The trait's own way for TCP, which waits and goes on after an error.
        let (stream, peer) = Listener::accept(&mut self.0).await;
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "answers of the simulator may be held back a little");
        }
        (LineStream { stream, line: Line::default(), leaving: None }, peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// The connection itself.
#[derive(Debug)]
pub(super) struct LineStream {
    stream: TcpStream,
    line: Line,
    /// The last words, and how many of them are out.
    leaving: Option<(Vec<u8>, usize)>,
}

impl LineStream {
    /// Says the last words and closes. Ends with the error that makes the web server give up.
    fn poll_leave(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        let Some((words, said)) = &mut self.leaving else {
            return Poll::Ready(io::ErrorKind::InvalidInput.into());
        };
        while let Some(rest) = words.get(*said..).filter(|rest| !rest.is_empty()) {
            match ready!(Pin::new(&mut self.stream).poll_write(context, rest)) {
                Ok(0) => return Poll::Ready(io::ErrorKind::WriteZero.into()),
                Ok(written) => *said += written,
                Err(error) => return Poll::Ready(error),
            }
        }
        match ready!(Pin::new(&mut self.stream).poll_shutdown(context)) {
            Ok(()) => Poll::Ready(io::ErrorKind::ConnectionAborted.into()),
            Err(error) => Poll::Ready(error),
        }
    }
}

impl AsyncRead for LineStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for LineStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.leaving.is_none() {
            self.leaving = self.line.take().map(|words| (words, 0));
        }
        if self.leaving.is_some() {
            self.poll_leave(context).map(Err)
        } else {
            Pin::new(&mut self.stream).poll_write(context, buffer)
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
