//! The figures by brute force: all entries are walked, receipts are put together from them, and everything is added
//! up anew, with no help from what the journal has counted.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kassa::core::catalog::ArticleKind;
use kassa::core::discount::Cut;
use kassa::core::entry::{DrawerReason, Entry, PaymentSettled, RefundSettled};
use kassa::core::figures::{Figures, Measure, Sum};
use kassa::core::payment::{AttemptId, Found, Verdict};
use kassa::core::receipt::{Line, LineId, ReceiptId};
use kassa::core::refund;
use kassa::core::shift::{Count, Direction};
use kassa::core::tender::{Tender, TenderId, TenderKind, TenderMeans};
use kassa::journal::{RecordedEntry, Store};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

/// Every entry there is.
pub fn entries(store: &Store) -> Vec<RecordedEntry> {
    let last = store.head().unwrap().seq;
    (1..=last).map(|seq| store.entry(seq).unwrap().unwrap()).collect()
}

#[derive(Debug, Clone, Default)]
struct Known {
    returns: Option<ReceiptId>,
    cancelled: bool,
    discount: Option<Cut>,
    lines: BTreeMap<LineId, Line>,
    tenders: BTreeMap<TenderId, Tender>,
}

/// Figures as plain numbers in öre, pieces and thousandths.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plain {
    pub sales: (i64, i64),
    pub returns: (i64, i64),
    pub groups: BTreeMap<String, (i64, i64)>,
    pub vat: BTreeMap<u16, (i64, i64)>,
    pub goods: i64,
    pub services: i64,
    pub taken: BTreeMap<TenderKind, (i64, i64)>,
    pub given_back: BTreeMap<TenderKind, (i64, i64)>,
    pub unverified: (i64, i64),
    pub rounding: i64,
    pub drawer: (i64, i64),
    pub discounts: (i64, i64),
    pub prices_lowered: (i64, i64),
    pub prices_raised: (i64, i64),
    pub float: (i64, i64),
    pub cash_in: (i64, i64),
    pub cash_out: (i64, i64),
    pub cash_difference: (i64, i64),
    pub removed: (i64, i64),
    pub lowered: (i64, i64),
    pub cancelled: (i64, i64),
    pub x_reports: i64,
    pub cashiers: BTreeMap<(u16, String), (i64, i64)>,
}

/// The figures of the entries that `counts` says yes to.
pub fn figures(entries: &[RecordedEntry], counts: impl Fn(&RecordedEntry) -> bool) -> Plain {
    let mut receipts: BTreeMap<ReceiptId, Known> = BTreeMap::new();
    let mut names: BTreeMap<u16, String> = BTreeMap::new();
    let mut removed: BTreeMap<(ReceiptId, LineId), i64> = BTreeMap::new();
    let mut plain = Plain::default();
    for recorded in entries {
        let counted = counts(recorded);
        if counted {
            plain.count(&recorded.entry, &receipts, &names);
            if let Entry::LineRestored { receipt, line } = &recorded.entry {
                plain.removed.0 -= 1;
                plain.removed.1 -= removed[&(*receipt, line.id)];
            }
        }
        match &recorded.entry {
            Entry::UserSaved { user } => {
                let _before = names.insert(user.number.0, user.name.clone());
            }
            Entry::ReceiptOpened { receipt, returns, .. } => {
                let known = Known { returns: *returns, ..Known::default() };
                let _new = receipts.insert(*receipt, known);
            }
            Entry::LineAdded { receipt, line } | Entry::LineRestored { receipt, line } => {
                let known = receipts.get_mut(receipt).unwrap();
                let _new = known.lines.insert(line.id, line.clone());
            }
            Entry::LineQuantityChanged { receipt, line, quantity } => {
                let known = receipts.get_mut(receipt).unwrap();
                known.lines.get_mut(line).unwrap().quantity = *quantity;
            }
            Entry::LinePriced(priced) => {
                let known = receipts.get_mut(&priced.receipt).unwrap();
                let line = known.lines.get_mut(&priced.line).unwrap();
                let usual = line.terms.regular_price.unwrap_or(line.unit_price);
                line.terms.regular_price = Some(usual);
                line.unit_price = priced.price;
            }
            Entry::LineDiscounted(given) => {
                let known = receipts.get_mut(&given.receipt).unwrap();
                known.lines.get_mut(&given.line).unwrap().terms.discount = given.discount.clone();
            }
            Entry::ReceiptDiscounted(given) => {
                let known = receipts.get_mut(&given.receipt).unwrap();
                known.discount = given.discount.as_ref().map(|discount| discount.cut);
                for share in &given.shares {
                    known.lines.get_mut(&share.line).unwrap().terms.share = share.off;
                }
            }
            Entry::ReceiptCancelled { receipt, .. } => {
                receipts.get_mut(receipt).unwrap().cancelled = true;
            }
            Entry::LineRemoved { receipt, line, .. } => {
                let worth = worth(&receipts, *receipt, &receipts[receipt].lines[line]);
                let _sum = removed.insert((*receipt, *line), worth);
                let _gone = receipts.get_mut(receipt).unwrap().lines.remove(line);
            }
            Entry::TenderAdded { receipt, tender } => {
                let known = receipts.get_mut(receipt).unwrap();
                let _new = known.tenders.insert(tender.id, tender.clone());
            }
            Entry::TenderRemoved { receipt, tender } => {
                let _gone = receipts.get_mut(receipt).unwrap().tenders.remove(tender);
            }
            _ => {}
        }
    }
    plain
}

