//! How the window looks to whoever stands before it. Holds no colours and no sizes: those are the window's.

use serde::{Deserialize, Serialize};

/// How the window looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LookSettings {
    /// Its colours.
    pub theme: ThemeName,
    /// The size of texts and keys.
    pub text_size: TextSize,
    /// The hand that presses most: the keypad is on its side.
    pub hand: Hand,
    /// Width of the visible screen in millimetres, where somebody has measured it.
    pub screen_width: Option<u16>,
}

impl LookSettings {
    /// Screens that a register can have: from a 7 inch one to a 65 inch one.
    pub const SCREEN_WIDTH: std::ops::RangeInclusive<u16> = 120..=1_500;
}

/// The colours of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeName {
    /// Dark on light.
    #[default]
    Light,
    /// Light on dark.
    Dark,
    /// Black, white and yellow.
    HighContrast,
}

impl ThemeName {
    /// All of them.
    pub const ALL: [ThemeName; 3] = [ThemeName::Light, ThemeName::Dark, ThemeName::HighContrast];
}

/// How large texts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextSize {
    /// As designed.
    #[default]
    Normal,
    /// An eighth larger, where the screen has room for it.
    Large,
}

impl TextSize {
    /// All of them.
    pub const ALL: [TextSize; 2] = [TextSize::Normal, TextSize::Large];
}

/// Which hand presses most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hand {
    /// The keypad is at the right.
    #[default]
    Right,
    /// The sale view is mirrored.
    Left,
}

impl Hand {
    /// Both.
    pub const ALL: [Hand; 2] = [Hand::Right, Hand::Left];
}
