//! A receipt while it is being rung up and paid: its lines, its tenders, and what is due.
//!
//! Holds state and arithmetic only. Which command is allowed when is decided in `register`.

mod terms;

use jiff::Timestamp;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use super::catalog::{Article, ArticleKind, ArticleNumber, Name};
use super::discount::Discount;
use super::money::Amount;
use super::payment::AttemptId;
use super::tender::{Tender, TenderId, TenderMeans};
use super::vat::{self, VatPart, VatRate};

pub use terms::{Sold, Terms};

/// The most lines that one receipt holds.
pub const MOST_LINES: usize = 2_000;
/// The largest quantity of one line.
pub const LARGEST_QUANTITY: u32 = 9_999;

/// Which receipt, counted from 1 when it is begun. Cancelled receipts have one too, so this is
/// not the number on the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReceiptId(pub u64);

/// The number on the paper: given when a receipt is completed, ascending without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReceiptNumber(pub u64);

/// Which line on its receipt, counted from 1 and never used again, so that a press that was
/// meant for a line that has just gone hits nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LineId(pub u32);

/// How many of an article: above zero, with at most three decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quantity(Decimal);

impl Quantity {
    /// One.
    pub const ONE: Quantity = Quantity(Decimal::ONE);

    /// So many pieces; `None` for zero and above [`LARGEST_QUANTITY`].
    pub fn pieces(count: u32) -> Option<Self> {
        (1..=LARGEST_QUANTITY).contains(&count).then(|| Quantity(Decimal::from(count)))
    }

    /// As a number of pieces; `None` for what is not whole.
    pub fn whole(self) -> Option<u32> {
        if self.0.is_integer() { u32::try_from(self.0).ok() } else { None }
    }

    /// The number itself.
    pub fn value(self) -> Decimal {
        self.0
    }

    /// So many of a price, rounded to the öre.
    pub fn times(self, unit_price: Amount) -> Amount {
        // At most 9 999 × 999 999,99: far inside both decimal and i64.
        Amount::rounded(self.0 * unit_price.to_decimal()).unwrap_or(Amount::ZERO)
    }

    /// So many thousandths, as the journal's tables keep them; `None` for what is no quantity.
    pub fn from_thousandths(thousandths: i64) -> Option<Self> {
        let most = i64::from(LARGEST_QUANTITY) * 1_000;
        (1..=most)
            .contains(&thousandths)
            .then(|| Quantity(Decimal::new(thousandths, 3).normalize()))
    }

    /// So many thousandths; whole numbers and at most three decimals, so nothing is lost.
    pub fn thousandths(self) -> i64 {
        (self.0 * Decimal::ONE_THOUSAND).to_i64().unwrap_or(i64::MAX)
    }

    /// Reads what was typed or weighed: `3`, `0,250`, `0.25`; `None` for what is no quantity.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace(',', ".");
        let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let begins = text.starts_with(|first: char| first.is_ascii_digit());
        if !digits || !begins || text.len() > 12 {
            return None;
        }
        let value: Decimal = text.trim_end_matches('.').parse().ok()?;
        let thousandths = (value * Decimal::ONE_THOUSAND).normalize();
        if thousandths.scale() > 0 {
            None
        } else {
            Quantity::from_thousandths(thousandths.to_i64()?)
        }
    }

    /// Whether it is a number of pieces.
    pub fn is_whole(self) -> bool {
        self.0.is_integer()
    }

    /// What is left after taking `other` away; `None` when that is nothing.
    pub fn less(self, other: Quantity) -> Option<Self> {
        let rest = self.0 - other.0;
        (rest > Decimal::ZERO).then_some(Quantity(rest))
    }

    /// Both together; `None` when that is more than a line holds.
    pub fn with(self, other: Quantity) -> Option<Self> {
        let sum = self.0 + other.0;
        (sum <= Decimal::from(LARGEST_QUANTITY)).then_some(Quantity(sum))
    }

    /// One more or fewer pieces; `None` when that is not a quantity any more.
    pub fn plus(self, pieces: i32) -> Option<Self> {
        let sum = self.0 + Decimal::from(pieces);
        (sum > Decimal::ZERO && sum <= Decimal::from(LARGEST_QUANTITY)).then_some(Quantity(sum))
    }
}

