//! What can be wrong with a file of articles, and how it is said.

use std::fmt;

use crate::core::language::Language;
use crate::core::money::{Amount, AmountError};
use crate::language::{Texts, Value, amount};

use super::{LONGEST_NAME, LONGEST_ROW, MOST_PROBLEMS, MOST_ROWS};

/// A column of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// The shop's number of the article.
    Number,
    /// What it is called in Swedish.
    NameSwedish,
    /// What it is called in English; may be left out.
    NameEnglish,
    /// Its bar codes, with spaces between them; may be left out.
    Codes,
    /// The price of one, tax included.
    Price,
    /// The tax rate in percent.
    Vat,
    /// The group in Swedish.
    GroupSwedish,
    /// The group in English; may be left out.
    GroupEnglish,
    /// `goods` or `service`; may be left out and is goods then.
    Kind,
    /// The number of the article that is rung up as its deposit; may be left out.
    Deposit,
    /// The age that the customer must have; may be left out.
    Age,
    /// `yes` where quantities have decimals; may be left out.
    Weighed,
}

impl Column {
    /// All columns in the order in which they are written.
    pub const ALL: [Column; 12] = [
        Column::Number,
        Column::NameSwedish,
        Column::NameEnglish,
        Column::Codes,
        Column::Price,
        Column::Vat,
        Column::GroupSwedish,
        Column::GroupEnglish,
        Column::Kind,
        Column::Deposit,
        Column::Age,
        Column::Weighed,
    ];

    /// The name in the header row.
    pub const fn name(self) -> &'static str {
        match self {
            Column::Number => "number",
            Column::NameSwedish => "name_sv",
            Column::NameEnglish => "name_en",
            Column::Codes => "codes",
            Column::Price => "price",
            Column::Vat => "vat",
            Column::GroupSwedish => "group_sv",
            Column::GroupEnglish => "group_en",
            Column::Kind => "kind",
            Column::Deposit => "deposit",
            Column::Age => "age",
            Column::Weighed => "weighed",
        }
    }

    /// The column with this name in the header row.
    pub(super) fn named(name: &str) -> Option<Column> {
        Column::ALL.into_iter().find(|column| column.name().eq_ignore_ascii_case(name.trim()))
    }

    /// Whether every file must have it.
    pub(super) const fn required(self) -> bool {
        match self {
            Column::Number
            | Column::NameSwedish
            | Column::Price
            | Column::Vat
            | Column::GroupSwedish => true,
            Column::NameEnglish
            | Column::Codes
            | Column::GroupEnglish
            | Column::Kind
            | Column::Deposit
            | Column::Age
            | Column::Weighed => false,
        }
    }
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file, from 1; of a row over several lines the first.
    pub line: u32,
    /// The column, where it is about one.
    pub column: Option<Column>,
    /// What is wrong.
    pub cause: Cause,
}

