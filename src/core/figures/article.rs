//! What was sold of one article.

use super::super::catalog::{ArticleNumber, Name};
use super::super::money::Amount;
use super::super::vat::VatRate;

/// What was sold of one article under one name, at one tax rate; what came back is taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleSales {
    /// The article; none for amounts that were typed in by hand.
    pub article: Option<ArticleNumber>,
    /// Its name when it was sold.
    pub name: Name,
    /// Its main group then.
    pub group: Name,
    /// Its tax rate then.
    pub vat: VatRate,
    /// How many, in thousandths.
    pub quantity: i64,
    /// What it came to, tax included.
    pub amount: Amount,
}
