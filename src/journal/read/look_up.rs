//! Looking receipts and entries up.

use rusqlite::{Params, Row, params};

use crate::core::catalog::{ArticleNumber, Code, Name};
use crate::core::money::Amount;
use crate::core::payment::AttemptId;
use crate::core::receipt::{Line, LineId, Quantity, ReceiptId, ReceiptNumber, Settlement, Terms};
use crate::core::refund::RefundId;
use crate::core::tender::{Tender, TenderId, TenderMeans};
use crate::core::user::UserNumber;
use crate::core::vat::{VatPart, VatRate};

use super::super::{JournalError, Rule, chain, projection};
use super::{
    PaidTender, Reader, ReceiptRecord, ReceiptState, RecordedEntry, SeqrPayment, Shown,
    TransactionPost, unreadable,
};

impl Reader {
    /// Everything about the receipt with this number on its paper; `None` where there is none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn show(&self, number: ReceiptNumber) -> Result<Option<Shown>, JournalError> {
        let found = self.rows(
            "SELECT id FROM receipt WHERE number = ?1",
            [number.0.cast_signed()],
            |row| Ok(ReceiptId(row.get::<_, i64>(0)?.cast_unsigned())),
        )?;
        let Some(id) = found.into_iter().next() else { return Ok(None) };
        let Some(receipt) = self.receipt(id)? else { return Ok(None) };
        Ok(Some(Shown { receipt, jobs: self.jobs_of(id)?, entries: self.entries_of(id)? }))
    }

    /// A receipt in any state; `None` where it was never begun.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn receipt(&self, receipt: ReceiptId) -> Result<Option<ReceiptRecord>, JournalError> {
        let id = receipt.0.cast_signed();
        let found = self.rows("SELECT * FROM receipt WHERE id = ?1", [id], |row| {
            let state: String = row.get("state")?;
            Ok(ReceiptRecord {
                id: receipt,
                register: row.get("register")?,
                opened_at: chain::moment(row.get("opened_at")?),
                opened_by: UserNumber(row.get("opened_by")?),
                state: receipt_state(row, &state)?,
                lines: Vec::new(),
                total: Amount::ZERO,
                tenders: Vec::new(),
                payments: Vec::new(),
                returns: row
                    .get::<_, Option<i64>>("returns")?
                    .map(|id| ReceiptId(id.cast_unsigned())),
                refunds: Vec::new(),
            })
        })?;
        let Some(mut record) = found.into_iter().next() else { return Ok(None) };
        record.lines =
            self.rows("SELECT * FROM receipt_line WHERE receipt = ?1 ORDER BY line", [id], line)?;
        record.total = record.lines.iter().map(Line::sum).sum();
        record.tenders =
            self.rows(
                "SELECT tender.*, payment_receipt, payment_number FROM tender
                 LEFT JOIN seqr_refund ON seqr_refund.receipt = tender.receipt AND seqr_refund.number = tender.refund
                 WHERE tender.receipt = ?1 ORDER BY tender",
                [id],
                |row| tender(receipt, row),
            )?;
        record.refunds = self.refunds_of(receipt)?;
        record.payments = self.rows(
            "SELECT * FROM seqr_payment WHERE receipt = ?1 ORDER BY number",
            [id],
            |row| payment(receipt, row),
        )?;
        if let ReceiptState::Completed { vat, .. } = &mut record.state {
            *vat = self.rows(
                "SELECT rate, gross, vat, net FROM vat_part WHERE receipt = ?1 ORDER BY rate DESC",
                [id],
                |row| {
                    Ok(VatPart {
                        rate: VatRate::from_hundredths(row.get(0)?),
                        gross: Amount::from_minor(row.get(1)?),
                        vat: Amount::from_minor(row.get(2)?),
                        net: Amount::from_minor(row.get(3)?),
                    })
                },
            )?;
        }
        Ok(Some(record))
    }

    /// The entries of a receipt and its payments, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn entries_of(&self, receipt: ReceiptId) -> Result<Vec<RecordedEntry>, JournalError> {
        self.rows(
            "SELECT seq, at, register, user, kind, body FROM entry WHERE receipt = ?1 ORDER BY seq",
            [receipt.0.cast_signed()],
            recorded,
        )
    }

    /// The entries of one attempt to be paid, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn entries_of_attempt(
        &self,
        attempt: AttemptId,
    ) -> Result<Vec<RecordedEntry>, JournalError> {
        let mut entries = self.entries_of(attempt.receipt)?;
        entries.retain(|recorded| recorded.entry.attempt() == Some(attempt));
        Ok(entries)
    }

    /// One entry, if there is one with this number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn entry(&self, seq: u64) -> Result<Option<RecordedEntry>, JournalError> {
        let found = self.rows(
            "SELECT seq, at, register, user, kind, body FROM entry WHERE seq = ?1",
            params![seq.cast_signed()],
            recorded,
        )?;
        Ok(found.into_iter().next())
    }

    pub(in crate::journal) fn rows<T>(
        &self,
        sql: &str,
        values: impl Params,
        read: impl Fn(&Row<'_>) -> Result<T, JournalError>,
    ) -> Result<Vec<T>, JournalError> {
        let mut query = self.connection.prepare_cached(sql)?;
        let mut rows = query.query(values)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
        Ok(found)
    }
}

