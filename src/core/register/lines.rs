//! Ringing up, and everything that changes a line: quantities, prices set by hand, discounts, deposits, ages.
//!
//! How much less than usual somebody may take is set per role; what is more needs the approval of somebody who may.

use super::super::catalog::{Article, ArticleKind, Code, Name};
use super::super::discount::{Asked, Discount, LineDiscount, ReceiptDiscount, Repricing};
use super::super::entry::Entry;
use super::super::money::Amount;
use super::super::receipt::{
    Line, LineId, MOST_LINES, Quantity, Receipt, ReceiptId, Returnable, Terms,
};
use super::super::user::{Permission, Person, UserNumber};
use super::super::vat::VatRate;
use super::settle::reason_given;
use super::{Decision, Refused, Register};

/// Something to do to the receipt's lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineCommand {
    /// Ring an article up that has to be seen to: with its deposit, or after the customer's age was checked.
    Add {
        /// The article as it is now.
        article: Box<Article>,
        /// How many.
        quantity: Quantity,
        /// The bar code it was scanned by.
        code: Option<Code>,
        /// The article that is its deposit, if it has one.
        deposit: Option<Box<Article>>,
        /// Whether somebody has just seen that the customer is old enough.
        age_checked: bool,
    },
    /// Set a line's price by hand. The usual price again needs no reason.
    Reprice {
        /// Which line.
        line: LineId,
        /// The price of one.
        price: Amount,
        /// Why.
        reason: String,
    },
    /// Give a discount on a line, or take it off.
    Discount {
        /// Which line.
        line: LineId,
        /// The discount; none to take it off.
        discount: Option<Asked>,
        /// Why.
        reason: String,
    },
    /// Give a discount on the whole receipt, or take it off. Deposits are left out.
    DiscountReceipt {
        /// Which receipt the cashier was looking at.
        receipt: ReceiptId,
        /// The discount; none to take it off.
        discount: Option<Asked>,
        /// Why.
        reason: String,
    },
    /// Put a line back that was taken away.
    Restore {
        /// Which line.
        line: LineId,
    },
}

impl Register {
    pub(super) fn change_lines(
        &self,
        command: &LineCommand,
        approver: Option<&Person>,
    ) -> Result<Decision, Refused> {
        match command {
            // Only what the role does not include is approved by others.
            LineCommand::Add { .. } | LineCommand::Restore { .. } if approver.is_some() => {
                Err(Refused::NotOffered)
            }
            LineCommand::Add { article, quantity, code, deposit, age_checked } => self.add_article(
                article,
                *quantity,
                code.as_ref(),
                deposit.as_deref(),
                *age_checked,
            ),
            LineCommand::Reprice { line, price, reason } => {
                self.reprice(*line, *price, reason, approver)
            }
            LineCommand::Discount { line, discount, reason } => {
                self.discount_line(*line, *discount, reason, approver)
            }
            LineCommand::DiscountReceipt { receipt, discount, reason } => {
                self.discount_receipt(*receipt, *discount, reason, approver)
            }
            LineCommand::Restore { line } => self.restore(*line),
        }
    }

    pub(super) fn add_article(
        &self,
        article: &Article,
        quantity: Quantity,
        code: Option<&Code>,
        deposit: Option<&Article>,
        age_checked: bool,
    ) -> Result<Decision, Refused> {
        let conditions = &article.conditions;
        if !quantity.is_whole() && !conditions.weighed {
            return Err(Refused::WholePieces);
        }
        let deposit = match &conditions.deposit {
            None => None,
            Some(number) => {
                let fits = deposit.filter(|deposit| deposit.number == *number);
                Some(fits.ok_or(Refused::DepositMissing)?)
            }
        };
        let mut line = Line::of(LineId(0), article, quantity);
        line.code = code.cloned().or(line.code);
        let known = self.receipt.as_ref().and_then(Receipt::age_checked);
        let age = conditions.age.filter(|age| known.is_none_or(|known| known < *age));
        if let Some(age) = age.filter(|_| !age_checked) {
            // Whoever cannot ring up now is not asked either.
            let _decision = self.add(line, deposit, None)?;
            return Err(Refused::ConfirmAge { age });
        }
        self.add(line, deposit, age)
    }

