//! A scanner at the end of a line with a speed: what it sends is sampled at the speed that the
//! register has set, as a receiver's electronics do, so that a wrong speed makes real noise.
//!
//! A pseudo-terminal has no line; its settings are read, and the bits are made here.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::io::Write;
use std::path::{Path, PathBuf};

use serialport::{SerialPort, TTYPort};

/// Bits of a character: start, eight of data, stop.
const BITS: u64 = 10;

pub struct LineScanner {
    line: TTYPort,
    register: TTYPort,
    path: PathBuf,
    pub baud: u32,
}

impl LineScanner {
    /// One that sends at `baud`, at a port that is found at `path`.
    pub fn at(path: &Path, baud: u32) -> Self {
        let (line, register) = TTYPort::pair().unwrap();
        std::os::unix::fs::symlink(register.name().unwrap(), path).unwrap();
        LineScanner { line, register, path: path.to_owned(), baud }
    }

    /// The speed that the register listens at.
    pub fn heard_at(&self) -> u32 {
        self.register.baud_rate().unwrap()
    }

    /// Somebody scans.
    pub fn scan(&mut self, code: &str) {
        let sent = format!("{code}\r");
        let heard = received(sent.as_bytes(), self.baud, self.heard_at());
        self.line.write_all(&heard).unwrap();
    }
}

impl Drop for LineScanner {
    fn drop(&mut self) {
        let _gone = std::fs::remove_file(&self.path);
    }
}

/// What a receiver at one speed makes of bytes that were sent at another.
pub fn received(sent: &[u8], sender: u32, receiver: u32) -> Vec<u8> {
    let mut levels = vec![true];
    for &byte in sent {
        levels.push(false);
        levels.extend((0..8).map(|bit| byte >> bit & 1 == 1));
        levels.push(true);
    }
    // Times are counted in units of which both speeds have a whole number for half a bit.
    let bit_sent = 2 * u64::from(receiver);
    let bit_read = 2 * u64::from(sender);
    // The line rests before and after.
    let level = |time: u64| levels.get((time / bit_sent) as usize).copied().unwrap_or(true);
    let end = levels.len() as u64 * bit_sent;
    let mut bytes = Vec::new();
    let mut time = 0;
    while time < end {
        if level(time) {
            time += 1;
            continue;
        }
        let sample = |bit: u64| level(time + bit_read / 2 + bit * bit_read);
        let byte = (0..8).fold(0_u8, |byte, bit| byte | u8::from(sample(bit + 1)) << bit);
        if sample(BITS - 1) {
            bytes.push(byte);
            time += bit_read / 2 + (BITS - 1) * bit_read;
        } else {
            // No stop bit: the system reads a zero, and waits for the line to rest.
            bytes.push(0);
            time += bit_read / 2 + (BITS - 1) * bit_read;
            while time < end && !level(time) {
                time += 1;
            }
        }
    }
    bytes
}
