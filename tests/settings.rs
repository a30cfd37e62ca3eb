//! The form kit and the pages of the settings, as pictures.

mod form_kit;
mod picture;

use std::path::PathBuf;
use std::sync::Arc;

use kassa::app::fixture::{self, strokes};
use kassa::app::form::{Layer, Press};
use kassa::app::keyboard::Stroke;
use kassa::app::screen::settings::{
    ArticleField, ArticlesMessage, Change, Group, Id, Message, OrderMessage, PeopleMessage, Trial,
    Which,
};
use kassa::app::theme::Theme;
use kassa::app::{Message as WindowMessage, Window};
use kassa::core::catalog::ArticleNumber;
use kassa::core::language::Language;
use kassa::core::register::Refused;
use kassa::core::settings::{Hand, Settings};
use kassa::core::user::{Role, UserNumber};
use kassa::till::set_up::{ImportView, PrinterTrial, Scanned, Trouble, View, Work};
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

fn typed(text: &str) -> Vec<Message> {
    let key = |character| Message::BoardPressed(Press::Stroke(Stroke::Character(character)));
    text.chars().map(key).collect()
}

#[test]
fn forms_lists_and_questions() {
    let number = |number: &str| ArticleNumber::new(number).unwrap();
    let shop = Message::GroupPressed(Group::Shop);
    let wrong = [
        vec![
            Message::FieldPressed(Id::OrganisationNumber),
            Message::BoardPressed(Press::Stroke(Stroke::Backspace)),
        ],
        typed("4"),
        vec![Message::FieldPressed(Id::ShopName)],
    ]
    .concat();
    let manager = || {
        let mut snapshot = with(|view| view.last_backup = None);
        snapshot.user.as_mut().unwrap().role = Role::Manager;
        snapshot
    };
    let read = with(|view| {
        view.import = Work::Done(ImportView { new: 12, changed: 3, same: 1_204 });
    });
    let people = |message| Message::People(message);
    let articles = |message| Message::Articles(message);
    let mut favourites = fixture::setting_up();
    let mut settings: Settings = (*favourites.settings).clone();
    settings.pages.favourites = ["101", "301", "108"].map(number).into();
    favourites.settings = Arc::new(settings);
    let mut search = vec![Message::SearchPressed];
    search.extend(typed("sk"));
    let mut found = vec![
        Message::GroupPressed(Group::Articles),
        articles(ArticlesMessage::FieldPressed(ArticleField::Search)),
    ];
    found.extend(typed("ka"));
    let different: Vec<PathBuf> = [
        ("search", fixture::setting_up(), search),
        ("faulty", fixture::setting_up(), [vec![shop.clone()], wrong.clone()].concat()),
        (
            "unsaved",
            fixture::setting_up(),
            vec![shop, Message::Chosen(Change::Sound(false)), Message::BackPressed],
        ),
        (
            "refused",
            with(|view| view.saved = Work::Failed(Trouble::Refused(Refused::NotAllowed))),
            vec![Message::GroupPressed(Group::Tenders)],
        ),
        (
            "person",
            fixture::setting_up(),
            vec![
                Message::GroupPressed(Group::People),
                people(PeopleMessage::PersonPressed(UserNumber(2))),
            ],
        ),
        (
            "person-new",
            fixture::setting_up(),
            vec![Message::GroupPressed(Group::People), people(PeopleMessage::NewPressed)],
        ),
        (
            "article",
            fixture::setting_up(),
            vec![
                Message::GroupPressed(Group::Articles),
                articles(ArticlesMessage::ArticlePressed(number("101"))),
            ],
        ),
        ("article-search", fixture::setting_up(), found),
        (
            "article-files",
            read,
            vec![Message::GroupPressed(Group::Articles), articles(ArticlesMessage::FilesPressed)],
        ),
        (
            "favourites",
            favourites,
            vec![Message::GroupPressed(Group::Order), Message::Order(OrderMessage::RowPressed(1))],
        ),
        (
            "groups",
            fixture::setting_up(),
            vec![
                Message::GroupPressed(Group::Order),
                Message::Order(OrderMessage::WhichPressed(Which::Groups)),
            ],
        ),
        (
            "ports",
            fixture::setting_up(),
            vec![Message::GroupPressed(Group::Printer), Message::PortsPressed],
        ),
        (
            "scan",
            with(|view| {
                let text = "7310865004703".to_owned();
                view.scan = Some(Scanned { number: 1, text, readable: true });
            }),
            vec![Message::GroupPressed(Group::Scanner), Message::Tried(Trial::Listen)],
        ),
        (
            "printed",
            with(|view| view.printer = Work::Done(PrinterTrial::Page)),
            vec![Message::GroupPressed(Group::Printer)],
        ),
        ("manager", manager(), vec![Message::GroupPressed(Group::Backup)]),
    ]
    .into_iter()
    .filter_map(|(name, snapshot, messages)| {
        compare(&format!("settings-{name}"), Theme::Light, snapshot, &messages)
    })
    .collect();
    assert!(different.is_empty(), "look at {different:?}");
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
    settings.pages.favourites =
        ["301", "108"].map(|number| ArticleNumber::new(number).unwrap()).into();
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
