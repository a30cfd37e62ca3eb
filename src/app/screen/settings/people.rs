//! Who works here: a list, and a form for one of them. Nobody is ever removed, because receipts name them; they can be
//! kept from logging in.

use std::borrow::Cow;

use crate::app::form::{Entry, Form, Outcome, Press};
use crate::app::frame::Frame;
use crate::app::keyboard::Stroke;
use crate::app::theme::{Icon, Look, Tone};
use crate::app::widget::Element;
use crate::app::widget::board::board;
use crate::app::widget::choice::{choice, switch};
use crate::app::widget::field::{Face, Span, field};
use crate::app::widget::list::{Row, list};
use crate::app::widget::sheet::{self, Cell};
use crate::core::user::{Person, Role, UserNumber};
use crate::till::pin::{MOST_DIGITS, Pin};
use crate::till::set_up::{PersonView, Request, View, Work};
use crate::till::snapshot::Snapshot;

/// The longest name: what fits beside the date on a receipt.
const LONGEST_NAME: usize = 30;

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Id {
    /// The number to log in with.
    Number,
    /// The name on receipts.
    Name,
    /// A new PIN.
    Pin,
}

/// What happens here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Somebody in the list.
    PersonPressed(UserNumber),
    /// Somebody new.
    NewPressed,
    /// Another page of the list.
    Turned(usize),
    /// A field of the form.
    FieldPressed(Id),
    /// What somebody is there to do.
    RolePressed(Role),
    /// Whether somebody can log in.
    ActivePressed(bool),
    /// Save the form.
    SavePressed,
}

/// The list, and the form if one is open.
#[derive(Debug, Default)]
pub struct State {
    first: usize,
    editor: Option<Editor>,
}

/// A form for one person.
#[derive(Debug)]
struct Editor {
    whose: Whose,
    form: Form<Id>,
    role: Role,
    active: bool,
    /// What it began with.
    before: (Role, bool),
    sent: Sent,
}

/// Whether somebody is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    New,
    Known(UserNumber),
}

/// Whether the till was asked to save this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    /// Not yet.
    No,
    /// When so many changes had been saved.
    After(u64),
}

impl Sent {
    /// At this moment.
    pub(super) fn now(view: &View) -> Self {
        match view.saved {
            Work::Done(changes) => Sent::After(changes),
            _ => Sent::After(0),
        }
    }

    /// Whether it has been saved since.
    pub(super) fn is_saved(self, before: &View, view: &View) -> bool {
        match (self, &view.saved) {
            (Sent::After(_), Work::Done(_)) => before.saved != view.saved,
            _ => false,
        }
    }
}

impl State {
    /// Lets something take effect.
    pub fn update(&mut self, message: Message, snapshot: &Snapshot) -> Option<Request> {
        let people = &snapshot.set_up.people;
        match (message, &mut self.editor) {
            (Message::PersonPressed(number), _) => {
                let person = people.iter().find(|view| view.person.number == number);
                self.editor = person.map(Editor::of);
            }
            (Message::NewPressed, _) => self.editor = Some(Editor::new(people)),
            (Message::Turned(first), _) => self.first = first,
            (Message::FieldPressed(id), Some(editor)) => editor.form.focus(id),
            (Message::RolePressed(role), Some(editor)) => editor.role = role,
            (Message::ActivePressed(active), Some(editor)) => editor.active = active,
            (Message::SavePressed, Some(editor)) => return editor.save(snapshot),
            (_, None) => {}
        }
        None
    }

    /// The form is put away once it has been saved.
    pub fn follow(&mut self, before: &Snapshot, snapshot: &Snapshot) {
        let saved = |editor: &Editor| editor.sent.is_saved(&before.set_up, &snapshot.set_up);
        if self.editor.as_ref().is_some_and(saved) {
            self.editor = None;
        }
    }

