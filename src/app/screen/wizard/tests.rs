//! The wizard with a till that follows a script: by finger and by keyboard, also where things fail.

use std::sync::Arc;

use super::*;
use crate::app::fixture::set_up::{
    everything, new_register, scanned, set, shown, with_people, with_printer, with_scanner,
    with_service, with_shop, with_terminal,
};
use crate::app::fixture::{Stand, strokes};
use crate::app::front;
use crate::app::link::Arrival;
use crate::app::theme::{self, measure};
use crate::app::{Message as Heard, Window};
use crate::core::language::Language;
use crate::core::settings::ScannerSettings;
use crate::core::settings::check::{Fault, Field};
use crate::core::user::{Person, Role};
use crate::language::Texts;
use crate::till::set_up::{Asked, PrinterTrial, Reseller, Work};

/// A window, the till before it, and what the till was told.
struct Desk {
    stand: Stand,
    window: Window,
    now: Snapshot,
}

impl Desk {
    fn at(now: Snapshot) -> Self {
        let stand = Stand::new(now.clone());
        let window = stand.window();
        Desk { stand, window, now }
    }

    fn hear(&mut self, message: Heard) {
        let _task = self.window.update(message);
    }

    fn say(&mut self, message: Message) {
        self.hear(Heard::Front(front::Message::Wizard(message)));
    }

    /// The till goes on.
    fn becomes(&mut self, now: Snapshot) {
        self.now = now;
        self.hear(Heard::Arrived(Arrival::Snapshot(Arc::new(self.now.clone()))));
    }

    fn shows(&mut self, change: impl FnOnce(&mut set_up::View)) {
        let now = shown(self.now.clone(), change);
        self.becomes(now);
    }

    /// What the till was asked for since the last time, without what is only looked at or forgotten.
    fn asked(&self) -> Vec<Request> {
        let requests = self.stand.sent().into_iter().filter_map(|intent| match intent {
            Intent::SetUp(Request::Forget | Request::Watch(_)) => None,
            Intent::SetUp(request) => Some(request),
            _ => None,
        });
        requests.collect()
    }

    fn keys(&mut self, text: &str) {
        let typed: Vec<Stroke> = text.chars().map(Stroke::Character).collect();
        strokes(&typed).into_iter().for_each(|stroke| self.hear(stroke));
    }

    fn stroke(&mut self, stroke: Stroke) {
        strokes(&[stroke]).into_iter().for_each(|stroke| self.hear(stroke));
    }

    /// Replaces what is in a field.
    fn fill(&mut self, id: Id, text: &str) {
        self.say(Message::FieldPressed(id));
        self.stroke(Stroke::Delete);
        self.keys(text);
    }

    fn fill_registration(&mut self, id: registration::Id, text: &str) {
        self.say(Message::Registration(registration::Message::FieldPressed(id)));
        self.keys(text);
    }

    /// A finger on the key with these words.
    fn touch(&mut self, key: &str) {
        let words = Texts::of(self.now.language).get(key);
        let size = measure::SMALLEST;
        let mut simulator =
            iced_test::Simulator::with_size(theme::settings(), size, self.window.view());
        let place = simulator.find(words.as_ref()).unwrap().bounds().center();
        simulator.point_at(place);
        let id = iced::touch::Finger(1);
        let _statuses = simulator.simulate([
            iced::Event::Touch(iced::touch::Event::FingerPressed { id, position: place }),
            iced::Event::Touch(iced::touch::Event::FingerLifted { id, position: place }),
        ]);
        let messages: Vec<Heard> = simulator.into_messages().collect();
        assert!(!messages.is_empty(), "{key} does nothing");
        messages.into_iter().for_each(|message| self.hear(message));
    }

    fn sees(&self, words: &str) -> bool {
        let size = measure::SMALLEST;
        let mut simulator =
            iced_test::Simulator::with_size(theme::settings(), size, self.window.view());
        simulator.find(words).is_ok()
    }

    fn says(&self, key: &str) -> bool {
        self.sees(&Texts::of(self.now.language).get(key))
    }

