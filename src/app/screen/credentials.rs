//! A number and a PIN, typed on keys of our own: at the log-in and wherever somebody approves something.
//!
//! Whether a PIN is right is the till's business; this only keeps what is typed until it is sent there.

use std::borrow::Cow;

use iced::widget::{column, container, row, space};
use iced::{Center, Fill};

use crate::app::frame::Frame;
use crate::app::keyboard::Stroke;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, card, key, keypad};
use crate::core::user::UserNumber;
use crate::till::pin::Pin;

/// The most digits of a user's number.
const NUMBER_DIGITS: usize = 4;

/// What has been typed.
#[derive(Debug)]
pub struct Typed {
    step: Step,
    /// The last refusal that the PIN was cleared for.
    refusals: u32,
}

/// Number first, PIN second.
#[derive(Debug)]
enum Step {
    Number { typed: String },
    Pin { user: UserNumber, typed: Pin },
}

/// What a press means to whoever shows the keys.
pub struct Keys<Message> {
    /// A digit key, C or backspace.
    pub press: fn(keypad::Press) -> Message,
    /// "Next", or the end.
    pub forward: Message,
    /// Back from the PIN to the number.
    pub back: Message,
}

/// What is said between what is typed and the keys.
pub struct Said<'a> {
    /// A sign of its own for each.
    pub icon: Icon,
    /// Its colour.
    pub tone: Tone,
    /// The words.
    pub words: Cow<'a, str>,
}

impl Typed {
    /// Nothing typed; refusals up to this one have been seen.
    pub fn new(refusals: u32) -> Self {
        Typed { step: Step::Number { typed: String::new() }, refusals }
    }

    /// The number is known: the PIN is next.
    pub fn choose(&mut self, user: UserNumber) {
        self.step = Step::Pin { user, typed: Pin::default() };
    }

    /// Back to the beginning.
    pub fn back(&mut self) {
        self.step = Step::Number { typed: String::new() };
    }

    /// Whose PIN is being typed.
    pub fn user(&self) -> Option<UserNumber> {
        match &self.step {
            Step::Number { .. } => None,
            Step::Pin { user, .. } => Some(*user),
        }
    }

    /// After another refusal the PIN is typed anew.
    pub fn follow(&mut self, refusals: Option<u32>) {
        if let Some(refusals) = refusals.filter(|refusals| *refusals != self.refusals) {
            self.refusals = refusals;
            if let Step::Pin { typed, .. } = &mut self.step {
                *typed = Pin::default();
            }
        }
    }

    /// Lets a key take effect.
    pub fn press(&mut self, press: keypad::Press) {
        use keypad::Press;
        match (&mut self.step, press) {
            (Step::Number { typed }, Press::Digit(digit)) if typed.len() < NUMBER_DIGITS => {
                typed.push(char::from(b'0' + digit));
            }
            (Step::Number { typed }, Press::Backspace) => {
                let _digit = typed.pop();
            }
            (Step::Number { typed }, Press::Clear) => typed.clear(),
            (Step::Pin { typed, .. }, Press::Digit(digit)) => {
                typed.push(char::from(b'0' + digit));
            }
            (Step::Pin { typed, .. }, Press::Backspace) => typed.pop(),
            (Step::Pin { typed, .. }, Press::Clear) => *typed = Pin::default(),
            _ => {}
        }
    }

    /// From the number to the PIN, and from there to the end. The digits leave this place with it: a second press
    /// finds none.
    pub fn forward(&mut self) -> Option<(UserNumber, Pin)> {
        match &mut self.step {
            Step::Number { typed } => {
                if let Some(user) = number(typed) {
                    self.choose(user);
                }
                None
            }
            Step::Pin { user, typed } if !typed.is_empty() => Some((*user, std::mem::take(typed))),
            Step::Pin { .. } => None,
        }
    }

