//! The printer on a serial port, on the network and as a device file.

use std::io::{Read, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use kassa::core::settings::{PrinterLink, PrinterSettings};
use kassa::device::printer::{
    Paper, PrintJob, Printer, PrinterEvent, PrinterState, PrinterTrouble, Timing, Written,
};

use super::receipt_printer::{
    COVER_OPEN, LITTLE_PAPER, Manner, NO_PAPER, READY, READY_WITHOUT_MARKS, ReceiptPrinter,
};
use super::{LIMIT, until, wait};

/// Quick limits, so that a test of a dead printer takes no minutes. `answer` stays long enough
/// for a busy machine.
fn quick() -> Timing {
    Timing {
        answer: Duration::from_millis(1_000),
        confirmation: Duration::from_secs(20),
        settle: Duration::from_millis(200),
        notice: Duration::from_millis(300),
        stall: Duration::from_millis(600),
        stuck: Duration::from_secs(2),
        retry: Duration::from_millis(20),
        idle: Duration::from_millis(50),
        idle_shared: Duration::from_millis(50),
    }
}

fn serial(path: &Path) -> PrinterLink {
    PrinterLink::Serial { port: path.display().to_string(), baud: 38_400 }
}

/// One that is asked how it is.
fn printer(link: PrinterLink) -> (Printer, Receiver<PrinterEvent>) {
    start(PrinterSettings { link, columns: 42, answers: true }, quick())
}

/// One that is declared to be unable to answer.
fn mute_printer(link: PrinterLink) -> (Printer, Receiver<PrinterEvent>) {
    start(PrinterSettings { link, columns: 42, answers: false }, quick())
}

fn start(settings: PrinterSettings, timing: Timing) -> (Printer, Receiver<PrinterEvent>) {
    let (events, received) = channel();
    let printer = Printer::start(settings, timing, move |event| {
        let _gone = events.send(event);
    })
    .unwrap();
    (printer, received)
}

fn state(events: &Receiver<PrinterEvent>, wanted: &PrinterState) {
    wait(events, |event| match event {
        PrinterEvent::State(state) => (state == wanted).then_some(()),
        _ => None,
    });
}

fn sent(events: &Receiver<PrinterEvent>, job: u64) {
    wait(events, |event| (*event == PrinterEvent::Sent { job }).then_some(()));
}

fn failed(events: &Receiver<PrinterEvent>, wanted: u64) -> (PrinterTrouble, Written) {
    wait(events, |event| match event {
        PrinterEvent::Failed { job, cause, written } if *job == wanted => {
            Some((cause.clone(), *written))
        }
        _ => None,
    })
}

const FINE: PrinterState = PrinterState::Ready(Paper::Enough);
const OUT: PrinterState = PrinterState::Trouble(PrinterTrouble::PaperOut);

#[test]
fn a_printer_that_answers_prints_and_says_how_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let fake = ReceiptPrinter::at(&path, READY);
    let (printer, events) = printer(serial(&path));
    state(&events, &FINE);
    // Every byte value but the two that ask for the status, and more than one piece.
    let job: Vec<u8> =
        (0..5_000).map(|place| (place % 256) as u8).filter(|byte| *byte != 0x10).collect();
    printer.print(PrintJob { id: 7, bytes: job.clone() });
    wait(&events, |event| (*event == PrinterEvent::Begun { job: 7 }).then_some(()));
    sent(&events, 7);
    assert_eq!(fake.paper(), job);
    fake.become_manner(LITTLE_PAPER);
    state(&events, &PrinterState::Ready(Paper::NearEnd));
    fake.become_manner(COVER_OPEN);
    state(&events, &PrinterState::Trouble(PrinterTrouble::CoverOpen));
}

#[test]
fn a_printer_that_is_declared_mute_prints_on_trust() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let fake = ReceiptPrinter::at(&path, Manner::Mute);
    let (printer, events) = mute_printer(serial(&path));
    state(&events, &PrinterState::Unknown);
    for id in [1, 2] {
        printer.print(PrintJob { id, bytes: format!("job {id}\n").into_bytes() });
        sent(&events, id);
    }
    until("both jobs are on paper", || fake.paper() == b"job 1\njob 2\n");
}

