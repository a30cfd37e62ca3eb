//! `kassa report` as a manager, a script or a spreadsheet uses it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use kassa::core::entry::Entry;
use kassa::core::figures::{Figures, ReportKind};
use kassa::core::settings::Settings;

use crate::sie::strictly;
use crate::trade::Trade;

/// A journal with two days of trade, the first of them closed. Everything was paid before the second ended.
fn shop() -> (tempfile::TempDir, Trade) {
    let directory = tempfile::tempdir().unwrap();
    let begin = "2026-11-20T07:00:00Z".parse().unwrap();
    let mut trade = Trade::new(&directory.path().join("data"), begin, 7);
    let mut settings = Settings::default();
    settings.shop.name = "Café Räksmörgås AB".to_owned();
    settings.shop.organisation_number = "556123-4567".to_owned();
    let _head = trade.till.raw(&[Entry::SettingsSaved { settings }]).unwrap();
    for number in 0..90 {
        trade.something();
        if number == 40 {
            trade.report(ReportKind::Z);
        }
    }
    (directory, trade)
}

fn kassa(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kassa"));
    let _same = command
        .arg("--data")
        .arg(directory.join("data"))
        .arg("report")
        .args(arguments)
        .env("LANG", "C.UTF-8")
        .env("TZ", "Europe/Stockholm")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES");
    command
}

fn ran(directory: &Path, arguments: &[&str]) -> Output {
    kassa(directory, arguments).output().unwrap()
}

fn said(directory: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = ran(directory, arguments);
    let trouble = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {trouble}");
    output.stdout
}

fn complained(directory: &Path, arguments: &[&str]) -> String {
    let output = ran(directory, arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?} should fail");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

const DAYS: [&str; 4] = ["--from", "2026-11-20", "--to", "2026-11-30"];

fn with<'a>(kind: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&[kind], &DAYS[..], more].concat()
}

fn everything(trade: &Trade) -> Figures {
    let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    let range = at("2026-11-19T23:00:00Z")..at("2026-11-30T23:00:00Z");
    trade.till.store.figures(&range).unwrap()
}

/// A number as spreadsheets write it, in hundredths.
fn hundredths(text: &str, decimal_sign: char) -> i64 {
    assert!(text.contains(decimal_sign), "{text}");
    text.replace(decimal_sign, "").parse().unwrap()
}

fn column(bytes: &[u8], separator: u8, name: &str) -> Vec<String> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.ends_with("\r\n") && text.lines().count() > 1, "{text}");
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(bytes);
    let place = reader.headers().unwrap().iter().position(|heading| heading == name).unwrap();
    reader.records().map(|record| record.unwrap()[place].to_owned()).collect()
}

#[test]
fn tables_can_be_summed_again() {
    let (directory, trade) = shop();
    let folder = directory.path();
    let figures = everything(&trade);
    let net = figures.net().minor();
    let sum = |bytes: &[u8], name| -> i64 {
        column(bytes, b';', name).iter().map(|cell| hundredths(cell, ',')).sum()
    };
    assert_eq!(sum(&said(folder, &with("vat", &["--format", "csv"])), "Brutto"), net);
    assert_eq!(sum(&said(folder, &with("articles", &["--format", "csv"])), "Belopp"), net);
    let cashiers = said(folder, &with("cashiers", &["--format", "csv"]));
    assert_eq!(sum(&cashiers, "Försäljning") + sum(&cashiers, "Returbelopp"), net);
    let hours = said(folder, &with("hours", &["--format", "csv"]));
    assert_eq!(sum(&hours, "Försäljning") + sum(&hours, "Returbelopp"), net);

    let seqr = said(
        folder,
        &with("seqr", &["--format", "csv", "--separator", ",", "--decimal-sign", "."]),
    );
    let amounts: i64 = column(&seqr, b',', "Belopp").iter().map(|cell| hundredths(cell, '.')).sum();
    let json = said(folder, &with("seqr", &["--format", "json"]));
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let rows = json["rows"].as_array().unwrap();
    assert_eq!(rows.iter().map(|row| row["amount"].as_i64().unwrap()).sum::<i64>(), amounts);
    assert_eq!(rows.len(), column(&seqr, b',', "Läge").len());
    assert_eq!(json["from"], "2026-11-19T23:00:00Z", "{json}");
}

