//! A serial port that is none: the other end of it is held by a test or a demonstration.
//!
//! Stands at a path of the caller's choice, as udev's stable links do, and can be unplugged and
//! plugged in again there.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, FdFlag, OFlag, fcntl};
use nix::sys::termios::{self, SetArg};

/// How long a write waits for whoever should read.
const WRITE_LIMIT: Duration = Duration::from_secs(5);

/// The device's end of a virtual serial port.
#[derive(Debug)]
pub struct VirtualPort {
    path: PathBuf,
    pair: Option<Pair>,
}

#[derive(Debug)]
struct Pair {
    device: File,
    // Held open so that what is sent before the register opens the port waits for it.
    _register: OwnedFd,
}

impl VirtualPort {
    /// Makes a port and plugs it in at `path`, which must not exist yet.
    ///
    /// # Errors
    /// When the system has no pseudo-terminal left or the path cannot be made.
    pub fn plugged(path: impl Into<PathBuf>) -> io::Result<Self> {
        let mut port = VirtualPort { path: path.into(), pair: None };
        port.plug()?;
        Ok(port)
    }

    /// Where the register finds the port.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Plugs the port in again; nothing happens if it is.
    ///
    /// # Errors
    /// As for [`VirtualPort::plugged`].
    pub fn plug(&mut self) -> io::Result<()> {
        if self.pair.is_some() {
            return Ok(());
        }
        let pair = nix::pty::openpty(None, None)?;
        // A program started from here must not hold the port open after the plug was pulled.
        for end in [pair.master.as_fd(), pair.slave.as_fd()] {
            let _flags = fcntl(end, FcntlArg::F_SETFD(FdFlag::FD_CLOEXEC))?;
        }
        // Otherwise the terminal echoes and turns CR into LF until the register opens it.
        let mut settings = termios::tcgetattr(&pair.slave)?;
        termios::cfmakeraw(&mut settings);
        termios::tcsetattr(&pair.slave, SetArg::TCSANOW, &settings)?;
        let _flags = fcntl(pair.master.as_fd(), FcntlArg::F_SETFL(OFlag::O_NONBLOCK))?;
        let terminal = nix::unistd::ttyname(&pair.slave)?;
        std::os::unix::fs::symlink(terminal, &self.path)?;
        self.pair = Some(Pair { device: File::from(pair.master), _register: pair.slave });
        Ok(())
    }

    /// Pulls the plug: whoever reads or writes sees the port go, and the path is gone.
    pub fn unplug(&mut self) {
        if self.pair.take().is_some()
            && let Err(error) = std::fs::remove_file(&self.path)
        {
            tracing::warn!(path = %self.path.display(), %error, "a virtual port's link stays behind");
        }
    }

    /// Sends bytes to the register.
    ///
    /// # Errors
    /// When the port is not plugged in, or nobody reads for five seconds.
    pub fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        let Some(pair) = &mut self.pair else { return Err(io::ErrorKind::NotConnected.into()) };
        let limit = Instant::now() + WRITE_LIMIT;
        while !bytes.is_empty() {
            match pair.device.write(bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if Instant::now() > limit {
                        return Err(io::ErrorKind::TimedOut.into());
                    }
                    std::thread::sleep(Duration::from_millis(1));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// What the register has sent and nobody has taken yet; empty if there is nothing.
    ///
    /// # Errors
    /// When the port is not plugged in.
    pub fn read_available(&mut self) -> io::Result<Vec<u8>> {
        self.read_at_most(usize::MAX)
    }

    /// The same, but leaves what is more than `most` bytes for later.
    ///
    /// # Errors
    /// When the port is not plugged in.
    pub fn read_at_most(&mut self, most: usize) -> io::Result<Vec<u8>> {
        let Some(pair) = &mut self.pair else { return Err(io::ErrorKind::NotConnected.into()) };
        let mut bytes = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let room = buffer.len().min(most - bytes.len());
            match pair.device.read(&mut buffer[..room]) {
                Ok(0) => return Ok(bytes),
                Ok(count) => bytes.extend_from_slice(&buffer[..count]),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(bytes),
                // Nobody has the other end open.
                Err(error) if error.raw_os_error() == Some(Errno::EIO as i32) => return Ok(bytes),
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for VirtualPort {
    fn drop(&mut self) {
        self.unplug();
    }
}
