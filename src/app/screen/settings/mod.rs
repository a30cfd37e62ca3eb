//! The settings: groups at the left with a search over all of them, one page of them at the right.
//!
//! What is changed is kept here until it is saved; what is in force is the till's. Whoever may set registers up sees
//! all of it, a manager the articles, copies and the file for support.

mod articles;
mod draft;
mod group;
mod order;
mod page;
mod people;
mod read;
mod side;
#[cfg(test)]
mod tests;
mod trouble;
mod view;

use std::path::PathBuf;

use crate::app::form::{Entry, Form, Outcome, Press};
use crate::app::keyboard::Stroke;
use crate::core::settings::ScannerSettings;
use crate::core::user::Role;
use crate::till::intent::Intent;
use crate::till::set_up::{PrinterTrial, Request, Work};
use crate::till::snapshot::Snapshot;

pub use articles::{Id as ArticleField, Message as ArticlesMessage};
pub use draft::{Change, Id, PrinterKind};
pub use group::Group;
pub use order::{Message as OrderMessage, Step, Which, ordered};
pub use people::{Id as PersonField, Message as PeopleMessage};

use draft::Draft;

/// The most characters of a search.
const LONGEST_SEARCH: usize = 40;

/// Where somebody is.
#[derive(Debug)]
pub struct State {
    group: Group,
    draft: Draft,
    /// Looks for a setting.
    search: Form<()>,
    /// The first row that is seen at the left.
    side: usize,
    people: people::State,
    articles: articles::State,
    order: order::State,
    /// The first of the ports to choose from, while they are seen.
    ports: Option<usize>,
    /// Whether scans are listened to.
    listening: bool,
    question: Option<Question>,
    news: Option<News>,
}

/// What would be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    /// Changed settings, by leaving.
    Settings,
    /// A person or an article that was changed, by going back to the list.
    Form,
    /// An article, by taking it out of the catalogue.
    Article,
}

/// What is said beside the heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    /// Everything was saved.
    Saved,
    /// Fields have to be mended before anything can be saved.
    Problems(usize),
}

/// Something that is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trial {
    /// Whether SEQR answers.
    Reach,
    /// Whether the scanner is heard, or no more.
    Listen,
    /// At which speed the scanner sends.
    FindBaud,
    /// A page on the printer.
    TestPage,
    /// The drawer.
    Drawer,
    /// A copy of the journal.
    BackUp,
    /// The file for support.
    Support,
}

/// What happens here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Back: out of what is open, or out of the settings.
    BackPressed,
    /// A group.
    GroupPressed(Group),
    /// Other groups, from this row on.
    SideTurned(usize),
    /// The search.
    SearchPressed,
    /// A setting that was found.
    FoundPressed(Group, Option<Id>),
    /// A field of a page.
    FieldPressed(Id),
    /// A key of the board.
    BoardPressed(Press),
    /// Something was chosen.
    Chosen(Change),
    /// The ports of this machine.
    PortsPressed,
    /// One of them.
    PortPressed(String),
    /// Others of them.
    PortsTurned(usize),
    /// Something is tried.
    Tried(Trial),
    /// The training mode begins or ends.
    TrainPressed(bool),
    /// The menu of the SEQR terminal.
    TerminalPressed,
    /// The set-up wizard.
    WizardPressed,
    /// Save everything.
    SavePressed,
    /// Go on changing.
    StayPressed,
    /// Lose what was changed.
    DiscardPressed,
    /// Something about people.
    People(people::Message),
    /// Something about articles.
    Articles(articles::Message),
    /// Something about their order.
    Order(order::Message),
}

/// What this view wants of the window.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// That these go to the till, in this order.
    Send(Vec<Intent>),
    /// To be closed, after these have gone to the till.
    Close(Vec<Intent>),
    /// That the menu of the SEQR terminal opens.
    Terminal,
    /// That the set-up wizard opens.
    Wizard,
}

impl Action {
    fn ask(request: Request) -> Self {
        Action::Send(vec![Intent::SetUp(request)])
    }

    fn maybe(request: Option<Request>) -> Self {
        request.map_or(Action::None, Action::ask)
    }
}