    /// Whether there is a way forward.
    pub fn is_ready(&self) -> bool {
        match &self.step {
            Step::Number { typed } => number(typed).is_some(),
            Step::Pin { typed, .. } => !typed.is_empty(),
        }
    }

    /// What is typed, what is said about it, and the keys. The way forward ends in `end`, and is open while `may_end`.
    pub fn view<'a, Message: Clone + PartialEq + 'static>(
        &'a self,
        frame: &Frame<'a>,
        said: Option<Said<'a>>,
        end: Cow<'a, str>,
        may_end: bool,
        keys: Keys<Message>,
    ) -> Element<'a, Message> {
        let (heading, shown, forward, icon, back) = match &self.step {
            Step::Number { typed } => (
                frame.text("log-in-number"),
                theme::amount(typed.as_str()),
                frame.text("log-in-next"),
                Icon::ArrowRight,
                None,
            ),
            Step::Pin { user, typed } => (
                frame.with("log-in-pin-of", &[("number", user.0.into())]),
                theme::amount("●".repeat(typed.len())),
                end,
                Icon::KeyRound,
                Some(key::bare_icon(Icon::ArrowLeft).look(Look::Bare).on_press(keys.back)),
            ),
        };
        let heading = row![back, theme::key(heading)]
            .spacing(measure::GAP)
            .align_y(Center)
            .height(measure::KEY_HEIGHT);
        let said: Element<'a, Message> = match said {
            None => space().into(),
            Some(said) => card::state(said.icon, Some(said.tone), said.words),
        };
        column![
            heading,
            container(shown).style(theme::field).center_x(Fill).center_y(measure::DIGIT_HEIGHT),
            // At a place of its own so that nothing moves.
            container(said).center_y(measure::KEY_HEIGHT),
            keypad::digit_keys(keys.press),
            key::main(Tone::Pay, icon, forward, Some("Enter"))
                .on_press_maybe((may_end && self.is_ready()).then_some(keys.forward)),
        ]
        .spacing(measure::ROOM)
        .into()
    }
}

/// What a key of the keyboard means.
pub fn stroke<Message>(stroke: Stroke, keys: Keys<Message>) -> Option<Message> {
    Some(match stroke {
        Stroke::Character(character) => match keypad::Press::of(character)? {
            keypad::Press::Comma => return None,
            press => (keys.press)(press),
        },
        Stroke::Backspace => (keys.press)(keypad::Press::Backspace),
        Stroke::Delete => (keys.press)(keypad::Press::Clear),
        Stroke::Enter => keys.forward,
        Stroke::Escape => keys.back,
        _ => return None,
    })
}

/// A pause: for how long no PIN is taken.
pub fn pause<'a>(frame: &Frame<'a>, seconds: u32) -> Said<'a> {
    let words = frame.with("log-in-waiting", &[("seconds", i64::from(seconds).into())]);
    Said { icon: Icon::Hourglass, tone: Tone::Warn, words }
}

/// A lock: until when, or who opens it.
pub fn lock<'a>(frame: &Frame<'a>, minutes: u32) -> Said<'a> {
    let words = frame.with("log-in-locked", &[("minutes", i64::from(minutes).into())]);
    Said { icon: Icon::Lock, tone: Tone::Danger, words }
}

/// A wrong number or PIN: which of them is not said, because it is not known.
pub fn wrong<'a>(frame: &Frame<'a>) -> Said<'a> {
    Said { icon: Icon::CircleX, tone: Tone::Danger, words: frame.text("log-in-refused") }
}

/// A PIN that is being checked.
pub fn checking<'a>(frame: &Frame<'a>) -> Said<'a> {
    Said { icon: Icon::Hourglass, tone: Tone::Info, words: frame.text("log-in-checking") }
}

/// The number that was typed, if it is one.
fn number(typed: &str) -> Option<UserNumber> {
    typed.parse().ok().filter(|number| (1..=9_999).contains(number)).map(UserNumber)
}
