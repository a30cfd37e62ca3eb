//! Prints something on a printer that need not be the register's.

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use super::TrialError;
use crate::core::settings::{PrinterLink, PrinterSettings};
use crate::device::printer::{
    PrintJob, Printer, PrinterEvent, PrinterState, PrinterTrouble, Timing, Written,
};

/// How long a printer that does not answer at first is waited for: opening the port switches some off and on again.
const WAKING_UP: Duration = Duration::from_secs(2);

/// Prints bytes, such as a test page, and gives the printer's state after it.
///
/// # Errors
/// When the printer cannot print, or has not taken the bytes within the limit.
pub fn print(
    settings: PrinterSettings,
    bytes: Vec<u8>,
    limit: Duration,
) -> Result<PrinterState, TrialError> {
    let (events, received) = channel();
    let link: PrinterLink = settings.link.clone();
    let printer = Printer::start(settings, Timing::default(), move |event| {
        // Whoever tests may have gone already.
        let _gone = events.send(event);
    })
    .map_err(TrialError::Start)?;
    printer.print(PrintJob { id: 0, bytes });
    let mut end = Instant::now() + limit;
    let mut state = PrinterState::Unknown;
    let mut is_waited_for = false;
    loop {
        match received.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(PrinterEvent::State(PrinterState::Trouble(cause)))
                if is_waited_for && cause != PrinterTrouble::Silent =>
            {
                return Err(TrialError::of_printer(cause, &link));
            }
            Ok(PrinterEvent::State(now)) => state = now,
            Ok(PrinterEvent::Begun { .. } | PrinterEvent::Withdrawn { .. }) => {}
            Ok(PrinterEvent::Sent { .. }) => return Ok(state),
            Ok(PrinterEvent::Failed {
                cause: PrinterTrouble::Silent,
                written: Written::Nothing,
                ..
            }) if !is_waited_for => {
                is_waited_for = true;
                end = end.min(Instant::now() + WAKING_UP);
            }
            Ok(PrinterEvent::Failed {
                cause, written: Written::Nothing | Written::Part, ..
            }) => {
                return Err(TrialError::of_printer(cause, &link));
            }
            Err(_) => return Err(TrialError::Silent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printer_that_is_not_there_is_named_as_the_cause() {
        let nowhere = "/nonexistent/port".to_owned();
        for link in [
            PrinterLink::Serial { port: nowhere.clone(), baud: 9_600 },
            PrinterLink::File { path: nowhere },
            // The port of no service.
            PrinterLink::Network { address: "127.0.0.1:9".to_owned() },
            PrinterLink::Network { address: "127.0.0.1".to_owned() },
        ] {
            let settings = PrinterSettings { link, columns: 42, answers: true };
            let error = print(settings, vec![b'A'], Duration::from_secs(30));
            assert!(matches!(error, Err(TrialError::Missing { .. })), "{error:?}");
        }
    }
}
