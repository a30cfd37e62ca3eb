//! Lines, parked receipts, further tenders and the shift, typed at a register without a window.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::super::{kassa, said};

const ARTICLES: &str = "number;name_sv;price;vat;group_sv;deposit;age;weighed\n\
    1;Ost;89,90;12;Mat;;;yes\n2;Läsk;15,00;12;Mat;P;;\nP;Pant;2,00;12;Mat;;;\n3;Cigarr;70,00;25;Tobak;;18;\n";

fn shop(folder: &Path) -> std::path::PathBuf {
    let data = folder.join("data");
    let settings = folder.join("settings.toml");
    let text = "register = \"Kassa 7\"\n[shop]\nname = \"Testbutiken AB\"\norganisation_number = \"556016-0680\"\n\
                [discounts]\ncashier = 10\n\
                [shift]\nblind = true\n";
    std::fs::write(&settings, text).unwrap();
    let articles = folder.join("articles.csv");
    std::fs::write(&articles, ARTICLES).unwrap();
    let _saved = said(&data, &["settings", "import", &settings.display().to_string()]);
    let _saved = said(&data, &["catalog", "import", &articles.display().to_string()]);
    for (number, role) in [("1", "cashier"), ("2", "manager")] {
        let added = kassa(&data, &["user", "add", number, "Anna", "--role", role]);
        assert!(added.status.success(), "{added:?}");
    }
    data
}

/// What the register tells of these lines, one event after the other.
fn told(data: &Path, lines: &[&str]) -> Vec<serde_json::Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kassa"))
        .args(["run", "--without-window", "--data"])
        .arg(data)
        .env("LANG", "C.UTF-8")
        .env("KASSA_PIN", "1234")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let typed = lines.join("\n") + "\nquit\n";
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// How each command was answered, `quit` left out: `done`, or why not.
fn answers(told: &[serde_json::Value]) -> Vec<String> {
    let answered = told.iter().filter_map(|event| match event["event"].as_str()? {
        "done" => Some(event["command"].as_str()?.to_owned()),
        "refused" => Some(format!("{}: {}", event["command"].as_str()?, event["reason"].as_str()?)),
        "not-understood" => Some(event["text"].as_str()?.to_owned()),
        _ => None,
    });
    answered.filter(|answer| answer != "quit").collect()
}

/// The last event of a kind.
fn last<'a>(told: &'a [serde_json::Value], kind: &str) -> &'a serde_json::Value {
    told.iter().rev().find(|event| event["event"] == kind).unwrap_or(&serde_json::Value::Null)
}

#[test]
fn lines_are_weighed_discounted_taken_away_and_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let data = shop(folder.path());
    let told = told(
        &data,
        &[
            "log-in 1",
            "scan 1",
            "quantity 1 0,333",
            "discount 1 10% smakprov",
            "discount 1 10,01% smakprov",
            "approve 2 discount 1 50% smakprov",
            "scan 2",
            "remove 2",
            "restore 2",
            "price 3 1,00 nej",
            "discount receipt 1,00 stamkund",
            "scan 3",
            "scan 2",
            "age no",
            "scan 3",
            "age yes",
            "remove 4",
        ],
    );
    assert_eq!(
        answers(&told),
        [
            "log-in",
            "scan",
            "quantity",
            "discount",
            "discount: needs-approval",
            "approve",
            "scan",
            "remove",
            "restore",
            "price: deposit-line",
            "discount",
            "scan: confirm-age",
            "scan: confirm-age",
            "age",
            "scan: confirm-age",
            "age",
            "remove",
        ]
    );
    // 29.94 at half the price, a drink and its deposit, and 1.00 off.
    assert_eq!(last(&told, "receipt")["total"], "30.97");
    assert_eq!(last(&told, "age")["age"], 18);
    assert!(said(&data, &["journal", "verify"]).contains("sound"));
}

#[test]
fn receipts_are_parked_and_paid_otherwise_and_a_shift_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let data = shop(folder.path());
    let told = told(
        &data,
        &[
            "log-in 1",
            "open-shift 500",
            "scan 2",
            "park bord 4",
            "scan 2",
            "voucher 5 P-17",
            "park",
            "account 20 Kommunen",
            "account 12 Kommunen",
            "scan 2",
            "cash 5000",
            "confirm cash 5000",
            "cash-out 100 bank",
            "approve 2 cash-out 100 bank",
            "count 400",
            "close-shift",
            "close-shift fel växel",
            "confirm close-shift fel växel",
            "recall bord 5",
            "recall bord 4",
        ],
    );
    assert_eq!(
        answers(&told),
        [
            "log-in",
            "open-shift",
            "scan",
            "park",
            "scan",
            "voucher",
            "park: tender-taken",
            "account: more-than-due",
            "account",
            "scan",
            "cash: confirm-amount",
            "confirm",
            "cash-out: needs-approval",
            "approve",
            "count",
            "close-shift: reason-missing",
            "close-shift: confirm-closing",
            "confirm",
            "recall: not-offered",
            "recall",
        ]
    );
    let shifts: Vec<_> = told.iter().filter(|event| event["event"] == "shift").collect();
    assert_eq!(shifts[0]["expected"], serde_json::Value::Null, "blind");
    let counted = shifts.iter().find(|shift| shift["counted"] == "400.00").unwrap();
    assert_eq!(
        (&counted["expected"], &counted["difference"]),
        (&"417.00".into(), &"-17.00".into())
    );
    assert_eq!(shifts.last().unwrap()["number"], serde_json::Value::Null, "closed");
    assert_eq!(last(&told, "completed")["number"], 2);
    assert!(said(&data, &["journal", "verify"]).contains("sound"));
}

#[test]
fn a_line_that_is_not_understood_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let data = shop(folder.path());
    let lines = [
        "quantity 1 viele",
        "discount 1 101% x",
        "discount all 1 x",
        "age maybe",
        "confirm",
        "confirm confirm cash 5",
        "approve Mats discount 1 5% x",
        "count",
    ];
    let told = told(&data, &lines);
    let answers = answers(&told);
    assert_eq!(answers.len(), lines.len(), "{answers:?}");
    for (line, part) in lines.iter().zip([
        "\"viele\" is no number",
        "\"101%\" is no amount",
        "\"all\" is no number",
        "none of these: yes, no",
        "needs something behind it",
        "is no command",
        "\"Mats\" is no number",
        "needs something behind it",
    ]) {
        assert!(answers.iter().any(|answer| answer.contains(part)), "{line}: {answers:?}");
    }
}
