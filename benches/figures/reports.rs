//! Reports of a day and of a year, on a short history and on a long one: the day's must not take longer because of
//! what was before it.
//!
//! `KASSA_BENCH_RECEIPTS` says how long the long history is: 1000000 takes its time to be made.

use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use jiff::{Timestamp, ToSpan};
use kassa::core::figures::SeqrTotals;
use kassa::core::receipt::ReceiptNumber;
use kassa::journal::{JournalError, OpenMode, Reader, Store};

use super::history;
use super::measure::{Limit, Table, Unit, timed};
use super::shops::Shops;

const SHORT: usize = 1_000;
/// Where nobody says otherwise.
const LONG: usize = 50_000;
const RUNS: usize = 50;

pub fn measure(shops: &Shops, table: &mut Table) {
    let long = std::env::var("KASSA_BENCH_RECEIPTS").ok().and_then(|count| count.parse().ok());
    for receipts in [SHORT, long.unwrap_or(LONG)] {
        let folder = shops.folder().join(format!("history-{receipts}"));
        let (last, took) = timed(|| history::make(&folder, receipts));
        let name = |what: &str| format!("{what}, {receipts} receipts");
        let each = [took / u32::try_from(receipts).expect("a number of receipts")];
        table.add_times(&name("  writing one of"), Unit::Microseconds, Limit::None, &each);
        figures(&folder, last, table, &name);
    }
}

fn figures(folder: &Path, last: Timestamp, table: &mut Table, name: &dyn Fn(&str) -> String) {
    let open = || drop(Store::open(folder, OpenMode::Existing).expect("a journal"));
    let opened: Vec<Duration> = (0..5).map(|_| timed(open).1).collect();
    table.add_times(&name("opening the journal"), Unit::Milliseconds, Limit::None, &opened);
    let reader = Store::open_read_only(folder).expect("a journal");
    let mut add = |what: &str, limit, act: &dyn Fn()| {
        let times: Vec<Duration> = (0..RUNS).map(|_| timed(act).1).collect();
        table.add_times(&name(what), Unit::Milliseconds, limit, &times);
    };
    let whole = |at: Timestamp| {
        let second = at.as_second() / 900 * 900;
        Timestamp::from_second(second).expect("a moment")
    };
    let day = whole(last - 24.hours())..whole(last + 1.hour());
    let year = whole(last - (365 * 24).hours())..whole(last + 1.hour());
    add("X report", Limit::Median(20.0), &|| drop(reader.period().expect("figures")));
    add("SEQR report of a day", Limit::Median(20.0), &|| {
        let _sum = seqr(&reader, &day);
    });
    add("VAT report of a year", Limit::Median(2_000.0), &|| {
        drop(reader.figures(&year).expect("figures").vat());
    });
    add("receipt by its number", Limit::Median(10.0), &|| {
        assert!(reader.show(ReceiptNumber(500)).expect("read").is_some());
    });
}

fn seqr(reader: &Reader, range: &Range<Timestamp>) -> i64 {
    let mut totals = SeqrTotals::default();
    let read: Result<(), JournalError> = reader.seqr_posts(range, &mut |post| {
        totals.add(&post);
        Ok(())
    });
    read.expect("read");
    totals.count()
}
