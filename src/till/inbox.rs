//! The one way into the till: everything that happens arrives here, in order.

use std::sync::mpsc::{SendError, Sender, SyncSender};
use std::time::Duration;

use crate::core::catalog::Catalog;
use crate::core::payment::{AttemptId, Event};
use crate::core::refund::{self, RefundId};
use crate::device::printer::PrinterEvent;
use crate::device::scanner::ScannerEvent;
use crate::journal::JournalError;

use super::driver::Continuation;
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
    /// Something happened to a refund.
    Refund {
        /// Which one.
        refund: RefundId,
        /// What.
        event: refund::Event,
    },
    /// SEQR was looked for without a payment.
    Reached {
        /// Which service, counted by how often there was another one.
        of: u64,
        /// Whether it answered.
        reached: bool,
    },
    /// A PIN has been checked.
    PinChecked {
        /// Whether it was that of the number it was typed for.
        right: bool,
    },
    /// The articles have been read.
    CatalogRead(Catalog),
    /// The articles cannot be read. They are tried again.
    CatalogFailed(JournalError),
    /// The training shows something new, or has ended by itself.
    Trained,
    /// From a scanner.
    Scanner {
        /// Which scanner, counted by how often there was another one.
        of: u64,
        /// What.
        event: ScannerEvent,
    },
    /// From the printer.
    Printer {
        /// Which printer, counted likewise.
        of: u64,
        /// What.
        event: PrinterEvent,
    },
    /// A printer has been let go: it says nothing more.
    PrinterLeft {
        /// Which printer.
        of: u64,
    },
    /// Work that was done beside the till is at its end; this goes on with what came of it.
    Then(Continuation),
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
