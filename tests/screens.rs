//! Pictures of every screen, in both languages and at two sizes.

mod gallery;
mod picture;

use std::time::Duration;

use kassa::app::Message;
use kassa::app::fixture;
use kassa::app::fixture::strokes;
use kassa::app::keyboard::Stroke;
use kassa::app::screen::login;
use kassa::app::theme::Theme;
use kassa::app::widget::keypad;
use kassa::core::payment::{AttemptId, Phase};
use kassa::core::receipt::ReceiptId;
use kassa::core::register::Refused;
use kassa::core::settings::Settings;
use kassa::core::user::UserNumber;
use kassa::till::snapshot::{Approval, LogIn, PaymentView, ScanOutcome, ScannerStatus, Snapshot};
use picture::check;

fn typed(text: &str) -> Vec<Stroke> {
    text.chars().map(Stroke::Character).collect()
}

#[test]
fn log_in() {
    let nobody = fixture::nobody();
    check("log-in", &nobody, &[]);
    let pin = [
        Message::LogIn(login::Message::UserPressed(UserNumber(2))),
        Message::LogIn(login::Message::KeyPressed(keypad::Press::Digit(2))),
        Message::LogIn(login::Message::KeyPressed(keypad::Press::Digit(2))),
    ];
    check("log-in-pin", &nobody, &pin);
    check("log-in-checking", &Snapshot { log_in: LogIn::Checking, ..nobody.clone() }, &pin[..1]);
    let refused = Snapshot { log_in: LogIn::Refused { times: 1 }, ..nobody.clone() };
    check("log-in-refused", &refused, &pin[..1]);
    let user = UserNumber(2);
    let waiting = LogIn::Waiting { times: 1, user: Some(user), seconds: 43 };
    check("log-in-waiting", &Snapshot { log_in: waiting, ..nobody.clone() }, &pin[..1]);
    let locked = LogIn::Locked { times: 1, user, minutes: 15 };
    check("log-in-locked", &Snapshot { log_in: locked, ..nobody }, &pin[..1]);
    let full = Snapshot { user: None, ..fixture::everything_failing() };
    check("log-in-disk-full", &full, &[]);
    let behind = Snapshot { user: None, ..fixture::clock_behind() };
    check("log-in-clock-behind", &behind, &[]);
}

/// Whoever was away, and what became of their payment.
#[test]
fn screen_locked() {
    let snapshot = Snapshot { locked: true, ..fixture::two_articles() };
    check("screen-locked", &snapshot, &[]);
    let other = Snapshot { log_in: LogIn::NotYours { times: 1 }, ..snapshot.clone() };
    check("screen-locked-not-yours", &other, &[]);
    let attempt = AttemptId { receipt: ReceiptId(17), number: 1 };
    let phase = Phase::Waiting { heard: Duration::from_secs(1) };
    let payment = PaymentView { attempt, amount: snapshot.due(), open: true, phase };
    check("screen-locked-payment", &Snapshot { payment: Some(payment), ..snapshot }, &[]);
    check("screen-locked-paid", &Snapshot { locked: true, ..fixture::after_sale() }, &[]);
}

/// A manager stands beside the cashier.
#[test]
fn approval() {
    let two = fixture::two_articles();
    let number: Vec<_> =
        [Stroke::Function(1)].into_iter().chain(typed("42")).chain([Stroke::Enter]).collect();
    check("approval", &two, &strokes(&number[..2]));
    let pin: Vec<_> = number.iter().copied().chain(typed("22")).collect();
    check("approval-pin", &two, &strokes(&pin));
    let refused = Approval::NotDone { times: 1, reason: Refused::NotAllowed };
    let refused = Snapshot { approval: refused, ..two.clone() };
    check("approval-not-allowed", &refused, &strokes(&number));
    let locked = Approval::Locked { times: 1, user: UserNumber(2), minutes: 1 };
    check("approval-locked", &Snapshot { approval: locked, ..two }, &strokes(&number));
}

#[test]
fn a_manager_sees_who_is_locked_out() {
    let mut snapshot = fixture::two_articles();
    snapshot.locked_people = snapshot.user.clone().into_iter().collect();
    snapshot.user = Some(snapshot.demonstration_users[1].person.clone());
    check("card-menu-unlock", &snapshot, &strokes(&[Stroke::Function(1)]));
}

#[test]
fn sale_in_good_order() {
    check("sale-empty", &fixture::empty(), &[]);
    check("sale-two-articles", &fixture::two_articles(), &[]);
    check("sale-many-lines", &fixture::many_lines(40), &[]);
    let reading =
        Snapshot { catalog: std::sync::Arc::default(), catalog_ready: false, ..fixture::empty() };
    check("sale-reading-articles", &reading, &[]);
    let added = ScanOutcome::Added { code: "7300000301".to_owned() };
    check("sale-scanned", &fixture::scanned(added, fixture::two_articles()), &[]);
}

