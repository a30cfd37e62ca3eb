//! What a story tells of goods that come back: refunds, deaths in the middle of them, and a manager who looks into
//! what nobody knows.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use kassa::core::receipt::ReceiptId;
use kassa::core::refund::Verdict;
use kassa::core::tender::TenderMeans;
use kassa::journal::{ReceiptRecord, ReceiptState, SeqrRefund, SeqrRefundState};

use super::program::{Dead, PATIENCE, Program};
use super::story::Story;
use super::street::Shop;

/// Receipts older than so many are not brought back.
const LOOKED_THROUGH: u64 = 30;
/// A request of a register that was killed may be on its way for so long.
const STRAGGLER: Duration = Duration::from_millis(500);

/// Why a refund may be refused: SEQR was unreachable a moment ago, on a busy machine; it has not heard that the sale is
/// booked, or has taken it back; or the refund goes on by itself already.
const REFUND_REFUSED: [&str; 6] = [
    "seqr-unreachable",
    "unacknowledged",
    "taken-back",
    "no-receipt",
    "not-offered",
    "refund-open",
];

/// Whether SEQR keeps a refund, as far as the journal knows.
pub fn is_given_back(refund: &SeqrRefund) -> bool {
    match refund.state {
        SeqrRefundState::Refunded
        | SeqrRefundState::Confirmed
        | SeqrRefundState::ReceiptRefused => true,
        SeqrRefundState::Settled => {
            refund.settled.as_ref().is_some_and(|said| said.verdict == Verdict::GivenBack)
        }
        SeqrRefundState::Sending
        | SeqrRefundState::Unknown
        | SeqrRefundState::InDoubt
        | SeqrRefundState::Refused => false,
    }
}

/// Whether nothing more happens to a refund. Without a number of its own no receipt can be submitted for it.
pub fn is_at_rest(refund: &SeqrRefund) -> bool {
    match refund.state {
        SeqrRefundState::Refused | SeqrRefundState::Confirmed | SeqrRefundState::Settled => true,
        SeqrRefundState::Refunded => refund.refund_reference.is_none(),
        SeqrRefundState::Sending
        | SeqrRefundState::Unknown
        | SeqrRefundState::InDoubt
        | SeqrRefundState::ReceiptRefused => false,
    }
}

/// The shop's receipts, but for very old ones.
fn receipts(shop: &Shop) -> Vec<ReceiptRecord> {
    let journal = shop.journal();
    let last = journal.numbers().unwrap().receipt;
    let first = last.saturating_sub(LOOKED_THROUGH).max(1);
    (first..=last).filter_map(|number| journal.receipt(ReceiptId(number)).unwrap()).collect()
}

/// Whether SEQR has given more back of the same payment than the journal knows.
fn seqr_gave_back(shop: &Shop, doubtful: &SeqrRefund) -> bool {
    let theirs = shop.simulator.with_ledger(|ledger| {
        let payment = ledger.payments().find(|payment| {
            payment.paid().is_some_and(|paid| *paid.ers_reference == *doubtful.ers_reference)
        });
        payment.unwrap().refunds().len()
    });
    let journal = shop.journal();
    let all = (1..=journal.numbers().unwrap().receipt).map(ReceiptId);
    let ours = all
        .filter_map(|receipt| journal.receipt(receipt).unwrap())
        .flat_map(|receipt| receipt.refunds)
        .filter(|refund| refund.payment == doubtful.payment && is_given_back(refund))
        .count();
    theirs > ours
}