    pub(super) fn add_free(
        &self,
        name: Name,
        group: Name,
        price: Amount,
        vat: VatRate,
        code: Option<Code>,
    ) -> Result<Decision, Refused> {
        if !price.is_positive() {
            return Err(Refused::AmountNotPositive);
        }
        if price > Amount::LARGEST_ENTRY {
            return Err(Refused::AmountTooLarge { most: Amount::LARGEST_ENTRY });
        }
        let line = Line {
            id: LineId(0),
            article: None,
            code,
            name,
            quantity: Quantity::ONE,
            unit_price: price,
            vat,
            group,
            kind: ArticleKind::Goods,
            terms: Terms::default(),
        };
        self.add(line, None, None)
    }

    /// Rings a line up; `age` was found out for it.
    fn add(
        &self,
        line: Line,
        deposit: Option<&Article>,
        age: Option<u8>,
    ) -> Result<Decision, Refused> {
        let cashier = self.allowed(Permission::Sell)?;
        self.shift_open_if_needed()?;
        self.lines_may_change()?;
        if self.receipt.as_ref().is_some_and(|receipt| receipt.returns().is_some()) {
            return Err(Refused::ReturnOpen);
        }
        let mut entries = Vec::new();
        let receipt =
            self.receipt.as_ref().map_or(ReceiptId(self.last_receipt_id + 1), |known| known.id);
        if self.receipt.is_none() {
            entries.push(Entry::ReceiptOpened { receipt, cashier, returns: None });
        }
        entries.extend(age.map(|age| Entry::AgeChecked { receipt, age }));
        if let Some(known) = &self.receipt
            && let Some((last, quantity)) = one_more(known, &line, deposit)
        {
            entries.extend(quantity_entries(known, last, quantity));
            return Ok(self.spread_anew(entries));
        }
        let next = self.receipt.as_ref().map_or(LineId(1), Receipt::next_line);
        let lines = with_deposit(Line { id: next, ..line }, deposit);
        let present = self.receipt.as_ref().map_or(0, |known| known.lines().len());
        if present + lines.len() > MOST_LINES {
            return Err(Refused::TooManyLines);
        }
        entries.extend(lines.into_iter().map(|line| Entry::LineAdded { receipt, line }));
        Ok(self.spread_anew(entries))
    }

    /// The receipt whose lines can be changed, and the line, if it is not one that goes with another.
    fn changeable(&self, line: LineId) -> Result<(&Receipt, &Line), Refused> {
        let receipt = self.seller_receipt(None)?;
        self.returns_whole()?;
        self.lines_may_change()?;
        let known = receipt.line(line).ok_or(Refused::NoSuchLine)?;
        // A deposit may come back without its article, but not be sold without it.
        if known.terms.deposit_of.is_some_and(|article| receipt.line(article).is_some()) {
            return Err(Refused::DepositLine);
        }
        Ok((receipt, known))
    }

    pub(super) fn change_quantity(&self, line: LineId, by: i32) -> Result<Decision, Refused> {
        let (_, known) = self.changeable(line)?;
        match known.quantity.plus(by) {
            Some(quantity) => self.set_quantity(line, quantity),
            None if by < 0 => self.remove_line(line),
            None => Err(Refused::QuantityOutOfRange),
        }
    }

    pub(super) fn set_quantity(
        &self,
        line: LineId,
        quantity: Quantity,
    ) -> Result<Decision, Refused> {
        let (receipt, known) = self.changeable(line)?;
        // Of a return less can be taken back than was chosen, never more.
        if receipt.returns().is_some() && quantity > known.quantity {
            return Err(Refused::MoreThanSold { most: known.quantity });
        }
        if !quantity.is_whole() && !known.terms.weighed {
            return Err(Refused::WholePieces);
        }
        Ok(self.spread_anew(quantity_entries(receipt, known, quantity)))
    }

