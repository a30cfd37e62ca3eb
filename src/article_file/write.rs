//! Articles to bytes, in the form that [`read`](super::read) gives back exactly.
//!
//! UTF-8 with its mark, which Excel needs to show å, ä and ö; semicolons and decimal commas, as
//! Swedish spreadsheets have them.

use crate::core::catalog::{Article, ArticleKind, Name};
use crate::core::language::Language;

use super::problem::Column;

/// The file with these articles.
pub fn write(articles: &[Article]) -> Vec<u8> {
    let mut text = String::with_capacity(64 + articles.len() * 96);
    text.push('\u{feff}');
    // A shop that has no use for a column does not get it.
    let is_used = |column: &Column| match column {
        Column::Deposit | Column::Age | Column::Weighed => {
            articles.iter().any(|article| !field(article, *column).is_empty())
        }
        _ => true,
    };
    let columns: Vec<Column> = Column::ALL.into_iter().filter(is_used).collect();
    row(&mut text, columns.iter().map(|column| column.name().to_owned()));
    for article in articles {
        row(&mut text, columns.iter().map(|column| field(article, *column)));
    }
    text.into_bytes()
}

/// Adds a row; what would otherwise be taken for two fields or rows stands in quotation marks.
fn row(text: &mut String, fields: impl Iterator<Item = String>) {
    for (place, field) in fields.enumerate() {
        if place > 0 {
            text.push(';');
        }
        if field.contains([';', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&field.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&field);
        }
    }
    text.push('\n');
}

/// What a column says of an article.
fn field(article: &Article, column: Column) -> String {
    let swedish = Language::Swedish;
    match column {
        Column::Number => article.number.to_string(),
        Column::NameSwedish => article.name.in_language(swedish).to_owned(),
        Column::NameEnglish => english(&article.name).to_owned(),
        Column::Codes => {
            let codes: Vec<&str> = article.codes.iter().map(|code| code.as_str()).collect();
            codes.join(" ")
        }
        Column::Price => article.price.to_decimal().to_string().replace('.', ","),
        Column::Vat => article.vat.percent().to_string().replace('.', ","),
        Column::GroupSwedish => article.group.in_language(swedish).to_owned(),
        Column::GroupEnglish => english(&article.group).to_owned(),
        Column::Kind => match article.kind {
            ArticleKind::Goods => "goods".to_owned(),
            ArticleKind::Service => "service".to_owned(),
        },
        Column::Deposit => {
            article.conditions.deposit.as_ref().map(ToString::to_string).unwrap_or_default()
        }
        Column::Age => article.conditions.age.map(|age| age.to_string()).unwrap_or_default(),
        Column::Weighed if article.conditions.weighed => "yes".to_owned(),
        Column::Weighed => String::new(),
    }
}

/// The English name, or nothing where there is none.
fn english(name: &Name) -> &str {
    name.all().nth(1).unwrap_or_default()
}
