//! The payment dialog: a card over the sale view.
//!
//! Being built; it shows nothing but what is due.

use crate::app::frame::Frame;
use crate::app::keyboard::Stroke;
use crate::app::theme::{Icon, Tone, measure};
use crate::app::widget::{Element, card, key};
use crate::till::intent::Intent;
use crate::till::snapshot::Snapshot;

/// The dialog's own state.
#[derive(Debug)]
pub struct State {}

/// What happens in the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// The dialog was put away.
    ClosePressed,
}

/// What the dialog wants of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// That this goes to the till.
    Send(Intent),
    /// To be closed.
    Close,
}

/// Whether the dialog has to be open without anybody having pressed Pay: after a restart, or
/// while a payment waits for the cashier.
pub fn is_wanted(snapshot: &Snapshot) -> bool {
    snapshot.open_payment().is_some() || snapshot.decision.is_some()
}

impl State {
    /// The dialog as it opens.
    pub fn new(_snapshot: &Snapshot) -> Self {
        State {}
    }

    /// The till has gone on.
    pub fn follow(&mut self, snapshot: &Snapshot) -> Action {
        if snapshot.receipt.is_none() { Action::Close } else { Action::None }
    }

    /// Lets something take effect.
    pub fn update(&mut self, message: Message, _snapshot: &Snapshot) -> Action {
        match message {
            Message::ClosePressed => Action::Close,
        }
    }

    /// A key was pressed while the dialog is open.
    pub fn stroke(&mut self, stroke: Stroke, snapshot: &Snapshot) -> Action {
        match stroke {
            Stroke::Escape => self.update(Message::ClosePressed, snapshot),
            _ => Action::None,
        }
    }

    /// The card.
    pub fn view<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let content = key::main(Tone::Pay, Icon::Check, frame.text("close"), None)
            .on_press(Message::ClosePressed);
        card::card(
            Icon::Banknote,
            None,
            frame.money(frame.snapshot.due()),
            Some(Message::ClosePressed),
            measure::CARD_WIDTH,
            content,
        )
    }
}