    pub(super) fn remove_line(&self, line: LineId) -> Result<Decision, Refused> {
        let (receipt, known) = self.changeable(line)?;
        let lines = std::iter::once(known).chain(receipt.deposit_of(line));
        let removed = lines.map(|known| Entry::LineRemoved {
            receipt: receipt.id,
            line: known.id,
            sum: known.sum(),
        });
        Ok(self.spread_anew(removed.collect()))
    }

    fn restore(&self, line: LineId) -> Result<Decision, Refused> {
        let receipt = self.seller_receipt(None)?;
        self.returns_whole()?;
        self.lines_may_change()?;
        let removed = receipt.removed();
        let known = removed.iter().find(|known| known.id == line).ok_or(Refused::NoSuchLine)?;
        if known.terms.deposit_of.is_some_and(|article| receipt.line(article).is_none()) {
            return Err(Refused::DepositLine);
        }
        let deposit = removed.iter().filter(|known| known.terms.deposit_of == Some(line));
        let lines: Vec<&Line> = std::iter::once(known).chain(deposit).collect();
        if receipt.lines().len() + lines.len() > MOST_LINES {
            return Err(Refused::TooManyLines);
        }
        let entries = lines.into_iter().map(|known| {
            let terms = Terms { share: Amount::ZERO, ..known.terms.clone() };
            Entry::LineRestored { receipt: receipt.id, line: Line { terms, ..known.clone() } }
        });
        Ok(self.spread_anew(entries.collect()))
    }

    /// A line of a sale that can be sold for less.
    fn discountable(&self, line: LineId) -> Result<(&Receipt, &Line), Refused> {
        let (receipt, known) = self.changeable(line)?;
        if receipt.returns().is_some() {
            return Err(Refused::ReturnOpen);
        }
        Ok((receipt, known))
    }

    fn reprice(
        &self,
        line: LineId,
        price: Amount,
        reason: &str,
        approver: Option<&Person>,
    ) -> Result<Decision, Refused> {
        let by = self.allowed(Permission::Sell)?;
        let (receipt, known) = self.discountable(line)?;
        if price.is_negative() {
            return Err(Refused::AmountNotPositive);
        }
        if price > Amount::LARGEST_ENTRY {
            return Err(Refused::AmountTooLarge { most: Amount::LARGEST_ENTRY });
        }
        let mut after = known.clone();
        after.set_price(price);
        let usual = after.terms.regular_price.is_none();
        let (reason, approved_by) = if usual && after.terms.discount.is_none() {
            (String::new(), None)
        } else {
            (reason_given(reason)?, self.may_sell_for(&after, approver)?)
        };
        let receipt = receipt.id;
        let priced = Repricing { receipt, line, price, reason, by, approved_by };
        Ok(self.spread_anew(vec![Entry::LinePriced(priced)]))
    }

    fn discount_line(
        &self,
        line: LineId,
        asked: Option<Asked>,
        reason: &str,
        approver: Option<&Person>,
    ) -> Result<Decision, Refused> {
        let by = self.allowed(Permission::Sell)?;
        let (receipt, known) = self.discountable(line)?;
        let discount = match asked {
            None => None,
            Some(asked) => {
                let cut = cut_on(asked, known.gross())?;
                let reason = reason_given(reason)?;
                let mut after = known.clone();
                let discount = Discount { cut, reason, by, approved_by: None };
                after.terms.discount = Some(discount.clone());
                let approved_by = self.may_sell_for(&after, approver)?;
                Some(Discount { approved_by, ..discount })
            }
        };
        let discounted = LineDiscount { receipt: receipt.id, line, discount };
        Ok(self.spread_anew(vec![Entry::LineDiscounted(discounted)]))
    }

