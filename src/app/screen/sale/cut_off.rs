//! The question about a paper that was cut off: only somebody who looks at it can say whether it
//! is whole. Asked where the receipt would stand, while none is being rung up.

use std::borrow::Cow;

use iced::Fill;
use iced::widget::column;

use super::{Message, card};
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Tone, measure};
use crate::app::widget::{Element, card as plain, key};
use crate::core::entry::Paper;
use crate::till::snapshot::{JobState, JobView, Snapshot};

/// Whether a job waits for somebody to look at its paper.
pub(super) fn is_asked(job: &JobView) -> bool {
    matches!(job.state, JobState::CutOff { .. })
}

/// The oldest of them.
pub(super) fn asked(snapshot: &Snapshot) -> Option<&JobView> {
    snapshot.jobs.iter().find(|job| is_asked(job))
}

/// What is asked about a paper, so that it can be told from others.
pub(super) fn question<'a>(job: &JobView, frame: &Frame<'a>) -> Cow<'static, str> {
    match (job.receipt, job.paper) {
        (Some(receipt), _) => {
            let number = i64::try_from(receipt.number.0).unwrap_or(i64::MAX);
            let total = frame.money(receipt.total);
            frame.with("cut-off-receipt", &[("number", number.into()), ("total", total.into())])
        }
        (None, Paper::TestPage) => frame.text("cut-off-test-page"),
        (None, _) => frame.text("cut-off-paper"),
    }
}

/// The question about the oldest of them, with its two answers.
pub(super) fn view<'a>(frame: &Frame<'a>) -> Option<Element<'a, Message>> {
    let job = asked(frame.snapshot)?;
    let others = frame.snapshot.jobs.len() - 1;
    let more = (others > 0).then(|| {
        let count = i64::try_from(frame.snapshot.jobs.len()).unwrap_or(i64::MAX);
        key::labelled(
            Some(Icon::FileText),
            frame.with("menu-jobs", &[("count", count.into())]),
            None,
        )
        .width(Fill)
        .on_press(Message::Card(card::Message::JobsPressed))
    });
    let asked = column![
        plain::state(Icon::TriangleAlert, Some(Tone::Warn), frame.text("cut-off")),
        theme::body(question(job, frame)),
        key::labelled(Some(Icon::Check), frame.text("paper-is-fine"), None)
            .width(Fill)
            .on_press(Message::Card(card::Message::PaperIsFinePressed(job.id))),
        key::labelled(Some(Icon::RotateCw), frame.text("print-again"), None)
            .width(Fill)
            .on_press(Message::Card(card::Message::PrintAgainPressed(job.id))),
        more,
    ];
    Some(asked.spacing(measure::ROOM).padding(measure::WIDE).into())
}
