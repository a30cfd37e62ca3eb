//! The real till while disk or database fail: what was not saved is not shown as done, nothing that needed it has
//! happened, and selling goes on by itself.

use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::time::{Duration, Instant};

use kassa::core::catalog::ArticleNumber;
use kassa::core::entry::Entry;
use kassa::core::payment::Phase;
use kassa::core::receipt::Quantity;
use kassa::core::register::Command;
use kassa::core::time::Now;
use kassa::device::sound::Cue;
use kassa::journal::{Reader, ReceiptState, Store, Verdict};
use kassa::till::intent::Intent;
use kassa::till::snapshot::{JournalStatus, JournalTrouble, Snapshot};

use crate::disk::{Disk, Watch};
use crate::shop::{COFFEE, JUICE, Shop, eventually};
use crate::support::restored;
use crate::{figure, folder, thoroughness};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

fn trouble(now: &Snapshot) -> Option<JournalTrouble> {
    match &now.journal {
        JournalStatus::Fine => None,
        JournalStatus::Failing { trouble, .. } => Some(*trouble),
    }
}

/// What is shown is what the journal says, and SEQR has been asked for nothing that is not in it.
fn shows_only_what_is_saved(shop: &Shop, journal: &Reader) {
    let now = shop.now();
    let at = Now { at: now.at, steady: Duration::ZERO };
    let register = restored(journal, at);
    assert_eq!(register.receipt(), now.receipt.as_deref(), "the receipt");
    assert_eq!(register.last(), now.last.as_ref(), "the last receipt");
    let mut sendings = 0;
    for receipt in 1..=journal.numbers().unwrap().receipt {
        let id = kassa::core::receipt::ReceiptId(receipt);
        let receipt = journal.receipt(id).unwrap().unwrap();
        sendings += receipt.payments.iter().map(|payment| payment.sendings as usize).sum::<usize>();
    }
    let invoices = shop.simulator.with_ledger(|ledger| ledger.payments().len());
    assert!(invoices <= sendings, "{invoices} invoices, {sendings} sendings");
}

/// Does the next thing that a sale with SEQR needs.
fn press(shop: &Shop, now: &Snapshot) {
    let Some(receipt) = &now.receipt else {
        let article = ArticleNumber::new(COFFEE.0).unwrap();
        return shop.send(Intent::RingUp { article, quantity: Quantity::ONE });
    };
    match &now.payment {
        _ if now.decision.is_some() => shop.command(Command::Finish { receipt: receipt.id }),
        Some(payment) if payment.open => {
            if let Phase::Waiting { .. } = payment.phase {
                // Refused where the customer has done so already.
                let _confirmed = shop.simulator.confirm_newest();
            }
        }
        payment => {
            let number = payment.as_ref().map_or(1, |payment| payment.attempt.number + 1);
            let attempt = kassa::core::payment::AttemptId { receipt: receipt.id, number };
            shop.command(Command::PayWithSeqr { attempt, amount: now.due() });
        }
    }
}

