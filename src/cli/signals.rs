//! SIGTERM and SIGINT: told to end, the register ends in order.
//!
//! An open payment is carried on until it is settled, or for [`GRACE`]; then the program ends with everything on
//! disk, and the next start takes up what is left. A signal that comes twice shortens nothing.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use crate::till::Till;
use crate::till::snapshot::Snapshot;

use super::output::Trouble;

/// How long open payments are carried on after the signal. SEQR takes a payment back that nobody asks about for
/// 20 seconds: whoever restarts the register within that time loses nothing.
const GRACE: Duration = Duration::from_secs(20);
/// How long the rest of the program, such as a window that hangs, may take once the till has ended.
const FAREWELL: Duration = Duration::from_secs(5);

/// The signals, caught. From its making on they no longer end the program by themselves.
pub struct Signals {
    runtime: Runtime,
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// Catches them.
    ///
    /// # Errors
    /// When the system does not allow it.
    pub fn catch() -> Result<Signals, Trouble> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Trouble::Terminal)?;
        let inside = runtime.enter();
        let terminate = signal(SignalKind::terminate()).map_err(Trouble::Terminal)?;
        let interrupt = signal(SignalKind::interrupt()).map_err(Trouble::Terminal)?;
        drop(inside);
        Ok(Signals { runtime, terminate, interrupt })
    }

    /// Waits for the first of them.
    pub fn wait(&mut self) {
        let Signals { runtime, terminate, interrupt } = self;
        runtime.block_on(async {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        });
    }

    /// From now on they end this till, and the program with it.
    ///
    /// # Errors
    /// When the system gives no more threads.
    pub fn end(mut self, till: &Till) -> Result<(), Trouble> {
        let (end, mut snapshots) = (till.ender(), till.snapshots());
        let _detached = std::thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                self.wait();
                tracing::info!("told to end by a signal");
                end(Some(GRACE));
                self.runtime.block_on(ended(&mut snapshots));
                std::thread::sleep(FAREWELL);
                // Everything is on disk. Only something that does not matter hangs, most likely the window.
                tracing::warn!("the program is ended although a part of it does not answer");
                std::process::exit(0);
            })
            .map_err(Trouble::Terminal)?;
        Ok(())
    }
}

/// Ready when the till has ended.
async fn ended(snapshots: &mut watch::Receiver<Arc<Snapshot>>) {
    // An error says that the till is gone, which is an end, too.
    let _gone = snapshots.wait_for(|snapshot| snapshot.ended).await;
}
