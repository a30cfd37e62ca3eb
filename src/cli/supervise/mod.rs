//! `kassa supervise`: a small parent process that does nothing but keep the register alive.
//!
//! It holds no window, no journal and no device, so that little can happen to it. When the register dies or stands
//! still it is restarted at once: an open payment is asked for again within two seconds, long before SEQR takes it
//! back. An orderly end, and trouble that would only come again, are not restarted.

mod patience;

use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, ExitStatus};
use std::time::Duration;

use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;
use tokio::net::UnixDatagram;
use tokio::signal::unix::{Signal as Signals, SignalKind, signal as signals};
use tokio::time::Instant;

use super::output::{Console, Trouble};
use super::register::{self, data_folder};
use super::{NEEDS_A_PERSON, WRONG_USAGE, pulse};
use patience::Patience;

/// Set for a register that is restarted when it dies.
const SUPERVISED: &str = "KASSA_SUPERVISED";
/// A register that has not been heard of for so long stands still. SEQR takes a payment back that nobody asks about
/// for 20 seconds: there has to be time left to start.
const STANDS_STILL_AFTER: Duration = Duration::from_secs(10);
/// Added to the number of the signal that ended the register, as shells do it.
const BY_SIGNAL: i32 = 128;

/// Whether somebody restarts this register when it ends badly.
pub fn is_supervised() -> bool {
    std::env::var_os(SUPERVISED).is_some_and(|value| !value.is_empty())
}

/// Keeps the register alive until it ends in order or is told to.
pub fn run(arguments: &register::Arguments, data: Option<PathBuf>, console: &Console) -> ExitCode {
    let supervised = Supervisor::new(arguments, data, console);
    match supervised.and_then(|(supervisor, runtime)| runtime.block_on(supervisor.run())) {
        Ok(code) => code,
        Err(trouble) => {
            console.complain(&trouble);
            ExitCode::FAILURE
        }
    }
}

struct Supervisor<'a> {
    console: &'a Console,
    command: Command,
    directory: PathBuf,
    pulse: UnixDatagram,
    terminate: Signals,
    interrupt: Signals,
    children: Signals,
    patience: Patience,
    /// Somebody wants the register to end: it is not restarted any more.
    told_to_end: bool,
    logging: bool,
}

/// What the supervisor wakes up for.
enum Woken {
    Told(Signal),
    Child,
    Pulse,
    Silence,
}

impl<'a> Supervisor<'a> {
    fn new(
        arguments: &register::Arguments,
        data: Option<PathBuf>,
        console: &'a Console,
    ) -> Result<(Self, tokio::runtime::Runtime), Trouble> {
        let directory = data_folder(data)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let inside = runtime.enter();
        let (socket, pulse) = listen()?;
        // Kept as it is now: after an update the same path has the new program.
        let mut command = Command::new(std::env::current_exe()?);
        let _command = command.arg("run").arg("--data").arg(&directory);
        if arguments.without_window {
            let _command = command.arg("--without-window");
        }
        let _command = command.env(SUPERVISED, "1").env(pulse::SOCKET_VARIABLE, socket);
        let supervisor = Supervisor {
            console,
            command,
            directory,
            pulse,
            terminate: signals(SignalKind::terminate())?,
            interrupt: signals(SignalKind::interrupt())?,
            children: signals(SignalKind::child())?,
            patience: Patience::default(),
            told_to_end: false,
            logging: false,
        };
        drop(inside);
        Ok((supervisor, runtime))
    }

    async fn run(mut self) -> Result<ExitCode, Trouble> {
        loop {
            let began = Instant::now();
            let status = match self.command.spawn() {
                Ok(child) => Ok(self.attend(child).await?),
                Err(error) => Err(error),
            };
            if let Some(code) = self.last_word(&status) {
                return Ok(code);
            }
            let pause = self.patience.pause_after(began.elapsed());
            self.announce(&status, pause)?;
            if self.told_during(pause).await {
                return Ok(ExitCode::SUCCESS);
            }
        }
    }

