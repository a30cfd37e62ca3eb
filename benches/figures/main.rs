//! `make bench`: how quick and how small the register is, each figure beside its limit.
//!
//! One table comes out. A missed limit is told in it and fails nothing; only a figure that cannot
//! be measured does. `cargo bench -- scan polls` measures what these words name. What the figures
//! mean and how they are taken stands in `docs/measurements.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what cannot be measured ends its figure with the reason, as a test does"
)]

mod clerk;
mod commit;
#[path = "../../tests/window/display.rs"]
#[allow(dead_code, reason = "tests use what figures do not")]
mod display;
mod history;
mod idle;
mod machine;
mod measure;
mod messages;
mod polls;
mod program;
mod random;
mod reports;
mod scan;
mod screen;
mod search;
mod shops;
mod start;
mod wire;

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use measure::Table;
use shops::Shops;

/// A word to choose it by, and what takes the figures.
type Subject = (&'static str, fn(&Shops, &mut Table));

const SUBJECTS: [Subject; 8] = [
    ("scan", scan::measure),
    ("start", start::measure),
    ("idle", idle::measure),
    ("commit", commit::measure),
    ("search", search::measure),
    ("messages", messages::measure),
    ("polls", polls::measure),
    ("reports", reports::measure),
];

fn main() -> ExitCode {
    // Cargo passes options of its own; what is left are words.
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let mut table = Table::default();
    let before = machine::load();
    say("a shop with 100 000 articles");
    let shops = Shops::open(&mut table);
    let mut failed = Vec::new();
    for (word, measure) in SUBJECTS {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| wanted == word) {
            continue;
        }
        say(word);
        if catch_unwind(AssertUnwindSafe(|| measure(&shops, &mut table))).is_err() {
            failed.push(word);
        }
    }
    let mut output = std::io::stdout().lock();
    let written = writeln!(
        output,
        "\n{}\nload average before {before}, after {}\n\n{table}",
        machine::description(shops.folder()),
        machine::load(),
    );
    if !failed.is_empty() {
        say(&format!("not measured: {}", failed.join(", ")));
    }
    if failed.is_empty() && written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Says on the standard error what is going on: the table alone goes to the standard output.
fn say(what: &str) {
    // Nobody reads it, then.
    let _written = writeln!(std::io::stderr(), "measuring: {what}");
}
