//! What a broken or wrongly set line sends: any bytes, line ends, and now and then something that
//! looks like a code. The same for the same seed.

pub struct Garbage {
    number: u64,
    codes: Vec<Vec<u8>>,
}

impl Garbage {
    /// With these codes among it, each between two line ends.
    pub fn new(seed: u64, codes: &[&str]) -> Self {
        let codes = codes.iter().map(|code| format!("\r{code}\r\n").into_bytes()).collect();
        Garbage { number: seed, codes }
    }

    /// The next so many bytes. They begin with one that is in no code, as noise does.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0x80];
        while bytes.len() < count {
            match self.next() % 100 {
                0 => {
                    let place = usize::try_from(self.next()).unwrap_or(0) % self.codes.len();
                    bytes.extend_from_slice(&self.codes[place]);
                }
                1..=3 => bytes.push(b'\r'),
                4..=5 => bytes.push(b'\n'),
                6 => bytes.extend_from_slice(b"\x02]C0"),
                // Letters and digits only, as from a device that is no scanner.
                7 => bytes.extend_from_slice(b"\r\n$GPGGA,123519,4807.038,N\r\n"),
                _ => bytes.push(self.next().to_le_bytes()[0]),
            }
        }
        bytes.truncate(count);
        bytes
    }

    /// A counter, mixed (SplitMix64).
    fn next(&mut self) -> u64 {
        self.number = self.number.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.number;
        mixed ^= mixed >> 30;
        mixed = mixed.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^= mixed >> 27;
        mixed = mixed.wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
