//! The printer and the drawer: where the printer is, how wide its paper is, and whether both do what they shall.

use iced::widget::{column, row};
use iced::{Center, Fill};

use super::devices::{missing, other_row, port_row};
use super::page::{Id, Page as Open};
use super::{Action, Ended, State};
use crate::app::form::{Entry, Form};
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Tone, measure};
use crate::app::widget::choice::{choice, switch};
use crate::app::widget::field::Face;
use crate::app::widget::list::{Row, list};
use crate::app::widget::sheet::{Cell, cells};
use crate::app::widget::{Element, card, key};
use crate::core::settings::check::{self, Field};
use crate::core::settings::{PrinterLink, PrinterSettings, Settings};
use crate::document::set_up_sheet::{Outcome, Test};
use crate::language::Texts;
use crate::till::set_up::{PortView, PrinterTrial, Request};
use crate::till::snapshot::Snapshot;

/// The speeds that printers are set to.
const BAUDS: [u32; 5] = [9_600, 19_200, 38_400, 57_600, 115_200];
/// Characters on a line.
const COLUMNS: [u8; 3] = [48, 42, 32];
/// What most printers are set to.
const USUAL: Page =
    Page { at: Place::None, baud: 38_400, columns: 48, answers: true, question: None, first: 0 };

/// What is chosen, and what is asked about the last trial.
#[derive(Debug)]
pub(in super::super) struct Page {
    at: Place,
    baud: u32,
    columns: u8,
    answers: bool,
    /// Something was tried, and somebody has to say how it went.
    question: Option<PrinterTrial>,
    first: usize,
}

/// Where the printer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// There is none.
    None,
    /// At a serial port.
    Serial(String),
    /// A file that takes bytes.
    File(String),
    /// At an address that is typed.
    Network,
    /// Papers are shown on the screen.
    Preview,
}

/// What happens at this step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Where it is.
    PlacePressed(Place),
    /// A speed.
    BaudPressed(u32),
    /// A width.
    ColumnsPressed(u8),
    /// Whether it answers when it is asked.
    AnswersPressed(bool),
    /// Something to try.
    TryPressed(PrinterTrial),
    /// How it went.
    WentPressed(bool),
    /// Another page of the places.
    Turned(usize),
}

/// The address of a network printer.
pub(super) fn form(printer: Option<&PrinterSettings>) -> Form<Id> {
    let address = match printer.map(|printer| &printer.link) {
        Some(PrinterLink::Network { address }) => address.as_str(),
        _ => "",
    };
    Form::new([Entry::plain(Id::PrinterAddress, address, 100)])
}

impl Page {
    pub(super) fn new(printer: Option<&PrinterSettings>) -> Self {
        let Some(printer) = printer else { return USUAL };
        let (at, baud) = match &printer.link {
            PrinterLink::Serial { port, baud } => (Place::Serial(port.clone()), *baud),
            PrinterLink::File { path } => (Place::File(path.clone()), USUAL.baud),
            PrinterLink::Network { .. } => (Place::Network, USUAL.baud),
            PrinterLink::Preview => (Place::Preview, USUAL.baud),
        };
        Page { at, baud, columns: printer.columns, answers: printer.answers, ..USUAL }
    }

    fn settings(&self, address: &str) -> Option<PrinterSettings> {
        let link = match &self.at {
            Place::None => return None,
            Place::Serial(port) => PrinterLink::Serial { port: port.clone(), baud: self.baud },
            Place::File(path) => PrinterLink::File { path: path.clone() },
            Place::Network => PrinterLink::Network { address: address.trim().to_owned() },
            Place::Preview => PrinterLink::Preview,
        };
        Some(PrinterSettings { link, columns: self.columns, answers: self.answers })
    }

    /// The places of the list.
    fn places(&self, frame: &Frame<'_>) -> Vec<(Place, Option<PortView>)> {
        let place = |port: &PortView| match port.printer_only {
            true => Place::File(port.path.clone()),
            false => Place::Serial(port.path.clone()),
        };
        let ports = frame.snapshot.set_up.ports.iter();
        let mut places: Vec<_> = ports.map(|port| (place(port), Some(port.clone()))).collect();
        if let Place::Serial(path) | Place::File(path) = &self.at
            && places.iter().all(|(place, _)| *place != self.at)
        {
            places.push((self.at.clone(), Some(missing(frame, path))));
        }
        places.extend([Place::Network, Place::Preview, Place::None].map(|place| (place, None)));
        places
    }
}

