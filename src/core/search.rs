//! Finding articles by what someone types: numbers, bar codes, beginnings of words.
//!
//! Every word of every name is kept folded (lower case, without accents, so that "kött" finds
//! "KÖTT" and "kott") in one sorted list. A typed word is a range of that list; several words are
//! intersected, starting from the shortest range.

use super::catalog::Article;

/// A folded word and the articles that have it, by their place in the catalogue.
#[derive(Debug, Default)]
pub struct Words {
    /// All distinct words, back to back.
    text: String,
    /// For each word, in sorted order, where it ends in `text`.
    ends: Vec<u32>,
    /// For each word, where its articles end in `places`.
    place_ends: Vec<u32>,
    places: Vec<u32>,
}

/// The most words of a query that are looked at.
const MOST_WORDS: usize = 6;
/// Instead of a number of words: this article is in the result already.
const TAKEN: u8 = u8::MAX;

impl Words {
    /// Indexes names, numbers and bar codes.
    pub fn new(articles: &[Article]) -> Self {
        let mut pairs: Vec<(Box<str>, u32)> = Vec::with_capacity(articles.len() * 4);
        for (place, article) in (0u32..).zip(articles) {
            for name in article.name.all() {
                pairs.extend(
                    fold(name).split(' ').filter(|w| !w.is_empty()).map(|w| (w.into(), place)),
                );
            }
            pairs.push((fold(article.number.as_str()).into(), place));
            pairs.extend(article.codes.iter().map(|code| (fold(code.as_str()).into(), place)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut words = Words::default();
        let mut last: Option<&str> = None;
        for (word, place) in &pairs {
            if last != Some(word) {
                words.text.push_str(word);
                words.ends.push(words.text.len() as u32);
                words.place_ends.push(words.places.len() as u32);
                last = Some(word);
            }
            words.places.push(*place);
            if let Some(end) = words.place_ends.last_mut() {
                *end = words.places.len() as u32;
            }
        }
        words
    }

    /// Places of the best `most` articles, best first: an exact number, then whole words, then beginnings; names in
    /// catalogue order within each.
    pub fn find(&self, articles: &[Article], typed: &str, most: usize) -> Vec<u32> {
        let folded = fold(typed);
        let mut typed: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        typed.truncate(MOST_WORDS);
        if typed.is_empty() || most == 0 {
            return Vec::new();
        }
        let mut ranges: Vec<(usize, usize, &str)> = typed
            .iter()
            .map(|word| {
                let (from, to) = self.range(word);
                (from, to, *word)
            })
            .collect();
        ranges.sort_by_key(|(from, to, _)| self.articles_in(*from, *to).len());
        let Some((first, others)) = ranges.split_first() else { return Vec::new() };
        let mut found = self.candidates(first.0, first.1, others, most, articles.len());
        let exact = |place: &u32| {
            let article = &articles[*place as usize];
            let number = fold(article.number.as_str()) == folded;
            let named = article.name.all().any(|name| {
                let name = fold(name);
                typed.iter().all(|word| name.split(' ').any(|own| own == *word))
            });
            (!number, !named, *place)
        };
        found.sort_by_cached_key(exact);
        found.truncate(most);
        found
    }

    /// Articles of the range `from..to` that also have all the other words.
    fn candidates(
        &self,
        from: usize,
        to: usize,
        others: &[(usize, usize, &str)],
        most: usize,
        articles: usize,
    ) -> Vec<u32> {
        // How many of the other words each article has been found to have, one after another.
        // Going through their lists once is far cheaper than looking at the names of every
        // article in a long range.
        let mut has = vec![0_u8; articles];
        for (before, (from, to, _)) in (0_u8..).zip(others) {
            for place in self.articles_in(*from, *to) {
                let count = &mut has[*place as usize];
                if *count == before {
                    *count += 1;
                }
            }
        }
        let all = others.len() as u8;
        // A single letter matches a third of a large catalogue: looking at a bounded number of
        // articles keeps one key press quick, and nobody reads further than the first page.
        let enough = most.saturating_mul(8).max(64);
        let mut found = Vec::new();
        for place in self.articles_in(from, to) {
            let count = &mut has[*place as usize];
            if *count == all {
                *count = TAKEN;
                found.push(*place);
                if found.len() >= enough {
                    break;
                }
            }
        }
        found
    }

    fn articles_in(&self, from: usize, to: usize) -> &[u32] {
        if from >= to {
            return &[];
        }
        let start = if from == 0 { 0 } else { self.place_ends[from - 1] as usize };
        &self.places[start..self.place_ends[to - 1] as usize]
    }

    /// The words that begin with `beginning`: from, to (exclusive).
    fn range(&self, beginning: &str) -> (usize, usize) {
        let from = self.partition(|word| word < beginning);
        let to = self.partition(|word| word < beginning || word.starts_with(beginning));
        (from, to)
    }

    fn partition(&self, before: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = (low + high) / 2;
            if before(self.word(middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn word(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.text[start..self.ends[index] as usize]
    }
}

/// Lower case, accents taken off, everything but letters and digits a space.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' => folded.push('a'),
            'ö' | 'ø' | 'ó' | 'ò' | 'ô' | 'õ' => folded.push('o'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'ü' | 'ú' | 'ù' | 'û' => folded.push('u'),
            'í' | 'ì' | 'î' | 'ï' => folded.push('i'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            'æ' => folded.push_str("ae"),
            // Decomposed accents follow their letter and are dropped.
            '\u{300}'..='\u{36f}' => {}
            other if other.is_alphanumeric() => folded.push(other),
            _ => folded.push(' '),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::super::catalog::{ArticleKind, ArticleNumber, Catalog, Code, Conditions, Name};
    use super::super::money::Amount;
    use super::super::vat::VatRate;
    use super::*;

    fn catalog() -> Catalog {
        let article = |number: &str, swedish: &str, english: &str, code: &str| Article {
            number: ArticleNumber::new(number).unwrap(),
            name: Name::new(swedish, Some(english)),
            codes: vec![Code::new(code).unwrap()],
            price: Amount::from_minor(100),
            vat: VatRate::from_hundredths(1200),
            group: Name::new("Allt", None),
            kind: ArticleKind::Goods,
            conditions: Conditions::default(),
        };
        Catalog::new(vec![
            article("100", "Kaffe mörkrost 500 g", "Coffee dark roast 500 g", "7300000000017"),
            article("101", "Kaffefilter", "Coffee filters", "7300000000024"),
            article("102", "Köttbullar", "Meatballs", "7300000000031"),
            article("103", "Läsk 10 cl", "Soft drink", "7300000000048"),
            article("10", "Mjölk", "Milk", "7300000000055"),
        ])
    }

    #[test]
    fn finds_by_beginnings_numbers_and_codes() {
        let catalog = catalog();
        for (typed, numbers) in [
            ("kaffe", vec!["100", "101"]),
            ("KAFFE mork", vec!["100"]),
            ("mörk kaf", vec!["100"]),
            ("kaffe kaf", vec!["100", "101"]),
            ("10 k", vec!["100", "101", "102"]),
            ("kott", vec!["102"]),
            ("kött", vec!["102"]),
            ("ko\u{308}tt", vec!["102"]),
            ("meat", vec!["102"]),
            ("10", vec!["10", "103", "100", "101", "102"]),
            ("7300000000055", vec!["10"]),
            ("zzz", vec![]),
            ("", vec![]),
            ("  ", vec![]),
            ("!?", vec![]),
        ] {
            let found: Vec<_> =
                catalog.search(typed, 10).iter().map(|article| article.number.as_str()).collect();
            assert_eq!(found, numbers, "{typed:?}");
        }
        assert_eq!(catalog.search("kaffe", 1).len(), 1);
    }
}
