//! The scanner on a serial port.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

use kassa::core::settings::ScannerSettings;
use kassa::device::scanner::{RefusalCause, ScannerEvent, ScannerState, SerialScanner};
use kassa::device::virtual_port::VirtualPort;

use super::{LIMIT, wait};

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
        (b"no line end", "no line end"),
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
    // The noise ends only with a silence; a code right behind it would be taken for more of it.
    port.write(b"\r").unwrap();
    port.write(b"good 1\r").unwrap();
    assert_eq!(events.recv_timeout(LIMIT).map(text_of), Ok(Some("good 1".to_owned())));

    let mut endless = vec![b'7'; 10_240];
    endless.extend_from_slice(b"\rgood 2\r");
    port.write(&endless).unwrap();
    assert_eq!(refused(&events), (format!("{}…", "7".repeat(39)), RefusalCause::TooLong));
    assert_eq!(events.recv_timeout(LIMIT).map(text_of), Ok(Some("good 2".to_owned())));
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
