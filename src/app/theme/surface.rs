//! Styles of everything that is not pressed: grounds, cards, banners, rules, text colours.

use iced::widget::{container, qr_code, rule, text};
use iced::{Border, Color, Shadow, Vector, border};

use super::{Theme, Tone, measure};

impl text::Catalog for Theme {
    type Class<'a> = text::StyleFn<'a, Theme>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(|_theme| text::Style::default())
    }

    fn style(&self, class: &Self::Class<'_>) -> text::Style {
        class(self)
    }
}

impl container::Catalog for Theme {
    type Class<'a> = container::StyleFn<'a, Theme>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(|_theme| container::Style::default())
    }

    fn style(&self, class: &Self::Class<'_>) -> container::Style {
        class(self)
    }
}

impl rule::Catalog for Theme {
    type Class<'a> = rule::StyleFn<'a, Theme>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(plain_rule)
    }

    fn style(&self, class: &Self::Class<'_>) -> rule::Style {
        class(self)
    }
}

impl qr_code::Catalog for Theme {
    type Class<'a> = qr_code::StyleFn<'a, Theme>;

    fn default<'a>() -> Self::Class<'a> {
        // Phones read dark on white, whatever the window's colours are.
        Box::new(|theme| qr_code::Style {
            cell: theme.colours().print,
            background: theme.colours().paper,
        })
    }

    fn style(&self, class: &Self::Class<'_>) -> qr_code::Style {
        class(self)
    }
}

fn filled(colour: Color) -> container::Style {
    container::Style { background: Some(colour.into()), ..container::Style::default() }
}

fn boxed(face: Color, edge: Color) -> container::Style {
    container::Style {
        border: border::rounded(measure::CORNER).color(edge).width(measure::BORDER),
        ..filled(face)
    }
}

/// The window itself.
pub fn ground(theme: &Theme) -> container::Style {
    filled(theme.colours().ground)
}

/// A zone that lists something.
pub fn surface(theme: &Theme) -> container::Style {
    let colours = theme.colours();
    boxed(colours.surface, colours.hairline)
}

/// A field that shows what has been typed.
pub fn field(theme: &Theme) -> container::Style {
    let colours = theme.colours();
    boxed(colours.surface, colours.line)
}

/// A card above a dimmed view.
pub fn card(theme: &Theme) -> container::Style {
    let colours = theme.colours();
    container::Style {
        text_color: Some(colours.ink),
        border: border::rounded(2.0 * measure::CORNER).color(colours.line).width(measure::BORDER),
        ..filled(colours.surface)
    }
}

/// A piece of printed paper.
pub fn paper(theme: &Theme) -> container::Style {
    let colours = theme.colours();
    container::Style {
        text_color: Some(colours.print),
        border: Border::default().color(colours.line).width(measure::BORDER),
        shadow: Shadow {
            color: colours.veil.scale_alpha(0.35),
            offset: Vector::new(0.0, 2.0),
            blur_radius: 8.0,
        },
        ..filled(colours.paper)
    }
}

/// A banner in a tone: tinted, with the tone around it.
pub fn banner(tone: Tone) -> impl Fn(&Theme) -> container::Style {
    move |theme| {
        let colours = theme.colours();
        container::Style {
            border: border::rounded(measure::CORNER)
                .color(colours.tone(tone))
                .width(measure::BOLD_BORDER),
            ..filled(colours.tint(tone))
        }
    }
}

/// A word in a filled pill, such as "ÖVNING".
pub fn badge(tone: Tone) -> impl Fn(&Theme) -> container::Style {
    move |theme| {
        let colours = theme.colours();
        container::Style {
            text_color: Some(colours.on_tone),
            border: border::rounded(measure::CORNER),
            ..filled(colours.tone(tone))
        }
    }
}

/// The edge around everything that is shown of a training.
pub fn training_edge(theme: &Theme) -> container::Style {
    let edge = theme.colours().tone(Tone::Warn);
    container::Style {
        border: border::color(edge).width(measure::TRAINING_EDGE),
        ..container::Style::default()
    }
}

/// A word that lies across others, which can be read through it.
pub fn faint(theme: &Theme) -> text::Style {
    text::Style { color: Some(theme.colours().tone(Tone::Warn).scale_alpha(0.25)) }
}

