//! What is asked of SEQR about this register: to register it, to tie it to its sticker, to end the registration. The
//! set-up wizard and the terminal menu have it in common.
//!
//! Whether something is allowed and what came of it is the till's business; passwords leave this place with the
//! request and are wiped.

mod view;

pub use view::done_at;

use super::errand::{Ended, Errand, Progress};
use crate::app::form::{Entry, Form, Outcome, Press};
use crate::app::keyboard::Stroke;
use crate::core::settings::UnregisterAs;
use crate::secret::Secret;
use crate::till::set_up::{Asked, Request, Reseller, Trouble, Work};
use crate::till::snapshot::Snapshot;

/// Characters of a name of the terminal.
const NAME: usize = 80;
/// Characters of a part of the reseller's login.
const LOGIN: usize = 64;
/// Characters of a sticker's QR code.
const STICKER: usize = 64;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Id {
    /// The shop's own name for the terminal.
    ExternalId,
    /// What customers see.
    Name,
    /// Reseller id.
    Reseller,
    /// User id.
    User,
    /// Password.
    Password,
    /// The sticker.
    Sticker,
}

/// Whose login is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Login {
    /// The one that is kept.
    Kept,
    /// The one that is typed.
    Typed,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Something is typed.
    Typing,
    /// It was asked whether it is really meant.
    Asking,
}

/// What is being asked, and what is typed for it.
#[derive(Debug)]
pub struct State {
    asked: Asked,
    form: Form<Id>,
    login: Login,
    stage: Stage,
    errand: Errand,
    ended: Option<Ended>,
    /// Scans that were there before.
    scans: u64,
}

/// What happens here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A field gets the keys.
    FieldPressed(Id),
    /// Another login than the one that is kept.
    OtherLoginPressed,
    /// It is not meant.
    KeepPressed,
    /// It is really meant.
    MeantPressed,
}

impl State {
    /// Nothing asked; names are as is usual, scans up to now are old.
    pub fn new(asked: Asked, snapshot: &Snapshot) -> Self {
        let login = match snapshot.set_up.registration.reseller_kept {
            true => Login::Kept,
            false => Login::Typed,
        };
        let scans = snapshot.set_up.scan.as_ref().map_or(0, |scan| scan.number);
        let form = form(asked, login, snapshot);
        let (stage, errand) = (Stage::Typing, Errand::None);
        State { asked, form, login, stage, errand, ended: None, scans }
    }

    /// What is asked here.
    pub fn asked(&self) -> Asked {
        self.asked
    }

    /// The fields.
    pub fn form(&self) -> &Form<Id> {
        &self.form
    }

    /// A key of the board.
    pub fn press(&mut self, press: Press) -> Outcome {
        self.form.press(press)
    }

    /// A key of the keyboard.
    pub fn stroke(&mut self, stroke: Stroke) -> Outcome {
        self.form.stroke(stroke)
    }

    /// Whether SEQR is being asked.
    pub fn is_busy(&self, snapshot: &Snapshot) -> bool {
        self.errand.is_busy() || snapshot.set_up.registration.work == Work::Busy
    }

    /// How the last request of this place ended; only the first time.
    pub fn take_success(&mut self) -> bool {
        let done = self.ended == Some(Ended::Done);
        if done {
            self.ended = None;
        }
        done
    }

    /// Why the last request failed.
    pub fn trouble(&self) -> Option<&Trouble> {
        match &self.ended {
            Some(Ended::Failed(trouble)) => Some(trouble),
            _ => None,
        }
    }

    /// Whether the answer to an earlier request was lost.
    pub fn is_lost(&self, snapshot: &Snapshot) -> bool {
        snapshot.set_up.registration.unanswered == Some(self.asked)
    }

    /// Whether everything is there that is sent.
    pub fn is_ready(&self, snapshot: &Snapshot) -> bool {
        let filled = |id| !self.form.text(id).trim().is_empty();
        let login = self.login == Login::Kept
            || [Id::Reseller, Id::User, Id::Password].into_iter().all(filled);
        match self.asked {
            Asked::Register => login && filled(Id::ExternalId) && filled(Id::Name),
            Asked::Assign => filled(Id::Sticker),
            Asked::Unregister => login || !asks_for_login(self.asked, snapshot),
        }
    }

    /// The first field gets the keys.
    pub fn type_first(&mut self, snapshot: &Snapshot) {
        let first = match self.asked {
            Asked::Register => Id::ExternalId,
            Asked::Assign => Id::Sticker,
            Asked::Unregister => Id::Reseller,
        };
        if !self.is_busy(snapshot) && self.stage == Stage::Typing {
            self.form.focus(first);
        }
    }

