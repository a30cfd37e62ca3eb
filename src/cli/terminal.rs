//! `kassa terminal`: registers this register with SEQR, ties it to its sticker, and ends it.
//!
//! The reseller's login is asked for or read from the environment (`KASSA_RESELLER_ID`,
//! `KASSA_RESELLER_USER`, `KASSA_RESELLER_PASSWORD`), never given as an argument, which other
//! users of the machine could read. The terminal's own password comes from the system's secure
//! random source and is kept encrypted; nobody ever sees it.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use jiff::Timestamp;

use crate::core::settings::{Settings, UnregisterAs};
use crate::journal::{OpenMode, Reader, Stamp, Store};
use crate::seqr::secret::Secret;
use crate::till::registration::{self, Answer, Question, Writing};
use crate::till::set_up::{self, Reseller};

use super::output::{Console, Trouble};
use super::register::{data_folder, runtime};

/// The reseller's login in the environment: id, user, password.
pub(super) const RESELLER_VARIABLES: [&str; 3] =
    ["KASSA_RESELLER_ID", "KASSA_RESELLER_USER", "KASSA_RESELLER_PASSWORD"];

/// What to do with the terminal.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Register this register as a terminal of the shop. Asks for the reseller's login, or takes
    /// it from KASSA_RESELLER_ID, KASSA_RESELLER_USER and KASSA_RESELLER_PASSWORD.
    Register {
        /// The shop's own name for the terminal. Default: the register's designation.
        #[arg(long)]
        external_id: Option<String>,
        /// What customers see on the phone. Default: the shop's name and the designation.
        #[arg(long)]
        name: Option<String>,
    },
    /// Tie the terminal to a sticker.
    Assign {
        /// The number on the sticker, or the text of its QR code.
        seqr_id: String,
    },
    /// Show how this register is registered, and whether SEQR answers.
    Status,
    /// End the registration.
    Unregister {
        /// Do not ask whether it is really meant.
        #[arg(long)]
        yes: bool,
    },
}

/// Runs the command.
pub fn run(command: Command, data: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    let directory = data_folder(data)?;
    match command {
        Command::Register { external_id, name } => register(&directory, external_id, name, console),
        Command::Assign { seqr_id } => assign(&directory, &seqr_id, console),
        Command::Status => status(&directory, console),
        Command::Unregister { yes } => unregister(&directory, yes, console),
    }
}

fn register(
    directory: &Path,
    external_id: Option<String>,
    name: Option<String>,
    console: &Console,
) -> Result<(), Trouble> {
    let mut store = Store::open(directory, OpenMode::Create)?;
    let settings = store.settings()?.unwrap_or_default();
    registration::may_register(&store)?;
    let reseller = reseller(&store, console)?;
    let external_id = external_id.unwrap_or_else(|| settings.register.clone());
    let name = name.unwrap_or_else(|| format!("{}, {}", settings.shop.name, settings.register));
    let question = Question::register(&store, &settings.seqr, Some(reseller), &external_id, &name)?;
    ask(&mut store, &settings, question)?;
    let id = store.terminal()?.map(|terminal| terminal.id).unwrap_or_default();
    console.say("cli-registered", &[("terminal", id.as_str().into())])
}

fn assign(directory: &Path, typed: &str, console: &Console) -> Result<(), Trouble> {
    let mut store = Store::open(directory, OpenMode::Existing)?;
    let settings = store.settings()?.unwrap_or_default();
    let question = Question::assign(&store, &settings.seqr, typed)?;
    ask(&mut store, &settings, question)?;
    let seqr_id = store.terminal()?.and_then(|terminal| terminal.seqr_id).unwrap_or_default();
    console.say("cli-assigned", &[("seqr_id", seqr_id.as_str().into())])
}

fn status(directory: &Path, console: &Console) -> Result<(), Trouble> {
    let reader = Store::open_read_only(directory)?;
    let settings = reader.settings()?.unwrap_or_default();
    match reader.terminal()? {
        None => console.say("cli-status-not-registered", &[])?,
        Some(terminal) => {
            console.say(
                "cli-status-registered",
                &[
                    ("terminal", terminal.id.as_str().into()),
                    ("external_id", terminal.external_id.as_str().into()),
                    ("name", terminal.name.as_str().into()),
                ],
            )?;
            match &terminal.seqr_id {
                Some(seqr_id) => {
                    console.say("cli-status-sticker", &[("seqr_id", seqr_id.as_str().into())])?;
                }
                None => console.say("cli-status-no-sticker", &[])?,
            }
        }
    }
    if let Some(question) = reader.registration()?.unanswered {
        console.say(set_up::unanswered(question.into()), &[])?;
    }
    let client = registration::client(&settings.seqr)?;
    let _took = runtime()?.block_on(registration::reach(client))?;
    console.say("cli-status-reached", &[("address", settings.seqr.address.as_str().into())])
}

fn unregister(directory: &Path, yes: bool, console: &Console) -> Result<(), Trouble> {
    let mut store = Store::open(directory, OpenMode::Existing)?;
    let settings = store.settings()?.unwrap_or_default();
    let reseller = match settings.seqr.unregister_as {
        UnregisterAs::Terminal => None,
        UnregisterAs::Reseller => Some(reseller(&store, console)?),
    };
    let question = Question::unregister(&store, &settings.seqr, reseller)?;
    if !yes && !confirmed(console)? {
        return console.say("cli-nothing-done", &[]);
    }
    ask(&mut store, &settings, question)?;
    console.say("cli-unregistered", &[])
}

/// Asks SEQR, and writes down before that it is asked and afterwards what it said.
pub(super) fn ask(
    store: &mut Store,
    settings: &Settings,
    question: Question,
) -> Result<(), Trouble> {
    commit(store, settings, &question.before())?;
    let answer: Answer = runtime()?.block_on(question.ask());
    commit(store, settings, answer.after())?;
    answer.trouble.map_or(Ok(()), |trouble| Err(trouble.into()))
}

fn commit(store: &mut Store, settings: &Settings, writing: &Writing) -> Result<(), Trouble> {
    let register = settings.register.clone();
    let stamp = Stamp { at: Timestamp::now(), register, user: None };
    let _head = store.commit_with(&stamp, &writing.entries, &writing.secrets)?;
    Ok(())
}

/// The reseller's login: from the environment, else as it was kept, else asked for.
pub(super) fn reseller(journal: &Reader, console: &Console) -> Result<Reseller, Trouble> {
    let kept = registration::kept_reseller(journal)?;
    let [id, user, password] = RESELLER_VARIABLES
        .map(|variable| std::env::var(variable).ok().filter(|value| !value.is_empty()));
    let kept_id = || kept.as_ref().map(|kept| kept.id.clone());
    let kept_user = || kept.as_ref().map(|kept| kept.user.clone());
    let id = match id.or_else(kept_id) {
        Some(id) => id,
        None => console.ask("cli-ask-reseller-id")?,
    };
    let user = match user.or_else(kept_user) {
        Some(user) => user,
        None => console.ask("cli-ask-reseller-user")?,
    };
    let password = match (password, kept) {
        (Some(password), _) => Secret::new(password),
        (None, Some(kept)) => kept.password,
        (None, None) => Secret::new(rpassword::prompt_password(
            console.texts().get("cli-ask-reseller-password"),
        )?),
    };
    Ok(Reseller { id, user, password })
}

fn confirmed(console: &Console) -> Result<bool, Trouble> {
    let answer = console.ask("cli-ask-unregister")?;
    Ok(answer == console.texts().get("cli-ask-unregister-answer"))
}
