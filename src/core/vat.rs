//! Value added tax that is contained in a price.
//!
//! Sweden's consumer prices include the tax, so the tax is taken out of the gross amount:
//! gross × rate / (100 + rate), summed per rate and rounded once per rate. The parts always add
//! up to the whole.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::money::Amount;

/// A rate in hundredths of a percent: 2500 is 25 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VatRate(u16);

impl VatRate {
    /// The rates of Sweden, highest first.
    pub const SWEDISH: [VatRate; 4] = [VatRate(2500), VatRate(1200), VatRate(600), VatRate(0)];

    /// A rate of so many hundredths of a percent.
    pub const fn from_hundredths(hundredths: u16) -> Self {
        VatRate(hundredths)
    }

    /// The rate in hundredths of a percent.
    pub const fn hundredths(self) -> u16 {
        self.0
    }

    /// The rate in percent, without needless decimals: 25, or 25.5.
    pub fn percent(self) -> Decimal {
        Decimal::new(i64::from(self.0), 2).normalize()
    }

    /// The tax contained in a gross amount, rounded to the öre, halves away from zero.
    pub fn contained_in(self, gross: Amount) -> Amount {
        let rate = i128::from(self.0);
        let whole = 10_000 + rate;
        let doubled = 2 * i128::from(gross.minor()) * rate;
        // Round half away from zero: add half of the divisor with the sign of the dividend.
        let tax = (doubled + whole * i128::from(gross.minor().signum())) / (2 * whole);
        // |tax| < |gross|, which came from an i64.
        Amount::from_minor(tax as i64)
    }
}

/// What one rate contributes to a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatPart {
    /// The rate.
    pub rate: VatRate,
    /// Sum of the lines with this rate, tax included.
    pub gross: Amount,
    /// The tax in it.
    pub vat: Amount,
    /// The sum without the tax; `net + vat == gross`.
    pub net: Amount,
}

/// Splits amounts by rate, highest rate first. Rates that sum to nothing through returns stay listed.
pub fn split(amounts: impl IntoIterator<Item = (VatRate, Amount)>) -> Vec<VatPart> {
    let mut sums: BTreeMap<VatRate, Amount> = BTreeMap::new();
    for (rate, gross) in amounts {
        *sums.entry(rate).or_default() += gross;
    }
    sums.into_iter()
        .rev()
        .map(|(rate, gross)| {
            let vat = rate.contained_in(gross);
            VatPart { rate, gross, vat, net: gross - vat }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calculated by hand: gross × rate / (100 + rate).
    #[test]
    fn tax_is_taken_out_of_the_price() {
        for (gross, rate, vat) in [
            (12_500, 2500, 2_500),
            (11_200, 1200, 1_200),
            (10_600, 600, 600),
            (10_000, 0, 0),
            (5_990, 1200, 642), // 641.79
            (100, 2500, 20),
            (1, 2500, 0), // 0.2
            (3, 2500, 1), // 0.6
            (-12_500, 2500, -2_500),
            (-3, 2500, -1),
        ] {
            assert_eq!(
                VatRate::from_hundredths(rate).contained_in(Amount::from_minor(gross)),
                Amount::from_minor(vat),
                "{gross} at {rate}"
            );
        }
    }

    #[test]
    fn parts_add_up_and_are_rounded_once_per_rate() {
        let three = VatRate::from_hundredths(2500);
        let parts = split([
            (three, Amount::from_minor(33)),
            (three, Amount::from_minor(33)),
            (three, Amount::from_minor(34)),
            (VatRate::from_hundredths(600), Amount::from_minor(53)),
        ]);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0].rate, three);
        assert_eq!(parts[0].vat, Amount::from_minor(20));
        for part in &parts {
            assert_eq!(part.net + part.vat, part.gross);
        }
        let total: Amount = parts.iter().map(|part| part.gross).sum();
        assert_eq!(total, Amount::from_minor(153));
    }
}
