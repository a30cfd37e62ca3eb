//! `kassa report`: figures of any time as text, CSV, PDF or JSON, and as bookkeeping. Reads the journal only: a register
//! that is selling meanwhile is not disturbed.

mod books;
mod day;
mod destination;
mod range;
mod tables;

pub use destination::Destination;
pub use range::{Moment, Problem, between};

use std::path::PathBuf;

use clap::ValueEnum;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::core::figures::ReportKind;
use crate::core::settings::Settings;
use crate::journal::{Reader, Store};
use crate::language::Texts;

use super::output::{Console, Trouble};
use super::register::data_folder;

/// Which report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Every SEQR payment and refund, and what they come to
    Seqr,
    /// How the time since the last Z report stands
    X,
    /// A Z report that was made, as a copy
    Z,
    /// All figures of the days that --from and --to name
    Day,
    /// Tax, rate by rate
    Vat,
    /// What was sold of each article
    Articles,
    /// What each cashier sold
    Cashiers,
    /// Trade by the hours of the day
    Hours,
    /// Bookkeeping: a SIE 4 file with a voucher for each day
    Sie,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Plain text
    Text,
    /// A table for spreadsheets and programs (RFC 4180)
    Csv,
    /// Pages to be printed and filed
    Pdf,
    /// For programs: amounts in öre, quantities in thousandths, moments in UTC
    Json,
}

/// What to report.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Which report
    #[arg(value_enum)]
    kind: Kind,
    /// The first day (2026-11-21), or moment (2026-11-21T08:00). Default: today
    #[arg(long, value_name = "DAY")]
    from: Option<Moment>,
    /// The last day, or the moment of the end. Default: the first day
    #[arg(long, value_name = "DAY")]
    to: Option<Moment>,
    /// Which Z report. Default: the last
    #[arg(long)]
    number: Option<u64>,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The file, or "-" for the terminal. A file is there whole or not at all
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
    /// Characters on a line of text. Default: 48 for paper, 100 for tables
    #[arg(long, value_parser = clap::value_parser!(u8).range(24..=250))]
    columns: Option<u8>,
    /// What stands between the cells of CSV. Default: what spreadsheets in the shop's language expect
    #[arg(long)]
    separator: Option<char>,
    /// What stands before decimals in CSV
    #[arg(long, value_name = "SIGN")]
    decimal_sign: Option<char>,
    /// The first day of the financial year of 12 months, which bookkeeping programs may ask for
    #[arg(long, value_name = "DAY")]
    financial_year: Option<jiff::civil::Date>,
}

/// What every report needs.
pub(super) struct Desk<'a> {
    reader: &'a Reader,
    settings: Settings,
    zone: TimeZone,
    now: Zoned,
    arguments: &'a Arguments,
}

impl Desk<'_> {
    fn texts(&self) -> &'static Texts {
        Texts::of(self.settings.language)
    }
}

/// Runs the command.
pub fn run(
    arguments: &Arguments,
    data: Option<PathBuf>,
    _console: &Console,
) -> Result<(), Trouble> {
    let reader = Store::open_read_only(&data_folder(data)?)?;
    // All questions are answered from one moment, and nothing is written until the file can be.
    reader.at_one_moment(|reader| {
        let zone = TimeZone::system();
        let desk = Desk {
            reader,
            settings: reader.settings()?.unwrap_or_default(),
            now: Timestamp::now().to_zoned(zone.clone()),
            zone,
            arguments,
        };
        let mut to = Destination::open(&arguments.out)?;
        let written = match arguments.kind {
            Kind::X => desk.period(&mut to),
            Kind::Z => desk.report(ReportKind::Z, &mut to),
            Kind::Day => desk.day(&mut to),
            Kind::Sie => desk.books(&mut to),
            _ => desk.table(&mut to),
        };
        written.map_err(|trouble| to.named(trouble))?;
        to.finish()
    })
}
