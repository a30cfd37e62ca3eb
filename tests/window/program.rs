//! The real program on a data folder of its own, as a shop runs it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use kassa::core::entry::Entry;
use kassa::core::settings::Settings;
use kassa::demonstration::Demonstration;
use kassa::journal::{OpenMode, Stamp, Store};
use kassa::simulator::SimulatorHandle;

use crate::display::Display;

/// A folder with the demonstration shop in it, changed as a test wants.
pub fn shop(directory: &Path, simulator: &SimulatorHandle, change: impl FnOnce(&mut Settings)) {
    let shop = Demonstration::open(Some(directory.to_owned()), simulator.clone());
    drop(shop.expect("the shop"));
    let mut store = Store::open(directory, OpenMode::Existing).expect("the shop's journal");
    let mut settings = store.settings().expect("settings").expect("settings");
    change(&mut settings);
    let stamp =
        Stamp { at: jiff::Timestamp::now(), register: settings.register.clone(), user: None };
    let _head = store.commit(&stamp, &[Entry::SettingsSaved { settings }]).expect("a commit");
}

/// The register in its window.
pub struct Program {
    child: Child,
    _home: tempfile::TempDir,
}

impl Program {
    /// `kassa demo`, with its own simulator; gives the address of the customer's phone as well.
    pub fn demonstration(display: &Display, data: &Path) -> (Program, String) {
        let mut program = Program::start(display, &["demo"], data);
        let output = program.child.stdout.take().expect("the program's output");
        let mut line = String::new();
        let _bytes = BufReader::new(output).read_line(&mut line).expect("its first line");
        let at = line.find("http://").unwrap_or_else(|| panic!("no phone in {line:?}"));
        let phone = line[at..].trim().trim_end_matches('/').to_owned();
        (program, phone)
    }

    /// `kassa`, against whatever SEQR its settings name.
    pub fn register(display: &Display, data: &Path) -> Program {
        Program::start(display, &[], data)
    }

    /// `kassa supervise`, which restarts the register when it dies.
    pub fn supervised(display: &Display, data: &Path) -> Program {
        Program::start(display, &["supervise"], data)
    }

    /// The process's number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Tells it to end, and waits until it has; whether it ended in order.
    pub fn end(mut self) -> bool {
        let number = i32::try_from(self.child.id()).expect("a process number");
        nix::sys::signal::kill(
            nix::unistd::Pid::from_raw(number),
            nix::sys::signal::Signal::SIGTERM,
        )
        .expect("SIGTERM");
        let status = crate::display::wait_for("the program's end", || {
            self.child.try_wait().expect("its status")
        });
        status.success()
    }

    fn start(display: &Display, arguments: &[&str], data: &Path) -> Program {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().expect("a home");
        std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o700))
            .expect("a private home");
        let child = Command::new(env!("CARGO_BIN_EXE_kassa"))
            .args(arguments)
            .arg("--data")
            .arg(data)
            .env("DISPLAY", display.name())
            .env_remove("WAYLAND_DISPLAY")
            .env("XDG_RUNTIME_DIR", home.path())
            .env("HOME", home.path())
            .env("LANG", "C.UTF-8")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        Program { child, _home: home }
    }

    /// Dies like a machine that loses power: no clean-up, no last words.
    pub fn kill(mut self) {
        self.child.kill().expect("SIGKILL");
        let _reaped = self.child.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// The customer presses a button on the phone's page.
pub fn press_phone(phone: &str, button: &str, reference: &str) {
    let host = phone.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).expect("the phone's page");
    let form = format!("reference={reference}");
    let request = format!(
        "POST /phone/{button} HTTP/1.1\r\nHost: {host}\r\nOrigin: {phone}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(request.as_bytes()).expect("the press");
    let mut answer = String::new();
    let _bytes = stream.read_to_string(&mut answer).expect("the answer");
    assert!(answer.starts_with("HTTP/1.1 3") || answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// Where a test leaves pictures and papers behind, if anyone asked for them.
pub fn evidence() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("KASSA_EVIDENCE")?);
    std::fs::create_dir_all(&folder).expect("the folder for evidence");
    Some(folder)
}
