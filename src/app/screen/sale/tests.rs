//! The sale view as a cashier meets it: fingers and keys on the whole window go in, intents come
//! out.

use iced::touch::{self, Finger};
use iced::{Event, Size};
use iced_test::Simulator;

use crate::app::fixture::{self, Stand, burst, strokes};
use crate::app::keyboard::Stroke;
use crate::app::theme::{self, measure};
use crate::app::{Message, Window};
use crate::core::catalog::{ArticleNumber, Code, Name};
use crate::core::entry::JobId;
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::receipt::{LineId, Quantity, ReceiptId};
use crate::core::register::{Command, Refused};
use crate::core::vat::VatRate;
use crate::till::intent::Intent;
use crate::till::snapshot::{ScanOutcome, Snapshot};

use super::zones::Zones;

/// A window on a till that writes down what it is asked for.
struct Till {
    stand: Stand,
    window: Window,
}

impl Till {
    fn new(snapshot: Snapshot) -> Self {
        let stand = Stand::new(snapshot);
        let window = stand.window();
        Till { stand, window }
    }

    fn simulator(&self) -> Simulator<'_, Message, theme::Theme> {
        Simulator::with_size(theme::settings(), measure::SMALLEST, self.window.view())
    }

    /// Whether this text is anywhere on the screen.
    fn shows(&self, text: &str) -> bool {
        self.simulator().find(text).is_ok()
    }

    fn hear(&mut self, messages: impl IntoIterator<Item = Message>) -> Vec<Intent> {
        for message in messages {
            let _task = self.window.update(message);
        }
        self.stand.sent()
    }

    /// Taps with a finger what bears this text; the mouse is somewhere else.
    fn tap(&mut self, text: &str) -> Vec<Intent> {
        let mut simulator = self.simulator();
        let target = simulator.find(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        let position =
            target.visible_bounds().unwrap_or_else(|| panic!("{text} is not seen")).center();
        simulator.point_at(iced::Point::new(3.0, 3.0));
        let id = Finger(1);
        let _statuses = simulator.simulate([
            Event::Touch(touch::Event::FingerPressed { id, position }),
            Event::Touch(touch::Event::FingerLifted { id, position }),
        ]);
        let messages: Vec<Message> = simulator.into_messages().collect();
        self.hear(messages)
    }

    fn keys(&mut self, keys: &[Stroke]) -> Vec<Intent> {
        self.hear(strokes(keys))
    }

    fn types(&mut self, text: &str) -> Vec<Intent> {
        self.keys(&text.chars().map(Stroke::Character).collect::<Vec<_>>())
    }

    fn goes_on(&mut self, snapshot: Snapshot) -> Vec<Intent> {
        let arrival = crate::app::link::Arrival::Snapshot(std::sync::Arc::new(snapshot));
        self.hear([Message::Arrived(arrival)])
    }
}

fn ring_up(number: &str, pieces: u32) -> Intent {
    Intent::RingUp {
        article: ArticleNumber::new(number).unwrap(),
        quantity: Quantity::pieces(pieces).unwrap(),
    }
}

fn command(command: Command) -> Intent {
    Intent::Do(command)
}

fn change(line: u32, by: i32) -> Intent {
    command(Command::ChangeQuantity { line: LineId(line), by })
}

#[test]
fn a_tap_on_an_article_rings_it_up_each_time() {
    let mut till = Till::new(fixture::empty());
    assert_eq!(till.tap("Espresso"), [ring_up("115", 1)]);
    assert_eq!(till.tap("Espresso"), [ring_up("115", 1)]);
    assert_eq!(till.tap("Bröd"), []);
    assert_eq!(till.tap("Kanelbulle"), [ring_up("201", 1)]);
}

#[test]
fn pages_and_groups_are_turned() {
    let mut till = Till::new(fixture::empty());
    assert!(!till.shows("Kokosvatten"));
    assert_eq!(till.keys(&[Stroke::Function(8)]), []);
    assert!(till.shows("Kokosvatten") && till.shows("Sida 2 av 2"));
    let _nothing = till.keys(&[Stroke::Function(8)]);
    assert!(till.shows("Sida 2 av 2"), "the last page stays");
    let _nothing = till.keys(&[Stroke::Function(7)]);
    assert!(till.shows("Sida 1 av 2"));
    assert_eq!(till.tap("Tjänster"), []);
    assert_eq!(till.tap("Nyckelkopia"), [ring_up("801", 1)]);
}