fn one(to: &mut (i64, i64), amount: i64) {
    to.0 += 1;
    to.1 += amount;
}

/// Quantity times price, rounded to the öre, halves away from zero.
fn gross(line: &Line) -> i64 {
    let exact = line.quantity.value() * Decimal::from(line.unit_price.minor());
    rounded(exact)
}

/// So much of a sum as one number is of another.
fn proportion(sum: i64, part: i64, whole: i64) -> i64 {
    rounded(Decimal::from(sum) * Decimal::from(part) / Decimal::from(whole))
}

fn cut_off(cut: Cut, sum: i64) -> i64 {
    match cut {
        Cut::Percent(percent) => proportion(sum, percent.hundredths().into(), 10_000),
        Cut::Amount { off, of } if sum >= of.minor() => off.minor(),
        Cut::Amount { off, of } => proportion(off.minor(), sum, of.minor()),
    }
}

/// What the line's own discount takes off.
fn reduced(line: &Line) -> i64 {
    line.terms.discount.as_ref().map_or(0, |discount| cut_off(discount.cut, gross(line)))
}

/// What a line comes to. What comes back is worth its part of what was paid, less what came back before.
fn worth(receipts: &BTreeMap<ReceiptId, Known>, id: ReceiptId, line: &Line) -> i64 {
    let Some(sale) = receipts[&id].returns else {
        return gross(line) - reduced(line) - line.terms.share.minor();
    };
    let sold = &receipts[&sale].lines[&line.id];
    let (paid, whole) = (worth(receipts, sale, sold), thousandths(sold));
    let others = receipts
        .iter()
        .filter(|(other, known)| **other != id && known.returns == Some(sale) && !known.cancelled);
    let back: i64 =
        others.filter_map(|(_, known)| known.lines.get(&line.id)).map(thousandths).sum();
    proportion(paid, back, whole) - proportion(paid, back + thousandths(line), whole)
}

fn rounded(exact: Decimal) -> i64 {
    let nearest = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    nearest.to_i64().unwrap()
}

fn thousandths(line: &Line) -> i64 {
    (line.quantity.value() * Decimal::ONE_THOUSAND).to_i64().unwrap()
}

impl Plain {
    fn count(
        &mut self,
        entry: &Entry,
        receipts: &BTreeMap<ReceiptId, Known>,
        names: &BTreeMap<u16, String>,
    ) {
        match entry {
            Entry::ReceiptCompleted { receipt, cashier, .. } => {
                let name = names.get(&cashier.0).cloned().unwrap_or_default();
                self.receipt(receipts, *receipt, (cashier.0, name));
            }
            Entry::ReceiptCancelled { receipt, .. } => {
                let lines = receipts[receipt].lines.values();
                one(&mut self.cancelled, lines.map(|line| worth(receipts, *receipt, line)).sum());
            }
            Entry::LineRemoved { receipt, line, .. } if receipts[receipt].returns.is_none() => {
                let gone = worth(receipts, *receipt, &receipts[receipt].lines[line]);
                one(&mut self.removed, gone);
            }
            Entry::LineQuantityChanged { receipt, line, quantity }
                if receipts[receipt].returns.is_none() =>
            {
                let before = &receipts[receipt].lines[line];
                let less = gross(before) - gross(&Line { quantity: *quantity, ..before.clone() });
                if less > 0 {
                    one(&mut self.lowered, less);
                }
            }
            Entry::DrawerOpened { reason: DrawerReason::Sale { .. }, .. } => self.drawer.0 += 1,
            Entry::DrawerOpened { .. } => self.drawer.1 += 1,
            Entry::ShiftOpened(opening) => match &opening.float {
                Count::Sum(float) => one(&mut self.float, float.minor()),
                Count::Pieces(_) => unreachable!("only sums are made up"),
            },
            Entry::CashMoved(moved) => match moved.direction {
                Direction::In => one(&mut self.cash_in, moved.amount.minor()),
                Direction::Out => one(&mut self.cash_out, moved.amount.minor()),
            },
            Entry::ShiftClosed(closing) => {
                let difference = closing.counted.minor() - closing.expected.minor();
                if difference != 0 {
                    one(&mut self.cash_difference, difference);
                }
            }
            Entry::ReportRead { .. } => self.x_reports += 1,
            _ => {}
        }
    }

