//! Where a report goes: to the terminal, or to a file that is there whole or not at all.
//!
//! A file is written under another name beside it and renamed once it is on the disk, so that whoever looks for it, and
//! whatever cuts the writing off, finds the old one or the new one and never a half.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::Trouble;

/// Where to write.
pub struct Destination {
    to: BufWriter<Box<dyn Write>>,
    file: Option<Waiting>,
    /// The name in complaints; none for the terminal.
    path: Option<String>,
}

/// A file that has not got its name yet.
struct Waiting {
    file: File,
    temporary: PathBuf,
    path: PathBuf,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        // Gone already if it was renamed; if it cannot be removed, nobody takes it for a report.
        let _gone = fs::remove_file(&self.temporary);
    }
}

impl Destination {
    /// Opens a file, or the terminal for `-`.
    pub fn open(path: &Path) -> Result<Self, Trouble> {
        if path.as_os_str() == "-" {
            return Ok(Destination { to: buffered(io::stdout()), file: None, path: None });
        }
        let name = path.display().to_string();
        let trouble = |cause| Trouble::File { path: name.clone(), cause };
        // What is no ordinary file (a device, a pipe) cannot be replaced by one.
        let special = fs::metadata(path).is_ok_and(|known| !known.is_file());
        if special {
            let file = OpenOptions::new().write(true).open(path).map_err(trouble)?;
            return Ok(Destination { to: buffered(file), file: None, path: Some(name) });
        }
        let temporary = temporary(path).map_err(trouble)?;
        let file = fresh(&temporary).map_err(trouble)?;
        let to = buffered(file.try_clone().map_err(trouble)?);
        let waiting = Waiting { file, temporary, path: path.to_owned() };
        Ok(Destination { to, file: Some(waiting), path: Some(name) })
    }

    /// Gives the file its name.
    pub fn finish(mut self) -> Result<(), Trouble> {
        let done = self.to.flush().and_then(|()| match &self.file {
            None => Ok(()),
            Some(waiting) => waiting.become_the_file(),
        });
        done.map_err(|cause| self.named(Trouble::Terminal(cause)))
    }

    /// Names the file where the writing of it was the trouble.
    pub fn named(&self, trouble: Trouble) -> Trouble {
        match (trouble, &self.path) {
            (Trouble::Terminal(cause), Some(path)) => Trouble::File { path: path.clone(), cause },
            (trouble, _) => trouble,
        }
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Waiting {
    fn become_the_file(&self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.temporary, &self.path)?;
        // The new name is on the disk, too.
        File::open(folder(&self.path))?.sync_all()
    }
}

fn buffered(to: impl Write + 'static) -> BufWriter<Box<dyn Write>> {
    BufWriter::with_capacity(64 * 1024, Box::new(to))
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn temporary(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.part", std::process::id()));
    Ok(folder(path).join(hidden))
}

/// A new file, in place of what a program with the same number left behind when it died.
fn fresh(path: &Path) -> io::Result<File> {
    let create = || OpenOptions::new().write(true).create_new(true).open(path);
    match create() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            create()
        }
        outcome => outcome,
    }
}
