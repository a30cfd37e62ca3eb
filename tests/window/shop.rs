//! A shop with a scanner and a printer on pseudo-terminals, and a look into its journal.

use std::path::{Path, PathBuf};

use kassa::core::catalog::Article;
use kassa::core::receipt::ReceiptId;
use kassa::core::settings::{PrinterLink, PrinterSettings, ScannerSettings, Settings};
use kassa::core::user::UserNumber;
use kassa::device::virtual_port::VirtualPort;
use kassa::journal::{Reader, ReceiptRecord, Store};
use kassa::simulator::demonstration::SimulatorSettings;
use kassa::simulator::{Simulator, SimulatorHandle};
use tokio::runtime::Runtime;

use crate::display::{Display, Picture, key, wait_for};
use crate::program;

/// Characters on a line of the printer's paper.
pub const COLUMNS: u8 = 42;
/// What a serial port is set to; a pseudo-terminal takes anything.
const BAUD: u32 = 9_600;

pub struct Shop {
    pub folder: tempfile::TempDir,
    pub scanner: VirtualPort,
    pub printer: VirtualPort,
    pub simulator: SimulatorHandle,
    /// SEQR's side has threads of its own.
    _other_side: Runtime,
}

impl Shop {
    pub fn new(change: impl FnOnce(&mut Settings)) -> Shop {
        let folder = tempfile::tempdir().unwrap();
        let scanner = VirtualPort::plugged(folder.path().join("scanner")).unwrap();
        let printer = VirtualPort::plugged(folder.path().join("printer")).unwrap();
        let other_side = Runtime::new().unwrap();
        let settings = SimulatorSettings::with_ready_terminal();
        let simulator = Simulator::start(other_side.handle(), settings).unwrap();
        program::shop(&folder.path().join("data"), &simulator, |settings| {
            let path = |port: &VirtualPort| port.path().display().to_string();
            settings.scanner = Some(ScannerSettings { port: path(&scanner), baud: BAUD });
            let link = PrinterLink::Serial { port: path(&printer), baud: BAUD };
            settings.printer = Some(PrinterSettings { link, columns: COLUMNS, answers: false });
            settings.sound = false;
            change(settings);
        });
        Shop { folder, scanner, printer, simulator, _other_side: other_side }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn journal(&self) -> Reader {
        Store::open_read_only(&self.data()).unwrap()
    }

    /// Scans an article's first bar code.
    pub fn scan(&mut self, article: &Article) {
        self.scan_code(article.codes[0].as_str());
    }

    /// Scans any code.
    pub fn scan_code(&mut self, code: &str) {
        self.scanner.write(format!("{code}\r\n").as_bytes()).unwrap();
    }

    /// Waits until the receipt in the journal is as wanted.
    pub fn receipt_when(
        &self,
        receipt: u64,
        what: &str,
        is_so: impl Fn(&ReceiptRecord) -> bool,
    ) -> ReceiptRecord {
        let journal = self.journal();
        wait_for(what, || {
            journal.receipt(ReceiptId(receipt)).unwrap().filter(|receipt| is_so(receipt))
        })
    }
}

/// Logs cashier 1 in by keyboard.
pub fn log_in(display: &Display, journal: &Reader) {
    let before = journal.log_ins(UserNumber(1)).unwrap().times;
    display.type_text("1");
    display.keys(&[key::ENTER]);
    display.type_text("1111");
    display.keys(&[key::ENTER]);
    wait_for("the log-in", || {
        (journal.log_ins(UserNumber(1)).unwrap().times > before).then_some(())
    });
}

/// Pictures of a test's steps, where evidence is collected; every step looks different.
pub struct Album<'test> {
    display: &'test Display,
    folder: Option<PathBuf>,
    last: Option<Picture>,
}

impl<'test> Album<'test> {
    pub fn of(display: &'test Display) -> Self {
        Album { display, folder: program::evidence(), last: None }
    }

    /// Where evidence is collected.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Waits until the display shows another picture than the last one, and saves it.
    pub fn add(&mut self, name: &str) {
        if let Some(folder) = &self.folder {
            let picture = self.display.still_picture_after(self.last.as_ref());
            picture.save(&folder.join(name));
            self.last = Some(picture);
        }
    }
}