#[test]
fn without_paper_a_job_waits_and_is_printed_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let fake = ReceiptPrinter::at(&path, NO_PAPER);
    let (printer, events) = printer(serial(&path));
    state(&events, &OUT);
    printer.print(PrintJob { id: 1, bytes: b"first\n".to_vec() });
    printer.print(PrintJob { id: 2, bytes: b"second\n".to_vec() });
    printer.print(PrintJob { id: 3, bytes: b"third\n".to_vec() });
    for id in [1, 2, 3] {
        assert_eq!(failed(&events, id), (PrinterTrouble::PaperOut, Written::Nothing));
    }
    printer.withdraw(2);
    wait(&events, |event| (*event == PrinterEvent::Withdrawn { job: 2 }).then_some(()));
    assert!(fake.paper().is_empty());
    fake.become_manner(READY);
    sent(&events, 1);
    sent(&events, 3);
    assert_eq!(fake.paper(), b"first\nthird\n");
    let more: Vec<PrinterEvent> = events.try_iter().collect();
    assert!(!more.iter().any(|event| matches!(event, PrinterEvent::Sent { .. })), "{more:?}");
}

#[test]
fn a_printer_that_takes_nothing_fails_the_job_and_holds_nobody_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let fake = ReceiptPrinter::at(&path, Manner::Dead);
    let (printer, events) = mute_printer(serial(&path));
    state(&events, &PrinterState::Unknown);
    // More than the system's buffer takes.
    printer.print(PrintJob { id: 1, bytes: vec![b'x'; 200_000] });
    assert_eq!(failed(&events, 1), (PrinterTrouble::Stalled, Written::Part));
    // The next one finds the buffer full, or goes into it whole if it was cleared; it is never
    // thrown away, and is on paper once when the printer reads again.
    printer.print(PrintJob { id: 2, bytes: b"<second>".to_vec() });
    fake.become_manner(Manner::Mute);
    sent(&events, 2);
    until("the second job is on paper", || fake.paper().ends_with(b"<second>"));
    let seconds = fake.paper().windows(8).filter(|bytes| *bytes == b"<second>").count();
    assert_eq!(seconds, 1);
}

#[test]
fn a_dead_printer_does_not_delay_its_owner_or_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let _fake = ReceiptPrinter::at(&path, Manner::Dead);
    let settings = PrinterSettings { link: serial(&path), columns: 42, answers: false };
    let (printer, received) = start(settings, Timing::default());
    for id in 0..100 {
        printer.print(PrintJob { id, bytes: vec![b'x'; 100_000] });
    }
    wait(&received, |event| (*event == PrinterEvent::Begun { job: 0 }).then_some(()));
    // Comes back although the job is in its middle and would stall for a minute and a half.
    drop(printer);
}

#[test]
fn a_printer_that_falls_silent_is_not_printed_on_and_a_withdrawn_job_never_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let fake = ReceiptPrinter::at(&path, READY);
    let (printer, events) = printer(serial(&path));
    state(&events, &FINE);
    fake.become_manner(Manner::Mute);
    printer.print(PrintJob { id: 1, bytes: b"one".to_vec() });
    assert_eq!(failed(&events, 1), (PrinterTrouble::Silent, Written::Nothing));
    printer.withdraw(1);
    printer.print(PrintJob { id: 2, bytes: b"two".to_vec() });
    assert_eq!(failed(&events, 2), (PrinterTrouble::Silent, Written::Nothing));
    fake.become_manner(READY);
    sent(&events, 2);
    assert_eq!(fake.paper(), b"two");
}

#[test]
fn a_printer_that_is_unplugged_in_the_middle_fails_that_job_and_prints_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let fake = ReceiptPrinter::at(&path, READY);
    let (printer, events) = printer(serial(&path));
    state(&events, &FINE);
    printer.print(PrintJob { id: 1, bytes: vec![b'x'; 20_000_000] });
    until("the job is in its middle", || fake.paper().len() > 20_000);
    fake.unplug();
    let (cause, written) = failed(&events, 1);
    assert!(matches!(cause, PrinterTrouble::Missing { .. }), "{cause:?}");
    assert_eq!(written, Written::Part);
    printer.print(PrintJob { id: 2, bytes: b"after".to_vec() });
    let (cause, written) = failed(&events, 2);
    assert!(matches!(cause, PrinterTrouble::Missing { .. }), "{cause:?}");
    assert_eq!(written, Written::Nothing);
    fake.tear_off();
    fake.plug();
    sent(&events, 2);
    assert_eq!(fake.paper(), b"after");
}

