//! Fingers, mice and what lies above and below each other, by raw events.

use iced::mouse;
use iced::touch::{self, Finger};
use iced::widget::{column, container, space, stack};
use iced::{Event, Fill, Point, Size, window};
use iced_test::Simulator;
use iced_test::core::clipboard;
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;

use super::*;
use crate::app::theme;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Message {
    One,
    Two,
    Card,
}

const ON: (f32, f32) = (50.0, 30.0);
const OFF: (f32, f32) = (300.0, 200.0);

fn press(id: u64, (x, y): (f32, f32)) -> Event {
    Event::Touch(touch::Event::FingerPressed { id: Finger(id), position: Point::new(x, y) })
}

fn slide(id: u64, (x, y): (f32, f32)) -> Event {
    Event::Touch(touch::Event::FingerMoved { id: Finger(id), position: Point::new(x, y) })
}

fn lift(id: u64, (x, y): (f32, f32)) -> Event {
    Event::Touch(touch::Event::FingerLifted { id: Finger(id), position: Point::new(x, y) })
}

fn lose(id: u64, (x, y): (f32, f32)) -> Event {
    Event::Touch(touch::Event::FingerLost { id: Finger(id), position: Point::new(x, y) })
}

const DOWN: Event = Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left));
const UP: Event = Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left));

fn moved((x, y): (f32, f32)) -> Event {
    Event::Mouse(mouse::Event::CursorMoved { position: Point::new(x, y) })
}

/// A key of 100 × 60 at the top left.
fn a_key<'a>(message: Option<Message>) -> Element<'a, Message> {
    let key = touch_button(theme::body("1")).width(100.0).height(60.0).on_press_maybe(message);
    container(key).width(Fill).height(Fill).into()
}

/// What comes of events while the mouse cursor is somewhere.
fn said(element: Element<'_, Message>, cursor: (f32, f32), events: Vec<Event>) -> Vec<Message> {
    let mut simulator = Simulator::with_size(theme::settings(), Size::new(400.0, 300.0), element);
    simulator.point_at(Point::new(cursor.0, cursor.1));
    for event in events {
        let _statuses = simulator.simulate([event]);
    }
    simulator.into_messages().collect()
}

#[test]
fn a_finger_counts_where_it_is_itself() {
    let key = || a_key(Some(Message::One));
    for (name, events, times) in [
        ("a tap", vec![press(1, ON), lift(1, ON)], 1),
        ("two taps", vec![press(1, ON), lift(1, ON), press(2, ON), lift(2, ON)], 2),
        ("a tap elsewhere", vec![press(1, OFF), lift(1, OFF)], 0),
        ("lifted elsewhere", vec![press(1, ON), lift(1, OFF)], 0),
        ("pressed elsewhere", vec![press(1, OFF), lift(1, ON)], 0),
        ("dragged off", vec![press(1, ON), slide(1, OFF), lift(1, OFF)], 0),
        ("dragged off and back", vec![press(1, ON), slide(1, OFF), slide(1, ON), lift(1, ON)], 0),
        ("trembling", vec![press(1, ON), slide(1, (52.0, 33.0)), lift(1, (52.0, 33.0))], 1),
        ("trembling over the edge", vec![press(1, (98.0, 30.0)), lift(1, (103.0, 30.0))], 1),
        ("a second finger", vec![press(1, ON), press(2, ON), lift(2, ON)], 0),
        ("both fingers", vec![press(1, ON), press(2, ON), lift(2, ON), lift(1, ON)], 1),
        ("another finger lifts", vec![press(1, ON), lift(7, ON)], 0),
        ("another finger slides", vec![press(1, ON), slide(7, OFF), lift(1, ON)], 1),
        ("lost", vec![press(1, ON), lose(1, ON), lift(1, ON)], 0),
        ("another is lost", vec![press(1, ON), lose(2, ON), lift(1, ON)], 1),
        (
            "the window lost",
            vec![press(1, ON), Event::Window(window::Event::Unfocused), lift(1, ON)],
            0,
        ),
    ] {
        // Wherever the mouse is: iced #3471 loses the tap when it is elsewhere.
        for cursor in [ON, OFF, (-1.0, -1.0)] {
            let got = said(key(), cursor, events.clone());
            assert_eq!(got, vec![Message::One; times], "{name}, mouse at {cursor:?}");
        }
    }
}

