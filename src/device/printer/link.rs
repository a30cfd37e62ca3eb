//! The ways to a printer: a serial port, TCP, a device file. Each moves bytes within a time limit.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout};
use serialport::SerialPort;

use super::PrinterTrouble;
use crate::core::settings::PrinterLink;

/// The most bytes of one write. Larger writes to a serial port that is not read can block for
/// ever, whatever its time limit; pieces of this size always fit or time out.
pub const LARGEST_PIECE: usize = 1024;
/// How long a write waits until a piece fits.
const WRITE_LIMIT: Duration = Duration::from_millis(250);
/// How long connecting to a network printer takes at most, per address of its name.
const CONNECT_LIMIT: Duration = Duration::from_secs(3);
/// How long a network printer is given to say that it has taken everything.
const FAREWELL_LIMIT: Duration = Duration::from_secs(2);

/// An open way to a printer. Only errors of kind `TimedOut` leave it usable.
pub trait Link: Send {
    /// Writes at most [`LARGEST_PIECE`] bytes and says how many went; `TimedOut` if none could go.
    fn write(&mut self, piece: &[u8]) -> io::Result<usize>;

    /// Reads one byte; `None` if none came within the limit.
    fn read(&mut self, limit: Duration) -> io::Result<Option<u8>>;

    /// Whether the printer can answer here at all.
    fn is_two_way(&self) -> bool {
        true
    }

    /// Whether everything written has left this machine, as far as it can be known.
    fn is_drained(&mut self) -> io::Result<bool>;

    /// Throws away what has not left this machine yet.
    fn discard(&mut self) {}

    /// Whether the link shall be closed while there is nothing to print, for others to use.
    fn is_shared(&self) -> bool {
        false
    }
}

/// Opens the way to a printer.
///
/// # Errors
/// What a person can do something about. A preview has no link; it says so.
pub fn open(link: &PrinterLink) -> Result<Box<dyn Link>, PrinterTrouble> {
    match link {
        PrinterLink::Serial { port, baud } => {
            let port = serialport::new(port, *baud)
                // Answers to status questions never contain XON or XOFF, so this does no harm
                // to a printer that uses its DTR line instead.
                .flow_control(serialport::FlowControl::Software)
                .timeout(WRITE_LIMIT)
                .open()
                .map_err(|error| serial_trouble(&error))?;
            Ok(Box::new(Serial(port)))
        }
        PrinterLink::Network { address } => Ok(Box::new(Network::open(address)?)),
        PrinterLink::File { path } => Ok(Box::new(DeviceFile::open(path)?)),
        PrinterLink::Preview => {
            Err(PrinterTrouble::Missing { cause: "a preview has no printer".to_owned() })
        }
    }
}

fn serial_trouble(error: &serialport::Error) -> PrinterTrouble {
    match error.kind() {
        serialport::ErrorKind::Io(io::ErrorKind::PermissionDenied) => PrinterTrouble::Denied,
        // The crate says "no device" only for a port that is locked.
        serialport::ErrorKind::NoDevice => PrinterTrouble::Busy,
        _ => PrinterTrouble::Missing { cause: error.to_string() },
    }
}

/// What an error of opening or of using a link means to a person.
pub(super) fn trouble(error: &io::Error) -> PrinterTrouble {
    match error.kind() {
        io::ErrorKind::PermissionDenied => PrinterTrouble::Denied,
        io::ErrorKind::ResourceBusy => PrinterTrouble::Busy,
        _ => PrinterTrouble::Missing { cause: error.to_string() },
    }
}

struct Serial(Box<dyn SerialPort>);

impl Link for Serial {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.0.set_timeout(WRITE_LIMIT)?;
        self.0.write(piece)
    }

    fn read(&mut self, limit: Duration) -> io::Result<Option<u8>> {
        self.0.set_timeout(limit)?;
        one_byte(&mut self.0)
    }

    fn is_drained(&mut self) -> io::Result<bool> {
        Ok(self.0.bytes_to_write()? == 0)
    }

    fn discard(&mut self) {
        // Closing the port would otherwise wait half a minute for a printer that takes nothing.
        if let Err(error) = self.0.clear(serialport::ClearBuffer::Output) {
            tracing::debug!(%error, "the port's buffer cannot be cleared");
        }
    }
}

