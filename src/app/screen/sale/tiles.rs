//! The middle zone: groups, the articles of one group as keys, and pages of both.

use std::borrow::Cow;

use iced::Length::FillPortion;
use iced::widget::text::Wrapping;
use iced::widget::{column, container, row, space};
use iced::{Bottom, Center, Fill, Right};

use super::zones::{GROUP_HEIGHT, GROUP_ROWS, Zones};
use super::{Action, Message, State, Turn, can_return, can_ring_up};
use crate::app::frame::Frame;
use crate::app::screen::settings;
use crate::app::theme::{self, Icon, Look, measure};
use crate::app::widget::pager::{Page, pager};
use crate::app::widget::{Element, card, key, touch_button};
use crate::core::catalog::{Article, Group};
use crate::till::snapshot::Snapshot;

impl State {
    pub(super) fn show_group(&mut self, group: usize) -> Action {
        self.group = group;
        self.tiles_page = 0;
        Action::None
    }

    pub(super) fn turn_groups(&mut self, turn: Turn, snapshot: &Snapshot, zones: &Zones) -> Action {
        let pages = groups_per_page(snapshot, zones);
        let last = shelves(snapshot).len().div_ceil(pages).saturating_sub(1);
        self.groups_page = match turn {
            Turn::Back => self.groups_page.saturating_sub(1),
            // The one key that turns groups goes round.
            Turn::Further if self.groups_page >= last => 0,
            Turn::Further => self.groups_page + 1,
        };
        Action::None
    }

    pub(super) fn turn_tiles(&mut self, turn: Turn, snapshot: &Snapshot, zones: &Zones) -> Action {
        let page = self.tiles(snapshot, zones);
        let first = match turn {
            Turn::Back => page.before(),
            Turn::Further => page.after(),
        };
        if let Some(first) = first {
            self.tiles_page = first / zones.tiles();
        }
        Action::None
    }

    fn shown_shelf<'a>(&self, snapshot: &'a Snapshot) -> Option<Shelf<'a>> {
        let mut shelves = shelves(snapshot);
        let place = if self.group < shelves.len() { self.group } else { 0 };
        (!shelves.is_empty()).then(|| shelves.swap_remove(place))
    }

    fn tiles(&self, snapshot: &Snapshot, zones: &Zones) -> Page {
        let total = self.shown_shelf(snapshot).map_or(0, |shelf| shelf.len());
        Page::with(self.tiles_page * zones.tiles(), zones.tiles(), total)
    }

    pub(super) fn view_tiles<'a>(
        &'a self,
        frame: &Frame<'a>,
        zones: &Zones,
    ) -> Element<'a, Message> {
        let snapshot = frame.snapshot;
        let page = self.tiles(snapshot, zones);
        let tiles: Element<'a, Message> = match self.shown_shelf(snapshot) {
            None if snapshot.catalog_ready => {
                card::nothing(Icon::Package, frame.text("catalog-empty"))
            }
            None => card::nothing(Icon::Hourglass, frame.text("catalog-reading")),
            Some(shelf) => view_articles(&shelf, &page, frame, zones),
        };
        column![
            self.view_groups(frame, zones),
            container(tiles).height(Fill).width(Fill),
            self.view_below(frame, &page),
        ]
        .spacing(measure::ROOM)
        .into()
    }

    fn view_groups<'a>(&'a self, frame: &Frame<'a>, zones: &Zones) -> Element<'a, Message> {
        let shelves = shelves(frame.snapshot);
        let size = groups_per_page(frame.snapshot, zones);
        let from = (self.groups_page * size).min(shelves.len());
        let shown = shelves.iter().enumerate().skip(from).take(size);
        let mut keys: Vec<Element<'a, Message>> = shown
            .map(|(place, shelf)| {
                let name = match shelf {
                    Shelf::Favourites(_) => frame.text("favourites"),
                    Shelf::Group(group) => group.name.in_language(frame.snapshot.language).into(),
                };
                touch_button(theme::tile(name).line_height(1.15).align_x(Center))
                    .look(if place == self.group { Look::Chosen } else { Look::Plain })
                    .width(Fill)
                    .height(GROUP_HEIGHT)
                    .padding([0.0, measure::TINY])
                    .on_press(Message::GroupPressed(place))
                    .into()
            })
            .collect();
        while keys.len() < size {
            keys.push(space().width(Fill).into());
        }
        if size < shelves.len() {
            let more = row![
                theme::tile(frame.text("groups-more")),
                theme::icon(Icon::ChevronRight, measure::KEY),
            ];
            keys.push(
                touch_button(more.align_y(Center))
                    .width(Fill)
                    .height(GROUP_HEIGHT)
                    .padding(0.0)
                    .on_press(Message::GroupsTurned(Turn::Further))
                    .into(),
            );
        }
        in_rows(keys, zones.columns, GROUP_ROWS)
    }

    /// Pages of articles, and what else can be rung up or undone.
    fn view_below<'a>(&'a self, frame: &Frame<'a>, page: &Page) -> Element<'a, Message> {
        let word = frame.with(
            "page-of",
            &[
                ("page", i64::try_from(page.number()).unwrap_or(0).into()),
                ("count", i64::try_from(page.count()).unwrap_or(0).into()),
            ],
        );
        let may_change = can_ring_up(frame.snapshot);
        let free = key::stacked(Icon::Tag, frame.text("free-article"), Some("F10"))
            .width(Fill)
            .on_press_maybe(may_change.then_some(Message::FreeArticlePressed));
        // Between two sales there is nothing to give up, and during one nothing comes back.
        let undo = if frame.snapshot.receipt.is_some() {
            key::stacked(Icon::Ban, frame.text("cancel-receipt"), Some("F9"))
                .on_press_maybe(may_change.then_some(Message::CancelReceiptPressed))
        } else {
            let pressed = can_return(frame.snapshot).then_some(Message::ReturnPressed);
            key::stacked(Icon::Undo2, frame.text("returning"), Some("F9")).on_press_maybe(pressed)
        };
        let turn = pager(
            page,
            word.into_owned(),
            Message::TilesTurned(Turn::Back),
            Message::TilesTurned(Turn::Further),
        );
        row![
            container(turn).width(FillPortion(1)).center_y(measure::KEY_HEIGHT),
            row![free, undo.width(Fill)].spacing(measure::GAP).width(FillPortion(1)),
        ]
        .spacing(measure::GAP)
        .into()
    }
}