    /// A key of the board or the keyboard, for the form.
    pub fn press(&mut self, press: Press) -> Outcome {
        self.editor.as_mut().map_or(Outcome::Ignored, |editor| editor.form.press(press))
    }

    /// Whether a field has the keys.
    pub fn is_typing(&self) -> bool {
        self.editor.as_ref().is_some_and(|editor| editor.form.focused().is_some())
    }

    /// Whether a form is open.
    pub fn is_editing(&self) -> bool {
        self.editor.is_some()
    }

    /// Whether closing the form would lose something.
    pub fn is_changed(&self) -> bool {
        self.editor.as_ref().is_some_and(|editor| {
            editor.form.is_changed() || (editor.role, editor.active) != editor.before
        })
    }

    /// Puts the form away.
    pub fn close(&mut self) {
        self.editor = None;
    }

    /// The heading of the form.
    pub fn heading<'a>(&self, frame: &Frame<'a>) -> Option<Cow<'a, str>> {
        self.editor.as_ref().map(|editor| match editor.whose {
            Whose::New => frame.text("settings-person-new"),
            Whose::Known(number) => {
                frame.with("settings-person-of", &[("number", number.0.into())])
            }
        })
    }

    /// The list, or the form.
    pub fn view<'a>(&'a self, frame: &Frame<'a>, room: f32) -> Element<'a, Message> {
        match &self.editor {
            Some(editor) => sheet::cells(editor.cells(frame), room),
            None => self.view_list(frame, room),
        }
    }

    fn view_list<'a>(&self, frame: &Frame<'a>, room: f32) -> Element<'a, Message> {
        let people = &frame.snapshot.set_up.people;
        let row = |place: usize| {
            let PersonView { person, active } = &people[place];
            let state = if *active { None } else { Some(frame.text("settings-person-closed")) };
            Row {
                icon: if *active { Icon::User } else { Icon::Ban },
                title: format!("{}  {}", person.number, person.name).into(),
                detail: Some(frame.text(role_name(person.role))),
                end: state,
                chosen: false,
                on_press: Some(Message::PersonPressed(person.number)),
            }
        };
        list(self.first, people.len(), room, frame.texts, row, Message::Turned)
    }

    /// The keys below.
    pub fn foot<'a>(&self, frame: &Frame<'a>) -> Element<'a, Message> {
        match &self.editor {
            None => sheet::foot_key(Icon::Plus, frame.text("settings-person-new"), None)
                .look(Look::Outlined(Tone::Pay))
                .on_press(Message::NewPressed)
                .into(),
            Some(_) => {
                let busy = frame.snapshot.set_up.saved == Work::Busy;
                let possible = self.is_changed() && !busy;
                sheet::forward_key(Icon::Check, frame.text("settings-save"), Some("F12"))
                    .on_press_maybe(possible.then_some(Message::SavePressed))
                    .into()
            }
        }
    }

    /// The keyboard, while a field has the keys.
    pub fn board<'a, M: Clone + PartialEq + 'static>(
        &self,
        frame: &Frame<'a>,
        on_press: impl Fn(Press) -> M + Copy,
    ) -> Option<Element<'a, M>> {
        board(&self.editor.as_ref()?.form, frame.texts, on_press)
    }

    /// What a key of the keyboard means that no field took.
    pub fn stroke(&self, stroke: Stroke) -> Option<Message> {
        (stroke == Stroke::Function(12) && self.is_changed()).then_some(Message::SavePressed)
    }
}

impl Editor {
    fn new(people: &[PersonView]) -> Self {
        let free = (1..=9_999)
            .find(|number| people.iter().all(|view| view.person.number != UserNumber(*number)));
        let number = free.map_or_else(String::new, |number: u16| number.to_string());
        let mut editor = Editor::with(Whose::New, &number, "", Role::Cashier, true);
        editor.form.focus(Id::Name);
        editor
    }

    fn of(view: &PersonView) -> Self {
        let Person { number, name, role } = &view.person;
        Editor::with(Whose::Known(*number), &number.to_string(), name, *role, view.active)
    }

