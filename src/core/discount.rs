//! Discounts: how much comes off a sum, who gave it and why, and how a discount on a whole receipt is spread over its
//! lines.
//!
//! Arithmetic only. Who may give how much is decided in `register`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::money::Amount;
use super::receipt::{LineId, ReceiptId};
use super::user::UserNumber;
use super::vat::VatRate;

/// A share of a sum in hundredths of a percent, above nothing and at most the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Percent(u16);

impl Percent {
    /// Everything.
    pub const WHOLE: Percent = Percent(10_000);

    /// So many hundredths of a percent; `None` for nothing and for more than everything.
    pub fn from_hundredths(hundredths: u16) -> Option<Self> {
        (1..=Percent::WHOLE.0).contains(&hundredths).then_some(Percent(hundredths))
    }

    /// In hundredths of a percent.
    pub const fn hundredths(self) -> u16 {
        self.0
    }

    /// So much of an amount, rounded to the öre, halves away from zero.
    pub fn of(self, amount: Amount) -> Amount {
        proportion(amount, self.0.into(), Percent::WHOLE.0.into())
    }
}

/// Why a number is no percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a percentage is above 0 and at most 100")]
pub struct NoPercent;

impl TryFrom<u16> for Percent {
    type Error = NoPercent;
    fn try_from(hundredths: u16) -> Result<Self, NoPercent> {
        Percent::from_hundredths(hundredths).ok_or(NoPercent)
    }
}

impl From<Percent> for u16 {
    fn from(percent: Percent) -> u16 {
        percent.0
    }
}

/// How much comes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// A share of the sum, whatever the sum becomes.
    Percent(Percent),
    /// An amount.
    Amount {
        /// How much.
        off: Amount,
        /// The sum that it was given on. Of a smaller one less comes off, in proportion, so that taking goods away
        /// never makes a discount larger than it was meant.
        of: Amount,
    },
}

impl Cut {
    /// What comes off a sum: never more than the sum, and with its sign.
    pub fn from(self, sum: Amount) -> Amount {
        let size = sum.abs();
        let off = match self {
            Cut::Percent(percent) => percent.of(size),
            Cut::Amount { off, of } if size >= of => off.min(size),
            Cut::Amount { off, of } => proportion(off, size.minor(), of.minor()).min(size),
        };
        if sum.is_negative() { -off } else { off }
    }
}

/// A discount as somebody asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A share of the sum.
    Percent(Percent),
    /// An amount.
    Amount(Amount),
}

impl Asked {
    /// The discount on what is a certain sum now; `None` where the amount is not above zero or more than the sum.
    pub fn on(self, sum: Amount) -> Option<Cut> {
        match self {
            Asked::Percent(percent) => Some(Cut::Percent(percent)),
            Asked::Amount(off) => {
                (off.is_positive() && off <= sum).then_some(Cut::Amount { off, of: sum })
            }
        }
    }
}

/// A discount that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    /// How much.
    pub cut: Cut,
    /// Why.
    pub reason: String,
    /// Who gave it.
    pub by: UserNumber,
    /// Who approved it, where that was somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<UserNumber>,
}

/// What of a discount on the whole receipt falls to one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Which line.
    pub line: LineId,
    /// How much comes off it.
    pub off: Amount,
}

/// A line's price was set by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repricing {
    /// On which receipt.
    pub receipt: ReceiptId,
    /// Which line.
    pub line: LineId,
    /// The price of one from now on.
    pub price: Amount,
    /// Why.
    pub reason: String,
    /// Who set it.
    pub by: UserNumber,
    /// Who approved it, where that was somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<UserNumber>,
}

/// A discount on one line was given, or taken off again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineDiscount {
    /// On which receipt.
    pub receipt: ReceiptId,
    /// Which line.
    pub line: LineId,
    /// The discount from now on.
    pub discount: Option<Discount>,
}

/// A discount on the whole receipt was given, spread anew after its lines changed, or taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptDiscount {
    /// On which receipt.
    pub receipt: ReceiptId,
    /// The discount from now on.
    pub discount: Option<Discount>,
    /// What falls to the lines from now on; those that are not named keep their share.
    pub shares: Vec<Share>,
}

