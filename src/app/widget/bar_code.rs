//! A bar code on the screen, for a scanner that reads screens.

use iced::Fill;
use iced::widget::{container, row, space};

use super::Element;
use crate::app::theme::{self, measure};
use crate::document::code128::{Code128, QUIET};

/// The code, dark on white whatever the window's colours are, with the margins that a scanner needs.
pub fn bar_code<'a, Message: 'a>(code: &Code128) -> Element<'a, Message> {
    let wide = |modules: u32| modules as f32 * measure::CODE_MODULE;
    let bars = code.bars().into_iter().enumerate().map(|(place, width)| {
        let face = container(space().width(wide(width.into())).height(Fill));
        // Bars and spaces take turns, beginning with a bar.
        if place % 2 == 0 { face.style(theme::bar).into() } else { face.into() }
    });
    container(row(bars))
        .style(theme::code)
        .padding([measure::ROOM, wide(QUIET)])
        .height(measure::CODE_HEIGHT)
        .into()
}
