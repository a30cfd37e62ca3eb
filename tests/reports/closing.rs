//! Z reports: without gaps, kept as they were closed, and never in disagreement with the journal.

use kassa::core::entry::{Entry, JobId, Paper};
use kassa::core::figures::{Measure, Period, ReportKind, ReportNumber, Sum};
use kassa::core::register::Command;
use kassa::journal::{OpenMode, Rule, Verdict};
use rusqlite::Connection;

use crate::support::{Till, broken};

fn report(till: &mut Till, kind: ReportKind) -> Vec<Entry> {
    let period = Box::new(till.store.period().unwrap());
    till.command(Command::Report { kind, period })
}

#[test]
fn the_day_is_closed_and_the_next_begins_empty() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.trade();
    let before = till.store.period().unwrap();
    assert_eq!((before.z, before.x, before.since), (ReportNumber(1), ReportNumber(1), None));
    let _x = report(&mut till, ReportKind::X);
    let closed = report(&mut till, ReportKind::Z);
    let Entry::ReportClosed { period } = &closed[0] else { panic!("{closed:?}") };
    assert_eq!(period.figures.get(&Measure::XReports).count, 1, "an X report is counted");
    assert_eq!(period.x, ReportNumber(2));
    let paper = Paper::ZReport { report: ReportNumber(1) };
    assert!(matches!(&closed[1], Entry::PrintQueued { paper: queued, .. } if *queued == paper));

    let next = till.store.period().unwrap();
    assert_eq!(next.z, ReportNumber(2));
    assert!(next.since.is_some() && next.figures.sums().next().is_none());
    assert_eq!(next.grand, before.grand, "nothing resets the grand totals");
    till.trade();
    let twice = till.store.period().unwrap();
    assert_eq!(twice.grand.net().minor(), 2 * before.grand.net().minor());

    // The same after a restart, and as the tables are built anew.
    drop(till);
    let till = Till::start(directory.path(), OpenMode::Existing);
    assert_eq!(till.store.period().unwrap(), twice);
    assert_eq!(
        till.store.report(ReportKind::Z, ReportNumber(1)).unwrap().unwrap().period,
        **period
    );
    assert_eq!(till.store.report(ReportKind::Z, ReportNumber(2)).unwrap(), None);
    assert_eq!(till.store.last_report(ReportKind::Z).unwrap(), Some(ReportNumber(1)));
    let jobs: Vec<_> = till.store.pending_jobs().unwrap().iter().map(|job| job.paper).collect();
    assert!(jobs.contains(&paper), "{jobs:?}");
    assert!(matches!(till.store.verify(&mut |_, _| {}).unwrap(), Verdict::Sound(_)));
}

#[test]
fn a_report_that_says_something_else_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.trade();
    let good = till.store.period().unwrap();
    let changed: [fn(&mut Period); 5] = [
        |period| period.z = ReportNumber(2),
        |period| period.x = ReportNumber(7),
        |period| period.grand.sales += crate::support::kronor(1),
        |period| period.since = Some(jiff::Timestamp::UNIX_EPOCH),
        |period| period.figures.add(Measure::Sales, Sum::one(crate::support::kronor(1))),
    ];
    for change in changed {
        let mut period = good.clone();
        change(&mut period);
        let entry = Entry::ReportClosed { period: Box::new(period) };
        assert_eq!(broken(till.raw(&[entry])), Rule::FiguresAgree);
    }
    let entry = Entry::ReportClosed { period: Box::new(good) };
    let _head = till.raw(&[entry]).unwrap();
}

#[test]
fn numbers_of_reports_hold_against_anyone() {
    let directory = tempfile::tempdir().unwrap();
    let mut till = Till::new(directory.path());
    till.trade();
    let _z = report(&mut till, ReportKind::Z);
    let other = Connection::open(directory.path().join("kassa.db")).unwrap();
    for (sql, refusal) in [
        ("INSERT INTO report VALUES (9, 'z', 3, 0, 0, 0)", "reports_follow"),
        ("INSERT INTO report VALUES (9, 'z', 1, 0, 0, 0)", "reports_follow"),
        ("INSERT INTO report VALUES (9, 'x', 2, 0, 0, 0)", "reports_follow"),
        ("UPDATE report SET grand_sales = 0", "reports_stay"),
        ("DELETE FROM report", "reports_stay"),
    ] {
        let refused = other.execute_batch(sql).unwrap_err().to_string();
        assert!(refused.contains(refusal), "{sql}: {refused}");
    }
    // Sums that somebody has changed are found.
    other
        .execute_batch("UPDATE tally SET amount = amount + 1 WHERE measure = '\"sales\"'")
        .unwrap();
    let verdict = till.store.verify(&mut |_, _| {}).unwrap();
    assert!(matches!(verdict, Verdict::Unsound(_)), "{verdict:?}");
}

#[test]
fn papers_of_reports_keep_their_form() {
    for (paper, text) in [
        (
            Paper::XReport { report: ReportNumber(2) },
            r#"{"kind":"print.queued","job":3,"paper":"x_report","report":2}"#,
        ),
        (
            Paper::ZReport { report: ReportNumber(2) },
            r#"{"kind":"print.queued","job":3,"paper":"z_report","report":2}"#,
        ),
        (
            Paper::ZReportCopy { report: ReportNumber(2) },
            r#"{"kind":"print.queued","job":3,"paper":"z_report_copy","report":2}"#,
        ),
    ] {
        let entry = Entry::PrintQueued { job: JobId(3), paper };
        assert_eq!(serde_json::to_string(&entry).unwrap(), text);
        assert_eq!(serde_json::from_str::<Entry>(text).unwrap(), entry);
    }
}
