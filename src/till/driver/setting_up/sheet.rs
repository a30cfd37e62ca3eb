//! The set-up sheet: printed once, when somebody asks for it. No job of the journal: whoever wants it stands there.

use crate::core::settings::{PrinterLink, Settings};
use crate::core::user::Permission;
use crate::device::printer::{PrinterEvent, PrinterTrouble};
use crate::document::set_up_sheet::{self, SetUpSheet, TestResult};

use jiff::tz::TimeZone;

use super::super::super::set_up::{Trouble, Work};
use super::Driver;

impl Driver {
    /// Prints the sheet on the saved printer, with these results.
    pub(super) fn print_sheet(&mut self, results: Vec<TestResult>) {
        if self.setting_up.view.sheet == Work::Busy {
            tracing::info!("a sheet is being printed already");
            return;
        }
        let handed = self.may_set_up(Permission::Configure).and_then(|()| {
            let document = set_up_sheet::document(&SetUpSheet {
                settings: Settings::clone(&self.settings),
                terminal: self.register.terminal().cloned(),
                installer: self.register.user().cloned(),
                at: self.now().at,
                zone: TimeZone::system(),
                results,
                language: self.screen.language,
            });
            self.printing.print_beside(document).ok_or(Trouble::DeviceMissing)
        });
        self.setting_up.view.sheet = match handed {
            Ok(Handed::ToPrinter) => Work::Busy,
            Ok(Handed::Shown) => {
                self.setting_up.view.answered += 1;
                Work::Done(())
            }
            Err(trouble) => self.failed(trouble),
        };
    }

    /// The printer has said something about the sheet.
    pub(in crate::till::driver) fn sheet_event(&mut self, event: &PrinterEvent) {
        match event {
            PrinterEvent::State(_)
            | PrinterEvent::Begun { .. }
            | PrinterEvent::Withdrawn { .. } => {}
            PrinterEvent::Sent { .. } => {
                self.setting_up.view.answered += 1;
                self.setting_up.view.sheet = Work::Done(());
            }
            PrinterEvent::Failed { cause, .. } => {
                let trouble = self.trouble_of(cause);
                self.setting_up.view.sheet = self.failed(trouble);
            }
        }
    }

    /// The printer has been let go: nobody knows how much of a sheet is on paper.
    pub(in crate::till::driver) fn sheet_left(&mut self) {
        if self.setting_up.view.sheet == Work::Busy {
            self.setting_up.view.sheet = self.failed(Trouble::DeviceMissing);
        }
    }

    fn trouble_of(&self, cause: &PrinterTrouble) -> Trouble {
        match cause {
            PrinterTrouble::Missing { .. } => Trouble::DeviceMissing,
            PrinterTrouble::Denied => {
                let link = self.settings.printer.as_ref().map(|printer| &printer.link);
                let is_serial = matches!(link, Some(PrinterLink::Serial { .. }));
                let group = if is_serial { "dialout" } else { "lp" };
                Trouble::DeviceForbidden { group: group.to_owned() }
            }
            PrinterTrouble::Busy => Trouble::DeviceTaken,
            PrinterTrouble::Silent | PrinterTrouble::Stalled | PrinterTrouble::Offline => {
                Trouble::PrinterSilent
            }
            PrinterTrouble::CoverOpen => Trouble::CoverOpen,
            PrinterTrouble::PaperOut => Trouble::PaperOut,
            PrinterTrouble::Cutter | PrinterTrouble::Fault => {
                Trouble::DeviceFault { detail: cause.to_string() }
            }
        }
    }
}

/// What became of a paper that is no job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::till::driver) enum Handed {
    /// The printer has it.
    ToPrinter,
    /// It is shown on the screen.
    Shown,
}
