//! The SEQR terminal: what SEQR knows of this register, and the functions that change it. For installers.
//!
//! Each function is open only when it makes sense, and says why where it is not; the till decides all the same.

#[cfg(test)]
mod tests;
mod view;

use super::registration;
use crate::app::form::{Outcome as Typed, Press};
use crate::app::keyboard::Stroke;
use crate::core::payment::Case;
use crate::core::user::Permission;
use crate::till::intent::Intent;
use crate::till::set_up::{Asked, Request};
use crate::till::snapshot::Snapshot;

/// The screen.
#[derive(Debug)]
pub struct State {
    /// What is being asked of SEQR; nothing while the facts are seen.
    asking: Option<registration::State>,
    /// What was done last.
    done: Option<Asked>,
}

/// What happens on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Back to the facts, or away.
    BackPressed,
    /// A function.
    FunctionPressed(Asked),
    /// Something about what is asked.
    Registration(registration::Message),
    /// A key of the board.
    BoardPressed(Press),
    /// The way forward.
    MainPressed,
}

/// What the screen wants of the window.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// That this goes to the till, in this order; often nothing.
    Send(Vec<Intent>),
    /// That it is put away, and that this goes to the till.
    Close(Vec<Intent>),
}

impl Action {
    const NONE: Action = Action::Send(Vec::new());

    fn asks(requests: impl IntoIterator<Item = Request>) -> Action {
        Action::Send(requests.into_iter().map(Intent::SetUp).collect())
    }
}

/// Why a function cannot be used now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    NoAddress,
    Registered,
    NotRegistered,
    Unsettled,
    Busy,
}

/// Whether whoever is there may see the screen.
pub fn is_allowed(snapshot: &Snapshot) -> bool {
    let may = snapshot.user.as_ref().is_some_and(|user| user.role.may(Permission::Configure));
    may && !snapshot.locked
}

/// Why a function makes no sense now, if it does not.
fn against(asked: Asked, snapshot: &Snapshot) -> Option<Reason> {
    let registration = &snapshot.set_up.registration;
    if registration.work == crate::till::set_up::Work::Busy {
        return Some(Reason::Busy);
    }
    let registered = snapshot.terminal.is_some();
    match asked {
        Asked::Register if registered => Some(Reason::Registered),
        Asked::Register | Asked::Assign | Asked::Unregister
            if snapshot.settings.seqr.address.is_empty() =>
        {
            Some(Reason::NoAddress)
        }
        Asked::Register => None,
        Asked::Assign | Asked::Unregister if !registered => Some(Reason::NotRegistered),
        Asked::Unregister if is_unsettled(snapshot) => Some(Reason::Unsettled),
        Asked::Assign | Asked::Unregister => None,
    }
}

/// Whether a payment or refund is open or in doubt. What only has to be looked into does not need the terminal.
fn is_unsettled(snapshot: &Snapshot) -> bool {
    let open = snapshot.open_payment().is_some() || snapshot.open_refund().is_some();
    open || snapshot
        .unsettled
        .iter()
        .any(|payment| matches!(payment.case, Case::Unanswered | Case::InDoubt(_)))
}

impl State {
    /// The facts; what has to be sent.
    pub fn open() -> (Self, Vec<Intent>) {
        let requests = [Request::Watch(true), Request::Forget];
        let state = State { asking: None, done: None };
        (state, requests.into_iter().map(Intent::SetUp).collect())
    }

    /// Whether a field has the keys: what is typed there is no scan.
    pub fn is_typing(&self) -> bool {
        self.asking.as_ref().is_some_and(|asking| asking.form().focused().is_some())
    }

    /// Lets something take effect.
    pub fn update(&mut self, message: Message, snapshot: &Snapshot) -> Action {
        match message {
            Message::BackPressed => self.back(),
            Message::FunctionPressed(asked) if against(asked, snapshot).is_none() => {
                self.done = None;
                self.asking = Some(registration::State::new(asked, snapshot));
                let listen = (asked == Asked::Assign).then_some(Request::Listen(true));
                Action::asks(std::iter::once(Request::Forget).chain(listen))
            }
            Message::FunctionPressed(_) => Action::NONE,
            Message::Registration(message) => {
                let asking = self.asking.as_mut();
                Action::asks(asking.and_then(|asking| asking.update(message, snapshot)))
            }
            Message::BoardPressed(press) => {
                let _typed = self.asking.as_mut().map(|asking| asking.press(press));
                Action::NONE
            }
            Message::MainPressed => {
                let asking = self.asking.as_mut();
                Action::asks(asking.and_then(|asking| asking.forward(snapshot)))
            }
        }
    }

    fn back(&mut self) -> Action {
        match self.asking.take() {
            Some(asking) => Action::asks(listened(&asking)),
            None => self.close(),
        }
    }

    fn close(&mut self) -> Action {
        let listened = self.asking.take().and_then(|asking| listened(&asking));
        let requests = listened.into_iter().chain([Request::Forget, Request::Watch(false)]);
        Action::Close(requests.map(Intent::SetUp).collect())
    }

    /// What a key of the keyboard means here.
    pub fn stroke(&mut self, stroke: Stroke, snapshot: &Snapshot) -> Action {
        let typed = match &mut self.asking {
            Some(asking) => asking.stroke(stroke),
            None => Typed::Ignored,
        };
        match (typed, stroke) {
            (Typed::Ignored, Stroke::Escape) => self.update(Message::BackPressed, snapshot),
            (Typed::Ignored, Stroke::Enter) => self.update(Message::MainPressed, snapshot),
            (Typed::Ignored, Stroke::Tab) => {
                if let Some(asking) = &mut self.asking {
                    asking.type_first(snapshot);
                }
                Action::NONE
            }
            _ => Action::NONE,
        }
    }

    /// The till has gone on.
    pub fn follow(&mut self, snapshot: &Snapshot) -> Action {
        if !is_allowed(snapshot) {
            return self.close();
        }
        let Some(asking) = &mut self.asking else { return Action::NONE };
        let request = asking.follow(snapshot);
        if asking.take_success() {
            self.done = Some(asking.asked());
            return self.back();
        }
        Action::asks(request)
    }
}

/// Scans were listened to: no more.
fn listened(asking: &registration::State) -> Option<Request> {
    (asking.asked() == Asked::Assign).then_some(Request::Listen(false))
}
