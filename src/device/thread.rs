//! Threads that end when their owner is dropped, and that nobody waits for without a limit.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a dropped owner waits for its thread. Every wait of a thread is shorter than this;
/// only a driver that hangs in the kernel takes longer, and then the thread is left behind.
const LONGEST_FAREWELL: Duration = Duration::from_secs(2);

/// Tells a thread that it shall end.
#[derive(Debug, Default)]
pub(super) struct StopSignal {
    stopped: Mutex<bool>,
    changed: Condvar,
}

impl StopSignal {
    /// Whether the thread shall end.
    pub(super) fn is_set(&self) -> bool {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps for a time, or until the thread shall end: `true` then.
    pub(super) fn sleep(&self, time: Duration) -> bool {
        let stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let (stopped, _timeout) = self
            .changed
            .wait_timeout_while(stopped, time, |stopped| !*stopped)
            .unwrap_or_else(PoisonError::into_inner);
        *stopped
    }

    fn set(&self) {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }
}

/// A running thread; dropping this ends it.
#[derive(Debug)]
pub(super) struct Thread {
    stop: Arc<StopSignal>,
    handle: Option<JoinHandle<()>>,
}

impl Thread {
    /// Starts a thread under a name that a debugger shows. The body has to look at the signal.
    pub(super) fn start(
        name: &str,
        body: impl FnOnce(&StopSignal) + Send + 'static,
    ) -> io::Result<Self> {
        let stop = Arc::new(StopSignal::default());
        let signal = Arc::clone(&stop);
        let handle =
            std::thread::Builder::new().name(name.to_owned()).spawn(move || body(&signal))?;
        Ok(Thread { stop, handle: Some(handle) })
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.stop.set();
        let Some(handle) = self.handle.take() else { return };
        // A callback that drops its own device would otherwise wait for itself.
        if handle.thread().id() == std::thread::current().id() {
            return;
        }
        let name = handle.thread().name().unwrap_or_default().to_owned();
        let limit = Instant::now() + LONGEST_FAREWELL;
        while !handle.is_finished() {
            if Instant::now() >= limit {
                tracing::warn!(thread = name, "a device's driver hangs; its thread is left behind");
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        if handle.join().is_err() {
            tracing::error!(thread = name, "a device's thread has panicked");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn a_dropped_thread_has_ended() {
        let ended = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&ended);
        let thread = Thread::start("test", move |stop| {
            assert!(stop.sleep(Duration::from_secs(60)));
            assert!(stop.is_set());
            flag.store(true, Ordering::SeqCst);
        })
        .unwrap();
        drop(thread);
        assert!(ended.load(Ordering::SeqCst));
    }

    #[test]
    fn a_thread_that_hangs_is_left_behind() {
        let (release, hanging) = std::sync::mpsc::channel::<()>();
        let thread = Thread::start("test", move |_stop| {
            let _ended = hanging.recv();
        })
        .unwrap();
        drop(thread);
        drop(release);
    }
}