#[test]
fn an_announced_quantity_is_used_once() {
    let mut till = Till::new(fixture::empty());
    for key in ["1", "2", "× antal"] {
        assert_eq!(till.tap(key), []);
    }
    assert!(till.shows("12 ×"));
    assert_eq!(till.tap("Espresso"), [ring_up("115", 12)]);
    assert_eq!(till.tap("Espresso"), [ring_up("115", 1)]);
    // By keyboard the same.
    let _nothing = till.types("3");
    let _nothing = till.keys(&[Stroke::Function(3)]);
    let _nothing = till.types("301");
    assert_eq!(till.keys(&[Stroke::Enter]), [ring_up("301", 3)]);
    // C takes it back.
    let _nothing = till.types("3*");
    assert!(till.shows("3 ×"));
    assert_eq!(till.tap("C"), []);
    assert!(!till.shows("3 ×"));
    // Pieces are whole.
    let _nothing = till.types("1,5*");
    assert!(till.shows("Antal är hela stycken"));
    assert_eq!(till.tap("Espresso"), [ring_up("115", 1)], "what was typed is not a quantity");
}

#[test]
fn numbers_and_codes_are_looked_up() {
    let mut till = Till::new(fixture::empty());
    let scan = |text: &str| Intent::Scan { text: text.to_owned(), quantity: Quantity::ONE };
    let _nothing = till.types("115");
    assert_eq!(till.keys(&[Stroke::Enter]), [ring_up("115", 1)]);
    let _nothing = till.types("7310865004703");
    assert_eq!(till.tap("artikelnr"), [scan("7310865004703")]);
    assert_eq!(till.keys(&[Stroke::Enter]), [], "the buffer is empty again");
}

#[test]
fn the_strip_below_the_receipt_is_for_the_chosen_line() {
    let mut till = Till::new(fixture::two_articles());
    let minus = theme::Icon::Minus.character().to_string();
    let plus = theme::Icon::Plus.character().to_string();
    // Each tap says "one", whatever the screen shows: two quick ones are two.
    assert_eq!(till.tap(&minus), [change(2, -1)]);
    assert_eq!(till.tap(&minus), [change(2, -1)]);
    assert_eq!(till.tap("2 × 59,90"), []);
    assert_eq!(till.tap(&plus), [change(1, 1)]);
    // A quantity that was typed is set.
    let _nothing = till.types("7");
    let set = Command::SetQuantity { line: LineId(1), quantity: Quantity::pieces(7).unwrap() };
    assert_eq!(till.tap("st"), [command(set)]);
    assert_eq!(
        till.keys(&[Stroke::Function(4)]),
        [command(Command::RemoveLine { line: LineId(1) })]
    );
    // When the line has gone, the keys are for the last one.
    let mut gone = fixture::two_articles();
    let receipt = std::sync::Arc::make_mut(gone.receipt.as_mut().unwrap());
    receipt.remove_line(LineId(1));
    let _nothing = till.goes_on(gone);
    assert_eq!(till.tap(&plus), [change(2, 1)]);
}

#[test]
fn lines_are_chosen_with_the_keyboard_and_pages_follow() {
    let mut till = Till::new(fixture::many_lines(40));
    assert!(till.shows("31–40 / 40"));
    let _nothing = till.keys(&[Stroke::Function(5); 12]);
    assert!(till.shows("28–37 / 40"));
    assert_eq!(
        till.keys(&[Stroke::Function(4)]),
        [command(Command::RemoveLine { line: LineId(28) })]
    );
    let _nothing = till.keys(&[Stroke::PageUp]);
    assert!(till.shows("18–27 / 40"));
    let _nothing = till.keys(&[Stroke::Function(6); 40]);
    assert!(till.shows("31–40 / 40"));
    // A new line is chosen and seen, wherever the cashier was.
    let _nothing = till.keys(&[Stroke::PageUp, Stroke::PageUp]);
    let _nothing = till.goes_on(fixture::many_lines(41));
    assert!(till.shows("32–41 / 41"));
    assert_eq!(
        till.keys(&[Stroke::Function(4)]),
        [command(Command::RemoveLine { line: LineId(41) })]
    );
}

