//! Data folders to measure on: the demonstration's shop, and the same with 100 000 articles.
//!
//! Both are made once; whoever measures gets a copy of their own. They lie in the target folder, so
//! on a disk, not in memory.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use kassa::core::catalog::{Article, ArticleKind, ArticleNumber, Code, Conditions, Name};
use kassa::core::entry::Entry;
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Phase};
use kassa::core::register::Command;
use kassa::core::settings::Settings;
use kassa::core::user::UserNumber;
use kassa::core::vat::VatRate;
use kassa::demonstration::Demonstration;
use kassa::journal::{OpenMode, Stamp, Store};
use kassa::simulator::demonstration::SimulatorSettings;
use kassa::simulator::{Simulator, SimulatorHandle};
use kassa::till::Till;
use kassa::till::intent::Intent;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::display::wait_for;
use super::measure::{Limit, Table, Unit, timed};
use super::random::Random;

/// How many articles the large shop has.
const MANY: usize = 100_000;
/// The cashier of the demonstration's shop, and their PIN.
pub const CASHIER: (UserNumber, &str) = (UserNumber(1), "1111");

/// Which shop.
#[derive(Debug, Clone, Copy)]
pub enum Shop {
    /// About 200 articles.
    Small,
    /// 100 000.
    Large,
}

/// See the module.
pub struct Shops {
    folder: TempDir,
    simulator: SimulatorHandle,
    /// SEQR's side has threads of its own.
    _other_side: Runtime,
}

impl Shops {
    /// Makes both.
    pub fn open(table: &mut Table) -> Shops {
        let folder = tempfile::Builder::new()
            .prefix("figures-")
            .tempdir_in(env!("CARGO_TARGET_TMPDIR"))
            .expect("a folder below target/");
        let other_side = Runtime::new().expect("threads");
        let mut settings = SimulatorSettings::with_ready_terminal();
        settings.ledger.timing.invoice_expires_after = None;
        let simulator = Simulator::start(other_side.handle(), settings).expect("a simulator");
        let shops = Shops { folder, simulator, _other_side: other_side };
        let small = shops.template(Shop::Small);
        drop(Demonstration::open(Some(small), shops.simulator.clone()).expect("the shop"));
        shops.fill(table);
        shops
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the simulator listens.
    pub fn simulator(&self) -> &SimulatorHandle {
        &self.simulator
    }

    /// A shop of one's own, set up as needed.
    pub fn copy(&self, shop: Shop, name: &str, change: impl FnOnce(&mut Settings)) -> PathBuf {
        let folder = self.folder().join(name);
        copy(&self.template(shop), &folder);
        set(&folder, |settings| {
            settings.sound = false;
            change(settings);
        });
        folder
    }

    /// All articles of a shop.
    pub fn articles(&self, shop: Shop) -> Vec<Article> {
        let reader = Store::open_read_only(&self.template(shop)).expect("the shop's journal");
        reader.articles().expect("articles")
    }

    /// Asks to be paid for the unfinished receipt in a folder, and ends the program while the
    /// customer is waited for.
    pub fn leave_payment_open(&self, folder: &Path) {
        let runtime = Runtime::new().expect("threads");
        let simulator = self.simulator.clone();
        let shop = Demonstration::open(Some(folder.to_owned()), simulator).expect("the shop");
        let (setup, _kept) = shop.into_setup(runtime, Box::new(|_cue| {})).expect("a set-up");
        let till = Till::start(setup).expect("a till");
        let (send, snapshots) = (till.sender(), till.snapshots());
        send(Intent::LogIn { user: CASHIER.0, pin: CASHIER.1.into() });
        wait_for("the log-in", || snapshots.borrow().user.is_some().then_some(()));
        let (receipt, amount) = {
            let now = snapshots.borrow();
            (now.receipt.as_ref().expect("a receipt").id, now.due())
        };
        let attempt = AttemptId { receipt, number: 1 };
        send(Intent::Do(Command::PayWithSeqr { attempt, amount }));
        wait_for("the phone", || {
            let now = snapshots.borrow();
            let phase = now.payment.as_ref().map(|payment| payment.phase.clone());
            matches!(phase, Some(Phase::Waiting { .. })).then_some(())
        });
        till.stop();
    }

    fn template(&self, shop: Shop) -> PathBuf {
        self.folder().join(match shop {
            Shop::Small => "small",
            Shop::Large => "large",
        })
    }

    /// Makes the large shop out of the small one.
    fn fill(&self, table: &mut Table) {
        let large = self.template(Shop::Large);
        copy(&self.template(Shop::Small), &large);
        let mut store = Store::open(&large, OpenMode::Existing).expect("the shop's journal");
        let known = store.articles().expect("articles").len();
        let entries: Vec<Entry> =
            (0..MANY - known).map(made_up).map(|article| Entry::ArticleSaved { article }).collect();
        let (_head, took) = timed(|| store.commit(&stamp(), &entries).expect("the articles"));
        table.add_times("import of 100 000 articles", Unit::Seconds, Limit::None, &[took]);
        drop(store);
        flush(&large);
    }
}

/// Changes the settings in a folder.
pub fn set(folder: &Path, change: impl FnOnce(&mut Settings)) {
    let mut store = Store::open(folder, OpenMode::Existing).expect("the shop's journal");
    let mut settings = store.settings().expect("settings").expect("settings");
    change(&mut settings);
    let _head = store.commit(&stamp(), &[Entry::SettingsSaved { settings }]).expect("a commit");
}

/// How often the cashier has logged in.
pub fn log_ins(folder: &Path) -> u64 {
    let reader = Store::open_read_only(folder).expect("the shop's journal");
    reader.log_ins(CASHIER.0).expect("log-ins").times
}

fn stamp() -> Stamp {
    Stamp { at: Timestamp::now(), register: "Kassa 1".to_owned(), user: None }
}

/// Copies a folder of files, and waits until the copy is on the disk: otherwise the first commits
/// that are measured would wait for it.
fn copy(from: &Path, to: &Path) {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the folder") {
        let entry = entry.expect("a file");
        if entry.file_type().expect("a file").is_file() {
            let _bytes = fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
        }
    }
    flush(to);
}

