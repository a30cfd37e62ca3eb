//! Tells a scanner that types like a keyboard from a person who types.
//!
//! A scanner sends at least four characters, each within 30 ms of the one before, and ends them
//! with Enter or Tab. Keys are held back for as long as they may still be a scan, 30 ms at most
//! after the last one, and are given back in their order if they are not. Pure: keys and times
//! go in, scans and keys come out.

use std::time::{Duration, Instant};

use super::framing::{MOST_CHARACTERS, Refusal, RefusalCause, read_code};

/// The longest time between two keys of a scan.
pub const QUICK: Duration = Duration::from_millis(30);
/// The fewest characters of a scan.
pub const FEWEST_CHARACTERS: usize = 4;

/// A key that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyInput {
    /// A key that writes something.
    Character(char),
    /// Enter.
    Enter,
    /// Tab.
    Tab,
}

/// What became of the keys so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WedgeOutcome {
    /// Nothing is certain yet, or nothing is held.
    Held,
    /// They were a scan.
    Scan(String),
    /// They came as fast as a scan but are no code.
    Refused(Refusal),
    /// A person typed these, in this order.
    Typed(Vec<KeyInput>),
}

/// Watches the keys of a window.
#[derive(Debug, Default)]
pub struct Wedge {
    held: String,
    last: Option<Instant>,
}

impl Wedge {
    /// One that has seen no key.
    pub fn new() -> Self {
        Wedge::default()
    }

    /// Takes a key that writes something. For any other key (arrows, F-keys) call
    /// [`Wedge::flush`] and then act on it.
    pub fn key(&mut self, key: KeyInput, at: Instant) -> WedgeOutcome {
        let quick = self.last.is_some_and(|last| at.saturating_duration_since(last) <= QUICK);
        match key {
            KeyInput::Character(character) => {
                let outcome = if quick { WedgeOutcome::Held } else { self.flush() };
                // Beyond the limit only the length matters, which is one more than allowed.
                if self.held.chars().count() <= MOST_CHARACTERS {
                    self.held.push(character);
                }
                self.last = Some(at);
                outcome
            }
            KeyInput::Enter | KeyInput::Tab => {
                let scanned = quick && self.held.chars().count() >= FEWEST_CHARACTERS;
                if scanned { self.scan() } else { self.typed(Some(key)) }
            }
        }
    }

    /// Gives back what is held when it has become too old for a scan. Call it at
    /// [`Wedge::deadline`].
    pub fn tick(&mut self, at: Instant) -> WedgeOutcome {
        match self.deadline() {
            Some(deadline) if at > deadline => self.flush(),
            _ => WedgeOutcome::Held,
        }
    }

    /// The last moment at which what is held may still become a scan.
    pub fn deadline(&self) -> Option<Instant> {
        self.last.map(|last| last + QUICK)
    }

    /// Gives back what is held, because the window goes on to something else.
    pub fn flush(&mut self) -> WedgeOutcome {
        if self.held.is_empty() { WedgeOutcome::Held } else { self.typed(None) }
    }

    fn scan(&mut self) -> WedgeOutcome {
        self.last = None;
        match read_code(std::mem::take(&mut self.held).as_bytes()) {
            Ok(text) => WedgeOutcome::Scan(text),
            Err(refusal) => WedgeOutcome::Refused(refusal),
        }
    }

