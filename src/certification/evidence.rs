//! What went over the wire, kept in a folder: a file for each request and each answer, and a list of them. Passwords have
//! been struck out by the client before anything comes here.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::Test;
use crate::seqr::client::{Sight, Witness};

/// The list of the exchanges.
const LIST: &str = "exchanges.txt";

/// A folder of evidence. Every file is whole as soon as it is there, so that a rehearsal that breaks off leaves
/// what it had.
#[derive(Debug)]
pub struct Evidence {
    folder: PathBuf,
    written: Mutex<Written>,
}

#[derive(Debug)]
struct Written {
    list: File,
    /// Requests so far.
    number: u32,
    test: Option<Test>,
    /// The first file that could not be written.
    trouble: Option<io::Error>,
}

impl Evidence {
    /// Makes the folder, which must not hold anything yet.
    ///
    /// # Errors
    /// When it cannot be made or is not empty.
    pub fn in_folder(folder: &Path) -> io::Result<Arc<Self>> {
        std::fs::create_dir_all(folder)?;
        if std::fs::read_dir(folder)?.next().is_some() {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        let list = File::create_new(folder.join(LIST))?;
        let written = Written { list, number: 0, test: None, trouble: None };
        Ok(Arc::new(Evidence { folder: folder.to_owned(), written: Mutex::new(written) }))
    }

    /// From now on exchanges belong to this test.
    pub fn begins(&self, test: Test) {
        self.written().test = Some(test);
    }

    /// Sees the exchanges of a client.
    pub fn witness(self: &Arc<Self>) -> Witness {
        let evidence = Arc::clone(self);
        Witness::new(move |sight| evidence.keep(&sight))
    }

    /// Whether everything could be kept.
    ///
    /// # Errors
    /// Why the first file that is missing could not be written.
    pub fn is_whole(&self) -> io::Result<()> {
        self.written().trouble.take().map_or(Ok(()), Err)
    }

    fn keep(&self, sight: &Sight) {
        let mut written = self.written();
        if let Err(error) = written.keep(&self.folder, sight) {
            tracing::error!(%error, "evidence of the certification cannot be kept");
            let _first = written.trouble.get_or_insert(error);
        }
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Written {
    fn keep(&mut self, folder: &Path, sight: &Sight) -> io::Result<()> {
        let (operation, what, document) = match sight {
            Sight::Request { operation, document } => {
                self.number += 1;
                (operation, "request", Some(document))
            }
            Sight::Answer { operation, document, .. } => (operation, "answer", Some(document)),
            Sight::NoAnswer { operation, .. } => (operation, "no-answer", None),
        };
        let test = self.test.map_or(0, Test::number);
        let name = format!("{:03}-test-{test}-{}-{what}", self.number, operation.name());
        let outcome = match sight {
            Sight::Request { .. } => String::new(),
            Sight::Answer { status, .. } => format!("HTTP {status}"),
            Sight::NoAnswer { cause, .. } => cause.replace(['\r', '\n', '\t'], " "),
        };
        if let Some(document) = document {
            let ending = if document.trim_start().starts_with('<') { "xml" } else { "txt" };
            let path = folder.join(format!("{name}.{ending}"));
            File::create_new(path)?.write_all(document.as_bytes())?;
        }
        let line = format!("{}\t{name}\t{outcome}", Timestamp::now());
        writeln!(self.list, "{}", line.trim_end())
    }
}