    /// The settings that the till was last asked to save; it saves them.
    fn save(&mut self) -> Settings {
        let [Request::Save(settings)] = &self.asked()[..] else { panic!("nothing to save") };
        let settings = Settings::clone(settings);
        let saved = set(self.now.clone(), |now| now.clone_from(&settings));
        self.becomes(shown(saved, |view| view.saved = Work::Done(1)));
        // The next step begins with forgetting what was.
        self.shows(|view| view.saved = Work::Idle);
        settings
    }
}

fn unregistered() -> Snapshot {
    with_service(with_shop(new_register()))
}

#[test]
fn a_new_register_opens_the_wizard_and_one_that_is_set_up_does_not() {
    let desk = Desk::at(new_register());
    assert!(desk.says("wizard-language-do"));
    assert_eq!(desk.stand.sent().first(), Some(&Intent::SetUp(Request::Watch(true))));
    assert!(!is_wanted(&everything()));
    assert!(!is_wanted(&crate::app::fixture::nobody()), "a demonstration is set up");
    let nameless = set(everything(), |settings| settings.shop.name.clear());
    assert!(is_wanted(&nameless));
    let locked = Snapshot { locked: true, ..nameless.clone() };
    assert!(!is_wanted(&locked) && !is_allowed(&locked));
    let mut desk = Desk::at(Snapshot { user: None, ..nameless.clone() });
    assert!(!desk.says("wizard-shop-do"), "nobody has logged in");
    desk.becomes(nameless);
    assert!(desk.says("wizard-shop-do"), "whoever can set it up has");
}

#[test]
fn later_leads_to_the_log_in_and_back() {
    let mut desk = Desk::at(new_register());
    desk.touch("wizard-later");
    assert!(desk.says("log-in-new"));
    assert!(desk.stand.sent().contains(&Intent::SetUp(Request::Watch(false))));
    desk.touch("log-in-set-up");
    assert!(desk.says("wizard-language-do"));
    desk.stroke(Stroke::Escape);
    assert!(desk.says("log-in-new"));
}

#[test]
fn the_language_is_spoken_at_once_and_saved_at_next() {
    let mut desk = Desk::at(new_register());
    let _opening = desk.stand.sent();
    desk.say(Message::LanguagePressed(Language::English));
    assert_eq!(desk.stand.sent(), [Intent::Speak(Language::English)]);
    let english = crate::app::fixture::speaking(Language::English, desk.now.clone());
    desk.becomes(english);
    desk.touch("wizard-next");
    assert_eq!(desk.save().language, Language::English);
    assert!(desk.says("wizard-shop-do"));
    // Nothing new: it just goes on.
    let mut desk = Desk::at(new_register());
    desk.stroke(Stroke::Enter);
    assert!(desk.says("wizard-shop-do") && desk.asked().is_empty());
}

#[test]
fn a_shop_is_typed_checked_and_saved_and_what_was_there_stays() {
    let before = set(new_register(), |settings| {
        settings.shop.footer = ["a", "b", "c"].map(str::to_owned).to_vec();
    });
    let mut desk = Desk::at(before);
    desk.say(Message::StepPressed(Step::Shop));
    let _opening = desk.asked();
    desk.say(Message::MainPressed);
    assert!(desk.says("settings-fault-missing") && desk.asked().is_empty());
    desk.fill(Id::ShopName, "Hörnan Livs AB");
    desk.fill(Id::OrganisationNumber, "5560360794");
    desk.say(Message::MainPressed);
    assert!(desk.says("settings-fault-check-digit") && desk.asked().is_empty());
    desk.fill(Id::OrganisationNumber, "5560360793");
    desk.fill(Id::Currency, "nok");
    desk.fill(Id::FooterBelow, "");
    desk.say(Message::RatePressed(VatRate::SWEDISH[1]));
    desk.say(Message::MainPressed);
    let saved = desk.save();
    assert_eq!(saved.shop.name, "Hörnan Livs AB");
    assert_eq!(saved.shop.organisation_number, "556036-0793", "as the law writes it");
    assert_eq!(saved.currency, "NOK");
    assert_eq!(saved.shop.footer, ["a", "c"]);
    assert_eq!(saved.vat_rates.len(), VatRate::SWEDISH.len() - 1);
    assert!(desk.says("wizard-register-do"));
}

