//! How long to wait before the next start: not at all, unless the register keeps dying young.

use std::time::Duration;

/// Whoever lives so long did not die of the start.
const YOUNG: Duration = Duration::from_secs(15);
/// Pauses after the first, second, … early death in a row; the last one repeats. Even the longest leaves time to ask
/// for a payment before SEQR takes it back.
const PAUSES: [Duration; 7] = [
    Duration::ZERO,
    Duration::ZERO,
    Duration::ZERO,
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(10),
];

/// How often the register has died young in a row.
#[derive(Debug, Default)]
pub struct Patience {
    early_deaths: usize,
}

impl Patience {
    /// The pause after a life of this length.
    pub fn pause_after(&mut self, lived: Duration) -> Duration {
        if lived >= YOUNG {
            self.early_deaths = 0;
            return Duration::ZERO;
        }
        let [.., longest] = PAUSES;
        let pause = PAUSES.get(self.early_deaths).copied().unwrap_or(longest);
        self.early_deaths = self.early_deaths.saturating_add(1);
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_register_that_keeps_dying_young_has_to_wait() {
        let mut patience = Patience::default();
        let young = Duration::from_secs(1);
        let pauses: Vec<u64> = (0..9).map(|_| patience.pause_after(young).as_secs()).collect();
        assert_eq!(pauses, [0, 0, 0, 1, 2, 5, 10, 10, 10]);
        assert_eq!(patience.pause_after(YOUNG), Duration::ZERO);
        assert_eq!(patience.pause_after(young), Duration::ZERO, "it begins anew");
    }
}
