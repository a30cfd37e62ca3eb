//! Keys of a keyboard as screens take them, and the keyboard-like scanner told from fingers.
//!
//! Everything is read from the text that a key writes, so that a number block and any layout work.

use std::time::Instant;

use iced::keyboard::key::Named;
use iced::keyboard::{Event, Key};

/// A key that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stroke {
    /// A key that writes something.
    Character(char),
    /// Enter.
    Enter,
    /// Escape.
    Escape,
    /// Backspace.
    Backspace,
    /// Tab.
    Tab,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Delete.
    Delete,
    /// F1 to F12.
    Function(u8),
}

/// A key and when it was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pressed {
    /// The key.
    pub stroke: Stroke,
    /// When.
    pub at: Instant,
}

/// Reads a key of the window. `None` for keys that mean nothing here: releases, modifiers, Alt-F4.
pub fn read(event: &Event) -> Option<Stroke> {
    let Event::KeyPressed { key, text, modifiers, repeat, .. } = event else { return None };
    if modifiers.command() || modifiers.alt() && text.is_none() || modifiers.logo() {
        return None;
    }
    if let Key::Named(named) = key
        && let Some(stroke) = named_stroke(*named)
    {
        // A key that is held down must not pay or remove twice; stepping and deleting may repeat.
        let repeats = matches!(
            stroke,
            Stroke::Up | Stroke::Down | Stroke::PageUp | Stroke::PageDown | Stroke::Backspace
        );
        return (!repeat || repeats).then_some(stroke);
    }
    let mut characters = text.as_ref()?.chars().filter(|character| !character.is_control());
    match (characters.next(), characters.next()) {
        (Some(character), None) => Some(Stroke::Character(character)),
        _ => None,
    }
}

fn named_stroke(named: Named) -> Option<Stroke> {
    Some(match named {
        Named::Enter => Stroke::Enter,
        Named::Escape => Stroke::Escape,
        Named::Backspace => Stroke::Backspace,
        Named::Tab => Stroke::Tab,
        Named::ArrowUp => Stroke::Up,
        Named::ArrowDown => Stroke::Down,
        Named::PageUp => Stroke::PageUp,
        Named::PageDown => Stroke::PageDown,
        Named::Delete => Stroke::Delete,
        Named::F1 => Stroke::Function(1),
        Named::F2 => Stroke::Function(2),
        Named::F3 => Stroke::Function(3),
        Named::F4 => Stroke::Function(4),
        Named::F5 => Stroke::Function(5),
        Named::F6 => Stroke::Function(6),
        Named::F7 => Stroke::Function(7),
        Named::F8 => Stroke::Function(8),
        Named::F9 => Stroke::Function(9),
        Named::F10 => Stroke::Function(10),
        Named::F11 => Stroke::Function(11),
        Named::F12 => Stroke::Function(12),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use iced::keyboard::key::{NativeCode, Physical};
    use iced::keyboard::{Location, Modifiers};

    use super::*;

    fn event(key: Key, text: Option<&str>, modifiers: Modifiers, repeat: bool) -> Event {
        Event::KeyPressed {
            key: key.clone(),
            modified_key: key,
            physical_key: Physical::Unidentified(NativeCode::Unidentified),
            location: Location::Standard,
            modifiers,
            text: text.map(Into::into),
            repeat,
        }
    }

    #[test]
    fn keys_are_read_by_what_they_write() {
        let none = Modifiers::default();
        for (key, text, modifiers, repeat, stroke) in [
            (Key::Character("7".into()), Some("7"), none, false, Some(Stroke::Character('7'))),
            // A number block names its keys as it likes; what they write counts.
            (Key::Named(Named::Clear), Some("5"), none, false, Some(Stroke::Character('5'))),
            (Key::Named(Named::Space), Some(" "), none, false, Some(Stroke::Character(' '))),
            (Key::Named(Named::Enter), Some("\r"), none, false, Some(Stroke::Enter)),
            (Key::Named(Named::Enter), Some("\r"), none, true, None),
            (Key::Named(Named::F12), None, none, false, Some(Stroke::Function(12))),
            (Key::Named(Named::F12), None, none, true, None),
            (Key::Named(Named::Backspace), Some("\u{8}"), none, true, Some(Stroke::Backspace)),
            (Key::Character("c".into()), Some("\u{3}"), Modifiers::CTRL, false, None),
            (Key::Named(Named::F4), None, Modifiers::ALT, false, None),
            // AltGr writes.
            (
                Key::Character("@".into()),
                Some("@"),
                Modifiers::ALT,
                false,
                Some(Stroke::Character('@')),
            ),
            (Key::Named(Named::Shift), None, Modifiers::SHIFT, false, None),
        ] {
            assert_eq!(read(&event(key.clone(), text, modifiers, repeat)), stroke, "{key:?}");
        }
    }
}
