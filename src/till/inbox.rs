//! The one way into the till: everything that happens arrives here, in order.

use std::sync::mpsc::{SendError, Sender};

use crate::core::catalog::Catalog;
use crate::core::payment::{AttemptId, Event};
use crate::core::user::UserNumber;
use crate::device::printer::PrinterEvent;
use crate::device::scanner::ScannerEvent;

use super::intent::Intent;

/// Something that happened.
#[derive(Debug)]
pub enum Input {
    /// Someone wants something.
    Intent(Intent),
    /// Something happened to a payment.
    Payment {
        /// Which one.
        attempt: AttemptId,
        /// What.
        event: Event,
    },
    /// SEQR was looked for without a payment.
    Reached(bool),
    /// A PIN has been checked.
    PinChecked {
        /// Whose.
        user: UserNumber,
        /// Whether it was theirs.
        right: bool,
    },
    /// The articles have been read.
    CatalogRead(Catalog),
    /// The articles cannot be read.
    CatalogFailed(String),
    /// From the scanner.
    Scanner(ScannerEvent),
    /// From the printer.
    Printer(PrinterEvent),
    /// End.
    Stop,
}

/// Where to send what happened. Cheap to clone.
pub type Inbox = Sender<Input>;

/// The till has ended: nothing listens any more.
pub type Ended = SendError<Input>;
