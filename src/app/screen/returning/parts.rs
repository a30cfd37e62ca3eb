//! What the faces of a return have in common: the line above, and what the till has just refused.

use std::borrow::Cow;

use iced::widget::{container, row};
use iced::{Center, Fill};

use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, card, key};
use crate::app::words;
use crate::core::register::Refused;
use crate::till::snapshot::{JournalStatus, ScanOutcome};

use super::Message;

/// The line above: what it is about, and the keys that lead back or away.
pub(super) fn head<'a>(
    heading: impl Into<Cow<'a, str>>,
    back: Option<(Icon, Message)>,
) -> Element<'a, Message> {
    row![
        theme::icon(Icon::Undo2, measure::AMOUNT).style(theme::tone_text(Tone::Danger)),
        theme::key(heading.into()).width(Fill),
        back.map(|(icon, message)| key::bare_icon(icon).look(Look::Bare).on_press(message)),
    ]
    .spacing(measure::ROOM)
    .align_y(Center)
    .height(measure::KEY_HEIGHT)
    .into()
}

/// Why the last press or scan did nothing, at a place that is kept for it; otherwise what to do.
pub(super) fn said<'a>(frame: &Frame<'a>, to_do: &'static str) -> Element<'a, Message> {
    let snapshot = frame.snapshot;
    let failing = matches!(snapshot.journal, JournalStatus::Failing { .. });
    let scanned = snapshot.scan.as_ref().and_then(|scan| match &scan.outcome {
        ScanOutcome::Added { .. } => None,
        ScanOutcome::Held { code, .. }
        | ScanOutcome::Unknown { code }
        | ScanOutcome::Unreadable { shown: code } => {
            let code: String = code.chars().take(24).collect();
            Some(frame.with("returning-scan-no-receipt", &[("code", code.into())]))
        }
    });
    let line = if failing {
        card::state(Icon::Database, Some(Tone::Danger), frame.text("payment-not-saved"))
    } else if let Some(notice) = snapshot.refused {
        return refused(frame, notice.reason);
    } else if let Some(scanned) = scanned {
        card::state(Icon::ScanBarcode, Some(Tone::Warn), scanned)
    } else {
        theme::body(frame.text(to_do)).style(theme::muted).into()
    };
    container(line).center_y(measure::KEY_HEIGHT).width(Fill).into()
}

/// Why nothing can be done, at the same place.
pub(super) fn refused<'a>(frame: &Frame<'a>, reason: Refused) -> Element<'a, Message> {
    let line = card::state(Icon::Info, Some(Tone::Warn), words::refused(frame, reason));
    container(line).center_y(measure::KEY_HEIGHT).width(Fill).into()
}
