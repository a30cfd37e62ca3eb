//! Every text that a person reads, in each language, and how amounts, quantities and times are
//! written.
//!
//! The texts stand in `resources/language/`, one folder per language and one file per subject,
//! and are part of the program. Nothing here chooses a language or knows where a text is shown.

mod number;
mod refusal;
mod time;

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::core::language::Language;

pub use number::{amount, decimal, money, percent, quantity};
pub use refusal::{refusal, refusal_key};
pub use time::{clock, date, date_time};

/// One subject in all languages.
struct Source {
    name: &'static str,
    swedish: &'static str,
    english: &'static str,
}

/// Embeds `resources/language/*/NAME.ftl`.
macro_rules! source {
    ($name:literal) => {
        Source {
            name: $name,
            swedish: include_str!(concat!("../../resources/language/sv/", $name, ".ftl")),
            english: include_str!(concat!("../../resources/language/en/", $name, ".ftl")),
        }
    };
}

/// The subjects. A new file is named here and nowhere else.
const SOURCES: &[Source] = &[
    source!("app"),
    source!("article-file"),
    source!("backup"),
    source!("certification"),
    source!("cli"),
    source!("doctor"),
    source!("invoice"),
    source!("payment"),
    source!("receipt"),
    source!("registration"),
    source!("report"),
    source!("returning"),
    source!("set-up-sheet"),
    source!("settings"),
    source!("set_up"),
    source!("simulator"),
    source!("test-page"),
    source!("trouble"),
    source!("unsettled"),
    source!("without-window"),
    source!("wizard"),
];

static SWEDISH: LazyLock<Texts> = LazyLock::new(|| Texts::build(Language::Swedish));
static ENGLISH: LazyLock<Texts> = LazyLock::new(|| Texts::build(Language::English));

/// A value that a text has a place for.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// A whole number, on which a text may also choose its plural.
    Number(i64),
    /// Words or an amount that is already formatted.
    Text(Cow<'a, str>),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Text(Cow::Borrowed(text))
    }
}

macro_rules! number_value {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Value<'_> {
            fn from(number: $kind) -> Self {
                Value::Number(i64::from(number))
            }
        }
    )*};
}

number_value!(u8, u16, u32, i32, i64);

/// The texts of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Texts").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Texts {
    /// The texts of a language. The first call reads them, later ones cost nothing.
    pub fn of(language: Language) -> &'static Texts {
        match language {
            Language::Swedish => &SWEDISH,
            Language::English => &ENGLISH,
        }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text with this key.
    ///
    /// A key that does not exist is a mistake in the program: it is logged, and shown itself.
    pub fn get(&self, key: &str) -> Cow<'_, str> {
        self.format(key, None)
    }

    /// The text with this key and its places filled.
    ///
    /// A key or a value that is missing is a mistake in the program: it is logged, and its name is shown.
    pub fn with(&self, key: &str, values: &[(&str, Value<'_>)]) -> Cow<'_, str> {
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            let value = match value {
                Value::Number(number) => FluentValue::from(*number),
                Value::Text(text) => FluentValue::from(text.as_ref()),
            };
            arguments.set(*name, value);
        }
        self.format(key, Some(&arguments))
    }

    /// Whether there is a text with this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    fn format(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> Cow<'_, str> {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, language = ?self.language, "there is no such text");
            return Cow::Owned(key.to_owned());
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, arguments, &mut errors);
        for error in errors {
            tracing::error!(key, language = ?self.language, %error, "a text is not complete");
        }
        text
    }

    /// Reads all sources. What does not parse is logged and left out; a test sees to it that
    /// everything parses.
    fn build(language: Language) -> Texts {
        let mut bundle = empty(language);
        for source in SOURCES {
            for error in add(&mut bundle, source.text(language)) {
                tracing::error!(file = source.name, ?language, error, "a text cannot be read");
            }
        }
        Texts { language, bundle }
    }
}

impl Source {
    fn text(&self, language: Language) -> &'static str {
        match language {
            Language::Swedish => self.swedish,
            Language::English => self.english,
        }
    }
}

