//! Which articles are on the first page, and in which order the groups of articles follow.

use std::borrow::Cow;

use iced::widget::{column, row};

use crate::app::form::{Entry, Form, Outcome, Press};
use crate::app::frame::Frame;
use crate::app::theme::{Icon, measure};
use crate::app::widget::board::board;
use crate::app::widget::choice::choice;
use crate::app::widget::field::{Face, Span, field};
use crate::app::widget::list::{Row, list};
use crate::app::widget::sheet::foot_key;
use crate::app::widget::{Element, card};
use crate::core::catalog::{ArticleNumber, Catalog};
use crate::core::language::Language;
use crate::core::settings::PageSettings;

/// The most that a search finds.
const MOST_FOUND: usize = 100;

/// What is put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The articles of the first page.
    Favourites,
    /// The pages after it.
    Groups,
}

/// A step in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

/// What happens here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Favourites or groups.
    WhichPressed(Which),
    /// A row, by its place.
    RowPressed(usize),
    /// The chosen row goes up or down.
    Moved(Step),
    /// The chosen favourite is none any more.
    RemovePressed,
    /// Another favourite is looked for.
    AddPressed,
    /// The search for it.
    SearchPressed,
    /// An article that was found.
    FoundPressed(ArticleNumber),
    /// Another page.
    Turned(usize),
}

/// Where somebody is.
#[derive(Debug)]
pub struct State {
    which: Which,
    first: usize,
    chosen: Option<usize>,
    adding: Option<Form<()>>,
}

impl Default for State {
    fn default() -> Self {
        State { which: Which::Favourites, first: 0, chosen: None, adding: None }
    }
}

impl State {
    /// Lets something take effect on the pages.
    pub fn update(&mut self, message: Message, pages: &mut PageSettings, catalog: &Catalog) {
        match message {
            Message::WhichPressed(which) => {
                *self = State { which, ..State::default() };
            }
            Message::RowPressed(place) => {
                self.chosen = (self.chosen != Some(place)).then_some(place);
            }
            Message::Moved(step) => self.shift(step, pages, catalog),
            Message::RemovePressed => {
                if let Some(place) = self.chosen.take()
                    && place < pages.favourites.len()
                {
                    let _removed = pages.favourites.remove(place);
                }
            }
            Message::AddPressed => {
                let mut form = Form::new([Entry::plain((), "", 40)]);
                form.focus(());
                self.adding = Some(form);
                self.first = 0;
            }
            Message::SearchPressed => {
                if let Some(form) = &mut self.adding {
                    form.focus(());
                }
            }
            Message::FoundPressed(number) => {
                if !pages.favourites.contains(&number) {
                    pages.favourites.push(number);
                }
                self.close();
            }
            Message::Turned(first) => self.first = first,
        }
    }

    fn shift(&mut self, step: Step, pages: &mut PageSettings, catalog: &Catalog) {
        let Some(place) = self.chosen else { return };
        let to = match step {
            Step::Up => place.checked_sub(1),
            Step::Down => place.checked_add(1),
        };
        let Some(to) = to else { return };
        match self.which {
            Which::Favourites if to < pages.favourites.len() => pages.favourites.swap(place, to),
            Which::Groups => {
                let mut groups: Vec<String> = ordered(pages, catalog)
                    .into_iter()
                    .map(|place| {
                        catalog.groups()[place].name.in_language(Language::Swedish).to_owned()
                    })
                    .collect();
                if to >= groups.len() {
                    return;
                }
                groups.swap(place, to);
                pages.groups = groups;
            }
            Which::Favourites => return,
        }
        self.chosen = Some(to);
    }

    /// A key of the board or the keyboard.
    pub fn press(&mut self, press: Press) -> Outcome {
        self.first = 0;
        self.adding.as_mut().map_or(Outcome::Ignored, |form| form.press(press))
    }

    /// Whether a field has the keys.
    pub fn is_typing(&self) -> bool {
        self.adding.as_ref().is_some_and(|form| form.focused().is_some())
    }

    /// Whether a favourite is being looked for.
    pub fn is_adding(&self) -> bool {
        self.adding.is_some()
    }

    /// Back to the list.
    pub fn close(&mut self) {
        self.adding = None;
        self.first = 0;
    }

