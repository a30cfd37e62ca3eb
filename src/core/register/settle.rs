//! What somebody with another role approves beside the cashier: the drawer, and settling payments and refunds in
//! doubt (rule 14).
//!
//! Whether the approver's PIN is right is checked before, in `till`.

use super::super::entry::Entry;
use super::super::payment::{Attempt, AttemptId, Event, Verdict};
use super::super::receipt::ReceiptId;
use super::super::tender::TenderMeans;
use super::super::time::Now;
use super::super::user::{Permission, Person};
use super::{Command, Decision, Refused, Register};

/// The longest reason that is taken, in characters.
pub const LONGEST_REASON: usize = 200;

impl Register {
    /// Decides a command of whoever is logged in that somebody else approves with their PIN: what counts is what the
    /// approver may do. Nobody else is logged in by it.
    ///
    /// # Errors
    /// [`Refused::NotAllowed`] if the approver may not do it either; [`Refused::NotOffered`] for commands that are not
    /// approved this way; otherwise as for [`Register::decide`].
    pub fn decide_approved(
        &self,
        command: &Command,
        approver: &Person,
        now: Now,
    ) -> Result<Decision, Refused> {
        let _present = self.role()?;
        match command {
            Command::OpenDrawer => self.open_drawer(approver.role, Some(approver.number)),
            Command::SettlePayment { attempt, verdict, reason } => {
                let reason = settling(reason, approver)?;
                self.settle_payment(*attempt, *verdict, reason, approver, now)
            }
            Command::NotePayment { attempt, reason } => {
                let reason = settling(reason, approver)?;
                self.note_payment(*attempt, reason, approver, now)
            }
            Command::SettleRefund { refund, verdict, reason } => {
                self.settle_refund(*refund, *verdict, reason, approver, now)
            }
            Command::DropOwedRefund { payment, reason } => {
                self.drop_owed_refund(*payment, reason, approver)
            }
            Command::Line(command) => self.change_lines(command, Some(approver)),
            Command::Shift(command) => self.keep_shift(command, Some(approver), false, now),
            _ => Err(Refused::NotOffered),
        }
    }

    /// Money that SEQR took back pays for nothing: a manager takes it off the receipt first.
    pub(super) fn nothing_taken_back(&self, receipt: ReceiptId) -> Result<(), Refused> {
        if self.taken_back(receipt).is_some() { Err(Refused::TakenBack) } else { Ok(()) }
    }

    /// A payment that stands on a receipt although SEQR has no money for it, until a manager has looked into it.
    pub(super) fn taken_back(&self, receipt: ReceiptId) -> Option<&Attempt> {
        let mut here = self.attempts.values().filter(|known| known.id().receipt == receipt);
        here.find(|known| known.is_booked_without_money())
    }

    fn settle_payment(
        &self,
        id: AttemptId,
        verdict: Verdict,
        reason: String,
        approver: &Person,
        now: Now,
    ) -> Result<Decision, Refused> {
        let amount = self.attempts.get(&id).ok_or(Refused::NotOffered)?.order().amount;
        let event = Event::Settled { verdict, by: approver.number, reason };
        let mut decision = self.stepped(id, event, now)?;
        if verdict == Verdict::Paid {
            let means = TenderMeans::SeqrUnverified { attempt: id };
            self.book(id, amount, means, true, &mut decision);
        }
        Ok(decision)
    }

    /// A payment that SEQR took back leaves its receipt, while that can still be paid otherwise.
    fn note_payment(
        &self,
        id: AttemptId,
        reason: String,
        approver: &Person,
        now: Now,
    ) -> Result<Decision, Refused> {
        let known = self.attempts.get(&id).ok_or(Refused::NotOffered)?;
        let taken_back = known.is_booked_without_money();
        let mut decision = self.stepped(id, Event::Noted { by: approver.number, reason }, now)?;
        let receipt = self.receipt.as_ref().filter(|receipt| receipt.id == id.receipt);
        let tender = receipt.and_then(|receipt| {
            receipt.tenders().iter().find(|tender| tender.attempt() == Some(id))
        });
        if taken_back && let Some(tender) = tender {
            // What is due must not change under a payment that is asked for (rule 11).
            self.no_payment_open()?;
            let entry = Entry::TenderRemoved { receipt: id.receipt, tender: tender.id };
            decision.entries.push(entry);
        }
        Ok(decision)
    }
}

/// The reason without white space around it, if the approver may settle and gives one.
pub(super) fn settling(reason: &str, approver: &Person) -> Result<String, Refused> {
    if !approver.role.may(Permission::Settle) {
        return Err(Refused::NotAllowed);
    }
    reason_given(reason)
}

/// A reason without white space around it.
pub(super) fn reason_given(reason: &str) -> Result<String, Refused> {
    let reason: String = reason.trim().chars().take(LONGEST_REASON).collect();
    if reason.is_empty() { Err(Refused::ReasonMissing) } else { Ok(reason) }
}