#[test]
fn reports_as_text_json_and_pages() {
    let (directory, trade) = shop();
    let folder = directory.path();
    let figures = everything(&trade);
    let text = String::from_utf8(said(folder, &with("day", &[]))).unwrap();
    assert!(text.contains("Försäljningsrapport") && text.contains("Café Räksmörgås AB"), "{text}");
    let json: serde_json::Value =
        serde_json::from_slice(&said(folder, &with("day", &["--format", "json"]))).unwrap();
    assert_eq!(serde_json::from_value::<Figures>(json["figures"].clone()).unwrap(), figures);
    let z = String::from_utf8(said(folder, &["z"])).unwrap();
    assert!(z.contains("Z-dagrapport 1") && z.contains("KOPIA"), "{z}");
    let x = String::from_utf8(said(folder, &["x"])).unwrap();
    assert!(x.contains("X-dagrapport") && !x.contains("KOPIA"), "{x}");
    for kind in ["seqr", "x", "z", "day", "vat", "articles", "cashiers", "hours"] {
        let pdf = said(folder, &with(kind, &["--format", "pdf"]));
        assert!(pdf.starts_with(b"%PDF") && pdf.len() > 2_000, "{kind}");
    }
    assert_eq!(
        said(folder, &["vat", "--from", "1999-01-01"]).len(),
        said(folder, &["vat", "--from", "1999-01-02"]).len()
    );
}

#[test]
fn bookkeeping_balances_with_the_sums_of_the_days() {
    let (directory, trade) = shop();
    let bytes = said(directory.path(), &with("sie", &["--financial-year", "2026-05-01"]));
    let read = strictly(&bytes);
    assert_eq!(read.company, "Café Räksmörgås AB");
    let mut accounts: BTreeMap<&str, i64> = BTreeMap::new();
    for (account, ore) in read.vouchers.iter().flat_map(|(_, _, rows)| rows) {
        *accounts.entry(account.as_str()).or_default() += ore;
    }
    let seqr = everything(&trade).tender_net(kassa::core::tender::TenderKind::Seqr);
    assert_eq!(accounts.get("1585"), Some(&seqr.minor()));
    assert!(read.vouchers.len() > 1, "a voucher a day");
}

#[test]
fn what_cannot_be_reported_is_said() {
    let (directory, _trade) = shop();
    let folder = directory.path();
    for (arguments, words) in [
        (vec!["vat", "--from", "2026-11-21", "--to", "2026-11-20"], "Exchange --from and --to"),
        (vec!["vat", "--from", "2026-11-21T08:07"], "quarter"),
        (vec!["z", "--number", "9"], "no such Z report"),
        (with("vat", &["--format", "csv", "--separator", "x"]), "separated"),
        (with("vat", &["--out", "/nowhere/at/all.csv"]), "cannot be read or written"),
    ] {
        let trouble = complained(folder, &arguments);
        assert!(trouble.contains(words), "{arguments:?}: {trouble}");
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_file_is_there_whole_or_not_at_all() {
    let (directory, _trade) = shop();
    let folder = directory.path();
    let out = folder.join("out");
    std::fs::create_dir(&out).unwrap();
    let file = out.join("seqr.csv");
    let path = file.display().to_string();
    let export = with("seqr", &["--format", "csv", "--out", &path]);
    let said_nothing = said(folder, &export);
    assert!(said_nothing.is_empty());
    let whole = std::fs::read(&file).unwrap();
    assert_eq!(whole, said(folder, &with("seqr", &["--format", "csv"])));
    assert_eq!(names(&out), ["seqr.csv"]);

    // A report that cannot be made leaves the old file as it is, and nothing beside it.
    let wrong = ["z", "--number", "9", "--out", &path];
    let _trouble = complained(folder, &wrong);
    assert_eq!(
        (std::fs::read(&file).unwrap(), names(&out)),
        (whole.clone(), vec!["seqr.csv".to_owned()])
    );

    // So does a disk on which no file may grow as large as that: an exporter that is cut off there.
    let mut limited = kassa(folder, &export);
    let output = limited_to(&mut limited, 1).output().unwrap();
    assert!(!output.status.success(), "{output:?}");
    assert_eq!(std::fs::read(&file).unwrap(), whole);

    // A device is written to and not replaced.
    let full = with("seqr", &["--format", "csv", "--out", "/dev/full"]);
    let trouble = complained(folder, &full);
    assert!(trouble.contains("/dev/full") && trouble.contains("No space left"), "{trouble}");
    assert!(Path::new("/dev/full").exists());
}

/// Lets the program write no file larger than so many blocks of 512 bytes.
fn limited_to(command: &mut Command, blocks: u32) -> Command {
    let mut shell = Command::new("sh");
    let _same = shell
        .arg("-c")
        .arg(format!("ulimit -f {blocks}; exec \"$0\" \"$@\""))
        .arg(command.get_program())
        .args(command.get_args())
        .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    shell
}
