//! What the tests of the simulator have in common: one that runs, and raw HTTP to it.

#![allow(dead_code, reason = "each test file uses its part")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use kassa::simulator::fault::{Fault, Frequency, Rule};
use kassa::simulator::ledger::Payment;
use kassa::simulator::{Simulator, SimulatorHandle, SimulatorSettings};
use tokio::runtime::Runtime;

/// Long enough for any machine; nothing waits for it unless something is broken.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct World {
    pub runtime: Runtime,
    pub simulator: SimulatorHandle,
}

impl World {
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let settings = SimulatorSettings::with_ready_terminal();
        let simulator = Simulator::start(runtime.handle(), settings).unwrap();
        Self { runtime, simulator }
    }

    pub fn post(&self, content_type: &str, body: &str) -> Answer {
        self.talk("POST", SERVICE, &[("Content-Type", content_type)], body)
    }

    pub fn soap(&self, body: &str) -> Answer {
        self.post("text/xml; charset=utf-8", body)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.talk("GET", path, &[], "")
    }

    pub fn talk(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let request = request(self.simulator.address(), method, path, headers, body);
        Answer::read(&exchange(self.simulator.address(), request.as_bytes()))
    }

    /// What the fault makes of this request, as raw bytes.
    pub fn struck(&self, fault: Fault, body: &str) -> Vec<u8> {
        self.strike_next(fault);
        let headers = [("Content-Type", "text/xml")];
        let request = request(self.simulator.address(), "POST", SERVICE, &headers, body);
        let bytes = exchange(self.simulator.address(), request.as_bytes());
        assert_eq!(self.simulator.with_faults(|faults| faults.rules().count()), 0);
        bytes
    }

    pub fn strike_next(&self, fault: Fault) {
        let rule = Rule { operation: None, fault, frequency: Frequency::Next(1) };
        let _id = self.simulator.switch_on(rule);
    }

    pub fn invoices(&self) -> usize {
        self.simulator.with_ledger(|ledger| ledger.payments().len())
    }

    pub fn newest<T>(&self, look: impl FnOnce(&Payment) -> T) -> T {
        self.simulator.with_ledger(|ledger| look(ledger.newest().unwrap()))
    }
}

pub const SERVICE: &str = "/soap/merchant/cashregister-2";

pub fn request(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> String {
    let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|(name, _)| *name == "Host") {
        text.push_str(&format!("Host: {address}\r\n"));
    }
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    text
}

pub fn exchange(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut connection = TcpStream::connect(address).unwrap();
    connection.set_read_timeout(Some(PATIENCE)).unwrap();
    connection.write_all(request).unwrap();
    let mut answer = Vec::new();
    let _length = connection.read_to_end(&mut answer).unwrap();
    answer
}

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn read(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{text:?}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head: head.to_lowercase(), body: body.to_owned() }
    }
}

const CONTEXT: &str = "<context><channel>WS</channel><clientId>Shop</clientId>\
    <clientReference>Test 1</clientReference><clientRequestTimeout>0</clientRequestTimeout>\
    <initiatorPrincipalId><id>de300000000000000000000000000001</id><type>TERMINALID</type>\
    </initiatorPrincipalId><password>demo-terminal</password></context>";

const INVOICE: &str = "<invoice><paymentMode>IMMEDIATE_DEBIT</paymentMode>\
    <acknowledgmentMode>NO_ACKNOWLEDGMENT</acknowledgmentMode>\
    <issueDate>2026-11-21T14:05:09+01:00</issueDate><title>Caf\u{e9} &lt;b&gt;</title>\
    <clientInvoiceId>T1-1</clientInvoiceId><invoiceRows><invoiceRow>\
    <itemDescription>Coffee &amp; bun</itemDescription><itemQuantity>2</itemQuantity>\
    <itemTotalAmount><currency>SEK</currency><value>1119.80</value></itemTotalAmount>\
    </invoiceRow></invoiceRows>\
    <totalAmount><currency>SEK</currency><value>1119.80</value></totalAmount>\
    <cashierId>17</cashierId><footer>Thanks</footer></invoice>";

pub fn envelope(content: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:e=\"http://external.interfaces.ers.seamless.com/\"><s:Body>{content}</s:Body>\
         </s:Envelope>"
    )
}

pub fn send_invoice() -> String {
    envelope(&format!("<e:sendInvoice>{CONTEXT}{INVOICE}</e:sendInvoice>"))
}

pub fn nop() -> String {
    envelope("<e:benchmarkingNop/>")
}

/// Waits for a condition; fails if it never comes true.
pub fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < PATIENCE, "it never came to this: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
