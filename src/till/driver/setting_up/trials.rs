//! Devices on trial: listed, listened to and printed on before they are saved.
//!
//! A trial needs its port for itself. While a scanner is tried the saved one is let go, and the saved printer while
//! something is tried at its port; afterwards, and when whoever tries leaves, both are taken again.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::core::settings::{PrinterLink, PrinterSettings, ScannerSettings};
use crate::core::user::Permission;
use crate::device::list::{self, Port, PortKind, PortWatch};
use crate::device::scanner::{ScannerEvent, SerialScanner};
use crate::device::trial::{self, SpeedSearch, SpeedStep, TrialError};
use crate::document::{escpos, test_page};

use super::super::super::paper;
use super::super::super::set_up::{Access, Heard, PortView, PrinterTrial, Request, Work};
use super::super::super::snapshot::{PrinterStatus, ScannerStatus};
use super::super::{beside, scanning};
use super::Driver;

/// How long a printer has for a page.
const PATIENCE: Duration = Duration::from_secs(30);

/// Devices on trial, and the ports that they can be at.
#[derive(Debug, Default)]
pub struct Trials {
    watch: Option<PortWatch>,
    /// Grows with every watch, so that the last words of one are not taken for another's.
    watches: u64,
    /// The ports as they were seen last.
    ports: Vec<Port>,
    scanner: ScannerTrial,
    /// Grows with every trial of a scanner, likewise.
    number: u64,
    /// Scans so far that were listened for at some speed.
    heard: u64,
    /// Whether the saved scanner has been let go.
    scanner_released: bool,
    /// Whether the saved printer has been let go.
    printer_released: bool,
}

/// What is being tried with a scanner.
#[derive(Debug, Default)]
enum ScannerTrial {
    #[default]
    None,
    /// Its scans are shown.
    Listening { _scanner: SerialScanner, port: String },
    /// Its speed is being found.
    Searching { _search: SpeedSearch, port: String },
}

impl ScannerTrial {
    fn port(&self) -> Option<&str> {
        match self {
            ScannerTrial::None => None,
            ScannerTrial::Listening { port, .. } | ScannerTrial::Searching { port, .. } => {
                Some(port)
            }
        }
    }
}

impl Driver {
    pub(super) fn try_devices(&mut self, request: Request) {
        match request {
            Request::TryScanner(scanner) => self.try_scanner(scanner),
            Request::FindBaud { port } => self.find_baud(port),
            Request::TryPrinter(printer, trial) => self.try_printer(*printer, trial),
            other => tracing::warn!(?other, "this cannot be tried yet"),
        }
    }

    fn try_scanner(&mut self, scanner: Option<ScannerSettings>) {
        self.end_scanner_trial();
        let Some(scanner) = scanner else { return };
        if let Err(trouble) = self.may_set_up(Permission::Configure) {
            tracing::warn!(?trouble, "no scanner is tried");
            return;
        }
        self.clear_port_for_scanner(&scanner.port);
        let (inbox, number) = (self.inbox.clone(), self.setting_up.trials.number);
        let port = scanner.port.clone();
        let report = move |event| {
            beside::say(&inbox, move |driver| driver.tried_scanner_spoke(number, event));
        };
        match SerialScanner::start(scanner, report) {
            Ok(scanner) => {
                let trial = ScannerTrial::Listening { _scanner: scanner, port };
                self.setting_up.trials.scanner = trial;
                // Until it says how it is: it is being opened.
                self.setting_up.view.tried_scanner = Some(ScannerStatus::NotSetUp);
            }
            Err(error) => {
                tracing::error!(%error, "the scanner's thread cannot be started");
                self.end_scanner_trial();
            }
        }
    }

    /// From the scanner on trial: only the present one's words count.
    fn tried_scanner_spoke(&mut self, number: u64, event: ScannerEvent) {
        if number != self.setting_up.trials.number {
            return;
        }
        self.last_press = self.now().steady;
        match event {
            ScannerEvent::Scan { text, .. } => self.show_scanned(&text, true),
            ScannerEvent::Refused(refusal) => self.show_scanned(&refusal.shown, false),
            ScannerEvent::State(state) => {
                self.setting_up.view.tried_scanner = Some(scanning::status(&state));
            }
        }
    }

    fn find_baud(&mut self, port: String) {
        self.end_scanner_trial();
        if let Err(trouble) = self.may_set_up(Permission::Configure) {
            self.setting_up.view.baud = Work::Failed(trouble);
            return;
        }
        self.clear_port_for_scanner(&port);
        let (inbox, number) = (self.inbox.clone(), self.setting_up.trials.number);
        let report = move |step| {
            beside::say(&inbox, move |driver| driver.speed_search_spoke(number, step));
        };
        match SpeedSearch::start(port.clone(), report) {
            Ok(search) => {
                self.setting_up.trials.scanner = ScannerTrial::Searching { _search: search, port };
                self.setting_up.view.baud = Work::Busy;
            }
            Err(error) => self.speed_found(Err(error)),
        }
    }