fn empty(language: Language) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![identifier(language)]);
    // The marks are for texts that mix directions of writing; paper would show them.
    bundle.set_use_isolating(false);
    bundle
}

/// Adds a file's texts and says what was wrong with it.
fn add(bundle: &mut FluentBundle<FluentResource>, source: &str) -> Vec<String> {
    let (resource, mut errors) = match FluentResource::try_new(source.to_owned()) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => {
            (resource, errors.iter().map(ToString::to_string).collect::<Vec<_>>())
        }
    };
    if let Err(more) = bundle.add_resource(resource) {
        errors.extend(more.iter().map(ToString::to_string));
    }
    errors
}

/// What Fluent chooses plural forms by.
fn identifier(language: Language) -> LanguageIdentifier {
    let tag = match language {
        Language::Swedish => "sv",
        Language::English => "en",
    };
    // A tag of two letters always parses; the default has the plurals of no language.
    tag.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Key → variables, read from the source by its lines: a key begins a line.
    fn keys(source: &str) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut keys: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut current = None;
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|first: char| first.is_ascii_alphabetic())
                && let Some((key, _)) = line.split_once('=')
            {
                current = Some(key.trim());
                let _variables = keys.entry(key.trim()).or_default();
            }
            let Some(key) = current else { continue };
            for rest in line.split('$').skip(1) {
                let end = rest
                    .find(|character: char| {
                        !(character.is_ascii_alphanumeric() || "-_".contains(character))
                    })
                    .unwrap_or(rest.len());
                let _new = keys.entry(key).or_default().insert(&rest[..end]);
            }
        }
        keys
    }

    #[test]
    fn every_file_can_be_read_without_a_complaint() {
        for language in Language::ALL {
            let mut bundle = empty(language);
            for source in SOURCES {
                let errors = add(&mut bundle, source.text(language));
                assert!(errors.is_empty(), "{} {language:?}: {errors:?}", source.name);
            }
            assert_ne!(identifier(language), LanguageIdentifier::default());
        }
    }

    #[test]
    fn both_languages_have_the_same_texts_with_the_same_places() {
        for source in SOURCES {
            let (swedish, english) = (keys(source.swedish), keys(source.english));
            assert!(!swedish.is_empty(), "{} has no texts", source.name);
            assert_eq!(swedish, english, "{}", source.name);
            for key in swedish.keys() {
                for language in Language::ALL {
                    assert!(Texts::of(language).has(key), "{key} in {language:?}");
                }
            }
        }
    }

    #[test]
    fn every_file_of_the_folder_is_embedded() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("resources/language");
        let embedded: BTreeSet<String> =
            SOURCES.iter().map(|source| format!("{}.ftl", source.name)).collect();
        for language in ["sv", "en"] {
            let files: BTreeSet<String> = std::fs::read_dir(folder.join(language))
                .unwrap()
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .collect();
            assert_eq!(files, embedded, "{language}");
        }
    }

    #[test]
    fn plurals_follow_the_number() {
        let mut bundle = empty(Language::Swedish);
        let source = "count = { $n ->\n    [one] { $n } rad\n   *[other] { $n } rader\n}\n";
        assert_eq!(add(&mut bundle, source), Vec::<String>::new());
        let texts = Texts { language: Language::Swedish, bundle };
        assert_eq!(texts.with("count", &[("n", 1.into())]), "1 rad");
        assert_eq!(texts.with("count", &[("n", 1200.into())]), "1200 rader");
    }

    #[test]
    fn texts_take_values() {
        let swedish = Texts::of(Language::Swedish);
        assert_eq!(swedish.get("receipt-seqr"), "SEQR payment");
        let line = [("quantity", "2".into()), ("name", "Te $x {y}".into())];
        assert_eq!(swedish.with("receipt-line", &line), "2 × Te $x {y}");
    }

    #[test]
    fn a_missing_key_or_value_is_shown_and_does_no_harm() {
        let english = Texts::of(Language::English);
        assert!(!english.has("no-such-key"));
        assert_eq!(english.get("no-such-key"), "no-such-key");
        assert_eq!(english.get("receipt-title"), "Receipt {$number}");
    }
}
