//! Asks SEQR once a second how payments stand, beside everything else the register does.
//!
//! Each payment has a task of its own on the network threads: a busy till thread, a slow disk or a frozen window
//! delays no question. A task ends only when it is told to.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::AbortHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::core::payment::{AttemptId, Event};

use super::inbox::{Inbox, Input};
use super::service::SeqrService;

/// From the start of one question to the start of the next.
pub const POLL_EVERY: Duration = Duration::from_secs(1);

/// The questions that are going on.
pub struct Poller {
    runtime: Handle,
    inbox: Inbox,
    tasks: HashMap<AttemptId, Task>,
}

struct Task {
    reference: String,
    /// What the next question carries.
    version: Arc<AtomicI32>,
    abort: AbortHandle,
}

impl Drop for Task {
    fn drop(&mut self) {
        self.abort.abort();
    }
}

impl Poller {
    /// A poller that asks nothing yet.
    pub fn new(runtime: Handle, inbox: Inbox) -> Self {
        Poller { runtime, inbox, tasks: HashMap::new() }
    }

    /// Asks about an invoice from now on, at once and then every second, or lets a question that
    /// is going on carry another version.
    ///
    /// The version is the acknowledgement: it must be on disk before it is handed in here (rule 6).
    pub fn poll(
        &mut self,
        service: &Arc<dyn SeqrService>,
        attempt: AttemptId,
        reference: String,
        version: i32,
    ) {
        if let Some(task) = self.tasks.get(&attempt).filter(|task| task.reference == reference) {
            task.version.store(version, Ordering::Release);
            return;
        }
        self.begin(service, attempt, reference, version);
    }

    fn begin(
        &mut self,
        service: &Arc<dyn SeqrService>,
        attempt: AttemptId,
        reference: String,
        version: i32,
    ) {
        let carried = Arc::new(AtomicI32::new(version));
        let question = ask(
            Arc::clone(service),
            self.inbox.clone(),
            attempt,
            reference.clone(),
            Arc::clone(&carried),
        );
        let abort = self.runtime.spawn(question).abort_handle();
        let task = Task { reference, version: carried, abort };
        let _replaced = self.tasks.insert(attempt, task);
    }

    /// Begins questions anew that have ended without being told to, which only a fault in the program makes them
    /// do: a payment that nobody asks about is taken back.
    pub fn revive(&mut self, service: &Arc<dyn SeqrService>) {
        let ended: Vec<(AttemptId, String, i32)> = self
            .tasks
            .iter()
            .filter(|(_, task)| task.abort.is_finished())
            .map(|(attempt, task)| {
                (*attempt, task.reference.clone(), task.version.load(Ordering::Acquire))
            })
            .collect();
        for (attempt, reference, version) in ended {
            tracing::error!(%attempt, "asking about a payment had stopped; it goes on");
            self.begin(service, attempt, reference, version);
        }
    }

    /// Asks no more about a payment.
    pub fn stop(&mut self, attempt: AttemptId) {
        let _ended = self.tasks.remove(&attempt);
    }

    /// Whether any question is going on.
    pub fn is_asking(&self) -> bool {
        !self.tasks.is_empty()
    }
}

async fn ask(
    service: Arc<dyn SeqrService>,
    inbox: Inbox,
    attempt: AttemptId,
    reference: String,
    version: Arc<AtomicI32>,
) {
    let mut beat = interval(POLL_EVERY);
    // One question at a time: when an answer took longer than a second, the next question waits
    // for the next full second instead of making up for lost ones.
    beat.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        let _moment = beat.tick().await;
        let asked = version.load(Ordering::Acquire);
        let answer = service.status(reference.clone(), asked).await;
        let event = Event::Polled { reference: reference.clone(), asked, answer };
        if inbox.send(Input::Payment { attempt, event }).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;
    use std::sync::mpsc;

    use super::super::service::Later;
    use super::*;
    use crate::core::payment::{CancelAnswer, SendAnswer, StatusAnswer, SubmitAnswer};
    use crate::core::receipt::ReceiptId;
    use crate::core::refund::RefundAnswer;
    use crate::seqr::message::Invoice;

    /// Falls over at the first question and answers the others.
    #[derive(Default)]
    struct FallsOnce(Arc<AtomicU32>);

    impl SeqrService for FallsOnce {
        fn send_invoice(&self, _invoice: Invoice) -> Later<SendAnswer> {
            Box::pin(async { SendAnswer::Lost { detail: String::new() } })
        }
        fn status(&self, _reference: String, _version: i32) -> Later<StatusAnswer> {
            let asked = self.0.fetch_add(1, Ordering::SeqCst);
            Box::pin(async move {
                assert!(asked > 0, "the first question falls over");
                StatusAnswer::NotFound
            })
        }
        fn cancel(&self, _reference: String) -> Later<CancelAnswer> {
            Box::pin(async { CancelAnswer::Nothing })
        }
        fn submit_receipt(&self, _ers_reference: String) -> Later<SubmitAnswer> {
            Box::pin(async { SubmitAnswer::Nothing })
        }
        fn refund(&self, _ers_reference: String, _invoice: Invoice) -> Later<RefundAnswer> {
            Box::pin(async { RefundAnswer::Lost { detail: String::new() } })
        }
        fn reach(&self) -> Later<bool> {
            Box::pin(async { false })
        }
    }

    #[test]
    fn a_question_that_fell_over_is_asked_again() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (inbox, inputs) = mpsc::channel();
        let mut poller = Poller::new(runtime.handle().clone(), inbox);
        let service: Arc<dyn SeqrService> = Arc::new(FallsOnce::default());
        let attempt = AttemptId { receipt: ReceiptId(1), number: 1 };
        poller.poll(&service, attempt, "17".to_owned(), 3);
        let answer = loop {
            poller.revive(&service);
            if let Ok(input) = inputs.recv_timeout(Duration::from_millis(20)) {
                break input;
            }
        };
        assert!(matches!(answer, Input::Payment { event: Event::Polled { asked: 3, .. }, .. }));
    }
}
