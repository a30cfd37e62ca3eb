//! Addresses that lead nowhere: a name that is not found, a closed port, a host that never speaks.

use std::net::SocketAddr;

/// What is not there, held so that nothing else can be there either.
pub enum Nowhere {
    /// No such name.
    Name,
    /// Nobody listens.
    Closed(tokio::net::TcpSocket),
    /// Somebody listens who never says a word, not even the first of an encrypted connection.
    Mute(std::net::TcpListener),
}

/// Each of them, with its name.
pub fn nowhere() -> Vec<(&'static str, Nowhere)> {
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let closed = tokio::net::TcpSocket::new_v4().unwrap();
    closed.bind(any).unwrap();
    vec![
        ("no such host", Nowhere::Name),
        ("a closed port", Nowhere::Closed(closed)),
        ("a host that never speaks", Nowhere::Mute(std::net::TcpListener::bind(any).unwrap())),
    ]
}

impl Nowhere {
    /// Where it is.
    pub fn address(&self) -> String {
        let host = match self {
            Nowhere::Name => "seqr.invalid".to_owned(),
            Nowhere::Closed(socket) => socket.local_addr().unwrap().to_string(),
            Nowhere::Mute(listener) => listener.local_addr().unwrap().to_string(),
        };
        format!("https://{host}/soap/merchant/cashregister-2")
    }
}
