//! SEQR: the registration, the sticker, and whether the service answers.

use crate::core::settings::Settings;
use crate::journal::Reader;
use crate::till::registration;
use crate::till::set_up;

use super::super::output::Trouble;
use super::super::register::runtime;
use super::{Outcome, Report};

pub(super) fn check(
    reader: &Reader,
    settings: &Settings,
    report: &mut Report<'_>,
) -> Result<(), Trouble> {
    if settings.seqr.address.is_empty() {
        report.add("seqr", Outcome::Skipped, "doctor-no-seqr", &[]);
        return Ok(());
    }
    reach(settings, report)?;
    registered(reader, report)
}

fn reach(settings: &Settings, report: &mut Report<'_>) -> Result<(), Trouble> {
    let client = match registration::client(&settings.seqr) {
        Ok(client) => client,
        Err(trouble) => {
            report.add_trouble("seqr", &trouble.into());
            return Ok(());
        }
    };
    match runtime()?.block_on(registration::reach(client)) {
        Ok(took) => {
            let milliseconds = i64::try_from(took.as_millis()).unwrap_or(i64::MAX);
            report.add(
                "seqr",
                Outcome::Ok,
                "doctor-seqr",
                &[("milliseconds", milliseconds.into())],
            );
        }
        Err(trouble) => report.add_trouble("seqr", &trouble.into()),
    }
    Ok(())
}

fn registered(reader: &Reader, report: &mut Report<'_>) -> Result<(), Trouble> {
    const CHECK: &str = "terminal";
    let Some(terminal) = reader.terminal()? else {
        report.add(CHECK, Outcome::Trouble, "doctor-not-registered", &[]);
        return Ok(());
    };
    match registration::may_register(reader) {
        Ok(()) => report.add_trouble(CHECK, &set_up::Trouble::PasswordGone.into()),
        Err(set_up::Trouble::Journal(trouble)) => {
            report.add_trouble(CHECK, &set_up::Trouble::Journal(trouble).into());
        }
        Err(_) => {
            let id = terminal.id.as_str().into();
            report.add(CHECK, Outcome::Ok, "doctor-registered", &[("terminal", id)]);
        }
    }
    if let Some(question) = reader.registration()?.unanswered {
        report.add(CHECK, Outcome::Trouble, set_up::unanswered(question.into()), &[]);
    }
    match &terminal.seqr_id {
        Some(id) => {
            report.add("sticker", Outcome::Ok, "doctor-sticker", &[("seqr_id", id.into())]);
        }
        None => report.add("sticker", Outcome::Trouble, "doctor-no-sticker", &[]),
    }
    Ok(())
}
