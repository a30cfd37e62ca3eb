//! What is typed into the fields of a form: which field the keys write into, what is in each, what a key does.
//!
//! Draws nothing (see [`super::widget::field`] and [`super::widget::board`]) and saves nothing. Whether what was typed
//! can be used is asked elsewhere; [`fault`] says in words what was found.

use std::borrow::Cow;
use std::fmt;

use zeroize::{Zeroize, Zeroizing};

use super::keyboard::Stroke;
use crate::core::language::Language;
use crate::core::settings::check::{Fault, Field, Problem};
use crate::language::Texts;

/// How a field is typed: which keys it needs and what it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Names and sentences: the first letter is a capital.
    Words,
    /// Paths, addresses, ids: as it is typed.
    Plain,
    /// Digits only.
    Digits,
    /// Digits and a decimal sign, kept as `,`.
    Decimal,
}

/// Which letters the keys of the board write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Layer {
    /// Small letters.
    #[default]
    Small,
    /// Capitals, for one letter.
    Capital,
    /// Signs.
    Signs,
}

/// A key of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Press {
    /// A key that a keyboard has too.
    Stroke(Stroke),
    /// Other letters.
    Layer(Layer),
    /// The board is put away.
    Hide,
}

/// What became of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It wrote something, or moved to another field.
    Taken,
    /// It ended the last field: everything has been typed.
    Done,
    /// The field was left and the board with it.
    Left,
    /// It means nothing in a form, or no field has the keys: whoever shows the form may use it.
    Ignored,
}

/// Why a key wrote nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// There is no room for more than so many characters.
    Full {
        /// The most characters.
        most: usize,
    },
    /// The field takes digits only.
    DigitsOnly,
}

impl Refusal {
    /// The sentence that says so.
    pub fn words(self, texts: &'static Texts) -> Cow<'static, str> {
        match self {
            Refusal::Full { most } => {
                texts.with("settings-fault-too-long", &[("most", number(most).into())])
            }
            Refusal::DigitsOnly => texts.get("settings-fault-digits-only"),
        }
    }
}

/// A field and what is in it.
pub struct Entry<Id> {
    id: Id,
    kind: Kind,
    most: usize,
    hidden: bool,
    /// Wiped when dropped: it may be a password.
    text: Zeroizing<String>,
    /// What was there before anybody typed.
    before: Zeroizing<String>,
}

impl<Id: fmt::Debug> fmt::Debug for Entry<Id> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = if self.hidden { "…" } else { self.text.as_str() };
        formatter.debug_struct("Entry").field("id", &self.id).field("text", &shown).finish()
    }
}

impl<Id> Entry<Id> {
    fn new(id: Id, kind: Kind, text: &str, most: usize) -> Self {
        // Room for everything from the start: a password that moves leaves a copy behind.
        let mut kept = String::with_capacity(most.min(256) * 4);
        kept.push_str(text);
        let before = Zeroizing::new(text.to_owned());
        Entry { id, kind, most, hidden: false, text: Zeroizing::new(kept), before }
    }

    /// Names and sentences of at most `most` characters.
    pub fn words(id: Id, text: &str, most: usize) -> Self {
        Entry::new(id, Kind::Words, text, most)
    }

    /// Paths, addresses, ids of at most `most` characters.
    pub fn plain(id: Id, text: &str, most: usize) -> Self {
        Entry::new(id, Kind::Plain, text, most)
    }

    /// A number of at most `most` digits.
    pub fn digits(id: Id, text: &str, most: usize) -> Self {
        Entry::new(id, Kind::Digits, text, most)
    }

    /// A number with decimals.
    pub fn decimal(id: Id, text: &str, most: usize) -> Self {
        Entry::new(id, Kind::Decimal, text, most)
    }

