//! Promises about devices, seen from outside: real pseudo-terminals and sockets stand in for the
//! scanner and the printer, with everything that can go wrong between them and the register.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly anywhere")]

use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

#[path = "../garbage/mod.rs"]
mod garbage;
#[path = "../line_scanner/mod.rs"]
mod line_scanner;
mod ports;
mod printer;
#[path = "../receipt_printer/mod.rs"]
mod receipt_printer;
mod scanner;
mod speed;
mod trial;

/// Far longer than anything takes; only a hang reaches it.
pub const LIMIT: Duration = Duration::from_secs(60);

/// Waits for the next event that `wanted` gives something for; others are passed over.
pub fn wait<E: std::fmt::Debug, T>(events: &Receiver<E>, wanted: impl Fn(&E) -> Option<T>) -> T {
    let end = Instant::now() + LIMIT;
    let mut seen = Vec::new();
    loop {
        match events.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(event) => match wanted(&event) {
                Some(found) => return found,
                None => seen.push(event),
            },
            Err(error) => panic!("{error}; only these came: {seen:?}"),
        }
    }
}

/// Waits until something is so.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + LIMIT;
    while !is_so() {
        assert!(Instant::now() < end, "{what}: it never came to that");
        std::thread::sleep(Duration::from_millis(2));
    }
}