/// What the till finds wrong is said at its field; what fails otherwise is said above; nothing goes on.
#[test]
fn what_cannot_be_saved_is_said_and_can_be_tried_again() {
    let mut desk = Desk::at(with_shop(new_register()));
    desk.fill(Id::Register, "Kassa 2");
    desk.stroke(Stroke::Enter);
    desk.stroke(Stroke::Enter);
    assert!(matches!(desk.asked()[..], [Request::Save(_)]));
    // Nothing else is begun meanwhile.
    desk.say(Message::StepPressed(Step::Shop));
    desk.say(Message::MainPressed);
    assert_eq!(desk.asked(), []);
    let problem = Problem { field: Field::Register, fault: Fault::Characters };
    desk.shows(|view| view.saved = Work::Failed(Trouble::Invalid(vec![problem])));
    assert!(desk.says("settings-fault-register-characters"));
    desk.say(Message::MainPressed);
    // The old outcome is forgotten first.
    assert_eq!(desk.asked(), []);
    desk.shows(|view| view.saved = Work::Idle);
    assert!(matches!(desk.asked()[..], [Request::Save(_)]));
    let full = Trouble::Journal(crate::till::snapshot::JournalTrouble::DiskFull);
    let said = set_up::say(Texts::of(Language::Swedish), &full);
    desk.shows(|view| view.saved = Work::Failed(full));
    assert!(desk.sees(&said) && desk.says("wizard-register"));
    let elsewhere = Problem { field: Field::ShopName, fault: Fault::Missing };
    desk.say(Message::MainPressed);
    desk.shows(|view| view.saved = Work::Idle);
    desk.shows(|view| view.saved = Work::Failed(Trouble::Invalid(vec![elsewhere])));
    assert!(desk.sees("Företag: Fyll i fältet."), "it is named where it is not on the page");
}

#[test]
fn seqr_is_tried_before_it_is_saved_or_is_not_used() {
    let named = set(with_shop(new_register()), |settings| settings.register = "Kassa 2".to_owned());
    let mut desk = Desk::at(named.clone());
    assert!(desk.says("wizard-service-do"));
    desk.say(Message::ReachPressed);
    assert_eq!(desk.asked(), [], "there is nothing to ask");
    desk.fill(Id::Service, "http://seqr.example");
    desk.say(Message::ReachPressed);
    assert!(desk.says("settings-fault-not-encrypted"));
    desk.fill(Id::Service, "https://seqr.example");
    desk.stroke(Stroke::Escape);
    desk.touch("wizard-reach");
    let asked = desk.asked();
    let [Request::Reach(settings)] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(settings.address, "https://seqr.example");
    assert_eq!(settings.client_id, "Hörnan Livs AB", "as the certification asks");
    let trouble = Trouble::Unreachable { detail: "refused".to_owned() };
    let said = set_up::say(Texts::of(Language::Swedish), &trouble);
    desk.shows(|view| view.reach = Work::Failed(trouble));
    assert!(desk.sees(&said));
    desk.say(Message::MainPressed);
    assert_eq!(desk.save().seqr.address, "https://seqr.example", "it may answer tomorrow");
    assert!(desk.says("registration-register-do"));

    let mut desk = Desk::at(named);
    desk.touch("wizard-without-seqr");
    assert!(desk.says("wizard-scanner-do"), "no terminal and no sticker");
    desk.touch("wizard-back");
    assert!(desk.says("wizard-service-do"));
}

