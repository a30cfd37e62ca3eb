//! Log-in: cashier number and PIN on keys of our own.
//!
//! Whether a PIN is right is the till's business; this screen only carries it there.

use iced::widget::{column, container, row, space};
use iced::{Center, Fill};

use crate::app::frame::Frame;
use crate::app::keyboard::Stroke;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, TouchButton, card, key, keypad, touch_button};
use crate::core::language::Language;
use crate::core::user::{Role, UserNumber};
use crate::till::intent::Intent;
use crate::till::pin::Pin;
use crate::till::snapshot::{DemonstrationUser, LogIn, Snapshot};

/// The most digits of a cashier number.
const NUMBER_DIGITS: usize = 4;

/// What has been typed.
#[derive(Debug)]
pub struct State {
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

/// What happens on this screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A digit key, C or backspace.
    KeyPressed(keypad::Press),
    /// "Next", or "Log in".
    ForwardPressed,
    /// Back from the PIN to the number.
    BackPressed,
    /// Someone in the list of the demonstration.
    UserPressed(UserNumber),
    /// A language.
    LanguagePressed(Language),
}

/// What this screen wants of the window.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// That this goes to the till.
    Send(Intent),
}

impl Default for State {
    fn default() -> Self {
        State::new()
    }
}

impl State {
    /// Nothing typed.
    pub fn new() -> Self {
        State { step: Step::Number { typed: String::new() }, refusals: 0 }
    }

    /// The till has gone on: a wrong PIN is to be typed anew.
    pub fn follow(&mut self, snapshot: &Snapshot) {
        if let LogIn::Refused { times } = snapshot.log_in
            && times != self.refusals
        {
            self.refusals = times;
            if let Step::Pin { typed, .. } = &mut self.step {
                *typed = Pin::default();
            }
        }
    }

    /// Lets something take effect.
    pub fn update(&mut self, message: Message, snapshot: &Snapshot) -> Action {
        if snapshot.log_in == LogIn::Checking {
            return Action::None;
        }
        match message {
            Message::KeyPressed(press) => self.key_pressed(press),
            Message::ForwardPressed => return self.forward(),
            Message::BackPressed => *self = State { refusals: self.refusals, ..State::new() },
            Message::UserPressed(user) => self.step = Step::Pin { user, typed: Pin::default() },
            Message::LanguagePressed(language) => return Action::Send(Intent::Speak(language)),
        }
        Action::None
    }

    fn key_pressed(&mut self, press: keypad::Press) {
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

    fn forward(&mut self) -> Action {
        match &mut self.step {
            Step::Number { typed } => {
                if let Some(user) = number(typed) {
                    self.step = Step::Pin { user, typed: Pin::default() };
                }
                Action::None
            }
            Step::Pin { user, typed } if !typed.is_empty() => {
                // The digits leave this screen with the intent; a second press finds none.
                Action::Send(Intent::LogIn { user: *user, pin: std::mem::take(typed) })
            }
            Step::Pin { .. } => Action::None,
        }
    }

    /// What a key of the keyboard means here.
    pub fn stroke(&self, stroke: Stroke, _snapshot: &Snapshot) -> Option<Message> {
        Some(match stroke {
            Stroke::Character(character) => match keypad::Press::of(character)? {
                keypad::Press::Comma => return None,
                press => Message::KeyPressed(press),
            },
            Stroke::Backspace => Message::KeyPressed(keypad::Press::Backspace),
            Stroke::Delete => Message::KeyPressed(keypad::Press::Clear),
            Stroke::Enter => Message::ForwardPressed,
            Stroke::Escape => Message::BackPressed,
            _ => return None,
        })
    }

    fn can_go_forward(&self, snapshot: &Snapshot) -> bool {
        snapshot.log_in != LogIn::Checking
            && match &self.step {
                Step::Number { typed } => number(typed).is_some(),
                Step::Pin { typed, .. } => !typed.is_empty(),
            }
    }
}

/// The cashier number that was typed, if it is one.
fn number(typed: &str) -> Option<UserNumber> {
    typed.parse().ok().filter(|number| (1..=9_999).contains(number)).map(UserNumber)
}

impl State {
    /// What is seen.
    pub fn view<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let zones = row![
            container(self.view_left(frame)).width(Fill).height(Fill),
            container(self.view_pad(frame))
                .width(measure::LOG_IN_WIDTH)
                .height(Fill)
                .center_y(Fill),
        ]
        .spacing(3.0 * measure::APART);
        container(zones).padding([measure::APART, 2.0 * measure::APART]).center(Fill).into()
    }

