//! The real journal beside the world's own: it must take what the register writes, rebuild its
//! tables from the entries, and restore the same register.

use jiff::Timestamp;
use kassa::core::entry::Entry;
use kassa::core::receipt::Returnable;
use kassa::core::register::Register;
use kassa::core::time::Now;
use kassa::core::user::{PinHash, Role, User, UserNumber};
use kassa::journal::{OpenMode, Stamp, Store, Verdict};

use crate::people::MANAGER;
use crate::promise::{Broken, Promise};

pub struct Journal {
    store: Store,
    /// Goes away with it.
    _directory: tempfile::TempDir,
}

impl Journal {
    /// An empty journal in memory where there is such a folder: power cuts are the journal's own tests' business.
    pub fn new() -> Journal {
        let memory = std::path::Path::new("/dev/shm");
        let directory = tempfile::tempdir_in(memory).or_else(|_none| tempfile::tempdir()).unwrap();
        let store = Store::open(directory.path(), OpenMode::Create).unwrap();
        let mut journal = Journal { store, _directory: directory };
        let people = [UserNumber(1), UserNumber(2), UserNumber(3), MANAGER];
        let users = people.map(|number| Entry::UserSaved {
            user: User {
                number,
                name: "K".to_owned(),
                role: if number == MANAGER { Role::Manager } else { Role::Cashier },
                pin: PinHash("none".to_owned()),
                active: true,
            },
        });
        journal.commit(Timestamp::UNIX_EPOCH, &users).unwrap();
        journal
    }

    /// Takes a transaction, or says why it does not.
    pub fn commit(&mut self, at: Timestamp, entries: &[Entry]) -> Result<(), Broken> {
        let stamp = Stamp { at, register: "Kassa 1".to_owned(), user: Some(UserNumber(1)) };
        let taken = self.store.commit(&stamp, entries);
        Promise::Journal
            .unless(taken.is_ok(), || format!("the journal refuses {entries:?}: {taken:?}"))
    }

    /// Compares a register rebuilt from all entries with the one that the journal restores.
    pub fn restores(&self, register: &Register) -> Result<(), Broken> {
        let failed =
            |error: kassa::journal::JournalError| Promise::Journal.broken(error.to_string());
        let numbers = self.store.numbers().map_err(failed)?;
        let mut restored = Register::default();
        restored.continue_from(numbers.receipt, numbers.receipt_number, numbers.job);
        for (at, entry) in self.store.unfinished().map_err(failed)? {
            restored.apply(&entry, Now { at, steady: std::time::Duration::ZERO });
        }
        crate::durable::compare(register, &restored)
            .map_err(|how| Promise::Journal.broken(format!("restored otherwise: {how}")))
    }

    /// Compares what can be brought back with what the world's own book-keeping says.
    pub fn can_return(&self, of: &Returnable) -> Result<(), Broken> {
        let found = self.store.returnable(of.origin.receipt);
        let same = matches!(&found, Ok(Some(found)) if found == of);
        Promise::Journal.unless(same, || format!("{of:?} can be returned, it says {found:?}"))
    }

    /// Walks the chain and compares every table with what the entries lead to.
    pub fn verifies(&self) -> Result<(), Broken> {
        let verdict = self.store.verify(&mut |_, _| {});
        Promise::Journal.unless(matches!(verdict, Ok(Verdict::Sound(_))), || format!("{verdict:?}"))
    }

    /// How many entries it has.
    pub fn length(&self) -> u64 {
        self.store.head().map_or(0, |head| head.seq)
    }
}
