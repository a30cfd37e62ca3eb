//! How a question to SEQR about the registration is seen: its fields, what SEQR said, and the way forward.

use std::borrow::Cow;

use iced::Fill;
use iced::widget::{column, row, space};
use jiff::Timestamp;

use super::{Id, Login, Message, Stage, State, asks_for_login};
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::field::{Face, Span, field};
use crate::app::widget::said::above;
use crate::app::widget::sheet::{Cell, cells};
use crate::app::widget::{Element, card, key};
use crate::core::user::UserNumber;
use crate::language;
use crate::till::set_up::{self, Asked, Trouble};

impl State {
    /// What is typed, above it what is said; `room` pixels high.
    pub fn view<'a>(&'a self, frame: &Frame<'a>, room: f32) -> Element<'a, Message> {
        if self.stage == Stage::Asking && !self.is_busy(frame.snapshot) {
            return asking(frame);
        }
        let intro = frame.text(match self.asked {
            Asked::Register => "registration-register-do",
            Asked::Assign => "registration-assign-do",
            Asked::Unregister => "registration-unregister-do",
        });
        // While something is typed there is less room, and everybody knows by now.
        let typing = self.form.focused().is_some();
        let intro = (!typing).then(|| theme::body(intro).style(theme::muted).into());
        above(self.said(frame).or(intro), room, |room| cells(self.cells(frame), room))
    }

    fn cells<'a>(&'a self, frame: &Frame<'a>) -> Vec<Cell<'a, Message>> {
        let field = |id, label: &str, hint: Option<&str>, span| {
            let face = Face::new(frame.text(label));
            let face = match hint {
                Some(hint) => face.hint(frame.text(hint)),
                None => face,
            };
            field(&self.form, id, face, span, frame.texts, Message::FieldPressed(id))
        };
        let half = |id, label, hint| {
            Cell::half(field(id, label, hint, Span::Half), self.form.focused() == Some(id))
        };
        let whole = |id, label, hint| {
            Cell::whole(field(id, label, hint, Span::Whole), self.form.focused() == Some(id))
        };
        let mut cells = match self.asked {
            Asked::Register => vec![
                half(
                    Id::ExternalId,
                    "registration-external-id",
                    Some("registration-external-id-hint"),
                ),
                half(Id::Name, "registration-name", Some("registration-name-hint")),
            ],
            Asked::Assign => {
                vec![whole(Id::Sticker, "registration-sticker", Some("registration-sticker-hint"))]
            }
            Asked::Unregister => Vec::new(),
        };
        if asks_for_login(self.asked, frame.snapshot) {
            match self.login {
                Login::Kept => cells.push(Cell::whole(kept(frame), false)),
                Login::Typed => cells.extend([
                    half(Id::Reseller, "registration-reseller", None),
                    half(Id::User, "registration-user", None),
                    half(Id::Password, "registration-password", Some("registration-password-hint")),
                ]),
            }
        }
        cells
    }

    /// What SEQR said, or that it is being asked.
    fn said<'a>(&self, frame: &Frame<'a>) -> Option<Element<'a, Message>> {
        if self.is_busy(frame.snapshot) {
            let asking = frame.text("registration-busy");
            return Some(card::banner(Icon::Hourglass, Tone::Info, asking, None, Vec::new()));
        }
        let lost = self.is_lost(frame.snapshot)
            || matches!(self.trouble(), Some(Trouble::AnswerLost { .. }));
        if lost {
            let said = frame.text(set_up::unanswered(self.asked));
            return Some(card::banner(Icon::WifiOff, Tone::Warn, said, None, Vec::new()));
        }
        let said = set_up::say(frame.texts, self.trouble()?);
        Some(card::banner(Icon::CircleX, Tone::Danger, said, None, Vec::new()))
    }

    /// The way forward: its sign, its word, and whether it is open.
    pub fn way_forward(&self, frame: &Frame<'_>) -> (Icon, Cow<'static, str>, bool) {
        let again = self.is_lost(frame.snapshot);
        let (icon, key) = match (self.asked, again) {
            (Asked::Register, false) => (Icon::KeyRound, "registration-register"),
            (Asked::Register, true) => (Icon::RotateCw, "registration-register-again"),
            (Asked::Assign, false) => (Icon::QrCode, "registration-assign"),
            (Asked::Assign, true) => (Icon::RotateCw, "registration-assign-again"),
            (Asked::Unregister, false) => (Icon::Ban, "registration-unregister"),
            (Asked::Unregister, true) => (Icon::RotateCw, "registration-unregister-again"),
        };
        let open = self.stage == Stage::Typing
            && !self.is_busy(frame.snapshot)
            && self.is_ready(frame.snapshot);
        (icon, frame.text(key), open)
    }
}

/// A login is kept, and another may be typed.
fn kept<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    let other = key::labelled(Some(Icon::KeyRound), frame.text("registration-login-other"), None)
        .on_press(Message::OtherLoginPressed);
    row![theme::body(frame.text("registration-login-kept")).width(Fill), other]
        .spacing(measure::ROOM)
        .align_y(iced::Center)
        .into()
}

/// Whether the registration shall really end: the key that ends it is far from the one that was pressed.
fn asking<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    let terminal = frame.snapshot.terminal.as_ref();
    let id = terminal.map_or("", |terminal| terminal.id.as_str());
    let keep = key::labelled(Some(Icon::ArrowLeft), frame.text("registration-keep"), None)
        .width(Fill)
        .height(measure::MAIN_HEIGHT)
        .on_press(Message::KeepPressed);
    let end = key::labelled(Some(Icon::Ban), frame.text("registration-meant"), None)
        .look(Look::Filled(Tone::Danger))
        .width(Fill)
        .height(measure::MAIN_HEIGHT)
        .on_press(Message::MeantPressed);
    column![
        theme::key(frame.text("registration-asking")),
        theme::body(frame.with("registration-asking-do", &[("terminal", id.into())])),
        row![end, space().width(measure::APART), keep].width(Fill),
    ]
    .spacing(measure::APART)
    .into()
}

/// When something was done, and by whom where that is known.
pub fn done_at(frame: &Frame<'_>, done: &(Timestamp, Option<UserNumber>)) -> String {
    let (at, by) = done;
    let at = language::date_time(*at, frame.zone);
    let Some(number) = by else { return at };
    let people = &frame.snapshot.set_up.people;
    let known = people.iter().find(|view| view.person.number == *number);
    let name = known.map_or_else(|| number.to_string(), |view| view.person.name.clone());
    let values = [("at", at.into()), ("name", name.into())];
    frame.with("registration-done-at", &values).into_owned()
}