/// As many as there is room for, less the key that turns if there are more.
fn groups_per_page(snapshot: &Snapshot, zones: &Zones) -> usize {
    let groups = shelves(snapshot).len();
    if groups <= zones.groups() { zones.groups() } else { zones.groups() - 1 }
}

/// A page of articles that has a name.
enum Shelf<'a> {
    /// Those that the shop has put first.
    Favourites(Vec<&'a Article>),
    /// A group of the catalogue.
    Group(&'a Group),
}

impl<'a> Shelf<'a> {
    fn len(&self) -> usize {
        match self {
            Shelf::Favourites(articles) => articles.len(),
            Shelf::Group(group) => group.articles.len(),
        }
    }

    fn article(&self, row: usize, articles: &'a [Article]) -> Option<&'a Article> {
        match self {
            Shelf::Favourites(articles) => articles.get(row).copied(),
            Shelf::Group(group) => articles.get(usize::try_from(*group.articles.get(row)?).ok()?),
        }
    }
}

/// The favourites, if there are any, and the groups in the order that the shop has put them in.
fn shelves(snapshot: &Snapshot) -> Vec<Shelf<'_>> {
    let pages = &snapshot.settings.pages;
    let catalog = &snapshot.catalog;
    let favourites: Vec<&Article> =
        pages.favourites.iter().filter_map(|number| catalog.by_number(number)).collect();
    let first = (!favourites.is_empty()).then_some(Shelf::Favourites(favourites));
    let groups = settings::ordered(pages, catalog);
    let groups = groups.into_iter().map(|place| Shelf::Group(&catalog.groups()[place]));
    first.into_iter().chain(groups).collect()
}

fn view_articles<'a>(
    shelf: &Shelf<'a>,
    page: &Page,
    frame: &Frame<'a>,
    zones: &Zones,
) -> Element<'a, Message> {
    let articles = frame.snapshot.catalog.articles();
    let possible = can_ring_up(frame.snapshot);
    let shown = page.rows().filter_map(|row| {
        Some(view_article(shelf.article(row, articles)?, possible, frame, zones))
    });
    in_rows(shown.collect(), zones.columns, zones.rows)
}

fn view_article<'a>(
    article: &'a Article,
    possible: bool,
    frame: &Frame<'a>,
    zones: &Zones,
) -> Element<'a, Message> {
    let name = theme::tile(keep_units(article.name.in_language(frame.snapshot.language)))
        .line_height(1.2)
        .wrapping(Wrapping::WordOrGlyph);
    let price = theme::strong(frame.amount(article.price)).width(Fill).align_x(Right);
    let face = column![
        container(name).width(Fill).height(Fill).clip(true),
        container(price).align_y(Bottom),
    ]
    .width(Fill)
    .height(Fill);
    touch_button(face)
        .width(Fill)
        .height(zones.tile_height)
        .padding([measure::GAP, measure::CLOSE])
        .on_press_maybe(possible.then(|| Message::ArticlePressed(article.number.clone())))
        .into()
}

/// Keys of one size beside and below each other; where there are none, their place stays empty.
fn in_rows<'a>(
    keys: Vec<Element<'a, Message>>,
    columns: usize,
    rows: usize,
) -> Element<'a, Message> {
    let mut keys = keys.into_iter();
    let mut below = column![].spacing(measure::GAP);
    for _row in 0..rows {
        let mut beside: Vec<Element<'a, Message>> = keys.by_ref().take(columns).collect();
        if beside.is_empty() {
            break;
        }
        while beside.len() < columns {
            beside.push(space().width(Fill).into());
        }
        below = below.push(row(beside).spacing(measure::GAP));
    }
    below.into()
}

/// Keeps a unit with its number: `50 cl` is not torn apart where a name is wrapped.
fn keep_units(name: &str) -> Cow<'_, str> {
    let is_unit = |rest: &str| {
        let unit = rest.split([' ', ',']).next().unwrap_or_default();
        (1..=2).contains(&unit.chars().count()) && unit.chars().all(char::is_alphabetic)
    };
    let tied = |place: usize| {
        name[..place].ends_with(|before: char| before.is_ascii_digit())
            && is_unit(&name[place + 1..])
    };
    let mut kept = Cow::Borrowed(name);
    for (place, _) in name.match_indices(' ').rev().filter(|(place, _)| tied(*place)) {
        kept.to_mut().replace_range(place..=place, "\u{a0}");
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_stay_with_their_numbers() {
        for (name, kept) in [
            ("Kaffe 500 g", "Kaffe 500\u{a0}g"),
            ("Läsk 33 cl burk", "Läsk 33\u{a0}cl burk"),
            ("Påse 1 kg, röd", "Påse 1\u{a0}kg, röd"),
            ("7 dagar", "7 dagar"),
            ("Te Earl Grey", "Te Earl Grey"),
            ("Batteri 4 ", "Batteri 4 "),
            ("å 2 l ö 3 l", "å 2\u{a0}l ö 3\u{a0}l"),
            ("", ""),
        ] {
            assert_eq!(keep_units(name), kept);
        }
    }
}
