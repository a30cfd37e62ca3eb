//! The command line: what has no screen, and how the window is started.
//!
//! Secrets are never arguments: they are asked for, or read from the environment. What is printed
//! comes from the Fluent files; `--help` is English, as is usual on a command line.

mod article;
mod device;
mod journal;
mod log;
mod output;
mod people;
mod register;
mod settings;
mod simulate;
mod terminal;

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
    /// Open the register on a demonstration shop, against a simulated SEQR.
    ///
    /// Nothing needs to be set up. Without --data everything is forgotten when it ends.
    Demo,
    /// Run a simulated SEQR service for registers on this machine.
    Simulate(simulate::Arguments),
    /// Register this register with SEQR, or see how it is registered.
    #[command(subcommand)]
    Terminal(terminal::Command),
    /// Find and test scanners and printers.
    #[command(subcommand)]
    Device(device::Command),
    /// Read articles from a CSV file, or write them to one.
    #[command(subcommand)]
    Catalog(article::Command),
    /// Check the journal, or look at a receipt in it.
    #[command(subcommand)]
    Journal(journal::Command),
    /// Write the settings to a TOML file, or read them from one.
    #[command(subcommand)]
    Settings(settings::Command),
    /// Add and list the people who work at the register.
    #[command(subcommand)]
    User(people::Command),
}

/// Runs the program; the exit code is 0 for success, 1 for trouble, 2 for wrong usage.
pub fn run() -> ExitCode {
    keep_secrets_out_of_core_dumps();
    let arguments = Arguments::parse();
    let console = Console::from_environment();
    let data = arguments.data;
    let outcome = match arguments.command {
        None => register::open(data, &console),
        Some(Command::Demo) => register::demonstrate(data, &console),
        Some(Command::Simulate(arguments)) => simulate::run(&arguments, &console),
        Some(Command::Terminal(command)) => terminal::run(command, data, &console),
        Some(Command::Device(command)) => device::run(command, data, &console),
        Some(Command::Catalog(command)) => article::run(command, data, &console),
        Some(Command::Journal(command)) => journal::run(command, data, &console),
        Some(Command::Settings(command)) => settings::run(command, data, &console),
        Some(Command::User(command)) => people::run(command, data, &console),
    };
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

/// Passwords are in memory while they are used: a crash must not write them to a file.
fn keep_secrets_out_of_core_dumps() {
    use nix::sys::resource::{Resource, setrlimit};
    if let Err(error) = setrlimit(Resource::RLIMIT_CORE, 0, 0) {
        tracing::warn!(%error, "core dumps stay possible");
    }
}
