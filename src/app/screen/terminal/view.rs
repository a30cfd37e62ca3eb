//! How the terminal's screen is seen: facts above, functions below; or the function that was chosen.

use iced::widget::{column, container, row};
use iced::{Center, Fill};

use super::{Message, Reason, State, against};
use crate::app::frame::Frame;
use crate::app::screen::registration;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::board::board;
use crate::app::widget::sheet::{Sheet, room};
use crate::app::widget::{Element, card, key};
use crate::till::set_up::{self, Asked};

impl State {
    /// What is seen.
    pub fn view<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let asking = self.asking.as_ref();
        let keys =
            asking.and_then(|asking| board(asking.form(), frame.texts, Message::BoardPressed));
        let high = room(frame.size, keys.is_some());
        let heading = match asking.map(registration::State::asked) {
            None => "registration-menu",
            Some(asked) => name(asked),
        };
        let body = match asking {
            Some(asking) => asking.view(frame, high).map(Message::Registration),
            None => self.view_facts(frame),
        };
        let foot: Vec<Element<'a, Message>> = match asking {
            Some(asking) => {
                let (icon, word, open) = asking.way_forward(frame);
                let tone =
                    if asking.asked() == Asked::Unregister { Tone::Danger } else { Tone::Pay };
                let main = key::main(tone, icon, word, Some("Enter"))
                    .width(measure::STEP_WIDTH)
                    .height(measure::KEY_HEIGHT)
                    .on_press_maybe(open.then_some(Message::MainPressed));
                vec![main.into()]
            }
            None => Vec::new(),
        };
        let sheet = Sheet {
            icon: Icon::Smartphone,
            heading: frame.text(heading),
            back: (frame.text("back"), Message::BackPressed),
            aside: None,
            side: None,
            body,
            foot,
            board: keys,
        };
        sheet.view(frame.size)
    }

    fn view_facts<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let functions =
            [Asked::Register, Asked::Assign, Asked::Unregister].map(|asked| function(asked, frame));
        column![
            self.said(frame),
            container(facts(frame)).style(theme::surface).padding(measure::WIDE).width(Fill),
            column(functions).spacing(measure::ROOM),
        ]
        .spacing(measure::WIDE)
        .into()
    }

    /// What was done last, or that an answer was lost.
    fn said<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        if let Some(lost) = frame.snapshot.set_up.registration.unanswered {
            let said = frame.text(set_up::unanswered(lost));
            return card::banner(Icon::WifiOff, Tone::Warn, said, None, Vec::new());
        }
        let (icon, tone, said) = match (self.done, &frame.snapshot.terminal) {
            (Some(Asked::Register), Some(_)) => {
                (Icon::CircleCheck, Tone::Pay, "registration-menu-registered")
            }
            (Some(Asked::Assign), Some(_)) => {
                (Icon::CircleCheck, Tone::Pay, "registration-menu-assigned")
            }
            (Some(Asked::Unregister), None) => {
                (Icon::CircleCheck, Tone::Pay, "registration-menu-unregistered")
            }
            (_, Some(terminal)) if terminal.seqr_id.is_none() => {
                (Icon::QrCode, Tone::Warn, "registration-menu-no-sticker")
            }
            (_, Some(_)) => (Icon::CircleCheck, Tone::Pay, "registration-menu-ready"),
            (_, None) => (Icon::Ban, Tone::Warn, "registration-menu-none"),
        };
        card::banner(icon, tone, frame.text(said), None, Vec::new())
    }
}

fn name(asked: Asked) -> &'static str {
    match asked {
        Asked::Register => "registration-register",
        Asked::Assign => "registration-assign",
        Asked::Unregister => "registration-unregister",
    }
}

/// What SEQR knows of this register. The password is shown to nobody.
fn facts<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    let snapshot = frame.snapshot;
    let none = || frame.text("registration-menu-fact-none").into_owned();
    let terminal = snapshot.terminal.as_ref();
    let of = |value: Option<&String>| value.filter(|text| !text.is_empty()).cloned();
    let registration = &snapshot.set_up.registration;
    let when = |done: &Option<_>| done.as_ref().map(|done| registration::done_at(frame, done));
    let rows = [
        (
            "registration-menu-address",
            Some(snapshot.settings.seqr.address.clone()).filter(|at| !at.is_empty()),
        ),
        ("registration-menu-id", terminal.map(|terminal| terminal.id.clone())),
        ("registration-menu-external-id", terminal.map(|terminal| terminal.external_id.clone())),
        ("registration-menu-name", terminal.map(|terminal| terminal.name.clone())),
        ("registration-menu-since", terminal.and(when(&registration.registered))),
        ("registration-menu-seqr-id", of(terminal.and_then(|terminal| terminal.seqr_id.as_ref()))),
        ("registration-menu-assigned-since", terminal.and(when(&registration.assigned))),
    ];
    let rows = rows.map(|(label, value)| {
        row![
            theme::body(frame.text(label)).style(theme::muted).width(measure::FACT_LABEL_WIDTH),
            theme::body(value.unwrap_or_else(none)).width(Fill),
        ]
        .spacing(measure::ROOM)
        .into()
    });
    column(rows).spacing(measure::GAP).into()
}

/// A function, and beside it what it does or why it cannot be used now.
fn function<'a>(asked: Asked, frame: &Frame<'a>) -> Element<'a, Message> {
    let reason = against(asked, frame.snapshot);
    let icon = match asked {
        Asked::Register => Icon::KeyRound,
        Asked::Assign => Icon::QrCode,
        Asked::Unregister => Icon::Ban,
    };
    let again = asked == Asked::Assign
        && frame.snapshot.terminal.as_ref().is_some_and(|terminal| terminal.seqr_id.is_some());
    let said = frame.text(match (reason, asked) {
        (Some(Reason::NoAddress), _) => "registration-menu-against-no-address",
        (Some(Reason::Registered), _) => "registration-menu-against-registered",
        (Some(Reason::NotRegistered), _) => "registration-menu-against-not-registered",
        (Some(Reason::Unsettled), _) => "registration-menu-against-unsettled",
        (Some(Reason::Busy), _) => "registration-menu-against-busy",
        (None, Asked::Register) => "registration-menu-register-do",
        (None, Asked::Assign) if again => "registration-menu-assign-again-do",
        (None, Asked::Assign) => "registration-menu-assign-do",
        (None, Asked::Unregister) => "registration-menu-unregister-do",
    });
    let look = if asked == Asked::Unregister { Look::Outlined(Tone::Danger) } else { Look::Plain };
    let press = key::labelled(Some(icon), frame.text(name(asked)), None)
        .look(look)
        .width(measure::STEP_WIDTH)
        .height(measure::MAIN_HEIGHT)
        .on_press_maybe(reason.is_none().then_some(Message::FunctionPressed(asked)));
    row![press, theme::body(said).style(theme::muted).width(Fill)]
        .spacing(measure::WIDE)
        .align_y(Center)
        .into()
}