impl Story<'_> {
    pub fn refund_is_open(&self) -> bool {
        let open = [SeqrRefundState::Sending, SeqrRefundState::Unknown];
        receipts(self.shop)
            .last()
            .is_some_and(|last| last.refunds.iter().any(|refund| open.contains(&refund.state)))
    }

    /// Sometimes goods come back that SEQR was paid for; whether they do.
    pub fn take_goods_back(&mut self, program: &mut Program) -> Result<bool, Dead> {
        if program.view.owed > 0 && self.chance.per_cent(50) {
            self.refund_what_is_owed(program)?;
            return Ok(true);
        }
        if !self.chance.per_cent(35) {
            return Ok(false);
        }
        let receipts = receipts(self.shop);
        let returned: BTreeSet<ReceiptId> = receipts
            .iter()
            .filter(|receipt| !matches!(receipt.state, ReceiptState::Cancelled { .. }))
            .filter_map(|receipt| receipt.returns)
            .collect();
        let numbers = receipts.iter().filter_map(|receipt| match &receipt.state {
            ReceiptState::Completed { number, .. } => {
                let with_seqr = receipt
                    .tenders
                    .iter()
                    .any(|paid| matches!(paid.tender.means, TenderMeans::Seqr { .. }));
                (with_seqr && receipt.returns.is_none() && !returned.contains(&receipt.id))
                    .then_some(number.0)
            }
            _ => None,
        });
        let numbers: Vec<u64> = numbers.collect();
        if numbers.is_empty() {
            return Ok(false);
        }
        let number = *self.chance.pick(&numbers);
        self.or_refused(program, &format!("return {number}"), &[])?;
        Ok(true)
    }

    /// Gives back through SEQR what it can, mostly in one piece, and the rest in cash. A promised refund goes on by itself
    /// as soon as SEQR has heard of the sale, which may be the moment before the press.
    pub fn give_back(&mut self, program: &mut Program) -> Result<(), Dead> {
        let through_seqr = program.view.through_seqr.clone().unwrap();
        if through_seqr == "0.00" || program.view.refund.as_deref() == Some("refused") {
            let allowed = ["no-receipt", "nothing-due", "unacknowledged", "refund-open"];
            return self.or_refused(program, "give-back cash", &allowed);
        }
        if self.chance.per_cent(4) {
            let allowed = ["partly-refunded", "refund-open", "no-receipt"];
            return self.or_refused(program, "cancel-receipt", &allowed);
        }
        let in_part = self.chance.per_cent(20) && through_seqr.len() > "9.99".len();
        program.say(if in_part { "refund 5" } else { "refund" });
        self.may_die(program, 50, 300);
        self.answer(program, "refund", &REFUND_REFUSED)
    }

    /// Takes up what was promised, unless it goes on by itself already.
    pub fn refund_what_is_owed(&mut self, program: &mut Program) -> Result<(), Dead> {
        program.say("refund");
        self.may_die(program, 30, 300);
        self.answer(program, "refund", &REFUND_REFUSED)
    }

    /// Waits for the end of a refund; the manager settles what cannot be known.
    pub fn see_the_refund_through(&mut self, program: &mut Program) -> Result<(), Dead> {
        self.may_die(program, 30, 1_500);
        let end = Instant::now() + PATIENCE;
        while program.view.open_refund.is_some() {
            let _event = program.next(Duration::from_millis(100))?;
            if program.view.open_refund.is_some()
                && program.view.refund.as_deref() == Some("in-doubt")
            {
                self.settle_refund(program)?;
            }
            assert!(Instant::now() < end, "a refund does not end: {:?}", program.view);
        }
        Ok(())
    }

    /// The manager looks at what SEQR keeps.
    fn settle_refund(&mut self, program: &mut Program) -> Result<(), Dead> {
        std::thread::sleep(STRAGGLER);
        let doubtful = receipts(self.shop)
            .into_iter()
            .flat_map(|receipt| receipt.refunds)
            .find(|refund| refund.state == SeqrRefundState::InDoubt);
        let Some(doubtful) = doubtful else { return Ok(()) };
        let found = match seqr_gave_back(self.shop, &doubtful) {
            true => "given-back",
            false => "not-given-back",
        };
        let refused = program.approved(&format!("settle-refund {found} 2 The report says so."))?;
        assert!(matches!(refused.as_deref(), None | Some("not-offered")), "{refused:?}");
        Ok(())
    }

    /// The manager looks into a payment on the in-doubt list: SEQR took it back.
    pub fn look_into(&mut self, program: &mut Program) -> Result<(), Dead> {
        let refused = program.approved("note 2 SEQR took it back.")?;
        assert!(matches!(refused.as_deref(), None | Some("not-offered")), "{refused:?}");
        // What is left to pay has changed: the receipt does not wait for a word any more.
        program.view.waiting &= refused.is_some();
        let _event = program.next(Duration::from_millis(100))?;
        Ok(())
    }
}
