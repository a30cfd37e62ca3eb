//! Setting a register up while it runs: settings are in force at once, also under jobs that wait and payments that are
//! open; people come and go, and nobody is locked out.

use std::path::Path;

use kassa::core::administration::Stage;
use kassa::core::entry::Entry;
use kassa::core::language::Language;
use kassa::core::register::{Command, Refused};
use kassa::core::settings::check::{Fault, Field};
use kassa::core::settings::{PrinterLink, PrinterSettings, ScannerSettings, Settings};
use kassa::core::user::{Person, Role, UserNumber};
use kassa::device::virtual_port::VirtualPort;
use kassa::journal::{RecordedEntry, Store};
use kassa::till::intent::Intent;
use kassa::till::set_up::{Request, Trouble, Work};
use kassa::till::snapshot::{JobState, LogIn, PrinterStatus, ScannerStatus};

use super::printing::compare;
use super::receipt_printer::{Manner, READY, ReceiptPrinter};
use super::shop::{COFFEE, Shop, eventually};

/// Everything in the journal so far.
pub fn recorded(folder: &Path) -> Vec<RecordedEntry> {
    let reader = Store::open_read_only(folder).unwrap();
    let last = reader.head().unwrap().seq;
    (1..=last).map(|seq| reader.entry(seq).unwrap().unwrap()).collect()
}

/// How many entries there are of one kind.
fn count(folder: &Path, is: impl Fn(&Entry) -> bool) -> usize {
    recorded(folder).iter().filter(|recorded| is(&recorded.entry)).count()
}

pub fn log_in(shop: &Shop, user: u16, pin: &str) {
    let _ready = shop.until("the articles", |now| now.catalog_ready);
    if shop.now().user.is_some() {
        shop.command(Command::LogOut);
        let _out = shop.until("the log-off", |now| now.user.is_none());
    }
    shop.send(Intent::LogIn { user: UserNumber(user), pin: pin.into() });
    let _in = shop.until("the log-in", |now| {
        now.user.as_ref().is_some_and(|here| here.number == UserNumber(user))
    });
}

pub fn installer(shop: &Shop) {
    log_in(shop, 3, "3333");
}

/// Asks for a change and waits for its outcome.
pub fn outcome(shop: &Shop, request: Request) -> Work<u64> {
    let before = shop.now().set_up.answered;
    shop.send(Intent::SetUp(request));
    shop.until("the outcome", |now| now.set_up.answered > before).set_up.saved.clone()
}

/// Asks for a change and waits until it is made.
pub fn saved(shop: &Shop, request: Request) {
    let outcome = outcome(shop, request);
    assert!(matches!(outcome, Work::Done(_)), "{outcome:?}");
}

/// Asks for a change that is refused.
pub fn not_saved(shop: &Shop, request: Request) -> Trouble {
    match outcome(shop, request) {
        Work::Failed(trouble) => trouble,
        outcome => panic!("{outcome:?}"),
    }
}

/// The settings as they are, with something else.
pub fn with(shop: &Shop, change: impl FnOnce(&mut Settings)) -> Request {
    let mut settings = (*shop.now().settings).clone();
    change(&mut settings);
    Request::Save(Box::new(settings))
}

fn serial_printer(port: &Path) -> PrinterSettings {
    let port = port.display().to_string();
    let link = PrinterLink::Serial { port, baud: 9_600 };
    PrinterSettings { link, columns: 42, answers: true }
}

#[test]
fn settings_are_in_force_at_once_and_signed_and_the_same_ones_write_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    installer(&shop);
    saved(
        &shop,
        with(&shop, |to| {
            to.language = Language::English;
            to.shop.name = "Hörnan AB".to_owned();
            to.register = "Kassa 9".to_owned();
            to.sound = false;
        }),
    );
    let now = shop.now();
    assert_eq!((now.language, now.settings.register.as_str()), (Language::English, "Kassa 9"));
    let sounds = shop.heard.lock().unwrap().len();
    shop.sell_for_cash();
    assert_eq!(shop.heard.lock().unwrap().len(), sounds, "sounds are off");
    let is_saved = |entry: &Entry| matches!(entry, Entry::SettingsSaved { .. });
    let before = count(folder.path(), is_saved);
    saved(&shop, with(&shop, |_| {}));
    assert_eq!(count(folder.path(), is_saved), before, "nothing was different");
    let entries = recorded(folder.path());
    let last = entries.iter().rev().find(|recorded| is_saved(&recorded.entry)).unwrap();
    assert_eq!(last.user, Some(UserNumber(3)));
    let sold = entries.iter().rev().find(|recorded| recorded.register == "Kassa 9");
    assert!(sold.is_some(), "what is sold now is sold at the register of that name");
    // What kind of register it is cannot be set.
    saved(&shop, with(&shop, |to| to.demonstration = false));
    assert!(shop.now().settings.demonstration);
    saved(&shop, with(&shop, |to| to.log_off_after = Some(10)));
    shop.close();
}

