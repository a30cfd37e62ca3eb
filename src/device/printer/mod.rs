//! Receipt printers: a thread per printer takes jobs of bytes and says what became of them.
//!
//! Knows nothing of what is printed. Keeping a job for tomorrow is its owner's work: what has not
//! been printed when the program ends is not remembered here.

pub mod link;
pub mod preview;
mod question;
pub mod status;
pub mod worker;

pub use preview::Preview;
pub use status::Paper;
pub use worker::{Printer, Timing};

/// Something to print, as the printer's own commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintJob {
    /// The owner's number for it; comes back in the events.
    pub id: u64,
    /// The bytes, sent once and in this order.
    pub bytes: Vec<u8>,
}

/// What a printer reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrinterEvent {
    /// The printer's state changed.
    State(PrinterState),
    /// A job's first bytes are about to go out. If nothing follows because the program dies,
    /// nobody knows how much of it is on paper.
    Begun {
        /// The job.
        job: u64,
    },
    /// A job has been handed over whole. A printer that answers has printed it since; of others
    /// nothing more is known.
    Sent {
        /// The job.
        job: u64,
    },
    /// A job could not be handed over. That it waits is told once; that it failed, at its end.
    Failed {
        /// The job.
        job: u64,
        /// Why.
        cause: PrinterTrouble,
        /// What this means for the job.
        written: Written,
    },
    /// A job was taken out of the queue as its owner wished; nothing of it was written.
    Withdrawn {
        /// The job.
        job: u64,
    },
}

/// How much of a failed job may be on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Written {
    /// Nothing: the job stays in the queue and is sent when the printer is back.
    Nothing,
    /// Some or all of it: the job has left the queue, and only its owner can decide whether to
    /// print it again.
    Part,
}

/// Whether a printer can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrinterState {
    /// It answers and is ready.
    Ready(Paper),
    /// It can be reached and is one that never says how it is: jobs are sent on trust.
    Unknown,
    /// It cannot print.
    Trouble(PrinterTrouble),
}

/// Why a printer cannot print; each calls for something else from a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrinterTrouble {
    /// Not there, switched off, or gone in the middle.
    #[error("the printer cannot be reached: {cause}")]
    Missing {
        /// What the system said.
        cause: String,
    },
    /// The user may not use the port or file; being in the group `dialout` or `lp` helps.
    #[error("no permission to use the printer")]
    Denied,
    /// Another program has it.
    #[error("another program uses the printer")]
    Busy,
    /// It should answer and does not: off, perhaps, or one that cannot and is not declared so.
    #[error("the printer does not answer")]
    Silent,
    /// It takes no more bytes.
    #[error("the printer takes no data")]
    Stalled,
    /// The cover is open.
    #[error("the printer's cover is open")]
    CoverOpen,
    /// The paper has ended.
    #[error("the printer has no paper")]
    PaperOut,
    /// The cutter is stuck.
    #[error("the printer's cutter is stuck")]
    Cutter,
    /// Anything else that the printer calls an error.
    #[error("the printer reports a fault")]
    Fault,
    /// Switched to offline, or feeding paper by its button.
    #[error("the printer is offline")]
    Offline,
}
