//! What is sold: a search, a form for one article, and files of articles.

mod editor;
mod files;

use std::borrow::Cow;
use std::sync::Arc;

use iced::widget::{column, row};

use crate::app::form::{Entry, Form, Outcome, Press};
use crate::app::frame::Frame;
use crate::app::keyboard::Stroke;
use crate::app::theme::{Icon, Look, Tone, measure};
use crate::app::widget::Element;
use crate::app::widget::board::board;
use crate::app::widget::field::{Face, Span, field};
use crate::app::widget::list::{Row, list};
use crate::app::widget::sheet;
use crate::core::catalog::{Article, ArticleKind, ArticleNumber, Catalog};
use crate::core::vat::VatRate;
use crate::till::set_up::{Request, Work};
use crate::till::snapshot::Snapshot;

use editor::Editor;

/// The most that a search finds.
const MOST_FOUND: usize = 200;

/// A field that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named as what it is")]
pub enum Id {
    Search,
    Number,
    Name,
    EnglishName,
    Price,
    Group,
    EnglishGroup,
    Codes,
    Path,
}

/// What happens here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// An article in the list.
    ArticlePressed(ArticleNumber),
    /// A new one.
    NewPressed,
    /// Files of articles.
    FilesPressed,
    /// Another page of the list.
    Turned(usize),
    /// A field.
    FieldPressed(Id),
    /// A tax rate.
    RatePressed(VatRate),
    /// Goods or service.
    KindPressed(ArticleKind),
    /// Save the form.
    SavePressed,
    /// Take the article out of the catalogue.
    RemovePressed,
    /// Read the file and say what it would change.
    ReadPressed,
    /// Import what was read.
    ImportPressed,
    /// Write the file.
    ExportPressed,
}

/// Where somebody is.
#[derive(Debug)]
pub struct State {
    search: Form<Id>,
    found: Vec<ArticleNumber>,
    first: usize,
    step: Step,
}

#[derive(Debug)]
enum Step {
    List,
    Editor(Box<Editor>),
    Files(Form<Id>),
}

impl Default for State {
    fn default() -> Self {
        let search = Form::new([Entry::plain(Id::Search, "", 40)]);
        State { search, found: Vec::new(), first: 0, step: Step::List }
    }
}

impl State {
    /// Lets something take effect.
    pub fn update(&mut self, message: Message, snapshot: &Snapshot) -> Option<Request> {
        match (message, &mut self.step) {
            (Message::ArticlePressed(number), _) => {
                self.search.leave();
                if let Some(article) = snapshot.catalog.by_number(&number) {
                    self.step = Step::Editor(Box::new(Editor::of(article, snapshot)));
                }
            }
            (Message::NewPressed, _) => {
                self.search.leave();
                self.step = Step::Editor(Box::new(Editor::new(snapshot)));
            }
            (Message::FilesPressed, _) => {
                self.search.leave();
                self.step = Step::Files(Form::new([Entry::plain(Id::Path, "", 200)]));
            }
            (Message::Turned(first), _) => self.first = first,
            (Message::FieldPressed(Id::Search), _) => self.search.focus(Id::Search),
            (Message::FieldPressed(id), Step::Editor(editor)) => editor.form.focus(id),
            (Message::FieldPressed(id), Step::Files(form)) => form.focus(id),
            (Message::RatePressed(rate), Step::Editor(editor)) => editor.vat = rate,
            (Message::KindPressed(kind), Step::Editor(editor)) => editor.kind = kind,
            (Message::SavePressed, Step::Editor(editor)) => return editor.save(snapshot),
            (Message::RemovePressed, Step::Editor(editor)) => return editor.remove(snapshot),
            (message, Step::Files(form)) => return files::update(&message, form, snapshot),
            _ => {}
        }
        None
    }

    /// The form is put away once it has been saved; what is found is what is sold now.
    pub fn follow(&mut self, before: &Snapshot, snapshot: &Snapshot) {
        if let Step::Editor(editor) = &self.step
            && editor.sent.is_saved(&before.set_up, &snapshot.set_up)
        {
            self.step = Step::List;
        }
        if !Arc::ptr_eq(&before.catalog, &snapshot.catalog) {
            self.refresh(&snapshot.catalog);
        }
    }

    fn refresh(&mut self, catalog: &Catalog) {
        let typed = self.search.text(Id::Search);
        let found = catalog.search(typed, MOST_FOUND);
        self.found = found.into_iter().map(|article| article.number.clone()).collect();
    }

    /// A key of the board or the keyboard.
    pub fn press(&mut self, press: Press, catalog: &Catalog) -> Outcome {
        match &mut self.step {
            Step::Editor(editor) => editor.form.press(press),
            Step::Files(form) => form.press(press),
            Step::List => {
                let outcome = self.search.press(press);
                self.first = 0;
                self.refresh(catalog);
                outcome
            }
        }
    }

