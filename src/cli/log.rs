//! The log: one file a day in the data folder, kept for two weeks, readable only by its owner.
//!
//! For support, not for the books: what must be remembered is in the journal. Secrets cannot
//! reach it: their types do not show what they hold.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

use super::output::Trouble;

/// Days of log that are kept.
const DAYS: usize = 14;
/// What is written when KASSA_LOG says nothing else.
const USUAL: &str = "warn,kassa=info";

/// Starts writing the log of this run.
///
/// # Errors
/// When the folder for it cannot be made.
pub fn start(directory: &Path) -> Result<(), Trouble> {
    let folder = directory.join("log");
    let trouble =
        |cause: std::io::Error| Trouble::File { path: folder.display().to_string(), cause };
    fs::create_dir_all(&folder).map_err(trouble)?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).map_err(trouble)?;
    for file in fs::read_dir(&folder).map_err(trouble)? {
        let file = file.map_err(trouble)?;
        if file.file_type().map_err(trouble)?.is_file() {
            let private = fs::Permissions::from_mode(0o600);
            fs::set_permissions(file.path(), private).map_err(trouble)?;
        }
    }
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("kassa")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(&folder)
        .map_err(|error| trouble(std::io::Error::other(error)))?;
    let filter = EnvFilter::try_from_env("KASSA_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL));
    let started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(appender)
        .with_ansi(false)
        .try_init();
    if started.is_err() {
        tracing::debug!("a log is being written already");
    }
    Ok(())
}
