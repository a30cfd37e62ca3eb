//! A keypad that writes into a buffer of its own, never into a focused field, so that a key, a
//! tap and a scan cannot end up in the wrong place.
//!
//! The buffer is cleared by whoever owns it: when another line is chosen, something is scanned or
//! a card opens. What does not fit is refused, and the refusal is shown until the next key.

use std::borrow::Cow;

use iced::widget::{column, container, row};
use iced::{Center, Fill, Right};

use super::{Element, TouchButton, touch_button};
use crate::app::theme::{self, Icon, Tone, measure};
use crate::core::money::{Amount, AmountError};
use crate::core::receipt::{LARGEST_QUANTITY, Quantity};
use crate::language::Texts;

/// A key of the pad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Press {
    /// 0 to 9.
    Digit(u8),
    /// Two zeros.
    DoubleZero,
    /// The decimal sign.
    Comma,
    /// Takes the last character away.
    Backspace,
    /// Takes everything away.
    Clear,
}

impl Press {
    /// The key that writes this character.
    pub fn of(character: char) -> Option<Press> {
        match character {
            ',' | '.' => Some(Press::Comma),
            _ => {
                character.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).map(Press::Digit)
            }
        }
    }
}

/// Why a key wrote nothing, or what was written cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// There is no coin for a third decimal.
    TwoDecimals,
    /// Beyond [`Amount::LARGEST_ENTRY`].
    TooLarge,
    /// More than [`LARGEST_QUANTITY`] pieces.
    TooMany,
    /// Pieces are whole.
    WholePieces,
    /// Longer than any number or code.
    TooLong,
    /// Nothing, or zero, where more than zero is needed.
    NothingTyped,
}

impl Refusal {
    /// The key of the sentence that says so.
    pub fn text(self) -> &'static str {
        match self {
            Refusal::TwoDecimals => "keypad-two-decimals",
            Refusal::TooLarge => "keypad-too-large",
            Refusal::TooMany => "keypad-too-many",
            Refusal::WholePieces => "keypad-whole-pieces",
            Refusal::TooLong => "keypad-too-long",
            Refusal::NothingTyped => "keypad-nothing-typed",
        }
    }
}

/// What is being typed, and with it how much of it fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An amount of money.
    Amount,
    /// A number of pieces.
    Pieces,
    /// Not decided yet: an amount, a number of pieces, an article's number or a bar code.
    Anything,
}

/// The most digits of [`Kind::Anything`]: the longest bar code.
const LONGEST: usize = 32;

/// What has been typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buffer {
    kind: Kind,
    text: String,
    refusal: Option<Refusal>,
}

impl Buffer {
    /// One with nothing in it.
    pub fn new(kind: Kind) -> Self {
        Buffer { kind, text: String::new(), refusal: None }
    }

    /// One that begins with something typed.
    pub fn with(kind: Kind, text: &str) -> Self {
        let mut buffer = Buffer::new(kind);
        text.chars().filter_map(Press::of).for_each(|press| buffer.press(press));
        buffer
    }

    /// What has been typed, with `,` as the decimal sign.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing has been typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Why the last key wrote nothing.
    pub fn refusal(&self) -> Option<Refusal> {
        self.refusal
    }

    /// Takes everything away.
    pub fn clear(&mut self) {
        self.text.clear();
        self.refusal = None;
    }

    /// Shows a refusal until the next key.
    pub fn refuse(&mut self, refusal: Refusal) {
        self.refusal = Some(refusal);
    }

    /// Takes a key.
    pub fn press(&mut self, press: Press) {
        self.refusal = None;
        match press {
            Press::Digit(digit) => self.write(char::from(b'0' + digit.min(9))),
            Press::DoubleZero if self.decimals() == Some(1) => self.write('0'),
            Press::DoubleZero => {
                self.write('0');
                let alone = self.text == "0" && self.kind != Kind::Anything;
                if self.refusal.is_none() && !alone {
                    self.write('0');
                }
            }
            Press::Comma => self.write_comma(),
            Press::Backspace => {
                let _last = self.text.pop();
            }
            Press::Clear => self.clear(),
        }
    }