impl State {
    /// At the first group that somebody may see.
    pub fn new(snapshot: &Snapshot) -> Self {
        let group = Group::open_to(role(snapshot)).first().copied().unwrap_or(Group::Articles);
        State {
            group,
            draft: Draft::new(&snapshot.settings),
            search: Form::new([Entry::plain((), "", LONGEST_SEARCH)]),
            side: 0,
            people: people::State::default(),
            articles: articles::State::default(),
            order: order::State::default(),
            ports: None,
            listening: false,
            question: None,
            news: None,
        }
    }

    /// What the till has to be asked for when this view opens.
    pub fn opening() -> Vec<Intent> {
        vec![Intent::SetUp(Request::Forget), Intent::SetUp(Request::Watch(true))]
    }

    /// Whether somebody with a role may open it.
    pub fn is_open_to(role: Role) -> bool {
        !Group::open_to(role).is_empty()
    }

    /// Lets something take effect.
    pub fn update(&mut self, message: Message, snapshot: &Snapshot) -> Action {
        if self.question.is_some() {
            return self.answer(&message, snapshot);
        }
        match message {
            Message::BackPressed => return self.back(snapshot),
            Message::GroupPressed(group) => {
                self.go_to(group, None);
                return forget_failure(snapshot);
            }
            Message::SideTurned(row) => self.side = row,
            Message::SearchPressed => {
                self.leave_fields();
                self.search.focus(());
            }
            Message::FoundPressed(group, id) => self.go_to(group, id),
            Message::FieldPressed(id) => {
                self.search.leave();
                self.draft.form_mut(self.group).focus(id);
            }
            Message::BoardPressed(press) => return self.press(press, snapshot),
            Message::Chosen(change) => {
                self.news = None;
                self.draft.change(change);
            }
            Message::PortsPressed => {
                self.leave_fields();
                self.ports = Some(0);
            }
            Message::PortPressed(path) => self.choose_port(&path),
            Message::PortsTurned(row) => self.ports = Some(row),
            Message::Tried(trial) => return self.try_out(trial),
            Message::TrainPressed(begin) => return Action::Send(vec![Intent::Train(begin)]),
            Message::TerminalPressed => return Action::Terminal,
            Message::WizardPressed => return Action::Wizard,
            Message::SavePressed => return self.save(),
            Message::StayPressed | Message::DiscardPressed => {}
            Message::People(message) => {
                self.search.leave();
                return Action::maybe(self.people.update(message, snapshot));
            }
            Message::Articles(articles::Message::RemovePressed) => {
                self.question = Some(Question::Article);
            }
            Message::Articles(message) => {
                self.search.leave();
                return Action::maybe(self.articles.update(message, snapshot));
            }
            Message::Order(message) => {
                self.search.leave();
                let pages = &mut self.draft.chosen.pages;
                self.order.update(message, pages, &snapshot.catalog);
            }
        }
        Action::None
    }

    /// The till has gone on.
    pub fn follow(&mut self, before: &Snapshot, snapshot: &Snapshot) {
        let was_changed = self.draft.is_changed();
        self.draft.follow(&snapshot.settings);
        if was_changed && !self.draft.is_changed() {
            self.news = Some(News::Saved);
        }
        if let Work::Done(baud) = snapshot.set_up.baud
            && before.set_up.baud != snapshot.set_up.baud
        {
            self.draft.change(Change::ScannerBaud(baud));
        }
        self.people.follow(before, snapshot);
        self.articles.follow(before, snapshot);
    }

    /// Whether a field has the keys: a scanner that types writes there too.
    pub fn is_typing(&self) -> bool {
        self.search.focused().is_some()
            || match self.group {
                Group::People => self.people.is_typing(),
                Group::Articles => self.articles.is_typing(),
                Group::Order => self.order.is_typing(),
                _ => self.draft.form(self.group).focused().is_some(),
            }
    }

