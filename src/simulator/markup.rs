//! Text made safe for XML and HTML.

use std::borrow::Cow;

/// The text with the five characters replaced that have a meaning in markup. Safe between tags
/// and inside quoted attributes; not inside a script.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_remains_markup() {
        for (text, safe) in [
            ("Kaffe 500 g", "Kaffe 500 g"),
            ("", ""),
            ("<b a='1' c=\"2\">&amp;", "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;amp;"),
            ("åäö € 🂡", "åäö € 🂡"),
        ] {
            assert_eq!(escaped(text), safe);
        }
    }
}
