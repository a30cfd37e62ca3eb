//! The whole window with a till that writes down what it is asked for, and hands that press.

use std::sync::Arc;
use std::time::Instant;

use iced::touch::{self, Finger};
use iced::{Event, Point, mouse};
use iced_test::{Simulator, selector};
use kassa::app::fixture::Stand;
use kassa::app::keyboard::{Pressed, Stroke};
use kassa::app::link::Arrival;
use kassa::app::screen::{payment, sale};
use kassa::app::theme::{self, Theme, measure};
use kassa::app::widget::keypad;
use kassa::app::{Message, Window};
use kassa::core::register::Command;
use kassa::core::tender::TenderId;
use kassa::till::intent::Intent;
use kassa::till::snapshot::Snapshot;

use super::{RECEIPT, attempt, kr};

/// How a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Hand {
    Finger,
    Mouse,
}

/// The whole window with a till that writes down what it is asked for.
pub struct Register {
    stand: Stand,
    window: Window,
}

impl Register {
    pub fn showing(snapshot: Snapshot) -> Self {
        let stand = Stand::new(snapshot);
        let window = stand.window();
        Register { stand, window }
    }

    /// Pay was pressed in the sale view.
    pub fn paying(snapshot: Snapshot) -> Self {
        let mut register = Register::showing(snapshot);
        register.hear(Message::Sale(sale::Message::PayPressed));
        register
    }

    pub fn hear(&mut self, message: Message) {
        let _task = self.window.update(message);
    }

    pub fn show(&mut self, snapshot: Snapshot) {
        self.hear(Message::Arrived(Arrival::Snapshot(Arc::new(snapshot))));
    }

    pub fn stroke(&mut self, stroke: Stroke) {
        self.hear(Message::KeyPressed(Pressed { stroke, at: Instant::now() }));
    }

    pub fn simulator(&self) -> Simulator<'_, Message, Theme> {
        Simulator::with_size(theme::settings(), measure::SMALLEST, self.window.view())
    }

    pub fn place(&self, key: &'static str) -> Option<Point> {
        let found = self.simulator().find(selector::id(key)).ok()?;
        Some(found.bounds().center())
    }

    pub fn sees(&self, words: &str) -> bool {
        self.simulator().find(words).is_ok()
    }

    /// Presses at a place, so many times before anything is drawn again.
    pub fn press_at(&mut self, place: Point, hand: Hand, times: usize) -> usize {
        let mut simulator = self.simulator();
        for _ in 0..times {
            simulator.point_at(place);
            let _statuses = simulator.simulate(events(place, hand));
        }
        let messages: Vec<Message> = simulator.into_messages().collect();
        let count = messages.len();
        messages.into_iter().for_each(|message| self.hear(message));
        count
    }

    pub fn press(&mut self, key: &'static str, hand: Hand) {
        let place = self.place(key).unwrap_or_else(|| panic!("there is no {key}"));
        let _messages = self.press_at(place, hand, 1);
    }

    pub fn touch(&mut self, key: &'static str) {
        self.press(key, Hand::Finger);
    }

    /// Something that happens in the dialog.
    pub fn dialog(&mut self, message: payment::Message) {
        self.hear(Message::Payment(message));
    }

    pub fn type_in(&mut self, keys: &str) {
        for key in keys.chars() {
            let press = keypad::Press::of(key).unwrap();
            self.dialog(payment::Message::KeyPressed(press));
        }
    }

    pub fn sent(&self) -> Vec<Intent> {
        self.stand.sent()
    }

    pub fn is_open(&self) -> bool {
        self.place("dialog").is_some()
    }
}

pub fn events(at: Point, hand: Hand) -> Vec<Event> {
    let id = Finger(1);
    match hand {
        Hand::Finger => vec![
            Event::Touch(touch::Event::FingerPressed { id, position: at }),
            Event::Touch(touch::Event::FingerLifted { id, position: at }),
        ],
        Hand::Mouse => vec![
            Event::Mouse(mouse::Event::CursorMoved { position: at }),
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)),
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)),
        ],
    }
}

pub fn seqr(number: u32, amount: i64) -> Intent {
    Intent::Do(Command::PayWithSeqr { attempt: attempt(number), amount: kr(amount) })
}

pub fn cash(amount: i64, tender: u32) -> Intent {
    let (amount, tender) = (kr(amount), TenderId(tender));
    Intent::Do(Command::TakeCash { receipt: RECEIPT, amount, tender })
}

pub fn card(amount: i64, tender: u32) -> Intent {
    let (amount, tender) = (kr(amount), TenderId(tender));
    Intent::Do(Command::TakeCard { receipt: RECEIPT, amount, tender })
}
