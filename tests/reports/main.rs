//! What reports promise: their figures are those of the entries, whatever happens, in any zone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod agree;
mod closing;
mod commands;
mod papers;
mod sie;
mod oracle;
#[path = "../../benches/figures/random.rs"]
mod random;
#[path = "../journal/support.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod support;
mod trade;
