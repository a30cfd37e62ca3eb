//! Who may know whom. A module knows only floors below its own.

use std::collections::{BTreeMap, BTreeSet};

use super::dependencies::crate_names;
use super::project::{Source, files, sources};
use super::scanner::Kind;
use super::{Finding, assert_found, assert_none};

/// What the modules of a room may use. Several entries may speak of one module: what any of
/// them allows is allowed.
struct Floor {
    /// The room, or a module in it.
    module: &'static str,
    /// The modules that it may use, each with everything in it.
    may: &'static [&'static str],
    /// The modules that its tests may use besides.
    tests_may: &'static [&'static str],
    /// The crates that it may use, or may not.
    crates: Crates,
}

enum Crates {
    /// None but these.
    Only(&'static [&'static str]),
    /// Any but these.
    Not(&'static [&'static str]),
}

const WINDOW: &str = "iced";
const DATABASE: &str = "rusqlite";
const SERIAL: &str = "serialport";
const XML: &str = "quick_xml";
const CLIENT: &str = "reqwest";
const SERVER: &str = "axum";

/// From the ground up. ARCHITECTURE.md, "Floors", says the same in words.
const FLOORS: &[Floor] = &[
    Floor {
        module: "core",
        may: &[],
        tests_may: &[],
        crates: Crates::Only(&["rust_decimal", "jiff", "serde", "serde_json", "thiserror"]),
    },
    Floor {
        module: "language",
        may: &["core"],
        tests_may: &[],
        crates: Crates::Only(&["fluent_bundle", "unic_langid", "rust_decimal", "jiff", "tracing"]),
    },
    Floor { module: "secret", may: &[], tests_may: &[], crates: Crates::Only(&["zeroize"]) },
    Floor {
        module: "seqr",
        may: &["secret"],
        tests_may: &["simulator"],
        crates: Crates::Not(&[WINDOW, DATABASE, SERIAL, SERVER]),
    },
    Floor {
        module: "journal",
        may: &["core", "secret"],
        tests_may: &[],
        crates: Crates::Not(&[WINDOW, SERIAL, XML, CLIENT, SERVER]),
    },
    Floor {
        module: "document",
        may: &["core", "language"],
        tests_may: &[],
        crates: Crates::Not(&[WINDOW, DATABASE, SERIAL, XML, CLIENT, SERVER]),
    },
    Floor {
        module: "article_file",
        may: &["core", "language"],
        tests_may: &[],
        crates: Crates::Not(&[WINDOW, DATABASE, SERIAL, XML, CLIENT, SERVER]),
    },
    Floor {
        module: "certification",
        may: &["core", "document", "language", "secret", "seqr"],
        tests_may: &[],
        crates: Crates::Not(&[WINDOW, DATABASE, SERIAL, XML, CLIENT, SERVER]),
    },
    Floor {
        module: "journal_file",
        may: &["core", "journal"],
        tests_may: &[],
        crates: Crates::Not(&[WINDOW, DATABASE, SERIAL, CLIENT, SERVER]),
    },
    Floor {
        module: "device",
        may: &["core", "document", "language"],
        tests_may: &[],
        crates: Crates::Not(&[WINDOW, DATABASE, XML, CLIENT, SERVER]),
    },
    Floor {
        module: "simulator",
        may: &["seqr", "language", "core::language"],
        tests_may: &[],
        crates: Crates::Not(&[WINDOW, DATABASE, SERIAL]),
    },
    Floor {
        module: "till",
        may: &[
            "core",
            "language",
            "secret",
            "seqr",
            "journal",
            "document",
            "article_file",
            "device",
        ],
        tests_may: &["simulator"],
        crates: Crates::Not(&[WINDOW, DATABASE, SERIAL, XML, CLIENT, SERVER]),
    },
    Floor {
        module: "demonstration",
        may: &["core", "seqr", "journal", "article_file", "simulator", "till"],
        tests_may: &[],
        crates: Crates::Not(&[WINDOW, DATABASE, SERIAL, XML, CLIENT, SERVER]),
    },
    Floor {
        module: "training",
        may: &["core", "journal", "simulator", "demonstration", "till"],
        tests_may: &[],
        crates: Crates::Not(&[WINDOW, DATABASE, SERIAL, XML, CLIENT, SERVER]),
    },
    Floor {
        module: "app",
        may: &["secret", "core", "language", "document", "till", "device::scanner::wedge"],
        tests_may: &[],
        crates: Crates::Not(&[DATABASE, SERIAL, XML, CLIENT, SERVER]),
    },
    Floor { module: "cli", may: BELOW_THE_TOP, tests_may: &[], crates: Crates::Not(&[]) },
    Floor { module: "main", may: BELOW_THE_TOP, tests_may: &[], crates: Crates::Not(&[]) },
    Floor { module: "main", may: &["cli"], tests_may: &[], crates: Crates::Not(&[]) },
];

