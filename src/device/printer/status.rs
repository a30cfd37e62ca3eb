//! What a printer says when it is asked how it is (ESC/POS `DLE EOT n`).
//!
//! Real-time commands: a printer answers them even when it has no paper or its buffer is full.

use super::{PrinterState, PrinterTrouble};

/// How much paper is left, as far as the printer knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Paper {
    /// Enough, or the printer has no sensor for it.
    Enough,
    /// The roll is near its end.
    NearEnd,
}

/// The four questions, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// Is it online?
    Printer = 1,
    /// Why is it offline?
    Offline = 2,
    /// Which error is it?
    Error = 3,
    /// How much paper is there?
    Paper = 4,
}

impl Question {
    /// The bytes that ask it.
    pub fn command(self) -> [u8; 3] {
        [0x10, 0x04, self as u8]
    }
}

/// Whether a byte can be an answer: bits 0 and 7 are clear, bits 1 and 4 set in every answer.
/// Anything else is a late echo or noise.
pub fn is_answer(byte: u8) -> bool {
    byte & 0b1001_0011 == 0b0001_0010
}

/// The command whose answer a printer gives only when it has printed everything before it
/// (`GS r 1`): unlike the questions, it takes its turn behind the job. A printer without paper
/// does not come to it.
pub const MARK: [u8; 3] = [0x1d, b'r', 1];

/// Whether a byte can be the answer to [`MARK`]: bits 4 and 7 are clear, and no question's
/// answer has bit 4 clear.
pub fn is_mark(byte: u8) -> bool {
    byte & 0b1001_0000 == 0
}

/// The answers so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Answers {
    /// To [`Question::Printer`].
    pub printer: u8,
    /// To [`Question::Offline`]; zero if not asked.
    pub offline: u8,
    /// To [`Question::Error`]; zero if not asked.
    pub error: u8,
    /// To [`Question::Paper`]; zero if not asked.
    pub paper: u8,
}

impl Answers {
    /// What they mean together: the trouble that a person has to mend first.
    pub fn state(self) -> PrinterState {
        let is_set = |answer: u8, bit: u8| answer & (1 << bit) != 0;
        let trouble = if is_set(self.offline, 2) {
            PrinterTrouble::CoverOpen
        } else if is_set(self.offline, 5) || is_set(self.paper, 5) || is_set(self.paper, 6) {
            PrinterTrouble::PaperOut
        } else if is_set(self.error, 3) {
            PrinterTrouble::Cutter
        } else if is_set(self.offline, 6) || is_set(self.error, 5) || is_set(self.error, 6) {
            PrinterTrouble::Fault
        } else if is_set(self.printer, 3) {
            PrinterTrouble::Offline
        } else if is_set(self.paper, 2) || is_set(self.paper, 3) {
            return PrinterState::Ready(Paper::NearEnd);
        } else {
            return PrinterState::Ready(Paper::Enough);
        };
        PrinterState::Trouble(trouble)
    }

    /// Whether an answer says that the printer is offline.
    pub fn is_offline(self) -> bool {
        self.printer & 0b0000_1000 != 0
    }

    /// Whether an answer says that there is an error to ask about.
    pub fn has_error(self) -> bool {
        self.offline & 0b0100_0000 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bits as in the ESC/POS reference for DLE EOT.
    #[test]
    fn answers_and_what_they_mean() {
        let trouble = PrinterState::Trouble;
        for (printer, offline, error, paper, state) in [
            (0x12, 0, 0, 0x12, PrinterState::Ready(Paper::Enough)),
            (0x16, 0, 0, 0x12, PrinterState::Ready(Paper::Enough)), // the drawer's contact
            (0x12, 0, 0, 0x1e, PrinterState::Ready(Paper::NearEnd)),
            (0x1a, 0x16, 0, 0x12, trouble(PrinterTrouble::CoverOpen)),
            (0x1a, 0x32, 0, 0x7e, trouble(PrinterTrouble::PaperOut)),
            (0x12, 0, 0, 0x72, trouble(PrinterTrouble::PaperOut)),
            (0x1a, 0x36, 0, 0x7e, trouble(PrinterTrouble::CoverOpen)), // both: open first
            (0x1a, 0x52, 0x1a, 0x12, trouble(PrinterTrouble::Cutter)),
            (0x1a, 0x52, 0x32, 0x12, trouble(PrinterTrouble::Fault)),
            (0x1a, 0x52, 0x52, 0x12, trouble(PrinterTrouble::Fault)),
            (0x1a, 0x12, 0, 0x12, trouble(PrinterTrouble::Offline)),
        ] {
            let answers = Answers { printer, offline, error, paper };
            assert_eq!(answers.state(), state, "{answers:02x?}");
        }
    }

    #[test]
    fn only_bytes_of_the_right_form_are_answers() {
        for byte in [0x12, 0x16, 0x1a, 0x1e, 0x32, 0x72, 0x7e] {
            assert!(is_answer(byte), "{byte:02x}");
        }
        for byte in [0x00, 0x04, 0x10, 0x11, 0x13, 0x41, 0x92, 0xff] {
            assert!(!is_answer(byte), "{byte:02x}");
        }
    }

    #[test]
    fn an_answered_mark_is_no_answer_to_a_question() {
        for byte in [0x00, 0x03, 0x0c, 0x0f, 0x60] {
            assert!(is_mark(byte) && !is_answer(byte), "{byte:02x}");
        }
        for byte in [0x11, 0x12, 0x13, 0x7e, 0x80, 0xff] {
            assert!(!is_mark(byte), "{byte:02x}");
        }
    }

    #[test]
    fn questions_are_real_time_commands() {
        assert_eq!(Question::Printer.command(), [0x10, 0x04, 0x01]);
        assert_eq!(Question::Paper.command(), [0x10, 0x04, 0x04]);
    }
}
