//! What the journal promises, seen from outside.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod backup;
mod chain;
mod disk;
mod keeping;
mod older;
mod reading;
mod registering;
mod restart;
mod restoring;
mod returns;
mod rules;
mod settling;
mod support;
mod tables;
mod vault;
