//! `kassa device`: which scanners and printers there are, and do they work?

use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::time::Duration;

use clap::Subcommand;
use nix::unistd::{User, geteuid};

use crate::core::settings::{PrinterLink, PrinterSettings, ScannerSettings, Settings};
use crate::device::list::{self, Access, Attached, Port};
use crate::device::trial::{self, SpeedSearch, SpeedStep, TrialError};
use crate::document::{escpos, test_page};
use crate::journal::Store;
use crate::language::Value;
use crate::till::paper;

use super::output::{Console, Trouble};
use super::register::data_folder;

/// How long a person has to scan something, and a printer to print a page.
const PATIENCE: Duration = Duration::from_secs(30);

/// What to do with devices.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List serial ports and printer files: the name to put into the settings, what the device calls itself, and whether it can be used.
    List,
    /// Test a scanner or a printer: that of the settings, or another that need not be saved.
    #[command(subcommand)]
    Test(Test),
    /// Find out at which speed a scanner sends, while you scan.
    FindBaud {
        /// Its port, as "kassa device list" names it.
        port: String,
    },
}

/// Which device to test.
#[derive(Debug, Clone, Subcommand)]
pub enum Test {
    /// Wait for a scan and show it.
    Scanner {
        /// A serial port. Default: the scanner of the settings.
        #[arg(long)]
        port: Option<String>,
        /// Its speed in bits per second.
        #[arg(long, requires = "port", default_value_t = 9_600)]
        baud: u32,
    },
    /// Print a test page, or open the drawer.
    Printer(PrinterArguments),
}

/// Which printer to test, and what with.
#[derive(Debug, Clone, clap::Args)]
pub struct PrinterArguments {
    /// A printer on a serial port. Default: the printer of the settings.
    #[arg(long, group = "link")]
    port: Option<String>,
    /// A printer on the network, HOST:PORT; the port is usually 9100.
    #[arg(long, group = "link")]
    address: Option<String>,
    /// A printer's device file, such as /dev/usb/lp0.
    #[arg(long, group = "link")]
    file: Option<String>,
    /// The serial port's speed in bits per second.
    #[arg(long, requires = "port", default_value_t = 9_600)]
    baud: u32,
    /// Characters on a line.
    #[arg(long, requires = "link", default_value_t = paper::USUAL_COLUMNS, value_parser = clap::value_parser!(u8).range(24..=64))]
    columns: u8,
    /// The printer cannot answer when it is asked how it is.
    #[arg(long, requires = "link")]
    mute: bool,
    /// Open the drawer instead of printing.
    #[arg(long)]
    drawer: bool,
}

/// Runs the command.
pub fn run(command: Command, data: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    match command {
        Command::List => list(console),
        Command::Test(Test::Scanner { port: Some(port), baud }) => {
            test_scanner(ScannerSettings { port, baud }, console)
        }
        Command::Test(Test::Scanner { port: None, .. }) => {
            let missing = Trouble::Missing { what: "cli-missing-scanner" };
            test_scanner(settings(data)?.scanner.ok_or(missing)?, console)
        }
        Command::Test(Test::Printer(arguments)) => test_printer(arguments, data, console),
        Command::FindBaud { port } => find_baud(port, console),
    }
}

fn settings(data: Option<PathBuf>) -> Result<Settings, Trouble> {
    Ok(Store::open_read_only(&data_folder(data)?)?.settings()?.unwrap_or_default())
}

fn test_scanner(scanner: ScannerSettings, console: &Console) -> Result<(), Trouble> {
    console.say("cli-scan-now", &[("seconds", (PATIENCE.as_secs() as i64).into())])?;
    let text = trial::first_scan(scanner, PATIENCE)?;
    console.say("cli-scanned", &[("text", text.as_str().into())])
}

fn test_printer(
    arguments: PrinterArguments,
    data: Option<PathBuf>,
    console: &Console,
) -> Result<(), Trouble> {
    let drawer = arguments.drawer;
    let (printer, language) = match arguments.printer() {
        Some(printer) => (printer, console.texts().language()),
        None => {
            let settings = settings(data)?;
            let missing = Trouble::Missing { what: "cli-missing-printer" };
            (settings.printer.ok_or(missing)?, settings.language)
        }
    };
    let bytes = if drawer {
        escpos::drawer_kick()
    } else {
        paper::for_printer(&test_page::document(printer.columns, language), &printer)
    };
    let _state = trial::print(printer, bytes, PATIENCE)?;
    console.say(if drawer { "cli-drawer-opened" } else { "cli-printed" }, &[])
}

