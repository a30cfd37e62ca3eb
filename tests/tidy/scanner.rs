//! Rust text to tokens: enough to tell code from comments and strings, and no more.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword.
    Name,
    /// A number with its suffix.
    Number,
    /// What stands between the marks of a string, escapes as they are written.
    Text,
    /// A character or byte in single marks.
    Character,
    /// `'a`
    Lifetime,
    /// `//! …` or `/*! … */`
    InnerDocs,
    /// Any other comment.
    Comment,
    /// One character of anything else; `::` is one token.
    Mark,
}

/// A piece of source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its text.
    pub text: &'a str,
    /// The line on which it begins, from 1.
    pub line: usize,
}

impl Token<'_> {
    /// Whether it is this name or mark.
    pub fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Name | Kind::Mark) && self.text == text
    }
}

/// All tokens of a source text.
pub fn scan(text: &str) -> Vec<Token<'_>> {
    let mut scanner = Scanner { text, at: 0, line: 1, tokens: Vec::new() };
    while scanner.at < text.len() {
        scanner.step();
    }
    scanner.tokens
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    tokens: Vec<Token<'a>>,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn step(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return };
        if first.is_whitespace() {
            self.skip(first.len_utf8());
        } else if rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            let inner = rest.starts_with("//!");
            self.push(if inner { Kind::InnerDocs } else { Kind::Comment }, 0, length, 0);
        } else if rest.starts_with("/*") {
            let inner = rest.starts_with("/*!");
            let length = block_comment(rest);
            self.push(if inner { Kind::InnerDocs } else { Kind::Comment }, 0, length, 0);
        } else if let Some((opening, inside, closing)) = string(rest) {
            self.push(Kind::Text, opening, inside, closing);
        } else if let Some(length) = character(rest) {
            self.push(Kind::Character, 0, length, 0);
        } else if first == '\'' {
            let length = 1 + name(&rest[1..]);
            self.push(Kind::Lifetime, 0, length, 0);
        } else if first.is_ascii_digit() {
            self.push(Kind::Number, 0, number(rest, self.after_point()), 0);
        } else if name(rest) > 0 {
            let raw = if rest.starts_with("r#") { 2 } else { 0 };
            self.push(Kind::Name, raw, name(&rest[raw..]), 0);
        } else {
            let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
            self.push(Kind::Mark, 0, length, 0);
        }
    }

    /// Whether the number that comes is a place in a tuple: `pair.0.1` has no fraction.
    fn after_point(&self) -> bool {
        let mut before = self.tokens.iter().rev();
        before.next().is_some_and(|token| token.is("."))
            && !before.next().is_some_and(|token| token.is("."))
    }

    /// Takes a token of three parts, of which the middle one is its text.
    fn push(&mut self, kind: Kind, opening: usize, inside: usize, closing: usize) {
        let start = self.at + opening;
        let token = Token { kind, text: &self.text[start..start + inside], line: self.line };
        self.tokens.push(token);
        self.skip(opening + inside + closing);
    }

    fn skip(&mut self, length: usize) {
        self.line += self.rest()[..length].matches('\n').count();
        self.at += length;
    }
}

/// The length of a block comment, which may contain others.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// The lengths of a string's opening, inside and closing: `"…"`, `b"…"`, `c"…"`, `r#"…"#` and so on.
fn string(rest: &str) -> Option<(usize, usize, usize)> {
    let prefix = ["br", "cr", "b", "c", "r", ""].into_iter().find(|prefix| {
        let after = rest.strip_prefix(prefix);
        let raw = prefix.ends_with('r');
        after.is_some_and(|after| {
            after.starts_with('"') || raw && after.trim_start_matches('#').starts_with('"')
        })
    })?;
    let after = &rest[prefix.len()..];
    if prefix.ends_with('r') {
        let hashes = after.len() - after.trim_start_matches('#').len();
        let opening = prefix.len() + hashes + 1;
        let end = format!("\"{}", "#".repeat(hashes));
        let inside = rest[opening..].find(&end).unwrap_or(rest.len() - opening);
        return Some((opening, inside, end.len().min(rest.len() - opening - inside)));
    }
    let opening = prefix.len() + 1;
    let mut escaped = false;
    let end = rest[opening..].find(|character| {
        let closes = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        closes
    });
    let inside = end.unwrap_or(rest.len() - opening);
    Some((opening, inside, usize::from(end.is_some())))
}

