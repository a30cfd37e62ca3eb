//! Bytes to articles: all of them, or everything that is wrong.

use std::collections::HashMap;

use csv::StringRecord;

use crate::core::catalog::{Article, ArticleKind, ArticleNumber, Code, Conditions, Name};
use crate::core::language::Language;
use crate::core::money::{Amount, AmountError};
use crate::core::vat::VatRate;

use super::header::{Header, filled_width, separator};
use super::lines::Lines;
use super::problem::{Cause, Column, Problem, excerpt};
use super::{LONGEST_NAME, LONGEST_ROW, MOST_PROBLEMS, MOST_ROWS, conditions, encoding};

/// Reads a file of articles, in the order of its rows.
///
/// The text is UTF-8, with or without a mark. Fields are separated by semicolons, commas or tabs,
/// whichever the header row has; prices have a decimal comma or point; empty rows are skipped.
///
/// # Errors
/// Everything that is wrong, in the order of the lines, at most [`MOST_PROBLEMS`] and then
/// [`Cause::TooManyProblems`]. Of a file with a problem nothing is used.
pub fn read(bytes: &[u8]) -> Result<Vec<Article>, Vec<Problem>> {
    read_at_most(bytes, MOST_ROWS)
}

/// [`read`] with another limit on rows.
pub(super) fn read_at_most(bytes: &[u8], most: usize) -> Result<Vec<Article>, Vec<Problem>> {
    let text = encoding::text(bytes).map_err(|problem| vec![problem])?;
    let mut rows = Rows::new(text);
    let header = match rows.next() {
        Some(Ok((line, record))) => Header::read(record, line)?,
        Some(Err(problem)) => return Err(vec![problem]),
        None => return Err(vec![Problem::of_line(1, Cause::NoHeader)]),
    };
    let mut reading = Reading { header, seen: Seen::default(), problems: Vec::new() };
    let mut articles = Vec::new();
    let mut count = 0;
    let mut last_line = 1;
    while let Some(row) = rows.next() {
        match row {
            Ok((line, _)) if count == most => {
                reading.problems.push(Problem::of_line(line, Cause::TooManyRows));
                break;
            }
            Ok((line, record)) => {
                count += 1;
                last_line = line;
                articles.extend(reading.row(record, line));
            }
            Err(problem) => {
                reading.problems.push(problem);
                break;
            }
        }
        if reading.problems.len() >= MOST_PROBLEMS {
            reading.problems.truncate(MOST_PROBLEMS);
            reading.problems.push(Problem::of_line(last_line, Cause::TooManyProblems));
            break;
        }
    }
    let mut problems = reading.problems;
    if count == 0 && problems.is_empty() {
        problems.push(Problem::of_line(last_line, Cause::NoArticles));
    }
    if problems.is_empty() { Ok(articles) } else { Err(problems) }
}

/// The rows of a text that say something, with their lines.
struct Rows<'a> {
    reader: csv::Reader<&'a [u8]>,
    record: StringRecord,
    lines: Lines<'a>,
}

impl<'a> Rows<'a> {
    fn new(text: &'a str) -> Self {
        let reader = csv::ReaderBuilder::new()
            .delimiter(separator(text))
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        Rows { reader, record: StringRecord::new(), lines: Lines::new(text) }
    }

    fn next(&mut self) -> Option<Result<(u32, &StringRecord), Problem>> {
        loop {
            let start = self.reader.position().byte();
            let more = self.reader.read_record(&mut self.record);
            let end = self.reader.position().byte();
            // A place in a text that is in memory fits into usize.
            let line = self.lines.of_row(usize::try_from(start).unwrap_or(usize::MAX));
            match more {
                Ok(false) => return None,
                Ok(true) if end - start > LONGEST_ROW as u64 => {
                    return Some(Err(Problem::of_line(line, Cause::RowTooLong)));
                }
                Ok(true) if filled_width(&self.record) == 0 => {}
                Ok(true) => return Some(Ok((line, &self.record))),
                Err(error) => {
                    tracing::warn!(%error, line, "a row of an article file cannot be read");
                    return Some(Err(Problem::of_line(line, Cause::Unreadable)));
                }
            }
        }
    }
}

