//! Waits for one scan.

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use super::TrialError;
use crate::core::settings::ScannerSettings;
use crate::device::scanner::{ScannerEvent, SerialScanner};

/// Waits for one scan and gives its text.
///
/// # Errors
/// When the port cannot be used, what comes is no code, or nothing comes within the limit.
pub fn first_scan(settings: ScannerSettings, limit: Duration) -> Result<String, TrialError> {
    let (events, received) = channel();
    let port = settings.port.clone();
    let _scanner = SerialScanner::start(settings, move |event| {
        // Whoever tests may have gone already.
        let _gone = events.send(event);
    })
    .map_err(TrialError::Start)?;
    let end = Instant::now() + limit;
    loop {
        match received.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(ScannerEvent::Scan { text, .. }) => return Ok(text),
            Ok(ScannerEvent::Refused(refusal)) => return Err(TrialError::Unreadable(refusal)),
            Ok(ScannerEvent::State(state)) => {
                if let Some(error) = TrialError::of_scanner(state, &port) {
                    return Err(error);
                }
            }
            Err(_) => return Err(TrialError::NothingScanned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scanner_that_is_not_there_is_named_as_the_cause() {
        let settings = ScannerSettings { port: "/nonexistent/port".to_owned(), baud: 9_600 };
        let error = first_scan(settings, Duration::from_secs(30));
        assert!(matches!(error, Err(TrialError::Missing { .. })), "{error:?}");
    }
}
