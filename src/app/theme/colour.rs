//! The colours, by what they are for, and the proof that each can be read.

use iced::{Color, color};

use super::Theme;

/// What something means, as a colour. An icon and a word always say the same beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// The one step forward: Pay, Done; and "all is well".
    Pay,
    /// SEQR as a tender, and its states.
    Seqr,
    /// Waiting, asking.
    Info,
    /// Unknown, in doubt, paper low, training.
    Warn,
    /// Failed, void, blocked.
    Danger,
}

impl Tone {
    /// All of them.
    pub const ALL: [Tone; 5] = [Tone::Pay, Tone::Seqr, Tone::Info, Tone::Warn, Tone::Danger];
}

/// The colours of one theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colours {
    /// The window.
    pub ground: Color,
    /// Cards, lists, keys.
    pub surface: Color,
    /// A key under a finger, a chosen tab.
    pub sunken: Color,
    /// A chosen row.
    pub chosen: Color,
    /// Text.
    pub ink: Color,
    /// Secondary text.
    pub muted: Color,
    /// Borders of controls.
    pub line: Color,
    /// Text of keys that cannot be pressed.
    pub disabled: Color,
    /// Their borders.
    pub disabled_line: Color,
    /// Lines that only divide.
    pub hairline: Color,
    /// See [`Tone::Pay`].
    pub pay: Color,
    /// See [`Tone::Seqr`].
    pub seqr: Color,
    /// See [`Tone::Info`].
    pub info: Color,
    /// See [`Tone::Warn`].
    pub warn: Color,
    /// See [`Tone::Danger`].
    pub danger: Color,
    /// Text on a tone.
    pub on_tone: Color,
    /// What a filled key moves towards under a finger.
    pub press: Color,
    /// What dims the view under a card.
    pub veil: Color,
    /// Printed paper, in every theme.
    pub paper: Color,
    /// Print on it.
    pub print: Color,
}

impl Colours {
    /// The colour of a tone.
    pub fn tone(&self, tone: Tone) -> Color {
        match tone {
            Tone::Pay => self.pay,
            Tone::Seqr => self.seqr,
            Tone::Info => self.info,
            Tone::Warn => self.warn,
            Tone::Danger => self.danger,
        }
    }

    /// A breath of a tone, to lay text on.
    pub fn tint(&self, tone: Tone) -> Color {
        mix(self.surface, self.tone(tone), 0.09)
    }

    /// A filled key under a finger.
    pub fn pressed(&self, tone: Tone) -> Color {
        mix(self.tone(tone), self.press, 0.35)
    }
}

/// `from`, moved towards `to` by `share` of the way.
fn mix(from: Color, to: Color, share: f32) -> Color {
    let between = |from: f32, to: f32| from + (to - from) * share;
    Color::from_rgb(between(from.r, to.r), between(from.g, to.g), between(from.b, to.b))
}

const PAPER: Color = color!(0xFFFFFF);
const PRINT: Color = color!(0x16191D);

const LIGHT: Colours = Colours {
    ground: color!(0xF5F4F0),
    surface: color!(0xFFFFFF),
    sunken: color!(0xE3E4E3),
    chosen: color!(0xE4ECF8),
    ink: color!(0x16191D),
    muted: color!(0x565C65),
    line: color!(0x85898F),
    disabled: color!(0x85898F),
    disabled_line: color!(0xDCDDDB),
    hairline: color!(0xDCDDDB),
    pay: color!(0x0B6B4F),
    seqr: color!(0x0F6F68),
    info: color!(0x1F5FBF),
    warn: color!(0x8A4B00),
    danger: color!(0xB3261E),
    on_tone: color!(0xFFFFFF),
    press: color!(0x16191D),
    veil: color!(0x16191D, 0.55),
    paper: PAPER,
    print: PRINT,
};

