//! The banner over the first row of articles: what went wrong with the last scan or press, and
//! what to do. Never over the receipt or the keys, and it never stops the next scan.

use std::borrow::Cow;

use iced::widget::{column, container, row, space, stack};
use iced::{Center, Fill};

use super::zones::{GROUP_HEIGHT, GROUP_ROWS};
use super::{Message, can_ring_up};
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, TouchButton, key, shield};
use crate::app::words;
use crate::till::snapshot::{JournalStatus, ScanOutcome, Snapshot};

/// Lays the banner over the articles, if there is something to say.
pub(super) fn over<'a>(
    middle: impl Into<Element<'a, Message>>,
    frame: &Frame<'a>,
) -> Element<'a, Message> {
    let groups = GROUP_ROWS as f32 * (GROUP_HEIGHT + measure::GAP) - measure::GAP;
    let banner = view(frame)
        .map(|banner| column![space().height(groups + measure::ROOM), banner].width(Fill));
    stack![middle.into()].push(banner).width(Fill).height(Fill).into()
}

/// Whether a banner is shown that the cashier can put away.
pub(super) fn can_be_dismissed(snapshot: &Snapshot) -> bool {
    let said = snapshot
        .scan
        .as_ref()
        .is_some_and(|scan| !matches!(scan.outcome, ScanOutcome::Added { .. }));
    snapshot.journal == JournalStatus::Fine && (said || snapshot.refused.is_some())
}

fn view<'a>(frame: &Frame<'a>) -> Option<Element<'a, Message>> {
    if let JournalStatus::Failing { trouble, detail } = &frame.snapshot.journal {
        let (said, advice) = words::journal(frame, *trouble);
        let advice =
            column![theme::body(advice), theme::note(detail.as_str()).style(theme::muted),];
        return Some(banner(Tone::Danger, Icon::Database, said, None, Some(advice.into())));
    }
    if let Some(scan) = &frame.snapshot.scan {
        match &scan.outcome {
            ScanOutcome::Added { .. } => {}
            ScanOutcome::Unknown { code } => return Some(unknown(frame, code)),
            ScanOutcome::Unreadable { shown } => {
                let said = frame.text("scan-unreadable");
                let below = column![
                    theme::body(frame.text("scan-unreadable-do")),
                    theme::note(shown.as_str()).style(theme::muted),
                ];
                return Some(banner(
                    Tone::Warn,
                    Icon::ScanBarcode,
                    said,
                    Some(dismiss()),
                    Some(below.into()),
                ));
            }
            ScanOutcome::Held { code, reason } => {
                let said = frame.with("scan-held", &[("code", code.as_str().into())]);
                let below = theme::body(words::refused(frame, *reason));
                return Some(banner(
                    Tone::Warn,
                    Icon::Lock,
                    said,
                    Some(dismiss()),
                    Some(below.into()),
                ));
            }
        }
    }
    let refused = frame.snapshot.refused?;
    let said = words::refused(frame, refused.reason);
    Some(banner(Tone::Warn, Icon::TriangleAlert, said, Some(dismiss()), None))
}

fn unknown<'a>(frame: &Frame<'a>, code: &'a str) -> Element<'a, Message> {
    let said = frame.with("scan-unknown", &[("code", code.into())]);
    let may_change = can_ring_up(frame.snapshot);
    let keys = key::side_by_side([
        key::labelled(Some(Icon::Search), frame.text("search"), None)
            .height(measure::TARGET)
            .on_press(Message::BannerSearchPressed),
        key::labelled(Some(Icon::Tag), frame.text("free-article"), None)
            .height(measure::TARGET)
            .on_press_maybe(may_change.then(|| Message::BannerFreePressed(code.to_owned()))),
    ]);
    banner(Tone::Danger, Icon::ScanBarcode, said, Some(dismiss()), Some(keys))
}

fn dismiss<'a>() -> TouchButton<'a, Message> {
    key::bare_icon(Icon::X)
        .look(Look::Bare)
        .width(measure::TARGET)
        .height(measure::STRIP_KEY)
        .on_press(Message::BannerDismissed)
}

fn banner<'a>(
    tone: Tone,
    icon: Icon,
    said: Cow<'a, str>,
    close: Option<TouchButton<'a, Message>>,
    below: Option<Element<'a, Message>>,
) -> Element<'a, Message> {
    let head = row![
        theme::icon(icon, measure::AMOUNT).style(theme::tone_text(tone)),
        theme::strong(said).width(Fill),
        close,
    ]
    .spacing(measure::GAP)
    .align_y(Center)
    .height(measure::STRIP_KEY);
    let inside = column![head, below].spacing(measure::TINY);
    shield(
        container(inside)
            .style(theme::banner(tone))
            .padding([measure::TINY, measure::GAP])
            .width(Fill),
    )
}
