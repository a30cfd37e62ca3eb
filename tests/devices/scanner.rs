//! The scanner on a serial port.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use kassa::core::settings::ScannerSettings;
use kassa::device::scanner::framing;
use kassa::device::scanner::{RefusalCause, ScannerEvent, ScannerState, SerialScanner};
use kassa::device::virtual_port::VirtualPort;

use super::garbage::Garbage;
use super::{LIMIT, until, wait};

fn scanner(path: &Path) -> (SerialScanner, Receiver<ScannerEvent>) {
    let (events, received) = channel();
    let settings = ScannerSettings { port: path.display().to_string(), baud: 9_600 };
    let scanner = SerialScanner::start(settings, move |event| {
        let _gone = events.send(event);
    })
    .unwrap();
    (scanner, received)
}

fn scanned(events: &Receiver<ScannerEvent>) -> String {
    wait(events, |event| match event {
        ScannerEvent::Scan { text, .. } => Some(text.clone()),
        _ => None,
    })
}

fn refused(events: &Receiver<ScannerEvent>) -> (String, RefusalCause) {
    wait(events, |event| match event {
        ScannerEvent::Refused(refusal) => Some((refusal.shown.clone(), refusal.why)),
        _ => None,
    })
}

fn scanner_ready(events: &Receiver<ScannerEvent>) {
    wait(events, |event| (*event == ScannerEvent::State(ScannerState::Ready)).then_some(()));
}

#[test]
fn codes_arrive_however_they_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut port = VirtualPort::plugged(folder.path().join("scanner")).unwrap();
    let (_scanner, events) = scanner(port.path());
    scanner_ready(&events);
    for (sent, code) in [
        (&b"7310865004703\r"[..], "7310865004703"),
        (b"ABC-1\n", "ABC-1"),
        (b"]C0XYZ 2\r\n", "XYZ 2"),
    ] {
        let before = Instant::now();
        port.write(sent).unwrap();
        let (text, at) = wait(&events, |event| match event {
            ScannerEvent::Scan { text, at } => Some((text.clone(), *at)),
            _ => None,
        });
        assert_eq!(text, code);
        assert!(at >= before, "the time is that of this scan");
    }
}

#[test]
fn a_scanner_without_line_ends_is_understood_and_half_a_code_of_another_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut port = VirtualPort::plugged(folder.path().join("scanner")).unwrap();
    let (_scanner, events) = scanner(port.path());
    scanner_ready(&events);
    for code in ["no line end", "none here"] {
        port.write(code.as_bytes()).unwrap();
        assert_eq!(scanned(&events), code);
    }
    port.write(b"with one\r").unwrap();
    assert_eq!(scanned(&events), "with one");
    port.write(b"with o").unwrap();
    assert_eq!(refused(&events), ("with o".to_owned(), RefusalCause::Incomplete));
}

/// Scans as a hand does until it is read: what comes in one breath with noise is noise.
fn scan_until_read(port: &mut VirtualPort, events: &Receiver<ScannerEvent>, code: &str) {
    until("the code is read", || {
        port.write(format!("{code}\r").as_bytes()).unwrap();
        let read = events.recv_timeout(framing::QUIET * 2).map(text_of);
        assert!(matches!(&read, Ok(Some(text)) if text == code) || !matches!(read, Ok(Some(_))));
        matches!(read, Ok(Some(_)))
    });
}

/// As many bytes as a line of 115 200 baud carries in a minute, with line ends and codes among
/// them, and pauses shorter than a hand's.
#[test]
fn a_minute_of_garbage_is_told_once_and_read_as_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut port = VirtualPort::plugged(folder.path().join("scanner")).unwrap();
    let (_scanner, events) = scanner(port.path());
    scanner_ready(&events);
    let mut garbage = Garbage::new(1, &["7310865004703", "1001", "7"]);
    for piece in 0..60 {
        port.write(&garbage.bytes(11_520)).unwrap();
        let pause = if piece % 10 == 5 { 100 } else { 10 };
        std::thread::sleep(std::time::Duration::from_millis(pause));
    }
    let mut refusals = 0;
    let mut told = false;
    loop {
        match events.recv_timeout(LIMIT).unwrap() {
            ScannerEvent::Refused(_) => refusals += 1,
            ScannerEvent::State(ScannerState::Noisy) => told = true,
            ScannerEvent::State(ScannerState::Ready) if told => break,
            ScannerEvent::State(_) => {}
            ScannerEvent::Scan { text, .. } => panic!("nobody scanned {text}"),
        }
    }
    // A busy machine may have made a longer pause once.
    assert!(refusals <= 3, "{refusals} refusals for one noise");
    port.write(b"7310865004703\r").unwrap();
    let event = events.recv_timeout(LIMIT).unwrap();
    assert_eq!(text_of(event).as_deref(), Some("7310865004703"), "the first scan after it works");
}

#[test]
fn what_was_scanned_before_the_port_was_opened_is_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut port = VirtualPort::plugged(folder.path().join("scanner")).unwrap();
    port.write(b"early\r").unwrap();
    let (_scanner, events) = scanner(port.path());
    assert_eq!(scanned(&events), "early");
}

#[test]
fn noise_and_endless_codes_are_refused_once_and_the_next_code_is_right() {
    let folder = tempfile::tempdir().unwrap();
    let mut port = VirtualPort::plugged(folder.path().join("scanner")).unwrap();
    let (_scanner, events) = scanner(port.path());
    scanner_ready(&events);

    let noise: Vec<u8> = (0..=255).filter(|byte| ![b'\r', b'\n'].contains(byte)).collect();
    port.write(&noise).unwrap();
    assert_eq!(refused(&events).1, RefusalCause::BadCharacter);
    scan_until_read(&mut port, &events, "good 1");

    let mut endless = vec![b'7'; 10_240];
    endless.extend_from_slice(b"\r");
    port.write(&endless).unwrap();
    assert_eq!(refused(&events), (format!("{}…", "7".repeat(39)), RefusalCause::TooLong));
    scan_until_read(&mut port, &events, "good 2");
}

fn text_of(event: ScannerEvent) -> Option<String> {
    match event {
        ScannerEvent::Scan { text, .. } => Some(text),
        _ => None,
    }
}

#[test]
fn a_scanner_that_is_unplugged_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut port = VirtualPort::plugged(folder.path().join("scanner")).unwrap();
    let (_scanner, events) = scanner(port.path());
    scanner_ready(&events);
    for round in 0..3 {
        port.write(b"half a co").unwrap();
        port.unplug();
        wait(&events, |event| match event {
            ScannerEvent::State(ScannerState::Missing { .. }) => Some(()),
            _ => None,
        });
        port.plug().unwrap();
        scanner_ready(&events);
        let code = format!("round {round}");
        port.write(format!("{code}\r").as_bytes()).unwrap();
        assert_eq!(scanned(&events), code);
    }
}

#[test]
fn a_port_that_is_taken_or_not_there_is_named_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scanner");
    let (_waiting, events) = scanner(&path);
    let first = wait(&events, |event| match event {
        ScannerEvent::State(state) => Some(state.clone()),
        _ => None,
    });
    assert!(matches!(first, ScannerState::Missing { .. }), "{first:?}");
    let port = VirtualPort::plugged(&path).unwrap();
    scanner_ready(&events);
    let (_second, events) = scanner(port.path());
    let second = wait(&events, |event| match event {
        ScannerEvent::State(state) => Some(state.clone()),
        _ => None,
    });
    assert_eq!(second, ScannerState::Busy);
}