    fn receipt(
        &mut self,
        receipts: &BTreeMap<ReceiptId, Known>,
        id: ReceiptId,
        cashier: (u16, String),
    ) {
        let receipt = &receipts[&id];
        let is_return = receipt.returns.is_some();
        let worth = |line: &Line| worth(receipts, id, line);
        let total: i64 = receipt.lines.values().map(worth).sum();
        if !is_return {
            self.reductions(receipt);
        }
        one(if is_return { &mut self.returns } else { &mut self.sales }, total);
        one(self.cashiers.entry(cashier).or_default(), total);
        let mut rates: BTreeMap<u16, i64> = BTreeMap::new();
        for line in receipt.lines.values() {
            *rates.entry(line.vat.hundredths()).or_default() += worth(line);
            let sign = if is_return { -1 } else { 1 };
            let group = self.groups.entry(format!("{:?}", line.group)).or_default();
            group.0 += sign * thousandths(line);
            group.1 += worth(line);
            if !is_return {
                match line.kind {
                    ArticleKind::Goods => self.goods += thousandths(line),
                    ArticleKind::Service => self.services += thousandths(line),
                }
            }
        }
        for (rate, gross) in rates {
            let percent = Decimal::new(i64::from(rate), 2);
            let tax = Decimal::from(gross) * percent / (Decimal::ONE_HUNDRED + percent);
            let part = self.vat.entry(rate).or_default();
            part.0 += gross;
            part.1 += rounded(tax);
        }
        let means = if is_return { &mut self.given_back } else { &mut self.taken };
        let mut paid = 0;
        let mut last_is_cash = false;
        for tender in receipt.tenders.values() {
            one(means.entry(tender.kind()).or_default(), tender.amount.minor());
            paid += tender.amount.minor();
            last_is_cash = tender.kind() == TenderKind::Cash;
            if matches!(tender.means, TenderMeans::SeqrUnverified { .. }) {
                one(&mut self.unverified, tender.amount.minor());
            }
        }
        // Whole kronor stay in the drawer: the total as cash pays it, where the last tender was cash.
        let others: i64 =
            paid - receipt.tenders.values().last().map_or(0, |tender| tender.amount.minor());
        let due = total - others;
        let kept =
            if last_is_cash { others + (due + due.signum() * 50) / 100 * 100 } else { total };
        let change = paid - kept;
        if change != 0 {
            means.entry(TenderKind::Cash).or_default().1 -= change;
        }
        self.rounding += kept - total;
    }

    fn reductions(&mut self, receipt: &Known) {
        for line in receipt.lines.values() {
            let usual = line.terms.regular_price.unwrap_or(line.unit_price);
            let off = gross(&Line { unit_price: usual, ..line.clone() }) - gross(line);
            if off > 0 {
                one(&mut self.prices_lowered, off);
            }
            if off < 0 {
                one(&mut self.prices_raised, -off);
            }
            if reduced(line) != 0 {
                one(&mut self.discounts, reduced(line));
            }
        }
        let sold = || receipt.lines.values().filter(|line| line.terms.deposit_of.is_none());
        let sum: i64 = sold().map(|line| gross(line) - reduced(line)).sum();
        let shares: i64 = sold().map(|line| line.terms.share.minor()).sum();
        assert_eq!(shares, receipt.discount.map_or(0, |cut| cut_off(cut, sum)), "spread whole");
        if shares != 0 {
            one(&mut self.discounts, shares);
        }
    }