/// What is wrong. Texts from the file are shortened to 40 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// Saved as Windows-1252 or Latin-1 instead of UTF-8.
    Windows1252 {
        /// The first word that shows it, as it was meant.
        word: String,
    },
    /// Saved as UTF-16 instead of UTF-8.
    Utf16,
    /// No text: a spreadsheet's own format, a picture.
    NotText,
    /// The first row does not name columns.
    NoHeader,
    /// A column that articles do not have.
    ColumnUnknown {
        /// What the header row calls it.
        name: String,
    },
    /// A column that is there twice.
    ColumnTwice,
    /// A column that must be there and is not.
    ColumnMissing,
    /// A row with more or fewer fields than the header row.
    FieldCount {
        /// Fields in the header row.
        expected: u32,
        /// Fields in this row.
        found: u32,
    },
    /// A row longer than [`LONGEST_ROW`].
    RowTooLong,
    /// More rows than [`MOST_ROWS`].
    TooManyRows,
    /// No rows under the header.
    NoArticles,
    /// A row that the reader could not take apart.
    Unreadable,
    /// Nothing where something must stand.
    Missing,
    /// A name longer than [`LONGEST_NAME`].
    NameTooLong,
    /// A line break or another control character in a name.
    ControlCharacter,
    /// Not an article number.
    Number {
        /// What stands there.
        found: String,
    },
    /// An article number that an earlier row has.
    NumberTwice {
        /// The number.
        number: String,
        /// Where it stands first.
        first_line: u32,
    },
    /// Not a bar code.
    Code {
        /// What stands there.
        found: String,
    },
    /// A bar code that a spreadsheet took for a number and rounded: `7,31087E+12`.
    CodeRounded {
        /// What stands there.
        found: String,
    },
    /// A bar code whose last digit does not fit the others.
    CheckDigit {
        /// The code.
        found: String,
        /// The digit that would fit.
        fitting: char,
    },
    /// A bar code that stands before, on this or an earlier row.
    CodeTwice {
        /// The code.
        code: String,
        /// Where it stands first.
        first_line: u32,
    },
    /// Not a price.
    Price {
        /// What stands there.
        found: String,
        /// Why it is none.
        error: AmountError,
    },
    /// Not one of Sweden's tax rates.
    Vat {
        /// What stands there.
        found: String,
    },
    /// A group with another English name than on an earlier row.
    GroupDiffers {
        /// The group.
        group: String,
        /// Where it stands first.
        first_line: u32,
    },
    /// Neither goods nor service.
    Kind {
        /// What stands there.
        found: String,
    },
    /// Not another article's number.
    Deposit {
        /// What stands there.
        found: String,
    },
    /// Not an age.
    Age {
        /// What stands there.
        found: String,
    },
    /// Neither yes nor no.
    Weighed {
        /// What stands there.
        found: String,
    },
    /// Reading stopped here because there were [`MOST_PROBLEMS`] already.
    TooManyProblems,
}

impl Problem {
    /// A problem of a whole line.
    pub(super) fn of_line(line: u32, cause: Cause) -> Self {
        Problem { line, column: None, cause }
    }

    /// A problem of one column.
    pub(super) fn of_column(line: u32, column: Column, cause: Cause) -> Self {
        Problem { line, column: Some(column), cause }
    }

    /// What is wrong, where, and what to do about it: one sentence or two for a person.
    pub fn text(&self, language: Language) -> String {
        let texts = Texts::of(language);
        let cause = self.cause.text(language);
        let (line, cause) = (Value::from(self.line), Value::from(cause));
        let text = match self.column {
            Some(column) => {
                let values = [("line", line), ("column", column.name().into()), ("cause", cause)];
                texts.with("article-file-in-column", &values)
            }
            None => texts.with("article-file-on-line", &[("line", line), ("cause", cause)]),
        };
        text.into_owned()
    }
}

impl fmt::Display for Problem {
    /// The problem in English, for logs.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::English))
    }
}

impl std::error::Error for Problem {}

impl Cause {
    /// What is wrong, without the place.
    fn text(&self, language: Language) -> String {
        let texts = Texts::of(language);
        texts.with(self.key(), &self.values(language)).into_owned()
    }