/// What the start of the program may use: everything but itself.
const BELOW_THE_TOP: &[&str] = &[
    "app",
    "article_file",
    "certification",
    "core",
    "demonstration",
    "device",
    "document",
    "journal",
    "journal_file",
    "language",
    "secret",
    "seqr",
    "simulator",
    "till",
    "training",
];

/// Whether `path` is `module` or inside it.
fn inside(path: &[&str], module: &str) -> bool {
    let mut parts = path.iter();
    module.split("::").all(|part| parts.next() == Some(&part))
}

/// Everything in a file that its floor does not allow.
fn findings(source: &Source<'_>, crates: &BTreeSet<String>) -> Vec<Finding> {
    if source.room() == "lib" || !source.path.starts_with("src/") {
        return Vec::new();
    }
    let floors: Vec<&Floor> =
        FLOORS.iter().filter(|floor| inside(&source.module, floor.module)).collect();
    if floors.is_empty() {
        return vec![format!("{}:1: `{}` has no floor yet", source.path, source.room())];
    }
    let mut findings = Vec::new();
    for (at, path) in own_paths(source) {
        let allowed = inside(&path, source.room())
            || floors.iter().any(|floor| {
                floor.may.iter().any(|module| inside(&path, module))
                    || source.test[at] && floor.tests_may.iter().any(|module| inside(&path, module))
            });
        if !allowed {
            let place = source.place(at);
            findings.push(format!(
                "{place}: `{}` may not use `{}`",
                source.room(),
                path.join("::")
            ));
        }
    }
    for at in 0..source.tokens.len() {
        let name = source.tokens[at].text;
        let path_start = source.has(at, &[name, "::"])
            && !(at > 0 && (source.tokens[at - 1].is("::") || source.tokens[at - 1].is(".")));
        if !path_start || !crates.contains(name) {
            continue;
        }
        let allowed = floors.iter().all(|floor| match floor.crates {
            // Test code may use what only tests depend on.
            Crates::Only(names) => names.contains(&name) || source.test[at],
            Crates::Not(names) => !names.contains(&name),
        });
        if !allowed {
            let place = source.place(at);
            findings.push(format!("{place}: `{}` may not use the crate `{name}`", source.room()));
        }
    }
    findings
}

/// Every path to a module of ours, from the crate's root, with the token where it stands.
fn own_paths<'a>(source: &Source<'a>) -> Vec<(usize, Vec<&'a str>)> {
    let mut paths = Vec::new();
    // The inline modules around a token, each with the place where it ends.
    let mut inline: Vec<(&str, usize)> = Vec::new();
    for at in 0..source.tokens.len() {
        inline.retain(|(_, end)| at < *end);
        let token = source.tokens[at];
        if token.is("mod") && source.tokens.get(at + 2).is_some_and(|mark| mark.is("{")) {
            inline.push((source.tokens[at + 1].text, source.closing(at + 2)));
        }
        let continues = at > 0 && source.tokens[at - 1].is("::");
        if continues || !["crate", "kassa", "super"].iter().any(|start| token.is(start)) {
            continue;
        }
        let mut here = source.module.clone();
        here.extend(inline.iter().map(|(name, _)| *name));
        if !token.is("super") {
            here.clear();
        }
        let mut next = at;
        while source.has(next, &["super", "::"]) {
            let _left = here.pop();
            next += 2;
        }
        if !token.is("super") {
            if !source.has(at, &[token.text, "::"]) {
                continue;
            }
            next = at + 2;
        }
        let mut ends = Vec::new();
        let _end = tree(source, next, &here, &mut ends);
        // A path that never leaves the module it stands in says nothing.
        paths.extend(ends.into_iter().filter(|path| !path.is_empty()).map(|path| (at, path)));
    }
    paths
}