/// Spreads a discount over sums, each with its tax rate: first over the rates, then over the sums of each rate, both
/// in proportion and to the öre. What rounding leaves goes to whoever lost most of it, so that the parts add up to the
/// whole and no part is further from its exact value than an öre. Sums are not below zero, and the discount is at most
/// what they come to; more is cut to it.
pub fn spread(discount: Amount, sums: &[(VatRate, Amount)]) -> Vec<Amount> {
    let mut rates: BTreeMap<VatRate, Vec<usize>> = BTreeMap::new();
    for (place, (rate, _)) in sums.iter().enumerate() {
        rates.entry(*rate).or_default().push(place);
    }
    let of = |places: &[usize]| places.iter().map(|place| sums[*place].1).collect::<Vec<_>>();
    let of_rates: Vec<Amount> =
        rates.values().map(|places| of(places).into_iter().sum::<Amount>()).collect();
    let mut parts = vec![Amount::ZERO; sums.len()];
    for (places, part) in rates.values().zip(apportion(discount, &of_rates)) {
        for (place, off) in places.iter().zip(apportion(part, &of(places))) {
            parts[*place] = off;
        }
    }
    parts
}

/// Divides an amount in proportion to weights by the largest remainders; no part is larger than its weight.
fn apportion(amount: Amount, weights: &[Amount]) -> Vec<Amount> {
    let whole: Amount = weights.iter().copied().sum();
    let amount = amount.min(whole);
    if !amount.is_positive() {
        return vec![Amount::ZERO; weights.len()];
    }
    let (divided, by) = (i128::from(amount.minor()), i128::from(whole.minor()));
    let products: Vec<i128> =
        weights.iter().map(|weight| divided * i128::from(weight.minor())).collect();
    // Each quotient is at most its weight, which came from an i64.
    let mut parts: Vec<i64> = products.iter().map(|product| (product / by) as i64).collect();
    let given: i64 = parts.iter().sum();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(products[*place] % by));
    let left = usize::try_from(amount.minor() - given).unwrap_or_default();
    // There are fewer öre left than parts that were rounded down, so none gets more than its weight.
    for place in order.into_iter().take(left) {
        parts[place] += 1;
    }
    parts.into_iter().map(Amount::from_minor).collect()
}