#[test]
fn only_lines_that_are_seen_are_built() {
    let till = Till::new(fixture::many_lines(500));
    let zones = Zones::of(measure::SMALLEST);
    let snapshot = fixture::many_lines(500);
    let state = super::State::new(&snapshot);
    assert_eq!(state.page(&snapshot, &zones).rows().len(), zones.lines);
    assert!(till.shows("491–500 / 500"));
}

#[test]
fn the_quantity_card_sets_the_quantity_of_its_line() {
    let mut till = Till::new(fixture::two_articles());
    let _nothing = till.keys(&[Stroke::Function(3)]);
    assert!(till.shows("Ändra antal"));
    assert_eq!(till.keys(&[Stroke::Enter]), [], "nothing was typed");
    assert!(till.shows("Skriv ett tal först"));
    assert_eq!(till.types("24"), []);
    let set = Command::SetQuantity { line: LineId(2), quantity: Quantity::pieces(24).unwrap() };
    assert_eq!(till.keys(&[Stroke::Enter]), [command(set)]);
    assert!(!till.shows("Ändra antal"));
}

#[test]
fn a_receipt_is_only_given_up_when_asked_twice() {
    let mut till = Till::new(fixture::two_articles());
    assert_eq!(till.keys(&[Stroke::Function(9)]), []);
    assert!(till.shows("Avbryt kvittot"));
    assert_eq!(till.keys(&[Stroke::Enter, Stroke::Function(12)]), []);
    assert_eq!(till.tap("Behåll kvittot"), []);
    assert!(!till.shows("Avbryt kvittot"));
    assert_eq!(till.tap("Avbryt kvitto"), []);
    let cancel = Command::CancelReceipt { receipt: ReceiptId(17) };
    assert_eq!(till.tap("Avbryt kvittot"), [command(cancel.clone())]);
    assert_eq!(
        till.keys(&[Stroke::Function(9), Stroke::Function(9)]),
        [command(cancel)],
        "by keyboard"
    );
    // Without a receipt there is nothing to give up.
    let mut till = Till::new(fixture::empty());
    assert_eq!(till.keys(&[Stroke::Function(9), Stroke::Function(9)]), []);
}

#[test]
fn a_question_does_not_outlive_what_it_was_about() {
    let mut till = Till::new(fixture::two_articles());
    let _nothing = till.keys(&[Stroke::Function(9)]);
    let _nothing = till.goes_on(fixture::after_sale());
    assert!(!till.shows("Avbryt kvittot"));
}

#[test]
fn a_free_article_has_a_fixed_name_and_a_rate() {
    let mut till = Till::new(fixture::empty());
    assert_eq!(till.tap("Fri artikel"), []);
    assert_eq!(till.tap("Lägg till"), [], "a price is missing");
    assert!(till.shows("Skriv ett tal först"));
    let _nothing = till.types("45,5");
    assert_eq!(till.tap("12\u{a0}%"), []);
    let add = Command::AddFree {
        name: Name::new("Fri artikel", Some("Free article")),
        group: Name::new("Övrigt", Some("Other")),
        price: Amount::from_minor(4_550),
        vat: VatRate::from_hundredths(1_200),
        code: None,
    };
    assert_eq!(till.tap("Lägg till"), [command(add)]);
    assert!(!till.shows("Lägg till"));
}

#[test]
fn search_finds_by_name_and_takes_with_enter_or_a_tap() {
    let mut till = Till::new(fixture::two_articles());
    assert_eq!(till.types("kaff"), []);
    assert!(till.shows("Kaffe, kopp"));
    assert_eq!(till.keys(&[Stroke::Down, Stroke::Enter]), [ring_up("108", 1)]);
    assert!(till.shows("Dryck"), "and the articles are back");
    // By touch, with our own letters.
    let _nothing = till.tap("Sök");
    for letter in ["B", "A", "N"] {
        assert_eq!(till.tap(letter), []);
    }
    assert_eq!(till.tap("Banan, styck"), [ring_up("401", 1)]);
    let _nothing = till.types("x");
    assert_eq!(till.keys(&[Stroke::Enter]), [], "nothing was found");
    let _nothing = till.keys(&[Stroke::Escape]);
    assert!(till.shows("Dryck"));
}

