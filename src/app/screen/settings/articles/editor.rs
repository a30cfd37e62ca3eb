//! A form for one article.

use std::borrow::Cow;

use iced::widget::row;

use crate::app::form::{Entry, Form};
use crate::app::frame::Frame;
use crate::app::theme::{Icon, Look, Tone, measure};
use crate::app::widget::Element;
use crate::app::widget::choice::choice;
use crate::app::widget::field::{Face, Span, field};
use crate::app::widget::sheet::{self, Cell};
use crate::core::catalog::{Article, ArticleKind, ArticleNumber, Catalog, Code, Conditions, Name};
use crate::core::language::Language;
use crate::core::money::Amount;
use crate::core::vat::VatRate;
use crate::language;
use crate::till::set_up::Request;
use crate::till::snapshot::Snapshot;

use super::super::people::Sent;
use super::super::read;
use super::{Id, Message};

/// The longest name of an article or a group.
const LONGEST_NAME: usize = 60;

/// See the module.
#[derive(Debug)]
pub(super) struct Editor {
    whose: Whose,
    pub form: Form<Id>,
    pub vat: VatRate,
    pub kind: ArticleKind,
    before: (VatRate, ArticleKind),
    /// What this page does not show and leaves as it is.
    conditions: Conditions,
    rates: Vec<VatRate>,
    pub sent: Sent,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Whose {
    New,
    Known(ArticleNumber),
}

impl Editor {
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let vat = snapshot.settings.vat_rates.first().copied();
        let vat = vat.unwrap_or(VatRate::SWEDISH[0]);
        let mut form = texts(None);
        form.focus(Id::Number);
        Editor::with(Whose::New, form, (vat, ArticleKind::Goods), snapshot)
    }

    pub(super) fn of(article: &Article, snapshot: &Snapshot) -> Self {
        let whose = Whose::Known(article.number.clone());
        let before = (article.vat, article.kind);
        let editor = Editor::with(whose, texts(Some(article)), before, snapshot);
        Editor { conditions: article.conditions.clone(), ..editor }
    }

    fn with(
        whose: Whose,
        form: Form<Id>,
        before: (VatRate, ArticleKind),
        snapshot: &Snapshot,
    ) -> Self {
        let mut rates = snapshot.settings.vat_rates.clone();
        if !rates.contains(&before.0) {
            rates.push(before.0);
        }
        let conditions = Conditions::default();
        let (vat, kind) = before;
        Editor { whose, form, vat, kind, before, conditions, rates, sent: Sent::No }
    }

    pub(super) fn is_changed(&self) -> bool {
        self.form.is_changed() || (self.vat, self.kind) != self.before
    }

