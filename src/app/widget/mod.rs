//! Widgets and components that screens are built from. They know nothing of sales or payments.

mod bar_code;
pub mod board;
pub mod card;
pub mod choice;
pub mod field;
pub mod key;
pub mod keypad;
pub mod letters;
pub mod list;
pub mod modal;
pub mod pager;
pub mod said;
pub mod sheet;
pub mod shield;
#[cfg(test)]
mod tests;
pub mod touch_button;
mod training_mark;

pub use bar_code::bar_code;
pub use modal::modal;
pub use shield::shield;
pub use touch_button::{TouchButton, touch_button};
pub use training_mark::training_mark;

use super::theme::Theme;

/// An element in our own design.
pub type Element<'a, Message> = iced::Element<'a, Message, Theme>;
