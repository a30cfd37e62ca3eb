//! What each face of a payment says, with its sign and colour: words for every outcome.

use std::time::Duration;

use crate::app::frame::Frame;
use crate::app::theme::{Icon, Tone};
use crate::core::money::Amount;
use crate::core::payment::{Circumstance, Doubt, Outcome, Payment, Phase, Refusal, Verdict};
use crate::core::receipt::Receipt;
use crate::till::snapshot::PaymentView;

use super::step::{is_on_receipt, needs_installer, whole_seconds};

/// The most letters of SEQR's own words.
const LONGEST_DETAIL: usize = 160;

/// What a face says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub icon: Icon,
    pub tone: Tone,
    /// What happened and what to do.
    pub sentence: String,
    /// What else there is to know.
    pub details: Vec<String>,
    /// For support.
    pub code: Option<String>,
}

impl Words {
    fn new(icon: Icon, tone: Tone, sentence: impl Into<String>) -> Self {
        Words { icon, tone, sentence: sentence.into(), details: Vec::new(), code: None }
    }

    fn and(mut self, detail: impl Into<String>) -> Self {
        self.details.push(detail.into());
        self
    }

    /// What a payment's face says.
    pub(super) fn of(view: &PaymentView, frame: &Frame<'_>) -> Self {
        let text = |key| frame.text(key).into_owned();
        match &view.phase {
            Phase::Sending => Words::new(Icon::Upload, Tone::Seqr, text("payment-sending")),
            Phase::SendingAgain => {
                Words::new(Icon::RefreshCw, Tone::Info, text("payment-sending-again"))
            }
            Phase::Unreachable { .. } => {
                Words::new(Icon::CircleHelp, Tone::Warn, text("payment-unreachable"))
                    .and(text("payment-unreachable-customer"))
            }
            Phase::Waiting { heard } => {
                Words::new(Icon::Smartphone, Tone::Seqr, text("payment-waiting"))
                    .and(heard_for(*heard, frame))
            }
            Phase::NoContact { silent } => Words::new(
                Icon::Wifi,
                Tone::Warn,
                frame.with("payment-no-contact", &[("seconds", whole_seconds(*silent).into())]),
            ),
            Phase::Asking { heard } => {
                Words::new(Icon::Hourglass, Tone::Info, text("payment-asking"))
                    .and(text("payment-asking-goes-on"))
                    .and(heard_for(*heard, frame))
            }
            Phase::Cancelling { heard } => {
                Words::new(Icon::Pause, Tone::Info, text("payment-cancelling"))
                    .and(text("payment-cancelling-customer"))
                    .and(heard_for(*heard, frame))
            }
            Phase::Confirming { heard } => {
                Words::new(Icon::LoaderCircle, Tone::Seqr, text("payment-confirming"))
                    .and(heard_for(*heard, frame))
            }
            Phase::InDoubt { doubt, silent } => in_doubt(view, *doubt, *silent, frame),
            Phase::Paid(payment) => paid(view, payment, frame),
            Phase::Refused(refusal) => refused(refusal, frame),
            Phase::Ended(outcome) => ended(*outcome, frame),
            Phase::TakenBack(payment) => taken_back(view, payment, frame),
            Phase::NotPaidAfterAll => {
                Words::new(Icon::Minus, Tone::Danger, text("payment-not-paid-after-all"))
                    .and(text("payment-taken-back-manager"))
            }
            Phase::Settled(verdict) => settled(*verdict, frame),
            Phase::Released => Words::new(Icon::Wallet, Tone::Warn, text("payment-released"))
                .and(text("payment-released-customer")),
        }
    }
}

