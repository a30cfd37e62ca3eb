//! Which command is allowed when, and what it comes to.

use super::super::entry::{DrawerReason, Entry, JobId, Paper};
use super::super::money::Amount;
use super::super::payment::{Attempt, AttemptId, Event, Order, StatusAnswer};
use super::super::receipt::{Receipt, ReceiptId, ReceiptNumber, Settlement};
use super::super::tender::{Tender, TenderId, TenderMeans};
use super::super::time::Now;
use super::super::user::{Permission, Role, UserNumber};
use super::{Command, Decision, Effect, Reachability, Refused, Register, tenders};

impl Decision {
    pub(super) fn of(entries: Vec<Entry>) -> Self {
        Decision { entries, ..Decision::default() }
    }
}

impl Register {
    /// Decides a command. Nothing changes until its entries are committed and applied.
    ///
    /// Whoever drives the register takes one decision at a time: commit its entries in one transaction,
    /// [apply](Register::apply) each, [adopt](Register::adopt) its payment machine, run its effects, and only then decide
    /// again. If the commit fails, the decision is forgotten whole.
    ///
    /// # Errors
    /// The reason, when the present state does not allow it.
    pub fn decide(&self, command: &Command, now: Now) -> Result<Decision, Refused> {
        match command {
            Command::AddArticle { article, quantity, code } => {
                self.add_article(article, *quantity, code.as_ref(), None, false)
            }
            Command::AddFree { name, group, price, vat, code } => {
                let (name, group) = (name.clone(), group.clone());
                self.add_free(name, group, *price, *vat, code.clone())
            }
            Command::ChangeQuantity { line, by } => self.change_quantity(*line, *by),
            Command::SetQuantity { line, quantity } => self.set_quantity(*line, *quantity),
            Command::RemoveLine { line } => self.remove_line(*line),
            Command::Line(command) => self.change_lines(command, None),
            Command::Parking(command) => self.park_or_recall(command),
            Command::Shift(command) => self.keep_shift(command, None, false, now),
            Command::Confirmed(command) => self.decide_confirmed(command, now),
            Command::CancelReceipt { receipt } => self.cancel_receipt(*receipt),
            Command::TakeCash { receipt, amount, tender } => {
                self.take_cash(*receipt, *amount, *tender, false)
            }
            Command::TakeCard { receipt, amount, tender } => {
                self.take_card(*receipt, *amount, *tender)
            }
            Command::TakeRecorded { receipt, amount, tender, means } => {
                self.take_recorded(*receipt, *amount, *tender, means)
            }
            Command::RemoveTender { receipt, tender } => self.remove_tender(*receipt, *tender),
            Command::PayWithSeqr { attempt, amount } => {
                self.pay_with_seqr(*attempt, *amount, false, now)
            }
            Command::CancelPayment { attempt } => self.press(*attempt, Event::CancelPressed, now),
            Command::WaitMore { attempt } => self.press(*attempt, Event::WaitPressed, now),
            Command::ReleasePayment { attempt } => self.press(*attempt, Event::ReleasePressed, now),
            Command::Finish { receipt } => self.finish(*receipt),
            Command::FinishAndRefund { receipt } => self.finish_and_refund(*receipt),
            Command::BeginReturn { of, chosen } => self.begin_return(of, chosen),
            Command::RefundWithSeqr { refund, payment, amount } => {
                self.refund_with_seqr(*refund, *payment, *amount, now)
            }
            Command::GiveBackCash { receipt, amount, tender } => {
                self.give_back_cash(*receipt, *amount, *tender)
            }
            Command::GiveBackCard { receipt, amount, tender } => {
                self.give_back_card(*receipt, *amount, *tender)
            }
            Command::SettlePayment { .. }
            | Command::NotePayment { .. }
            | Command::SettleRefund { .. }
            | Command::DropOwedRefund { .. } => {
                let _present = self.role()?;
                Err(Refused::NeedsApproval)
            }
            Command::LogOut => self.log_out(),
            Command::OpenDrawer => self.open_drawer(self.role()?, None),
            Command::UnlockUser { user } => self.unlock_user(*user, now),
            Command::Report { kind, period } => self.report(*kind, period),
            Command::CopyReport { number } => self.copy_report(*number),
            Command::Quit => self.quit(now),
        }
    }

