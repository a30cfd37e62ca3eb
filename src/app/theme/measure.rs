//! Sizes, in logical pixels at 1024×768. A screen of 15 inches has 3.4 of them to a millimetre,
//! so a digit of 64 is 19 mm high and an ordinary key of 44 is 13 mm.

use iced::Size;

use crate::core::settings::{LookSettings, TextSize};

/// The smallest window that everything is designed for.
pub const SMALLEST: Size = Size::new(1024.0, 768.0);

/// Print on paper shown small.
pub const PRINT: f32 = 12.0;
/// Text beside the point.
pub const NOTE: f32 = 14.0;
/// Text on an article's key.
pub const TILE: f32 = 14.0;
/// Text.
pub const BODY: f32 = 17.0;
/// Text on keys, headings of cards.
pub const KEY: f32 = 20.0;
/// Amounts.
pub const AMOUNT: f32 = 28.0;
/// What is to be paid, what is given back.
pub const TOTAL: f32 = 44.0;

/// What is given back once a sale is complete: read from across the counter.
pub const CHANGE: f32 = 64.0;

/// The word that marks a training: twice the largest amount.
pub const TRAINING: f32 = 2.0 * TOTAL;
/// The edge around the window while somebody trains.
pub const TRAINING_EDGE: f32 = 6.0;

/// Spaces.
pub const TINY: f32 = 4.0;
/// Between keys: 2 mm and more.
pub const GAP: f32 = 8.0;
/// Between zones, inside cards.
pub const ROOM: f32 = 12.0;
/// Inside cards.
pub const WIDE: f32 = 16.0;
/// Between the parts of a card.
pub const APART: f32 = 24.0;
/// Corners.
pub const CORNER: f32 = 6.0;
/// Borders of controls.
pub const BORDER: f32 = 1.0;
/// Border of what is chosen.
pub const BOLD_BORDER: f32 = 2.0;
/// A bar of colour at the side of a banner or a chosen row.
pub const BAR: f32 = 5.0;

/// The least height and width of anything that can be pressed.
pub const TARGET: f32 = 44.0;
/// An ordinary key: 11 mm and more.
pub const KEY_HEIGHT: f32 = 52.0;
/// A digit: 15 mm and more.
pub const DIGIT_HEIGHT: f32 = 64.0;
/// The way forward out of a card.
pub const MAIN_HEIGHT: f32 = 64.0;
/// The status strip.
pub const STRIP_HEIGHT: f32 = 48.0;
/// A key of the status strip: 11 mm and more.
pub const STRIP_KEY: f32 = 40.0;
/// A row of a list.
pub const ROW_HEIGHT: f32 = 48.0;
/// A card with a sentence and keys.
pub const CARD_WIDTH: f32 = 480.0;
/// A card with a keypad beside its sentence.
pub const WIDE_CARD_WIDTH: f32 = 680.0;
/// A card with two columns of words.
pub const WIDEST_CARD_WIDTH: f32 = 840.0;
/// A card's keypad.
pub const PAD_WIDTH: f32 = 264.0;

/// The payment dialog: one size for all its faces, so that nothing jumps.
pub const DIALOG: Size = Size::new(888.0, 664.0);
/// The dialog's tenders.
pub const TENDERS_WIDTH: f32 = 316.0;
/// Keys at the bottom of a payment's face.
pub const STEP_WIDTH: f32 = 300.0;
/// The key at the far left of a payment's face; with it the way forward comes to stand in the middle.
pub const ASIDE_WIDTH: f32 = 248.0;
/// A sentence in a face's middle: short lines are read at a glance.
pub const SENTENCE_WIDTH: f32 = 520.0;
/// The simulated phone.
pub const PHONE_WIDTH: f32 = 244.0;
/// What the simulated phone shows above its keys.
pub const PHONE_FACE: f32 = 140.0;
/// The key that takes a tender back.
pub const REMOVE_WIDTH: f32 = 92.0;
/// The sign of a payment's outcome, and what is around it.
pub const SIGN: f32 = 56.0;
/// Around [`SIGN`].
pub const SEAL: f32 = 104.0;

/// The border of a zone, which what is inside must not cover.
pub const EDGE: f32 = 1.0;
/// Between an icon and its word in narrow places, and between a key of an article and its text.
pub const CLOSE: f32 = 6.0;
/// The log-in's keypad.
pub const LOG_IN_WIDTH: f32 = 380.0;
/// The keypad of an approval.
pub const APPROVAL_PAD: f32 = 372.0;
/// The key of a language.
pub const LANGUAGE_WIDTH: f32 = 160.0;
/// Room for a number of four digits, as a heading.
pub const NUMBER_WIDTH: f32 = 28.0;
/// Room for an article's number.
pub const ARTICLE_NUMBER_WIDTH: f32 = 56.0;
/// Room for the names of keys of the keyboard.
pub const KEY_NAME_WIDTH: f32 = 64.0;
/// A key with an icon and the F-key that does the same.
pub const ICON_AND_HINT_WIDTH: f32 = 72.0;

