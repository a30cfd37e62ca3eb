//! Cards that tell something: a device's state, the prints that wait, the paper, and the question
//! before a receipt is given up.

use std::borrow::Cow;

use iced::widget::{column, container, row};
use iced::{Center, Fill};

use super::super::paper as preview;
use super::super::{Device, Turn, cut_off};
use super::Message;
use crate::app::frame::Frame;
use crate::app::screen::terminal as screen_of_terminal;
use crate::app::theme::{self, Icon, Tone, measure};
use crate::app::widget::pager::{Page, pager};
use crate::app::widget::{Element, card, key};
use crate::app::words;
use crate::core::entry::{JobId, Paper};
use crate::till::snapshot::{JobState, JobView};

/// The most waiting prints that are listed; the oldest are first to be dealt with.
const MOST_JOBS: usize = 3;

/// What a device's state means and what to do.
pub(super) fn device<'a>(device: Device, frame: &Frame<'a>) -> Element<'a, Message> {
    let snapshot = frame.snapshot;
    let (name, health) = match device {
        Device::Seqr => ("SEQR".into(), words::seqr(frame, snapshot.seqr)),
        Device::Printer => (frame.text("printer"), words::printer(frame, snapshot.printer)),
        Device::Scanner => (frame.text("scanner"), words::scanner(frame, snapshot.scanner)),
    };
    let jobs = (device == Device::Printer && !snapshot.jobs.is_empty()).then(|| {
        let count = i64::try_from(snapshot.jobs.len()).unwrap_or(i64::MAX);
        key::labelled(
            Some(Icon::FileText),
            frame.with("menu-jobs", &[("count", count.into())]),
            None,
        )
        .width(Fill)
        .on_press(Message::JobsPressed)
    });
    let terminal = snapshot.terminal.as_ref().filter(|_| device == Device::Seqr).map(|terminal| {
        let id = frame.with("seqr-terminal", &[("id", terminal.id.as_str().into())]);
        theme::note(id).style(theme::muted)
    });
    let registration =
        (device == Device::Seqr && screen_of_terminal::is_allowed(snapshot)).then(|| {
            key::labelled(Some(Icon::KeyRound), frame.text("registration-menu"), Some("1"))
                .width(Fill)
                .on_press(Message::TerminalPressed)
        });
    let content = column![
        card::state(health.icon, health.tone, health.word),
        theme::body(health.advice),
        terminal,
        registration,
        jobs,
        key::main(Tone::Pay, Icon::Check, frame.text("close"), Some("Enter"))
            .on_press(Message::Closed),
    ]
    .spacing(measure::WIDE);
    let icon = match device {
        Device::Seqr => Icon::Smartphone,
        Device::Printer => Icon::Printer,
        Device::Scanner => Icon::ScanBarcode,
    };
    card::card(icon, None, name, Some(Message::Closed), measure::CARD_WIDTH, content)
}

/// Whether the receipt shall really be given up.
pub(super) fn cancel<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    let receipt = frame.snapshot.receipt.as_ref();
    let lines = receipt.map_or(0, |receipt| receipt.lines().len());
    let total = receipt.map_or_else(Default::default, |receipt| receipt.total());
    let said = frame.with(
        "cancel-receipt-question",
        &[
            ("lines", i64::try_from(lines).unwrap_or(i64::MAX).into()),
            ("total", frame.money(total).into()),
        ],
    );
    let keep = key::labelled(Some(Icon::ArrowLeft), frame.text("cancel-receipt-keep"), Some("Esc"))
        .width(Fill)
        .height(measure::MAIN_HEIGHT)
        .on_press(Message::Closed);
    let cancel = key::main(Tone::Danger, Icon::Ban, frame.text("cancel-receipt-yes"), Some("F9"))
        .on_press(Message::Confirmed);
    let content = column![theme::body(said), row![keep, cancel].spacing(measure::APART),]
        .spacing(measure::APART);
    card::card(
        Icon::Ban,
        Some(Tone::Danger),
        frame.text("cancel-receipt"),
        None,
        measure::WIDE_CARD_WIDTH,
        content,
    )
}

