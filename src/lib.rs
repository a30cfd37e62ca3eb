//! Kassa.

pub mod device;
pub mod document;
pub mod language;