    /// Which text says it.
    fn key(&self) -> &'static str {
        match self {
            Cause::Windows1252 { .. } => "article-file-windows-1252",
            Cause::Utf16 => "article-file-utf-16",
            Cause::NotText => "article-file-not-text",
            Cause::NoHeader => "article-file-no-header",
            Cause::ColumnUnknown { .. } => "article-file-column-unknown",
            Cause::ColumnTwice => "article-file-column-twice",
            Cause::ColumnMissing => "article-file-column-missing",
            Cause::FieldCount { .. } => "article-file-field-count",
            Cause::RowTooLong => "article-file-row-too-long",
            Cause::TooManyRows => "article-file-too-many-rows",
            Cause::NoArticles => "article-file-no-articles",
            Cause::Unreadable => "article-file-unreadable",
            Cause::Missing => "article-file-missing",
            Cause::NameTooLong => "article-file-name-too-long",
            Cause::ControlCharacter => "article-file-control-character",
            Cause::Number { .. } => "article-file-number",
            Cause::NumberTwice { .. } => "article-file-number-twice",
            Cause::Code { .. } => "article-file-code",
            Cause::CodeRounded { .. } => "article-file-code-rounded",
            Cause::CheckDigit { .. } => "article-file-check-digit",
            Cause::CodeTwice { .. } => "article-file-code-twice",
            Cause::Price { error, .. } => match error {
                AmountError::NotANumber => "article-file-price-not-a-number",
                AmountError::TooManyDecimals => "article-file-price-decimals",
                AmountError::Negative => "article-file-price-negative",
                AmountError::TooLarge => "article-file-price-too-large",
            },
            Cause::Vat { .. } => "article-file-vat",
            Cause::GroupDiffers { .. } => "article-file-group-differs",
            Cause::Kind { .. } => "article-file-kind",
            Cause::Deposit { .. } => "article-file-deposit",
            Cause::Age { .. } => "article-file-age",
            Cause::Weighed { .. } => "article-file-weighed",
            Cause::TooManyProblems => "article-file-too-many-problems",
        }
    }

    /// What fills the places of the text.
    fn values(&self, language: Language) -> Vec<(&'static str, Value<'_>)> {
        let columns = || ("columns", Value::from(Column::ALL.map(Column::name).join(";")));
        let most = |number: usize| ("most", Value::from(u32::try_from(number).unwrap_or(u32::MAX)));
        let found = |text| ("found", Value::from(text));
        match self {
            Cause::Windows1252 { word } => vec![("word", word.into())],
            Cause::NoHeader => vec![columns()],
            Cause::ColumnUnknown { name } => vec![("name", name.into()), columns()],
            Cause::FieldCount { expected, found } => {
                vec![("expected", (*expected).into()), ("found", (*found).into())]
            }
            Cause::RowTooLong => vec![most(LONGEST_ROW / 1024)],
            Cause::TooManyRows => vec![most(MOST_ROWS)],
            Cause::TooManyProblems => vec![most(MOST_PROBLEMS)],
            Cause::NameTooLong => vec![most(LONGEST_NAME)],
            Cause::Number { found: text }
            | Cause::Code { found: text }
            | Cause::CodeRounded { found: text }
            | Cause::Vat { found: text }
            | Cause::Deposit { found: text }
            | Cause::Age { found: text }
            | Cause::Weighed { found: text }
            | Cause::Kind { found: text } => vec![found(text)],
            Cause::NumberTwice { number: text, first_line }
            | Cause::CodeTwice { code: text, first_line }
            | Cause::GroupDiffers { group: text, first_line } => {
                vec![found(text), ("line", (*first_line).into())]
            }
            Cause::CheckDigit { found: text, fitting } => {
                vec![found(text), ("fitting", fitting.to_string().into())]
            }
            Cause::Price { found: text, error: AmountError::TooLarge } => {
                vec![found(text), ("most", amount(Amount::LARGEST_ENTRY, language).into())]
            }
            Cause::Price { found: text, .. } => vec![found(text)],
            Cause::Utf16
            | Cause::NotText
            | Cause::ColumnTwice
            | Cause::ColumnMissing
            | Cause::NoArticles
            | Cause::Unreadable
            | Cause::Missing
            | Cause::ControlCharacter => Vec::new(),
        }
    }
}

/// A text of the file as problems quote it: at most 40 characters, none that a terminal obeys.
pub(super) fn excerpt(text: &str) -> String {
    let shown = |character: char| if character.is_control() { ' ' } else { character };
    let mut excerpt: String = text.chars().take(40).map(shown).collect();
    if text.chars().nth(40).is_some() {
        excerpt.push('…');
    }
    excerpt
}