fn taken_back(view: &PaymentView, payment: &Payment, frame: &Frame<'_>) -> Words {
    let reference = [("reference", payment.ers_reference.as_str().into())];
    let mut words = if is_on_receipt(view.attempt, frame.snapshot) {
        Words::new(Icon::Minus, Tone::Danger, frame.text("payment-taken-back"))
            .and(frame.text("payment-taken-back-manager"))
    } else {
        Words::new(Icon::Trash2, Tone::Info, frame.text("payment-taken-off"))
            .and(frame.text("payment-taken-back-said"))
    };
    words.code = Some(frame.with("payment-reference", &reference).into_owned());
    words
}

fn settled(verdict: Verdict, frame: &Frame<'_>) -> Words {
    let (icon, sentence) = match verdict {
        Verdict::Paid => (Icon::User, "payment-settled-paid"),
        Verdict::NotPaid => (Icon::KeyRound, "payment-settled-not-paid"),
    };
    Words::new(icon, Tone::Info, frame.text(sentence)).and(frame.text("payment-settled-goes-on"))
}

fn heard_for(heard: Duration, frame: &Frame<'_>) -> String {
    frame.with("payment-heard", &[("seconds", whole_seconds(heard).into())]).into_owned()
}

fn in_doubt(view: &PaymentView, doubt: Doubt, silent: Duration, frame: &Frame<'_>) -> Words {
    let why = match doubt {
        Doubt::NotFound => frame.text("payment-in-doubt-not-found"),
        Doubt::Silence => {
            frame.with("payment-in-doubt-silent", &[("seconds", whole_seconds(silent).into())])
        }
        Doubt::WithoutNumber => frame.text("payment-in-doubt-without-number"),
        Doubt::NotCancelled => frame.text("payment-in-doubt-not-cancelled"),
    };
    let which =
        [("attempt", view.attempt.to_string().into()), ("amount", frame.money(view.amount).into())];
    let mut words = Words::new(Icon::TriangleAlert, Tone::Warn, frame.text("payment-in-doubt"))
        .and(frame.text("payment-in-doubt-goes-on"))
        .and(why);
    words.code = Some(frame.with("payment-attempt", &which).into_owned());
    words
}

fn paid(view: &PaymentView, payment: &Payment, frame: &Frame<'_>) -> Words {
    let mut words = match frame.snapshot.receipt.as_deref() {
        Some(receipt) if receipt.due().is_positive() => paid_in_part(view, payment, receipt, frame),
        Some(receipt) => paid_in_full(view, payment, receipt, frame),
        None => Words::new(Icon::CircleCheck, Tone::Pay, frame.text("payment-paid")),
    };
    let reference = [("reference", payment.ers_reference.as_str().into())];
    words.code = Some(frame.with("payment-reference", &reference).into_owned());
    words
}

fn paid_in_part(
    view: &PaymentView,
    payment: &Payment,
    receipt: &Receipt,
    frame: &Frame<'_>,
) -> Words {
    let money = |amount: Amount| frame.money(amount).into();
    let in_part = || {
        let values = [("paid", money(receipt.paid())), ("total", money(receipt.total()))];
        frame.with("payment-paid-in-part", &values)
    };
    match payment.circumstance {
        Circumstance::Expected => Words::new(Icon::Divide, Tone::Info, in_part()),
        Circumstance::AfterCancel => Words::new(Icon::Divide, Tone::Info, in_part())
            .and(frame.text("payment-in-time-in-part")),
        Circumstance::AfterSettling => Words::new(Icon::Divide, Tone::Info, in_part())
            .and(frame.text("payment-after-settling-in-part")),
        Circumstance::Recovered => Words::new(Icon::Divide, Tone::Info, in_part())
            .and(frame.text("payment-recovered-in-part")),
        Circumstance::OtherAmount => {
            let values = [
                ("paid", money(payment.amount)),
                ("asked", money(view.amount)),
                ("rest", money(receipt.due())),
            ];
            let sentence = frame.with("payment-paid-other-less", &values);
            Words::new(Icon::CircleAlert, Tone::Warn, sentence)
        }
    }
}

