//! What reports promise: their figures are those of the entries, whatever happens, in any zone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod agree;
mod authorities;
mod closing;
mod commands;
#[path = "../../benches/figures/history.rs"]
mod history;
mod oracle;
mod papers;
#[path = "../../benches/figures/random.rs"]
mod random;
mod register;
mod sie;
#[path = "../journal/support.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod support;
mod trade;