    /// How many digits stand behind the comma, if there is one.
    fn decimals(&self) -> Option<usize> {
        self.text.split_once(',').map(|(_, decimals)| decimals.len())
    }

    fn write(&mut self, digit: char) {
        // A leading zero is kept where it may belong to a code.
        if self.text == "0" && self.kind != Kind::Anything {
            self.text.clear();
        }
        self.text.push(digit);
        if let Some(refusal) = self.too_much() {
            let _digit = self.text.pop();
            self.refusal = Some(refusal);
        }
    }

    fn write_comma(&mut self) {
        match self.kind {
            Kind::Pieces => self.refusal = Some(Refusal::WholePieces),
            _ if self.text.contains(',') => {}
            Kind::Amount | Kind::Anything => {
                if self.text.is_empty() {
                    self.text.push('0');
                }
                self.text.push(',');
            }
        }
    }

    fn too_much(&self) -> Option<Refusal> {
        match self.kind {
            Kind::Amount => match Amount::parse(&self.text) {
                Err(AmountError::TooManyDecimals) => Some(Refusal::TwoDecimals),
                Err(AmountError::TooLarge) => Some(Refusal::TooLarge),
                _ => None,
            },
            Kind::Pieces => {
                (self.text.parse::<u32>().ok()? > LARGEST_QUANTITY).then_some(Refusal::TooMany)
            }
            Kind::Anything if self.decimals().is_some_and(|decimals| decimals > 2) => {
                Some(Refusal::TwoDecimals)
            }
            Kind::Anything => (self.text.len() > LONGEST).then_some(Refusal::TooLong),
        }
    }

    /// What has been typed, as an amount above zero.
    ///
    /// # Errors
    /// What is wrong with it; also shown.
    pub fn amount(&mut self) -> Result<Amount, Refusal> {
        let amount = match Amount::parse(&self.text) {
            Ok(amount) if amount.is_positive() => Ok(amount),
            Ok(_) | Err(AmountError::NotANumber | AmountError::Negative) => {
                Err(Refusal::NothingTyped)
            }
            Err(AmountError::TooManyDecimals) => Err(Refusal::TwoDecimals),
            Err(AmountError::TooLarge) => Err(Refusal::TooLarge),
        };
        self.refusal = amount.err();
        amount
    }

    /// What has been typed, as a number of pieces.
    ///
    /// # Errors
    /// What is wrong with it; also shown.
    pub fn pieces(&mut self) -> Result<Quantity, Refusal> {
        let pieces = if self.text.is_empty() {
            Err(Refusal::NothingTyped)
        } else if self.text.contains(',') {
            Err(Refusal::WholePieces)
        } else {
            match self.text.parse::<u32>() {
                Ok(0) => Err(Refusal::NothingTyped),
                Ok(count) => Quantity::pieces(count).ok_or(Refusal::TooMany),
                Err(_) => Err(Refusal::TooMany),
            }
        };
        self.refusal = pieces.err();
        pieces
    }
}

/// The field above the keys: what has been typed, large; a refusal below it. `ahead` stands at
/// its left, such as "3 ×"; `hint` while nothing has been typed.
pub fn display<'a, Message: 'a>(
    buffer: &Buffer,
    ahead: Option<String>,
    hint: Option<Cow<'a, str>>,
    texts: &'static Texts,
) -> Element<'a, Message> {
    let shown = match texts.language() {
        crate::core::language::Language::Swedish => buffer.text.clone(),
        crate::core::language::Language::English => buffer.text.replace(',', "."),
    };
    let below = buffer.refusal.map(|refusal| {
        theme::note(texts.get(refusal.text())).style(theme::danger).align_x(Right).width(Fill)
    });
    let size = if shown.chars().count() > 12 { measure::BODY } else { measure::AMOUNT };
    let hint = hint.filter(|_| shown.is_empty() && ahead.is_none());
    let shown: Element<'a, Message> = match hint {
        Some(hint) => theme::note(hint).style(theme::muted).width(Fill).align_x(Right).into(),
        None => theme::amount(shown).size(size).align_x(Right).width(Fill).into(),
    };
    let line = row![ahead.map(|ahead| theme::amount(ahead).style(theme::info)), shown,]
        .spacing(measure::GAP)
        .align_y(Center);
    container(column![line, below])
        .style(theme::field)
        .padding([measure::TINY, measure::ROOM])
        .center_y(measure::DIGIT_HEIGHT)
        .width(Fill)
        .into()
}

