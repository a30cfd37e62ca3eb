//! Ports that come and go, and what can be told of them from outside.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};

use kassa::core::settings::ScannerSettings;
use kassa::device::list::{Access, Port, PortKind, PortWatch};
use kassa::device::scanner::SerialScanner;
use kassa::device::virtual_port::VirtualPort;

use super::wait;

fn watch(path: &Path) -> (PortWatch, Receiver<Vec<Port>>) {
    let (lists, received) = channel();
    let named = vec![(path.to_owned(), PortKind::Serial)];
    let watch = PortWatch::start(named, move |ports| {
        let _gone = lists.send(ports);
    });
    (watch.unwrap(), received)
}

/// The access to a port, once it is what is expected.
fn becomes(lists: &Receiver<Vec<Port>>, path: &Path, expected: Option<Access>) {
    wait(lists, |ports| {
        let port = ports.iter().find(|port| port.stable.as_deref() == Some(path));
        (port.map(|port| port.access.clone()) == expected).then_some(())
    });
}

#[test]
fn a_port_is_seen_to_come_to_be_used_and_to_go() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("scanner");
    let (_watch, lists) = watch(&path);
    becomes(&lists, &path, None);
    let mut port = VirtualPort::plugged(&path).unwrap();
    becomes(&lists, &path, Some(Access::Free));
    let settings = ScannerSettings { port: path.display().to_string(), baud: 9_600 };
    let scanner = SerialScanner::start(settings, |_event| {}).unwrap();
    becomes(&lists, &path, Some(Access::Taken));
    drop(scanner);
    becomes(&lists, &path, Some(Access::Free));
    port.unplug();
    becomes(&lists, &path, None);
}
