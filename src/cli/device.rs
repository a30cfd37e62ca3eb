//! `kassa device`: which scanners and printers there are, and do they work?

use std::path::PathBuf;
use std::time::Duration;

use clap::Subcommand;

use crate::core::settings::PrinterSettings;
use crate::device::list::{self, DeviceError, PortKind, SerialPortEntry};
use crate::device::printer::PrinterTrouble;
use crate::journal::Store;
use crate::till::paper;

use super::output::{Console, Trouble};
use super::register::data_folder;

/// How long a person has to scan something, and a printer to print a page.
const PATIENCE: Duration = Duration::from_secs(30);

/// What to do with devices.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List serial ports and printer files, with the names to put into the settings.
    List,
    /// Test the scanner or the printer of the settings.
    #[command(subcommand)]
    Test(Test),
}

/// Which device to test.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum Test {
    /// Wait for a scan and show it.
    Scanner,
    /// Print a test page.
    Printer,
}

/// Runs the command.
pub fn run(command: Command, data: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    match command {
        Command::List => list(console),
        Command::Test(test) => {
            let reader = Store::open_read_only(&data_folder(data)?)?;
            let settings = reader.settings()?.unwrap_or_default();
            match test {
                Test::Scanner => {
                    let missing = Trouble::Missing { what: "cli-missing-scanner" };
                    let scanner = settings.scanner.ok_or(missing)?;
                    console
                        .say("cli-scan-now", &[("seconds", (PATIENCE.as_secs() as i64).into())])?;
                    let text = list::test_scanner(scanner, PATIENCE)?;
                    console.say("cli-scanned", &[("text", text.as_str().into())])
                }
                Test::Printer => {
                    let missing = Trouble::Missing { what: "cli-missing-printer" };
                    let printer = settings.printer.clone().ok_or(missing)?;
                    let page = paper::test_page(&settings);
                    let bytes = paper::for_printer(&page, &printer);
                    test_printer(printer, bytes, console)
                }
            }
        }
    }
}

/// A printer that does not answer may be one that cannot: what to do about it is said as well.
fn test_printer(
    printer: PrinterSettings,
    bytes: Vec<u8>,
    console: &Console,
) -> Result<(), Trouble> {
    match list::test_printer(printer, bytes, PATIENCE) {
        Ok(_state) => console.say("cli-printed", &[]),
        Err(error) => {
            if matches!(error, DeviceError::Printer(PrinterTrouble::Silent)) {
                console.say("cli-printer-silent", &[])?;
            }
            Err(error.into())
        }
    }
}

fn list(console: &Console) -> Result<(), Trouble> {
    let ports = list::serial_ports()?;
    let files = list::printer_files();
    if ports.is_empty() && files.is_empty() {
        return console.say("cli-no-ports", &[]);
    }
    for port in &ports {
        console.line(&described(port))?;
    }
    for file in &files {
        console.line(&file.display().to_string())?;
    }
    Ok(())
}

/// The stable name first: it is the one to put into the settings.
fn described(port: &SerialPortEntry) -> String {
    let mut words = match &port.stable {
        Some(stable) => format!("{}\t{}", stable.display(), port.path.display()),
        None => port.path.display().to_string(),
    };
    if let PortKind::Usb { manufacturer, product, vendor, model } = &port.kind {
        for word in [manufacturer, product].into_iter().flatten() {
            words.push('\t');
            words.push_str(word);
        }
        words.push_str(&format!("\t{vendor:04x}:{model:04x}"));
    }
    words
}
