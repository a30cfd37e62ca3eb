//! Presses and keys in the settings, and what the till is asked for.

use std::sync::Arc;

use super::draft::PrinterKind;
use super::*;
use crate::app::fixture;
use crate::core::catalog::ArticleNumber;
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::settings::check::{Field, Problem};
use crate::core::settings::{Hand, PrinterLink, Settings, ThemeName};
use crate::core::user::UserNumber;
use crate::language::Texts;
use crate::till::pin::Pin;
use crate::till::set_up::{Trouble, View, Work};

fn opened() -> (State, Snapshot) {
    let snapshot = fixture::setting_up();
    (State::new(&snapshot), snapshot)
}

fn keys(state: &mut State, snapshot: &Snapshot, text: &str) {
    for character in text.chars() {
        assert_eq!(state.stroke(Stroke::Character(character), snapshot), Action::None);
    }
}

/// Empties a field and types into it.
fn write(state: &mut State, snapshot: &Snapshot, id: Id, text: &str) {
    let _none = state.update(Message::FieldPressed(id), snapshot);
    let _none = state.stroke(Stroke::Delete, snapshot);
    keys(state, snapshot, text);
}

fn saved(state: &mut State, snapshot: &Snapshot) -> Settings {
    match state.update(Message::SavePressed, snapshot) {
        Action::Send(intents) => match &intents[..] {
            [Intent::SetUp(Request::Save(settings))] => (**settings).clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}: {:?}", state.draft.problems()),
    }
}

/// The till with other settings.
fn having(snapshot: &Snapshot, settings: Settings) -> Snapshot {
    Snapshot { settings: Arc::new(settings), ..snapshot.clone() }
}

fn viewing(snapshot: &Snapshot, change: impl FnOnce(&mut View)) -> Snapshot {
    let mut view = (*snapshot.set_up).clone();
    change(&mut view);
    Snapshot { set_up: Arc::new(view), ..snapshot.clone() }
}

#[test]
fn nothing_is_changed_by_looking() {
    let (mut state, snapshot) = opened();
    for group in Group::ALL {
        let _none = state.update(Message::GroupPressed(group), &snapshot);
        assert!(!state.draft.is_changed(), "{group:?}");
        assert_eq!(state.update(Message::SavePressed, &snapshot), Action::None, "{group:?}");
    }
    assert_eq!(state.draft.settings(), *snapshot.settings, "typed again, it is the same");
    for group in Group::ALL {
        let mut settings = (*snapshot.settings).clone();
        read::into(group, state.draft.form(group), &mut settings);
        assert_eq!(settings, *snapshot.settings, "{group:?}");
    }
}