    /// Looks after one life of the register.
    async fn attend(&mut self, mut child: Child) -> Result<ExitStatus, Trouble> {
        // What the last one said is no sign of this one's life.
        let mut message = [0; 64];
        while self.pulse.try_recv(&mut message).is_ok() {}
        let mut heard: Option<Instant> = None;
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status);
            }
            match self.woken(heard).await {
                Woken::Child => {}
                Woken::Pulse => heard = Some(Instant::now()),
                Woken::Told(signal) => {
                    self.told_to_end = true;
                    pass_on(&child, signal);
                }
                Woken::Silence => {
                    let seconds = STANDS_STILL_AFTER.as_secs();
                    self.log();
                    tracing::error!(seconds, "the register stands still and is killed");
                    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
                    self.console.warn("cli-stood-still", &[("seconds", seconds.into())]);
                    child.kill()?;
                    heard = None;
                }
            }
        }
    }

    /// Waits for something to happen. Silence counts only after the first sign of life: reading a large journal may
    /// take its time.
    async fn woken(&mut self, heard: Option<Instant>) -> Woken {
        let silence = async {
            match heard {
                Some(heard) => tokio::time::sleep_until(heard + STANDS_STILL_AFTER).await,
                None => std::future::pending().await,
            }
        };
        let mut message = [0; 64];
        tokio::select! {
            _ = self.terminate.recv() => Woken::Told(Signal::SIGTERM),
            _ = self.interrupt.recv() => Woken::Told(Signal::SIGINT),
            _ = self.children.recv() => Woken::Child,
            Ok(_) = self.pulse.recv(&mut message) => Woken::Pulse,
            () = silence => Woken::Silence,
        }
    }

    /// The code to end with; none where the register is restarted.
    fn last_word(&self, status: &std::io::Result<ExitStatus>) -> Option<ExitCode> {
        let Ok(status) = status else {
            return self.told_to_end.then_some(ExitCode::FAILURE);
        };
        let code = status.code().or_else(|| status.signal().map(|signal| BY_SIGNAL + signal));
        let code = code.and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX);
        if [WRONG_USAGE, NEEDS_A_PERSON].contains(&code) {
            self.console.warn("cli-given-up", &[("code", i64::from(code).into())]);
        }
        let ends = self.told_to_end || [0, WRONG_USAGE, NEEDS_A_PERSON].contains(&code);
        ends.then(|| ExitCode::from(code))
    }

    fn announce(
        &mut self,
        status: &std::io::Result<ExitStatus>,
        pause: Duration,
    ) -> Result<(), Trouble> {
        self.log();
        match status {
            Ok(status) => {
                tracing::error!(%status, ?pause, "the register has died and is restarted");
                let seconds = i64::try_from(pause.as_secs()).unwrap_or(i64::MAX);
                let status = status.to_string();
                let values = [("status", status.as_str().into()), ("seconds", seconds.into())];
                self.console.warn("cli-restarted", &values);
            }
            Err(error) => {
                tracing::error!(%error, ?pause, "the register cannot be restarted");
                let cause = error.to_string();
                self.console.warn("cli-not-restarted", &[("cause", cause.as_str().into())]);
            }
        }
        Ok(())
    }

    /// Writes into the register's own log, once there is one: the folder is made by the register, for its owner alone.
    fn log(&mut self) {
        if self.logging || !self.directory.join("log").is_dir() {
            return;
        }
        self.logging = true;
        if let Err(trouble) = super::log::start(&self.directory) {
            self.console.complain(&trouble);
        }
    }

    /// Waits before the next start; whether somebody wants an end meanwhile.
    async fn told_during(&mut self, pause: Duration) -> bool {
        let end = Instant::now() + pause;
        while Instant::now() < end {
            tokio::select! {
                _ = self.terminate.recv() => return true,
                _ = self.interrupt.recv() => return true,
                () = tokio::time::sleep_until(end) => {}
            }
        }
        false
    }
}

/// A place to listen for signs of life, under a name that nobody else has, and that name.
fn listen() -> Result<(String, UnixDatagram), Trouble> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(std::io::Error::other)?;
    let name = format!("@kassa-{:016x}", u64::from_ne_bytes(random));
    let socket = std::os::unix::net::UnixDatagram::bind_addr(&pulse::address(name.as_bytes())?)?;
    socket.set_nonblocking(true)?;
    Ok((name, UnixDatagram::from_std(socket)?))
}

fn pass_on(child: &Child, signal: Signal) {
    let Ok(number) = i32::try_from(child.id()) else { return };
    // It has not been waited for yet, so the number is still its own.
    if let Err(error) = signal::kill(Pid::from_raw(number), signal) {
        tracing::warn!(%error, "the register cannot be told to end");
    }
}