    /// Carries a payment on after an answer or the passing of time.
    ///
    /// Answers that belong to no open question come to nothing.
    pub fn payment_event(&self, id: AttemptId, event: Event, now: Now) -> Decision {
        self.stepped(id, self.without_booked_number(event), now).unwrap_or_default()
    }

    /// A payment that is booked is not booked again: its number counts as none (rule 6).
    fn without_booked_number(&self, mut event: Event) -> Event {
        if let Event::Polled { answer: StatusAnswer::Status { ers_reference, .. }, .. } = &mut event
        {
            let _booked = ers_reference.take_if(|number| self.booked.contains(number));
        }
        event
    }

    /// The receipt, if a cashier may do something to it now.
    pub(super) fn seller_receipt(&self, id: Option<ReceiptId>) -> Result<&Receipt, Refused> {
        let _cashier = self.allowed(Permission::Sell)?;
        let receipt = self.receipt.as_ref().ok_or(Refused::NoReceipt)?;
        if id.is_some_and(|id| id != receipt.id) {
            return Err(Refused::NotOffered);
        }
        Ok(receipt)
    }

    pub(super) fn no_payment_open(&self) -> Result<(), Refused> {
        if self.open_attempt().is_some() {
            return Err(Refused::PaymentOpen);
        }
        if self.open_refund().is_some() { Err(Refused::RefundOpen) } else { Ok(()) }
    }

    /// What was promised back goes back whole.
    pub(super) fn returns_whole(&self) -> Result<(), Refused> {
        if self.keeps_a_promise() { Err(Refused::ReturnWhole) } else { Ok(()) }
    }

    /// Lines stand still from the first tender on: what was paid for must not change under it.
    pub(super) fn lines_may_change(&self) -> Result<(), Refused> {
        self.no_payment_open()?;
        let Some(receipt) = &self.receipt else { return Ok(()) };
        no_final_tender(receipt)?;
        if receipt.tenders().is_empty() { Ok(()) } else { Err(Refused::TenderTaken) }
    }

    fn nothing_open(&self) -> Result<(), Refused> {
        self.no_payment_open()?;
        self.receipt.as_ref().map_or(Ok(()), no_final_tender)
    }

    fn cancel_receipt(&self, receipt: ReceiptId) -> Result<Decision, Refused> {
        let known = self.seller_receipt(Some(receipt))?;
        self.lines_may_change()?;
        Ok(Decision::of(vec![Entry::ReceiptCancelled { receipt, total: known.total() }]))
    }

    /// The receipt that a tender can be taken for, and what is due.
    pub(super) fn payable(&self, receipt: ReceiptId, amount: Amount) -> Result<&Receipt, Refused> {
        let known = self.seller_receipt(Some(receipt))?;
        self.no_payment_open()?;
        self.nothing_taken_back(receipt)?;
        if !known.due().is_positive() {
            return Err(Refused::NothingDue);
        }
        if !amount.is_positive() {
            return Err(Refused::AmountNotPositive);
        }
        if amount > Amount::LARGEST_ENTRY {
            return Err(Refused::AmountTooLarge { most: Amount::LARGEST_ENTRY });
        }
        Ok(known)
    }

    pub(super) fn take_cash(
        &self,
        receipt: ReceiptId,
        amount: Amount,
        id: TenderId,
        confirmed: bool,
    ) -> Result<Decision, Refused> {
        let known = self.payable(receipt, amount)?;
        if id != known.next_tender() {
            return Err(Refused::NotOffered);
        }
        tenders::not_far_above(amount, known.due(), confirmed)?;
        self.take(known, Tender { id, amount, means: TenderMeans::Cash })
    }

    fn take_card(
        &self,
        receipt: ReceiptId,
        amount: Amount,
        id: TenderId,
    ) -> Result<Decision, Refused> {
        let known = self.payable(receipt, amount)?;
        if id != known.next_tender() {
            return Err(Refused::NotOffered);
        }
        if amount > known.due() {
            return Err(Refused::MoreThanDue { due: known.due() });
        }
        self.take(known, Tender { id, amount, means: TenderMeans::Card })
    }

    pub(super) fn take(&self, receipt: &Receipt, tender: Tender) -> Result<Decision, Refused> {
        let settlement = receipt.settlement_with(Some(&tender));
        let mut decision =
            Decision::of(vec![Entry::TenderAdded { receipt: receipt.id, tender: tender.clone() }]);
        if let Some(settlement) = settlement {
            let cashier = self.allowed(Permission::Sell)?;
            self.complete(receipt, Some(&tender), settlement, cashier, &mut decision);
        }
        Ok(decision)
    }

