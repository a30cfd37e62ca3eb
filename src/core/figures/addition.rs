//! What an entry adds to the figures: the one place that says it.

use super::super::catalog::{ArticleKind, Name};
use super::super::entry::{DrawerReason, Entry, TrainingEnded};
use super::super::money::Amount;
use super::super::receipt::{LineId, Quantity, ReceiptId, Settlement};
use super::super::shift::Direction;
use super::super::tender::TenderKind;
use super::super::user::UserNumber;
use super::super::vat::{VatPart, VatRate};
use super::{Cashier, Measure, Sum};

/// A line as far as the figures need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoldLine {
    /// How many, in thousandths.
    pub quantity: i64,
    /// The price of one; below zero on returns.
    pub unit_price: Amount,
    /// What it comes to.
    pub sum: Amount,
    /// The tax rate.
    pub vat: VatRate,
    /// The main group.
    pub group: Name,
    /// Goods or service.
    pub kind: ArticleKind,
    /// How much less than usual it comes to by a price set by hand; below zero where that is more.
    pub price_off: Amount,
    /// What its own discount takes off.
    pub discount_off: Amount,
    /// What falls to it of the discount on the whole receipt.
    pub share: Amount,
}

/// A line that was taken away, as far as the figures need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemovedLine {
    /// Who took it away.
    pub by: Option<UserNumber>,
    /// What it came to then.
    pub sum: Amount,
}

/// A tender as far as the figures need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenTender {
    /// The means.
    pub kind: TenderKind,
    /// How much; below zero where it was given back.
    pub amount: Amount,
    /// Whether it is a SEQR payment that only a manager says was made.
    pub unverified: bool,
}

/// What is known of receipts and people just before an entry takes effect.
pub trait Books {
    /// Why it cannot be looked up.
    type Error;

    /// Whether a receipt is a return.
    ///
    /// # Errors
    /// When it cannot be looked up; the same holds below. What is not there adds nothing.
    fn is_return(&self, receipt: ReceiptId) -> Result<bool, Self::Error>;
    /// The lines of a receipt.
    ///
    /// # Errors
    /// As above.
    fn lines(&self, receipt: ReceiptId) -> Result<Vec<SoldLine>, Self::Error>;
    /// One of them.
    ///
    /// # Errors
    /// As above.
    fn line(&self, receipt: ReceiptId, line: LineId) -> Result<Option<SoldLine>, Self::Error>;
    /// A line that was taken away and has not been put back.
    ///
    /// # Errors
    /// As above.
    fn removed(&self, receipt: ReceiptId, line: LineId)
    -> Result<Option<RemovedLine>, Self::Error>;
    /// The tenders of a receipt.
    ///
    /// # Errors
    /// As above.
    fn tenders(&self, receipt: ReceiptId) -> Result<Vec<TakenTender>, Self::Error>;
    /// Somebody, by the name that they have now.
    ///
    /// # Errors
    /// As above.
    fn cashier(&self, number: UserNumber) -> Result<Cashier, Self::Error>;
}

/// What an entry adds. `by` is who was logged in.
///
/// # Errors
/// When the books cannot be looked into.
pub fn additions<B: Books>(
    entry: &Entry,
    by: Option<UserNumber>,
    books: &B,
) -> Result<Vec<(Measure, Sum)>, B::Error> {
    Ok(match entry {
        Entry::ReceiptCompleted { receipt, cashier, total, settlement, vat, .. } => {
            let receipt = Completed {
                is_return: books.is_return(*receipt)?,
                lines: books.lines(*receipt)?,
                tenders: books.tenders(*receipt)?,
                cashier: books.cashier(*cashier)?,
                total: *total,
                settlement: *settlement,
                vat,
            };
            receipt.additions()
        }
        Entry::ReceiptCancelled { total, .. } => vec![(Measure::Cancelled, Sum::one(*total))],
        Entry::LineRemoved { receipt, sum, .. } if !books.is_return(*receipt)? => {
            corrected(Measure::LinesRemoved, Sum::one(*sum), by, books)?
        }
        Entry::LineRestored { receipt, line } if !books.is_return(*receipt)? => {
            match books.removed(*receipt, line.id)? {
                Some(known) => {
                    let back = Sum { count: -1, ..Sum::money(-known.sum) };
                    corrected(Measure::LinesRemoved, back, known.by, books)?
                }
                None => Vec::new(),
            }
        }
        Entry::LineQuantityChanged { receipt, line, quantity } if !books.is_return(*receipt)? => {
            match books.line(*receipt, *line)?.and_then(|known| lowered(&known, *quantity)) {
                Some(less) => corrected(Measure::QuantitiesLowered, Sum::one(less), by, books)?,
                None => Vec::new(),
            }
        }
        Entry::DrawerOpened { reason, .. } => {
            let measure = match reason {
                DrawerReason::Sale { .. } => Measure::DrawerForReceipt,
                DrawerReason::NoSale | DrawerReason::Cash => Measure::DrawerWithoutSale,
            };
            vec![(measure, Sum { count: 1, ..Sum::default() })]
        }
        Entry::ReportRead { .. } => {
            vec![(Measure::XReports, Sum { count: 1, ..Sum::default() })]
        }
        Entry::ShiftOpened(opening) => {
            vec![(Measure::Float, Sum::one(opening.float.amount().unwrap_or_default()))]
        }
        Entry::CashMoved(movement) => {
            let measure = match movement.direction {
                Direction::In => Measure::CashIn,
                Direction::Out => Measure::CashOut,
            };
            vec![(measure, Sum::one(movement.amount))]
        }
        Entry::ShiftClosed(closing) if closing.counted != closing.expected => {
            vec![(Measure::CashDifference, Sum::one(closing.counted - closing.expected))]
        }
        Entry::TrainingEnded(TrainingEnded { receipts, total, .. }) => {
            let count = i64::try_from(*receipts).unwrap_or(i64::MAX);
            vec![(Measure::Training, Sum { count, amount: *total, ..Sum::default() })]
        }
        // Copies of receipts count here as soon as there are entries of them.
        _ => Vec::new(),
    })
}

