//! The window's life: it may fail to open, die or fall over; what the till has begun goes on.

use std::ffi::OsString;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::app;
use crate::app::link::Link;
use crate::till::Till;

use super::crash;
use super::output::Trouble;
use super::supervise::is_supervised;

const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// Shows the till in a window until the window has been closed.
///
/// # Errors
/// When there is no display, it cannot be drawn on, or the window has fallen over.
pub fn show(till: &Till) -> Result<(), Trouble> {
    need_a_display()?;
    let link = Link { snapshots: till.snapshots(), send: Arc::new(till.sender()) };
    match catch_unwind(AssertUnwindSafe(|| app::run(link))) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(Trouble::Window(Box::new(error))),
        // Where it fell over has been told already, and what may quote somebody is not told at all.
        Err(panic) => Err(Trouble::Window(match crash::message(panic.as_ref()) {
            Some(words) => words.into(),
            None => FallenOver.into(),
        })),
    }
}

/// Keeps the till going without its window until no payment needs it any more, however long that takes.
///
/// Ends earlier where a new window can be had at once: with a display that answers, and somebody who
/// restarts the register. The payment is taken up again within a second or two then.
pub fn carry_on_without(till: &Till) {
    let mut snapshots = till.snapshots();
    till.ender()(None);
    while snapshots.has_changed().is_ok() && !snapshots.borrow_and_update().ended {
        if is_supervised() && answering() == Some(true) {
            tracing::info!("the register ends, so that it is restarted with a window");
            return;
        }
        std::thread::sleep(LOOK_AGAIN);
    }
}

/// Whether a window could be opened: refused early, while nothing has begun that would have to be carried on.
///
/// # Errors
/// When the environment names no display, or one that does not answer.
pub fn need_a_display() -> Result<(), Trouble> {
    if named("DISPLAY").is_none() && named("WAYLAND_DISPLAY").is_none() {
        return Err(Trouble::NoDisplay);
    }
    if answering() == Some(false) { Err(Trouble::Window(DisplayGone.into())) } else { Ok(()) }
}

/// The window fell over, and what it said of that may quote somebody.
#[derive(Debug, thiserror::Error)]
#[error("the window has fallen over")]
struct FallenOver;

/// The environment names a display, but nothing listens there.
#[derive(Debug, thiserror::Error)]
#[error("the display does not answer")]
struct DisplayGone;

fn named(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Whether one of the displays listens; nobody knows of one on another machine.
fn answering() -> Option<bool> {
    let wayland = named("WAYLAND_DISPLAY").map(|name| {
        let folder = named("XDG_RUNTIME_DIR").map(PathBuf::from).unwrap_or_default();
        UnixStream::connect(folder.join(name)).is_ok()
    });
    let x11 = match named("DISPLAY") {
        Some(name) => Some(x11_answers(&x11_socket(name.to_str()?)?)),
        None => None,
    };
    Some(wayland == Some(true) || x11 == Some(true))
}

/// X servers listen at a path, under an abstract name of the same letters, or both.
fn x11_answers(socket: &str) -> bool {
    let hidden = SocketAddr::from_abstract_name(socket);
    let hidden = hidden.and_then(|address| UnixStream::connect_addr(&address));
    hidden.is_ok() || UnixStream::connect(socket).is_ok()
}

/// The socket of an X server on this machine: `:1` and `:1.0` are `X1`.
fn x11_socket(display: &str) -> Option<String> {
    let number = display.strip_prefix(':')?.split('.').next()?;
    let is_number = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then(|| format!("/tmp/.X11-unix/X{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_display_on_this_machine_has_a_socket() {
        for (display, socket) in [
            (":0", Some("/tmp/.X11-unix/X0")),
            (":17.0", Some("/tmp/.X11-unix/X17")),
            ("elsewhere:0", None),
            (":", None),
            (":../x", None),
            ("", None),
        ] {
            assert_eq!(x11_socket(display).as_deref(), socket, "{display:?}");
        }
    }
}
