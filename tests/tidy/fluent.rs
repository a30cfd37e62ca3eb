//! The texts: the same in every language, all of them used, none of them missing.

use std::collections::{BTreeMap, BTreeSet};

use super::project::{File, Source, files, sources};
use super::scanner::Kind;
use super::{Finding, assert_found, assert_none};

const LANGUAGES: [&str; 2] = ["sv", "en"];

/// What a Fluent file has under a key.
#[derive(Debug, Default, PartialEq, Eq)]
struct Message {
    line: usize,
    /// The values it has places for.
    variables: BTreeSet<String>,
    /// The texts it is made of.
    references: BTreeSet<String>,
}

/// The messages and terms of a Fluent file. A key begins a line; what belongs to it is indented.
fn messages(text: &str) -> BTreeMap<String, Message> {
    let mut messages = BTreeMap::new();
    let mut current: Option<String> = None;
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let starts = line.starts_with(|first: char| first.is_ascii_alphabetic() || first == '-');
        if let (true, Some((key, _))) = (starts, line.split_once('=')) {
            let key = key.trim().to_owned();
            let message = Message { line: number + 1, ..Message::default() };
            let _earlier = messages.insert(key.clone(), message);
            current = Some(key);
        }
        let Some(message) = current.as_ref().and_then(|key| messages.get_mut(key)) else {
            continue;
        };
        for place in line.split('{').skip(1) {
            let inside = place.trim_start();
            let (kept, name) = match inside.strip_prefix('$') {
                Some(name) => (&mut message.variables, name),
                None => (&mut message.references, inside),
            };
            let is_name =
                |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
            let name: String = name.chars().take_while(|character| is_name(*character)).collect();
            if !name.is_empty() {
                let _new = kept.insert(name);
            }
        }
    }
    messages
}

/// The Fluent files of a language by name, with what is in them.
fn catalogue<'a>(
    files: &'a [File],
    language: &str,
) -> BTreeMap<&'a str, BTreeMap<String, Message>> {
    let folder = format!("resources/language/{language}/");
    files
        .iter()
        .filter_map(|file| Some((file.path.strip_prefix(&folder)?, messages(&file.text))))
        .collect()
}

/// All keys of the first language.
pub fn keys(files: &[File]) -> BTreeSet<String> {
    catalogue(files, LANGUAGES[0]).into_values().flat_map(BTreeMap::into_keys).collect()
}

/// Keys that one language lacks, and texts with other places than in the first language.
fn differences(files: &[File]) -> Vec<Finding> {
    let [first, second] = LANGUAGES.map(|language| (language, catalogue(files, language)));
    let mut findings = Vec::new();
    for ((language, texts), (other, others)) in [(&first, &second), (&second, &first)] {
        for (file, messages) in texts {
            for (key, message) in messages {
                let place = format!("resources/language/{language}/{file}:{}", message.line);
                match others.get(file).and_then(|messages| messages.get(key)) {
                    None => findings.push(format!("{place}: `{key}` is missing in {other}")),
                    Some(there) if there.variables != message.variables => {
                        findings.push(format!("{place}: `{key}` has other places in {other}"));
                    }
                    Some(_) => {}
                }
            }
        }
    }
    findings
}

/// Keys that the program names but nobody wrote, and texts that nobody asks for.
fn mismatches(files: &[File], sources: &[Source<'_>]) -> Vec<Finding> {
    let texts = catalogue(files, LANGUAGES[0]);
    let keys: BTreeSet<&str> =
        texts.values().flat_map(BTreeMap::keys).map(String::as_str).collect();
    // The first word of a key is its subject: a literal with the same one is meant to be a key.
    let subjects: BTreeSet<&str> = keys.iter().map(|key| subject(key)).collect();
    let mut named = BTreeSet::new();
    let mut endings = BTreeSet::new();
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with("src/")) {
        for at in source.program().filter(|at| source.tokens[*at].kind == Kind::Text) {
            let text = source.tokens[at].text;
            if keys.contains(text) {
                let _new = named.insert(text);
            } else if let Some(("", end)) = built_key(text) {
                let _new = endings.insert(end);
            } else if let Some((start, end)) = built_key(text) {
                named
                    .extend(keys.iter().filter(|key| key.starts_with(start) && key.ends_with(end)));
            } else if looks_like_key(text)
                && subjects.contains(subject(text))
                && !texts.contains_key(format!("{text}.ftl").as_str())
            {
                findings.push(format!("{}: there is no text `{text}`", source.place(at)));
            }
        }
    }
    // `{key}-do` stands for a companion of every key that is named.
    let companions = keys.iter().filter(|key| {
        endings.iter().any(|end| key.strip_suffix(end).is_some_and(|base| named.contains(base)))
    });
    named.extend(companions.copied().collect::<Vec<_>>());
    for (file, messages) in &texts {
        for message in messages.values() {
            named.extend(message.references.iter().map(String::as_str));
            let unknown = message.references.iter().filter(|key| !keys.contains(key.as_str()));
            let place = format!("resources/language/{}/{file}:{}", LANGUAGES[0], message.line);
            // Functions such as NUMBER are in capitals.
            let lower = unknown.filter(|key| !key.contains(|letter: char| letter.is_uppercase()));
            findings.extend(lower.map(|key| format!("{place}: there is no text `{key}`")));
        }
    }
    for (file, messages) in &texts {
        for (key, message) in messages.iter().filter(|(key, _)| !named.contains(key.as_str())) {
            let place = format!("resources/language/{}/{file}:{}", LANGUAGES[0], message.line);
            findings.push(format!("{place}: nothing uses `{key}`"));
        }
    }
    findings
}

