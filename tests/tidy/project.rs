//! The files of the project, and for Rust files which tokens are test code or attributes.

use std::collections::HashSet;
use std::path::Path;
use std::sync::LazyLock;

use super::scanner::{Kind, Token, scan};

/// A text file.
pub struct File {
    /// From the project's folder, with `/`.
    pub path: String,
    /// What is in it.
    pub text: String,
}

static FILES: LazyLock<Vec<File>> = LazyLock::new(read);
static SOURCES: LazyLock<Vec<Source<'static>>> = LazyLock::new(|| mark(&FILES));

/// Every text file of the project that is not made by building it.
pub fn files() -> &'static [File] {
    &FILES
}

/// The Rust files of the project.
pub fn sources() -> &'static [Source<'static>] {
    &SOURCES
}

fn read() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the project") {
            let path = entry.expect("an entry of a folder").path();
            let name = path.strip_prefix(root).expect("a path inside").to_string_lossy();
            let name = name.replace('\\', "/");
            if [".git", "target", "fuzz/target"].contains(&name.as_str()) {
                continue;
            } else if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                files.push(File { path: name, text });
            }
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(files.iter().any(|file| file.path == "src/lib.rs"), "this is not the project");
    files
}

/// A Rust file.
pub struct Source<'a> {
    /// From the project's folder.
    pub path: &'a str,
    /// Its module: `["core", "money"]`. Of `lib.rs` nothing; of `main.rs` `["main"]`; of a file
    /// outside `src/` its path.
    pub module: Vec<&'a str>,
    /// Its tokens.
    pub tokens: Vec<Token<'a>>,
    /// Of each token: whether it is compiled for tests only.
    pub test: Vec<bool>,
    /// Of each token: whether it stands in an attribute.
    pub attribute: Vec<bool>,
}

impl<'a> Source<'a> {
    /// Scans one file, as if it were the only one.
    pub fn new(path: &'a str, text: &'a str) -> Self {
        let tokens = scan(text);
        let attribute = attributes(&tokens);
        let mut test = test_items(&tokens, &attribute);
        if !path.starts_with("src/") {
            test.fill(true);
        }
        Source { path, module: module(path), tokens, test, attribute }
    }

    /// The first part of the module: which room of the house the file belongs to.
    pub fn room(&self) -> &'a str {
        self.module.first().copied().unwrap_or("lib")
    }

    /// `path:line`.
    pub fn place(&self, token: usize) -> String {
        format!("{}:{}", self.path, self.tokens[token].line)
    }

    /// The places of tokens that belong to the program, not to its tests, attributes or comments.
    pub fn program(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(|at| {
            let comment = matches!(self.tokens[*at].kind, Kind::Comment | Kind::InnerDocs);
            !self.test[*at] && !self.attribute[*at] && !comment
        })
    }

    /// Whether these tokens stand from a place on; comments between them do not count.
    pub fn has(&self, at: usize, texts: &[&str]) -> bool {
        let code = self.tokens[at..].iter().filter(|token| !matches!(token.kind, Kind::Comment));
        texts.iter().zip(code).filter(|(text, token)| token.is(text)).count() == texts.len()
    }

    /// The place of the mark that closes the one at `open`, or the last place.
    pub fn closing(&self, open: usize) -> usize {
        closing(&self.tokens, open)
    }
}

/// The Rust files, with every module that is declared for tests only marked as such.
fn mark(files: &[File]) -> Vec<Source<'_>> {
    let mut sources: Vec<Source<'_>> = files
        .iter()
        .filter(|file| file.path.ends_with(".rs"))
        .map(|file| Source::new(&file.path, &file.text))
        .collect();
    let test_modules: HashSet<Vec<String>> = sources.iter().flat_map(test_modules).collect();
    for source in &mut sources {
        let below = (1..=source.module.len()).any(|length| {
            let module: Vec<String> =
                source.module[..length].iter().map(|part| (*part).to_owned()).collect();
            test_modules.contains(&module)
        });
        if below {
            source.test.fill(true);
        }
    }
    sources
}

/// The module that a file is.
fn module(path: &str) -> Vec<&str> {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    let stem = inside.strip_suffix(".rs").unwrap_or(inside);
    let mut parts: Vec<&str> = stem.split('/').collect();
    if parts.last() == Some(&"mod") || stem == "lib" {
        let _file_name = parts.pop();
    }
    parts
}