    fn speed_search_spoke(&mut self, number: u64, step: SpeedStep) {
        if number != self.setting_up.trials.number {
            return;
        }
        self.last_press = self.now().steady;
        match step {
            SpeedStep::Listening => {}
            SpeedStep::Unreadable { baud } => self.show_heard(baud, false),
            SpeedStep::Readable { baud } => self.show_heard(baud, true),
            SpeedStep::Ended(end) => self.speed_found(end),
        }
    }

    fn show_heard(&mut self, baud: u32, readable: bool) {
        self.setting_up.trials.heard += 1;
        let number = self.setting_up.trials.heard;
        self.setting_up.view.heard = Some(Heard { number, baud, readable });
    }

    fn speed_found(&mut self, end: Result<u32, TrialError>) {
        self.end_scanner_trial();
        self.setting_up.view.baud = match end {
            Ok(baud) => Work::Done(baud),
            Err(error) => Work::Failed(error.into()),
        };
    }

    fn try_printer(&mut self, printer: PrinterSettings, trial: PrinterTrial) {
        if self.setting_up.view.printer == Work::Busy {
            tracing::info!("a printer is being tried already");
            return;
        }
        if let Err(trouble) = self.may_set_up(Permission::Configure) {
            self.setting_up.view.printer = Work::Failed(trouble);
            return;
        }
        if let PrinterLink::Serial { port, .. } = &printer.link {
            let tried = self.setting_up.trials.scanner.port().map(str::to_owned);
            if tried.is_some_and(|tried| is_same(&tried, port)) {
                self.end_scanner_trial();
            }
            if self.settings.scanner.as_ref().is_some_and(|scanner| is_same(&scanner.port, port)) {
                self.let_scanner_go();
            }
        }
        let own = self.settings.printer.as_ref().map(|printer| &printer.link);
        if own.is_some_and(|own| leads_to_the_same(own, &printer.link)) {
            self.let_printer_go();
        }
        let bytes = match trial {
            PrinterTrial::Page => {
                let page = test_page::document(printer.columns, self.settings.language);
                paper::for_printer(&page, &printer)
            }
            PrinterTrial::Drawer => escpos::drawer_kick(),
        };
        self.setting_up.view.printer = Work::Busy;
        self.beside(
            move || trial::print(printer, bytes, PATIENCE),
            move |driver, printed| {
                driver.setting_up.view.printer = match printed {
                    Ok(_state) => Work::Done(trial),
                    Err(error) => Work::Failed(error.into()),
                };
                driver.take_what_was_let_go();
            },
        );
    }

    /// Nothing is tried any more. What a printer has been sent it prints to its end.
    pub(super) fn end_trials(&mut self) {
        if self.setting_up.trials.scanner.port().is_some() {
            self.end_scanner_trial();
        }
    }

    fn end_scanner_trial(&mut self) {
        self.drop_scanner_trial();
        self.take_what_was_let_go();
    }

    /// Nothing is tried any more, and nothing is taken again afterwards: somebody else sees to the devices now.
    pub(in crate::till::driver) fn abandon_trials(&mut self) {
        self.drop_scanner_trial();
        self.setting_up.trials.scanner_released = false;
        self.setting_up.trials.printer_released = false;
    }

    fn drop_scanner_trial(&mut self) {
        let trials = &mut self.setting_up.trials;
        trials.number += 1;
        // Ends its thread: the port is free then.
        trials.scanner = ScannerTrial::None;
        let view = &mut self.setting_up.view;
        view.tried_scanner = None;
        view.heard = None;
        if view.baud == Work::Busy {
            view.baud = Work::Idle;
        }
    }

    /// Two scanners at once would be taken for one.
    fn clear_port_for_scanner(&mut self, port: &str) {
        self.let_scanner_go();
        let printer = self.settings.printer.as_ref().map(|printer| &printer.link);
        if matches!(printer, Some(PrinterLink::Serial { port: own, .. }) if is_same(own, port)) {
            self.let_printer_go();
        }
    }

    fn let_scanner_go(&mut self) {
        if !self.setting_up.trials.scanner_released {
            self.setting_up.trials.scanner_released = true;
            self.release_scanner();
        }
    }

    fn let_printer_go(&mut self) {
        if !self.setting_up.trials.printer_released {
            self.setting_up.trials.printer_released = true;
            self.printing.release(&self.inbox);
        }
    }

    /// The saved devices go on as soon as nothing is tried in their place.
    fn take_what_was_let_go(&mut self) {
        let trials = &mut self.setting_up.trials;
        let printing = self.setting_up.view.printer == Work::Busy;
        if printing || !matches!(trials.scanner, ScannerTrial::None) {
            return;
        }
        let (scanner, printer) = (
            std::mem::take(&mut trials.scanner_released),
            std::mem::take(&mut trials.printer_released),
        );
        if scanner {
            self.restart_scanner();
        }
        if printer {
            self.restart_printer();
        }
    }

