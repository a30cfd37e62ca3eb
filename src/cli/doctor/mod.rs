//! `kassa doctor`: everything that a register needs, checked, one line each. Changes nothing.

mod devices;
mod journal;
mod machine;
mod service;

use std::path::PathBuf;
use std::process::ExitCode;

use serde::Serialize;

use crate::journal::{Reader, Store};
use crate::language::Value;

use super::output::{Console, Trouble};
use super::register::data_folder;

/// How to tell it.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// As JSON: one object with every check.
    #[arg(long)]
    json: bool,
}

/// What became of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    /// All is well.
    Ok,
    /// The register works, but somebody should know.
    Warning,
    /// Something does not work.
    Trouble,
    /// It is not used here, or cannot be checked now.
    Skipped,
}

/// One check.
#[derive(Debug, Clone, Serialize)]
struct Finding {
    /// Its name, for programs: always the same.
    check: &'static str,
    result: Outcome,
    /// For people, in their language.
    text: String,
}

/// Everything that was found so far.
struct Report<'a> {
    console: &'a Console,
    findings: Vec<Finding>,
}

impl Report<'_> {
    fn add(
        &mut self,
        check: &'static str,
        result: Outcome,
        key: &str,
        values: &[(&str, Value<'_>)],
    ) {
        let text = self.console.texts().with(key, values).into_owned();
        self.findings.push(Finding { check, result, text });
    }

    /// A trouble in the words that it has anyway.
    fn add_trouble(&mut self, check: &'static str, trouble: &Trouble) {
        let text = self.console.in_words(trouble);
        self.findings.push(Finding { check, result: Outcome::Trouble, text });
    }

    fn is_well(&self) -> bool {
        self.findings.iter().all(|finding| finding.result != Outcome::Trouble)
    }
}

/// What the JSON holds.
#[derive(Serialize)]
struct Told<'a> {
    version: &'static str,
    ok: bool,
    checks: &'a [Finding],
}

/// Runs the command.
pub fn run(arguments: &Arguments, data: Option<PathBuf>, console: &Console) -> ExitCode {
    let mut report = Report { console, findings: Vec::new() };
    match data_folder(data) {
        Ok(directory) => {
            machine::check(&directory, &mut report);
            match Store::open_read_only(&directory) {
                Ok(reader) => check_register(&reader, &directory, &mut report),
                Err(error) => report.add_trouble("journal", &error.into()),
            }
        }
        Err(trouble) => report.add_trouble("data_folder", &trouble),
    }
    match tell(&report, arguments.json) {
        Ok(()) if report.is_well() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
        Err(trouble) => {
            console.complain(&trouble);
            ExitCode::FAILURE
        }
    }
}

fn check_register(reader: &Reader, directory: &std::path::Path, report: &mut Report<'_>) {
    if let Err(trouble) = journal::check(reader, report) {
        report.add_trouble("journal", &trouble);
    }
    let settings = reader.settings().ok().flatten().unwrap_or_default();
    if let Err(trouble) = service::check(reader, &settings, report) {
        report.add_trouble("terminal", &trouble);
    }
    devices::check(directory, &settings, report);
}

fn tell(report: &Report<'_>, json: bool) -> Result<(), Trouble> {
    let console = report.console;
    if json {
        let told = Told {
            version: env!("CARGO_PKG_VERSION"),
            ok: report.is_well(),
            checks: &report.findings,
        };
        let text = serde_json::to_string_pretty(&told)
            .map_err(|cause| Trouble::Terminal(std::io::Error::other(cause)))?;
        return console.line(&text);
    }
    for finding in &report.findings {
        let mark = console.texts().get(match finding.result {
            Outcome::Ok => "doctor-ok",
            Outcome::Warning => "doctor-warning",
            Outcome::Trouble => "doctor-trouble",
            Outcome::Skipped => "doctor-skipped",
        });
        console.line(&format!("{mark:<9} {:<12} {}", finding.check, finding.text))?;
    }
    console.say(if report.is_well() { "doctor-well" } else { "doctor-unwell" }, &[])
}
