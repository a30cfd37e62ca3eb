//! Tells whoever watches over the register that it is alive: the way systemd's services do (sd_notify), which
//! `kassa supervise` understands as well.
//!
//! A beat is sent after the till's own thread has answered. The window has no part in it: while it hangs, payments go on.

use std::io;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

use crate::till::Till;

/// Where to send it, as systemd names it. An `@` in front stands for an abstract name.
pub const SOCKET_VARIABLE: &str = "NOTIFY_SOCKET";
/// From beat to beat.
pub const BEAT: Duration = Duration::from_secs(1);
/// What a beat says.
pub const ALIVE: &[u8] = b"WATCHDOG=1";
/// What the first one says as well.
const READY: &[u8] = b"READY=1\nWATCHDOG=1";

/// Beats until the till has ended, if anybody wants to hear it.
pub fn start(till: &Till) {
    let Some(name) = std::env::var_os(SOCKET_VARIABLE).filter(|name| !name.is_empty()) else {
        return;
    };
    let socket = match address(name.as_encoded_bytes()).and_then(|there| connected(&there)) {
        Ok(socket) => socket,
        Err(error) => {
            tracing::warn!(%error, "nobody can be told that the register is alive");
            return;
        }
    };
    let marker = till.marker();
    let beating = move || {
        let mut message = READY;
        while marker() {
            if let Err(error) = socket.send(message) {
                tracing::debug!(%error, "a sign of life was not heard");
            }
            message = ALIVE;
            std::thread::sleep(BEAT);
        }
    };
    if let Err(error) = std::thread::Builder::new().name("pulse".to_owned()).spawn(beating) {
        tracing::warn!(%error, "nobody can be told that the register is alive");
    }
}

/// The address that a variable names.
///
/// # Errors
/// When it is no name for a socket.
pub fn address(name: &[u8]) -> io::Result<SocketAddr> {
    match name.strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => {
            use std::os::unix::ffi::OsStrExt;
            SocketAddr::from_pathname(std::ffi::OsStr::from_bytes(name))
        }
    }
}

fn connected(there: &SocketAddr) -> io::Result<UnixDatagram> {
    let socket = UnixDatagram::unbound()?;
    socket.connect_addr(there)?;
    // A watcher that hangs must not hold the register up.
    socket.set_nonblocking(true)?;
    Ok(socket)
}
