//! Real deaths: the real program on a real data folder, sold with over its standard input against a SEQR service over
//! HTTP, killed at any moment, and afterwards both sides' books beside each other.
//!
//! No display is needed. `KASSA_DEATHS=500` lets more registers' lives pass, `KASSA_DEATHS_SEED=17` repeats the
//! decisions of a run (not its timing, which is the machine's).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly and says what it has counted"
)]

mod deaths {
    pub mod books;
    pub mod chance;
    pub mod ending;
    pub mod lines;
    pub mod many;
    pub mod program;
    pub mod returns;
    pub mod standing_still;
    pub mod story;
    pub mod street;
    pub mod supervised;
}
