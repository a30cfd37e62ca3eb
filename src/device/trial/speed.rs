//! Finds out at which speed a scanner sends, while somebody scans.
//!
//! The speeds are tried one after another, the usual ones first, on a port that is opened once. A scan
//! at a wrong speed comes as noise, which [`framing`](crate::device::scanner::framing) tells from a
//! code, with one exception: a receiver at half the speed (or an eighth) reads two characters as one,
//! and often as a printable one, the same every time. So being read proves little, also twice alike. A
//! code proves its speed by a check digit that fits, or by being the one on our own test page. Any other
//! proves it only when no higher speed can read it: too fast a receiver never does.

use std::io;
use std::time::{Duration, Instant};

use serialport::{ClearBuffer, SerialPort};

use super::TrialError;
use crate::core::catalog::Code;
use crate::device::scanner::framing::{Framed, Framer, QUIET};
use crate::device::scanner::serial;
use crate::device::thread::{StopSignal, Thread};
use crate::document::test_page;

/// The speeds in the order in which they are tried: what scanners leave the factory with, then the rest.
const SPEEDS: [u32; 8] = [9_600, 115_200, 19_200, 38_400, 57_600, 4_800, 2_400, 1_200];
/// How often all of them are tried: a hand may have slipped once at the right one.
const ROUNDS: usize = 2;
/// How long nobody may scan before that is the end.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long one read waits.
const READ: Duration = Duration::from_millis(20);
/// What is more than this without a pause is noise, whatever follows.
const MOST_BYTES: usize = 1_024;
/// What goes on for longer without a pause is noise: a scan takes less at every speed.
const LONGEST: Duration = Duration::from_secs(3);
/// Lengths of the codes of articles that carry a check digit (GTIN).
const WITH_CHECK_DIGIT: [usize; 4] = [8, 12, 13, 14];

/// What a search for the speed reports.
#[derive(Debug)]
pub enum SpeedStep {
    /// The scanner is listened to; scans can begin.
    Listening,
    /// Something was scanned and could not be read: the next speed is tried.
    Unreadable {
        /// The speed that does not fit.
        baud: u32,
    },
    /// Something was scanned and could be read, which is no proof yet: higher speeds are tried.
    Readable {
        /// The speed that seems to fit.
        baud: u32,
    },
    /// The search is over.
    Ended(Result<u32, TrialError>),
}

/// A search that is going on; dropping it ends it and closes the port.
#[derive(Debug)]
pub struct SpeedSearch {
    _thread: Thread,
}

impl SpeedSearch {
    /// Begins to listen. `report` is called on a thread of its own; [`SpeedStep::Ended`] comes last.
    ///
    /// # Errors
    /// Only if the system has no thread left.
    pub fn start(
        port: String,
        report: impl Fn(SpeedStep) + Send + 'static,
    ) -> Result<Self, TrialError> {
        let thread = Thread::start("speed", move |stop| {
            if let Some(end) = search(&port, &report, stop) {
                report(SpeedStep::Ended(end));
            }
        });
        Ok(SpeedSearch { _thread: thread.map_err(TrialError::Start)? })
    }
}

/// Searches until there is an answer; none if it was stopped.
fn search(
    name: &str,
    report: &dyn Fn(SpeedStep),
    stop: &StopSignal,
) -> Option<Result<u32, TrialError>> {
    let mut candidates = Candidates::new();
    let opened = serialport::new(name, candidates.baud()).timeout(READ).open();
    let mut port = match opened {
        Ok(port) => port,
        Err(error) => return TrialError::of_scanner(serial::state_of(&error), name).map(Err),
    };
    let gone =
        |error: &dyn std::error::Error| Err(TrialError::Missing { detail: error.to_string() });
    report(SpeedStep::Listening);
    loop {
        let baud = candidates.baud();
        let tuned = port.set_baud_rate(baud).and_then(|()| port.clear(ClearBuffer::Input));
        if let Err(error) = tuned {
            return Some(gone(&error));
        }
        let heard = match hear(port.as_mut(), stop) {
            Ok(Heard::Stopped) => return None,
            Ok(Heard::Nothing) => return Some(Err(TrialError::NothingScanned)),
            Ok(Heard::Scan(bytes)) => bytes,
            Err(error) => return Some(gone(&error)),
        };
        match candidates.judge(&heard) {
            Judgement::Certain(baud) => return Some(Ok(baud)),
            Judgement::Likely => report(SpeedStep::Readable { baud }),
            Judgement::Wrong => report(SpeedStep::Unreadable { baud }),
            Judgement::Last => return Some(Err(TrialError::NoSpeedFits)),
        }
    }
}

enum Heard {
    /// Everything that came without a pause.
    Scan(Vec<u8>),
    Nothing,
    Stopped,
}

