//! Bytes as a file of articles.

use kassa::article_file::{MOST_PROBLEMS, read, write};
use kassa::core::language::Language;

/// A file is read or refused with sentences; what was read can be written, and reads the same again.
pub fn article_file(bytes: &[u8]) {
    match read(bytes) {
        Ok(articles) => assert_eq!(read(&write(&articles)).as_ref(), Ok(&articles)),
        Err(problems) => {
            assert!((1..=MOST_PROBLEMS + 1).contains(&problems.len()), "{}", problems.len());
            for problem in &problems {
                for language in [Language::Swedish, Language::English] {
                    let text = problem.text(language);
                    assert!((1..=2_000).contains(&text.len()), "{} bytes: {text}", text.len());
                    assert!(!text.contains('\n'), "{text}");
                }
            }
        }
    }
}
