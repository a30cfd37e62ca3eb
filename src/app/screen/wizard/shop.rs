//! The steps of the shop and of the register's designation.

use iced::Fill;

use super::page::{Id, Page};
use super::step::SHOP_FIELDS;
use super::{Action, Message, State};
use crate::app::form::{self, Entry, Form};
use crate::app::frame::Frame;
use crate::app::theme::{Icon, Look, measure};
use crate::app::widget::field::{Face, Span, cell, field};
use crate::app::widget::sheet::{Cell, cells};
use crate::app::widget::{Element, key};
use crate::core::settings::check::{self, Field};
use crate::core::settings::{Settings, Shop};
use crate::core::vat::VatRate;
use crate::language;
use crate::till::snapshot::Snapshot;

/// Characters of a line of paper.
const LINE: usize = 48;

/// What the shop is now.
pub(super) fn form(settings: &Settings) -> Form<Id> {
    let shop = &settings.shop;
    let line = |lines: &[String], place: usize| lines.get(place).cloned().unwrap_or_default();
    Form::new([
        Entry::words(Id::ShopName, &shop.name, LINE),
        Entry::plain(Id::OrganisationNumber, &shop.organisation_number, 11),
        Entry::words(Id::Street, &line(&shop.address, 0), LINE),
        Entry::words(Id::Town, &line(&shop.address, 1), LINE),
        Entry::words(Id::Header, &line(&shop.header, 0), LINE),
        Entry::plain(Id::Currency, &settings.currency, 3),
        Entry::words(Id::Footer, &line(&shop.footer, 0), LINE),
        Entry::words(Id::FooterBelow, &line(&shop.footer, 1), LINE),
    ])
}

/// Lines of which the first have been typed here; others that were there stay.
fn lines(before: &[String], typed: &[&str]) -> Vec<String> {
    let rest = before.iter().skip(typed.len()).cloned();
    let mut lines: Vec<String> =
        typed.iter().map(|line| line.trim().to_owned()).chain(rest).collect();
    while lines.last().is_some_and(String::is_empty) {
        let _empty = lines.pop();
    }
    lines.retain(|line| !line.is_empty());
    lines
}

impl State {
    /// The settings with the shop as it has been typed.
    fn typed_shop(&self, settings: &mut Settings) {
        let text = |id| self.form.text(id).trim();
        let before = std::mem::take(&mut settings.shop);
        // The number is written as the law writes it.
        let number = text(Id::OrganisationNumber);
        let number = match (number.len(), number.bytes().all(|byte| byte.is_ascii_digit())) {
            (10, true) => format!("{}-{}", &number[..6], &number[6..]),
            _ => number.to_owned(),
        };
        settings.shop = Shop {
            name: text(Id::ShopName).to_owned(),
            organisation_number: number,
            address: lines(&before.address, &[text(Id::Street), text(Id::Town)]),
            header: lines(&before.header, &[text(Id::Header)]),
            footer: lines(&before.footer, &[text(Id::Footer), text(Id::FooterBelow)]),
            manufacturing_number: before.manufacturing_number,
        };
        settings.currency = text(Id::Currency).to_uppercase();
        if let Page::Shop(rates) = &self.page {
            settings.vat_rates.clone_from(rates);
        }
    }

    pub(super) fn save_shop(&mut self, snapshot: &Snapshot) -> Action {
        let mut settings = Settings::clone(&snapshot.settings);
        self.typed_shop(&mut settings);
        self.problems = check::problems(&settings);
        self.problems.retain(|problem| SHOP_FIELDS.contains(&problem.field));
        if !self.problems.is_empty() {
            return Action::NONE;
        }
        self.save(snapshot, |saved| *saved = settings)
    }

    pub(super) fn rate_pressed(&mut self, rate: VatRate) -> Action {
        if let Page::Shop(rates) = &mut self.page {
            match rates.iter().position(|chosen| *chosen == rate) {
                Some(place) => {
                    let _rate = rates.remove(place);
                }
                None => {
                    // In the order of the law's rates; rates of its own stay where they are.
                    rates.push(rate);
                    rates.sort_by_key(|rate| {
                        let all = VatRate::SWEDISH;
                        all.iter().position(|known| known == rate).unwrap_or(all.len())
                    });
                }
            }
            self.problems.retain(|problem| problem.field != Field::VatRates);
        }
        Action::NONE
    }