/// A circle around the sign of an outcome.
pub fn seal(tone: Tone) -> impl Fn(&Theme) -> container::Style {
    move |theme| {
        let colours = theme.colours();
        container::Style {
            border: border::rounded(measure::SEAL / 2.0)
                .color(colours.tone(tone))
                .width(measure::BOLD_BORDER),
            ..filled(colours.tint(tone))
        }
    }
}

/// What a bar code stands on. Without a shadow, which would darken it where only a part of it is drawn again.
pub fn code(theme: &Theme) -> container::Style {
    filled(theme.colours().paper)
}

/// A bar of a bar code: scanners read dark on white, whatever the window's colours are.
pub fn bar(theme: &Theme) -> container::Style {
    filled(theme.colours().print)
}

/// The edge of the simulated phone.
pub fn phone(theme: &Theme) -> container::Style {
    let colours = theme.colours();
    container::Style {
        border: border::rounded(4.0 * measure::CORNER + measure::GAP)
            .color(colours.line)
            .width(measure::BORDER),
        ..filled(colours.print)
    }
}

/// The screen of the simulated phone.
pub fn phone_screen(theme: &Theme) -> container::Style {
    let colours = theme.colours();
    container::Style {
        text_color: Some(colours.ink),
        border: border::rounded(4.0 * measure::CORNER),
        ..filled(colours.surface)
    }
}

/// The bar at the side of the chosen row.
pub fn row_chosen(theme: &Theme) -> container::Style {
    filled(theme.colours().info)
}

/// The mark in a field after what has been typed.
pub fn caret(theme: &Theme) -> container::Style {
    filled(theme.colours().ink)
}

/// What the keys of the board stand on.
pub fn board(theme: &Theme) -> container::Style {
    let colours = theme.colours();
    container::Style {
        border: Border::default().color(colours.line).width(measure::BORDER),
        ..filled(colours.sunken)
    }
}

/// A bar or a block filled with a tone.
pub fn at_level(tone: Tone) -> impl Fn(&Theme) -> container::Style {
    move |theme| filled(theme.colours().tone(tone))
}

/// What dims the view under a card.
pub fn veil(theme: &Theme) -> Color {
    theme.colours().veil
}

/// A line that divides.
pub fn plain_rule(theme: &Theme) -> rule::Style {
    rule::Style {
        color: theme.colours().hairline,
        radius: 0.0.into(),
        fill_mode: rule::FillMode::Full,
        snap: true,
    }
}

/// Text in a tone.
pub fn tone_text(tone: Tone) -> impl Fn(&Theme) -> text::Style {
    move |theme| text::Style { color: Some(theme.colours().tone(tone)) }
}

/// Secondary text.
pub fn muted(theme: &Theme) -> text::Style {
    text::Style { color: Some(theme.colours().muted) }
}

/// Text of something that is not there now.
pub fn disabled(theme: &Theme) -> text::Style {
    text::Style { color: Some(theme.colours().disabled) }
}

/// See [`Tone::Pay`].
pub fn pay(theme: &Theme) -> text::Style {
    tone_text(Tone::Pay)(theme)
}

/// See [`Tone::Seqr`].
pub fn seqr(theme: &Theme) -> text::Style {
    tone_text(Tone::Seqr)(theme)
}

/// See [`Tone::Info`].
pub fn info(theme: &Theme) -> text::Style {
    tone_text(Tone::Info)(theme)
}

/// See [`Tone::Warn`].
pub fn warn(theme: &Theme) -> text::Style {
    tone_text(Tone::Warn)(theme)
}

/// See [`Tone::Danger`].
pub fn danger(theme: &Theme) -> text::Style {
    tone_text(Tone::Danger)(theme)
}

/// The strip at the top.
pub fn strip(theme: &Theme) -> container::Style {
    filled(theme.colours().surface)
}

/// A line on printed paper.
pub fn print_rule(theme: &Theme) -> rule::Style {
    rule::Style { color: theme.colours().print, ..plain_rule(theme) }
}

/// Print: the bars of a bar code.
pub fn print(theme: &Theme) -> container::Style {
    filled(theme.colours().print)
}
