//! Local stand-in for the till while it is being written.
pub mod intent;
pub mod pin;
pub mod snapshot;
