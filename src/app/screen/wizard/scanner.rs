//! The scanner: at which port, at which speed, and whether it reads what is shown to it.

use iced::Fill;
use iced::widget::{column, container, row};

use super::devices::{other_row, port_row};
use super::page::Page as Open;
use super::{Action, Ended, State};
use crate::app::frame::Frame;
use crate::app::theme::{self, Icon, Tone, measure};
use crate::app::widget::choice::choice;
use crate::app::widget::field::Face;
use crate::app::widget::list::list;
use crate::app::widget::{Element, bar_code, card, key};
use crate::app::words;
use crate::core::settings::ScannerSettings;
use crate::core::settings::check::BAUD_RATES;
use crate::document::code128::Code128;
use crate::document::set_up_sheet::{Outcome, Test};
use crate::document::test_page::CODE;
use crate::language::Texts;
use crate::till::set_up::{self, PortView, Request, Trouble, Work};
use crate::till::snapshot::{ScannerStatus, Snapshot};

/// What most scanners are set to.
const USUAL_BAUD: u32 = 9_600;
/// The speeds that scanners are set to; the others can be found by trying.
const BAUDS: [u32; 5] = [9_600, 19_200, 38_400, 57_600, 115_200];

/// What is chosen, and what came of the code on the screen.
#[derive(Debug)]
pub(in super::super) struct Page {
    scanner: Option<ScannerSettings>,
    /// What was read last: right or something else.
    read: Option<Read>,
    scans: u64,
    first: usize,
}

/// What the scanner has read.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Read {
    Right,
    Other(String),
}

/// What happens at this step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A port; none: there is no scanner on a cable of its own.
    PortPressed(Option<String>),
    /// A speed.
    BaudPressed(u32),
    /// The speed is to be found by trying.
    FindPressed,
    /// Another page of the ports.
    Turned(usize),
}

impl Page {
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let scans = snapshot.set_up.scan.as_ref().map_or(0, |scan| scan.number);
        Page { scanner: snapshot.settings.scanner.clone(), read: None, scans, first: 0 }
    }

    /// What is chosen.
    pub(super) fn settings(&self) -> Option<ScannerSettings> {
        self.scanner.clone()
    }
}

impl State {
    fn scanner_page(&mut self) -> Option<&mut Page> {
        match &mut self.page {
            Open::Scanner(page) => Some(page),
            _ => None,
        }
    }

    pub(super) fn scanner(&mut self, message: Message, snapshot: &Snapshot) -> Action {
        let Some(page) = self.scanner_page() else { return Action::NONE };
        match message {
            Message::PortPressed(port) => {
                let baud = page.scanner.as_ref().map_or(USUAL_BAUD, |scanner| scanner.baud);
                page.scanner = port.map(|port| ScannerSettings { port, baud });
            }
            Message::BaudPressed(baud) => match &mut page.scanner {
                Some(scanner) => scanner.baud = baud,
                None => return Action::NONE,
            },
            Message::FindPressed => {
                let Some(scanner) = &page.scanner else { return Action::NONE };
                page.read = None;
                let port = scanner.port.clone();
                return self.begin(Request::FindBaud { port }, snapshot);
            }
            Message::Turned(first) => {
                page.first = first;
                return Action::NONE;
            }
        }
        page.read = None;
        self.trouble = None;
        self.try_scanner()
    }

    fn try_scanner(&mut self) -> Action {
        let settings = self.scanner_page().and_then(|page| page.settings());
        Action::asks([Request::TryScanner(settings)])
    }

    pub(super) fn baud_found(&mut self, ended: Ended, snapshot: &Snapshot) -> Action {
        match (ended, &snapshot.set_up.baud) {
            (Ended::Failed(trouble), _) => self.trouble = Some(trouble),
            (Ended::Done, Work::Done(baud)) => {
                if let Some(scanner) = self.scanner_page().and_then(|page| page.scanner.as_mut()) {
                    scanner.baud = *baud;
                }
            }
            (Ended::Done, _) => {}
        }
        self.try_scanner()
    }

    /// Whatever is scanned is compared with the code that is shown.
    pub(super) fn follow_scanner(&mut self, snapshot: &Snapshot) -> Option<Action> {
        let scan = snapshot.set_up.scan.as_ref()?;
        let busy = self.errand.is_busy();
        let page = self.scanner_page()?;
        if scan.number <= page.scans {
            return None;
        }
        page.scans = scan.number;
        if busy {
            return None;
        }
        let right = scan.readable && scan.text == CODE;
        page.read = Some(if right { Read::Right } else { Read::Other(scan.text.clone()) });
        let outcome = if right {
            Outcome::Passed
        } else {
            let texts = Texts::of(snapshot.language);
            let read = [("text", scan.text.as_str().into()), ("code", CODE.into())];
            Outcome::Failed(texts.with("wizard-scan-other", &read).into_owned())
        };
        self.note(Test::Scan, snapshot.at, outcome);
        None
    }

    pub(super) fn save_scanner(&mut self, snapshot: &Snapshot) -> Action {
        let scanner = self.scanner_page().and_then(|page| page.settings());
        self.save(snapshot, |settings| settings.scanner = scanner)
    }

