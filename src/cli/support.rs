//! `kassa support`: what support needs to know, in one file without secrets.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::till::support;

use super::output::{Console, Trouble};
use super::register::data_folder;

/// Where the file goes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The file. Default: kassa-support-<time>.txt in the present folder.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// Writes the file. The register may sell meanwhile.
pub fn run(arguments: Arguments, data: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    let directory = data_folder(data)?;
    let now = Timestamp::now();
    let path = arguments.to.unwrap_or_else(|| PathBuf::from(support::file_name(now)));
    support::write(&directory, &path, &[], now).map_err(|error| Trouble::File {
        path: error.path.display().to_string(),
        cause: error.cause,
    })?;
    console.say("cli-support-written", &[("file", path.display().to_string().into())])
}