#[test]
fn a_network_printer_prints_and_one_that_hangs_up_fails_the_job() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let link = PrinterLink::Network { address: listener.local_addr().unwrap().to_string() };
    let (papers, printed) = channel::<Vec<u8>>();
    let (hang_up, hangs_up) = channel::<()>();
    let server = std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut paper = Vec::new();
            let mut buffer = [0; 512];
            loop {
                if paper.len() > 10_000 && hangs_up.try_recv().is_ok() {
                    break; // with unread bytes: the register gets a reset
                }
                match stream.read(&mut buffer) {
                    Ok(0) | Err(_) => break,
                    Ok(count) => paper.extend_from_slice(&buffer[..count]),
                }
            }
            let text: Vec<u8> = paper.into_iter().filter(|byte| *byte > 0x10).collect();
            if text.starts_with(b"END") {
                return;
            }
            if !text.is_empty() {
                papers.send(text).unwrap();
            }
        }
    });
    let address = match &link {
        PrinterLink::Network { address } => address.clone(),
        _ => unreachable!(),
    };
    let (printer, events) = mute_printer(link);
    state(&events, &PrinterState::Unknown);
    printer.print(PrintJob { id: 1, bytes: b"small".to_vec() });
    sent(&events, 1);
    assert_eq!(printed.recv_timeout(LIMIT).unwrap(), b"small");
    hang_up.send(()).unwrap();
    printer.print(PrintJob { id: 2, bytes: vec![b'x'; 20_000_000] });
    let (cause, written) = failed(&events, 2);
    assert!(matches!(cause, PrinterTrouble::Missing { .. }), "{cause:?}");
    assert_eq!(written, Written::Part);
    let part = printed.recv_timeout(LIMIT).unwrap();
    assert!(part.len() < 20_000_000);
    printer.print(PrintJob { id: 3, bytes: b"again".to_vec() });
    sent(&events, 3);
    assert_eq!(printed.recv_timeout(LIMIT).unwrap(), b"again");
    drop(printer);
    std::net::TcpStream::connect(address).unwrap().write_all(b"END").unwrap();
    server.join().unwrap();
}

#[test]
fn a_network_printer_that_is_not_there_is_waited_for() {
    // Nobody listens on a port that has just been let go.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (printer, events) = mute_printer(PrinterLink::Network { address: address.to_string() });
    printer.print(PrintJob { id: 1, bytes: b"later".to_vec() });
    let (cause, written) = failed(&events, 1);
    assert!(matches!(cause, PrinterTrouble::Missing { .. }), "{cause:?}");
    assert_eq!(written, Written::Nothing);
    let listener = TcpListener::bind(address).unwrap();
    let server = std::thread::spawn(move || {
        // Connections that only ask how it is come and go.
        for stream in listener.incoming() {
            let mut bytes = Vec::new();
            let _reset = stream.unwrap().read_to_end(&mut bytes);
            bytes.retain(|byte| *byte > 0x10);
            if !bytes.is_empty() {
                return bytes;
            }
        }
        Vec::new()
    });
    sent(&events, 1);
    assert_eq!(server.join().unwrap(), b"later");
}

#[test]
fn a_device_file_is_written_and_answers_where_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lp0");
    let path = file.display().to_string();
    let (to_file, events) = printer(PrinterLink::File { path: path.clone() });
    to_file.print(PrintJob { id: 1, bytes: b"page".to_vec() });
    let (cause, written) = failed(&events, 1);
    assert!(matches!(cause, PrinterTrouble::Missing { .. }), "{cause:?}");
    assert_eq!(written, Written::Nothing);
    std::fs::write(&file, "").unwrap();
    sent(&events, 1);
    assert_eq!(std::fs::read(&file).unwrap(), b"page");

    let path = folder.path().join("lp1");
    let fake = ReceiptPrinter::at(&path, READY);
    let (to_device, events) = printer(PrinterLink::File { path: path.display().to_string() });
    state(&events, &FINE);
    to_device.print(PrintJob { id: 1, bytes: vec![b'x'; 10_000] });
    sent(&events, 1);
    assert_eq!(fake.paper().len(), 10_000);
    fake.become_manner(NO_PAPER);
    state(&events, &OUT);
}

#[test]
fn a_printer_that_is_off_at_the_start_is_sent_nothing_until_it_answers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    // The port is there: an adapter takes every byte, whether or not somebody reads it.
    let fake = ReceiptPrinter::at(&path, Manner::Off);
    let (printer, events) = printer(serial(&path));
    state(&events, &PrinterState::Trouble(PrinterTrouble::Silent));
    printer.print(PrintJob { id: 1, bytes: b"not lost".to_vec() });
    assert_eq!(failed(&events, 1), (PrinterTrouble::Silent, Written::Nothing));
    fake.become_manner(READY);
    sent(&events, 1);
    assert_eq!(fake.paper(), b"not lost");
}

