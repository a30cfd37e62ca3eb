//! Finding the speed of a scanner, on a line that makes noise of what is read at the wrong one.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};

use kassa::core::settings::check::BAUD_RATES;
use kassa::device::trial::{SpeedSearch, SpeedStep, TrialError};

use super::LIMIT;
use super::line_scanner::{LineScanner, received};

const MILK: &str = "7310865004703";

fn search(path: &Path) -> (SpeedSearch, Receiver<SpeedStep>) {
    let (steps, received) = channel();
    let search = SpeedSearch::start(path.display().to_string(), move |step| {
        let _gone = steps.send(step);
    });
    (search.unwrap(), received)
}

/// Scans one code after another, each when the one before has been judged, until the search ends.
fn scan_until_found(
    scanner: &mut LineScanner,
    steps: &Receiver<SpeedStep>,
    codes: &[&str],
) -> (Result<u32, TrialError>, usize) {
    let mut scans = 0;
    loop {
        match steps.recv_timeout(LIMIT).unwrap() {
            SpeedStep::Ended(end) => return (end, scans),
            SpeedStep::Listening | SpeedStep::Unreadable { .. } | SpeedStep::Readable { .. } => {
                // The next speed is set a moment after the last one was given up.
                std::thread::sleep(std::time::Duration::from_millis(30));
                scanner.scan(codes[scans % codes.len()]);
                scans += 1;
            }
        }
    }
}

#[test]
fn a_line_gives_what_was_sent_at_its_own_speed_only() {
    let sent = b"7310865004703\r";
    for baud in BAUD_RATES {
        assert_eq!(received(sent, baud, baud), sent);
    }
    for (sender, receiver) in [(9_600, 19_200), (19_200, 9_600), (115_200, 1_200)] {
        let heard = received(sent, sender, receiver);
        assert!(!heard.is_empty(), "{sender} heard at {receiver}");
        assert_ne!(heard, sent);
    }
}

#[test]
fn every_speed_is_found_by_scanning_an_article() {
    std::thread::scope(|threads| {
        for baud in BAUD_RATES {
            let _running = threads.spawn(move || {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("scanner");
                let mut scanner = LineScanner::at(&path, baud);
                let (_search, steps) = search(&path);
                let (end, scans) = scan_until_found(&mut scanner, &steps, &[MILK]);
                assert_eq!(end.unwrap(), baud, "after {scans} scans");
                assert!(scans <= BAUD_RATES.len(), "{baud}: {scans} scans");
            });
        }
    });
}

/// A receiver at half the speed reads two characters as one, and these as printable ones.
#[test]
fn what_half_the_speed_reads_is_not_believed() {
    let heard = received(b"7310865004703\r", 19_200, 9_600);
    assert!(heard.iter().all(|byte| (0x20..0x7f).contains(byte)), "{heard:?}");
    for (baud, code) in [(9_600, "SHELF-A1"), (19_200, "SHELF-A1"), (57_600, "1234567")] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scanner");
        let mut scanner = LineScanner::at(&path, baud);
        let (_search, steps) = search(&path);
        let (end, scans) = scan_until_found(&mut scanner, &steps, &[code]);
        assert_eq!(end.unwrap(), baud, "{code} after {scans} scans");
        assert!(scans <= BAUD_RATES.len(), "{code} at {baud}: {scans} scans");
    }
}

#[test]
fn a_speed_that_no_port_is_set_to_is_not_found() {
    let codes =
        [MILK, "96385074", "036000291452", "KASSA-1234", "ABC-1", "00000000", "UUUUUUUU", "1"];
    std::thread::scope(|threads| {
        // A speed that no port is set to: whatever is read comes from a wrong one.
        for (at, baud) in [14_400, 7_200, 31_250, 76_800].into_iter().enumerate() {
            let _running = threads.spawn(move || {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("scanner");
                let mut scanner = LineScanner::at(&path, baud);
                let (_search, steps) = search(&path);
                let code = codes[at * 2 % codes.len()];
                let (end, _scans) = scan_until_found(&mut scanner, &steps, &[code]);
                assert!(matches!(end, Err(TrialError::NoSpeedFits)), "{code} at {baud}: {end:?}");
            });
        }
    });
}

#[test]
fn a_port_that_is_not_there_or_goes_away_is_named_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scanner");
    let (_search, steps) = search(&path);
    let SpeedStep::Ended(Err(TrialError::Missing { .. })) = steps.recv_timeout(LIMIT).unwrap()
    else {
        panic!("there is no such port")
    };
    let scanner = LineScanner::at(&path, 9_600);
    let (_search, steps) = search(&path);
    assert!(matches!(steps.recv_timeout(LIMIT).unwrap(), SpeedStep::Listening));
    let (_second, denied) = search_while_taken(&path);
    assert!(matches!(denied, SpeedStep::Ended(Err(TrialError::Taken))), "{denied:?}");
    drop(scanner);
    let end = steps.recv_timeout(LIMIT).unwrap();
    assert!(matches!(end, SpeedStep::Ended(Err(TrialError::Missing { .. }))), "{end:?}");
}

fn search_while_taken(path: &Path) -> (SpeedSearch, SpeedStep) {
    let (search, steps) = search(path);
    let first = steps.recv_timeout(LIMIT).unwrap();
    (search, first)
}
