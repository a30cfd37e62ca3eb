//! What the journal says: whether it is sound, the clock, settings, people, kept secrets, copies.

use jiff::{SignedDuration, Timestamp};

use crate::core::settings::Settings;
use crate::core::settings::check::problems;
use crate::core::user::Role;
use crate::journal::{Reader, Verdict};
use crate::language::date_time;

use super::super::output::Trouble;
use super::super::problems::described;
use super::{Outcome, Report};

/// More entries than this are looked at by `kassa journal verify`: it would take too long here.
const QUICKLY: u64 = 100_000;
/// How much the clock may be behind the newest entry.
const BEHIND: SignedDuration = SignedDuration::from_mins(2);
/// How old the newest copy may be where one is made every night.
const OLD: SignedDuration = SignedDuration::from_hours(48);

pub(super) fn check(reader: &Reader, report: &mut Report<'_>) -> Result<(), Trouble> {
    sound(reader, report)?;
    clock(reader, report)?;
    let settings = reader.settings()?.unwrap_or_default();
    fields(&settings, report);
    people(reader, report)?;
    secrets(reader, report)?;
    payments(reader, report)?;
    copies(reader, &settings, report)
}

fn sound(reader: &Reader, report: &mut Report<'_>) -> Result<(), Trouble> {
    const CHECK: &str = "journal";
    let entries = reader.head()?.seq;
    let values = [("entries", (entries as i64).into())];
    if entries > QUICKLY {
        report.add(CHECK, Outcome::Ok, "doctor-journal-long", &values);
        return Ok(());
    }
    match reader.verify(&mut |_, _| {})? {
        Verdict::Sound(_) => report.add(CHECK, Outcome::Ok, "doctor-journal", &values),
        Verdict::Unsound(_) => report.add(CHECK, Outcome::Trouble, "doctor-journal-unsound", &[]),
    }
    Ok(())
}

fn clock(reader: &Reader, report: &mut Report<'_>) -> Result<(), Trouble> {
    let now = Timestamp::now();
    let behind = reader.newest_date()?.is_some_and(|newest| newest.duration_since(now) > BEHIND);
    let (result, key) = match behind {
        true => (Outcome::Trouble, "doctor-clock-behind"),
        false => (Outcome::Ok, "doctor-clock"),
    };
    let time = date_time(now, &jiff::tz::TimeZone::system());
    report.add("clock", result, key, &[("time", time.into())]);
    Ok(())
}

fn fields(settings: &Settings, report: &mut Report<'_>) {
    const CHECK: &str = "settings";
    let found = problems(settings);
    if found.is_empty() {
        return report.add(CHECK, Outcome::Ok, "doctor-settings", &[]);
    }
    for problem in found {
        let text = described(&problem, report.console.texts());
        report.add(CHECK, Outcome::Trouble, "doctor-setting", &[("problem", text.into())]);
    }
}

fn people(reader: &Reader, report: &mut Report<'_>) -> Result<(), Trouble> {
    let users = reader.users()?;
    let active = || users.iter().filter(|user| user.active);
    let has = |role| active().any(|user| user.role >= role);
    let (result, key) = if !has(Role::Installer) {
        (Outcome::Trouble, "doctor-no-installer")
    } else if !active().any(|user| user.role < Role::Installer) {
        (Outcome::Warning, "doctor-nobody-sells")
    } else {
        (Outcome::Ok, "doctor-people")
    };
    report.add("people", result, key, &[("count", (active().count() as i64).into())]);
    Ok(())
}

fn secrets(reader: &Reader, report: &mut Report<'_>) -> Result<(), Trouble> {
    let unreadable = reader.vault().unreadable()?;
    let (result, key) = match (unreadable.is_empty(), reader.vault().names()?.is_empty()) {
        (false, _) => (Outcome::Trouble, "doctor-key-gone"),
        (true, true) => (Outcome::Skipped, "doctor-no-secrets"),
        (true, false) => (Outcome::Ok, "doctor-key"),
    };
    report.add("secrets", result, key, &[]);
    Ok(())
}

fn payments(reader: &Reader, report: &mut Report<'_>) -> Result<(), Trouble> {
    let (result, key) = match reader.has_unsettled_payment()? {
        true => (Outcome::Warning, "doctor-unsettled"),
        false => (Outcome::Ok, "doctor-settled"),
    };
    report.add("payments", result, key, &[]);
    Ok(())
}

fn copies(reader: &Reader, settings: &Settings, report: &mut Report<'_>) -> Result<(), Trouble> {
    let last = reader.last_backups()?;
    let (folder, newest) = match &settings.backup.folder {
        None => ("", last.newest()),
        Some(folder) => (folder.as_str(), last.in_folder),
    };
    let old = newest.is_none_or(|at| Timestamp::now().duration_since(at) > OLD);
    let (result, key) = match (folder.is_empty(), old) {
        (true, _) => (Outcome::Warning, "doctor-no-backup-folder"),
        (false, _) if !std::path::Path::new(folder).is_dir() => {
            (Outcome::Trouble, "doctor-backup-folder-missing")
        }
        (false, true) if newest.is_none() => (Outcome::Trouble, "doctor-backup-none"),
        (false, true) => (Outcome::Trouble, "doctor-backup-old"),
        (false, false) => (Outcome::Ok, "doctor-backup"),
    };
    let at = newest.map(|at| date_time(at, &jiff::tz::TimeZone::system())).unwrap_or_default();
    report.add("backup", result, key, &[("folder", folder.into()), ("at", at.into())]);
    Ok(())
}
