//! What fills the window in front of the sale view and is put away again: the set-up wizard, the SEQR terminal.

use super::frame::Frame;
use super::keyboard::Stroke;
use super::screen::{terminal, wizard};
use super::widget::Element;
use crate::document::set_up_sheet::TestResult;
use crate::till::intent::Intent;
use crate::till::snapshot::Snapshot;

/// What is in front, if anything.
#[derive(Debug, Default)]
pub(super) struct Front {
    view: View,
    /// What the wizard has tried, for when it is opened again.
    results: Vec<TestResult>,
}

#[derive(Debug, Default)]
enum View {
    #[default]
    None,
    Wizard(Box<wizard::State>),
    Terminal(Box<terminal::State>),
}

/// What happens in front.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Something happened in the wizard.
    Wizard(wizard::Message),
    /// Something happened on the terminal's screen.
    Terminal(terminal::Message),
}

impl Front {
    /// Whether something is in front.
    pub(super) fn is_there(&self) -> bool {
        !matches!(self.view, View::None)
    }

    /// Whether a field has the keys: what is typed there is no scan.
    pub(super) fn is_typing(&self) -> bool {
        match &self.view {
            View::None => false,
            View::Wizard(wizard) => wizard.is_typing(),
            View::Terminal(terminal) => terminal.is_typing(),
        }
    }

    /// Opens the wizard where nothing else is in front; what goes to the till.
    pub(super) fn open_wizard(&mut self, snapshot: &Snapshot) -> Vec<Intent> {
        if self.is_there() || !wizard::is_allowed(snapshot) {
            return Vec::new();
        }
        let (wizard, intents) = wizard::State::open(snapshot, std::mem::take(&mut self.results));
        self.view = View::Wizard(Box::new(wizard));
        intents
    }

    /// Opens the terminal's screen where nothing else is in front; what goes to the till.
    pub(super) fn open_terminal(&mut self, snapshot: &Snapshot) -> Vec<Intent> {
        if self.is_there() || !terminal::is_allowed(snapshot) {
            return Vec::new();
        }
        let (terminal, intents) = terminal::State::open();
        self.view = View::Terminal(Box::new(terminal));
        intents
    }

    /// Lets something take effect; what goes to the till.
    pub(super) fn update(&mut self, message: Message, snapshot: &Snapshot) -> Vec<Intent> {
        match (&mut self.view, message) {
            (View::Wizard(wizard), Message::Wizard(message)) => {
                let action = wizard.update(message, snapshot);
                self.after_wizard(action)
            }
            (View::Terminal(terminal), Message::Terminal(message)) => {
                let action = terminal.update(message, snapshot);
                self.after_terminal(action)
            }
            _ => Vec::new(),
        }
    }

    /// A key of the keyboard; what goes to the till.
    pub(super) fn stroke(&mut self, stroke: Stroke, snapshot: &Snapshot) -> Vec<Intent> {
        match &mut self.view {
            View::None => Vec::new(),
            View::Wizard(wizard) => {
                let action = wizard.stroke(stroke, snapshot);
                self.after_wizard(action)
            }
            View::Terminal(terminal) => {
                let action = terminal.stroke(stroke, snapshot);
                self.after_terminal(action)
            }
        }
    }

    /// The till has gone on; what goes to it.
    pub(super) fn follow(&mut self, before: &Snapshot, snapshot: &Snapshot) -> Vec<Intent> {
        let mut intents = match &mut self.view {
            View::None => Vec::new(),
            View::Wizard(wizard) => {
                let action = wizard.follow(snapshot);
                self.after_wizard(action)
            }
            View::Terminal(terminal) => {
                let action = terminal.follow(snapshot);
                self.after_terminal(action)
            }
        };
        if !wizard::is_wanted(before) && wizard::is_wanted(snapshot) {
            intents.extend(self.open_wizard(snapshot));
        }
        intents
    }

    fn after_wizard(&mut self, action: wizard::Action) -> Vec<Intent> {
        match action {
            wizard::Action::Send(intents) => intents,
            wizard::Action::Close(intents) => {
                if let View::Wizard(wizard) = std::mem::take(&mut self.view) {
                    self.results = wizard.into_results();
                }
                intents
            }
        }
    }

    fn after_terminal(&mut self, action: terminal::Action) -> Vec<Intent> {
        match action {
            terminal::Action::Send(intents) => intents,
            terminal::Action::Close(intents) => {
                self.view = View::None;
                intents
            }
        }
    }

    /// What is seen, if anything is in front.
    pub(super) fn view<'a>(&'a self, frame: &Frame<'a>) -> Option<Element<'a, Message>> {
        match &self.view {
            View::None => None,
            View::Wizard(wizard) => Some(wizard.view(frame).map(Message::Wizard)),
            View::Terminal(terminal) => Some(terminal.view(frame).map(Message::Terminal)),
        }
    }
}
