//! Returns: goods come back, and money is given back for them, through SEQR (rule 17) or otherwise.
//!
//! A return is a receipt whose prices are below zero. What it may take back and give back was looked up in the
//! journal when it was begun and stands in its first entries, so that a restart knows the same limits.

use super::super::entry::{Entry, RefundDropped};
use super::super::money::Amount;
use super::super::payment::{Attempt, AttemptId};
use super::super::receipt::{Line, MOST_LINES, Receipt, ReceiptId, Returnable};
use super::super::refund::{Event, Refund, RefundId, RefundOrder, State, Verdict};
use super::super::tender::{Tender, TenderId, TenderMeans};
use super::super::time::Now;
use super::super::user::{Permission, Person};
use super::settle::settling;
use super::{Chosen, Command, Decision, Effect, Reachability, Refused, Register};

impl Register {
    /// Carries a refund on after an answer or the passing of time.
    ///
    /// Answers that belong to no open question come to nothing.
    pub fn refund_event(&self, id: RefundId, event: Event, now: Now) -> Decision {
        self.refund_stepped(id, event, now).unwrap_or_default()
    }

    /// Takes over a refund machine whose entries are committed.
    pub fn adopt_refund(&mut self, refund: Refund) {
        let id = refund.id();
        let _before = self.refunds.insert(id, refund);
        self.forget_refund_if_done(id);
    }

    /// How much of a payment the present return can give back through SEQR, and whether an earlier refund of it was
    /// settled by a person. `None` for a payment that does not belong to what is returned.
    pub fn refundable(&self, payment: AttemptId) -> Option<(Amount, bool)> {
        let receipt = self.receipt.as_ref()?;
        let known = receipt.origin()?.payments.iter().find(|known| known.attempt == payment)?;
        // What SEQR took back meanwhile it has no more to give back of.
        let taken_back = self.attempts.get(&payment).is_some_and(Attempt::is_booked_without_money);
        let remainder = if taken_back { Amount::ZERO } else { known.remainder };
        let here: Vec<&Refund> = self
            .refunds
            .values()
            .filter(|refund| refund.id().receipt == receipt.id && refund.order().payment == payment)
            .collect();
        let settled = |refund: &&Refund| matches!(refund.state(), State::Settled { .. });
        let settled_before = known.settled_before || here.iter().any(settled);
        // An open refund counts as given back: unknown is not failed.
        let taken: Amount = here
            .iter()
            .filter(|refund| refund.is_open() || refund.is_given_back())
            .map(|refund| refund.order().amount)
            .sum();
        Some(((remainder - taken).or_zero(), settled_before))
    }

    /// The next step towards a refund that was promised, on the return that gives it back: what a cashier would
    /// press. `None` where there is no such return, or nothing that SEQR could give back, or not yet.
    pub fn next_owed_step(&self) -> Option<Command> {
        let receipt = self.receipt.as_ref()?;
        let of = receipt.returns()?;
        if self.current_refund().is_some_and(Refund::is_open) || self.payments_stand(of).is_err() {
            return None;
        }
        let owed = self.owed.keys().filter(|payment| payment.receipt == of);
        let tried = |payment: AttemptId| {
            self.refunds.values().any(|refund| {
                refund.id().receipt == receipt.id && refund.order().payment == payment
            })
        };
        let refund = self.next_refund()?;
        owed.filter(|payment| !tried(**payment)).find_map(|payment| {
            let (remainder, _) = self.refundable(*payment)?;
            let amount = remainder.min(receipt.to_give_back());
            let command = Command::RefundWithSeqr { refund, payment: *payment, amount };
            amount.is_positive().then_some(command)
        })
    }

    /// Says what came of a refund that nobody knows the outcome of. `approver` has shown who they are.
    ///
    /// # Errors
    /// When the approver may not settle, gives no reason, or there is nothing to settle.
    pub fn settle_refund(
        &self,
        refund: RefundId,
        verdict: Verdict,
        reason: &str,
        approver: &Person,
        now: Now,
    ) -> Result<Decision, Refused> {
        let reason = settling(reason, approver)?;
        let event = Event::Settled { verdict, by: approver.number, reason };
        self.refund_stepped(refund, event, now)
    }