/// A key of the alphabetic keyboard.
pub const LETTER_HEIGHT: f32 = 46.0;
/// Between keys of the alphabetic keyboard.
pub const LETTER_GAP: f32 = 5.0;
/// What the keyboard of a form takes, with digits or with five rows of letters.
pub const BOARD_HEIGHT: f32 = 4.0 * DIGIT_HEIGHT + 3.0 * GAP + 2.0 * ROOM;
/// The digits of a form's keyboard.
pub const BOARD_PAD_WIDTH: f32 = 380.0;
/// The keys beside the digits of a form's keyboard.
pub const BOARD_SIDE_WIDTH: f32 = 200.0;
/// A cell of a form: a name, a field, a line below it for what is wrong.
pub const CELL_HEIGHT: f32 = 84.0;
/// The line of a cell above its field, and the line below.
pub const CELL_LINE: f32 = 18.0;
/// The mark in a field after what has been typed.
pub const CARET: Size = Size::new(2.0, 24.0);
/// Characters of which the end is shown in a field of half the width, and of the whole width.
pub const FIELD_CHARACTERS: (usize, usize) = (32, 72);
/// The line at the top of a form: the way back, and what it is.
pub const HEAD_HEIGHT: f32 = 56.0;
/// The line at the bottom of a form: its keys.
pub const FOOT_HEIGHT: f32 = 72.0;
/// To the left of a form: its parts, the steps before it.
pub const SIDE_WIDTH: f32 = 248.0;
/// A row of the in-doubt list: what it is, which payment, what to do.
pub const CASE_HEIGHT: f32 = 84.0;
/// Room for "SEQR said last" and the like before what it is.
pub const LABEL_WIDTH: f32 = 176.0;

/// Room for "Customers see" and the like before what it is.
pub const FACT_LABEL_WIDTH: f32 = 220.0;
/// A sentence of two or three lines above a form.
pub const SAID_HEIGHT: f32 = 96.0;
/// The narrowest bar of a bar code on the screen: 0.9 mm.
pub const CODE_MODULE: f32 = 3.0;
/// A bar code on the screen: 30 mm, so that the hand need not be steady.
pub const CODE_HEIGHT: f32 = 104.0;

/// How far a finger may stray from a key before the press is taken back.
pub const SLACK: f32 = 8.0;

/// Pixels to a millimetre on the screens that everything was designed on.
const DENSITY: f32 = 3.37;
/// How much larger [`TextSize::Large`] is.
const LARGER: f32 = 9.0 / 8.0;

/// How large a logical pixel is on a display of so many pixels: at most so large that [`SMALLEST`] fits. Where somebody
/// has measured the screen, keys get the millimetres they were designed with; otherwise they are as large as can be.
/// `None` for a window that has no size.
pub fn scale(display: Size, look: &LookSettings) -> Option<f32> {
    let fits = (display.width / SMALLEST.width).min(display.height / SMALLEST.height);
    if !(fits.is_finite() && fits > 0.0) {
        return None;
    }
    let wanted = look.screen_width.map(|width| {
        let designed = display.width / f32::from(width.max(1)) / DENSITY;
        match look.text_size {
            TextSize::Normal => designed,
            TextSize::Large => designed * LARGER,
        }
    });
    // In steps, so that a window being dragged does not shape every text anew all the time.
    let scale = wanted.map_or(fits, |wanted| wanted.min(fits));
    Some(((scale * 20.0).floor() / 20.0).max(0.5))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(screen_width: Option<u16>, text_size: TextSize) -> LookSettings {
        LookSettings { screen_width, text_size, ..LookSettings::default() }
    }

    /// Height of a digit in millimetres, on a screen of so many millimetres.
    fn digit(display: Size, look: &LookSettings) -> f32 {
        let width = f32::from(look.screen_width.unwrap());
        DIGIT_HEIGHT * scale(display, look).unwrap() * width / display.width
    }

    #[test]
    fn an_unmeasured_screen_is_filled() {
        let of = |width, height| scale(Size::new(width, height), &look(None, TextSize::Normal));
        assert_eq!(of(1024.0, 768.0), Some(1.0));
        assert_eq!(of(1920.0, 1080.0), Some(1.4));
        assert_eq!(of(800.0, 480.0), Some(0.6));
        assert_eq!(of(0.0, 0.0), None);
    }

    #[test]
    fn a_measured_screen_has_keys_for_fingers_and_everything_fits() {
        for (width, height, millimetres) in [
            (1024.0, 768.0, 304),
            (1366.0, 768.0, 345),
            (1920.0, 1080.0, 345),
            (1920.0, 1080.0, 476),
            (2560.0, 1440.0, 600),
        ] {
            let display = Size::new(width, height);
            let normal = look(Some(millimetres), TextSize::Normal);
            let large = look(Some(millimetres), TextSize::Large);
            for look in [&normal, &large] {
                let scale = scale(display, look).unwrap();
                assert!(width / scale >= SMALLEST.width && height / scale >= SMALLEST.height);
                assert!(digit(display, look) >= 15.0, "{display:?} {look:?}");
            }
            assert!(digit(display, &large) >= digit(display, &normal), "{display:?}");
        }
        // There is room on the largest for larger keys than designed.
        let wide = Size::new(2560.0, 1440.0);
        let [normal, large] = TextSize::ALL.map(|size| digit(wide, &look(Some(600), size)));
        assert!(large > normal * 1.05, "{large} {normal}");
    }
}
