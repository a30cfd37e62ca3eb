//! Kassa: a desktop cash register that takes SEQR payments.
//!
//! The rooms and who may know whom stand in ARCHITECTURE.md; `tests/tidy.rs` checks it.

pub mod app;
pub mod article_file;
pub mod certification;
pub mod cli;
pub mod core;
pub mod demonstration;
pub mod device;
pub mod document;
pub mod journal;
pub mod journal_file;
pub mod language;
pub mod secret;
pub mod seqr;
pub mod simulator;
pub mod till;
pub mod training;
