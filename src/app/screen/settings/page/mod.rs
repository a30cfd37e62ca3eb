//! The pages that are tables of fields.

mod backup;
mod device;
mod look;
mod seqr;
mod shop;
mod trade;

use std::borrow::Cow;

use iced::Center;
use iced::Fill;
use iced::widget::{container, row};

use crate::app::form;
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Tone, measure};
use crate::app::widget::choice::{choice, switch};
use crate::app::widget::field::{Face, Span, cell, field};
use crate::app::widget::sheet::Cell;
use crate::app::widget::{Element, TouchButton, key};
use crate::app::words::Health;
use crate::core::settings::check::Problem;
use crate::till::set_up::Work;

use super::draft::{Change, Draft, Id, place};
use super::group::Group;
use super::trouble::words;
use super::{Message, State};

/// What the cells of a page are built from.
pub(super) struct Page<'a, 'f> {
    pub frame: &'f Frame<'a>,
    pub state: &'a State,
    pub draft: &'a Draft,
    pub group: Group,
    problems: Vec<Problem>,
}

/// The cells of a group; none for those that are lists.
pub(super) fn cells<'a>(
    group: Group,
    state: &'a State,
    frame: &Frame<'a>,
) -> Vec<Cell<'a, Message>> {
    let draft = &state.draft;
    let page = Page { frame, state, draft, group, problems: draft.problems() };
    match group {
        Group::Shop => shop::shop(&page),
        Group::Register => shop::register(&page),
        Group::Seqr => seqr::cells(&page),
        Group::Scanner => device::scanner(&page),
        Group::Printer => device::printer(&page),
        Group::Tenders => trade::tenders(&page),
        Group::Accounts => trade::accounts(&page),
        Group::Look => look::cells(&page),
        Group::Backup => backup::cells(&page),
        Group::People | Group::Articles | Group::Order => Vec::new(),
    }
}

impl<'a> Page<'a, '_> {
    fn text(&self, key: &str) -> Cow<'static, str> {
        self.frame.text(key)
    }

    fn is_typing(&self, id: Id) -> bool {
        self.draft.form(self.group).focused() == Some(id)
    }

    /// What is wrong with a field, unless somebody is typing there.
    fn fault(&self, id: Id) -> Option<Cow<'a, str>> {
        let here = |problem: &&Problem| place(problem.field) == (self.group, Some(id));
        let problem = self.problems.iter().find(here).filter(|_| !self.is_typing(id))?;
        Some(form::fault(*problem, self.frame.texts))
    }

    /// What is wrong with something that is chosen.
    fn fault_of(&self, field: crate::core::settings::check::Field) -> Option<Cow<'a, str>> {
        let problem = self.problems.iter().find(|problem| problem.field == field)?;
        Some(form::fault(*problem, self.frame.texts))
    }

    fn face(&self, id: Id, label: &str) -> Face<'a> {
        Face::new(self.text(label)).fault(self.fault(id))
    }

    fn half(&self, id: Id, label: &str) -> Cell<'a, Message> {
        self.field(id, self.face(id, label), Span::Half)
    }

    fn whole(&self, id: Id, label: &str) -> Cell<'a, Message> {
        self.field(id, self.face(id, label), Span::Whole)
    }

    fn field(&self, id: Id, face: Face<'a>, span: Span) -> Cell<'a, Message> {
        let form = self.draft.form(self.group);
        let pressed = Message::FieldPressed(id);
        let element = field(form, id, face, span, self.frame.texts, pressed);
        match span {
            Span::Half => Cell::half(element, self.is_typing(id)),
            Span::Whole => Cell::whole(element, self.is_typing(id)),
        }
    }

    fn choice<T: Copy + PartialEq>(
        &self,
        face: Face<'a>,
        options: impl IntoIterator<Item = (Cow<'a, str>, T)>,
        chosen: T,
        change: impl Fn(T) -> Change,
    ) -> Element<'a, Message> {
        choice(face, options, Some(chosen), |option| Message::Chosen(change(option)))
    }

    fn switch(
        &self,
        face: Face<'a>,
        on: bool,
        change: impl Fn(bool) -> Change,
    ) -> Cell<'a, Message> {
        let chosen = |on| Message::Chosen(change(on));
        Cell::half(switch(face, on, self.frame.texts, chosen), false)
    }

    /// A key that tries something, with a name above it.
    fn trial(
        &self,
        label: &str,
        keys: impl IntoIterator<Item = TouchButton<'a, Message>>,
        hint: Option<Cow<'a, str>>,
    ) -> Element<'a, Message> {
        let keys = keys.into_iter().map(|key| key.height(measure::TARGET));
        cell(self.text(label), key::side_by_side(keys), hint, None)
    }

    /// What came of something that was tried, in words, beside what it was.
    fn outcome<T>(
        &self,
        work: &Work<T>,
        done: impl Fn(&T) -> Cow<'a, str>,
    ) -> Option<Cell<'a, Message>> {
        let (icon, tone, said) = match work {
            Work::Idle => return None,
            Work::Busy => (Icon::Hourglass, Tone::Info, self.text("settings-busy")),
            Work::Done(outcome) => (Icon::CircleCheck, Tone::Pay, done(outcome)),
            Work::Failed(trouble) => (Icon::CircleX, Tone::Danger, words(self.frame, trouble)),
        };
        Some(Cell::whole(said_in_words(icon, Some(tone), said), false))
    }
}

/// How something is, and what to do about it.
pub(super) fn standing<'a, M: 'a>(health: Health) -> Element<'a, M> {
    let said = match health.tone {
        Some(Tone::Pay) => health.advice,
        _ => format!("{}. {}", health.word, health.advice).into(),
    };
    said_in_words(health.icon, health.tone, said)
}

/// A sentence over the whole width, as high as a cell.
pub(super) fn said_in_words<'a, M: 'a>(
    icon: Icon,
    tone: Option<Tone>,
    said: impl Into<Cow<'a, str>>,
) -> Element<'a, M> {
    let (sign, words) = (theme::icon(icon, measure::KEY), theme::body(said.into()).width(Fill));
    let line = match tone {
        Some(tone) => {
            row![sign.style(theme::tone_text(tone)), words.style(theme::tone_text(tone))]
        }
        None => row![sign, words],
    };
    container(line.spacing(measure::ROOM).align_y(Center))
        .center_y(measure::CELL_HEIGHT)
        .width(Fill)
        .clip(true)
        .into()
}
