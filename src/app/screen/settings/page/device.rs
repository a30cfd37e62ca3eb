//! The scanner and the printer: where they are, how they are spoken to, and whether they work.

use crate::app::form;
use crate::app::theme::Icon;
use crate::app::widget::choice::stepper;
use crate::app::widget::field::Face;
use crate::app::widget::sheet::Cell;
use crate::app::widget::{TouchButton, key};
use crate::app::words::{self, Health};
use crate::core::settings::check::{BAUD_RATES, Field};
use crate::core::settings::{PrinterLink, Settings};
use crate::till::set_up::{PrinterTrial, Work};

use super::super::draft::{Change, Id, PrinterKind};
use super::super::{Message, Trial};
use super::{Page, said_in_words, standing};

pub(super) fn scanner<'a>(page: &Page<'a, '_>) -> Vec<Cell<'a, Message>> {
    let frame = page.frame;
    let scanner = page.draft.chosen.scanner.as_ref();
    let kinds =
        [(page.text("settings-scanner-none"), false), (page.text("settings-scanner-serial"), true)];
    let kind = page.choice(
        Face::new(page.text("settings-scanner-kind")).hint(page.text("settings-scanner-hint")),
        kinds,
        scanner.is_some(),
        Change::Scanner,
    );
    let mut cells = vec![Cell::whole(kind, false)];
    let Some(scanner) = scanner else {
        return cells;
    };
    let set_up = &frame.snapshot.set_up;
    let finding = set_up.baud == Work::Busy;
    let find = key::labelled(Some(Icon::Search), page.text("settings-find-baud"), None)
        .on_press_maybe((!finding).then_some(Message::Tried(Trial::FindBaud)));
    let listen: TouchButton<'a, Message> = if page.state.listening {
        key::labelled(Some(Icon::Pause), page.text("settings-listen-end"), None)
    } else {
        key::labelled(Some(Icon::ScanBarcode), page.text("settings-listen-begin"), None)
    };
    let listen = listen.on_press(Message::Tried(Trial::Listen));
    let health = match (page.state.listening, set_up.tried_scanner) {
        (true, Some(status)) => words::scanner(frame, status),
        _ => words::scanner(frame, frame.snapshot.scanner),
    };
    cells.extend([
        page.whole(Id::ScannerPort, "settings-field-scanner-port"),
        ports(page),
        speed(page, Field::ScannerBaud, scanner.baud, Change::ScannerBaud),
        Cell::half(
            page.trial("settings-baud", [find], Some(page.text("settings-find-baud-hint"))),
            false,
        ),
        Cell::half(page.trial("settings-listen", [listen], None), false),
        state(health),
    ]);
    cells.extend(page.outcome(&set_up.baud, |baud| {
        frame.with("settings-baud-found", &[("baud", (*baud).into())])
    }));
    cells.extend(heard(page));
    cells
}

/// What the last scan was, while scans are listened to.
fn heard<'a>(page: &Page<'a, '_>) -> Option<Cell<'a, Message>> {
    if !page.state.listening {
        return None;
    }
    let said = match &page.frame.snapshot.set_up.scan {
        None => {
            (Icon::Hourglass, Some(crate::app::theme::Tone::Info), page.text("settings-scan-now"))
        }
        Some(scan) => {
            let (icon, tone, key) = if scan.readable {
                (Icon::CircleCheck, crate::app::theme::Tone::Pay, "settings-scan-read")
            } else {
                (Icon::CircleX, crate::app::theme::Tone::Danger, "settings-scan-unreadable")
            };
            let text = [("text", scan.text.as_str().into())];
            (icon, Some(tone), page.frame.with(key, &text))
        }
    };
    Some(Cell::whole(said_in_words(said.0, said.1, said.2), false))
}