    pub(super) fn save_register(&mut self, snapshot: &Snapshot) -> Action {
        let mut settings = Settings::clone(&snapshot.settings);
        self.form.text(Id::Register).trim().clone_into(&mut settings.register);
        self.problems = check::problems(&settings);
        self.problems.retain(|problem| problem.field == Field::Register);
        if !self.problems.is_empty() {
            return Action::NONE;
        }
        self.save(snapshot, |saved| *saved = settings)
    }

    pub(super) fn view_shop<'a>(&'a self, frame: &Frame<'a>, room: f32) -> Element<'a, Message> {
        let half = |id, label: &str, of: Option<Field>| self.cell(frame, id, label, None, of);
        let rates = Cell::whole(self.view_rates(frame), false);
        cells(
            [
                half(Id::ShopName, "wizard-shop-name", Some(Field::ShopName)),
                self.cell(
                    frame,
                    Id::OrganisationNumber,
                    "wizard-organisation-number",
                    Some("wizard-organisation-number-hint"),
                    Some(Field::OrganisationNumber),
                ),
                half(Id::Street, "wizard-street", Some(Field::Address)),
                half(Id::Town, "wizard-town", None),
                half(Id::Header, "wizard-header", Some(Field::Header)),
                half(Id::Currency, "wizard-currency", Some(Field::Currency)),
                half(Id::Footer, "wizard-footer", Some(Field::Footer)),
                half(Id::FooterBelow, "wizard-footer-below", None),
                rates,
            ],
            room,
        )
    }

    fn view_rates<'a>(&'a self, frame: &Frame<'a>) -> Element<'a, Message> {
        let chosen: &[VatRate] = match &self.page {
            Page::Shop(rates) => rates,
            _ => &[],
        };
        let known = VatRate::SWEDISH;
        let own = chosen.iter().filter(|rate| !known.contains(rate));
        let keys = known.iter().chain(own).map(|rate| {
            let is_chosen = chosen.contains(rate);
            let word = language::percent(*rate, frame.texts.language());
            key::labelled(is_chosen.then_some(Icon::Check), word, None)
                .look(if is_chosen { Look::Chosen } else { Look::Plain })
                .height(measure::TARGET)
                .width(Fill)
                .padding([0.0, measure::TINY])
                .on_press(Message::RatePressed(*rate))
        });
        let fault = self.fault(frame, Field::VatRates);
        let label = frame.text("wizard-vat");
        cell(label, key::side_by_side(keys), Some(frame.text("wizard-vat-hint")), fault)
    }

    pub(super) fn view_register<'a>(
        &'a self,
        frame: &Frame<'a>,
        room: f32,
    ) -> Element<'a, Message> {
        let name = self.cell(
            frame,
            Id::Register,
            "wizard-register",
            Some("wizard-register-hint"),
            Some(Field::Register),
        );
        cells([name], room)
    }

    /// A field of half the width, with what is wrong with its part of the settings.
    pub(super) fn cell<'a>(
        &'a self,
        frame: &Frame<'a>,
        id: Id,
        label: &str,
        hint: Option<&str>,
        of: Option<Field>,
    ) -> Cell<'a, Message> {
        let element = self.field(frame, id, label, hint, of, Span::Half);
        Cell::half(element, self.form.focused() == Some(id))
    }

    /// A field of the whole width.
    pub(super) fn wide_cell<'a>(
        &'a self,
        frame: &Frame<'a>,
        id: Id,
        label: &str,
        hint: Option<&str>,
        of: Option<Field>,
    ) -> Cell<'a, Message> {
        let element = self.field(frame, id, label, hint, of, Span::Whole);
        Cell::whole(element, self.form.focused() == Some(id))
    }

    fn field<'a>(
        &'a self,
        frame: &Frame<'a>,
        id: Id,
        label: &str,
        hint: Option<&str>,
        of: Option<Field>,
        span: Span,
    ) -> Element<'a, Message> {
        let fault = of.and_then(|of| self.fault(frame, of));
        let face = Face::new(frame.text(label)).fault(fault);
        let face = match hint {
            Some(hint) => face.hint(frame.text(hint)),
            None => face,
        };
        field(&self.form, id, face, span, frame.texts, Message::FieldPressed(id))
    }

    pub(super) fn fault(
        &self,
        frame: &Frame<'_>,
        of: Field,
    ) -> Option<std::borrow::Cow<'static, str>> {
        let problem = self.problems.iter().find(|problem| problem.field == of)?;
        Some(form::fault(*problem, frame.texts))
    }
}
