//! Figures against brute force: made-up weeks in several zones, over the days when clocks change, with a register
//! that is off over midnight and clocks that are set back.

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use kassa::core::entry::Entry;
use kassa::core::figures::{GrandTotals, Measure, ReportKind, ReportNumber, SeqrTotals};
use kassa::journal::{JournalError, RecordedEntry, Verdict, is_whole};

use crate::oracle::{self, Plain};
use crate::trade::Trade;
use kassa::core::tender::TenderKind;

/// Zones, with days around a change of their clocks. Two of them are no whole hours away from UTC.
const WORLD: [(&str, &str); 6] = [
    ("Europe/Stockholm", "2026-03-27"),
    ("Europe/Stockholm", "2026-10-23"),
    ("America/New_York", "2026-03-06"),
    ("Asia/Kathmandu", "2026-05-01"),
    ("Pacific/Chatham", "2026-04-03"),
    ("UTC", "2025-12-29"),
];

/// How many days are made up for each.
const DAYS: i64 = 5;

fn day(date: Date, zone: &TimeZone) -> Range<Timestamp> {
    let start = |date: Date| date.to_zoned(zone.clone()).unwrap().timestamp();
    start(date)..start(date.tomorrow().unwrap())
}

/// Some days of trade. Not every one ends with a Z report, and once the shop is open until after midnight.
fn made_up(trade: &mut Trade, first: Date, zone: &TimeZone) {
    for number in 0..DAYS {
        let date = first.checked_add(number.days()).unwrap();
        let opens = date.at(8, 0, 0, 0).to_zoned(zone.clone()).unwrap().timestamp();
        trade.till.now.at = opens.max(trade.till.now.at);
        let closes = if number == 1 { 26 } else { 19 };
        let closes = opens.checked_add((closes - 8).hours()).unwrap();
        while trade.till.now.at < closes {
            trade.something();
        }
        // On the third evening nobody closes: the register is off over midnight, and the day is closed with the next.
        if number != 2 {
            trade.report(ReportKind::Z);
        }
    }
}

fn days(first: Date) -> impl Iterator<Item = Date> {
    (0..=DAYS + 1).map(move |number| first.checked_add(number.days()).unwrap())
}

/// Every day, and everything, is what the entries say.
fn every_day_agrees(trade: &Trade, entries: &[RecordedEntry], first: Date, zone: &TimeZone) {
    let store = &trade.till.store;
    let mut receipts = 0;
    for date in days(first) {
        let range = day(date, zone);
        assert!(is_whole(&range), "{date} in {zone:?}");
        let figures = store.figures(&range).unwrap();
        let counted = oracle::figures(entries, |recorded| range.contains(&recorded.at));
        assert_eq!(Plain::of(&figures), counted, "{date}");
        assert!(figures.agree(), "{date}: {figures:?}");
        receipts += counted.sales.0 + counted.returns.0;
        let quarters = store.quarters(&range).unwrap();
        let sales: i64 = quarters.iter().map(|(_, sales, _)| sales.amount.minor()).sum();
        let returns: i64 = quarters.iter().map(|(_, _, returns)| returns.amount.minor()).sum();
        assert_eq!((sales, returns), (counted.sales.1, counted.returns.1), "{date}");
        assert!(quarters.iter().all(|(at, _, _)| range.contains(at)), "{date}");
    }
    assert!(receipts > 100, "only {receipts} receipts were made up");
}

/// What is made up is everything that is counted.
fn nothing_is_left_out(trade: &Trade) {
    let figures = trade.till.store.figures(&(Timestamp::MIN..Timestamp::MAX)).unwrap();
    let measures = [
        Measure::Discounts,
        Measure::PricesLowered,
        Measure::PricesRaised,
        Measure::Float,
        Measure::CashIn,
        Measure::CashOut,
        Measure::CashDifference,
        Measure::LinesRemoved,
        Measure::QuantitiesLowered,
        Measure::Cancelled,
    ];
    let taken = TenderKind::ALL.map(Measure::Taken);
    for measure in measures.into_iter().chain(taken) {
        assert!(!figures.get(&measure).is_nothing(), "{measure:?}");
    }
}

