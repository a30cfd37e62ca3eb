//! The register as a running service: takes intents, drives payments, owns the journal, the SEQR
//! client and the devices, and publishes snapshots of itself.
//!
//! One thread of its own does everything in the order in which it happens; network and timers run
//! on a tokio runtime beside it, each device on a thread. Nothing here waits for a window.

mod driver;
pub mod inbox;
pub mod intent;
pub mod invoice;
pub mod log_in;
pub mod paper;
pub mod pin;
mod poller;
pub mod registration;
mod running;
pub mod seqr_service;
pub mod service;
pub mod set_up;
pub mod snapshot;
pub mod support;
pub mod training;

pub use driver::{Clock, Phone, Sounds};
pub use poller::POLL_EVERY;
pub use running::{Setup, StartError, Till, network, sounds};

/// The name under which the journal's vault keeps the SEQR terminal's password.
pub const TERMINAL_PASSWORD_NAME: &str = "terminal-password";
