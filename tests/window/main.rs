//! The whole register as its users have it: a real window on a virtual display, real serial
//! ports by pseudo-terminals, the journal on disk, SEQR over HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly and says what it has measured"
)]

mod back_again;
mod display;
mod ending;
mod frozen;
mod lost;
mod paper_out;
mod program;
mod receipt_paper;
#[path = "../receipt_printer/mod.rs"]
mod receipt_printer;
mod recovery;
mod set_up;
mod shop;
mod whole_sale;