    /// Decides that a promised refund is not owed any more. `approver` has shown who they are.
    ///
    /// # Errors
    /// When the approver may not settle, gives no reason, or nothing is owed.
    pub fn drop_owed_refund(
        &self,
        payment: AttemptId,
        reason: &str,
        approver: &Person,
    ) -> Result<Decision, Refused> {
        let reason = settling(reason, approver)?;
        if !self.owed.contains_key(&payment) {
            return Err(Refused::NotOffered);
        }
        if self.open_refund().is_some_and(|refund| refund.order().payment == payment) {
            return Err(Refused::RefundOpen);
        }
        Ok(Decision::of(vec![Entry::RefundDropped(RefundDropped {
            payment,
            by: approver.number,
            reason,
        })]))
    }

    /// The sale ends as it was paid; that the money is given back is written down with it, so that no death of
    /// the program lets the promise be forgotten (rule 9).
    pub(super) fn finish_and_refund(&self, receipt: ReceiptId) -> Result<Decision, Refused> {
        let by = self.allowed(Permission::Return)?;
        let known = self.seller_receipt(Some(receipt))?;
        self.no_payment_open()?;
        // Only a payment that waits for the cashier's word is given back with it.
        if self.awaiting_decision().is_none() {
            return Err(Refused::NotOffered);
        }
        let owed: Vec<Entry> = known
            .tenders()
            .iter()
            .filter_map(|tender| match &tender.means {
                TenderMeans::Seqr { attempt, .. } => {
                    Some(Entry::RefundOwed { payment: *attempt, by })
                }
                _ => None,
            })
            .collect();
        // What only a manager says was paid, SEQR cannot be asked to give back.
        if owed.is_empty() {
            return Err(Refused::NotOffered);
        }
        let mut decision = self.finish(receipt)?;
        decision.entries.extend(owed);
        Ok(decision)
    }

    pub(super) fn begin_return(
        &self,
        of: &Returnable,
        chosen: &Chosen,
    ) -> Result<Decision, Refused> {
        let cashier = self.allowed(Permission::Return)?;
        self.shift_open_if_needed()?;
        self.no_payment_open()?;
        if self.receipt.is_some() {
            return Err(Refused::ReceiptOpen);
        }
        let owed = self.owed.keys().any(|payment| payment.receipt == of.origin.receipt);
        if owed && *chosen != Chosen::Everything {
            return Err(Refused::ReturnWhole);
        }
        let lines = returned_lines(of, chosen)?;
        let receipt = ReceiptId(self.last_receipt_id + 1);
        let returns = Some(of.origin.receipt);
        let mut entries = vec![
            Entry::ReceiptOpened { receipt, cashier, returns },
            Entry::ReturnBegun { receipt, origin: of.origin.clone() },
        ];
        entries.extend(lines.into_iter().map(|line| Entry::LineAdded { receipt, line }));
        Ok(Decision::of(entries))
    }

    pub(super) fn refund_with_seqr(
        &self,
        id: RefundId,
        payment: AttemptId,
        amount: Amount,
        now: Now,
    ) -> Result<Decision, Refused> {
        let receipt = self.giving_back(id.receipt)?;
        if self.next_refund() != Some(id) {
            return Err(Refused::NotOffered);
        }
        let (remainder, settled_before) = self.refundable(payment).ok_or(Refused::NotOffered)?;
        if self.attempts.get(&payment).is_some_and(|known| known.may_be_taken_back(now)) {
            return Err(Refused::Unacknowledged);
        }
        let known = receipt
            .origin()
            .and_then(|origin| origin.payments.iter().find(|known| known.attempt == payment));
        let known = known.ok_or(Refused::NotOffered)?;
        if !amount.is_positive() {
            return Err(Refused::AmountNotPositive);
        }
        let most = remainder.min(receipt.to_give_back());
        if amount > most {
            return Err(Refused::MoreThanGivenBack { most });
        }
        let terminal = self.usable_terminal()?;
        if self.reachability == Reachability::Unreachable {
            return Err(Refused::SeqrUnreachable);
        }
        let order = RefundOrder {
            refund: id,
            payment,
            ers_reference: known.ers_reference.clone(),
            amount,
            remainder,
            settled_before,
            terminal: terminal.id.clone(),
            user: self.allowed(Permission::Return)?,
        };
        let (refund, step) = Refund::begin(order, now);
        Ok(Decision {
            entries: step.entries,
            effects: step.effects.into_iter().map(Effect::Refund).collect(),
            attempt: None,
            refund: Some(Box::new(refund)),
        })
    }

