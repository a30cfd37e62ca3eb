//! `kassa user`: the people who work at the register, until the settings view has them.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::core::administration;
use crate::core::entry::Entry;
use crate::core::user::{Person, Role, UserNumber};
use crate::journal::{OpenMode, Stamp, Store};
use crate::till::log_in;
use crate::till::pin::Pin;
use crate::till::set_up;

use super::output::{Console, Trouble};
use super::register::data_folder;

/// What to do with people.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add somebody, or change who has a number. The PIN is asked for, or taken from KASSA_PIN.
    Add {
        /// The cashier number, 1 to 9999.
        #[arg(value_parser = clap::value_parser!(u16).range(1..=9999))]
        number: u16,
        /// The name on screen and receipts.
        name: String,
        /// What they may do.
        #[arg(long, value_enum, default_value_t = RoleName::Cashier)]
        role: RoleName,
    },
    /// Let a number try PINs again that is locked after many wrong ones. While the register runs, a manager does it
    /// in its menu.
    Unlock {
        /// The number that is locked.
        #[arg(value_parser = clap::value_parser!(u16).range(1..=9999))]
        number: u16,
    },
    /// List everybody.
    List,
}

/// The roles as they are written on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RoleName {
    /// Sells.
    Cashier,
    /// Decides, closes the day, reads reports.
    Manager,
    /// Sets registers up.
    Installer,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Role {
        match name {
            RoleName::Cashier => Role::Cashier,
            RoleName::Manager => Role::Manager,
            RoleName::Installer => Role::Installer,
        }
    }
}

/// Runs the command.
pub fn run(command: Command, data: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    let directory = data_folder(data)?;
    match command {
        Command::List => {
            for user in Store::open_read_only(&directory)?.users()? {
                let role = console.texts().get(role_key(user.role));
                console.line(&format!("{}\t{}\t{role}", user.number, user.name))?;
            }
            Ok(())
        }
        Command::Unlock { number } => {
            let user = UserNumber(number);
            let mut store = Store::open(&directory, OpenMode::Existing)?;
            if store.log_ins(user)?.refused_since == 0 {
                return console.say("cli-nothing-done", &[]);
            }
            let register = store.settings()?.unwrap_or_default().register;
            let stamp = Stamp { at: Timestamp::now(), register, user: None };
            let _head = store.commit(&stamp, &[Entry::UserUnlocked { user }])?;
            console.say("cli-user-unlocked", &[("number", i64::from(number).into())])
        }
        Command::Add { number, name, role } => {
            let person = Person { number: UserNumber(number), name, role: role.into() };
            let mut store = Store::open(&directory, OpenMode::Create)?;
            let users = store.users()?;
            if let Some(objection) = administration::objection(&users, &person, true, true) {
                return Err(set_up::Trouble::from(objection).into());
            }
            let pin = ask_for_pin(console)?;
            let hash = log_in::hash(&pin).map_err(set_up::Trouble::from)?;
            let user = administration::saved(&users, &person, true, Some(hash))
                .map_err(set_up::Trouble::from)?;
            if let Some(user) = user {
                let register = store.settings()?.unwrap_or_default().register;
                let stamp = Stamp { at: Timestamp::now(), register, user: None };
                let _head = store.commit(&stamp, &[Entry::UserSaved { user }])?;
            }
            console.say("cli-user-saved", &[("number", i64::from(number).into())])
        }
    }
}

fn role_key(role: Role) -> &'static str {
    match role {
        Role::Cashier => "role-cashier",
        Role::Manager => "role-manager",
        Role::Installer => "role-installer",
    }
}

fn ask_for_pin(console: &Console) -> Result<Pin, Trouble> {
    if let Ok(pin) = std::env::var("KASSA_PIN") {
        return checked(&pin);
    }
    let texts = console.texts();
    let first = rpassword::prompt_password(texts.get("cli-ask-pin"))?;
    let second = rpassword::prompt_password(texts.get("cli-ask-pin-again"))?;
    if first != second {
        return Err(Trouble::Pin(texts.get("cli-pins-differ").into_owned()));
    }
    checked(&first)
}

/// Digits only: a letter would silently be left out of what is typed at the register later.
fn checked(typed: &str) -> Result<Pin, Trouble> {
    let pin = Pin::from(typed);
    if pin.expose() == typed { Ok(pin) } else { Err(Trouble::Pin("0-9, 4-8".to_owned())) }
}