    fn discount_receipt(
        &self,
        receipt: ReceiptId,
        asked: Option<Asked>,
        reason: &str,
        approver: Option<&Person>,
    ) -> Result<Decision, Refused> {
        let by = self.allowed(Permission::Sell)?;
        let known = self.seller_receipt(Some(receipt))?;
        self.lines_may_change()?;
        if known.returns().is_some() {
            return Err(Refused::ReturnOpen);
        }
        let discount = match asked {
            None => None,
            Some(asked) => {
                let whole = known.discountable();
                let cut = cut_on(asked, whole)?;
                let reason = reason_given(reason)?;
                let approved_by = self.may_reduce(cut.from(whole), whole, approver)?;
                Some(Discount { cut, reason, by, approved_by })
            }
        };
        let shares = known.shares(discount.as_ref().map(|discount| discount.cut));
        let discounted = ReceiptDiscount { receipt, discount, shares };
        Ok(Decision::of(vec![Entry::ReceiptDiscounted(discounted)]))
    }

    /// Who approves a line's price and discount, judged together against the usual price.
    fn may_sell_for(
        &self,
        line: &Line,
        approver: Option<&Person>,
    ) -> Result<Option<UserNumber>, Refused> {
        let regular = line.regular();
        let by = regular - line.before_share();
        // A higher price is no discount, but whoever may give none sets no price either.
        self.may_reduce(by.or_zero(), regular, approver)
    }

    /// Whether whoever is logged in may take so much less of a sum; if not, who approves it.
    fn may_reduce(
        &self,
        by: Amount,
        of: Amount,
        approver: Option<&Person>,
    ) -> Result<Option<UserNumber>, Refused> {
        let may = |role| {
            let limit = self.rules.most_percent(role);
            let (by, of) = (i128::from(by.minor()), i128::from(of.minor()));
            limit > 0 && by * 100 <= of * i128::from(limit)
        };
        if may(self.role()?) {
            return Ok(None);
        }
        match approver {
            None => Err(Refused::NeedsApproval),
            Some(approver) if may(approver.role) => Ok(Some(approver.number)),
            Some(_) => Err(Refused::NotAllowed),
        }
    }

    /// Adds what the discount on the whole receipt becomes once its lines are others.
    fn spread_anew(&self, mut entries: Vec<Entry>) -> Decision {
        if let Some(known) = &self.receipt
            && let Some(discount) = known.discount()
        {
            let mut after = known.clone();
            entries.iter().for_each(|entry| apply(&mut after, entry));
            let shares = after.shares(Some(discount.cut));
            if !shares.is_empty() {
                let (receipt, discount) = (known.id, Some(discount.clone()));
                let spread = ReceiptDiscount { receipt, discount, shares };
                entries.push(Entry::ReceiptDiscounted(spread));
            }
        }
        Decision::of(entries)
    }
}

/// Lets an entry take effect on the receipt that it belongs to.
pub(super) fn apply(receipt: &mut Receipt, entry: &Entry) {
    match entry {
        Entry::ReturnBegun { origin, .. } => receipt.set_origin(origin.clone()),
        Entry::LineAdded { line, .. } => receipt.add_line(line.clone()),
        Entry::LineQuantityChanged { line, quantity, .. } => receipt.set_quantity(*line, *quantity),
        Entry::LineRemoved { line, .. } => receipt.remove_line(*line),
        Entry::LineRestored { line, .. } => receipt.restore_line(line.clone()),
        Entry::LinePriced(priced) => receipt.set_price(priced.line, priced.price),
        Entry::LineDiscounted(discounted) => {
            receipt.set_line_discount(discounted.line, discounted.discount.clone());
        }
        Entry::ReceiptDiscounted(discounted) => {
            receipt.set_discount(discounted.discount.clone(), &discounted.shares);
        }
        Entry::AgeChecked { age, .. } => receipt.set_age_checked(*age),
        Entry::TenderAdded { tender, .. } => receipt.add_tender(tender.clone()),
        Entry::TenderRemoved { tender, .. } => receipt.remove_tender(*tender),
        _ => {}
    }
}

