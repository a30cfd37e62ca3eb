//! Stands between the register and the simulator and notes when each question has arrived.
//!
//! Bytes go through unchanged, on threads of their own. A question counts as arrived when its last
//! byte has: then the simulator would have it.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// The end of every question.
const END: &[u8] = b"Envelope>";
/// The questions that are noted.
const POLL: &[u8] = b"getPaymentStatus";

/// See the module.
pub struct Wire {
    address: SocketAddr,
    arrivals: Receiver<Instant>,
}

impl Wire {
    /// Listens for a simulator.
    pub fn to(simulator: SocketAddr) -> Wire {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("its number");
        let (report, arrivals) = mpsc::channel();
        // It listens as long as the program runs.
        let _detached = thread::spawn(move || {
            for register in listener.incoming().map_while(Result::ok) {
                join(register, simulator, &report);
            }
        });
        Wire { address, arrivals }
    }

    /// An address of the simulator's, as it is through this wire.
    pub fn instead_of(&self, endpoint: &str, simulator: SocketAddr) -> String {
        endpoint.replace(&simulator.to_string(), &self.address.to_string())
    }

    /// When the next poll arrives.
    pub fn next_poll(&self, patience: Duration) -> Instant {
        self.arrivals.recv_timeout(patience).expect("a poll in time")
    }

    /// Forgets what has arrived.
    pub fn forget(&self) {
        while self.arrivals.try_recv().is_ok() {}
    }
}

fn join(register: TcpStream, simulator: SocketAddr, report: &Sender<Instant>) {
    let other = TcpStream::connect(simulator).expect("the simulator");
    for stream in [&register, &other] {
        stream.set_nodelay(true).expect("no delay");
    }
    let (questions, to_simulator) = (register.try_clone(), other.try_clone());
    let report = report.clone();
    let _questions = thread::spawn(move || {
        let mut heard = Vec::new();
        pass(questions.expect("a stream"), to_simulator.expect("a stream"), |bytes, at| {
            heard.extend_from_slice(bytes);
            if heard.trim_ascii_end().ends_with(END) {
                if heard.windows(POLL.len()).any(|window| window == POLL) {
                    // Nobody measures any more, then.
                    let _told = report.send(at);
                }
                heard.clear();
            }
        });
    });
    let _answers = thread::spawn(move || pass(other, register, |_bytes, _at| {}));
}

/// Passes bytes on until either side ends.
fn pass(mut from: TcpStream, mut to: TcpStream, mut note: impl FnMut(&[u8], Instant)) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        note(&buffer[..count], Instant::now());
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    // Whoever is gone needs no farewell.
    let _ended = to.shutdown(Shutdown::Write);
}
