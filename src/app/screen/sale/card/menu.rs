//! The menu: what is rarely needed, and what every key of the keyboard does.

use iced::Center;
use iced::Length::FillPortion;
use iced::widget::{column, row, rule};

use super::super::Device;
use super::Message;
use crate::app::frame::Frame;
use crate::app::keyboard::Stroke;
use crate::app::screen::settings;
use crate::app::theme::{self, Icon, Look, Tone, measure};
use crate::app::widget::{Element, card, key};
use crate::core::language::Language;
use crate::core::user::{Permission, Person};
use crate::till::snapshot::Snapshot;

/// The rows of the menu. The digit in front of each is its key.
const ROWS: [(&str, Icon, &str); 5] = [
    ("3", Icon::FileText, "menu-jobs"),
    ("4", Icon::Wallet, "menu-drawer"),
    ("8", Icon::LogOut, "menu-log-off"),
    ("9", Icon::Power, "menu-quit"),
    ("F11", Icon::TriangleAlert, "unsettled-menu"),
];

/// The devices, with their digits.
const DEVICES: [(&str, Device, &str); 3] = [
    ("5", Device::Seqr, "menu-seqr"),
    ("6", Device::Printer, "menu-printer"),
    ("7", Device::Scanner, "menu-scanner"),
];

/// The key that begins and ends training.
const TRAIN: &str = "T";

/// Every key of the keyboard and the text that says what it does.
const KEYS: [(&str, &str); 13] = [
    ("F1", "help-menu"),
    ("F2", "help-search"),
    ("F3", "help-quantity"),
    ("F4", "help-remove"),
    ("F5 F6", "help-lines"),
    ("F7 F8", "help-pages"),
    ("F9", "help-cancel"),
    ("F10", "help-free"),
    ("F12", "help-pay"),
    ("0–9 ,", "help-digits"),
    ("Enter", "help-enter"),
    ("A–Ö", "help-letters"),
    ("Esc", "help-escape"),
];

/// Who is locked out and could be let in again by whoever is logged in.
fn locked(snapshot: &Snapshot) -> Option<&Person> {
    let may = snapshot.user.as_ref().is_some_and(|user| user.role.may(Permission::Unlock));
    snapshot.locked_people.first().filter(|_| may)
}

/// Whether whoever is logged in finds anything in the settings.
fn may_set_up(snapshot: &Snapshot) -> bool {
    // Nothing of the real register is set up from within a training.
    let open_to = |user: &Person| settings::State::is_open_to(user.role);
    !snapshot.settings.training && snapshot.user.as_ref().is_some_and(open_to)
}

/// What a row does now, if anything.
fn pressed(digit: &str, snapshot: &Snapshot) -> Option<Message> {
    Some(match digit {
        "1" => Message::LanguagePressed(Language::Swedish),
        "2" => Message::LanguagePressed(Language::English),
        "3" if !snapshot.jobs.is_empty() => Message::JobsPressed,
        "4" => Message::DrawerPressed,
        "5" => Message::DevicePressed(Device::Seqr),
        "6" => Message::DevicePressed(Device::Printer),
        "7" => Message::DevicePressed(Device::Scanner),
        "8" => Message::LogOffPressed,
        "9" => Message::QuitPressed,
        "0" => Message::UnlockPressed(locked(snapshot)?.number),
        "F10" if may_set_up(snapshot) => Message::SettingsPressed,
        "F11" => Message::UnsettledPressed,
        TRAIN => Message::TrainPressed(!snapshot.settings.training),
        _ => return None,
    })
}

/// What a key means while the menu is open.
pub(in super::super) fn menu_stroke(stroke: Stroke, snapshot: &Snapshot) -> Option<Message> {
    match stroke {
        Stroke::Character('t' | 'T') => pressed(TRAIN, snapshot),
        Stroke::Character(digit) => pressed(digit.encode_utf8(&mut [0; 4]), snapshot),
        Stroke::Function(10) => pressed("F10", snapshot),
        Stroke::Function(11) => Some(Message::UnsettledPressed),
        Stroke::Function(1) | Stroke::Enter => Some(Message::Closed),
        _ => None,
    }
}