    /// Adds what ending the receipt comes to.
    pub(super) fn complete(
        &self,
        receipt: &Receipt,
        last: Option<&Tender>,
        settlement: Settlement,
        cashier: UserNumber,
        decision: &mut Decision,
    ) {
        let id = receipt.id;
        decision.entries.push(Entry::ReceiptCompleted {
            receipt: id,
            number: ReceiptNumber(self.last_receipt_number + 1),
            cashier,
            total: receipt.total(),
            settlement,
            vat: receipt.vat(),
        });
        let job = JobId(self.last_job + 1);
        decision.entries.push(Entry::PrintQueued { job, paper: Paper::Receipt { receipt: id } });
        let cash =
            receipt.tenders().iter().chain(last).any(|tender| tender.means == TenderMeans::Cash);
        if cash || !settlement.change.is_zero() {
            let reason = DrawerReason::Sale { receipt: id };
            decision.entries.push(Entry::DrawerOpened { reason, approved_by: None });
            decision.effects.push(Effect::OpenDrawer);
        }
        decision.effects.push(Effect::Print(job));
    }

    fn remove_tender(&self, receipt: ReceiptId, tender: TenderId) -> Result<Decision, Refused> {
        let known = self.seller_receipt(Some(receipt))?;
        self.no_payment_open()?;
        let taken =
            known.tenders().iter().find(|taken| taken.id == tender).ok_or(Refused::NotOffered)?;
        if taken.is_final() {
            return Err(match known.returns() {
                Some(_) => Refused::PartlyRefunded,
                None => Refused::PartlyPaid,
            });
        }
        // It waits for the cashier's word: what was given too much comes back as change.
        if !known.due().is_positive() && known.to_give_back().is_zero() {
            return Err(Refused::AlreadyPaid);
        }
        Ok(Decision::of(vec![Entry::TenderRemoved { receipt, tender }]))
    }

    pub(super) fn pay_with_seqr(
        &self,
        attempt: AttemptId,
        amount: Amount,
        confirmed: bool,
        now: Now,
    ) -> Result<Decision, Refused> {
        let receipt = self.payable(attempt.receipt, amount)?;
        if self.next_attempt() != Some(attempt) {
            return Err(Refused::NotOffered);
        }
        let terminal = self.usable_terminal()?;
        if self.reachability == Reachability::Unreachable {
            return Err(Refused::SeqrUnreachable);
        }
        tenders::not_far_above(amount, receipt.due(), confirmed)?;
        let order = Order {
            attempt,
            amount,
            fingerprint: receipt.fingerprint(),
            terminal: terminal.id.clone(),
            cashier: self.allowed(Permission::Sell)?,
        };
        let (attempt, step) = Attempt::begin(order, now);
        Ok(Decision {
            entries: step.entries,
            effects: step.effects.into_iter().map(Effect::Payment).collect(),
            attempt: Some(Box::new(attempt)),
            refund: None,
        })
    }

    pub(super) fn press(&self, id: AttemptId, event: Event, now: Now) -> Result<Decision, Refused> {
        let _cashier = self.allowed(Permission::Sell)?;
        self.stepped(id, event, now)
    }

    pub(super) fn stepped(
        &self,
        id: AttemptId,
        event: Event,
        now: Now,
    ) -> Result<Decision, Refused> {
        let known = self.attempts.get(&id).ok_or(Refused::NotOffered)?.clone();
        let mut attempt = known.with_receipt_waiting(self.waits_for_money(id));
        let step = attempt.step(event, now).map_err(|_not_offered| Refused::NotOffered)?;
        let mut decision = Decision {
            entries: step.entries,
            effects: step.effects.into_iter().map(Effect::Payment).collect(),
            attempt: Some(Box::new(attempt)),
            refund: None,
        };
        self.book_what_was_paid(id, &mut decision);
        Ok(decision)
    }

    /// Whether the receipt of a payment waits for money, and no other payment is asked for it.
    fn waits_for_money(&self, id: AttemptId) -> bool {
        let present = self.receipt.as_ref().filter(|known| known.id == id.receipt);
        present.is_some_and(|known| known.due().is_positive())
            && self.open_attempt().is_none_or(|open| open.id() == id)
    }