/// Every text of every page reaches its own setting.
#[test]
fn what_is_typed_is_what_is_saved() {
    let (mut state, snapshot) = opened();
    for (group, id, text) in [
        (Group::Shop, Id::ShopName, "Ö & Co AB"),
        (Group::Shop, Id::OrganisationNumber, "212000-0142"),
        (Group::Shop, Id::Address(2), "Sverige"),
        (Group::Shop, Id::Header(1), "Välkommen"),
        (Group::Shop, Id::Footer(0), ""),
        (Group::Shop, Id::VatRates, "25  12,5 %; 6"),
        (Group::Register, Id::Register, "Kassa 2"),
        (Group::Register, Id::ManufacturingNumber, "X-1"),
        (Group::Register, Id::Currency, "eur"),
        (Group::Register, Id::LogOff, ""),
        (Group::Seqr, Id::SeqrAddress, "https://seqr.example/x"),
        (Group::Seqr, Id::CaFile, "/etc/seqr.pem"),
        (Group::Seqr, Id::ClientId, "Ö"),
        (Group::Seqr, Id::ClientReference, "Kassa 9"),
        (Group::Scanner, Id::ScannerPort, "/dev/ttyACM0"),
        (Group::Printer, Id::PrinterPort, "/dev/ttyS3"),
        (Group::Tenders, Id::QuickAmount(0), "50"),
        (Group::Tenders, Id::QuickAmount(2), "100,50"),
        (Group::Accounts, Id::Account(2), "1586"),
        (Group::Accounts, Id::Account(6), "2610"),
        (Group::Look, Id::ScreenWidth, "345"),
        (Group::Backup, Id::BackupFolder, ""),
        (Group::Backup, Id::BackupDays, "14"),
    ] {
        let _none = state.update(Message::GroupPressed(group), &snapshot);
        write(&mut state, &snapshot, id, text);
    }
    let mut expected = (*snapshot.settings).clone();
    let shop = &mut expected.shop;
    shop.name = "Ö & Co AB".to_owned();
    shop.organisation_number = "212000-0142".to_owned();
    shop.address.push("Sverige".to_owned());
    shop.header.push("Välkommen".to_owned());
    shop.footer[0].clear();
    shop.manufacturing_number = "X-1".to_owned();
    expected.vat_rates = [2500, 1250, 600].map(crate::core::vat::VatRate::from_hundredths).into();
    expected.register = "Kassa 2".to_owned();
    expected.currency = "EUR".to_owned();
    expected.log_off_after = None;
    expected.seqr.address = "https://seqr.example/x".to_owned();
    expected.seqr.ca_file = Some("/etc/seqr.pem".to_owned());
    expected.seqr.client_id = "Ö".to_owned();
    expected.seqr.client_reference = "Kassa 9".to_owned();
    expected.scanner.as_mut().unwrap().port = "/dev/ttyACM0".to_owned();
    let link = PrinterLink::Serial { port: "/dev/ttyS3".to_owned(), baud: 19_200 };
    expected.printer.as_mut().unwrap().link = link;
    expected.tenders.quick_amounts = [5_000, 10_050].map(Amount::from_minor).into();
    expected.accounts.seqr = "1586".to_owned();
    expected.accounts.trade[0].tax = "2610".to_owned();
    expected.look.screen_width = Some(345);
    expected.backup.folder = None;
    expected.backup.keep_days = 14;
    assert_eq!(saved(&mut state, &snapshot), expected);
    // Once the till has them, there is nothing left to save, and it is said.
    state.follow(&snapshot, &having(&snapshot, expected));
    assert!(!state.draft.is_changed());
    assert_eq!(state.news, Some(News::Saved));
}

#[test]
fn what_is_chosen_is_what_is_saved() {
    let (mut state, snapshot) = opened();
    for change in [
        Change::Language(Language::English),
        Change::Sound(false),
        Change::UnregisterAs(crate::core::settings::UnregisterAs::Reseller),
        Change::KeepReseller(false),
        Change::ScannerBaud(115_200),
        Change::Printer(PrinterKind::Network),
        Change::PrinterColumns(32),
        Change::PrinterAnswers(false),
        Change::Card(false),
        Change::Theme(ThemeName::Dark),
        Change::TextSize(crate::core::settings::TextSize::Large),
        Change::Hand(Hand::Left),
        Change::ScreenWidth(41),
        Change::BackupHour(23),
    ] {
        let _none = state.update(Message::Chosen(change), &snapshot);
    }
    let _none = state.update(Message::GroupPressed(Group::Printer), &snapshot);
    write(&mut state, &snapshot, Id::PrinterPort, "10.0.0.7:9100");
    let settings = saved(&mut state, &snapshot);
    assert_eq!(settings.language, Language::English);
    assert!(!settings.sound && !settings.tenders.card && settings.tenders.cash);
    assert!(!settings.seqr.keep_reseller);
    assert_eq!(settings.scanner.unwrap().baud, 115_200);
    let printer = settings.printer.unwrap();
    assert_eq!(printer.link, PrinterLink::Network { address: "10.0.0.7:9100".to_owned() });
    assert_eq!((printer.columns, printer.answers), (32, false));
    assert_eq!((settings.look.theme, settings.look.hand), (ThemeName::Dark, Hand::Left));
    assert_eq!(settings.look.screen_width, Some(345));
    assert_eq!(settings.backup.hour, 23);
}

