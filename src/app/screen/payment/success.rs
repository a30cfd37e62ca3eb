//! The sale is complete: what was paid, and what to give back, large enough for both sides of the
//! counter.

use std::time::Duration;

use iced::widget::{column, container, row};
use iced::{Center, Fill};

use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Tone, measure};
use crate::app::widget::{Element, card, key};
use crate::core::entry::Paper;
use crate::core::register::LastReceipt;
use crate::till::snapshot::{JobState, JobView};

use super::{Message, face, lapse};

/// How long it is shown.
const SHOWN_FOR: Duration = Duration::from_secs(2);

/// See the module.
pub(super) fn view<'a>(last: &LastReceipt, frame: &Frame<'a>) -> Element<'a, Message> {
    let change = last.settlement.change;
    let given = last.total + last.settlement.rounding + change;
    let number = [("number", last.number.0.to_string().into())];
    let head = row![
        theme::key(frame.with("payment-receipt-number", &number)).style(theme::muted).width(Fill),
        theme::amount(frame.money(last.total)),
    ]
    .align_y(Center)
    .height(measure::KEY_HEIGHT);
    let said: Element<'a, Message> = if change.is_zero() {
        column![
            face::seal(Icon::CircleCheck, Tone::Pay),
            theme::total(frame.text("payment-paid")).style(theme::pay),
            theme::total(frame.money(given)).size(measure::CHANGE),
            theme::body(frame.text("payment-no-change")).style(theme::muted),
        ]
        .spacing(measure::ROOM)
        .align_x(Center)
        .into()
    } else {
        let values = [("paid", frame.money(given).into()), ("change", frame.money(change).into())];
        column![
            face::seal(Icon::HandCoins, Tone::Pay),
            theme::amount(frame.text("payment-change")).style(theme::pay),
            theme::total(frame.money(change)).size(measure::CHANGE),
            theme::amount(frame.with("payment-paid-too-much", &values)).align_x(Center),
        ]
        .spacing(measure::ROOM)
        .align_x(Center)
        .into()
    };
    let of_it =
        |job: &&JobView| matches!(job.paper, Paper::Receipt { receipt } if receipt == last.id);
    let paper = frame.snapshot.jobs.iter().find(of_it).map(|job| {
        let words = match job.state {
            JobState::CutOff { .. } => "payment-receipt-cut-off",
            JobState::Waiting | JobState::Failed { .. } => "payment-receipt-waits",
        };
        card::state(Icon::Printer, Some(Tone::Warn), frame.text(words))
    });
    let paper = if frame.snapshot.is_unverified(last.id) {
        let said = frame.text("unsettled-unverified");
        Some(card::state(Icon::TriangleAlert, Some(Tone::Warn), said))
    } else {
        paper
    };
    let done = key::main(Tone::Pay, Icon::Check, frame.text("payment-done"), Some("Enter"))
        .id("step-main")
        .width(measure::STEP_WIDTH)
        .on_press(Message::DonePressed(last.id));
    column![
        head,
        container(said).center(Fill),
        container(column![paper]).center_x(Fill).height(measure::APART + measure::GAP),
        container(row![done, lapse::lapse(SHOWN_FOR, Message::DonePressed(last.id))])
            .center_x(Fill),
    ]
    .spacing(measure::ROOM)
    .into()
}
