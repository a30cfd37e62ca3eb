//! The mark of a training: a broad edge and a word across everything that is shown, through which every press goes.

use iced::widget::{container, space, stack, text};
use iced::{Center, Fill};

use super::Element;
use crate::app::theme;

/// Marks what is shown, where there is a word to mark it with. It keeps its place in the tree of widgets either way.
pub fn training_mark<'a, Message: 'a>(
    shown: impl Into<Element<'a, Message>>,
    word: Option<impl text::IntoFragment<'a>>,
) -> Element<'a, Message> {
    let mark: Element<'a, Message> = match word {
        Some(word) => container(theme::training(word))
            .style(theme::training_edge)
            .align_x(Center)
            .align_y(Center)
            .width(Fill)
            .height(Fill)
            .into(),
        None => space().into(),
    };
    stack![shown.into(), mark].width(Fill).height(Fill).into()
}
