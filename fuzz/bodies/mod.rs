//! What is done with an input, whoever made it up: the fuzzing engine or a file that is kept.
//!
//! Each function takes any bytes whatever and must neither fall over nor go on for ever; where
//! more can be promised than that, it is asserted.

mod article_file;
mod journal_open;
mod printer_status;
mod report;
mod scanner_framing;
mod soap_answer;

pub use article_file::article_file;
pub use journal_open::journal_open;
pub use printer_status::printer_status;
pub use report::report;
pub use scanner_framing::scanner_framing;
pub use soap_answer::soap_answer;
