//! Notices ports that come and go, for as long as somebody looks.
//!
//! The list is made anew every second: it opens nothing and takes a few milliseconds, and rights that
//! udev gives a moment after a device has appeared are seen as well.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use super::{Port, PortKind, ports};
use crate::device::thread::Thread;

/// How often the list is made anew.
const EVERY: Duration = Duration::from_secs(1);

/// Watches the ports of this machine; dropping it ends that.
#[derive(Debug)]
pub struct PortWatch {
    _thread: Thread,
}

impl PortWatch {
    /// Tells the ports now and after every change; `named` as for [`ports`]. `report` is called on a
    /// thread of its own.
    ///
    /// # Errors
    /// Only if the system has no thread left.
    pub fn start(
        named: Vec<(PathBuf, PortKind)>,
        report: impl Fn(Vec<Port>) + Send + 'static,
    ) -> io::Result<Self> {
        let thread = Thread::start("ports", move |stop| {
            let mut told: Option<Vec<Port>> = None;
            loop {
                match ports(&named) {
                    Ok(ports) if told.as_ref() == Some(&ports) => {}
                    Ok(ports) => {
                        report(ports.clone());
                        told = Some(ports);
                    }
                    // What was seen last stays: a list that cannot be made says nothing.
                    Err(error) => tracing::warn!(%error, "the ports cannot be listed"),
                }
                if stop.sleep(EVERY) {
                    return;
                }
            }
        })?;
        Ok(PortWatch { _thread: thread })
    }
}