    /// What a key of the keyboard does.
    pub fn stroke(&mut self, stroke: Stroke, snapshot: &Snapshot) -> Action {
        if self.question.is_some() {
            let message = match stroke {
                Stroke::Escape => Message::StayPressed,
                Stroke::Function(12) => Message::SavePressed,
                _ => return Action::None,
            };
            return self.update(message, snapshot);
        }
        match self.press_in_form(Press::Stroke(stroke), snapshot) {
            Outcome::Ignored => {}
            Outcome::Taken | Outcome::Done | Outcome::Left => return Action::None,
        }
        let list = match self.group {
            Group::People => self.people.stroke(stroke).map(Message::People),
            Group::Articles => self.articles.stroke(stroke).map(Message::Articles),
            _ => None,
        };
        let message = match (list, stroke) {
            (Some(message), _) => message,
            (None, Stroke::Escape) => Message::BackPressed,
            (None, Stroke::Function(2)) => Message::SearchPressed,
            (None, Stroke::Function(12)) => Message::SavePressed,
            (None, Stroke::Tab) => return self.first_field(),
            _ => return Action::None,
        };
        self.update(message, snapshot)
    }

    fn first_field(&mut self) -> Action {
        if !self.is_editing() && self.ports.is_none() {
            self.draft.form_mut(self.group).focus_first();
        }
        Action::None
    }

    fn press(&mut self, press: Press, snapshot: &Snapshot) -> Action {
        let _moved = self.press_in_form(press, snapshot);
        Action::None
    }

    fn press_in_form(&mut self, press: Press, snapshot: &Snapshot) -> Outcome {
        if self.search.focused().is_some() {
            self.side = 0;
            let outcome = self.search.press(press);
            if outcome == Outcome::Done {
                self.take_first_found(snapshot);
            }
            return outcome;
        }
        let outcome = match self.group {
            Group::People => self.people.press(press),
            Group::Articles => self.articles.press(press, &snapshot.catalog),
            Group::Order => self.order.press(press),
            group => self.draft.form_mut(group).press(press),
        };
        if outcome != Outcome::Ignored {
            self.news = None;
        }
        outcome
    }

    /// Enter in the search goes to what was found first.
    fn take_first_found(&mut self, snapshot: &Snapshot) {
        let found = side::found(self.search.text(()), snapshot);
        if let Some((group, id, _)) = found.first() {
            self.go_to(*group, *id);
        }
    }

    fn go_to(&mut self, group: Group, id: Option<Id>) {
        self.leave_fields();
        self.search = Form::new([Entry::plain((), "", LONGEST_SEARCH)]);
        self.side = 0;
        self.ports = None;
        if self.group != group {
            // A form that was changed stays open: it is there when somebody comes back.
            self.news = None;
        }
        self.group = group;
        if let Some(id) = id {
            self.draft.form_mut(group).focus(id);
        }
    }

    fn leave_fields(&mut self) {
        self.search.leave();
        for group in Group::ALL {
            self.draft.form_mut(group).leave();
        }
    }

    fn choose_port(&mut self, path: &str) {
        let id = match self.group {
            Group::Scanner => Id::ScannerPort,
            _ => Id::PrinterPort,
        };
        self.draft.form_mut(self.group).set(id, path);
        self.ports = None;
    }

    /// Whether something else than the page is seen: a form, a list to choose from.
    fn is_editing(&self) -> bool {
        match self.group {
            Group::People => self.people.is_editing(),
            Group::Articles => self.articles.is_editing(),
            Group::Order => self.order.is_adding(),
            _ => false,
        }
    }

    /// One step back: out of the ports, out of a form, out of the settings.
    fn back(&mut self, snapshot: &Snapshot) -> Action {
        self.leave_fields();
        if self.ports.take().is_some() {
            return Action::None;
        }
        if self.is_editing() {
            let changed = match self.group {
                Group::People => self.people.is_changed(),
                Group::Articles => self.articles.is_changed(),
                _ => false,
            };
            if changed {
                self.question = Some(Question::Form);
                return Action::None;
            }
            self.close_form();
            return forget_failure(snapshot);
        }
        if self.draft.is_changed() {
            self.question = Some(Question::Settings);
            return Action::None;
        }
        self.leave()
    }

    fn close_form(&mut self) {
        match self.group {
            Group::People => self.people.close(),
            Group::Articles => self.articles.close(),
            _ => self.order.close(),
        }
    }

