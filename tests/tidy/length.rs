//! Functions and files that can be taken in at a glance.

use super::project::{File, Source, files, sources};
use super::scanner::Kind;
use super::{Finding, assert_found, assert_none};

/// The most lines of a function, from `fn` to its closing brace.
const LONGEST_FUNCTION: usize = 70;
/// The most lines of a file, its tests included.
const LONGEST_FILE: usize = 600;

fn long_files(files: &[File]) -> Vec<Finding> {
    files
        .iter()
        .filter(|file| file.path.ends_with(".rs"))
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(file, lines)| {
            format!("{}:{lines}: a file has at most {LONGEST_FILE} lines", file.path)
        })
        .collect()
}

fn long_functions(source: &Source<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for at in 0..source.tokens.len() {
        let name = source.tokens.get(at + 1).filter(|token| token.kind == Kind::Name);
        let (true, Some(name)) = (source.tokens[at].is("fn"), name) else { continue };
        let lines = body_end(source, at + 2)
            .map_or(1, |end| source.tokens[end].line - source.tokens[at].line + 1);
        if lines > LONGEST_FUNCTION {
            let place = source.place(at);
            let name = name.text;
            findings.push(format!(
                "{place}: `{name}` has {lines} lines; a function has at most {LONGEST_FUNCTION}"
            ));
        }
    }
    findings
}

/// Where the body of a function ends whose signature goes on at `at`; nothing if it has no body.
fn body_end(source: &Source<'_>, mut at: usize) -> Option<usize> {
    while let Some(token) = source.tokens.get(at) {
        if token.is(";") {
            return None;
        } else if token.is("{") {
            return Some(source.closing(at));
        } else if token.is("(") || token.is("[") {
            at = source.closing(at);
        }
        at += 1;
    }
    None
}

#[test]
fn no_file_is_too_long() {
    assert_none(&long_files(files()));
}

#[test]
fn no_function_is_too_long() {
    let findings: Vec<Finding> = sources().iter().flat_map(long_functions).collect();
    assert_none(&findings);
}

#[test]
fn what_is_too_long_is_found() {
    let file = |lines: usize| File { path: "src/a.rs".to_owned(), text: "x\n".repeat(lines) };
    assert_none(&long_files(&[file(600)]));
    assert_found(&long_files(&[file(601)]), &["src/a.rs:601: a file"]);

    let function =
        |lines: usize| format!("\nfn f(x: [u8; 2])\n{{{}}}\nfn g();", "\n".repeat(lines - 2));
    assert_none(&long_functions(&Source::new("src/a.rs", &function(70))));
    assert_found(
        &long_functions(&Source::new("src/a.rs", &function(71))),
        &["src/a.rs:2: `f` has 71 lines"],
    );
}