    /// What the register has counted, in the same form.
    pub fn of(figures: &Figures) -> Plain {
        let get = |measure: Measure| figures.get(&measure);
        let pair = |sum: Sum| (sum.count, sum.amount.minor());
        let mut plain = Plain {
            sales: pair(get(Measure::Sales)),
            returns: pair(get(Measure::Returns)),
            goods: get(Measure::Goods).quantity,
            services: get(Measure::Services).quantity,
            unverified: pair(get(Measure::SeqrUnverified)),
            rounding: get(Measure::Rounding).amount.minor(),
            drawer: (get(Measure::DrawerForReceipt).count, get(Measure::DrawerWithoutSale).count),
            discounts: pair(get(Measure::Discounts)),
            prices_lowered: pair(get(Measure::PricesLowered)),
            prices_raised: pair(get(Measure::PricesRaised)),
            float: pair(get(Measure::Float)),
            cash_in: pair(get(Measure::CashIn)),
            cash_out: pair(get(Measure::CashOut)),
            cash_difference: pair(get(Measure::CashDifference)),
            removed: pair(get(Measure::LinesRemoved)),
            lowered: pair(get(Measure::QuantitiesLowered)),
            cancelled: pair(get(Measure::Cancelled)),
            x_reports: get(Measure::XReports).count,
            ..Plain::default()
        };
        for (name, sum) in figures.groups() {
            let _new = plain.groups.insert(format!("{name:?}"), (sum.quantity, sum.amount.minor()));
        }
        for part in figures.vat() {
            let _new =
                plain.vat.insert(part.rate.hundredths(), (part.gross.minor(), part.vat.minor()));
        }
        for kind in TenderKind::ALL {
            let (taken, given_back) = figures.tender(kind);
            for (sum, to) in [(taken, &mut plain.taken), (given_back, &mut plain.given_back)] {
                if !sum.is_nothing() {
                    let _new = to.insert(kind, pair(sum));
                }
            }
        }
        for (cashier, [sales, returns, _]) in figures.cashiers() {
            let both = pair(sales.with(returns));
            if both != (0, 0) {
                let _new = plain.cashiers.insert((cashier.number.0, cashier.name.clone()), both);
            }
        }
        plain
    }
}

#[derive(Debug, Default)]
struct Attempted {
    created: Option<(Timestamp, i64)>,
    paid: Option<(Timestamp, i64)>,
    settled_as_paid: Option<Timestamp>,
    over: bool,
    refuted: bool,
    given_back: i64,
}

/// Every SEQR payment and refund with its moment, state and amount, by brute force.
pub fn seqr(entries: &[RecordedEntry]) -> Vec<(Timestamp, String, i64)> {
    let mut attempts: BTreeMap<AttemptId, Attempted> = BTreeMap::new();
    let mut refunds = BTreeMap::new();
    let mut posts = Vec::new();
    for recorded in entries {
        let at = recorded.at;
        let entry = &recorded.entry;
        let known = entry.attempt().map(|id| attempts.entry(id).or_default());
        match (entry, known) {
            (Entry::PaymentCreated { order }, Some(known)) => {
                known.created = Some((at, order.amount.minor()));
            }
            (
                Entry::PaymentPaid { payment, .. } | Entry::PaymentVerified { payment, .. },
                Some(known),
            ) => known.paid = Some((at, payment.amount.minor())),
            (Entry::PaymentSettled(PaymentSettled { verdict, .. }), Some(known)) => match verdict {
                Verdict::Paid => known.settled_as_paid = Some(at),
                Verdict::NotPaid => known.over = true,
            },
            (Entry::PaymentRefuted { found, .. }, Some(known)) => match found {
                Found::Paid { payment } => known.paid = Some((at, payment.amount.minor())),
                _ => known.refuted = true,
            },
            (Entry::PaymentEnded { .. } | Entry::PaymentRefused { .. }, Some(known)) => {
                known.over = true;
            }
            (Entry::RefundCreated { order }, _) => {
                let _new = refunds.insert(order.refund, order.clone());
            }
            (Entry::RefundDone { refund, .. }, _) => {
                let order = &refunds[refund];
                posts.push((at, "Refund".to_owned(), -order.amount.minor()));
                attempts.get_mut(&order.payment).unwrap().given_back += order.amount.minor();
            }
            (
                Entry::RefundSettled(RefundSettled {
                    refund,
                    verdict: refund::Verdict::GivenBack,
                    ..
                }),
                _,
            ) => {
                let order = &refunds[refund];
                posts.push((at, "RefundUnverified".to_owned(), -order.amount.minor()));
                attempts.get_mut(&order.payment).unwrap().given_back += order.amount.minor();
            }
            _ => {}
        }
    }
    for known in attempts.into_values() {
        let (created, asked) = known.created.unwrap();
        let state = match (known.refuted, known.paid, known.settled_as_paid) {
            (true, _, _) => "TakenBack",
            (_, Some((_, paid)), _) if known.given_back >= paid => "Refunded",
            (_, Some(_), _) if known.given_back > 0 => "PartlyRefunded",
            (_, Some(_), _) => "Paid",
            (_, None, Some(_)) => "Unverified",
            (_, None, None) if known.over => continue,
            (_, None, None) => "InDoubt",
        };
        let at = known.settled_as_paid.or(known.paid.map(|(at, _)| at)).unwrap_or(created);
        let amount = known.paid.map_or(asked, |(_, paid)| paid);
        posts.push((at, state.to_owned(), amount));
    }
    posts.sort();
    posts
}
