//! Where a refund stands, and how an entry of the journal changes that.
//!
//! What an event leads to is decided in `step`; whatever must survive a restart is changed here
//! and nowhere else, by [`Refund::apply`].

use std::time::Duration;

use jiff::Timestamp;

use super::super::entry::{Entry, RefundSendLost, RefundSendRefused, RefundSettled};
use super::super::time::Now;
use super::{Effect, RefundId, RefundOrder, Refusal, SEND_AGAIN_AFTER, Step, Verdict};

/// Where a refund stands. Times are on the steady clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// refundPayment is on its way.
    Sending {
        /// Which sending, counted from 1.
        sending: u32,
    },
    /// Nobody knows whether a sending went through. It is sent again, which is harmless.
    Unknown {
        /// The last sending.
        sending: u32,
        /// When it is sent again.
        again_at: Duration,
    },
    /// Nobody knows whether it went through, and sending it again could give the money back twice: it waits for
    /// a manager, or for SEQR's report.
    InDoubt {
        /// The last sending.
        sending: u32,
    },
    /// Definitely nothing was given back. Final.
    Refused(Refusal),
    /// The money goes back.
    Refunded {
        /// SEQR's number of the refund, where it named one.
        ers_reference: Option<String>,
        /// Whether SEQR has the refund's receipt.
        submission: Submission,
    },
    /// A manager has said what came of it. Final.
    Settled {
        /// What they said.
        verdict: Verdict,
    },
}

/// Whether SEQR has the receipt of a refund. Nothing waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Submission {
    /// It is on its way, or tried again.
    Due {
        /// When it is tried again; `None` while an answer is waited for.
        again_at: Option<Duration>,
        /// How often it was tried in vain.
        failures: u32,
    },
    /// SEQR has it.
    Taken,
    /// SEQR does not want it.
    Refused,
    /// SEQR named no number to submit it under.
    WithoutNumber,
}

/// One refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    pub(super) order: RefundOrder,
    pub(super) state: State,
    /// The sendings that nobody knows the outcome of.
    pub(super) lost: Vec<u32>,
    /// Since when nobody knows whether it went through, on the wall clock.
    pub(super) doubtful_since: Option<Timestamp>,
    /// When the request left whose answer is waited for.
    pub(super) asked: Duration,
}

impl Refund {
    /// A new refund: its order is written down and it is sent.
    pub fn begin(order: RefundOrder, now: Now) -> (Refund, Step) {
        let entries = vec![
            Entry::RefundCreated { order: order.clone() },
            Entry::RefundSending { refund: order.refund, sending: 1 },
        ];
        let effects = vec![Effect::Send { refund: order.refund, sending: 1 }];
        (Refund::restored(order, now), Step { entries, effects })
    }

    /// A refund as its first entry left it. The later ones are told by [`Refund::apply`].
    pub fn restored(order: RefundOrder, now: Now) -> Refund {
        Refund {
            order,
            state: State::Sending { sending: 1 },
            lost: Vec::new(),
            doubtful_since: None,
            asked: now.steady,
        }
    }

    /// Which refund.
    pub fn id(&self) -> RefundId {
        self.order.refund
    }

    /// What was asked for.
    pub fn order(&self) -> &RefundOrder {
        &self.order
    }

    /// Whether refundPayment has left, and its answer is waited for.
    pub fn is_on_its_way(&self) -> bool {
        matches!(self.state, State::Sending { .. })
    }

    /// Where it stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Whether the receipt has to wait for it (rule 3).
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Sending { .. } | State::Unknown { .. } | State::InDoubt { .. })
    }

    /// Whether nothing will ever happen to it again.
    pub fn is_final(&self) -> bool {
        let due = matches!(self.state, State::Refunded { submission: Submission::Due { .. }, .. });
        !self.is_open() && !due
    }

    /// Whether the money counts as given back, by SEQR's word or a manager's.
    pub fn is_given_back(&self) -> bool {
        matches!(
            self.state,
            State::Refunded { .. } | State::Settled { verdict: Verdict::GivenBack }
        )
    }

    /// Repeats what an entry of the journal says has happened to this refund.
    pub fn apply(&mut self, entry: &Entry, now: Now) {
        match entry {
            Entry::RefundSending { sending, .. } => {
                self.asked = now.steady;
                self.state = State::Sending { sending: *sending };
            }
            Entry::RefundSendLost(RefundSendLost { sending, .. }) => {
                let _since = self.doubtful_since.get_or_insert(now.at);
                self.lost.push(*sending);
                self.wait_to_send_again(now);
            }
            Entry::RefundSendRefused(RefundSendRefused { sending, .. }) => {
                self.lost.retain(|lost| lost != sending);
                if self.state == (State::Sending { sending: *sending }) {
                    self.wait_to_send_again(now);
                }
            }
            Entry::RefundInDoubt { .. } => {
                let _since = self.doubtful_since.get_or_insert(now.at);
                if let State::Sending { sending } = self.state {
                    self.lost.push(sending);
                }
                if let Some(sending) = self.sending() {
                    self.state = State::InDoubt { sending };
                }
            }
            Entry::RefundRefused { refusal, .. } => self.state = State::Refused(refusal.clone()),
            Entry::RefundDone { ers_reference, .. } => {
                self.asked = now.steady;
                let submission = match ers_reference {
                    Some(_) => Submission::Due { again_at: None, failures: 0 },
                    None => Submission::WithoutNumber,
                };
                let ers_reference = ers_reference.clone();
                self.state = State::Refunded { ers_reference, submission };
            }
            Entry::RefundConfirmed { .. } => self.submitted(Submission::Taken),
            Entry::RefundReceiptRefused(_) => self.submitted(Submission::Refused),
            Entry::RefundSettled(RefundSettled { verdict, .. }) => {
                self.state = State::Settled { verdict: *verdict };
            }
            _ => {}
        }
    }

    /// Writes an entry down and lets it take effect here as it will after a restart.
    pub(super) fn record(&mut self, entry: Entry, now: Now, step: &mut Step) {
        self.apply(&entry, now);
        step.entries.push(entry);
    }

    /// The last sending, while the outcome is open.
    pub(super) fn sending(&self) -> Option<u32> {
        match self.state {
            State::Sending { sending }
            | State::Unknown { sending, .. }
            | State::InDoubt { sending } => Some(sending),
            _ => None,
        }
    }

    /// In doubt it stays: what is lost besides changes nothing then.
    fn wait_to_send_again(&mut self, now: Now) {
        let State::Sending { sending } = self.state else { return };
        let pause = pause(&SEND_AGAIN_AFTER, sending.saturating_sub(1));
        self.state = State::Unknown { sending, again_at: now.steady + pause };
    }

    fn submitted(&mut self, now_is: Submission) {
        if let State::Refunded { submission, .. } = &mut self.state {
            *submission = now_is;
        }
    }
}

/// The pause before the next try, after so many before it; the last one repeats.
pub(super) fn pause(pauses: &[Duration], tries: u32) -> Duration {
    let last = pauses.len().saturating_sub(1);
    pauses.get((tries as usize).min(last)).copied().unwrap_or_default()
}