    fn view_left<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let (shop, register) =
            (&frame.snapshot.settings.shop.name, &frame.snapshot.settings.register);
        let (title, below) = if shop.is_empty() {
            (register, frame.clock())
        } else {
            (shop, format!("{register}   {}", frame.clock()))
        };
        let head = column![theme::total(title.as_str()), theme::body(below).style(theme::muted),]
            .spacing(measure::TINY);
        let users: Option<Element<'a, Message>> =
            (!frame.snapshot.demonstration_users.is_empty()).then(|| self.view_users(frame));
        column![head, space().height(Fill), users, space().height(Fill), languages(frame)]
            .spacing(measure::APART)
            .width(Fill)
            .into()
    }

    fn view_users<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let heading = card::badge(Icon::Info, Tone::Warn, frame.text("demonstration"));
        let rows = frame.snapshot.demonstration_users.iter().map(|user| self.user_row(user, frame));
        column![
            heading,
            theme::body(frame.text("log-in-demonstration")).style(theme::muted),
            column(rows.map(Into::into)).spacing(measure::GAP),
        ]
        .spacing(measure::ROOM)
        .into()
    }

    fn user_row<'a>(
        &self,
        user: &'a DemonstrationUser,
        frame: &Frame<'a>,
    ) -> TouchButton<'a, Message> {
        let chosen =
            matches!(&self.step, Step::Pin { user: chosen, .. } if *chosen == user.person.number);
        let role = frame.text(match user.person.role {
            Role::Cashier => "role-cashier",
            Role::Manager => "role-manager",
            Role::Installer => "role-installer",
        });
        let pin = frame.with("log-in-pin-is", &[("pin", user.pin.as_str().into())]);
        let face = row![
            theme::icon(Icon::User, measure::KEY),
            theme::key(user.person.number.to_string()).width(measure::NUMBER_WIDTH),
            column![
                theme::strong(user.person.name.as_str()),
                theme::note(role).style(theme::muted)
            ]
            .width(Fill),
            theme::body(pin),
        ]
        .spacing(measure::ROOM)
        .align_y(Center)
        .width(Fill);
        touch_button(face)
            .look(if chosen { Look::Chosen } else { Look::Plain })
            .width(Fill)
            .height(measure::DIGIT_HEIGHT)
            .padding([0.0, measure::WIDE])
            .on_press_maybe(
                (frame.snapshot.log_in != LogIn::Checking)
                    .then_some(Message::UserPressed(user.person.number)),
            )
    }

    fn view_pad<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let (heading, shown, forward, icon) = match &self.step {
            Step::Number { typed } => (
                frame.text("log-in-number"),
                Shown::Digits(typed),
                frame.text("log-in-next"),
                Icon::ArrowRight,
            ),
            Step::Pin { user, typed } => (
                frame.with("log-in-pin-of", &[("number", user.0.into())]),
                Shown::Dots(typed.len()),
                frame.text("log-in"),
                Icon::KeyRound,
            ),
        };
        let back = match &self.step {
            Step::Number { .. } => None,
            Step::Pin { .. } => Some(
                key::bare_icon(Icon::ArrowLeft).look(Look::Bare).on_press(Message::BackPressed),
            ),
        };
        let heading = row![back, theme::key(heading)]
            .spacing(measure::GAP)
            .align_y(Center)
            .height(measure::KEY_HEIGHT);
        column![
            heading,
            shown.view(),
            said(frame),
            keypad::digit_keys(Message::KeyPressed),
            key::main(Tone::Pay, icon, forward, Some("Enter")).on_press_maybe(
                self.can_go_forward(frame.snapshot).then_some(Message::ForwardPressed)
            ),
        ]
        .spacing(measure::ROOM)
        .into()
    }
}

/// What is shown of what was typed.
enum Shown<'a> {
    Digits(&'a str),
    Dots(usize),
}

impl<'a> Shown<'a> {
    fn view(self) -> Element<'a, Message> {
        let inside: Element<'a, Message> = match self {
            Shown::Digits(digits) => theme::amount(digits).into(),
            Shown::Dots(count) => theme::amount("●".repeat(count)).into(),
        };
        container(inside).style(theme::field).center_x(Fill).center_y(measure::DIGIT_HEIGHT).into()
    }
}

/// How logging in goes, at a place of its own so that nothing moves.
fn said<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    let said: Element<'a, Message> = match frame.snapshot.log_in {
        LogIn::Idle => space().into(),
        LogIn::Checking => {
            card::state(Icon::Hourglass, Some(Tone::Info), frame.text("log-in-checking"))
        }
        LogIn::Refused { .. } => {
            card::state(Icon::CircleX, Some(Tone::Danger), frame.text("log-in-refused"))
        }
    };
    container(said).center_y(32.0).into()
}

