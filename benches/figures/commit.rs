//! What it costs to write a finished receipt down, against the least that a disk can do.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::time::Duration;

use super::clerk::Clerk;
use super::measure::{Limit, Table, Unit, timed};
use super::shops::{Shop, Shops};

const RECEIPTS: usize = 300;
/// Receipts before it counts.
const WARM_UP: usize = 20;
const LINES: usize = 10;
const BLOCK: usize = 4_096;
/// Blocks of the file that is written to, all of them there before.
const BLOCKS: usize = 1_024;

pub fn measure(shops: &Shops, table: &mut Table) {
    let folder = shops.copy(Shop::Large, "commit", |_settings| {});
    let mut clerk = Clerk::open(&folder);
    let mut disk = Disk::new(&folder.join("bare"));
    let (mut commits, mut writes) = (Vec::new(), Vec::new());
    for _ in 0..WARM_UP + RECEIPTS {
        clerk.ring_up(LINES);
        let decision = clerk.decide(&clerk.cash());
        commits.push(timed(|| clerk.commit(&decision)).1);
        clerk.apply(&decision);
        writes.push(timed(|| disk.write()).1);
    }
    let (commits, writes) = (&commits[WARM_UP..], &writes[WARM_UP..]);
    let ratio = |(commit, write): (&Duration, &Duration)| commit.div_duration_f64(*write);
    let ratios: Vec<f64> = commits.iter().zip(writes).map(ratio).collect();
    let name = "finished receipt of 10 lines against a bare write, pair by pair";
    table.add(name, Unit::Times, Limit::Median(2.0), ratios);
    table.add_times("  commit of the receipt", Unit::Milliseconds, Limit::None, commits);
    table.add_times("  4 KiB with fdatasync", Unit::Milliseconds, Limit::None, writes);
}

/// A file to be written to, block by block.
struct Disk {
    file: std::fs::File,
    next: usize,
}

impl Disk {
    fn new(path: &std::path::Path) -> Disk {
        let file = OpenOptions::new().write(true).create_new(true).open(path).expect("a file");
        file.write_all_at(&vec![1; BLOCK * BLOCKS], 0).expect("room on the disk");
        file.sync_all().expect("a disk");
        Disk { file, next: 0 }
    }

    fn write(&mut self) {
        let fill = u8::try_from(self.next % 251).expect("a byte");
        let offset = u64::try_from(self.next % BLOCKS * BLOCK).expect("a place in the file");
        self.file.write_all_at(&[fill; BLOCK], offset).expect("a write");
        self.file.sync_data().expect("a disk");
        self.next += 1;
    }
}
