//! The form kit and the pages of the settings, as pictures and by fingers.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod form_kit;
#[allow(dead_code, reason = "no picture is needed in more than one size")]
mod picture;

use std::path::PathBuf;
use std::sync::Arc;

use iced::touch::{self, Finger};
use iced::{Event, Point};
use iced_test::Simulator;
use kassa::app::fixture::{self, Stand, strokes};
use kassa::app::form::{Layer, Press};
use kassa::app::keyboard::Stroke;
use kassa::app::link::Arrival;
use kassa::app::screen::settings::{
    ArticleField, ArticlesMessage, Change, Group, Id, Message, OrderMessage, PeopleMessage, Trial,
    Which,
};
use kassa::app::theme::{self, Theme};
use kassa::app::{Message as WindowMessage, Window};
use kassa::core::catalog::ArticleNumber;
use kassa::core::language::Language;
use kassa::core::register::Refused;
use kassa::core::settings::{Hand, Settings};
use kassa::core::user::{Role, UserNumber};
use kassa::till::intent::Intent;
use kassa::till::set_up::{ImportView, PrinterTrial, Request, Scanned, Trouble, View, Work};
use kassa::till::snapshot::Snapshot;

/// The settings with something done in them.
fn opened(snapshot: Snapshot, messages: &[Message]) -> Window {
    let menu = strokes(&[Stroke::Function(1), Stroke::Function(10)]);
    let messages = messages.iter().cloned().map(WindowMessage::Settings);
    let all: Vec<WindowMessage> = menu.into_iter().chain(messages).collect();
    picture::window(snapshot, picture::SIZES[0].1, &all)
}

fn compare(name: &str, theme: Theme, snapshot: Snapshot, messages: &[Message]) -> Option<PathBuf> {
    let window = opened(snapshot, messages).with_theme(theme);
    picture::compare(name, picture::SIZES[0].1, theme, window.view())
}

/// What a page is called in the names of pictures.
fn name(group: Group) -> String {
    format!("settings-{group:?}").to_lowercase()
}

#[test]
fn every_page_in_both_languages() {
    let mut different = Vec::new();
    for (language, tag) in [(Language::Swedish, "sv"), (Language::English, "en")] {
        for group in Group::ALL {
            let snapshot = fixture::speaking(language, fixture::setting_up());
            let name = format!("{}-{tag}", name(group));
            let page = [Message::GroupPressed(group)];
            different.extend(compare(&name, Theme::Light, snapshot, &page));
        }
    }
    assert!(different.is_empty(), "look at {different:?}");
}

#[test]
fn every_page_in_the_other_themes() {
    let mut different = Vec::new();
    for theme in [Theme::Dark, Theme::HighContrast] {
        for group in Group::ALL {
            let name = format!("{}-{theme:?}", name(group)).to_lowercase();
            let page = [Message::GroupPressed(group)];
            different.extend(compare(&name, theme, fixture::setting_up(), &page));
        }
    }
    assert!(different.is_empty(), "look at {different:?}");
}

/// A picture in which something is being set up.
fn with(change: impl FnOnce(&mut View)) -> Snapshot {
    let mut snapshot = fixture::setting_up();
    let mut view = (*snapshot.set_up).clone();
    change(&mut view);
    snapshot.set_up = Arc::new(view);
    snapshot
}

/// A copy of the journal that the night could not make is seen by whoever opens the menu, and told where copies are.
#[test]
fn a_copy_that_could_not_be_made_is_told() {
    let snapshot = with(|view| view.backup_trouble = Some(Trouble::NoBackupFolder));
    let mut different = Vec::new();
    let page = [Message::GroupPressed(Group::Backup)];
    different.extend(compare("settings-backup-failed", Theme::Light, snapshot.clone(), &page));
    let menu = strokes(&[Stroke::Function(1)]);
    let size = picture::SIZES[0].1;
    let window = picture::window(snapshot, size, &menu);
    let name = "settings-menu-backup-failed";
    different.extend(picture::compare(name, size, window.theme(), window.view()));
    assert!(different.is_empty(), "look at {different:?}");
}

fn typed(text: &str) -> Vec<Message> {
    let key = |character| Message::BoardPressed(Press::Stroke(Stroke::Character(character)));
    text.chars().map(key).collect()
}

