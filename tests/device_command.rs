//! `kassa device`: what an installer is told about ports, scanners and printers.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly anywhere")]

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use kassa::device::scanner::SerialScanner;
use kassa::device::virtual_port::VirtualPort;

mod line_scanner;
mod receipt_printer;

use line_scanner::LineScanner;
use receipt_printer::{COVER_OPEN, Manner, NO_PAPER, READY, ReceiptPrinter};

fn kassa(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kassa"));
    let _command = command.args(arguments).env("LANG", "C.UTF-8");
    let _command = command.env_remove("LC_ALL").env_remove("LC_MESSAGES");
    command
}

/// What was complained about by a command that must fail.
fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn test_printer(port: &Path, more: &[&str]) -> Output {
    let port = port.display().to_string();
    let arguments = ["device", "test", "printer", "--port", port.as_str()];
    kassa(&[&arguments[..], more].concat()).output().unwrap()
}

#[test]
fn the_speed_is_found_while_somebody_scans() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scanner");
    let mut scanner = LineScanner::at(&path, 19_200);
    let mut program = kassa(&["device", "find-baud", &path.display().to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = Vec::new();
    for line in BufReader::new(program.stdout.take().unwrap()).lines() {
        said.push(line.unwrap());
        // The next speed is set a moment after the last one was given up.
        std::thread::sleep(std::time::Duration::from_millis(50));
        scanner.scan("7310865004703");
    }
    assert!(program.wait().unwrap().success());
    assert!(said[0].starts_with("Scan the same code"), "{said:?}");
    assert_eq!(said[1], "9600 is likely. Scan again.", "half the speed reads readable nonsense");
    assert!(said.last().unwrap().contains("baud = 19200"), "{said:?}");
}

#[test]
fn a_page_is_printed_without_any_settings() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let printer = ReceiptPrinter::at(&path, READY);
    let output = test_printer(&path, &["--baud", "38400", "--columns", "42"]);
    assert!(output.status.success(), "{output:?}");
    assert!(printer.count(b"KASSA-1234") > 0);
    printer.tear_off();
    let output = test_printer(&path, &["--drawer"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(printer.paper(), [0x1b, b'p', 0, 50, 250]);
}

#[test]
fn every_trouble_has_its_own_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("port");
    let nowhere = path.display().to_string();
    assert!(complaint(&test_printer(&path, &[])).contains("The device is not there"));
    let output = kassa(&["device", "test", "scanner", "--port", &nowhere]).output().unwrap();
    assert!(complaint(&output).contains("The device is not there"));
    let output =
        kassa(&["device", "test", "printer", "--address", "127.0.0.1:9"]).output().unwrap();
    assert!(complaint(&output).contains("The device is not there"));

    for (manner, words) in [
        (NO_PAPER, "has no paper"),
        (COVER_OPEN, "cover is open"),
        (Manner::Mute, "does not answer"),
        (Manner::Answers([0x1a, 0x52, 0x32, 0x12]), "reports a fault"),
    ] {
        let _printer = ReceiptPrinter::at(&path, manner);
        let complaint = complaint(&test_printer(&path, &[]));
        assert!(complaint.contains(words), "{complaint}");
    }

    let port = VirtualPort::plugged(&path).unwrap();
    let settings = kassa::core::settings::ScannerSettings { port: nowhere.clone(), baud: 9_600 };
    let (events, ready) = std::sync::mpsc::channel();
    let other = SerialScanner::start(settings, move |event| {
        let _gone = events.send(event);
    })
    .unwrap();
    let _ready = ready.recv().unwrap();
    let output = kassa(&["device", "find-baud", &nowhere]).output().unwrap();
    assert!(complaint(&output).contains("Another program has the device"));
    drop((other, port));
}

/// Somebody who is in no group: nobody, where the tests are run by the administrator.
#[test]
fn who_may_not_use_a_port_is_told_how_to_be_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let open = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    open(folder.path(), 0o755);
    let program = folder.path().join("kassa");
    let _bytes = std::fs::copy(env!("CARGO_BIN_EXE_kassa"), &program).unwrap();
    open(&program, 0o755);
    let port = VirtualPort::plugged(folder.path().join("scanner")).unwrap();
    open(port.path(), 0o000);
    let mut command = Command::new(&program);
    let _command = command.args(["device", "find-baud"]).arg(port.path()).env("LANG", "C.UTF-8");
    if nix::unistd::geteuid().is_root() {
        let _command = command.uid(65_534).gid(65_534);
    }
    let complaint = complaint(&command.output().unwrap());
    assert!(complaint.contains("usermod --append --groups dialout "), "{complaint}");
}

#[test]
fn ports_are_listed_with_their_paths() {
    let output = kassa(&["device", "list"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    let ports = kassa::device::list::ports(&[]).unwrap();
    for port in &ports {
        let path = port.best_path().display().to_string();
        assert!(said.lines().any(|line| line.starts_with(&path)), "{path} in {said}");
    }
    assert!(!ports.is_empty() || said.contains("plugged in"), "{said}");
}
