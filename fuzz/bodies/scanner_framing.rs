//! Bytes as what a scanner sends: on a serial port in pieces, and as keys.

use std::time::{Duration, Instant};

use kassa::device::scanner::framing::{Framed, Framer, MOST_CHARACTERS, Refusal};
use kassa::device::scanner::wedge::{KeyInput, Wedge, WedgeOutcome};

/// The most characters of a refused code that are shown.
const MOST_SHOWN: usize = 40;

/// However the bytes are cut into pieces, the same codes come out, and all of them are codes.
pub fn scanner_framing(bytes: &[u8]) {
    let (first, stream) = bytes.split_first().unwrap_or((&0, &[]));
    let piece = usize::from(first % 32) + 1;
    let at = Instant::now();
    let whole = framed(stream, stream.len().max(1), at);
    let pieces = framed(stream, piece, at);
    assert_eq!(whole, pieces, "pieces of {piece} bytes");
    whole.iter().for_each(check);

    let mut framer = Framer::new();
    let mut now = at;
    for (number, part) in stream.chunks(piece).enumerate() {
        now += Duration::from_millis(u64::from(part[0]) % 160);
        if number % 3 == 0 {
            framer.silent(now).iter().for_each(check);
        }
        framer.push(part, now, |framed| check(&framed));
        if number % 17 == 16 {
            framer.reset();
            assert!(!framer.is_reading());
        }
    }
    typed(&String::from_utf8_lossy(stream), at);
}

fn framed(stream: &[u8], piece: usize, at: Instant) -> Vec<Framed> {
    let mut framer = Framer::new();
    let mut found = Vec::new();
    for part in stream.chunks(piece) {
        framer.push(part, at, |framed| found.push(framed));
    }
    found
}

fn check(framed: &Framed) {
    match framed {
        Framed::Scan(text) => check_code(text),
        Framed::Refused(refusal) => check_refusal(refusal),
    }
}

fn check_code(text: &str) {
    assert!((1..=MOST_CHARACTERS).contains(&text.len()), "{} characters", text.len());
    assert!(text.bytes().all(|byte| (0x20..=0x7e).contains(&byte)), "{text:?}");
}

fn check_refusal(refusal: &Refusal) {
    let shown = refusal.shown.chars().count();
    assert!((1..=MOST_SHOWN).contains(&shown), "{shown} characters: {:?}", refusal.shown);
}

/// Every key comes out again exactly once: as typed, in a scan or in a refusal.
fn typed(text: &str, start: Instant) {
    let mut wedge = Wedge::new();
    let mut at = start;
    let mut pressed = 0_usize;
    let mut given_back = 0_usize;
    let mut lost = false;
    for character in text.chars() {
        // Digits say how long it took to the next key, so that the engine can reach every time.
        at += Duration::from_millis(u64::from(character.to_digit(10).unwrap_or(1)) * 5);
        let key = match character {
            '\n' => KeyInput::Enter,
            '\t' => KeyInput::Tab,
            other => KeyInput::Character(other),
        };
        pressed += 1;
        for outcome in [wedge.tick(at), wedge.key(key, at)] {
            match outcome {
                WedgeOutcome::Held => {}
                WedgeOutcome::Typed(keys) => given_back += keys.len(),
                WedgeOutcome::Scan(text) => {
                    check_code(&text);
                    lost = true;
                }
                WedgeOutcome::Refused(refusal) => {
                    check_refusal(&refusal);
                    lost = true;
                }
            }
        }
    }
    match wedge.flush() {
        WedgeOutcome::Typed(keys) => given_back += keys.len(),
        WedgeOutcome::Held => {}
        WedgeOutcome::Scan(_) | WedgeOutcome::Refused(_) => lost = true,
    }
    assert!(lost || pressed == given_back, "{pressed} keys pressed, {given_back} given back");
}
