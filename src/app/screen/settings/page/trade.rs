//! The ways to pay, and the accounts that trade is booked on.

use crate::app::widget::field::{Face, Span};
use crate::app::widget::sheet::Cell;
use crate::core::settings::check::Field;
use crate::language;

use super::super::Message;
use super::super::draft::{Change, Id, QUICK};
use super::super::read::{self, Account};
use super::{Page, said_in_words};
use crate::app::theme::Icon;

pub(super) fn tenders<'a>(page: &Page<'a, '_>) -> Vec<Cell<'a, Message>> {
    let tenders = &page.draft.chosen.tenders;
    let cash = Face::new(page.text("settings-cash")).fault(page.fault_of(Field::Tenders));
    let card = Face::new(page.text("settings-card")).hint(page.text("settings-card-hint"));
    let mut cells = vec![
        page.switch(cash, tenders.cash, Change::Cash),
        page.switch(card, tenders.card, Change::Card),
    ];
    let unit = page.frame.snapshot.settings.currency.clone();
    cells.extend((0..QUICK).map(|place| {
        let number = [("number", u32::from(place + 1).into())];
        let face = Face::new(page.frame.with("settings-quick-amount", &number))
            .fault(page.fault(Id::QuickAmount(place)))
            .unit(unit.clone());
        page.field(Id::QuickAmount(place), face, Span::Half)
    }));
    let hint = page.text("settings-quick-amounts-hint");
    cells.push(Cell::whole(said_in_words(Icon::Info, None, hint), false));
    cells
}

pub(super) fn accounts<'a>(page: &Page<'a, '_>) -> Vec<Cell<'a, Message>> {
    let form = page.draft.form(page.group);
    let all = (0u8..).zip(read::accounts(&page.draft.chosen)).map(|(place, (account, _))| {
        let id = Id::Account(place);
        let name = |key: &str, rate| {
            let rate = language::percent(rate, page.frame.texts.language());
            page.frame.with(key, &[("rate", rate.into())])
        };
        let (label, needed) = match account {
            Account::Cash => (page.text("settings-account-cash"), true),
            Account::Card => (page.text("settings-account-card"), true),
            Account::Seqr => (page.text("settings-account-seqr"), true),
            Account::Voucher => (page.text("settings-account-voucher"), true),
            Account::Receivable => (page.text("settings-account-receivable"), true),
            Account::Rounding => (page.text("settings-account-rounding"), true),
            Account::CashDifference => (page.text("settings-account-difference"), true),
            Account::Sales(rate) => (name("settings-account-sales", rate), true),
            Account::Tax(rate) => (name("settings-account-tax", rate), true),
        };
        let empty = needed && form.text(id).is_empty() && !page.is_typing(id);
        let fault = empty.then(|| page.text("settings-fault-missing"));
        let cell = page.field(id, Face::new(label).fault(fault), Span::Half);
        (account, cell)
    });
    // Sales without tax stand beside the seventh, so that sales and tax of the other rates stand beside each other.
    let (mut plain, mut taxed, mut untaxed) = (Vec::new(), Vec::new(), Vec::new());
    for (account, cell) in all {
        match account {
            Account::Sales(rate) if rate.hundredths() == 0 => untaxed.push(cell),
            Account::Sales(_) | Account::Tax(_) => taxed.push(cell),
            _ => plain.push(cell),
        }
    }
    if untaxed.is_empty() {
        untaxed.push(Cell::half(iced::widget::space(), false));
    }
    plain.into_iter().chain(untaxed).chain(taxed).collect()
}