#[test]
fn a_terminal_is_registered_and_a_failure_keeps_what_was_typed() {
    let mut desk = Desk::at(unregistered());
    assert!(desk.says("registration-register-do"));
    let _opening = desk.asked();
    desk.say(Message::MainPressed);
    assert_eq!(desk.asked(), [], "the login is missing");
    desk.fill_registration(registration::Id::Reseller, "hornan");
    desk.fill_registration(registration::Id::User, "9900");
    desk.fill_registration(registration::Id::Password, "hemligt");
    assert!(!desk.sees("hemligt") && desk.sees("●●●●●●●"));
    desk.stroke(Stroke::Enter);
    desk.touch("registration-register");
    let reseller = Reseller {
        id: "hornan".to_owned(),
        user: "9900".to_owned(),
        password: crate::secret::Secret::new("hemligt"),
    };
    let request = Request::Register {
        reseller: Some(reseller),
        external_id: "Kassa 1".to_owned(),
        name: "Hörnan Livs AB, Kassa 1".to_owned(),
    };
    assert_eq!(desk.asked(), std::slice::from_ref(&request));
    desk.shows(|view| view.registration.work = Work::Busy);
    assert!(desk.says("registration-busy"));
    let trouble = Trouble::SeqrRefused { code: 20, detail: "AUTHENTICATION_FAILED".to_owned() };
    let said = set_up::say(Texts::of(Language::Swedish), &trouble);
    desk.shows(|view| view.registration.work = Work::Failed(trouble));
    assert!(desk.sees(&said));
    desk.touch("registration-register");
    desk.shows(|view| view.registration.work = Work::Idle);
    assert_eq!(desk.asked(), [request]);
    let registered = with_terminal(desk.now.clone(), None);
    desk.becomes(shown(registered, |view| view.registration.work = Work::Done(Asked::Register)));
    assert!(desk.says("wizard-registered"));
    desk.touch("wizard-next");
    assert!(desk.says("registration-assign-do"));
}

/// The answer was lost before the power went: the wizard opens there and offers what does no harm.
#[test]
fn a_lost_answer_is_told_after_a_restart_and_asked_again() {
    let lost = shown(unregistered(), |view| {
        view.registration.unanswered = Some(Asked::Register);
        view.registration.reseller_kept = true;
    });
    let mut desk = Desk::at(lost);
    assert!(desk.says(set_up::unanswered(Asked::Register)));
    let _opening = desk.asked();
    desk.touch("registration-register-again");
    let asked = desk.asked();
    assert!(matches!(&asked[..], [Request::Register { reseller: None, .. }]), "{asked:?}");
    let mut desk = Desk::at(shown(with_terminal(unregistered(), None), |view| {
        view.registration.unanswered = Some(Asked::Assign);
    }));
    assert!(desk.says(set_up::unanswered(Asked::Assign)));
    let _opening = desk.asked();
    desk.becomes(scanned(desk.now.clone(), 1, "004610027501"));
    desk.touch("registration-assign-again");
    assert_eq!(desk.asked(), [Request::Assign("004610027501".to_owned())]);
}

#[test]
fn a_sticker_is_scanned_or_typed_and_one_that_is_taken_can_be_exchanged() {
    let mut desk = Desk::at(with_terminal(unregistered(), None));
    assert_eq!(desk.asked(), [Request::Listen(true)]);
    desk.becomes(scanned(desk.now.clone(), 1, "HTTP://SEQR.SE/Q004610027501"));
    desk.touch("registration-assign");
    assert_eq!(desk.asked(), [Request::Assign("HTTP://SEQR.SE/Q004610027501".to_owned())]);
    let trouble = Trouble::SeqrRefused { code: 53, detail: "INVALID_SEQR_ID".to_owned() };
    let said = set_up::say(Texts::of(Language::Swedish), &trouble);
    desk.shows(|view| view.registration.work = Work::Failed(trouble));
    assert!(desk.sees(&said));
    // Another sticker, typed this time.
    desk.say(Message::Registration(registration::Message::FieldPressed(registration::Id::Sticker)));
    desk.stroke(Stroke::Delete);
    desk.keys("4711");
    desk.stroke(Stroke::Enter);
    desk.stroke(Stroke::Enter);
    desk.shows(|view| view.registration.work = Work::Idle);
    assert_eq!(desk.asked(), [Request::Assign("4711".to_owned())]);
    let assigned = with_terminal(desk.now.clone(), Some("4711"));
    desk.becomes(shown(assigned, |view| view.registration.work = Work::Done(Asked::Assign)));
    assert!(desk.says("wizard-assigned"));
    desk.touch("wizard-next");
    assert_eq!(desk.asked()[0], Request::Listen(false), "scans ring up again");
    assert!(desk.says("wizard-scanner-do"));
}

