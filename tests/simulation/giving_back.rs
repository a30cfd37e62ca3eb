//! The world's own book-keeping of refunds: what was sold, what came back, and what was given back for it (rule 17).

use std::collections::BTreeMap;

use kassa::core::entry::{Entry, RefundSettled};
use kassa::core::money::Amount;
use kassa::core::payment::{AttemptId, Found};
use kassa::core::receipt::{
    Line, Origin, Quantity, ReceiptId, ReceiptNumber, RefundablePayment, Returnable, Sold, Terms,
};
use kassa::core::refund::{RefundId, RefundOrder, Verdict};
use kassa::core::tender::{Tender, TenderMeans};

use crate::ledger::{Acknowledgement, Known, Ledger};
use crate::promise::{Broken, Promise};

/// Sales that can still be brought back.
const SALES: usize = 5;

#[derive(Debug)]
pub struct KnownRefund {
    pub order: RefundOrder,
    pub sendings: u32,
    pub in_doubt: bool,
    pub refused: bool,
    pub done: bool,
    pub settled: Option<Verdict>,
    pub ers_reference: Option<String>,
}

impl KnownRefund {
    pub fn is_open(&self) -> bool {
        !self.refused && !self.done && self.settled.is_none()
    }

    /// Whether the journal counts the money as given back.
    pub fn is_given_back(&self) -> bool {
        self.done || self.settled == Some(Verdict::GivenBack)
    }
}

/// A receipt that was completed.
#[derive(Debug)]
struct Sale {
    receipt: ReceiptId,
    number: ReceiptNumber,
    lines: Vec<Line>,
}

#[derive(Debug, Default)]
pub struct Refunds {
    pub known: BTreeMap<RefundId, KnownRefund>,
    /// The refund that the return has to wait for.
    pub open: Option<RefundId>,
    sales: Vec<Sale>,
    /// What came back: of which receipt, on which return, and the line with its price as it was sold.
    returned: Vec<(ReceiptId, ReceiptId, Line)>,
    /// The return that is being made.
    present: Option<(ReceiptId, ReceiptId)>,
}

impl Refunds {
    /// What of a payment was given back, or may be.
    fn taken_of(&self, payment: AttemptId) -> Amount {
        let of = self.known.values().filter(|known| known.order.payment == payment);
        of.filter(|known| known.is_open() || known.is_given_back())
            .map(|known| known.order.amount)
            .sum()
    }

    fn was_settled(&self, payment: AttemptId) -> bool {
        let mut of = self.known.values().filter(|known| known.order.payment == payment);
        of.any(|known| known.settled.is_some())
    }

    /// The line as it was sold, and what came back of it.
    fn sold(&self, receipt: ReceiptId, line: &Line) -> Sold {
        let returned =
            self.returned.iter().filter(|(of, _, back)| *of == receipt && back.id == line.id);
        let nothing =
            Sold { quantity: line.quantity, sum: line.sum(), back: None, given_back: Amount::ZERO };
        returned.fold(nothing, |sold, (_, _, line)| Sold {
            back: sold.back.map_or(Some(line.quantity), |back| back.with(line.quantity)),
            given_back: sold.given_back - line.sum(),
            ..sold
        })
    }

    fn left_of(&self, receipt: ReceiptId, line: &Line) -> Option<Quantity> {
        let returned =
            self.returned.iter().filter(|(of, _, back)| *of == receipt && back.id == line.id);
        let mut left = Some(line.quantity);
        for (_, _, back) in returned {
            left = left.and_then(|left| left.less(back.quantity));
        }
        left
    }
}

impl Ledger {
    /// The sales that can be brought back, as the register is told of them.
    pub fn returnables(&self) -> impl Iterator<Item = Returnable> {
        self.refunds.sales.iter().map(|sale| {
            let lines = sale.lines.iter().filter_map(|line| {
                let quantity = self.refunds.left_of(sale.receipt, line)?;
                let terms = Terms {
                    sold: Some(self.refunds.sold(sale.receipt, line)),
                    ..line.terms.clone()
                };
                Some(Line { quantity, terms, ..line.clone() })
            });
            let payments = self.attempts.iter().filter(|(id, _)| id.receipt == sale.receipt);
            // What SEQR took back it has no money of.
            let kept = |known: &&Known| known.acknowledgement != Acknowledgement::Contradicted;
            let payments = payments.filter(|(_, known)| kept(known)).filter_map(|(id, known)| {
                let found = match &known.refuted {
                    Some(Found::Paid { payment }) => Some(payment),
                    _ => known.payment.as_ref(),
                }?;
                Some(RefundablePayment {
                    attempt: *id,
                    ers_reference: found.ers_reference.clone(),
                    remainder: (found.amount - self.refunds.taken_of(*id)).or_zero(),
                    settled_before: self.refunds.was_settled(*id),
                })
            });
            let payments = payments.collect();
            let origin = Origin { receipt: sale.receipt, number: sale.number, payments };
            Returnable { origin, lines: lines.collect() }
        })
    }

    /// Takes note of what is sold and what comes back.
    pub fn take_return(&mut self, entry: &Entry) {
        let refunds = &mut self.refunds;
        match entry {
            Entry::ReceiptOpened { receipt, returns, .. } => {
                refunds.present = returns.map(|of| (*receipt, of));
            }
            Entry::LineAdded { line, .. } => {
                if let Some((receipt, of)) = refunds.present {
                    refunds.returned.push((of, receipt, line.clone()));
                }
            }
            Entry::ReceiptCancelled { receipt, .. } => {
                refunds.returned.retain(|(_, on, _)| on != receipt);
            }
            Entry::ReceiptCompleted { receipt, number, .. } if refunds.present.is_none() => {
                let (receipt, number, lines) = (*receipt, *number, self.lines.clone());
                self.refunds.sales.push(Sale { receipt, number, lines });
                if self.refunds.sales.len() > SALES {
                    let _oldest = self.refunds.sales.remove(0);
                }
            }
            _ => {}
        }
    }

