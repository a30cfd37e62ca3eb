//! `kassa certify`: the rehearsal as an installer sees it, its sheet and its evidence.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly anywhere")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use kassa::core::entry::Entry;
use kassa::core::settings::{Settings, Terminal};
use kassa::journal::{OpenMode, Stamp, Store};
use kassa::simulator::demonstration::{RESELLER_ID, RESELLER_PASSWORD, SimulatorSettings, USER_ID};
use kassa::simulator::{Simulator, SimulatorHandle};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

fn kassa(data: &Path, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kassa"));
    let _command = command.arg("--data").arg(data).arg("certify");
    let _command = command.arg("--folder").arg(folder).args(arguments);
    let _command = command.env("LANG", "C.UTF-8").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    let _command = command
        .env("KASSA_RESELLER_ID", RESELLER_ID)
        .env("KASSA_RESELLER_USER", USER_ID)
        .env("KASSA_RESELLER_PASSWORD", RESELLER_PASSWORD);
    command
}

fn complaint(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file of a folder and below by name, with what is in it.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            found.push((name, std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

/// No password, neither the reseller's nor the terminal's own, which nobody knows: wherever a request has room for
/// one, something else stands there.
fn holds_no_secret(folder: &Path) {
    for (name, bytes) in files(folder) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(RESELLER_PASSWORD), "{name}");
        for after in text.split("password>").skip(1).step_by(2) {
            assert!(after.starts_with("•••<"), "{name}: {after}");
        }
    }
}

/// A journal with settings for this service.
fn set_up(data: &Path, simulator: &SimulatorHandle, more: &[Entry]) {
    let mut store = Store::open(data, OpenMode::Create).unwrap();
    let mut settings = Settings::default();
    settings.seqr.address = simulator.endpoint();
    settings.seqr.client_id = "Example AB".to_owned();
    let at = "2026-11-21T12:00:00Z".parse().unwrap();
    let stamp = Stamp { at, register: settings.register.clone(), user: None };
    let entries = [&[Entry::SettingsSaved { settings }], more].concat();
    let _head = store.commit(&stamp, &entries).unwrap();
}

#[test]
fn all_nine_pass_against_the_simulator_and_the_evidence_holds_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let (data, kept) = (folder.path().join("data"), folder.path().join("kept"));
    let output = kassa(&data, &kept, &["--simulator", "--unattended"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.matches("PASSED").count(), 9, "{said}");
    assert!(!data.exists(), "the register's own folder is not needed");

    let sheet = std::fs::read_to_string(kept.join("sheet.txt")).unwrap();
    assert_eq!(sheet.matches("PASSED").count(), 9, "{sheet}");
    for part in ["all nine tests passed", "Example AB", "demoshop/9900", "REHEARSAL1", "Kassa 0"] {
        assert!(sheet.contains(part), "{part}: {sheet}");
    }
    assert!(!sheet.contains("still registered"), "{sheet}");
    assert!(std::fs::read(kept.join("sheet.pdf")).unwrap().starts_with(b"%PDF"));

    let exchanges = files(&kept.join("exchanges"));
    let requests = exchanges.iter().filter(|(name, _)| name.ends_with("-request.xml"));
    let answers = exchanges.iter().filter(|(name, _)| name.ends_with("-answer.xml"));
    assert!(requests.clone().count() >= 16, "{:?}", exchanges.iter().map(|(name, _)| name));
    assert_eq!(requests.count(), answers.count());
    assert_eq!(exchanges[0].0, "001-test-1-registerTerminal-answer.xml");
    let text = String::from_utf8(exchanges[1].1.clone()).unwrap();
    assert_eq!(text.matches("•••").count(), 2, "both passwords stand in registerTerminal: {text}");
    let (assigned, text) = &exchanges[3];
    assert_eq!(assigned, "002-test-2-assignSeqrId-request.xml");
    let text = String::from_utf8_lossy(text);
    assert!(text.contains("<clientReference>Kassa 0"), "{text}");
    assert!(text.contains("<clientRequestTimeout>0<"), "{text}");
    holds_no_secret(&kept);

    let again = kassa(&data, &kept, &["--simulator", "--unattended"]).output().unwrap();
    assert!(complaint(&again).contains("cannot be read or written"), "nothing is written over");
}

#[test]
fn a_registered_register_is_not_rehearsed_with_unless_that_is_meant() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let simulator = Simulator::start(runtime.handle(), SimulatorSettings::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (data, kept) = (folder.path().join("data"), folder.path().join("kept"));
    let terminal = Terminal {
        id: "de300000000000000000000000000009".to_owned(),
        external_id: "till-1".to_owned(),
        name: "Till 1".to_owned(),
        seqr_id: None,
    };
    set_up(&data, &simulator, &[Entry::TerminalRegistered { terminal: terminal.clone() }]);
    let output = kassa(&data, &kept, &["--sticker", "EXAMPLE1"]).output().unwrap();
    assert!(complaint(&output).contains("--although-registered"));
    assert!(!kept.exists());

    // One that is broken off at the first scan: what it had is kept, and nothing is left behind.
    let mut child = kassa(&data, &kept, &["--sticker", "EXAMPLE1", "--although-registered"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let _scan =
        lines.by_ref().find(|line| line.as_ref().unwrap().contains("Scan sticker")).unwrap();
    let registered =
        |id: &str| simulator.with_ledger(|ledger| ledger.terminal_with_seqr_id(id).is_some());
    assert!(registered("EXAMPLE1"));
    kill(Pid::from_raw(child.id().try_into().unwrap()), Signal::SIGINT).unwrap();
    let rest: Vec<String> = lines.map(Result::unwrap).collect();
    let output = child.wait_with_output().unwrap();
    assert!(complaint(&output).contains("not passed"), "{rest:?}");
    assert!(!registered("EXAMPLE1"), "the terminal was unregistered: {rest:?}");
    let sheet = std::fs::read_to_string(kept.join("sheet.txt")).unwrap();
    assert_eq!(sheet.matches("PASSED").count(), 3, "{sheet}");
    assert!(sheet.contains("broken off") && sheet.contains("not reached"), "{sheet}");
    holds_no_secret(&kept);
    let store = Store::open_read_only(&data).unwrap();
    assert_eq!(store.terminal().unwrap(), Some(terminal), "the register's own is as it was");
}

#[test]
fn a_service_that_is_not_there_fails_the_first_test_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let (data, kept) = (folder.path().join("data"), folder.path().join("kept"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let simulator = Simulator::start(runtime.handle(), SimulatorSettings::default()).unwrap();
    set_up(&data, &simulator, &[]);
    runtime.shutdown_timeout(std::time::Duration::from_secs(10));
    let output = kassa(&data, &kept, &["--sticker", "not a sticker"]).output().unwrap();
    assert!(complaint(&output).contains("not a SEQR ID"));
    let output = kassa(&data, &kept, &["--sticker", "EXAMPLE1"]).output().unwrap();
    assert!(complaint(&output).contains("not passed"));
    let sheet = std::fs::read_to_string(kept.join("sheet.txt")).unwrap();
    assert!(sheet.contains("registerTerminal could not be sent"), "{sheet}");
    assert!(sheet.contains("Needs what test 1 should have brought."), "{sheet}");
    assert!(!sheet.contains("may be registered"), "{sheet}");
    let list = std::fs::read_to_string(kept.join("exchanges/exchanges.txt")).unwrap();
    assert!(list.contains("no-answer\tnothing was sent"), "{list}");
}
