//! The loop of the window: what arrives goes to the screen it is for, what a screen wants goes to
//! the till.

mod setting_up;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::{Duration, Instant};

use iced::widget::container;
use iced::{Event, Fill, Size, Subscription, Task, event, window};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::frame::Frame;
use super::front::{self, Front};
use super::keyboard::{self, Pressed, Stroke};
use super::link::{Arrival, Link, Pictures};
use super::screen::{login, payment, returning, sale, settings, unsettled, wizard};
use super::theme::{Theme, measure};
use super::widget::{Element, modal, training_mark};
use crate::core::receipt::Quantity;
use crate::core::register::Command;
use crate::device::scanner::wedge::{KeyInput, Wedge, WedgeOutcome};
use crate::language::Texts;
use crate::till::intent::Intent;
use crate::till::snapshot::{Approval, Snapshot};

/// How often the till is told that somebody presses something: less than the shortest time until a log-off.
const TELL_PRESENCE_EVERY: Duration = Duration::from_secs(2);

/// The window's state.
pub struct Window {
    link: Link,
    snapshot: Arc<Snapshot>,
    screen: Screen,
    /// In front of the screen.
    front: Front,
    payment: Option<payment::State>,
    /// In place of the payment dialog: goods come back.
    returning: Option<returning::State>,
    /// Above everything else.
    unsettled: Option<unsettled::State>,
    /// In the place of the sale view.
    settings: Option<Box<settings::State>>,
    /// Colours other than those of the settings.
    theme: Option<Theme>,
    /// The display, in its own pixels.
    display: Size,
    /// In logical pixels.
    size: Size,
    /// Logical pixels are so many times as large as the display's own.
    scale: f32,
    at: Timestamp,
    zone: TimeZone,
    wedge: Wedge,
    /// When the till was last told that somebody is there.
    told: Option<Instant>,
}

impl std::fmt::Debug for Window {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Window").field("screen", &self.screen).finish_non_exhaustive()
    }
}

/// What is in front.
#[derive(Debug)]
enum Screen {
    LogIn(login::State),
    Sale(Box<sale::State>),
}

/// What happens to the window.
#[derive(Debug, Clone)]
pub enum Message {
    /// Something came from the till.
    Arrived(Arrival),
    /// A key of the keyboard was pressed.
    KeyPressed(Pressed),
    /// Keys that looked like a scanner's have waited long enough.
    WedgeDue,
    /// A minute has begun.
    MinuteBegan(Timestamp),
    /// The window has another size, in logical pixels.
    Resized(Size),
    /// Somebody wants to close the window.
    CloseRequested,
    /// Something happened on the log-in screen.
    LogIn(login::Message),
    /// Something happened on the sale screen.
    Sale(sale::Message),
    /// Something happened in the payment dialog.
    Payment(payment::Message),
    /// Something happened where goods come back.
    Returning(returning::Message),
    /// Something happened in the list of unsettled payments.
    Unsettled(unsettled::Message),
    /// Something happened in front.
    Front(front::Message),
    /// Something happened in the settings.
    Settings(settings::Message),
}

impl Message {
    /// Whether somebody did it.
    fn is_press(&self) -> bool {
        match self {
            Message::KeyPressed(_)
            | Message::LogIn(_)
            | Message::Sale(_)
            | Message::Payment(_)
            | Message::Returning(_)
            | Message::Unsettled(_)
            | Message::Front(_)
            | Message::Settings(_) => true,
            Message::Arrived(_)
            | Message::WedgeDue
            | Message::MinuteBegan(_)
            | Message::Resized(_)
            | Message::CloseRequested => false,
        }
    }
}

impl Window {
    /// The window as it opens.
    pub fn new(link: Link) -> Self {
        let at = link.snapshots.borrow().at;
        Window::in_zone(link, TimeZone::system(), at)
    }

