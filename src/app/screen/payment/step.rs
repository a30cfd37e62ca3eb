//! The keys of each face of a payment: which are there, what they say and what they do.
//!
//! They follow from the payment's phase alone, and each names the attempt it was drawn for.

use std::time::Duration;

use crate::app::frame::Frame;
use crate::app::theme::{Icon, Tone};
use crate::core::payment::{AttemptId, Circumstance, Outcome, Phase, Refusal, Subject, Verdict};
use crate::core::receipt::ReceiptId;
use crate::core::register::Command;
use crate::till::snapshot::{PaymentView, Snapshot};

use super::Message;

/// Something that can be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Cancel(AttemptId),
    WaitMore(AttemptId),
    TryAgain(AttemptId),
    Release {
        attempt: AttemptId,
        held_for: Duration,
    },
    Settle(AttemptId),
    Dismiss(AttemptId, Onward),
    Finish(ReceiptId, Ending),
    /// Rule 9: the sale ends as it was paid, and the money goes back at once.
    FinishAndRefund(ReceiptId),
}

/// Where a face that is over leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Onward {
    Back,
    OtherTender,
    Continue,
}

/// How a paid receipt that waited for the cashier's word ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Done,
    Finish,
    Print,
}

/// The keys of a face, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Steps {
    /// The way forward.
    pub main: Option<Step>,
    /// At the far left, away from everything else.
    pub aside: Option<Step>,
}

impl Steps {
    /// The keys of a payment's face.
    pub(super) fn of(view: &PaymentView, snapshot: &Snapshot) -> Self {
        let receipt = snapshot.receipt.as_deref();
        let attempt = view.attempt;
        let cancel = Some(Step::Cancel(attempt));
        let only = |step| Steps { main: Some(step), aside: None };
        match &view.phase {
            Phase::Sending
            | Phase::SendingAgain
            | Phase::Waiting { .. }
            | Phase::NoContact { .. } => Steps { main: None, aside: cancel },
            Phase::Unreachable { held_for } => Steps {
                main: Some(Step::TryAgain(attempt)),
                aside: Some(Step::Release { attempt, held_for: *held_for }),
            },
            Phase::Asking { .. } => Steps { main: Some(Step::WaitMore(attempt)), aside: cancel },
            Phase::Cancelling { .. } | Phase::Confirming { .. } => Steps::default(),
            // Whoever only waits presses nothing: asking goes on.
            Phase::InDoubt { .. } => Steps { main: Some(Step::Settle(attempt)), aside: cancel },
            Phase::TakenBack(_) | Phase::NotPaidAfterAll if is_on_receipt(attempt, snapshot) => {
                only(Step::Settle(attempt))
            }
            Phase::Paid(payment) => match receipt {
                Some(receipt) if !receipt.due().is_positive() => {
                    let ending = Ending::of(payment.circumstance);
                    let unwanted = ending == Ending::Finish && snapshot.decision.is_some();
                    Steps {
                        main: Some(Step::Finish(receipt.id, ending)),
                        aside: unwanted.then_some(Step::FinishAndRefund(receipt.id)),
                    }
                }
                _ => only(Step::Dismiss(attempt, Onward::Continue)),
            },
            Phase::Settled(Verdict::Paid) => only(Step::Dismiss(attempt, Onward::Continue)),
            Phase::Refused(_)
            | Phase::Released
            | Phase::TakenBack(_)
            | Phase::NotPaidAfterAll
            | Phase::Settled(Verdict::NotPaid)
            | Phase::Ended(Outcome::Failed) => only(Step::Dismiss(attempt, Onward::OtherTender)),
            Phase::Ended(_) => only(Step::Dismiss(attempt, Onward::Back)),
        }
    }

    /// Whether a press is among what is offered.
    pub(super) fn offer(&self, message: &Message) -> bool {
        [self.main, self.aside]
            .into_iter()
            .flatten()
            .any(|step| step.message().as_ref() == Some(message))
    }
}

