//! What the register works with: scanner, printer and SEQR, let go and taken again while it runs.
//!
//! Whoever wants a port for something else (a trial, the training mode) releases the devices, and takes them again when
//! it is done. Letting go waits until the device's thread has closed its port, at most two seconds.

use crate::core::register::Reachability;
use crate::device::scanner::{ScannerEvent, SerialScanner};
use crate::device::sound::Cue;

use super::super::inbox::Input;
use super::super::seqr_service;
use super::super::set_up::Trouble;
use super::super::snapshot::ScannerStatus;
use super::{Driver, Reach};

/// The devices besides the printer, which belongs to the print queue.
#[derive(Debug, Default)]
pub struct Equipment {
    scanner: Option<SerialScanner>,
    /// Grows with every scanner, so that the last words of one are not taken for another's.
    scanners: u64,
}

impl Driver {
    /// Starts the scanner that the settings say, in place of the one that is running.
    pub(in crate::till) fn restart_scanner(&mut self) {
        self.release_scanner();
        let Some(settings) = self.settings.scanner.clone() else { return };
        let (inbox, of) = (self.inbox.clone(), self.equipment.scanners);
        let report = move |event| {
            if inbox.send(Input::Scanner { of, event }).is_err() {
                tracing::debug!("a scan came after the till had ended");
            }
        };
        match SerialScanner::start(settings, report) {
            Ok(scanner) => self.equipment.scanner = Some(scanner),
            Err(error) => tracing::error!(%error, "the scanner's thread cannot be started"),
        }
    }

    /// Starts the printer that the settings say, in place of the one that is running. Jobs that wait go on there. One that
    /// the old printer may have begun waits for somebody to look at its paper, as when a printer goes away.
    pub(in crate::till) fn restart_printer(&mut self) {
        self.printing.release(&self.inbox);
        self.printing.take(self.settings.printer.as_ref(), self.inbox.clone());
        self.print_next();
    }

    /// Lets go of scanner and printer: their ports are free. Nothing is printed and nothing scanned until
    /// [`Driver::take_devices`].
    pub(in crate::till) fn release_devices(&mut self) {
        self.release_scanner();
        self.printing.release(&self.inbox);
    }

    /// Takes the devices again that the settings say.
    pub(in crate::till) fn take_devices(&mut self) {
        self.restart_scanner();
        self.restart_printer();
    }

    /// Lets go of the scanner: its port is free.
    pub(in crate::till) fn release_scanner(&mut self) {
        self.equipment.scanner = None;
        self.equipment.scanners += 1;
        self.screen.scanner = ScannerStatus::NotSetUp;
    }

    /// From a scanner: only the present one's words count.
    pub(super) fn scanner_spoke(&mut self, of: u64, event: ScannerEvent) {
        if of == self.equipment.scanners {
            self.last_press = self.now().steady;
            self.scanner_event(event);
        }
    }

    /// Speaks to SEQR as settings, registration and kept password say from now on. Only while no payment or refund waits
    /// for the old service's answers: see [`Reader::has_unsettled_payment`](crate::journal::Reader::has_unsettled_payment).
    ///
    /// # Errors
    /// When the settings cannot be used or the password cannot be read; SEQR is not used then.
    pub(in crate::till) fn restart_service(&mut self) -> Result<(), Trouble> {
        // Questions that still go on stay with the service that knows what they are about.
        self.reach = Reach { of: self.reach.of + 1, ..Reach::default() };
        self.register.set_reachability(Reachability::NotTried);
        self.service = None;
        self.service = seqr_service::of(&self.store)?;
        Ok(())
    }

    /// Makes a sound, where sounds are wanted.
    pub(super) fn sound(&self, cue: Cue) {
        if self.settings.sound {
            (self.sounds)(cue);
        }
    }
}
