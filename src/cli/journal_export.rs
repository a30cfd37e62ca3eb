//! `kassa journal export` and `kassa journal check`: the journal as a file for the authorities.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use jiff::Zoned;

use crate::journal::Reader;
use crate::journal_file::{self, ExportError, FileHead, JournalFile};

use super::output::{Console, Trouble};
use super::report::{Destination, Moment, between};

/// What to export.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// As XML, the only form there is
    #[arg(long, required = true)]
    xml: bool,
    /// The first day (2026-11-21), or moment (2026-11-21T08:00). Default: today
    #[arg(long, value_name = "DAY")]
    from: Option<Moment>,
    /// The last day, or the moment of the end. Default: the first day
    #[arg(long, value_name = "DAY")]
    to: Option<Moment>,
    /// The file, or "-" for the terminal. A file is there whole or not at all
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Writes the entries of some days.
pub fn run(arguments: &Arguments, reader: &Reader, console: &Console) -> Result<(), Trouble> {
    let made = Zoned::now();
    let (from, to) = between(arguments.from, arguments.to, &made)?;
    let mut destination = Destination::open(&arguments.out)?;
    let events = reader.at_one_moment(|reader| {
        let settings = reader.settings()?.unwrap_or_default();
        let range = from.timestamp()..to.timestamp();
        let head = FileHead { shop: &settings.shop, register: &settings.register, from, to, made };
        let mut file = JournalFile::begin(&mut destination, reader, &head)?;
        reader.entries_between(&range, &mut |(recorded, raw)| file.event(&recorded, &raw))?;
        file.end()
    });
    let events = events.map_err(|error| destination.named(trouble(error)))?;
    destination.finish()?;
    console.warn(
        "cli-journal-exported",
        &[("events", i64::try_from(events).unwrap_or(i64::MAX).into())],
    );
    Ok(())
}

fn trouble(error: ExportError) -> Trouble {
    match error {
        ExportError::File(cause) => Trouble::Terminal(cause),
        ExportError::Journal(error) => Trouble::Journal(error),
    }
}

/// Checks a file, without the register.
pub fn check(file: &Path, console: &Console) -> Result<(), Trouble> {
    let named = |cause| Trouble::File { path: file.display().to_string(), cause };
    let checked = journal_file::check(BufReader::new(File::open(file).map_err(named)?));
    for fault in &checked.faults {
        console.line(&format!("- {fault}"))?;
    }
    if !checked.faults.is_empty() {
        return Err(Trouble::UnsoundExport);
    }
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    console.say(
        "cli-journal-checked",
        &[("events", count(checked.events).into()), ("receipts", count(checked.receipts).into())],
    )
}
