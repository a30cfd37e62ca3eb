//! Looks at SQLite's write-ahead log before SQLite does.
//!
//! SQLite takes the log up to the first frame whose checksum is wrong, because that is where a power cut stops it. Commits
//! behind a frame that went bad later would be dropped without a word, and their receipt numbers given out again. A
//! power cut can spoil one commit only, the one that was being written: every earlier one was synced. So where two
//! or more commits lie behind the first bad frame, the disk has lost something, and the journal is not opened.
//!
//! Damage in the very last commit looks like a power cut during it, and cannot be told from one.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::{JournalError, directory};

/// The log's file.
pub(super) const NAME: &str = "kassa.db-wal";

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// How often a log that somebody is writing is looked at again before it is called damaged.
const ATTEMPTS: u32 = 3;
/// Pause between two of those.
const PAUSE: Duration = Duration::from_millis(50);

/// Whether there is anything in the log of a directory.
pub(super) fn is_used(directory: &Path) -> Result<bool, JournalError> {
    let path = directory.join(NAME);
    match path.metadata() {
        Ok(found) => Ok(found.len() > 0),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(JournalError::of_file(&path, error)),
    }
}

/// Refuses a log in which commits lie behind damage.
pub(super) fn check(directory: &Path) -> Result<(), JournalError> {
    let path = directory.join(NAME);
    let found = match File::open(&path) {
        Ok(file) => read(&mut BufReader::new(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(JournalError::of_file(&path, error)),
    };
    let detail = match found.map_err(|error| JournalError::of_file(&path, error))? {
        Found::Whole => return Ok(()),
        Found::NoHeader if !directory_has_database(directory) => return Ok(()),
        Found::NoHeader => "the beginning of the write-ahead log is damaged".to_owned(),
        Found::CommitsBehind { frame } => {
            format!("frame {frame} of the write-ahead log is damaged, and commits lie behind it")
        }
    };
    Err(JournalError::Damaged { cause: Arc::new(io::Error::other(detail)) })
}

/// The same while a register may be writing: what is half written at one look is whole at the next.
pub(super) fn check_beside_a_writer(directory: &Path) -> Result<(), JournalError> {
    for _attempt in 1..ATTEMPTS {
        if check(directory).is_ok() {
            return Ok(());
        }
        std::thread::sleep(PAUSE);
    }
    check(directory)
}

/// A log beside an empty database was never used.
fn directory_has_database(directory: &Path) -> bool {
    directory.join(directory::DATABASE).metadata().is_ok_and(|found| found.len() > 0)
}

#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// It ends where a log ends, perhaps in the middle of one commit.
    Whole,
    /// Its header is damaged, and frames follow.
    NoHeader,
    /// Commits follow a bad frame, counted from 1.
    CommitsBehind { frame: u64 },
}

fn read(log: &mut impl Read) -> io::Result<Found> {
    let mut header = [0; HEADER];
    if !fill(log, &mut header)? {
        return Ok(Found::Whole);
    }
    let magic = word(&header, 0);
    let page = word(&header, 8) as usize;
    let order = Order(magic & 1 == 1);
    let mut sum = order.checksum((0, 0), &header[..24]);
    let is_header = magic & !1 == 0x377f_0682
        && (512..=65_536).contains(&page)
        && sum == (word(&header, 24), word(&header, 28));
    if !is_header {
        // Its header is synced before the first frame is written.
        let mut more = [0; FRAME_HEADER + 512];
        return Ok(if fill(log, &mut more)? { Found::NoHeader } else { Found::Whole });
    }
    let salts = &header[16..24];
    let mut frame = vec![0; FRAME_HEADER + page];
    let (mut number, mut bad, mut commits_behind) = (0_u64, None, 0);
    while fill(log, &mut frame)? {
        number += 1;
        let is_of_this_log = &frame[8..16] == salts && word(&frame, 0) != 0;
        if bad.is_none() {
            sum = order.checksum(order.checksum(sum, &frame[..8]), &frame[FRAME_HEADER..]);
            if is_of_this_log && sum == (word(&frame, 16), word(&frame, 20)) {
                continue;
            }
            bad = Some(number);
        }
        // A commit's last frame says how large the database is then.
        commits_behind += u32::from(is_of_this_log && word(&frame, 4) != 0);
    }
    Ok(match bad {
        Some(frame) if commits_behind > 1 => Found::CommitsBehind { frame },
        _ => Found::Whole,
    })
}

/// Fills a buffer; not so where the file ends before.
fn fill(from: &mut impl Read, to: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(to) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes[at..at + 4].iter().fold(0, |word, byte| word << 8 | u32::from(*byte))
}

/// Whether checksums read their words with the highest byte first.
#[derive(Debug, Clone, Copy)]
struct Order(bool);

impl Order {
    /// SQLite's running checksum, over a multiple of eight bytes.
    fn checksum(self, (mut one, mut two): (u32, u32), bytes: &[u8]) -> (u32, u32) {
        let number = |at: &[u8]| if self.0 { word(at, 0) } else { word(at, 0).swap_bytes() };
        for pair in bytes.chunks_exact(8) {
            one = one.wrapping_add(number(pair)).wrapping_add(two);
            two = two.wrapping_add(number(&pair[4..])).wrapping_add(one);
        }
        (one, two)
    }
}