#[test]
fn a_keyboard_scanner_scans_in_every_view() {
    let scan = |pieces| Intent::Scan {
        text: "7310865004703".to_owned(),
        quantity: Quantity::pieces(pieces).unwrap(),
    };
    let mut till = Till::new(fixture::two_articles());
    assert_eq!(till.hear(burst("7310865004703")), [scan(1)]);
    let _nothing = till.types("4*");
    assert_eq!(till.hear(burst("7310865004703")), [scan(4)]);
    let _nothing = till.keys(&[Stroke::Function(2)]);
    assert_eq!(till.hear(burst("7310865004703")), [scan(1)], "while searching");
    let _nothing = till.keys(&[Stroke::Escape, Stroke::Function(1)]);
    assert_eq!(till.hear(burst("7310865004703")), [scan(1)], "while the menu is open");
}

#[test]
fn a_scan_clears_what_was_typed_and_keeps_an_announced_quantity() {
    let added =
        |snapshot| fixture::scanned(ScanOutcome::Added { code: "7300000301".to_owned() }, snapshot);
    let mut till = Till::new(fixture::empty());
    let _nothing = till.types("12");
    assert_eq!(till.goes_on(added(fixture::two_articles())), []);
    assert_eq!(till.keys(&[Stroke::Enter]), [], "nothing is left to look up");
    // Three were announced, the serial scanner has rung up one: two more follow.
    let _nothing = till.types("3*");
    let again = added(added(fixture::two_articles()));
    assert_eq!(till.goes_on(again.clone()), [change(2, 2)]);
    assert_eq!(till.goes_on(again), [], "the same scan counts once");
}

#[test]
fn an_unknown_code_offers_search_and_a_free_article() {
    let mut till = Till::new(fixture::unknown_code());
    assert!(till.shows("Okänd kod 7310865004703"));
    assert_eq!(till.keys(&[Stroke::Escape]), [Intent::Dismiss]);
    assert_eq!(till.tap("Kaffe, kopp"), [ring_up("108", 1)], "the banner stops nothing");
    // The first row of articles lies under the banner and cannot be hit through it.
    assert_eq!(till.tap("Te Earl Grey"), []);
    let mut free = Till::new(fixture::unknown_code());
    let mut simulator = free.simulator();
    let found = simulator.find("Okänd kod 7310865004703").unwrap();
    drop(simulator);
    assert!(found.bounds().y > 100.0);
    let message = super::Message::BannerFreePressed("7310865004703".to_owned());
    assert_eq!(free.hear([Message::Sale(message)]), [Intent::Dismiss]);
    let _nothing = free.types("10");
    let sent = free.keys(&[Stroke::Enter]);
    let [Intent::Do(Command::AddFree { code, price, .. })] = sent.as_slice() else {
        panic!("{sent:?}")
    };
    assert_eq!(code, &Some(Code::new("7310865004703").unwrap()));
    assert_eq!(*price, Amount::from_minor(1_000));
    let mut search = Till::new(fixture::unknown_code());
    assert_eq!(
        search.hear([Message::Sale(super::Message::BannerSearchPressed)]),
        [Intent::Dismiss]
    );
    assert!(search.shows("Namn, nummer eller kod"));
}

#[test]
fn nothing_can_be_changed_while_it_must_not() {
    // The journal does not take anything.
    let mut till = Till::new(fixture::everything_failing());
    for keys in [Stroke::Function(4), Stroke::Function(9), Stroke::Function(10)] {
        assert_eq!(till.keys(&[keys]), [], "{keys:?}");
    }
    assert_eq!(till.tap("Espresso"), []);
    assert_eq!(till.tap("Betala"), []);
    assert!(till.shows("Disken är full"));
    // Why a press did nothing is said, and can be put away.
    let refused = fixture::refused(Refused::NotAllowed, fixture::two_articles());
    let mut till = Till::new(refused);
    assert!(till.shows("Det kräver en annan behörighet. Kalla på ansvarig."));
    assert_eq!(till.keys(&[Stroke::Escape]), [Intent::Dismiss]);
}

#[test]
fn the_menu_works_by_keyboard() {
    let mut till = Till::new(fixture::devices_failing());
    let menu = |digit: char| [Stroke::Function(1), Stroke::Character(digit)];
    assert_eq!(till.keys(&menu('2')), [Intent::Speak(Language::English)]);
    let _nothing = till.keys(&[Stroke::Escape]);
    assert_eq!(till.keys(&menu('4')), [], "a cashier may not open the drawer alone");
    let _nothing = till.keys(&[Stroke::Escape]);
    let _nothing = till.keys(&menu('3'));
    assert_eq!(till.tap("Skriv ut igen"), [Intent::PrintAgain(JobId(7))]);
    let _nothing = till.keys(&[Stroke::Escape]);
    assert_eq!(till.keys(&menu('8')), [command(Command::LogOut)]);
    assert_eq!(till.keys(&menu('9')), [command(Command::Quit)]);
}