#[test]
fn settings_that_are_wrong_or_come_at_the_wrong_moment_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    installer(&shop);
    let wrong = with(&shop, |to| to.shop.organisation_number = "556000-0002".to_owned());
    let Trouble::Invalid(problems) = not_saved(&shop, wrong) else { panic!("a wrong digit") };
    let [problem] = &problems[..] else { panic!("one problem: {problems:?}") };
    assert_eq!((problem.field, problem.fault), (Field::OrganisationNumber, Fault::CheckDigit));
    let nowhere = folder.path().join("nowhere.pem").display().to_string();
    let path = nowhere.clone();
    let missing = with(&shop, |to| to.seqr.ca_file = Some(path));
    assert_eq!(not_saved(&shop, missing), Trouble::BadCaFile { path: nowhere });

    shop.ring_up(COFFEE);
    let renamed = with(&shop, |to| to.register = "Kassa 9".to_owned());
    assert_eq!(not_saved(&shop, renamed), Trouble::Refused(Refused::ReceiptOpen));
    let _attempt = shop.pay_with_seqr(shop.now().due());
    shop.until_waiting();
    let elsewhere = with(&shop, |to| to.seqr.address = "https://seqr.example/".to_owned());
    assert_eq!(not_saved(&shop, elsewhere), Trouble::PaymentUnsettled);
    // Anything else can be changed meanwhile.
    saved(&shop, with(&shop, |to| to.shop.footer = vec!["Hej".to_owned()]));
    let _paid = shop.simulator.confirm_newest().unwrap();
    let _done = shop.until("the end", |now| now.last.is_some());
    shop.close();
}

#[test]
fn another_printer_prints_what_waits_and_asks_about_what_the_old_one_had_begun() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let old = ReceiptPrinter::at(&first, READY);
    let printer = serial_printer(&first);
    let shop = Shop::open_with(&data, |to| to.printer = Some(printer));
    let _ready = shop.until("the printer", |now| now.printer == PrinterStatus::Ready);
    installer(&shop);
    old.hold();
    shop.sell_for_cash();
    eventually("its first bytes", || old.has_begun().then_some(()));
    shop.sell_for_cash();
    assert_eq!(shop.now().jobs.len(), 2);

    let new = ReceiptPrinter::at(&second, READY);
    let printer = serial_printer(&second);
    saved(&shop, with(&shop, |to| to.printer = Some(printer)));
    let now = shop.until("the other paper", |now| now.jobs.len() == 1);
    assert!(matches!(now.jobs[0].state, JobState::CutOff { .. }), "{:?}", now.jobs);
    assert_eq!(now.jobs[0].receipt.unwrap().number.0, 1);
    shop.send(Intent::PrintAgain(now.jobs[0].id));
    let _printed = shop.until("the paper", |now| now.jobs.is_empty());
    shop.close();
    compare(&data, &new);
}

#[test]
fn a_printer_that_never_began_hands_its_paper_on_and_none_at_all_fails_nothing_that_was_sold() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let off = ReceiptPrinter::at(&first, Manner::Off);
    let printer = serial_printer(&first);
    let shop = Shop::open_with(&data, |to| to.printer = Some(printer));
    installer(&shop);
    shop.sell_for_cash();
    shop.sell_for_cash();
    let new = ReceiptPrinter::at(&second, READY);
    let printer = serial_printer(&second);
    saved(&shop, with(&shop, |to| to.printer = Some(printer)));
    let _printed = shop.until("the papers", |now| now.jobs.is_empty());
    compare(&data, &new);
    saved(&shop, with(&shop, |to| to.printer = None));
    assert_eq!(shop.now().printer, PrinterStatus::NotSetUp);
    shop.sell_for_cash();
    let failed = shop.until("the paper", |now| now.jobs.len() == 1);
    assert!(matches!(failed.jobs[0].state, JobState::Failed { .. }));
    drop(off);
    shop.close();
}

#[test]
fn another_scanner_is_listened_to_at_once_and_its_scans_can_be_shown_instead_of_rung_up() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut first = VirtualPort::plugged(folder.path().join("first")).unwrap();
    let mut second = VirtualPort::plugged(folder.path().join("second")).unwrap();
    let shop = Shop::open(&data);
    installer(&shop);
    let at = |port: &VirtualPort| {
        Some(ScannerSettings { port: port.path().display().to_string(), baud: 115_200 })
    };
    for settings in [at(&first), at(&second)] {
        saved(&shop, with(&shop, |to| to.scanner = settings));
        let _ready = shop.until("the scanner", |now| now.scanner == ScannerStatus::Ready);
    }
    shop.send(Intent::SetUp(Request::Listen(true)));
    second.write(b"7310865004703\r").unwrap();
    let shown = shop.until("the scan", |now| now.set_up.scan.is_some());
    let scan = shown.set_up.scan.as_ref().unwrap();
    assert_eq!((scan.text.as_str(), scan.readable), ("7310865004703", true));
    // A scanner that types like a keyboard is shown as well.
    let quantity = kassa::core::receipt::Quantity::ONE;
    shop.send(Intent::Scan { text: COFFEE.0.to_owned(), quantity });
    let shown = shop.until("the next", |now| {
        now.set_up.scan.as_ref().is_some_and(|next| next.number > scan.number)
    });
    assert!(shown.receipt.is_none() && shown.scan.is_none(), "nothing is rung up");
    // Nobody reads the port that was set before.
    first.write(b"1001\r").unwrap();
    // Whoever comes next sells.
    log_in(&shop, 1, "1111");
    shop.send(Intent::Scan { text: COFFEE.0.to_owned(), quantity });
    let rung = shop.until("the line", |now| now.receipt.is_some());
    assert_eq!((rung.due().minor(), &rung.set_up.scan), (COFFEE.1, &None));
    saved_by_nobody(&shop);
    shop.close();
}

