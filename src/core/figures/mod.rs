//! The figures of reports: what each entry adds to them, and what follows from their sums.
//!
//! Every figure is a sum of what single entries add, so the sums of a day, of a year and of the time between two Z
//! reports are made by the same addition, and can be kept while trade goes on. What an entry adds is said in one
//! place, [`additions`]; whoever keeps sums keeps them by [`Measure`].
//!
//! The meaning of a measure never changes, because Z reports are kept as they were closed: another meaning is
//! another measure.

mod addition;
mod article;
mod hours;
mod period;
mod seqr;

pub use addition::{Books, RemovedLine, SoldLine, TakenTender, additions};
pub use article::ArticleSales;
pub use hours::{Hour, hours};
pub use period::{GrandTotals, Period, ReportKind, ReportNumber, Standing};
pub use seqr::{PaymentFacts, SeqrPost, SeqrState, SeqrTotals};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::catalog::Name;
use super::money::Amount;
use super::tender::TenderKind;
use super::user::UserNumber;
use super::vat::{VatPart, VatRate};

/// How long the pieces of time are that sums are kept for, in seconds. Every zone of the world is whole quarters of
/// an hour away from UTC, so a day of any of them, also one with 23 or 25 hours, is whole pieces.
pub const QUARTER: i64 = 900;

/// Somebody at the register, by the name that they had then.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cashier {
    /// The number.
    pub number: UserNumber,
    /// The name; empty where the number belonged to nobody.
    pub name: String,
}

/// What is counted and summed. The words are a file format: they are only ever added to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Completed sales: receipts and their totals.
    Sales,
    /// Completed returns: receipts and their totals, which are below zero.
    Returns,
    /// Lines of one main group, less what came back: quantity and amount.
    Group(Name),
    /// Trade at one tax rate, less what came back: amount with the tax, and the tax.
    Vat(VatRate),
    /// Goods that were sold: quantity and amount.
    Goods,
    /// Services that were sold: quantity and amount.
    Services,
    /// Money taken for sales by one means, less change: tenders and amount.
    Taken(TenderKind),
    /// Money given back on returns by one means: tenders and amount, which is below zero.
    GivenBack(TenderKind),
    /// Of what SEQR has paid: booked on a manager's word.
    SeqrUnverified,
    /// Öre that totals were rounded by because cash has none: receipts and amount.
    Rounding,
    /// The drawer was opened for a sale or a return.
    DrawerForReceipt,
    /// The drawer was opened without one.
    DrawerWithoutSale,
    /// Copies of receipts: number and their totals.
    Copies,
    /// Receipts of the training mode: number and their totals.
    Training,
    /// Discounts on sales: number and amount. One on the whole receipt is one.
    Discounts,
    /// Lines that were sold for less than usual by a price that was set by hand: number, and how much less.
    PricesLowered,
    /// Lines that were sold for more than usual by such a price: number, and how much more.
    PricesRaised,
    /// Lines of sales that were taken away again: number and amount, less those that were put back.
    LinesRemoved,
    /// Lines of sales whose quantity was lowered again: number, and amount before discounts.
    QuantitiesLowered,
    /// Receipts that were given up: number and their totals.
    Cancelled,
    /// X reports.
    XReports,
    /// What was in the drawer when shifts began: number and amount.
    Float,
    /// Cash that was put in and was no payment: number and amount.
    CashIn,
    /// Cash that was taken out and was no payment: number and amount.
    CashOut,
    /// What was counted at the ends of shifts, less what should have been there: number and amount.
    CashDifference,
    /// Completed sales of one cashier.
    CashierSales(Cashier),
    /// Completed returns of one cashier.
    CashierReturns(Cashier),
    /// What one cashier took away again of sales: lines and quantities, less lines that were put back.
    CashierCorrections(Cashier),
}

/// What one measure comes to. Which of the parts mean something, its [`Measure`] says; the others are zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Sum {
    /// How many.
    #[serde(skip_serializing_if = "is_zero")]
    pub count: i64,
    /// How much of goods or services, in thousandths.
    #[serde(skip_serializing_if = "is_zero")]
    pub quantity: i64,
    /// How much money.
    #[serde(skip_serializing_if = "no_money")]
    pub amount: Amount,
    /// The tax in it.
    #[serde(skip_serializing_if = "no_money")]
    pub vat: Amount,
}

fn no_money(amount: &Amount) -> bool {
    amount.is_zero()
}

fn is_zero(number: &i64) -> bool {
    *number == 0
}

impl Sum {
    /// One, of so much money.
    pub fn one(amount: Amount) -> Self {
        Sum { count: 1, amount, ..Sum::default() }
    }

    /// So much money, which is not counted.
    pub fn money(amount: Amount) -> Self {
        Sum { amount, ..Sum::default() }
    }

    /// Adds another.
    pub fn add(&mut self, other: Sum) {
        self.count += other.count;
        self.quantity += other.quantity;
        self.amount += other.amount;
        self.vat += other.vat;
    }