    pub(super) fn give_back_cash(
        &self,
        receipt: ReceiptId,
        amount: Amount,
        id: TenderId,
    ) -> Result<Decision, Refused> {
        let known = self.giving_back(receipt)?;
        // Cash has no öre: the nearest krona is all there is to give, and may be nothing.
        let most = known.to_give_back().rounded_to_cash();
        if amount != most && !amount.is_positive() {
            return Err(Refused::AmountNotPositive);
        }
        self.give_back(known, amount, most, id, TenderMeans::Cash)
    }

    pub(super) fn give_back_card(
        &self,
        receipt: ReceiptId,
        amount: Amount,
        id: TenderId,
    ) -> Result<Decision, Refused> {
        let known = self.giving_back(receipt)?;
        if !amount.is_positive() {
            return Err(Refused::AmountNotPositive);
        }
        self.give_back(known, amount, known.to_give_back(), id, TenderMeans::Card)
    }

    fn give_back(
        &self,
        receipt: &Receipt,
        amount: Amount,
        most: Amount,
        id: TenderId,
        means: TenderMeans,
    ) -> Result<Decision, Refused> {
        if id != receipt.next_tender() {
            return Err(Refused::NotOffered);
        }
        if amount > most {
            return Err(Refused::MoreThanGivenBack { most });
        }
        self.take(receipt, Tender { id, amount: -amount, means })
    }

    /// The return that money can be given back for.
    fn giving_back(&self, receipt: ReceiptId) -> Result<&Receipt, Refused> {
        let _cashier = self.allowed(Permission::Return)?;
        let known = self.seller_receipt(Some(receipt))?;
        self.no_payment_open()?;
        if !known.to_give_back().is_positive() {
            return Err(Refused::NothingDue);
        }
        known.returns().map_or(Ok(()), |of| self.payments_stand(of))?;
        Ok(known)
    }

    /// Why the present return has to wait before money is given back, by whatever means.
    pub fn return_waits(&self) -> Option<Refused> {
        let of = self.receipt.as_ref().and_then(Receipt::returns)?;
        self.payments_stand(of).err()
    }

    /// Whether the money that a receipt was paid with is there to stay. SEQR takes back what it has not heard to be booked:
    /// whoever was given the money before that would have it twice.
    fn payments_stand(&self, of: ReceiptId) -> Result<(), Refused> {
        self.nothing_taken_back(of)?;
        let mut paid = self.attempts.values().filter(|known| known.id().receipt == of);
        match paid.any(Attempt::is_unacknowledged) {
            true => Err(Refused::Unacknowledged),
            false => Ok(()),
        }
    }

    /// Whether the present receipt gives a promised refund back: it goes back whole, or the promise would be forgotten
    /// with a part of it.
    pub fn keeps_a_promise(&self) -> bool {
        let of = self.receipt.as_ref().and_then(Receipt::returns);
        of.is_some_and(|of| self.owed.keys().any(|payment| payment.receipt == of))
    }

