//! A simulator that is ready to sell against, for the program's demonstration and for tests.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener};

use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::watch;

use super::fault::FaultPlan;
use super::handle::{Service, SimulatorHandle};
use super::ledger::{Ledger, LedgerSettings, ReadyTerminal, Reseller};
use super::server::serve;
use crate::core::language::Language;
use crate::seqr::secret::Secret;

/// The demonstration shop's reseller id.
pub const RESELLER_ID: &str = "demoshop";
/// The user of the demonstration shop.
pub const USER_ID: &str = "9900";
/// That user's password. It opens nothing but the simulator.
pub const RESELLER_PASSWORD: &str = "demo-password";
/// The terminal of [`ready_terminal`].
pub const TERMINAL_ID: &str = "de300000000000000000000000000001";
/// Its password. It opens nothing but the simulator.
pub const TERMINAL_PASSWORD: &str = "demo-terminal";
/// The SEQR id that is bound to it.
pub const SEQR_ID: &str = "DEMO0001";

/// What a simulator begins with.
#[derive(Debug, Clone)]
pub struct SimulatorSettings {
    /// The shops, terminals, times and readings.
    pub ledger: LedgerSettings,
    /// Where to listen; must be a loopback address. Port 0 takes any that is free.
    pub address: SocketAddr,
    /// The language of its pages, where the browser does not ask for another.
    pub language: Language,
}

impl Default for SimulatorSettings {
    /// The demonstration shop without a terminal, on any free port.
    fn default() -> Self {
        Self {
            ledger: LedgerSettings {
                resellers: vec![demonstration_shop()],
                ..LedgerSettings::default()
            },
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            language: Language::default(),
        }
    }
}

impl SimulatorSettings {
    /// The demonstration shop with [`ready_terminal`].
    pub fn with_ready_terminal() -> Self {
        let mut settings = Self::default();
        settings.ledger.terminals.push(ready_terminal());
        settings
    }
}

/// The shop that every demonstration sells in.
pub fn demonstration_shop() -> Reseller {
    Reseller {
        id: RESELLER_ID.to_owned(),
        user_id: USER_ID.to_owned(),
        password: Secret::new(RESELLER_PASSWORD),
        name: "Demobutiken".to_owned(),
    }
}

/// A terminal that needs neither registering nor a SEQR id.
pub fn ready_terminal() -> ReadyTerminal {
    ReadyTerminal {
        id: TERMINAL_ID.to_owned(),
        password: Secret::new(TERMINAL_PASSWORD),
        name: "Demobutiken".to_owned(),
        seqr_id: Some(SEQR_ID.to_owned()),
    }
}

/// Starts simulators.
#[derive(Debug)]
pub struct Simulator;

impl Simulator {
    /// Starts one on a runtime, which need not be the caller's. It answers as soon as this
    /// returns.
    ///
    /// # Errors
    /// If the address is not a loopback address or is in use.
    pub fn start(runtime: &Handle, settings: SimulatorSettings) -> io::Result<SimulatorHandle> {
        if !settings.address.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the simulator listens on loopback addresses only, such as 127.0.0.1",
            ));
        }
        let listener = StdListener::bind(settings.address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let _inside = runtime.enter();
        let listener = TcpListener::from_std(listener)?;

        let faults = FaultPlan::new(settings.ledger.seed);
        let service = Service::new(Ledger::new(settings.ledger), faults, settings.language);
        let (running, stopped) = watch::channel(true);
        let handle = SimulatorHandle::new(service.clone(), address, running);
        let _detached = runtime.spawn(async move {
            if let Err(error) = serve(listener, service, until_stopped(stopped)).await {
                tracing::error!(%error, "the simulator has ended");
            }
        });
        tracing::info!(%address, "the simulator is ready");
        Ok(handle)
    }
}

/// Ready when the handle says so. Not when the handles are gone: the simulator goes on then.
async fn until_stopped(mut running: watch::Receiver<bool>) {
    if running.wait_for(|running| !running).await.is_err() {
        std::future::pending::<()>().await;
    }
}
