//! One key pressed in the search, with 100 000 articles.

use kassa::core::catalog::{Article, Catalog};
use kassa::core::language::Language;

use super::measure::{Limit, Table, Unit, timed};
use super::random::Random;
use super::shops::{Shop, Shops};

/// What the search view asks for.
const MOST_FOUND: usize = 60;
const SEARCHES: usize = 400;

pub fn measure(shops: &Shops, table: &mut Table) {
    let articles = shops.articles(Shop::Large);
    let searches = searches(&articles);
    let (catalog, built) = timed(|| Catalog::new(articles));
    let mut took = Vec::new();
    for typed in &searches {
        // Every beginning of what is typed is a search of its own.
        for (end, character) in typed.char_indices() {
            let typed = &typed[..end + character.len_utf8()];
            let (found, time) = timed(|| catalog.search(typed, MOST_FOUND).len());
            assert!(found > 0, "{typed:?} finds something");
            took.push(time);
        }
    }
    table.add_times(
        "one key in the search, 100 000 articles",
        Unit::Milliseconds,
        Limit::P99(5.0),
        &took,
    );
    let worst = took.iter().max().copied().into_iter().collect::<Vec<_>>();
    table.add_times("  the slowest of them", Unit::Milliseconds, Limit::None, &worst);
    table.add_times("building the index over them", Unit::Milliseconds, Limit::None, &[built]);
}

/// What cashiers type: words of a name whole or begun, in any order, numbers, bar codes.
fn searches(articles: &[Article]) -> Vec<String> {
    let mut random = Random::new(2);
    let mut searches = Vec::new();
    for round in 0..SEARCHES {
        let article = random.of(articles);
        let name = article.name.in_language(Language::Swedish).to_lowercase();
        let words: Vec<&str> = name.split(' ').collect();
        searches.push(match round % 5 {
            0 => article.number.as_str().to_owned(),
            1 => {
                article.codes.first().map_or_else(|| name.clone(), |code| code.as_str().to_owned())
            }
            2 => name.clone(),
            3 => words.iter().rev().copied().collect::<Vec<_>>().join(" "),
            // Begun words only: the most articles have to be looked at.
            _ => words.iter().filter_map(|word| word.get(..1)).collect::<Vec<_>>().join(" "),
        });
    }
    searches
}
