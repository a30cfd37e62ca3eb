//! The one way into the till: everything that happens arrives here, in order.

use std::path::PathBuf;
use std::sync::mpsc::{SendError, Sender, SyncSender};
use std::time::Duration;

use crate::core::catalog::Catalog;
use crate::core::payment::{AttemptId, Event};
use crate::core::refund::{self, RefundId};
use crate::device::printer::PrinterEvent;
use crate::device::scanner::ScannerEvent;
use crate::journal::{BackUp, BackupError, JournalError};

use super::intent::Intent;
use super::support::SupportError;

/// A copy of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyMade {
    /// The file.
    pub path: PathBuf,
    /// How far it goes and how large it is.
    pub made: BackUp,
}

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
    /// Something happened to a refund.
    Refund {
        /// Which one.
        refund: RefundId,
        /// What.
        event: refund::Event,
    },
    /// SEQR was looked for without a payment.
    Reached(bool),
    /// A PIN has been checked.
    PinChecked {
        /// Whether it was that of the number it was typed for.
        right: bool,
    },
    /// The articles have been read.
    CatalogRead(Catalog),
    /// The articles cannot be read. They are tried again.
    CatalogFailed(JournalError),
    /// From the scanner.
    Scanner(ScannerEvent),
    /// From the printer.
    Printer(PrinterEvent),
    /// A copy of the journal was made, or could not be.
    BackedUp(Result<CopyMade, BackupError>),
    /// What support needs was collected, or could not be.
    SupportCollected(Result<PathBuf, SupportError>),
    /// Everything that came before has been taken, and its picture published, when this is answered.
    Marker(SyncSender<()>),
    /// End as soon as no payment needs the register any more.
    End {
        /// The longest that payments are waited for; without a limit where nothing is said.
        within: Option<Duration>,
    },
    /// End at once.
    Stop,
}

/// Where to send what happened. Cheap to clone.
pub type Inbox = Sender<Input>;

/// The till has ended: nothing listens any more.
pub type Ended = SendError<Input>;
