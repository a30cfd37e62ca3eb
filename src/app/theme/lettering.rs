//! The steps of type, in the two weights of Kassa Sans, and icons as letters.

use iced::Font;
use iced::font::Weight;
use iced::widget::text::IntoFragment;
use iced::widget::{Text, text};

use super::{Icon, Theme, measure};

/// Kassa Sans, regular.
pub(super) const REGULAR: Font = Font::with_name("Kassa Sans");
/// Kassa Sans, bold.
pub(super) const BOLD: Font = Font { weight: Weight::Bold, ..REGULAR };
const ICONS: Font = Font::with_name("Kassa Icons");

/// The font files, part of the program.
pub(super) const FILES: [&[u8]; 3] = [
    include_bytes!("../../../resources/fonts/KassaSans-Regular.ttf"),
    include_bytes!("../../../resources/fonts/KassaSans-Bold.ttf"),
    include_bytes!("../../../resources/fonts/KassaIcons.ttf"),
];

/// Text beside the point: codes for support, units, hints.
pub fn note<'a>(content: impl IntoFragment<'a>) -> Text<'a, Theme> {
    text(content).size(measure::NOTE)
}

/// Text on an article's key.
pub fn tile<'a>(content: impl IntoFragment<'a>) -> Text<'a, Theme> {
    text(content).size(measure::TILE)
}

/// Text.
pub fn body<'a>(content: impl IntoFragment<'a>) -> Text<'a, Theme> {
    text(content).size(measure::BODY)
}

/// Text that stands out from the text around it.
pub fn strong<'a>(content: impl IntoFragment<'a>) -> Text<'a, Theme> {
    text(content).size(measure::BODY).font(BOLD)
}

/// Text on keys, headings.
pub fn key<'a>(content: impl IntoFragment<'a>) -> Text<'a, Theme> {
    text(content).size(measure::KEY).font(BOLD)
}

/// Amounts.
pub fn amount<'a>(content: impl IntoFragment<'a>) -> Text<'a, Theme> {
    text(content).size(measure::AMOUNT).font(BOLD)
}

/// What is to be paid, what is given back.
pub fn total<'a>(content: impl IntoFragment<'a>) -> Text<'a, Theme> {
    text(content).size(measure::TOTAL).font(BOLD)
}

/// The word across everything that is shown of a training.
pub fn training<'a>(content: impl IntoFragment<'a>) -> Text<'a, Theme> {
    text(content).size(measure::TRAINING).font(BOLD).style(super::surface::faint)
}

/// A sign of so many pixels.
pub fn icon<'a>(icon: Icon, size: f32) -> Text<'a, Theme> {
    text(icon.character().to_string()).font(ICONS).size(size).line_height(1.0)
}

#[cfg(test)]
mod tests {
    use iced::advanced::text::{Paragraph, Text as Plain};
    use iced::{Pixels, Size};

    use super::*;

    type Shaped = <iced::Renderer as iced::advanced::text::Renderer>::Paragraph;

    fn width(content: &str, font: Font) -> f32 {
        let text = Plain {
            content,
            bounds: Size::INFINITE,
            size: Pixels(100.0),
            line_height: iced::widget::text::LineHeight::default(),
            font,
            align_x: iced::advanced::text::Alignment::Left,
            align_y: iced::alignment::Vertical::Top,
            shaping: iced::widget::text::Shaping::Advanced,
            wrapping: iced::widget::text::Wrapping::None,
        };
        Shaped::with_text(text).min_width()
    }

    /// Columns of amounts only line up if every digit is as wide as every other.
    #[test]
    fn digits_have_one_width() {
        // The simulator loads the fonts into the process.
        let _loaded = iced_test::Simulator::<(), Theme>::with_settings(
            super::super::settings(),
            iced::widget::space(),
        );
        for font in [REGULAR, BOLD] {
            let zero = width("0000000000", font);
            assert!(zero > 500.0, "{zero}");
            for digit in 1..=9 {
                let ten: String = std::iter::repeat_n(digit.to_string(), 10).collect();
                assert!((width(&ten, font) - zero).abs() < 0.01, "{digit} in {font:?}");
            }
            // A proof that it is our font that was measured: Roboto's digits are 1151 (1175 bold) of 2048 wide.
            let expected = if font == BOLD { 1175.0 } else { 1151.0 } / 2048.0 * 1000.0;
            assert!((zero - expected).abs() < 1.0, "{zero} instead of {expected}");
        }
    }
}