pub(super) fn recorded(row: &Row<'_>) -> Result<RecordedEntry, JournalError> {
    let seq: i64 = row.get(0)?;
    let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
    Ok(RecordedEntry {
        seq: seq.cast_unsigned(),
        at: chain::moment(row.get(1)?),
        register: row.get(2)?,
        user: row.get::<_, Option<u16>>(3)?.map(UserNumber),
        entry: chain::decode_at(seq, text(4)?, text(5)?)?,
    })
}

/// The parts of tax are filled in by whoever asks.
fn receipt_state(row: &Row<'_>, state: &str) -> Result<ReceiptState, JournalError> {
    let at = |row: &Row<'_>| row.get("ended_at").map(chain::moment);
    Ok(match state {
        "open" => ReceiptState::Open,
        "cancelled" => ReceiptState::Cancelled {
            at: at(row)?,
            cashier: row.get::<_, Option<u16>>("cashier")?.map(UserNumber),
        },
        _ => ReceiptState::Completed {
            at: at(row)?,
            number: ReceiptNumber(row.get::<_, i64>("number")?.cast_unsigned()),
            cashier: UserNumber(row.get("cashier")?),
            cashier_name: row.get("cashier_name")?,
            settlement: Settlement {
                change: Amount::from_minor(row.get("change")?),
                rounding: Amount::from_minor(row.get("rounding")?),
            },
            vat: Vec::new(),
        },
    })
}

/// A line as its row has it.
pub(in crate::journal) fn line(row: &Row<'_>) -> Result<Line, JournalError> {
    let id: u32 = row.get("line")?;
    let what = || format!("line {id} of a receipt");
    let article: Option<String> = row.get("article")?;
    let code: Option<String> = row.get("code")?;
    let name = |swedish: &str, english: &str| -> Result<Name, JournalError> {
        let swedish: String = row.get(swedish)?;
        let english: Option<String> = row.get(english)?;
        Ok(Name::new(&swedish, english.as_deref()))
    };
    let quantity = Quantity::from_thousandths(row.get("quantity")?);
    Ok(Line {
        id: LineId(id),
        article: article
            .map(|number| ArticleNumber::new(&number))
            .transpose()
            .map_err(|error| unreadable(&what(), error))?,
        code: code
            .map(|code| Code::new(&code))
            .transpose()
            .map_err(|error| unreadable(&what(), error))?,
        name: name("name_sv", "name_en")?,
        quantity: quantity.ok_or_else(|| JournalError::rule(Rule::Shape))?,
        unit_price: Amount::from_minor(row.get("unit_price")?),
        vat: VatRate::from_hundredths(row.get("vat_rate")?),
        group: name("group_sv", "group_en")?,
        kind: projection::from_word(row.get("kind")?)?,
        terms: match row.get_ref("terms")?.as_str_or_null().map_err(rusqlite::Error::from)? {
            None => Terms::default(),
            Some(text) => projection::from_json(text)?,
        },
    })
}

fn tender(receipt: ReceiptId, row: &Row<'_>) -> Result<PaidTender, JournalError> {
    let attempt: Option<u32> = row.get("attempt")?;
    let refund: Option<u32> = row.get("refund")?;
    let kind: String = row.get("kind")?;
    let means = match (kind.as_str(), attempt, refund) {
        ("cash", None, None) => TenderMeans::Cash,
        ("card", None, None) => TenderMeans::Card,
        ("voucher", None, None) => TenderMeans::Voucher { number: row.get("detail")? },
        ("account", None, None) => TenderMeans::Account { customer: row.get("detail")? },
        ("seqr", Some(number), None) if row.get("unverified")? => {
            TenderMeans::SeqrUnverified { attempt: AttemptId { receipt, number } }
        }
        ("seqr", Some(number), None) => TenderMeans::Seqr {
            attempt: AttemptId { receipt, number },
            ers_reference: row.get("ers_reference")?,
        },
        ("seqr", None, Some(number)) => TenderMeans::SeqrRefund {
            refund: RefundId { receipt, number },
            payment: AttemptId {
                receipt: ReceiptId(row.get::<_, i64>("payment_receipt")?.cast_unsigned()),
                number: row.get("payment_number")?,
            },
            ers_reference: row.get("ers_reference")?,
        },
        _ => return Err(JournalError::rule(Rule::Shape)),
    };
    Ok(PaidTender {
        tender: Tender {
            id: TenderId(row.get("tender")?),
            amount: Amount::from_minor(row.get("amount")?),
            means,
        },
        at: chain::moment(row.get("taken_at")?),
    })
}

fn payment(receipt: ReceiptId, row: &Row<'_>) -> Result<SeqrPayment, JournalError> {
    let paid_at: Option<i64> = row.get("paid_at")?;
    let post = match paid_at {
        None => None,
        Some(at) => Some(TransactionPost {
            ers_reference: row.get("ers_reference")?,
            amount: Amount::from_minor(row.get("paid_amount")?),
            description: row.get("description")?,
            at: chain::moment(at),
            circumstance: projection::from_word(row.get("circumstance")?)?,
        }),
    };
    Ok(SeqrPayment {
        attempt: AttemptId { receipt, number: row.get("number")? },
        terminal: row.get("terminal")?,
        cashier: UserNumber(row.get("cashier")?),
        amount: Amount::from_minor(row.get("amount")?),
        created_at: chain::moment(row.get("created_at")?),
        state: projection::from_word(row.get("state")?)?,
        reference: row.get("reference")?,
        sendings: row.get("sendings")?,
        lost_sendings: row.get("lost_sendings")?,
        detail: row.get("detail")?,
        post,
    })
}