/// The keys for numbers: 7-8-9 on top, `0 00 ,` below, then C and backspace.
pub fn keys<'a, Message: Clone + PartialEq + 'static>(
    texts: &'static Texts,
    on_press: impl Fn(Press) -> Message,
) -> Element<'a, Message> {
    let comma = decimal_sign(texts);
    let last = [
        key("0", on_press(Press::Digit(0))),
        key("00", on_press(Press::DoubleZero)),
        key(comma, on_press(Press::Comma)),
    ];
    let mut rows: Vec<Element<'a, Message>> = digits(&on_press);
    rows.push(keys_in_a_row(last));
    rows.push(keys_in_a_row([clear(&on_press), backspace(&on_press)]));
    column(rows).spacing(measure::GAP).into()
}

/// The decimal sign of a language.
pub fn decimal_sign(texts: &Texts) -> &'static str {
    match texts.language() {
        crate::core::language::Language::Swedish => ",",
        crate::core::language::Language::English => ".",
    }
}

/// The keys for a number without decimals: 7-8-9 on top, `C 0 ⌫` below.
pub fn digit_keys<'a, Message: Clone + PartialEq + 'static>(
    on_press: impl Fn(Press) -> Message,
) -> Element<'a, Message> {
    let mut rows: Vec<Element<'a, Message>> = digits(&on_press);
    rows.push(keys_in_a_row([
        clear(&on_press),
        key("0", on_press(Press::Digit(0))),
        backspace(&on_press),
    ]));
    column(rows).spacing(measure::GAP).into()
}

fn digits<'a, Message: Clone + PartialEq + 'static>(
    on_press: &impl Fn(Press) -> Message,
) -> Vec<Element<'a, Message>> {
    const ROWS: [[(&str, u8); 3]; 3] = [
        [("7", 7), ("8", 8), ("9", 9)],
        [("4", 4), ("5", 5), ("6", 6)],
        [("1", 1), ("2", 2), ("3", 3)],
    ];
    ROWS.into_iter()
        .map(|row| {
            keys_in_a_row(row.map(|(label, digit)| key(label, on_press(Press::Digit(digit)))))
        })
        .collect()
}

fn key<'a, Message: 'a>(label: &'static str, message: Message) -> TouchButton<'a, Message> {
    touch_button(theme::amount(label)).on_press(message)
}

fn clear<'a, Message: 'a>(on_press: &impl Fn(Press) -> Message) -> TouchButton<'a, Message> {
    touch_button(theme::key("C").style(theme::tone_text(Tone::Danger)))
        .on_press(on_press(Press::Clear))
}

fn backspace<'a, Message: 'a>(on_press: &impl Fn(Press) -> Message) -> TouchButton<'a, Message> {
    touch_button(theme::icon(Icon::Delete, measure::AMOUNT)).on_press(on_press(Press::Backspace))
}