/// `amount × numerator / denominator`, rounded to the öre, halves away from zero; nothing where nothing is divided by.
pub(super) fn proportion(amount: Amount, numerator: i64, denominator: i64) -> Amount {
    if denominator == 0 {
        return Amount::ZERO;
    }
    let doubled = 2 * i128::from(amount.minor()) * i128::from(numerator);
    let whole = i128::from(denominator);
    let rounded = (doubled + whole * doubled.signum()) / (2 * whole);
    // The denominator is at least the numerator wherever this is used, so it fits as the amount did.
    Amount::from_minor(rounded as i64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ore(minor: i64) -> Amount {
        Amount::from_minor(minor)
    }

    /// By hand: hundredths of a percent, the sum, and what comes off.
    #[test]
    fn percentages() {
        for (hundredths, sum, off) in [
            (1_000, 10_000, 1_000),
            (1_000, 2_995, 300), // 299.5
            (2_500, 1, 0),       // 0.25
            (5_000, 1, 1),       // 0.5
            (3_333, 10_000, 3_333),
            (10_000, 2_995, 2_995),
            (1_000, -2_995, -300),
            (1, 4_999, 0), // 0.4999
            (1, 5_000, 1), // 0.5
        ] {
            let cut = Cut::Percent(Percent::from_hundredths(hundredths).unwrap());
            assert_eq!(cut.from(ore(sum)), ore(off), "{hundredths} of {sum}");
        }
        assert_eq!(Percent::from_hundredths(0), None);
        assert_eq!(Percent::from_hundredths(10_001), None);
        assert!(serde_json::from_str::<Percent>("0").is_err());
    }

    /// By hand: an amount off a sum, what the sum becomes, and what comes off then.
    #[test]
    fn amounts_shrink_with_what_they_were_given_on_and_never_grow() {
        for (off, of, sum, expected) in [
            (1_000, 10_000, 10_000, 1_000),
            (1_000, 10_000, 20_000, 1_000),
            (1_000, 10_000, 1_000, 100),
            (1_000, 10_000, 1_005, 101), // 100.5
            (10_000, 10_000, 3_333, 3_333),
            (1_000, 3_000, 1, 0), // 0.33
            (1_000, 10_000, 0, 0),
            (1_000, 10_000, -10_000, -1_000),
        ] {
            let cut = Cut::Amount { off: ore(off), of: ore(of) };
            assert_eq!(cut.from(ore(sum)), ore(expected), "{off} of {of}, then {sum}");
        }
    }

    /// By hand: the discount, sums with their rates in hundredths, and what falls to each.
    #[test]
    fn discounts_are_spread_over_rates_and_lines() {
        type Row = (i64, &'static [(u16, i64)], &'static [i64]);
        let rows: [Row; 10] = [
            (1_000, &[(2500, 10_000)], &[1_000]),
            (1_000, &[(2500, 5_000), (2500, 5_000)], &[500, 500]),
            // 1 öre over three equal lines: the first takes it.
            (1, &[(2500, 100), (2500, 100), (2500, 100)], &[1, 0, 0]),
            // 100 over thirds: 33.33 each.
            (100, &[(2500, 100), (2500, 100), (2500, 100)], &[34, 33, 33]),
            // Two rates: 100 × 2/3 = 66.67 and 33.33; over the lines 33.5 each, and 33.
            (100, &[(2500, 100), (1200, 100), (2500, 100)], &[34, 33, 33]),
            // 10 over 7 : 3 : 90 is 0.7, 0.3, 9.
            (10, &[(2500, 7), (1200, 3), (600, 90)], &[1, 0, 9]),
            // Everything.
            (203, &[(2500, 101), (1200, 102)], &[101, 102]),
            // More than everything is everything.
            (999, &[(2500, 101), (1200, 102)], &[101, 102]),
            // Nothing falls to nothing.
            (50, &[(2500, 0), (2500, 100)], &[0, 50]),
            (0, &[(2500, 100)], &[0]),
        ];
        for (discount, sums, expected) in rows {
            let sums: Vec<_> = sums
                .iter()
                .map(|(rate, sum)| (VatRate::from_hundredths(*rate), ore(*sum)))
                .collect();
            let parts: Vec<i64> =
                spread(ore(discount), &sums).iter().map(|part| part.minor()).collect();
            assert_eq!(parts, expected, "{discount} over {sums:?}");
        }
    }

    proptest! {
        #[test]
        fn the_parts_make_the_whole_and_none_is_more_than_an_ore_off(
            sums in proptest::collection::vec(
                (proptest::sample::select(vec![0u16, 600, 1200, 2500]), 0..2_000_000i64), 1..40),
            discount in 0..50_000_000i64,
        ) {
            let sums: Vec<_> = sums
                .iter()
                .map(|(rate, sum)| (VatRate::from_hundredths(*rate), ore(*sum)))
                .collect();
            let whole: Amount = sums.iter().map(|(_, sum)| *sum).sum();
            let discount = ore(discount).min(whole);
            let parts = spread(discount, &sums);
            prop_assert_eq!(parts.iter().copied().sum::<Amount>(), discount);
            for (part, (_, sum)) in parts.iter().zip(&sums) {
                prop_assert!(!part.is_negative() && part <= sum);
            }
            for rate in VatRate::SWEDISH {
                let of = |values: &mut dyn Iterator<Item = (VatRate, Amount)>| -> i128 {
                    values.filter(|(known, _)| *known == rate).map(|(_, sum)| i128::from(sum.minor())).sum()
                };
                let off = of(&mut sums.iter().zip(&parts).map(|((rate, _), part)| (*rate, *part)));
                let sum = of(&mut sums.iter().copied());
                let (whole, discount) = (i128::from(whole.minor()), i128::from(discount.minor()));
                prop_assert!((off * whole - discount * sum).abs() < whole.max(1));
            }
        }

        #[test]
        fn no_cut_takes_more_than_there_is(
            hundredths in 1..=10_000u16, off in 1..1_000_000i64, more in 0..1_000_000i64, sum in 0..3_000_000i64,
        ) {
            let sum = ore(sum);
            let cuts = [
                Cut::Percent(Percent::from_hundredths(hundredths).unwrap()),
                Cut::Amount { off: ore(off), of: ore(off + more) },
            ];
            for cut in cuts {
                let taken = cut.from(sum);
                prop_assert!(!taken.is_negative() && taken <= sum);
                prop_assert_eq!(cut.from(-sum), -taken);
            }
        }
    }
}
