//! A Z report at the running register, by a manager and not by a cashier.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use kassa::core::figures::{Measure, ReportKind, ReportNumber};
use kassa::journal::Store;

fn kassa(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kassa"));
    let _same = command
        .env("KASSA_DATA", data)
        .env("KASSA_PIN", "1234")
        .env("LANG", "C.UTF-8")
        .env_remove("LC_ALL")
        .stderr(Stdio::null());
    command
}

/// What the register told of lines that were typed one after the other, each answered before the next.
fn told(data: &Path, lines: &[&str]) -> Vec<serde_json::Value> {
    let mut child = kassa(data)
        .args(["run", "--without-window"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut told = Vec::new();
    for line in lines {
        writeln!(input, "{line}").unwrap();
        for event in output.by_ref() {
            let event: serde_json::Value = serde_json::from_str(&event.unwrap()).unwrap();
            let answer =
                ["done", "refused", "not-understood"].contains(&event["event"].as_str().unwrap());
            told.push(event);
            if answer {
                break;
            }
        }
    }
    let _ended = child.wait().unwrap();
    told
}

#[test]
fn a_manager_closes_the_day_and_a_cashier_does_not() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("data");
    for arguments in [
        vec!["user", "add", "1", "Anna"],
        vec!["user", "add", "2", "Bo", "--role", "manager"],
        vec![
            "catalog",
            "import",
            concat!(env!("CARGO_MANIFEST_DIR"), "/resources/demonstration/articles.csv"),
        ],
    ] {
        assert!(
            kassa(&data).args(&arguments).stdout(Stdio::null()).status().unwrap().success(),
            "{arguments:?}"
        );
    }
    let code = {
        let reader = Store::open_read_only(&data).unwrap();
        reader.articles().unwrap()[0].number.as_str().to_owned()
    };
    let scan = format!("scan {code}");
    let told = told(
        &data,
        &[
            "log-in 1",
            "report z",
            &scan,
            "cash exact",
            "log-out",
            "log-in 2",
            "report x",
            &scan,
            "report z",
            "cash exact",
            "report z",
            "quit",
        ],
    );
    let refused: Vec<&str> = told
        .iter()
        .filter(|event| event["event"] == "refused")
        .filter_map(|event| event["reason"].as_str())
        .collect();
    assert_eq!(refused.len(), 2, "the cashier's, and the one with an open receipt: {told:#?}");
    let reader = Store::open_read_only(&data).unwrap();
    let z = reader.report(ReportKind::Z, ReportNumber(1)).unwrap().unwrap();
    assert_eq!(z.period.figures.get(&Measure::Sales).count, 2);
    assert_eq!(z.period.figures.get(&Measure::XReports).count, 1);
    assert_eq!(z.by.unwrap().name, "Bo");
    assert_eq!(reader.report(ReportKind::Z, ReportNumber(2)).unwrap(), None);
}
