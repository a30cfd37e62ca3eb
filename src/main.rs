//! Kassa.
fn main() {}
