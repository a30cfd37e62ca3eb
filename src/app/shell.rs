//! The loop of the window: what arrives goes to the screen it is for, what a screen wants goes to
//! the till.

use std::sync::Arc;
use std::time::Instant;

use iced::widget::{column, container};
use iced::{Event, Fill, Size, Subscription, Task, event, window};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::frame::Frame;
use super::keyboard::{self, Pressed, Stroke};
use super::link::{Arrival, Link, Pictures};
use super::screen::{login, payment, sale};
use super::theme::{Theme, measure};
use super::widget::{Element, modal};
use crate::core::receipt::Quantity;
use crate::core::register::Command;
use crate::device::scanner::wedge::{KeyInput, Wedge, WedgeOutcome};
use crate::language::Texts;
use crate::till::intent::Intent;
use crate::till::snapshot::Snapshot;

/// The window's state.
pub struct Window {
    link: Link,
    snapshot: Arc<Snapshot>,
    screen: Screen,
    payment: Option<payment::State>,
    theme: Theme,
    /// In logical pixels.
    size: Size,
    /// Logical pixels are so many times as large as the display's own.
    scale: f32,
    at: Timestamp,
    zone: TimeZone,
    wedge: Wedge,
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
    Sale(sale::State),
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
            payment: None,
            theme: Theme::Light,
            size: measure::SMALLEST,
            scale: 1.0,
            at,
            zone,
            wedge: Wedge::new(),
            snapshot,
        };
        window.follow_payment();
        window
    }

    /// Draws with other colours.
    #[must_use]
    pub fn with_theme(mut self, theme: Theme) -> Self {
        self.theme = theme;
        self
    }

    /// Lets something take effect.
    pub fn update(&mut self, message: Message) -> Task<Message> {
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
        }
        Task::none()
    }

    fn send(&self, intent: Intent) {
        (self.link.send)(intent);
    }

    fn show(&mut self, snapshot: Arc<Snapshot>) {
        let before = std::mem::replace(&mut self.snapshot, snapshot);
        self.at = self.at.max(self.snapshot.at);
        self.screen.follow(&self.snapshot);
        if let Screen::Sale(sale) = &mut self.screen {
            let action = sale.follow(&before, &self.snapshot);
            self.after_sale(action);
        }
        self.follow_payment();
    }

    /// Opens, carries on and closes the payment dialog as the till goes on.
    fn follow_payment(&mut self) {
        if let Some(payment) = &mut self.payment {
            let action = payment.follow(&self.snapshot);
            self.after_payment(action);
        } else if self.snapshot.user.is_some() && payment::is_wanted(&self.snapshot) {
            self.payment = Some(payment::State::new(&self.snapshot));
        }
    }

    fn log_in(&mut self, message: login::Message) {
        let Screen::LogIn(login) = &mut self.screen else { return };
        match login.update(message, &self.snapshot) {
            login::Action::None => {}
            login::Action::Send(intent) => self.send(intent),
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
            sale::Action::Pay => self.payment = Some(payment::State::new(&self.snapshot)),
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
        }
    }

    fn key_pressed(&mut self, pressed: Pressed) -> Task<Message> {
        // Nothing can be scanned while nobody is logged in, and a busy machine may hand over the
        // digits of a PIN as quickly as a scanner types: here every key is a key.
        if matches!(self.screen, Screen::LogIn(_)) && self.payment.is_none() {
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
                let due = deadline + std::time::Duration::from_millis(1);
                tokio::time::sleep_until(due.into()).await;
                Message::WedgeDue
            }),
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
        let quantity = match &mut self.screen {
            Screen::Sale(sale) if self.payment.is_none() => sale.take_quantity(),
            _ => Quantity::ONE,
        };
        self.send(Intent::Scan { text, quantity });
    }

    fn stroke(&mut self, stroke: Stroke) {
        if let Some(payment) = &mut self.payment {
            let action = payment.stroke(stroke, &self.snapshot);
            self.after_payment(action);
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

    /// Keeps at least [`measure::SMALLEST`] in the window: on a larger display everything grows,
    /// on a smaller one it shrinks, and only the shape changes what fits.
    fn resized(&mut self, size: Size) {
        let display = size * self.scale;
        let fits = (display.width / measure::SMALLEST.width)
            .min(display.height / measure::SMALLEST.height);
        if fits.is_finite() && fits > 0.0 {
            // In steps, so that a window being dragged does not shape every text anew all the time.
            self.scale = ((fits * 20.0).floor() / 20.0).max(0.5);
            self.size = display * (1.0 / self.scale);
        }
    }

    /// The window's title.
    pub fn title(&self) -> String {
        self.snapshot.settings.register.clone()
    }

    /// The colours.
    pub fn theme(&self) -> Theme {
        self.theme
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
        let (base, card) = match &self.screen {
            // Whoever comes to log in sees a payment that waits (rule 13).
            Screen::LogIn(login) => (
                column![
                    payment::banner(&frame).map(|banner| banner.map(Message::Payment)),
                    login.view(&frame).map(Message::LogIn)
                ]
                .into(),
                None,
            ),
            Screen::Sale(sale) => (
                sale.view(&frame).map(Message::Sale),
                sale.card(&frame).map(|card| card.map(Message::Sale)),
            ),
        };
        let payment = self.payment.as_ref();
        let card = payment.map(|payment| payment.view(&frame).map(Message::Payment)).or(card);
        // The ground is the window's own colour (`theme`): as a face of its own it would be drawn
        // whole behind every small part that changes.
        modal(container(base).width(Fill).height(Fill), card)
    }
}

impl Screen {
    fn of(snapshot: &Snapshot) -> Self {
        match &snapshot.user {
            None => Screen::LogIn(login::State::new()),
            Some(_) => Screen::Sale(sale::State::new(snapshot)),
        }
    }

    /// Changes to the other screen when somebody has logged in or out.
    fn follow(&mut self, snapshot: &Snapshot) {
        match (&mut *self, &snapshot.user) {
            (Screen::LogIn(login), None) => login.follow(snapshot),
            (Screen::Sale(_), Some(_)) => {}
            _ => *self = Screen::of(snapshot),
        }
    }
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
        tokio::time::sleep(std::time::Duration::from_secs(60 - passed)).await;
        Some((Timestamp::now(), ()))
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, Stand};
    use super::*;
    use crate::core::user::UserNumber;

    /// A machine that was busy for a moment hands typed digits over all at once: at the log-in they are
    /// a number and a PIN all the same.
    #[test]
    fn a_pin_that_arrives_at_once_is_no_scan() {
        let stand = Stand::new(fixture::nobody());
        let mut window = stand.window();
        for message in fixture::burst("1").into_iter().chain(fixture::burst("1111")) {
            let _task = window.update(message);
        }
        let sent = stand.sent();
        assert!(matches!(&sent[..], [Intent::LogIn { user: UserNumber(1), .. }]), "{sent:?}");
    }
}