    /// What the till has to be told when this view closes, whatever is changed in it.
    pub fn leave(&mut self) -> Action {
        let mut requests = Vec::new();
        if self.listening {
            requests.extend([Request::Listen(false), Request::TryScanner(None)]);
        }
        requests.extend([Request::Forget, Request::Watch(false)]);
        Action::Close(requests.into_iter().map(Intent::SetUp).collect())
    }

    /// What becomes of changes that would be lost.
    fn answer(&mut self, message: &Message, snapshot: &Snapshot) -> Action {
        match message {
            Message::StayPressed | Message::BackPressed => self.question = None,
            Message::DiscardPressed => match self.question.take() {
                Some(Question::Settings) => {
                    self.draft = Draft::new(&snapshot.settings);
                    return self.leave();
                }
                Some(Question::Form) => {
                    self.close_form();
                    return forget_failure(snapshot);
                }
                Some(Question::Article) => {
                    let remove = articles::Message::RemovePressed;
                    return Action::maybe(self.articles.update(remove, snapshot));
                }
                None => {}
            },
            Message::SavePressed => {
                return match self.question.take() {
                    Some(Question::Settings) => self.save(),
                    Some(Question::Form) => self.save_form(snapshot),
                    asked => {
                        self.question = asked;
                        Action::None
                    }
                };
            }
            _ => {}
        }
        Action::None
    }

    fn save_form(&mut self, snapshot: &Snapshot) -> Action {
        match self.group {
            Group::People => {
                Action::maybe(self.people.update(people::Message::SavePressed, snapshot))
            }
            Group::Articles => {
                Action::maybe(self.articles.update(articles::Message::SavePressed, snapshot))
            }
            _ => Action::None,
        }
    }

    /// Saves everything that was changed, or leads to the first field that is wrong.
    fn save(&mut self) -> Action {
        if !self.draft.is_changed() {
            return Action::None;
        }
        self.leave_fields();
        let problems = self.draft.problems();
        let Some(first) = problems.first() else {
            self.news = None;
            return Action::ask(Request::Save(Box::new(self.draft.settings())));
        };
        let (group, _) = draft::place(first.field);
        self.go_to(group, None);
        self.news = Some(News::Problems(problems.len()));
        Action::None
    }

    fn try_out(&mut self, trial: Trial) -> Action {
        self.leave_fields();
        let settings = self.draft.settings();
        let printer = |trial| {
            settings.printer.clone().map(|printer| Request::TryPrinter(Box::new(printer), trial))
        };
        Action::maybe(match trial {
            Trial::Reach => Some(Request::Reach(Box::new(settings.seqr))),
            Trial::Listen => return self.listen(settings.scanner),
            Trial::FindBaud => {
                settings.scanner.map(|scanner| Request::FindBaud { port: scanner.port })
            }
            Trial::TestPage => printer(PrinterTrial::Page),
            Trial::Drawer => printer(PrinterTrial::Drawer),
            Trial::BackUp => {
                let folder = settings.backup.folder.map(PathBuf::from);
                Some(Request::BackUp { folder })
            }
            Trial::Support => {
                let folder = self.draft.form(Group::Backup).text(Id::SupportFolder).trim();
                (!folder.is_empty()).then(|| Request::Support { folder: PathBuf::from(folder) })
            }
        })
    }

    /// Listens to the scanner as it is chosen here, or goes back to the saved one.
    fn listen(&mut self, scanner: Option<ScannerSettings>) -> Action {
        self.listening = !self.listening;
        let tried = scanner.filter(|_| self.listening);
        let requests = [Request::TryScanner(tried), Request::Listen(self.listening)];
        Action::Send(requests.map(Intent::SetUp).into())
    }
}

/// What could not be saved is said until somebody goes elsewhere: there it would be taken for something else.
fn forget_failure(snapshot: &Snapshot) -> Action {
    match snapshot.set_up.saved {
        Work::Failed(_) => Action::ask(Request::Forget),
        _ => Action::None,
    }
}

/// What somebody is here to do; nobody may do nothing.
fn role(snapshot: &Snapshot) -> Role {
    snapshot.user.as_ref().map_or(Role::Cashier, |user| user.role)
}
