//! A card over a dimmed view that nothing reaches while the card is there: no finger, no mouse,
//! no key.
//!
//! The base keeps its place in the widget tree whether a card is shown or not, so it keeps its
//! state. A press that is under way when a card comes is taken back. For a moment after a card
//! came or went, presses are not taken: the second tap of a double tap was not meant for what has just
//! appeared under the finger.

use std::time::{Duration, Instant};

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, mouse, overlay, renderer};
use iced::{Background, Event, Length, Point, Rectangle, Renderer, Size, Vector, touch, window};

use super::Element;
use crate::app::theme::{self, Theme, measure};

/// How long presses are not taken after a card came or went: a double tap is quicker, a decision slower.
const SETTLING: Duration = Duration::from_millis(250);

struct Modal<'a, Message> {
    base: Element<'a, Message>,
    card: Option<Element<'a, Message>>,
}

/// Shows `card`, if there is one, in the middle of and above `base`. Fills all space there is.
pub fn modal<'a, Message: 'a>(
    base: impl Into<Element<'a, Message>>,
    card: Option<Element<'a, Message>>,
) -> Element<'a, Message> {
    Element::new(Modal { base: base.into(), card })
}

/// What was shown last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Base,
    Card,
}

struct State {
    shown: Shown,
    changed: Option<Instant>,
}

/// What has changed lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    /// A card has just come.
    CardCame,
    /// A card came or went a moment ago.
    Settling,
    /// Nothing.
    Settled,
}

impl State {
    fn notice(&mut self, shown: Shown) -> Change {
        let before = std::mem::replace(&mut self.shown, shown);
        if before != shown {
            self.changed = Some(Instant::now());
        }
        match (before, shown) {
            (Shown::Base, Shown::Card) => Change::CardCame,
            _ if self.changed.is_some_and(|changed| changed.elapsed() < SETTLING) => {
                Change::Settling
            }
            _ => Change::Settled,
        }
    }
}

fn is_press(event: &Event) -> bool {
    matches!(
        event,
        Event::Touch(touch::Event::FingerPressed { .. })
            | Event::Mouse(mouse::Event::ButtonPressed(_) | mouse::Event::WheelScrolled { .. })
    )
}

impl<Message> Modal<'_, Message> {
    fn shown(&self) -> Shown {
        if self.card.is_some() { Shown::Card } else { Shown::Base }
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Modal<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State { shown: self.shown(), changed: None })
    }

    fn children(&self) -> Vec<Tree> {
        std::iter::once(&self.base).chain(&self.card).map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        let children: Vec<&Element<'_, Message>> =
            std::iter::once(&self.base).chain(&self.card).collect();
        tree.diff_children(&children);
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Fill)
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let size = limits.max();
        let whole = layout::Limits::new(Size::ZERO, size);
        let base = self.base.as_widget_mut().layout(&mut tree.children[0], renderer, &whole);
        let mut nodes = vec![base];
        if let Some(card) = &mut self.card {
            let margin = 2.0 * measure::WIDE;
            let inner = layout::Limits::new(Size::ZERO, size).shrink(Size::new(margin, margin));
            let node = card.as_widget_mut().layout(&mut tree.children[1], renderer, &inner);
            let spare = size - node.size();
            let at = Point::new((spare.width / 2.0).round(), (spare.height / 2.0).round());
            nodes.push(node.move_to(at));
        }
        layout::Node::with_children(size, nodes)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.container(None, layout.bounds());
        operation.traverse(&mut |operation| {
            std::iter::once(&mut self.base)
                .chain(&mut self.card)
                .zip(&mut tree.children)
                .zip(layout.children())
                .for_each(|((child, tree), layout)| {
                    child.as_widget_mut().operate(tree, layout, renderer, operation);
                });
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let change = tree.state.downcast_mut::<State>().notice(self.shown());
        let mut layouts = layout.children();
        let mut trees = tree.children.iter_mut();
        let (Some(base_tree), Some(base_layout)) = (trees.next(), layouts.next()) else { return };
        let base = self.base.as_widget_mut();
        let away = mouse::Cursor::Unavailable;
        if change == Change::CardCame {
            // Whoever was pressing a key below is not any more.
            let gone = Event::Window(window::Event::Unfocused);
            base.update(base_tree, &gone, base_layout, away, renderer, clipboard, shell, viewport);
        }
        if change != Change::Settled && is_press(event) {
            shell.capture_event();
            return;
        }
        let (Some(card), Some(card_tree), Some(card_layout)) =
            (&mut self.card, trees.next(), layouts.next())
        else {
            base.update(
                base_tree,
                event,
                base_layout,
                cursor,
                renderer,
                clipboard,
                shell,
                viewport,
            );
            return;
        };
        card.as_widget_mut().update(
            card_tree,
            event,
            card_layout,
            cursor,
            renderer,
            clipboard,
            shell,
            viewport,
        );
        match event {
            Event::Window(_) => base.update(
                base_tree,
                event,
                base_layout,
                away,
                renderer,
                clipboard,
                shell,
                viewport,
            ),
            _ if is_press(event) => shell.capture_event(),
            _ => {}
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let mut layouts = layout.children();
        let Some(base_layout) = layouts.next() else { return };
        let base = self.base.as_widget();
        let (Some(card), Some(card_layout), Some(card_tree)) =
            (&self.card, layouts.next(), tree.children.get(1))
        else {
            base.draw(&tree.children[0], renderer, theme, style, base_layout, cursor, viewport);
            return;
        };
        let away = mouse::Cursor::Unavailable;
        base.draw(&tree.children[0], renderer, theme, style, base_layout, away, viewport);
        renderer.with_layer(layout.bounds(), |renderer| {
            let quad = renderer::Quad { bounds: layout.bounds(), ..renderer::Quad::default() };
            renderer.fill_quad(quad, Background::Color(theme::veil(theme)));
        });
        renderer.with_layer(layout.bounds(), |renderer| {
            let card = card.as_widget();
            card.draw(card_tree, renderer, theme, style, card_layout, cursor, viewport);
        });
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let mut layouts = layout.children();
        let Some(base_layout) = layouts.next() else { return mouse::Interaction::None };
        match (&self.card, layouts.next(), tree.children.get(1)) {
            (Some(card), Some(layout), Some(tree)) => {
                let inside =
                    card.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer);
                // "None" would let a stack above us hand the cursor to what lies below.
                if inside == mouse::Interaction::None { mouse::Interaction::Idle } else { inside }
            }
            _ => self.base.as_widget().mouse_interaction(
                &tree.children[0],
                base_layout,
                cursor,
                viewport,
                renderer,
            ),
        }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        // Only the front has overlays; none of our widgets uses them.
        let (child, place) = match &mut self.card {
            Some(card) => (card, 1),
            None => (&mut self.base, 0),
        };
        let inside = layout.children().nth(place)?;
        child.as_widget_mut().overlay(
            tree.children.get_mut(place)?,
            inside,
            renderer,
            viewport,
            translation,
        )
    }
}
