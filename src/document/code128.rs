//! Code 128: which symbols and bars a text becomes (ISO/IEC 15417).
//!
//! Pairs of digits are packed where the whole text is digits; everything else is set B.

/// Widths of bar, space, bar, space, bar, space for each symbol value, in modules.
const PATTERNS: [&[u8; 6]; 106] = [
    b"212222", b"222122", b"222221", b"121223", b"121322", b"131222", b"122213", b"122312",
    b"132212", b"221213", b"221312", b"231212", b"112232", b"122132", b"122231", b"113222",
    b"123122", b"123221", b"223211", b"221132", b"221231", b"213212", b"223112", b"312131",
    b"311222", b"321122", b"321221", b"312212", b"322112", b"322211", b"212123", b"212321",
    b"232121", b"111323", b"131123", b"131321", b"112313", b"132113", b"132311", b"211313",
    b"231113", b"231311", b"112133", b"112331", b"132131", b"113123", b"113321", b"133121",
    b"313121", b"211331", b"231131", b"213113", b"213311", b"213131", b"311123", b"311321",
    b"331121", b"312113", b"312311", b"332111", b"314111", b"221411", b"431111", b"111224",
    b"111422", b"121124", b"121421", b"141122", b"141221", b"112214", b"112412", b"122114",
    b"122411", b"142112", b"142211", b"241211", b"221114", b"413111", b"241112", b"134111",
    b"111242", b"121142", b"121241", b"114212", b"124112", b"124211", b"411212", b"421112",
    b"421211", b"212141", b"214121", b"412121", b"111143", b"111341", b"131141", b"114113",
    b"114311", b"411113", b"411311", b"113141", b"114131", b"311141", b"411131", b"211412",
    b"211214", b"211232",
];
/// The stop symbol has one bar more.
const STOP: &[u8; 7] = b"2331112";
const START_B: u8 = 104;
const START_C: u8 = 105;
/// The light margin that a scanner needs on each side, in modules.
pub const QUIET: u32 = 10;

/// A text as Code 128.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code128 {
    symbols: Vec<u8>,
}

impl Code128 {
    /// Encodes printable ASCII; `None` for anything else and for nothing.
    pub fn encode(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.is_empty() || !bytes.iter().all(|byte| (0x20..=0x7e).contains(byte)) {
            return None;
        }
        let pairs = bytes.len().is_multiple_of(2) && bytes.iter().all(u8::is_ascii_digit);
        let mut symbols = if pairs {
            let values = bytes.chunks_exact(2).map(|pair| (pair[0] - b'0') * 10 + pair[1] - b'0');
            std::iter::once(START_C).chain(values).collect::<Vec<u8>>()
        } else {
            std::iter::once(START_B).chain(bytes.iter().map(|byte| byte - 0x20)).collect()
        };
        let weighted: usize = symbols
            .iter()
            .enumerate()
            .map(|(place, value)| place.max(1) * usize::from(*value))
            .sum();
        // A remainder of 103 is below the number of patterns.
        symbols.push((weighted % 103) as u8);
        Some(Code128 { symbols })
    }

    /// The data symbols between the start symbol and the check symbol, and whether they are
    /// pairs of digits (set C) instead of set B.
    pub(super) fn data(&self) -> (&[u8], bool) {
        let data = &self.symbols[1..self.symbols.len() - 1];
        (data, self.symbols[0] == START_C)
    }

    /// Widths in modules, beginning with a bar and then space and bar in turn; no margins.
    pub fn bars(&self) -> Vec<u8> {
        self.symbols
            .iter()
            .flat_map(|symbol| PATTERNS[usize::from(*symbol)].iter())
            .chain(STOP)
            .map(|width| width - b'0')
            .collect()
    }

    /// The whole width in modules with both margins.
    pub fn width(&self) -> u32 {
        self.bars().into_iter().map(u32::from).sum::<u32>() + 2 * QUIET
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn patterns_have_the_form_of_the_standard() {
        let mut seen = HashSet::new();
        for pattern in PATTERNS {
            let widths: Vec<u8> = pattern.iter().map(|width| width - b'0').collect();
            assert_eq!(widths.iter().sum::<u8>(), 11, "{pattern:?}");
            assert_eq!(widths.iter().step_by(2).sum::<u8>() % 2, 0, "{pattern:?}: bars are even");
            assert!(seen.insert(pattern), "{pattern:?} is there twice");
        }
    }

    /// Worked by hand: start B 104, then place × value.
    #[test]
    fn check_symbols() {
        let abc = Code128::encode("ABC").unwrap();
        assert_eq!(abc.symbols, [104, 33, 34, 35, ((104 + 33 + 2 * 34 + 3 * 35) % 103) as u8]);
        let digits = Code128::encode("123456").unwrap();
        assert_eq!(digits.symbols, [105, 12, 34, 56, ((105 + 12 + 2 * 34 + 3 * 56) % 103) as u8]);
        assert_eq!(digits.data(), (&[12, 34, 56][..], true));
        let odd = Code128::encode("12345").unwrap();
        assert_eq!(odd.symbols[0], 104);
        assert_eq!(digits.width(), 20 + 5 * 11 + 13);
    }

    #[test]
    fn only_printable_ascii() {
        for text in ["", "å", "a\n", "\u{7f}"] {
            assert_eq!(Code128::encode(text), None, "{text:?}");
        }
    }
}