/// Something done on a page: the name of the picture, the till, the presses.
type Scene = (&'static str, Snapshot, Vec<Message>);

fn number(number: &str) -> ArticleNumber {
    ArticleNumber::new(number).unwrap()
}

/// On the pages that are tables of fields.
fn scenes_of_fields() -> Vec<Scene> {
    let shop = Message::GroupPressed(Group::Shop);
    let wrong = [
        vec![
            shop.clone(),
            Message::FieldPressed(Id::OrganisationNumber),
            Message::BoardPressed(Press::Stroke(Stroke::Backspace)),
        ],
        typed("4"),
        vec![Message::FieldPressed(Id::ShopName)],
    ]
    .concat();
    let search = [vec![Message::SearchPressed], typed("sk")].concat();
    let changed = vec![shop, Message::Chosen(Change::Sound(false)), Message::BackPressed];
    let refused = Work::Failed(Trouble::Refused(Refused::NotAllowed));
    let mut manager = with(|view| view.last_backup = None);
    manager.user.as_mut().unwrap().role = Role::Manager;
    let scan = || Scanned { number: 1, text: "7310865004703".to_owned(), readable: true };
    let scanner = vec![Message::GroupPressed(Group::Scanner), Message::Tried(Trial::Listen)];
    let printer = Message::GroupPressed(Group::Printer);
    vec![
        ("search", fixture::setting_up(), search),
        ("faulty", fixture::setting_up(), wrong),
        ("unsaved", fixture::setting_up(), changed),
        ("refused", with(|view| view.saved = refused), vec![Message::GroupPressed(Group::Tenders)]),
        ("ports", fixture::setting_up(), vec![printer.clone(), Message::PortsPressed]),
        ("scan", with(|view| view.scan = Some(scan())), scanner),
        ("printed", with(|view| view.printer = Work::Done(PrinterTrial::Page)), vec![printer]),
        ("manager", manager, vec![Message::GroupPressed(Group::Backup)]),
    ]
}

/// On the pages that are lists.
fn scenes_of_lists() -> Vec<Scene> {
    let read = with(|view| {
        view.import = Work::Done(ImportView { new: 12, changed: 3, same: 1_204 });
    });
    let mut favourites = fixture::setting_up();
    Arc::make_mut(&mut favourites.settings).pages.favourites =
        ["101", "301", "108"].map(number).into();
    let of_people = |message| vec![Message::GroupPressed(Group::People), Message::People(message)];
    let of_articles =
        |message| vec![Message::GroupPressed(Group::Articles), Message::Articles(message)];
    let of_order = |message| vec![Message::GroupPressed(Group::Order), Message::Order(message)];
    let search = ArticlesMessage::FieldPressed(ArticleField::Search);
    let set = fixture::setting_up;
    vec![
        ("person", set(), of_people(PeopleMessage::PersonPressed(UserNumber(2)))),
        ("person-new", set(), of_people(PeopleMessage::NewPressed)),
        ("article", set(), of_articles(ArticlesMessage::ArticlePressed(number("101")))),
        ("article-search", set(), [of_articles(search), typed("ka")].concat()),
        ("article-files", read, of_articles(ArticlesMessage::FilesPressed)),
        ("favourites", favourites, of_order(OrderMessage::RowPressed(1))),
        ("groups", set(), of_order(OrderMessage::WhichPressed(Which::Groups))),
    ]
}

#[test]
fn forms_lists_and_questions() {
    let scenes = scenes_of_fields().into_iter().chain(scenes_of_lists());
    let different: Vec<PathBuf> = scenes
        .filter_map(|(name, snapshot, messages)| {
            compare(&format!("settings-{name}"), Theme::Light, snapshot, &messages)
        })
        .collect();
    assert!(different.is_empty(), "look at {different:?}");
}

/// Taps with a finger what bears this text; the mouse is somewhere else.
fn tap(window: &mut Window, text: &str) {
    let mut simulator = Simulator::with_size(theme::settings(), picture::SIZES[0].1, window.view());
    let target = simulator.find(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    let position = target.visible_bounds().unwrap_or_else(|| panic!("{text} is not seen")).center();
    simulator.point_at(Point::new(3.0, 3.0));
    let id = Finger(1);
    let _statuses = simulator.simulate([
        Event::Touch(touch::Event::FingerPressed { id, position }),
        Event::Touch(touch::Event::FingerLifted { id, position }),
    ]);
    let messages: Vec<WindowMessage> = simulator.into_messages().collect();
    assert_eq!(messages.len(), 1, "{text}");
    for message in messages {
        let _task = window.update(message);
    }
}

fn shows(window: &Window, text: &str) -> bool {
    let size = picture::SIZES[0].1;
    Simulator::with_size(theme::settings(), size, window.view()).find(text).is_ok()
}

/// A register without keyboard and mouse: every page, and from a field over its keys to what is saved.
#[test]
fn everything_is_done_with_fingers() {
    let stand = Stand::new(fixture::setting_up());
    let mut window = stand.window();
    for text in ["Meny", "Inställningar"] {
        tap(&mut window, text);
    }
    for (page, on_it) in [
        ("Kassa", "Börja öva"),
        ("SEQR", "Terminalens meny"),
        ("Skanner", "Välj port"),
        ("Skrivare", "Testsida"),
        ("Personal", "Ny person"),
        ("Artiklar", "Ny artikel"),
        ("Artikelsidor", "Lägg till favorit"),
        ("Betalsätt", "Snabbelopp 1"),
        ("Konton", "Kassadifferens"),
        ("Utseende", "Hög kontrast"),
        ("Kopior och support", "Gör en kopia nu"),
        ("Butik", "Organisationsnummer"),
    ] {
        tap(&mut window, page);
        assert!(shows(&window, on_it), "{page}: {on_it}");
    }
    let _sent = stand.sent();
    tap(&mut window, "Storgatan 1");
    for key in ["Rensa", "Å", "s", "#+=", "é", "ABC", "mellanslag", "7", "Göm"] {
        tap(&mut window, key);
    }
    assert!(shows(&window, "Åsé 7"));
    tap(&mut window, "Tillbaka");
    tap(&mut window, "Fortsätt ändra");
    tap(&mut window, "Spara");
    let sent = stand.sent();
    let [Intent::SetUp(Request::Save(settings))] = &sent[..] else { panic!("{sent:?}") };
    assert_eq!(settings.shop.address[0], "Åsé 7");
    // Once the till has it, nothing is asked when leaving.
    let mut saved = fixture::setting_up();
    saved.settings = Arc::new((**settings).clone());
    let _task = window.update(WindowMessage::Arrived(Arrival::Snapshot(Arc::new(saved))));
    assert!(shows(&window, "Sparat"));
    tap(&mut window, "Tillbaka");
    assert_eq!(stand.sent(), [Request::Forget, Request::Watch(false)].map(Intent::SetUp));
}

/// What was saved shows in the window: the keypad at the left, favourites first, tenders that are off gone.
#[test]
fn what_is_set_is_what_is_seen() {
    let mut snapshot = fixture::two_articles();
    let mut settings: Settings = (*snapshot.settings).clone();
    settings.look.hand = Hand::Left;
    settings.tenders.card = false;
    settings.tenders.quick_amounts =
        [5_000, 30_000].map(kassa::core::money::Amount::from_minor).into();
    settings.pages.favourites = ["301", "108"].map(number).into();
    settings.pages.groups = vec!["Kiosk".to_owned(), "Mejeri".to_owned()];
    snapshot.settings = Arc::new(settings);
    let size = picture::SIZES[0].1;
    let mut different = Vec::new();
    let cash = [Stroke::Function(12), Stroke::Function(2)];
    for (name, keys) in [("sale", &[][..]), ("payment", &cash[..])] {
        let window = picture::window(snapshot.clone(), size, &strokes(keys));
        let name = format!("settings-in-force-{name}");
        different.extend(picture::compare(&name, size, window.theme(), window.view()));
    }
    assert!(different.is_empty(), "look at {different:?}");
}

#[test]
fn the_form_kit_in_every_theme() {
    let size = picture::SIZES[0].1;
    let mut different = Vec::new();
    for theme in Theme::ALL {
        let name = |state: &str| format!("form-{state}-{theme:?}").to_lowercase();
        let mut form = form_kit::form();
        let still = form_kit::view(&form, size);
        different.extend(picture::compare(&name("still"), size, theme, still));
        form.focus(form_kit::Id::Name);
        let letters = form_kit::view(&form, size);
        different.extend(picture::compare(&name("letters"), size, theme, letters));
    }
    let mut form = form_kit::form();
    form.focus(form_kit::Id::Path);
    let _taken = form.press(Press::Layer(Layer::Signs));
    let signs = form_kit::view(&form, size);
    different.extend(picture::compare("form-signs", size, Theme::Light, signs));
    form.focus(form_kit::Id::Price);
    let digits = form_kit::view(&form, size);
    different.extend(picture::compare("form-digits", size, Theme::Light, digits));
    assert!(different.is_empty(), "look at {different:?}");
}
