//! The faces of a refund through SEQR: what happened, what Kassa does, what to do.

use iced::widget::{column, container};
use iced::{Center, Fill};

use crate::app::frame::Frame;
use crate::app::screen::payment::seal;
use crate::app::theme::{self, Icon, Tone, measure};
use crate::app::widget::{Element, key};
use crate::core::payment::Refusal;
use crate::core::refund::{RefundPhase, Verdict};
use crate::till::snapshot::RefundView;

use super::{Message, parts};

/// The key of a face, if it has one.
pub(super) fn main(refund: &RefundView) -> Option<Message> {
    match refund.phase {
        RefundPhase::InDoubt => Some(Message::SettlePressed),
        _ if refund.open => None,
        _ => Some(Message::DismissPressed(refund.refund)),
    }
}

pub(super) fn view<'a>(refund: &RefundView, frame: &Frame<'a>) -> Element<'a, Message> {
    let number = [("number", refund.number.0.to_string().into())];
    let words = Words::of(refund, frame);
    let tone = words.tone;
    let middle = column![
        seal(words.icon, tone),
        theme::amount(words.happened).style(theme::tone_text(tone)).align_x(Center),
        theme::amount(words.to_do).align_x(Center),
        words.code.map(|code| theme::note(code).style(theme::muted).align_x(Center)),
    ]
    .spacing(measure::WIDE)
    .align_x(Center)
    .max_width(measure::SENTENCE_WIDTH);
    let step = main(refund).map(|message| {
        let (tone, icon, word) = match message {
            Message::SettlePressed => (Tone::Warn, Icon::KeyRound, "payment-settle"),
            _ => (Tone::Info, Icon::ArrowRight, "payment-continue"),
        };
        key::main(tone, icon, frame.text(word), Some("Enter"))
            .id("step-main")
            .width(measure::STEP_WIDTH)
            .on_press(message)
    });
    column![
        parts::head(frame.with("returning-receipt", &number), None),
        theme::total(frame.money(refund.amount)),
        container(middle).center(Fill),
        container(column![step]).center_x(Fill).height(measure::MAIN_HEIGHT),
    ]
    .spacing(measure::ROOM)
    .into()
}

struct Words {
    icon: Icon,
    tone: Tone,
    happened: String,
    to_do: String,
    code: Option<String>,
}

impl Words {
    fn of(refund: &RefundView, frame: &Frame<'_>) -> Words {
        let text = |key| frame.text(key).into_owned();
        let say = |icon, tone, happened, to_do| Words {
            icon,
            tone,
            happened: text(happened),
            to_do: text(to_do),
            code: None,
        };
        match &refund.phase {
            RefundPhase::Sending => {
                say(Icon::Upload, Tone::Seqr, "refund-sending", "refund-sending-do")
            }
            RefundPhase::SendingAgain { again_in, .. } => {
                let seconds = i64::try_from(again_in.as_secs()).unwrap_or(i64::MAX);
                let again = frame.with("refund-again-do", &[("seconds", seconds.into())]);
                Words {
                    to_do: again.into_owned(),
                    ..say(Icon::RefreshCw, Tone::Info, "refund-again", "refund-sending-do")
                }
            }
            RefundPhase::InDoubt => {
                say(Icon::CircleHelp, Tone::Warn, "refund-in-doubt", "refund-in-doubt-do")
            }
            RefundPhase::Refused(refusal) => Words {
                code: Some(code(refusal, frame)),
                ..say(Icon::CircleX, Tone::Danger, "refund-refused", "refund-refused-do")
            },
            RefundPhase::Refunded { ers_reference } => Words {
                code: ers_reference.as_deref().map(|reference| {
                    frame.with("payment-reference", &[("reference", reference.into())]).into_owned()
                }),
                ..say(Icon::CircleCheck, Tone::Pay, "refund-done", "refund-done-do")
            },
            RefundPhase::Settled { verdict: Verdict::GivenBack } => {
                say(Icon::User, Tone::Info, "refund-settled-given", "refund-done-do")
            }
            RefundPhase::Settled { verdict: Verdict::NotGivenBack } => {
                say(Icon::User, Tone::Info, "refund-settled-not-given", "refund-refused-do")
            }
        }
    }
}

/// For support.
fn code(refusal: &Refusal, frame: &Frame<'_>) -> String {
    match refusal {
        Refusal::Code { code, detail } => {
            let values = [("code", i64::from(*code).into()), ("detail", detail.as_str().into())];
            frame.with("refund-code", &values).into_owned()
        }
        Refusal::NotReached { detail } => detail.clone(),
    }
}
