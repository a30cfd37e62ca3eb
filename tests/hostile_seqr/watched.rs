//! The real SEQR service of a terminal, with a record of when it was asked what and what it said.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use kassa::core::payment::{CancelAnswer, SendAnswer, StatusAnswer, SubmitAnswer};
use kassa::core::refund::RefundAnswer;
use kassa::seqr::message::Invoice;
use kassa::till::seqr_service::TerminalService;
use kassa::till::service::{Later, SeqrService};

/// One question.
#[derive(Debug, Clone)]
pub struct Call<A> {
    pub began: Instant,
    /// When its answer came, or when nobody wanted it any more.
    pub ended: Option<Instant>,
    pub answer: Option<A>,
}

/// What was asked, in order.
pub type Record<A> = Arc<Mutex<Vec<Call<A>>>>;

/// See the module. Can be led to another service while it is used.
#[derive(Clone)]
pub struct Watched {
    inner: Arc<Mutex<Arc<TerminalService>>>,
    pub statuses: Record<StatusAnswer>,
    pub sendings: Record<SendAnswer>,
}

impl Watched {
    pub fn new(service: Arc<TerminalService>) -> Self {
        let inner = Arc::new(Mutex::new(service));
        Watched { inner, statuses: Record::default(), sendings: Record::default() }
    }

    /// From now on asks somewhere else.
    pub fn lead_to(&self, service: Arc<TerminalService>) {
        *self.inner.lock().unwrap() = service;
    }

    fn inner(&self) -> Arc<TerminalService> {
        Arc::clone(&self.inner.lock().unwrap())
    }
}

impl SeqrService for Watched {
    fn send_invoice(&self, invoice: Invoice) -> Later<SendAnswer> {
        watched(&self.sendings, self.inner().send_invoice(invoice))
    }

    fn status(&self, reference: String, version: i32) -> Later<StatusAnswer> {
        watched(&self.statuses, self.inner().status(reference, version))
    }

    fn cancel(&self, reference: String) -> Later<CancelAnswer> {
        self.inner().cancel(reference)
    }

    fn submit_receipt(&self, ers_reference: String) -> Later<SubmitAnswer> {
        self.inner().submit_receipt(ers_reference)
    }

    fn refund(&self, ers_reference: String, invoice: Invoice) -> Later<RefundAnswer> {
        self.inner().refund(ers_reference, invoice)
    }

    fn reach(&self) -> Later<bool> {
        self.inner().reach()
    }
}

fn watched<A: Clone + Send + 'static>(record: &Record<A>, question: Later<A>) -> Later<A> {
    let place = {
        let mut calls = record.lock().unwrap();
        calls.push(Call { began: Instant::now(), ended: None, answer: None });
        calls.len() - 1
    };
    let ending = Ending { record: Arc::clone(record), place };
    Box::pin(async move {
        let answer = question.await;
        ending.record.lock().unwrap()[place].answer = Some(answer.clone());
        drop(ending);
        answer
    })
}

/// Notes the end of a question, also of one that is abandoned.
struct Ending<A> {
    record: Record<A>,
    place: usize,
}

impl<A> Drop for Ending<A> {
    fn drop(&mut self) {
        self.record.lock().unwrap()[self.place].ended = Some(Instant::now());
    }
}

/// SEQR reverses a payment that nobody asks about for this long.
const REVERSAL: Duration = Duration::from_secs(20);

/// Asserts the cadence: at least three questions in any twenty seconds, never two at a time, and
/// no more than one a second.
#[track_caller]
pub fn assert_cadence<A>(name: &str, calls: &[Call<A>]) {
    for pair in calls.windows(2) {
        let gap = pair[1].began - pair[0].began;
        assert!(gap <= REVERSAL / 3, "{name}: nobody asked for {gap:?}");
        let ended = pair[0].ended.expect("a question before the last one has ended");
        assert!(ended <= pair[1].began, "{name}: two questions at a time");
    }
    if let (Some(first), Some(last)) = (calls.first(), calls.last()) {
        let seconds = (last.began - first.began).as_secs();
        // One more for the first, and one for a late beginning of the first second.
        assert!(calls.len() as u64 <= seconds + 2, "{name}: {} in {seconds} s", calls.len());
    }
}
