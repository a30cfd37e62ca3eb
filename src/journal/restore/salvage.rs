//! Which numbers a journal had given out that SQLite cannot read any more: looks for the words of entries in the bytes
//! of its files.
//!
//! Entries are JSON with sorted keys (`journal/chain.rs`), and one of a completed receipt nearly always lies whole on
//! a page. What is found was written once, so the highest number found is a number that was given out; a higher one may have been
//! lost with its page.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use super::super::{Numbers, directory};

/// As much as is looked at in one piece.
const PIECE: usize = 1 << 20;
/// Longer than what is looked for, so that nothing is missed between two pieces.
const OVERLAP: usize = 256;

const NUMBER: &[u8] = b"\"number\":";
const RECEIPT: &[u8] = b"\"receipt\":";
const BEHIND_RECEIPT: &[u8] = b",\"settlement\":";

/// The highest numbers that stand in the files of a journal. Zeros where nothing can be found.
pub(super) fn numbers(journal: &Path) -> Numbers {
    let mut found = Numbers::default();
    for behind in ["", "-wal"] {
        let path = journal.join(format!("{}{behind}", directory::DATABASE));
        match File::open(&path) {
            Ok(file) => search(BufReader::new(file), &mut found),
            Err(error) => tracing::debug!(%error, path = %path.display(), "not searched"),
        }
    }
    found
}

/// Reads as far as the disk lets it.
fn search(mut from: impl Read, found: &mut Numbers) {
    let mut window: Vec<u8> = Vec::with_capacity(PIECE + OVERLAP);
    let mut piece = vec![0; PIECE];
    loop {
        let length = match from.read(&mut piece) {
            Ok(0) => return,
            Ok(length) => length,
            Err(error) => {
                tracing::warn!(%error, "the rest of a damaged journal cannot be read");
                return;
            }
        };
        window.extend_from_slice(&piece[..length]);
        look(&window, found);
        let _done = window.drain(..window.len().saturating_sub(OVERLAP));
    }
}

fn look(bytes: &[u8], found: &mut Numbers) {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == b'"') {
        rest = &rest[at..];
        if let Some((receipt, _)) = number_after(rest, RECEIPT) {
            found.receipt = found.receipt.max(receipt);
        } else if let Some((number, behind)) = number_after(rest, NUMBER) {
            // Many things have numbers: a completed receipt's stands between these.
            let receipt =
                behind.strip_prefix(b",").and_then(|behind| number_after(behind, RECEIPT));
            if receipt.is_some_and(|(_, behind)| behind.starts_with(BEHIND_RECEIPT)) {
                found.receipt_number = found.receipt_number.max(number);
            }
        }
        rest = &rest[1..];
    }
}

/// The number behind a word, and what follows it. Digits at the very end may go on elsewhere.
fn number_after<'a>(bytes: &'a [u8], word: &[u8]) -> Option<(u64, &'a [u8])> {
    let bytes = bytes.strip_prefix(word)?;
    let length = bytes.iter().position(|byte| !byte.is_ascii_digit())?;
    let number = std::str::from_utf8(&bytes[..length]).ok()?.parse().ok()?;
    Some((number, &bytes[length..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_among_rubbish_also_across_pieces() {
        let entry = br#"{"cashier":1,"number":1042,"receipt":1100,"settlement":{"change":0}}"#;
        for before in [0, 7, PIECE - 40, PIECE - 1, PIECE, 2 * PIECE - 12] {
            let mut bytes = vec![0xfe; before];
            bytes.extend_from_slice(entry);
            bytes.extend_from_slice(br#"x{"article":{"number":9999},"receipt":7,"number":8888}"#);
            let mut found = Numbers::default();
            search(bytes.as_slice(), &mut found);
            assert_eq!((found.receipt_number, found.receipt), (1042, 1100), "{before}");
        }
    }

    #[test]
    fn where_there_is_nothing_nothing_is_found() {
        let mut found = Numbers::default();
        search(&b"\"number\":12"[..], &mut found);
        search(&[][..], &mut found);
        assert_eq!(found, Numbers::default());
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(numbers(folder.path()), Numbers::default());
    }
}