/// A cashier changes nothing.
fn saved_by_nobody(shop: &Shop) {
    let refused = not_saved(shop, with(shop, |to| to.sound = false));
    assert_eq!(refused, Trouble::Refused(Refused::NotAllowed));
}

fn person(number: u16, name: &str, role: Role, pin: Option<&str>) -> Request {
    let person = Person { number: UserNumber(number), name: name.to_owned(), role };
    Request::Person { person, active: true, pin: pin.map(Into::into) }
}

fn shut_out(number: u16, name: &str, role: Role) -> Request {
    let person = Person { number: UserNumber(number), name: name.to_owned(), role };
    Request::Person { person, active: false, pin: None }
}

#[test]
fn people_are_added_changed_and_shut_out_and_the_last_installer_stays() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::open(folder.path());
    installer(&shop);
    assert!(shop.now().set_up.people.is_empty(), "nobody looks");
    shop.send(Intent::SetUp(Request::Watch(true)));
    let _three = shop.until("the people", |now| now.set_up.people.len() == 3);
    assert_eq!(not_saved(&shop, person(7, "Åsa", Role::Cashier, None)), Trouble::PinMissing);
    let short = person(7, "Åsa", Role::Cashier, Some("123"));
    assert_eq!(not_saved(&shop, short), Trouble::PinTooShort);
    assert_eq!(not_saved(&shop, person(7, "", Role::Cashier, Some("1234"))), Trouble::NameMissing);
    assert_eq!(
        not_saved(&shop, person(0, "Noll", Role::Cashier, Some("1234"))),
        Trouble::UserNumber
    );
    assert_eq!(not_saved(&shop, shut_out(3, "Ines", Role::Installer)), Trouble::LastInstaller);
    assert_eq!(not_saved(&shop, person(3, "Ines", Role::Manager, None)), Trouble::LastInstaller);

    saved(&shop, person(7, "Åsa", Role::Installer, Some("7777")));
    let four = shop.until("the new one", |now| now.set_up.people.len() == 4);
    assert_eq!(four.set_up.people[3].person.name, "Åsa");
    saved(&shop, person(1, "Anna", Role::Cashier, Some("9999")));
    saved(&shop, shut_out(2, "Mats", Role::Manager));
    // Whoever shuts themselves out is out at once.
    saved(&shop, shut_out(3, "Ines", Role::Installer));
    let out = shop.until("the log-off", |now| now.user.is_none());
    assert!(out.set_up.people.is_empty(), "the next one sees nothing of it");
    for (user, pin) in [(1, "1111"), (2, "2222"), (3, "3333")] {
        let before = refusals(&shop);
        shop.send(Intent::LogIn { user: UserNumber(user), pin: pin.into() });
        let _no = shop.until("the refusal", |now| match now.log_in {
            LogIn::Refused { times } => times > before,
            LogIn::Waiting { times, .. } => times > before,
            _ => false,
        });
    }
    let shop = shop.restarted(folder.path(), |_| {});
    log_in(&shop, 7, "7777");
    shop.close();
}

fn refusals(shop: &Shop) -> u32 {
    match shop.now().log_in {
        LogIn::Refused { times } | LogIn::Waiting { times, .. } => times,
        _ => 0,
    }
}

#[test]
fn a_register_out_of_its_box_is_set_up_by_whoever_is_there_until_an_installer_is() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::out_of_the_box(folder.path());
    assert_eq!(shop.until("it", |now| now.catalog_ready).set_up.stage, Stage::New);
    saved(
        &shop,
        with(&shop, |to| {
            to.shop.name = "Hörnan AB".to_owned();
            to.shop.organisation_number = "556000-0001".to_owned();
        }),
    );
    // A cashier alone is nobody who could set it up: it goes on, also after a power cut.
    saved(&shop, person(1, "Anna", Role::Cashier, Some("1111")));
    let shop = shop.started_again(folder.path(), || {});
    assert_eq!(shop.until("it", |now| now.catalog_ready).set_up.stage, Stage::New);
    saved(&shop, person(2, "Ines", Role::Installer, Some("2222")));
    assert_eq!(shop.now().set_up.stage, Stage::SetUp);
    let refused = not_saved(&shop, person(2, "Ines", Role::Installer, Some("3333")));
    assert_eq!(refused, Trouble::Refused(Refused::NobodyLoggedIn));
    log_in(&shop, 1, "1111");
    saved_by_nobody(&shop);
    log_in(&shop, 2, "2222");
    saved(&shop, with(&shop, |to| to.sound = false));
    shop.close();
}