impl State {
    fn printer_page(&mut self) -> Option<&mut Page> {
        match &mut self.page {
            Open::Printer(page) => Some(page),
            _ => None,
        }
    }

    /// The printer as it is chosen, if it can be used; what is wrong is shown.
    fn chosen_printer(&mut self, snapshot: &Snapshot) -> Option<Option<PrinterSettings>> {
        let address = self.form.text(Id::PrinterAddress).to_owned();
        let printer = self.printer_page()?.settings(&address);
        let settings = Settings { printer: printer.clone(), ..Settings::clone(&snapshot.settings) };
        let of_printer = [Field::PrinterPort, Field::PrinterBaud, Field::PrinterColumns];
        self.problems = check::problems(&settings);
        self.problems.retain(|problem| of_printer.contains(&problem.field));
        self.problems.is_empty().then_some(printer)
    }

    pub(super) fn printer(&mut self, message: Message, snapshot: &Snapshot) -> Action {
        let Some(page) = self.printer_page() else { return Action::NONE };
        match message {
            Message::PlacePressed(place) => {
                page.question = None;
                page.at = place;
                let network = page.at == Place::Network;
                self.problems.clear();
                self.trouble = None;
                if network { self.form.focus(Id::PrinterAddress) } else { self.form.leave() }
            }
            Message::BaudPressed(baud) => page.baud = baud,
            Message::ColumnsPressed(columns) => page.columns = columns,
            Message::AnswersPressed(answers) => page.answers = answers,
            Message::Turned(first) => page.first = first,
            Message::TryPressed(trial) => return self.try_printer(trial, snapshot),
            Message::WentPressed(well) => self.printer_went(well, snapshot),
        }
        Action::NONE
    }

    fn try_printer(&mut self, trial: PrinterTrial, snapshot: &Snapshot) -> Action {
        self.form.leave();
        if let Some(page) = self.printer_page() {
            page.question = None;
        }
        match self.chosen_printer(snapshot).flatten() {
            Some(printer) => self.begin(Request::TryPrinter(Box::new(printer), trial), snapshot),
            None => Action::NONE,
        }
    }

    /// The till has sent everything: only a person can see what came of it.
    pub(super) fn printer_tried(&mut self, ended: &Ended, snapshot: &Snapshot) {
        let tried = match &snapshot.set_up.printer {
            crate::till::set_up::Work::Done(trial) => Some(*trial),
            _ => None,
        };
        match ended {
            Ended::Done => {
                if let Some(page) = self.printer_page() {
                    page.question = tried;
                }
            }
            Ended::Failed(_) => self.note_ended(Test::Print, ended, snapshot),
        }
    }

    fn printer_went(&mut self, well: bool, snapshot: &Snapshot) {
        let Some(trial) = self.printer_page().and_then(|page| page.question.take()) else { return };
        let (test, wrong) = match trial {
            PrinterTrial::Page => (Test::Print, "wizard-page-wrong"),
            PrinterTrial::Drawer => (Test::Drawer, "wizard-drawer-shut"),
        };
        let outcome = if well {
            Outcome::Passed
        } else {
            Outcome::Failed(Texts::of(snapshot.language).get(wrong).into_owned())
        };
        self.note(test, snapshot.at, outcome);
    }

    pub(super) fn save_printer(&mut self, snapshot: &Snapshot) -> Action {
        match self.chosen_printer(snapshot) {
            Some(printer) => self.save(snapshot, |settings| settings.printer = printer),
            None => Action::NONE,
        }
    }