#[test]
fn a_mouse_presses_too() {
    for (name, cursor, events, times) in [
        ("a click", ON, vec![DOWN, UP], 1),
        ("a double click", ON, vec![DOWN, UP, DOWN, UP], 2),
        ("elsewhere", OFF, vec![DOWN, UP], 0),
        ("dragged off", ON, vec![DOWN, moved(OFF), UP], 0),
        ("left the window", ON, vec![DOWN, Event::Mouse(mouse::Event::CursorLeft), UP], 0),
        (
            "the other button",
            ON,
            vec![
                Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Right)),
                Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Right)),
            ],
            0,
        ),
        ("released only", ON, vec![UP], 0),
        ("a click while a finger presses", ON, vec![press(1, ON), DOWN, UP, lift(1, ON)], 1),
    ] {
        let got = said(a_key(Some(Message::One)), cursor, events);
        assert_eq!(got, vec![Message::One; times], "{name}");
    }
}

#[test]
fn a_key_that_cannot_be_pressed_says_nothing_and_lets_nothing_through() {
    let over = || -> Element<'_, Message> { stack![a_key(Some(Message::One)), a_key(None)].into() };
    for (cursor, events) in [(OFF, vec![press(1, ON), lift(1, ON)]), (ON, vec![DOWN, UP])] {
        assert_eq!(said(over(), cursor, events), vec![]);
    }
}

/// Presents one view after the other, with the same widgets behind them as a real window does.
fn sequence(views: Vec<(Element<'_, Message>, Vec<Event>)>) -> Vec<Message> {
    use iced_test::core::renderer::Headless;
    let settings = theme::settings();
    let font = settings.default_font;
    let _fonts = Simulator::<(), crate::app::theme::Theme>::with_settings(settings, space());
    let mut renderer: iced::Renderer = iced::futures::executor::block_on(
        <iced::Renderer as Headless>::new(font, 16.into(), Some("tiny-skia")),
    )
    .unwrap();
    let mut cache = Cache::default();
    let mut messages = Vec::new();
    for (view, events) in views {
        let size = Size::new(400.0, 300.0);
        let mut interface = UserInterface::build(view, size, cache, &mut renderer);
        for event in events {
            let _state = interface.update(
                &[event],
                mouse::Cursor::Available(Point::new(ON.0, ON.1)),
                &mut renderer,
                &mut clipboard::Null,
                &mut messages,
            );
        }
        cache = interface.into_cache();
    }
    messages
}

#[test]
fn a_press_means_what_the_key_meant_when_it_began() {
    let other = |message| (a_key(message), vec![lift(1, ON)]);
    let began = || (a_key(Some(Message::One)), vec![press(1, ON)]);
    assert_eq!(sequence(vec![began(), other(Some(Message::One))]), [Message::One]);
    assert_eq!(sequence(vec![began(), other(Some(Message::Two))]), []);
    assert_eq!(sequence(vec![began(), other(None)]), []);
    // And the key works again afterwards.
    let again = (a_key(Some(Message::Two)), vec![press(2, ON), lift(2, ON)]);
    assert_eq!(sequence(vec![began(), other(Some(Message::Two)), again]), [Message::Two]);
}

#[test]
fn a_shield_lets_nothing_through() {
    let over = || -> Element<'_, Message> {
        let words = container(theme::body("Unknown code")).width(200.0).height(100.0);
        stack![a_key(Some(Message::One)), shield(words)].into()
    };
    for (cursor, events) in [(OFF, vec![press(1, ON), lift(1, ON)]), (ON, vec![DOWN, UP])] {
        assert_eq!(said(over(), cursor, events), vec![]);
    }
    // Beside it everything can be pressed.
    let beside = || -> Element<'_, Message> {
        let words = container(theme::body("!")).width(20.0).height(20.0);
        stack![a_key(Some(Message::One)), shield(words)].into()
    };
    assert_eq!(said(beside(), OFF, vec![press(1, ON), lift(1, ON)]), [Message::One]);
    assert_eq!(said(beside(), ON, vec![DOWN, UP]), [Message::One]);
}

