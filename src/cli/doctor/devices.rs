//! Scanner and printer, tried as the register uses them. While it runs, it has them itself.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::core::settings::{PrinterLink, PrinterSettings, ScannerSettings, Settings};
use crate::device::printer::{Printer, PrinterEvent, PrinterState, PrinterTrouble, Timing};
use crate::device::scanner::{ScannerEvent, ScannerState, SerialScanner};
use crate::journal;

use super::{Outcome, Report};

/// How long a device has to say how it is.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) fn check(directory: &Path, settings: &Settings, report: &mut Report<'_>) {
    let runs = journal::is_in_use(directory);
    match &settings.scanner {
        None => report.add("scanner", Outcome::Skipped, "doctor-no-scanner", &[]),
        Some(_) if runs => report.add("scanner", Outcome::Skipped, "doctor-device-in-use", &[]),
        Some(scanner) => try_scanner(scanner, report),
    }
    match &settings.printer {
        None => report.add("printer", Outcome::Warning, "doctor-no-printer", &[]),
        Some(PrinterSettings { link: PrinterLink::Preview, .. }) => {
            report.add("printer", Outcome::Warning, "doctor-preview", &[]);
        }
        Some(_) if runs => report.add("printer", Outcome::Skipped, "doctor-device-in-use", &[]),
        Some(printer) => try_printer(printer, report),
    }
}

fn try_scanner(scanner: &ScannerSettings, report: &mut Report<'_>) {
    const CHECK: &str = "scanner";
    let (events, received) = channel();
    let started = SerialScanner::start(scanner.clone(), move |event| {
        // Whoever tries may have gone already.
        let _gone = events.send(event);
    });
    let state = first(started.is_ok(), &received, |event| match event {
        ScannerEvent::State(state) => Some(state),
        _ => None,
    });
    let (result, key) = match state {
        Some(ScannerState::Ready | ScannerState::Noisy) => (Outcome::Ok, "doctor-scanner"),
        Some(ScannerState::Missing { .. }) => (Outcome::Trouble, "doctor-device-missing"),
        Some(ScannerState::Denied) => (Outcome::Trouble, "doctor-port-forbidden"),
        Some(ScannerState::Busy) => (Outcome::Trouble, "doctor-device-taken"),
        None => (Outcome::Trouble, "doctor-device-silent"),
    };
    report.add(CHECK, result, key, &[("port", scanner.port.as_str().into())]);
}

fn try_printer(printer: &PrinterSettings, report: &mut Report<'_>) {
    const CHECK: &str = "printer";
    let (events, received) = channel();
    let started = Printer::start(printer.clone(), Timing::default(), move |event| {
        // As above.
        let _gone = events.send(event);
    });
    let state = first(started.is_ok(), &received, |event| match event {
        PrinterEvent::State(state) => Some(state),
        _ => None,
    });
    let (port, forbidden) = match &printer.link {
        PrinterLink::Serial { port, .. } => (port.as_str(), "doctor-port-forbidden"),
        PrinterLink::Network { address } => (address.as_str(), "doctor-port-forbidden"),
        PrinterLink::File { path } => (path.as_str(), "doctor-printer-forbidden"),
        PrinterLink::Preview => ("", "doctor-port-forbidden"),
    };
    let (result, key) = match state {
        Some(PrinterState::Ready(_)) => (Outcome::Ok, "doctor-printer"),
        Some(PrinterState::Unknown) => (Outcome::Ok, "doctor-printer-mute"),
        Some(PrinterState::Trouble(trouble)) => (
            Outcome::Trouble,
            match trouble {
                PrinterTrouble::Missing { .. } => "doctor-device-missing",
                PrinterTrouble::Denied => forbidden,
                PrinterTrouble::Busy => "doctor-device-taken",
                PrinterTrouble::PaperOut => "doctor-paper-out",
                PrinterTrouble::CoverOpen => "doctor-cover-open",
                _ => "doctor-device-silent",
            },
        ),
        None => (Outcome::Trouble, "doctor-device-silent"),
    };
    report.add(CHECK, result, key, &[("port", port.into())]);
}

/// The first state that a device tells, within its time.
fn first<Event, State>(
    started: bool,
    received: &Receiver<Event>,
    state: impl Fn(Event) -> Option<State>,
) -> Option<State> {
    if !started {
        return None;
    }
    let end = std::time::Instant::now() + PATIENCE;
    loop {
        let left = end.saturating_duration_since(std::time::Instant::now());
        let event = received.recv_timeout(left).ok()?;
        if let Some(state) = state(event) {
            return Some(state);
        }
    }
}
