//! `kassa simulate`: a SEQR service of one's own, to try registers against.

use std::net::SocketAddr;

use crate::simulator::Simulator;
use crate::simulator::demonstration::SimulatorSettings;

use super::output::{Console, Trouble};
use super::register::runtime;

/// Where to serve.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Address to listen on; this machine only.
    #[arg(long, default_value = "127.0.0.1:8601")]
    listen: SocketAddr,
}

/// Serves until it is interrupted.
pub fn run(arguments: &Arguments, console: &Console) -> Result<(), Trouble> {
    let runtime = runtime()?;
    let mut settings = SimulatorSettings::with_ready_terminal();
    settings.address = arguments.listen;
    settings.language = console.texts().language();
    let simulator = Simulator::start(runtime.handle(), settings)
        .map_err(|cause| Trouble::Listen { address: arguments.listen.to_string(), cause })?;
    let (service, page) = (simulator.endpoint(), simulator.phone_page());
    console.say(
        "cli-simulating",
        &[("service", service.as_str().into()), ("page", page.as_str().into())],
    )?;
    runtime.block_on(tokio::signal::ctrl_c()).map_err(Trouble::Terminal)
}
