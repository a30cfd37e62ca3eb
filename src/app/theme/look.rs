//! How keys look, at rest, under a finger and when they cannot be pressed.

use iced::{Border, Color, border};

use super::{Theme, Tone, measure};

/// What a key is, as far as one can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Look {
    /// An ordinary key.
    #[default]
    Plain,
    /// The one next step of its zone.
    Filled(Tone),
    /// A step that a tone belongs to, but not the next one.
    Outlined(Tone),
    /// Part of a strip or a list: nothing around it.
    Bare,
    /// Like [`Look::Bare`], in a tone: a device in trouble.
    BareTone(Tone),
    /// The one that is chosen among its like.
    Chosen,
    /// The row that is chosen in a list.
    ChosenRow,
    /// A field that the keys write into.
    Typing,
    /// A field with something wrong in it.
    Faulty,
}

/// Whether a key is being pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Press {
    /// Nobody touches it.
    None,
    /// A finger is on it.
    Down,
    /// It cannot be pressed now.
    Disabled,
}

/// How to draw a key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LookStyle {
    /// Behind the text.
    pub face: Option<Color>,
    /// The text.
    pub ink: Color,
    /// Around it.
    pub border: Border,
}

impl Look {
    /// How to draw it.
    pub fn style(self, theme: &Theme, press: Press) -> LookStyle {
        match press {
            Press::None => self.at_rest(theme),
            Press::Down => self.pressed(theme),
            Press::Disabled => self.disabled(theme),
        }
    }

    fn at_rest(self, theme: &Theme) -> LookStyle {
        let colours = theme.colours();
        let (face, ink, edge, width) = match self {
            Look::Plain => (Some(colours.surface), colours.ink, colours.line, measure::BORDER),
            Look::Filled(tone) => {
                (Some(colours.tone(tone)), colours.on_tone, colours.tone(tone), measure::BORDER)
            }
            Look::Outlined(tone) => (
                Some(colours.surface),
                colours.tone(tone),
                colours.tone(tone),
                measure::BOLD_BORDER,
            ),
            Look::Bare => (None, colours.ink, Color::TRANSPARENT, 0.0),
            Look::BareTone(tone) => {
                (Some(colours.tint(tone)), colours.tone(tone), colours.tone(tone), measure::BORDER)
            }
            Look::Chosen => (Some(colours.sunken), colours.ink, colours.ink, measure::BOLD_BORDER),
            Look::ChosenRow => (Some(colours.chosen), colours.ink, Color::TRANSPARENT, 0.0),
            Look::Typing => {
                (Some(colours.surface), colours.ink, colours.info, measure::BOLD_BORDER)
            }
            Look::Faulty => {
                (Some(colours.surface), colours.ink, colours.danger, measure::BOLD_BORDER)
            }
        };
        LookStyle { face, ink, border: edged(edge, width) }
    }

    fn pressed(self, theme: &Theme) -> LookStyle {
        let colours = theme.colours();
        let rest = self.at_rest(theme);
        match self {
            Look::Filled(tone) => LookStyle {
                face: Some(colours.pressed(tone)),
                border: edged(colours.ink, measure::BOLD_BORDER),
                ..rest
            },
            _ => LookStyle {
                face: Some(colours.sunken),
                border: edged(colours.ink, measure::BOLD_BORDER),
                ..rest
            },
        }
    }

    fn disabled(self, theme: &Theme) -> LookStyle {
        let colours = theme.colours();
        let face = match self {
            Look::Bare | Look::BareTone(_) => None,
            _ => Some(colours.ground),
        };
        let width = if face.is_some() { measure::BORDER } else { 0.0 };
        LookStyle { face, ink: colours.disabled, border: edged(colours.disabled_line, width) }
    }
}

fn edged(colour: Color, width: f32) -> Border {
    border::rounded(measure::CORNER).color(colour).width(width)
}
