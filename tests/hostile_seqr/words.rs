//! What the cashier reads.

use iced::Size;
use iced_test::Simulator;
use iced_test::selector::Candidate;
use jiff::tz::TimeZone;
use kassa::app::fixture;
use kassa::app::frame::Frame;
use kassa::app::screen::payment::{Message, State};
use kassa::app::theme::{self, Theme};
use kassa::core::language::Language;
use kassa::language::Texts;
use kassa::till::snapshot::Snapshot;

use crate::shop::Shop;

/// Words of programs and protocols that no cashier needs.
const TECHNICAL: &[&str] = &[
    "::",
    "0x",
    "Err(",
    "Error",
    "Some(",
    "NotSent",
    "Unknown(",
    "SOAP",
    "XML",
    "HTTP",
    "http",
    "panicked",
    "backtrace",
    "os error",
    "errno",
    "thread",
    ".rs",
    "{",
    "}",
    "<",
    ">",
    "null",
    "TLS",
    "certificate",
    "DOCTYPE",
    "connection",
];

/// The payment dialog, as it was opened.
pub fn opened(shop: &Shop) -> State {
    State::new(&shop.now())
}

/// Every text of the payment dialog, as it is drawn from a snapshot.
pub fn texts_of(state: &State, snapshot: &Snapshot, language: Language) -> Vec<String> {
    let snapshot = &fixture::speaking(language, snapshot.clone());
    let size = Size::new(1024.0, 768.0);
    let zone = TimeZone::UTC;
    let texts = Texts::of(language);
    let frame = Frame { snapshot, texts, size, at: snapshot.at, zone: &zone };
    let mut simulator =
        Simulator::<Message, Theme>::with_size(theme::settings(), size, state.view(&frame));
    let mut found = Vec::new();
    let all = simulator.find(|candidate: Candidate<'_>| -> Option<()> {
        if let Candidate::Text { content, .. } = candidate {
            found.push(content.to_owned());
        }
        None
    });
    assert!(all.is_err(), "nothing was looked for in particular");
    assert!(!found.is_empty(), "an empty dialog");
    found
}

/// Asserts that a sentence of the Fluent files is shown, and nothing that only a program would say
/// except in the one line that holds `detail`.
#[track_caller]
pub fn assert_says(
    name: &str,
    dialog: &State,
    snapshot: &Snapshot,
    key: &str,
    values: &[(&str, kassa::language::Value<'_>)],
    detail: Option<&str>,
) {
    for language in Language::ALL {
        let shown = texts_of(dialog, snapshot, language);
        let sentence = Texts::of(language).with(key, values).into_owned();
        // Each of its sentences has a place of its own in the dialog.
        assert!(shown.join(" ").contains(&sentence), "{name}: not {sentence:?} but {shown:?}");
        let is_detail = |text: &&String| {
            detail.is_some_and(|detail| !detail.is_empty() && detail.starts_with(&beginning(text)))
        };
        let details = shown.iter().filter(is_detail).count();
        assert!(details <= 1, "{name}: {shown:?}");
        for text in shown.iter().filter(|text| !is_detail(text)) {
            let technical = TECHNICAL.iter().find(|word| text.contains(**word));
            assert_eq!(technical, None, "{name}: {text}");
        }
        for text in &shown {
            assert!(text.chars().count() <= 250 && !text.contains('\n'), "{name}: {text}");
        }
    }
}

/// A text without the mark that it was cut.
fn beginning(text: &str) -> String {
    text.trim_end_matches('…').trim_end().to_owned()
}
