//! Log-in: cashier number and PIN on keys of our own.
//!
//! Whether a PIN is right is the till's business; this screen only carries it there.

use iced::widget::{column, container, row, space};
use iced::{Center, Fill};

use super::credentials::{self, Keys, Said, Typed};
use super::payment;
use crate::app::frame::Frame;
use crate::app::keyboard::Stroke;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, TouchButton, card, key, keypad, touch_button};
use crate::app::words;
use crate::core::administration::Stage;
use crate::core::language::Language;
use crate::core::user::UserNumber;
use crate::till::intent::Intent;
use crate::till::snapshot::{ClockStatus, DemonstrationUser, JournalStatus, LogIn, Snapshot};

/// What has been typed.
#[derive(Debug)]
pub struct State {
    typed: Typed,
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
    /// A register that is new is to be set up.
    SetUpPressed,
}

/// What this screen wants of the window.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// That this goes to the till.
    Send(Intent),
    /// The set-up wizard.
    SetUp,
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
    match snapshot.log_in {
        LogIn::Refused { times }
        | LogIn::Waiting { times, .. }
        | LogIn::Locked { times, .. }
        | LogIn::NotYours { times } => Some(times),
        LogIn::Idle | LogIn::Checking => None,
    }
}

impl State {
    /// Nothing typed. Where the screen is locked, whoever is logged in types no number.
    pub fn new(snapshot: &Snapshot) -> Self {
        let mut typed = Typed::new(refusals(snapshot).unwrap_or(0));
        if let Some(user) = snapshot.user.as_ref().filter(|_| snapshot.locked) {
            typed.choose(user.number);
        }
        State { typed }
    }

    /// The till has gone on: a wrong PIN is to be typed anew.
    pub fn follow(&mut self, snapshot: &Snapshot) {
        self.typed.follow(refusals(snapshot));
    }

    /// Lets something take effect.
    pub fn update(&mut self, message: Message, snapshot: &Snapshot) -> Action {
        if snapshot.log_in == LogIn::Checking {
            return Action::None;
        }
        match message {
            Message::KeyPressed(press) => self.typed.press(press),
            Message::ForwardPressed if self.may_end(snapshot) => {
                if let Some((user, pin)) = self.typed.forward() {
                    return Action::Send(Intent::LogIn { user, pin });
                }
            }
            Message::ForwardPressed => {}
            Message::BackPressed => self.typed.back(),
            Message::UserPressed(user) => self.typed.choose(user),
            Message::LanguagePressed(language) => return Action::Send(Intent::Speak(language)),
            Message::SetUpPressed => return Action::SetUp,
        }
        Action::None
    }

    /// What a key of the keyboard means here.
    pub fn stroke(&self, stroke: Stroke, _snapshot: &Snapshot) -> Option<Message> {
        credentials::stroke(stroke, keys())
    }

    /// Whether a PIN would be taken now.
    fn may_end(&self, snapshot: &Snapshot) -> bool {
        match snapshot.log_in {
            LogIn::Checking => false,
            LogIn::Waiting { user, .. } => user.is_some() && user != self.typed.user(),
            LogIn::Locked { user, .. } => Some(user) != self.typed.user(),
            _ => true,
        }
    }

    /// How logging in goes, as far as it is about the number that is typed.
    fn said<'a>(&self, frame: &Frame<'a>) -> Option<Said<'a>> {
        let mine = |user| Some(user) == self.typed.user();
        match frame.snapshot.log_in {
            LogIn::Checking => Some(credentials::checking(frame)),
            LogIn::Refused { .. } => Some(credentials::wrong(frame)),
            LogIn::Waiting { user, seconds, .. } if user.is_none_or(mine) => {
                Some(credentials::pause(frame, seconds))
            }
            LogIn::Locked { user, minutes, .. } if mine(user) => {
                Some(credentials::lock(frame, minutes))
            }
            LogIn::NotYours { .. } => {
                let words = frame.text("log-in-not-yours");
                Some(Said { icon: Icon::Ban, tone: Tone::Danger, words })
            }
            _ => None,
        }
    }
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
        let waiting = payment::waiting(frame);
        // A payment that waits is what matters: who can log in here stands in the settings of a demonstration.
        let users = (waiting.is_none() && !frame.snapshot.demonstration_users.is_empty())
            .then(|| self.view_users(frame));
        let middle = column![locked(frame), new(frame), waiting, users].spacing(measure::APART);
        column![
            head,
            trouble(frame),
            space().height(Fill),
            middle,
            space().height(Fill),
            languages(frame)
        ]
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
        let chosen = self.typed.user() == Some(user.person.number);
        let role = frame.text(words::role(user.person.role));
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
        let end = frame.text(if frame.snapshot.locked { "log-in-go-on" } else { "log-in" });
        self.typed.view(frame, self.said(frame), end, self.may_end(frame.snapshot), keys())
    }
}

/// Who is away, and what has to be typed.
fn locked<'a>(frame: &Frame<'a>) -> Option<Element<'a, Message>> {
    let user = frame.snapshot.user.as_ref().filter(|_| frame.snapshot.locked)?;
    let name = [("name", user.name.as_str().into())];
    let said = column![
        card::badge(Icon::Lock, Tone::Warn, frame.text("log-in-screen-locked")),
        theme::body(frame.with("log-in-screen-locked-do", &name)),
    ];
    Some(said.spacing(measure::ROOM).into())
}

