//! `kassa backup`: copies of the journal made, listed, checked, and put in its place.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::core::entry::{BackupMade, Entry};
use crate::core::payment::AttemptId;
use crate::journal::{
    Contents, JournalError, Lost, OpenMode, Present, Reader, Rehearsal, Relation, RestoreError,
    Stamp, Store, Verdict, begin_restore, list_backups, rehearse, restore,
};
use crate::language::date_time;

use super::output::{Console, Trouble};
use super::register::data_folder;

/// What to do with backups.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Copy the journal and verify the copy. The register may sell meanwhile.
    Make {
        /// The folder, such as that of a USB stick. Default: the one in the settings.
        #[arg(long, value_name = "FOLDER")]
        to: Option<PathBuf>,
    },
    /// List the backups in a folder.
    List {
        /// The folder. Default: the one in the settings.
        #[arg(long = "in", value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
    /// Verify a backup: walk its chain, rebuild every table from it, and compare.
    Check {
        /// The backup.
        file: PathBuf,
    },
    /// Put a backup in the journal's place. What was there is kept in a folder beside it.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Only say what would happen and what would be lost. Changes nothing.
        #[arg(long)]
        rehearse: bool,
        /// Do not ask whether it is really meant.
        #[arg(long)]
        yes: bool,
        /// The number on the last receipt that was printed, 0 if there is none: needed where the journal that
        /// was lost cannot say it.
        #[arg(long, value_name = "NUMBER")]
        last_receipt: Option<u64>,
    },
}

/// Runs the command.
pub fn run(command: Command, data: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    match command {
        Command::Make { to } => make(&data_folder(data)?, to, console),
        Command::List { folder } => list(&data_folder(data)?, folder, console),
        Command::Check { file } => check(&file, console),
        Command::Restore { file, rehearse: true, .. } => {
            let rehearsal = rehearse(&data_folder(data)?, &file)?;
            tell(&rehearsal, &file, console)?;
            console.say("cli-backup-rehearsed", &[])
        }
        Command::Restore { file, yes, last_receipt, .. } => {
            put_back(&data_folder(data)?, &file, yes, last_receipt, console)
        }
    }
}

fn make(directory: &Path, to: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    let reader = Store::open_read_only(directory)?;
    let set = set_folder(&reader)?;
    let elsewhere = to.is_some() && to != set;
    let folder = to.or(set).ok_or(Trouble::NoBackupFolder)?;
    let (path, made) = reader.back_up(&folder, Timestamp::now())?;
    console.say(
        "cli-backup-made",
        &[
            ("file", path.display().to_string().into()),
            ("entries", (made.head.seq as i64).into()),
            ("bytes", (made.bytes as i64).into()),
        ],
    )?;
    drop(reader);
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let entry = Entry::BackupMade(BackupMade {
        file,
        entries: made.head.seq,
        bytes: made.bytes,
        elsewhere,
    });
    let mut store = match Store::open(directory, OpenMode::Existing) {
        Ok(store) => store,
        // The copy is good; that it was made is known to nobody but whoever has the file.
        Err(JournalError::InUse { .. }) => return console.say("cli-backup-not-recorded", &[]),
        Err(error) => return Err(error.into()),
    };
    let register = store.settings()?.unwrap_or_default().register;
    let _head = store.commit(&Stamp { at: Timestamp::now(), register, user: None }, &[entry])?;
    Ok(())
}

fn set_folder(reader: &Reader) -> Result<Option<PathBuf>, Trouble> {
    Ok(reader.settings()?.unwrap_or_default().backup.folder.map(PathBuf::from))
}

fn list(directory: &Path, folder: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    let folder = match folder {
        Some(folder) => folder,
        None => set_folder(&Store::open_read_only(directory)?)?.ok_or(Trouble::NoBackupFolder)?,
    };
    let found = list_backups(&folder)?;
    if found.is_empty() {
        let folder = folder.display().to_string();
        return console.say("cli-backup-none", &[("folder", folder.into())]);
    }
    for kept in found {
        console.say(
            "cli-backup-listed",
            &[
                ("at", date_time(kept.name.at, &TimeZone::system()).into()),
                ("entries", (kept.name.entries as i64).into()),
                ("bytes", (kept.bytes as i64).into()),
                ("file", kept.path.display().to_string().into()),
            ],
        )?;
    }
    Ok(())
}

fn check(file: &Path, console: &Console) -> Result<(), Trouble> {
    let backup = Reader::open_backup(file)
        .map_err(|cause| RestoreError::Backup { path: file.to_owned(), cause })?;
    match backup.verify(&mut |_done, _all| {})? {
        Verdict::Sound(verified) => {
            holds(&Contents::read(&backup)?, file, console)?;
            super::journal::say_sound(&verified, console)
        }
        Verdict::Unsound(findings) => {
            for finding in findings {
                console.line(&format!("- {finding}"))?;
            }
            Err(Trouble::BackupUnsound)
        }
    }
}

