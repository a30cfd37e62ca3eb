//! Amounts that a customer is likely to hand over: the exact one in whole kronor and the next
//! notes above it.

use crate::core::money::Amount;

/// What notes are counted in, in kronor.
const STEPS: [i64; 7] = [10, 20, 50, 100, 200, 500, 1_000];
/// The most amounts besides the exact one.
const MOST: usize = 4;
/// Öre in a krona.
const KRONA: i64 = 100;

/// What is due, as cash can pay it: whole kronor, and at least one.
pub(super) fn exact(due: Amount) -> Amount {
    due.rounded_to_cash().max(Amount::from_minor(KRONA))
}

/// The next amounts in notes, ascending, each at least 5 % above the one before.
pub(super) fn notes(due: Amount) -> Vec<Amount> {
    let exact = exact(due).minor();
    let mut chosen: Vec<i64> = Vec::with_capacity(MOST);
    for step in STEPS.map(|kronor| kronor * KRONA) {
        let amount = (exact / step + i64::from(exact % step != 0)) * step;
        let before = chosen.last().copied().unwrap_or(exact);
        let apart = amount * 100 >= before * 105;
        if chosen.len() < MOST && apart && amount <= Amount::LARGEST_ENTRY.minor() {
            chosen.push(amount);
        }
    }
    chosen.into_iter().map(Amount::from_minor).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kronor(due: i64) -> (i64, Vec<i64>) {
        let due = Amount::from_minor(due);
        let whole = |amount: Amount| {
            assert_eq!(amount.minor() % KRONA, 0);
            amount.minor() / KRONA
        };
        (whole(exact(due)), notes(due).into_iter().map(whole).collect())
    }

    #[test]
    fn exact_and_the_next_notes() {
        for (due, amount, next) in [
            (7_056, 71, vec![80, 100, 200, 500]),
            (5_056, 51, vec![60, 100, 200, 500]),
            (13_830, 138, vec![150, 200, 500, 1_000]),
            (10_000, 100, vec![200, 500, 1_000]),
            (49_950, 500, vec![600, 1_000]),
            (49_949, 499, vec![600, 1_000]),
            (100, 1, vec![10, 20, 50, 100]),
            // Less than half a krona is nothing in cash, but something has to be handed over.
            (40, 1, vec![10, 20, 50, 100]),
            (0, 1, vec![10, 20, 50, 100]),
            (123_400, 1_234, vec![1_300, 1_400, 1_500, 2_000]),
            (99_999_999, 1_000_000, vec![]),
        ] {
            assert_eq!(kronor(due), (amount, next), "{due}");
        }
    }

    #[test]
    fn they_ascend_and_are_five_per_cent_apart() {
        for due in (0..2_000_000).step_by(777) {
            let (exact, next) = kronor(due);
            assert!(next.len() <= MOST);
            let mut before = exact;
            for amount in next {
                assert!(amount * 100 >= before * 105, "{due}: {amount} after {before}");
                before = amount;
            }
        }
    }
}