/// A card in the middle with a key; the base's key is at the top left.
fn under_a_card<'a>(card: bool) -> Element<'a, Message> {
    let card = card.then(|| {
        let key = touch_button(theme::body("2")).width(100.0).height(60.0).on_press(Message::Card);
        container(column![key]).padding(20.0).into()
    });
    modal(a_key(Some(Message::One)), card)
}

const MIDDLE: (f32, f32) = (200.0, 150.0);
const CARDS_EDGE: (f32, f32) = (135.0, 105.0);

#[test]
fn nothing_reaches_the_base_while_a_card_is_open() {
    for (name, cursor, events, messages) in [
        ("a tap on the base", OFF, vec![press(1, ON), lift(1, ON)], vec![]),
        ("a click on the base", ON, vec![DOWN, UP], vec![]),
        (
            "a tap on the card's key",
            OFF,
            vec![press(1, MIDDLE), lift(1, MIDDLE)],
            vec![Message::Card],
        ),
        ("a click on the card's key", MIDDLE, vec![DOWN, UP], vec![Message::Card]),
        (
            "a tap on the card beside its key",
            OFF,
            vec![press(1, CARDS_EDGE), lift(1, CARDS_EDGE)],
            vec![],
        ),
        ("from the base to the card", OFF, vec![press(1, ON), lift(1, MIDDLE)], vec![]),
    ] {
        assert_eq!(said(under_a_card(true), cursor, events.clone()), messages, "{name}");
    }
    assert_eq!(said(under_a_card(false), OFF, vec![press(1, ON), lift(1, ON)]), [Message::One]);
}

#[test]
fn a_press_is_taken_back_when_a_card_comes_between() {
    let got = sequence(vec![
        (under_a_card(false), vec![press(1, ON)]),
        (under_a_card(true), vec![lift(1, ON)]),
        (under_a_card(false), vec![lift(1, ON)]),
    ]);
    assert_eq!(got, []);
}

#[test]
fn the_second_tap_of_a_double_tap_does_not_hit_what_has_just_appeared() {
    let quick = sequence(vec![
        (under_a_card(false), vec![press(1, ON), lift(1, ON)]),
        (under_a_card(true), vec![press(2, MIDDLE), lift(2, MIDDLE)]),
    ]);
    assert_eq!(quick, [Message::One]);
    let mut views = vec![
        (under_a_card(true), vec![press(1, MIDDLE), lift(1, MIDDLE)]),
        (under_a_card(false), vec![press(2, ON), lift(2, ON)]),
    ];
    assert_eq!(sequence(std::mem::take(&mut views)), [Message::Card]);
}

#[test]
fn whatever_lies_under_a_press_stays_where_it_is_drawn() {
    // A key in the middle of other things is found where it is seen.
    let element: Element<'_, Message> =
        column![space().height(100.0), touch_button(theme::body("here")).on_press(Message::Two),]
            .into();
    let mut simulator = Simulator::with_size(theme::settings(), Size::new(400.0, 300.0), element);
    let target = simulator.find("here").unwrap();
    let center = iced_test::selector::Bounded::bounds(&target).center();
    assert!(center.y > 100.0 && center.y < 100.0 + theme::measure::KEY_HEIGHT);
    let _statuses =
        simulator.simulate([press(1, (center.x, center.y)), lift(1, (center.x, center.y))]);
    assert_eq!(simulator.into_messages().collect::<Vec<_>>(), [Message::Two]);
}