#[test]
fn nothing_wrong_is_saved_and_a_person_is_led_to_it() {
    for (group, id, text, field) in [
        (Group::Shop, Id::ShopName, "", Field::ShopName),
        (Group::Shop, Id::OrganisationNumber, "556036-0794", Field::OrganisationNumber),
        (Group::Shop, Id::VatRates, "25 tolv", Field::VatRates),
        (Group::Shop, Id::VatRates, "", Field::VatRates),
        (Group::Register, Id::Register, "Kassa/2", Field::Register),
        (Group::Register, Id::LogOff, "5", Field::LogOffAfter),
        (Group::Register, Id::LogOff, "999999", Field::LogOffAfter),
        (Group::Seqr, Id::SeqrAddress, "http://seqr.example", Field::SeqrAddress),
        (Group::Scanner, Id::ScannerPort, "", Field::ScannerPort),
        (Group::Printer, Id::PrinterPort, "", Field::PrinterPort),
        (Group::Tenders, Id::QuickAmount(1), "0", Field::QuickAmounts),
        (Group::Accounts, Id::Account(0), "", Field::Accounts),
        (Group::Look, Id::ScreenWidth, "99", Field::ScreenWidth),
        (Group::Backup, Id::BackupDays, "", Field::BackupDays),
    ] {
        let (mut state, snapshot) = opened();
        let _none = state.update(Message::GroupPressed(group), &snapshot);
        write(&mut state, &snapshot, id, text);
        let _none = state.update(Message::GroupPressed(Group::People), &snapshot);
        assert_eq!(state.update(Message::SavePressed, &snapshot), Action::None, "{id:?} {text}");
        assert_eq!((state.group, state.news), (group, Some(News::Problems(1))), "{id:?} {text}");
        let found: Vec<Field> =
            state.draft.problems().iter().map(|problem: &Problem| problem.field).collect();
        assert_eq!(found, [field], "{id:?} {text}");
    }
}

#[test]
fn changes_are_not_lost_without_a_question() {
    let (mut state, snapshot) = opened();
    let _none = state.update(Message::Chosen(Change::Sound(false)), &snapshot);
    assert_eq!(state.stroke(Stroke::Escape, &snapshot), Action::None);
    assert_eq!(state.question, Some(Question::Settings));
    assert_eq!(state.stroke(Stroke::Escape, &snapshot), Action::None, "stay");
    assert!(state.question.is_none() && state.draft.is_changed());
    let _asked = state.update(Message::BackPressed, &snapshot);
    let Action::Send(_save) = state.update(Message::SavePressed, &snapshot) else { panic!() };
    let _asked = state.update(Message::BackPressed, &snapshot);
    let Action::Close(intents) = state.update(Message::DiscardPressed, &snapshot) else { panic!() };
    let closing = [Request::Forget, Request::Watch(false)].map(Intent::SetUp);
    assert_eq!(intents, closing);
    // Nothing changed: no question.
    let (mut state, snapshot) = opened();
    assert!(matches!(state.update(Message::BackPressed, &snapshot), Action::Close(_)));
}

#[test]
fn settings_that_come_from_elsewhere_do_not_overwrite_what_is_being_changed() {
    let (mut state, snapshot) = opened();
    let other = Settings { register: "Kassa 7".to_owned(), ..(*snapshot.settings).clone() };
    let later = having(&snapshot, other);
    let _none = state.update(Message::Chosen(Change::Sound(false)), &snapshot);
    state.follow(&snapshot, &later);
    assert!(state.draft.is_changed(), "still here");
    let (mut state, snapshot) = opened();
    state.follow(&snapshot, &later);
    assert_eq!(state.draft.form(Group::Register).text(Id::Register), "Kassa 7");
    assert_eq!(state.news, None, "nobody saved anything");
}

#[test]
fn any_setting_is_found_by_its_words() {
    for (language, typed, group, id) in [
        (Language::Swedish, "moms", Group::Shop, Some(Id::VatRates)),
        (Language::Swedish, "SNABB", Group::Tenders, Some(Id::QuickAmount(0))),
        (Language::Swedish, "adress seqr", Group::Seqr, Some(Id::SeqrAddress)),
        (Language::Swedish, "forare", Group::Seqr, None),
        (Language::English, "vat", Group::Shop, Some(Id::VatRates)),
        (Language::English, "log-off", Group::Register, Some(Id::LogOff)),
    ] {
        let snapshot = fixture::speaking(language, fixture::setting_up());
        let mut state = State::new(&snapshot);
        assert_eq!(state.stroke(Stroke::Function(2), &snapshot), Action::None);
        keys(&mut state, &snapshot, typed);
        let found = group::find(typed, Role::Installer, Texts::of(language));
        if typed == "forare" {
            assert!(found.is_empty());
            continue;
        }
        assert_eq!(state.stroke(Stroke::Enter, &snapshot), Action::None);
        assert_eq!(state.group, group, "{typed}: {found:?}");
        assert_eq!(state.draft.form(group).focused(), id, "{typed}");
    }
    // What can be found is there, in both languages, and each group can be found by its name.
    let (state, _snapshot) = opened();
    for texts in Language::ALL.map(Texts::of) {
        let all = group::find("", Role::Installer, texts);
        for (group, id, name) in &all {
            assert!(texts.has(name), "{name}");
            let there = id.is_none_or(|id| state.draft.form(*group).entry(id).is_some());
            assert!(there, "{group:?} {id:?}");
        }
        for group in Group::ALL {
            assert!(all.iter().any(|(of, _, _)| *of == group), "{group:?}");
        }
    }
}

