//! Finds the codes in the bytes of a scanner.
//!
//! A code ends with CR, LF or both; with a silence only where no line end was ever seen. What is
//! no code begins a noise, in which nothing is trusted until it is over: among enough noise there
//! is something that looks like a code. Pure: bytes and times go in, codes come out.

use std::time::{Duration, Instant};

/// The most characters of a code; more is noise or the wrong kind of code.
pub const MOST_CHARACTERS: usize = 64;
/// A silence that ends a code for scanners that send no line end.
pub const SILENCE: Duration = Duration::from_millis(50);
/// A silence after which noise is over. Longer than a hand needs to pull a trigger again, noise
/// with shorter pauses is one noise.
pub const QUIET: Duration = Duration::from_millis(250);
/// The same code again within this time is one scan: no hand is that quick.
pub const REPEAT: Duration = Duration::from_millis(150);
/// The most characters of a refused code that are shown.
const MOST_SHOWN: usize = 40;

/// Why what a scanner sent is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalCause {
    /// More than [`MOST_CHARACTERS`].
    TooLong,
    /// Something else than printable ASCII: noise, or wrong settings of the port.
    BadCharacter,
    /// It broke off without the line end that this scanner puts behind its codes: pulled out in
    /// the middle, perhaps. The beginning of one code may be another.
    Incomplete,
}

/// Something that is not a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// How it began, at most 40 characters, with unprintable bytes as `\xNN`.
    pub shown: String,
    /// Why it was refused.
    pub why: RefusalCause,
}

/// A code, or something that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Framed {
    /// A code.
    Scan(String),
    /// No code.
    Refused(Refusal),
}

/// What has arrived of the current code.
#[derive(Debug, Default)]
enum Reading {
    #[default]
    Nothing,
    /// Up to [`MOST_CHARACTERS`] bytes.
    Code(Vec<u8>),
    /// Noise: it has been refused, and what follows is thrown away until it is quiet.
    Noise {
        /// When it was refused.
        since: Instant,
    },
}

/// How the scanner's codes end, as far as it has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Ending {
    /// Not known: a silence may be the end.
    #[default]
    Unknown,
    /// With a line end.
    Line,
}

/// Cuts a stream of bytes into codes.
#[derive(Debug, Default)]
pub struct Framer {
    reading: Reading,
    ending: Ending,
    last_byte: Option<Instant>,
    last_scan: Option<(String, Instant)>,
}

impl Framer {
    /// A framer that has seen nothing.
    pub fn new() -> Self {
        Framer::default()
    }

    /// Takes bytes that arrived at `at`; calls `out` for every code or refusal that they end.
    ///
    /// Time between two calls ends no code, because the bytes may have waited in a buffer in
    /// between: only [`Framer::silent`] knows that nothing came.
    pub fn push(&mut self, bytes: &[u8], at: Instant, mut out: impl FnMut(Framed)) {
        for &byte in bytes {
            if matches!(self.reading, Reading::Noise { .. }) {
                self.last_byte = Some(at);
            } else if byte == b'\r' || byte == b'\n' {
                if matches!(self.reading, Reading::Code(_)) {
                    self.ending = Ending::Line;
                }
                self.end(at).into_iter().for_each(&mut out);
            } else {
                self.last_byte = Some(at);
                match &mut self.reading {
                    Reading::Code(code) if code.len() < MOST_CHARACTERS => code.push(byte),
                    Reading::Code(code) => {
                        out(Framed::Refused(refusal(code, RefusalCause::TooLong)));
                        self.reading = Reading::Noise { since: at };
                    }
                    _ => self.reading = Reading::Code(vec![byte]),
                }
            }
        }
    }