    pub(super) fn heading<'a>(&self, frame: &Frame<'a>) -> Cow<'a, str> {
        match &self.whose {
            Whose::New => frame.text("settings-article-new"),
            Whose::Known(number) => {
                frame.with("settings-article-of", &[("number", number.as_str().into())])
            }
        }
    }

    pub(super) fn save(&mut self, snapshot: &Snapshot) -> Option<Request> {
        let article = self.article(&snapshot.catalog)?;
        self.form.leave();
        self.sent = Sent::now(&snapshot.set_up);
        Some(Request::Article(Box::new(article)))
    }

    pub(super) fn remove(&mut self, snapshot: &Snapshot) -> Option<Request> {
        let Whose::Known(number) = &self.whose else { return None };
        self.sent = Sent::now(&snapshot.set_up);
        Some(Request::RemoveArticle(number.clone()))
    }

    /// The article as it was typed, if everything in it can be used.
    fn article(&self, catalog: &Catalog) -> Option<Article> {
        let typed = [Id::Number, Id::Name, Id::Price, Id::Group, Id::Codes];
        if typed.into_iter().any(|id| self.fault(id, catalog).is_some()) {
            return None;
        }
        let text = |id| self.form.text(id).trim();
        let number = match &self.whose {
            Whose::New => ArticleNumber::new(text(Id::Number)).ok()?,
            Whose::Known(number) => number.clone(),
        };
        let group = Name::new(text(Id::Group), Some(text(Id::EnglishGroup)));
        // Whoever types the Swedish name of a group means that group.
        let known = catalog.groups().iter().map(|group| &group.name);
        let same = |name: &&Name| {
            name.in_language(Language::Swedish) == group.in_language(Language::Swedish)
        };
        let known = known.into_iter().find(same).filter(|_| text(Id::EnglishGroup).is_empty());
        Some(Article {
            number,
            name: Name::new(text(Id::Name), Some(text(Id::EnglishName))),
            codes: codes(text(Id::Codes)).into_iter().flatten().collect(),
            price: Amount::parse(text(Id::Price)).ok()?,
            vat: self.vat,
            group: known.cloned().unwrap_or(group),
            kind: self.kind,
            conditions: self.conditions.clone(),
        })
    }

    /// The key of what is wrong with a field.
    fn fault(&self, id: Id, catalog: &Catalog) -> Option<&'static str> {
        let text = self.form.text(id).trim();
        match id {
            Id::Number if self.whose == Whose::New => match ArticleNumber::new(text) {
                Err(_) => Some("settings-article-number-fault"),
                Ok(number) => catalog.by_number(&number).map(|_| "settings-article-number-taken"),
            },
            Id::Name | Id::Group => text.is_empty().then_some("settings-fault-missing"),
            Id::Price => Amount::parse(text).err().map(|_| "settings-article-price-fault"),
            Id::Codes if codes(text).iter().any(Option::is_none) => {
                Some("settings-article-codes-fault")
            }
            Id::Codes => {
                let mine = |article: &Article| self.whose == Whose::Known(article.number.clone());
                let taken = codes(text)
                    .into_iter()
                    .flatten()
                    .any(|code| catalog.by_code(&code).is_some_and(|article| !mine(article)));
                taken.then_some("settings-article-code-taken")
            }
            _ => None,
        }
    }

    pub(super) fn cells<'a>(&'a self, frame: &Frame<'a>) -> Vec<Cell<'a, Message>> {
        let catalog = &frame.snapshot.catalog;
        let one = |id, face: Face<'a>, span| {
            let typing = self.form.focused() == Some(id);
            let fault = self.fault(id, catalog).filter(|_| !typing).map(|key| frame.text(key));
            let face = face.fault(fault);
            let element = field(&self.form, id, face, span, frame.texts, Message::FieldPressed(id));
            match span {
                Span::Half => Cell::half(element, typing),
                Span::Whole => Cell::whole(element, typing),
            }
        };
        let half = |id, key: &str| one(id, Face::new(frame.text(key)), Span::Half);
        let language = frame.texts.language();
        let rates =
            self.rates.iter().map(|rate| (language::percent(*rate, language).into(), *rate));
        let rates = rates.collect::<Vec<_>>();
        let kinds = [
            (frame.text("settings-goods"), ArticleKind::Goods),
            (frame.text("settings-service"), ArticleKind::Service),
        ];
        let mut cells = Vec::new();
        if self.whose == Whose::New {
            let face = Face::new(frame.text("settings-article-number"))
                .hint(frame.text("settings-article-number-hint"));
            cells.push(one(Id::Number, face, Span::Half));
        }
        let price = Face::new(frame.text("settings-article-price"))
            .hint(frame.text("settings-article-price-hint"))
            .unit(frame.snapshot.settings.currency.clone());
        let codes = Face::new(frame.text("settings-article-codes"))
            .hint(frame.text("settings-article-codes-hint"));
        let vat = Face::new(frame.text("settings-article-vat"));
        let kind = Face::new(frame.text("settings-article-kind"));
        let price = one(Id::Price, price, Span::Half);
        let names = [
            half(Id::Name, "settings-article-name"),
            half(Id::EnglishName, "settings-article-english"),
        ];
        cells.push(price);
        if self.whose != Whose::New {
            cells.push(Cell::half(
                choice(kind, kinds, Some(self.kind), Message::KindPressed),
                false,
            ));
            cells.extend(names);
        } else {
            cells.extend(names);
            cells.push(Cell::half(
                choice(kind, kinds, Some(self.kind), Message::KindPressed),
                false,
            ));
            cells.push(Cell::half(iced::widget::space(), false));
        }
        cells.extend([
            half(Id::Group, "settings-article-group"),
            half(Id::EnglishGroup, "settings-article-group-english"),
            one(Id::Codes, codes, Span::Whole),
            Cell::whole(choice(vat, rates, Some(self.vat), Message::RatePressed), false),
        ]);
        cells
    }

    pub(super) fn foot<'a>(&self, frame: &Frame<'a>, busy: bool) -> Element<'a, Message> {
        let remove = matches!(self.whose, Whose::Known(_)).then(|| {
            sheet::foot_key(Icon::Trash2, frame.text("settings-article-remove"), None)
                .look(Look::Outlined(Tone::Danger))
                .on_press(Message::RemovePressed)
        });
        let possible =
            self.is_changed() && !busy && self.article(&frame.snapshot.catalog).is_some();
        let save = sheet::forward_key(Icon::Check, frame.text("settings-save"), Some("F12"))
            .on_press_maybe(possible.then_some(Message::SavePressed));
        row![remove, save].spacing(measure::APART).into()
    }
}

/// The texts of an article, or of none.
fn texts(article: Option<&Article>) -> Form<Id> {
    let swedish = |name: &Name| name.in_language(Language::Swedish).to_owned();
    // A name that is the same in English is not there twice.
    let english = |name: &Name| name.all().nth(1).unwrap_or_default().to_owned();
    let of = |text: fn(&Article) -> String| article.map(text).unwrap_or_default();
    let name = article.map(|article| swedish(&article.name)).unwrap_or_default();
    let english_name = article.map(|article| english(&article.name)).unwrap_or_default();
    let group = article.map(|article| swedish(&article.group)).unwrap_or_default();
    let english_group = article.map(|article| english(&article.group)).unwrap_or_default();
    let codes = of(|article| article.codes.iter().map(Code::as_str).collect::<Vec<_>>().join(" "));
    let mut entries = vec![
        Entry::decimal(Id::Price, &of(|article| read::typed(article.price)), 9),
        Entry::words(Id::Name, &name, LONGEST_NAME),
        Entry::words(Id::EnglishName, &english_name, LONGEST_NAME),
        Entry::words(Id::Group, &group, LONGEST_NAME),
        Entry::words(Id::EnglishGroup, &english_group, LONGEST_NAME),
        Entry::plain(Id::Codes, &codes, 200),
    ];
    if article.is_none() {
        entries.insert(0, Entry::plain(Id::Number, "", 20));
    }
    Form::new(entries)
}

/// The bar codes of a text, with blanks between them; `None` for each that is none.
fn codes(text: &str) -> Vec<Option<Code>> {
    text.split([' ', ',', ';'])
        .filter(|code| !code.is_empty())
        .map(|code| Code::new(code).ok())
        .collect()
}
