//! What goes where: keys, scans and pictures of the till.

use super::*;
use crate::app::fixture::{self, Stand};
use crate::core::user::UserNumber;

/// A machine that was busy for a moment hands typed digits over all at once: at the log-in they are
/// a number and a PIN all the same.
#[test]
fn a_pin_that_arrives_at_once_is_no_scan() {
    let stand = Stand::new(fixture::nobody());
    let mut window = stand.window();
    for message in fixture::burst("1").into_iter().chain(fixture::burst("1111")) {
        let _task = window.update(message);
    }
    let sent = stand.sent();
    assert!(matches!(&sent[..], [Intent::LogIn { user: UserNumber(1), .. }]), "{sent:?}");
}

/// The same where a manager approves something: a PIN that was taken for a scan would be shown to everybody.
#[test]
fn a_pin_that_approves_something_is_no_scan() {
    let stand = Stand::new(fixture::two_articles());
    let mut window = stand.window();
    let menu = fixture::strokes(&[Stroke::Function(1), Stroke::Character('4')]);
    let typed = fixture::burst("2").into_iter().chain(fixture::burst("2222"));
    for message in menu.into_iter().chain(typed) {
        let _task = window.update(message);
    }
    let sent = stand.sent();
    let approves = |sent: &[Intent]| {
        matches!(sent, [Intent::Approve { user: UserNumber(2), command: Command::OpenDrawer, .. }])
    };
    assert!(approves(&sent), "{sent:?}");
}

/// Digits that are only typed are a sign of somebody all the same; once every few seconds is enough.
#[test]
fn the_till_hears_that_somebody_is_there() {
    use crate::core::settings::Settings;
    let mut snapshot = fixture::two_articles();
    let digits = fixture::strokes(&[Stroke::Character('1'), Stroke::Character('2')]);
    let hear = |snapshot: &Snapshot| {
        let stand = Stand::new(snapshot.clone());
        let mut window = stand.window();
        for message in digits.clone() {
            let _task = window.update(message);
        }
        stand.sent()
    };
    assert_eq!(hear(&snapshot), [], "nobody asked");
    let settings = Settings { log_off_after: Some(60), ..Settings::default() };
    snapshot.settings = Arc::new(settings);
    assert_eq!(hear(&snapshot), [Intent::Awake]);
    snapshot.locked = true;
    assert_eq!(hear(&snapshot), [], "typing a wrong PIN keeps nobody logged in");
}

/// The dialog goes with whoever left, and comes back with whoever goes on.
#[test]
fn a_locked_screen_covers_everything_but_the_payment_is_told() {
    use crate::core::payment::{AttemptId, Phase};
    use crate::till::snapshot::PaymentView;
    let mut snapshot = fixture::two_articles();
    let attempt = AttemptId { receipt: snapshot.receipt.as_ref().unwrap().id, number: 1 };
    let phase = Phase::Waiting { heard: Duration::ZERO };
    let amount = snapshot.due();
    snapshot.payment = Some(PaymentView { attempt, amount, open: true, phase });
    let stand = Stand::new(snapshot.clone());
    let mut window = stand.window();
    let shows = |window: &Window, text: &str| {
        let settings = crate::app::theme::settings();
        iced_test::Simulator::with_settings(settings, window.view()).find(text).is_ok()
    };
    assert!(window.payment.is_some());
    let arrival =
        |snapshot: Snapshot| Message::Arrived(Arrival::Snapshot(std::sync::Arc::new(snapshot)));
    let _task = window.update(arrival(Snapshot { locked: true, ..snapshot.clone() }));
    assert!(window.payment.is_none());
    let words = crate::language::Texts::of(snapshot.language).get("payment-waiting");
    assert!(shows(&window, &words));
    assert!(!shows(&window, "Kaffe 500 g"), "the receipt is not for everybody's eyes");
    let _task = window.update(arrival(snapshot));
    assert!(window.payment.is_some());
}