    /// The window as it opens at a given moment in a given time zone.
    pub fn in_zone(link: Link, zone: TimeZone, at: Timestamp) -> Self {
        let snapshot = Arc::clone(&link.snapshots.borrow());
        let mut window = Window {
            link,
            screen: Screen::of(&snapshot),
            front: Front::default(),
            payment: None,
            returning: None,
            unsettled: None,
            settings: None,
            theme: None,
            display: measure::SMALLEST,
            size: measure::SMALLEST,
            scale: 1.0,
            at,
            zone,
            wedge: Wedge::new(),
            told: None,
            snapshot,
        };
        window.follow_return(&window.snapshot.clone());
        window.follow_payment();
        if wizard::is_wanted(&window.snapshot) {
            window.open_wizard();
        }
        window
    }

    /// Draws with other colours than those of the settings.
    #[must_use]
    pub fn with_theme(mut self, theme: Theme) -> Self {
        self.theme = Some(theme);
        self
    }

    /// Lets something take effect.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        if message.is_press() {
            self.tell_presence();
        }
        match message {
            Message::Arrived(Arrival::Snapshot(snapshot)) if snapshot.ended => return iced::exit(),
            Message::Arrived(Arrival::Snapshot(snapshot)) => self.show(snapshot),
            Message::Arrived(Arrival::Gone) => return iced::exit(),
            Message::KeyPressed(pressed) => return self.key_pressed(pressed),
            Message::WedgeDue => {
                let outcome = self.wedge.tick(Instant::now());
                self.typed(outcome);
            }
            Message::MinuteBegan(at) => self.at = at,
            Message::Resized(size) => self.resized(size),
            Message::CloseRequested => self.send(Intent::Do(Command::Quit)),
            Message::LogIn(message) => self.log_in(message),
            Message::Sale(message) => self.sale(message),
            Message::Payment(message) => self.pay(message),
            Message::Returning(message) => self.take_back(message),
            Message::Unsettled(message) => self.settle(message),
            Message::Front(message) => {
                let intents = self.front.update(message, &self.snapshot);
                self.after_front(intents);
            }
            Message::Settings(message) => self.set_up(message),
        }
        Task::none()
    }

    /// The till logs off whoever presses nothing for a while. It hears of most presses as intents, but not of digits
    /// that are typed here or of pages that are turned.
    fn tell_presence(&mut self) {
        let wanted = self.snapshot.settings.log_off_after.is_some() && !at_log_in(&self.snapshot);
        let now = Instant::now();
        let told = self.told.is_some_and(|told| now.duration_since(told) < TELL_PRESENCE_EVERY);
        if wanted && !told {
            self.told = Some(now);
            self.send(Intent::Awake);
        }
    }

    fn send(&self, intent: Intent) {
        (self.link.send)(intent);
    }

    fn show(&mut self, snapshot: Arc<Snapshot>) {
        let before = std::mem::replace(&mut self.snapshot, snapshot);
        self.at = self.at.max(self.snapshot.at);
        self.screen.follow(&self.snapshot);
        self.follow_settings(&before);
        if let Screen::Sale(sale) = &mut self.screen {
            let action = sale.follow(&before, &self.snapshot);
            self.after_sale(action);
        }
        self.follow_return(&before);
        self.follow_front(&before);
        self.follow_payment();
        if let Some(unsettled) = &mut self.unsettled {
            let action = unsettled.follow(&self.snapshot);
            self.after_settling(action);
        }
    }

    /// Opens, carries on and closes the payment dialog as the till goes on.
    fn follow_payment(&mut self) {
        if at_log_in(&self.snapshot) || self.returning.is_some() {
            self.payment = None;
        } else if let Some(payment) = &mut self.payment {
            let action = payment.follow(&self.snapshot);
            self.after_payment(action);
        } else if payment::is_wanted(&self.snapshot) {
            self.payment = Some(payment::State::new(&self.snapshot));
        }
    }

    /// Opens, carries on and closes what is shown of a return as the till goes on.
    fn follow_return(&mut self, before: &Snapshot) {
        if let Some(returning) = &mut self.returning {
            let action = returning.follow(before, &self.snapshot);
            self.after_return(action);
        } else if !at_log_in(&self.snapshot) && returning::is_wanted(&self.snapshot) {
            let mut opened = returning::State::new();
            let _stays_open = opened.follow(before, &self.snapshot);
            self.returning = Some(opened);
        }
    }

    fn take_back(&mut self, message: returning::Message) {
        let Some(returning) = &mut self.returning else { return };
        let action = returning.update(message, &self.snapshot);
        self.after_return(action);
    }

    fn after_return(&mut self, action: returning::Action) {
        match action {
            returning::Action::None => {}
            returning::Action::Send(intent) => self.send(intent),
            returning::Action::Close => self.returning = None,
            returning::Action::Settle => self.unsettled = Some(unsettled::State::list()),
        }
    }

    fn log_in(&mut self, message: login::Message) {
        let Screen::LogIn(login) = &mut self.screen else { return };
        match login.update(message, &self.snapshot) {
            login::Action::None => {}
            login::Action::Send(intent) => self.send(intent),
            login::Action::SetUp => self.open_wizard(),
        }
    }

    fn sale(&mut self, message: sale::Message) {
        let Screen::Sale(sale) = &mut self.screen else { return };
        let action = sale.update(message, &self.snapshot, self.size);
        self.after_sale(action);
    }

    fn after_sale(&mut self, action: sale::Action) {
        match action {
            sale::Action::None => {}
            sale::Action::Send(intent) => self.send(intent),
            sale::Action::Return => self.returning = Some(returning::State::new()),
            sale::Action::Pay => self.payment = Some(payment::State::new(&self.snapshot)),
            sale::Action::Terminal => self.open_terminal(),
            sale::Action::Unsettled => self.unsettled = Some(unsettled::State::list()),
            sale::Action::Settings => self.open_settings(),
        }
    }

    fn pay(&mut self, message: payment::Message) {
        let Some(payment) = &mut self.payment else { return };
        let action = payment.update(message, &self.snapshot);
        self.after_payment(action);
    }

    fn after_payment(&mut self, action: payment::Action) {
        match action {
            payment::Action::None => {}
            payment::Action::Send(intent) => self.send(intent),
            payment::Action::Close => self.payment = None,
            payment::Action::Settle(attempt) => {
                self.unsettled = Some(unsettled::State::payment(attempt));
            }
        }
    }

    fn settle(&mut self, message: unsettled::Message) {
        let Some(unsettled) = &mut self.unsettled else { return };
        let action = unsettled.update(message, &self.snapshot);
        self.after_settling(action);
    }

    fn after_settling(&mut self, action: unsettled::Action) {
        match action {
            unsettled::Action::None => {}
            unsettled::Action::Send(intent) => self.send(intent),
            unsettled::Action::Close => {
                self.unsettled = None;
                if self.snapshot.approval != Approval::Idle {
                    self.send(Intent::ForgetApproval);
                }
            }
        }
    }

    fn key_pressed(&mut self, pressed: Pressed) -> Task<Message> {
        if self.takes_every_key() {
            let held = self.wedge.flush();
            self.typed(held);
            self.stroke(pressed.stroke);
            return Task::none();
        }
        let input = match pressed.stroke {
            Stroke::Character(character) => KeyInput::Character(character),
            Stroke::Enter => KeyInput::Enter,
            Stroke::Tab => KeyInput::Tab,
            stroke => {
                let held = self.wedge.flush();
                self.typed(held);
                self.stroke(stroke);
                return Task::none();
            }
        };
        let outcome = self.wedge.key(input, pressed.at);
        self.typed(outcome);
        match self.wedge.deadline() {
            None => Task::none(),
            Some(deadline) => Task::future(async move {
                // Until the deadline itself, a key is still in time.
                let due = deadline + Duration::from_millis(1);
                tokio::time::sleep_until(due.into()).await;
                Message::WedgeDue
            }),
        }
    }

    /// Nothing can be scanned where a PIN or a setting is typed, and a busy machine may hand over its digits as
    /// quickly as a scanner types: here every key is a key.
    fn takes_every_key(&self) -> bool {
        match (&self.unsettled, &self.payment, &self.screen) {
            (Some(unsettled), _, _) => unsettled.takes_pin(),
            (None, Some(_), _) => false,
            _ if self.front.is_there() => self.front.is_typing(),
            (None, None, Screen::LogIn(_)) => true,
            (None, None, Screen::Sale(sale)) => match &self.settings {
                Some(settings) => settings.is_typing(),
                None => sale.asks_for_pin(),
            },
        }
    }

    fn typed(&mut self, outcome: WedgeOutcome) {
        match outcome {
            WedgeOutcome::Held => {}
            WedgeOutcome::Scan(text) => self.scanned(text),
            WedgeOutcome::Refused(refusal) => self.scanned(refusal.shown),
            WedgeOutcome::Typed(keys) => {
                for key in keys {
                    self.stroke(match key {
                        KeyInput::Character(character) => Stroke::Character(character),
                        KeyInput::Enter => Stroke::Enter,
                        KeyInput::Tab => Stroke::Tab,
                    });
                }
            }
        }
    }

    /// A scanner that types: the till hears of it as of any scan, in every view.
    fn scanned(&mut self, text: String) {
        let sells = self.payment.is_none() && self.returning.is_none() && !self.is_setting_up();
        let quantity = match &mut self.screen {
            Screen::Sale(sale) if sells => sale.take_quantity(),
            _ => Quantity::ONE,
        };
        self.send(Intent::Scan { text, quantity });
    }

    fn stroke(&mut self, stroke: Stroke) {
        if let Some(unsettled) = &mut self.unsettled {
            let action = unsettled.stroke(stroke, &self.snapshot);
            self.after_settling(action);
            return;
        }
        if let Some(returning) = &mut self.returning {
            let action = returning.stroke(stroke, &self.snapshot);
            self.after_return(action);
            return;
        }
        if let Some(payment) = &mut self.payment {
            let action = payment.stroke(stroke, &self.snapshot);
            self.after_payment(action);
            return;
        }
        if self.front.is_there() {
            let intents = self.front.stroke(stroke, &self.snapshot);
            self.after_front(intents);
            return;
        }
        if let (Some(settings), Screen::Sale(_)) = (&mut self.settings, &self.screen) {
            let action = settings.stroke(stroke, &self.snapshot);
            self.after_settings(action);
            return;
        }
        match &mut self.screen {
            Screen::LogIn(login) => {
                if let Some(message) = login.stroke(stroke, &self.snapshot) {
                    self.log_in(message);
                }
            }
            Screen::Sale(sale) => {
                if let Some(message) = sale.stroke(stroke, &self.snapshot) {
                    self.sale(message);
                }
            }
        }
    }

    fn resized(&mut self, size: Size) {
        self.display = size * self.scale;
        self.rescale();
    }

    fn rescale(&mut self) {
        if let Some(scale) = measure::scale(self.display, &self.snapshot.settings.look) {
            self.scale = scale;
            self.size = self.display * (1.0 / scale);
        }
    }

    /// The window's title.
    pub fn title(&self) -> String {
        self.snapshot.settings.register.clone()
    }

    /// The colours.
    pub fn theme(&self) -> Theme {
        self.theme.unwrap_or_else(|| Theme::of(self.snapshot.settings.look.theme))
    }

    /// How large a logical pixel is.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// Everything that can happen by itself.
    pub fn subscription(&self) -> Subscription<Message> {
        Subscription::batch([
            Subscription::run_with(Pictures(self.link.snapshots.clone()), Pictures::arrivals)
                .map(Message::Arrived),
            event::listen_with(heard),
            Subscription::run(minutes).map(Message::MinuteBegan),
        ])
    }

    fn frame(&self) -> Frame<'_> {
        Frame {
            snapshot: &self.snapshot,
            texts: Texts::of(self.snapshot.language),
            size: self.size,
            at: self.at,
            zone: &self.zone,
        }
    }

    /// What is seen.
    pub fn view(&self) -> Element<'_, Message> {
        let frame = self.frame();
        let (base, card) = match self.front.view(&frame) {
            Some(front) => (front.map(Message::Front), None),
            None => self.behind(&frame),
        };
        let payment = self.payment.as_ref();
        let card = payment.map(|payment| payment.view(&frame).map(Message::Payment)).or(card);
        let returning = self.returning.as_ref();
        let card = returning.map(|made| made.view(&frame).map(Message::Returning)).or(card);
        let unsettled = self.unsettled.as_ref();
        let card = unsettled.map(|list| list.view(&frame).map(Message::Unsettled)).or(card);
        // The ground is the window's own colour (`theme`): as a face of its own it would be drawn
        // whole behind every small part that changes.
        let shown = modal(container(base).width(Fill).height(Fill), card);
        let training = self.snapshot.settings.training;
        training_mark(shown, training.then(|| frame.text("training-mark")))
    }

    /// What is seen while nothing is in front, and the card above it.
    fn behind<'a>(
        &'a self,
        frame: &Frame<'a>,
    ) -> (Element<'a, Message>, Option<Element<'a, Message>>) {
        match (&self.screen, &self.settings) {
            (Screen::LogIn(login), _) => (login.view(frame).map(Message::LogIn), None),
            (Screen::Sale(_), Some(settings)) => (
                settings.view(frame).map(Message::Settings),
                settings.card(frame).map(|card| card.map(Message::Settings)),
            ),
            (Screen::Sale(sale), None) => (
                sale.view(frame).map(Message::Sale),
                sale.card(frame).map(|card| card.map(Message::Sale)),
            ),
        }
    }
}

