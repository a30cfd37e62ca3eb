//! `kassa simulate`: a SEQR service of one's own, to try registers against.

use std::net::SocketAddr;

use crate::simulator::Simulator;

use super::output::{Console, Trouble};
use super::register::runtime;

/// Where to serve.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Address to listen on; this machine only.
    #[arg(long, default_value = "127.0.0.1:8601", value_parser = loopback)]
    listen: SocketAddr,
}

/// The simulator trusts everybody who reaches it, so nobody but this machine may.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr =
        text.parse().map_err(|_| "not an address like 127.0.0.1:8601".to_owned())?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err("the simulator listens on this machine only, such as 127.0.0.1:8601".to_owned())
    }
}

/// Serves until it is interrupted.
pub fn run(arguments: &Arguments, console: &Console) -> Result<(), Trouble> {
    let runtime = runtime()?;
    runtime.block_on(async {
        let simulator = Simulator::serve(arguments.listen).await.map_err(|cause| {
            Trouble::Listen { address: arguments.listen.to_string(), cause }
        })?;
        let (service, page) = (simulator.service_address(), simulator.phone_page());
        console.say(
            "cli-simulating",
            &[("service", service.as_str().into()), ("page", page.as_str().into())],
        )?;
        tokio::signal::ctrl_c().await.map_err(Trouble::Terminal)
    })
}