/// What has not been printed.
pub(super) fn jobs<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    // Those that need a person first; sorting keeps the others in their order.
    let mut jobs: Vec<&JobView> = frame.snapshot.jobs.iter().collect();
    jobs.sort_by_key(|job| matches!(job.state, JobState::Waiting));
    jobs.sort_by_key(|job| !cut_off::is_asked(job));
    let first = cut_off::asked(frame.snapshot).map(|job| job.id);
    let rows = jobs.into_iter().take(MOST_JOBS).map(|job| row_of(job, first, frame));
    let more = frame.snapshot.jobs.len().saturating_sub(MOST_JOBS);
    let more = (more > 0).then(|| {
        let count = i64::try_from(more).unwrap_or(i64::MAX);
        theme::body(frame.with("jobs-more", &[("count", count.into())])).style(theme::muted)
    });
    let content = column![
        theme::body(frame.text("jobs-do")),
        column(rows).spacing(measure::GAP),
        more,
        key::main(Tone::Pay, Icon::Check, frame.text("close"), Some("Enter"))
            .on_press(Message::Closed),
    ]
    .spacing(measure::WIDE);
    card::card(
        Icon::Printer,
        None,
        frame.text("jobs"),
        Some(Message::Closed),
        measure::WIDE_CARD_WIDTH,
        content,
    )
}

/// A job, with what can be done about it. The keys of the first that is asked about have digits.
fn row_of<'a>(job: &'a JobView, first: Option<JobId>, frame: &Frame<'a>) -> Element<'a, Message> {
    let hint = |digit| (first == Some(job.id)).then_some(digit);
    let again = |text| {
        key::labelled(Some(Icon::RotateCw), frame.text(text), hint("2"))
            .on_press(Message::PrintAgainPressed(job.id))
    };
    let (state, detail, keys) = match &job.state {
        JobState::Waiting => {
            let waits = card::state(Icon::Hourglass, Some(Tone::Info), frame.text("job-waiting"));
            (waits, None, row![])
        }
        JobState::Failed { detail } => {
            let failed = card::state(Icon::CircleX, Some(Tone::Danger), frame.text("job-failed"));
            (failed, Some(detail), row![again("print-now")])
        }
        JobState::CutOff { detail } => {
            let asked = cut_off::question(job, frame);
            let fine = key::labelled(Some(Icon::Check), frame.text("paper-is-fine"), hint("1"))
                .on_press(Message::PaperIsFinePressed(job.id));
            (theme::body(asked).into(), Some(detail), row![fine, again("print-again")])
        }
    };
    let detail = detail.map(|detail| theme::note(detail.as_str()).style(theme::muted));
    let words = column![theme::strong(name_of(job, frame)), state, detail];
    let words = words.spacing(measure::TINY).width(Fill);
    let keys = keys.spacing(measure::GAP);
    container(row![words, keys].spacing(measure::ROOM).align_y(Center))
        .style(theme::surface)
        .padding(measure::ROOM)
        .width(Fill)
        .into()
}

fn name_of<'a>(job: &JobView, frame: &Frame<'a>) -> Cow<'static, str> {
    let print = i64::try_from(job.id.0).unwrap_or(i64::MAX);
    match (job.receipt, job.paper) {
        (Some(receipt), _) => {
            let number = i64::try_from(receipt.number.0).unwrap_or(i64::MAX);
            let total = frame.money(receipt.total);
            frame.with("job-receipt", &[("number", number.into()), ("total", total.into())])
        }
        (None, Paper::TestPage) => frame.with("job-test-page", &[("number", print.into())]),
        (None, _) => frame.with("job-paper", &[("number", print.into())]),
    }
}

/// The paper of the last receipt, large.
pub(super) fn paper<'a>(page: usize, frame: &Frame<'a>) -> Element<'a, Message> {
    let Some(document) = &frame.snapshot.preview else {
        return card::nothing(Icon::Receipt, frame.text("receipt-empty"));
    };
    let count = preview::pages(document);
    let seen = Page::with(page, 1, count);
    let word = frame.with(
        "page-of",
        &[
            ("page", i64::try_from(seen.number()).unwrap_or(0).into()),
            ("count", i64::try_from(count).unwrap_or(0).into()),
        ],
    );
    let turn = (count > 1).then(|| {
        pager(&seen, word.into_owned(), Message::Turned(Turn::Back), Message::Turned(Turn::Further))
    });
    let content = column![preview::large(document, page), turn].spacing(measure::ROOM);
    card::card(
        Icon::Receipt,
        None,
        frame.text("printed"),
        Some(Message::Closed),
        measure::CARD_WIDTH,
        content,
    )
}
