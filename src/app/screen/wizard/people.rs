//! Who works here: first somebody who sets registers up, then who decides and who sells.

use iced::widget::{column, container, row};
use iced::{Center, Fill};

use super::page::{Id, Page as Open};
use super::{Action, Newcomer, State};
use crate::app::form::{Entry, Form};
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Tone, measure};
use crate::app::widget::choice::choice;
use crate::app::widget::field::{Face, Span, field};
use crate::app::widget::list::fitting;
use crate::app::widget::sheet::{Cell, cells};
use crate::app::widget::{Element, card};
use crate::app::words;
use crate::core::administration::Stage;
use crate::core::user::{Person, Role, UserNumber};
use crate::till::intent::Intent;
use crate::till::pin::{MOST_DIGITS, Pin};
use crate::till::set_up::{PersonView, Request, Trouble};
use crate::till::snapshot::Snapshot;

/// What somebody new is to be.
#[derive(Debug)]
pub(in super::super) struct Page {
    role: Role,
    /// Whether the two PINs differ.
    differs: Differs,
    /// Who was added last.
    added: Option<String>,
}

/// Whether what was typed twice is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Differs {
    No,
    Yes,
}

/// What happens at this step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// What somebody is here to do.
    RolePressed(Role),
}

/// Nobody, with the next free number.
pub(super) fn form(snapshot: &Snapshot) -> Form<Id> {
    let people = snapshot.set_up.people.iter().map(|view| view.person.number.0);
    let next = people.max().unwrap_or(0).saturating_add(1);
    Form::new([
        Entry::words(Id::Name, "", 40),
        Entry::digits(Id::Number, &next.to_string(), 4),
        Entry::digits(Id::Pin, "", MOST_DIGITS).hidden(),
        Entry::digits(Id::PinAgain, "", MOST_DIGITS).hidden(),
    ])
}

impl Page {
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let role = match snapshot.set_up.stage {
            Stage::New => Role::Installer,
            Stage::SetUp => Role::Cashier,
        };
        Page { role, differs: Differs::No, added: None }
    }
}

impl State {
    fn people_page(&mut self) -> Option<&mut Page> {
        match &mut self.page {
            Open::People(page) => Some(page),
            _ => None,
        }
    }

    pub(super) fn people(&mut self, message: Message, snapshot: &Snapshot) -> Action {
        let Some(page) = self.people_page() else { return Action::NONE };
        match message {
            // The first one has to be somebody who can add the others.
            Message::RolePressed(_) if snapshot.set_up.stage == Stage::New => {}
            Message::RolePressed(role) => page.role = role,
        }
        Action::NONE
    }

    /// Whether anybody is being typed.
    fn is_typed(&self) -> bool {
        [Id::Name, Id::Pin, Id::PinAgain].into_iter().any(|id| !self.form.text(id).is_empty())
    }

    /// The way forward adds whoever has been typed, or goes on.
    pub(super) fn forward_people(&mut self, snapshot: &Snapshot) -> Action {
        if self.is_typed() || snapshot.set_up.stage == Stage::New {
            self.add(snapshot)
        } else {
            self.go_on(snapshot)
        }
    }

    fn add(&mut self, snapshot: &Snapshot) -> Action {
        self.form.leave();
        self.trouble = None;
        let same = self.form.text(Id::Pin) == self.form.text(Id::PinAgain);
        let Some(page) = self.people_page() else { return Action::NONE };
        page.added = None;
        page.differs = if same { Differs::No } else { Differs::Yes };
        let role = page.role;
        if !same {
            self.form.set(Id::PinAgain, "");
            return Action::NONE;
        }
        let number = self.form.text(Id::Number).parse().unwrap_or(0);
        if snapshot.set_up.people.iter().any(|view| view.person.number.0 == number) {
            self.trouble = Some(Trouble::UserNumber);
            return Action::NONE;
        }
        let name = self.form.text(Id::Name).trim().to_owned();
        let person = Person { number: UserNumber(number), name, role };
        let pin = Pin::from(self.form.text(Id::Pin));
        if snapshot.set_up.stage == Stage::New && snapshot.user.is_none() {
            self.newcomer = Newcomer::Saved(person.number, pin.clone());
        }
        let pin = Some(pin).filter(|pin| !pin.is_empty());
        self.begin(Request::Person { person, active: true, pin }, snapshot)
    }

    /// Somebody was saved: the fields are free for the next, and the first of all is logged in.
    pub(super) fn person_saved(&mut self, snapshot: &Snapshot) -> Action {
        let name = self.form.text(Id::Name).trim().to_owned();
        let number: u16 = self.form.text(Id::Number).parse().unwrap_or(0);
        self.form = form(snapshot);
        self.form.set(Id::Number, &number.saturating_add(1).to_string());
        if let Some(page) = self.people_page() {
            page.role = Role::Cashier;
            page.added = Some(name);
        }
        match std::mem::replace(&mut self.newcomer, Newcomer::LoggingIn) {
            Newcomer::Saved(user, pin) => Action::Send(vec![Intent::LogIn { user, pin }]),
            _ => {
                self.newcomer = Newcomer::None;
                Action::NONE
            }
        }
    }

