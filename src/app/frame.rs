//! What a view draws from: the till's picture, the texts of its language, the window's size.

use std::borrow::Cow;

use iced::Size;
use iced::widget::Row;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::theme::Theme;
use super::widget::Element;
use crate::core::money::Amount;
use crate::core::settings::Hand;
use crate::language::{self, Texts, Value};
use crate::till::snapshot::Snapshot;

/// See the module.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The till.
    pub snapshot: &'a Snapshot,
    /// The texts.
    pub texts: &'static Texts,
    /// The window, in logical pixels.
    pub size: Size,
    /// The moment, for clocks on the wall.
    pub at: Timestamp,
    /// The register's time zone.
    pub zone: &'a TimeZone,
}

impl Frame<'_> {
    /// A text.
    pub fn text(&self, key: &str) -> Cow<'static, str> {
        self.texts.get(key)
    }

    /// A text with its places filled.
    pub fn with(&self, key: &str, values: &[(&str, Value<'_>)]) -> Cow<'static, str> {
        self.texts.with(key, values)
    }

    /// An amount: `70,56`.
    pub fn amount(&self, amount: Amount) -> String {
        language::amount(amount, self.texts.language())
    }

    /// An amount with its currency: `70,56 kr`.
    pub fn money(&self, amount: Amount) -> String {
        language::money(amount, &self.snapshot.settings.currency, self.texts.language())
    }

    /// What stands beside each other, the keypad at the right: the other way round for the left hand.
    pub fn for_the_hand<'e, Message: 'e, const COUNT: usize>(
        &self,
        mut elements: [impl Into<Element<'e, Message>>; COUNT],
    ) -> Row<'e, Message, Theme> {
        if self.snapshot.settings.look.hand == Hand::Left {
            elements.reverse();
        }
        Row::with_children(elements.map(Into::into))
    }

    /// The time of day.
    pub fn clock(&self) -> String {
        language::clock(self.at, self.zone)
    }

    /// A moment: the time of day, with its date unless that is today's.
    pub fn moment(&self, at: Timestamp) -> String {
        if language::date(at, self.zone) == language::date(self.at, self.zone) {
            language::clock(at, self.zone)
        } else {
            language::date_time(at, self.zone)
        }
    }
}