    /// Takes an entry about a refund, or says which promise it breaks.
    pub fn take_refund(&mut self, id: RefundId, entry: &Entry) -> Result<(), Broken> {
        if let Entry::RefundCreated { order } = entry {
            return self.refund_created(order);
        }
        let unknown = || Promise::Steps.broken(format!("{id} was never ordered"));
        let known = self.refunds.known.get_mut(&id).ok_or_else(unknown)?;
        let was_open = known.is_open();
        match entry {
            Entry::RefundSending { sending, .. } => {
                let next = *sending == known.sendings + 1 && was_open;
                let whole = known.order.amount == known.order.remainder;
                let safe = whole && !known.order.settled_before;
                known.sendings = *sending;
                Promise::Steps.unless(next, || format!("{id} is sent as number {sending}"))?;
                return Promise::PartOnce.unless(*sending == 1 || safe, || {
                    format!("{id} is sent again, which could give the money back twice")
                });
            }
            Entry::RefundInDoubt { .. } => known.in_doubt = true,
            Entry::RefundRefused { .. } => known.refused = true,
            Entry::RefundDone { ers_reference, .. } => {
                known.done = true;
                known.ers_reference = ers_reference.clone();
            }
            Entry::RefundSettled(RefundSettled { verdict, .. }) => known.settled = Some(*verdict),
            _ => return Ok(()),
        }
        if known.is_open() {
            return Ok(());
        }
        self.refunds.open = None;
        Promise::Steps.unless(was_open, || format!("{id} ends twice"))
    }

    fn refund_created(&mut self, order: &RefundOrder) -> Result<(), Broken> {
        let id = order.refund;
        self.stands_before_it_goes_back()?;
        let free = self.open.is_none() && self.refunds.open.is_none();
        let paid = self.attempts.get(&order.payment).and_then(|known| match &known.refuted {
            Some(Found::Paid { payment }) => Some(payment.amount),
            _ => known.payment.as_ref().map(|payment| payment.amount),
        });
        let left = paid.unwrap_or_default() - self.refunds.taken_of(order.payment);
        self.refunds.open = Some(id);
        let known = KnownRefund {
            order: order.clone(),
            sendings: 0,
            in_doubt: false,
            refused: false,
            done: false,
            settled: None,
            ers_reference: None,
        };
        let before = self.refunds.known.insert(id, known);
        Promise::Steps.unless(before.is_none(), || format!("{id} is ordered twice"))?;
        Promise::OneOpen.unless(free, || format!("{id} begins while another is open"))?;
        Promise::NoMoreBack.unless(order.amount <= left && order.remainder == left, || {
            format!("{left:?} is left to give back, {order:?}")
        })
    }

    /// A refund and its tender are written together.
    pub fn refund_has_tender(&self, entries: &[Entry]) -> Result<(), Broken> {
        for entry in entries {
            let (Entry::RefundDone { refund, .. }
            | Entry::RefundSettled(RefundSettled {
                refund, verdict: Verdict::GivenBack, ..
            })) = entry
            else {
                continue;
            };
            let with = entries.iter().any(|other| match other {
                Entry::TenderAdded { tender, .. } => self.gives_back(tender) == Some(*refund),
                _ => false,
            });
            Promise::TenderWithPayment.unless(with, || {
                format!("{refund} is given back without a tender in the same transaction")
            })?;
        }
        Ok(())
    }

    /// The refund that a tender rightly stands for.
    fn gives_back(&self, tender: &Tender) -> Option<RefundId> {
        let TenderMeans::SeqrRefund { refund, payment, ers_reference } = &tender.means else {
            return None;
        };
        let known = self.refunds.known.get(refund)?;
        let fits = known.is_given_back()
            && known.order.payment == *payment
            && known.order.amount == -tender.amount
            && known.ers_reference == *ers_reference;
        fits.then_some(*refund)
    }

    /// No money goes back on a return whose sale SEQR may still take back, or has taken back, unless somebody has looked
    /// into it.
    pub fn stands_before_it_goes_back(&self) -> Result<(), Broken> {
        let Some((_, of)) = self.refunds.present else { return Ok(()) };
        let mut sold = self.attempts.values().filter(|known| known.order.attempt.receipt == of);
        let doubtful = sold.find(|known| {
            let stands = known.acknowledgement == Acknowledgement::Given;
            known.payment.is_some() && !stands && !known.noted
        });
        Promise::StandsBeforeBack
            .unless(doubtful.is_none(), || format!("money is given back of {doubtful:?}"))
    }

    /// No tender names a refund that was not made, or that another tender names already.
    pub fn takes_refund(&self, tender: &Tender) -> Result<(), Broken> {
        let TenderMeans::SeqrRefund { refund, .. } = &tender.means else { return Ok(()) };
        let count = self.tenders.iter().filter(|own| {
            matches!(&own.means, TenderMeans::SeqrRefund { refund: other, .. } if other == refund)
        });
        let fits = self.gives_back(tender) == Some(*refund) && count.count() == 1;
        Promise::BookedOnce.unless(fits, || format!("{refund} has no such tender: {tender:?}"))
    }
}