    pub(super) fn view_people<'a>(
        &'a self,
        frame: &Frame<'a>,
        room: f32,
    ) -> Element<'a, super::Message> {
        let Open::People(page) = &self.page else { return iced::widget::space().into() };
        let typed = self.people_cells(page, frame);
        if self.form.focused().is_some() {
            return cells(typed, room);
        }
        let below = 3.0 * (measure::CELL_HEIGHT + measure::TINY);
        let listed = who(frame, room - below - measure::GAP);
        column![cells(typed, below), listed].spacing(measure::GAP).into()
    }

    fn people_cells<'a>(
        &'a self,
        page: &'a Page,
        frame: &Frame<'a>,
    ) -> Vec<Cell<'a, super::Message>> {
        let half = |id, label: &str, hint: Option<&str>| self.cell(frame, id, label, hint, None);
        let differs = page.differs == Differs::Yes;
        let again = Face::new(frame.text("wizard-pin-again"))
            .fault(differs.then(|| frame.text("wizard-pins-differ")));
        let press = super::Message::FieldPressed(Id::PinAgain);
        let again = field(&self.form, Id::PinAgain, again, Span::Half, frame.texts, press);
        let first = frame.snapshot.set_up.stage == Stage::New;
        let roles: &[Role] = if first {
            &[Role::Installer]
        } else {
            &[Role::Cashier, Role::Manager, Role::Installer]
        };
        let roles = roles.iter().map(|role| (frame.text(words::role(*role)), *role));
        let hint = frame.text(match page.role {
            Role::Cashier => "wizard-role-cashier",
            Role::Manager => "wizard-role-manager",
            Role::Installer => "wizard-role-installer",
        });
        let role = Face::new(frame.text("wizard-role")).hint(hint);
        let role = choice(role, roles, Some(page.role), |role| {
            super::Message::People(Message::RolePressed(role))
        });
        let added = page.added.as_ref().map(|name| {
            let word = frame.with("wizard-person-added", &[("name", name.as_str().into())]);
            card::state(Icon::CircleCheck, Some(Tone::Pay), word)
        });
        let added = container(column![added]).center_y(measure::CELL_HEIGHT);
        vec![
            half(Id::Name, "wizard-person-name", None),
            half(Id::Number, "wizard-person-number", Some("wizard-person-number-hint")),
            half(Id::Pin, "wizard-pin", Some("wizard-pin-hint")),
            Cell::half(again, self.form.focused() == Some(Id::PinAgain)),
            Cell::half(role, false),
            Cell::half(added, false),
        ]
    }
}

/// As many people as there is room for, those who were added last first.
fn who<'a>(frame: &Frame<'a>, room: f32) -> Element<'a, super::Message> {
    let people = &frame.snapshot.set_up.people;
    if people.is_empty() {
        let nobody = card::nothing(Icon::Users, frame.text("wizard-nobody"));
        return container(nobody).height(room).into();
    }
    let fit = fitting(room, measure::ROW_HEIGHT, measure::TINY, people.len());
    let rows = people.iter().rev().take(fit).map(|view| person_row(view, frame));
    let more = people.len().saturating_sub(fit);
    let more = (more > 0).then(|| {
        let count = i64::try_from(more).unwrap_or(i64::MAX);
        theme::note(frame.with("jobs-more", &[("count", count.into())])).style(theme::muted)
    });
    container(column(rows).push(more).spacing(measure::TINY)).height(room).into()
}

fn person_row<'a>(view: &PersonView, frame: &Frame<'a>) -> Element<'a, super::Message> {
    let role = frame.text(words::role(view.person.role));
    let end = if view.active { role } else { frame.text("wizard-person-inactive") };
    let inside = row![
        theme::icon(Icon::User, measure::KEY),
        theme::strong(view.person.number.to_string()).width(measure::NUMBER_WIDTH),
        theme::body(view.person.name.clone()).width(Fill),
        theme::body(end).style(theme::muted),
    ]
    .spacing(measure::ROOM)
    .align_y(Center);
    container(inside)
        .style(theme::surface)
        .padding([0.0, measure::ROOM])
        .center_y(measure::ROW_HEIGHT)
        .width(Fill)
        .into()
}

/// The words of a step that is about people, where there is nobody yet.
pub(super) fn intro(snapshot: &Snapshot) -> &'static str {
    match snapshot.set_up.stage {
        Stage::New => "wizard-people-first-do",
        Stage::SetUp => "wizard-people-do",
    }
}

/// The way forward of the step.
pub(super) fn way_forward(state: &State, snapshot: &Snapshot) -> &'static str {
    let adds = state.is_typed() || snapshot.set_up.stage == Stage::New;
    if adds { "wizard-add-person" } else { "wizard-next" }
}