#[test]
fn a_manager_sees_articles_copies_and_support_and_a_cashier_nothing() {
    assert_eq!(Group::open_to(Role::Manager), [Group::Articles, Group::Backup]);
    assert_eq!(Group::open_to(Role::Installer), Group::ALL);
    assert!(!State::is_open_to(Role::Cashier) && State::is_open_to(Role::Manager));
    for texts in Language::ALL.map(Texts::of) {
        let open = |(group, _, _): &group::Found| [Group::Articles, Group::Backup].contains(group);
        assert!(group::find("", Role::Manager, texts).iter().all(open));
    }
    let mut snapshot = fixture::setting_up();
    snapshot.user.as_mut().unwrap().role = Role::Manager;
    assert_eq!(State::new(&snapshot).group, Group::Articles);
}

fn person(message: people::Message) -> Message {
    Message::People(message)
}

#[test]
fn people_are_added_changed_and_given_new_pins() {
    let (mut state, snapshot) = opened();
    let _none = state.update(Message::GroupPressed(Group::People), &snapshot);
    let _none = state.update(person(people::Message::NewPressed), &snapshot);
    assert!(state.is_typing());
    keys(&mut state, &snapshot, "Åsa");
    let _none = state.stroke(Stroke::Enter, &snapshot);
    keys(&mut state, &snapshot, "4711");
    let _none = state.update(person(people::Message::RolePressed(Role::Manager)), &snapshot);
    let person_of = |number, name: &str, role| crate::core::user::Person {
        number: UserNumber(number),
        name: name.to_owned(),
        role,
    };
    let new = Request::Person {
        person: person_of(5, "Åsa", Role::Manager),
        active: true,
        pin: Some(Pin::from("4711")),
    };
    assert_eq!(state.stroke(Stroke::Escape, &snapshot), Action::None, "leaves the field");
    assert_eq!(state.stroke(Stroke::Function(12), &snapshot), Action::ask(new));
    // A refusal keeps what was typed; the form goes once it is saved.
    let refused = viewing(&snapshot, |view| view.saved = Work::Failed(Trouble::PinTooShort));
    state.follow(&snapshot, &refused);
    assert!(state.is_editing());
    let elsewhere = State::new(&refused).update(Message::GroupPressed(Group::Look), &refused);
    assert_eq!(elsewhere, Action::ask(Request::Forget), "what is said there would be wrong");
    let done = viewing(&snapshot, |view| view.saved = Work::Done(1));
    state.follow(&refused, &done);
    assert!(!state.is_editing());
    // A PIN that is not typed stays.
    let _none = state.update(person(people::Message::PersonPressed(UserNumber(1))), &done);
    let _none = state.update(person(people::Message::ActivePressed(false)), &done);
    let changed =
        Request::Person { person: person_of(1, "Anna", Role::Cashier), active: false, pin: None };
    assert_eq!(state.stroke(Stroke::Function(12), &done), Action::ask(changed));
}

/// Somebody new with the number of somebody else would become them.
#[test]
fn nobody_new_takes_the_number_of_somebody_else() {
    let (mut state, snapshot) = opened();
    let _none = state.update(Message::GroupPressed(Group::People), &snapshot);
    let _none = state.update(person(people::Message::NewPressed), &snapshot);
    keys(&mut state, &snapshot, "Åsa");
    let number = people::Message::FieldPressed(people::Id::Number);
    let _none = state.update(person(number), &snapshot);
    let _none = state.stroke(Stroke::Backspace, &snapshot);
    keys(&mut state, &snapshot, "1");
    let _left = state.stroke(Stroke::Escape, &snapshot);
    assert_eq!(state.stroke(Stroke::Function(12), &snapshot), Action::None);
    assert!(state.is_editing());
    assert_eq!(state.stroke(Stroke::Escape, &snapshot), Action::None);
    assert_eq!(state.question, Some(Question::Form), "what was typed is not lost");
    let _none = state.update(Message::DiscardPressed, &snapshot);
    assert!(!state.is_editing());
}

