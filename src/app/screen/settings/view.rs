//! How the settings are drawn.

use std::borrow::Cow;

use iced::widget::{column, container, row};
use iced::{Center, Right};

use crate::app::form::Press;
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::board::board;
use crate::app::widget::list::{Row, list};
use crate::app::widget::sheet::{self, Sheet, foot_key, forward_key};
use crate::app::widget::{Element, card};
use crate::till::set_up::{Access, Work};

use super::group::Group;
use super::trouble::words;
use super::{Message, News, Question, State, page};

impl State {
    /// What is seen, without the card.
    pub fn view<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let board = self.view_board(frame);
        let room = sheet::room(frame.size, board.is_some());
        let heading = match (self.ports, self.form_heading(frame)) {
            (Some(_), _) => frame.text("settings-ports"),
            (None, Some(heading)) => heading,
            (None, None) => frame.text(self.group.name()),
        };
        Sheet {
            icon: self.group.icon(),
            heading,
            back: (frame.text("back"), Message::BackPressed),
            aside: self.view_news(frame),
            side: Some(self.view_side(frame, room)),
            body: self.view_body(frame, room),
            foot: self.view_foot(frame),
            board,
        }
        .view(frame.size)
    }

    /// What is asked before something is lost.
    pub fn card<'a>(&self, frame: &Frame<'a>) -> Option<Element<'a, Message>> {
        let (heading, question, discard, stay, save) = match self.question? {
            Question::Settings => (
                "settings-unsaved",
                "settings-unsaved-settings",
                "settings-discard",
                "settings-stay",
                true,
            ),
            Question::Form => (
                "settings-unsaved",
                "settings-unsaved-form",
                "settings-discard",
                "settings-stay",
                true,
            ),
            Question::Article => (
                "settings-article-remove",
                "settings-article-remove-ask",
                "settings-article-remove",
                "settings-article-keep",
                false,
            ),
        };
        let keys = row![
            foot_key(Icon::Trash2, frame.text(discard), None)
                .look(Look::Outlined(Tone::Danger))
                .on_press(Message::DiscardPressed),
            foot_key(Icon::ArrowLeft, frame.text(stay), Some("Esc")).on_press(Message::StayPressed),
            save.then(|| {
                forward_key(Icon::Check, frame.text("settings-save"), Some("F12"))
                    .on_press(Message::SavePressed)
            }),
        ]
        .spacing(measure::ROOM);
        let content = column![theme::body(frame.text(question)), keys].spacing(measure::APART);
        Some(card::card(
            Icon::CircleHelp,
            Some(Tone::Warn),
            frame.text(heading),
            None,
            measure::WIDE_CARD_WIDTH,
            content,
        ))
    }

    fn form_heading<'a>(&self, frame: &Frame<'a>) -> Option<Cow<'a, str>> {
        match self.group {
            Group::People => self.people.heading(frame),
            Group::Articles => self.articles.heading(frame),
            Group::Order => self.order.heading(frame),
            _ => None,
        }
    }

    fn view_board<'a>(&self, frame: &Frame<'a>) -> Option<Element<'a, Message>> {
        let pressed: fn(Press) -> Message = Message::BoardPressed;
        if self.search.focused().is_some() {
            return board(&self.search, frame.texts, pressed);
        }
        match self.group {
            Group::People => self.people.board(frame, pressed),
            Group::Articles => self.articles.board(frame, pressed),
            Group::Order => self.order.board(frame, pressed),
            group => board(self.draft.form(group), frame.texts, pressed),
        }
    }

    fn view_body<'a>(&'a self, frame: &Frame<'a>, room: f32) -> Element<'a, Message> {
        if let Some(first) = self.ports {
            return view_ports(first, frame, room, self.group == Group::Scanner);
        }
        match self.group {
            Group::People => self.people.view(frame, room).map(Message::People),
            Group::Articles => self.articles.view(frame, room).map(Message::Articles),
            Group::Order => {
                let pages = &self.draft.chosen.pages;
                self.order.view(pages, frame, room).map(Message::Order)
            }
            group => sheet::cells(page::cells(group, self, frame), room),
        }
    }

    /// The keys of what is seen, and the one that saves the settings.
    fn view_foot<'a>(&self, frame: &Frame<'a>) -> Vec<Element<'a, Message>> {
        let busy = frame.snapshot.set_up.saved == Work::Busy;
        let possible = self.draft.is_changed() && !busy;
        let save = || -> Element<'a, Message> {
            forward_key(Icon::Check, frame.text("settings-save"), Some("F12"))
                .on_press_maybe(possible.then_some(Message::SavePressed))
                .into()
        };
        let nothing = || -> Element<'a, Message> { iced::widget::space().into() };
        match self.group {
            Group::People => vec![self.people.foot(frame).map(Message::People)],
            Group::Articles => vec![self.articles.foot(frame).map(Message::Articles)],
            Group::Order if self.order.is_adding() => vec![nothing()],
            Group::Order => {
                let keys = self.order.foot(&self.draft.chosen.pages, frame);
                vec![keys.map(Message::Order), save()]
            }
            _ if self.ports.is_some() => vec![nothing()],
            _ if !Group::Shop.is_open_to(super::role(frame.snapshot)) => vec![nothing()],
            _ => vec![save()],
        }
    }

    /// What became of the last change, or that there are some.
    fn view_news<'a>(&self, frame: &Frame<'a>) -> Option<Element<'a, Message>> {
        let busy = (Icon::Hourglass, Tone::Info, "settings-saving");
        let (icon, tone, said) = match (&frame.snapshot.set_up.saved, self.news) {
            (Work::Failed(trouble), _) => (Icon::CircleX, Tone::Danger, words(frame, trouble)),
            (_, Some(News::Problems(count))) => {
                let count = i64::try_from(count).unwrap_or(i64::MAX);
                let said = frame.with("settings-problems", &[("count", count.into())]);
                (Icon::CircleAlert, Tone::Danger, said)
            }
            (Work::Busy, _) => (busy.0, busy.1, frame.text(busy.2)),
            _ if self.draft.is_changed() => {
                (Icon::Pencil, Tone::Warn, frame.text("settings-changed"))
            }
            (_, Some(News::Saved)) => (Icon::CircleCheck, Tone::Pay, frame.text("settings-saved")),
            _ => return None,
        };
        let words = theme::strong(said).style(theme::tone_text(tone)).align_x(Right);
        let line = row![theme::icon(icon, measure::KEY).style(theme::tone_text(tone)), words]
            .spacing(measure::GAP)
            .align_y(Center);
        Some(container(line).max_width(measure::SENTENCE_WIDTH).clip(true).into())
    }
}

