//! `kassa setup`: a register set up by a file, without questions, as often as one likes.
//!
//! The settings, people and articles are brought to what the file says in one transaction; then SEQR is asked for what
//! is missing of the registration. Whatever stops it, running it again goes on where it stopped, and running it once more changes
//! nothing. Secrets are never in the file.

mod plan;
mod profile;
mod secrets;
mod terminal;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use jiff::Timestamp;

use crate::journal::{JournalError, OpenMode, Reader, Stamp, Store};
use crate::till::set_up;

use super::output::{Console, Trouble};
use super::register::data_folder;

pub use profile::ProfileError;
pub use secrets::SecretError;

use plan::Plan;
use profile::Profile;
use secrets::Secrets;

/// What becomes of a register.
#[derive(Debug, clap::Args)]
#[command(
    subcommand_negates_reqs = true,
    args_conflicts_with_subcommands = true,
    after_help = "The exit code is 0 when everything is as the file says, 1 for other trouble, 2 for wrong usage, \
3 when the data folder cannot be used or a register runs on it, 4 when the file or one that it names is wrong, \
5 when a secret is missing or others can read its file, 6 when SEQR refused, 7 when SEQR was not reached and nothing \
was sent, 8 when SEQR's answer was lost (run it again), 9 when the register is registered or tied otherwise than the \
file says. It may be run again after any of them."
)]
pub struct Arguments {
    /// The file that says how the register shall be: see "kassa setup export".
    #[arg(long, value_name = "FILE", required = true)]
    from: Option<PathBuf>,
    /// A file with secrets, one NAME = "value" on each line, that only its owner can read. The names are those of the
    /// environment, which comes first: KASSA_PIN_<number> for people who are new, KASSA_RESELLER_ID,
    /// KASSA_RESELLER_USER and KASSA_RESELLER_PASSWORD for the registration.
    #[arg(long, value_name = "FILE")]
    secrets: Option<PathBuf>,
    /// Say what would be done, and do nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What else there is to do with set-up files.
#[derive(Debug, Subcommand)]
enum Command {
    /// Write how this register is set up into a file, without secrets; to the terminal with "-".
    Export {
        /// The file.
        file: PathBuf,
        /// Write the articles into this CSV file as well, and name it in the file.
        #[arg(long, value_name = "CSV")]
        articles: Option<PathBuf>,
    },
}

/// Runs the command. The exit codes stand in its help.
pub fn run(arguments: Arguments, data: Option<PathBuf>, console: &Console) -> ExitCode {
    let outcome = match (arguments.command, arguments.from) {
        (Some(Command::Export { file, articles }), _) => {
            data_folder(data).and_then(|data| profile::export(&data, &file, articles, console))
        }
        (None, Some(from)) => data_folder(data).and_then(|data| {
            let secrets = arguments.secrets.as_deref();
            set_up(&data, &from, secrets, arguments.dry_run, console)
        }),
        // Which clap does not let through.
        (None, None) => Err(Trouble::NoDataFolder),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            console.complain(&trouble);
            ExitCode::from(code(&trouble))
        }
    }
}

fn set_up(
    directory: &Path,
    from: &Path,
    secrets: Option<&Path>,
    dry_run: bool,
    console: &Console,
) -> Result<(), Trouble> {
    // Everything that can be wrong with files is told before anything is changed.
    let profile = Profile::read(from, console)?;
    let articles = profile.articles(from, console)?;
    let secrets = Secrets::read(secrets)?;
    let _possible = terminal::next(&profile, None)?;
    if dry_run {
        let journal = existing(directory)?;
        let plan = Plan::make(&profile, articles, journal.as_ref(), &secrets)?;
        plan.say(console)?;
        let step = terminal::next(&profile, journal.as_ref())?;
        terminal::need_login(&step, journal.as_ref(), &secrets)?;
        terminal::say_step(&step, console)?;
        let idle = plan.is_empty() && step.is_done();
        let key = if idle { "cli-setup-nothing" } else { "cli-setup-dry-run" };
        return console.say(key, &[]);
    }
    let mut store = Store::open(directory, OpenMode::Create)?;
    let plan = Plan::make(&profile, articles, Some(&store), &secrets)?;
    // A terminal that is another one than the file says is told before the settings are changed to another shop's.
    let step = terminal::next(&profile, Some(&store))?;
    let idle = plan.is_empty() && step.is_done();
    if idle {
        return console.say("cli-setup-nothing", &[]);
    }
    terminal::need_login(&step, Some(&store), &secrets)?;
    let register = profile.settings.register.clone();
    let stamp = Stamp { at: Timestamp::now(), register, user: None };
    let entries = plan.entries(&secrets)?;
    let _head = store.commit(&stamp, &entries)?;
    plan.say(console)?;
    terminal::go_on(&profile, &mut store, &secrets, console)?;
    console.say("cli-setup-done", &[])
}

/// The journal, where there is one: a register that is set up for the first time has none.
fn existing(directory: &Path) -> Result<Option<Reader>, Trouble> {
    match Store::open_read_only(directory) {
        Ok(reader) => Ok(Some(reader)),
        Err(JournalError::Missing { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What a script can do about it, as a number.
fn code(trouble: &Trouble) -> u8 {
    match trouble {
        Trouble::NoDataFolder | Trouble::Journal(_) => 3,
        Trouble::Profile(_)
        | Trouble::File { .. }
        | Trouble::SettingsFile { .. }
        | Trouble::SettingsProblems { .. }
        | Trouble::UnknownKeys { .. }
        | Trouble::ArticleFile { .. }
        | Trouble::SeqrSetUp(_) => 4,
        Trouble::Secret(_) => 5,
        Trouble::Different { .. } => 9,
        Trouble::SetUp(trouble) => match trouble {
            set_up::Trouble::Journal(_) => 3,
            set_up::Trouble::ResellerMissing | set_up::Trouble::PinTooShort => 5,
            set_up::Trouble::SeqrRefused { .. } => 6,
            set_up::Trouble::Unreachable { .. } | set_up::Trouble::NotTrusted { .. } => 7,
            set_up::Trouble::AnswerLost { .. } | set_up::Trouble::NotSeqr { .. } => 8,
            set_up::Trouble::PaymentUnsettled => 9,
            set_up::Trouble::System { .. } => 1,
            _ => 4,
        },
        _ => 1,
    }
}
