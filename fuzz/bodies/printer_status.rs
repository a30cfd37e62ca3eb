//! Bytes as a printer's answers about itself.

use kassa::device::printer::PrinterState;
use kassa::device::printer::status::{Answers, is_answer};

/// Flow control, which stands between the answers on a serial line.
const XON: u8 = 0x11;
const XOFF: u8 = 0x13;

/// Any four bytes are some state, and none that hides a trouble.
pub fn printer_status(bytes: &[u8]) {
    for four in bytes.windows(4) {
        let [printer, offline, error, paper] = *four else { continue };
        let answers = Answers { printer, offline, error, paper };
        let is_ready = matches!(answers.state(), PrinterState::Ready(_));
        let is_open_or_empty = offline & 0b0010_0100 != 0 || paper & 0b0110_0000 != 0;
        if is_open_or_empty || answers.is_offline() || answers.has_error() {
            assert!(!is_ready, "{answers:02x?} is called ready");
        }
    }
    for byte in bytes.iter().filter(|byte| is_answer(**byte)) {
        assert!(*byte != XON && *byte != XOFF && byte.is_ascii(), "{byte:02x} is no answer");
    }
}