/// The settings open from the menu for those who may, hear every key while a field has them, and close with the user.
#[test]
fn settings_are_opened_from_the_menu_and_watched() {
    use crate::till::set_up::Request;
    let open = fixture::strokes(&[Stroke::Function(1), Stroke::Function(10)]);
    let opened = |snapshot: &Snapshot| {
        let stand = Stand::new(snapshot.clone());
        let mut window = stand.window();
        for message in open.clone() {
            let _task = window.update(message);
        }
        (window, stand)
    };
    let (window, stand) = opened(&fixture::two_articles());
    assert!(window.settings.is_none(), "a cashier has nothing to do there");
    assert_eq!(stand.sent(), []);
    let mut snapshot = fixture::setting_up();
    // Nobody is to be told of presses.
    Arc::make_mut(&mut snapshot.settings).log_off_after = None;
    let (mut window, stand) = opened(&snapshot);
    let watch = |on| Intent::SetUp(Request::Watch(on));
    assert_eq!(stand.sent(), [Intent::SetUp(Request::Forget), watch(true)]);
    // A scanner that types is one while nobody types, and types where somebody does.
    let scan = || fixture::burst("7310865004703");
    for message in scan() {
        let _task = window.update(message);
    }
    assert!(matches!(&stand.sent()[..], [Intent::Scan { .. }]));
    let _task = window.update(fixture::strokes(&[Stroke::Function(2)]).remove(0));
    for message in scan() {
        let _task = window.update(message);
    }
    assert_eq!(stand.sent(), []);
    // Somebody else is logged in now.
    let _task = window.update(Message::Arrived(Arrival::Snapshot(Arc::new(Snapshot {
        user: fixture::two_articles().user,
        ..snapshot
    }))));
    assert!(window.settings.is_none());
    assert!(stand.sent().contains(&watch(false)));
}

/// What is saved shows at once.
#[test]
fn colours_and_sizes_are_those_of_the_settings() {
    use crate::core::settings::{LookSettings, Settings, ThemeName};
    let snapshot = fixture::empty();
    let stand = Stand::new(snapshot.clone());
    let mut window = stand.window();
    let _task = window.update(Message::Resized(Size::new(1920.0, 1080.0)));
    assert_eq!((window.theme(), window.scale()), (Theme::Light, 1.4));
    let look = LookSettings {
        theme: ThemeName::HighContrast,
        screen_width: Some(600),
        ..LookSettings::default()
    };
    let settings = Arc::new(Settings { look, ..(*snapshot.settings).clone() });
    let _task = window
        .update(Message::Arrived(Arrival::Snapshot(Arc::new(Snapshot { settings, ..snapshot }))));
    assert_eq!(window.theme(), Theme::HighContrast);
    assert!(window.scale() < 1.0, "fingers need no more on a screen as large as that");
    assert!(window.size.width * window.scale() - 1920.0 < 1.0);
}

/// The wizard and the terminal stand in front of the settings, which look on when they are put away.
#[test]
fn what_is_opened_from_the_settings_leads_back_to_them() {
    use crate::app::screen::settings;
    use crate::till::set_up::Request;
    let stand = Stand::new(fixture::setting_up());
    let mut window = stand.window();
    for message in fixture::strokes(&[Stroke::Function(1), Stroke::Function(10)]) {
        let _task = window.update(message);
    }
    assert!(window.settings.is_some());
    for opens in [settings::Message::WizardPressed, settings::Message::TerminalPressed] {
        let _task = window.update(Message::Settings(opens));
        assert!(window.front.is_there());
        let _opening = stand.sent();
        let _task = window.update(fixture::strokes(&[Stroke::Escape]).remove(0));
        assert!(!window.front.is_there() && window.settings.is_some());
        let watches: Vec<Intent> = stand
            .sent()
            .into_iter()
            .filter(|intent| matches!(intent, Intent::SetUp(Request::Watch(_))))
            .collect();
        assert_eq!(watches, [false, true].map(|on| Intent::SetUp(Request::Watch(on))));
    }
}
