//! `kassa settings`: everything that can be set, as a TOML file without secrets.

use std::error::Error;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use jiff::Timestamp;

use crate::core::entry::Entry;
use crate::core::settings::Settings;
use crate::core::settings::change::Change;
use crate::journal::{OpenMode, Stamp, Store};
use crate::seqr::client;
use crate::till::registration;

use super::output::{Console, Trouble};
use super::problems::{refuse_problems, refuse_unknown};
use super::register::data_folder;

/// What to do with the settings.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the settings to a file, or to the terminal with "-".
    Export {
        /// The file.
        file: PathBuf,
    },
    /// Read the settings from a file. What the file leaves out becomes the default.
    Import {
        /// The file.
        file: PathBuf,
    },
}

/// Runs the command.
pub fn run(command: Command, data: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    let directory = data_folder(data)?;
    match command {
        Command::Export { file } => {
            let settings = Store::open_read_only(&directory)?.settings()?.unwrap_or_default();
            export(&settings, &file, console)
        }
        Command::Import { file } => {
            let settings = import(&file, console)?;
            let mut store = Store::open(&directory, OpenMode::Create)?;
            let before = store.settings()?;
            if before.as_ref() != Some(&settings) {
                let before = before.unwrap_or_default();
                if (Change { before: &before, after: &settings }).concerns_service() {
                    registration::nothing_unsettled(&store)?;
                }
                let register = settings.register.clone();
                let stamp = Stamp { at: Timestamp::now(), register, user: None };
                let _head = store.commit(&stamp, &[Entry::SettingsSaved { settings }])?;
            }
            console.say("cli-settings-saved", &[])
        }
    }
}

fn export(settings: &Settings, file: &Path, console: &Console) -> Result<(), Trouble> {
    let path = file.display().to_string();
    let text = toml::to_string_pretty(settings)
        .map_err(|cause| Trouble::SettingsFile { path: path.clone(), cause: cause.into() })?;
    if file.as_os_str() == "-" {
        return console.line(&text);
    }
    std::fs::write(file, text).map_err(|cause| Trouble::File { path, cause })
}

fn import(file: &Path, console: &Console) -> Result<Settings, Trouble> {
    let path = file.display().to_string();
    let text = std::fs::read_to_string(file)
        .map_err(|cause| Trouble::File { path: path.clone(), cause })?;
    let not_settings =
        |cause: Box<dyn Error + Send + Sync>| Trouble::SettingsFile { path: path.clone(), cause };
    let settings: Settings = toml::from_str(&text).map_err(|cause| not_settings(cause.into()))?;
    let given: toml::Table = toml::from_str(&text).map_err(|cause| not_settings(cause.into()))?;
    let understood =
        toml::Table::try_from(&settings).map_err(|cause| not_settings(cause.into()))?;
    refuse_unknown(&given, &understood, file)?;
    if let Some(seconds) = settings.log_off_after.filter(|time| !Settings::LOG_OFF.contains(time)) {
        return Err(Trouble::LogOffAfter { seconds });
    }
    // Refused here and not only where it would be used: nobody shall think that it is set up.
    if !settings.seqr.address.is_empty() {
        client::check_address(&settings.seqr.address)?;
    }
    refuse_problems(&settings, file, console)?;
    Ok(settings)
}