    /// Says that nothing arrived up to `until`, and ends the code or the noise if that is long
    /// enough.
    pub fn silent(&mut self, until: Instant) -> Option<Framed> {
        let last = self.last_byte?;
        let silence = until.saturating_duration_since(last);
        match &self.reading {
            Reading::Noise { .. } => {
                if silence >= QUIET {
                    self.reset_reading();
                }
                None
            }
            _ if silence < SILENCE => None,
            Reading::Code(code) if self.ending == Ending::Line => {
                let refused = refusal(code, RefusalCause::Incomplete);
                // Its rest may follow, and is no code either.
                self.reading = Reading::Noise { since: until };
                Some(Framed::Refused(refused))
            }
            _ => self.end(last),
        }
    }

    /// Since when there is noise, while there is.
    pub fn noise_since(&self) -> Option<Instant> {
        match self.reading {
            Reading::Noise { since } => Some(since),
            _ => None,
        }
    }

    /// Whether a code or noise has begun, so that a silence has to be watched for.
    pub fn is_reading(&self) -> bool {
        !matches!(self.reading, Reading::Nothing)
    }

    /// Forgets the code that has begun and how codes end, for a port that went away: another
    /// scanner may come back.
    pub fn reset(&mut self) {
        self.reset_reading();
        self.ending = Ending::Unknown;
    }

    fn reset_reading(&mut self) {
        self.reading = Reading::Nothing;
        self.last_byte = None;
    }

    fn end(&mut self, at: Instant) -> Option<Framed> {
        self.last_byte = None;
        let Reading::Code(code) = std::mem::take(&mut self.reading) else { return None };
        let text = match read_code(&code) {
            Ok(text) => text,
            Err(refusal) => {
                self.reading = Reading::Noise { since: at };
                self.last_byte = Some(at);
                return Some(Framed::Refused(refusal));
            }
        };
        // Counted from the last time it was seen, so that a scanner that repeats itself for as
        // long as its trigger is held gives one scan and not one every 150 ms.
        let repeated = self.last_scan.as_ref().is_some_and(|(last, seen)| {
            *last == text && at.saturating_duration_since(*seen) < REPEAT
        });
        self.last_scan = Some((text.clone(), at));
        (!repeated).then_some(Framed::Scan(text))
    }
}

/// Reads one whole code: printable ASCII, without the AIM prefix that says which symbology it was.
pub(super) fn read_code(code: &[u8]) -> Result<String, Refusal> {
    if code.len() > MOST_CHARACTERS {
        return Err(refusal(code, RefusalCause::TooLong));
    }
    let text = match std::str::from_utf8(code) {
        Ok(text) if code.iter().all(|byte| (0x20..=0x7e).contains(byte)) => text,
        _ => return Err(refusal(code, RefusalCause::BadCharacter)),
    };
    Ok(without_prefix(text).to_owned())
}

/// `]C0…` is Code 128, `]E0…` EAN-13: `]`, a letter, a modifier (ISO/IEC 15424).
fn without_prefix(text: &str) -> &str {
    match text.as_bytes() {
        [b']', symbology, modifier, _, ..]
            if symbology.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() =>
        {
            &text[3..]
        }
        _ => text,
    }
}