/// Reads `a::b`, or in a `use` also `a::{b, c::d}`, from a place on; gives every full path and
/// the place behind.
fn tree<'a>(
    source: &Source<'a>,
    at: usize,
    before: &[&'a str],
    paths: &mut Vec<Vec<&'a str>>,
) -> usize {
    let Some(token) = source.tokens.get(at) else { return at };
    if token.is("{") {
        let end = source.closing(at);
        let mut next = at + 1;
        while next < end {
            next = tree(source, next, before, paths).max(next);
            // What follows a path up to the comma is another name for it.
            next += source.tokens[next..end].iter().take_while(|token| !token.is(",")).count() + 1;
        }
        return end + 1;
    }
    let mut path = before.to_vec();
    if token.kind != Kind::Name {
        paths.push(path);
        return at;
    }
    path.push(token.text);
    if source.has(at, &[token.text, "::"]) {
        return tree(source, at + 2, &path, paths);
    }
    paths.push(path);
    at + 1
}

#[test]
fn every_module_uses_only_what_is_below_it() {
    let files = files();
    let crates = crate_names(files);
    let findings: Vec<Finding> =
        sources().iter().flat_map(|source| findings(source, &crates)).collect();
    assert_none(&findings);
}

#[test]
fn no_two_rooms_lean_on_each_other() {
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let room = |module: &'static str| module.split("::").next().unwrap_or(module);
    for floor in FLOORS {
        uses.entry(room(floor.module)).or_default().extend(floor.may.iter().map(|may| room(may)));
    }
    // Whatever uses nothing that is left is on the ground; a circle is never on the ground.
    while let Some(ground) = uses.iter().find(|(_, below)| below.is_empty()).map(|(room, _)| *room)
    {
        let _gone = uses.remove(ground);
        for below in uses.values_mut() {
            let _was_there = below.remove(ground);
        }
    }
    assert!(uses.is_empty(), "these use each other: {uses:?}");
}

#[test]
fn every_way_upwards_is_found() {
    let crates: BTreeSet<String> = ["iced", "rusqlite", "serde", "tokio"].map(str::to_owned).into();
    let check = |path: &str, text: &str, expected: &[&str]| {
        assert_found(&findings(&Source::new(path, text), &crates), expected);
    };
    // Allowed.
    check("src/core/money.rs", "use std::fmt; use serde::Serialize; use super::vat::Rate;", &[]);
    check("src/till/mod.rs", "use crate::{core::money, journal::{Store, chain::Head}};", &[]);
    check("src/demonstration.rs", "use crate::simulator::Server;", &[]);
    check("src/app/link.rs", "use crate::device::scanner::wedge::Wedge;", &[]);
    check("src/till/mod.rs", "use crate::{core as rules, journal::{Store as Book, Head}};", &[]);
    check("src/core/a.rs", "// use crate::till::Till;\nlet x = \"crate::till::Till\";", &[]);
    check("src/core/a.rs", "pub(crate) fn f() {} mod b { use super::super::c::d; }", &[]);
    check("src/till/driver.rs", "#[cfg(test)] mod tests { use crate::simulator::Server; }", &[]);
    // Not allowed.
    check("src/core/money.rs", "use crate::language::Texts;", &["src/core/money.rs:1: `core` may"]);
    check("src/core/a.rs", "\n\nfn f() { super::super::till::run() }", &["src/core/a.rs:3:"]);
    check("src/core/a.rs", "mod b { use super::super::super::till::run; }", &["src/core/a.rs:1:"]);
    check("src/core/a.rs", "use tokio::sync;", &["src/core/a.rs:1: `core` may not use the crate"]);
    check("src/seqr/client.rs", "use crate::{core::money::Amount};", &["src/seqr/client.rs:1:"]);
    check("src/journal/store.rs", "let x: crate::till::X;", &["src/journal/store.rs:1:"]);
    check("src/till/mod.rs", "use iced::Task;", &["src/till/mod.rs:1: `till` may not use the"]);
    check("src/till/mod.rs", "use crate::simulator::Server;", &["src/till/mod.rs:1:"]);
    check("src/app/link.rs", "use crate::device::{scanner::wedge, printer};", &["src/app/link"]);
    check("src/app/mod.rs", "rusqlite::Connection::open()", &["src/app/mod.rs:1: `app` may not"]);
    check("src/app/mod.rs", "use kassa::seqr::Client;", &["src/app/mod.rs:1: `app` may not use"]);
    check("src/cellar/mod.rs", "", &["src/cellar/mod.rs:1: `cellar` has no floor yet"]);
}