    /// Shown as dots: a password, a PIN.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// What has been typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is seen of it: dots where it is hidden, and the decimal sign of the language.
    pub fn shown(&self, texts: &Texts) -> Cow<'_, str> {
        if self.hidden {
            Cow::Owned("●".repeat(self.text.chars().count()))
        } else if self.kind == Kind::Decimal && texts.language() == Language::English {
            Cow::Owned(self.text.replace(',', "."))
        } else {
            Cow::Borrowed(&self.text)
        }
    }

    fn write(&mut self, character: char) -> Result<(), Refusal> {
        let character = match self.kind {
            Kind::Words | Kind::Plain => character,
            Kind::Digits | Kind::Decimal if character.is_ascii_digit() => character,
            Kind::Decimal if matches!(character, ',' | '.') && !self.text.contains(',') => ',',
            Kind::Digits | Kind::Decimal => return Err(Refusal::DigitsOnly),
        };
        if self.text.chars().count() >= self.most {
            return Err(Refusal::Full { most: self.most });
        }
        self.text.push(character);
        Ok(())
    }
}

/// Fields in the order in which Tab goes through them, and which of them has the keys.
#[derive(Debug)]
pub struct Form<Id> {
    entries: Vec<Entry<Id>>,
    focus: Option<usize>,
    layer: Layer,
    refusal: Option<Refusal>,
}

impl<Id: Copy + Eq> Form<Id> {
    /// A form that nobody types in yet.
    pub fn new(entries: impl IntoIterator<Item = Entry<Id>>) -> Self {
        let entries = entries.into_iter().collect();
        Form { entries, focus: None, layer: Layer::Small, refusal: None }
    }

    /// A field.
    pub fn entry(&self, id: Id) -> Option<&Entry<Id>> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// What has been typed into a field; nothing if there is no such field.
    pub fn text(&self, id: Id) -> &str {
        self.entry(id).map_or("", Entry::text)
    }

    /// Writes a whole text into a field: one that was chosen or scanned instead of typed.
    pub fn set(&mut self, id: Id, text: &str) {
        self.refusal = None;
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id) {
            entry.text.zeroize();
            entry.text.push_str(text);
        }
    }

    /// Whether anything differs from what was there at first.
    pub fn is_changed(&self) -> bool {
        self.entries.iter().any(|entry| entry.text != entry.before)
    }

    /// What is there now is what was there at first: it has been saved.
    pub fn settle(&mut self) {
        for entry in &mut self.entries {
            entry.before.clone_from(&entry.text);
        }
    }

    /// Which field has the keys.
    pub fn focused(&self) -> Option<Id> {
        self.focus.and_then(|place| self.entries.get(place)).map(|entry| entry.id)
    }

    /// Gives a field the keys.
    pub fn focus(&mut self, id: Id) {
        self.focus_place(self.entries.iter().position(|entry| entry.id == id));
    }

    /// Gives the first field the keys, if there is one.
    pub fn focus_first(&mut self) {
        self.focus_place((!self.entries.is_empty()).then_some(0));
    }

    /// Takes the keys away from every field.
    pub fn leave(&mut self) {
        self.focus_place(None);
    }

    /// How the field with the keys is typed.
    pub fn kind(&self) -> Option<Kind> {
        self.focus.and_then(|place| self.entries.get(place)).map(|entry| entry.kind)
    }

    /// Which letters the board shows.
    pub fn layer(&self) -> Layer {
        self.layer
    }

    /// Whether the field with the keys is the last one.
    pub fn is_last(&self) -> bool {
        self.focus.is_some_and(|place| place + 1 >= self.entries.len())
    }

    /// Why the last key wrote nothing in this field.
    pub fn refusal(&self, id: Id) -> Option<Refusal> {
        self.refusal.filter(|_| self.focused() == Some(id))
    }

    /// Takes a key of the board.
    pub fn press(&mut self, press: Press) -> Outcome {
        match press {
            Press::Stroke(stroke) => self.stroke(stroke),
            Press::Layer(layer) => {
                self.layer = layer;
                Outcome::Taken
            }
            Press::Hide => self.stroke(Stroke::Escape),
        }
    }

    /// Takes a key of the keyboard, if a field has the keys: characters write, Backspace takes one away, Delete all of
    /// them, Tab, Enter and the arrows go to another field, Escape leaves it.
    pub fn stroke(&mut self, stroke: Stroke) -> Outcome {
        let Some(place) = self.focus else { return Outcome::Ignored };
        let Some(entry) = self.entries.get_mut(place) else { return Outcome::Ignored };
        self.refusal = None;
        match stroke {
            Stroke::Character(character) => {
                self.refusal = entry.write(character).err();
                if self.layer == Layer::Capital {
                    self.layer = Layer::Small;
                }
            }
            Stroke::Backspace => {
                let _last = entry.text.pop();
                self.layer = self.layer_of(place);
            }
            Stroke::Delete => {
                entry.text.zeroize();
                self.layer = self.layer_of(place);
            }
            Stroke::Enter | Stroke::Down if place + 1 >= self.entries.len() => {
                if stroke == Stroke::Enter {
                    self.leave();
                    return Outcome::Done;
                }
            }
            Stroke::Enter | Stroke::Down => self.focus_place(Some(place + 1)),
            Stroke::Tab => self.focus_place(Some((place + 1) % self.entries.len())),
            Stroke::Up => self.focus_place(Some(place.saturating_sub(1))),
            Stroke::Escape => {
                self.leave();
                return Outcome::Left;
            }
            Stroke::PageUp | Stroke::PageDown | Stroke::Function(_) => return Outcome::Ignored,
        }
        Outcome::Taken
    }

    fn focus_place(&mut self, place: Option<usize>) {
        self.focus = place;
        self.refusal = None;
        self.layer = place.map_or(Layer::Small, |place| self.layer_of(place));
    }

    /// A name begins with a capital.
    fn layer_of(&self, place: usize) -> Layer {
        let first = |entry: &Entry<Id>| entry.kind == Kind::Words && entry.text.is_empty();
        if self.entries.get(place).is_some_and(first) { Layer::Capital } else { Layer::Small }
    }
}

