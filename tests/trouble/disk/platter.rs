//! What is left of a disk's files when its power is cut: surely what was synced, and of the rest anything.

use std::collections::BTreeMap;
use std::path::Path;

use super::Event;

/// What a disk writes whole or not at all.
const SECTOR: u64 = 512;
/// The file that the journal itself makes, durably, before SQLite opens it.
const DATABASE: &str = "kassa.db";

/// What of the unsynced writes survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    Nothing,
    Everything,
    /// Some of them, some in part, whatever their order.
    Some(u64),
}

/// The files at one moment.
#[derive(Debug, Clone, Default)]
pub struct Platter {
    inodes: Vec<Inode>,
    /// Which file a name means.
    names: BTreeMap<String, usize>,
    /// Which one it surely means after a cut.
    durable_names: BTreeMap<String, usize>,
}

#[derive(Debug, Clone, Default)]
struct Inode {
    durable: Vec<u8>,
    pending: Vec<Pending>,
}

#[derive(Debug, Clone)]
enum Pending {
    Write { offset: u64, bytes: Vec<u8> },
    Truncate { size: u64 },
}

impl Platter {
    /// Lets an event take effect.
    pub fn take(&mut self, event: &Event) {
        match event {
            Event::Opened { name, before } => self.open(name, before.as_deref()),
            Event::Wrote { name, offset, bytes } => {
                let write = Pending::Write { offset: *offset, bytes: bytes.clone() };
                self.inode(name).pending.push(write);
            }
            Event::Truncated { name, size } => {
                self.inode(name).pending.push(Pending::Truncate { size: *size });
            }
            Event::Synced { name } => {
                let inode = self.inode(name);
                for pending in std::mem::take(&mut inode.pending) {
                    pending.apply(&mut inode.durable, |_sector| true);
                }
            }
            Event::Deleted { name } => {
                let _gone = self.names.remove(name);
            }
            Event::NamesSynced => self.durable_names = self.names.clone(),
        }
    }

    fn open(&mut self, name: &str, before: Option<&[u8]>) {
        if self.names.contains_key(name) && before.is_some() {
            return;
        }
        self.inodes
            .push(Inode { durable: before.unwrap_or_default().to_vec(), pending: Vec::new() });
        let inode = self.inodes.len() - 1;
        let _new = self.names.insert(name.to_owned(), inode);
        if name == DATABASE && before.is_some() {
            let _new = self.durable_names.insert(name.to_owned(), inode);
        }
    }

    fn inode(&mut self, name: &str) -> &mut Inode {
        let inode = self.names[name];
        &mut self.inodes[inode]
    }

    /// Whether a cut leaves a choice.
    pub fn is_settled(&self) -> bool {
        self.names == self.durable_names
            && self.names.values().all(|inode| self.inodes[*inode].pending.is_empty())
    }

    /// Leaves in a folder what a cut leaves.
    pub fn cut(&self, choice: Choice, folder: &Path) {
        let mut luck = Luck::new(choice);
        let mut left = self.durable_names.clone();
        for name in self.names.keys().chain(self.durable_names.keys()) {
            if self.names.get(name) != self.durable_names.get(name) && luck.survives() {
                match self.names.get(name) {
                    Some(inode) => _ = left.insert(name.clone(), *inode),
                    None => _ = left.remove(name),
                }
            }
        }
        for (name, inode) in left {
            let inode = &self.inodes[inode];
            let mut content = inode.durable.clone();
            for pending in &inode.pending {
                match luck.of_write() {
                    Fate::Lost => {}
                    Fate::Whole => pending.apply(&mut content, |_sector| true),
                    Fate::Torn => pending.apply(&mut content, |_sector| luck.survives()),
                }
            }
            std::fs::write(folder.join(&name), content).unwrap();
            if name == DATABASE {
                // The index of the write-ahead log is memory: whatever is left of it means nothing.
                let index: Vec<u8> =
                    (0..32_768 / 8).flat_map(|_| luck.next().to_le_bytes()).collect();
                std::fs::write(folder.join(format!("{DATABASE}-shm")), index).unwrap();
            }
        }
    }
}

impl Pending {
    /// Applies the sectors that survive.
    fn apply(&self, content: &mut Vec<u8>, mut survives: impl FnMut(u64) -> bool) {
        match self {
            Pending::Truncate { size } => {
                if survives(0) {
                    content.truncate(usize::try_from(*size).unwrap());
                }
            }
            Pending::Write { offset, bytes } => {
                let end = offset + bytes.len() as u64;
                let mut at = *offset;
                while at < end {
                    let next = ((at / SECTOR + 1) * SECTOR).min(end);
                    if survives(at / SECTOR) {
                        let place = |position: u64| usize::try_from(position).unwrap();
                        if content.len() < place(next) {
                            content.resize(place(next), 0);
                        }
                        let part = &bytes[place(at - offset)..place(next - offset)];
                        content[place(at)..place(next)].copy_from_slice(part);
                    }
                    at = next;
                }
            }
        }
    }
}

enum Fate {
    Lost,
    Whole,
    Torn,
}

/// The same choice has the same luck every time.
struct Luck {
    choice: Choice,
    state: u64,
}

impl Luck {
    fn new(choice: Choice) -> Luck {
        let state = match choice {
            Choice::Nothing => 1,
            Choice::Everything => 2,
            Choice::Some(seed) => seed,
        };
        Luck { choice, state }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn survives(&mut self) -> bool {
        match self.choice {
            Choice::Nothing => false,
            Choice::Everything => true,
            Choice::Some(_) => self.next().is_multiple_of(2),
        }
    }

    fn of_write(&mut self) -> Fate {
        match self.choice {
            Choice::Nothing => Fate::Lost,
            Choice::Everything => Fate::Whole,
            Choice::Some(_) => match self.next() % 4 {
                0 => Fate::Lost,
                1 | 2 => Fate::Whole,
                _ => Fate::Torn,
            },
        }
    }
}