/// What rows before have used up, with the lines where they did.
#[derive(Default)]
struct Seen {
    numbers: HashMap<ArticleNumber, u32>,
    codes: HashMap<Code, u32>,
    /// By Swedish name: the group, and where it stands first.
    groups: HashMap<String, (Name, u32)>,
}

/// A file being read.
struct Reading {
    header: Header,
    seen: Seen,
    problems: Vec<Problem>,
}

/// One row being read.
struct Row<'a> {
    record: &'a StringRecord,
    line: u32,
}

impl Reading {
    /// The article of a row. Where a field is wrong the others are still looked at, so that
    /// everything is said at once.
    fn row(&mut self, record: &StringRecord, line: u32) -> Option<Article> {
        let (width, found) = (self.header.width(), record.len());
        if found < width || filled_width(record) > width {
            let count = |fields| u32::try_from(fields).unwrap_or(u32::MAX);
            let cause = Cause::FieldCount { expected: count(width), found: count(found) };
            self.problems.push(Problem::of_line(line, cause));
            return None;
        }
        let row = Row { record, line };
        let number = self.number(&row);
        let name = self.name(&row, Column::NameSwedish, Column::NameEnglish);
        let codes = self.codes(&row);
        let price = self.field(&row, Column::Price, price);
        let vat = self.field(&row, Column::Vat, vat);
        let group = self.group(&row);
        let kind = self.kind(&row);
        let conditions = self.conditions(&row, number.as_ref());
        Some(Article {
            number: number?,
            name: name?,
            codes: codes?,
            price: price?,
            vat: vat?,
            group: group?,
            kind: kind?,
            conditions: conditions?,
        })
    }

    fn say(&mut self, row: &Row<'_>, column: Column, cause: Cause) {
        self.problems.push(Problem::of_column(row.line, column, cause));
    }

    /// What must stand in a column, as `parse` reads it.
    fn field<T>(
        &mut self,
        row: &Row<'_>,
        column: Column,
        parse: impl FnOnce(&str) -> Result<T, Cause>,
    ) -> Option<T> {
        let text = self.header.field(row.record, column);
        let parsed = if text.is_empty() { Err(Cause::Missing) } else { parse(text) };
        parsed.map_err(|cause| self.say(row, column, cause)).ok()
    }

    fn number(&mut self, row: &Row<'_>) -> Option<ArticleNumber> {
        let number = self.field(row, Column::Number, |text| {
            ArticleNumber::new(text).map_err(|_| Cause::Number { found: excerpt(text) })
        })?;
        if let Some(first_line) = self.seen.numbers.get(&number).copied() {
            let cause = Cause::NumberTwice { number: number.to_string(), first_line };
            self.say(row, Column::Number, cause);
            return None;
        }
        let _first = self.seen.numbers.insert(number.clone(), row.line);
        Some(number)
    }

    /// A name in both languages; the second may be blank.
    fn name(&mut self, row: &Row<'_>, swedish: Column, english: Column) -> Option<Name> {
        let first = self.field(row, swedish, name);
        let second = match self.header.field(row.record, english) {
            "" => Some(String::new()),
            _ => self.field(row, english, name),
        };
        Some(Name::new(&first?, Some(&second?)))
    }

    /// The group. One name stands for one group, so its English name must always be the same.
    fn group(&mut self, row: &Row<'_>) -> Option<Name> {
        let group = self.name(row, Column::GroupSwedish, Column::GroupEnglish)?;
        let swedish = group.in_language(Language::Swedish);
        match self.seen.groups.get(swedish) {
            Some((known, _)) if *known == group => Some(group),
            Some((_, first_line)) => {
                let cause =
                    Cause::GroupDiffers { group: excerpt(swedish), first_line: *first_line };
                self.say(row, Column::GroupEnglish, cause);
                None
            }
            None => {
                let entry = (group.clone(), row.line);
                let _first = self.seen.groups.insert(swedish.to_owned(), entry);
                Some(group)
            }
        }
    }

    fn codes(&mut self, row: &Row<'_>) -> Option<Vec<Code>> {
        let mut codes = Vec::new();
        let mut causes = Vec::new();
        for text in self.header.field(row.record, Column::Codes).split_whitespace() {
            match self.seen.code(text, row.line) {
                Ok(code) => codes.push(code),
                Err(cause) => causes.push(cause),
            }
        }
        let fits = causes.is_empty();
        causes.into_iter().for_each(|cause| self.say(row, Column::Codes, cause));
        fits.then_some(codes)
    }