#[test]
fn a_scanner_is_chosen_tried_and_saved() {
    let mut desk = Desk::at(with_terminal(unregistered(), Some("004610027501")));
    assert_eq!(desk.asked(), [Request::Listen(true), Request::TryScanner(None)]);
    let path = desk.now.set_up.ports[0].path.clone();
    desk.say(Message::Scanner(ScannerMessage::PortPressed(Some(path.clone()))));
    let at = |baud| ScannerSettings { port: path.clone(), baud };
    assert_eq!(desk.asked(), [Request::TryScanner(Some(at(9_600)))]);
    desk.becomes(scanned(desk.now.clone(), 1, "K?SS?"));
    assert!(desk.sees("Läste ”K?SS?” i stället för ”KASSA-1234”. Kontrollera hastigheten."));
    desk.touch("wizard-find-speed");
    assert_eq!(desk.asked(), [Request::FindBaud { port: path.clone() }]);
    desk.shows(|view| view.baud = Work::Busy);
    assert!(desk.says("wizard-find-speed-busy"));
    desk.shows(|view| view.baud = Work::Done(115_200));
    assert_eq!(desk.asked(), [Request::TryScanner(Some(at(115_200)))]);
    desk.becomes(scanned(desk.now.clone(), 2, "KASSA-1234"));
    assert!(desk.says("wizard-scan-right"));
    desk.touch("wizard-next");
    assert_eq!(desk.save().scanner, Some(at(115_200)));
    assert!(desk.says("wizard-printer-do"));
}

#[test]
fn a_printer_is_tried_and_a_person_says_how_it_went() {
    let before = with_scanner(with_terminal(unregistered(), Some("004610027501")));
    let mut desk = Desk::at(before);
    let _opening = desk.asked();
    let path = desk.now.set_up.ports[2].path.clone();
    desk.say(Message::Printer(PrinterMessage::PlacePressed(Place::File(path))));
    desk.touch("wizard-try-page");
    assert!(matches!(desk.asked()[..], [Request::TryPrinter(_, PrinterTrial::Page)]));
    let trouble = Trouble::CoverOpen;
    desk.shows(|view| view.printer = Work::Failed(trouble));
    assert!(desk.says("set-up-cover-open"));
    desk.touch("wizard-try-page");
    desk.shows(|view| view.printer = Work::Idle);
    desk.shows(|view| view.printer = Work::Done(PrinterTrial::Page));
    desk.touch("wizard-yes");
    desk.touch("wizard-try-drawer");
    desk.shows(|view| view.printer = Work::Idle);
    desk.shows(|view| view.printer = Work::Done(PrinterTrial::Drawer));
    desk.touch("wizard-no");
    let _trials = desk.asked();
    desk.touch("wizard-next");
    assert!(desk.save().printer.is_some());
    assert!(desk.says("wizard-people-first-do"));
    // The results are on the last page.
    desk.say(Message::StepPressed(Step::Sheet));
    assert!(desk.says("wizard-drawer-shut") && desk.says("sheet-passed"));
    desk.touch("wizard-print-sheet");
    let asked = desk.asked();
    let [Request::PrintSheet(results)] = &asked[..] else { panic!("{asked:?}") };
    let outcome = |test| results.iter().find(|result| result.test == test).map(|one| &one.outcome);
    assert_eq!(outcome(Test::Print), Some(&Outcome::Passed));
    assert!(matches!(outcome(Test::Drawer), Some(Outcome::Failed(_))));
    assert_eq!(outcome(Test::Register), Some(&Outcome::Passed), "as the journal says");
    assert_eq!(outcome(Test::Scan), None);
    desk.shows(|view| view.sheet = Work::Failed(Trouble::PaperOut));
    assert!(desk.says("set-up-paper-out"));
}

