//! A form with one of everything, for looking at.

use iced::widget::column;
use kassa::app::form::{Entry, Form, Press};
use kassa::app::theme::Icon;
use kassa::app::widget::Element;
use kassa::app::widget::board::board;
use kassa::app::widget::choice::{choice, switch};
use kassa::app::widget::field::{Face, Span, field};
use kassa::app::widget::list::{Row, list};
use kassa::app::widget::sheet::{self, Cell, Sheet};
use kassa::core::language::Language;
use kassa::language::Texts;

/// The fields of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Id {
    Name,
    Path,
    Pin,
    Price,
}

/// What is pressed in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Pressed {
    Field(Id),
    Key(Press),
    Other,
}

/// The form before anybody types.
pub fn form() -> Form<Id> {
    Form::new([
        Entry::words(Id::Name, "Hörnan Livs AB", 48),
        Entry::plain(Id::Path, "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A5069RR4-if00", 200),
        Entry::digits(Id::Pin, "123", 8).hidden(),
        Entry::decimal(Id::Price, "12,5", 9),
    ])
}

/// The form in a window.
pub fn view(form: &Form<Id>, size: iced::Size) -> Element<'_, Pressed> {
    let texts = Texts::of(Language::Swedish);
    let one = |id, face: Face<'static>, span| {
        let element = field(form, id, face, span, texts, Pressed::Field(id));
        let focused = form.focused() == Some(id);
        match span {
            Span::Half => Cell::half(element, focused),
            Span::Whole => Cell::whole(element, focused),
        }
    };
    let fault = Some("Någon siffra är fel: kontrollsiffran stämmer inte.".into());
    let options = [("Ljus".into(), 1), ("Mörk".into(), 2), ("Kontrast".into(), 3)];
    let cells = vec![
        one(Id::Name, Face::new("Företag").hint("Som det står på kvittot"), Span::Half),
        one(Id::Pin, Face::new("PIN"), Span::Half),
        one(Id::Path, Face::new("Port"), Span::Half),
        one(Id::Price, Face::new("Pris").fault(fault).unit("kr"), Span::Half),
        Cell::half(choice(Face::new("Tema"), options, Some(2), |_| Pressed::Other), false),
        Cell::half(switch(Face::new("Ljud"), true, texts, |_| Pressed::Other), false),
        one(Id::Path, Face::new("Mapp"), Span::Whole),
    ];
    let board = board(form, texts, Pressed::Key);
    let room = sheet::room(size, board.is_some());
    let rows = list(
        0,
        30,
        room,
        texts,
        |place| Row {
            icon: Icon::User,
            title: format!("Rad {place}").into(),
            detail: None,
            end: Some("59,90".into()),
            chosen: place == 1,
            on_press: (place != 2).then_some(Pressed::Other),
        },
        |_| Pressed::Other,
    );
    let save = sheet::forward_key(Icon::Check, "Spara", Some("F12")).on_press(Pressed::Other);
    let trial = sheet::foot_key(Icon::Play, "Prova", None).on_press(Pressed::Other);
    Sheet {
        icon: Icon::Settings,
        heading: "Butik".into(),
        back: ("Tillbaka".into(), Pressed::Other),
        aside: None,
        side: Some(column![rows].into()),
        body: sheet::cells(cells, room),
        foot: vec![trial.into(), save.into()],
        board,
    }
    .view(size)
}