/// The length of a character or byte literal, as against a lifetime.
fn character(rest: &str) -> Option<usize> {
    let prefix = usize::from(rest.starts_with("b'"));
    let inside = rest[prefix..].strip_prefix('\'')?;
    if inside.starts_with('\\') {
        // The escaped character itself may be a mark: '\''.
        let end = inside.char_indices().skip(2).find(|(_, character)| *character == '\'')?.0;
        return Some(prefix + 1 + end + 1);
    }
    let first = inside.chars().next()?;
    inside[first.len_utf8()..].starts_with('\'').then_some(prefix + 1 + first.len_utf8() + 1)
}

/// The length of a number.
fn number(rest: &str, whole: bool) -> usize {
    let bytes = rest.as_bytes();
    let hexadecimal = rest.starts_with("0x");
    let mut at = 0;
    while at < bytes.len() {
        let next = bytes.get(at + 1);
        match bytes[at] {
            byte if byte.is_ascii_alphanumeric() || byte == b'_' => at += 1,
            b'.' if !whole && next.is_some_and(u8::is_ascii_digit) => at += 1,
            b'-' | b'+' if !hexadecimal && b"eE".contains(&bytes[at - 1]) => at += 1,
            _ => break,
        }
    }
    at
}

/// The length of a name, or 0.
fn name(rest: &str) -> usize {
    let rest_of = |text: &str| {
        text.find(|character: char| !(character.is_alphanumeric() || character == '_'))
            .unwrap_or(text.len())
    };
    match rest.chars().next() {
        Some('r') if rest.starts_with("r#") => 2 + rest_of(&rest[2..]),
        Some(first) if first.is_alphabetic() || first == '_' => rest_of(rest),
        _ => 0,
    }
}

#[test]
fn code_is_told_from_comments_and_strings() {
    let text = r###"//! Head
fn f<'a>(x: &'a str) -> char { /* a /* nested */ "comment" */ '"' } // "end"
let s = "a \" // b \\"; let r = r#"raw " // "#; b'\''; b"x"; r#type; pair.0.1; 1.5e-3f32; 0..2.5; '\u{e5}'
"two
lines" after
"###;
    let seen: Vec<(Kind, &str, usize)> = scan(text)
        .into_iter()
        .filter(|token| token.kind != Kind::Mark)
        .map(|token| (token.kind, token.text, token.line))
        .collect();
    let expected = [
        (Kind::InnerDocs, "//! Head", 1),
        (Kind::Name, "fn", 2),
        (Kind::Name, "f", 2),
        (Kind::Lifetime, "'a", 2),
        (Kind::Name, "x", 2),
        (Kind::Lifetime, "'a", 2),
        (Kind::Name, "str", 2),
        (Kind::Name, "char", 2),
        (Kind::Comment, "/* a /* nested */ \"comment\" */", 2),
        (Kind::Character, "'\"'", 2),
        (Kind::Comment, "// \"end\"", 2),
        (Kind::Name, "let", 3),
        (Kind::Name, "s", 3),
        (Kind::Text, "a \\\" // b \\\\", 3),
        (Kind::Name, "let", 3),
        (Kind::Name, "r", 3),
        (Kind::Text, "raw \" // ", 3),
        (Kind::Character, "b'\\''", 3),
        (Kind::Text, "x", 3),
        (Kind::Name, "type", 3),
        (Kind::Name, "pair", 3),
        (Kind::Number, "0", 3),
        (Kind::Number, "1", 3),
        (Kind::Number, "1.5e-3f32", 3),
        (Kind::Number, "0", 3),
        (Kind::Number, "2.5", 3),
        (Kind::Character, "'\\u{e5}'", 3),
        (Kind::Text, "two\nlines", 4),
        (Kind::Name, "after", 5),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn what_is_never_closed_ends_with_the_text() {
    for text in ["/* a", "\"a", "r#\"a", "'", "'\\", "b\"", "r#", "\"\\"] {
        let _tokens = scan(text);
    }
}
