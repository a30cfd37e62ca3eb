//! The registration with SEQR that a set-up file asks for: registered, then tied to its sticker, each only where it is
//! missing. What is there but otherwise is never changed from here.

use crate::journal::{Reader, Store};
use crate::till::registration::{self, Question};
use crate::till::set_up;

use super::super::output::{Console, Trouble};
use super::super::terminal::{RESELLER_VARIABLES, ask};
use super::profile::{Profile, TerminalProfile};
use super::secrets::{SecretError, Secrets};

/// What is to be asked of SEQR next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing: the register is registered as the file says, or the file says nothing of it.
    Done,
    /// Register the terminal.
    Register {
        /// The shop's own name.
        external_id: String,
        /// What customers see.
        name: String,
    },
    /// Tie the terminal to a sticker.
    Assign {
        /// The sticker.
        seqr_id: String,
    },
}

impl Step {
    /// Whether there is nothing to do.
    pub fn is_done(&self) -> bool {
        *self == Step::Done
    }
}

/// Compares the registration with the file.
///
/// # Errors
/// [`Trouble::Different`] where the register is registered or tied otherwise.
pub fn next(profile: &Profile, journal: Option<&Reader>) -> Result<Step, Trouble> {
    let Some(wanted) = &profile.terminal else { return Ok(Step::Done) };
    let sticker = sticker(wanted)?;
    if profile.settings.seqr.address.is_empty() {
        return Err(set_up::Trouble::NoAddress.into());
    }
    let (external_id, name) = profile.terminal_names(wanted);
    let register = Step::Register { external_id: external_id.clone(), name: name.clone() };
    let Some(journal) = journal else { return Ok(register) };
    let Some(terminal) = journal.terminal()? else { return Ok(register) };
    let different = |what, is: &str, wanted: &str| Trouble::Different {
        what,
        is: is.to_owned(),
        wanted: wanted.to_owned(),
    };
    if terminal.external_id != external_id {
        return Err(different("terminal.external_id", &terminal.external_id, &external_id));
    }
    if terminal.name != name {
        return Err(different("terminal.name", &terminal.name, &name));
    }
    // Its password is gone, as after a restored backup without its key: it is registered anew.
    match registration::may_register(journal) {
        Ok(()) => return Ok(register),
        Err(set_up::Trouble::AlreadyRegistered | set_up::Trouble::PaymentUnsettled) => {}
        Err(trouble) => return Err(trouble.into()),
    }
    match (&terminal.seqr_id, sticker) {
        (_, None) => Ok(Step::Done),
        (Some(is), Some(wanted)) if *is == wanted => Ok(Step::Done),
        (Some(is), Some(wanted)) => Err(different("terminal.seqr_id", is, &wanted)),
        (None, Some(seqr_id)) => Ok(Step::Assign { seqr_id }),
    }
}

fn sticker(wanted: &TerminalProfile) -> Result<Option<String>, Trouble> {
    let Some(typed) = &wanted.seqr_id else { return Ok(None) };
    let id = registration::seqr_id(typed).ok_or(set_up::Trouble::NotASeqrId)?;
    Ok(Some(id))
}

/// Sees that there is a reseller's login where one will be needed, before anything is changed.
///
/// # Errors
/// [`SecretError::Missing`].
pub fn need_login(step: &Step, journal: Option<&Reader>, secrets: &Secrets) -> Result<(), Trouble> {
    let needed = matches!(step, Step::Register { .. }) && secrets.reseller()?.is_none();
    let kept = journal.map(registration::kept_reseller).transpose()?.flatten();
    match needed && kept.is_none() {
        true => Err(SecretError::Missing { name: RESELLER_VARIABLES[0].to_owned() }.into()),
        false => Ok(()),
    }
}

/// Takes step after step until the registration is as the file says.
///
/// # Errors
/// The first that does not go well; those before it are written down.
pub fn go_on(
    profile: &Profile,
    store: &mut Store,
    secrets: &Secrets,
    console: &Console,
) -> Result<(), Trouble> {
    let settings = &profile.settings;
    loop {
        let step = next(profile, Some(store))?;
        let question = match &step {
            Step::Done => return Ok(()),
            Step::Register { external_id, name } => {
                let reseller = secrets.reseller()?;
                Question::register(store, &settings.seqr, reseller, external_id, name)?
            }
            Step::Assign { seqr_id } => Question::assign(store, &settings.seqr, seqr_id)?,
        };
        ask(store, settings, question)?;
        say_step(&step, console)?;
    }
}

/// Says what was done, or would be.
pub fn say_step(step: &Step, console: &Console) -> Result<(), Trouble> {
    match step {
        Step::Done => Ok(()),
        Step::Register { external_id, .. } => {
            console.say("cli-setup-register", &[("external_id", external_id.as_str().into())])
        }
        Step::Assign { seqr_id } => {
            console.say("cli-setup-assign", &[("seqr_id", seqr_id.as_str().into())])
        }
    }
}