/// The modules that a file declares under `#[cfg(test)]` as files of their own.
fn test_modules(source: &Source<'_>) -> Vec<Vec<String>> {
    let declared = (0..source.tokens.len()).filter(|at| {
        source.test[*at]
            && source.tokens[*at].is("mod")
            && source.tokens.get(at + 2).is_some_and(|token| token.is(";"))
    });
    declared
        .map(|at| {
            let own = source.module.iter().map(|part| (*part).to_owned());
            own.chain([source.tokens[at + 1].text.to_owned()]).collect()
        })
        .collect()
}

/// Which tokens stand in `#[…]` or `#![…]`.
fn attributes(tokens: &[Token<'_>]) -> Vec<bool> {
    let mut inside = vec![false; tokens.len()];
    for at in 0..tokens.len() {
        if !tokens[at].is("#") {
            continue;
        }
        let inner = tokens.get(at + 1).is_some_and(|token| token.is("!"));
        let open = at + 1 + usize::from(inner);
        if tokens.get(open).is_some_and(|token| token.is("[")) {
            inside[at..=closing(tokens, open)].fill(true);
        }
    }
    inside
}

/// Which tokens belong to items with `#[cfg(test)]` or `#[test]`.
fn test_items(tokens: &[Token<'_>], attribute: &[bool]) -> Vec<bool> {
    let mut test = vec![false; tokens.len()];
    let mut at = 0;
    while at < tokens.len() {
        if !(attribute[at] && tokens[at].is("#")) {
            at += 1;
            continue;
        }
        let end = (at..tokens.len()).find(|place| !attribute[*place]).unwrap_or(tokens.len());
        if says_test(&tokens[at..end]) {
            let last = item_end(tokens, end);
            test[at..=last].fill(true);
            at = last + 1;
        } else {
            at = end;
        }
    }
    test
}

/// Whether attributes say that what follows is for tests.
fn says_test(attributes: &[Token<'_>]) -> bool {
    let names: Vec<&str> = attributes
        .iter()
        .filter(|token| token.kind == Kind::Name)
        .map(|token| token.text)
        .collect();
    names.contains(&"test") && !names.contains(&"not")
}

/// The last token of the item that begins at `start`: its `;` or the end of its braces.
fn item_end(tokens: &[Token<'_>], start: usize) -> usize {
    let mut at = start;
    while at < tokens.len() {
        match tokens[at] {
            token if token.is(";") => return at,
            token if token.is("{") => return closing(tokens, at),
            token if token.is("(") || token.is("[") => at = closing(tokens, at) + 1,
            _ => at += 1,
        }
    }
    tokens.len().saturating_sub(1)
}

/// The place of the mark that closes the one at `open`, or the last place.
fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        if ["(", "[", "{"].iter().any(|mark| token.is(mark)) {
            depth += 1;
        } else if [")", "]", "}"].iter().any(|mark| token.is(mark)) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at;
            }
        }
    }
    tokens.len().saturating_sub(1)
}

#[test]
fn modules_are_named_by_their_files() {
    for (path, expected) in [
        ("src/lib.rs", vec![]),
        ("src/main.rs", vec!["main"]),
        ("src/core/mod.rs", vec!["core"]),
        ("src/core/money.rs", vec!["core", "money"]),
        ("tests/window.rs", vec!["tests", "window"]),
    ] {
        assert_eq!(module(path), expected, "{path}");
    }
}

#[test]
fn test_code_and_attributes_are_seen() {
    let text = "use a; #[cfg(test)] mod t { fn b() {} } #[derive(C)] struct D([u8; 2]);
        #[test] #[other] fn e(x: [u8; 3]) { f } #[cfg(not(test))] fn g() {} #[cfg(test)] use h;";
    let source = Source::new("src/x.rs", text);
    let program: Vec<&str> = source
        .program()
        .map(|at| source.tokens[at])
        .filter(|token| token.kind == Kind::Name)
        .map(|token| token.text)
        .collect();
    assert_eq!(program, ["use", "a", "struct", "D", "u8", "fn", "g"]);
}

#[test]
fn files_of_test_modules_are_test_code() {
    let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
    let files = [
        file("src/a/mod.rs", "mod b; #[cfg(test)] mod c;"),
        file("src/a/b.rs", "fn b() {}"),
        file("src/a/c.rs", "mod d;"),
        file("src/a/c/d.rs", "fn d() {}"),
    ];
    let sources = mark(&files);
    let test = |at: usize| sources[at].test.iter().all(|test| *test);
    assert_eq!([test(0), test(1), test(2), test(3)], [false, false, true, true]);
}