/// Whoever trains cannot take it for real, nor the other way round.
#[test]
fn training() {
    let training = |snapshot: Snapshot| {
        let settings = Settings { training: true, ..(*snapshot.settings).clone() };
        Snapshot { settings: std::sync::Arc::new(settings), ..snapshot }
    };
    check("training-sale", &training(fixture::two_articles()), &[]);
    check("training-menu", &training(fixture::empty()), &strokes(&[Stroke::Function(1)]));
}

#[test]
fn sale_in_trouble() {
    check("sale-devices-failing", &fixture::devices_failing(), &[]);
    check("sale-everything-failing", &fixture::everything_failing(), &[]);
    check("sale-clock-behind", &fixture::clock_behind(), &[]);
    check("sale-unknown-code", &fixture::unknown_code(), &[]);
    let mut flood = fixture::unknown_code();
    flood.scanner = ScannerStatus::Noisy;
    flood.scan.as_mut().unwrap().more = 98;
    check("sale-unknown-codes", &flood, &[]);
    let noise = ScanOutcome::Unreadable { shown: "\u{fffd}\u{fffd}73108\u{fffd}…".to_owned() };
    check("sale-unreadable-code", &fixture::scanned(noise, fixture::two_articles()), &[]);
    let held = ScanOutcome::Held { code: "7310865004703".to_owned(), reason: Refused::PaymentOpen };
    check("sale-held-code", &fixture::scanned(held, fixture::two_articles()), &[]);
    check("sale-refused", &fixture::refused(Refused::NotAllowed, fixture::two_articles()), &[]);
}

#[test]
fn sale_typing() {
    let two = fixture::two_articles();
    check("sale-digits", &two, &strokes(&typed("12,5")));
    check("sale-times", &two, &strokes(&[Stroke::Character('3'), Stroke::Function(3)]));
    check("sale-refused-digits", &two, &strokes(&typed("1,234")));
    check("sale-search", &two, &strokes(&typed("ka")));
    check("sale-search-empty", &two, &strokes(&[Stroke::Function(2)]));
    check("sale-search-nothing", &two, &strokes(&typed("xyz")));
}

#[test]
fn sale_cards() {
    let two = fixture::two_articles();
    check("card-menu", &two, &strokes(&[Stroke::Function(1)]));
    check(
        "card-free-article",
        &two,
        &strokes(&typed("45,5").into_iter().chain([Stroke::Function(10)]).collect::<Vec<_>>()),
    );
    check("card-quantity", &two, &strokes(&[Stroke::Function(3), Stroke::Character('4')]));
    check("card-cancel", &two, &strokes(&[Stroke::Function(9)]));
    let failing = fixture::devices_failing();
    let menu = |digit| strokes(&[Stroke::Function(1), Stroke::Character(digit)]);
    check("card-jobs", &failing, &menu('3'));
    check("card-jobs-many", &fixture::many_jobs(), &menu('3'));
    check("card-seqr", &failing, &menu('5'));
    check("card-printer", &failing, &menu('6'));
    check("card-scanner", &failing, &menu('7'));
}

#[test]
fn sale_after() {
    check("sale-after", &fixture::after_sale(), &[]);
    check("sale-after-cut-off", &fixture::after_sale_cut_off(), &[]);
    let restarted = Snapshot { last: None, ..fixture::after_sale_cut_off() };
    check("sale-restarted-cut-off", &restarted, &[]);
    let paper = fixture::after_sale_with_paper();
    check("sale-after-with-paper", &paper, &[]);
    let show = Message::Sale(kassa::app::screen::sale::Message::PaperPressed);
    check("card-paper", &paper, &[show]);
}

#[test]
fn components_in_every_theme() {
    let size = iced::Size::new(1024.0, 900.0);
    let different: Vec<_> = Theme::ALL
        .into_iter()
        .filter_map(|theme| {
            let name = format!("gallery-{theme:?}").to_lowercase();
            picture::compare(&name, size, theme, gallery::view())
        })
        .collect();
    assert!(different.is_empty(), "look at {different:?}");
}

#[test]
fn sale_in_other_themes() {
    let size = picture::SIZES[0].1;
    let different: Vec<_> = [Theme::Dark, Theme::HighContrast]
        .into_iter()
        .filter_map(|theme| {
            let window = picture::window(fixture::unknown_code(), size, &[]).with_theme(theme);
            let name = format!("sale-{theme:?}").to_lowercase();
            picture::compare(&name, size, theme, window.view())
        })
        .collect();
    assert!(different.is_empty(), "look at {different:?}");
}