/// Noise that happens to be long is still noise.
fn refusal(code: &[u8], why: RefusalCause) -> Refusal {
    let noisy = code.iter().any(|byte| !(0x20..=0x7e).contains(byte));
    let why = if noisy { RefusalCause::BadCharacter } else { why };
    let mut shown = String::new();
    for (place, &byte) in code.iter().enumerate() {
        let printable = (0x20..=0x7e).contains(&byte);
        let escaped =
            if printable { char::from(byte).to_string() } else { format!("\\x{byte:02X}") };
        let last = place + 1 == code.len() && why != RefusalCause::TooLong;
        let room = if last { MOST_SHOWN } else { MOST_SHOWN - 1 };
        if shown.len() + escaped.len() > room {
            shown.push('…');
            break;
        }
        shown.push_str(&escaped);
    }
    Refusal { shown, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(text: &str) -> Framed {
        Framed::Scan(text.to_owned())
    }

    fn refused(shown: &str, why: RefusalCause) -> Framed {
        Framed::Refused(Refusal { shown: shown.to_owned(), why })
    }

    /// Pushes pieces at milliseconds; an empty piece is a silence up to that moment.
    fn frame(pieces: &[(u64, &[u8])]) -> Vec<Framed> {
        let begin = Instant::now();
        let mut framer = Framer::new();
        let mut framed = Vec::new();
        for (millisecond, bytes) in pieces {
            let at = begin + Duration::from_millis(*millisecond);
            if bytes.is_empty() {
                framed.extend(framer.silent(at));
            } else {
                framer.push(bytes, at, |found| framed.push(found));
            }
        }
        framed
    }

    #[test]
    fn every_end_ends_a_code() {
        for (pieces, codes) in [
            (&[(0, &b"7310865004703\r"[..])][..], &["7310865004703"][..]),
            (&[(0, b"7310865004703\n")], &["7310865004703"]),
            (&[(0, b"7310865004703\r\n")], &["7310865004703"]),
            (&[(0, b"7310865004703\r"), (3, b"\n")], &["7310865004703"]),
            (&[(0, b"7310865004703"), (49, b"")], &[]),
            (&[(0, b"7310865004703"), (50, b"")], &["7310865004703"]),
            (&[(0, b"73"), (30, b"12\r")], &["7312"]),
            // The thread was late, but nobody has seen a silence.
            (&[(0, b"73"), (80, b"12\r")], &["7312"]),
            (&[(0, b"73"), (40, b"12"), (80, b""), (95, b"")], &["7312"]),
            (&[(0, b"A\rB\rC\r")], &["A", "B", "C"]),
            (&[(0, b"\r\n\r\n")], &[]),
            (&[(0, b"ABC 123~\r")], &["ABC 123~"]),
        ] {
            let codes: Vec<Framed> = codes.iter().map(|code| scan(code)).collect();
            assert_eq!(frame(pieces), codes, "{pieces:?}");
        }
    }

    #[test]
    fn prefixes_of_the_symbology_are_no_part_of_the_code() {
        for (sent, code) in [
            (&b"]C0ABC-1\r"[..], "ABC-1"),
            (b"]E07310865004703\r", "7310865004703"),
            (b"]E0\r", "]E0"),
            (b"]]C0\r", "]]C0"),
            (b"A]C0\r", "A]C0"),
        ] {
            assert_eq!(frame(&[(0, sent)]), [scan(code)]);
        }
    }

    #[test]
    fn noise_is_one_refusal_up_to_its_end() {
        let bad = RefusalCause::BadCharacter;
        assert_eq!(
            frame(&[(0, b"12\x00\xff34\rOK\r")]),
            [refused("12\\x00\\xFF34", bad)],
            "what comes in one breath with noise is noise"
        );
        assert_eq!(
            frame(&[(0, b"12\x00\r34\r"), (100, b"7\r"), (340, b""), (341, b"8\r")]),
            [refused("12\\x00", bad)],
            "pauses shorter than a hand's do not end it"
        );
        assert_eq!(
            frame(&[(0, b"12\x00\r"), (100, b"7\r"), (350, b""), (351, b"OK\r")]),
            [refused("12\\x00", bad), scan("OK")]
        );
        assert_eq!(frame(&[(0, "smör\r".as_bytes())]), [refused("sm\\xC3\\xB6r", bad)]);
        assert_eq!(
            frame(&[(0, b"\x02abc"), (60, b""), (61, b"\r"), (311, b""), (312, b"OK\r")]),
            [refused("\\x02abc", bad), scan("OK")]
        );
        let noise = [0x80; 10_000];
        let shown = format!("{}…", "\\x80".repeat(9));
        assert_eq!(
            frame(&[(0, &noise), (250, b""), (251, b"OK\r")]),
            [refused(&shown, bad), scan("OK")]
        );
    }

    #[test]
    fn a_code_of_ten_kilobytes_is_one_refusal() {
        let shown = format!("{}…", "7".repeat(39));
        let too_long = refused(&shown, RefusalCause::TooLong);
        let long = [b'7'; 10_000];
        let mut pieces: Vec<(u64, &[u8])> = long.chunks(100).map(|piece| (0, piece)).collect();
        pieces.extend([(1, &b"\r"[..]), (251, b""), (252, b"OK\r")]);
        assert_eq!(frame(&pieces), [too_long.clone(), scan("OK")]);
        assert_eq!(frame(&[(0, &[b'7'; 64]), (1, b"\r")]), [scan(&"7".repeat(64))]);
        assert_eq!(frame(&[(0, &[b'7'; 65]), (1, b"\r")]), [too_long]);
    }

    #[test]
    fn half_a_code_is_none_once_the_scanner_has_shown_how_its_codes_end() {
        let incomplete = refused("7310865", RefusalCause::Incomplete);
        assert_eq!(
            frame(&[(0, b"7310\r"), (200, b"7310865"), (260, b""), (270, b"004703\r")]),
            [scan("7310"), incomplete],
            "its rest is none either"
        );
        // Nothing is known of a scanner that has just been plugged in.
        let at = Instant::now();
        let mut framer = Framer::new();
        framer.push(b"7310\r", at, |_| {});
        framer.reset();
        framer.push(b"42", at + SILENCE, |_| {});
        assert_eq!(framer.silent(at + SILENCE * 2), Some(scan("42")));
    }

    #[test]
    fn a_minute_of_noise_is_one_refusal_and_keeps_nothing() {
        let begin = Instant::now();
        let mut framer = Framer::new();
        let mut framed = Vec::new();
        // As a generator of random numbers would make it, with line ends and codes in between.
        let mut number = 0x2545_f491_4f6c_dd1d_u64;
        for piece in 0..69_120_u64 {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let noise = number.to_be_bytes();
            let at = begin + Duration::from_micros(868 * piece);
            let bytes = if piece % 50 == 7 { &b"\r7310\r\n"[..] } else { &noise };
            framer.push(bytes, at, |found| framed.push(found));
        }
        assert!(matches!(framed[..], [Framed::Refused(_)]), "{framed:?}");
        assert!(matches!(framer.reading, Reading::Noise { .. }), "nothing of it is kept");
        let after = begin + Duration::from_secs(61);
        assert_eq!((framer.silent(after), framer.noise_since()), (None, None));
        framer.push(b"7310\r", after, |found| framed.push(found));
        assert_eq!(framed.last(), Some(&scan("7310")));
    }

    #[test]
    fn shown_text_is_cut_to_forty_characters() {
        let mut code = [b'7'; 40];
        code[0] = 0x01;
        let shown = refusal(&code, RefusalCause::BadCharacter).shown;
        assert_eq!((shown.chars().count(), shown.chars().last()), (40, Some('…')));
        let exact = refusal(&code[..37], RefusalCause::BadCharacter).shown;
        assert_eq!((exact.chars().count(), exact.chars().last()), (40, Some('7')));
    }

    #[test]
    fn the_same_code_again_at_once_is_one_scan() {
        let twice = [scan("7312"), scan("7312")];
        assert_eq!(frame(&[(0, b"7312\r"), (149, b"7312\r")]), [scan("7312")]);
        assert_eq!(frame(&[(0, b"7312\r"), (150, b"7312\r")]), twice);
        assert_eq!(frame(&[(0, b"7312\r"), (100, b"7312\r"), (200, b"7312\r")]), [scan("7312")]);
        assert_eq!(
            frame(&[(0, b"7312\r"), (20, b"7313\r"), (40, b"7312\r")]),
            [scan("7312"), scan("7313"), scan("7312")]
        );
    }

    #[test]
    fn a_port_that_went_away_leaves_no_half_code() {
        let at = Instant::now();
        let mut framer = Framer::new();
        framer.push(b"731", at, |_| {});
        assert!(framer.is_reading());
        framer.reset();
        assert!(!framer.is_reading());
        let mut framed = Vec::new();
        framer.push(b"42\r", at, |found| framed.push(found));
        assert_eq!(framed, [scan("42")]);
    }
}