    /// Both together.
    pub fn with(mut self, other: Sum) -> Self {
        self.add(other);
        self
    }

    /// Whether it adds nothing.
    pub fn is_nothing(&self) -> bool {
        *self == Sum::default()
    }
}

/// The sums of some time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<(Measure, Sum)>", into = "Vec<(Measure, Sum)>")]
pub struct Figures {
    sums: BTreeMap<Measure, Sum>,
}

impl From<Vec<(Measure, Sum)>> for Figures {
    fn from(sums: Vec<(Measure, Sum)>) -> Self {
        sums.into_iter().collect()
    }
}

impl From<Figures> for Vec<(Measure, Sum)> {
    fn from(figures: Figures) -> Self {
        figures.sums.into_iter().collect()
    }
}

impl FromIterator<(Measure, Sum)> for Figures {
    fn from_iter<I: IntoIterator<Item = (Measure, Sum)>>(sums: I) -> Self {
        let mut figures = Figures::default();
        for (measure, sum) in sums {
            figures.add(measure, sum);
        }
        figures
    }
}

impl Figures {
    /// Adds to one measure.
    pub fn add(&mut self, measure: Measure, sum: Sum) {
        self.sums.entry(measure).or_default().add(sum);
    }

    /// Adds all of another.
    pub fn add_all(&mut self, other: &Figures) {
        for (measure, sum) in &other.sums {
            self.add(measure.clone(), *sum);
        }
    }

    /// What one measure comes to.
    pub fn get(&self, measure: &Measure) -> Sum {
        self.sums.get(measure).copied().unwrap_or_default()
    }

    /// All sums, in the order of the measures.
    pub fn sums(&self) -> impl Iterator<Item = (&Measure, Sum)> {
        self.sums.iter().map(|(measure, sum)| (measure, *sum))
    }

    /// What came in less what went out again: sales and returns.
    pub fn net(&self) -> Amount {
        self.get(&Measure::Sales).amount + self.get(&Measure::Returns).amount
    }

    /// Trade by tax rate, highest rate first.
    pub fn vat(&self) -> Vec<VatPart> {
        let parts = self.sums().filter_map(|(measure, sum)| match measure {
            Measure::Vat(rate) => {
                let (gross, vat) = (sum.amount, sum.vat);
                Some(VatPart { rate: *rate, gross, vat, net: gross - vat })
            }
            _ => None,
        });
        let mut parts: Vec<VatPart> = parts.collect();
        parts.reverse();
        parts
    }

    /// Trade by main group, in the order of their Swedish names.
    pub fn groups(&self) -> impl Iterator<Item = (&Name, Sum)> {
        self.sums().filter_map(|(measure, sum)| match measure {
            Measure::Group(name) => Some((name, sum)),
            _ => None,
        })
    }

    /// What was taken and what was given back by one means.
    pub fn tender(&self, kind: TenderKind) -> (Sum, Sum) {
        (self.get(&Measure::Taken(kind)), self.get(&Measure::GivenBack(kind)))
    }

    /// What one means comes to: taken less given back.
    pub fn tender_net(&self, kind: TenderKind) -> Amount {
        let (taken, given_back) = self.tender(kind);
        taken.amount + given_back.amount
    }

    /// Everything that was taken off sales again before they were paid: lines, and quantities.
    pub fn corrections(&self) -> Sum {
        self.get(&Measure::LinesRemoved).with(self.get(&Measure::QuantitiesLowered))
    }

    /// The people who had to do with trade, with their sales, returns and corrections.
    pub fn cashiers(&self) -> Vec<(&Cashier, [Sum; 3])> {
        let mut found: BTreeMap<&Cashier, [Sum; 3]> = BTreeMap::new();
        for (measure, sum) in self.sums() {
            let (cashier, place) = match measure {
                Measure::CashierSales(cashier) => (cashier, 0),
                Measure::CashierReturns(cashier) => (cashier, 1),
                Measure::CashierCorrections(cashier) => (cashier, 2),
                _ => continue,
            };
            found.entry(cashier).or_default()[place].add(sum);
        }
        found.into_iter().collect()
    }

    /// Whether the sums agree with each other: by tax rate, by group, by cashier and by what was paid it is the same
    /// money.
    pub fn agree(&self) -> bool {
        let net = self.net();
        let vat: Amount = self.vat().iter().map(|part| part.gross).sum();
        let groups: Amount = self.groups().map(|(_, sum)| sum.amount).sum();
        let cashiers: Amount = self
            .cashiers()
            .iter()
            .map(|(_, [sales, returns, _])| sales.amount + returns.amount)
            .sum();
        let paid: Amount = TenderKind::ALL.map(|kind| self.tender_net(kind)).into_iter().sum();
        let rounding = self.get(&Measure::Rounding).amount;
        net == vat && net == groups && net == cashiers && net + rounding == paid
    }
}

#[cfg(test)]
mod tests;