    pub(super) fn view_printer<'a>(
        &'a self,
        frame: &Frame<'a>,
        room: f32,
    ) -> Element<'a, super::Message> {
        let Open::Printer(page) = &self.page else { return iced::widget::space().into() };
        let typed = self.printer_cells(page, frame);
        if self.form.focused().is_some() {
            return cells(typed, room);
        }
        let rows = typed.len().div_ceil(2) as f32;
        let below = rows * (measure::CELL_HEIGHT + measure::TINY);
        let trial = measure::SAID_HEIGHT;
        let places = page.places(frame);
        let place = |at: usize| place_row(frame, page, &places, at);
        let turn = |first| super::Message::Printer(Message::Turned(first));
        let high = room - below - trial - 2.0 * measure::GAP;
        let listed = list(page.first, places.len(), high, frame.texts, place, turn);
        let trial = iced::widget::container(self.view_trial(page, frame)).center_y(trial);
        column![listed, cells(typed, below), trial].spacing(measure::GAP).into()
    }

    fn printer_cells<'a>(
        &'a self,
        page: &'a Page,
        frame: &Frame<'a>,
    ) -> Vec<Cell<'a, super::Message>> {
        if page.at == Place::None {
            return Vec::new();
        }
        let say = super::Message::Printer;
        let columns = choice(
            Face::new(frame.text("wizard-columns")).hint(frame.text("wizard-columns-hint")),
            COLUMNS.map(|columns| (columns.to_string().into(), columns)),
            Some(page.columns),
            move |columns| say(Message::ColumnsPressed(columns)),
        );
        let mut cells = vec![Cell::half(columns, false)];
        if page.at == Place::Preview {
            return cells;
        }
        let answers =
            Face::new(frame.text("wizard-answers")).hint(frame.text("wizard-answers-hint"));
        let answers = switch(answers, page.answers, frame.texts, move |answers| {
            say(Message::AnswersPressed(answers))
        });
        cells.push(Cell::half(answers, false));
        match page.at {
            Place::Serial(_) => {
                let bauds = BAUDS.map(|baud| (baud.to_string().into(), baud));
                let face = Face::new(frame.text("wizard-speed"))
                    .hint(frame.text("wizard-printer-speed-hint"));
                let bauds = choice(face, bauds, Some(page.baud), move |baud| {
                    say(Message::BaudPressed(baud))
                });
                cells.push(Cell::whole(bauds, false));
            }
            Place::Network => cells.push(self.wide_cell(
                frame,
                Id::PrinterAddress,
                "wizard-printer-address",
                Some("wizard-printer-address-hint"),
                Some(Field::PrinterPort),
            )),
            Place::File(_) | Place::None | Place::Preview => {}
        }
        cells
    }

    /// The keys to try it, or the question how it went.
    fn view_trial<'a>(&'a self, page: &'a Page, frame: &Frame<'a>) -> Element<'a, super::Message> {
        let say = super::Message::Printer;
        if page.at == Place::None {
            return theme::body(frame.text("wizard-no-printer-do")).style(theme::muted).into();
        }
        if page.at == Place::Preview {
            return theme::body(frame.text("wizard-preview-do")).style(theme::muted).into();
        }
        if let Some(trial) = page.question {
            let asked = frame.text(match trial {
                PrinterTrial::Page => "wizard-page-right",
                PrinterTrial::Drawer => "wizard-drawer-open",
            });
            let answer = |icon, word: &str, well| {
                key::labelled(Some(icon), frame.text(word), None)
                    .on_press(say(Message::WentPressed(well)))
                    .into()
            };
            let keys =
                vec![answer(Icon::Check, "wizard-yes", true), answer(Icon::X, "wizard-no", false)];
            return card::banner(Icon::CircleHelp, Tone::Info, asked, None, keys);
        }
        let free = !self.errand.is_busy();
        let trial = |icon, word: &str, trial| {
            key::labelled(Some(icon), frame.text(word), None)
                .on_press_maybe(free.then_some(say(Message::TryPressed(trial))))
        };
        let keys = row![
            trial(Icon::FileText, "wizard-try-page", PrinterTrial::Page),
            trial(Icon::Wallet, "wizard-try-drawer", PrinterTrial::Drawer),
            self.view_results(frame, &[Test::Print, Test::Drawer]),
        ];
        keys.spacing(measure::ROOM).align_y(Center).width(Fill).into()
    }
}

fn place_row<'a>(
    frame: &Frame<'a>,
    page: &Page,
    places: &[(Place, Option<PortView>)],
    at: usize,
) -> Row<'a, super::Message> {
    let (place, port) = places.get(at).cloned().unwrap_or((Place::None, None));
    let chosen = page.at == place;
    let press = super::Message::Printer(Message::PlacePressed(place.clone()));
    match port {
        Some(port) => port_row(frame, &port, chosen, press),
        None => {
            let (icon, title) = match place {
                Place::Network => (Icon::Globe, "wizard-printer-network"),
                Place::Preview => (Icon::Eye, "wizard-printer-preview"),
                _ => (Icon::X, "wizard-no-printer"),
            };
            other_row(frame, icon, title, None, chosen, press)
        }
    }
}