/// One row of a receipt. Holds what was true when it was rung up: a later change of the article
/// does not reach it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which one.
    pub id: LineId,
    /// The article, or `None` for an amount typed in by hand.
    pub article: Option<ArticleNumber>,
    /// The bar code it was scanned by, or the article's first: goes along on the SEQR invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<super::catalog::Code>,
    /// The name.
    pub name: Name,
    /// How many.
    pub quantity: Quantity,
    /// The price of one, tax included.
    pub unit_price: Amount,
    /// The tax contained in the price.
    pub vat: VatRate,
    /// The main group that it is reported in.
    pub group: Name,
    /// Goods or service.
    pub kind: ArticleKind,
    /// What is special about it: discounts, a deposit, a price set by hand.
    #[serde(default, skip_serializing_if = "Terms::are_usual")]
    pub terms: Terms,
}

impl Line {
    /// One of an article.
    pub fn of(id: LineId, article: &Article, quantity: Quantity) -> Self {
        Line {
            id,
            article: Some(article.number.clone()),
            code: article.codes.first().cloned(),
            name: article.name.clone(),
            quantity,
            unit_price: article.price,
            vat: article.vat,
            group: article.group.clone(),
            kind: article.kind,
            terms: Terms { weighed: article.conditions.weighed, ..Terms::default() },
        }
    }
}

/// How a receipt came out even.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Cash given back.
    pub change: Amount,
    /// Added to the total (or taken from it) because cash has no öre.
    pub rounding: Amount,
}

/// A SEQR payment as far as it can be given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundablePayment {
    /// Which payment.
    pub attempt: AttemptId,
    /// SEQR's number of it.
    pub ers_reference: String,
    /// What was paid, less what was given back.
    pub remainder: Amount,
    /// Whether a refund of it was settled by a person: see `RefundOrder::settled_before`.
    #[serde(default)]
    pub settled_before: bool,
}

/// What a return goes back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The receipt whose goods come back.
    pub receipt: ReceiptId,
    /// Its number on paper.
    pub number: ReceiptNumber,
    /// Its SEQR payments as they stood when the return was begun.
    pub payments: Vec<RefundablePayment>,
}

/// A completed receipt as far as it can be returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returnable {
    /// The receipt and its SEQR payments.
    pub origin: Origin,
    /// Its lines as they were sold, each with the quantity that has not been returned yet.
    pub lines: Vec<Line>,
}

/// A receipt that has not ended.
///
/// A return holds the lines that come back under the ids they had when they were sold, each with its price below
/// zero: so every sum, part of tax and total of a return is below zero, by the same arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Which one.
    pub id: ReceiptId,
    /// When its first line was rung up.
    pub opened_at: Timestamp,
    returns: Option<ReceiptId>,
    origin: Option<Origin>,
    lines: Vec<Line>,
    tenders: Vec<Tender>,
    last_line: u32,
    last_tender: u32,
    /// The discount on the whole receipt; the lines hold their shares of it.
    discount: Option<Discount>,
    /// Lines that were taken away and can be put back, as they were.
    removed: Vec<Line>,
    /// The age that the customer was found to have, at least.
    age_checked: Option<u8>,
}

impl Receipt {
    /// A receipt without lines.
    pub fn new(id: ReceiptId, opened_at: Timestamp) -> Self {
        Receipt {
            id,
            opened_at,
            returns: None,
            origin: None,
            lines: Vec::new(),
            tenders: Vec::new(),
            last_line: 0,
            last_tender: 0,
            discount: None,
            removed: Vec::new(),
            age_checked: None,
        }
    }

    /// A return without lines.
    pub fn returning(id: ReceiptId, opened_at: Timestamp, of: ReceiptId) -> Self {
        Receipt { returns: Some(of), ..Receipt::new(id, opened_at) }
    }

    /// The receipt whose goods come back, if this is a return.
    pub fn returns(&self) -> Option<ReceiptId> {
        self.returns
    }

    /// What a return goes back to.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// Says what a return goes back to.
    pub fn set_origin(&mut self, origin: Origin) {
        self.origin = Some(origin);
    }

