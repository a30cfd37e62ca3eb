//! What goes wrong with disk, database and clock: nothing is lost, nothing half, nothing shown as done that was not
//! saved; and selling goes on by itself as soon as it can.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod damage;
mod day;
mod disk;
mod disk_full;
mod mounted;
mod paper;
mod power_cut;
mod program;
#[path = "../receipt_printer/mod.rs"]
mod receipt_printer;
#[path = "../till/scripted.rs"]
#[allow(dead_code, reason = "the till's tests use more of it")]
mod scripted;
mod selling;
#[path = "../till/shop.rs"]
#[allow(dead_code, reason = "the till's tests use more of it")]
mod shop;
#[path = "../journal/support.rs"]
#[allow(dead_code, reason = "the journal's tests use more of it")]
mod support;

use std::io::Write;

/// A folder on a disk in memory, where there is one: thousands of them are needed.
fn folder() -> tempfile::TempDir {
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(folder) = tempfile::tempdir_in(memory)
    {
        return folder;
    }
    tempfile::tempdir().unwrap()
}

/// Tells a figure for the table of `make soak`.
fn figure(name: &str, number: usize) {
    remark(&format!("soak: trouble, {name} = {number}"));
}

/// Says something to whoever runs the tests.
fn remark(text: &str) {
    // Past the capture of the tests' output, so that it is there whenever somebody looks for it.
    std::io::stderr().write_all(format!("{text}\n").as_bytes()).unwrap();
}

/// How much more than usual is tried, as the environment says.
fn thoroughness() -> u64 {
    std::env::var("KASSA_SOAK").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}
