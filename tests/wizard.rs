//! Setting a register up in the window: pictures of every step and of what can go wrong in it, and of the SEQR terminal.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says so by failing")]

#[allow(dead_code, reason = "only one size is used here")]
mod picture;

use std::sync::Arc;
use std::time::Duration;

use iced::Size;
use kassa::app::Message;
use kassa::app::fixture::set_up::{
    everything, new_register, scanned, set, shown, with_people, with_printer, with_scanner,
    with_service, with_shop, with_terminal,
};
use kassa::app::fixture::{self, strokes};
use kassa::app::front;
use kassa::app::keyboard::Stroke;
use kassa::app::link::Arrival;
use kassa::app::screen::wizard::{Id, Message as Said, Step};
use kassa::app::screen::{registration, terminal, wizard};
use kassa::app::theme::Theme;
use kassa::core::administration::Stage;
use kassa::core::language::Language;
use kassa::core::vat::VatRate;
use kassa::till::set_up::{Asked, PrinterTrial, Trouble, View, Work};
use kassa::till::snapshot::{ScannerStatus, Snapshot};

const SMALL: Size = Size::new(1024.0, 768.0);

fn said(message: Said) -> Message {
    Message::Front(front::Message::Wizard(message))
}

fn at(step: Step) -> Message {
    said(Said::StepPressed(step))
}

fn typed(text: &str) -> Vec<Message> {
    strokes(&text.chars().map(Stroke::Character).collect::<Vec<_>>())
}

fn field(id: Id, text: &str) -> Vec<Message> {
    let mut messages = vec![said(Said::FieldPressed(id))];
    messages.extend(strokes(&[Stroke::Delete]));
    messages.extend(typed(text));
    messages
}

fn arrives(snapshot: Snapshot) -> Message {
    Message::Arrived(Arrival::Snapshot(Arc::new(snapshot)))
}

/// Something fails or is done after it was asked for.
fn then(snapshot: &Snapshot, change: impl FnOnce(&mut View)) -> Message {
    arrives(shown(snapshot.clone(), change))
}

/// The picture in both languages; arrivals speak them as well.
fn check(name: &str, snapshot: &Snapshot, messages: &[Message]) {
    let mut different = Vec::new();
    for (language, tag) in [(Language::Swedish, "sv"), (Language::English, "en")] {
        let messages: Vec<Message> =
            messages.iter().map(|message| speaking(language, message)).collect();
        let snapshot = fixture::speaking(language, snapshot.clone());
        let window = picture::window(snapshot, SMALL, &messages);
        let name = format!("wizard-{name}-{tag}");
        different.extend(picture::compare(&name, SMALL, window.theme(), window.view()));
    }
    assert!(different.is_empty(), "look at {different:?}");
}

fn speaking(language: Language, message: &Message) -> Message {
    match message {
        Message::Arrived(Arrival::Snapshot(snapshot)) => {
            arrives(fixture::speaking(language, Snapshot::clone(snapshot)))
        }
        other => other.clone(),
    }
}

fn themes(name: &str, snapshot: &Snapshot, messages: &[Message]) {
    for (theme, tag) in [(Theme::Dark, "dark"), (Theme::HighContrast, "contrast")] {
        let window = picture::window(snapshot.clone(), SMALL, messages);
        let name = format!("wizard-{name}-{tag}");
        let different = picture::compare(&name, SMALL, theme, window.view());
        assert_eq!(different, None);
    }
}

fn unregistered() -> Snapshot {
    with_service(with_shop(new_register()))
}

#[test]
fn a_new_register() {
    check("language", &new_register(), &[]);
    check("later", &new_register(), &[said(Said::LaterPressed)]);
}

#[test]
fn the_shop() {
    check("shop", &with_shop(new_register()), &[at(Step::Shop)]);
    let mut wrong = vec![at(Step::Shop)];
    wrong.extend(field(Id::OrganisationNumber, "556036-0794"));
    wrong.extend(field(Id::Currency, "kr"));
    wrong.extend(VatRate::SWEDISH.map(|rate| said(Said::RatePressed(rate))));
    wrong.push(said(Said::MainPressed));
    check("shop-wrong", &new_register(), &wrong);
    let mut typing = vec![at(Step::Shop)];
    typing.extend(field(Id::ShopName, "Hörnan Livs"));
    check("shop-typing", &new_register(), &typing);
    themes("shop", &with_shop(new_register()), &[at(Step::Shop)]);
    check("register", &with_shop(new_register()), &[at(Step::Register)]);
}