    /// The lines in the order in which they were rung up.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The tenders in the order in which they were taken.
    pub fn tenders(&self) -> &[Tender] {
        &self.tenders
    }

    /// The line with this id.
    pub fn line(&self, id: LineId) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// The id that the next line gets.
    pub fn next_line(&self) -> LineId {
        LineId(self.last_line + 1)
    }

    /// The id that the next tender gets.
    pub fn next_tender(&self) -> TenderId {
        TenderId(self.last_tender + 1)
    }

    /// Sum of the lines.
    pub fn total(&self) -> Amount {
        self.lines.iter().map(Line::sum).sum()
    }

    /// Sum of what was taken.
    pub fn paid(&self) -> Amount {
        self.tenders.iter().map(|tender| tender.amount).sum()
    }

    /// What is left to give back of a return; zero for a sale.
    pub fn to_give_back(&self) -> Amount {
        if self.returns.is_some() { (-self.due()).or_zero() } else { Amount::ZERO }
    }

    /// What is left to pay; negative when more was taken, and for a return as long as something is to be given back.
    pub fn due(&self) -> Amount {
        self.total() - self.paid()
    }

    /// The tax, rate by rate.
    pub fn vat(&self) -> Vec<VatPart> {
        vat::split(self.lines.iter().map(|line| (line.vat, line.sum())))
    }

    /// Whether SEQR has paid a part, so that only further tenders can end it (rule 15).
    pub fn has_final_tender(&self) -> bool {
        self.tenders.iter().any(Tender::is_final)
    }

    /// Change and rounding if `tender` were the last one, or `None` if something stays due.
    ///
    /// Electronic tenders settle to the öre. Cash settles the whole krona nearest to what is
    /// due, and whatever is given back is cash, so it is whole kronor as well.
    pub fn settlement_with(&self, tender: Option<&Tender>) -> Option<Settlement> {
        let taken = tender.map_or(Amount::ZERO, |tender| tender.amount);
        let left = self.due() - taken;
        let with_cash = tender.is_some_and(|tender| tender.means == TenderMeans::Cash);
        if self.returns.is_some() {
            // What is given back is never more than what is due, but for the nearest krona in cash.
            let nearest = taken == self.due().rounded_to_cash() || left.rounded_to_cash().is_zero();
            let even = left.is_zero() || (with_cash && nearest);
            return even.then_some(Settlement { change: Amount::ZERO, rounding: -left });
        }
        if left.is_zero() {
            return Some(Settlement { change: Amount::ZERO, rounding: Amount::ZERO });
        }
        if left.is_positive() {
            // The krona that is nearest to what was due may already be covered by the cash given.
            let covered = with_cash && left.rounded_to_cash().is_zero();
            return covered.then_some(Settlement { change: Amount::ZERO, rounding: -left });
        }
        let over = -left;
        let change = if with_cash {
            // Rounding what is due, not the change, so that the paper shows the amount that the
            // law names; both give the same change because notes and coins are whole kronor.
            let due_in_cash = self.due().rounded_to_cash();
            (taken - due_in_cash).or_zero()
        } else {
            over.rounded_to_cash()
        };
        Some(Settlement { change, rounding: over - change })
    }

    /// A short mark of what is being paid for: it changes when a line or a tender does.
    ///
    /// 64-bit FNV-1a over what the customer would notice. It guards against mistakes, not against forgery: that is
    /// the journal's hash chain.
    pub fn fingerprint(&self) -> String {
        let mut mark: u64 = 0xcbf2_9ce4_8422_2325;
        let mut mix = |text: &str| {
            for byte in text.bytes().chain([0]) {
                mark = (mark ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        };
        for line in &self.lines {
            mix(&format!("{} {} {}", line.id.0, line.quantity.value(), line.sum().minor()));
            mix(line.article.as_ref().map_or("", ArticleNumber::as_str));
        }
        for tender in &self.tenders {
            mix(&format!("{} {}", tender.id.0, tender.amount.minor()));
        }
        format!("{mark:016x}")
    }

    /// Appends a line.
    pub fn add_line(&mut self, line: Line) {
        self.last_line = self.last_line.max(line.id.0);
        self.lines.push(line);
    }

    /// Sets a line's quantity.
    pub fn set_quantity(&mut self, id: LineId, quantity: Quantity) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.id == id) {
            line.quantity = quantity;
        }
    }

