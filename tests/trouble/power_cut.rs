//! Power cuts at every moment, with every kind of luck for what was not synced: whatever commit had returned is
//! there, nothing is half, and the register goes on.

use std::path::Path;

use kassa::core::entry::Entry;
use kassa::journal::{Checkpoint, Head, JournalError, OpenMode, Store, Verdict};

use crate::day::{DAY, Step};
use crate::disk::{Choice, Disk, Event, Platter, Watch};
use crate::support::{Till, article, essence};
use crate::{figure, folder, thoroughness};

/// Which of the cuts are looked at down to the last table.
const THOROUGH_EVERY: u64 = 16;

/// A commit that has returned.
struct Saved {
    /// At which moment of the disk.
    moment: usize,
    head: Head,
    essence: String,
}

impl Saved {
    fn now(disk: &Disk, till: &Till) -> Saved {
        Saved {
            moment: disk.moment(),
            head: till.store.head().unwrap(),
            essence: essence(&till.register),
        }
    }
}

/// Cuts the power at the moments from one on, and looks at what is left. Gives the number of cuts.
///
/// Around each flush every moment is taken; of those between, every `stride`-th, unless all are wanted.
fn cut_everywhere(
    disk: &Watch,
    from: usize,
    stride: usize,
    look: impl Fn(&Path, usize, u64),
) -> usize {
    let stride = if thoroughness() > 1 { 1 } else { stride };
    let events = disk.events();
    let mut platter = Platter::default();
    let mut cuts = 0;
    for moment in 0..=events.len() {
        let around = [moment.checked_sub(1), Some(moment)].into_iter().flatten();
        let at_a_flush = around
            .filter_map(|near| events.get(near))
            .any(|event| matches!(event, Event::Synced { .. } | Event::NamesSynced));
        if moment >= from && (at_a_flush || moment.is_multiple_of(stride)) {
            let mut choices = vec![Choice::Nothing];
            if !platter.is_settled() {
                choices.push(Choice::Everything);
                let seeds = (0..2 * thoroughness()).map(|turn| moment as u64 * 10_007 + turn);
                choices.extend(seeds.map(Choice::Some));
            }
            for choice in choices {
                let left = folder();
                platter.cut(choice, left.path());
                look(left.path(), moment, cuts as u64);
                cuts += 1;
            }
        }
        if let Some(event) = events.get(moment) {
            platter.take(event);
        }
    }
    cuts
}

/// The register that is started on what is left must be at the last commit that had returned, or at the one
/// that was being made.
fn promise_is_kept(saved: &[Saved], left: &Path, moment: usize, cut: u64) {
    let mut till = Till::start(left, OpenMode::Create);
    let head = till.store.head().unwrap();
    let returned = saved.iter().rposition(|saved| saved.moment <= moment);
    let in_flight = returned.map_or(0, |place| place + 1);
    let candidates = returned.iter().chain([&in_flight]).filter_map(|place| saved.get(*place));
    match candidates.clone().find(|saved| saved.head == head) {
        Some(found) => assert_eq!(essence(&till.register), found.essence, "moment {moment}"),
        None => assert!(
            returned.is_none() && head.seq == 0,
            "moment {moment}: entry {} is the last, after {:?} had been saved",
            head.seq,
            candidates.map(|saved| saved.head.seq).collect::<Vec<_>>()
        ),
    }
    if cut.is_multiple_of(THOROUGH_EVERY) {
        let next = till.raw(&[Entry::RegisterStarted { version: "again".to_owned() }]).unwrap();
        assert_eq!(next.seq, head.seq + 1);
        let verdict = till.store.verify(&mut |_, _| {}).unwrap();
        assert!(matches!(verdict, Verdict::Sound(_)), "moment {moment}: {verdict:?}");
    }
}

fn play(till: &mut Till, disk: &Disk, steps: &[Step], saved: &mut Vec<Saved>) {
    for step in steps {
        step.take(till).unwrap();
        saved.push(Saved::now(disk, till));
    }
}

#[test]
fn a_power_cut_at_any_write_loses_nothing_that_was_saved() {
    let shop = folder();
    let disk = Disk::watch(shop.path());
    let mut till = Till::start(shop.path(), OpenMode::Create);
    let mut saved = Vec::new();
    play(&mut till, &disk, DAY, &mut saved);
    drop(till);
    // The end of the day: everything moves into the database.
    let cuts =
        cut_everywhere(&disk, 0, 1, |left, moment, cut| promise_is_kept(&saved, left, moment, cut));
    assert!(cuts > 1_000, "{cuts}");
    figure("power cuts while selling", cuts);
}

#[test]
fn a_power_cut_while_the_log_is_tidied_loses_nothing() {
    let shop = folder();
    let disk = Disk::watch(shop.path());
    let mut till = Till::start(shop.path(), OpenMode::Create);
    let mut saved = Vec::new();
    play(&mut till, &disk, &DAY[..1], &mut saved);
    let articles: Vec<Entry> = (1..=3_500)
        .map(|number| Entry::ArticleSaved { article: article(&number.to_string(), 100, 2_500) })
        .collect();
    let _head = till.raw(&articles).unwrap();
    saved.push(Saved::now(&disk, &till));
    let from = disk.moment();
    assert_eq!(till.store.checkpoint_when_idle().unwrap(), Checkpoint::Done);
    // The log begins anew, over what it held before.
    play(&mut till, &disk, &DAY[1..8], &mut saved);
    let writes = |event: &&Event| matches!(event, Event::Wrote { name, .. } if name == "kassa.db");
    assert!(disk.events()[from..].iter().filter(writes).count() > 100, "pages were moved");
    let cuts = cut_everywhere(&disk, from, 8, |left, moment, cut| {
        promise_is_kept(&saved, left, moment, cut)
    });
    figure("power cuts while the log is tidied", cuts);
}

