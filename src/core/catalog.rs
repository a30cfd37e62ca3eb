//! Articles: what can be sold, in which group, at which price and tax rate.
//!
//! Knows nothing of where articles come from (the journal, a CSV file) or how they are found by
//! name (`search`).

use std::collections::HashMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::language::Language;
use super::money::Amount;
use super::vat::VatRate;

/// The shop's own number of an article: 1 to 20 letters, digits, `-`, `.` or `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ArticleNumber(Box<str>);

/// Why a text cannot be what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// See [`ArticleNumber`].
    #[error("an article number has 1 to 20 letters, digits, '-', '.' or '_'")]
    ArticleNumber,
    /// See [`Code`].
    #[error("a bar code has 4 to 32 letters or digits")]
    Code,
}

impl ArticleNumber {
    /// Reads an article number.
    pub fn new(text: &str) -> Result<Self, CatalogError> {
        let fits = (1..=20).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
        if fits { Ok(ArticleNumber(text.into())) } else { Err(CatalogError::ArticleNumber) }
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArticleNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for ArticleNumber {
    type Error = CatalogError;
    fn try_from(text: String) -> Result<Self, CatalogError> {
        ArticleNumber::new(&text)
    }
}

impl From<ArticleNumber> for String {
    fn from(number: ArticleNumber) -> String {
        number.0.into()
    }
}

/// What a bar code says: 4 to 32 ASCII letters or digits (EAN-8, UPC-A, EAN-13, Code 128).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(Box<str>);

impl Code {
    /// Reads a bar code's text.
    pub fn new(text: &str) -> Result<Self, CatalogError> {
        let fits =
            (4..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if fits { Ok(Code(text.into())) } else { Err(CatalogError::Code) }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether an all-digit code of an EAN or UPC length carries the right check digit.
    /// Codes of other lengths have none and pass.
    pub fn check_digit_fits(&self) -> bool {
        let digits: Vec<u32> = self.0.chars().filter_map(|digit| digit.to_digit(10)).collect();
        if digits.len() != self.0.len() || ![8, 12, 13, 14].contains(&digits.len()) {
            return true;
        }
        let weighted: u32 = digits
            .iter()
            .rev()
            .enumerate()
            .map(|(place, digit)| if place % 2 == 1 { digit * 3 } else { *digit })
            .sum();
        weighted.is_multiple_of(10)
    }
}

impl TryFrom<String> for Code {
    type Error = CatalogError;
    fn try_from(text: String) -> Result<Self, CatalogError> {
        Code::new(&text)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> String {
        code.0.into()
    }
}

/// A name in the shop's languages. Swedish is always there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Name {
    /// The Swedish name.
    #[serde(rename = "sv")]
    swedish: Box<str>,
    /// The English name where there is one.
    #[serde(rename = "en", default, skip_serializing_if = "Option::is_none")]
    english: Option<Box<str>>,
}

impl Name {
    /// A name; blank English means "the same".
    pub fn new(swedish: &str, english: Option<&str>) -> Self {
        let english = english.map(str::trim).filter(|name| !name.is_empty());
        Name { swedish: swedish.trim().into(), english: english.map(Into::into) }
    }

    /// The name in a language, or in Swedish where it has no other.
    pub fn in_language(&self, language: Language) -> &str {
        match (language, &self.english) {
            (Language::English, Some(english)) => english,
            _ => &self.swedish,
        }
    }

    /// Every name there is, for searching.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.swedish).chain(self.english.as_deref())
    }
}

/// Whether an article counts among goods or services on reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ArticleKind {
    /// A thing that is handed over.
    #[default]
    Goods,
    /// Work that is done.
    Service,
}

/// An article that can be sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The shop's number; identifies the article.
    pub number: ArticleNumber,
    /// What it is called.
    pub name: Name,
    /// The bar codes on it; each belongs to one article only.
    #[serde(default)]
    pub codes: Vec<Code>,
    /// The price of one, tax included.
    pub price: Amount,
    /// The tax contained in the price.
    pub vat: VatRate,
    /// The main group it is shown and reported in, in the shop's own words.
    pub group: Name,
    /// Goods or service.
    #[serde(default)]
    pub kind: ArticleKind,
    /// What has to be seen to when it is sold.
    #[serde(default, skip_serializing_if = "Conditions::are_none")]
    pub conditions: Conditions,
}

/// What has to be seen to when an article is sold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Conditions {
    /// The article that is rung up with each piece as its deposit (pant).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deposit: Option<ArticleNumber>,
    /// The age that the customer must have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
    /// Whether it is sold by weight or measure, so that quantities have decimals.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub weighed: bool,
}

impl Conditions {
    /// The highest age that an article can be marked with.
    pub const HIGHEST_AGE: u8 = 99;

    /// Whether there is nothing.
    pub fn are_none(&self) -> bool {
        *self == Conditions::default()
    }
}

