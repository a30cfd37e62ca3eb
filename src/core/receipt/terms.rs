//! What is special about a line, and what it comes to: discounts, a price set by hand, a deposit that goes with its
//! article, and the part of a sold line that comes back.

use serde::{Deserialize, Serialize};

use super::super::discount::{self, Cut, Discount, Share};
use super::super::money::Amount;
use super::{Line, LineId, Quantity, Receipt};

/// What is special about a line. The usual line has none of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// What one usually costs, where the price was set by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regular_price: Option<Amount>,
    /// The discount on this line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// What falls to this line of the discount on the whole receipt.
    #[serde(skip_serializing_if = "is_nothing")]
    pub share: Amount,
    /// The line that this is the deposit of: they go and change together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deposit_of: Option<LineId>,
    /// Whether the quantity may have decimals.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub weighed: bool,
    /// Of what comes back: what was sold and what came back of it before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sold: Option<Sold>,
}

/// For fields that are left out when they are nothing: serde passes references.
fn is_nothing(amount: &Amount) -> bool {
    amount.is_zero()
}

impl Terms {
    /// Whether nothing is special.
    pub fn are_usual(&self) -> bool {
        *self == Terms::default()
    }
}

/// A line as it was sold, and what came back of it before. So each part that comes back knows what was paid for the
/// whole, and all parts together give back that and no öre more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sold {
    /// How many were sold.
    pub quantity: Quantity,
    /// What was paid for them, all discounts taken off.
    pub sum: Amount,
    /// How many came back before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<Quantity>,
    /// What was given back for those.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub given_back: Amount,
}

impl Sold {
    /// What is given back for so many more: what is due for all that is back then, less what was given back before. The
    /// last part gives the rest.
    pub fn part(&self, quantity: Quantity) -> Amount {
        let whole = self.quantity.thousandths();
        let back = self.back.map_or(0, Quantity::thousandths) + quantity.thousandths();
        let due = discount::proportion(self.sum, back.min(whole), whole);
        // Older programs rounded each part for itself, and may have given back an öre too much or too little.
        (due - self.given_back).or_zero()
    }
}

impl Line {
    /// Quantity times price, rounded to the öre: the sum before discounts.
    pub fn gross(&self) -> Amount {
        self.quantity.times(self.unit_price)
    }

    /// What the discount on this line takes off.
    pub fn discount(&self) -> Amount {
        self.terms
            .discount
            .as_ref()
            .map_or(Amount::ZERO, |discount| discount.cut.from(self.gross()))
    }

    /// The sum before the discount on the whole receipt.
    pub fn before_share(&self) -> Amount {
        self.gross() - self.discount()
    }

    /// What the line comes to, all discounts taken off, in öre; below zero where goods come back.
    pub fn sum(&self) -> Amount {
        match &self.terms.sold {
            Some(sold) if self.unit_price.is_negative() => -sold.part(self.quantity),
            Some(sold) => sold.part(self.quantity),
            None => self.before_share() - self.terms.share,
        }
    }

    /// What it would come to at the usual price and without its own discount.
    pub fn regular(&self) -> Amount {
        self.quantity.times(self.terms.regular_price.unwrap_or(self.unit_price))
    }

    /// Whether it can be sold for less: a deposit is given back in full, so it is taken in full.
    pub fn is_discountable(&self) -> bool {
        self.terms.deposit_of.is_none()
    }
}

impl Receipt {
    /// The discount on the whole receipt.
    pub fn discount(&self) -> Option<&Discount> {
        self.discount.as_ref()
    }

    /// What a discount on the whole receipt is taken off: all lines that are sold for less.
    pub fn discountable(&self) -> Amount {
        self.lines.iter().filter(|line| line.is_discountable()).map(Line::before_share).sum()
    }

    /// The age that the customer was found to have, at least.
    pub fn age_checked(&self) -> Option<u8> {
        self.age_checked
    }

    /// The customer was found to be so old.
    pub fn set_age_checked(&mut self, age: u8) {
        self.age_checked = self.age_checked.max(Some(age));
    }

    /// The deposit that goes with a line.
    pub fn deposit_of(&self, line: LineId) -> Option<&Line> {
        self.lines.iter().find(|known| known.terms.deposit_of == Some(line))
    }

    /// Lines that were taken away, the last one last. They can be put back.
    pub fn removed(&self) -> &[Line] {
        &self.removed
    }

    /// What falls to the lines of a discount on the whole receipt, as far as it is not so already.
    pub fn shares(&self, cut: Option<Cut>) -> Vec<Share> {
        let lines: Vec<&Line> = self.lines.iter().filter(|line| line.is_discountable()).collect();
        let sums: Vec<_> = lines.iter().map(|line| (line.vat, line.before_share())).collect();
        let off = cut.map_or(Amount::ZERO, |cut| cut.from(self.discountable()));
        let parts = discount::spread(off, &sums);
        let all = lines.iter().zip(parts);
        all.filter(|(line, off)| line.terms.share != *off)
            .map(|(line, off)| Share { line: line.id, off })
            .collect()
    }