/// The ports of this machine, to choose one of them.
fn view_ports<'a>(
    first: usize,
    frame: &Frame<'a>,
    room: f32,
    scanner: bool,
) -> Element<'a, Message> {
    let ports: Vec<_> = frame
        .snapshot
        .set_up
        .ports
        .iter()
        .filter(|port| !(scanner && port.printer_only))
        .cloned()
        .collect();
    if ports.is_empty() {
        return card::nothing(Icon::Usb, frame.text("settings-ports-none"));
    }
    let row = |place: usize| {
        let port = &ports[place];
        let (icon, end) = match &port.access {
            Access::Free => (Icon::Usb, frame.text("settings-port-free")),
            Access::Ours => (Icon::Check, frame.text("settings-port-ours")),
            Access::Taken => (Icon::Lock, frame.text("settings-port-taken")),
            Access::Forbidden { group } => {
                let group = [("group", group.as_str().into())];
                (Icon::Ban, frame.with("settings-port-forbidden", &group))
            }
        };
        Row {
            icon,
            title: port.name.clone().into(),
            detail: Some(port.path.clone().into()),
            end: Some(end),
            chosen: false,
            on_press: Some(Message::PortPressed(port.path.clone())),
        }
    };
    list(first, ports.len(), room, frame.texts, row, Message::PortsTurned)
}
