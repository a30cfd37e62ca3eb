//! Kassa.

pub mod device;
pub mod language;
