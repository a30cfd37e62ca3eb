//! The real program on a data folder, as a shop runs it.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use super::display::{Display, key, wait_for};
use super::shops::{CASHIER, log_ins};

/// Kernel ticks a second, in which processor time is counted: 100 on every Linux that there is.
const TICKS_PER_SECOND: f64 = 100.0;

/// `kassa --data FOLDER`; killed when dropped, like a machine that loses power.
pub struct Program {
    child: Child,
    /// When it was started.
    pub began: Instant,
    _home: tempfile::TempDir,
}

impl Program {
    pub fn start(display: &Display, data: &Path) -> Program {
        let home = tempfile::tempdir().expect("a home");
        std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o700))
            .expect("a private home");
        let mut command = Command::new(env!("CARGO_BIN_EXE_kassa"));
        let _command = command
            .arg("--data")
            .arg(data)
            .env("DISPLAY", display.name())
            .env_remove("WAYLAND_DISPLAY")
            .env("XDG_RUNTIME_DIR", home.path())
            .env("HOME", home.path())
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let began = Instant::now();
        let child = command.spawn().expect("the program starts");
        Program { child, began, _home: home }
    }

    /// Starts it and logs in.
    pub fn start_selling(display: &Display, data: &Path) -> Program {
        let before = log_ins(data);
        let program = Program::start(display, data);
        let _window = display.focus();
        display.type_text(&CASHIER.0.to_string());
        display.keys(&[key::ENTER]);
        display.type_text(CASHIER.1);
        display.keys(&[key::ENTER]);
        wait_for("the log-in", || (log_ins(data) > before).then_some(()));
        let _view = display.still_picture();
        program
    }

    /// The processor time that it has used, in seconds.
    pub fn processor_time(&self) -> f64 {
        let text = self.read("stat");
        // The second field is the program's name in brackets and may hold anything.
        let (_, rest) = text.rsplit_once(')').expect("a process");
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let ticks = |place: usize| fields[place].parse::<f64>().expect("ticks");
        (ticks(11) + ticks(12)) / TICKS_PER_SECOND
    }

    /// The memory of it that is in use, in megabytes (of a million bytes).
    pub fn memory(&self) -> f64 {
        let text = self.read("status");
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("memory");
        let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse().expect("memory");
        kibibytes * 1_024.0 / 1e6
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{name}", self.child.id())).expect("its process")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}