/// Waits for a scan, and until it is over: its rest would be noise at the next speed.
fn hear(port: &mut dyn SerialPort, stop: &StopSignal) -> io::Result<Heard> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 256];
    let since = Instant::now();
    let mut first = None;
    let mut last = since;
    while !stop.is_set() {
        let begun = Instant::now();
        match port.read(&mut buffer) {
            Ok(0) => return Err(io::ErrorKind::BrokenPipe.into()),
            Ok(count) => {
                last = Instant::now();
                let first = *first.get_or_insert(last);
                // One byte more than allowed is enough to tell that there were too many.
                let room = (MOST_BYTES + 1).saturating_sub(bytes.len());
                bytes.extend_from_slice(&buffer[..count.min(room)]);
                if last - first > LONGEST {
                    return Ok(Heard::Scan(bytes));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                // As in the scanner's own thread: what came while this one was not running is
                // still to be read, so only the read's beginning proves a silence.
                if first.is_some() && begun.saturating_duration_since(last) >= QUIET {
                    return Ok(Heard::Scan(bytes));
                }
                if first.is_none() && since.elapsed() > PATIENCE {
                    return Ok(Heard::Nothing);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Heard::Stopped)
}

/// What a scan says about the speed it was heard at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Judgement {
    /// The scanner sends at this speed.
    Certain(u32),
    /// Readable, but a higher speed may be the right one.
    Likely,
    /// Noise: another speed is next.
    Wrong,
    /// Noise, and no speed is left.
    Last,
}

/// The speeds that are still to be tried, and what is known of the others.
#[derive(Debug)]
struct Candidates {
    /// In the order of trying; the first is listened at.
    left: Vec<u32>,
    /// How often all of them have been given up.
    rounds: usize,
    /// The highest speed at which something could be read.
    readable: Option<u32>,
}

impl Candidates {
    fn new() -> Self {
        Candidates { left: SPEEDS.into(), rounds: 0, readable: None }
    }

    fn baud(&self) -> u32 {
        self.left.first().copied().unwrap_or(SPEEDS[0])
    }

    fn judge(&mut self, heard: &[u8]) -> Judgement {
        let baud = self.baud();
        let codes = codes(heard);
        if codes.iter().any(|code| proves_itself(code)) {
            return Judgement::Certain(baud);
        }
        let is_readable = !codes.is_empty();
        if is_readable {
            self.readable = self.readable.max(Some(baud));
        }
        // The right speed is not below one that reads something.
        let least = self.readable.unwrap_or_default();
        self.left.retain(|other| *other != baud && *other > least);
        if self.left.is_empty() {
            if let Some(readable) = self.readable {
                return Judgement::Certain(readable);
            }
            self.rounds += 1;
            if self.rounds == ROUNDS {
                return Judgement::Last;
            }
            self.left = SPEEDS.into();
        }
        if is_readable { Judgement::Likely } else { Judgement::Wrong }
    }
}

/// The codes in what was heard without a pause; none if anything of it is no code.
fn codes(heard: &[u8]) -> Vec<String> {
    if heard.len() > MOST_BYTES {
        return Vec::new();
    }
    let mut framer = Framer::new();
    let at = Instant::now();
    let mut framed = Vec::new();
    framer.push(heard, at, |found| framed.push(found));
    framed.extend(framer.silent(at + QUIET));
    let codes = framed.into_iter().map(|found| match found {
        Framed::Scan(code) => Some(code),
        Framed::Refused(_) => None,
    });
    codes.collect::<Option<_>>().unwrap_or_default()
}

/// Whether noise cannot have made this code.
fn proves_itself(code: &str) -> bool {
    let article = Code::new(code).is_ok_and(|article| {
        let digits = code.bytes().all(|byte| byte.is_ascii_digit());
        digits && WITH_CHECK_DIGIT.contains(&code.len()) && article.check_digit_fits()
    });
    article || code == test_page::CODE
}

#[cfg(test)]
mod tests {
    use super::*;

    use Judgement::{Certain, Last, Likely, Wrong};

    fn judged(scans: &[&[u8]]) -> Vec<Judgement> {
        let mut candidates = Candidates::new();
        scans.iter().map(|scan| candidates.judge(scan)).collect()
    }

    #[test]
    fn a_check_digit_proves_a_speed_at_once() {
        for (scan, judgement) in [
            (&b"7310865004703\r"[..], Certain(9_600)),
            (b"96385074", Certain(9_600)),
            (b"]E07310865004703\r\n", Certain(9_600)),
            (b"KASSA-1234\r", Certain(9_600)),
            (b"7310865004704\r", Likely),
            (b"1234567\r", Likely),
            (b"ABCDEFGHIJKL\r", Likely),
        ] {
            assert_eq!(judged(&[scan]), [judgement], "{scan:?}");
        }
    }

    #[test]
    fn without_one_the_higher_speeds_have_to_be_noise() {
        let noise = &b"\xff\x00"[..];
        let code = &b"SHELF-A1\r"[..];
        // 9600, then 115 200, 19 200, 38 400 and 57 600.
        assert_eq!(
            judged(&[code, noise, noise, noise, noise]),
            [Likely, Wrong, Wrong, Wrong, Certain(9_600)]
        );
        assert_eq!(judged(&[b"[[Zz[J:\r", noise, code]), [Likely, Wrong, Likely]);
        assert_eq!(judged(&[noise, code]), [Wrong, Certain(115_200)], "there is none above it");
    }

    #[test]
    fn noise_among_codes_is_noise() {
        for noise in [
            &b"7310865004703\r\x00"[..],
            b"\x80\r7310865004703\r",
            b"\r\n",
            &[b'7'; 65],
            &b"7310865004703\r".repeat(80),
        ] {
            assert_eq!(judged(&[noise]), [Wrong], "{noise:?}");
        }
    }

    #[test]
    fn every_speed_is_tried_twice_and_no_more() {
        let mut candidates = Candidates::new();
        let mut tried = Vec::new();
        loop {
            tried.push(candidates.baud());
            if candidates.judge(b"\xff") == Last {
                break;
            }
        }
        assert_eq!(tried, [SPEEDS, SPEEDS].concat());
        let mut known = SPEEDS;
        known.sort_unstable();
        assert_eq!(known, crate::core::settings::check::BAUD_RATES);
    }
}