    /// Takes a line away; it can be put back.
    pub fn remove_line(&mut self, id: LineId) {
        if let Some(place) = self.lines.iter().position(|line| line.id == id) {
            let line = self.lines.remove(place);
            self.removed.push(line);
        }
    }

    /// Adds a tender.
    pub fn add_tender(&mut self, tender: Tender) {
        self.last_tender = self.last_tender.max(tender.id.0);
        self.tenders.push(tender);
    }

    /// Takes a tender away.
    pub fn remove_tender(&mut self, id: TenderId) {
        self.tenders.retain(|tender| tender.id != id);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::payment::AttemptId;
    use super::*;

    fn receipt(lines: &[(i64, u16)], tenders: &[Tender]) -> Receipt {
        let mut receipt = Receipt::new(ReceiptId(1), Timestamp::UNIX_EPOCH);
        for (price, rate) in lines {
            receipt.add_line(Line {
                id: receipt.next_line(),
                article: None,
                code: None,
                name: Name::new("Fritt", None),
                quantity: Quantity::ONE,
                unit_price: Amount::from_minor(*price),
                vat: VatRate::from_hundredths(*rate),
                group: Name::new("Allt", None),
                kind: ArticleKind::Goods,
                terms: Terms::default(),
            });
        }
        for tender in tenders {
            receipt.add_tender(tender.clone());
        }
        receipt
    }

    fn tender(kind: char, minor: i64) -> Tender {
        let attempt = AttemptId { receipt: ReceiptId(1), number: 1 };
        let means = match kind {
            'c' => TenderMeans::Cash,
            'k' => TenderMeans::Card,
            _ => TenderMeans::Seqr { attempt, ers_reference: "e".to_owned() },
        };
        Tender { id: TenderId(1), amount: Amount::from_minor(minor), means }
    }

    /// By hand, in öre: total, tenders before, the last one, and change and rounding if it ends
    /// the receipt. `c` is cash, `k` card, `s` SEQR.
    #[test]
    fn settlements() {
        type Row = (i64, &'static [(char, i64)], Option<(char, i64)>, Option<(i64, i64)>);
        let rows: [Row; 31] = [
            // Exact.
            (10_000, &[], Some(('c', 10_000)), Some((0, 0))),
            (10_049, &[], Some(('k', 10_049)), Some((0, 0))),
            (10_049, &[], Some(('s', 10_049)), Some((0, 0))),
            // Cash pays the nearest krona.
            (10_049, &[], Some(('c', 10_000)), Some((0, -49))),
            (10_050, &[], Some(('c', 10_000)), None),
            (10_050, &[], Some(('c', 10_100)), Some((0, 50))),
            (10_099, &[], Some(('c', 10_100)), Some((0, 1))),
            (10_049, &[], Some(('c', 20_000)), Some((10_000, -49))),
            (10_050, &[], Some(('c', 20_000)), Some((9_900, 50))),
            (49, &[], Some(('c', 100)), Some((100, -49))),
            (50, &[], Some(('c', 100)), Some((0, 50))),
            // Not enough.
            (10_000, &[], Some(('c', 9_900)), None),
            (10_000, &[], Some(('k', 9_999)), None),
            (10_000, &[], Some(('s', 9_999)), None),
            (10_000, &[], None, None),
            // Electronic tenders do not round what is left.
            (10_049, &[], Some(('k', 10_000)), None),
            (10_049, &[], Some(('s', 10_000)), None),
            (10_049, &[('s', 10_000)], None, None),
            // Splits: what is left after the first decides.
            (10_049, &[('k', 5_000)], Some(('c', 5_000)), Some((0, -49))),
            (10_050, &[('k', 5_000)], Some(('c', 5_000)), None),
            (10_049, &[('c', 5_000)], Some(('k', 5_049)), Some((0, 0))),
            (10_049, &[('c', 5_000)], Some(('s', 5_049)), Some((0, 0))),
            (10_049, &[('s', 10_000)], Some(('c', 100)), Some((100, -49))),
            (10_098, &[('c', 5_000), ('k', 3_049)], Some(('c', 2_000)), Some((0, -49))),
            // SEQR paid more: the difference is cash, so it is whole kronor.
            (10_000, &[], Some(('s', 10_500)), Some((500, 0))),
            (10_000, &[], Some(('s', 10_549)), Some((500, 49))),
            (10_000, &[], Some(('s', 10_550)), Some((600, -50))),
            (10_000, &[], Some(('s', 10_049)), Some((0, 49))),
            (10_000, &[('c', 5_000)], Some(('s', 10_000)), Some((5_000, 0))),
            // Already covered, waiting for the cashier.
            (10_000, &[('s', 10_000)], None, Some((0, 0))),
            (10_000, &[('s', 10_250)], None, Some((300, -50))),
        ];
        for (total, before, last, expected) in rows {
            let before: Vec<Tender> =
                before.iter().map(|(kind, sum)| tender(*kind, *sum)).collect();
            let last = last.map(|(kind, sum)| tender(kind, sum));
            let settled = receipt(&[(total, 2500)], &before).settlement_with(last.as_ref());
            let seen = settled.map(|it| (it.change.minor(), it.rounding.minor()));
            assert_eq!(seen, expected, "{total} with {before:?}, then {last:?}");
        }
    }

    #[test]
    fn the_fingerprint_follows_every_change() {
        let mut marks = std::collections::HashSet::new();
        let mut changing = receipt(&[(100, 2500)], &[]);
        assert!(marks.insert(changing.fingerprint()));
        changing.set_quantity(LineId(1), Quantity::pieces(2).unwrap());
        assert!(marks.insert(changing.fingerprint()));
        changing.add_line(Line { id: LineId(2), ..changing.lines()[0].clone() });
        assert!(marks.insert(changing.fingerprint()));
        changing.add_tender(tender('c', 100));
        assert!(marks.insert(changing.fingerprint()));
        let same = changing.fingerprint();
        changing.remove_line(LineId(2));
        assert!(marks.insert(changing.fingerprint()));
        assert_eq!(changing.next_line(), LineId(3), "a line's id is never used again");
        assert!(!marks.insert(same));
    }

    proptest! {
        /// tenders − change = total + rounding, VAT parts make the total, and what is given back
        /// is whole kronor and never more than was taken.
        #[test]
        fn a_settled_receipt_adds_up(
            lines in proptest::collection::vec(
                (1..100_000i64, proptest::sample::select(vec![0u16, 600, 1200, 2500])), 1..12),
            before in proptest::collection::vec(
                (proptest::sample::select(vec!['c', 'k', 's']), 1..60_000i64), 0..4),
            kind in proptest::sample::select(vec!['c', 'k', 's']),
            last in 1..900_000i64,
        ) {
            let whole = |kind: char, minor: i64| if kind == 'c' { (minor + 99) / 100 * 100 } else { minor };
            let before: Vec<Tender> =
                before.iter().map(|(kind, minor)| tender(*kind, whole(*kind, *minor))).collect();
            let receipt = receipt(&lines, &before);
            let (total, vat) = (receipt.total(), receipt.vat());
            prop_assert_eq!(vat.iter().map(|part| part.gross).sum::<Amount>(), total);
            prop_assert_eq!(vat.iter().map(|part| part.net + part.vat).sum::<Amount>(), total);
            prop_assume!(receipt.due().is_positive());
            let last = tender(kind, whole(kind, last));
            let taken = receipt.paid() + last.amount;
            match receipt.settlement_with(Some(&last)) {
                Some(settled) => {
                    prop_assert_eq!(taken - settled.change, total + settled.rounding);
                    prop_assert!(!settled.change.is_negative());
                    prop_assert_eq!(settled.change.minor() % 100, 0);
                    prop_assert!(settled.change <= taken + Amount::from_minor(50));
                    prop_assert!(settled.rounding.abs() <= Amount::from_minor(50));
                }
                None => prop_assert!(taken < total, "paid in full and not settled"),
            }
        }
    }
}
