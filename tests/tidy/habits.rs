//! Small habits: every module says what it is for, money is never a float, nothing unfinished is
//! left behind, and nothing depends on the machine where it was written.

use super::project::{File, Source, files, sources};
use super::scanner::Kind;
use super::{Finding, assert_found, assert_none};

/// Modules begin with what they are for.
fn without_head(source: &Source<'_>) -> Vec<Finding> {
    let head = source.tokens.first().is_some_and(|token| token.kind == Kind::InnerDocs);
    if head { Vec::new() } else { vec![format!("{}:1: begins without `//!`", source.path)] }
}

/// No floats where money is counted and kept.
fn floats(source: &Source<'_>) -> Vec<Finding> {
    if !["core", "journal"].contains(&source.room()) {
        return Vec::new();
    }
    let is_float = |at: usize| {
        let token = source.tokens[at];
        match token.kind {
            Kind::Name => token.text.split('_').any(|part| part == "f32" || part == "f64"),
            Kind::Number if token.text.starts_with("0x") => false,
            Kind::Number => {
                token.text.contains(['.', 'e'])
                    || token.text.contains("f32")
                    || token.text.contains("f64")
            }
            _ => false,
        }
    };
    (0..source.tokens.len())
        .filter(|at| is_float(*at))
        .map(|at| format!("{}: a float, where money is", source.place(at)))
        .collect()
}

/// Nothing that was to be done later, and no lint or test switched off without a reason.
fn leftovers(source: &Source<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for at in 0..source.tokens.len() {
        let token = source.tokens[at];
        let finding = match token.kind {
            Kind::Comment | Kind::InnerDocs => comment_leftover(token.text),
            Kind::Name if source.has(at, &[token.text, "!"]) => {
                ["todo", "unimplemented", "dbg"].contains(&token.text).then_some("unfinished")
            }
            Kind::Name if source.attribute[at] && opens_attribute(source, at) => match token.text {
                "ignore" => Some("a test that is not run"),
                "allow" | "expect" if !has_reason(source, at) => {
                    Some("a lint is switched off without `reason = …`")
                }
                _ => None,
            },
            _ => None,
        };
        findings.extend(finding.map(|what| format!("{}: {what}", source.place(at))));
    }
    findings
}

/// Marks in comments that mean "later".
fn comment_leftover(comment: &str) -> Option<&'static str> {
    let words = comment.split(|character: char| !character.is_alphanumeric());
    let marks = ["FIXME", "XXX", "TODO", "HACK"];
    words.into_iter().any(|word| marks.contains(&word)).then_some("unfinished")
}

/// Whether a name is an attribute's own: `#[name`, `#![name`, or inside `cfg_attr(…, name`.
fn opens_attribute(source: &Source<'_>, at: usize) -> bool {
    at > 0 && ["[", ","].iter().any(|mark| source.tokens[at - 1].is(mark))
}

/// Whether the attribute that a name opens says why.
fn has_reason(source: &Source<'_>, at: usize) -> bool {
    let end = source.tokens.get(at + 1).map_or(at, |_| source.closing(at + 1));
    (at..end).any(|place| source.has(place, &["reason", "="]))
}

/// No file names a folder of the machine where it was written.
fn foreign_paths(file: &File) -> Vec<Finding> {
    // In two parts, so that this file does not find itself.
    let folders = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!(".cargo/", "registry"),
        concat!("../", "shared"),
    ];
    let mut findings = Vec::new();
    for (number, line) in file.text.lines().enumerate() {
        let number = number + 1;
        for folder in folders.iter().filter(|folder| line.contains(*folder)) {
            findings.push(format!("{}:{number}: names `{folder}`", file.path));
        }
    }
    findings
}

fn all(check: impl Fn(&Source<'_>) -> Vec<Finding>) -> Vec<Finding> {
    sources().iter().flat_map(check).collect()
}

#[test]
fn every_module_says_what_it_is_for() {
    assert_none(&all(without_head));
}

#[test]
fn money_is_never_a_float() {
    assert_none(&all(floats));
}

#[test]
fn nothing_unfinished_is_left() {
    assert_none(&all(leftovers));
}

#[test]
fn nothing_names_the_machine_where_it_was_written() {
    let findings: Vec<Finding> = files().iter().flat_map(foreign_paths).collect();
    assert_none(&findings);
}

#[test]
fn a_module_without_a_head_is_found() {
    for text in ["", "// no\n//! late", "/// of an item\nfn f() {}", "use a;"] {
        assert_found(&without_head(&Source::new("src/a.rs", text)), &["src/a.rs:1: begins"]);
    }
    assert_none(&without_head(&Source::new("src/a.rs", "\n//! A room.\nuse a;")));
}

#[test]
fn a_float_is_found() {
    for text in ["x: f64", "1.5", "2f32", "1e3", "x.to_f64()", "Decimal::from_f32_retain(x)"] {
        let text = format!("//! f64 and 1.5\n{text}");
        for path in ["src/core/a.rs", "src/journal/a.rs"] {
            let place = format!("{path}:2: a float");
            assert_found(&floats(&Source::new(path, &text)), &[&place]);
        }
        assert_none(&floats(&Source::new("src/app/a.rs", &text)));
    }
    let fine = "0xfe; pair.0.1; 0..9; 1_000; \"1.5\"; f.f3264()";
    assert_none(&floats(&Source::new("src/core/a.rs", fine)));
}

#[test]
fn what_is_left_behind_is_found() {
    for text in [
        "todo!()",
        "unimplemented!(\"x\")",
        "dbg!(x)",
        "// FIXME: later",
        "/* XXX */",
        "/// TODO(me)",
        "#[allow(dead_code)] fn f() {}",
        "#![allow(missing_docs)]",
        "#[expect(unused)] fn f() {}",
        "#[cfg_attr(x, allow(dead_code))] fn f() {}",
        "#[test] #[ignore] fn f() {}",
        "#[ignore = \"slow\"] fn f() {}",
    ] {
        assert_found(&leftovers(&Source::new("src/a.rs", text)), &["src/a.rs:1: "]);
    }
    let fine = "\"FIXME todo!()\"; #[allow(unsafe_code, reason = \"the signal\")] fn f() {}
        result.expect(x); allow(y); // todo lists are fine";
    assert_none(&leftovers(&Source::new("src/a.rs", fine)));
}

#[test]
fn a_foreign_path_is_found() {
    for path in [concat!("/wo", "rk/main"), concat!("/ho", "me/someone/x")] {
        let file = File { path: "docs/a.md".to_owned(), text: format!("fine\nin {path}\n") };
        assert_found(&foreign_paths(&file), &["docs/a.md:2: names"]);
    }
}