    fn with(whose: Whose, number: &str, name: &str, role: Role, active: bool) -> Self {
        let mut entries = vec![
            Entry::words(Id::Name, name, LONGEST_NAME),
            Entry::digits(Id::Pin, "", MOST_DIGITS).hidden(),
        ];
        if whose == Whose::New {
            entries.insert(0, Entry::digits(Id::Number, number, 4));
        }
        let form = Form::new(entries);
        Editor { whose, form, role, active, before: (role, active), sent: Sent::No }
    }

    fn save(&mut self, snapshot: &Snapshot) -> Option<Request> {
        let number = self.number();
        // What is not a number at all is one that nobody can have: the till says what is.
        let number = number.unwrap_or(UserNumber(0));
        if self.is_taken(&snapshot.set_up.people) {
            return None;
        }
        let name = self.form.text(Id::Name).trim().to_owned();
        let pin = self.form.text(Id::Pin);
        let pin = (!pin.is_empty()).then(|| Pin::from(pin));
        self.form.leave();
        self.sent = Sent::now(&snapshot.set_up);
        let person = Person { number, name, role: self.role };
        Some(Request::Person { person, active: self.active, pin })
    }

    fn number(&self) -> Option<UserNumber> {
        match self.whose {
            Whose::Known(number) => Some(number),
            Whose::New => self.form.text(Id::Number).parse().ok().map(UserNumber),
        }
    }

    /// Whether somebody else has the number of somebody new, who must not become them.
    fn is_taken(&self, people: &[PersonView]) -> bool {
        let number = self.number();
        self.whose == Whose::New && people.iter().any(|view| Some(view.person.number) == number)
    }

    fn cells<'a>(&'a self, frame: &Frame<'a>) -> Vec<Cell<'a, Message>> {
        let one = |id, face: Face<'a>| {
            let typing = self.form.focused() == Some(id);
            let pressed = Message::FieldPressed(id);
            Cell::half(field(&self.form, id, face, Span::Half, frame.texts, pressed), typing)
        };
        let missing = |id| {
            let empty = self.form.text(id).trim().is_empty();
            let typing = self.form.focused() == Some(id);
            (empty && !typing).then(|| frame.text("settings-fault-missing"))
        };
        let taken = self.is_taken(&frame.snapshot.set_up.people);
        let taken = taken.then(|| frame.text("settings-person-taken"));
        let pin = match self.whose {
            Whose::New => Face::new(frame.text("settings-person-pin")).fault(missing(Id::Pin)),
            Whose::Known(_) => Face::new(frame.text("settings-person-new-pin"))
                .hint(frame.text("settings-person-pin-hint")),
        };
        let roles = [Role::Cashier, Role::Manager, Role::Installer]
            .map(|role| (frame.text(role_name(role)), role));
        let role = Face::new(frame.text("settings-person-role"))
            .hint(frame.text("settings-person-role-hint"));
        let active = Face::new(frame.text("settings-person-active"))
            .hint(frame.text("settings-person-active-hint"));
        let mut cells = Vec::new();
        if self.whose == Whose::New {
            let face = Face::new(frame.text("settings-person-number"))
                .hint(frame.text("settings-person-number-hint"))
                .fault(taken.or(missing(Id::Number)));
            cells.push(one(Id::Number, face));
        }
        let name = Face::new(frame.text("settings-person-name")).fault(missing(Id::Name));
        cells.extend([one(Id::Name, name), one(Id::Pin, pin)]);
        cells.push(Cell::whole(choice(role, roles, Some(self.role), Message::RolePressed), false));
        let active = switch(active, self.active, frame.texts, Message::ActivePressed);
        cells.push(Cell::half(active, false));
        cells
    }
}

/// The key of a role's name.
pub(super) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Cashier => "role-cashier",
        Role::Manager => "role-manager",
        Role::Installer => "role-installer",
    }
}
