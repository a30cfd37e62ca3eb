//! A street of shops: one SEQR service, and registers that each have a data folder and a terminal of their own.

use std::path::{Path, PathBuf};

use kassa::core::entry::Entry;
use kassa::core::settings::Terminal;
use kassa::demonstration::Demonstration;
use kassa::journal::{OpenMode, Reader, Secret as Kept, Stamp, Store};
use kassa::seqr::secret::Secret;
use kassa::simulator::demonstration::SimulatorSettings;
use kassa::simulator::ledger::{CustomerAction, ReadyTerminal};
use kassa::simulator::{Simulator, SimulatorHandle};
use kassa::till::TERMINAL_PASSWORD_NAME;
use tokio::runtime::Runtime;

use super::program::wait_for;

/// Bar codes of the demonstration shop, cheap and dear.
pub const CODES: [&str; 4] = ["2900000010017", "2900000010024", "2900000010031", "2900000010055"];

pub struct Street {
    folder: Option<tempfile::TempDir>,
    pub simulator: SimulatorHandle,
    pub shops: Vec<Shop>,
    /// SEQR's side has threads of its own.
    _other_side: Runtime,
}

#[derive(Clone)]
pub struct Shop {
    pub number: usize,
    pub data: PathBuf,
    pub terminal: String,
    pub simulator: SimulatorHandle,
}

impl Street {
    pub fn of(shops: usize) -> Street {
        let folder = tempfile::tempdir().unwrap();
        let other_side = Runtime::new().unwrap();
        let mut settings = SimulatorSettings::with_ready_terminal();
        settings.ledger.terminals.extend((0..shops).map(ready_terminal));
        let simulator = Simulator::start(other_side.handle(), settings).unwrap();
        // Hashing PINs takes its time: one shop is furnished, the others are copies of it.
        let first = folder.path().join("shop");
        drop(Demonstration::open(Some(first.clone()), simulator.clone()).unwrap());
        let shops = (0..shops).map(|number| {
            let data = folder.path().join(format!("shop-{number}"));
            copy(&first, &data);
            let terminal = terminal(number);
            move_in(&data, &terminal);
            Shop { number, data, terminal: terminal.id, simulator: simulator.clone() }
        });
        let shops = shops.collect();
        Street { folder: Some(folder), simulator, shops, _other_side: other_side }
    }

    /// Leaves the data folders behind, to be looked at.
    pub fn keep(&mut self) -> PathBuf {
        self.folder.take().unwrap().keep()
    }
}

fn terminal_id(number: usize) -> String {
    format!("de4{number:029}")
}

fn password(number: usize) -> String {
    format!("terminal-password-{number}")
}

fn ready_terminal(number: usize) -> ReadyTerminal {
    ReadyTerminal {
        id: terminal_id(number),
        password: Secret::new(password(number)),
        name: format!("Butik {number}"),
        seqr_id: Some(format!("STREET{number:02}")),
    }
}

fn terminal(number: usize) -> Terminal {
    Terminal {
        id: terminal_id(number),
        external_id: format!("kassa-{number}"),
        name: format!("Butik {number}"),
        seqr_id: Some(format!("STREET{number:02}")),
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let _bytes = std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

/// Gives the shop a terminal of its own.
fn move_in(data: &Path, terminal: &Terminal) {
    let number = terminal.id[3..].parse().unwrap();
    let mut store = Store::open(data, OpenMode::Existing).unwrap();
    let mut settings = store.settings().unwrap().unwrap();
    settings.sound = false;
    let before = store.terminal().unwrap().unwrap();
    let stamp =
        Stamp { at: jiff::Timestamp::now(), register: settings.register.clone(), user: None };
    let entries = [
        Entry::SettingsSaved { settings },
        Entry::TerminalUnregistered { terminal: before.id },
        Entry::TerminalRegistered { terminal: terminal.clone() },
    ];
    let _head = store.commit(&stamp, &entries).unwrap();
    store.vault().keep(TERMINAL_PASSWORD_NAME, &Kept::new(password(number))).unwrap();
}

impl Shop {
    pub fn journal(&self) -> Reader {
        Store::open_read_only(&self.data).unwrap()
    }

    /// The invoice that this shop's customer can pay.
    pub fn open_invoice(&self) -> Option<String> {
        self.simulator.with_ledger(|ledger| {
            let mut mine =
                ledger.payments().rev().filter(|payment| payment.terminal_id() == self.terminal);
            mine.find(|payment| payment.is_open())
                .map(|payment| payment.invoice_reference().to_owned())
        })
    }

    /// The customer does something with it; whether there was anything to do it with.
    pub fn customer(&self, action: CustomerAction) -> bool {
        let invoice = self.open_invoice();
        invoice.is_some_and(|invoice| self.simulator.customer(&invoice, action).is_ok())
    }

    /// How often an invoice has been asked about.
    pub fn polls(&self, invoice: &str) -> u32 {
        self.simulator.with_ledger(|ledger| ledger.payment(invoice).unwrap().polls())
    }

    /// Waits until the invoice is asked about again.
    pub fn next_poll(&self, invoice: &str, after: u32) {
        wait_for("the next poll", || (self.polls(invoice) > after).then_some(()));
    }
}
