//! Kassa.

pub mod seqr;
