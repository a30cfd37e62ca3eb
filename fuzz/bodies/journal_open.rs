//! Bytes as the journal's database, or as damage to a sound one.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use kassa::core::catalog::{Article, ArticleKind, ArticleNumber, Code, Conditions, Name};
use kassa::core::entry::Entry;
use kassa::core::money::Amount;
use kassa::core::receipt::{Quantity, ReceiptId, ReceiptNumber};
use kassa::core::register::{Command, Register};
use kassa::core::settings::{Settings, Terminal};
use kassa::core::tender::TenderId;
use kassa::core::time::Now;
use kassa::core::user::{Person, PinHash, Role, User, UserNumber};
use kassa::core::vat::VatRate;
use kassa::journal::{OpenMode, Reader, Stamp, Store};

const DATABASE: &str = "kassa.db";
const COPY: &str = "copy.db";
const MAGIC: &[u8] = b"SQLite format 3\0";

/// A sound journal with a little of everything, made once.
static SOUND: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = folder();
    furnish(folder.path());
    std::fs::read(folder.path().join(COPY)).unwrap()
});

/// A database is opened or refused, verified or found wanting; nothing in it makes the program
/// fall over.
pub fn journal_open(bytes: &[u8]) {
    let folder = folder();
    let path = folder.path().join(DATABASE);
    std::fs::write(&path, database(bytes)).unwrap();
    if let Ok(journal) = Store::open_read_only(folder.path()) {
        let _either = journal.verify(&mut |_, _| {});
        read_everything(&journal);
    }
    if let Ok(mut store) = Store::open(folder.path(), OpenMode::Existing) {
        read_everything(&store);
        let entries = [Entry::RegisterStarted { version: "after".to_owned() }];
        let _either = store.commit(&stamp(0), &entries);
        let _either = store.checkpoint_when_idle();
    }
}

/// What begins like a database is one. Anything else is damage: four bytes each, of which three
/// are a place and one is what stands there; `FF FF FF n` cuts the last n parts of 256 off.
fn database(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(MAGIC) {
        return bytes.to_vec();
    }
    let mut database = SOUND.clone();
    for damage in bytes.chunks_exact(4) {
        let [high, middle, low, value] = *damage else { continue };
        let length = database.len();
        if [high, middle, low] == [0xff; 3] {
            database.truncate(length - length * usize::from(value) / 256);
        } else if length > 0 {
            let place = u32::from_be_bytes([0, high, middle, low]);
            database[usize::try_from(place).unwrap() % length] = value;
        }
    }
    database
}

fn read_everything(journal: &Reader) {
    let _either = journal.head();
    let _either = journal.numbers();
    let _either = journal.settings();
    let _either = journal.users();
    let _either = journal.articles();
    let _either = journal.terminal();
    let _either = journal.pending_jobs();
    let _either = journal.has_unsettled_payment();
    let _either = journal.is_booked("1");
    let _either = journal.show(ReceiptNumber(1));
    let _either = journal.finished_receipt(ReceiptId(1));
    let _either = journal.entries_of(ReceiptId(1));
    let _either = journal.entry(3);
    if let Ok(unfinished) = journal.unfinished() {
        let mut register = Register::default();
        for (at, entry) in unfinished {
            register.apply(&entry, Now { at, steady: std::time::Duration::ZERO });
        }
    }
}

/// In memory where that is possible: a run makes a folder for each of many thousand databases.
fn folder() -> tempfile::TempDir {
    let memory = PathBuf::from("/dev/shm");
    let place = if memory.is_dir() { memory } else { std::env::temp_dir() };
    tempfile::Builder::new().prefix("kassa-journal-").tempdir_in(place).unwrap()
}

fn stamp(second: i64) -> Stamp {
    let at = jiff::Timestamp::from_second(1_795_251_600 + second).unwrap();
    Stamp { at, register: "Kassa 1".to_owned(), user: Some(UserNumber(1)) }
}

fn furnish(directory: &Path) {
    let mut store = Store::open(directory, OpenMode::Create).unwrap();
    let terminal = Terminal {
        id: "T-1".to_owned(),
        external_id: "kassa-1".to_owned(),
        name: "Kassa 1".to_owned(),
        seqr_id: None,
    };
    let entries = [
        Entry::SettingsSaved { settings: Settings::default() },
        Entry::RegisterStarted { version: "before".to_owned() },
        Entry::UserSaved { user: user() },
        Entry::ArticleSaved { article: article() },
        Entry::TerminalRegistered { terminal },
        Entry::UserLoggedIn { user: UserNumber(1) },
    ];
    let _head = store.commit(&stamp(0), &entries).unwrap();
    let mut register = Register::default();
    entries.iter().for_each(|entry| register.apply(entry, now(0)));
    register.set_user(Some(Person::from(&user())));
    sell(&mut store, &mut register);
    // A copy in one file, without the log beside it.
    let _back_up = store.backup_to(&directory.join(COPY)).unwrap();
}

/// One receipt that ended and one that did not.
fn sell(store: &mut Store, register: &mut Register) {
    let amount = Amount::from_minor(3_000);
    let pay = Command::TakeCash { receipt: ReceiptId(1), amount, tender: TenderId(1) };
    for (command, second) in [(add(), 1), (pay, 2), (add(), 3)] {
        let decision = register.decide(&command, now(second)).unwrap();
        let _head = store.commit(&stamp(second), &decision.entries).unwrap();
        decision.entries.iter().for_each(|entry| register.apply(entry, now(second)));
    }
}

fn add() -> Command {
    Command::AddArticle { article: Box::new(article()), quantity: Quantity::ONE, code: None }
}

fn now(second: i64) -> Now {
    let steady = std::time::Duration::from_secs(second.unsigned_abs());
    Now { at: stamp(second).at, steady }
}

fn user() -> User {
    User {
        number: UserNumber(1),
        name: "Åsa Öberg".to_owned(),
        role: Role::Manager,
        pin: PinHash("$argon2id$v=19$unknown".to_owned()),
        active: true,
    }
}

fn article() -> Article {
    Article {
        number: ArticleNumber::new("1001").unwrap(),
        name: Name::new("Kaffe", Some("Coffee")),
        codes: vec![Code::new("7310001").unwrap()],
        price: Amount::from_minor(2_995),
        vat: VatRate::from_hundredths(1_200),
        group: Name::new("Dryck", None),
        kind: ArticleKind::Goods,
        conditions: Conditions::default(),
    }
}
