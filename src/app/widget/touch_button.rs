//! A key that a finger presses.
//!
//! It acts on the finger's own position, not on the mouse cursor, which may be elsewhere
//! (iced #3471) and stays where a finger was lifted. A press counts when it begins and ends on the
//! key and never leaves it; a second finger does nothing; a press that began when the key meant
//! something else does nothing. There is no hover look.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{self, Tree, Widget, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, mouse, overlay, renderer};
use iced::touch::{self, Finger};
use iced::{
    Background, Color, Event, Length, Padding, Point, Rectangle, Renderer, Size, Vector, window,
};

use super::Element;
use crate::app::theme::{Look, Press as Pressing, Theme, measure};

/// See the module.
pub struct TouchButton<'a, Message> {
    content: Element<'a, Message>,
    on_press: Option<Message>,
    look: Look,
    id: Option<widget::Id>,
    width: Length,
    height: Length,
    padding: Padding,
}

/// A key that shows `content` and, until [`TouchButton::on_press`] is called, cannot be pressed.
pub fn touch_button<'a, Message>(
    content: impl Into<Element<'a, Message>>,
) -> TouchButton<'a, Message> {
    TouchButton {
        content: content.into(),
        on_press: None,
        look: Look::default(),
        id: None,
        width: Length::Shrink,
        height: Length::Fixed(measure::KEY_HEIGHT),
        padding: Padding::from([0.0, measure::GAP]),
    }
}

impl<'a, Message> TouchButton<'a, Message> {
    /// What a press says.
    #[must_use]
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }

    /// What a press says; with `None` the key cannot be pressed.
    #[must_use]
    pub fn on_press_maybe(mut self, message: Option<Message>) -> Self {
        self.on_press = message;
        self
    }

    /// How it looks.
    #[must_use]
    pub fn look(mut self, look: Look) -> Self {
        self.look = look;
        self
    }

    /// A name that tests find it by.
    #[must_use]
    pub fn id(mut self, id: impl Into<widget::Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Its width. Left to itself, it is as wide as its content and never narrower than a finger
    /// needs.
    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    /// Its height.
    #[must_use]
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.height = height.into();
        self
    }

    /// Space between its edge and its content.
    #[must_use]
    pub fn padding(mut self, padding: impl Into<Padding>) -> Self {
        self.padding = padding.into();
        self
    }
}

/// Who is pressing, and what the key meant when they began.
#[derive(Debug, Clone, PartialEq, Default)]
enum Press<Message> {
    #[default]
    None,
    Finger(Finger, Message),
    Mouse(Message),
}

/// Where something happens and whether this key is in front there.
struct Place<'a> {
    bounds: Rectangle,
    cursor: mouse::Cursor,
    viewport: &'a Rectangle,
}

impl Place<'_> {
    fn has(&self, point: Point) -> bool {
        self.bounds.contains(point) && self.viewport.contains(point)
    }

    fn nearly_has(&self, point: Point) -> bool {
        self.bounds.expand(measure::SLACK).contains(point)
    }
}

impl<Message: Clone + PartialEq> TouchButton<'_, Message> {
    fn touched(
        &self,
        press: &mut Press<Message>,
        event: touch::Event,
        place: &Place<'_>,
        shell: &mut Shell<'_, Message>,
    ) {
        match event {
            touch::Event::FingerPressed { id, position } if place.has(position) => {
                if let (Press::None, Some(message)) = (&*press, &self.on_press) {
                    *press = Press::Finger(id, message.clone());
                    shell.request_redraw();
                }
                // A second finger, and one on a key that cannot be pressed, goes no further.
                shell.capture_event();
            }
            touch::Event::FingerMoved { id, position } => {
                if matches!(press, Press::Finger(finger, _) if *finger == id)
                    && !place.nearly_has(position)
                {
                    *press = Press::None;
                    shell.request_redraw();
                }
            }
            touch::Event::FingerLifted { id, position } => {
                if let Press::Finger(finger, message) = &*press
                    && *finger == id
                {
                    let message = message.clone();
                    *press = Press::None;
                    self.publish(message, place.nearly_has(position), shell);
                }
            }
            touch::Event::FingerLost { id, .. } => {
                if matches!(press, Press::Finger(finger, _) if *finger == id) {
                    *press = Press::None;
                    shell.request_redraw();
                }
            }
            touch::Event::FingerPressed { .. } => {}
        }
    }

    fn clicked(
        &self,
        press: &mut Press<Message>,
        event: mouse::Event,
        place: &Place<'_>,
        shell: &mut Shell<'_, Message>,
    ) {
        match event {
            mouse::Event::ButtonPressed(mouse::Button::Left)
                if place.cursor.is_over(place.bounds) =>
            {
                if let (Press::None, Some(message)) = (&*press, &self.on_press) {
                    *press = Press::Mouse(message.clone());
                    shell.request_redraw();
                }
                shell.capture_event();
            }
            mouse::Event::ButtonReleased(mouse::Button::Left) => {
                if let Press::Mouse(message) = &*press {
                    let message = message.clone();
                    *press = Press::None;
                    self.publish(message, place.cursor.is_over(place.bounds), shell);
                }
            }
            mouse::Event::CursorMoved { position }
                if matches!(press, Press::Mouse(_)) && !place.nearly_has(position) =>
            {
                *press = Press::None;
                shell.request_redraw();
            }
            mouse::Event::CursorLeft if matches!(press, Press::Mouse(_)) => {
                *press = Press::None;
                shell.request_redraw();
            }
            _ => {}
        }
    }

    /// Says what the press said when it began, if the key still says the same.
    fn publish(&self, message: Message, on_key: bool, shell: &mut Shell<'_, Message>) {
        shell.capture_event();
        shell.request_redraw();
        if on_key && self.on_press.as_ref() == Some(&message) {
            shell.publish(message);
        }
    }
}