    /// Sets a line's price by hand, or back to what it was.
    pub fn set_price(&mut self, id: LineId, price: Amount) {
        self.change(id, |line| line.set_price(price));
    }

    /// Sets the discount on a line.
    pub fn set_line_discount(&mut self, id: LineId, discount: Option<Discount>) {
        self.change(id, |line| line.terms.discount = discount);
    }

    /// Sets the discount on the whole receipt.
    pub fn set_discount(&mut self, discount: Option<Discount>, shares: &[Share]) {
        self.discount = discount;
        for share in shares {
            self.change(share.line, |line| line.terms.share = share.off);
        }
    }

    /// Puts a line back that was taken away, where it stood.
    pub fn restore_line(&mut self, line: Line) {
        self.removed.retain(|known| known.id != line.id);
        let place = self.lines.partition_point(|known| known.id < line.id);
        self.lines.insert(place, line);
    }

    fn change(&mut self, id: LineId, change: impl FnOnce(&mut Line)) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.id == id) {
            change(line);
        }
    }
}

impl Line {
    /// Sets the price by hand, or back to what it was.
    pub fn set_price(&mut self, price: Amount) {
        let regular = self.terms.regular_price.unwrap_or(self.unit_price);
        self.unit_price = price;
        self.terms.regular_price = (regular != price).then_some(regular);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn thousandths(number: i64) -> Quantity {
        Quantity::from_thousandths(number).unwrap()
    }

    /// Gives parts of a line back, one after the other; what each gave.
    fn give_back(quantity: i64, sum: i64, parts: &[i64]) -> Vec<i64> {
        let mut sold = Sold {
            quantity: thousandths(quantity),
            sum: Amount::from_minor(sum),
            back: None,
            given_back: Amount::ZERO,
        };
        let mut given = Vec::new();
        for part in parts {
            let part = thousandths(*part);
            let amount = sold.part(part);
            given.push(amount.minor());
            sold.back = Some(sold.back.map_or(part, |back| back.with(part).unwrap()));
            sold.given_back += amount;
        }
        given
    }

    /// By hand, in thousandths and öre.
    #[test]
    fn parts_of_a_line_give_back_what_was_paid() {
        for (quantity, sum, parts, expected) in [
            (3_000, 300, &[1_000, 1_000, 1_000][..], &[100, 100, 100][..]),
            // 33.33, then 66.67 in all, then the rest.
            (3_000, 100, &[1_000, 1_000, 1_000], &[33, 34, 33]),
            // Of 0.333 kg at 89.90 each part for itself would be 15.01 and 14.92: an öre less than was paid.
            (333, 2_994, &[167, 166], &[1_501, 1_493]),
            (2_000, 1, &[1_000, 1_000], &[1, 0]),
            (500, 0, &[250, 250], &[0, 0]),
            (1_000, 999, &[1_000], &[999]),
        ] {
            assert_eq!(give_back(quantity, sum, parts), expected, "{quantity} for {sum}");
        }
    }

    /// Older programs rounded each part for itself.
    #[test]
    fn an_ore_given_too_much_before_is_made_up_for() {
        let sold = Sold {
            quantity: thousandths(2_000),
            sum: Amount::from_minor(3),
            back: Some(thousandths(1_000)),
            given_back: Amount::from_minor(2),
        };
        assert_eq!(sold.part(thousandths(1_000)), Amount::from_minor(1));
        let too_much = Sold { given_back: Amount::from_minor(4), ..sold };
        assert_eq!(too_much.part(thousandths(1_000)), Amount::ZERO);
    }

    proptest! {
        #[test]
        fn all_parts_together_give_back_what_was_paid_and_never_more(
            sum in 0..10_000_000i64,
            parts in proptest::collection::vec(1..5_000i64, 1..12),
        ) {
            let quantity: i64 = parts.iter().sum();
            let given = give_back(quantity, sum, &parts);
            let mut total = 0;
            for part in &given {
                prop_assert!(*part >= 0);
                total += part;
                prop_assert!(total <= sum);
            }
            prop_assert_eq!(total, sum);
        }
    }

    #[test]
    fn quantities_are_read_as_they_are_typed() {
        for (text, expected) in [
            ("3", Some(3_000)),
            ("0,25", Some(250)),
            (" 0.250 ", Some(250)),
            ("1,", Some(1_000)),
            ("9999", Some(9_999_000)),
            ("0,001", Some(1)),
            ("0", None),
            ("0,0001", None),
            ("10000", None),
            ("-1", None),
            (",5", None),
            ("1,2,3", None),
            ("ett", None),
            ("", None),
        ] {
            let read = Quantity::parse(text).map(Quantity::thousandths);
            assert_eq!(read, expected, "{text}");
        }
        assert!(thousandths(2_000).is_whole() && !thousandths(2_001).is_whole());
    }
}