/// Nobody is there yet who could set the register up: whoever is at it does.
fn new<'a>(frame: &Frame<'a>) -> Option<Element<'a, Message>> {
    let said = column![
        theme::body(frame.text("log-in-new")),
        key::main(Tone::Pay, Icon::Settings, frame.text("log-in-set-up"), None)
            .on_press(Message::SetUpPressed),
    ];
    let is_new = frame.snapshot.set_up.stage == Stage::New;
    is_new.then(|| said.spacing(measure::ROOM).into())
}

/// What is wrong with the register itself, and what to do.
fn trouble<'a>(frame: &Frame<'a>) -> Option<Element<'a, Message>> {
    let (icon, tone, (words, advice)) = match (&frame.snapshot.journal, frame.snapshot.clock) {
        (JournalStatus::Failing { trouble, .. }, _) => {
            (Icon::Database, Tone::Danger, words::journal(frame, *trouble))
        }
        (JournalStatus::Fine, ClockStatus::Fine) => return None,
        (JournalStatus::Fine, ClockStatus::Behind | ClockStatus::Ahead) => {
            let said = (frame.text("clock-doubtful"), frame.text("clock-doubtful-do"));
            (Icon::Clock, Tone::Warn, said)
        }
    };
    let said = column![card::badge(icon, tone, words), theme::body(advice)];
    Some(said.spacing(measure::GAP).into())
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
    use crate::till::pin::Pin;

    fn typed(text: &str) -> Vec<Heard> {
        strokes(&text.chars().map(Stroke::Character).collect::<Vec<_>>())
    }

    fn hear(stand: &Stand, window: &mut Window, messages: Vec<Heard>) -> Vec<Intent> {
        for message in messages {
            let _task = window.update(message);
        }
        stand.sent()
    }

    fn log_in_of(user: u16, pin: &str) -> Intent {
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
        assert_eq!(hear(&stand, &mut window, enter()), [log_in_of(12, "4711")]);
        assert_eq!(hear(&stand, &mut window, enter()), [], "the PIN has left");
    }

    #[test]
    fn what_is_no_number_leads_nowhere() {
        let snapshot = fixture::nobody();
        for text in ["", "0", "0000"] {
            let mut state = State::new(&snapshot);
            for digit in text.chars() {
                let message = state.stroke(Stroke::Character(digit), &snapshot).unwrap();
                assert_eq!(state.update(message, &snapshot), Action::None);
            }
            assert_eq!(state.update(Message::ForwardPressed, &snapshot), Action::None);
            assert_eq!(state.typed.user(), None, "{text}");
        }
        let state = State::new(&snapshot);
        assert_eq!(state.stroke(Stroke::Character('x'), &snapshot), None);
        assert_eq!(state.stroke(Stroke::Character(','), &snapshot), None);
    }

    #[test]
    fn while_a_pin_is_checked_nothing_is_taken_and_a_wrong_one_is_typed_anew() {
        let mut snapshot = fixture::nobody();
        let mut state = State::new(&snapshot);
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
        assert_eq!(
            state.update(Message::ForwardPressed, &snapshot),
            Action::Send(log_in_of(1, "1"))
        );
    }

    #[test]
    fn during_a_pause_no_pin_leaves_and_another_number_is_free() {
        let mut snapshot = fixture::nobody();
        let digit = Message::KeyPressed(keypad::Press::Digit(1));
        let (mine, other) = (UserNumber(1), UserNumber(2));
        for (log_in, taken) in [
            (LogIn::Waiting { times: 1, user: Some(mine), seconds: 5 }, false),
            (LogIn::Waiting { times: 1, user: None, seconds: 5 }, false),
            (LogIn::Waiting { times: 1, user: Some(other), seconds: 5 }, true),
            (LogIn::Locked { times: 1, user: mine, minutes: 15 }, false),
            (LogIn::Locked { times: 1, user: other, minutes: 15 }, true),
        ] {
            snapshot.log_in = log_in;
            let mut state = State::new(&snapshot);
            let _action = state.update(Message::UserPressed(mine), &snapshot);
            let _action = state.update(digit.clone(), &snapshot);
            let sent = state.update(Message::ForwardPressed, &snapshot);
            let expected = if taken { Action::Send(log_in_of(1, "1")) } else { Action::None };
            assert_eq!(sent, expected, "{log_in:?}");
        }
    }

    /// Whoever was away types only a PIN; a manager goes back and types a number first.
    #[test]
    fn at_a_locked_screen_the_number_is_known() {
        let stand = Stand::new(Snapshot { locked: true, ..fixture::two_articles() });
        let mut window = stand.window();
        let mut keys = typed("1111");
        keys.extend(strokes(&[Stroke::Enter]));
        assert_eq!(hear(&stand, &mut window, keys), [log_in_of(1, "1111")]);
        let mut keys = strokes(&[Stroke::Escape]);
        keys.extend(typed("2"));
        keys.extend(strokes(&[Stroke::Enter]));
        keys.extend(typed("2222"));
        keys.extend(strokes(&[Stroke::Enter]));
        assert_eq!(hear(&stand, &mut window, keys), [log_in_of(2, "2222")]);
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
