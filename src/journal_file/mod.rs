//! The journal as a file for the authorities: every entry of some days as XML, and the check of such a file.
//!
//! The shape follows what is known in public of the export that SKVFS 2021:16 describes. **It has not been checked
//! against the official text**: nobody may claim conformity before somebody has. Beside what the shape asks for, each
//! event carries the journal's own entry with its hashes, so that whoever has the file can prove that nothing in it was
//! changed or left out, without the register.

mod check;
mod write;

pub use check::{Checked, Fault, check};
pub use write::{ExportError, FileHead, JournalFile};

/// The name of the outermost element.
const ROOT: &str = "ExportAvDataFranJournalminneEnligtSKVFS2021-16";
/// The most characters that a text may have.
const LONGEST_TEXT: usize = 72;
