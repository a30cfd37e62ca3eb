//! The columns about what has to be seen to when an article is sold: deposit, age, weight. A file need not have them.

use crate::core::catalog::{ArticleNumber, Conditions};

use super::problem::{Cause, excerpt};

/// The deposit's article, which cannot be the article itself.
pub(super) fn deposit(
    text: &str,
    own: Option<&ArticleNumber>,
) -> Result<Option<ArticleNumber>, Cause> {
    if text.is_empty() {
        return Ok(None);
    }
    let number = ArticleNumber::new(text).ok().filter(|number| Some(number) != own);
    number.map(Some).ok_or_else(|| Cause::Deposit { found: excerpt(text) })
}

/// The age that the customer must have.
pub(super) fn age(text: &str) -> Result<Option<u8>, Cause> {
    if text.is_empty() {
        return Ok(None);
    }
    let age = text.parse().ok().filter(|age| (1..=Conditions::HIGHEST_AGE).contains(age));
    age.map(Some).ok_or_else(|| Cause::Age { found: excerpt(text) })
}

/// Whether it is sold by weight or measure.
pub(super) fn weighed(text: &str) -> Result<bool, Cause> {
    match text.to_lowercase().as_str() {
        "" | "no" | "nej" => Ok(false),
        "yes" | "ja" => Ok(true),
        _ => Err(Cause::Weighed { found: excerpt(text) }),
    }
}