fn article(message: articles::Message) -> Message {
    Message::Articles(message)
}

#[test]
fn articles_are_found_changed_and_removed() {
    let (mut state, snapshot) = opened();
    let number = ArticleNumber::new("101").unwrap();
    let _none = state.update(Message::GroupPressed(Group::Articles), &snapshot);
    let pressed = articles::Message::ArticlePressed(number.clone());
    let _none = state.update(article(pressed), &snapshot);
    let price = articles::Message::FieldPressed(articles::Id::Price);
    let _none = state.update(article(price), &snapshot);
    let _none = state.stroke(Stroke::Delete, &snapshot);
    keys(&mut state, &snapshot, "64,5");
    let _left = state.stroke(Stroke::Escape, &snapshot);
    let mut expected = snapshot.catalog.by_number(&number).unwrap().clone();
    expected.price = Amount::from_minor(6_450);
    let save = Action::ask(Request::Article(Box::new(expected)));
    assert_eq!(state.stroke(Stroke::Function(12), &snapshot), save);
    let done = viewing(&snapshot, |view| view.saved = Work::Done(7));
    state.follow(&snapshot, &done);
    assert!(!state.is_editing());
    // Taking one away is asked about.
    let _none = state.update(article(articles::Message::ArticlePressed(number.clone())), &done);
    let remove = article(articles::Message::RemovePressed);
    assert_eq!(state.update(remove.clone(), &done), Action::None);
    assert_eq!(state.stroke(Stroke::Function(12), &done), Action::None, "F12 removes nothing");
    let _kept = state.update(Message::StayPressed, &done);
    assert_eq!(state.update(remove, &done), Action::None);
    let removed = Action::ask(Request::RemoveArticle(number));
    assert_eq!(state.update(Message::DiscardPressed, &done), removed);
}

#[test]
fn an_article_that_cannot_be_is_not_saved() {
    use articles::Id;
    let filled = [
        (Id::Number, "9001"),
        (Id::Price, "12,50"),
        (Id::Name, "Knäckebröd"),
        (Id::Group, "Bröd"),
        (Id::Codes, "7310865004703 4006381333931"),
    ];
    let save = |wrong: Option<(Id, &str)>| {
        let (mut state, snapshot) = opened();
        let _none = state.update(Message::GroupPressed(Group::Articles), &snapshot);
        let _none = state.update(article(articles::Message::NewPressed), &snapshot);
        for (id, text) in filled.into_iter().chain(wrong) {
            let _none = state.update(article(articles::Message::FieldPressed(id)), &snapshot);
            let _none = state.stroke(Stroke::Delete, &snapshot);
            keys(&mut state, &snapshot, text);
        }
        let _left = state.stroke(Stroke::Escape, &snapshot);
        state.stroke(Stroke::Function(12), &snapshot)
    };
    for wrong in [
        (Id::Number, "101"),
        (Id::Number, "a b"),
        (Id::Name, " "),
        (Id::Price, ""),
        (Id::Group, ""),
        (Id::Codes, "12"),
        (Id::Codes, "7300000102"),
    ] {
        assert_eq!(save(Some(wrong)), Action::None, "{wrong:?}");
    }
    let Action::Send(intents) = save(None) else { panic!() };
    let [Intent::SetUp(Request::Article(new))] = &intents[..] else { panic!("{intents:?}") };
    assert_eq!(new.codes.len(), 2);
    // The group is the one that is there, with its English name.
    assert_eq!(new.group.in_language(Language::English), "Bread");
    assert_eq!(new.price, Amount::from_minor(1_250));
}