fn paid_in_full(
    view: &PaymentView,
    payment: &Payment,
    receipt: &Receipt,
    frame: &Frame<'_>,
) -> Words {
    let change = receipt.settlement_with(None).map_or(Amount::ZERO, |settled| settled.change);
    let back = [("change", frame.money(change).into())];
    let words = match payment.circumstance {
        Circumstance::Expected => {
            Words::new(Icon::CircleCheck, Tone::Pay, frame.text("payment-paid"))
        }
        Circumstance::AfterCancel => {
            Words::new(Icon::Receipt, Tone::Pay, frame.text("payment-paid-after-cancel"))
        }
        Circumstance::AfterSettling => {
            Words::new(Icon::Banknote, Tone::Pay, frame.text("payment-after-settling"))
        }
        Circumstance::Recovered => {
            Words::new(Icon::Power, Tone::Pay, frame.text("payment-recovered"))
        }
        Circumstance::OtherAmount => {
            let key =
                if change.is_zero() { "payment-paid-other" } else { "payment-paid-other-more" };
            let values = [
                ("paid", frame.money(payment.amount).into()),
                ("asked", frame.money(view.amount).into()),
                ("change", frame.money(change).into()),
            ];
            let given = if change.is_zero() { &values[..2] } else { &values[..] };
            return Words::new(Icon::CircleAlert, Tone::Warn, frame.with(key, given));
        }
    };
    if change.is_zero() { words } else { words.and(frame.with("payment-give-change", &back)) }
}

fn ended(outcome: Outcome, frame: &Frame<'_>) -> Words {
    let (icon, tone, key) = match outcome {
        Outcome::CancelledByCustomer => {
            let sentence = frame.text("payment-cancelled-by-customer");
            return Words::new(Icon::Undo2, Tone::Danger, sentence)
                .and(frame.text("payment-nothing-paid"));
        }
        // What the cashier asked for is no failure.
        Outcome::CancelledHere => (Icon::X, Tone::Info, "payment-cancelled-here"),
        Outcome::Failed => (Icon::CircleX, Tone::Danger, "payment-failed"),
        Outcome::Expired => (Icon::Clock, Tone::Danger, "payment-expired"),
    };
    Words::new(icon, tone, frame.text(key))
}

fn refused(refusal: &Refusal, frame: &Frame<'_>) -> Words {
    match refusal {
        Refusal::NotReached { detail } => {
            let mut words =
                Words::new(Icon::WifiOff, Tone::Danger, frame.text("payment-not-reached"))
                    .and(frame.text("payment-nothing-sent"));
            words.code = Some(shortened(detail)).filter(|detail| !detail.is_empty());
            words
        }
        Refusal::Code { code, detail } => {
            let cause = [("cause", frame.text(cause(*code)).into_owned().into())];
            let what_to_do = if needs_installer(refusal) {
                "payment-refused-installer"
            } else {
                "payment-refused-other"
            };
            let mut words =
                Words::new(Icon::Ban, Tone::Danger, frame.with("payment-refused", &cause))
                    .and(frame.text(what_to_do));
            let values = [("code", (*code).into()), ("detail", shortened(detail).into())];
            words.code = Some(frame.with("payment-code", &values).into_owned());
            words
        }
    }
}

/// A result code of sendInvoice in plain words.
fn cause(code: i32) -> &'static str {
    match code {
        10..=12 => "payment-cause-rejected",
        20 => "payment-cause-password",
        21 => "payment-cause-access",
        29 => "payment-cause-terminal",
        33 => "payment-cause-blocked",
        37 => "payment-cause-reseller",
        49 => "payment-cause-invoice",
        64 => "payment-cause-notification",
        91 => "payment-cause-unsupported",
        92 => "payment-cause-licence",
        _ => "payment-cause-unknown",
    }
}

/// Somebody else's words, on one line and not too many of them.
fn shortened(detail: &str) -> String {
    let line = detail.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST_DETAIL) {
        None => line,
        Some((end, _)) => format!("{} …", &line[..end]),
    }
}
