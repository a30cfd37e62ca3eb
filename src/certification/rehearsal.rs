//! The course of a rehearsal: one test after the other, whatever becomes of each.

use jiff::Timestamp;

use super::{Guide, Left, Plan, Reason, Test, TestResult, Verdict};
use crate::core::settings::UnregisterAs;
use crate::seqr::client::{CallError, Client, Credentials};
use crate::seqr::message::AnswerHead;
use crate::seqr::result_code::ResultCode;

/// A rehearsal and how far it has come. It can be dropped in the middle of a test: what was done
/// until then stays known.
#[derive(Debug)]
pub struct Rehearsal {
    pub(super) client: Client,
    pub(super) plan: Plan,
    results: Vec<TestResult>,
    current: Option<Test>,
    pub(super) state: State,
}

/// What the tests have come to so far.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The terminal, while it is registered.
    pub(super) terminal: Option<Credentials>,
    /// Its id, also afterwards.
    pub(super) terminal_id: Option<String>,
    /// Whether registerTerminal was sent and its answer never seen.
    pub(super) perhaps_registered: bool,
    /// The invoice of test 3.
    pub(super) invoice: Option<String>,
    /// The payment of test 4.
    pub(super) paid: Option<String>,
    /// Grows with every invoice.
    pub(super) invoices: u32,
}

/// Why a test did not pass.
pub(super) enum Miss {
    Failed(Reason),
    Needs(Test),
}

impl From<Reason> for Miss {
    fn from(reason: Reason) -> Self {
        Miss::Failed(reason)
    }
}

impl Rehearsal {
    /// A rehearsal that has not begun.
    pub fn new(client: Client, plan: Plan) -> Self {
        Self { client, plan, results: Vec::new(), current: None, state: State::default() }
    }

    /// Runs all tests that can be run.
    pub async fn run(&mut self, guide: &dyn Guide) {
        for test in Test::ALL {
            guide.begins(test);
            self.current = Some(test);
            let verdict = match self.perform(test, guide).await {
                Ok(()) => Verdict::Passed,
                Err(Miss::Failed(reason)) => Verdict::Failed(reason),
                Err(Miss::Needs(earlier)) => Verdict::NotRun(earlier),
            };
            self.current = None;
            self.ended(test, verdict);
            self.results.last().into_iter().for_each(|result| guide.ends(result));
        }
    }

    async fn perform(&mut self, test: Test, guide: &dyn Guide) -> Result<(), Miss> {
        match test {
            Test::Register => self.register().await,
            Test::Assign => self.assign().await,
            Test::Invoice => self.invoice().await,
            Test::Pay => self.pay(guide).await,
            Test::Receipt => self.receipt().await,
            Test::Cancel => self.cancel().await,
            Test::Refund => self.refund(guide).await,
            Test::Period => self.period().await,
            Test::Unregister => self.unregister().await,
        }
    }

    fn ended(&mut self, test: Test, verdict: Verdict) {
        self.results.push(TestResult { test, at: Timestamp::now(), verdict });
    }

    /// Says that the rehearsal was broken off: in the test that was running, if any.
    pub fn broken_off(&mut self) {
        if let Some(test) = self.current.take() {
            self.ended(test, Verdict::BrokenOff);
        }
    }

    /// Unregisters a terminal that is still registered, as far as SEQR takes it. For the end, whatever it was.
    pub async fn tidy_up(&mut self) {
        let Some(terminal) = self.state.terminal.clone() else { return };
        // The terminal may always end itself, whoever was to do it in test 9; else the reseller's user may.
        for principal in [&terminal, &self.plan.reseller.clone()] {
            match self.client.unregister_terminal(principal).await {
                Ok(answer) if is_unregistered(&answer.head) => {
                    self.state.terminal = None;
                    return;
                }
                Ok(answer) => {
                    tracing::warn!(
                        code = answer.head.result_code.0,
                        "the terminal stays registered"
                    );
                }
                Err(error) => tracing::warn!(%error, "the terminal may stay registered"),
            }
            if self.plan.unregister_as == UnregisterAs::Terminal {
                return;
            }
        }
    }

    /// The results so far, in the order of the tests.
    pub fn results(&self) -> &[TestResult] {
        &self.results
    }

    /// Whether all nine have passed.
    pub fn has_passed(&self) -> bool {
        self.results.len() == Test::ALL.len()
            && self.results.iter().all(|result| result.verdict == Verdict::Passed)
    }

    /// The terminal that was registered, if one was.
    pub fn terminal_id(&self) -> Option<&str> {
        self.state.terminal_id.as_deref()
    }

    /// What is left behind at SEQR.
    pub fn left(&self) -> Option<Left> {
        match &self.state {
            State { terminal: Some(terminal), .. } => {
                Some(Left::Terminal(terminal.principal.id.clone()))
            }
            State { perhaps_registered: true, .. } => {
                Some(Left::Perhaps(self.plan.external_id.clone()))
            }
            _ => None,
        }
    }

    /// What is rehearsed with.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}

/// Code 29 says that SEQR does not know the terminal: an earlier request, whose answer was lost, worked.
pub(super) fn is_unregistered(head: &AnswerHead) -> bool {
    head.result_code.is_success() || head.result_code == ResultCode::INVALID_INITIATOR_PRINCIPAL_ID
}

/// A call that brought no answer.
pub(super) fn unanswered(operation: &'static str, error: &CallError) -> Reason {
    let detail = error.to_string();
    match error {
        CallError::NotSent(_) => Reason::NotSent { operation, detail },
        CallError::Unknown(_) => Reason::AnswerLost { operation, detail },
    }
}

/// An answer with another code than 0 is a refusal.
pub(super) fn accepted(operation: &'static str, head: &AnswerHead) -> Result<(), Reason> {
    if head.result_code.is_success() {
        return Ok(());
    }
    let detail = head.result_description.clone().unwrap_or_default();
    Err(Reason::Refused { operation, code: head.result_code.0, detail })
}
