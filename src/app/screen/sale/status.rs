//! The strip at the top: register, user, and how SEQR, printer and scanner are, each in a word and
//! with an icon.

use std::borrow::Cow;

use iced::widget::{column, container, row, rule, space};
use iced::{Center, Fill};

use super::{Device, Message, card as card_of, cut_off};
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, TouchButton, card, touch_button};
use crate::app::words::{self, Health};
use crate::till::snapshot::{ClockStatus, ScanOutcome};

pub(super) fn view<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    let snapshot = frame.snapshot;
    let user = snapshot.user.as_ref().map(|user| {
        strip_key(Look::Bare, Icon::User, Cow::Borrowed(user.name.as_str()), None)
            .on_press(Message::MenuPressed)
    });
    let jobs = (!snapshot.jobs.is_empty()).then(|| {
        let count = i64::try_from(snapshot.jobs.len()).unwrap_or(i64::MAX);
        if cut_off::asked(snapshot).is_some() {
            let look = Look::BareTone(Tone::Danger);
            strip_key(look, Icon::FileText, frame.text("jobs-look"), None)
                .on_press(Message::Card(card_of::Message::JobsPressed))
        } else {
            let look = Look::BareTone(Tone::Warn);
            let waiting = frame.with("jobs-waiting", &[("count", count.into())]);
            strip_key(look, Icon::FileText, waiting, None)
                .on_press(Message::StatusPressed(Device::Printer))
        }
    });
    let unsettled = words::unsettled_alarm(snapshot).map(|tone| {
        let count = i64::try_from(snapshot.unsettled.len()).unwrap_or(i64::MAX);
        let word = frame.with("unsettled-marker", &[("count", count.into())]);
        strip_key(Look::Filled(tone), Icon::TriangleAlert, word, None)
            .id("unsettled")
            .on_press(Message::UnsettledPressed)
    });
    let badge = |word| card::badge(Icon::GraduationCap, Tone::Warn, frame.text(word));
    let made_up = match &*snapshot.settings {
        settings if settings.training => Some(badge("training-mark")),
        settings if settings.demonstration => Some(badge("demonstration-short")),
        _ => None,
    };
    // What it means stands on the log-in view: the strip has no room for another sentence.
    let clock: Element<'a, Message> = match snapshot.clock {
        ClockStatus::Fine => theme::strong(frame.clock()).into(),
        ClockStatus::Behind | ClockStatus::Ahead => {
            card::badge(Icon::Clock, Tone::Warn, frame.clock())
        }
    };
    let strip = row![
        theme::strong(snapshot.settings.register.as_str()),
        user,
        unsettled,
        device(Device::Seqr, words::seqr(frame, snapshot.seqr)),
        device(Device::Printer, words::printer(frame, snapshot.printer)),
        device(Device::Scanner, scanner(frame)),
        jobs,
        space().width(Fill),
        made_up,
        clock,
        strip_key(Look::Bare, Icon::Menu, frame.text("menu"), Some("F1"))
            .on_press(Message::MenuPressed),
    ]
    .spacing(measure::GAP)
    .align_y(Center)
    .height(Fill);
    column![
        container(strip)
            .style(theme::strip)
            .padding([0.0, measure::ROOM])
            .height(measure::STRIP_HEIGHT - measure::EDGE)
            .width(Fill),
        rule::horizontal(1),
    ]
    .into()
}

/// The scanner, and what it has just read.
fn scanner<'a>(frame: &Frame<'a>) -> Health {
    let health = words::scanner(frame, frame.snapshot.scanner);
    match frame.snapshot.scan.as_ref().map(|scan| &scan.outcome) {
        Some(ScanOutcome::Added { code }) => Health {
            icon: Icon::ScanBarcode,
            tone: Some(Tone::Pay),
            word: code.clone().into(),
            ..health
        },
        _ => health,
    }
}

fn device<'a>(device: Device, health: Health) -> TouchButton<'a, Message> {
    let look = match health.tone {
        Some(tone @ (Tone::Warn | Tone::Danger)) => Look::BareTone(tone),
        _ => Look::Bare,
    };
    let sign = theme::icon(health.icon, measure::KEY);
    let sign = match health.tone {
        Some(tone) => sign.style(theme::tone_text(tone)),
        None => sign.style(theme::muted),
    };
    touch_button(row![sign, theme::tile(health.word)].spacing(measure::CLOSE).align_y(Center))
        .look(look)
        .height(measure::STRIP_KEY)
        .on_press(Message::StatusPressed(device))
}

fn strip_key<'a>(
    look: Look,
    icon: Icon,
    word: Cow<'a, str>,
    hint: Option<&'static str>,
) -> TouchButton<'a, Message> {
    let face = row![
        theme::icon(icon, measure::KEY),
        theme::tile(word),
        hint.map(|hint| theme::note(hint).style(theme::muted)),
    ]
    .spacing(measure::CLOSE)
    .align_y(Center);
    touch_button(face).look(look).height(measure::STRIP_KEY)
}
