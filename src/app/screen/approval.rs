//! Somebody with another role stands beside the cashier and lets one command through, by number and PIN. The cashier
//! stays logged in.
//!
//! Owns what is typed. What is approved is the parent's; whether it may be is the till's.

use std::borrow::Cow;

use iced::Fill;
use iced::widget::{column, container, row, space};

use super::credentials::{self, Keys, Said, Typed};
use crate::app::frame::Frame;
use crate::app::keyboard::Stroke;
use crate::app::theme::{self, Icon, Tone, measure};
use crate::app::widget::{Element, card, keypad};
use crate::app::words;
use crate::core::register::Command;
use crate::till::intent::Intent;
use crate::till::snapshot::{Approval, Snapshot};

/// What is approved, and what has been typed.
#[derive(Debug)]
pub struct State {
    command: Command,
    /// The text that says what is approved.
    what: &'static str,
    typed: Typed,
    /// The last approval before this one.
    done: u32,
}

/// What happens in the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A digit key, C or backspace.
    KeyPressed(keypad::Press),
    /// "Next", or "Approve".
    ForwardPressed,
    /// Back from the PIN to the number, and from there out.
    BackPressed,
    /// Put away.
    Closed,
}

/// What the dialog wants of whoever opened it.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// That this goes to the till.
    Send(Intent),
    /// To be put away; the till is told with [`Intent::ForgetApproval`].
    Close,
}

fn keys() -> Keys<Message> {
    Keys {
        press: Message::KeyPressed,
        forward: Message::ForwardPressed,
        back: Message::BackPressed,
    }
}

/// Refusals so far.
fn refusals(snapshot: &Snapshot) -> Option<u32> {
    match snapshot.approval {
        Approval::Refused { times }
        | Approval::Waiting { times, .. }
        | Approval::Locked { times, .. }
        | Approval::NotDone { times, .. } => Some(times),
        Approval::Idle | Approval::Checking | Approval::Done { .. } => None,
    }
}

/// Approvals so far, as far as they are shown.
fn done(snapshot: &Snapshot) -> Option<u32> {
    match snapshot.approval {
        Approval::Done { times } => Some(times),
        _ => None,
    }
}

impl State {
    /// Asks for somebody who approves a command; `what` is the text that says what it is.
    pub fn new(command: Command, what: &'static str, snapshot: &Snapshot) -> Self {
        let typed = Typed::new(refusals(snapshot).unwrap_or(0));
        State { command, what, typed, done: done(snapshot).unwrap_or(0) }
    }

    /// The till has gone on.
    pub fn follow(&mut self, snapshot: &Snapshot) -> Action {
        self.typed.follow(refusals(snapshot));
        match done(snapshot) {
            Some(done) if done != self.done => Action::Close,
            _ => Action::None,
        }
    }

    /// Lets something take effect.
    pub fn update(&mut self, message: Message, snapshot: &Snapshot) -> Action {
        if message == Message::Closed {
            return Action::Close;
        }
        if snapshot.approval == Approval::Checking {
            return Action::None;
        }
        match message {
            Message::KeyPressed(press) => self.typed.press(press),
            Message::ForwardPressed if self.may_end(snapshot) => {
                if let Some((user, pin)) = self.typed.forward() {
                    let command = self.command.clone();
                    return Action::Send(Intent::Approve { user, pin, command });
                }
            }
            Message::ForwardPressed => {}
            Message::BackPressed if self.typed.user().is_none() => return Action::Close,
            Message::BackPressed => self.typed.back(),
            Message::Closed => return Action::Close,
        }
        Action::None
    }

    /// What a key of the keyboard means here.
    pub fn stroke(&self, stroke: Stroke) -> Option<Message> {
        credentials::stroke(stroke, keys())
    }

    /// Whether a PIN would be taken now.
    fn may_end(&self, snapshot: &Snapshot) -> bool {
        match snapshot.approval {
            Approval::Checking => false,
            Approval::Waiting { user, .. } => user.is_some() && user != self.typed.user(),
            Approval::Locked { user, .. } => Some(user) != self.typed.user(),
            _ => true,
        }
    }

