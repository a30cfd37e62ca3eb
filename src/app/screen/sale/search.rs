//! Search by name or number: what was typed, what was found, and an alphabetic keyboard of our
//! own for fingers.

use iced::widget::{column, container, row};
use iced::{Center, Fill, Right};

use super::zones::Zones;
use super::{Turn, can_ring_up};
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Look, measure};
use crate::app::widget::letters::{Typing, letters};
use crate::app::widget::pager::{Page, pager};
use crate::app::widget::{Element, card, key, touch_button};
use crate::core::catalog::{Article, ArticleNumber, Catalog};

/// The most that a search finds: nobody turns more pages.
const MOST_FOUND: usize = 60;
/// The most that can be typed.
const LONGEST: usize = 40;

/// What was typed and found.
#[derive(Debug, Default)]
pub(super) struct Search {
    typed: String,
    found: Vec<ArticleNumber>,
    /// The result that Enter takes.
    chosen: usize,
}

/// What happens in the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A letter, digit or space.
    Typed(char),
    /// The last character is taken away.
    Backspace,
    /// Everything is taken away.
    Cleared,
    /// The result before or after is chosen.
    Moved(Turn),
    /// Another page of results.
    Turned(Turn),
    /// A result was tapped.
    ResultPressed(ArticleNumber),
    /// The chosen result is taken.
    EnterPressed,
    /// The search is put away.
    Closed,
}

/// What becomes of the search.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It goes on.
    Open,
    /// It is over.
    Closed,
    /// It is over, and this was meant.
    Chosen(ArticleNumber),
}

impl Search {
    pub(super) fn update(&mut self, message: Message, catalog: &Catalog, zones: &Zones) -> Outcome {
        match message {
            Message::Typed(character) => self.typed(character, catalog),
            Message::Backspace => {
                let _last = self.typed.pop();
                self.refresh(catalog);
            }
            Message::Cleared => *self = Search::default(),
            Message::Moved(turn) => self.choose(turn, 1),
            Message::Turned(turn) => self.choose(turn, zones.results),
            Message::ResultPressed(article) => return Outcome::Chosen(article),
            Message::EnterPressed => {
                if let Some(article) = self.found.get(self.chosen) {
                    return Outcome::Chosen(article.clone());
                }
            }
            Message::Closed => return Outcome::Closed,
        }
        Outcome::Open
    }

    fn typed(&mut self, character: char, catalog: &Catalog) {
        let blank = character == ' ' && (self.typed.is_empty() || self.typed.ends_with(' '));
        if self.typed.chars().count() < LONGEST && !character.is_control() && !blank {
            self.typed.push(character);
            self.refresh(catalog);
        }
    }

    /// Searches again.
    pub(super) fn refresh(&mut self, catalog: &Catalog) {
        self.found = catalog
            .search(&self.typed, MOST_FOUND)
            .into_iter()
            .map(|article| article.number.clone())
            .collect();
        self.chosen = 0;
    }

    fn choose(&mut self, turn: Turn, by: usize) {
        self.chosen = match turn {
            Turn::Back => self.chosen.saturating_sub(by),
            Turn::Further => (self.chosen + by).min(self.found.len().saturating_sub(1)),
        };
    }

    pub(super) fn view<'a>(&'a self, frame: &Frame<'a>, zones: &Zones) -> Element<'a, Message> {
        let shown: Element<'a, Message> = if self.typed.is_empty() {
            theme::body(frame.text("search-hint")).style(theme::muted).into()
        } else {
            theme::key(self.typed.as_str()).into()
        };
        let field =
            row![theme::icon(Icon::Search, measure::KEY), container(shown).width(Fill).clip(true),]
                .spacing(measure::ROOM)
                .align_y(Center);
        let head = row![
            container(field)
                .style(theme::field)
                .padding([0.0, measure::ROOM])
                .center_y(measure::KEY_HEIGHT)
                .width(Fill),
            key::labelled(Some(Icon::X), frame.text("close"), Some("Esc"))
                .on_press(Message::Closed),
        ]
        .spacing(measure::GAP);
        let page = Page::with(self.chosen, zones.results, self.found.len());
        let word = match self.found.len() {
            0 => String::new(),
            _ => frame
                .with(
                    "page-of",
                    &[
                        ("page", i64::try_from(page.number()).unwrap_or(0).into()),
                        ("count", i64::try_from(page.count()).unwrap_or(0).into()),
                    ],
                )
                .into_owned(),
        };
        let turn = pager(&page, word, Message::Turned(Turn::Back), Message::Turned(Turn::Further));
        let results = container(self.view_results(frame, &page))
            .style(theme::surface)
            .padding(measure::EDGE)
            .width(Fill)
            .height(Fill);
        column![head, results, turn, keyboard(frame)].spacing(measure::GAP).into()
    }

    fn view_results<'a>(&'a self, frame: &Frame<'a>, page: &Page) -> Element<'a, Message> {
        if self.typed.is_empty() {
            return card::nothing(Icon::Search, frame.text("search-empty"));
        }
        if self.found.is_empty() {
            let said = frame.with("search-nothing", &[("typed", self.typed.as_str().into())]);
            return card::nothing(Icon::CircleHelp, said);
        }
        let rows = page.rows().filter_map(|row| {
            let article = frame.snapshot.catalog.by_number(&self.found[row])?;
            Some(result(article, row == self.chosen, frame))
        });
        column(rows).into()
    }
}

fn result<'a>(article: &'a Article, chosen: bool, frame: &Frame<'a>) -> Element<'a, Message> {
    let name = article.name.in_language(frame.snapshot.language);
    let face = row![
        theme::note(article.number.as_str())
            .style(theme::muted)
            .width(measure::ARTICLE_NUMBER_WIDTH),
        container(theme::body(name).wrapping(iced::widget::text::Wrapping::None))
            .width(Fill)
            .clip(true),
        theme::strong(frame.amount(article.price)).align_x(Right),
    ]
    .spacing(measure::ROOM)
    .align_y(Center)
    .width(Fill);
    touch_button(face)
        .look(if chosen { Look::ChosenRow } else { Look::Bare })
        .width(Fill)
        .height(measure::ROW_HEIGHT)
        .padding([0.0, measure::ROOM])
        .on_press(Message::ResultPressed(article.number.clone()))
        .into()
}

fn keyboard<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    let take = key::labelled(Some(Icon::Plus), frame.text("search-take"), Some("Enter"))
        .on_press_maybe(can_ring_up(frame.snapshot).then_some(Message::EnterPressed));
    let typing =
        Typing { typed: Message::Typed, backspace: Message::Backspace, clear: Message::Cleared };
    letters(typing, frame.text("search-space"), take)
}