fn keys_in_a_row<'a, Message: Clone + PartialEq + 'static, const N: usize>(
    keys: [TouchButton<'a, Message>; N],
) -> Element<'a, Message> {
    row(keys.into_iter().map(|key| key.width(Fill).height(measure::DIGIT_HEIGHT).into()))
        .spacing(measure::GAP)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types characters; `<` is backspace, `C` clears, `"` is the double zero.
    fn typed(kind: Kind, keys: &str) -> Buffer {
        let mut buffer = Buffer::new(kind);
        for key in keys.chars() {
            buffer.press(match key {
                '<' => Press::Backspace,
                'C' => Press::Clear,
                '"' => Press::DoubleZero,
                _ => Press::of(key).unwrap(),
            });
        }
        buffer
    }

    #[test]
    fn keys_write_what_fits_and_say_what_does_not() {
        use Refusal::{TooLarge, TooLong, TooMany, TwoDecimals, WholePieces};
        let long = "1234567890123456789012345678901234567890";
        for (kind, keys, text, refusal) in [
            (Kind::Amount, "", "", None),
            (Kind::Amount, "453", "453", None),
            (Kind::Amount, "453,5", "453,5", None),
            (Kind::Amount, "453.50", "453,50", None),
            (Kind::Amount, "453,501", "453,50", Some(TwoDecimals)),
            (Kind::Amount, "453,50\"", "453,50", Some(TwoDecimals)),
            (Kind::Amount, "453,5\"", "453,50", None),
            (Kind::Amount, "453,\"", "453,00", None),
            (Kind::Amount, "5\"", "500", None),
            (Kind::Amount, "\"", "0", None),
            (Kind::Amount, "007", "7", None),
            (Kind::Amount, ",5", "0,5", None),
            (Kind::Amount, "1,,2", "1,2", None),
            (Kind::Amount, "999999,99", "999999,99", None),
            (Kind::Amount, "1000000", "100000", Some(TooLarge)),
            (Kind::Amount, "12345\"", "123450", Some(TooLarge)),
            (Kind::Amount, "1000000<", "10000", None),
            (Kind::Amount, "12,3<<", "12", None),
            (Kind::Amount, "12<<<", "", None),
            (Kind::Amount, "12C3", "3", None),
            (Kind::Pieces, "12", "12", None),
            (Kind::Pieces, "1,", "1", Some(WholePieces)),
            (Kind::Pieces, "9999", "9999", None),
            (Kind::Pieces, "99999", "9999", Some(TooMany)),
            (Kind::Pieces, "03", "3", None),
            (Kind::Anything, "0073", "0073", None),
            (Kind::Anything, "\"73", "0073", None),
            (Kind::Anything, "1,234", "1,23", Some(TwoDecimals)),
            (Kind::Anything, long, &long[..32], Some(TooLong)),
        ] {
            let buffer = typed(kind, keys);
            assert_eq!((buffer.text(), buffer.refusal()), (text, refusal), "{kind:?} {keys}");
        }
    }

    #[test]
    fn amounts_and_pieces_are_above_zero() {
        for (keys, minor) in [("12,5", 1_250), ("1,", 100), ("0,01", 1), ("999999,99", 99_999_999)]
        {
            assert_eq!(typed(Kind::Anything, keys).amount(), Ok(Amount::from_minor(minor)));
        }
        for (keys, refusal) in [
            ("", Refusal::NothingTyped),
            ("0", Refusal::NothingTyped),
            ("0,00", Refusal::NothingTyped),
            ("1000000", Refusal::TooLarge),
        ] {
            let mut buffer = typed(Kind::Anything, keys);
            assert_eq!(buffer.amount(), Err(refusal), "{keys}");
            assert_eq!(buffer.refusal(), Some(refusal), "it is shown");
        }
        for (keys, pieces) in [("1", Quantity::pieces(1)), ("9999", Quantity::pieces(9_999))] {
            assert_eq!(typed(Kind::Anything, keys).pieces().ok(), pieces);
        }
        for (keys, refusal) in [
            ("", Refusal::NothingTyped),
            ("00", Refusal::NothingTyped),
            ("10000", Refusal::TooMany),
            ("99999999999", Refusal::TooMany),
            ("1,5", Refusal::WholePieces),
        ] {
            assert_eq!(typed(Kind::Anything, keys).pieces(), Err(refusal), "{keys}");
        }
    }
}