fn flush(folder: &Path) {
    for entry in fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("a file").path();
        if path.is_file() {
            File::open(path).and_then(|file| file.sync_all()).expect("a file on the disk");
        }
    }
}

/// Waits a while, so that nothing happens in step with something else.
pub fn pause(random: &mut Random, least: Duration, most: Duration) {
    let range = usize::try_from((most - least).as_micros()).expect("a short pause");
    let more = u64::try_from(random.below(range)).expect("a short pause");
    let end = Instant::now() + least + Duration::from_micros(more);
    std::thread::sleep(end - Instant::now());
}

const BRANDS: [&str; 24] = [
    "Aspö",
    "Björkvik",
    "Cedern",
    "Dalby",
    "Ekeby",
    "Fagerlid",
    "Granåsen",
    "Hälla",
    "Ingarö",
    "Järven",
    "Klinten",
    "Löväng",
    "Måsen",
    "Norrby",
    "Olsboda",
    "Pilgård",
    "Rönnby",
    "Sävsjö",
    "Tallåsen",
    "Utö",
    "Vallda",
    "Ådala",
    "Älvsbo",
    "Östra",
];
const KINDS: [&str; 16] = [
    "ekologisk",
    "färsk",
    "fryst",
    "grillad",
    "hel",
    "krispig",
    "lätt",
    "malen",
    "mörkrost",
    "naturell",
    "rökt",
    "skivad",
    "söt",
    "torkad",
    "vegansk",
    "äkta",
];
const THINGS: [&str; 40] = [
    "ananas",
    "bacon",
    "batteri",
    "blöjor",
    "bröd",
    "choklad",
    "diskmedel",
    "fil",
    "filmjölk",
    "fläskfilé",
    "glass",
    "gurka",
    "havregryn",
    "honung",
    "juice",
    "kaffe",
    "kattmat",
    "knäckebröd",
    "korv",
    "kräm",
    "köttbullar",
    "lakrits",
    "lax",
    "läsk",
    "marmelad",
    "mjölk",
    "nötter",
    "olja",
    "ost",
    "pasta",
    "potatis",
    "räkor",
    "schampo",
    "senap",
    "sill",
    "smör",
    "tandkräm",
    "te",
    "tvål",
    "ägg",
];
const SIZES: [&str; 10] =
    ["75 g", "100 g", "150 g", "250 g", "500 g", "1 kg", "33 cl", "50 cl", "1 l", "6-pack"];

/// The article with a number, always the same: a brand, what it is, how much of it.
fn made_up(number: usize) -> Article {
    let mut random = Random::new(number as u64);
    let (brand, kind) = (random.of(&BRANDS), random.of(&KINDS));
    let (thing, size) = (random.of(&THINGS), random.of(&SIZES));
    let twelve = format!("73{number:010}");
    let weighted: usize = twelve
        .bytes()
        .enumerate()
        .map(|(place, digit)| usize::from(digit - b'0') * if place % 2 == 1 { 3 } else { 1 })
        .sum();
    let ean = format!("{twelve}{}", (10 - weighted % 10) % 10);
    let price = 500 + 5 * i64::try_from(random.below(4_000)).expect("a price");
    Article {
        number: ArticleNumber::new(&format!("A{number:06}")).expect("an article number"),
        name: Name::new(&format!("{brand} {kind} {thing} {size}"), None),
        codes: vec![Code::new(&ean).expect("a code")],
        price: Amount::from_minor(price),
        vat: VatRate::from_hundredths(*random.of(&[2_500, 1_200, 600])),
        group: Name::new(&format!("Hylla {}", 1 + number % 40), None),
        kind: ArticleKind::Goods,
        conditions: Conditions::default(),
    }
}
