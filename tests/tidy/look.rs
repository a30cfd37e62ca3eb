//! Colours and measures belong to the design system, `src/app/theme/`, and to nobody else.

use super::project::{Source, sources};
use super::scanner::{Kind, Token};
use super::{Finding, assert_found, assert_none};

/// What takes a measure: functions and fields with these names.
const MEASURED: &[&str] = &[
    "Fixed",
    "Pixels",
    "height",
    "max_height",
    "max_width",
    "padding",
    "radius",
    "size",
    "spacing",
    "text_size",
    "width",
];

fn findings(source: &Source<'_>) -> Vec<Finding> {
    if source.room() != "app" || source.module.get(1) == Some(&"theme") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for at in source.program() {
        if is_colour(source, at) {
            findings.push(format!("{}: colours stand in src/app/theme/", source.place(at)));
        }
        if let Some(measure) = measure(source, at) {
            let place = source.place(measure);
            findings.push(format!("{place}: measures stand in src/app/theme/"));
        }
    }
    findings
}

/// Whether a colour is made here: `color!(…)`, `Color::…`, `Color { … }`, `0x0B6B4F`, `"#0B6B4F"`.
/// No colour at all, `Color::TRANSPARENT`, is none.
fn is_colour(source: &Source<'_>, at: usize) -> bool {
    let token = source.tokens[at];
    let is_hexadecimal = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    match token.kind {
        Kind::Name => {
            [["color", "!"], ["Color", "::"], ["Color", "{"]]
                .iter()
                .any(|start| source.has(at, start))
                && !source.has(at, &["Color", "::", "TRANSPARENT"])
        }
        Kind::Number => {
            let digits = token.text.strip_prefix("0x").unwrap_or_default().replace('_', "");
            [6, 8].contains(&digits.len())
        }
        Kind::Text => token
            .text
            .strip_prefix('#')
            .is_some_and(|digits| [3, 4, 6, 8].contains(&digits.len()) && is_hexadecimal(digits)),
        _ => false,
    }
}

/// The number of pixels that is written out here: `.padding(12)`, `width: 3.0`.
fn measure(source: &Source<'_>, at: usize) -> Option<usize> {
    if !MEASURED.contains(&source.tokens[at].text) {
        return None;
    }
    let is_size = |token: &Token<'_>| {
        token.kind == Kind::Number
            && token.text.contains(|digit: char| ('1'..='9').contains(&digit))
    };
    let after = source.tokens.get(at + 1)?;
    if after.is(":") {
        return source.tokens.get(at + 2).is_some_and(is_size).then_some(at + 2);
    }
    if !after.is("(") {
        return None;
    }
    let end = source.closing(at + 1);
    let mut place = at + 2;
    while place < end {
        let token = source.tokens[place];
        // A call in between has its own arguments: `.width(FillPortion(2))`.
        if token.is("(") && source.tokens[place - 1].kind == Kind::Name {
            place = source.closing(place);
        } else if is_size(&token) && !is_factor(source, place) {
            return Some(place);
        }
        place += 1;
    }
    None
}

/// Whether a number only multiplies or divides: `measure::KEY * 2.0`.
fn is_factor(source: &Source<'_>, at: usize) -> bool {
    let neighbours = [at.checked_sub(1), Some(at + 1)];
    neighbours
        .into_iter()
        .flatten()
        .filter_map(|place| source.tokens.get(place))
        .any(|token| token.is("*") || token.is("/"))
}

#[test]
fn only_the_design_system_names_colours_and_measures() {
    let findings: Vec<Finding> = sources().iter().flat_map(findings).collect();
    assert_none(&findings);
}

#[test]
fn every_colour_and_measure_elsewhere_is_found() {
    let check = |path: &str, text: &str, expected: &[&str]| {
        assert_found(&findings(&Source::new(path, text)), expected);
    };
    let place = "src/app/a.rs:1: colours";
    for text in [
        "color!(0xFF0000)", // two reasons, see below
        "Color::from_rgb(1.0, 0.0, 0.0)",
        "Color::WHITE",
        "Color { r: 1.0, ..c }",
        "f(0x0B6B4F)",
        "f(\"#0b6b4f\")",
    ] {
        let expected = if text.starts_with("color!") { vec![place; 2] } else { vec![place] };
        check("src/app/a.rs", text, &expected);
        check("src/app/theme/colour.rs", text, &[]);
        check("src/device/a.rs", text, &[]);
    }
    let place = "src/app/a.rs:1: measures";
    for text in [
        "x.padding(12)",
        "x.padding([0.0, 4.0])",
        "text(a).size(17.0)",
        "x.width(Length::Fixed(200.0))",
        "Border { width: 1.0, ..b }",
        "x.height(measure::KEY + 2.0)",
    ] {
        check("src/app/a.rs", text, &[place]);
        check("src/app/theme/a.rs", text, &[]);
    }
    let fine = "fn f(width: f32, c: Color) { Color::TRANSPARENT; x.width(FillPortion(2)).padding([0.0, measure::GAP])
        .height(measure::KEY * 2.0).spacing(0).line_height(1.2); 0xFF; \"#1\" } #[cfg(test)] mod t { x.size(17) }";
    check("src/app/a.rs", fine, &[]);
}