impl<Message> Widget<Message, Theme, Renderer> for TouchButton<'_, Message>
where
    Message: Clone + PartialEq + 'static,
{
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Press<Message>>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Press::<Message>::None)
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        Size::new(self.width, self.height)
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let limits = limits.width(self.width).height(self.height);
        let limits = match self.width {
            Length::Shrink => limits.min_width(measure::TARGET),
            _ => limits,
        };
        let inner = limits.shrink(self.padding).loose();
        let content = self.content.as_widget_mut().layout(&mut tree.children[0], renderer, &inner);
        let padded = content.size().expand(Size::new(self.padding.x(), self.padding.y()));
        let size = limits.resolve(self.width, self.height, padded);
        let spare = size - padded;
        let at = Vector::new(
            self.padding.left + (spare.width / 2.0).max(0.0),
            self.padding.top + (spare.height / 2.0).max(0.0),
        );
        layout::Node::with_children(size, vec![content.translate(at)])
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn widget::Operation,
    ) {
        operation.container(self.id.as_ref(), layout.bounds());
        let Some(inside) = layout.children().next() else { return };
        operation.traverse(&mut |operation| {
            self.content.as_widget_mut().operate(
                &mut tree.children[0],
                inside,
                renderer,
                operation,
            );
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _renderer: &Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let press = tree.state.downcast_mut::<Press<Message>>();
        let place = Place { bounds: layout.bounds(), cursor, viewport };
        match event {
            Event::Touch(event) => self.touched(press, *event, &place, shell),
            Event::Mouse(event) => self.clicked(press, *event, &place, shell),
            // Nobody can say where a finger went while another window had the screen.
            Event::Window(window::Event::Unfocused) if *press != Press::None => {
                *press = Press::None;
                shell.request_redraw();
            }
            _ => {}
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let press = tree.state.downcast_ref::<Press<Message>>();
        let pressing = match (press, &self.on_press) {
            (_, None) => Pressing::Disabled,
            (Press::None, Some(_)) => Pressing::None,
            (Press::Finger(_, began) | Press::Mouse(began), Some(now)) if began == now => {
                Pressing::Down
            }
            _ => Pressing::None,
        };
        let style = self.look.style(theme, pressing);
        if style.face.is_some() || style.border.width > 0.0 {
            let quad = renderer::Quad {
                bounds: layout.bounds(),
                border: style.border,
                ..renderer::Quad::default()
            };
            let face = Background::Color(style.face.unwrap_or(Color::TRANSPARENT));
            renderer.fill_quad(quad, face);
        }
        let Some(inside) = layout.children().next() else { return };
        self.content.as_widget().draw(
            &tree.children[0],
            renderer,
            theme,
            &renderer::Style { text_color: style.ink },
            inside,
            cursor,
            viewport,
        );
    }

    fn mouse_interaction(
        &self,
        _tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _viewport: &Rectangle,
        _renderer: &Renderer,
    ) -> mouse::Interaction {
        match (cursor.is_over(layout.bounds()), &self.on_press) {
            (true, Some(_)) => mouse::Interaction::Pointer,
            // Not "none": what lies under this key is not to be reached through it.
            (true, None) => mouse::Interaction::Idle,
            (false, _) => mouse::Interaction::None,
        }
    }

    fn overlay<'b>(
        &'b mut self,
        _tree: &'b mut Tree,
        _layout: Layout<'b>,
        _renderer: &Renderer,
        _viewport: &Rectangle,
        _translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        None
    }
}

impl<'a, Message> From<TouchButton<'a, Message>> for Element<'a, Message>
where
    Message: Clone + PartialEq + 'static,
{
    fn from(button: TouchButton<'a, Message>) -> Self {
        Element::new(button)
    }
}
