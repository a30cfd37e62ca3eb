//! The banner over the first row of articles: what went wrong with the last scan or press, and
//! what to do. Never over the receipt or the keys, and it never stops the next scan.

use std::borrow::Cow;

use iced::widget::{column, container, row, space, stack};
use iced::{Center, Fill};

use super::zones::{GROUP_HEIGHT, GROUP_ROWS, Zones};
use super::{Message, Reminder, can_ring_up};
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, key, shield};
use crate::app::words;
use crate::till::snapshot::{JournalStatus, ScanOutcome, Snapshot};

/// Lays the banner over the articles, if there is something to say.
pub(super) fn over<'a>(
    middle: impl Into<Element<'a, Message>>,
    frame: &Frame<'a>,
    zones: &Zones,
    reminder: Reminder,
) -> Element<'a, Message> {
    let groups = GROUP_ROWS as f32 * (GROUP_HEIGHT + measure::GAP) - measure::GAP;
    let said = said(frame).or_else(|| taken_back(frame).filter(|_| reminder == Reminder::Shown));
    let banner = said.map(|said| {
        column![space().height(groups + measure::ROOM), said.draw(zones.tile_height)].width(Fill)
    });
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

/// What a banner says.
struct Said<'a> {
    tone: Tone,
    icon: Icon,
    words: Cow<'a, str>,
    close: Close,
    below: Option<Element<'a, Message>>,
}

/// Whether a banner can be put away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Close {
    /// By the cashier.
    ByKey,
    /// By the cashier, until the next sale.
    Reminder,
    /// Only by the trouble's end.
    ByItself,
}

fn said<'a>(frame: &Frame<'a>) -> Option<Said<'a>> {
    let close = Close::ByKey;
    if let JournalStatus::Failing { trouble, detail } = &frame.snapshot.journal {
        let (words, advice) = words::journal(frame, *trouble);
        let below = Some(advice_and_note(advice, detail));
        let close = Close::ByItself;
        return Some(Said { tone: Tone::Danger, icon: Icon::Database, words, close, below });
    }
    match frame.snapshot.scan.as_ref().map(|scan| &scan.outcome) {
        Some(ScanOutcome::Unknown { code }) => {
            let words = frame.with("scan-unknown", &[("code", code.as_str().into())]);
            let words = and_more(frame, words);
            let (tone, icon) = (Tone::Danger, Icon::ScanBarcode);
            Some(Said { tone, icon, words, close, below: Some(ways_out(frame, code)) })
        }
        Some(ScanOutcome::Unreadable { shown }) => {
            let words = and_more(frame, frame.text("scan-unreadable"));
            let below = Some(advice_and_note(frame.text("scan-unreadable-do"), shown));
            Some(Said { tone: Tone::Warn, icon: Icon::ScanBarcode, words, close, below })
        }
        Some(ScanOutcome::Held { code, reason }) => {
            let words = frame.with("scan-held", &[("code", code.as_str().into())]);
            let below = Some(theme::body(words::refused(frame, *reason)).into());
            Some(Said { tone: Tone::Warn, icon: Icon::Lock, words, close, below })
        }
        Some(ScanOutcome::Added { .. }) | None => {
            let words = words::refused(frame, frame.snapshot.refused?.reason);
            Some(Said { tone: Tone::Warn, icon: Icon::TriangleAlert, words, close, below: None })
        }
    }
}

/// How many others came with it, if any did.
fn and_more<'a>(frame: &Frame<'a>, words: Cow<'a, str>) -> Cow<'a, str> {
    let more = frame.snapshot.scan.as_ref().map_or(0, |scan| scan.more);
    if more == 0 {
        return words;
    }
    let count = frame.with("scan-more", &[("count", i64::from(more).into())]);
    format!("{words} {count}").into()
}

/// A payment that SEQR took back: nobody may miss it. What concerns the present press comes first.
fn taken_back<'a>(frame: &Frame<'a>) -> Option<Said<'a>> {
    let amount = frame.snapshot.taken_back().map(|payment| payment.amount).sum();
    let _any = frame.snapshot.taken_back().next()?;
    let words =
        frame.with("unsettled-taken-back-banner", &[("amount", frame.money(amount).into())]);
    let show = key::labelled(Some(Icon::Eye), frame.text("unsettled-show"), None)
        .height(measure::TARGET)
        .on_press(Message::UnsettledPressed);
    let below = Some(key::side_by_side([show]));
    let (tone, icon, close) = (Tone::Danger, Icon::Undo2, Close::Reminder);
    Some(Said { tone, icon, words, close, below })
}

/// What to do, and something for support.
fn advice_and_note<'a>(advice: Cow<'a, str>, note: &'a str) -> Element<'a, Message> {
    column![theme::body(advice), theme::note(note).style(theme::muted)].into()
}

/// What can be done with a code that no article has.
fn ways_out<'a>(frame: &Frame<'a>, code: &str) -> Element<'a, Message> {
    let may_change = can_ring_up(frame.snapshot);
    key::side_by_side([
        key::labelled(Some(Icon::Search), frame.text("search"), None)
            .height(measure::TARGET)
            .on_press(Message::BannerSearchPressed),
        key::labelled(Some(Icon::Tag), frame.text("free-article"), None)
            .height(measure::TARGET)
            .on_press_maybe(may_change.then(|| Message::BannerFreePressed(code.to_owned()))),
    ])
}

impl<'a> Said<'a> {
    /// At least as high as the row of articles that it lies on.
    fn draw(self, least: f32) -> Element<'a, Message> {
        let message = match self.close {
            Close::ByKey => Some(Message::BannerDismissed),
            Close::Reminder => Some(Message::ReminderDismissed),
            Close::ByItself => None,
        };
        let close = message.map(|message| {
            key::bare_icon(Icon::X)
                .look(Look::Bare)
                .width(measure::TARGET)
                .height(measure::STRIP_KEY)
                .on_press(message)
        });
        let head = row![
            theme::icon(self.icon, measure::AMOUNT).style(theme::tone_text(self.tone)),
            theme::strong(self.words).width(Fill),
            close,
        ]
        .spacing(measure::GAP)
        .align_y(Center);
        let inside = column![head, self.below].spacing(measure::TINY);
        let inside = row![space().height(least - 2.0 * measure::TINY), inside].align_y(Center);
        shield(
            container(inside)
                .style(theme::banner(self.tone))
                .padding([measure::TINY, measure::GAP])
                .width(Fill),
        )
    }
}
