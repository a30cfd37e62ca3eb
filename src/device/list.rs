//! Which devices are plugged in, and whether one of them works: what an installer asks first.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::printer::{
    PrintJob, Printer, PrinterEvent, PrinterState, PrinterTrouble, Timing, Written,
};
use super::scanner::{Refusal, ScannerEvent, ScannerState, SerialScanner};
use crate::core::settings::{PrinterSettings, ScannerSettings};

/// Where udev keeps names of serial ports that stay the same whichever socket is used.
const STABLE_NAMES: &str = "/dev/serial/by-id";
/// Where the kernel puts USB printers.
const PRINTER_FILES: &str = "/dev/usb";

/// A serial port of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SerialPortEntry {
    /// Its path, such as `/dev/ttyUSB0`, which may change at the next start.
    pub path: PathBuf,
    /// A path that always means this device: the one to put into the settings.
    pub stable: Option<PathBuf>,
    /// How it is attached.
    pub kind: PortKind,
}

/// How a serial port is attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortKind {
    /// By USB.
    Usb {
        /// Manufacturer, as the device names it.
        manufacturer: Option<String>,
        /// Product, as the device names it.
        product: Option<String>,
        /// USB vendor id.
        vendor: u16,
        /// USB product id.
        model: u16,
    },
    /// On the main board or a card.
    BuiltIn,
    /// By Bluetooth.
    Bluetooth,
    /// Not known.
    Other,
}

/// Why a device could not be shown to work.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// The system does not list its ports.
    #[error("the serial ports cannot be listed")]
    List(#[source] serialport::Error),
    /// The system has no thread left.
    #[error("the device cannot be started")]
    Start(#[source] io::Error),
    /// The scanner's port cannot be used.
    #[error("the scanner cannot be used: {0:?}")]
    Scanner(ScannerState),
    /// The scanner sends something that is no code; perhaps the speed is wrong.
    #[error("the scanner sends no readable code: {}", .0.shown)]
    Refused(Refusal),
    /// Nothing was scanned in time.
    #[error("nothing was scanned")]
    NothingScanned,
    /// The printer cannot print.
    #[error("the printer cannot print")]
    Printer(#[source] PrinterTrouble),
    /// The printer neither took the page nor said why.
    #[error("the printer did not take the page in time")]
    NothingPrinted,
}

/// All serial ports, in the order of their names.
///
/// # Errors
/// When the system does not list them.
pub fn serial_ports() -> Result<Vec<SerialPortEntry>, DeviceError> {
    let links = stable_links(Path::new(STABLE_NAMES));
    let mut ports: Vec<SerialPortEntry> = serialport::available_ports()
        .map_err(DeviceError::List)?
        .into_iter()
        .map(|port| {
            let path = PathBuf::from(port.port_name);
            let stable = links.iter().find(|(_, target)| *target == path);
            SerialPortEntry {
                stable: stable.map(|(link, _)| link.clone()),
                kind: kind(port.port_type),
                path,
            }
        })
        .collect();
    ports.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(ports)
}

/// The device files of USB printers, such as `/dev/usb/lp0`.
pub fn printer_files() -> Vec<PathBuf> {
    files_in(Path::new(PRINTER_FILES))
        .into_iter()
        .filter(|path| {
            path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"lp"))
        })
        .collect()
}

fn kind(kind: serialport::SerialPortType) -> PortKind {
    match kind {
        serialport::SerialPortType::UsbPort(usb) => PortKind::Usb {
            manufacturer: usb.manufacturer,
            product: usb.product,
            vendor: usb.vid,
            model: usb.pid,
        },
        serialport::SerialPortType::PciPort => PortKind::BuiltIn,
        serialport::SerialPortType::BluetoothPort => PortKind::Bluetooth,
        serialport::SerialPortType::Unknown => PortKind::Other,
    }
}

/// Each link of a folder with what it leads to.
fn stable_links(folder: &Path) -> Vec<(PathBuf, PathBuf)> {
    files_in(folder)
        .into_iter()
        .filter_map(|link| link.canonicalize().ok().map(|target| (link, target)))
        .collect()
}