    pub(super) fn view_scanner<'a>(
        &'a self,
        frame: &Frame<'a>,
        room: f32,
    ) -> Element<'a, super::Message> {
        let Open::Scanner(page) = &self.page else { return iced::widget::space().into() };
        let below = measure::CELL_HEIGHT + measure::CODE_HEIGHT + 2.0 * measure::KEY_HEIGHT;
        let ports = page.ports(frame);
        let rows = ports.len() + 1;
        let port = |place: usize| match ports.get(place) {
            Some(port) => {
                let chosen = page.scanner.as_ref().is_some_and(|chosen| chosen.port == port.path);
                let press = Message::PortPressed(Some(port.path.clone()));
                port_row(frame, port, chosen, super::Message::Scanner(press))
            }
            None => {
                let press = super::Message::Scanner(Message::PortPressed(None));
                let none = page.scanner.is_none();
                other_row(frame, Icon::Keyboard, "wizard-no-scanner", None, none, press)
            }
        };
        let turn = |first| super::Message::Scanner(Message::Turned(first));
        let listed = list(page.first, rows, room - below, frame.texts, port, turn);
        column![listed, self.view_speed(page, frame), self.view_code(page, frame)]
            .spacing(measure::GAP)
            .into()
    }

    fn view_speed<'a>(&'a self, page: &'a Page, frame: &Frame<'a>) -> Element<'a, super::Message> {
        let Some(scanner) = &page.scanner else {
            let hint = theme::body(frame.text("wizard-no-scanner-do")).style(theme::muted);
            return container(hint).center_y(measure::CELL_HEIGHT).into();
        };
        let known = BAUDS.contains(&scanner.baud);
        let bauds = BAUDS.into_iter().chain((!known).then_some(scanner.baud));
        let bauds = bauds.filter(|baud| BAUD_RATES.contains(baud));
        let bauds = bauds.map(|baud| (baud.to_string().into(), baud));
        let speed =
            choice(Face::new(frame.text("wizard-speed")), bauds, Some(scanner.baud), |baud| {
                super::Message::Scanner(Message::BaudPressed(baud))
            });
        let find = key::labelled(Some(Icon::Search), frame.text("wizard-find-speed"), None)
            .height(measure::TARGET)
            .on_press_maybe(
                (!self.errand.is_busy()).then_some(super::Message::Scanner(Message::FindPressed)),
            );
        row![speed, container(find).padding(iced::Padding::ZERO.top(measure::CELL_LINE))]
            .spacing(measure::WIDE)
            .into()
    }

    fn view_code<'a>(&'a self, page: &'a Page, frame: &Frame<'a>) -> Element<'a, super::Message> {
        let code = Code128::encode(CODE).map(|code| bar_code(&code));
        column![code, self.view_read(page, frame)].spacing(measure::GAP).width(Fill).into()
    }

    /// What the scanner has read, or why it cannot.
    fn view_read<'a>(&'a self, page: &'a Page, frame: &Frame<'a>) -> Element<'a, super::Message> {
        if frame.snapshot.set_up.baud == Work::Busy {
            let word = frame.text("wizard-find-speed-busy");
            return card::state(Icon::Hourglass, Some(Tone::Info), word);
        }
        let status = frame.snapshot.set_up.tried_scanner.unwrap_or(frame.snapshot.scanner);
        let health = words::scanner(frame, status);
        let bad = matches!(health.tone, Some(Tone::Warn | Tone::Danger));
        match &page.read {
            _ if bad && page.scanner.is_some() => column![
                card::state(health.icon, health.tone, health.word),
                theme::note(advice(frame, status)).style(theme::muted),
            ]
            .spacing(measure::TINY)
            .into(),
            None => card::state(Icon::ScanBarcode, None, frame.text("wizard-scan-this")),
            Some(Read::Right) => {
                card::state(Icon::CircleCheck, Some(Tone::Pay), frame.text("wizard-scan-right"))
            }
            Some(Read::Other(text)) => {
                let read = [("text", text.as_str().into()), ("code", CODE.into())];
                let word = frame.with("wizard-scan-other", &read);
                card::state(Icon::CircleX, Some(Tone::Danger), word)
            }
        }
    }
}

/// What an installer does about a scanner that cannot be listened to.
fn advice(frame: &Frame<'_>, status: ScannerStatus) -> String {
    let trouble = match status {
        ScannerStatus::Missing => Trouble::DeviceMissing,
        ScannerStatus::Taken => Trouble::DeviceTaken,
        ScannerStatus::Forbidden => Trouble::DeviceForbidden { group: "dialout".to_owned() },
        ScannerStatus::NotSetUp | ScannerStatus::Ready | ScannerStatus::Noisy => {
            return words::scanner(frame, status).advice.into_owned();
        }
    };
    set_up::say(frame.texts, &trouble)
}

impl Page {
    /// The ports that a scanner can be at; the chosen one also when it is not there.
    fn ports(&self, frame: &Frame<'_>) -> Vec<PortView> {
        let mut ports: Vec<PortView> =
            frame.snapshot.set_up.ports.iter().filter(|port| !port.printer_only).cloned().collect();
        if let Some(scanner) = &self.scanner
            && ports.iter().all(|port| port.path != scanner.port)
        {
            ports.push(super::devices::missing(frame, &scanner.port));
        }
        ports
    }
}
