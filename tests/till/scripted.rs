//! SEQR behind a gate: its answers to status questions can be held back or shortened.

use std::sync::{Arc, Mutex};

use kassa::core::payment::{CancelAnswer, SendAnswer, Status, StatusAnswer, SubmitAnswer};
use kassa::core::refund::RefundAnswer;
use kassa::seqr::message::Invoice;
use kassa::till::service::{Later, SeqrService};

/// What becomes of SEQR's answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// They arrive.
    Through,
    /// Nothing arrives of a question about the status.
    Silence,
    /// PAID arrives without the payment's number.
    Numberless,
}

/// The gate, from outside.
#[derive(Clone)]
pub struct Gate(Arc<Mutex<Script>>);

impl Gate {
    pub fn open() -> Gate {
        Gate(Arc::new(Mutex::new(Script::Through)))
    }

    pub fn set(&self, script: Script) {
        *self.0.lock().unwrap() = script;
    }

    /// Puts the gate in front of a service.
    pub fn before(&self, service: Arc<dyn SeqrService>) -> Arc<dyn SeqrService> {
        Arc::new(Gated { gate: self.clone(), service })
    }
}

struct Gated {
    gate: Gate,
    service: Arc<dyn SeqrService>,
}

impl SeqrService for Gated {
    fn send_invoice(&self, invoice: Invoice) -> Later<SendAnswer> {
        self.service.send_invoice(invoice)
    }

    fn status(&self, reference: String, version: i32) -> Later<StatusAnswer> {
        let (answer, gate) = (self.service.status(reference, version), self.gate.clone());
        Box::pin(async move {
            let answer = answer.await;
            let script = *gate.0.lock().unwrap();
            match (script, answer) {
                (Script::Through, answer) => answer,
                (Script::Silence, _) => StatusAnswer::Nothing { detail: "silence".to_owned() },
                (
                    Script::Numberless,
                    StatusAnswer::Status { status: Status::Paid, version, paid, .. },
                ) => StatusAnswer::Status {
                    status: Status::Paid,
                    version,
                    ers_reference: None,
                    paid,
                },
                (Script::Numberless, answer) => answer,
            }
        })
    }

    fn cancel(&self, reference: String) -> Later<CancelAnswer> {
        self.service.cancel(reference)
    }

    fn submit_receipt(&self, ers_reference: String) -> Later<SubmitAnswer> {
        self.service.submit_receipt(ers_reference)
    }

    fn refund(&self, ers_reference: String, invoice: Invoice) -> Later<RefundAnswer> {
        self.service.refund(ers_reference, invoice)
    }

    fn reach(&self) -> Later<bool> {
        self.service.reach()
    }
}
