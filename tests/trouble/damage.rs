//! Files that went bad or went away: nothing is dropped without a word, and nothing is begun anew over what is left.

use std::fs;
use std::path::Path;

use kassa::journal::{JournalError, OpenMode, Store, Verdict};

use crate::day::{DAY, Step};
use crate::folder;
use crate::support::Till;

const HEADER: usize = 32;
const FRAME: usize = 24 + 4_096;

/// A shop whose last commits are in the log only, as a power cut leaves them; for each commit the log's frames
/// and the last entry so far.
pub fn cut_off(shop: &Path) -> Vec<(usize, u64)> {
    let running = folder();
    let mut till = Till::start(running.path(), OpenMode::Create);
    let frames = || {
        let length = fs::metadata(running.path().join("kassa.db-wal")).unwrap().len();
        (usize::try_from(length).unwrap() - HEADER) / FRAME
    };
    let mut commits = Vec::new();
    for step in DAY {
        step.take(&mut till).unwrap();
        commits.push((frames(), till.store.head().unwrap().seq));
    }
    for file in ["kassa.db", "kassa.db-wal"] {
        let _bytes = fs::copy(running.path().join(file), shop.join(file)).unwrap();
    }
    commits
}

fn spoil(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0x10;
    fs::write(path, bytes).unwrap();
}

#[test]
fn damage_in_the_log_is_said_instead_of_dropping_commits_without_a_word() {
    let sound = folder();
    let commits = cut_off(sound.path());
    let copied = || {
        let shop = folder();
        for file in ["kassa.db", "kassa.db-wal"] {
            let _bytes = fs::copy(sound.path().join(file), shop.path().join(file)).unwrap();
        }
        shop
    };
    let (frames, last) = *commits.last().unwrap();
    let begins_last_commit = commits[commits.len() - 2].0;
    for frame in 0..frames {
        let shop = copied();
        // In the page of one, in the head of the next.
        let at = HEADER + frame * FRAME + [2_000, 1, 17][frame % 3];
        spoil(&shop.path().join("kassa.db-wal"), at);
        for opened in [
            Store::open_read_only(shop.path()).and_then(|journal| journal.head()),
            Store::open(shop.path(), OpenMode::Existing).and_then(|journal| journal.head()),
        ] {
            if frame < begins_last_commit {
                assert!(matches!(opened, Err(JournalError::Damaged { .. })), "{frame}: {opened:?}");
            } else {
                // No different from a power cut during the last commit.
                assert!(opened.unwrap().seq < last, "frame {frame}");
            }
        }
    }
    let shop = copied();
    spoil(&shop.path().join("kassa.db-wal"), 18);
    let refused = Store::open(shop.path(), OpenMode::Existing).map(drop);
    assert!(matches!(refused, Err(JournalError::Damaged { .. })), "{refused:?}");
    let untouched = Store::open(copied().path(), OpenMode::Existing).unwrap();
    assert_eq!(untouched.head().unwrap().seq, last);
    assert!(matches!(untouched.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}

#[test]
fn a_file_that_is_removed_under_the_register_is_noticed_and_goes_on_when_put_back() {
    for file in ["kassa.db", "kassa.db-wal"] {
        let shop = folder();
        let mut till = Till::start(shop.path(), OpenMode::Create);
        DAY[0].take(&mut till).unwrap();
        let (path, aside) = (shop.path().join(file), shop.path().join("aside"));
        fs::rename(&path, &aside).unwrap();
        let refused = Step::RingUp("1").take(&mut till);
        assert!(matches!(refused, Err(JournalError::Gone { .. })), "{file}: {refused:?}");
        // Another file of that name is not ours.
        let _bytes = fs::copy(&aside, &path).unwrap();
        let refused = Step::RingUp("1").take(&mut till);
        assert!(matches!(refused, Err(JournalError::Gone { .. })), "{file}: {refused:?}");
        fs::rename(&aside, &path).unwrap();
        DAY[1..].iter().for_each(|step| step.take(&mut till).unwrap());
        assert!(matches!(till.store.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
    }
}

#[test]
fn a_journal_that_is_gone_is_not_begun_anew_over_its_log() {
    let shop = folder();
    let commits = cut_off(shop.path());
    let (database, aside) = (shop.path().join("kassa.db"), shop.path().join("aside"));
    fs::rename(&database, &aside).unwrap();
    for _twice in 0..2 {
        let refused = Store::open(shop.path(), OpenMode::Create).map(drop);
        assert!(matches!(refused, Err(JournalError::Gone { .. })), "{refused:?}");
        assert!(!database.exists());
    }
    fs::rename(&aside, &database).unwrap();
    let journal = Store::open(shop.path(), OpenMode::Create).unwrap();
    assert_eq!(journal.head().unwrap().seq, commits.last().unwrap().1);
}
