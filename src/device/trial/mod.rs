//! Trying a device with settings that need not be saved: does it scan, at which speed, does it print?
//!
//! Each trial opens its port for itself and closes it again: whoever else has it must let it go
//! first.

mod printer;
mod scanner;
mod speed;

use std::io;
use std::path::Path;

pub use printer::print;
pub use scanner::first_scan;
pub use speed::{SpeedSearch, SpeedStep};

use super::list::{PortKind, group_that_may};
use super::printer::PrinterTrouble;
use super::scanner::{Refusal, ScannerState};
use crate::core::settings::PrinterLink;

/// Why a device could not be shown to work: one variant for each thing that a person does about it.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// The system has no thread left.
    #[error("the device cannot be started")]
    Start(#[source] io::Error),
    /// The device is not there: not plugged in, switched off, another address.
    #[error("the device is not there: {detail}")]
    Missing {
        /// What the system said.
        detail: String,
    },
    /// Another program has it.
    #[error("another program has the device")]
    Taken,
    /// This user may not open it.
    #[error("no permission to use the device; the group {group} has it")]
    Forbidden {
        /// The group that may.
        group: String,
    },
    /// Nothing was scanned in time.
    #[error("nothing was scanned")]
    NothingScanned,
    /// The scanner sends something that is no code; perhaps the speed is wrong.
    #[error("the scanner sends no readable code: {}", .0.shown)]
    Unreadable(Refusal),
    /// What the scanner sends could be read at no speed.
    #[error("the scanner can be read at no speed")]
    NoSpeedFits,
    /// The printer does not answer, or takes no data.
    #[error("the printer does not answer")]
    Silent,
    /// The printer has no paper.
    #[error("the printer has no paper")]
    PaperOut,
    /// The printer's cover is open.
    #[error("the printer's cover is open")]
    CoverOpen,
    /// The printer has a fault of its own.
    #[error("{0}")]
    Fault(PrinterTrouble),
}

impl TrialError {
    /// What keeps a scanner from being used; nothing where it can be.
    fn of_scanner(state: ScannerState, port: &str) -> Option<Self> {
        Some(match state {
            ScannerState::Ready | ScannerState::Noisy => return None,
            ScannerState::Missing { cause, .. } => TrialError::Missing { detail: cause },
            ScannerState::Denied => forbidden(port, PortKind::Serial),
            ScannerState::Busy => TrialError::Taken,
        })
    }

    /// What keeps a printer from printing.
    fn of_printer(trouble: PrinterTrouble, link: &PrinterLink) -> Self {
        match trouble {
            PrinterTrouble::Missing { cause } => TrialError::Missing { detail: cause },
            PrinterTrouble::Denied => match link {
                PrinterLink::Serial { port, .. } => forbidden(port, PortKind::Serial),
                PrinterLink::File { path } => forbidden(path, PortKind::PrinterFile),
                PrinterLink::Network { .. } | PrinterLink::Preview => {
                    TrialError::Missing { detail: trouble.to_string() }
                }
            },
            PrinterTrouble::Busy => TrialError::Taken,
            PrinterTrouble::Silent | PrinterTrouble::Stalled => TrialError::Silent,
            PrinterTrouble::CoverOpen => TrialError::CoverOpen,
            PrinterTrouble::PaperOut => TrialError::PaperOut,
            PrinterTrouble::Cutter | PrinterTrouble::Fault | PrinterTrouble::Offline => {
                TrialError::Fault(trouble)
            }
        }
    }
}

fn forbidden(path: &str, kind: PortKind) -> TrialError {
    TrialError::Forbidden { group: group_that_may(Path::new(path), kind) }
}
