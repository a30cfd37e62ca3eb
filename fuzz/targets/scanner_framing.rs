//! Bytes of a scanner.

#![no_main]

#[allow(dead_code, unused_imports, reason = "each target uses one of them")]
#[path = "../bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::scanner_framing(bytes));
