//! Kassa.

pub mod language;
