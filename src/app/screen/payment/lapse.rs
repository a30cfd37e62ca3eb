//! Says something by itself after a while of being seen.

use std::time::{Duration, Instant};

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Tree, Widget, tree};
use iced::advanced::{Clipboard, Shell, mouse, renderer};
use iced::{Event, Length, Rectangle, Renderer, Size, window};

use crate::app::theme::Theme;
use crate::app::widget::Element;

struct Lapse<Message> {
    after: Duration,
    message: Message,
}

/// Since when it is seen, and what it is to say.
enum Seen<Message> {
    NotYet,
    Since(Instant, Message),
    Said(Message),
}

/// Says `message` once it has been seen for `after`. Takes no room.
pub(super) fn lapse<'a, Message: Clone + PartialEq + 'static>(
    after: Duration,
    message: Message,
) -> Element<'a, Message> {
    Element::new(Lapse { after, message })
}

impl<Message: Clone + PartialEq + 'static> Widget<Message, Theme, Renderer> for Lapse<Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Seen<Message>>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Seen::<Message>::NotYet)
    }

    fn size(&self) -> Size<Length> {
        // Nothing of a fixed size of zero would be left out by columns and rows.
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(
        &mut self,
        _tree: &mut Tree,
        _renderer: &Renderer,
        _limits: &layout::Limits,
    ) -> layout::Node {
        layout::Node::new(Size::ZERO)
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        _layout: Layout<'_>,
        _cursor: mouse::Cursor,
        _renderer: &Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _viewport: &Rectangle,
    ) {
        let Event::Window(window::Event::RedrawRequested(now)) = event else { return };
        let seen = tree.state.downcast_mut::<Seen<Message>>();
        let since = match seen {
            Seen::Said(message) if *message == self.message => return,
            Seen::Since(since, message) if *message == self.message => *since,
            // It has just come, or it says something else now.
            _ => {
                *seen = Seen::Since(*now, self.message.clone());
                *now
            }
        };
        let due = since + self.after;
        if *now >= due {
            *seen = Seen::Said(self.message.clone());
            shell.publish(self.message.clone());
        } else {
            shell.request_redraw_at(due);
        }
    }

    fn draw(
        &self,
        _tree: &Tree,
        _renderer: &mut Renderer,
        _theme: &Theme,
        _style: &renderer::Style,
        _layout: Layout<'_>,
        _cursor: mouse::Cursor,
        _viewport: &Rectangle,
    ) {
    }
}
