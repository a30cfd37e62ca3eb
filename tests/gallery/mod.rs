//! A page with every component in every state: for tests and for whoever adds to the design.

use iced::widget::{column, container, row};
use iced::{Center, Fill};

use kassa::app::theme::{self, Icon, Look, Tone, measure};
use kassa::app::widget::keypad::{self, Buffer, Kind, Refusal};
use kassa::app::widget::pager::{Page, pager};
use kassa::app::widget::{Element, TouchButton, card, key, touch_button};
use kassa::core::language::Language;
use kassa::language::Texts;

/// Any press on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pressed;

const LOOKS: [(&str, Look); 10] = [
    ("Plain", Look::Plain),
    ("Pay", Look::Filled(Tone::Pay)),
    ("Seqr", Look::Filled(Tone::Seqr)),
    ("Info", Look::Filled(Tone::Info)),
    ("Warn", Look::Filled(Tone::Warn)),
    ("Danger", Look::Filled(Tone::Danger)),
    ("Outlined", Look::Outlined(Tone::Danger)),
    ("Bare", Look::Bare),
    ("Bare warn", Look::BareTone(Tone::Warn)),
    ("Chosen", Look::Chosen),
];

/// The page, for a window of 1024 × 768 and more.
pub fn view<'a>() -> Element<'a, Pressed> {
    let page = row![
        column![type_steps(), tones(), banners()].spacing(measure::APART).width(Fill),
        column![keys(), icons()].spacing(measure::APART).width(Fill),
        pad(),
    ]
    .spacing(measure::APART);
    container(page).style(theme::ground).padding(measure::APART).width(Fill).height(Fill).into()
}

fn type_steps<'a>() -> Element<'a, Pressed> {
    column![
        theme::total("1 234,50"),
        theme::amount("1 234,50 Amount"),
        theme::key("1 234,50 Key"),
        theme::strong("1 234,50 Strong åäö é €"),
        theme::body("1 234,50 Body åäö é €"),
        theme::tile("1 234,50 Tile"),
        theme::note("1 234,50 Note").style(theme::muted),
    ]
    .into()
}

fn tones<'a>() -> Element<'a, Pressed> {
    let tones = Tone::ALL.map(|tone| {
        row![
            card::badge(Icon::Info, tone, format!("{tone:?}")),
            card::state(Icon::CircleCheck, Some(tone), format!("{tone:?}")),
        ]
        .spacing(measure::WIDE)
        .align_y(Center)
        .into()
    });
    column(tones).spacing(measure::GAP).into()
}

fn banners<'a>() -> Element<'a, Pressed> {
    let banner = |icon, tone, said: &'static str| {
        card::banner(
            icon,
            tone,
            said,
            Some("Detail".into()),
            vec![key::bare_icon(Icon::X).look(Look::Bare).on_press(Pressed).into()],
        )
    };
    column![
        banner(Icon::TriangleAlert, Tone::Warn, "Warn"),
        banner(Icon::CircleX, Tone::Danger, "Danger"),
        banner(Icon::Hourglass, Tone::Info, "Info"),
    ]
    .spacing(measure::GAP)
    .into()
}

fn keys<'a>() -> Element<'a, Pressed> {
    let of = |label: &'static str, look| -> TouchButton<'a, Pressed> {
        key::labelled(Some(Icon::Check), label, Some("F1")).look(look)
    };
    let rows = LOOKS.map(|(label, look)| {
        row![of(label, look).width(Fill).on_press(Pressed), of(label, look).width(Fill),]
            .spacing(measure::GAP)
            .into()
    });
    let kinds = row![
        key::stacked(Icon::Ban, "Stacked", Some("F9")).on_press(Pressed),
        key::two_lines("Two lines", "F3").on_press(Pressed),
        key::bare_icon(Icon::Plus).on_press(Pressed),
        touch_button(theme::body("Any")).on_press(Pressed),
    ]
    .spacing(measure::GAP);
    column(rows).push(kinds).spacing(measure::TINY).into()
}

fn icons<'a>() -> Element<'a, Pressed> {
    let rows = Icon::ALL
        .chunks(12)
        .map(|icons| row(icons.iter().map(|icon| theme::icon(*icon, measure::KEY).into())));
    column(rows.map(|row| row.spacing(measure::TINY).into())).spacing(measure::TINY).into()
}

fn pad<'a>() -> Element<'a, Pressed> {
    let texts = Texts::of(Language::Swedish);
    let mut refused = Buffer::with(Kind::Amount, "12,50");
    refused.refuse(Refusal::TwoDecimals);
    column![
        keypad::display(&Buffer::new(Kind::Anything), None, Some("hint".into()), texts),
        keypad::display(&refused, Some("3 ×".to_owned()), None, texts),
        keypad::keys(texts, |_press| Pressed),
        pager(&Page::from(10, 10, 40), "2 / 4".to_owned(), Pressed, Pressed),
        key::main(Tone::Pay, Icon::Banknote, "Main", Some("F12")).on_press(Pressed),
    ]
    .spacing(measure::GAP)
    .width(measure::PAD_WIDTH)
    .into()
}
