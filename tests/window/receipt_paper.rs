//! What arrives at the printer's end of the line.

use kassa::device::virtual_port::VirtualPort;

use crate::display::wait_for;

/// GS V 66: the paper is fed and cut.
pub const CUT: [u8; 3] = [0x1d, b'V', 66];
/// DLE EOT n: a question about the printer's state, which is not on the paper.
const QUESTION: [u8; 2] = [0x10, 0x04];

/// Reads what is printed until the paper has been cut, without the questions in between.
pub fn printed(printer: &mut VirtualPort, cut: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    wait_for("the paper to be cut", || {
        bytes.extend(printer.read_available().unwrap());
        bytes.windows(cut.len()).any(|part| part == cut).then_some(())
    });
    without_questions(&bytes)
}

fn without_questions(bytes: &[u8]) -> Vec<u8> {
    let mut paper = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, others)) = rest.split_first() {
        if rest.starts_with(&QUESTION) && rest.len() > QUESTION.len() {
            rest = &rest[QUESTION.len() + 1..];
        } else {
            paper.push(*first);
            rest = others;
        }
    }
    paper
}
