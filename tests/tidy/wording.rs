//! What a person reads stands in the Fluent files, not in the code of the window and the commands.

use std::collections::BTreeSet;

use super::fluent::keys;
use super::project::{Source, files, sources};
use super::scanner::Kind;
use super::{Finding, assert_found, assert_none};

/// Rooms that speak to people. (Help texts of commands are attributes and comments of their types.)
const SPEAKING: &[&str] = &["app", "cli", "main"];

/// What shows its argument as it is.
const SHOWING: &[&str] = &[
    "body",
    "eprint",
    "eprintln",
    "key",
    "labelled",
    "note",
    "print",
    "println",
    "rich_text",
    "span",
    "strong",
    "text",
    "write",
    "writeln",
];

/// What stands on the keys of a keyboard, in every language.
const KEYBOARD: &[&str] = &["Enter", "Esc", "Tab", "Home", "End", "PgUp", "PgDn", "Del"];

/// Modules of the window that name other things: fonts and themes, and a shop made up for tests.
const SILENT: &[&str] = &["theme", "fixture"];

/// What writes for logs and for developers.
const LOGGING: &[&str] =
    &["debug", "debug_struct", "debug_tuple", "error", "info", "info_span", "trace", "warn"];

/// Texts in a file's code. `keys` are those of the Fluent files, which may stand anywhere.
fn findings(source: &Source<'_>, keys: &BTreeSet<String>) -> Vec<Finding> {
    let silent = source.module.get(1).is_some_and(|module| SILENT.contains(module));
    if !SPEAKING.contains(&source.room()) || silent {
        return Vec::new();
    }
    source
        .program()
        .filter(|at| source.tokens[*at].kind == Kind::Text)
        .filter(|at| {
            let text = source.tokens[*at].text;
            !keys.contains(text) && !KEYBOARD.contains(&text)
        })
        .filter(|at| {
            let text = without_places(source.tokens[*at].text);
            let callers = callers(source, *at);
            let called = |names: &[&str]| callers.iter().any(|name| names.contains(name));
            let shown =
                callers.first().is_some_and(|name| SHOWING.contains(name)) && has_letters(&text);
            let hashed = source.has(at + 1, &[".", "hash"]);
            (shown || reads_like_words(&text)) && !called(LOGGING) && !hashed
        })
        .map(|at| {
            let text = source.tokens[at].text;
            format!("{}: \"{text}\" belongs into resources/language/", source.place(at))
        })
        .collect()
}

/// A format's text without `{…}` and without escapes.
fn without_places(text: &str) -> String {
    let mut plain = String::new();
    let mut depth = 0_usize;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                let escaped = characters.next();
                plain.push(' ');
                if escaped == Some('u') {
                    let _code = characters.by_ref().find(|character| *character == '}');
                }
            }
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(character),
            _ => {}
        }
    }
    plain
}

/// Whether there are two letters beside each other; one is a sign, as on the key `C`.
fn has_letters(text: &str) -> bool {
    text.split(|character: char| !character.is_alphabetic()).any(|word| word.chars().count() > 1)
}

/// Whether a text looks written for a person: two words, a capital and small letters, or letters
/// beyond ASCII other than capitals. Names of keys, values and files have none of these.
fn reads_like_words(text: &str) -> bool {
    let is_word = |word: &&str| word.len() > 1 && word.chars().all(char::is_alphabetic);
    let words = text.split_whitespace().filter(is_word).count();
    let mut letters = text.trim().chars();
    let sentence = letters.next().is_some_and(char::is_uppercase)
        && letters.clone().next().is_some_and(char::is_lowercase)
        && letters.all(char::is_alphabetic);
    words > 1 || sentence || text.chars().any(|letter| !letter.is_ascii() && letter.is_lowercase())
}

/// The functions and macros in whose parentheses a token stands, innermost first.
fn callers<'a>(source: &Source<'a>, at: usize) -> Vec<&'a str> {
    let mut callers = Vec::new();
    let mut depth = 0_usize;
    for place in (0..at).rev() {
        let token = source.tokens[place];
        if [")", "]", "}"].iter().any(|mark| token.is(mark)) {
            depth += 1;
        } else if ["(", "[", "{"].iter().any(|mark| token.is(mark)) {
            if depth > 0 {
                depth -= 1;
                continue;
            }
            if token.is("{") {
                break;
            }
            let before = source.tokens[..place].iter().rev();
            let name = before.take(2).find(|token| !token.is("!"));
            callers.extend(name.filter(|token| token.kind == Kind::Name).map(|token| token.text));
        } else if token.is(";") && depth == 0 {
            break;
        }
    }
    callers
}

#[test]
fn what_people_read_stands_in_the_fluent_files() {
    let keys = keys(files());
    let findings: Vec<Finding> =
        sources().iter().flat_map(|source| findings(source, &keys)).collect();
    assert_none(&findings);
}

#[test]
fn words_in_the_code_are_found() {
    for text in [
        "text(\"Betala\")",
        "text(\"ok\")",
        "key::labelled(None, \"pay\", None)",
        "println!(\"{number} articles\")",
        "writeln!(out, \"sum: {x}\")",
        "let label = \"Pay now\";",
        "let label = \"Betala\";",
        "let label = \"på\";",
        "f(&format!(\"{n} of {m} read so far\"))",
    ] {
        let text = format!("fn f() {{ {text} }}");
        for path in ["src/app/a.rs", "src/cli.rs", "src/cli/journal.rs", "src/main.rs"] {
            let place = format!("{path}:1: ");
            assert_found(&findings(&Source::new(path, &text), &BTreeSet::new()), &[&place]);
        }
        assert_none(&findings(&Source::new("src/journal/a.rs", &text), &BTreeSet::new()));
    }
}

#[test]
fn names_and_logs_are_not_words() {
    let fine = "/// Pays now.
        #[command(about = \"Pays the receipt now\")]
        fn f() {
            texts.get(\"pay-now\"); frame.text(\"close\"); key(\"C\"); keys(\"QWERTYÅ\"); Some(\"Enter\"); text(texts.with(\"sale-total\", &[(\"amount\", x)]));
            tracing::error!(%error, \"the window has gone\"); println!(\"{text}\");
            let key = \"F12\"; f.debug_struct(\"Link\"); \"all of them\".hash(state);
            writeln!(out, \"{a}\\t{b:>8}\\u{e5}\"); path.join(\"kassa.sqlite\"); include_str!(\"../x.ftl\");
        }
        #[cfg(test)] mod tests { fn f() { text(\"Betala nu\") } }";
    assert_none(&findings(&Source::new("src/app/a.rs", fine), &["close".to_owned()].into()));
}