#[test]
fn the_service() {
    let snapshot = unregistered();
    let asked = [at(Step::Service), said(Said::ReachPressed)];
    check("service", &snapshot, &asked[..1]);
    let mut answered = asked.to_vec();
    answered.push(then(&snapshot, |view| view.reach = Work::Done(Duration::from_millis(48))));
    check("service-answers", &snapshot, &answered);
    let mut silent = asked.to_vec();
    let detail = "connection refused".to_owned();
    let trouble = Trouble::Unreachable { detail };
    silent.push(then(&snapshot, |view| view.reach = Work::Failed(trouble)));
    check("service-silent", &snapshot, &silent);
    let mut wrong = vec![at(Step::Service)];
    wrong.extend(field(Id::Service, "http://seqr.example/service"));
    wrong.push(said(Said::MainPressed));
    check("service-not-encrypted", &snapshot, &wrong);
}

#[test]
fn the_registration() {
    let snapshot = unregistered();
    check("terminal", &snapshot, &[at(Step::Terminal)]);
    let fill = |id, text: &str| {
        let message = registration::Message::FieldPressed(id);
        let mut messages = vec![said(Said::Registration(message))];
        messages.extend(typed(text));
        messages
    };
    let mut filled = vec![at(Step::Terminal)];
    for (id, text) in [
        (registration::Id::Reseller, "hornanlivs"),
        (registration::Id::User, "9900"),
        (registration::Id::Password, "hemligt"),
    ] {
        filled.extend(fill(id, text));
    }
    check("terminal-typing", &snapshot, &filled);
    filled.push(said(Said::MainPressed));
    let mut busy = filled.clone();
    busy.push(then(&snapshot, |view| view.registration.work = Work::Busy));
    check("terminal-busy", &snapshot, &busy);
    let mut refused = filled.clone();
    let trouble =
        Trouble::SeqrRefused { code: 37, detail: "INITIATOR_PRINCIPAL_NOT_FOUND".to_owned() };
    refused.push(then(&snapshot, |view| view.registration.work = Work::Failed(trouble)));
    check("terminal-refused", &snapshot, &refused);
    let lost = shown(snapshot, |view| view.registration.unanswered = Some(Asked::Register));
    check("terminal-lost", &lost, &[]);
    let registered = with_terminal(unregistered(), None);
    check("terminal-done", &registered, &[at(Step::Terminal)]);
    check("terminal-not-used", &with_shop(new_register()), &[at(Step::Terminal)]);
}

#[test]
fn the_sticker() {
    let snapshot = with_terminal(unregistered(), None);
    check("sticker", &snapshot, &[]);
    let scan = scanned(snapshot.clone(), 1, "HTTP://SEQR.SE/Q004610027501");
    let read = [arrives(scan.clone())];
    check("sticker-scanned", &snapshot, &read);
    let trouble = Trouble::SeqrRefused { code: 53, detail: "INVALID_SEQR_ID".to_owned() };
    let failed = |view: &mut View| view.registration.work = Work::Failed(trouble);
    let taken = [arrives(scan.clone()), said(Said::MainPressed), then(&scan, failed)];
    check("sticker-taken", &snapshot, &taken);
    themes("sticker-taken", &snapshot, &taken);
    let lost = shown(snapshot, |view| view.registration.unanswered = Some(Asked::Assign));
    check("sticker-lost", &lost, &[]);
    let done = with_terminal(unregistered(), Some("004610027501"));
    check("sticker-done", &done, &[at(Step::Sticker)]);
    check("sticker-blocked", &unregistered(), &[at(Step::Sticker)]);
}

#[test]
fn the_scanner() {
    let snapshot = with_terminal(unregistered(), Some("004610027501"));
    check("scanner", &snapshot, &[]);
    let chosen = with_scanner(snapshot.clone());
    let here = [at(Step::Scanner)];
    check("scanner-chosen", &chosen, &here);
    themes("scanner-chosen", &chosen, &here);
    let read = |text| [at(Step::Scanner), arrives(scanned(chosen.clone(), 1, text))];
    check("scanner-right", &chosen, &read("KASSA-1234"));
    check("scanner-other", &chosen, &read("KAS\u{fffd}\u{fffd}-12"));
    let find = said(Said::Scanner(wizard::ScannerMessage::FindPressed));
    let busy = then(&chosen, |view| view.baud = Work::Busy);
    check("scanner-finding", &chosen, &[at(Step::Scanner), find.clone(), busy]);
    let none = then(&chosen, |view| view.baud = Work::Failed(Trouble::NothingScanned));
    check("scanner-not-found", &chosen, &[at(Step::Scanner), find, none]);
    let tried = Some(ScannerStatus::Forbidden);
    let gone = shown(chosen, |view| {
        view.ports = Arc::default();
        view.tried_scanner = tried;
    });
    check("scanner-forbidden", &gone, &here);
}

