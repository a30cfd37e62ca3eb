//! The journal as a file for the authorities: whole, and every change in it is found.

use jiff::Zoned;
use kassa::core::settings::Shop;
use kassa::journal_file::{Checked, ExportError, Fault, FileHead, JournalFile, check};

use crate::history;
use crate::trade::Trade;

fn exported(trade: &Trade, from: &str, to: &str) -> String {
    let at = |text: &str| format!("{text}[Europe/Stockholm]").parse::<Zoned>().unwrap();
    let (from, to) = (at(from), at(to));
    let shop = Shop {
        name: "Käk & <Öl> AB".to_owned(),
        organisation_number: "556123-4567".to_owned(),
        manufacturing_number: "KASSA-0000-0001".to_owned(),
        ..Shop::default()
    };
    let range = from.timestamp()..to.timestamp();
    let head = FileHead { shop: &shop, register: "Kassa 1", made: to.clone(), from, to };
    let mut bytes = Vec::new();
    let store = &trade.till.store;
    let mut file = JournalFile::begin(&mut bytes, store, &head).unwrap();
    let all: Result<(), ExportError> =
        store.entries_between(&range, &mut |(recorded, raw)| file.event(&recorded, &raw));
    all.unwrap();
    let _events = file.end().unwrap();
    String::from_utf8(bytes).unwrap()
}

fn checked(text: &str) -> Checked {
    check(text.as_bytes())
}

fn traded() -> (tempfile::TempDir, Trade) {
    let directory = tempfile::tempdir().unwrap();
    let begin = "2026-11-20T07:00:00Z".parse().unwrap();
    let mut trade = Trade::new(directory.path(), begin, 11);
    for number in 0..80 {
        trade.something();
        if number == 30 {
            trade.report(kassa::core::figures::ReportKind::Z);
        }
    }
    (directory, trade)
}

const ALL: (&str, &str) = ("2026-01-01T00:00:00+01:00", "2026-12-01T00:00:00+01:00");

#[test]
fn an_export_is_whole_and_proves_itself() {
    let (_directory, trade) = traded();
    let whole = exported(&trade, ALL.0, ALL.1);
    let found = checked(&whole);
    assert_eq!(found.faults, []);
    assert_eq!(found.events, trade.till.store.head().unwrap().seq);
    assert!(
        found.receipts > 20 && whole.contains("<Returkvitto>") && whole.contains("<ZDagrapport>")
    );
    assert!(whole.contains("Käk &amp; &lt;Öl&gt; AB"));
    let some = checked(&exported(&trade, "2026-11-20T12:00:00+01:00", "2026-11-20T18:00:00+01:00"));
    assert_eq!(some.faults, []);
    assert!(some.events > 10 && some.events < found.events, "{some:?}");
    let none = checked(&exported(&trade, "2020-01-01T00:00:00+01:00", "2020-01-02T00:00:00+01:00"));
    assert_eq!((none.events, none.faults), (0, Vec::new()));
}

fn without_event(text: &str, number: usize) -> String {
    let mut events = text.split_inclusive("</Handelse>\n").collect::<Vec<_>>();
    let _gone = events.remove(number);
    events.concat()
}

#[test]
fn what_was_changed_is_found() {
    let (_directory, trade) = traded();
    let whole = exported(&trade, ALL.0, ALL.1);
    let place = |needle: &str| whole.find(needle).unwrap_or_else(|| panic!("no {needle}"));
    // A total that was lowered where people read it, and one where the entry has it.
    let total = place("<Summa>") + "<Summa>".len();
    let mut lowered = whole.clone();
    lowered.insert(total, '1');
    assert!(
        matches!(checked(&lowered).faults[..], [Fault::Sums { .. }]),
        "{:?}",
        checked(&lowered)
    );
    let rewritten = whole.replacen("&quot;total&quot;:", "&quot;total&quot;:1", 1);
    assert_ne!(rewritten, whole);
    assert!(checked(&rewritten).faults.iter().any(|fault| matches!(fault, Fault::Changed { .. })));
    // Events that are gone: from the middle, with the count put right as well.
    let count = |text: &str, less: u64| {
        let events = trade.till.store.head().unwrap().seq;
        let said = format!("<AntalHandelser>{events}<");
        text.replacen(&said, &format!("<AntalHandelser>{}<", events - less), 1)
    };
    let shorter = count(&without_event(&whole, 40), 1);
    assert!(
        matches!(checked(&shorter).faults[0], Fault::NotFollowing { event: 41 }),
        "{:?}",
        checked(&shorter)
    );
    let gone = without_event(&whole, 40);
    assert!(checked(&gone).faults.iter().any(|fault| matches!(fault, Fault::Count { .. })));
    // A file that was cut off, and what is no export at all.
    for end in [whole.len() - 3, whole.len() / 2, whole.len() / 3, 200] {
        let end = (0..=end).rev().find(|end| whole.is_char_boundary(*end)).unwrap();
        assert!(!checked(&whole[..end]).faults.is_empty(), "cut at {end}");
    }
    for other in ["", "<a/>", "text", "<!DOCTYPE a><a></a>"] {
        assert!(checked(other).faults.contains(&Fault::NotAnExport), "{other}");
    }
}

/// The history that figures of speed are taken from is trade like any other.
#[test]
fn a_made_up_history_is_sound() {
    let directory = tempfile::tempdir().unwrap();
    let _last = history::make(directory.path(), 1_100);
    let reader = kassa::journal::Store::open_read_only(directory.path()).unwrap();
    let verdict = reader.verify(&mut |_, _| {}).unwrap();
    assert!(matches!(verdict, kassa::journal::Verdict::Sound(_)), "{verdict:?}");
    let period = reader.period().unwrap();
    assert!(period.figures.agree());
    let sales = period.figures.get(&kassa::core::figures::Measure::Sales).count;
    assert_eq!((period.z.0, sales), (2, 100), "the first thousand are closed");
}