fn put_back(
    directory: &Path,
    file: &Path,
    yes: bool,
    last_receipt: Option<u64>,
    console: &Console,
) -> Result<(), Trouble> {
    if !yes {
        // A register that runs is told before anything is asked.
        begin_restore(directory)?;
    }
    let last_receipt = if yes {
        last_receipt
    } else {
        let rehearsal = rehearse(directory, file)?;
        tell(&rehearsal, file, console)?;
        let last = match last_receipt {
            None if !rehearsal.numbers_are_certain => Some(ask_for_number(console)?),
            given => given,
        };
        if console.ask("cli-ask-restore")? != console.texts().get("cli-ask-restore-answer") {
            return console.say("cli-nothing-done", &[]);
        }
        last
    };
    let restored = restore(directory, file, last_receipt, Timestamp::now())?;
    if yes {
        tell(&restored.rehearsal, file, console)?;
    }
    console.say(
        "cli-restored",
        &[
            ("entries", (restored.head.seq as i64).into()),
            ("number", (restored.numbers.receipt_number as i64).into()),
        ],
    )?;
    if let Some(aside) = restored.put_aside {
        console.say("cli-put-aside", &[("folder", aside.display().to_string().into())])?;
    }
    Ok(())
}

fn ask_for_number(console: &Console) -> Result<u64, Trouble> {
    let answer = console.ask("cli-ask-last-receipt")?;
    answer.parse().map_err(|_no_number| RestoreError::LastNumberNeeded.into())
}

/// Everything that somebody has to know before they say yes.
fn tell(rehearsal: &Rehearsal, file: &Path, console: &Console) -> Result<(), Trouble> {
    holds(&rehearsal.backup, file, console)?;
    match &rehearsal.present {
        Present::Missing => console.say("cli-restore-missing", &[])?,
        Present::Unreadable { cause, found } => console.say(
            "cli-restore-unreadable",
            &[
                ("cause", cause.to_string().into()),
                ("number", (found.receipt_number as i64).into()),
            ],
        )?,
        Present::Readable { contents, lost } => {
            tell_lost(lost, console)?;
            payments("cli-restore-open", &contents.unsettled, console)?;
            if let (Some(now), Some(then)) = (&contents.terminal, &rehearsal.backup.terminal)
                && now != then
            {
                console.say("cli-restore-terminal", &[("terminal", then.as_str().into())])?;
            }
        }
    }
    payments("cli-restore-open-then", &rehearsal.backup.unsettled, console)?;
    let number = rehearsal.numbers.receipt_number;
    let missing = number.saturating_sub(rehearsal.backup.numbers.receipt_number);
    let values = [("number", (number as i64).into()), ("missing", (missing as i64).into())];
    match (rehearsal.numbers_are_certain, missing) {
        (true, 0) => console.say("cli-restore-numbers", &values)?,
        (true, _) => console.say("cli-restore-numbers-missing", &values)?,
        (false, _) => console.say("cli-restore-numbers-unknown", &values)?,
    }
    if !rehearsal.unreadable_secrets.is_empty() {
        console.say("cli-restore-key", &[])?;
    }
    Ok(())
}

fn holds(contents: &Contents, file: &Path, console: &Console) -> Result<(), Trouble> {
    let at = contents.last_at.map(|at| date_time(at, &TimeZone::system())).unwrap_or_default();
    console.say(
        "cli-backup-holds",
        &[
            ("file", file.display().to_string().into()),
            ("register", contents.register.as_str().into()),
            ("entries", (contents.head.seq as i64).into()),
            ("at", at.into()),
            ("number", (contents.numbers.receipt_number as i64).into()),
        ],
    )
}

fn tell_lost(lost: &Lost, console: &Console) -> Result<(), Trouble> {
    let key = match lost.relation {
        Relation::GoesOn | Relation::Behind if lost.entries == 0 => "cli-restore-nothing-lost",
        Relation::GoesOn | Relation::Behind => "cli-restore-lost",
        Relation::Another => "cli-restore-another",
    };
    console.say(
        key,
        &[
            ("entries", (lost.entries as i64).into()),
            ("receipts", (lost.receipts as i64).into()),
            ("payments", (lost.payments as i64).into()),
            ("refunds", (lost.refunds as i64).into()),
            ("changes", (lost.changes as i64).into()),
        ],
    )
}

fn payments(key: &str, list: &[AttemptId], console: &Console) -> Result<(), Trouble> {
    if list.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = list.iter().map(ToString::to_string).collect();
    console.say(key, &[("payments", names.join(", ").into())])
}