/// Reads a byte; the end of the stream is an error, a passed time limit is not.
fn one_byte(reader: &mut impl Read) -> io::Result<Option<u8>> {
    let mut byte = [0];
    match reader.read(&mut byte) {
        Ok(0) => Err(io::ErrorKind::BrokenPipe.into()),
        Ok(_) => Ok(Some(byte[0])),
        Err(error) if is_passed_time(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_passed_time(error: &io::Error) -> bool {
    use io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
    matches!(error.kind(), TimedOut | WouldBlock | Interrupted)
}

/// A printer on the network. Many take one connection at a time, so it is closed after each job.
struct Network {
    stream: TcpStream,
    farewell: Farewell,
}

/// How far the closing of a connection has come.
enum Farewell {
    NotBegun,
    /// We have said that nothing more comes; the printer closes when it has read everything.
    Since(Instant),
}

impl Network {
    fn open(address: &str) -> Result<Self, PrinterTrouble> {
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
        for address in address.to_socket_addrs().map_err(|error| trouble(&error))? {
            match TcpStream::connect_timeout(&address, CONNECT_LIMIT) {
                Ok(stream) => {
                    stream.set_write_timeout(Some(WRITE_LIMIT)).map_err(|error| trouble(&error))?;
                    return Ok(Network { stream, farewell: Farewell::NotBegun });
                }
                Err(error) => last = error,
            }
        }
        Err(trouble(&last))
    }
}

impl Link for Network {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        match self.stream.write(piece) {
            Err(error) if is_passed_time(&error) => Err(io::ErrorKind::TimedOut.into()),
            other => other,
        }
    }

    fn read(&mut self, limit: Duration) -> io::Result<Option<u8>> {
        // A limit of zero would mean "for ever".
        self.stream.set_read_timeout(Some(limit.max(Duration::from_millis(1))))?;
        one_byte(&mut self.stream)
    }

    fn is_drained(&mut self) -> io::Result<bool> {
        let since = match self.farewell {
            Farewell::Since(since) => since,
            Farewell::NotBegun => {
                self.stream.shutdown(Shutdown::Write)?;
                let now = Instant::now();
                self.farewell = Farewell::Since(now);
                now
            }
        };
        match self.read(Duration::from_millis(20)) {
            Ok(Some(_)) => Ok(false),
            // Printers that never close have still not refused anything.
            Ok(None) => Ok(since.elapsed() > FAREWELL_LIMIT),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(true),
            Err(error) => Err(error),
        }
    }

    fn is_shared(&self) -> bool {
        true
    }
}

/// A device file such as `/dev/usb/lp0`.
struct DeviceFile {
    file: File,
    direction: Direction,
}

#[derive(PartialEq)]
enum Direction {
    Both,
    ToPrinter,
}

impl DeviceFile {
    fn open(path: &str) -> Result<Self, PrinterTrouble> {
        // Never made: a path that does not exist is a printer that is not there.
        let mut options = OpenOptions::new();
        let flags = (nix::fcntl::OFlag::O_NONBLOCK | nix::fcntl::OFlag::O_NOCTTY).bits();
        let _options = options.append(true).custom_flags(flags);
        let both = options.clone().read(true).open(path);
        let (file, direction) = match both {
            Ok(file) => (file, Direction::Both),
            Err(_) => {
                let file = options.open(path).map_err(|error| trouble(&error))?;
                (file, Direction::ToPrinter)
            }
        };
        let is_regular = file.metadata().is_ok_and(|metadata| metadata.is_file());
        let direction = if is_regular { Direction::ToPrinter } else { direction };
        Ok(DeviceFile { file, direction })
    }

    /// Waits until the file can be read or written; `false` if the limit passes first.
    fn wait(&self, event: PollFlags, limit: Duration) -> io::Result<bool> {
        let mut polled = [PollFd::new(self.file.as_fd(), event)];
        let limit = PollTimeout::try_from(limit).unwrap_or(PollTimeout::MAX);
        match nix::poll::poll(&mut polled, limit) {
            Ok(count) => Ok(count > 0),
            Err(nix::errno::Errno::EINTR) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

impl Link for DeviceFile {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if !self.wait(PollFlags::POLLOUT, WRITE_LIMIT)? {
            return Err(io::ErrorKind::TimedOut.into());
        }
        match self.file.write(piece) {
            Err(error) if is_passed_time(&error) => Err(io::ErrorKind::TimedOut.into()),
            other => other,
        }
    }

    fn read(&mut self, limit: Duration) -> io::Result<Option<u8>> {
        if !self.wait(PollFlags::POLLIN, limit)? {
            return Ok(None);
        }
        match one_byte(&mut self.file) {
            // The USB printer driver reads as empty when the printer has nothing to say.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                std::thread::sleep(limit.min(Duration::from_millis(10)));
                Ok(None)
            }
            other => other,
        }
    }

    fn is_two_way(&self) -> bool {
        self.direction == Direction::Both
    }

    fn is_drained(&mut self) -> io::Result<bool> {
        Ok(true)
    }
}
