//! Which ports this machine has that a scanner or a printer can be at.
//!
//! Listed without opening any of them: opening resets some devices, and makes others take the next
//! bytes for commands. Whether something answers there is not asked here.

mod access;
mod watch;

use std::path::{Path, PathBuf};

pub use access::{Access, access, group_that_may};
pub use watch::PortWatch;

/// Where udev keeps names that stay the same, the best first: by the device's own names, and by the
/// socket it is in, for devices that cannot be told from others of their kind.
const STABLE_NAMES: [&str; 2] = ["/dev/serial/by-id", "/dev/serial/by-path"];
/// Where `packaging/70-kassa.rules` puts its names, and how they begin.
const OWN_NAMES: (&str, &str) = ("/dev", "kassa-");
/// Where the kernel puts USB printers.
const PRINTER_FILES: &str = "/dev/usb";
/// Where the kernel says what a USB printer calls itself.
const PRINTER_FACTS: &str = "/sys/class/usbmisc";
/// Where the kernel lists serial ports.
const SERIAL_FACTS: &str = "/sys/class/tty";

/// A port of this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// Its path, such as `/dev/ttyUSB0`, which may change at the next start.
    pub path: PathBuf,
    /// A path that always means this device: the one to put into the settings.
    pub stable: Option<PathBuf>,
    /// What it can be used for.
    pub kind: PortKind,
    /// How it is attached.
    pub attached: Attached,
    /// Whether it can be used, as far as can be told without opening it.
    pub access: Access,
}

/// What a port can be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortKind {
    /// A serial port: for scanners and printers.
    Serial,
    /// A printer's device file: takes bytes and cannot be a scanner's.
    PrinterFile,
}

/// How a port is attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attached {
    /// By USB.
    Usb(UsbNames),
    /// On the main board or a card.
    BuiltIn,
    /// By Bluetooth.
    Bluetooth,
    /// Not known.
    Other,
}

/// What a USB device says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UsbNames {
    /// Its maker.
    pub manufacturer: Option<String>,
    /// Its model.
    pub product: Option<String>,
    /// The numbers of its maker and its model.
    pub numbers: Option<(u16, u16)>,
}

/// The system does not list its ports.
#[derive(Debug, thiserror::Error)]
#[error("the serial ports cannot be listed")]
pub struct ListError(#[from] serialport::Error);

impl Port {
    /// The path to put into the settings: one that always means this device where there is one.
    pub fn best_path(&self) -> &Path {
        self.stable.as_deref().unwrap_or(&self.path)
    }

    /// What the device calls itself, or the port's name.
    pub fn name(&self) -> String {
        let Attached::Usb(names) = &self.attached else { return self.file_name() };
        let said: Vec<&str> = [&names.manufacturer, &names.product]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        // Many products begin with their maker's name.
        match said[..] {
            [] => self.file_name(),
            [maker, product] if product.starts_with(maker) => product.to_owned(),
            _ => said.join(" "),
        }
    }

    fn file_name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        name.to_string_lossy().into_owned()
    }
}

/// All serial ports in the order of their names, then all printer files, then those of `named` that
/// are none of these and are there: links of one's own, ports of other programs.
///
/// # Errors
/// When the system does not list them.
pub fn ports(named: &[(PathBuf, PortKind)]) -> Result<Vec<Port>, ListError> {
    let mut serial = Vec::new();
    // Where the kernel has no such list, the crate would fall over.
    if Path::new(SERIAL_FACTS).is_dir() {
        serial = serialport::available_ports()?;
    }
    Ok(Places::of_this_machine().ports(serial, named))
}

/// Where names and facts are found.
struct Places {
    /// Folders of links, the best first, with how the names of the links begin.
    links: Vec<(PathBuf, &'static str)>,
    printer_files: PathBuf,
    printer_facts: PathBuf,
}

impl Places {
    fn of_this_machine() -> Self {
        let own = (OWN_NAMES.0.into(), OWN_NAMES.1);
        let stable = STABLE_NAMES.map(|folder| (folder.into(), ""));
        Places {
            links: [own].into_iter().chain(stable).collect(),
            printer_files: PRINTER_FILES.into(),
            printer_facts: PRINTER_FACTS.into(),
        }
    }

