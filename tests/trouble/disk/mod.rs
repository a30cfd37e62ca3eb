//! A folder as a disk that can be full, and whose power can be cut: everything SQLite does to the files in it is
//! remembered in order, so that afterwards every moment of it can be looked at.

mod platter;
mod vfs;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

pub use platter::{Choice, Platter};
use rusqlite::ffi;

/// Something that was done to the files of the folder.
#[derive(Debug, Clone)]
pub enum Event {
    /// A file was opened; `before` is what was in it. A new one's name is not durable yet.
    Opened {
        name: String,
        before: Option<Vec<u8>>,
    },
    Wrote {
        name: String,
        offset: u64,
        bytes: Vec<u8>,
    },
    Truncated {
        name: String,
        size: u64,
    },
    /// What was written to the file before is durable.
    Synced {
        name: String,
    },
    Deleted {
        name: String,
    },
    /// The names in the folder are durable.
    NamesSynced,
}

/// What the disk refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    /// After so many more writes it is full.
    FullAfter(u64),
    /// After so many more flushes they fail.
    SyncFailsAfter(u64),
}

/// A watched folder. Only what goes through SQLite is seen.
pub struct Disk {
    folder: PathBuf,
    events: Mutex<Vec<Event>>,
    fault: Mutex<Fault>,
    /// Whether the fault was met, and whether one ever was.
    met: Mutex<(bool, bool)>,
}

static WATCHED: Mutex<Vec<Arc<Disk>>> = Mutex::new(Vec::new());

fn watched(folder: &Path) -> Option<Arc<Disk>> {
    WATCHED.lock().unwrap().iter().find(|disk| disk.folder == folder).cloned()
}

/// Watches a folder until dropped.
pub struct Watch(Arc<Disk>);

impl std::ops::Deref for Watch {
    type Target = Disk;
    fn deref(&self) -> &Disk {
        &self.0
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        WATCHED.lock().unwrap().retain(|disk| !Arc::ptr_eq(disk, &self.0));
    }
}

impl Disk {
    /// Watches a folder that is there, for connections that are opened from now on.
    pub fn watch(folder: &Path) -> Watch {
        vfs::install();
        let disk = Arc::new(Disk {
            folder: folder.canonicalize().unwrap(),
            events: Mutex::default(),
            fault: Mutex::new(Fault::None),
            met: Mutex::default(),
        });
        WATCHED.lock().unwrap().push(Arc::clone(&disk));
        Watch(disk)
    }

    /// How many events there have been.
    pub fn moment(&self) -> usize {
        self.events.lock().unwrap().len()
    }

    pub fn events(&self) -> Vec<Event> {
        self.events.lock().unwrap().clone()
    }

    /// The program has made the names in the folder durable by itself.
    pub fn names_synced(&self) {
        self.add(Event::NamesSynced);
    }

    /// So many more writes succeed, then the disk is full.
    pub fn full_after(&self, writes: u64) {
        self.set(Fault::FullAfter(writes));
    }

    /// So many more flushes succeed, then they fail.
    pub fn sync_fails_after(&self, flushes: u64) {
        self.set(Fault::SyncFailsAfter(flushes));
    }

    /// All is well again; whether anything was refused meanwhile.
    pub fn mend(&self) -> bool {
        self.set(Fault::None);
        std::mem::take(&mut self.met.lock().unwrap().0)
    }

    /// Whether anything was ever refused.
    pub fn has_been_met(&self) -> bool {
        self.met.lock().unwrap().1
    }

    fn set(&self, fault: Fault) {
        *self.fault.lock().unwrap() = fault;
    }

    fn add(&self, event: Event) {
        self.events.lock().unwrap().push(event);
    }

    fn refuses_write(&self) -> Option<i32> {
        let mut fault = self.fault.lock().unwrap();
        match &mut *fault {
            Fault::FullAfter(0) => {
                *self.met.lock().unwrap() = (true, true);
                Some(ffi::SQLITE_FULL)
            }
            Fault::FullAfter(left) => {
                *left -= 1;
                None
            }
            _ => None,
        }
    }

    fn refuses_sync(&self) -> Option<i32> {
        let mut fault = self.fault.lock().unwrap();
        match &mut *fault {
            Fault::SyncFailsAfter(0) => {
                *self.met.lock().unwrap() = (true, true);
                Some(ffi::SQLITE_IOERR_FSYNC)
            }
            Fault::SyncFailsAfter(left) => {
                *left -= 1;
                None
            }
            _ => None,
        }
    }

    fn opened(&self, name: &str, path: &Path, is_new: bool) {
        let before = (!is_new).then(|| std::fs::read(path).unwrap_or_default());
        self.add(Event::Opened { name: name.to_owned(), before });
    }

    fn wrote(&self, name: &str, offset: u64, bytes: &[u8]) {
        self.add(Event::Wrote { name: name.to_owned(), offset, bytes: bytes.to_vec() });
    }

    fn truncated(&self, name: &str, size: u64) {
        self.add(Event::Truncated { name: name.to_owned(), size });
    }

    fn synced(&self, name: &str) {
        self.add(Event::Synced { name: name.to_owned() });
    }

    fn deleted(&self, name: &str) {
        self.add(Event::Deleted { name: name.to_owned() });
    }
}
