//! The left side: a search over all settings, and the groups or what was found.

use iced::Center;
use iced::Fill;
use iced::widget::text::Wrapping;
use iced::widget::{column, container, row};

use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::field::{Face, Span, field};
use crate::app::widget::list::fitting;
use crate::app::widget::pager::{Page, pager};
use crate::app::widget::{Element, touch_button};
use crate::language::Texts;
use crate::till::snapshot::Snapshot;

use super::draft;
use super::group::{Found, Group, find};
use super::{Message, State, role};

/// What a search finds, in the language of the window.
pub(super) fn found(typed: &str, snapshot: &Snapshot) -> Vec<Found> {
    find(typed, role(snapshot), Texts::of(snapshot.language))
}

impl State {
    pub(super) fn view_side<'a>(&'a self, frame: &Frame<'a>, room: f32) -> Element<'a, Message> {
        let face =
            Face::new(frame.text("settings-search")).hint(frame.text("settings-search-hint"));
        let pressed = Message::SearchPressed;
        let search = field(&self.search, (), face, Span::Half, frame.texts, pressed);
        let room = room - measure::CELL_HEIGHT - measure::TINY;
        let typed = self.search.text(()).trim();
        let rows = if typed.is_empty() {
            self.view_groups(frame, room)
        } else {
            self.view_found(typed, frame, room)
        };
        column![search, rows].spacing(measure::TINY).into()
    }

    fn view_groups<'a>(&self, frame: &Frame<'a>, room: f32) -> Element<'a, Message> {
        let groups = Group::open_to(role(frame.snapshot));
        let problems = self.draft.problems();
        let chosen = groups.iter().position(|group| *group == self.group).unwrap_or(0);
        let row = |place: usize| {
            let group: Group = groups[place];
            let faulty = problems.iter().any(|problem| draft::place(problem.field).0 == group);
            let mark = faulty.then(|| {
                theme::icon(Icon::CircleAlert, measure::BODY).style(theme::tone_text(Tone::Danger))
            });
            let words = row![
                theme::icon(group.icon(), measure::KEY),
                theme::body(frame.text(group.name())).width(Fill),
                mark,
            ];
            side_row(words, group == self.group, Message::GroupPressed(group))
        };
        // The chosen group is seen also where the keyboard leaves room for a few only.
        let first = if self.side == 0 { chosen } else { self.side };
        rows(groups.len(), first, room, row)
    }

    fn view_found<'a>(&self, typed: &str, frame: &Frame<'a>, room: f32) -> Element<'a, Message> {
        let found = find(typed, role(frame.snapshot), frame.texts);
        if found.is_empty() {
            let said = theme::body(frame.text("settings-nothing-found")).style(theme::muted);
            return container(said).padding(measure::ROOM).into();
        }
        let row = |place: usize| {
            let (group, id, name) = found[place];
            let words = row![
                theme::icon(group.icon(), measure::KEY),
                column![
                    theme::body(frame.text(name)).wrapping(Wrapping::None),
                    theme::note(frame.text(group.name())).style(theme::muted),
                ],
            ];
            side_row(words, false, Message::FoundPressed(group, id))
        };
        rows(found.len(), self.side, room, row)
    }
}

fn side_row<'a>(
    words: iced::widget::Row<'a, Message, theme::Theme>,
    chosen: bool,
    message: Message,
) -> Element<'a, Message> {
    let words = words.spacing(measure::ROOM).align_y(Center).width(Fill);
    touch_button(container(words).clip(true))
        .look(if chosen { Look::Chosen } else { Look::Bare })
        .width(Fill)
        .height(measure::TARGET)
        .padding([0.0, measure::GAP])
        .on_press(message)
        .into()
}

/// As many rows as fit, and the keys to the others.
fn rows<'a>(
    total: usize,
    first: usize,
    room: f32,
    row: impl Fn(usize) -> Element<'a, Message>,
) -> Element<'a, Message> {
    let page = Page::with(first, fitting(room, measure::TARGET, 0.0, total), total);
    let seen = column(page.rows().map(row));
    let turn = (!page.is_all()).then(|| {
        let before = Message::SideTurned(page.before().unwrap_or_default());
        let after = Message::SideTurned(page.after().unwrap_or_default());
        pager(&page, format!("{} / {}", page.number(), page.count()), before, after)
    });
    column![container(seen).height(Fill), turn].height(room).into()
}
