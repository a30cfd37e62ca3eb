//! `kassa terminal`: registers this register with SEQR, ties it to its sticker, and ends it.
//!
//! The reseller's login is asked for or read from the environment (`KASSA_RESELLER_ID`,
//! `KASSA_RESELLER_USER`, `KASSA_RESELLER_PASSWORD`), never given as an argument, which other
//! users of the machine could read. The terminal's own password comes from the system's secure
//! random source and is kept encrypted; nobody ever sees it.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use jiff::Timestamp;

use crate::core::entry::Entry;
use crate::core::settings::{Settings, Terminal};
use crate::journal::{JournalError, OpenMode, Stamp, Store};
use crate::seqr::client::{Client, Credentials};
use crate::seqr::message::{AnswerHead, Principal};
use crate::seqr::result_code::ResultCode;
use crate::seqr::secret::Secret;
use crate::till::{TERMINAL_PASSWORD_NAME, seqr_service};

use super::output::{Console, Trouble};
use super::register::{data_folder, runtime};

/// The names under which the reseller's login is kept.
const RESELLER: [&str; 3] = ["reseller-id", "reseller-user", "reseller-password"];
/// The same in the environment.
const RESELLER_VARIABLES: [&str; 3] =
    ["KASSA_RESELLER_ID", "KASSA_RESELLER_USER", "KASSA_RESELLER_PASSWORD"];
/// Bytes of randomness in a terminal's password: 192 bits.
const PASSWORD_BYTES: usize = 24;

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
    if store.terminal()?.is_some() && password_is_readable(&store)? {
        return Err(Trouble::AlreadyRegistered);
    }
    // The password of a terminal can be lost (a restored backup comes without its key). Then it is
    // registered anew, but never under a payment that is not settled.
    if store.has_unsettled_payment()? {
        return Err(Trouble::PaymentOpen);
    }
    let client = client(&settings)?;
    let reseller = ask_for_reseller(&store, console)?;
    let external_id = external_id.unwrap_or_else(|| settings.register.clone());
    let name = name.unwrap_or_else(|| format!("{}, {}", settings.shop.name, settings.register));
    let password = new_password()?;
    // Kept before it is sent: a registration that SEQR made must never lack its password.
    store.vault().keep(TERMINAL_PASSWORD_NAME, &password)?;
    let answer =
        runtime()?.block_on(client.register_terminal(&reseller, &external_id, &password, &name))?;
    accepted(&answer.head)?;
    let id = answer
        .terminal_id
        .filter(|id| !id.is_empty())
        .ok_or(Trouble::Missing { what: "cli-missing-terminal-id" })?;
    keep_reseller(&store, &reseller)?;
    let terminal = Terminal { id, external_id, name, seqr_id: None };
    let id = terminal.id.clone();
    commit(&mut store, &settings, Entry::TerminalRegistered { terminal })?;
    console.say("cli-registered", &[("terminal", id.as_str().into())])
}

fn assign(directory: &Path, typed: &str, console: &Console) -> Result<(), Trouble> {
    let mut store = Store::open(directory, OpenMode::Existing)?;
    let settings = store.settings()?.unwrap_or_default();
    let terminal = store.terminal()?.ok_or(Trouble::NotRegistered)?;
    let seqr_id = seqr_id(typed).ok_or(Trouble::NotASeqrId)?;
    let credentials = terminal_credentials(&store, &terminal)?;
    let client = client(&settings)?;
    let answer = runtime()?.block_on(client.assign_seqr_id(&credentials, &seqr_id))?;
    accepted(&answer.head)?;
    let entry = Entry::SeqrIdAssigned { terminal: terminal.id, seqr_id: seqr_id.clone() };
    commit(&mut store, &settings, entry)?;
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
    let client = client(&settings)?;
    let answer = runtime()?.block_on(client.benchmarking_nop())?;
    accepted(&answer.head)?;
    console.say("cli-status-reached", &[("address", settings.seqr.address.as_str().into())])
}

fn unregister(directory: &Path, yes: bool, console: &Console) -> Result<(), Trouble> {
    let mut store = Store::open(directory, OpenMode::Existing)?;
    let settings = store.settings()?.unwrap_or_default();
    let terminal = store.terminal()?.ok_or(Trouble::NotRegistered)?;
    if store.has_unsettled_payment()? {
        return Err(Trouble::PaymentOpen);
    }
    if !yes && !confirmed(console)? {
        return console.say("cli-nothing-done", &[]);
    }
    let credentials = terminal_credentials(&store, &terminal)?;
    let client = client(&settings)?;
    let answer = runtime()?.block_on(client.unregister_terminal(&credentials))?;
    // 29 says that SEQR does not know the terminal: an earlier attempt, whose answer was lost, worked.
    if answer.head.result_code != ResultCode::INVALID_INITIATOR_PRINCIPAL_ID {
        accepted(&answer.head)?;
    }
    commit(&mut store, &settings, Entry::TerminalUnregistered { terminal: terminal.id })?;
    store.vault().forget(TERMINAL_PASSWORD_NAME)?;
    console.say("cli-unregistered", &[])
}

