//! Numbers that look random and are always the same: from a seed, without any clock or
//! operating system.
//!
//! For the simulator's identifiers and faults only. Nothing secret may be made from it.

/// A sequence of 64-bit numbers that its seed determines (Vigna's SplitMix64).
#[derive(Debug, Clone)]
pub struct Sequence {
    state: u64,
}

impl Sequence {
    /// The sequence that belongs to a seed.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next number. No number comes twice before all 2⁶⁴ have come.
    pub const fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Whether an event of so many per thousand happens this time.
    pub const fn happens(&mut self, per_thousand: u16) -> bool {
        self.next() % 1000 < per_thousand as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_published_sequence() {
        let mut sequence = Sequence::new(1_234_567);
        let numbers: Vec<u64> = (0..5).map(|_| sequence.next()).collect();
        assert_eq!(
            numbers,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ]
        );
    }

    #[test]
    fn events_happen_as_often_as_asked() {
        let mut sequence = Sequence::new(7);
        for (per_thousand, fewest, most) in [(0, 0, 0), (100, 900, 1_100), (1000, 10_000, 10_000)] {
            let times = (0..10_000).filter(|_| sequence.happens(per_thousand)).count();
            assert!((fewest..=most).contains(&times), "{per_thousand} per thousand: {times}");
        }
    }
}