pub(super) fn printer<'a>(page: &Page<'a, '_>) -> Vec<Cell<'a, Message>> {
    let frame = page.frame;
    let chosen = &page.draft.chosen;
    let kinds = [
        (page.text("settings-printer-none"), PrinterKind::None),
        (page.text("settings-printer-serial"), PrinterKind::Serial),
        (page.text("settings-printer-network"), PrinterKind::Network),
        (page.text("settings-printer-file"), PrinterKind::File),
        (page.text("settings-printer-screen"), PrinterKind::Preview),
    ];
    let kind = PrinterKind::of(chosen);
    let face = Face::new(page.text("settings-printer-kind"));
    let mut cells = vec![Cell::whole(page.choice(face, kinds, kind, Change::Printer), false)];
    let Some(printer) = &chosen.printer else { return cells };
    match &printer.link {
        PrinterLink::Serial { baud, .. } => cells.extend([
            page.whole(Id::PrinterPort, "settings-port"),
            ports(page),
            speed(page, Field::PrinterBaud, *baud, Change::PrinterBaud),
        ]),
        PrinterLink::File { .. } => {
            cells.extend([page.whole(Id::PrinterPort, "settings-path"), ports(page)]);
        }
        PrinterLink::Network { .. } => {
            let face = page
                .face(Id::PrinterPort, "settings-network")
                .hint(page.text("settings-network-hint"));
            cells.push(page.field(Id::PrinterPort, face, super::Span::Whole));
        }
        PrinterLink::Preview => {}
    }
    cells.push(columns(page, chosen));
    if printer.link != PrinterLink::Preview {
        let answers =
            Face::new(page.text("settings-answers")).hint(page.text("settings-answers-hint"));
        cells.push(page.switch(answers, printer.answers, Change::PrinterAnswers));
    }
    let set_up = &frame.snapshot.set_up;
    let idle = set_up.printer != Work::Busy;
    let test = key::labelled(Some(Icon::Printer), page.text("settings-test-page"), None)
        .on_press_maybe(idle.then_some(Message::Tried(Trial::TestPage)));
    let drawer = key::labelled(Some(Icon::Wallet), page.text("settings-drawer"), None)
        .on_press_maybe(idle.then_some(Message::Tried(Trial::Drawer)));
    cells.push(Cell::whole(page.trial("settings-tests", [test, drawer], None), false));
    let tried = |trial: &PrinterTrial| match trial {
        PrinterTrial::Page => page.text("settings-test-page-done"),
        PrinterTrial::Drawer => page.text("settings-drawer-done"),
    };
    let health = || state(words::printer(frame, frame.snapshot.printer));
    cells.push(page.outcome(&set_up.printer, tried).unwrap_or_else(health));
    cells
}

fn columns<'a>(page: &Page<'a, '_>, chosen: &Settings) -> Cell<'a, Message> {
    let face = Face::new(form::label(Field::PrinterColumns, page.frame.texts))
        .fault(page.fault_of(Field::PrinterColumns))
        .hint(page.text("settings-columns-hint"));
    let options = [48, 42, 32].map(|columns: u8| (columns.to_string().into(), columns));
    let columns = chosen.printer.as_ref().map_or(0, |printer| printer.columns);
    Cell::half(page.choice(face, options, columns, Change::PrinterColumns), false)
}

fn speed<'a>(
    page: &Page<'a, '_>,
    field: Field,
    baud: u32,
    change: impl Fn(u32) -> Change,
) -> Cell<'a, Message> {
    let face = Face::new(form::label(field, page.frame.texts)).fault(page.fault_of(field));
    let slower = BAUD_RATES.iter().rev().find(|rate| **rate < baud);
    let faster = BAUD_RATES.iter().find(|rate| **rate > baud);
    let chosen = |rate: Option<&u32>| rate.map(|rate| Message::Chosen(change(*rate)));
    Cell::half(stepper(face, baud.to_string().into(), chosen(slower), chosen(faster)), false)
}

/// The key to the ports of this machine.
fn ports<'a>(page: &Page<'a, '_>) -> Cell<'a, Message> {
    let count = page.frame.snapshot.set_up.ports.len();
    let count = [("count", i64::try_from(count).unwrap_or(i64::MAX).into())];
    let choose = key::labelled(Some(Icon::Usb), page.text("settings-ports-choose"), None)
        .on_press(Message::PortsPressed);
    let hint = page.frame.with("settings-ports-count", &count);
    Cell::half(page.trial("settings-ports", [choose], Some(hint)), false)
}

fn state<'a>(health: Health) -> Cell<'a, Message> {
    Cell::whole(standing(health), false)
}