    /// The heading of the search.
    pub fn heading<'a>(&self, frame: &Frame<'a>) -> Option<Cow<'a, str>> {
        self.adding.as_ref().map(|_| frame.text("settings-favourite-add"))
    }

    /// What is seen.
    pub fn view<'a>(
        &'a self,
        pages: &'a PageSettings,
        frame: &Frame<'a>,
        room: f32,
    ) -> Element<'a, Message> {
        let below = room - measure::CELL_HEIGHT - measure::TINY;
        let (above, rows) = match &self.adding {
            Some(form) => (self.view_search(form, frame), self.view_found(form, frame, below)),
            None => (self.view_which(frame), self.view_rows(pages, frame, below)),
        };
        column![above, rows].spacing(measure::TINY).into()
    }

    fn view_which<'a>(&self, frame: &Frame<'a>) -> Element<'a, Message> {
        let options = [
            (frame.text("settings-favourites"), Which::Favourites),
            (frame.text("settings-groups"), Which::Groups),
        ];
        let hint = match self.which {
            Which::Favourites => "settings-favourites-hint",
            Which::Groups => "settings-groups-hint",
        };
        let face = Face::new(frame.text("settings-order-which")).hint(frame.text(hint));
        choice(face, options, Some(self.which), Message::WhichPressed)
    }

    fn view_rows<'a>(
        &self,
        pages: &PageSettings,
        frame: &Frame<'a>,
        room: f32,
    ) -> Element<'a, Message> {
        let catalog = &frame.snapshot.catalog;
        let language = frame.snapshot.language;
        let row = |place: usize, icon, title: Cow<'a, str>, detail| Row {
            icon,
            title,
            detail,
            end: Some((place + 1).to_string().into()),
            chosen: self.chosen == Some(place),
            on_press: Some(Message::RowPressed(place)),
        };
        match self.which {
            Which::Favourites if pages.favourites.is_empty() => {
                card::nothing(Icon::Tag, frame.text("settings-favourites-none"))
            }
            Which::Favourites => {
                let one = |place: usize| {
                    let number = &pages.favourites[place];
                    let article = catalog.by_number(number);
                    let name = article.map_or_else(
                        || frame.text("settings-article-gone"),
                        |article| article.name.in_language(language).to_owned().into(),
                    );
                    row(place, Icon::Tag, name, Some(number.to_string().into()))
                };
                list(self.first, pages.favourites.len(), room, frame.texts, one, Message::Turned)
            }
            Which::Groups => {
                let groups = ordered(pages, catalog);
                let one = |place: usize| {
                    let group = &catalog.groups()[groups[place]];
                    let count = i64::try_from(group.articles.len()).unwrap_or(i64::MAX);
                    let detail = frame.with("settings-group-size", &[("count", count.into())]);
                    let name = group.name.in_language(language).to_owned().into();
                    row(place, Icon::LayoutGrid, name, Some(detail))
                };
                list(self.first, groups.len(), room, frame.texts, one, Message::Turned)
            }
        }
    }

    fn view_search<'a>(&self, form: &'a Form<()>, frame: &Frame<'a>) -> Element<'a, Message> {
        let face = Face::new(frame.text("settings-article-search"))
            .hint(frame.text("settings-article-search-hint"));
        field(form, (), face, Span::Whole, frame.texts, Message::SearchPressed)
    }

    fn view_found<'a>(
        &self,
        form: &Form<()>,
        frame: &Frame<'a>,
        room: f32,
    ) -> Element<'a, Message> {
        let language = frame.snapshot.language;
        let found = frame.snapshot.catalog.search(form.text(()), MOST_FOUND);
        let one = |place: usize| {
            let article = found[place];
            Row {
                icon: Icon::Plus,
                title: article.name.in_language(language).to_owned().into(),
                detail: Some(article.number.to_string().into()),
                end: Some(frame.amount(article.price).into()),
                chosen: false,
                on_press: Some(Message::FoundPressed(article.number.clone())),
            }
        };
        list(self.first, found.len(), room, frame.texts, one, Message::Turned)
    }

    /// The keys below, before the one that saves.
    pub fn foot<'a>(&self, pages: &PageSettings, frame: &Frame<'a>) -> Element<'a, Message> {
        if self.adding.is_some() {
            return iced::widget::space().into();
        }
        let total = match self.which {
            Which::Favourites => pages.favourites.len(),
            Which::Groups => frame.snapshot.catalog.groups().len(),
        };
        let chosen = self.chosen.filter(|place| *place < total);
        let up = chosen.filter(|place| *place > 0).map(|_| Message::Moved(Step::Up));
        let down = chosen.filter(|place| place + 1 < total).map(|_| Message::Moved(Step::Down));
        let favourites = self.which == Which::Favourites;
        let remove = chosen.filter(|_| favourites).map(|_| Message::RemovePressed);
        let key =
            |icon, word, message| foot_key(icon, frame.text(word), None).on_press_maybe(message);
        let keep = favourites.then(|| {
            row![
                key(Icon::Trash2, "settings-favourite-remove", remove),
                key(Icon::Plus, "settings-favourite-add", Some(Message::AddPressed)),
            ]
            .spacing(measure::GAP)
        });
        row![
            key(Icon::ChevronUp, "settings-up", up),
            key(Icon::ChevronDown, "settings-down", down),
            keep,
        ]
        .spacing(measure::GAP)
        .into()
    }

    /// The keyboard, while a field has the keys.
    pub fn board<'a, M: Clone + PartialEq + 'static>(
        &self,
        frame: &Frame<'a>,
        on_press: impl Fn(Press) -> M + Copy,
    ) -> Option<Element<'a, M>> {
        board(self.adding.as_ref()?, frame.texts, on_press)
    }
}

/// The places of the groups in the order of their pages.
pub fn ordered(pages: &PageSettings, catalog: &Catalog) -> Vec<usize> {
    let name = |place: &usize| catalog.groups()[*place].name.in_language(Language::Swedish);
    let mut places: Vec<usize> = (0..catalog.groups().len()).collect();
    // Stable: groups that nobody has put in order follow in the order of their articles.
    places.sort_by_cached_key(|place| {
        let listed = pages.groups.iter().position(|group| group == name(place));
        listed.unwrap_or(usize::MAX)
    });
    places
}
