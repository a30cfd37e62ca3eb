//! The command line: what has no screen, and how the window is started.
//!
//! Secrets are never arguments: they are asked for, or read from the environment. What is printed
//! comes from the Fluent files; `--help` is English, as is usual on a command line.

mod article;
mod backup;
mod certify;
mod crash;
mod device;
mod doctor;
mod journal;
mod journal_export;
mod log;
mod output;
mod people;
mod problems;
mod pulse;
mod register;
mod report;
mod settings;
mod setup;
mod signals;
mod simulate;
mod supervise;
mod support;
mod terminal;
mod window;
mod without_window;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use output::Console;
pub use output::Trouble;

/// A cash register that takes SEQR payments.
///
/// Without a command the register opens its window.
#[derive(Debug, Parser)]
#[command(name = "kassa", version, propagate_version = true)]
struct Arguments {
    /// Folder with the register's journal and log; made if it is not there.
    /// Default: kassa in the user's data folder.
    #[arg(long, global = true, value_name = "DIR", env = "KASSA_DATA")]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open the register: what happens without a command, too.
    Run(register::Arguments),
    /// Open the register and restart it at once should it ever die or stand still.
    Supervise(register::Arguments),
    /// Open the register on a demonstration shop, against a simulated SEQR.
    ///
    /// Nothing needs to be set up. Without --data everything is forgotten when it ends.
    Demo,
    /// Run a simulated SEQR service for registers on this machine.
    Simulate(simulate::Arguments),
    /// Register this register with SEQR, or see how it is registered.
    #[command(subcommand)]
    Terminal(terminal::Command),
    /// Rehearse the nine tests of SEQR's certification, and write a sheet with evidence.
    Certify(certify::Arguments),
    /// Find and test scanners and printers.
    #[command(subcommand)]
    Device(device::Command),
    /// Read articles from a CSV file, or write them to one.
    #[command(subcommand)]
    Catalog(article::Command),
    /// Check the journal, or look at a receipt in it.
    #[command(subcommand)]
    Journal(journal::Command),
    /// Copy the journal, check copies, and put one in its place.
    #[command(subcommand)]
    Backup(backup::Command),
    /// Collect what support needs in one file, without secrets.
    Support(support::Arguments),
    /// Set the register up as a file says, without questions; the same again changes nothing.
    Setup(Box<setup::Arguments>),
    /// Check everything that a register needs, one line each. The exit code is 0 when nothing is wrong, else 1.
    Doctor(doctor::Arguments),
    /// Report what was sold and paid: as text, CSV, PDF, JSON or bookkeeping.
    Report(report::Arguments),
    /// Write the settings to a TOML file, or read them from one.
    #[command(subcommand)]
    Settings(settings::Command),
    /// Add and list the people who work at the register.
    #[command(subcommand)]
    User(people::Command),
}

/// The exit code of trouble that comes again until somebody does something about it: no reason to restart.
const NEEDS_A_PERSON: u8 = 3;
/// The exit code of wrong usage: clap's.
const WRONG_USAGE: u8 = 2;

/// Runs the program; the exit code is 0 for success, 1 for trouble, 2 for wrong usage. Opening the register ends with
/// 3 where opening it again would come to the same until somebody does something about it.
pub fn run() -> ExitCode {
    let console = Console::from_environment();
    crash::report_faults(console.texts());
    keep_secrets_out_of_core_dumps();
    keep_files_private();
    let arguments = Arguments::parse();
    let data = arguments.data;
    let outcome = match arguments.command {
        None => return opened(&register::Arguments::default(), data, &console),
        Some(Command::Run(arguments)) => return opened(&arguments, data, &console),
        Some(Command::Supervise(arguments)) => {
            return supervise::run(&arguments, data, &console);
        }
        Some(Command::Demo) => register::demonstrate(data, &console),
        Some(Command::Simulate(arguments)) => simulate::run(&arguments, &console),
        Some(Command::Terminal(command)) => terminal::run(command, data, &console),
        Some(Command::Certify(arguments)) => certify::run(&arguments, data, &console),
        Some(Command::Device(command)) => device::run(command, data, &console),
        Some(Command::Catalog(command)) => article::run(command, data, &console),
        Some(Command::Journal(command)) => journal::run(command, data, &console),
        Some(Command::Backup(command)) => backup::run(command, data, &console),
        Some(Command::Support(arguments)) => support::run(arguments, data, &console),
        Some(Command::Setup(arguments)) => return setup::run(*arguments, data, &console),
        Some(Command::Doctor(arguments)) => return doctor::run(&arguments, data, &console),
        Some(Command::Report(arguments)) => report::run(&arguments, data, &console),
        Some(Command::Settings(command)) => settings::run(command, data, &console),
        Some(Command::User(command)) => people::run(command, data, &console),
    };
    exit_code(outcome, &console)
}

/// Opens the register; the exit code says whether opening it again would help.
fn opened(arguments: &register::Arguments, data: Option<PathBuf>, console: &Console) -> ExitCode {
    match register::open(arguments, data, console) {
        Err(trouble) if trouble.needs_a_person() => {
            console.complain(&trouble);
            ExitCode::from(NEEDS_A_PERSON)
        }
        outcome => exit_code(outcome, console),
    }
}

fn exit_code(outcome: Result<(), Trouble>, console: &Console) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever was reading (`head`, say) has seen enough.
        Err(Trouble::Terminal(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(trouble) => {
            console.complain(&trouble);
            ExitCode::FAILURE
        }
    }
}

/// Whatever this program writes, journal, log or exported file, only its owner can read, unless they say otherwise.
fn keep_files_private() {
    use nix::sys::stat::{Mode, umask};
    let _before = umask(Mode::S_IRWXG | Mode::S_IRWXO);
}

/// Passwords are in memory while they are used: a crash must not write them to a file.
fn keep_secrets_out_of_core_dumps() {
    use nix::sys::resource::{Resource, setrlimit};
    if let Err(error) = setrlimit(Resource::RLIMIT_CORE, 0, 0) {
        tracing::warn!(%error, "core dumps stay possible");
    }
}
