//! The character sets that receipt printers have, and what stands in for letters they lack.

use std::borrow::Cow;

/// A printer's character set, chosen with `ESC t`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CodePage {
    /// PC858: Western Europe with the euro sign. Nearly every printer has it.
    #[default]
    Pc858,
    /// Windows 1252, for printers without PC858.
    Wpc1252,
}

/// PC858 from byte 0x80 on.
const PC858: &str = "\
    ÇüéâäàåçêëèïîìÄÅ\
    ÉæÆôöòûùÿÖÜø£Ø×ƒ\
    áíóúñÑªº¿®¬½¼¡«»\
    ░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
    ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀\
    ÓßÔÒõÕµþÞÚÛÙýÝ¯´\
    \u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}\
";
/// Windows 1252 from byte 0x80 to 0x9F, NUL where it has nothing; above, it is Latin 1.
const WPC1252: &str = "\
    €\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\
    \0‘’“”•–—˜™š›œ\0žŸ\
";
/// Shown for what no letter can stand in for.
const SUBSTITUTE: &str = "?";

impl CodePage {
    /// The page's number for `ESC t`.
    pub fn number(self) -> u8 {
        match self {
            CodePage::Pc858 => 19,
            CodePage::Wpc1252 => 16,
        }
    }

    /// The text with everything replaced that the page does not have. What it has is never
    /// replaced, and the result has one byte for each character.
    pub(super) fn prepare(self, text: &str) -> Cow<'_, str> {
        if text.is_ascii() {
            return Cow::Borrowed(text);
        }
        let mut prepared = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                // Same width on paper, but a printer may have nothing at its place.
                '\u{a0}' | '\u{202f}' | '\u{2000}'..='\u{200a}' => prepared.push(' '),
                character if self.find(character).is_some() => prepared.push(character),
                character => prepared.push_str(stand_in(character)),
            }
        }
        Cow::Owned(prepared)
    }

    /// The byte of a prepared character.
    pub(super) fn byte(self, character: char) -> u8 {
        self.find(character).unwrap_or(b'?')
    }

    fn find(self, character: char) -> Option<u8> {
        if character.is_ascii() {
            return (!character.is_ascii_control()).then_some(character as u8);
        }
        let (table, latin) = match self {
            CodePage::Pc858 => (PC858, None),
            CodePage::Wpc1252 => {
                (WPC1252, u8::try_from(character).ok().filter(|byte| *byte >= 0xa0))
            }
        };
        let place = table.chars().position(|letter| letter == character);
        latin.or_else(|| u8::try_from(place? + 0x80).ok())
    }
}

/// What stands in for a character: its nearest letters in plain Latin.
fn stand_in(character: char) -> &'static str {
    match character {
        '\u{2212}' | '\u{2010}'..='\u{2015}' => "-",
        '‘' | '’' | '‚' | '‛' | '′' | '‹' | '›' => "'",
        '“' | '”' | '„' | '‟' | '″' => "\"",
        '…' => "...",
        '•' | '·' | '‣' | '∙' | '●' | '★' => "*",
        '→' => "->",
        '×' => "x",
        '€' => "EUR",
        '™' => "TM",
        '©' => "(c)",
        '®' => "(r)",
        '№' => "No",
        '℮' => "e",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'Œ' => "OE",
        'œ' => "oe",
        'ẞ' => "SS",
        'ă' | 'ā' | 'ą' => "a",
        'Ă' | 'Ā' | 'Ą' => "A",
        'ć' | 'č' | 'ċ' => "c",
        'Ć' | 'Č' | 'Ċ' => "C",
        'ď' | 'đ' => "d",
        'Ď' | 'Đ' => "D",
        'ě' | 'ē' | 'ę' | 'ė' => "e",
        'Ě' | 'Ē' | 'Ę' | 'Ė' => "E",
        'ğ' | 'ģ' => "g",
        'Ğ' | 'Ģ' => "G",
        'ī' | 'į' | 'ı' => "i",
        'İ' | 'Ī' | 'Į' => "I",
        'ķ' => "k",
        'Ķ' => "K",
        'ł' | 'ľ' | 'ļ' => "l",
        'Ł' | 'Ľ' | 'Ļ' => "L",
        'ń' | 'ň' | 'ņ' | 'ŋ' => "n",
        'Ń' | 'Ň' | 'Ņ' | 'Ŋ' => "N",
        'ő' => "ö",
        'Ő' => "Ö",
        'ō' => "o",
        'Ō' => "O",
        'ř' => "r",
        'Ř' => "R",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'Ś' | 'Š' | 'Ş' | 'Ș' => "S",
        'ť' | 'ţ' | 'ț' | 'ŧ' => "t",
        'Ť' | 'Ţ' | 'Ț' | 'Ŧ' => "T",
        'ű' => "ü",
        'Ű' => "Ü",
        'ū' | 'ů' | 'ų' => "u",
        'Ū' | 'Ů' | 'Ų' => "U",
        'ź' | 'ž' | 'ż' => "z",
        'Ź' | 'Ž' | 'Ż' => "Z",
        'Ÿ' => "Y",
        _ => SUBSTITUTE,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn bytes(page: CodePage, text: &str) -> Vec<u8> {
        page.prepare(text).chars().map(|character| page.byte(character)).collect()
    }

    #[test]
    fn tables_are_whole() {
        assert_eq!(PC858.chars().count(), 128);
        assert_eq!(PC858.chars().collect::<HashSet<_>>().len(), 128);
        assert_eq!(WPC1252.chars().count(), 32);
    }

    /// The bytes as the code pages define them.
    #[test]
    fn letters_of_the_north_and_the_euro() {
        assert_eq!(
            bytes(CodePage::Pc858, "åäöÅÄÖéÉüæøÆØ€§½×"),
            [
                0x86, 0x84, 0x94, 0x8f, 0x8e, 0x99, 0x82, 0x90, 0x81, 0x91, 0x9b, 0x92, 0x9d, 0xd5,
                0xf5, 0xab, 0x9e
            ]
        );
        assert_eq!(
            bytes(CodePage::Wpc1252, "åäöÅÄÖéÉ€×–”š"),
            [0xe5, 0xe4, 0xf6, 0xc5, 0xc4, 0xd6, 0xe9, 0xc9, 0x80, 0xd7, 0x96, 0x94, 0x9a]
        );
    }

    #[test]
    fn what_is_missing_gets_a_stand_in() {
        for (text, printed) in [
            ("\u{2212}1\u{a0}234\u{202f}567", "-1 234 567"),
            ("“Te” – ‘x’…", "\"Te\" - 'x'..."),
            ("Škoda Łódź", "Skoda L\u{a2}dz"),
            ("茶 Te 🍵", "? Te ?"),
            ("plain", "plain"),
        ] {
            let bytes = bytes(CodePage::Pc858, text);
            let shown: String = bytes.into_iter().map(char::from).collect();
            assert_eq!(shown, printed, "{text}");
        }
    }

    #[test]
    fn stand_ins_can_be_printed_themselves() {
        for code in 0x80..0x3000 {
            let Some(character) = char::from_u32(code) else { continue };
            for page in [CodePage::Pc858, CodePage::Wpc1252] {
                for letter in stand_in(character).chars() {
                    assert!(page.find(letter).is_some(), "{letter} for {character}");
                }
            }
        }
    }
}