    fn ports(
        &self,
        serial: Vec<serialport::SerialPortInfo>,
        named: &[(PathBuf, PortKind)],
    ) -> Vec<Port> {
        // The names of the settings first: what is set is shown under the name it is set by.
        let mut links: Vec<(PathBuf, PathBuf)> =
            named.iter().filter_map(|(path, _)| link(path)).collect();
        for (folder, beginning) in &self.links {
            links.extend(files_in(folder, beginning).iter().filter_map(|path| link(path)));
        }
        let mut found: Vec<(PathBuf, PortKind, Attached)> = serial
            .into_iter()
            .map(|port| (port.port_name.into(), PortKind::Serial, attached(port.port_type)))
            .collect();
        found.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        for path in files_in(&self.printer_files, "lp") {
            let names = Attached::Usb(self.printer_names(&path));
            found.push((path, PortKind::PrinterFile, names));
        }
        for (path, kind) in named {
            if let Ok(target) = path.canonicalize()
                && !found.iter().any(|(path, ..)| *path == target)
            {
                found.push((target, *kind, Attached::Other));
            }
        }
        let described = |(path, kind, attached): (PathBuf, PortKind, Attached)| {
            let access = access(&path, kind)?;
            let stable = links.iter().find(|(_, target)| *target == path);
            Some(Port {
                stable: stable.map(|(link, _)| link.clone()),
                path,
                kind,
                attached,
                access,
            })
        };
        found.into_iter().filter_map(described).collect()
    }

    /// What the printer behind a file calls itself: its own folder of facts is that of one of its
    /// interfaces, and the one above is the device's.
    fn printer_names(&self, file: &Path) -> UsbNames {
        let Some(name) = file.file_name() else { return UsbNames::default() };
        let interface = self.printer_facts.join(name).join("device");
        let Some(device) =
            interface.canonicalize().ok().and_then(|own| own.parent().map(PathBuf::from))
        else {
            return UsbNames::default();
        };
        let number = |fact: &str| u16::from_str_radix(&fact_in(&device, fact)?, 16).ok();
        UsbNames {
            manufacturer: fact_in(&device, "manufacturer"),
            product: fact_in(&device, "product"),
            numbers: number("idVendor").zip(number("idProduct")),
        }
    }
}

fn attached(kind: serialport::SerialPortType) -> Attached {
    match kind {
        serialport::SerialPortType::UsbPort(usb) => Attached::Usb(UsbNames {
            manufacturer: usb.manufacturer.as_deref().and_then(readable),
            product: usb.product.as_deref().and_then(readable),
            numbers: Some((usb.vid, usb.pid)),
        }),
        serialport::SerialPortType::PciPort => Attached::BuiltIn,
        serialport::SerialPortType::BluetoothPort => Attached::Bluetooth,
        serialport::SerialPortType::Unknown => Attached::Other,
    }
}

fn fact_in(folder: &Path, name: &str) -> Option<String> {
    // A device without a name has no such file.
    std::fs::read_to_string(folder.join(name)).ok().as_deref().and_then(readable)
}

/// A device's name as it can be shown: what it says comes from outside.
fn readable(name: &str) -> Option<String> {
    let name: String = name.trim().chars().filter(|letter| !letter.is_control()).take(64).collect();
    (!name.is_empty()).then_some(name)
}

/// A link with what it leads to; nothing if it is no link, or leads nowhere.
fn link(path: &Path) -> Option<(PathBuf, PathBuf)> {
    let target = path.canonicalize().ok()?;
    path.is_symlink().then(|| (path.to_owned(), target))
}

/// The files of a folder whose names begin so, in the order of their names. A folder that is not
/// there has none: it appears with the first such device.
fn files_in(folder: &Path, beginning: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| entry.file_name().as_encoded_bytes().starts_with(beginning.as_bytes()))
        .map(|entry| entry.path())
        .collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// A machine of folders: two serial ports, one printer, and links as udev makes them.
    fn machine(folder: &Path) -> (Places, Vec<serialport::SerialPortInfo>) {
        let make = |path: &str, text: &str| {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        for device in ["dev/ttyUSB7", "dev/ttyS0", "dev/usb/lp0", "dev/usb/hiddev0"] {
            make(device, "");
        }
        for folders in ["by-id", "by-path", "class/lp0", "devices/1-1/1-1:1.0"] {
            std::fs::create_dir_all(folder.join(folders)).unwrap();
        }
        symlink("../dev/ttyUSB7", folder.join("by-id/usb-Acme_Scanner_1")).unwrap();
        symlink("../dev/ttyUSB9", folder.join("by-id/usb-Gone")).unwrap();
        symlink("../dev/ttyUSB7", folder.join("by-path/pci-usb-0:1")).unwrap();
        symlink("../../devices/1-1/1-1:1.0", folder.join("class/lp0/device")).unwrap();
        make("devices/1-1/manufacturer", "Acme\n");
        make("devices/1-1/product", "Acme Receipt\u{7} 80\n");
        make("devices/1-1/idVendor", "04b8\n");
        make("devices/1-1/idProduct", "0e15\n");
        let places = Places {
            links: vec![
                (folder.join("dev"), "kassa-"),
                (folder.join("by-id"), ""),
                (folder.join("by-path"), ""),
            ],
            printer_files: folder.join("dev/usb"),
            printer_facts: folder.join("class"),
        };
        let usb = serialport::UsbPortInfo {
            vid: 0x05e0,
            pid: 0x1701,
            serial_number: None,
            manufacturer: Some("Symbol".to_owned()),
            product: Some("Bar Code Scanner".to_owned()),
        };
        let serial = [
            ("dev/ttyUSB7", serialport::SerialPortType::UsbPort(usb)),
            ("dev/ttyS0", serialport::SerialPortType::PciPort),
        ];
        let serial = serial.map(|(name, port_type)| serialport::SerialPortInfo {
            port_name: folder.join(name).display().to_string(),
            port_type,
        });
        (places, serial.into())
    }

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().canonicalize().unwrap();
        (folder, path)
    }

