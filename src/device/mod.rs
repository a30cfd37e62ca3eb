//! The things that are plugged in: scanner, printer, loudspeaker, and virtual ones for tests and
//! demonstrations.
//!
//! Each device has a thread of its own and tells what happens through a callback, so a dead or
//! slow device holds nobody up. What a scan means and what is printed is decided elsewhere.

pub mod list;
pub mod printer;
pub mod scanner;
pub mod sound;
mod thread;
pub mod trial;
pub mod virtual_port;
