//! A scanner on a serial port, read by a thread of its own.
//!
//! The port may come and go: it is opened again by itself, and each change is told.

use std::io::{self, Read};
use std::time::{Duration, Instant};

use serialport::SerialPort;

use super::framing::{Framed, Framer};
use super::{ScannerEvent, ScannerState};
use crate::core::settings::ScannerSettings;
use crate::device::thread::{StopSignal, Thread};

/// How often a port that is not there is looked for.
const RETRY: Duration = Duration::from_millis(250);
/// How long one read waits while no code has begun: bounds how long stopping takes.
const IDLE_READ: Duration = Duration::from_millis(100);
/// Noise that lasts longer is told as the scanner's state: it is more than one bad code.
const NOISY: Duration = Duration::from_millis(500);
/// How long one read waits in the middle of a code: how exactly a silence is measured.
const QUICK_READ: Duration = Duration::from_millis(10);

/// A running scanner; dropping it closes the port.
#[derive(Debug)]
pub struct SerialScanner {
    _thread: Thread,
}

impl SerialScanner {
    /// Starts to listen. The port need not be there yet.
    ///
    /// `report` is called on the scanner's thread and must not wait for anything: the next code
    /// is read after it returns.
    ///
    /// # Errors
    /// Only if the system has no thread left.
    pub fn start(
        settings: ScannerSettings,
        report: impl Fn(ScannerEvent) + Send + 'static,
    ) -> io::Result<Self> {
        let thread = Thread::start("scanner", move |stop| {
            Listener { settings, report, state: None }.run(stop);
        })?;
        Ok(SerialScanner { _thread: thread })
    }
}

struct Listener<F> {
    settings: ScannerSettings,
    report: F,
    state: Option<ScannerState>,
}

impl<F: Fn(ScannerEvent)> Listener<F> {
    fn run(&mut self, stop: &StopSignal) {
        let mut framer = Framer::new();
        while !stop.is_set() {
            let opened =
                serialport::new(&self.settings.port, self.settings.baud).timeout(IDLE_READ).open();
            match opened {
                Ok(port) => {
                    self.become_state(ScannerState::Ready);
                    if let Err(error) = self.listen(port, &mut framer, stop) {
                        self.become_state(missing(&error.to_string()));
                    }
                    framer.reset();
                }
                Err(error) => self.become_state(state_of(&error)),
            }
            if stop.sleep(RETRY) {
                return;
            }
        }
    }

    /// Reads until the port goes away (an error) or the thread shall end.
    fn listen(
        &mut self,
        mut port: Box<dyn SerialPort>,
        framer: &mut Framer,
        stop: &StopSignal,
    ) -> io::Result<()> {
        let mut buffer = [0; 1024];
        while !stop.is_set() {
            port.set_timeout(if framer.is_reading() { QUICK_READ } else { IDLE_READ })?;
            let begun = Instant::now();
            match port.read(&mut buffer) {
                // A terminal that has hung up reads as empty.
                Ok(0) => return Err(io::ErrorKind::BrokenPipe.into()),
                Ok(count) => {
                    let at = Instant::now();
                    framer.push(&buffer[..count], at, |framed| self.tell(framed, at));
                }
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    // Nothing was there when the read began; what came while this thread was
                    // not running is still to be read, so the present moment proves nothing.
                    if let Some(framed) = framer.silent(begun) {
                        self.tell(framed, begun);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
            match framer.noise_since() {
                None => self.become_state(ScannerState::Ready),
                Some(since) if since.elapsed() > NOISY => self.become_state(ScannerState::Noisy),
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn tell(&self, framed: Framed, at: Instant) {
        (self.report)(match framed {
            Framed::Scan(text) => ScannerEvent::Scan { text, at },
            Framed::Refused(refusal) => ScannerEvent::Refused(refusal),
        });
    }

    /// Tells a state when it differs from the last one. A port that stays away for the same
    /// reason has been missing since the first time.
    fn become_state(&mut self, state: ScannerState) {
        let same = match (&self.state, &state) {
            (
                Some(ScannerState::Missing { cause: before, .. }),
                ScannerState::Missing { cause: now, .. },
            ) => before == now,
            (before, now) => before.as_ref() == Some(now),
        };
        if same {
            return;
        }
        let state = match (&self.state, state) {
            (Some(ScannerState::Missing { since, .. }), ScannerState::Missing { cause, .. }) => {
                ScannerState::Missing { since: *since, cause }
            }
            (_, state) => state,
        };
        tracing::info!(port = self.settings.port, ?state, "scanner");
        self.state = Some(state.clone());
        (self.report)(ScannerEvent::State(state));
    }
}

fn missing(cause: &str) -> ScannerState {
    ScannerState::Missing { since: Instant::now(), cause: cause.to_owned() }
}

/// What an error of opening means to a person.
pub(in crate::device) fn state_of(error: &serialport::Error) -> ScannerState {
    match error.kind() {
        serialport::ErrorKind::Io(io::ErrorKind::PermissionDenied) => ScannerState::Denied,
        // The crate says "no device" only for a port that is locked, by it or by another program.
        serialport::ErrorKind::NoDevice => ScannerState::Busy,
        _ => missing(&error.to_string()),
    }
}