const DARK: Colours = Colours {
    ground: color!(0x14171A),
    surface: color!(0x1E2226),
    sunken: color!(0x343A41),
    chosen: color!(0x26364B),
    ink: color!(0xF2F3F5),
    muted: color!(0xA9AFB7),
    line: color!(0x7A818A),
    disabled: color!(0x7A818A),
    disabled_line: color!(0x31373D),
    hairline: color!(0x31373D),
    pay: color!(0x4CC79A),
    seqr: color!(0x4FC7BB),
    info: color!(0x8AB4F8),
    warn: color!(0xF2B05E),
    danger: color!(0xF28B82),
    on_tone: color!(0x14171A),
    press: color!(0xF2F3F5),
    veil: color!(0x000000, 0.6),
    paper: PAPER,
    print: PRINT,
};

const HIGH_CONTRAST: Colours = Colours {
    ground: color!(0x000000),
    surface: color!(0x000000),
    sunken: color!(0x3A3A00),
    chosen: color!(0x333300),
    ink: color!(0xFFFFFF),
    muted: color!(0xFFFFFF),
    line: color!(0xFFFFFF),
    disabled: color!(0x949494),
    disabled_line: color!(0x5A5A5A),
    hairline: color!(0xFFFFFF),
    pay: color!(0xFFE000),
    seqr: color!(0xFFE000),
    info: color!(0xFFE000),
    warn: color!(0xFFE000),
    danger: color!(0xFFE000),
    on_tone: color!(0x000000),
    press: color!(0x000000),
    veil: color!(0x000000, 0.75),
    paper: PAPER,
    print: PRINT,
};

/// The colours of a theme.
pub(super) fn of(theme: Theme) -> &'static Colours {
    match theme {
        Theme::Light => &LIGHT,
        Theme::Dark => &DARK,
        Theme::HighContrast => &HIGH_CONTRAST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: f32 = 4.5;
    const LINES: f32 = 3.0;

    /// Every pair that views can make: what is drawn, on what, and how strong it must be.
    fn pairs(colours: &Colours) -> Vec<(&'static str, Color, Color, f32)> {
        let grounds = [
            ("ground", colours.ground),
            ("surface", colours.surface),
            ("sunken", colours.sunken),
            ("chosen", colours.chosen),
        ];
        let mut pairs = vec![("print on paper", colours.print, colours.paper, TEXT)];
        for (name, ground) in grounds {
            pairs.push((name, colours.ink, ground, TEXT));
            pairs.push((name, colours.muted, ground, TEXT));
        }
        for (name, ground) in [("ground", colours.ground), ("surface", colours.surface)] {
            pairs.push((name, colours.line, ground, LINES));
            pairs.push((name, colours.disabled, ground, LINES));
            for tone in Tone::ALL {
                pairs.push((name, colours.tone(tone), ground, TEXT));
            }
        }
        for tone in Tone::ALL {
            pairs.push(("filled", colours.on_tone, colours.tone(tone), TEXT));
            pairs.push(("filled, pressed", colours.on_tone, colours.pressed(tone), TEXT));
            pairs.push(("tone on sunken", colours.tone(tone), colours.sunken, TEXT));
            pairs.push(("tone on tint", colours.tone(tone), colours.tint(tone), TEXT));
            pairs.push(("ink on tint", colours.ink, colours.tint(tone), TEXT));
            pairs.push(("tone on chosen", colours.tone(tone), colours.chosen, TEXT));
            pairs.push(("muted on tint", colours.muted, colours.tint(tone), TEXT));
        }
        pairs
    }

    #[test]
    fn everything_can_be_read() {
        for theme in Theme::ALL {
            for (name, drawn, ground, least) in pairs(theme.colours()) {
                let contrast = drawn.relative_contrast(ground);
                assert!(contrast >= least, "{theme:?} {name}: {drawn:?} on {ground:?} {contrast}");
            }
        }
    }

    #[test]
    fn a_press_is_seen() {
        for theme in Theme::ALL {
            let colours = theme.colours();
            assert!(colours.sunken.relative_contrast(colours.surface) > 1.2, "{theme:?}");
            for tone in Tone::ALL {
                let seen = colours.pressed(tone).relative_contrast(colours.tone(tone));
                assert!(seen > 1.1, "{theme:?} {tone:?} {seen}");
            }
        }
    }
}