impl Screen {
    fn of(snapshot: &Snapshot) -> Self {
        if at_log_in(snapshot) {
            Screen::LogIn(login::State::new(snapshot))
        } else {
            Screen::Sale(Box::new(sale::State::new(snapshot)))
        }
    }

    /// Changes to the other screen when somebody has logged in or out, or the screen was locked or unlocked.
    fn follow(&mut self, snapshot: &Snapshot) {
        match (&mut *self, at_log_in(snapshot)) {
            (Screen::LogIn(login), true) => login.follow(snapshot),
            (Screen::Sale(_), false) => {}
            _ => *self = Screen::of(snapshot),
        }
    }
}

/// Whether a PIN has to be typed before anything else.
fn at_log_in(snapshot: &Snapshot) -> bool {
    snapshot.user.is_none() || snapshot.locked
}

/// What the window wants to hear of: keys, its size, and that it shall close. Keys are taken
/// whether a widget wanted them or not, because none of ours does.
fn heard(event: Event, _status: event::Status, _window: window::Id) -> Option<Message> {
    match event {
        Event::Keyboard(event) => keyboard::read(&event)
            .map(|stroke| Message::KeyPressed(Pressed { stroke, at: Instant::now() })),
        Event::Window(window::Event::Opened { size, .. } | window::Event::Resized(size)) => {
            Some(Message::Resized(size))
        }
        Event::Window(window::Event::CloseRequested) => Some(Message::CloseRequested),
        _ => None,
    }
}

/// The beginning of every minute: the clock on the wall is all that changes by itself.
fn minutes() -> impl iced::futures::Stream<Item = Timestamp> {
    iced::futures::stream::unfold((), |()| async {
        let now = Timestamp::now();
        let passed = u64::try_from(now.as_second().rem_euclid(60)).unwrap_or(0);
        tokio::time::sleep(Duration::from_secs(60 - passed)).await;
        Some((Timestamp::now(), ()))
    })
}
