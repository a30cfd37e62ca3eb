//! One of a few things to choose, all of them seen: keys beside each other, the chosen one with a check mark.

use std::borrow::Cow;

use iced::widget::{container, row};
use iced::{Center, Fill};

use super::field::{Face, cell};
use super::{Element, key};
use crate::app::theme::{self, Icon, Look, measure};
use crate::language::Texts;

/// Keys with a name above them, as a cell of a form. A press on one says `on_choose` with it. `None` as what is chosen
/// leaves all of them open.
pub fn choice<'a, T: Copy + PartialEq, Message: Clone + PartialEq + 'static>(
    face: Face<'a>,
    options: impl IntoIterator<Item = (Cow<'a, str>, T)>,
    chosen: Option<T>,
    on_choose: impl Fn(T) -> Message,
) -> Element<'a, Message> {
    let keys = options.into_iter().map(|(word, option)| {
        let is_chosen = chosen == Some(option);
        key::labelled(is_chosen.then_some(Icon::Check), word, None)
            .look(if is_chosen { Look::Chosen } else { Look::Plain })
            .height(measure::TARGET)
            .padding([0.0, measure::TINY])
            .on_press(on_choose(option))
    });
    cell(face.label, key::side_by_side(keys), face.hint, face.fault)
}

/// On or off, in words.
pub fn switch<'a, Message: Clone + PartialEq + 'static>(
    face: Face<'a>,
    on: bool,
    texts: &'static Texts,
    on_choose: impl Fn(bool) -> Message,
) -> Element<'a, Message> {
    let options = [(texts.get("form-yes"), true), (texts.get("form-no"), false)];
    choice(face, options, Some(on), on_choose)
}

/// A value among its neighbours, with keys to the one before and the one after.
pub fn stepper<'a, Message: Clone + PartialEq + 'static>(
    face: Face<'a>,
    value: Cow<'a, str>,
    before: Option<Message>,
    after: Option<Message>,
) -> Element<'a, Message> {
    let shown = container(theme::strong(value))
        .style(theme::field)
        .center_x(Fill)
        .center_y(measure::TARGET);
    let step = |icon, message| key::bare_icon(icon).height(measure::TARGET).on_press_maybe(message);
    let inside = row![step(Icon::Minus, before), shown, step(Icon::Plus, after)]
        .spacing(measure::GAP)
        .align_y(Center);
    cell(face.label, inside, face.hint, face.fault)
}
