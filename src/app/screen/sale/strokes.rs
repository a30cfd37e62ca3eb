//! What keys of a keyboard mean in the sale view. Everything can be done without touching the
//! screen; the keys stand on the buttons.

use super::card::{self, Card};
use super::{
    Device, Message, Middle, State, Turn, can_pay, can_return, can_ring_up, cut_off, search,
};
use crate::app::keyboard::Stroke;
use crate::app::screen::terminal;
use crate::app::widget::keypad;
use crate::till::snapshot::Snapshot;

impl State {
    /// What a key means now.
    pub fn stroke(&self, stroke: Stroke, snapshot: &Snapshot) -> Option<Message> {
        if stroke == Stroke::Escape && !matches!(self.card, Some(Card::Approval(_))) {
            return Some(Message::EscapePressed);
        }
        if let Some(card) = &self.card {
            return card.stroke(stroke, snapshot).map(Message::Card);
        }
        if let Some(message) = self.function(stroke, snapshot) {
            return Some(message);
        }
        match &self.middle {
            Middle::Search(_) => in_search(stroke).map(Message::Search),
            Middle::Tiles => self.at_tiles(stroke),
        }
    }

    fn function(&self, stroke: Stroke, snapshot: &Snapshot) -> Option<Message> {
        let may_change = can_ring_up(snapshot);
        let line = self.selected(snapshot).filter(|_| may_change).map(|line| line.id);
        let turned = |turn| match &self.middle {
            Middle::Search(_) => Message::Search(search::Message::Turned(turn)),
            Middle::Tiles => Message::TilesTurned(turn),
        };
        match stroke {
            Stroke::Function(1) => Some(Message::MenuPressed),
            Stroke::Function(2) => Some(Message::SearchPressed),
            Stroke::Function(3) => Some(Message::TimesPressed),
            Stroke::Function(4) => line.map(Message::RemovePressed),
            Stroke::Function(5) => Some(Message::SelectionMoved(Turn::Back)),
            Stroke::Function(6) => Some(Message::SelectionMoved(Turn::Further)),
            Stroke::Function(7) => Some(turned(Turn::Back)),
            Stroke::Function(8) => Some(turned(Turn::Further)),
            Stroke::Function(9) if can_return(snapshot) => Some(Message::ReturnPressed),
            Stroke::Function(9) => may_change.then_some(Message::CancelReceiptPressed),
            Stroke::Function(10) => may_change.then_some(Message::FreeArticlePressed),
            Stroke::Function(11) => Some(Message::UnsettledPressed),
            Stroke::Function(12) => can_pay(snapshot).then_some(Message::PayPressed),
            Stroke::PageUp => Some(Message::LinesTurned(Turn::Back)),
            Stroke::PageDown => Some(Message::LinesTurned(Turn::Further)),
            _ => None,
        }
    }

    fn at_tiles(&self, stroke: Stroke) -> Option<Message> {
        Some(match stroke {
            Stroke::Character(character) => match keypad::Press::of(character) {
                Some(press) => Message::KeypadPressed(press),
                None if character == '*' => Message::TimesPressed,
                None if character.is_alphabetic() => {
                    Message::Search(search::Message::Typed(character))
                }
                None => return None,
            },
            Stroke::Enter => Message::LookUpPressed,
            Stroke::Backspace => Message::KeypadPressed(keypad::Press::Backspace),
            Stroke::Delete => Message::KeypadPressed(keypad::Press::Clear),
            Stroke::Up => Message::SelectionMoved(Turn::Back),
            Stroke::Down => Message::SelectionMoved(Turn::Further),
            _ => return None,
        })
    }
}

fn in_search(stroke: Stroke) -> Option<search::Message> {
    Some(match stroke {
        Stroke::Character(character) => search::Message::Typed(character),
        Stroke::Enter => search::Message::EnterPressed,
        Stroke::Backspace => search::Message::Backspace,
        Stroke::Delete => search::Message::Cleared,
        Stroke::Up => search::Message::Moved(Turn::Back),
        Stroke::Down => search::Message::Moved(Turn::Further),
        _ => return None,
    })
}

impl Card {
    /// What a key means in a card. Nothing here fires on Enter that cannot be undone.
    fn stroke(&self, stroke: Stroke, snapshot: &Snapshot) -> Option<card::Message> {
        let typed = |press| Some(card::Message::KeypadPressed(press));
        match (self, stroke) {
            (Card::Menu, stroke) => card::menu_stroke(stroke, snapshot),
            (Card::Approval(approval), stroke) => {
                approval.stroke(stroke).map(card::Message::Approval)
            }
            (Card::FreeArticle(_), Stroke::Character(character)) => {
                keypad::Press::of(character).and_then(typed)
            }
            (Card::FreeArticle(_), Stroke::Tab) => Some(card::Message::NextRatePressed),
            (Card::Quantity { .. }, Stroke::Character(character)) => {
                keypad::Press::of(character).and_then(typed)
            }
            (Card::FreeArticle(_) | Card::Quantity { .. }, Stroke::Backspace) => {
                typed(keypad::Press::Backspace)
            }
            (Card::FreeArticle(_) | Card::Quantity { .. }, Stroke::Delete) => {
                typed(keypad::Press::Clear)
            }
            (Card::FreeArticle(_) | Card::Quantity { .. }, Stroke::Enter) => {
                Some(card::Message::Confirmed)
            }
            (Card::Jobs, Stroke::Character('1')) => {
                cut_off::asked(snapshot).map(|job| card::Message::PaperIsFinePressed(job.id))
            }
            (Card::Jobs, Stroke::Character('2')) => {
                cut_off::asked(snapshot).map(|job| card::Message::PrintAgainPressed(job.id))
            }
            (Card::Device(Device::Seqr), Stroke::Character('1')) => {
                terminal::is_allowed(snapshot).then_some(card::Message::TerminalPressed)
            }
            (Card::CancelReceipt(_), Stroke::Function(9)) => Some(card::Message::Confirmed),
            (Card::Jobs | Card::Paper(_), Stroke::PageUp | Stroke::Function(7)) => {
                Some(card::Message::Turned(Turn::Back))
            }
            (Card::Jobs | Card::Paper(_), Stroke::PageDown | Stroke::Function(8)) => {
                Some(card::Message::Turned(Turn::Further))
            }
            (Card::Device(_) | Card::Paper(_) | Card::Jobs, Stroke::Enter) => {
                Some(card::Message::Closed)
            }
            _ => None,
        }
    }
}