#[test]
fn files_are_read_before_anything_is_imported() {
    let (mut state, snapshot) = opened();
    let _none = state.update(Message::GroupPressed(Group::Articles), &snapshot);
    let _none = state.update(article(articles::Message::FilesPressed), &snapshot);
    let read = || article(articles::Message::ReadPressed);
    let import = || article(articles::Message::ImportPressed);
    assert_eq!(state.update(read(), &snapshot), Action::None, "no file");
    let path = articles::Message::FieldPressed(articles::Id::Path);
    let _none = state.update(article(path), &snapshot);
    keys(&mut state, &snapshot, "/tmp/a.csv");
    let file = || PathBuf::from("/tmp/a.csv");
    assert_eq!(state.update(read(), &snapshot), Action::ask(Request::ReadArticles(file())));
    assert_eq!(state.update(import(), &snapshot), Action::None, "nothing was read");
    let view = crate::till::set_up::ImportView { new: 1, changed: 0, same: 2 };
    let told = viewing(&snapshot, |told| told.import = Work::Done(view));
    assert_eq!(state.update(import(), &told), Action::ask(Request::ImportArticles));
    let export = article(articles::Message::ExportPressed);
    assert_eq!(state.update(export, &told), Action::ask(Request::ExportArticles(file())));
}

#[test]
fn favourites_and_groups_are_put_in_order() {
    let (mut state, snapshot) = opened();
    let order = |message| Message::Order(message);
    let _none = state.update(Message::GroupPressed(Group::Order), &snapshot);
    for number in ["301", "101", "108", "101"] {
        let number = ArticleNumber::new(number).unwrap();
        let _none = state.update(order(order::Message::AddPressed), &snapshot);
        let _none = state.update(order(order::Message::FoundPressed(number)), &snapshot);
    }
    for message in [
        order::Message::RowPressed(2),
        order::Message::Moved(Step::Up),
        order::Message::Moved(Step::Up),
        order::Message::Moved(Step::Up),
        order::Message::RowPressed(1),
        order::Message::RemovePressed,
        order::Message::WhichPressed(Which::Groups),
        order::Message::RowPressed(1),
        order::Message::Moved(Step::Up),
        order::Message::Moved(Step::Up),
    ] {
        let _none = state.update(order(message), &snapshot);
    }
    let pages = saved(&mut state, &snapshot).pages;
    let favourites: Vec<&str> = pages.favourites.iter().map(ArticleNumber::as_str).collect();
    assert_eq!(favourites, ["108", "101"]);
    assert_eq!(&pages.groups[..3], ["Bröd", "Dryck", "Mejeri"]);
}

#[test]
fn devices_are_tried_as_they_are_chosen_here() {
    let (mut state, snapshot) = opened();
    let _none = state.update(Message::GroupPressed(Group::Scanner), &snapshot);
    let _none = state.update(Message::PortsPressed, &snapshot);
    let _none = state.update(Message::PortPressed("/dev/ttyACM1".to_owned()), &snapshot);
    let scanner = ScannerSettings { port: "/dev/ttyACM1".to_owned(), baud: 9_600 };
    let listen = Message::Tried(Trial::Listen);
    let begin = [Request::TryScanner(Some(scanner)), Request::Listen(true)];
    let end = [Request::TryScanner(None), Request::Listen(false)];
    let sent = |requests: [Request; 2]| Action::Send(requests.map(Intent::SetUp).into());
    assert_eq!(state.update(listen.clone(), &snapshot), sent(begin));
    assert_eq!(state.update(listen.clone(), &snapshot), sent(end));
    let _begun = state.update(listen, &snapshot);
    let find = Request::FindBaud { port: "/dev/ttyACM1".to_owned() };
    assert_eq!(state.update(Message::Tried(Trial::FindBaud), &snapshot), Action::ask(find));
    let found = viewing(&snapshot, |view| view.baud = Work::Done(38_400));
    state.follow(&snapshot, &found);
    assert_eq!(state.draft.settings().scanner.unwrap().baud, 38_400, "it is chosen");
    let printer = snapshot.settings.printer.clone().unwrap();
    let drawer = Request::TryPrinter(Box::new(printer), PrinterTrial::Drawer);
    assert_eq!(state.update(Message::Tried(Trial::Drawer), &snapshot), Action::ask(drawer));
    let reach = Request::Reach(Box::new(snapshot.settings.seqr.clone()));
    assert_eq!(state.update(Message::Tried(Trial::Reach), &snapshot), Action::ask(reach));
    // Nobody leaves a register behind that only listens.
    let _asked = state.update(Message::BackPressed, &snapshot);
    let Action::Close(intents) = state.update(Message::DiscardPressed, &snapshot) else { panic!() };
    assert!(intents.contains(&Intent::SetUp(Request::Listen(false))), "{intents:?}");
    assert!(intents.contains(&Intent::SetUp(Request::TryScanner(None))), "{intents:?}");
}