    fn book_what_was_paid(&self, id: AttemptId, decision: &mut Decision) {
        let paid = decision.entries.iter().find_map(|entry| match entry {
            Entry::PaymentPaid { payment, .. } => Some(payment.clone()),
            // What was settled as paid is on its receipt already.
            Entry::PaymentVerified { payment, .. } if !self.has_tender_of(id) => {
                Some(payment.clone())
            }
            _ => None,
        });
        if let Some(payment) = paid {
            let ers_reference = payment.ers_reference.clone();
            let means = TenderMeans::Seqr { attempt: id, ers_reference };
            let ends = payment.circumstance.ends_by_itself();
            self.book(id, payment.amount, means, ends, decision);
        }
    }

    fn has_tender_of(&self, id: AttemptId) -> bool {
        let settled_as_paid = self.attempts.get(&id).is_some_and(Attempt::is_settled_as_paid);
        settled_as_paid || !self.waits_for_money(id)
    }

    /// Books a payment on its receipt, and ends the receipt where nothing speaks against it (rule 6).
    ///
    /// A receipt cannot end before its payment does, so it is there. Were it not, the payment itself would still be
    /// written down, for reconciliation to find.
    pub(super) fn book(
        &self,
        attempt: AttemptId,
        amount: Amount,
        means: TenderMeans,
        ends: bool,
        decision: &mut Decision,
    ) {
        let Some(receipt) = self.receipt.as_ref().filter(|known| known.id == attempt.receipt)
        else {
            return;
        };
        let tender = Tender { id: receipt.next_tender(), amount, means };
        decision.entries.push(Entry::TenderAdded { receipt: receipt.id, tender: tender.clone() });
        if let Some(settlement) = receipt.settlement_with(Some(&tender))
            && ends
            && self.nothing_taken_back(receipt.id).is_ok()
        {
            let asked_by = self.attempts.get(&attempt).map(|known| known.order().cashier);
            let present = self.user.as_ref().map(|user| user.number);
            // Whoever is logged in answers for the receipt; if nobody is, whoever asked for the payment.
            if let Some(cashier) = present.or(asked_by) {
                self.complete(receipt, Some(&tender), settlement, cashier, decision);
            }
        }
    }

    pub(super) fn finish(&self, receipt: ReceiptId) -> Result<Decision, Refused> {
        let known = self.seller_receipt(Some(receipt))?;
        self.no_payment_open()?;
        self.nothing_taken_back(receipt)?;
        // Things that are given away can be finished without a tender, an empty receipt cannot.
        let for_nothing = known.total().is_zero() && !known.lines().is_empty();
        if known.tenders().is_empty() && !for_nothing {
            return Err(Refused::StillDue);
        }
        let settlement = known.settlement_with(None).ok_or(Refused::StillDue)?;
        let mut decision = Decision::default();
        let cashier = self.allowed(Permission::Sell)?;
        self.complete(known, None, settlement, cashier, &mut decision);
        Ok(decision)
    }

    fn log_out(&self) -> Result<Decision, Refused> {
        let user = self.allowed(Permission::Sell)?;
        self.nothing_open()?;
        Ok(Decision::of(vec![Entry::UserLoggedOut { user, idle: false }]))
    }

    fn quit(&self, now: Now) -> Result<Decision, Refused> {
        self.nothing_open()?;
        // Booked, but SEQR has not heard so yet: without another poll it takes the money back.
        if self.attempts().any(|attempt| attempt.owes_acknowledgement(now)) {
            return Err(Refused::PaymentOpen);
        }
        Ok(Decision::default())
    }

    pub(super) fn open_drawer(
        &self,
        role: Role,
        approved_by: Option<UserNumber>,
    ) -> Result<Decision, Refused> {
        if !role.may(Permission::OpenDrawer) {
            return Err(Refused::NotAllowed);
        }
        let reason = DrawerReason::NoSale;
        Ok(Decision {
            entries: vec![Entry::DrawerOpened { reason, approved_by }],
            effects: vec![Effect::OpenDrawer],
            ..Decision::default()
        })
    }
}

/// What SEQR has paid for can only be completed (rule 15).
fn no_final_tender(receipt: &Receipt) -> Result<(), Refused> {
    match receipt.has_final_tender() {
        false => Ok(()),
        true if receipt.returns().is_some() => Err(Refused::PartlyRefunded),
        true if receipt.due().is_positive() => Err(Refused::PartlyPaid),
        true => Err(Refused::AlreadyPaid),
    }
}