/// Whether the kept password can be used; without it the terminal is as good as gone.
fn password_is_readable(store: &Store) -> Result<bool, Trouble> {
    match store.vault().read(TERMINAL_PASSWORD_NAME) {
        Ok(password) => Ok(password.is_some()),
        Err(JournalError::SecretUnreadable { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// A kept part of the reseller's login, unless its key is gone.
fn kept(store: &Store, name: &str) -> Result<Option<String>, Trouble> {
    match store.vault().read(name) {
        Ok(secret) => Ok(secret.map(|secret| secret.expose().to_owned())),
        Err(JournalError::SecretUnreadable { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn client(settings: &Settings) -> Result<Client, Trouble> {
    if settings.seqr.address.is_empty() {
        return Err(Trouble::NoSeqrAddress);
    }
    Ok(seqr_service::client(&settings.seqr)?)
}

fn accepted(head: &AnswerHead) -> Result<(), Trouble> {
    if head.result_code.is_success() {
        return Ok(());
    }
    Err(Trouble::SeqrRefused {
        code: head.result_code.0,
        description: head.result_description.clone().unwrap_or_default(),
    })
}

fn commit(store: &mut Store, settings: &Settings, entry: Entry) -> Result<(), Trouble> {
    let register = settings.register.clone();
    let stamp = Stamp { at: Timestamp::now(), register, user: None };
    let _head = store.commit(&stamp, &[entry])?;
    Ok(())
}

fn terminal_credentials(store: &Store, terminal: &Terminal) -> Result<Credentials, Trouble> {
    let password = store
        .vault()
        .read(TERMINAL_PASSWORD_NAME)?
        .ok_or(Trouble::Missing { what: "cli-missing-terminal-password" })?;
    Ok(Credentials {
        principal: Principal::terminal(terminal.id.clone()),
        password: Secret::new(password.expose()),
    })
}

/// The reseller's login: from the environment, else as it was kept, else asked for.
pub(super) fn ask_for_reseller(store: &Store, console: &Console) -> Result<Credentials, Trouble> {
    let mut parts: Vec<String> = Vec::with_capacity(RESELLER.len());
    for (place, (name, variable)) in RESELLER.iter().zip(RESELLER_VARIABLES).enumerate() {
        let given = std::env::var(variable).ok().filter(|value| !value.is_empty());
        let kept = kept(store, name)?;
        let value = match given.or(kept) {
            Some(value) => value,
            None if place == 2 => {
                rpassword::prompt_password(console.texts().get("cli-ask-reseller-password"))?
            }
            None => {
                let key = ["cli-ask-reseller-id", "cli-ask-reseller-user"][place];
                ask(console, key)?
            }
        };
        if value.is_empty() {
            return Err(Trouble::Missing { what: "cli-missing-reseller" });
        }
        parts.push(value);
    }
    Ok(Credentials {
        principal: Principal::reseller_user(&parts[0], &parts[1]),
        password: Secret::new(std::mem::take(&mut parts[2])),
    })
}

/// Kept only after SEQR has accepted it.
fn keep_reseller(store: &Store, reseller: &Credentials) -> Result<(), Trouble> {
    let user = reseller.principal.user_id.clone().unwrap_or_default();
    let parts = [reseller.principal.id.as_str(), &user, reseller.password.expose()];
    for (name, part) in RESELLER.iter().zip(parts) {
        store.vault().keep(name, &Secret::new(part))?;
    }
    Ok(())
}

pub(super) fn ask(console: &Console, key: &str) -> Result<String, Trouble> {
    console.say(key, &[])?;
    let mut answer = String::new();
    let _bytes = std::io::stdin().read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}

fn confirmed(console: &Console) -> Result<bool, Trouble> {
    let answer = ask(console, "cli-ask-unregister")?;
    Ok(answer == console.texts().get("cli-ask-unregister-answer"))
}

/// 48 characters from the system's secure random source.
pub(super) fn new_password() -> Result<Secret, Trouble> {
    let mut bytes = [0; PASSWORD_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| {
        Trouble::Terminal(std::io::Error::other(format!("no randomness: {error}")))
    })?;
    Ok(Secret::new(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
}

/// The id in what was typed or scanned: the bare number of the Code 128, or the QR code's
/// `HTTP://SEQR.SE/Q…` in any case.
pub(super) fn seqr_id(typed: &str) -> Option<String> {
    const PREFIX: &str = "HTTP://SEQR.SE/Q";
    let typed = typed.trim();
    let bare = match typed.get(..PREFIX.len()) {
        Some(start) if start.eq_ignore_ascii_case(PREFIX) => &typed[PREFIX.len()..],
        _ => typed,
    };
    let fits = !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_alphanumeric());
    fits.then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stickers_are_read_by_bar_code_and_qr_code() {
        for (typed, id) in [
            ("004610027501", Some("004610027501")),
            (" 004610027501\n", Some("004610027501")),
            ("HTTP://SEQR.SE/Q004610027501", Some("004610027501")),
            ("http://seqr.se/qABC1", Some("ABC1")),
            ("HTTP://SEQR.SE/Q", None),
            ("HTTP://SEQR.SE/R004610027501", None),
            ("0046_1002", None),
            ("", None),
            ("åäö", None),
        ] {
            assert_eq!(seqr_id(typed).as_deref(), id, "{typed:?}");
        }
    }

    #[test]
    fn passwords_are_long_and_never_the_same() {
        let (one, two) = (new_password().unwrap(), new_password().unwrap());
        assert_eq!(one.expose().len(), 2 * PASSWORD_BYTES);
        assert_ne!(one.expose(), two.expose());
    }
}
