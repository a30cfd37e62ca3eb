//! What can be returned of a receipt, and the refunds that were made.

use rusqlite::Row;

use crate::core::money::Amount;
use crate::core::payment::AttemptId;
use crate::core::receipt::{
    Line, LineId, Origin, Quantity, ReceiptId, ReceiptNumber, RefundablePayment, Returnable, Sold,
    Terms,
};
use crate::core::refund::RefundId;
use crate::core::user::UserNumber;

use super::super::{JournalError, chain, projection};
use super::{Reader, ReceiptRecord, ReceiptState, SeqrPaymentState, SeqrRefund, Settling};

impl Reader {
    /// The receipt with this number on its paper.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn numbered(&self, number: ReceiptNumber) -> Result<Option<ReceiptId>, JournalError> {
        let found = self.rows(
            "SELECT id FROM receipt WHERE number = ?1",
            [number.0.cast_signed()],
            |row| Ok(ReceiptId(row.get::<_, i64>(0)?.cast_unsigned())),
        )?;
        Ok(found.into_iter().next())
    }

    /// The number on a receipt's paper, once it is completed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn number_of(&self, receipt: ReceiptId) -> Result<Option<ReceiptNumber>, JournalError> {
        let found = self.rows(
            "SELECT number FROM receipt WHERE id = ?1 AND number IS NOT NULL",
            [receipt.0.cast_signed()],
            |row| Ok(ReceiptNumber(row.get::<_, i64>(0)?.cast_unsigned())),
        )?;
        Ok(found.into_iter().next())
    }

    /// A completed sale as far as it can be returned: its lines with what has not been returned yet, by a return that is
    /// completed or open, and its SEQR payments with what has not been given back, but for those that SEQR took back
    /// itself. `None` where there is no such sale. Where everything has been returned, no line is left.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn returnable(&self, receipt: ReceiptId) -> Result<Option<Returnable>, JournalError> {
        let Some(record) = self.receipt(receipt)? else { return Ok(None) };
        let ReceiptState::Completed { number, .. } = record.state else { return Ok(None) };
        if record.returns.is_some() {
            return Ok(None);
        }
        let payments = self.refundable_payments(&record)?;
        let mut lines = Vec::with_capacity(record.lines.len());
        for line in record.lines {
            let (back, given_back) = self.returned_of(receipt, line.id)?;
            let sold = Sold { quantity: line.quantity, sum: line.sum(), back, given_back };
            let left = match back {
                Some(back) => line.quantity.less(back),
                None => Some(line.quantity),
            };
            let terms = Terms { sold: Some(sold), ..line.terms.clone() };
            lines.extend(left.map(|quantity| Line { quantity, terms, ..line }));
        }
        Ok(Some(Returnable { origin: Origin { receipt, number, payments }, lines }))
    }

    /// How many came back of a line, and what was given back for them.
    fn returned_of(
        &self,
        receipt: ReceiptId,
        line: LineId,
    ) -> Result<(Option<Quantity>, Amount), JournalError> {
        let found = self.rows(
            "SELECT ifnull(sum(back.quantity), 0), ifnull(-sum(back.sum), 0) FROM receipt AS other
             JOIN receipt_line AS back ON back.receipt = other.id
             WHERE other.returns = ?1 AND other.state <> 'cancelled' AND back.line = ?2",
            (receipt.0.cast_signed(), line.0),
            |row| Ok((Quantity::from_thousandths(row.get(0)?), Amount::from_minor(row.get(1)?))),
        )?;
        Ok(found.into_iter().next().unwrap_or_default())
    }

    fn refundable_payments(
        &self,
        record: &ReceiptRecord,
    ) -> Result<Vec<RefundablePayment>, JournalError> {
        let mut payments = Vec::new();
        for payment in &record.payments {
            let Some(post) = &payment.post else { continue };
            // SEQR has no money any more that it could give back.
            if payment.state == SeqrPaymentState::Contradicted {
                continue;
            }
            let attempt = payment.attempt;
            let found = self.rows(
                "SELECT ifnull(sum(amount) FILTER (WHERE given_back = 1 OR open = 1), 0),
                        ifnull(max(state = 'settled'), 0)
                 FROM seqr_refund WHERE payment_receipt = ?1 AND payment_number = ?2",
                (attempt.receipt.0.cast_signed(), attempt.number),
                |row| Ok((Amount::from_minor(row.get(0)?), row.get::<_, bool>(1)?)),
            )?;
            for (given_back, settled_before) in found {
                let remainder = (post.amount - given_back).or_zero();
                let ers_reference = post.ers_reference.clone();
                payments.push(RefundablePayment {
                    attempt,
                    ers_reference,
                    remainder,
                    settled_before,
                });
            }
        }
        Ok(payments)
    }

    pub(super) fn refunds_of(&self, receipt: ReceiptId) -> Result<Vec<SeqrRefund>, JournalError> {
        self.rows(
            "SELECT * FROM seqr_refund WHERE receipt = ?1 ORDER BY number",
            [receipt.0.cast_signed()],
            |row| refund(receipt, row),
        )
    }
}

fn refund(receipt: ReceiptId, row: &Row<'_>) -> Result<SeqrRefund, JournalError> {
    let settled = match row.get::<_, Option<String>>("verdict")? {
        None => None,
        Some(verdict) => Some(Settling {
            verdict: projection::from_word(verdict)?,
            by: UserNumber(row.get("settled_by")?),
            reason: row.get("reason")?,
        }),
    };
    Ok(SeqrRefund {
        refund: RefundId { receipt, number: row.get("number")? },
        payment: AttemptId {
            receipt: ReceiptId(row.get::<_, i64>("payment_receipt")?.cast_unsigned()),
            number: row.get("payment_number")?,
        },
        ers_reference: row.get("ers_reference")?,
        amount: Amount::from_minor(row.get("amount")?),
        remainder: Amount::from_minor(row.get("remainder")?),
        terminal: row.get("terminal")?,
        user: UserNumber(row.get("user")?),
        created_at: chain::moment(row.get("created_at")?),
        state: projection::from_word(row.get("state")?)?,
        sendings: row.get("sendings")?,
        lost_sendings: row.get("lost_sendings")?,
        detail: row.get("detail")?,
        refund_reference: row.get("refund_reference")?,
        settled,
    })
}