    fn form(&self) -> &Form<Id> {
        match &self.step {
            Step::Editor(editor) => &editor.form,
            Step::Files(form) => form,
            Step::List => &self.search,
        }
    }

    /// Whether a field has the keys.
    pub fn is_typing(&self) -> bool {
        self.form().focused().is_some()
    }

    /// Whether something else than the list is seen.
    pub fn is_editing(&self) -> bool {
        !matches!(self.step, Step::List)
    }

    /// Whether closing the form would lose something.
    pub fn is_changed(&self) -> bool {
        matches!(&self.step, Step::Editor(editor) if editor.is_changed())
    }

    /// Back to the list.
    pub fn close(&mut self) {
        self.step = Step::List;
    }

    /// The heading of what is seen instead of the list.
    pub fn heading<'a>(&self, frame: &Frame<'a>) -> Option<Cow<'a, str>> {
        match &self.step {
            Step::List => None,
            Step::Editor(editor) => Some(editor.heading(frame)),
            Step::Files(_) => Some(frame.text("settings-files")),
        }
    }

    /// What is seen.
    pub fn view<'a>(&'a self, frame: &Frame<'a>, room: f32) -> Element<'a, Message> {
        match &self.step {
            Step::List => self.view_list(frame, room),
            Step::Editor(editor) => sheet::cells(editor.cells(frame), room),
            Step::Files(form) => sheet::cells(files::cells(form, frame), room),
        }
    }

    fn view_list<'a>(&'a self, frame: &Frame<'a>, room: f32) -> Element<'a, Message> {
        let catalog = &frame.snapshot.catalog;
        let face = Face::new(frame.text("settings-article-search"))
            .hint(frame.text("settings-article-search-hint"));
        let pressed = Message::FieldPressed(Id::Search);
        let search = field(&self.search, Id::Search, face, Span::Whole, frame.texts, pressed);
        let all = self.search.text(Id::Search).trim().is_empty();
        let total = if all { catalog.articles().len() } else { self.found.len() };
        let row = |place: usize| {
            let article = if all {
                catalog.articles().get(place)
            } else {
                self.found.get(place).and_then(|number| catalog.by_number(number))
            };
            article.map_or_else(|| gone(frame), |article| line(article, frame))
        };
        let room = room - measure::CELL_HEIGHT - measure::TINY;
        let rows = list(self.first, total, room, frame.texts, row, Message::Turned);
        column![search, rows].spacing(measure::TINY).into()
    }

    /// The keys below.
    pub fn foot<'a>(&self, frame: &Frame<'a>) -> Element<'a, Message> {
        let busy = frame.snapshot.set_up.saved == Work::Busy;
        match &self.step {
            Step::List => row![
                sheet::foot_key(Icon::FileText, frame.text("settings-files"), None)
                    .on_press(Message::FilesPressed),
                sheet::foot_key(Icon::Plus, frame.text("settings-article-new"), None)
                    .look(Look::Outlined(Tone::Pay))
                    .on_press(Message::NewPressed),
            ]
            .spacing(measure::ROOM)
            .into(),
            Step::Files(_) => iced::widget::space().into(),
            Step::Editor(editor) => editor.foot(frame, busy),
        }
    }

    /// The keyboard, while a field has the keys.
    pub fn board<'a, M: Clone + PartialEq + 'static>(
        &self,
        frame: &Frame<'a>,
        on_press: impl Fn(Press) -> M + Copy,
    ) -> Option<Element<'a, M>> {
        board(self.form(), frame.texts, on_press)
    }

    /// What a key of the keyboard means that no field took.
    pub fn stroke(&self, stroke: Stroke) -> Option<Message> {
        match (&self.step, stroke) {
            (Step::Editor(editor), Stroke::Function(12)) => {
                editor.is_changed().then_some(Message::SavePressed)
            }
            (Step::List, Stroke::Function(2)) => Some(Message::FieldPressed(Id::Search)),
            _ => None,
        }
    }
}

fn line<'a>(article: &Article, frame: &Frame<'a>) -> Row<'a, Message> {
    let language = frame.snapshot.language;
    Row {
        icon: Icon::Tag,
        title: article.name.in_language(language).to_owned().into(),
        detail: Some(format!("{}  {}", article.number, article.group.in_language(language)).into()),
        end: Some(frame.amount(article.price).into()),
        chosen: false,
        on_press: Some(Message::ArticlePressed(article.number.clone())),
    }
}

/// An article that was taken away while it was looked for.
fn gone<'a>(frame: &Frame<'a>) -> Row<'a, Message> {
    Row {
        icon: Icon::Ban,
        title: frame.text("settings-article-gone"),
        detail: None,
        end: None,
        chosen: false,
        on_press: None,
    }
}