/// What a line comes to less with another quantity, before discounts; nothing where it is no less.
fn lowered(line: &SoldLine, to: Quantity) -> Option<Amount> {
    let before = Quantity::from_thousandths(line.quantity)?;
    let less = before.times(line.unit_price) - to.times(line.unit_price);
    less.is_positive().then_some(less)
}

fn corrected<B: Books>(
    measure: Measure,
    sum: Sum,
    by: Option<UserNumber>,
    books: &B,
) -> Result<Vec<(Measure, Sum)>, B::Error> {
    let mut additions = vec![(measure, sum)];
    if let Some(by) = by {
        additions.push((Measure::CashierCorrections(books.cashier(by)?), sum));
    }
    Ok(additions)
}

/// A receipt at the moment of its completion.
struct Completed<'a> {
    is_return: bool,
    lines: Vec<SoldLine>,
    tenders: Vec<TakenTender>,
    cashier: Cashier,
    total: Amount,
    settlement: Settlement,
    vat: &'a [VatPart],
}

impl Completed<'_> {
    fn additions(self) -> Vec<(Measure, Sum)> {
        let mut additions = Vec::with_capacity(16);
        let total = Sum::one(self.total);
        additions.extend(match self.is_return {
            false => {
                [(Measure::Sales, total), (Measure::CashierSales(self.cashier.clone()), total)]
            }
            true => {
                [(Measure::Returns, total), (Measure::CashierReturns(self.cashier.clone()), total)]
            }
        });
        for part in self.vat {
            let sum = Sum { amount: part.gross, vat: part.vat, ..Sum::default() };
            additions.push((Measure::Vat(part.rate), sum));
        }
        self.lines(&mut additions);
        if !self.is_return {
            self.reductions(&mut additions);
        }
        self.money(&mut additions);
        additions
    }

    fn lines(&self, additions: &mut Vec<(Measure, Sum)>) {
        for line in &self.lines {
            let quantity = if self.is_return { -line.quantity } else { line.quantity };
            let sum = Sum { quantity, amount: line.sum, ..Sum::default() };
            additions.push((Measure::Group(line.group.clone()), sum));
            let sold = match line.kind {
                ArticleKind::Goods => Measure::Goods,
                ArticleKind::Service => Measure::Services,
            };
            if !self.is_return {
                additions.push((sold, sum));
            }
        }
    }

    /// What was sold for less or more than usual.
    fn reductions(&self, additions: &mut Vec<(Measure, Sum)>) {
        for line in &self.lines {
            if line.price_off.is_positive() {
                additions.push((Measure::PricesLowered, Sum::one(line.price_off)));
            } else if line.price_off.is_negative() {
                additions.push((Measure::PricesRaised, Sum::one(-line.price_off)));
            }
            if !line.discount_off.is_zero() {
                additions.push((Measure::Discounts, Sum::one(line.discount_off)));
            }
        }
        let shares: Amount = self.lines.iter().map(|line| line.share).sum();
        if !shares.is_zero() {
            additions.push((Measure::Discounts, Sum::one(shares)));
        }
    }

    fn money(&self, additions: &mut Vec<(Measure, Sum)>) {
        let measure = |kind| match self.is_return {
            false => Measure::Taken(kind),
            true => Measure::GivenBack(kind),
        };
        for tender in &self.tenders {
            additions.push((measure(tender.kind), Sum::one(tender.amount)));
            if tender.unverified {
                additions.push((Measure::SeqrUnverified, Sum::one(tender.amount)));
            }
        }
        let Settlement { change, rounding } = self.settlement;
        if !change.is_zero() {
            // Whatever was paid with, change is cash.
            additions.push((measure(TenderKind::Cash), Sum::money(-change)));
        }
        if !rounding.is_zero() {
            additions.push((Measure::Rounding, Sum::one(rounding)));
        }
    }
}