impl PrinterArguments {
    /// The printer that is named; none where it is that of the settings.
    fn printer(self) -> Option<PrinterSettings> {
        let serial = self.port.map(|port| PrinterLink::Serial { port, baud: self.baud });
        let network = self.address.map(|address| PrinterLink::Network { address });
        let file = self.file.map(|path| PrinterLink::File { path });
        let link = serial.or(network).or(file)?;
        Some(PrinterSettings { link, columns: self.columns, answers: !self.mute })
    }
}

fn find_baud(port: String, console: &Console) -> Result<(), Trouble> {
    let (steps, received) = channel();
    let _search = SpeedSearch::start(port, move |step| {
        // Whoever tests may have gone already.
        let _gone = steps.send(step);
    })?;
    for step in received {
        match step {
            SpeedStep::Listening => console.say("cli-baud-begin", &[])?,
            SpeedStep::Unreadable { baud } => {
                console.say("cli-baud-unreadable", &[("baud", i64::from(baud).into())])?;
            }
            SpeedStep::Readable { baud } => {
                console.say("cli-baud-readable", &[("baud", i64::from(baud).into())])?;
            }
            SpeedStep::Ended(Ok(baud)) => {
                return console.say("cli-baud-found", &[("baud", i64::from(baud).into())]);
            }
            SpeedStep::Ended(Err(error)) => return Err(error.into()),
        }
    }
    Err(TrialError::NothingScanned.into())
}

fn list(console: &Console) -> Result<(), Trouble> {
    let ports = list::ports(&[])?;
    if ports.is_empty() {
        return console.say("cli-no-ports", &[]);
    }
    for port in &ports {
        console.line(&described(port, console))?;
    }
    Ok(())
}

/// The stable name first: it is the one to put into the settings.
fn described(port: &Port, console: &Console) -> String {
    let mut words = vec![port.best_path().display().to_string()];
    if port.stable.is_some() {
        words.push(port.path.display().to_string());
    }
    if let Attached::Usb(names) = &port.attached {
        words.push(port.name());
        words.extend(names.numbers.map(|(maker, model)| format!("{maker:04x}:{model:04x}")));
    }
    match &port.access {
        Access::Free => {}
        Access::Taken => words.push(console.texts().get("cli-port-taken").into_owned()),
        Access::Forbidden { group } => {
            let group = [("group", group.as_str().into())];
            words.push(console.texts().with("cli-port-forbidden", &group).into_owned());
        }
    }
    words.join("\t")
}

/// What is wrong with a device, and what to do about it.
pub(super) fn words(error: &TrialError) -> (&'static str, Vec<(&'static str, Value<'_>)>) {
    let plain = |key| (key, Vec::new());
    match error {
        TrialError::Start(_) => plain("cli-device-failed"),
        TrialError::Missing { .. } => plain("cli-device-missing"),
        TrialError::Taken => plain("cli-device-taken"),
        TrialError::Forbidden { group } => {
            ("cli-device-forbidden", vec![("group", group.into()), ("user", user().into())])
        }
        TrialError::NothingScanned => plain("set-up-nothing-scanned"),
        TrialError::Unreadable(refusal) => {
            ("cli-scan-unreadable", vec![("text", (&refusal.shown).into())])
        }
        TrialError::NoSpeedFits => plain("cli-no-speed-fits"),
        TrialError::Silent => plain("cli-printer-silent"),
        TrialError::PaperOut => plain("set-up-paper-out"),
        TrialError::CoverOpen => plain("set-up-cover-open"),
        TrialError::Fault(trouble) => {
            ("set-up-device-fault", vec![("detail", trouble.to_string().into())])
        }
    }
}

/// Whom the system takes this program to be run by.
fn user() -> String {
    match User::from_uid(geteuid()) {
        Ok(Some(user)) => user.name,
        _ => geteuid().to_string(),
    }
}
