//! The rules of the house, checked: who may know whom, how long things are, and what must not be
//! left lying about. ARCHITECTURE.md says why.
//!
//! Reads the sources as text, with a scanner that knows comments, strings and test code but no
//! types; nothing here runs the program. Every rule has a test that breaks it.

// Says to clippy that all of this is test code, which may unwrap.
#![cfg(test)]

#[path = "tidy/dependencies.rs"]
mod dependencies;
#[path = "tidy/floors.rs"]
mod floors;
#[path = "tidy/fluent.rs"]
mod fluent;
#[path = "tidy/habits.rs"]
mod habits;
#[path = "tidy/length.rs"]
mod length;
#[path = "tidy/look.rs"]
mod look;
#[path = "tidy/project.rs"]
mod project;
#[path = "tidy/safety_case.rs"]
mod safety_case;
#[path = "tidy/scanner.rs"]
mod scanner;
#[path = "tidy/wording.rs"]
mod wording;

/// One place that breaks a rule: `path:line: the rule`.
type Finding = String;

/// Fails with everything that was found.
#[track_caller]
fn assert_none(findings: &[Finding]) {
    assert!(findings.is_empty(), "{} found:\n{}\n", findings.len(), findings.join("\n"));
}

/// Fails unless exactly these were found, each given by its beginning.
#[track_caller]
fn assert_found(findings: &[Finding], beginnings: &[&str]) {
    let fits = findings.len() == beginnings.len()
        && findings.iter().zip(beginnings).all(|(finding, start)| finding.starts_with(start));
    assert!(fits, "expected {beginnings:#?}, found {findings:#?}");
}