    fn typed(&mut self, end: Option<KeyInput>) -> WedgeOutcome {
        self.last = None;
        let held = std::mem::take(&mut self.held);
        if held.chars().count() > MOST_CHARACTERS {
            // No hand types that: it is an overlong code without an end.
            let shown = held.chars().take(39).chain(['…']).collect();
            return WedgeOutcome::Refused(Refusal { shown, why: RefusalCause::TooLong });
        }
        WedgeOutcome::Typed(held.chars().map(KeyInput::Character).chain(end).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Presses the characters one after another with the same pause, `\n` as Enter, `\t` as Tab;
    /// then waits until nothing is held any more.
    fn press(text: &str, pause: u64) -> Vec<WedgeOutcome> {
        let mut wedge = Wedge::new();
        let mut at = Instant::now();
        let mut outcomes = Vec::new();
        for character in text.chars() {
            let key = match character {
                '\n' => KeyInput::Enter,
                '\t' => KeyInput::Tab,
                character => KeyInput::Character(character),
            };
            outcomes.push(wedge.key(key, at));
            at += Duration::from_millis(pause);
        }
        outcomes.push(wedge.tick(at + Duration::from_secs(1)));
        assert_eq!(wedge.deadline(), None, "nothing is held any more");
        outcomes.retain(|outcome| *outcome != WedgeOutcome::Held);
        outcomes
    }

    fn typed(text: &str) -> WedgeOutcome {
        WedgeOutcome::Typed(text.chars().map(KeyInput::Character).collect())
    }

    fn scan(text: &str) -> WedgeOutcome {
        WedgeOutcome::Scan(text.to_owned())
    }

    #[test]
    fn quick_keys_with_an_end_are_a_scan() {
        for (text, pause, code) in [
            ("7310865004703\n", 2, "7310865004703"),
            ("7310865004703\t", 30, "7310865004703"),
            ("1234\n", 10, "1234"),
            ("]C0ABCD\n", 5, "ABCD"),
        ] {
            assert_eq!(press(text, pause), [scan(code)], "{text:?} every {pause} ms");
        }
        assert_eq!(press("1234\n5678\n", 1), [scan("1234"), scan("5678")]);
    }

    #[test]
    fn everything_else_is_typing_and_comes_back_in_order() {
        let ended = |text: &str| {
            let WedgeOutcome::Typed(mut keys) = typed(text) else { unreachable!() };
            keys.push(KeyInput::Enter);
            WedgeOutcome::Typed(keys)
        };
        assert_eq!(press("12\n", 5), [ended("12")]);
        assert_eq!(press("1234567", 5), [typed("1234567")]);
        assert_eq!(press("\n", 5), [ended("")]);
        assert_eq!(press("ab\n", 100), [typed("a"), ended("b")]);
        assert_eq!(press("kaffe\n", 31).len(), 5);
    }

    #[test]
    fn a_late_end_is_a_key_press() {
        let mut wedge = Wedge::new();
        let begin = Instant::now();
        for character in "1234".chars() {
            assert_eq!(wedge.key(KeyInput::Character(character), begin), WedgeOutcome::Held);
        }
        let late = wedge.key(KeyInput::Enter, begin + Duration::from_millis(31));
        let WedgeOutcome::Typed(keys) = late else { panic!("{late:?}") };
        assert_eq!(keys.last(), Some(&KeyInput::Enter));
        assert_eq!(keys.len(), 5);
    }

    #[test]
    fn keys_are_held_for_thirty_milliseconds_only() {
        let mut wedge = Wedge::new();
        let begin = Instant::now();
        assert_eq!(wedge.deadline(), None);
        assert_eq!(wedge.key(KeyInput::Character('7'), begin), WedgeOutcome::Held);
        assert_eq!(wedge.deadline(), Some(begin + QUICK));
        assert_eq!(wedge.tick(begin + QUICK), WedgeOutcome::Held);
        assert_eq!(wedge.tick(begin + QUICK + Duration::from_millis(1)), typed("7"));
        assert_eq!(wedge.flush(), WedgeOutcome::Held);
    }

    #[test]
    fn a_quick_code_that_is_none_is_refused_once() {
        let long = "7".repeat(10_000);
        for text in [format!("{long}\n"), long.clone()] {
            let outcomes = press(&text, 1);
            let [WedgeOutcome::Refused(refusal)] = &outcomes[..] else { panic!("{outcomes:?}") };
            assert_eq!(refusal.why, RefusalCause::TooLong);
            assert_eq!(refusal.shown.chars().count(), 40);
        }
        let outcomes = press("smör\n", 1);
        let [WedgeOutcome::Refused(refusal)] = &outcomes[..] else { panic!("{outcomes:?}") };
        assert_eq!(refusal.why, RefusalCause::BadCharacter);
    }
}
