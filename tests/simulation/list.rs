//! The in-doubt list as it must be, from the world's own book-keeping.

use kassa::core::payment::{Case, Found, Subject, Unsettled, Verdict};

use kassa::core::refund::RefundPhase;

use crate::ledger::{Acknowledgement, Known, Over};
use crate::promise::{Broken, Promise};
use crate::world::World;

/// Silence after which a booked payment that SEQR has not been told of is on the list.
const UNHEARD: u64 = 30_000;
/// Until then an invoice whose answer was lost is sent again by itself, or it is on the list.
const SENT_AGAIN: u64 = 5_000;

/// Answers to a whole refund that must have been lost before it is on the list.
const SENT_IN_VAIN: u32 = 3;

impl World {
    /// Compares the register's list with what the journal says.
    pub fn compare_list(&self) -> Result<(), Broken> {
        let Some(till) = &self.till else { return Ok(()) };
        for refund in till.register.refunds() {
            let known = self.ledger.refunds.known.get(&refund.id());
            let in_doubt = known.is_some_and(|known| known.in_doubt && known.is_open());
            let shown = refund.phase(self.clock()) == RefundPhase::InDoubt;
            let listed = refund.unsettled(self.clock()).map(|listed| listed.case);
            let fits = match listed {
                Some(Case::RefundInDoubt) => in_doubt,
                Some(Case::RefundUnanswered) => known.is_some_and(|known| {
                    !in_doubt && known.is_open() && known.sendings >= SENT_IN_VAIN
                }),
                _ => !in_doubt,
            };
            Promise::List.unless(fits && in_doubt == shown, || {
                format!("{refund:?} is shown, the journal says {known:?}")
            })?;
        }
        let list = till.register.unsettled(self.clock());
        for unsettled in &list {
            let Subject::Payment(attempt) = unsettled.subject else { continue };
            let known = self.ledger.attempts.get(&attempt);
            let fits = known.is_some_and(|known| self.may_be(known, unsettled));
            Promise::List.unless(fits, || {
                format!("{unsettled:?} is on the list, the journal says {known:?}")
            })?;
        }
        let open = self.ledger.refunds.known.iter().filter(|(_, it)| it.in_doubt && it.is_open());
        for (id, known) in open {
            let listed = list.iter().any(|it| it.subject == Subject::Refund(*id));
            Promise::List.unless(listed, || format!("{id} is not on the list: {known:?}"))?;
        }
        if list.windows(2).any(|pair| pair[0].since > pair[1].since) {
            return Err(Promise::List.broken("the list does not begin with the oldest"));
        }
        for id in &self.ledger.live {
            let known = &self.ledger.attempts[id];
            let missing =
                self.must_be(known) && !list.iter().any(|it| it.subject == Subject::Payment(*id));
            Promise::List.unless(!missing, || format!("{id} is not on the list: {known:?}"))?;
        }
        Ok(())
    }

    fn may_be(&self, known: &Known, unsettled: &Unsettled) -> bool {
        let open = known.over.is_none();
        let settled = known.settled.filter(|_| known.is_only_settled());
        let right = match &unsettled.case {
            Case::Unanswered => open && known.reference.is_none(),
            Case::InDoubt(doubt) => open && known.doubt == Some(*doubt),
            Case::Unacknowledged(payment) => {
                known.is_owed_a_poll()
                    && known.payment.as_ref() == Some(payment)
                    && self.unheard(known)
            }
            Case::AnotherAmount(payment) => {
                known.is_of_another_amount() && known.payment.as_ref() == Some(payment)
            }
            Case::SettledAsPaid(doubt) => {
                settled.is_some_and(|it| it.verdict == Verdict::Paid && it.doubt == *doubt)
            }
            Case::SettledAsNotPaid(doubt) => {
                settled.is_some_and(|it| it.verdict == Verdict::NotPaid && it.doubt == *doubt)
            }
            Case::Released => known.over == Some(Over::Released),
            Case::TakenBack(payment) => {
                known.acknowledgement == Acknowledgement::Contradicted
                    && known.payment.as_ref() == Some(payment)
            }
            Case::PaidAfterAll(payment) => {
                known.refuted.as_ref() == Some(&Found::Paid { payment: payment.clone() })
            }
            Case::NotPaidAfterAll { status } => {
                known.refuted.as_ref() == Some(&Found::NotPaid { status: status.clone() })
            }
            Case::RefundUnanswered | Case::RefundInDoubt => false,
        };
        right && !known.noted && unsettled.amount == known.order.amount
    }

    fn must_be(&self, known: &Known) -> bool {
        if known.over.is_none() {
            return known.doubt.is_some() || self.waits_unsent(known);
        }
        if known.is_owed_a_poll() && !known.is_of_another_amount() {
            return self.unheard(known);
        }
        // Whatever else is still live has been settled, released, refuted or taken back.
        true
    }

    /// The last sending was lost, and nobody sends it again.
    fn waits_unsent(&self, known: &Known) -> bool {
        let quiet = self.now.saturating_sub(self.last_trouble_writing) > SENT_AGAIN;
        let since = self.last_written(known.order.attempt);
        known.send_lost && known.reference.is_none() && quiet && self.now - since > SENT_AGAIN
    }

    fn unheard(&self, known: &Known) -> bool {
        let Some(till) = &self.till else { return false };
        let heard = till.heard.get(&known.order.attempt).copied().unwrap_or(till.born);
        self.now - heard >= UNHEARD
    }
}