/// The beginning and the end of keys that a format makes: `faults-operation-{name}`, `{key}-do`.
fn built_key(format: &str) -> Option<(&str, &str)> {
    let (start, rest) = format.split_once('{')?;
    let (_, end) = rest.split_once('}')?;
    let is_part =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let joined = if start.is_empty() { end.starts_with('-') } else { start.ends_with('-') };
    (joined && is_part(start) && is_part(end)).then_some((start, end))
}

fn subject(key: &str) -> &str {
    key.split('-').next().unwrap_or(key)
}

/// Whether a text has the form of a key: small words and numbers with hyphens between them.
fn looks_like_key(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.contains('-') && text.split('-').all(is_word)
}

#[test]
fn every_text_is_there_in_every_language() {
    let files = files();
    for language in LANGUAGES {
        assert!(!catalogue(files, language).is_empty(), "no texts in {language}");
    }
    assert_none(&differences(files));
}

#[test]
fn every_text_is_used_and_every_text_used_is_there() {
    let files = files();
    assert_none(&mismatches(files, sources()));
}

#[cfg(test)]
fn fluent(language: &str, text: &str) -> File {
    File { path: format!("resources/language/{language}/a.ftl"), text: text.to_owned() }
}

#[test]
fn messages_are_read_with_their_places() {
    let text = "# sale-comment = { $no }\nsale-total = Sum { $sum } in {currency}\n\
        sale-items = { $count ->\n    [one] { $count } item\n   *[other] { $count } items { -brand }\n}\n\
        -brand = Kassa";
    let read = messages(text);
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(read.keys().collect::<Vec<_>>(), ["-brand", "sale-items", "sale-total"]);
    assert_eq!(read["sale-total"].variables, set(&["sum"]));
    assert_eq!(read["sale-total"].references, set(&["currency"]));
    assert_eq!(read["sale-items"].variables, set(&["count"]));
    assert_eq!(read["sale-items"].references, set(&["-brand"]));
    assert_eq!(read["sale-items"].line, 3);
}

#[test]
fn a_text_that_one_language_lacks_is_found() {
    let swedish = "a-one = Ett { $n }\na-two = Två\n";
    assert_none(&differences(&[fluent("sv", swedish), fluent("en", swedish)]));
    assert_found(
        &differences(&[
            fluent("sv", swedish),
            fluent("en", "a-one = One { $m }\na-three = Three\n"),
        ]),
        &[
            "resources/language/sv/a.ftl:1: `a-one` has other places in en",
            "resources/language/sv/a.ftl:2: `a-two` is missing in en",
            "resources/language/en/a.ftl:1: `a-one` has other places in sv",
            "resources/language/en/a.ftl:2: `a-three` is missing in sv",
        ],
    );
    assert_found(&differences(&[fluent("sv", "a-one = Ett")]), &["resources/language/sv/a.ftl:1:"]);
}

#[test]
fn a_text_that_nobody_wrote_or_wants_is_found() {
    let other_file =
        File { path: "resources/language/sv/a-file.ftl".to_owned(), text: String::new() };
    let texts = [
        other_file,
        fluent(
            "sv",
            "a-one = Ett { a-part }\na-part = del\na-two = Två { a-gone }\na-b-x-end = X\na-b-y = Y\n\
             a-one-do = Gör\na-two-do = Gör\n",
        ),
    ];
    let code = "fn f() { source!(\"a-file\"); texts.get(\"a-one\"); texts.get(\"a-three\"); header(\"content-type\");
        texts.get(&format!(\"a-b-{x}-end\")); texts.get(&format!(\"{key}-do\")) }
        #[cfg(test)] mod t { fn g() { texts.get(\"a-two\"); texts.get(\"a-four\") } }";
    assert_found(
        &mismatches(&texts, &[Source::new("src/x.rs", code)]),
        &[
            "src/x.rs:1: there is no text `a-three`",
            "resources/language/sv/a.ftl:3: there is no text `a-gone`",
            "resources/language/sv/a.ftl:5: nothing uses `a-b-y`",
            "resources/language/sv/a.ftl:3: nothing uses `a-two`",
            "resources/language/sv/a.ftl:7: nothing uses `a-two-do`",
        ],
    );
}
