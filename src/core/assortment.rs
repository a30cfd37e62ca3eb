//! What becomes of the articles of a shop: what a file would change, and what they are after changes.
//!
//! A change of price is an entry like any other change of an article, which holds the article as it is from then on.

use std::collections::{HashMap, HashSet};

use super::catalog::{Article, ArticleNumber, Code};
use super::entry::Entry;

/// What becomes of articles that a file does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// They stay.
    Stays,
    /// They are taken out.
    Goes,
}

/// What differs between the articles that there are and those of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// What makes the one into the other.
    pub entries: Vec<Entry>,
    /// Articles that are new.
    pub new: usize,
    /// Articles that are changed.
    pub changed: usize,
    /// Articles that are the same.
    pub same: usize,
    /// Articles that are taken out.
    pub removed: usize,
}

/// What differs between the articles that there are and those of a file.
pub fn difference(known: &[Article], wanted: &[Article], rest: Rest) -> Difference {
    let mut difference = Difference::default();
    if rest == Rest::Goes {
        let kept: HashSet<&ArticleNumber> = wanted.iter().map(|article| &article.number).collect();
        let gone = known.iter().filter(|article| !kept.contains(&article.number));
        difference.entries =
            gone.map(|article| Entry::ArticleRemoved { number: article.number.clone() }).collect();
        difference.removed = difference.entries.len();
    }
    let by_number: HashMap<&ArticleNumber, &Article> =
        known.iter().map(|article| (&article.number, article)).collect();
    for article in wanted {
        let count = match by_number.get(&article.number) {
            Some(known) if **known == *article => {
                difference.same += 1;
                continue;
            }
            Some(_) => &mut difference.changed,
            None => &mut difference.new,
        };
        *count += 1;
        difference.entries.push(Entry::ArticleSaved { article: article.clone() });
    }
    difference
}

/// The articles after entries about them, in the order in which they were first saved. A code belongs to the article that
/// was saved with it last.
pub fn applied<'a>(
    articles: impl IntoIterator<Item = Article>,
    entries: impl IntoIterator<Item = &'a Entry>,
) -> Vec<Article> {
    let mut shelf = Shelf::default();
    articles.into_iter().for_each(|article| shelf.save(article));
    for entry in entries {
        match entry {
            Entry::ArticleSaved { article } => shelf.save(article.clone()),
            Entry::ArticleRemoved { number } => shelf.remove(number),
            _ => {}
        }
    }
    shelf.articles.into_iter().flatten().collect()
}

/// Articles in their order, with gaps where some were taken out.
#[derive(Default)]
struct Shelf {
    articles: Vec<Option<Article>>,
    by_number: HashMap<ArticleNumber, usize>,
    by_code: HashMap<Code, usize>,
}

impl Shelf {
    fn save(&mut self, article: Article) {
        let place = match self.by_number.get(&article.number) {
            Some(place) => *place,
            None => {
                self.articles.push(None);
                self.articles.len() - 1
            }
        };
        let _same = self.by_number.insert(article.number.clone(), place);
        self.forget_codes(place);
        for code in &article.codes {
            let earlier = self.by_code.insert(code.clone(), place).filter(|owner| *owner != place);
            if let Some(owner) = earlier.and_then(|owner| self.articles[owner].as_mut()) {
                owner.codes.retain(|known| known != code);
            }
        }
        self.articles[place] = Some(article);
    }

    fn remove(&mut self, number: &ArticleNumber) {
        if let Some(place) = self.by_number.remove(number) {
            self.forget_codes(place);
            self.articles[place] = None;
        }
    }

    fn forget_codes(&mut self, place: usize) {
        for code in self.articles[place].iter().flat_map(|article| &article.codes) {
            let _its = self.by_code.remove(code);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalog::{ArticleKind, Name};
    use super::super::money::Amount;
    use super::super::vat::VatRate;
    use super::*;

    fn number(text: &str) -> ArticleNumber {
        ArticleNumber::new(text).unwrap()
    }

    fn article(text: &str, price: i64, codes: &[&str]) -> Article {
        Article {
            number: number(text),
            name: Name::new("Vara", None),
            codes: codes.iter().map(|code| Code::new(code).unwrap()).collect(),
            price: Amount::from_minor(price),
            vat: VatRate::from_hundredths(2_500),
            group: Name::new("Varor", None),
            kind: ArticleKind::Goods,
        }
    }

    fn saved(article: Article) -> Entry {
        Entry::ArticleSaved { article }
    }

    fn removed(text: &str) -> Entry {
        Entry::ArticleRemoved { number: number(text) }
    }

    #[test]
    fn a_file_changes_what_differs_and_nothing_else() {
        let known = [article("1", 100, &[]), article("2", 200, &["7777"]), article("3", 300, &[])];
        let wanted = [article("1", 100, &[]), article("2", 250, &["7777"]), article("4", 400, &[])];
        let found = difference(&known, &wanted, Rest::Stays);
        assert_eq!((found.new, found.changed, found.same, found.removed), (1, 1, 1, 0));
        assert_eq!(found.entries, [saved(wanted[1].clone()), saved(wanted[2].clone())]);
        let found = difference(&known, &wanted, Rest::Goes);
        assert_eq!((found.new, found.changed, found.same, found.removed), (1, 1, 1, 1));
        assert_eq!(found.entries[0], removed("3"));
        assert_eq!(difference(&known, &known, Rest::Goes).entries, []);
    }

    #[test]
    fn articles_keep_their_place_and_codes_go_to_whoever_was_saved_with_them_last() {
        let before = || vec![article("1", 100, &["1111", "1212"]), article("2", 200, &["2121"])];
        for (entries, after) in [
            (vec![], before()),
            (
                vec![saved(article("1", 150, &["1111"]))],
                vec![article("1", 150, &["1111"]), article("2", 200, &["2121"])],
            ),
            (
                vec![saved(article("3", 300, &["1212"]))],
                vec![
                    article("1", 100, &["1111"]),
                    article("2", 200, &["2121"]),
                    article("3", 300, &["1212"]),
                ],
            ),
            (vec![removed("1")], vec![article("2", 200, &["2121"])]),
            (
                vec![
                    removed("1"),
                    saved(article("1", 100, &[])),
                    saved(article("2", 1, &["1111"])),
                ],
                vec![article("2", 1, &["1111"]), article("1", 100, &[])],
            ),
            // Given up and taken again.
            (
                vec![
                    saved(article("1", 100, &["2121"])),
                    saved(article("1", 100, &[])),
                    saved(article("2", 200, &["2121"])),
                ],
                vec![article("1", 100, &[]), article("2", 200, &["2121"])],
            ),
            (vec![removed("9")], before()),
        ] {
            assert_eq!(applied(before(), &entries), after, "{entries:?}");
        }
    }
}
