//! The real program without its window: lines in, events out, and a moment at which it dies.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long anything may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// Waits until something is so.
pub fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The program is dead.
#[derive(Debug, PartialEq, Eq)]
pub struct Dead;

/// What the program has told about the receipt at hand.
#[derive(Debug, Default, Clone)]
pub struct View {
    pub ready: bool,
    receipt: Option<u64>,
    pub due: Option<String>,
    /// The last payment's attempt and face.
    pub payment: Option<(String, String)>,
    pub payment_open: bool,
    /// A paid receipt waits for `finish`.
    pub waiting: bool,
    /// Goods come back: how much SEQR can give back with the next refund.
    pub through_seqr: Option<String>,
    /// The return's last refund's face.
    pub refund: Option<String>,
    /// The refund that the return waits for.
    pub open_refund: Option<String>,
    /// How many payments are on the in-doubt list.
    pub unsettled: u64,
    /// How many refunds were promised and not made.
    pub owed: u64,
}

impl View {
    fn follow(&mut self, event: &Value) {
        let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
        match event["event"].as_str().unwrap() {
            "ready" => self.ready = true,
            "receipt" => {
                // The sale that a promised return follows at once has gone without a word.
                let receipt = event["receipt"].as_u64();
                if self.receipt != receipt {
                    self.receipt_is_gone();
                }
                (self.receipt, self.due) = (receipt, Some(text("due")));
            }
            "payment" => {
                self.payment = Some((text("attempt"), text("phase")));
                self.payment_open = event["open"].as_bool().unwrap();
            }
            "returning" => self.through_seqr = Some(text("through_seqr")),
            "refund" => {
                self.refund = Some(text("phase"));
                self.open_refund = event["open"].as_bool().unwrap().then(|| text("refund"));
            }
            "unsettled" => {
                self.unsettled = event["payments"].as_u64().unwrap();
                self.owed = event["owed"].as_u64().unwrap();
            }
            "waiting" => self.waiting = true,
            "completed" => self.receipt_is_gone(),
            "done" if event["command"] == "cancel-receipt" => self.receipt_is_gone(),
            _ => {}
        }
    }

    fn receipt_is_gone(&mut self) {
        let View { ready, unsettled, owed, .. } = *self;
        *self = View { ready, unsettled, owed, ..View::default() };
    }
}

/// A life of the program.
pub struct Program {
    child: Child,
    events: Receiver<Value>,
    pub view: View,
    /// When it is killed, if it is.
    pub dies_at: Option<Instant>,
    /// When it was killed.
    pub died_at: Option<Instant>,
}

impl Program {
    /// `kassa ARGUMENTS --data DATA`, heard and spoken to.
    pub fn start(arguments: &[&str], data: &Path) -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kassa"))
            .args(arguments)
            .arg("--data")
            .arg(data)
            .env("LANG", "C.UTF-8")
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .env_remove("KASSA_PIN")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (tell, events) = channel();
        let _reader = std::thread::spawn(move || {
            for line in output.lines() {
                let event = serde_json::from_str(&line.unwrap()).unwrap();
                if tell.send(event).is_err() {
                    return;
                }
            }
        });
        Program { child, events, view: View::default(), dies_at: None, died_at: None }
    }

    /// The register without its window.
    pub fn register(data: &Path) -> Program {
        Program::start(&["run", "--without-window"], data)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Says a line. Whoever is dead does not hear it.
    pub fn say(&mut self, line: &str) {
        let input = self.child.stdin.as_mut().unwrap();
        let _heard = input.write_all(format!("{line}\n").as_bytes());
    }

    /// The next event; kills the program when its moment has come.
    pub fn next(&mut self, within: Duration) -> Result<Option<Value>, Dead> {
        let now = Instant::now();
        let left = self.dies_at.map(|dies_at| dies_at.saturating_duration_since(now));
        if left == Some(Duration::ZERO) {
            self.kill();
            return Err(Dead);
        }
        match self.events.recv_timeout(left.map_or(within, |left| left.min(within))) {
            Ok(event) => {
                self.view.follow(&event);
                Ok(Some(event))
            }
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(Dead),
        }
    }

    /// Reads events until one is as wanted.
    pub fn until(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Result<Value, Dead> {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(event) = self.next(Duration::from_millis(100))?
                && fits(&event)
            {
                return Ok(event);
            }
            assert!(Instant::now() < end, "waited in vain for {what}: {:?}", self.view);
        }
    }

    /// Reads events until what is known of the register is as wanted.
    pub fn until_view(&mut self, what: &str, shows: impl Fn(&View) -> bool) -> Result<(), Dead> {
        let end = Instant::now() + PATIENCE;
        while !shows(&self.view) {
            let _event = self.next(Duration::from_millis(100))?;
            assert!(Instant::now() < end, "waited in vain for {what}: {:?}", self.view);
        }
        Ok(())
    }

    /// Gives a command and reads its answer: nothing when it was done, else the reason.
    pub fn command(&mut self, line: &str) -> Result<Option<String>, Dead> {
        self.say(line);
        let answer = self.until(line, |event| {
            ["done", "refused", "not-understood"].contains(&event["event"].as_str().unwrap())
        })?;
        Ok(match answer["event"].as_str().unwrap() {
            "done" => None,
            "refused" => Some(answer["reason"].as_str().unwrap().to_owned()),
            _ => Some(answer["text"].as_str().unwrap().to_owned()),
        })
    }

    /// Gives a command that must be done.
    pub fn done(&mut self, line: &str) -> Result<(), Dead> {
        assert_eq!(self.command(line)?, None, "{line}: {:?}", self.view);
        Ok(())
    }

    pub fn log_in(&mut self) -> Result<(), Dead> {
        self.until_view("ready", |view| view.ready)?;
        self.say("log-in 1");
        self.done("1111")
    }

    /// Gives a command that the manager lets through, and reads its answer.
    pub fn approved(&mut self, line: &str) -> Result<Option<String>, Dead> {
        self.say(line);
        self.command("2222")
    }

    /// Dies like a machine that loses power.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        let _status = self.child.wait().unwrap();
        let _first = self.died_at.get_or_insert_with(Instant::now);
    }

    /// Sends a signal.
    pub fn signal(&self, signal: nix::sys::signal::Signal) {
        send_signal(self.id(), signal);
    }

    /// How it has ended.
    pub fn ended(&mut self) -> ExitStatus {
        wait_for("the program's end", || {
            while self.events.try_recv().is_ok() {}
            self.child.try_wait().unwrap()
        })
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

pub fn send_signal(process: u32, signal: nix::sys::signal::Signal) {
    let number = nix::unistd::Pid::from_raw(i32::try_from(process).unwrap());
    nix::sys::signal::kill(number, signal).unwrap();
}

/// The process that has a data folder's journal open.
pub fn process_in(data: &Path) -> Option<u32> {
    std::fs::read_to_string(data.join("kassa.lock")).ok()?.trim().parse().ok()
}
