//! `kassa catalog`: articles from and to a CSV file.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use jiff::Timestamp;

use crate::article_file;
use crate::core::assortment::{self, Difference, Rest};
use crate::core::catalog::Article;
use crate::journal::{OpenMode, Stamp, Store};

use super::output::{Console, Trouble};
use super::register::data_folder;

/// What to do with articles.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles: new ones are added, known ones changed. With a mistake anywhere in the file
    /// nothing is imported.
    Import {
        /// The CSV file, in UTF-8.
        file: PathBuf,
        /// Remove articles that the file does not have.
        #[arg(long)]
        replace: bool,
    },
    /// Write all articles, to the terminal with "-".
    Export {
        /// The CSV file.
        file: PathBuf,
    },
}

/// Runs the command.
pub fn run(command: Command, data: Option<PathBuf>, console: &Console) -> Result<(), Trouble> {
    let directory = data_folder(data)?;
    match command {
        Command::Import { file, replace } => {
            let articles = read(&file, console)?;
            let mut store = Store::open(&directory, OpenMode::Create)?;
            let changes = import(&mut store, &articles, replace)?;
            console.say(
                "cli-articles-imported",
                &[
                    ("saved", ((changes.new + changes.changed) as i64).into()),
                    ("removed", (changes.removed as i64).into()),
                    ("unchanged", (changes.same as i64).into()),
                ],
            )
        }
        Command::Export { file } => {
            let articles = Store::open_read_only(&directory)?.articles()?;
            let text = article_file::write(&articles);
            if file.as_os_str() == "-" {
                return console.line(String::from_utf8_lossy(&text).trim_end());
            }
            std::fs::write(&file, text)
                .map_err(|cause| Trouble::File { path: file.display().to_string(), cause })
        }
    }
}

/// Reads a file of articles, and lists its mistakes.
///
/// # Errors
/// When it cannot be read, or has mistakes.
pub fn read(file: &Path, console: &Console) -> Result<Vec<Article>, Trouble> {
    let path = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|cause| Trouble::File { path: path.clone(), cause })?;
    article_file::read(&bytes).map_err(|problems| {
        let count = problems.len();
        for problem in &problems {
            // The count is reported all the same when the terminal is gone.
            let _gone = console.line(&problem.text(console.texts().language()));
        }
        Trouble::ArticleFile { path, count }
    })
}

/// Commits what differs, all of it or nothing.
fn import(store: &mut Store, articles: &[Article], replace: bool) -> Result<Difference, Trouble> {
    let rest = if replace { Rest::Goes } else { Rest::Stays };
    let difference = assortment::difference(&store.articles()?, articles, rest);
    if !difference.entries.is_empty() {
        let register = store.settings()?.unwrap_or_default().register;
        let stamp = Stamp { at: Timestamp::now(), register, user: None };
        let _head = store.commit(&stamp, &difference.entries)?;
    }
    Ok(difference)
}
