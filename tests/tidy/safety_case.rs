//! The safety case says what is true of the code: its tables of states, cases and rules are compared with the sources.

use std::collections::{BTreeMap, BTreeSet};

use super::project::{Source, files, sources};
use super::{Finding, assert_found, assert_none};

const PAGE: &str = "docs/safety-case.md";

/// How many rules of payment safety there are.
const RULES: u32 = 20;

/// Each table, by its heading, and the enum whose variants are its first column.
const TABLES: [(&str, &str, &str); 3] = [
    ("The states of a payment", "src/core/payment/attempt.rs", "State"),
    ("The states of a refund", "src/core/refund/state.rs", "State"),
    ("The list of unsettled payments", "src/core/payment/unsettled.rs", "Case"),
];

fn page() -> &'static str {
    let page = files().iter().find(|file| file.path == PAGE);
    page.map_or_else(|| panic!("there is no {PAGE}"), |page| &page.text)
}

/// The cells of the table under a heading, row by row, without the head.
fn table<'a>(page: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    let wanted = format!("## {heading}");
    let lines = page.lines().skip_while(|line| *line != wanted).skip(1);
    let section = lines.take_while(|line| !line.starts_with("## "));
    let rows = section.filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// The names of an enum's variants.
fn variants(source: &Source<'_>, name: &str) -> Vec<String> {
    let begin = (0..source.tokens.len()).find(|at| source.has(*at, &["enum", name, "{"]));
    let Some(begin) = begin else { return Vec::new() };
    let code: Vec<usize> = source.program().filter(|at| *at >= begin).collect();
    let (mut depth, mut names, mut expected) = (0_i32, Vec::new(), true);
    for at in code.into_iter().skip(2) {
        let token = &source.tokens[at];
        match token.text {
            "{" | "(" => depth += 1,
            "}" | ")" => depth -= 1,
            "," if depth == 1 => expected = true,
            text if depth == 1 && expected => {
                names.push(text.to_owned());
                expected = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

/// Every test function of the project.
fn tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for source in sources() {
        for at in 0..source.tokens.len() {
            if source.has(at, &["#", "[", "test", "]"]) {
                let name = source.tokens[at..].iter().skip_while(|token| token.text != "fn").nth(1);
                names.extend(name.map(|token| token.text.to_owned()));
            }
        }
    }
    names
}

/// What is written in backquotes.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// The rule that a test's name says it is about: `rule_8_a_cancel…`, `rule_14_and_13_…`.
fn rule_of(test: &str) -> Option<u32> {
    test.strip_prefix("rule_")?.split('_').next()?.parse().ok()
}

fn compare(table: &[Vec<&str>], variants: &[String], what: &str) -> Vec<Finding> {
    let written: BTreeSet<&str> = table.iter().map(|row| row[0]).collect();
    let known: BTreeSet<&str> = variants.iter().map(String::as_str).collect();
    let missing = known.difference(&written).map(|name| format!("{what}: {name} is missing"));
    let gone = written.difference(&known).map(|name| format!("{what}: there is no {name}"));
    missing.chain(gone).collect()
}

fn check_rules(rows: &[Vec<&str>], tests: &BTreeSet<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut proved: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for row in rows {
        let Ok(number) = row[0].parse() else {
            findings.push(format!("{} is no rule", row[0]));
            continue;
        };
        let by: Vec<&str> = row.last().into_iter().flat_map(|cell| quoted(cell)).collect();
        for name in by.iter().filter(|name| !tests.contains(**name)) {
            findings.push(format!("rule {number}: there is no test {name}"));
        }
        proved.entry(number).or_default().extend(by);
    }
    let open: BTreeSet<u32> = rows
        .iter()
        .filter(|row| row.last().is_some_and(|cell| cell.starts_with("*not yet*")))
        .filter_map(|row| row[0].parse().ok())
        .collect();
    for number in (1..=RULES).filter(|number| !open.contains(number)) {
        if proved.get(&number).is_none_or(Vec::is_empty) {
            findings.push(format!("rule {number}: nothing proves it"));
        }
    }
    for test in tests {
        let Some(number) = rule_of(test) else { continue };
        if !proved.get(&number).is_some_and(|names| names.contains(&test.as_str())) {
            findings.push(format!("rule {number}: {test} is missing"));
        }
    }
    findings
}

#[test]
fn states_and_cases_are_those_of_the_code() {
    for (heading, path, name) in TABLES {
        let source = sources().iter().find(|source| source.path == path).unwrap();
        let variants = variants(source, name);
        assert!(variants.len() > 4, "{name} in {path} was not found");
        assert_none(&compare(&table(page(), heading), &variants, heading));
    }
}

#[test]
fn every_rule_names_its_tests() {
    let tests = tests();
    assert!(tests.len() > 300, "{} tests", tests.len());
    assert_none(&check_rules(&table(page(), "The rules, and what proves them"), &tests));
}

#[test]
fn every_other_promise_names_its_tests() {
    let (rows, tests) = (table(page(), "The other promises"), tests());
    assert!(rows.len() > 10, "{} promises", rows.len());
    let mut findings = Vec::new();
    for row in rows {
        let by: Vec<&str> = row.last().into_iter().flat_map(|cell| quoted(cell)).collect();
        if by.is_empty() {
            findings.push(format!("nothing proves: {}", row[0]));
        }
        let gone = by.into_iter().filter(|name| !tests.contains(*name));
        findings.extend(gone.map(|name| format!("there is no test {name}")));
    }
    assert_none(&findings);
}

#[test]
fn a_table_that_lies_is_found() {
    let text = "enum A { First, /// , Other\n Second { a: (u8, u8), b: B }, #[x] Third(u8), }";
    let source = Source::new("src/core/a.rs", text);
    assert_eq!(variants(&source, "A"), ["First", "Second", "Third"]);
    let page = "## States\n\n| state | x |\n|---|---|\n| First | a |\n| Fourth | b |\n\n## Other\n| Fifth |";
    let rows = table(page, "States");
    let found = compare(&rows, &variants(&source, "A"), "States");
    assert_found(&found, &["States: Second", "States: Third", "States: there is no Fourth"]);

    let tests: BTreeSet<String> =
        ["rule_1_a", "rule_1_b", "other"].iter().map(|&name| name.to_owned()).collect();
    let rows =
        vec![vec!["1", "x", "`rule_1_a`, `gone`"], vec!["2", "y", "`other`"], vec!["x", "z"]];
    let found = check_rules(&rows, &tests);
    assert_eq!(found.len(), 3 + 18, "{found:?}");
    assert_found(&found[..2], &["rule 1: there is no test gone", "x is no rule"]);
    assert_found(&found[20..], &["rule 1: rule_1_b is missing"]);
}