/// Every Z report is what happened since the one before; grand totals are everything since the beginning.
fn every_z_agrees(trade: &Trade, entries: &[RecordedEntry]) {
    let store = &trade.till.store;
    let (mut from, mut grand, mut number) = (0, GrandTotals::default(), 0);
    for (place, recorded) in entries.iter().enumerate() {
        let Entry::ReportClosed { period } = &recorded.entry else { continue };
        number += 1;
        let counted =
            oracle::figures(entries, |known| (from + 1..place as u64 + 1).contains(&known.seq));
        assert_eq!(Plain::of(&period.figures), counted, "Z {number}");
        grand.sales += period.figures.get(&Measure::Sales).amount;
        grand.returns += period.figures.get(&Measure::Returns).amount;
        assert_eq!((period.z, period.grand), (ReportNumber(number), grand));
        let kept = store.report(ReportKind::Z, period.z).unwrap().unwrap();
        assert_eq!((kept.at, &kept.period), (recorded.at, &**period));
        from = recorded.seq;
    }
    assert_eq!(number, DAYS as u64 - 1);
    let present = store.period().unwrap();
    let counted = oracle::figures(entries, |known| known.seq > from);
    assert_eq!(Plain::of(&present.figures), counted);
    assert_eq!(present.grand.net(), grand.net() + present.figures.net());
}

fn every_seqr_post_agrees(trade: &Trade, entries: &[RecordedEntry], first: Date, zone: &TimeZone) {
    let (mut posts, mut totals) = (Vec::new(), SeqrTotals::default());
    for date in days(first) {
        let taken: Result<(), JournalError> =
            trade.till.store.seqr_posts(&day(date, zone), &mut |post| {
                totals.add(&post);
                posts.push((post.at, format!("{:?}", post.state), post.amount.minor()));
                Ok(())
            });
        taken.unwrap();
    }
    posts.sort();
    let counted = oracle::seqr(entries);
    assert_eq!(posts, counted);
    assert_eq!(totals.count(), counted.len() as i64);
}

fn every_article_agrees(trade: &Trade, entries: &[RecordedEntry], first: Date, zone: &TimeZone) {
    for date in days(first) {
        let range = day(date, zone);
        let (mut amount, mut groups) = (0, std::collections::BTreeMap::new());
        let taken: Result<(), JournalError> = trade.till.store.article_sales(&range, &mut |sold| {
            amount += sold.amount.minor();
            let group: &mut (i64, i64) = groups.entry(format!("{:?}", sold.group)).or_default();
            group.0 += sold.quantity;
            group.1 += sold.amount.minor();
            Ok(())
        });
        taken.unwrap();
        let counted = oracle::figures(entries, |recorded| range.contains(&recorded.at));
        assert_eq!(groups, counted.groups, "{date}");
        assert_eq!(amount, counted.sales.1 + counted.returns.1, "{date}");
    }
}

#[test]
fn reports_are_what_the_entries_say() {
    for (seed, (name, first)) in (1_u64..).zip(WORLD) {
        let (zone, first) = (TimeZone::get(name).unwrap(), first.parse::<Date>().unwrap());
        let directory = tempfile::tempdir().unwrap();
        let begin = first.to_zoned(zone.clone()).unwrap().timestamp();
        let mut trade = Trade::new(directory.path(), begin, seed);
        made_up(&mut trade, first, &zone);
        let entries = oracle::entries(&trade.till.store);
        every_day_agrees(&trade, &entries, first, &zone);
        every_z_agrees(&trade, &entries);
        nothing_is_left_out(&trade);
        every_seqr_post_agrees(&trade, &entries, first, &zone);
        every_article_agrees(&trade, &entries, first, &zone);
        let verdict = trade.till.store.verify(&mut |_, _| {}).unwrap();
        assert!(matches!(verdict, Verdict::Sound(_)), "{name}: {verdict:?}");
    }
}