/// A count as texts take it.
fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What is wrong with a field of the settings, and what to write instead.
pub fn fault(problem: Problem, texts: &'static Texts) -> Cow<'static, str> {
    match problem.fault {
        Fault::TooLong { most } => texts.with(fault_key(problem), &[("most", number(most).into())]),
        _ => texts.get(fault_key(problem)),
    }
}

/// Fields whose own words say more than those of the fault alone.
fn fault_key(problem: Problem) -> &'static str {
    match (problem.field, problem.fault) {
        (Field::QuickAmounts, Fault::TooLong { .. }) => "settings-fault-quick-amounts-too-many",
        (Field::QuickAmounts, Fault::Range) => "settings-fault-quick-amounts-range",
        (Field::VatRates, Fault::Missing) => "settings-fault-vat-rates-missing",
        (Field::VatRates, Fault::Form) => "settings-fault-vat-rates-form",
        (Field::VatRates, Fault::Range) => "settings-fault-vat-rates-range",
        (Field::Tenders, _) => "settings-fault-tenders",
        (Field::Register, Fault::Characters) => "settings-fault-register-characters",
        (Field::OrganisationNumber, Fault::Form) => "settings-fault-organisation-number-form",
        (Field::Currency, Fault::Form) => "settings-fault-currency",
        (Field::SeqrAddress, Fault::Form) => "settings-fault-seqr-address",
        (Field::PrinterPort, Fault::Form) => "settings-fault-printer-port",
        (Field::Discounts, Fault::Range) => "settings-fault-discounts",
        (Field::Accounts, Fault::Form) => "settings-fault-accounts",
        (Field::ScannerBaud | Field::PrinterBaud, Fault::Range) => "settings-fault-baud",
        (Field::PrinterColumns, Fault::Range) => "settings-fault-columns",
        (Field::ScreenWidth, Fault::Range) => "settings-fault-screen-width",
        (Field::LogOffAfter, Fault::Range) => "settings-fault-log-off",
        (Field::BackupHour, Fault::Range) => "settings-fault-backup-hour",
        (Field::BackupDays, Fault::Range) => "settings-fault-backup-days",
        (_, Fault::Missing) => "settings-fault-missing",
        (_, Fault::TooLong { .. }) => "settings-fault-too-long",
        (_, Fault::Characters) => "settings-fault-characters",
        (_, Fault::CheckDigit) => "settings-fault-check-digit",
        (_, Fault::Form) => "settings-fault-form",
        (_, Fault::Range) => "settings-fault-range",
        (_, Fault::Twice) => "settings-fault-twice",
        (_, Fault::NotEncrypted) => "settings-fault-not-encrypted",
    }
}

