//! Every dependency has a reason that is written down, and is used.

use std::collections::BTreeSet;

use super::project::{File, Source, files, sources};
use super::{Finding, assert_found, assert_none};

const PLAN: &str = "ARCHITECTURE.md";

/// The packages that a manifest depends on, as it writes them, with whether only tests do.
fn packages(manifest: &str) -> Vec<(String, bool)> {
    let manifest: toml::Table = manifest.parse().expect("Cargo.toml is TOML");
    let mut packages = Vec::new();
    for (section, tests_only) in [("dependencies", false), ("dev-dependencies", true)] {
        let table = manifest.get(section).and_then(toml::Value::as_table);
        packages.extend(
            table.into_iter().flat_map(|table| table.keys()).map(|name| (name.clone(), tests_only)),
        );
    }
    packages
}

/// The names by which code calls the packages of the project.
pub fn crate_names(files: &[File]) -> BTreeSet<String> {
    packages(text(files, "Cargo.toml"))
        .into_iter()
        .map(|(name, _)| name.replace('-', "_"))
        .collect()
}

/// What is in a file of the project.
fn text<'a>(files: &'a [File], path: &str) -> &'a str {
    &files.iter().find(|file| file.path == path).expect("a file of the project").text
}

/// Packages that the plan does not explain, and explanations of packages that are gone.
fn unexplained(manifest: &str, plan: &str) -> Vec<Finding> {
    let packages = packages(manifest);
    let mut findings = Vec::new();
    let rows: Vec<(usize, &str)> = plan
        .lines()
        .enumerate()
        .skip_while(|(_, line)| *line != "## Dependencies")
        .skip(1)
        .take_while(|(_, line)| !line.starts_with("## "))
        .filter(|(_, line)| line.starts_with("| `"))
        .map(|(number, line)| (number + 1, line))
        .collect();
    let explained = |name: &str| rows.iter().any(|(_, row)| names(row).any(|named| named == name));
    for (name, _) in &packages {
        if !explained(name) {
            findings.push(format!("{PLAN}: nothing says why `{name}` is there"));
        }
    }
    for (line, row) in &rows {
        for name in names(row).filter(|name| packages.iter().all(|(known, _)| known != name)) {
            findings.push(format!("{PLAN}:{line}: Cargo.toml has no `{name}`"));
        }
    }
    findings
}

/// What stands between backticks in the first cell of a table's row.
fn names(row: &str) -> impl Iterator<Item = &str> {
    row.split('|').nth(1).unwrap_or_default().split('`').skip(1).step_by(2)
}

/// Packages that no code names.
fn unused(manifest: &str, sources: &[Source<'_>]) -> Vec<Finding> {
    let used = |name: &str, tests_only: bool| {
        let name = name.replace('-', "_");
        sources.iter().any(|source| {
            let places = 0..source.tokens.len();
            places
                .into_iter()
                .any(|at| (tests_only || !source.test[at]) && source.tokens[at].is(&name))
        })
    };
    packages(manifest)
        .into_iter()
        .filter(|(name, tests_only)| !used(name, *tests_only))
        .map(|(name, _)| format!("Cargo.toml: no code uses `{name}`"))
        .collect()
}

#[test]
fn every_dependency_is_explained() {
    let files = files();
    assert_none(&unexplained(text(files, "Cargo.toml"), text(files, PLAN)));
}

#[test]
fn every_dependency_is_used() {
    let files = files();
    assert_none(&unused(text(files, "Cargo.toml"), sources()));
}

#[test]
fn a_dependency_without_a_reason_is_found() {
    let manifest =
        "[dependencies]\nserde = \"1\"\nquick-xml = \"1\"\n[dev-dependencies]\npng = \"1\"";
    let plan = "| `quick-xml` | elsewhere |\n## Dependencies\n| `serde` | why |\n| `gone` | why |\n## Next\n| `png` |";
    assert_found(
        &unexplained(manifest, plan),
        &[
            "ARCHITECTURE.md: nothing says why `quick-xml`",
            "ARCHITECTURE.md: nothing says why `png`",
            "ARCHITECTURE.md:4: Cargo.toml has no `gone`",
        ],
    );
    let one_row = "## Dependencies\n| `serde`, `quick-xml`, `png` | why |";
    assert_none(&unexplained(manifest, one_row));
}

#[test]
fn a_dependency_that_nobody_needs_is_found() {
    let manifest =
        "[dependencies]\nserde = \"1\"\nquick-xml = \"1\"\n[dev-dependencies]\npng = \"1\"";
    let source = Source::new(
        "src/a.rs",
        "use serde::X; #[cfg(test)] mod t { use quick_xml::Y; use png::Z; }",
    );
    assert_found(&unused(manifest, &[source]), &["Cargo.toml: no code uses `quick-xml`"]);
}
