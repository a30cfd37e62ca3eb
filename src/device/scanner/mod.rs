//! Bar code scanners: on a serial port, or one that types like a keyboard.
//!
//! Gives text only. Whether it is an article, a receipt or nothing known is not decided here.

pub mod framing;
pub mod serial;
pub mod wedge;

use std::time::Instant;

pub use framing::{Refusal, RefusalCause};
pub use serial::SerialScanner;

/// What a scanner reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScannerEvent {
    /// A code was read.
    Scan {
        /// Its text, 1 to 64 printable ASCII characters.
        text: String,
        /// When its last byte arrived.
        at: Instant,
    },
    /// Something came that is no code.
    Refused(Refusal),
    /// The scanner came or went.
    State(ScannerState),
}

/// Whether the scanner can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScannerState {
    /// The port is open.
    Ready,
    /// There is no such port, or it went away. It is looked for again by itself.
    Missing {
        /// Since when.
        since: Instant,
        /// What the system said.
        cause: String,
    },
    /// The user may not open the port; being in the group `dialout` helps.
    Denied,
    /// Another program has the port.
    Busy,
    /// It sends what is no code, and goes on: a bad cable, or another speed than is set. Nothing
    /// is taken from it until it is quiet.
    Noisy,
}
