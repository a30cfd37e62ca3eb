//! The design system: the only place where a colour or a size of the window is decided.
//!
//! What a view needs and does not find here is added here, not in the view. Rules: one filled key
//! per zone, the next step; colour never stands alone (icon and word beside it); nothing changes
//! its place; no hover look, because a finger never leaves.

mod colour;
mod icon;
mod lettering;
mod look;
pub mod measure;
mod surface;

use std::borrow::Cow;

use iced::theme::{Base, Mode, Palette, Style};

use crate::core::settings::ThemeName;

pub use colour::{Colours, Tone};
pub use icon::Icon;
pub use lettering::{amount, body, icon, key, note, strong, tile, total, training};
pub use look::{Look, LookStyle, Press};
pub use surface::{
    at_level, badge, banner, bar, board, card, caret, code, danger, disabled, field, ground, info,
    muted, paper, pay, phone, phone_screen, plain_rule, print, print_rule, row_chosen, seal, seqr,
    strip, surface, tone_text, training_edge, veil, warn,
};

/// How the window looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// Dark on light, for lit shops.
    #[default]
    Light,
    /// Light on dark, for dim rooms.
    Dark,
    /// Black, white and yellow, for those who see little.
    HighContrast,
}

impl Theme {
    /// All of them.
    pub const ALL: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::HighContrast];

    /// The theme with a name of the settings.
    pub fn of(name: ThemeName) -> Self {
        match name {
            ThemeName::Light => Theme::Light,
            ThemeName::Dark => Theme::Dark,
            ThemeName::HighContrast => Theme::HighContrast,
        }
    }

    /// The colours.
    pub fn colours(self) -> &'static Colours {
        colour::of(self)
    }
}

impl Base for Theme {
    fn default(preference: Mode) -> Self {
        match preference {
            Mode::Dark => Theme::Dark,
            Mode::Light | Mode::None => Theme::Light,
        }
    }

    fn mode(&self) -> Mode {
        match self {
            Theme::Light => Mode::Light,
            Theme::Dark | Theme::HighContrast => Mode::Dark,
        }
    }

    fn base(&self) -> Style {
        let colours = self.colours();
        Style { background_color: colours.ground, text_color: colours.ink }
    }

    fn palette(&self) -> Option<Palette> {
        let colours = self.colours();
        Some(Palette {
            background: colours.ground,
            text: colours.ink,
            primary: colours.pay,
            success: colours.pay,
            warning: colours.warn,
            danger: colours.danger,
        })
    }

    fn name(&self) -> &str {
        match self {
            Theme::Light => "Kassa light",
            Theme::Dark => "Kassa dark",
            Theme::HighContrast => "Kassa high contrast",
        }
    }
}

/// What the window is started with: our own fonts, so that it looks the same on every machine.
pub fn settings() -> iced::Settings {
    iced::Settings {
        fonts: lettering::FILES.iter().map(|file| Cow::Borrowed(*file)).collect(),
        default_font: lettering::REGULAR,
        default_text_size: measure::BODY.into(),
        ..iced::Settings::default()
    }
}