#[test]
fn the_printer() {
    let snapshot = with_scanner(with_terminal(unregistered(), Some("004610027501")));
    check("printer", &snapshot, &[]);
    let chosen = with_printer(snapshot.clone());
    let try_it = |trial| said(Said::Printer(wizard::PrinterMessage::TryPressed(trial)));
    let went = |well| said(Said::Printer(wizard::PrinterMessage::WentPressed(well)));
    let tried = |trial| then(&chosen, move |view| view.printer = Work::Done(trial));
    let mut page = vec![at(Step::Printer), try_it(PrinterTrial::Page), tried(PrinterTrial::Page)];
    check("printer-page", &chosen, &page);
    page.push(went(true));
    check("printer-page-right", &chosen, &page);
    let out = then(&chosen, |view| view.printer = Work::Failed(Trouble::PaperOut));
    check("printer-paper-out", &chosen, &[at(Step::Printer), try_it(PrinterTrial::Drawer), out]);
    let network = wizard::PrinterMessage::PlacePressed(wizard::Place::Network);
    let mut typing = vec![at(Step::Printer), said(Said::Printer(network))];
    typing.extend(typed("192.168.1.50"));
    check("printer-typing", &snapshot, &typing);
    typing.push(said(Said::MainPressed));
    check("printer-no-port", &snapshot, &typing);
    let serial = set(snapshot, |settings| {
        let link = kassa::core::settings::PrinterLink::Serial {
            port: "/dev/ttyS0".to_owned(),
            baud: 38_400,
        };
        let printer = kassa::core::settings::PrinterSettings { link, columns: 42, answers: true };
        settings.printer = Some(printer);
    });
    check("printer-serial", &serial, &[at(Step::Printer)]);
}

#[test]
fn people() {
    let nobody = with_printer(with_scanner(with_terminal(unregistered(), Some("004610027501"))));
    check("people-first", &nobody, &[]);
    let mut typing = field(Id::Name, "Sven");
    typing.extend(field(Id::Pin, "4711"));
    typing.extend(field(Id::PinAgain, "471"));
    check("people-typing", &nobody, &typing);
    typing.push(said(Said::MainPressed));
    check("people-differ", &nobody, &typing);
    let added = arrives(with_people(nobody.clone()));
    check("people", &nobody, &[added, at(Step::Sheet), at(Step::People)]);
}

#[test]
fn the_sheet() {
    // Whoever is the first opens the wizard by being nobody yet.
    let begun = shown(Snapshot { user: None, ..everything() }, |view| view.stage = Stage::New);
    let went = |well| said(Said::Printer(wizard::PrinterMessage::WentPressed(well)));
    let trial = said(Said::Printer(wizard::PrinterMessage::TryPressed(PrinterTrial::Drawer)));
    let tried = then(&everything(), |view| view.printer = Work::Done(PrinterTrial::Drawer));
    let sheet = [at(Step::Printer), trial, tried, went(false), at(Step::Sheet)];
    check("sheet", &begun, &sheet);
    themes("sheet", &begun, &sheet);
}

/// The menu, SEQR, its terminal.
fn terminal_pressed() -> Vec<Message> {
    strokes(&[Stroke::Function(1), Stroke::Character('5'), Stroke::Character('1')])
}

#[test]
fn the_terminal() {
    let snapshot = everything();
    let open = terminal_pressed();
    let after = |messages: &[Message]| [&open[..], messages].concat();
    let pressed = |message| Message::Front(front::Message::Terminal(message));
    check("menu", &snapshot, &open);
    themes("menu", &snapshot, &open);
    check("menu-card", &snapshot, &open[..2]);
    let bare = Snapshot { terminal: None, ..everything() };
    check("menu-unregistered", &bare, &open);
    let function = |asked| pressed(terminal::Message::FunctionPressed(asked));
    let unregister = function(Asked::Unregister);
    check("menu-unregister", &snapshot, &after(std::slice::from_ref(&unregister)));
    let asking = after(&[unregister, pressed(terminal::Message::MainPressed)]);
    check("menu-unregister-asking", &snapshot, &asking);
    let failed = then(&snapshot, |view| {
        view.registration.work = Work::Failed(Trouble::PaymentUnsettled);
    });
    let meant = pressed(terminal::Message::Registration(registration::Message::MeantPressed));
    let refused = [&asking[..], &[meant, failed]].concat();
    check("menu-unregister-refused", &snapshot, &refused);
    let lost = shown(snapshot.clone(), |view| {
        view.registration.unanswered = Some(Asked::Unregister);
    });
    check("menu-unregister-lost", &lost, &open);
    check("menu-register-kept", &bare, &after(&[function(Asked::Register)]));
}