    fn said<'a>(&self, frame: &Frame<'a>) -> Option<Said<'a>> {
        let mine = |user| Some(user) == self.typed.user();
        match frame.snapshot.approval {
            Approval::Checking => Some(credentials::checking(frame)),
            Approval::Refused { .. } => Some(credentials::wrong(frame)),
            Approval::Waiting { user, seconds, .. } if user.is_none_or(mine) => {
                Some(credentials::pause(frame, seconds))
            }
            Approval::Locked { user, minutes, .. } if mine(user) => {
                Some(credentials::lock(frame, minutes))
            }
            Approval::NotDone { reason, .. } => {
                let words: Cow<'a, str> = words::refused(frame, reason);
                Some(Said { icon: Icon::Ban, tone: Tone::Danger, words })
            }
            _ => None,
        }
    }

    /// What is seen.
    pub fn view<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let snapshot = frame.snapshot;
        let who = snapshot.user.as_ref().map(|user| {
            let stays = frame.with("approval-stays", &[("name", user.name.as_str().into())]);
            theme::body(stays).style(theme::muted)
        });
        let left = column![
            theme::amount(frame.text(self.what)),
            theme::body(frame.text("approval-do")),
            who,
            space().height(Fill),
        ]
        .spacing(measure::WIDE)
        .width(Fill);
        let pad = self.typed.view(
            frame,
            self.said(frame),
            frame.text("approve"),
            self.may_end(snapshot),
            keys(),
        );
        let content =
            row![left, container(pad).width(measure::APPROVAL_PAD)].spacing(measure::APART);
        card::card(
            Icon::KeyRound,
            Some(Tone::Info),
            frame.text("approval"),
            Some(Message::Closed),
            measure::WIDEST_CARD_WIDTH,
            container(content).height(iced::Shrink),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture;
    use crate::core::register::Refused;
    use crate::core::user::UserNumber;

    fn typed(state: &mut State, snapshot: &Snapshot, digits: &str) -> Action {
        for digit in digits.chars() {
            let message = state.stroke(Stroke::Character(digit)).unwrap();
            assert_eq!(state.update(message, snapshot), Action::None);
        }
        state.update(Message::ForwardPressed, snapshot)
    }

    fn opened(snapshot: &Snapshot) -> State {
        State::new(Command::OpenDrawer, "menu-drawer", snapshot)
    }

    fn approve(user: u16, pin: &str) -> Action {
        let (user, pin) = (UserNumber(user), pin.into());
        Action::Send(Intent::Approve { user, pin, command: Command::OpenDrawer })
    }

    #[test]
    fn number_and_pin_go_to_the_till_with_the_command() {
        let mut snapshot = fixture::empty();
        let mut state = opened(&snapshot);
        assert_eq!(typed(&mut state, &snapshot, "2"), Action::None);
        assert_eq!(typed(&mut state, &snapshot, "2222"), approve(2, "2222"));
        assert_eq!(typed(&mut state, &snapshot, ""), Action::None, "the PIN has left");
        snapshot.approval = Approval::Checking;
        assert_eq!(state.follow(&snapshot), Action::None);
        assert_eq!(state.update(Message::BackPressed, &snapshot), Action::None);
        snapshot.approval = Approval::Done { times: 1 };
        assert_eq!(state.follow(&snapshot), Action::Close);
        // The next one is not over because the last one was.
        assert_eq!(opened(&snapshot).follow(&snapshot), Action::None);
    }

    #[test]
    fn a_refused_pin_is_typed_anew_and_a_pause_is_waited_for() {
        let mut snapshot = fixture::empty();
        let mut state = opened(&snapshot);
        let _pin = typed(&mut state, &snapshot, "2");
        let user = Some(UserNumber(2));
        for (times, approval, taken) in [
            (1, Approval::Refused { times: 1 }, true),
            (2, Approval::NotDone { times: 2, reason: Refused::NotAllowed }, true),
            (3, Approval::Waiting { times: 3, user, seconds: 5 }, false),
            (4, Approval::Waiting { times: 4, user: Some(UserNumber(9)), seconds: 5 }, true),
            (5, Approval::Waiting { times: 5, user: None, seconds: 5 }, false),
            (6, Approval::Locked { times: 6, user: UserNumber(2), minutes: 15 }, false),
        ] {
            for digit in "99".chars() {
                let message = state.stroke(Stroke::Character(digit)).unwrap();
                let _none = state.update(message, &snapshot);
            }
            snapshot.approval = approval;
            assert_eq!(state.follow(&snapshot), Action::None);
            let expected = if taken { approve(2, "1") } else { Action::None };
            assert_eq!(typed(&mut state, &snapshot, "1"), expected, "{times}");
        }
    }

    #[test]
    fn the_way_back_ends_outside() {
        let snapshot = fixture::empty();
        let mut state = opened(&snapshot);
        let _pin = typed(&mut state, &snapshot, "2");
        assert_eq!(state.update(Message::BackPressed, &snapshot), Action::None);
        assert_eq!(state.update(Message::BackPressed, &snapshot), Action::Close);
        assert_eq!(state.stroke(Stroke::Escape), Some(Message::BackPressed));
    }
}