fn languages<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    let keys = Language::ALL.map(|language| {
        let chosen = language == frame.snapshot.language;
        key::labelled(chosen.then_some(Icon::Check), language.own_name(), None)
            .look(if chosen { Look::Chosen } else { Look::Plain })
            .width(measure::LANGUAGE_WIDTH)
            .on_press(Message::LanguagePressed(language))
            .into()
    });
    row![theme::icon(Icon::Globe, measure::KEY), row(keys).spacing(measure::GAP)]
        .spacing(measure::ROOM)
        .align_y(Center)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::{self, Stand, strokes};
    use crate::app::{Message as Heard, Window};
    use crate::core::register::Command;

    fn typed(text: &str) -> Vec<Heard> {
        strokes(&text.chars().map(Stroke::Character).collect::<Vec<_>>())
    }

    fn hear(stand: &Stand, window: &mut Window, messages: Vec<Heard>) -> Vec<Intent> {
        for message in messages {
            let _task = window.update(message);
        }
        stand.sent()
    }

    fn log_in(user: u16, pin: &str) -> Intent {
        Intent::LogIn { user: UserNumber(user), pin: Pin::from(pin) }
    }

    #[test]
    fn number_and_pin_go_to_the_till_once() {
        let stand = Stand::new(fixture::nobody());
        let mut window = stand.window();
        let enter = || strokes(&[Stroke::Enter]);
        assert_eq!(hear(&stand, &mut window, typed("12")), []);
        assert_eq!(hear(&stand, &mut window, enter()), []);
        assert_eq!(hear(&stand, &mut window, typed("4711")), []);
        assert_eq!(hear(&stand, &mut window, enter()), [log_in(12, "4711")]);
        assert_eq!(hear(&stand, &mut window, enter()), [], "the PIN has left");
    }

    #[test]
    fn what_is_no_number_leads_nowhere() {
        let snapshot = fixture::nobody();
        for text in ["", "0", "0000"] {
            let mut state = State::new();
            for digit in text.chars() {
                let message = state.stroke(Stroke::Character(digit), &snapshot).unwrap();
                assert_eq!(state.update(message, &snapshot), Action::None);
            }
            assert_eq!(state.update(Message::ForwardPressed, &snapshot), Action::None);
            assert!(matches!(state.step, Step::Number { .. }), "{text}");
        }
        let state = State::new();
        assert_eq!(state.stroke(Stroke::Character('x'), &snapshot), None);
        assert_eq!(state.stroke(Stroke::Character(','), &snapshot), None);
    }

    #[test]
    fn while_a_pin_is_checked_nothing_is_taken_and_a_wrong_one_is_typed_anew() {
        let mut snapshot = fixture::nobody();
        let mut state = State::new();
        let digit = Message::KeyPressed(keypad::Press::Digit(1));
        let _action = state.update(Message::UserPressed(UserNumber(1)), &snapshot);
        let _action = state.update(digit.clone(), &snapshot);
        snapshot.log_in = LogIn::Checking;
        assert_eq!(state.update(Message::ForwardPressed, &snapshot), Action::None);
        snapshot.log_in = LogIn::Refused { times: 1 };
        state.follow(&snapshot);
        assert_eq!(state.update(Message::ForwardPressed, &snapshot), Action::None, "no digits");
        let _action = state.update(digit, &snapshot);
        state.follow(&snapshot);
        // The same refusal once more takes nothing away.
        assert_eq!(state.update(Message::ForwardPressed, &snapshot), Action::Send(log_in(1, "1")));
    }

    #[test]
    fn the_pin_is_never_on_the_screen() {
        let stand = Stand::new(fixture::nobody());
        let mut window = stand.window();
        let user = Heard::LogIn(Message::UserPressed(UserNumber(2)));
        let _sent = hear(&stand, &mut window, vec![user]);
        let _sent = hear(&stand, &mut window, typed("98"));
        let mut simulator = iced_test::Simulator::with_settings(theme::settings(), window.view());
        assert!(simulator.find("●●").is_ok());
        assert!(simulator.find("98").is_err());
    }

    #[test]
    fn the_screen_changes_with_the_user() {
        let stand = Stand::new(fixture::nobody());
        let mut window = stand.window();
        let arrival = |snapshot| {
            vec![Heard::Arrived(crate::app::link::Arrival::Snapshot(std::sync::Arc::new(snapshot)))]
        };
        let shows = |window: &Window, text: &str| {
            iced_test::Simulator::with_settings(theme::settings(), window.view()).find(text).is_ok()
        };
        assert!(shows(&window, "Kassörsnummer"));
        let _sent = hear(&stand, &mut window, arrival(fixture::two_articles()));
        assert!(shows(&window, "Att betala"));
        assert_eq!(
            hear(&stand, &mut window, vec![Heard::CloseRequested]),
            [Intent::Do(Command::Quit)],
            "closing is the till's decision"
        );
        let _sent = hear(&stand, &mut window, arrival(fixture::nobody()));
        assert!(shows(&window, "Kassörsnummer"));
    }
}