/// A group of articles as pages of keys show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What it is called.
    pub name: Name,
    /// Its articles, as places in [`Catalog::articles`], in their order.
    pub articles: Vec<u32>,
}

/// All articles, found by number and bar code and arranged in groups. Built once, then only read.
#[derive(Debug, Default)]
pub struct Catalog {
    articles: Vec<Article>,
    groups: Vec<Group>,
    by_number: HashMap<ArticleNumber, u32>,
    by_code: HashMap<Code, u32>,
    words: super::search::Words,
}

impl Catalog {
    /// Builds the indexes over articles in the order in which they shall be shown.
    ///
    /// Of two articles with the same number or code the later one is found.
    pub fn new(articles: Vec<Article>) -> Self {
        let mut by_number = HashMap::with_capacity(articles.len());
        let mut by_code = HashMap::with_capacity(articles.len());
        let mut groups: Vec<Group> = Vec::new();
        let mut group_places: HashMap<Name, usize> = HashMap::new();
        for (place, article) in (0u32..).zip(&articles) {
            let _earlier = by_number.insert(article.number.clone(), place);
            for code in &article.codes {
                let _earlier = by_code.insert(code.clone(), place);
            }
            let group = *group_places.entry(article.group.clone()).or_insert_with(|| {
                groups.push(Group { name: article.group.clone(), articles: Vec::new() });
                groups.len() - 1
            });
            groups[group].articles.push(place);
        }
        let words = super::search::Words::new(&articles);
        Catalog { articles, groups, by_number, by_code, words }
    }

    /// All articles in their order.
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// The groups in the order in which their first articles stand.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The article with this number.
    pub fn by_number(&self, number: &ArticleNumber) -> Option<&Article> {
        self.by_number.get(number).map(|place| &self.articles[*place as usize])
    }

    /// The article with this bar code. UPC-A is EAN-13 without its leading zero: both are found.
    pub fn by_code(&self, code: &Code) -> Option<&Article> {
        let place = self.by_code.get(code).copied().or_else(|| {
            let text = code.as_str();
            let other = match text.len() {
                12 => Code::new(&format!("0{text}")).ok()?,
                13 => Code::new(text.strip_prefix('0')?).ok()?,
                _ => return None,
            };
            self.by_code.get(&other).copied()
        })?;
        Some(&self.articles[place as usize])
    }

    /// The best `most` articles for what someone typed: a number, a bar code, or beginnings of words.
    pub fn search(&self, typed: &str, most: usize) -> Vec<&Article> {
        self.words
            .find(&self.articles, typed, most)
            .into_iter()
            .map(|place| &self.articles[place as usize])
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        for (text, fits) in [
            ("7310865004703", true),
            ("7310865004704", false),
            ("96385074", true),
            ("96385075", false),
            ("036000291452", true),
            ("036000291453", false),
            ("ABC-1", false), // not a code at all
            ("12345", true),
        ] {
            match Code::new(text) {
                Ok(code) => assert_eq!(code.check_digit_fits(), fits, "{text}"),
                Err(_) => assert_eq!(text, "ABC-1"),
            }
        }
    }

    #[test]
    fn upc_and_ean_are_one_code() {
        let article = Article {
            number: ArticleNumber::new("1").unwrap(),
            name: Name::new("Te", Some("Tea")),
            codes: vec![Code::new("036000291452").unwrap()],
            price: Amount::from_minor(100),
            vat: VatRate::from_hundredths(1200),
            group: Name::new("Dryck", None),
            kind: ArticleKind::Goods,
            conditions: Conditions::default(),
        };
        let catalog = Catalog::new(vec![article]);
        for code in ["036000291452", "0036000291452"] {
            assert!(catalog.by_code(&Code::new(code).unwrap()).is_some(), "{code}");
        }
        assert!(catalog.by_code(&Code::new("36000291452").unwrap()).is_none());
    }

    #[test]
    fn groups_stand_in_order_and_of_two_equal_codes_the_later_counts() {
        let article = |number: &str, group: &str| Article {
            number: ArticleNumber::new(number).unwrap(),
            name: Name::new(number, None),
            codes: vec![Code::new("7310865004703").unwrap()],
            price: Amount::from_minor(100),
            vat: VatRate::from_hundredths(1200),
            group: Name::new(group, None),
            kind: ArticleKind::Goods,
            conditions: Conditions::default(),
        };
        let articles = vec![article("b", "Mat"), article("c", "Dryck"), article("a", "Mat")];
        let catalog = Catalog::new(articles);
        let groups: Vec<(&str, &[u32])> = catalog
            .groups()
            .iter()
            .map(|group| (group.name.in_language(Language::Swedish), &*group.articles))
            .collect();
        assert_eq!(groups, [("Mat", &[0, 2][..]), ("Dryck", &[1][..])]);
        let code = Code::new("7310865004703").unwrap();
        assert_eq!(catalog.by_code(&code).unwrap().number.as_str(), "a");
        assert!(catalog.by_number(&ArticleNumber::new("d").unwrap()).is_none());
    }
}
