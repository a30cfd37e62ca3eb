//! How the window looks, and a ruler to tell how large the screen is.

use iced::widget::{column, container, row, space};
use iced::{Center, Fill};

use crate::app::theme::{self, Icon, measure};
use crate::app::widget::field::{Face, Span, cell};
use crate::app::widget::sheet::Cell;
use crate::app::widget::{Element, key};
use crate::core::settings::{Hand, TextSize, ThemeName};

use super::super::draft::{Change, Id};
use super::super::{Message, read};
use super::{Page, said_in_words};

/// What the bar of the ruler is long, in millimetres.
const RULER: f32 = 50.0;

pub(super) fn cells<'a>(page: &Page<'a, '_>) -> Vec<Cell<'a, Message>> {
    let look = &page.draft.chosen.look;
    let themes = [
        (page.text("settings-theme-light"), ThemeName::Light),
        (page.text("settings-theme-dark"), ThemeName::Dark),
        (page.text("settings-theme-contrast"), ThemeName::HighContrast),
    ];
    let sizes = [
        (page.text("settings-text-normal"), TextSize::Normal),
        (page.text("settings-text-large"), TextSize::Large),
    ];
    let hands = [
        (page.text("settings-hand-left"), Hand::Left),
        (page.text("settings-hand-right"), Hand::Right),
    ];
    let theme = Face::new(page.text("settings-theme"));
    let size =
        Face::new(page.text("settings-text-size")).hint(page.text("settings-text-size-hint"));
    let hand = Face::new(page.text("settings-hand")).hint(page.text("settings-hand-hint"));
    let width = page
        .face(Id::ScreenWidth, "settings-field-screen-width")
        .hint(page.text("settings-screen-width-hint"))
        .unit(page.text("settings-millimetres"));
    vec![
        Cell::whole(page.choice(theme, themes, look.theme, Change::Theme), false),
        Cell::half(page.choice(size, sizes, look.text_size, Change::TextSize), false),
        Cell::half(page.choice(hand, hands, look.hand, Change::Hand), false),
        page.field(Id::ScreenWidth, width, Span::Half),
        Cell::whole(steps(page), false),
        Cell::whole(ruler(page), false),
        Cell::whole(said_in_words(Icon::Info, None, page.text("settings-ruler-how")), false),
    ]
}

/// Keys that make the bar longer or shorter, one and ten millimetres of the screen's width at a time.
fn steps<'a>(page: &Page<'a, '_>) -> Element<'a, Message> {
    // A wider screen has fewer pixels to the millimetre: its bar is shorter.
    let step = |icon, word, by| {
        key::labelled(Some(icon), page.text(word), None)
            .height(measure::TARGET)
            .padding(0.0)
            .on_press(Message::Chosen(Change::ScreenWidth(by)))
    };
    let keys = [
        step(Icon::Minus, "settings-ruler-much-shorter", 10),
        step(Icon::Minus, "settings-ruler-shorter", 1),
        step(Icon::Plus, "settings-ruler-longer", -1),
        step(Icon::Plus, "settings-ruler-much-longer", -10),
    ];
    cell(page.text("settings-ruler-steps"), key::side_by_side(keys), None, None)
}

fn ruler<'a>(page: &Page<'a, '_>) -> Element<'a, Message> {
    let form = page.draft.form(page.group);
    let range = crate::core::settings::LookSettings::SCREEN_WIDTH;
    let width = read::screen_width(form).unwrap_or(read::COMMON_SCREEN);
    let width = width.clamp(*range.start(), *range.end());
    let long = RULER * page.frame.size.width / f32::from(width);
    let end = || {
        container(space()).style(theme::caret).width(measure::BOLD_BORDER).height(measure::TARGET)
    };
    let bar = container(space())
        .style(theme::caret)
        .width((long - 2.0 * measure::BOLD_BORDER).max(measure::BOLD_BORDER))
        .height(measure::GAP);
    let drawn = row![end(), bar, end()].align_y(Center);
    let inside = row![drawn, theme::strong(page.text("settings-ruler-is"))]
        .spacing(measure::WIDE)
        .align_y(Center);
    column![container(inside).center_y(measure::CELL_HEIGHT).width(Fill)].into()
}