/// Sells one coffee with SEQR on a disk that becomes full after so many writes; whether it did.
fn sell_until_full(shop: &Shop, disk: &Watch, journal: &Reader, writes: u64) -> bool {
    let sold = journal.numbers().unwrap().receipt_number;
    let mut was_full = false;
    disk.full_after(writes);
    let end = Instant::now() + PATIENCE;
    while journal.numbers().unwrap().receipt_number == sold {
        assert!(Instant::now() < end, "the sale does not end: {:#?}", shop.now());
        let now = shop.now();
        if let Some(found) = trouble(&now) {
            assert_eq!(found, JournalTrouble::DiskFull);
            if !was_full {
                shows_only_what_is_saved(shop, journal);
            }
            was_full |= disk.mend();
        }
        press(shop, &now);
        let pressed = Instant::now();
        while shop.now().revision == now.revision && pressed.elapsed() < Duration::from_millis(300)
        {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    was_full |= disk.mend();
    was_full
}

/// Every payment that SEQR took is booked once, and no number is missing.
fn both_sides_agree(shop: &Shop, journal: &Reader) {
    eventually("the last confirmation", || {
        (!journal.has_unsettled_payment().unwrap()).then_some(())
    });
    let paid: Vec<String> = shop.simulator.with_ledger(|ledger| {
        ledger
            .payments()
            .filter_map(|one| one.paid())
            .map(|paid| paid.ers_reference.to_string())
            .collect()
    });
    for reference in &paid {
        assert!(journal.is_booked(reference).unwrap(), "{reference} is not booked");
    }
    let mut booked = 0;
    for receipt in 1..=journal.numbers().unwrap().receipt {
        let receipt = journal.receipt(kassa::core::receipt::ReceiptId(receipt)).unwrap().unwrap();
        booked += receipt.payments.iter().filter(|payment| payment.post.is_some()).count();
        assert!(!matches!(receipt.state, ReceiptState::Open));
    }
    assert_eq!(booked, paid.len());
    assert!(matches!(journal.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}

#[test]
fn a_disk_that_is_full_at_a_write_of_a_sale_shows_nothing_that_was_not_saved() {
    let data = folder();
    let disk = Disk::watch(data.path());
    let shop = Shop::open(data.path());
    shop.log_in();
    let journal = Store::open_read_only(data.path()).unwrap();
    let stride = if thoroughness() > 1 { 1 } else { 11 };
    let mut points = 0;
    let mut writes = 0;
    while sell_until_full(&shop, &disk, &journal, writes) {
        points += 1;
        writes += stride;
    }
    assert!(points > 5, "{points}");
    both_sides_agree(&shop, &journal);
    shop.close();
    figure("disk full during a sale with SEQR", points);
}

#[test]
fn an_open_payment_is_asked_about_while_the_disk_is_full_and_booked_when_there_is_room() {
    let data = folder();
    let disk = Disk::watch(data.path());
    let shop = Shop::open(data.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    let _attempt = shop.pay_with_seqr(shop.now().due());
    shop.until_waiting();
    disk.full_after(0);
    let _reference = shop.simulator.confirm_newest().unwrap();
    let full = shop.until("the trouble", |now| trouble(now) == Some(JournalTrouble::DiskFull));
    let polls = || shop.simulator.with_ledger(|ledger| ledger.newest().unwrap().polls());
    let before = polls();
    eventually("three more questions", || (polls() >= before + 3).then_some(()));
    assert!(shop.now().open_payment().is_some() && shop.now().last.is_none(), "{full:#?}");
    assert!(!shop.heard.lock().unwrap().contains(&Cue::Paid), "it is not saved yet");
    assert!(disk.mend());
    let _booked = shop.until("the end", |now| now.last.is_some() && trouble(now).is_none());
    assert!(shop.heard.lock().unwrap().contains(&Cue::Paid));
    let journal = Store::open_read_only(data.path()).unwrap();
    both_sides_agree(&shop, &journal);
    shop.close();
}

const HOLD: &str = "KASSA_TEST_HOLD";

/// Not a test by itself: another program that holds the database for ten seconds.
#[test]
fn holds_the_database() {
    let Some(path) = std::env::var_os(HOLD) else { return };
    let other = rusqlite::Connection::open(Path::new(&path)).unwrap();
    other.busy_timeout(PATIENCE).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    std::fs::write(Path::new(&path).with_extension("held"), "").unwrap();
    std::thread::sleep(Duration::from_secs(10));
    other.execute_batch("ROLLBACK").unwrap();
}

fn hold(data: &Path) -> std::process::Child {
    let database = data.join("kassa.db");
    let child = Process::new(std::env::current_exe().unwrap())
        .args(["--exact", "selling::holds_the_database"])
        .env(HOLD, &database)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    eventually("the lock", || database.with_extension("held").exists().then_some(()));
    std::fs::remove_file(database.with_extension("held")).unwrap();
    child
}

#[test]
fn a_database_that_another_program_holds_is_said_and_waited_for() {
    let data = folder();
    let shop = Shop::open(data.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    let before = shop.now().receipt.clone();
    let mut other = hold(data.path());
    let article = ArticleNumber::new(JUICE.0).unwrap();
    shop.send(Intent::RingUp { article, quantity: Quantity::ONE });
    let held = shop.until("the trouble", |now| trouble(now) == Some(JournalTrouble::Locked));
    assert_eq!(held.receipt, before, "what was not saved is not shown");
    let _mended = shop.until("the end of it", |now| trouble(now).is_none());
    assert!(other.wait().unwrap().success());
    shop.ring_up(JUICE);
    shop.close();
}

#[test]
fn a_register_that_starts_while_the_database_is_held_asks_about_its_payment_and_mends_by_itself() {
    let data = folder();
    let shop = Shop::open(data.path());
    shop.log_in();
    shop.ring_up(COFFEE);
    let _attempt = shop.pay_with_seqr(shop.now().due());
    shop.until_waiting();
    let mut other = None;
    let shop = shop.restarted(data.path(), |_simulator| other = Some(hold(data.path())));
    let held = shop.until("the trouble", |now| trouble(now) == Some(JournalTrouble::Locked));
    assert!(held.open_payment().is_some());
    let polls = || shop.simulator.with_ledger(|ledger| ledger.newest().unwrap().polls());
    let before = polls();
    eventually("questions", || (polls() >= before + 2).then_some(()));
    let _reference = shop.simulator.confirm_newest().unwrap();
    let _mended = shop.until("the end of it", |now| trouble(now).is_none());
    let paid = shop.until("the money", |now| now.decision.is_some());
    assert!(other.unwrap().wait().unwrap().success());
    let journal = Store::open_read_only(data.path()).unwrap();
    let shown = journal.receipt(paid.receipt.as_ref().unwrap().id).unwrap().unwrap();
    assert!(shown.payments[0].post.is_some());
    shop.close();
    let starts = entries(data.path(), |entry| matches!(entry, Entry::RegisterStarted { .. }));
    assert_eq!(starts, 2, "the start was written down as soon as it could be");
}

fn entries(data: &Path, is_wanted: impl Fn(&Entry) -> bool) -> usize {
    let connection = rusqlite::Connection::open(data.join("kassa.db")).unwrap();
    let mut query = connection.prepare("SELECT kind, body FROM entry").unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let parsed = rows.map(|row| {
        let (kind, body): (String, String) = row.unwrap();
        let mut value: serde_json::Value = serde_json::from_str(&body).unwrap();
        value["kind"] = kind.into();
        serde_json::from_value::<Entry>(value).unwrap()
    });
    parsed.filter(is_wanted).count()
}

#[test]
fn articles_that_cannot_be_read_are_tried_again_until_they_can() {
    let data = folder();
    Shop::open(data.path()).close();
    let other = rusqlite::Connection::open(data.path().join("kassa.db")).unwrap();
    let kind = |from: &str, to: &str| {
        let sql = "UPDATE article SET kind = ?2 WHERE kind = ?1";
        assert!(other.execute(sql, [from, to]).unwrap() > 0);
    };
    kind("goods", "nonsense");
    let shop = Shop::open(data.path());
    let unread = shop.until("the trouble", |now| trouble(now) == Some(JournalTrouble::Damaged));
    assert!(!unread.catalog_ready, "an empty shop would be a lie");
    kind("nonsense", "goods");
    let read = shop.until("the articles", |now| now.catalog_ready);
    assert_eq!(trouble(&read), None);
    shop.log_in();
    shop.sell_for_cash();
    shop.close();
    let mended = entries(data.path(), |entry| matches!(entry, Entry::JournalMended { .. }));
    assert_eq!(mended, 0, "entries could be written all the time");
}

#[test]
fn a_database_that_is_removed_under_the_register_is_said_and_goes_on_when_it_is_back() {
    let data = folder();
    let shop = Shop::open(data.path());
    shop.log_in();
    let (path, aside) = (data.path().join("kassa.db"), data.path().join("aside"));
    std::fs::rename(&path, &aside).unwrap();
    let article = ArticleNumber::new(JUICE.0).unwrap();
    shop.send(Intent::RingUp { article, quantity: Quantity::ONE });
    let gone = shop.until("the trouble", |now| trouble(now) == Some(JournalTrouble::Gone));
    assert_eq!(gone.receipt, None, "what was not saved is not shown");
    std::fs::rename(&aside, &path).unwrap();
    let _mended = shop.until("the end of it", |now| trouble(now).is_none());
    shop.sell_for_cash();
    shop.close();
}