#[test]
fn a_power_cut_while_an_old_journal_is_taken_over_loses_nothing() {
    let shop = folder();
    std::fs::write(shop.path().join("kassa.db"), include_bytes!("../journal/schema-1.db")).unwrap();
    let disk = Disk::watch(shop.path());
    let till = Till::start(shop.path(), OpenMode::Existing);
    let (head, expected) = (till.store.head().unwrap(), essence(&till.register));
    drop(till);
    let cuts = cut_everywhere(&disk, 0, 5, |left, moment, cut| {
        if moment == 0 {
            return;
        }
        let till = Till::start(left, OpenMode::Existing);
        assert_eq!(till.store.head().unwrap(), head, "moment {moment}");
        assert_eq!(essence(&till.register), expected, "moment {moment}");
        if cut.is_multiple_of(THOROUGH_EVERY) {
            let verdict = till.store.verify(&mut |_, _| {}).unwrap();
            assert!(matches!(verdict, Verdict::Sound(_)), "moment {moment}: {verdict:?}");
        }
    });
    figure("power cuts while an old journal is taken over", cuts);
}

#[test]
fn a_power_cut_during_a_backup_leaves_a_whole_copy_or_one_that_is_refused() {
    let shop = folder();
    let disk = Disk::watch(shop.path());
    let mut till = Till::start(shop.path(), OpenMode::Create);
    let mut saved = Vec::new();
    play(&mut till, &disk, DAY, &mut saved);
    let from = disk.moment();
    let made = till.store.backup_to(&shop.path().join("copy.db")).unwrap();
    // The copy gets its name, and the folder is flushed, by the journal itself, which no file of SQLite's shows: here it
    // keeps the name that it has while it is made.
    disk.names_synced();
    let returned = disk.moment();
    assert_eq!(made.head, till.store.head().unwrap());
    let whole = std::sync::atomic::AtomicUsize::new(0);
    let cuts = cut_everywhere(&disk, from, 1, |left, moment, cut| {
        promise_is_kept(&saved, left, moment, cut);
        let restored = folder();
        for (from, to) in
            [("copy.db.partial", "kassa.db"), ("copy.db.partial-journal", "kassa.db-journal")]
        {
            if left.join(from).exists() {
                let _bytes = std::fs::copy(left.join(from), restored.path().join(to)).unwrap();
            }
        }
        // A journal that was cut off is rolled back by the first who may write.
        let _rolled_back = rusqlite::Connection::open(restored.path().join("kassa.db"))
            .and_then(|copy| copy.query_row("SELECT 1 FROM entry", [], |_| Ok(())));
        match Store::open_read_only(restored.path()) {
            Ok(copy) => {
                let verdict = copy.verify(&mut |_, _| {}).unwrap();
                let Verdict::Sound(verified) = verdict else { panic!("{moment}: {verdict:?}") };
                assert_eq!(verified.head, made.head, "moment {moment}");
                let _one = whole.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
            Err(error) => {
                assert!(moment < returned, "moment {moment}: {error:?}");
                assert!(
                    matches!(
                        error,
                        JournalError::Missing { .. }
                            | JournalError::NotAJournal { .. }
                            | JournalError::Damaged { .. }
                    ),
                    "moment {moment}: {error:?}"
                );
            }
        }
    });
    assert!(whole.into_inner() > 0);
    figure("power cuts during a backup", cuts);
}

/// The model itself: were commits not synced, the same day would lose some of them.
#[test]
fn a_journal_that_does_not_sync_is_caught() {
    let shop = folder();
    let disk = Disk::watch(shop.path());
    let path = shop.path().join("kassa.db");
    std::fs::write(&path, "").unwrap();
    let connection = rusqlite::Connection::open(&path).unwrap();
    let set = |name: &str, value: &str| {
        connection.pragma_update_and_check(None, name, value, |_| Ok(())).unwrap();
    };
    set("journal_mode", "WAL");
    connection.pragma_update(None, "synchronous", "NORMAL").unwrap();
    connection.execute_batch("CREATE TABLE number (value)").unwrap();
    let mut saved = Vec::new();
    for value in 0..5 {
        let _one = connection.execute("INSERT INTO number VALUES (?1)", [value]).unwrap();
        saved.push(disk.moment());
    }
    let mut lost = 0;
    let lost_here = std::cell::RefCell::new(&mut lost);
    let _cuts = cut_everywhere(&disk, saved[0], 1, |left, moment, _cut| {
        let returned = saved.iter().filter(|saved| **saved <= moment).count();
        let copy = rusqlite::Connection::open(left.join("kassa.db")).unwrap();
        let found = copy.query_row("SELECT count(*) FROM number", [], |row| row.get(0));
        if found.unwrap_or(0_i64) < returned.cast_signed() as i64 {
            **lost_here.borrow_mut() += 1;
        }
    });
    assert!(lost > 0, "the model noticed nothing");
}