    /// What has to be seen to when it is sold.
    fn conditions(&mut self, row: &Row<'_>, own: Option<&ArticleNumber>) -> Option<Conditions> {
        let deposit = self.optional(row, Column::Deposit, |text| conditions::deposit(text, own));
        let age = self.optional(row, Column::Age, conditions::age);
        let weighed = self.optional(row, Column::Weighed, conditions::weighed);
        Some(Conditions { deposit: deposit?, age: age?, weighed: weighed? })
    }

    /// What may stand in a column, as `parse` reads it.
    fn optional<T>(
        &mut self,
        row: &Row<'_>,
        column: Column,
        parse: impl FnOnce(&str) -> Result<T, Cause>,
    ) -> Option<T> {
        let parsed = parse(self.header.field(row.record, column));
        parsed.map_err(|cause| self.say(row, column, cause)).ok()
    }

    fn kind(&mut self, row: &Row<'_>) -> Option<ArticleKind> {
        let text = self.header.field(row.record, Column::Kind);
        match text.to_lowercase().as_str() {
            "" | "goods" | "vara" => Some(ArticleKind::Goods),
            "service" | "tjänst" => Some(ArticleKind::Service),
            _ => {
                let cause = Cause::Kind { found: excerpt(text) };
                self.say(row, Column::Kind, cause);
                None
            }
        }
    }
}

impl Seen {
    /// A bar code that no article has yet.
    fn code(&mut self, text: &str, line: u32) -> Result<Code, Cause> {
        let Ok(code) = Code::new(text) else {
            let found = excerpt(text);
            let rounded = text.starts_with(|first: char| first.is_ascii_digit())
                && text.to_uppercase().contains("E+");
            return Err(if rounded { Cause::CodeRounded { found } } else { Cause::Code { found } });
        };
        if !code.check_digit_fits() {
            return Err(Cause::CheckDigit { found: text.to_owned(), fitting: check_digit(text) });
        }
        if let Some(first_line) = self.codes.get(&same_code(&code)).copied() {
            return Err(Cause::CodeTwice { code: text.to_owned(), first_line });
        }
        let _first = self.codes.insert(same_code(&code), line);
        Ok(code)
    }
}

/// UPC-A and EAN-13 with a leading zero are one code to a scanner.
fn same_code(code: &Code) -> Code {
    let text = code.as_str();
    let upc = text.strip_prefix('0').filter(|rest| rest.len() == 12);
    upc.and_then(|rest| Code::new(rest).ok()).unwrap_or_else(|| code.clone())
}

/// The last digit with which a code would be right.
fn check_digit(text: &str) -> char {
    let stem = &text[..text.len().saturating_sub(1)];
    ('0'..='9')
        .find(|digit| {
            Code::new(&format!("{stem}{digit}")).is_ok_and(|code| code.check_digit_fits())
        })
        .unwrap_or('?')
}

/// A name of an article or a group.
fn name(text: &str) -> Result<String, Cause> {
    if text.chars().any(char::is_control) {
        Err(Cause::ControlCharacter)
    } else if text.chars().nth(LONGEST_NAME).is_some() {
        Err(Cause::NameTooLong)
    } else {
        Ok(text.to_owned())
    }
}

/// A price. Spaces may stand between thousands only, so that `29 95` is not a price of 2995.
fn price(text: &str) -> Result<Amount, Cause> {
    let whole = text.split([',', '.']).next().unwrap_or_default();
    let mut groups = whole.split([' ', '\u{a0}', '\u{202f}']);
    let first = groups.next().unwrap_or_default();
    let grouped = groups.all(|group| group.chars().count() == 3 && first.chars().count() <= 3);
    let price = if grouped { Amount::parse(text) } else { Err(AmountError::NotANumber) };
    price.map_err(|error| Cause::Price { found: excerpt(text), error })
}

/// A tax rate in whole percent, with or without the sign.
fn vat(text: &str) -> Result<VatRate, Cause> {
    let number = text.strip_suffix('%').unwrap_or(text).trim_end();
    VatRate::SWEDISH
        .into_iter()
        .find(|rate| rate.percent().to_string() == number)
        .ok_or_else(|| Cause::Vat { found: excerpt(text) })
}