impl Ending {
    fn of(circumstance: Circumstance) -> Self {
        match circumstance {
            Circumstance::Expected => Ending::Done,
            Circumstance::Recovered | Circumstance::AfterSettling => Ending::Print,
            Circumstance::AfterCancel | Circumstance::OtherAmount => Ending::Finish,
        }
    }
}

impl Step {
    /// What a press says; `None` while it cannot be pressed yet.
    pub(super) fn message(self) -> Option<Message> {
        Some(match self {
            Step::Cancel(attempt) => Message::StepPressed(Command::CancelPayment { attempt }),
            Step::WaitMore(attempt) | Step::TryAgain(attempt) => {
                Message::StepPressed(Command::WaitMore { attempt })
            }
            Step::Release { held_for, .. } if !held_for.is_zero() => return None,
            Step::Release { attempt, .. } => {
                Message::StepPressed(Command::ReleasePayment { attempt })
            }
            Step::Settle(attempt) => Message::SettlePressed(attempt),
            Step::Dismiss(attempt, _) => Message::DismissPressed(attempt),
            Step::Finish(receipt, _) => Message::StepPressed(Command::Finish { receipt }),
            Step::FinishAndRefund(receipt) => {
                Message::StepPressed(Command::FinishAndRefund { receipt })
            }
        })
    }

    /// Its words.
    pub(super) fn label(self, frame: &Frame<'_>) -> String {
        let key = match self {
            Step::Cancel(_) => "payment-cancel",
            Step::WaitMore(_) => "payment-wait-more",
            Step::TryAgain(_) => "payment-try-again",
            Step::Release { held_for, .. } if !held_for.is_zero() => {
                let seconds = [("seconds", whole_seconds(held_for).into())];
                return frame.with("payment-other-tender-in", &seconds).into_owned();
            }
            Step::Release { .. } | Step::Dismiss(_, Onward::OtherTender) => "payment-other-tender",
            Step::Settle(_) => "payment-settle",
            Step::Dismiss(_, Onward::Back) => "payment-back",
            Step::Dismiss(_, Onward::Continue) => "payment-continue",
            Step::Finish(_, Ending::Done) => "payment-done",
            Step::Finish(_, Ending::Finish) => "payment-finish",
            Step::Finish(_, Ending::Print) => "payment-print",
            Step::FinishAndRefund(_) => "payment-finish-and-refund",
        };
        frame.text(key).into_owned()
    }

    /// Its sign.
    pub(super) fn icon(self) -> Icon {
        match self {
            Step::Cancel(_) => Icon::X,
            Step::WaitMore(_) => Icon::Hourglass,
            Step::TryAgain(_) => Icon::RotateCw,
            Step::Release { .. } | Step::Dismiss(_, Onward::OtherTender) => Icon::Wallet,
            Step::Settle(_) => Icon::KeyRound,
            Step::Dismiss(_, Onward::Back) => Icon::ArrowLeft,
            Step::Dismiss(_, Onward::Continue) => Icon::ArrowRight,
            Step::Finish(_, Ending::Print) => Icon::Printer,
            Step::Finish(_, _) => Icon::Check,
            Step::FinishAndRefund(_) => Icon::Undo2,
        }
    }

    /// The colour of the way forward.
    pub(super) fn tone(self) -> Tone {
        match self {
            Step::Finish(..) | Step::Dismiss(_, Onward::Continue) => Tone::Pay,
            Step::Settle(_) => Tone::Warn,
            Step::Cancel(_) | Step::FinishAndRefund(_) => Tone::Danger,
            Step::WaitMore(_) | Step::TryAgain(_) | Step::Release { .. } | Step::Dismiss(..) => {
                Tone::Info
            }
        }
    }
}

/// Whether a payment that SEQR took back still stands on its receipt, because nobody has looked into it.
pub(super) fn is_on_receipt(attempt: AttemptId, snapshot: &Snapshot) -> bool {
    snapshot.taken_back().any(|payment| payment.subject == Subject::Payment(attempt))
}

/// Seconds as they are shown.
pub(super) fn whole_seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

/// Whether a refusal is one that only an installer can mend.
pub(super) fn needs_installer(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Code { code: 20 | 21 | 29 | 33 | 37 | 64 | 91 | 92, .. })
}
