//! The window: one module per screen, one design system, and the loop that joins them.
//!
//! It shows the till's latest picture and sends intents. It owns no fact about money: what it keeps is
//! what is being typed, which line is chosen, which page is seen, which card is open.

pub mod fixture;
pub mod form;
pub mod frame;
pub mod front;
pub mod keyboard;
pub mod link;
pub mod screen;
mod shell;
pub mod theme;
pub mod widget;
pub mod words;

pub use link::Link;
pub use shell::{Message, Window};

use iced::window;

use theme::measure;

/// Opens the window and returns when it has been closed.
///
/// # Errors
/// When there is no display, or it cannot be drawn on.
pub fn run(link: Link) -> iced::Result {
    application(link).run()
}

/// The window as a program that can be run, or driven by a test.
pub fn application(
    link: Link,
) -> iced::Application<impl iced::Program<State = Window, Message = Message, Theme = theme::Theme>>
{
    iced::application(move || Window::new(link.clone()), Window::update, Window::view)
        .title(Window::title)
        .subscription(Window::subscription)
        .theme(Window::theme)
        .scale_factor(Window::scale)
        .settings(theme::settings())
        .window(window::Settings {
            size: measure::SMALLEST,
            min_size: None,
            exit_on_close_request: false,
            ..window::Settings::default()
        })
}