    /// Lets something take effect; what has to be sent to the till.
    pub fn update(&mut self, message: Message, snapshot: &Snapshot) -> Option<Request> {
        match message {
            Message::FieldPressed(id) if !self.is_busy(snapshot) => self.form.focus(id),
            Message::FieldPressed(_) => {}
            Message::OtherLoginPressed => {
                self.login = Login::Typed;
                self.form = form(self.asked, self.login, snapshot);
                self.form.focus(Id::Reseller);
            }
            Message::KeepPressed => self.stage = Stage::Typing,
            Message::MeantPressed if self.stage == Stage::Asking => {
                self.stage = Stage::Typing;
                return self.ask(snapshot);
            }
            Message::MeantPressed => {}
        }
        None
    }

    /// The way forward was pressed: what has to be sent to the till. To end a registration takes a second press, at
    /// another place.
    pub fn forward(&mut self, snapshot: &Snapshot) -> Option<Request> {
        if self.is_busy(snapshot) || !self.is_ready(snapshot) {
            return None;
        }
        self.form.leave();
        if self.asked == Asked::Unregister {
            self.stage = Stage::Asking;
            return None;
        }
        self.ask(snapshot)
    }

    fn ask(&mut self, snapshot: &Snapshot) -> Option<Request> {
        let request = match self.asked {
            Asked::Register => Request::Register {
                reseller: self.reseller(snapshot),
                external_id: self.form.text(Id::ExternalId).trim().to_owned(),
                name: self.form.text(Id::Name).trim().to_owned(),
            },
            Asked::Assign => Request::Assign(self.form.text(Id::Sticker).trim().to_owned()),
            Asked::Unregister => Request::Unregister { reseller: self.reseller(snapshot) },
        };
        self.ended = None;
        self.errand.ask(request, &snapshot.set_up)
    }

    fn reseller(&self, snapshot: &Snapshot) -> Option<Reseller> {
        let typed = self.login == Login::Typed && asks_for_login(self.asked, snapshot);
        typed.then(|| Reseller {
            id: self.form.text(Id::Reseller).trim().to_owned(),
            user: self.form.text(Id::User).trim().to_owned(),
            password: Secret::new(self.form.text(Id::Password)),
        })
    }

    /// The till has gone on: a scan is the sticker; what has to be sent now.
    pub fn follow(&mut self, snapshot: &Snapshot) -> Option<Request> {
        if let Some(scan) = &snapshot.set_up.scan
            && scan.number > self.scans
        {
            self.scans = scan.number;
            if self.asked == Asked::Assign && scan.readable && !self.is_busy(snapshot) {
                self.form.set(Id::Sticker, &scan.text);
                self.form.leave();
            }
        }
        match self.errand.follow(&snapshot.set_up)? {
            Progress::Send(request) => Some(request),
            Progress::Ended(_, ended) => {
                if ended == Ended::Done {
                    // The password has done its work.
                    self.form.set(Id::Password, "");
                }
                self.ended = Some(ended);
                None
            }
        }
    }
}

/// Whether the reseller's login is sent along.
fn asks_for_login(asked: Asked, snapshot: &Snapshot) -> bool {
    match asked {
        Asked::Register => true,
        Asked::Assign => false,
        Asked::Unregister => snapshot.settings.seqr.unregister_as == UnregisterAs::Reseller,
    }
}

fn form(asked: Asked, login: Login, snapshot: &Snapshot) -> Form<Id> {
    let settings = &snapshot.settings;
    let mut entries = match asked {
        Asked::Register => {
            let name = match settings.shop.name.trim() {
                "" => settings.register.clone(),
                shop => format!("{shop}, {}", settings.register),
            };
            vec![
                Entry::words(Id::ExternalId, &settings.register, NAME),
                Entry::words(Id::Name, &name, NAME),
            ]
        }
        Asked::Assign => vec![Entry::plain(Id::Sticker, "", STICKER)],
        Asked::Unregister => Vec::new(),
    };
    if login == Login::Typed && asks_for_login(asked, snapshot) {
        entries.extend([
            Entry::plain(Id::Reseller, "", LOGIN),
            Entry::plain(Id::User, "", LOGIN),
            Entry::plain(Id::Password, "", LOGIN).hidden(),
        ]);
    }
    Form::new(entries)
}
