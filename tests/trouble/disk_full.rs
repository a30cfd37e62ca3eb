//! A disk that is full, or fails, at any moment: nothing is half, nothing is taken for saved, and as soon as there is
//! room everything goes on.

use std::path::Path;

use kassa::journal::{Head, JournalError, OpenMode, Store, Verdict};

use crate::day::DAY;
use crate::disk::{Disk, Watch};
use crate::support::{Till, essence, restored};
use crate::{figure, folder};

/// Opens the journal, once more if the disk refuses it.
fn open(shop: &Path, disk: &Watch, is_expected: fn(&JournalError) -> bool) -> Store {
    Store::open(shop, OpenMode::Create).unwrap_or_else(|error| {
        assert!(is_expected(&error), "{error:?}");
        assert!(disk.mend());
        Store::open(shop, OpenMode::Create).unwrap()
    })
}

/// Lives through the day on a disk that refuses something once, until somebody makes it well again.
fn day_with_a_fault(shop: &Path, disk: &Watch, is_expected: fn(&JournalError) -> bool) -> Head {
    let mut till = Till::over(open(shop, disk, is_expected));
    for step in DAY {
        let (before, head) = (essence(&till.register), till.store.head().unwrap());
        if let Err(error) = step.take(&mut till) {
            assert!(is_expected(&error), "{step:?}: {error:?}");
            // The disk is still full: what is there can be read, and is what was there before.
            assert_eq!(essence(&till.register), before, "{step:?}");
            let reader = Store::open_read_only(shop).unwrap();
            assert_eq!(reader.head().unwrap(), head, "{step:?}");
            assert_eq!(essence(&restored(&reader, till.now)), before, "{step:?}");
            assert!(step.take(&mut till).is_err(), "the disk is full for the second time, too");
            assert!(disk.mend());
            step.take(&mut till).unwrap();
        }
    }
    let verdict = till.store.verify(&mut |_, _| {}).unwrap();
    let Verdict::Sound(verified) = verdict else { panic!("{verdict:?}") };
    verified.head
}

/// Tries the day with the fault at the first moment, the second, and so on until the day is over before.
fn at_every_moment(set: fn(&Watch, u64), is_expected: fn(&JournalError) -> bool) -> usize {
    let usual = {
        let shop = folder();
        day_with_a_fault(shop.path(), &Disk::watch(shop.path()), |_error| false)
    };
    for moment in 0.. {
        let shop = folder();
        let disk = Disk::watch(shop.path());
        set(&disk, moment);
        let head = day_with_a_fault(shop.path(), &disk, is_expected);
        assert_eq!(head.seq, usual.seq, "moment {moment}");
        // The day went by without it.
        if !disk.has_been_met() {
            return usize::try_from(moment).unwrap();
        }
    }
    unreachable!("the day has an end")
}

#[test]
fn a_disk_that_is_full_at_any_write_loses_nothing_and_leaves_nothing_half() {
    let points = at_every_moment(
        |disk, moment| disk.full_after(moment),
        |error| matches!(error, JournalError::DiskFull { .. }),
    );
    assert!(points > 200, "{points}");
    figure("disk full at a write", points);
}

#[test]
fn a_disk_that_fails_at_any_flush_loses_nothing_and_leaves_nothing_half() {
    let points = at_every_moment(
        |disk, moment| disk.sync_fails_after(moment),
        |error| matches!(error, JournalError::Database { .. }),
    );
    figure("disk failing at a flush", points);
}