    /// Lists ports while somebody looks, those of the settings among them.
    pub(super) fn watch_ports(&mut self) {
        let trials = &mut self.setting_up.trials;
        trials.watch = None;
        trials.watches += 1;
        trials.ports.clear();
        if !self.setting_up.watched {
            return;
        }
        let (inbox, number) = (self.inbox.clone(), trials.watches);
        let report = move |ports| {
            beside::say(&inbox, move |driver| {
                if driver.setting_up.trials.watches == number {
                    driver.setting_up.trials.ports = ports;
                }
            });
        };
        match PortWatch::start(self.named_ports(), report) {
            Ok(watch) => self.setting_up.trials.watch = Some(watch),
            Err(error) => tracing::error!(%error, "the ports cannot be watched"),
        }
    }

    /// The ports that the settings name, also where they are none that the system lists.
    fn named_ports(&self) -> Vec<(PathBuf, PortKind)> {
        let scanner = self.settings.scanner.as_ref();
        let scanner = scanner.map(|scanner| (PathBuf::from(&scanner.port), PortKind::Serial));
        let printer = self.settings.printer.as_ref().and_then(|printer| match &printer.link {
            PrinterLink::Serial { port, .. } => Some((port.into(), PortKind::Serial)),
            PrinterLink::File { path } => Some((path.into(), PortKind::PrinterFile)),
            PrinterLink::Network { .. } | PrinterLink::Preview => None,
        });
        scanner.into_iter().chain(printer).collect()
    }

    /// Shows the ports while somebody looks. Which of them are this register's changes without their list.
    pub(in crate::till::driver) fn show_ports(&mut self) {
        let ports = &self.setting_up.trials.ports;
        let shown: Vec<PortView> = ports.iter().map(|port| self.port_view(port)).collect();
        if *shown != *self.setting_up.view.ports {
            self.setting_up.view.ports = shown.into();
        }
    }

    fn port_view(&self, port: &Port) -> PortView {
        let access = match (self.use_of(&port.path), &port.access) {
            (_, list::Access::Forbidden { group }) => Access::Forbidden { group: group.clone() },
            (Use::Ours, _) => Access::Ours,
            (Use::Others, _) | (Use::Unknown, list::Access::Taken) => Access::Taken,
            (Use::Unknown, list::Access::Free) => Access::Free,
        };
        PortView {
            path: port.best_path().display().to_string(),
            name: port.name(),
            printer_only: port.kind == PortKind::PrinterFile,
            access,
        }
    }

    /// What this register's own devices say about a port.
    fn use_of(&self, path: &Path) -> Use {
        let trials = &self.setting_up.trials;
        let is_here = |port: &str| Path::new(port).canonicalize().is_ok_and(|port| port == path);
        let scanner = match trials.scanner.port() {
            Some(port) => Some((port, self.setting_up.view.tried_scanner)),
            None => {
                let saved = self.settings.scanner.as_ref();
                saved.map(|saved| (saved.port.as_str(), Some(self.screen.scanner)))
            }
        };
        if let Some((port, status)) = scanner
            && is_here(port)
        {
            return match status {
                Some(ScannerStatus::Taken) => Use::Others,
                Some(ScannerStatus::Missing | ScannerStatus::Forbidden) => Use::Unknown,
                _ => Use::Ours,
            };
        }
        let printer = self.settings.printer.as_ref().and_then(|printer| match &printer.link {
            PrinterLink::Serial { port, .. } | PrinterLink::File { path: port } => Some(port),
            PrinterLink::Network { .. } | PrinterLink::Preview => None,
        });
        match (printer, self.printing.status()) {
            (Some(port), _) if !is_here(port) => Use::Unknown,
            (Some(_), PrinterStatus::Taken) => Use::Others,
            (None, _) | (_, PrinterStatus::Missing | PrinterStatus::Forbidden) => Use::Unknown,
            (Some(_), _) => Use::Ours,
        }
    }
}

/// Who uses a port, as far as this register's own devices know.
enum Use {
    Ours,
    /// One of them was told that another program has it.
    Others,
    Unknown,
}

/// Whether two paths lead to the same device.
fn is_same(one: &str, other: &str) -> bool {
    let device = |path: &str| Path::new(path).canonicalize().ok();
    one == other || device(one).is_some_and(|one| Some(one) == device(other))
}

fn leads_to_the_same(one: &PrinterLink, other: &PrinterLink) -> bool {
    match (one, other) {
        (
            PrinterLink::Serial { port: one, .. } | PrinterLink::File { path: one },
            PrinterLink::Serial { port: other, .. } | PrinterLink::File { path: other },
        ) => is_same(one, other),
        (PrinterLink::Network { address: one }, PrinterLink::Network { address: other }) => {
            one == other
        }
        _ => false,
    }
}