#[test]
fn paper_that_ends_in_the_middle_of_a_job_cuts_it_off() {
    let folder = tempfile::tempdir().unwrap();
    // Shorter than the printer's memory, so that all of it is handed over at once; and longer than
    // all memories, so that the printer stops reading in the middle.
    for length in [2_000, 200_000] {
        let path = folder.path().join(format!("printer-{length}"));
        let fake = ReceiptPrinter::at(&path, READY);
        let (printer, events) = printer(serial(&path));
        state(&events, &FINE);
        fake.end_roll_after(700);
        printer.print(PrintJob { id: 1, bytes: vec![b'x'; length] });
        // With its memory full it does not even take the question why.
        let (cause, written) = failed(&events, 1);
        assert!(cause == PrinterTrouble::PaperOut || length == 200_000, "{cause:?}");
        assert_eq!(written, Written::Part);
        assert_eq!(fake.paper().len(), 700);
        // It is not printed again by itself.
        fake.new_roll();
        state(&events, &FINE);
        printer.print(PrintJob { id: 2, bytes: b"<second>".to_vec() });
        sent(&events, 2);
        assert!(fake.paper().ends_with(b"<second>"));
        assert!(fake.count(b"x") <= length, "no byte twice");
        assert_eq!(fake.count(b"<second>"), 1);
    }
}

#[test]
fn a_job_counts_as_printed_when_the_paper_lasted_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let fake = ReceiptPrinter::at(&path, LITTLE_PAPER);
    let (printer, events) = printer(serial(&path));
    state(&events, &PrinterState::Ready(Paper::NearEnd));
    fake.end_roll_after(3_001);
    printer.print(PrintJob { id: 1, bytes: vec![b'x'; 3_000] });
    sent(&events, 1);
    assert_eq!(fake.paper().len(), 3_000);
}

#[test]
fn a_printer_that_knows_no_marks_is_watched_for_a_while_instead() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let fake = ReceiptPrinter::at(&path, READY_WITHOUT_MARKS);
    let (printer, events) = printer(serial(&path));
    state(&events, &FINE);
    for id in [1, 2] {
        printer.print(PrintJob { id, bytes: vec![b'x'; 100] });
        sent(&events, id);
    }
    fake.end_roll_after(50);
    printer.print(PrintJob { id: 3, bytes: vec![b'x'; 100] });
    assert_eq!(failed(&events, 3), (PrinterTrouble::PaperOut, Written::Part));
}

#[test]
fn a_cover_that_is_opened_in_the_middle_cuts_the_job_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let fake = ReceiptPrinter::at(&path, READY);
    let (printer, events) = printer(serial(&path));
    state(&events, &FINE);
    printer.print(PrintJob { id: 1, bytes: vec![b'x'; 20_000_000] });
    until("the job is in its middle", || fake.paper().len() > 20_000);
    fake.become_manner(COVER_OPEN);
    assert_eq!(failed(&events, 1).1, Written::Part);
}

#[test]
fn a_slow_printer_has_not_printed_a_job_before_it_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let fake = ReceiptPrinter::at(&path, READY);
    let (printer, events) = printer(serial(&path));
    state(&events, &FINE);
    printer.print(PrintJob { id: 1, bytes: b"known to answer marks".to_vec() });
    sent(&events, 1);
    fake.hold();
    printer.print(PrintJob { id: 2, bytes: vec![b'x'; 1_000] });
    wait(&events, |event| (*event == PrinterEvent::Begun { job: 2 }).then_some(()));
    // Much longer than one that knows no marks is watched.
    std::thread::sleep(quick().settle * 5);
    fake.end_roll_after(500);
    fake.go_on();
    assert_eq!(failed(&events, 2), (PrinterTrouble::PaperOut, Written::Part));
    // It is switched off and forgets the mark; the next job is confirmed all the same.
    fake.become_manner(Manner::Off);
    fake.new_roll();
    state(&events, &PrinterState::Trouble(PrinterTrouble::Silent));
    fake.become_manner(READY);
    printer.print(PrintJob { id: 3, bytes: b"<third>".to_vec() });
    sent(&events, 3);
    assert_eq!(fake.count(b"<third>"), 1);
}
