//! How one register is set up. Secrets are not part of it.

pub mod change;
pub mod check;
mod look;
mod trade;

pub use look::{Hand, LookSettings, TextSize, ThemeName};
pub use trade::{
    Accounts, BackupSettings, DiscountSettings, PageSettings, ShiftSettings, TenderSettings,
    TradeAccount,
};

use serde::{Deserialize, Serialize};

use super::language::Language;
use super::vat::VatRate;

/// Everything that can be set, as one entry of the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The shop as receipts name it.
    pub shop: Shop,
    /// This register's designation on receipts and reports: 1 to 16 letters, digits or spaces.
    pub register: String,
    /// The language that the window and the receipts begin with.
    pub language: Language,
    /// ISO 4217 code of the register's one currency.
    pub currency: String,
    /// The SEQR service.
    pub seqr: SeqrSettings,
    /// The bar code scanner, if it is on a serial port.
    pub scanner: Option<ScannerSettings>,
    /// The receipt printer.
    pub printer: Option<PrinterSettings>,
    /// The tax rates that this shop sells at, the commonest first.
    pub vat_rates: Vec<VatRate>,
    /// The ways to pay, and the quick keys beside them.
    pub tenders: TenderSettings,
    /// Who may give which discounts.
    pub discounts: DiscountSettings,
    /// How shifts are kept.
    pub shift: ShiftSettings,
    /// Which articles come first on the article pages.
    pub pages: PageSettings,
    /// The accounts that sales and tenders are booked on.
    pub accounts: Accounts,
    /// How the window looks.
    pub look: LookSettings,
    /// Copies of the journal.
    pub backup: BackupSettings,
    /// Whether the register makes sounds.
    pub sound: bool,
    /// After how many seconds without a press, key or scan the user is logged off, or the screen is locked where
    /// something is unfinished; never if there is none. See [`Settings::LOG_OFF`].
    pub log_off_after: Option<u32>,
    /// A register to try things on: PINs are shown, receipts go to a preview.
    pub demonstration: bool,
    /// The register of the training mode: its papers and its screen say so.
    pub training: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            shop: Shop::default(),
            register: "Kassa 1".to_owned(),
            language: Language::Swedish,
            currency: "SEK".to_owned(),
            seqr: SeqrSettings::default(),
            scanner: None,
            printer: None,
            vat_rates: VatRate::SWEDISH.to_vec(),
            tenders: TenderSettings::default(),
            discounts: DiscountSettings::default(),
            shift: ShiftSettings::default(),
            pages: PageSettings::default(),
            accounts: Accounts::default(),
            look: LookSettings::default(),
            backup: BackupSettings::default(),
            sound: true,
            log_off_after: None,
            demonstration: false,
            training: false,
        }
    }
}

impl Settings {
    /// What [`Settings::log_off_after`] can be: ten seconds to a day.
    pub const LOG_OFF: std::ops::RangeInclusive<u32> = 10..=86_400;
}

/// What the law wants to see of the shop on a receipt (SKVFS 2014:9, 7 kap 1 §).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Shop {
    /// The company.
    pub name: String,
    /// Organisation number, `NNNNNN-NNNN`.
    pub organisation_number: String,
    /// Where the sale takes place, one line of paper each.
    pub address: Vec<String>,
    /// Lines above everything else.
    pub header: Vec<String>,
    /// Lines below everything else; also the footer of the receipt on the customer's phone.
    pub footer: Vec<String>,
    /// The register's own manufacturing number, printed on every receipt.
    pub manufacturing_number: String,
}

/// Where SEQR is and what it wants to be told about this shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeqrSettings {
    /// Address of the cash-register service; empty where SEQR is not used.
    pub address: String,
    /// Path of a PEM file with certificates to trust besides the system's.
    pub ca_file: Option<String>,
    /// `clientId`: the company's name, as the certification asks.
    pub client_id: String,
    /// `clientReference`: name and version of the register, at most 32 characters.
    pub client_reference: String,
    /// Who asks SEQR to end a registration.
    pub unregister_as: UnregisterAs,
    /// Whether the reseller's login is kept, encrypted, after SEQR has accepted it, or asked for every time.
    pub keep_reseller: bool,
}

/// Who asks SEQR to end a registration: the sources of the protocol disagree, and services differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnregisterAs {
    /// The terminal, with its own password.
    #[default]
    Terminal,
    /// The reseller's user, as at the registration.
    Reseller,
}

impl Default for SeqrSettings {
    fn default() -> Self {
        SeqrSettings {
            address: String::new(),
            ca_file: None,
            client_id: String::new(),
            client_reference: concat!("Kassa ", env!("CARGO_PKG_VERSION")).to_owned(),
            unregister_as: UnregisterAs::default(),
            keep_reseller: true,
        }
    }
}

/// A scanner on a serial port.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ScannerSettings {
    /// The port, best by a stable link such as `/dev/serial/by-id/…`.
    pub port: String,
    /// Bits per second.
    pub baud: u32,
}

/// A receipt printer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PrinterSettings {
    /// How it is reached.
    pub link: PrinterLink,
    /// Characters on a line: 48 or 42 (80 mm paper), 32 (58 mm paper).
    pub columns: u8,
    /// Whether the printer answers when it is asked how it is (DLE EOT). One that does is sent a
    /// paper only after it has answered, so nothing is lost while it is off. One that cannot has
    /// to be declared here; what its port takes then counts as printed.
    #[serde(default = "yes")]
    pub answers: bool,
}

fn yes() -> bool {
    true
}

/// How a printer is reached.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum PrinterLink {
    /// A serial port.
    Serial {
        /// The port.
        port: String,
        /// Bits per second.
        baud: u32,
    },
    /// A network printer, `host:port`, usually port 9100.
    Network {
        /// The address.
        address: String,
    },
    /// A device file such as `/dev/usb/lp0`.
    File {
        /// The path.
        path: String,
    },
    /// No paper: the register shows what would have been printed.
    Preview,
}

/// A terminal as SEQR knows it. Its password is a secret and kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terminal {
    /// `terminalId` from registerTerminal.
    pub id: String,
    /// Our own name for it, `externalTerminalId`.
    pub external_id: String,
    /// What customers see.
    pub name: String,
    /// The sticker it is tied to, once assigned.
    pub seqr_id: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Settings from before the question existed: a printer is asked unless it is declared mute.
    #[test]
    fn a_printer_answers_unless_it_is_said_otherwise() {
        let old = r#"{"link":{"kind":"file","path":"/dev/usb/lp0"},"columns":42}"#;
        let printer: PrinterSettings = serde_json::from_str(old).unwrap();
        assert!(printer.answers);
        let declared = r#"{"link":{"kind":"preview"},"columns":42,"answers":false}"#;
        assert!(!serde_json::from_str::<PrinterSettings>(declared).unwrap().answers);
    }
}