    fn refund_stepped(&self, id: RefundId, event: Event, now: Now) -> Result<Decision, Refused> {
        let mut refund = self.refunds.get(&id).ok_or(Refused::NotOffered)?.clone();
        let was_given_back = refund.is_given_back();
        let step = refund.step(event, now).map_err(|_not_offered| Refused::NotOffered)?;
        let mut decision = Decision {
            entries: step.entries,
            effects: step.effects.into_iter().map(Effect::Refund).collect(),
            ..Decision::default()
        };
        if refund.is_given_back() && !was_given_back {
            self.book_refund(&refund, &mut decision);
        }
        decision.refund = Some(Box::new(refund));
        Ok(decision)
    }

    /// Books a refund on its return, and ends the return where nothing is left to give back. A return cannot end
    /// before its refund does, so it is there; were it not, the refund itself would still be written down.
    fn book_refund(&self, refund: &Refund, decision: &mut Decision) {
        let order = refund.order();
        let Some(receipt) = self.receipt.as_ref().filter(|known| known.id == order.refund.receipt)
        else {
            return;
        };
        let ers_reference = match refund.state() {
            State::Refunded { ers_reference, .. } => ers_reference.clone(),
            _ => None,
        };
        let means =
            TenderMeans::SeqrRefund { refund: order.refund, payment: order.payment, ers_reference };
        let tender = Tender { id: receipt.next_tender(), amount: -order.amount, means };
        decision.entries.push(Entry::TenderAdded { receipt: receipt.id, tender: tender.clone() });
        if let Some(settlement) = receipt.settlement_with(Some(&tender)) {
            // Whoever is logged in answers for the receipt; if nobody is, whoever asked for the refund.
            let cashier = self.user.as_ref().map_or(order.user, |user| user.number);
            self.complete(receipt, Some(&tender), settlement, cashier, decision);
        }
    }

    pub(super) fn apply_to_refund(&mut self, entry: &Entry, now: Now) {
        let Some(id) = entry.refund() else { return };
        let Some(refund) = self.refunds.get_mut(&id) else { return };
        refund.apply(entry, now);
        if refund.is_given_back() {
            let _made = self.owed.remove(&refund.order().payment);
        }
        self.forget_refund_if_done(id);
    }

    /// What was promised on a receipt is done with once its goods and money have gone back.
    pub(super) fn returned(&mut self, receipt: ReceiptId) {
        let ended = self.receipt.as_ref().filter(|known| known.id == receipt);
        if let Some(of) = ended.and_then(Receipt::returns) {
            self.owed.retain(|payment, _| payment.receipt != of);
        }
    }

    /// A refund is done with once it is final and its return is no longer open.
    fn forget_refund_if_done(&mut self, id: RefundId) {
        let present = self.receipt.as_ref().is_some_and(|receipt| receipt.id == id.receipt);
        if !present && self.refunds.get(&id).is_some_and(Refund::is_final) {
            let _done = self.refunds.remove(&id);
        }
    }
}

/// The lines that come back, with their prices below zero, deposits with their articles.
///
/// # Errors
/// When there is nothing to come back, or not so much of it.
pub fn returned_lines(of: &Returnable, chosen: &Chosen) -> Result<Vec<Line>, Refused> {
    let back = super::lines::coming_back;
    let lines: Vec<Line> = match chosen {
        Chosen::Everything => of.lines.iter().map(back).collect(),
        Chosen::Lines(chosen) => {
            let mut lines: Vec<Line> = Vec::with_capacity(chosen.len());
            for (id, quantity) in chosen {
                let known =
                    of.lines.iter().find(|line| line.id == *id).ok_or(Refused::NoSuchLine)?;
                if *quantity > known.quantity {
                    return Err(Refused::MoreThanSold { most: known.quantity });
                }
                if lines.iter().any(|line| line.id == *id) {
                    return Err(Refused::NotOffered);
                }
                lines.push(Line { quantity: *quantity, ..back(known) });
            }
            super::lines::with_deposits(of, lines)
        }
    };
    if lines.is_empty() {
        return Err(Refused::NothingToReturn);
    }
    if lines.len() > MOST_LINES {
        return Err(Refused::TooManyLines);
    }
    Ok(lines)
}
