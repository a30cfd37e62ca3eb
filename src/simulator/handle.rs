//! What the program and tests hold of a simulator: its ledger, its faults and its customer.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::watch;

use super::fault::{Fault, FaultPlan, Rule, RuleId};
use super::ledger::{CustomerAction, CustomerRefusal, Ledger};
use super::server::SERVICE_PATH;
use crate::core::language::Language;
use crate::seqr::message::{Envelope, Operation, Response};

/// A ledger with a clock and faults, shared by all that use it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Service {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    ledger: Mutex<Ledger>,
    faults: Mutex<FaultPlan>,
    began: Instant,
    /// How far the clock was put ahead, in milliseconds.
    ahead: AtomicU64,
    language: Language,
}

impl Service {
    /// A service that begins now. Its pages speak `language` unless the browser asks for
    /// another.
    pub fn new(ledger: Ledger, faults: FaultPlan, language: Language) -> Self {
        let shared = Shared {
            ledger: Mutex::new(ledger),
            faults: Mutex::new(faults),
            began: Instant::now(),
            ahead: AtomicU64::new(0),
            language,
        };
        Self { shared: Arc::new(shared) }
    }

    /// Does something with the ledger while nobody else does. Keep it short: requests wait.
    pub fn with_ledger<T>(&self, act: impl FnOnce(&mut Ledger) -> T) -> T {
        let mut ledger = lock(&self.shared.ledger);
        ledger.tick(self.now());
        act(&mut ledger)
    }

    /// Does something with the faults.
    pub fn with_faults<T>(&self, act: impl FnOnce(&mut FaultPlan) -> T) -> T {
        act(&mut lock(&self.shared.faults))
    }

    /// The customer does something with an invoice.
    ///
    /// # Errors
    /// If there is no such invoice, or it is past that.
    pub fn customer(
        &self,
        invoice_reference: &str,
        action: CustomerAction,
    ) -> Result<(), CustomerRefusal> {
        lock(&self.shared.ledger).customer(invoice_reference, action, self.now())
    }

    /// The customer does something with the newest open invoice; gives its reference.
    ///
    /// # Errors
    /// If nothing is open, or it is past that.
    pub fn customer_newest(&self, action: CustomerAction) -> Result<String, CustomerRefusal> {
        lock(&self.shared.ledger).customer_newest(action, self.now())
    }

    /// Puts the clock ahead, for tests and rehearsals that would have to wait. What is due in
    /// between happens.
    pub fn leap(&self, time: Duration) {
        let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let _before = self.shared.ahead.fetch_add(milliseconds, Ordering::SeqCst);
        self.tick();
    }

    /// The language of the pages.
    pub fn language(&self) -> Language {
        self.shared.language
    }

    pub(super) fn handle(&self, request: &Envelope) -> Response {
        let mut ledger = lock(&self.shared.ledger);
        let wall = Timestamp::now();
        let wall = wall.checked_add(self.ahead()).unwrap_or(wall);
        ledger.handle(request, self.now(), wall)
    }

    pub(super) fn decide(&self, operation: Operation) -> Option<Fault> {
        lock(&self.shared.faults).decide(operation)
    }

    pub(super) fn tick(&self) {
        lock(&self.shared.ledger).tick(self.now());
    }

    fn now(&self) -> Duration {
        self.shared.began.elapsed() + self.ahead()
    }

    fn ahead(&self) -> Duration {
        Duration::from_millis(self.shared.ahead.load(Ordering::SeqCst))
    }
}

/// A panic elsewhere leaves the ledger as it was between two steps; it can still be used.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A simulator that is running. Cheap to clone; it runs until [`SimulatorHandle::shut_down`] or
/// the end of its runtime, also when all handles are gone.
#[derive(Debug, Clone)]
pub struct SimulatorHandle {
    service: Service,
    address: SocketAddr,
    running: watch::Sender<bool>,
}

impl SimulatorHandle {
    pub(super) fn new(service: Service, address: SocketAddr, running: watch::Sender<bool>) -> Self {
        Self { service, address, running }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a register uses as SEQR's address.
    pub fn endpoint(&self) -> String {
        format!("http://{}{SERVICE_PATH}", self.address)
    }

    /// The page that shows the newest invoice as a customer's phone does.
    pub fn phone_page(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// The customer pays the newest invoice; gives its reference.
    ///
    /// # Errors
    /// If no invoice is open.
    pub fn confirm_newest(&self) -> Result<String, CustomerRefusal> {
        self.service.customer_newest(CustomerAction::Confirm)
    }

    /// The customer declines the newest invoice; gives its reference.
    ///
    /// # Errors
    /// If no invoice is open, or the bank is already working on it.
    pub fn decline_newest(&self) -> Result<String, CustomerRefusal> {
        self.service.customer_newest(CustomerAction::Decline)
    }

    /// The customer does something else with the newest invoice; gives its reference.
    ///
    /// # Errors
    /// If no invoice is open, or it is past that.
    pub fn customer_newest(&self, action: CustomerAction) -> Result<String, CustomerRefusal> {
        self.service.customer_newest(action)
    }

    /// The customer does something with a certain invoice.
    ///
    /// # Errors
    /// If there is no such invoice, or it is past that.
    pub fn customer(
        &self,
        invoice_reference: &str,
        action: CustomerAction,
    ) -> Result<(), CustomerRefusal> {
        self.service.customer(invoice_reference, action)
    }

    /// Switches a fault on.
    pub fn switch_on(&self, rule: Rule) -> RuleId {
        self.service.with_faults(|faults| faults.switch_on(rule))
    }

    /// Switches all faults off.
    pub fn clear_faults(&self) {
        self.service.with_faults(FaultPlan::clear);
    }

    /// Does something with the faults.
    pub fn with_faults<T>(&self, act: impl FnOnce(&mut FaultPlan) -> T) -> T {
        self.service.with_faults(act)
    }

    /// Does something with the ledger while nobody else does. Keep it short: requests wait.
    pub fn with_ledger<T>(&self, act: impl FnOnce(&mut Ledger) -> T) -> T {
        self.service.with_ledger(act)
    }

    /// Puts the clock ahead, for tests and rehearsals that would have to wait. What is due in
    /// between happens.
    pub fn leap(&self, time: Duration) {
        self.service.leap(time);
    }

    /// Ends the simulator. Requests under way are answered first, hanging ones are let go.
    pub fn shut_down(&self) {
        let _was_running = self.running.send_replace(false);
    }
}
