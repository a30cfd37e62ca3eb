//! The sale view, being built.
use crate::app::frame::Frame;
use crate::app::keyboard::Stroke;
use crate::app::theme::{Icon, Tone};
use crate::app::widget::{Element, key};
use crate::core::receipt::Quantity;
use crate::till::intent::Intent;
use crate::till::snapshot::Snapshot;
use iced::Size;

/// State.
#[derive(Debug)]
pub struct State {}
/// Message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Pay.
    PayPressed,
}
/// Action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// Send.
    Send(Intent),
    /// Pay.
    Pay,
}
impl State {
    /// New.
    pub fn new(_snapshot: &Snapshot) -> Self {
        State {}
    }
    /// Follow.
    pub fn follow(&mut self, _before: &Snapshot, _snapshot: &Snapshot) -> Action {
        Action::None
    }
    /// Update.
    pub fn update(&mut self, _message: Message, _snapshot: &Snapshot, _size: Size) -> Action {
        Action::Pay
    }
    /// Quantity.
    pub fn take_quantity(&mut self) -> Quantity {
        Quantity::ONE
    }
    /// Stroke.
    pub fn stroke(&self, _stroke: Stroke, _snapshot: &Snapshot) -> Option<Message> {
        None
    }
    /// View.
    pub fn view<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        key::main(Tone::Pay, Icon::Banknote, frame.text("pay"), Some("F12"))
            .on_press(Message::PayPressed)
            .into()
    }
    /// Card.
    pub fn card<'a>(&'a self, _frame: &Frame<'a>) -> Option<Element<'a, Message>> {
        None
    }
}