pub(super) fn view<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    let rows = ROWS.map(|(digit, icon, text)| {
        let word = match digit {
            "3" => {
                let count = i64::try_from(frame.snapshot.jobs.len()).unwrap_or(i64::MAX);
                frame.with("menu-jobs", &[("count", count.into())])
            }
            "F11" => {
                let count = i64::try_from(frame.snapshot.unsettled.len()).unwrap_or(i64::MAX);
                frame.with("unsettled-menu", &[("count", count.into())])
            }
            _ => frame.text(text),
        };
        key::menu_row(icon, word, Some(digit))
            .height(measure::ROW_HEIGHT)
            .on_press_maybe(pressed(digit, frame.snapshot))
            .into()
    });
    let unlock = locked(frame.snapshot).map(|person| {
        let word = frame.with("menu-unlock", &[("name", person.name.as_str().into())]);
        key::menu_row(Icon::KeyRound, word, Some("0"))
            .height(measure::ROW_HEIGHT)
            .on_press(Message::UnlockPressed(person.number))
    });
    let training = frame.snapshot.settings.training;
    let word = frame.text(if training { "menu-stop-training" } else { "menu-train" });
    let train = key::menu_row(Icon::GraduationCap, word, Some(TRAIN))
        .height(measure::ROW_HEIGHT)
        .on_press(Message::TrainPressed(!training));
    let set_up = may_set_up(frame.snapshot).then(|| {
        // A copy that could not be made is seen to there.
        let (icon, look) = match frame.snapshot.set_up.backup_trouble {
            Some(_) => (Icon::TriangleAlert, Look::Outlined(Tone::Warn)),
            None => (Icon::Settings, Look::Plain),
        };
        key::menu_row(icon, frame.text("menu-settings"), Some("F10"))
            .look(look)
            .height(measure::ROW_HEIGHT)
            .on_press(Message::SettingsPressed)
    });
    let rows = column![devices(frame)].extend(rows).push(set_up).push(train).push(unlock);
    let rows = rows.spacing(measure::TINY);
    let left = column![languages(frame), rows].spacing(measure::ROOM).width(FillPortion(5));
    let keys = KEYS.map(|(keys, text)| {
        row![theme::strong(keys).width(measure::KEY_NAME_WIDTH), theme::body(frame.text(text)),]
            .spacing(measure::ROOM)
            .align_y(Center)
            .into()
    });
    let right = column![theme::key(frame.text("help-keys")), column(keys).spacing(measure::TINY)]
        .spacing(measure::ROOM)
        .width(FillPortion(6));
    let content = row![left, rule::vertical(1), right].spacing(measure::APART).height(iced::Shrink);
    card::card(
        Icon::Menu,
        None,
        frame.text("menu"),
        Some(Message::Closed),
        measure::WIDEST_CARD_WIDTH,
        content,
    )
}

fn devices<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    let keys = DEVICES.map(|(digit, device, word)| {
        key::labelled(None, frame.text(word), Some(digit))
            .height(measure::ROW_HEIGHT)
            .on_press(Message::DevicePressed(device))
    });
    key::side_by_side(keys)
}

fn languages<'a>(frame: &Frame<'a>) -> Element<'a, Message> {
    let keys = [(Language::Swedish, "1"), (Language::English, "2")].map(|(language, digit)| {
        let chosen = language == frame.snapshot.language;
        key::labelled(chosen.then_some(Icon::Check), language.own_name(), Some(digit))
            .look(if chosen { Look::Chosen } else { Look::Plain })
            .height(measure::ROW_HEIGHT)
            .on_press(Message::LanguagePressed(language))
    });
    key::side_by_side(keys)
}
