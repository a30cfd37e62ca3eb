//! The printer on a serial port, on the network and as a device file.

use std::io::{Read, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use kassa::core::settings::PrinterLink;
use kassa::device::printer::{
    Paper, PrintJob, Printer, PrinterEvent, PrinterState, PrinterTrouble, Timing, Written,
};
use kassa::device::virtual_port::VirtualPort;

use super::{LIMIT, until, wait};

/// Quick limits, so that a test of a dead printer takes no minutes. `answer` stays long enough
/// for a busy machine.
fn quick() -> Timing {
    Timing {
        answer: Duration::from_millis(1_000),
        confirmation: Duration::from_secs(20),
        notice: Duration::from_millis(300),
        stall: Duration::from_millis(600),
        retry: Duration::from_millis(20),
        idle: Duration::from_millis(50),
        idle_shared: Duration::from_millis(50),
    }
}

/// What the printer does with what it is sent.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    /// Prints and answers DLE EOT with these four bytes.
    Answers([u8; 4]),
    /// Prints and never answers.
    Mute,
    /// Reads nothing.
    Dead,
}

const READY: Manner = Manner::Answers([0x12, 0x12, 0x12, 0x12]);
const NO_PAPER: Manner = Manner::Answers([0x1a, 0x32, 0x12, 0x7e]);
const LITTLE_PAPER: Manner = Manner::Answers([0x12, 0x12, 0x12, 0x1e]);

struct FakePrinter {
    port: Arc<Mutex<VirtualPort>>,
    manner: Arc<Mutex<Manner>>,
    paper: Arc<Mutex<Vec<u8>>>,
    running: Arc<()>,
    thread: Option<JoinHandle<()>>,
}

impl FakePrinter {
    fn new(path: &Path, manner: Manner) -> Self {
        let port = Arc::new(Mutex::new(VirtualPort::plugged(path).unwrap()));
        let manner = Arc::new(Mutex::new(manner));
        let paper = Arc::new(Mutex::new(Vec::new()));
        let running = Arc::new(());
        let alive = Arc::downgrade(&running);
        let (its_port, its_manner, its_paper) = (port.clone(), manner.clone(), paper.clone());
        let thread = std::thread::spawn(move || {
            let mut command = Vec::new();
            while alive.upgrade().is_some() {
                std::thread::sleep(Duration::from_millis(1));
                let manner = *its_manner.lock().unwrap();
                let mut port = its_port.lock().unwrap();
                let bytes = match manner {
                    Manner::Dead => continue,
                    _ => port.read_available().unwrap_or_default(),
                };
                for byte in bytes {
                    command.push(byte);
                    match command[..] {
                        [0x10] | [0x10, 0x04] => {}
                        [0x10, 0x04, question @ 1..=4] => {
                            if let Manner::Answers(answers) = manner {
                                let _unplugged = port.write(&[answers[question as usize - 1]]);
                            }
                            command.clear();
                        }
                        _ => its_paper.lock().unwrap().append(&mut command),
                    }
                }
            }
        });
        FakePrinter { port, manner, paper, running, thread: Some(thread) }
    }

    fn become_manner(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    fn paper(&self) -> Vec<u8> {
        self.paper.lock().unwrap().clone()
    }
}

impl Drop for FakePrinter {
    fn drop(&mut self) {
        self.running = Arc::new(());
        self.thread.take().unwrap().join().unwrap();
    }
}

fn serial(path: &Path) -> PrinterLink {
    PrinterLink::Serial { port: path.display().to_string(), baud: 38_400 }
}

fn printer(link: PrinterLink) -> (Printer, Receiver<PrinterEvent>) {
    let (events, received) = channel();
    let printer = Printer::start(link, quick(), move |event| {
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
    let fake = FakePrinter::new(&path, READY);
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
    fake.become_manner(Manner::Answers([0x1a, 0x16, 0x12, 0x12]));
    state(&events, &PrinterState::Trouble(PrinterTrouble::CoverOpen));
}

#[test]
fn a_printer_that_says_nothing_prints_on_trust() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let fake = FakePrinter::new(&path, Manner::Mute);
    let (printer, events) = printer(serial(&path));
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
    let fake = FakePrinter::new(&path, NO_PAPER);
    let (printer, events) = printer(serial(&path));
    state(&events, &OUT);
    printer.print(PrintJob { id: 1, bytes: b"first\n".to_vec() });
    printer.print(PrintJob { id: 2, bytes: b"second\n".to_vec() });
    printer.print(PrintJob { id: 3, bytes: b"third\n".to_vec() });
    for id in [1, 2, 3] {
        assert_eq!(failed(&events, id), (PrinterTrouble::PaperOut, Written::Nothing));
    }
    printer.withdraw(2);
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
    let fake = FakePrinter::new(&path, Manner::Dead);
    let (printer, events) = printer(serial(&path));
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
    let _fake = FakePrinter::new(&path, Manner::Dead);
    let (events, received) = channel();
    let printer = Printer::start(serial(&path), Timing::default(), move |event| {
        let _gone = events.send(event);
    })
    .unwrap();
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
    let fake = FakePrinter::new(&path, READY);
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
    let fake = FakePrinter::new(&path, READY);
    let (printer, events) = printer(serial(&path));
    state(&events, &FINE);
    printer.print(PrintJob { id: 1, bytes: vec![b'x'; 20_000_000] });
    until("the job is in its middle", || fake.paper().len() > 20_000);
    fake.port.lock().unwrap().unplug();
    let (cause, written) = failed(&events, 1);
    assert!(matches!(cause, PrinterTrouble::Missing { .. }), "{cause:?}");
    assert_eq!(written, Written::Part);
    printer.print(PrintJob { id: 2, bytes: b"after".to_vec() });
    let (cause, written) = failed(&events, 2);
    assert!(matches!(cause, PrinterTrouble::Missing { .. }), "{cause:?}");
    assert_eq!(written, Written::Nothing);
    fake.paper.lock().unwrap().clear();
    fake.port.lock().unwrap().plug().unwrap();
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
    let (printer, events) = printer(link);
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
    let (printer, events) = printer(PrinterLink::Network { address: address.to_string() });
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
    let fake = FakePrinter::new(&path, READY);
    let (to_device, events) = printer(PrinterLink::File { path: path.display().to_string() });
    state(&events, &FINE);
    to_device.print(PrintJob { id: 1, bytes: vec![b'x'; 10_000] });
    sent(&events, 1);
    assert_eq!(fake.paper().len(), 10_000);
    fake.become_manner(NO_PAPER);
    state(&events, &OUT);
}