/// The files of a folder in the order of their names. A folder that is not there has none: it
/// appears with the first such device.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// Waits for one scan and gives its text.
///
/// # Errors
/// When the port cannot be used, what comes is no code, or nothing comes within the limit.
pub fn test_scanner(settings: ScannerSettings, limit: Duration) -> Result<String, DeviceError> {
    let (events, received) = channel();
    let _scanner = SerialScanner::start(settings, move |event| {
        // Whoever tests may have gone already.
        let _gone = events.send(event);
    })
    .map_err(DeviceError::Start)?;
    match received.recv_timeout(limit) {
        Ok(ScannerEvent::State(ScannerState::Ready)) => {}
        Ok(ScannerEvent::State(state)) => return Err(DeviceError::Scanner(state)),
        _ => return Err(DeviceError::NothingScanned),
    }
    match received.recv_timeout(limit) {
        Ok(ScannerEvent::Scan { text, .. }) => Ok(text),
        Ok(ScannerEvent::Refused(refusal)) => Err(DeviceError::Refused(refusal)),
        Ok(ScannerEvent::State(state)) => Err(DeviceError::Scanner(state)),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
            Err(DeviceError::NothingScanned)
        }
    }
}

/// Prints bytes, such as a test page, and gives the printer's state after it.
///
/// # Errors
/// When the printer cannot print, or has not taken the bytes within the limit.
pub fn test_printer(
    settings: PrinterSettings,
    bytes: Vec<u8>,
    limit: Duration,
) -> Result<PrinterState, DeviceError> {
    let (events, received) = channel();
    let printer = Printer::start(settings, Timing::default(), move |event| {
        // Whoever tests may have gone already.
        let _gone = events.send(event);
    })
    .map_err(DeviceError::Start)?;
    printer.print(PrintJob { id: 0, bytes });
    let end = Instant::now() + limit;
    let mut state = PrinterState::Unknown;
    loop {
        match received.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(PrinterEvent::State(now)) => state = now,
            Ok(PrinterEvent::Begun { .. } | PrinterEvent::Withdrawn { .. }) => {}
            Ok(PrinterEvent::Sent { .. }) => return Ok(state),
            Ok(PrinterEvent::Failed {
                cause, written: Written::Nothing | Written::Part, ..
            }) => {
                return Err(DeviceError::Printer(cause));
            }
            Err(_) => return Err(DeviceError::NothingPrinted),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::settings::PrinterLink;

    #[test]
    fn links_lead_to_their_devices() {
        let folder = tempfile::tempdir().unwrap();
        let device = folder.path().join("ttyUSB7");
        std::fs::write(&device, "").unwrap();
        let links = folder.path().join("by-id");
        std::fs::create_dir(&links).unwrap();
        let link = links.join("usb-Scanner_123");
        std::os::unix::fs::symlink("../ttyUSB7", &link).unwrap();
        std::os::unix::fs::symlink("../gone", links.join("usb-Gone")).unwrap();
        let device = device.canonicalize().unwrap();
        assert_eq!(stable_links(&links), [(link, device)]);
        assert_eq!(stable_links(&folder.path().join("none")), []);
    }

    #[test]
    fn this_machine_can_be_asked() {
        let ports = serial_ports().unwrap();
        assert!(ports.is_sorted_by(|one, other| one.path < other.path));
        for port in &ports {
            assert!(port.path.starts_with("/dev"), "{port:?}");
        }
    }

    #[test]
    fn a_device_that_is_not_there_is_named_as_the_cause() {
        let port = "/nonexistent/port".to_owned();
        let limit = Duration::from_secs(30);
        let error = test_scanner(ScannerSettings { port: port.clone(), baud: 9_600 }, limit);
        assert!(
            matches!(error, Err(DeviceError::Scanner(ScannerState::Missing { .. }))),
            "{error:?}"
        );
        for link in [
            PrinterLink::Serial { port: port.clone(), baud: 9_600 },
            PrinterLink::File { path: port },
        ] {
            let settings = PrinterSettings { link, columns: 42, answers: true };
            let error = test_printer(settings, vec![b'A'], limit);
            assert!(
                matches!(error, Err(DeviceError::Printer(PrinterTrouble::Missing { .. }))),
                "{error:?}"
            );
        }
    }
}