/// The name of a field of the settings, as it stands above it.
pub fn label(field: Field, texts: &'static Texts) -> Cow<'static, str> {
    texts.get(match field {
        Field::ShopName => "settings-field-shop-name",
        Field::OrganisationNumber => "settings-field-organisation-number",
        Field::Address => "settings-field-address",
        Field::Header => "settings-field-header",
        Field::Footer => "settings-field-footer",
        Field::ManufacturingNumber => "settings-field-manufacturing-number",
        Field::Register => "settings-field-register",
        Field::Currency => "settings-field-currency",
        Field::VatRates => "settings-field-vat-rates",
        Field::SeqrAddress => "settings-field-seqr-address",
        Field::ClientId => "settings-field-client-id",
        Field::ClientReference => "settings-field-client-reference",
        Field::ScannerPort => "settings-field-scanner-port",
        Field::ScannerBaud => "settings-field-scanner-baud",
        Field::PrinterPort => "settings-field-printer-port",
        Field::PrinterBaud => "settings-field-printer-baud",
        Field::PrinterColumns => "settings-field-printer-columns",
        Field::Tenders => "settings-field-tenders",
        Field::QuickAmounts => "settings-field-quick-amounts",
        Field::Discounts => "settings-field-discounts",
        Field::Accounts => "settings-field-accounts",
        Field::ScreenWidth => "settings-field-screen-width",
        Field::LogOffAfter => "settings-field-log-off",
        Field::BackupHour => "settings-field-backup-hour",
        Field::BackupDays => "settings-field-backup-days",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Id {
        Name,
        Path,
        Pin,
        Price,
    }

    fn form() -> Form<Id> {
        Form::new([
            Entry::words(Id::Name, "", 6),
            Entry::plain(Id::Path, "/x", 40),
            Entry::digits(Id::Pin, "", 4).hidden(),
            Entry::decimal(Id::Price, "", 9),
        ])
    }

    fn typed(form: &mut Form<Id>, text: &str) {
        for character in text.chars() {
            let _taken = form.stroke(Stroke::Character(character));
        }
    }

    #[test]
    fn keys_write_into_the_field_that_has_them() {
        let mut form = form();
        assert_eq!(form.stroke(Stroke::Character('a')), Outcome::Ignored, "no field has them");
        form.focus(Id::Name);
        assert_eq!(form.layer(), Layer::Capital);
        typed(&mut form, "Åäö é");
        assert_eq!((form.text(Id::Name), form.layer()), ("Åäö é", Layer::Small));
        assert_eq!(form.stroke(Stroke::Enter), Outcome::Taken);
        typed(&mut form, "/y");
        assert_eq!(form.stroke(Stroke::Backspace), Outcome::Taken);
        assert_eq!((form.focused(), form.text(Id::Path)), (Some(Id::Path), "/x/"));
        assert_eq!(form.stroke(Stroke::Delete), Outcome::Taken);
        assert_eq!(form.text(Id::Path), "");
        assert_eq!(form.stroke(Stroke::Escape), Outcome::Left);
        assert_eq!(form.stroke(Stroke::Escape), Outcome::Ignored);
    }

    #[test]
    fn what_does_not_fit_is_refused_in_words_until_the_next_key() {
        let mut form = form();
        form.focus(Id::Name);
        typed(&mut form, "abcdefg");
        let full = Some(Refusal::Full { most: 6 });
        assert_eq!((form.text(Id::Name), form.refusal(Id::Name)), ("abcdef", full));
        assert_eq!(form.refusal(Id::Path), None);
        let _taken = form.stroke(Stroke::Backspace);
        assert_eq!(form.refusal(Id::Name), None);
        form.focus(Id::Pin);
        typed(&mut form, "1a");
        assert_eq!(form.refusal(Id::Pin), Some(Refusal::DigitsOnly));
        form.focus(Id::Price);
        typed(&mut form, "12.5,");
        assert_eq!(form.text(Id::Price), "12,5");
        assert_eq!(form.entry(Id::Price).unwrap().shown(Texts::of(Language::English)), "12.5");
        for language in Language::ALL {
            let texts = Texts::of(language);
            assert!(Refusal::Full { most: 6 }.words(texts).contains('6'));
            assert!(!Refusal::DigitsOnly.words(texts).is_empty());
        }
    }

    #[test]
    fn the_keys_go_through_the_fields_and_end_at_the_last() {
        let mut form = form();
        form.focus(Id::Name);
        for (stroke, outcome, focused) in [
            (Stroke::Up, Outcome::Taken, Some(Id::Name)),
            (Stroke::Tab, Outcome::Taken, Some(Id::Path)),
            (Stroke::Down, Outcome::Taken, Some(Id::Pin)),
            (Stroke::Up, Outcome::Taken, Some(Id::Path)),
            (Stroke::Enter, Outcome::Taken, Some(Id::Pin)),
            (Stroke::Enter, Outcome::Taken, Some(Id::Price)),
            (Stroke::Down, Outcome::Taken, Some(Id::Price)),
            (Stroke::Tab, Outcome::Taken, Some(Id::Name)),
            (Stroke::Function(2), Outcome::Ignored, Some(Id::Name)),
        ] {
            assert_eq!((form.stroke(stroke), form.focused()), (outcome, focused), "{stroke:?}");
        }
        form.focus(Id::Price);
        assert!(form.is_last());
        assert_eq!((form.stroke(Stroke::Enter), form.focused()), (Outcome::Done, None));
    }

    #[test]
    fn the_board_changes_its_letters_and_goes_away() {
        let mut form = form();
        form.focus(Id::Path);
        assert_eq!(form.layer(), Layer::Small);
        assert_eq!(form.press(Press::Layer(Layer::Signs)), Outcome::Taken);
        typed(&mut form, "?");
        assert_eq!(form.layer(), Layer::Signs, "signs stay");
        assert_eq!(form.press(Press::Stroke(Stroke::Character('!'))), Outcome::Taken);
        assert_eq!(form.text(Id::Path), "/x?!");
        assert_eq!((form.press(Press::Hide), form.focused()), (Outcome::Left, None));
    }

    #[test]
    fn changes_are_noticed_and_what_is_hidden_is_not_shown() {
        let mut form = form();
        assert!(!form.is_changed());
        form.set(Id::Pin, "1234");
        assert!(form.is_changed());
        let shown = |id, language| form.entry(id).unwrap().shown(Texts::of(language)).into_owned();
        assert_eq!(shown(Id::Pin, Language::Swedish), "●●●●");
        assert_eq!(shown(Id::Path, Language::Swedish), "/x");
        assert!(!format!("{form:?}").contains("1234"));
        form.settle();
        assert!(!form.is_changed());
    }

    #[test]
    fn every_field_has_a_name_and_every_fault_its_words() {
        let fields = [
            Field::ShopName,
            Field::OrganisationNumber,
            Field::Address,
            Field::Header,
            Field::Footer,
            Field::ManufacturingNumber,
            Field::Register,
            Field::Currency,
            Field::VatRates,
            Field::SeqrAddress,
            Field::ClientId,
            Field::ClientReference,
            Field::ScannerPort,
            Field::ScannerBaud,
            Field::PrinterPort,
            Field::PrinterBaud,
            Field::PrinterColumns,
            Field::Tenders,
            Field::QuickAmounts,
            Field::Accounts,
            Field::ScreenWidth,
            Field::LogOffAfter,
            Field::BackupHour,
            Field::BackupDays,
        ];
        let faults = [
            Fault::Missing,
            Fault::TooLong { most: 73 },
            Fault::Characters,
            Fault::CheckDigit,
            Fault::Form,
            Fault::Range,
            Fault::Twice,
            Fault::NotEncrypted,
        ];
        for texts in Language::ALL.map(Texts::of) {
            for field in fields {
                assert!(!label(field, texts).starts_with("settings-"), "{field:?}");
                for found in faults {
                    let words = fault(Problem { field, fault: found }, texts);
                    assert!(!words.starts_with("settings-"), "{field:?} {found:?}");
                    let counted = matches!(found, Fault::TooLong { .. }) && field != Field::Tenders;
                    assert_eq!(words.contains("73"), counted, "{field:?} {found:?}: {words}");
                }
            }
        }
    }
}