#[test]
fn a_state_in_the_strip_says_what_to_do() {
    let mut till = Till::new(fixture::devices_failing());
    for (word, said) in [
        ("SEQR nås inte", "Terminal T-1"),
        ("Papper slut", "Skrivare"),
        ("Skannern borta", "Skanner"),
    ] {
        assert_eq!(till.tap(word), []);
        assert!(till.shows(said) && till.shows("Stäng"), "{word}");
        assert_eq!(till.keys(&[Stroke::Enter]), []);
    }
}

#[test]
fn nothing_below_a_card_can_be_tapped() {
    let mut till = Till::new(fixture::two_articles());
    let _nothing = till.keys(&[Stroke::Function(9)]);
    for text in ["Dryck", "Betala", "Sök", "Kvitto"] {
        assert_eq!(till.tap(text), [], "{text}");
        assert!(till.shows("Avbryt kvittot"), "{text}");
    }
    // Nor reached with the keyboard.
    assert_eq!(till.types("301"), []);
    assert_eq!(till.keys(&[Stroke::Enter, Stroke::Escape, Stroke::Enter]), []);
}

#[test]
fn the_same_in_english() {
    let mut till = Till::new(fixture::speaking(Language::English, fixture::two_articles()));
    assert!(till.shows("To pay") && till.shows("138.30"));
    assert_eq!(till.tap("Bread"), []);
    assert_eq!(till.tap("Cinnamon bun"), [ring_up("201", 1)]);
    let _nothing = till.types("12.5");
    assert!(till.shows("12.5"));
}

#[test]
fn the_change_stays_until_the_next_sale() {
    let mut till = Till::new(fixture::after_sale());
    assert!(till.shows("Kvitto 1042") && till.shows("Tillbaka") && till.shows("62,00"));
    let _nothing = till.goes_on(fixture::two_articles());
    assert!(till.shows("Att betala") && till.shows("138,30"));
}

#[test]
fn larger_windows_show_more_and_lose_nothing() {
    for size in [Size::new(1280.0, 800.0), Size::new(1366.0, 768.0), Size::new(1920.0, 1080.0)] {
        let mut till = Till::new(fixture::many_lines(40));
        let _nothing = till.hear([Message::Resized(size)]);
        assert!(till.shows("Betala") && till.shows("Espresso"), "{size:?}");
        let scale = till.window.scale();
        assert!(scale >= 1.0 && size.height / scale >= 760.0, "{size:?} at {scale}");
    }
}

/// By touch: the manager's number and PIN go to the till with the command, and the dialog goes when it is done.
#[test]
fn a_manager_approves_what_a_cashier_may_not_do() {
    use crate::core::user::UserNumber;
    use crate::till::snapshot::Approval;
    let mut till = Till::new(fixture::two_articles());
    assert_eq!(till.keys(&[Stroke::Function(1)]), []);
    assert_eq!(till.tap("Öppna kassalådan"), []);
    assert!(till.shows("Anna är kvar som inloggad."));
    assert_eq!(till.tap("Godkännande"), [], "nothing behind the card is pressed through it");
    let _digit = till.types("2");
    assert_eq!(till.tap("Nästa"), []);
    let _digits = till.types("2222");
    assert!(till.shows("●●●●"));
    let (user, pin) = (UserNumber(2), "2222".into());
    let approve = Intent::Approve { user, pin, command: Command::OpenDrawer };
    assert_eq!(till.tap("Godkänn"), [approve]);
    let approval = Approval::Waiting { times: 1, user: Some(user), seconds: 15 };
    assert_eq!(till.goes_on(Snapshot { approval, ..fixture::two_articles() }), []);
    assert!(till.shows("För många felaktiga PIN-koder. Vänta 15 sekunder."));
    let _digits = till.types("2222");
    assert_eq!(till.tap("Godkänn"), [], "no PIN leaves during a pause");
    let approval = Approval::Done { times: 1 };
    let done = Snapshot { approval, ..fixture::two_articles() };
    assert_eq!(till.goes_on(done), [Intent::ForgetApproval]);
    assert!(!till.shows("Godkännande"));
}
