//! The shop as receipts name it, and this register.

use crate::app::theme::Icon;
use crate::app::widget::field::Face;
use crate::app::widget::key;
use crate::app::widget::sheet::Cell;
use crate::core::language::Language;

use super::super::Message;
use super::super::draft::{Change, Id, LINES};
use super::Page;

pub(super) fn shop<'a>(page: &Page<'a, '_>) -> Vec<Cell<'a, Message>> {
    let mut cells = vec![
        page.half(Id::ShopName, "settings-field-shop-name"),
        page.half(Id::OrganisationNumber, "settings-field-organisation-number"),
    ];
    for (count, id, label) in [
        (LINES.0, Id::Address as fn(u8) -> Id, "settings-field-address"),
        (0, Id::Address, "settings-field-vat-rates"),
        (LINES.1, Id::Header, "settings-field-header"),
        (LINES.2, Id::Footer, "settings-field-footer"),
    ] {
        if count == 0 {
            let hint = page.text("settings-vat-rates-hint");
            let face = page.face(Id::VatRates, label).hint(hint);
            cells.push(page.field(Id::VatRates, face, super::Span::Half));
        }
        cells.extend((0..count).map(|line| {
            let number = [("line", u32::from(line + 1).into())];
            let suffix = page.frame.with("settings-line", &number);
            let words = format!("{}{suffix}", page.text(label));
            let face = Face::new(words).fault(page.fault(id(line)));
            page.field(id(line), face, super::Span::Half)
        }));
    }
    cells
}

pub(super) fn register<'a>(page: &Page<'a, '_>) -> Vec<Cell<'a, Message>> {
    let languages = Language::ALL.map(|language| (language.own_name().into(), language));
    let chosen = &page.draft.chosen;
    let log_off = page
        .face(Id::LogOff, "settings-field-log-off")
        .hint(page.text("settings-log-off-hint"))
        .unit(page.text("settings-seconds"));
    let training = page.frame.snapshot.settings.training;
    let (icon, word) = if training {
        (Icon::LogOut, "settings-training-end")
    } else {
        (Icon::GraduationCap, "settings-training-begin")
    };
    let train =
        key::labelled(Some(icon), page.text(word), None).on_press(Message::TrainPressed(!training));
    let wizard = key::labelled(Some(Icon::Settings), page.text("settings-wizard-open"), None)
        .on_press(Message::WizardPressed);
    vec![
        page.half(Id::Register, "settings-field-register"),
        page.half(Id::ManufacturingNumber, "settings-field-manufacturing-number"),
        Cell::half(
            page.choice(
                Face::new(page.text("settings-language")),
                languages,
                chosen.language,
                Change::Language,
            ),
            false,
        ),
        page.half(Id::Currency, "settings-field-currency"),
        page.switch(Face::new(page.text("settings-sound")), chosen.sound, Change::Sound),
        page.field(Id::LogOff, log_off, super::Span::Half),
        Cell::half(
            page.trial("settings-training", [train], Some(page.text("settings-training-hint"))),
            false,
        ),
        Cell::half(page.trial("settings-wizard", [wizard], None), false),
    ]
}