/// A line as it comes back: its price below zero. What it was sold for stands in what was sold.
pub(super) fn coming_back(line: &Line) -> Line {
    let terms = Terms {
        weighed: line.terms.weighed,
        deposit_of: line.terms.deposit_of,
        sold: line.terms.sold,
        ..Terms::default()
    };
    Line { unit_price: -line.unit_price, terms, ..line.clone() }
}

/// Deposits come back with the articles that they were taken for, unless they were chosen for themselves.
pub(super) fn with_deposits(of: &Returnable, mut lines: Vec<Line>) -> Vec<Line> {
    let chosen: Vec<(LineId, Quantity)> =
        lines.iter().map(|line| (line.id, line.quantity)).collect();
    for deposit in &of.lines {
        let article = chosen.iter().find(|(id, _)| deposit.terms.deposit_of == Some(*id));
        let for_itself = chosen.iter().any(|(id, _)| *id == deposit.id);
        if let Some((_, quantity)) = article.filter(|_| !for_itself) {
            let quantity = (*quantity).min(deposit.quantity);
            lines.push(Line { quantity, ..coming_back(deposit) });
        }
    }
    lines.sort_by_key(|line| line.id);
    lines
}

/// The same article again, at the same price, is one more on the last line. What is weighed, or sold for less, stands
/// for itself.
fn one_more<'a>(
    receipt: &'a Receipt,
    line: &Line,
    deposit: Option<&Article>,
) -> Option<(&'a Line, Quantity)> {
    let mut lines = receipt.lines().iter().rev();
    let last = lines.find(|known| known.terms.deposit_of.is_none())?;
    let goes_with_it = |known: Option<&Line>| match (known, deposit) {
        (None, None) => true,
        (Some(known), Some(deposit)) => {
            known.article.as_ref() == Some(&deposit.number) && known.unit_price == deposit.price
        }
        _ => false,
    };
    let same = last.article.is_some()
        && last.article == line.article
        && last.unit_price == line.unit_price
        && last.name == line.name
        && last.vat == line.vat
        && last.group == line.group
        && last.kind == line.kind
        && !line.terms.weighed
        && Terms { share: Amount::ZERO, ..last.terms.clone() } == line.terms
        && goes_with_it(receipt.deposit_of(last.id));
    let quantity = last.quantity.with(line.quantity)?;
    same.then_some((last, quantity))
}

/// A line, and the deposit of each of its pieces.
fn with_deposit(line: Line, deposit: Option<&Article>) -> Vec<Line> {
    let deposit = deposit.map(|article| {
        let mut deposit = Line::of(LineId(line.id.0 + 1), article, line.quantity);
        deposit.terms.deposit_of = Some(line.id);
        deposit
    });
    std::iter::once(line).chain(deposit).collect()
}

/// A line's quantity, and that of the deposit that goes with it.
fn quantity_entries(receipt: &Receipt, line: &Line, quantity: Quantity) -> Vec<Entry> {
    let mut entries =
        vec![Entry::LineQuantityChanged { receipt: receipt.id, line: line.id, quantity }];
    if let Some(deposit) = receipt.deposit_of(line.id) {
        // Of a deposit that comes back, less may be left than of its article.
        let back = receipt.returns().is_some();
        let quantity = if back { quantity.min(deposit.quantity) } else { quantity };
        let (receipt, line) = (receipt.id, deposit.id);
        entries.push(Entry::LineQuantityChanged { receipt, line, quantity });
    }
    entries
}

/// What somebody asks for on a sum, or the most that can come off.
fn cut_on(asked: Asked, sum: Amount) -> Result<super::super::discount::Cut, Refused> {
    match asked {
        Asked::Amount(off) if !off.is_positive() => Err(Refused::AmountNotPositive),
        _ => asked.on(sum).ok_or(Refused::DiscountTooLarge { most: sum }),
    }
}