#[test]
fn the_first_one_sets_up_and_is_logged_in_and_adds_the_others() {
    let before = with_printer(with_scanner(with_terminal(unregistered(), Some("004610027501"))));
    let mut desk = Desk::at(before);
    let _opening = desk.stand.sent();
    desk.fill(Id::Name, "Sven");
    desk.fill(Id::Pin, "4711");
    desk.fill(Id::PinAgain, "4712");
    desk.say(Message::MainPressed);
    assert!(desk.says("wizard-pins-differ") && desk.asked().is_empty());
    desk.fill(Id::PinAgain, "4711");
    desk.say(Message::People(PeopleMessage::RolePressed(Role::Cashier)));
    desk.say(Message::MainPressed);
    let sven = Person { number: UserNumber(1), name: "Sven".to_owned(), role: Role::Installer };
    let pin = Some(Pin::from("4711"));
    assert_eq!(
        desk.asked(),
        [Request::Person { person: sven, active: true, pin: pin.clone() }],
        "a cashier could not add the others"
    );
    // He is there, and nobody is logged in for a moment.
    let added = Snapshot { user: None, ..with_people(desk.now.clone()) };
    desk.becomes(shown(added, |view| view.saved = Work::Done(1)));
    let log_in = Intent::LogIn { user: UserNumber(1), pin: Pin::from("4711") };
    assert_eq!(desk.stand.sent(), [log_in]);
    desk.becomes(Snapshot { log_in: LogIn::Checking, ..desk.now.clone() });
    assert!(desk.says("wizard-people-do"), "the wizard waits for him");
    desk.becomes(with_people(desk.now.clone()));
    desk.becomes(Snapshot { log_in: LogIn::Idle, ..desk.now.clone() });
    assert_eq!(desk.stand.sent(), [Intent::SetUp(Request::Watch(true))]);
    assert!(!desk.sees("●●●●"), "no PIN stays behind");

    desk.fill(Id::Name, "Anna");
    desk.fill(Id::Number, "1");
    desk.fill(Id::Pin, "1111");
    desk.fill(Id::PinAgain, "1111");
    desk.say(Message::MainPressed);
    assert!(desk.asked().is_empty(), "the number is Sven's");
    desk.fill(Id::Number, "7");
    desk.stroke(Stroke::Escape);
    desk.touch("wizard-add-person");
    desk.shows(|view| view.saved = Work::Idle);
    assert!(matches!(&desk.asked()[..], [Request::Person { person, .. }] if person.number.0 == 7));
    desk.shows(|view| view.saved = Work::Done(2));
    desk.touch("wizard-next");
    assert!(desk.says("wizard-sheet-do"));
    desk.touch("wizard-done");
    assert!(!desk.says("wizard-sheet-do"));
}

/// Whoever was setting up is logged off by themselves: nobody else sees what they saw.
#[test]
fn the_wizard_goes_with_whoever_may_set_up() {
    let mut desk = Desk::at(shown(Snapshot { user: None, ..everything() }, |view| {
        view.stage = Stage::New;
    }));
    desk.becomes(everything());
    assert!(desk.says("wizard-people-do") || desk.says("wizard-people-first-do"));
    desk.becomes(Snapshot { locked: true, ..everything() });
    assert!(!desk.says("wizard-later"));
    assert!(desk.stand.sent().contains(&Intent::SetUp(Request::Watch(false))));
    let cashier = Person { number: UserNumber(2), name: "Anna".to_owned(), role: Role::Cashier };
    desk.becomes(Snapshot { user: Some(cashier), ..everything() });
    assert!(!desk.says("wizard-later"));
}

/// A PIN typed quickly is no scan, and a scan while a name is typed is one.
#[test]
fn keys_of_a_pin_are_no_scan() {
    let before = with_printer(with_scanner(with_terminal(unregistered(), Some("004610027501"))));
    let mut desk = Desk::at(before);
    let _opening = desk.stand.sent();
    desk.say(Message::FieldPressed(Id::Pin));
    crate::app::fixture::burst("471147").into_iter().for_each(|key| desk.hear(key));
    assert!(desk.sees("●●●●●●"));
    assert!(desk.stand.sent().iter().all(|intent| !matches!(intent, Intent::Scan { .. })));
}