    #[test]
    fn ports_have_their_names_and_the_path_that_stays() {
        let (_kept, folder) = folder();
        let (places, serial) = machine(&folder);
        let ports = places.ports(serial, &[]);
        let shown: Vec<(String, PathBuf, PortKind)> = ports
            .iter()
            .map(|port| (port.name(), port.best_path().to_owned(), port.kind))
            .collect();
        let expected = [
            ("ttyS0", "dev/ttyS0", PortKind::Serial),
            ("Symbol Bar Code Scanner", "by-id/usb-Acme_Scanner_1", PortKind::Serial),
            ("Acme Receipt 80", "dev/usb/lp0", PortKind::PrinterFile),
        ];
        let expected =
            expected.map(|(name, path, kind)| (name.to_owned(), folder.join(path), kind));
        assert_eq!(shown, expected);
        let Attached::Usb(names) = &ports[2].attached else { panic!("{ports:?}") };
        assert_eq!(names.numbers, Some((0x04b8, 0x0e15)));
    }

    #[test]
    fn a_name_of_our_own_rules_comes_before_the_system_s() {
        let (_kept, folder) = folder();
        let (places, serial) = machine(&folder);
        symlink("ttyUSB7", folder.join("dev/kassa-scanner")).unwrap();
        let ports = places.ports(serial, &[]);
        assert_eq!(ports[1].best_path(), folder.join("dev/kassa-scanner"));
    }

    #[test]
    fn what_the_settings_name_is_listed_once_while_it_is_there() {
        let (_kept, folder) = folder();
        let (places, serial) = machine(&folder);
        let own = folder.join("own");
        let elsewhere = folder.join("elsewhere");
        symlink("dev/ttyS0", &own).unwrap();
        let named = [(own.clone(), PortKind::Serial), (elsewhere.clone(), PortKind::PrinterFile)];
        let ports = places.ports(serial.clone(), &named);
        assert_eq!(ports.len(), 3, "{ports:?}");
        assert_eq!(ports[0].best_path(), own);
        std::fs::write(&elsewhere, "").unwrap();
        let ports = places.ports(serial, &named);
        assert_eq!(ports.len(), 4, "{ports:?}");
        assert_eq!((ports[3].best_path(), ports[3].kind), (&*elsewhere, PortKind::PrinterFile));
    }

    #[test]
    fn this_machine_can_be_asked() {
        let ports = ports(&[]).unwrap();
        for port in &ports {
            assert!(port.path.starts_with("/dev"), "{port:?}");
            assert!(!port.name().is_empty(), "{port:?}");
        }
    }
}
