//! The whole register as its users have it: a real window on a virtual display, real serial
//! ports by pseudo-terminals, the journal on disk, SEQR over HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod display;
mod program;
mod receipt_paper;
mod recovery;
mod shop;
mod whole_sale;
