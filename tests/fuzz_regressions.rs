//! What the fuzzing engine does with inputs of its own (`fuzz/run`), done here with the inputs that
//! are kept: the seeds, and every input that has ever made the program fall over.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "../fuzz/bodies/mod.rs"]
mod bodies;

use std::path::Path;

/// Runs a body over every file of some folders of the project; says which one it was that failed.
fn run(body: fn(&[u8]), folders: &[&str]) {
    let mut count = 0;
    for folder in folders {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let bytes = std::fs::read(&path).unwrap();
                let outcome = std::panic::catch_unwind(|| body(&bytes));
                assert!(outcome.is_ok(), "{} made it fall over", path.display());
                count += 1;
            }
        }
    }
    assert!(count > 0, "{folders:?} are empty");
}

#[test]
fn answers_of_seqr() {
    let folders = ["fuzz/seeds/soap_answer", "tests/seqr_answers", "tests/seqr_answers/hostile"];
    run(bodies::soap_answer, &folders);
}

#[test]
fn reports_of_seqr() {
    run(bodies::report, &["fuzz/seeds/report", "tests/seqr_answers", "tests/seqr_answers/hostile"]);
}

#[test]
fn bytes_of_a_scanner() {
    run(bodies::scanner_framing, &["fuzz/seeds/scanner_framing"]);
}

#[test]
fn files_of_articles() {
    run(bodies::article_file, &["fuzz/seeds/article_file", "resources/demonstration"]);
}

#[test]
fn journals_that_were_tampered_with() {
    run(bodies::journal_open, &["fuzz/seeds/journal_open"]);
}

#[test]
fn what_a_printer_says_of_itself() {
    run(bodies::printer_status, &["fuzz/seeds/printer_status"]);
}
